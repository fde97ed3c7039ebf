"""The hooks for pre-commit: they call what there is, for the files that mostly are lists."""

from __future__ import annotations

import re

from conftest import ROOT
from paperdex.cli.check import command
from paperdex.lists import FORMATS

HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def test_the_hooks_call_check_with_options_that_it_has() -> None:
    """One that tells, one that mends; neither waits for a network."""
    assert re.findall(r"^- id: (\S+)", HOOKS, re.MULTILINE) == ["paperdex-check", "paperdex-check-fix"]
    entries = re.findall(r"^  entry: paperdex check (.*)", HOOKS, re.MULTILINE)
    assert entries == ["--hook", "--hook --fix"]
    known = {name for option in command.params for name in option.opts}
    assert {"--hook", "--fix", "--offline"} <= known
    assert HOOKS.count("  args: [--offline]\n") == 2


def test_the_hooks_look_at_the_files_of_formats_that_are_mostly_lists() -> None:
    """A new suffix has to be added here, too; ``.asc`` mostly is a signature."""
    suffixes = {suffix[1:] for row in FORMATS.values() if not row.is_mixed for suffix in row.suffixes}
    for pattern in re.findall(r"^  files: \(\?i\)\\\.\((.*)\)\$$", HOOKS, re.MULTILINE):
        assert set(pattern.split("|")) == suffixes - {"asc"}
