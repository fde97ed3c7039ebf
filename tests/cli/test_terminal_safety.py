"""No text of a list, a file name or a server steers a terminal, a spreadsheet or a Markdown page."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.running import Desk
from paperdex.cli.check_rows import FORMATS as FINDINGS
from paperdex.cli.list import FORMATS
from paperdex.cli.scan import OUTPUTS as SCAN_FORMATS

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
EVIL = "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.invalid\x1b\\\x9b31m\u202egnp.\u2066[red]loud[/red]\x7f"
LISTED = re.sub(r"([\[\]])", r"\\\1", EVIL)
"""As a title in Markdown."""
NAME = "tea\x1b[31m\u202e.md"
LIST = f"""\
# Tea {LISTED}

## Pots {LISTED}

- [=HYPERLINK("evil") {LISTED}](https://arxiv.org/abs/2101.90001) *2021-01-01*
  +note {LISTED}
- [Bare {LISTED}](https://arxiv.org/abs/2101.90002)
- [Page {LISTED}](https://evil.invalid/\x9b31m\u202e.pdf)
- [@ [x](y) `z` <b> {LISTED}](https://arxiv.org/abs/2101.90003)
"""
RECORD = {
    "id": "2101.90003",
    "title": f"=cmd|' /C calc'!A0 {EVIL}",
    "authors_parsed": [[f"Invented{EVIL}", "Ada", ""]],
    "abstract": f"Water. {EVIL}",
    "categories": "cs.LG",
    "comments": f"@comment {EVIL}",
    "journal-ref": f"-journal {EVIL}",
    "versions": [{"version": "v1", "created": "Tue, 5 Jan 2021 10:00:00 GMT"}],
}


@pytest.fixture
def evil(desk: Desk) -> Desk:
    """A library whose every text would steer a terminal."""
    desk.write(NAME, LIST)
    desk.write("snapshot.json", json.dumps(RECORD) + "\n")
    desk.run("mirror", "import", "snapshot.json")
    desk.run("fetch", NAME, code=1)
    return desk


COMMANDS = [
    *(["list", "--format", output] for output in FORMATS),
    *(["search", "loud", "--format", output] for output in FORMATS),
    *(["topics", "--format", output] for output in ("tree", "plain", "jsonl")),
    *(["show", "2101.90003", "--format", output] for output in ("text", "json")),
    *(["scan", NAME, "--format", output] for output in SCAN_FORMATS),
    *(["fetch", NAME, "--format", output] for output in ("text", "json")),
    *(["check", NAME, "--format", output] for output in FINDINGS),
    ["fetch", "--dry-run", NAME],
    ["export"],
    ["-v", "fetch", f"nowhere{EVIL.replace(chr(0), '')}"],
    ["list", "--topic", EVIL],
    ["list", "--from-list", EVIL],
    ["search", EVIL],
    ["show", EVIL],
    ["show", "2101.90001"],
    ["mirror", "status"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("unicode_escape").decode())
def test_nothing_steers(evil: Desk, command: list[str]) -> None:
    """Every command in every format, on stdout and on stderr."""
    outcome = evil.run(*command, code=None)
    assert not STEERING.search(outcome.out)
    assert not STEERING.search(outcome.err)
    assert "unexpected" not in outcome.err


def test_markup_is_text(evil: Desk) -> None:
    """``[red]`` is printed, not obeyed."""
    for output in ("tree", "table", "plain"):
        assert "[red]loud[/red]" in evil.run("list", "--format", output).out
        assert "[red]loud[/red]" in evil.run("scan", NAME, "--format", output).out
    assert "[red]loud[/red]" in evil.run("topics").out
    assert "[red]loud[/red]" in evil.run("scan", NAME).out


def test_cells_are_no_formulas(evil: Desk) -> None:
    """What a spreadsheet would calculate begins with an apostrophe."""
    rows = list(csv.DictReader(io.StringIO(evil.run("list", "--format", "csv").out)))
    assert len(rows) == 4
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert rows[3]["title"].startswith("'=cmd|")
    assert rows[3]["journal_ref"].startswith("'-journal")


def test_markdown_has_one_link_an_entry(evil: Desk) -> None:
    """Titles can't add links, code or HTML to the page."""
    lines = [line for line in evil.run("list", "--format", "markdown").lines if line.startswith("- ")]
    assert len(lines) == 4
    for line in lines:
        assert len(re.findall(r"(?<!\\)\]\(", line)) == 1
        assert not re.search(r"(?<!\\)`|(?<!\\)<b", line)


def on_a_terminal(desk: Desk, *arguments: str) -> str:
    """What a command writes when stdout and stderr are a terminal."""
    import pty

    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERDEX_", "NO_COLOR"))}
    with subprocess.Popen(
        [sys.executable, "-m", "paperdex", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment | desk.environment | {"TERM": "xterm-256color", "COLUMNS": "100"},
        cwd=desk.folder,
    ):
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not piece:
                break
            written += piece
    os.close(ours)
    return written.decode()


@pytest.mark.skipif(sys.platform == "win32" or not Path("/dev/ptmx").exists(), reason="no pseudo-terminals here")
@pytest.mark.parametrize(
    "command",
    [
        *(["list"], ["list", "--format", "table"], ["search", "loud"], ["topics"], ["show", "2101.90003"]),
        *(["scan", NAME], ["scan", NAME, "--format", "table"]),
    ],
)
def test_a_terminal_gets_colours_and_nothing_else(evil: Desk, command: list[str]) -> None:
    """On a terminal the only control sequences are those of colours, and lines fit its width."""
    written = on_a_terminal(evil, *command)
    text = COLOUR.sub("", written).replace("\r\n", "\n")
    assert "loud" in text
    assert not STEERING.search(text)
    if command[0] != "show":  # which breaks no address
        assert max(map(len, text.split("\n"))) <= 100
        assert COLOUR.search(written)
