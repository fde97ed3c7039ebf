"""Findings for people: each with its line, what is wrong underlined, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.cli import console
from paperdex.cli.columns import columns_of
from paperdex.core.text import printable
from paperdex.workflows.checking.run import CheckReport, Shown

_WIDEST = 100
"""Columns of a line of the list that are shown around what is wrong."""
_FRONT = 20
"""Columns in front of it that are shown where the line is too long."""


def place_text(shown: Shown) -> str:
    """``notes.md:12:5``."""
    return f"{printable(shown.path)}:{shown.start.line}:{shown.start.column}"


def text(report: CheckReport) -> Iterator[str]:
    """Each finding in three lines or more, those of a list together."""
    style = _Style(coloured=console.is_terminal())
    for shown in report.found:
        yield from _finding(shown, style)


def concise(report: CheckReport) -> Iterator[str]:
    """A line a finding."""
    for shown in report.found:
        yield f"{place_text(shown)} {shown.rule.code} {printable(shown.message)}\n"


def _finding(shown: Shown, style: _Style) -> Iterator[str]:
    sure = "" if shown.sure else " (likely)"
    mend = " [*]" if shown.is_applicable else ""
    code = style.code(shown.rule.code, shown)
    yield f"{style.bold(place_text(shown))} {code} {printable(shown.message)}{sure}{mend}\n"
    if not shown.checked:
        return
    number = str(shown.start.line)
    bar = style.dim(f"{' ' * len(number)} |")
    line, marks = _underlined(shown)
    yield f"{style.dim(f'{number} |')} {line}\n"
    yield f"{bar} {style.code(marks, shown)}\n"
    if shown.help:
        lead = style.dim(" " * len(number) + " =")
        yield f"{lead} help: {printable(shown.help)}\n"
    yield "\n"


def _underlined(shown: Shown) -> tuple[str, str]:
    """The line, or the part of it around what is wrong, and marks below that, in columns of a terminal."""
    line = printable(shown.line.expandtabs(1))
    first = shown.start.column - 1
    last = shown.end.column - 1 if shown.end.line == shown.start.line else len(line)
    front = max(first - _FRONT, 0) if columns_of(line[: min(last, len(line))]) > _WIDEST else 0
    shown_line = line[front:]
    cut = _cut(shown_line)
    before = "…" if front else ""
    after = "…" if cut < len(shown_line) else ""
    marks = " " * columns_of(before + line[front:first]) + "^" * max(
        columns_of(line[first : min(last, front + cut)]), 1
    )
    return f"{before}{shown_line[:cut]}{after}", marks


def _cut(line: str) -> int:
    """How many characters of a line fit."""
    columns = 0
    for place, character in enumerate(line):
        columns += columns_of(character)
        if columns > _WIDEST:
            return place
    return len(line)


class _Style:
    """Colours of a terminal, or none."""

    def __init__(self, *, coloured: bool) -> None:
        self._coloured = coloured

    def _in(self, sgr: str, text: str) -> str:
        return f"\x1b[{sgr}m{text}\x1b[0m" if self._coloured else text

    def bold(self, text: str) -> str:
        return self._in("1", text)

    def dim(self, text: str) -> str:
        return self._in("2", text)

    def code(self, text: str, shown: Shown) -> str:
        """In the colour of how sure a finding is."""
        return self._in("2" if not shown.checked else "1;31" if shown.sure else "1;33", text)
