"""The GitHub Action: its script run as GitHub runs it, and its inputs, which are those that the script reads."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
SCRIPT = ROOT / "action" / "check.py"
BAD = "# T\n\n- [A](http://arxiv.org/abs/2101.90001)\n- [B](https://arxiv.org/abs/2101.90002)\n"
LINKS = "--select PD105"


class Runner:
    """A folder that stands for the workspace, and the files that GitHub names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workspace"
        self.folder.mkdir()
        self.summary = folder / "summary"
        self.output = folder / "output"
        commands = folder / "bin"
        commands.mkdir()
        (commands / "paperdex").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m paperdex "$@"\n')
        (commands / "paperdex").chmod(0o755)
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("PAPERDEX_", "INPUT_"))}
        self.environment = kept | {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            "PAPERDEX_ARXIV_API": "",
            "PAPERDEX_CACHE": str(folder / "cache"),
            "PAPERDEX_MIRROR": str(folder / "mirror.db"),
            "PYTHONUTF8": "1",
        }

    def run(self, code: int, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script with these inputs, and check how it ends."""
        for file in (self.summary, self.output):
            file.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, SCRIPT],
            cwd=self.folder,
            env=self.environment | {f"INPUT_{name.upper()}": text for name, text in inputs.items()},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A place to run the script in."""
    return Runner(tmp_path)


def test_findings_become_annotations_a_summary_and_outputs(runner: Runner) -> None:
    """By default the lists of the workspace are checked, and findings fail the step."""
    (runner.folder / "my lists").mkdir()
    (runner.folder / "my lists" / "a.md").write_text(BAD)
    (runner.folder / "README.md").write_text("# Notes\n\nNothing here.\n")
    done = runner.run(1, args=LINKS, sarif="out.sarif")
    (annotation,) = done.stdout.splitlines()
    assert annotation.startswith("::error file=my lists/a.md,line=3,endLine=3,col=7,")
    assert runner.summary.read_text().startswith("# paperdex check\n\n1 finding in 2 entries of 1 list.\n")
    assert runner.output.read_text() == "findings=1\nunchecked=0\nexit-code=1\nsarif=out.sarif\n"
    assert '"version": "2.1.0"' in (runner.folder / "out.sarif").read_text()
    assert runner.run(0, args=LINKS, fail_on="never", summary="false").stdout
    assert not runner.summary.exists()


def test_what_could_not_be_checked_fails_only_where_that_is_wished(runner: Runner) -> None:
    """arXiv being down is no fault of the list."""
    (runner.folder / "a.md").write_text(BAD)
    runner.run(0, lists="a.md\n", args="--select PD102")
    assert runner.output.read_text().startswith("findings=0\nunchecked=2\nexit-code=3\n")
    runner.run(3, lists="a.md", args="--select PD102", fail_on="unchecked")


def test_mistakes_fail_the_step(runner: Runner) -> None:
    """A missing list, an unknown option, an input that can't be."""
    (runner.folder / "a.md").write_text(BAD)
    done = runner.run(2, lists="missing.md")
    for told in (done.stderr, done.stdout, runner.summary.read_text()):
        assert "there is no such file" in told
    assert done.stdout.startswith("::error ")
    assert "Nothing is wrong" not in done.stderr
    done = runner.run(2, lists="a.md", args="--nonsense")
    assert "--nonsense" in done.stderr
    assert "::error title=paperdex::paperdex check ended with 2; " in done.stdout
    assert "fail-on" in runner.run(2, lists="a.md", fail_on="always").stdout
    assert "args" in runner.run(2, lists="a.md", args="'").stdout


def test_the_inputs_of_the_action_are_those_of_the_script() -> None:
    """What action.yml hands on is what is read, and each input is used."""
    handed = set(re.findall(r"^        INPUT_(\w+): ", ACTION, re.MULTILINE))
    assert handed == set(re.findall(r'(?:value|is_wanted)\("(\w+)"\)', SCRIPT.read_text(encoding="utf-8")))
    head, _, rest = ACTION.partition("\noutputs:\n")
    for name in re.findall(r"^  ([a-z-]+):$", head.partition("\ninputs:\n")[2], re.MULTILINE):
        assert f"inputs.{name} " in rest, name
