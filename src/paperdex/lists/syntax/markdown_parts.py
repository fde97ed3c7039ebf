"""A long Markdown document in parts, so that the parser never holds all of it at once.

A part begins with a heading or a paragraph that follows an empty line, where every list, quote and paragraph has ended,
or with an item of a list that stands in none; or with a row of a table, whose header is read again above it. What may
run on over these (a fence, a comment, HTML) is never cut. Links
and footnotes may be defined in another part than they stand in, so the definitions of the whole document are given to
each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ENOUGH = 200_000
"""Characters of a part, at least."""
_MOST_DEFINITIONS = _ENOUGH // 4
"""A document with more characters of definitions stays whole: each part would have to read all of them again."""
_LINE = re.compile(
    r"\n(?P<blank>(?:[ \t]*+\n)++)?"
    r"(?=(?P<bullet>[-*+] \S)|(?P<number>\d{1,9}[.)] \S)|(?P<html> {0,3}<)|(?P<row>\|)"
    r"|(?P<text>[^\s>*+-]|[*+-][^\s*+-]|\*\*\w)"
    r"|(?(blank)|(?!)))"
)
"""The begin of a line that may begin a part, or tells whether the next one may."""
_NUMBER = re.compile(r"\d{1,9}[.)] \S")
_MARK = re.compile(r"(?:\d{1,9})?([-*+.)])[ \t]")
"""What an item begins with; its last sign tells the items of one list from those of the next."""
_TABLE = re.compile(r"(?:[ \t]*\n)*(\|.*\n[ \t]*\|[ \t:|-]+\n)(?:\|.*\n)++")
_ROWS = re.compile(r"(?:\|.*\n)++")
_DEFINITION = re.compile(r"^[ >]{0,12}(\[[^\]\n]{1,999}\]:)(.*)$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_FENCES = ("```", "~~~")
_OPENINGS = {
    b"<!--": b"-->",
    b"<pre": b"</pre",
    b"<script": b"</script",
    b"<style": b"</style",
    b"<textarea": b"</textarea",
}
"""What ends each of them; as bytes, whose capitals are turned to small letters much faster than those of a text."""


class Part(NamedTuple):
    """A piece of a document."""

    text: str
    lines: int
    """Lines in front of it."""
    definitions: str
    """What is to be read behind it, for what it defines alone."""
    goes_on: bool = False
    """Whether it begins with an item of the list, if any, with which the part above ends, or with rows of its table."""


def in_parts(text: str) -> Iterator[Part]:
    """The parts of a document, in order."""
    definitions = _definitions(text) if len(text) > 2 * _ENOUGH else None
    if definitions is None:
        yield Part(text, 0, "")
        return
    start = lines = looked = 0
    openings = _Openings()
    goes_on = False
    header = below = ""
    while start < len(text):
        for cut, below in _cuts(text, start, header):  # noqa: B007 - of the last cut
            is_open = openings.after(text[looked:cut])
            looked = cut
            if not is_open:
                break
        else:
            break
        yield Part(header + text[start:looked], lines - header.count("\n"), definitions, goes_on)
        goes_on = bool(below) or _goes_on(text, start, looked)
        header = below
        lines += text.count("\n", start, looked)
        start = looked
    yield Part(header + text[start:], lines - header.count("\n"), definitions if start else "", goes_on)


def _goes_on(text: str, start: int, cut: int) -> bool:
    """Whether what begins at a cut is an item with the mark of the last one above it."""
    mark = _MARK.match(text, cut)
    line = cut
    while mark and line > start:
        line = max(text.rfind("\n", start, line - 1) + 1, start)
        if above := _MARK.match(text, line):
            return above[1] == mark[1]
    return False


def _cuts(text: str, start: int, header: str) -> Iterator[tuple[int, str]]:
    """Where the part from ``start`` on may end, as long as nothing is open that runs on over empty lines.

    ``header`` is that of the table in which the part begins; that of a table in which it ends comes with the place.
    """
    least = start + _ENOUGH
    begin = max(text.rfind("\n\n", start, least), start)
    is_html, is_list = text.startswith("<", start), _NUMBER.match(text, start) is not None
    for line in _LINE.finditer(text, begin):
        kind = line.lastgroup
        if line["blank"]:
            is_html, is_list = False, kind == "number"
        if kind == "html":
            is_html = True
        elif line.end() < least or is_html or kind == "blank":
            continue
        elif kind == "row" and not line["blank"]:
            if whole := _header(text, start, line.end(), header) or _header(text, begin, line.end(), ""):
                yield line.end(), whole
        elif line["blank"] or kind == "bullet" or (kind == "number" and is_list):
            # A number begins an item only where there is a list; in a paragraph it is text.
            yield line.end(), ""


def _header(text: str, start: int, row: int, header: str) -> str:
    """The header of the table, begun at a place or above it, that a row stands in; ``""`` where it stands in none."""
    table = (_ROWS if header else _TABLE).match(text, start, row)
    if not table or table.end() != row:
        return ""
    whole = header or table[1]
    names, rule, _ = whole.split("\n")
    return whole if names.count("|") == rule.count("|") else ""


def _definitions(text: str) -> str | None:
    """The definitions of a document, those of footnotes without their words; ``None`` where they are too many."""
    found: list[str] = []
    size = 0
    for match in _DEFINITION.finditer(text):
        found.append(f"{match[1]} ." if match[1].startswith("[^") else match[1] + match[2])
        size += len(found[-1])
        if size > _MOST_DEFINITIONS:
            return None
    return "\n\n" + "\n\n".join(found)


class _Openings:
    """What is open at the end of what was looked at."""

    def __init__(self) -> None:
        self._fences = 0
        self._depths = dict.fromkeys(_OPENINGS, 0)

    def after(self, text: str) -> bool:
        """Whether anything is open after a further piece of text."""
        if any(fence in text for fence in _FENCES):
            self._fences += sum(1 for _ in _FENCE.finditer(text))
        small = text.encode("utf-8", errors="surrogatepass").lower()
        for begin, end in _OPENINGS.items():
            self._depths[begin] += small.count(begin) - small.count(end)
        return self._fences % 2 > 0 or any(self._depths.values())
