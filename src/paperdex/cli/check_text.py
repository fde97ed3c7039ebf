"""Findings for people: each with its line, what is wrong underlined, and what to do."""

from __future__ import annotations

from collections import Counter
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
    """Each finding in three lines or more, those of a list together; all that could not be checked take one line."""
    style = _Style(coloured=console.is_terminal())
    unchecked = Counter((shown.path, shown.message) for shown in report.found if not shown.checked)
    for shown in report.found:
        if shown.checked:
            yield from _finding(shown, style)
        elif count := unchecked.pop((shown.path, shown.message), 0):
            more = count - 1
            also = f" (and {more:,} more {'entry' if more == 1 else 'entries'})" if more else ""
            yield _head(shown, style, also)


def concise(report: CheckReport) -> Iterator[str]:
    """A line a finding."""
    for shown in report.found:
        yield f"{place_text(shown)} {shown.rule.code} {printable(shown.message)}\n"


def _head(shown: Shown, style: _Style, also: str = "") -> str:
    """Place, code and message."""
    place, code = place_text(shown), shown.rule.code
    lines = console.folded(f"{place} {code} {printable(shown.message)}{also}", "  ")
    return f"{style.bold(place)} {style.code(code, shown)}{lines[len(place) + len(code) + 1 :]}\n"


def _finding(shown: Shown, style: _Style) -> Iterator[str]:
    yield _head(shown, style, ("" if shown.sure else " (likely)") + (" [*]" if shown.is_applicable else ""))
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
    first = shown.start.column - 1
    last = shown.end.column - 1 if shown.end.line == shown.start.line else len(shown.line)
    # Each part by itself: a character may be shown as several.
    before, marked, after = map(printable, (shown.line[:first], shown.line[first:last], shown.line[last:]))
    if columns_of(before + marked) > _WIDEST and columns_of(before) > _FRONT:
        before = f"…{_cut(before[::-1], _FRONT)[::-1]}"
    marked = _shortened(marked, _WIDEST - columns_of(before))
    after = _shortened(after, _WIDEST - columns_of(before + marked))
    return f"{before}{marked}{after}", " " * columns_of(before) + "^" * max(columns_of(marked), 1)


def _shortened(text: str, columns: int) -> str:
    cut = _cut(text, columns)
    return text if cut == text else f"{cut}…"


def _cut(text: str, columns: int) -> str:
    """As much of a text as fits."""
    for place, character in enumerate(text):
        columns -= columns_of(character)
        if columns < 0:
            return text[:place]
    return text


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
