"""An entry of a Markdown list in its parts: its lines or cells, its title, its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import find_title

Kind = Literal["item", "row", "heading", "paragraph"]

ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+|$)")
HEADING = re.compile(r"[ ]{0,3}#{1,6}(?=[ \t]|$)[ \t]*|[ ]{0,3}#{1,6}(?=[^#\s])")
RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_QUOTE = re.compile(r"[ ]{0,3}>")
_COMMENT = re.compile(r"[ ]{0,3}<!--")
_HTML = re.compile(r"[ ]{0,3}</?[A-Za-z!]")
_DELIMITERS = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*)\]"
    r"(?:\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<url>(?:[^()\s\\]|\\.|\([^()\s]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"|\[(?P<reference>[^\[\]\n]+)\])"
    r"|<(?P<auto>https?://[^<>\s]+)>"
    r"|(?P<bare>https?://(?:[^\s<>()\[\]|`\"]|\([^\s()]*\))+)"
)
PAIRS = (
    ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("`", "`"), ("(", ")"), ("[", "]"), ("{", "}"), ("【", "】"),
    ("（", "）"), ("<b>", "</b>"), ("<i>", "</i>"), ("<em>", "</em>"), ("<strong>", "</strong>"), ("<sub>", "</sub>"),
    ("<sup>", "</sup>"), ("<code>", "</code>"), ("<small>", "</small>"), ("\"", "\""), ("“", "”"), ("「", "」"),
    ("~~", "~~"), ("$", "$"), ("«", "»"), ("« ", " »"), ("《", "》"), ("„", "“"), ("‘", "’"), ("'", "'"),
)  # fmt: skip
_FIELD = re.compile(
    r"(?P<lead>(?:(?:[-*+]|\d{1,2}[.)])[ \t]+|>[ \t]*)?(?:\*\*|__|\*|_|`|<b>)?(?P<label>[^\W\d_][\w/ -]{0,24}?)[ ]?"
    r"(?:(?:\*\*|__|\*|_|`|</b>)[ ]?[:：]|[:：](?:\*\*|__|\*|_|`|</b>)?)[ \t]*)"
)
_NUMBER = re.compile(r"(?:\d{1,3}[.)、:]|\[\d{1,3}\]|#\d{1,3})[ \t]*$")


class Region(NamedTuple):
    """A line of an entry, or a cell of a row: where its text begins and ends, without blanks and marks around it."""

    start: int
    end: int
    line_start: int
    stop: int
    """Where the line ends, blanks counted; of a cell, where it does."""
    next: int
    """Where the next line begins; of a cell, the next cell."""


class Link(NamedTuple):
    """A link in an entry."""

    start: int
    end: int
    label: str
    url: str


@dataclass(frozen=True)
class Anatomy:
    """The parts of an entry."""

    document: Document
    subject: Subject
    kind: Kind
    regions: tuple[Region, ...]
    table: int = 0
    """Of a row, the line of the table's head."""

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.document.text

    @cached_property
    def title(self) -> tuple[int, int] | None:
        """The title with its markup and its link; ``None`` where it does not stand there in one piece."""
        start, end = self.regions[0].start, self.regions[-1].end
        found = None
        record = self.subject.record
        # The record's own title first: what is read as the title may have more in it, such as the authors.
        for title in dict.fromkeys([record.title if record else "", self.subject.entry.title]):
            for region in self.regions[: None if self.kind == "row" else 1]:
                found = found or (find_title(self.text, region.start, region.end, title) if title else None)
        found = found or find_title(self.text, start, end, self.subject.entry.title)
        if self.kind != "row" and (found is None or self.region_of(found[0]) != 0):
            # The title of a field below, or none in one piece: the link at the head stands for it.
            head = self.regions[0]
            link = LINK.search(self.text, head.start, head.end)
            found = link.span() if link and (self.text[head.start : link.start()].strip('*_ \t"“#') == "") else found
        return self._widened(*found) if found else None

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        """A span with the markup around it, and with the link that it is the text of."""
        first, last = self.regions[0].start, self.regions[-1].end
        for link in LINK.finditer(self.text, first, last):
            if link["label"] is not None and link.start() < start and end <= link.end("label"):
                start, end = link.span()
                break
            if link.start() >= end:
                break
        number = _NUMBER.search(self.text, first, start)
        if number:
            wrapped = self.wrapped(number.start(), end)
            start, end = wrapped if wrapped != (number.start(), end) else (start, end)
        return self.wrapped(start, end)

    def wrapped(self, start: int, end: int) -> tuple[int, int]:
        """A span with the pairs of marks that stand around it."""
        region = self.regions[self.region_of(start)]
        while True:
            for opening, closing in PAIRS:
                low = start - len(opening)
                if low < region.start or not self.text.startswith(opening, low):
                    continue
                for mark in ("", ".", ","):
                    if self.text.startswith(mark + closing, end) and end + len(mark + closing) <= region.end:
                        start, end = low, end + len(mark + closing)
                        break
                else:
                    continue
                break
            else:
                return start, end

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of the entry but for that of the title."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        title = self.title or (0, 0)
        for region in self.regions:
            for match in LINK.finditer(self.text, region.start, region.end):
                if match.start() < title[1] and title[0] < match.end():
                    continue
                url = match["pointed"] or match["url"] or match["auto"] or match["bare"] or ""
                if url.endswith((".", ",", ";")) and match["bare"]:
                    url = url.rstrip(".,;")
                    yield Link(match.start(), match.start() + len(url), "", url)
                else:
                    yield Link(*match.span(), match["label"] or "", url)

    def region_of(self, offset: int) -> int:
        """The index of the line or cell that an offset stands in."""
        for index, region in enumerate(self.regions):
            if offset < region.next:
                return index
        return len(self.regions) - 1

    @property
    def head(self) -> int:
        """The line or cell in which the title ends."""
        return self.region_of(self.title[1] - 1) if self.title else 0

    @cached_property
    def indent(self) -> str:
        """The blanks in front of the entry."""
        line = self.document.source.line(self.subject.entry.line)
        return line[: len(line) - len(line.lstrip())]

    def label(self, index: int) -> tuple[str, int] | None:
        """The label that a line begins with, ``Year`` of ``* Year: 2016``, and where what it labels begins."""
        region = self.regions[index]
        match = _FIELD.match(self.text, region.start, region.end)
        return (match["label"].casefold(), match.end()) if match and index and self.kind != "row" else None


def dissect(document: Document, subject: Subject) -> Anatomy | None:
    """The parts of an entry; ``None`` for one whose form is not known here."""
    source = document.source
    first = subject.entry.line
    line = source.line(first)
    last = source.line_of(max(subject.end - 1, subject.start))
    if _is_row(document, first):
        head = _table_head(document, first)
        return Anatomy(document, subject, "row", tuple(_cells(document, first)), head) if head else None
    if match := HEADING.match(line):
        lines = _section(document, first, last)
        return Anatomy(document, subject, "heading", tuple(_regions(document, lines, match.end())))
    if match := ITEM.match(line):
        lines = item_lines(document, first, last)
        return Anatomy(document, subject, "item", tuple(_regions(document, lines, match.end())))
    if _QUOTE.match(line) or _HTML.match(line) or not line.strip():
        return None
    lines = [first]
    while lines[-1] < last and is_lazy(source.line(lines[-1] + 1)):
        lines.append(lines[-1] + 1)
    return Anatomy(document, subject, "paragraph", tuple(_regions(document, lines, len(line) - len(line.lstrip()))))


def is_lazy(line: str) -> bool:
    """Whether a line goes on with the paragraph above it, whatever its indent."""
    if not line.strip():
        return False
    parts = (ITEM, HEADING, RULE, FENCE, _QUOTE, _COMMENT)
    return not any(pattern.match(line) for pattern in parts) and "|" not in line[:2]


def item_lines(document: Document, first: int, last: int) -> list[int]:
    """The numbers of an item's lines up to a last one, with what is nested in it, without blank ones at its end."""
    source = document.source
    match = ITEM.match(source.line(first))
    indent = len((match["indent"] if match else "").expandtabs(4))
    lines = [first]
    blank = False
    for number in range(first + 1, last + 1):
        line = source.line(number)
        if not line.strip():
            blank = True
            continue
        width = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        # Markdown wants two or three blanks; many lists nest with one, and readers of lists take it.
        if width <= indent and (blank or not is_lazy(line)):
            break
        lines += range(lines[-1] + 1, number + 1)
        blank = False
    return lines


def _section(document: Document, first: int, last: int) -> list[int]:
    source = document.source
    lines = [first]
    for number in range(first + 1, last + 1):
        line = source.line(number)
        if RULE.match(line) or HEADING.match(line) or FENCE.match(line):
            break
        lines.append(number)
    while len(lines) > 1 and not source.line(lines[-1]).strip():
        lines.pop()
    return lines


def _regions(document: Document, lines: list[int], offset: int) -> Iterator[Region]:
    source = document.source
    for index, number in enumerate(lines):
        start, stop = source.start(number), source.end(number)
        text = document.text[start:stop]
        front = offset if index == 0 else len(text) - len(text.lstrip())
        end = start + len(text.rstrip())
        if index == 0 and HEADING.match(text):
            end = start + len(re.sub(r"[ \t]+#+$", "", text.rstrip()))
        yield Region(min(start + front, end), end, start, stop, source.start(number + 1))


def _is_row(document: Document, number: int) -> bool:
    return bool(_PIPE.search(document.source.line(number))) and _table_head(document, number) > 0


def _table_head(document: Document, number: int) -> int:
    """The line of the head of the table that a line is a row of; 0 for no row."""
    source = document.source
    above = number - 1
    while above > 1 and _PIPE.search(source.line(above)):
        if _DELIMITERS.fullmatch(source.line(above)) and "-" in source.line(above):
            return above - 1 if _PIPE.search(source.line(above - 1)) else 0
        above -= 1
    return 0


def _cells(document: Document, number: int) -> Iterator[Region]:
    """The cells of a row, those at its edges too."""
    source = document.source
    start = source.start(number)
    text = source.line(number)
    borders = [match.start() for match in _PIPE.finditer(text)]
    begins = 0 if not text.lstrip().startswith("|") else borders.pop(0) + 1
    ends = [*borders, len(text)] if not text.rstrip().endswith("|") or not borders else borders
    for place in ends:
        cell = text[begins:place]
        low = start + begins + len(cell) - len(cell.lstrip())
        high = start + begins + len(cell.rstrip())
        yield Region(
            min(low, start + place), max(high, min(low, high)), start + begins, start + place, start + place + 1
        )
        begins = place + 1


def header_cells(document: Document, head: int) -> list[str]:
    """The texts of the cells of a table's head."""
    return [document.text[region.start : region.end] for region in _cells(document, head)]
