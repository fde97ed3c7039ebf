"""Findings for people: each with its line, what is wrong underlined, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from paperdex.cli import console
from paperdex.core.columns import columns_of
from paperdex.core.text import printable
from paperdex.workflows.checking.run import CheckReport, Shown

_WIDEST = 100
"""Columns of a line of the list that are shown around what is wrong, where the terminal has room for them."""
_LEAST = 20
"""Columns of it that are shown in any case."""
_FRONT = 20
"""Columns in front of what is wrong that are shown where the line is too long; fewer on a narrow terminal."""
_FRONT_SHARE = 4


def place_text(shown: Shown) -> str:
    """``notes.md:12:5``."""
    return f"{printable(shown.path)}:{shown.start.line}:{shown.start.column}"


def text(report: CheckReport) -> Iterator[str]:
    """Each finding in three lines or more, those of a list together; all that could not be checked take one line."""
    style = _Style(coloured=console.is_terminal())
    for shown, more in grouped(report.found):
        if shown.checked:
            yield from _finding(shown, style)
        else:
            yield _head(shown, style, and_more(more))


def concise(report: CheckReport) -> Iterator[str]:
    """A line a finding; all that could not be checked take one."""
    for shown, more in grouped(report.found):
        marks = _marks(shown) if shown.checked else and_more(more)
        yield f"{place_text(shown)} {shown.rule.code} {printable(shown.message)}{marks}\n"


def grouped(found: Iterable[Shown]) -> Iterator[tuple[Shown, int]]:
    """Findings, and how many more like it each stands for: what could not be checked is told once a list and reason."""
    found = tuple(found)
    unchecked = Counter((shown.path, shown.rule, shown.message) for shown in found if not shown.checked)
    for shown in found:
        if shown.checked:
            yield shown, 0
        elif count := unchecked.pop((shown.path, shown.rule, shown.message), 0):
            yield shown, count - 1


def and_more(count: int) -> str:
    """What is said behind a finding that stands for more."""
    return f" (and {count:,} more {'entry' if count == 1 else 'entries'})" if count else ""


def _marks(shown: Shown) -> str:
    return ("" if shown.sure else " (likely)") + (" [*]" if shown.is_applicable else "")


def _head(shown: Shown, style: _Style, also: str = "") -> str:
    """Place, code and message."""
    place, code = place_text(shown), shown.rule.code
    lines = console.folded(f"{place} {code} {printable(shown.message)}{also}", "  ")
    return f"{style.bold(place)} {style.code(code, shown)}{lines[len(place) + len(code) + 1 :]}\n"


def _finding(shown: Shown, style: _Style) -> Iterator[str]:
    yield _head(shown, style, _marks(shown))
    number = str(shown.start.line)
    bar = style.dim(f"{' ' * len(number)} |")
    line, marks = _underlined(shown, max(min(_WIDEST, console.columns() - 1 - len(f"{number} | ")), _LEAST))
    yield f"{style.dim(f'{number} |')} {line}\n"
    yield f"{bar} {style.code(marks, shown)}\n"
    if shown.help:
        margin = " " * len(number)
        told = console.folded(f"{margin} = help: {printable(shown.help)}", f"{margin}   ")
        yield f"{style.dim(f'{margin} =')}{told[len(margin) + 2 :]}\n"
    yield "\n"


def _underlined(shown: Shown, width: int) -> tuple[str, str]:
    """The line, or as much of it around what is wrong as fits, and marks below that, in columns of a terminal."""
    first = shown.start.column - 1
    last = shown.end.column - 1 if shown.end.line == shown.start.line else len(shown.line)
    # Each part by itself: a character may be shown as several.
    before, marked, after = map(printable, (shown.line[:first], shown.line[first:last], shown.line[last:].rstrip()))
    front = min(_FRONT, width // _FRONT_SHARE)
    if columns_of(before + marked) > width and columns_of(before) > front:
        before = f"…{_cut(before[::-1], front)[::-1].removeprefix('…')}"
    # One column is kept for the mark of a cut behind it.
    short = _shortened(marked, width - columns_of(before) - bool(after))
    after = _shortened(after, width - columns_of(before + short)) if short == marked else ""
    return f"{before}{short}{after}", " " * columns_of(before) + "^" * max(columns_of(short), 1)


def _shortened(text: str, columns: int) -> str:
    """A text, or its beginning with the mark of a cut, in so many columns."""
    return text if columns_of(text) <= columns else f"{_cut(text, columns - 1).removesuffix('…')}…"


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
