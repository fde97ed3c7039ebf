"""The neutral outline that every reader gives: what a document is made of, whatever its format.

A reader turns text into an :class:`Outline`; one place (:mod:`paperdex.lists.assemble`) turns an outline into entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

BREAK = "\n"


class Span(NamedTuple):
    """A run of text in one dress. A line break is a span of its own, ``Span("\\n")``."""

    text: str
    url: str | None = None
    """Target, when the run is a link."""
    mark: str = ""
    """``strong``, ``emphasis``, ``code``, ``math`` (text with its dollars), ``image`` (text is the alternative; the
    target is the picture's) or ``badge`` (a link whose label is a picture; text is the alternative)."""
    line: int = 0
    """Line of its first character in the document, from 1; 0 where the reader doesn't say."""


Inline = tuple[Span, ...]


class Heading(NamedTuple):
    """A heading; level 1 is the outermost."""

    line: int
    level: int
    inline: Inline


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    line: int
    inline: Inline


class Item(NamedTuple):
    """A list item: its first text, and the blocks below it (further paragraphs, nested lists)."""

    line: int
    inline: Inline
    blocks: tuple[Block, ...] = ()
    number: int | None = None
    """Its number in an ordered list."""


class ItemList(NamedTuple):
    """The items of one list; they are neighbours."""

    line: int
    items: tuple[Item, ...]

    @property
    def is_flat(self) -> bool:
        """Whether nothing stands below its items."""
        return not any(item.blocks for item in self.items)

    @property
    def size(self) -> int:
        """How many items it has."""
        return len(self.items)


class Row(NamedTuple):
    """A table row."""

    line: int
    cells: tuple[Inline, ...]


class Table(NamedTuple):
    """A table: the names of its columns and its rows."""

    line: int
    header: tuple[Inline, ...]
    rows: tuple[Row, ...]


class Quote(NamedTuple):
    """A block quote."""

    line: int
    blocks: tuple[Block, ...]


class Rule(NamedTuple):
    """A horizontal rule, which ends what stands above it."""

    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of a format that has fields for everything (BibTeX, RIS, CSL-JSON, a row of CSV)."""

    line: int
    title: str
    names: tuple[str, ...] = ()
    """What may name the paper, best first: identifiers in any spelling, DOIs, addresses."""
    authors: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601, as precise as it is given."""
    venue: str | None = None
    note: str | None = None
    abstract: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    """Label and target of each."""
    topic: tuple[str, ...] = ()
    """The groups that it is in, below the headings that are open."""
    rating: int | None = None
    numbers: tuple[str, ...] = ()
    """What stands where nothing but identifiers of arXiv do: a number that is none is a broken one."""


Block = Heading | Paragraph | ItemList | Table | Quote | Rule | Record

Cut = tuple[int, str]
"""The line of something that was not read, or not to its end, and a sentence that tells what it is."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document: the title that it declares (front matter), and its blocks in order."""

    blocks: tuple[Block, ...]
    title: str | None = None
    cuts: tuple[Cut, ...] = ()


def plain_text(inline: Iterable[Span]) -> str:
    """The text of a run of spans without any dress, pictures left out."""
    return "".join([span.text for span in inline if span.mark not in {"image", "badge"}])


def has_link(inline: Iterable[Span]) -> bool:
    """Whether a run of spans links anything."""
    for span in inline:  # noqa: SIM110 - asked so often that what any() costs is felt
        if span.url:
            return True
    return False


def split_lines(inline: Inline) -> Iterator[Inline]:
    """The lines of a run of spans, as its breaks part them; empty lines are left out."""
    line: list[Span] = []
    for span in inline:
        if span.text == BREAK and span.url is None:
            if line:
                yield tuple(line)
            line = []
        else:
            line.append(span)
    if line:
        yield tuple(line)
