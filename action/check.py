"""What the GitHub Action does: runs ``paperdex check``, and hands its findings on to GitHub.

Its inputs come as variables, ``INPUT_LISTS`` and so on, as ``action.yml`` names them. Annotations go to stdout, a
report to the page of the run (``GITHUB_STEP_SUMMARY``), numbers to the outputs (``GITHUB_OUTPUT``). It needs nothing
but Python and the ``paperdex`` command, and asks nobody itself.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SUMMARY_LIMIT = 1024 * 1024 - 1024
"""Bytes that GitHub takes of one step's summary; a longer one is dropped whole."""
SHOWN_LIMIT = 10
"""Annotations of one kind that GitHub shows of one step."""

PASSES = {"findings": (0, 3), "sure": (0, 3), "unchecked": (0,), "never": (0, 1, 3)}
"""What ``fail-on`` may be, and the exit codes of ``paperdex check`` with which the step passes."""


def main() -> int:
    """Check the lists; returns the exit code of the step."""
    fail_on = value("FAIL_ON") or "findings"
    if fail_on not in PASSES:
        return misuse(f"fail-on is {fail_on!r}; it may be {', '.join(PASSES)}.")
    lists = [line.strip() for line in value("LISTS").splitlines() if line.strip()]
    try:
        more = shlex.split(value("ARGS"))
    except ValueError as error:
        return misuse(f"args can't be read: {error}.")
    if fail_on == "sure":
        more = ["--fail-on", "sure", *more]
    with tempfile.TemporaryDirectory() as folder:
        found, summary = Path(folder, "findings.json"), Path(folder, "summary.md")
        reports = [str(found), str(summary), *([value("SARIF")] if value("SARIF") else [])]
        command = ["paperdex", "check", "--format", "github", *(f"--report={path}" for path in reports), *more]
        code = subprocess.run([*command, "--", *(lists or ["."])], check=False).returncode
        if not found.is_file():
            print(f"::error title=paperdex::paperdex check ended with {code}; the log of this step says why.")
            return code or 1
        findings: list[dict[str, Any]] = json.loads(found.read_bytes())
        if is_wanted("SUMMARY"):
            append("GITHUB_STEP_SUMMARY", shortened(summary.read_text(encoding="utf-8")))
    checked = sum(finding["checked"] for finding in findings)
    outputs = {"findings": checked, "unchecked": len(findings) - checked, "exit-code": code, "sarif": value("SARIF")}
    append("GITHUB_OUTPUT", "".join(f"{name}={told}\n" for name, told in outputs.items()))
    if checked > SHOWN_LIMIT:
        print(f"{checked} findings; GitHub shows the first {SHOWN_LIMIT} of a kind as annotations, the summary all.")
    return 0 if code in PASSES[fail_on] else code


def value(name: str) -> str:
    """What an input is, without the blanks around it."""
    return os.environ.get(f"INPUT_{name}", "").strip()


def is_wanted(name: str) -> bool:
    """Whether an input that is on by default was not turned off."""
    return value(name).lower() not in ("false", "no", "off", "0")


def append(variable: str, text: str) -> None:
    """Add a text to the file that GitHub named; outside of GitHub there is none."""
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def shortened(text: str) -> str:
    """A report as far as GitHub takes it, cut between two lines, with a word on what is missing."""
    data = text.encode()
    if len(data) <= SUMMARY_LIMIT:
        return text
    kept = data[:SUMMARY_LIMIT].rpartition(b"\n")[0].decode()
    return f"{kept}\n\n{len(text.splitlines()) - len(kept.splitlines())} more lines are too many for GitHub.\n"


def misuse(message: str) -> int:
    """Tell what is wrong with an input."""
    print(f"::error title=paperdex::{message}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
