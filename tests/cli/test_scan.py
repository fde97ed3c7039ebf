"""``scan``: what lists contain, without a library and without a network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import Desk

KEYS = [
    *("list", "line", "topic", "title", "id", "version", "identifiers", "date", "authors", "venue", "rating", "note"),
    *("links", "mentions"),
]
"""Of section 4 of the design."""


def test_the_sample_lists(desk: Desk, root: Path) -> None:
    """32, 8 and 11 entries with 31, 7 and 9 papers; nothing is stored."""
    outcome = desk.run("scan", "--format", "jsonl", root / "data" / "lists")
    rows = [json.loads(line) for line in outcome.lines]
    assert [list(row) for row in rows] == [KEYS] * 51
    by_list: dict[str, list[str | None]] = {}
    for row in rows:
        by_list.setdefault(Path(row["list"]).name, []).append(row["id"])
    counted = {name: (len(ids), len({i for i in ids if i})) for name, ids in by_list.items()}
    assert counted == {
        "dl-foundation.zh.md": (32, 31),
        "paper-reviews.md": (8, 7),
        "training-methodologies.md": (11, 9),
    }
    assert [row["mentions"] for row in rows if row["mentions"]] == [["1701.02096"]]
    assert desk.files() == set()


def test_ids_and_the_table(desk: Desk, root: Path) -> None:
    """Each paper once; a row an entry with its line; the summary on stderr."""
    outcome = desk.run("scan", "--format", "ids", root / "data" / "lists")
    assert len(outcome.lines) == len(set(outcome.lines)) == 47
    outcome = desk.run("scan", root / "data" / "lists" / "training-methodologies.md")
    assert outcome.lines[0].split() == ["line", "id", "date", "title", "topic"]
    assert len(outcome.lines) == 12
    assert outcome.err.endswith("11 entries, 9 arXiv papers, 1 by another link, 1 by title only, 1 mentioned\n")


def test_standard_input_and_the_format_by_name(desk: Desk) -> None:
    """``-`` is read as Markdown unless told otherwise."""
    outcome = desk.run("scan", "--format", "jsonl", "-", stdin=b"- [A](https://arxiv.org/abs/2101.90001)\n")
    assert json.loads(outcome.out)["list"] == "-"
    outcome = desk.run("scan", "--from", "plain", "--format", "ids", "-", stdin=b"2101.90001\nhep-th/9901001\n")
    assert outcome.lines == ["2101.90001", "hep-th/9901001"]


def test_versions_and_malformed_identifiers(desk: Desk) -> None:
    """The version of the link is kept; what can't be an identifier is shown with its reason."""
    desk.write(
        "tea.md",
        "- [A](https://arxiv.org/abs/2101.90001v3)\n- [B](https://arxiv.org/abs/2101.123)\n"
        "- [C](https://arxiv.org/abs/2101.90002)\n",
    )
    rows = [json.loads(line) for line in desk.run("scan", "--format", "jsonl", "tea.md").lines]
    assert [(row["id"], row["version"]) for row in rows] == [("2101.90001", 3), (None, None), ("2101.90002", None)]
    outcome = desk.run("scan", "tea.md")
    assert "3 digits in 2021, where numbers have 5" in outcome.out
    assert "1 malformed" in outcome.err


def test_a_readme_beside_lists_is_told(desk: Desk) -> None:
    """No papers is a warning in a folder that has some, not a count of nothing."""
    desk.write("lists/README.md", "# Nothing\n\nHere.\n")
    desk.write("lists/tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    assert desk.run("scan", "lists").err.splitlines() == [
        "Warning: lists/README.md: no papers were found in it.",
        "lists/tea.md: 1 entry, 1 arXiv paper",
    ]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_a_pipe_is_read(desk: Desk) -> None:
    """As shells hand in what a command prints: ``paperdex scan <(curl ...)``."""
    program = (
        "-c",
        "import os, sys\n"
        "ours, theirs = os.pipe()\n"
        "os.write(theirs, b'- [A](https://arxiv.org/abs/2101.90001)\\n')\n"
        "os.close(theirs)\n"
        "os.set_inheritable(ours, True)\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'paperdex', 'scan', '--format', 'ids', f'/dev/fd/{ours}'])\n",
    )
    assert desk.call(program=program).lines == ["2101.90001"]
