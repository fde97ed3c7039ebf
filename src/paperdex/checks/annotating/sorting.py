"""Entries brought into order, whole and among their neighbours; nothing else moves.

A block is a run of items of one indent, or of rows of one table, under one topic, with nothing but blank lines between
them. What stands between two entries stays where it is, and so do the numbers of a numbered list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from paperdex.checks.annotating.anatomy import ITEM, dissect, item_lines
from paperdex.checks.annotating.planning import Left
from paperdex.checks.base import Edit
from paperdex.checks.document import Document, Subject
from paperdex.core.text import clean_text, fold

Order = Literal["date", "title"]
_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry with what is nested in it: where it begins, behind its number, and where its last line ends."""

    start: int
    end: int
    indices: tuple[int, ...]
    """The entry, and those nested in it."""
    line: int
    last_line: int
    is_fixed: bool = False
    """Whether it is of a kind that is not moved."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """A block of entries in its new order."""

    pieces: tuple[Piece, ...]
    """As they stand."""
    places: tuple[int, ...]
    """Which of them comes first, second ..."""
    text: str

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What puts each entry into the place of another."""
        return tuple(
            Edit(here.start, here.end, self.text[self.pieces[place].start : self.pieces[place].end])
            for here, place in zip(self.pieces, self.places, strict=True)
            if here is not self.pieces[place]
        )

    @property
    def moved(self) -> int:
        """How many entries stand elsewhere afterwards."""
        return sum(place != index for index, place in enumerate(self.places))

    @property
    def indices(self) -> tuple[int, ...]:
        """The entries of the block, as they stand."""
        return tuple(index for piece in self.pieces for index in piece.indices)

    def sort(self, entries: list[int]) -> None:
        """Bring the entries of a list into the order of this block, in place."""
        own = [entries[index] for place in self.places for index in self.pieces[place].indices]
        entries[self.indices[0] : self.indices[-1] + 1] = own


def sorting(
    document: Document, order: Order, dates: Sequence[str], *, reverse: bool = False
) -> Iterator[Sorting | Left]:
    """The blocks of a document that are not in order; ``dates`` are those of the records, for entries without one."""
    for block in _blocks(document):
        keys = [_key(document.subjects[piece.indices[0]], order, dates) for piece in block]
        having = sorted(
            (place for place, key in enumerate(keys) if key), key=lambda place: keys[place], reverse=reverse
        )
        places = [*having, *(place for place, key in enumerate(keys) if not key)]
        if places == list(range(len(block))):
            continue
        if block[0].is_fixed:
            yield Left(block[0].indices[0], "papers with headings or paragraphs of their own are not moved")
        else:
            yield Sorting(tuple(block), tuple(places), document.text)


def _key(subject: Subject, order: Order, dates: Sequence[str]) -> str:
    """What an entry is sorted by; empty for one without, which comes last."""
    if order == "title":
        return _WORDS.sub(" ", fold(clean_text(subject.entry.title))).strip()
    own, known = subject.entry.date or "", dates[subject.index]
    return known if known.startswith(own) else own


def _blocks(document: Document) -> Iterator[list[Piece]]:
    """Runs of neighbours, two entries at least."""
    block: list[Piece] = []
    kind: tuple[object, ...] = ()
    for piece, new in _pieces(document):
        if block and (new != kind or _between(document, block[-1], piece)):
            yield from [block] if len(block) > 1 else []
            block = []
        block.append(piece)
        kind = new
    yield from [block] if len(block) > 1 else []


def _between(document: Document, above: Piece, below: Piece) -> bool:
    """Whether something stands between two entries."""
    if above.is_fixed:
        return False
    text = document.text[document.source.start(above.last_line + 1) : document.source.start(below.line)]
    return bool(text.strip()) or above.indices[-1] + 1 != below.indices[0]


def _inside(subjects: Sequence[Subject], first: int, last_line: int) -> list[int]:
    """The entries from one on that begin no later than in a line."""
    end = first
    while end < len(subjects) and subjects[end].entry.line <= last_line:
        end += 1
    return list(range(first, end))


def _pieces(document: Document) -> Iterator[tuple[Piece, tuple[object, ...]]]:
    """The entries that can be moved, each with what its neighbours have to share with it."""
    source = document.source
    subjects = document.subjects
    number = 0
    while number < len(subjects):
        subject = subjects[number]
        line = subject.entry.line
        if line > 1 and "paperdex:" in source.line(line - 1):  # a remark about this entry, which it must not leave
            number += 1
            continue
        match = ITEM.match(source.line(line))
        if match:
            lines = item_lines(document, line, source.line_count)
            inside = _inside(subjects, number, lines[-1])
            kind: tuple[object, ...] = ("item", match["indent"], match["marker"][-1], subject.entry.topic)
            topics = {subjects[index].entry.topic for index in inside}
            if len(topics) > 1 or any(line <= each <= lines[-1] for each in document.list.topic_lines):
                number += 1
                continue
            start = source.start(line) + match.end("marker" if match["marker"][0].isdigit() else "indent")
            yield Piece(start, source.end(lines[-1]), tuple(inside), line, lines[-1]), kind
            number += len(inside)
            continue
        anatomy = dissect(document, subject)
        if anatomy is not None and anatomy.kind == "row":
            inside = _inside(subjects, number, line)
            start, end = source.start(line), source.end(line)
            yield Piece(start, end, tuple(inside), line, line), ("row", anatomy.table, subject.entry.topic)
            number += len(inside)
            continue
        yield Piece(0, 0, (number,), line, line, is_fixed=True), ("fixed", subject.entry.topic)
        number += 1
