"""What a command imports: nothing that it does not need, so that it starts fast."""

from __future__ import annotations

import json

import pytest

from cli.running import Desk, list_of, paper
from paperdex.cli import COMMANDS

HEAVY = {
    *("arxiv", "filelock", "httpx", "lxml", "platformdirs", "pyromark", "pylatexenc", "rapidfuzz", "requests", "rich"),
    *("sqlite_utils", "tomllib", "yaml"),
}
PROBE = (
    "-c",
    "import atexit, json, sys\n"
    "atexit.register(lambda: sys.stderr.write(json.dumps(sorted({name.split('.')[0] for name in sys.modules}))))\n"
    "from paperdex.cli import main\n"
    "main()\n",
)


def imported(desk: Desk, *arguments: str) -> set[str]:
    """The packages that a command imported in a process of its own."""
    outcome = desk.call(*arguments, program=PROBE)
    assert outcome.code == 0, outcome
    return set(json.loads(outcome.err))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["-h"]])
def test_the_version_and_the_help_import_click_only(desk: Desk, arguments: list[str]) -> None:
    """None of the libraries that paperdex is built on, and no SQLite."""
    assert not imported(desk, *arguments) & (HEAVY | {"sqlite3", "json", "csv"} - {"json"})


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_imports_no_library(desk: Desk, name: str) -> None:
    """Help pages come from the registries, which load nothing."""
    assert not imported(desk, name, "--help") & (HEAVY - {"platformdirs"})


@pytest.mark.parametrize("output", ["plain", "jsonl", "json", "csv", "markdown", "ids"])
def test_list_imports_what_reads_sqlite(desk: Desk, output: str) -> None:
    """No format that is text needs more than the standard library, and click."""
    desk.write("tea.md", list_of([paper(1)]))
    desk.run("fetch", "--offline", "tea.md", code=1)
    assert not imported(desk, "list", "--format", output) & HEAVY


def test_topics_and_trees_import_rich(desk: Desk) -> None:
    """The probe sees what is there: a tree is drawn by rich."""
    desk.write("tea.md", list_of([paper(1)]))
    desk.run("fetch", "--offline", "tea.md", code=1)
    assert imported(desk, "list", "--format", "tree") & HEAVY == {"rich"}
