"""Reading lists and their entries, before anything is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from paperdex.core.identifiers import Identifier, MalformedIdentifier

Topic = tuple[str, ...]
"""A heading path within a list, outermost first; empty for an entry above the first heading."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry: its label as written (may be empty) and its target."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One occurrence of a paper in a reading list."""

    line: int
    """Line of the entry's first character in the document, from 1."""
    title: str
    topic: Topic = ()
    identifiers: tuple[Identifier | MalformedIdentifier, ...] = ()
    """What names the paper, best first, without repetition; malformed ones are kept with their reason."""
    date: str | None = None
    """The date that the list gives: ``2017-06-08``, ``2017-06`` or ``2017``."""
    authors: tuple[str, ...] = ()
    venue: str | None = None
    rating: int | None = None
    note: str | None = None
    abstract: str | None = None
    links: tuple[Link, ...] = ()
    """Every link of the entry, in order, with its label."""
    mentions: tuple[str, ...] = ()
    """Keys of arXiv papers that the note or abstract mentions; they are not entries."""

    @property
    def arxiv(self) -> Identifier | None:
        """The arXiv identifier that names the paper, if one does."""
        return next((i for i in self.well_formed if i.scheme == "arxiv"), None)

    @property
    def well_formed(self) -> tuple[Identifier, ...]:
        """The identifiers that name a work, best first."""
        return tuple(i for i in self.identifiers if isinstance(i, Identifier))

    @property
    def malformed(self) -> tuple[MalformedIdentifier, ...]:
        """The identifiers of the entry that cannot be one, each with its reason."""
        return tuple(i for i in self.identifiers if isinstance(i, MalformedIdentifier))


@dataclass(frozen=True, slots=True)
class ReadingList:
    """One document, read: its entries in order, and every topic that it has, empty ones too."""

    path: str
    """Path or URL, as it was given."""
    format: str
    title: str | None = None
    entries: tuple[ListEntry, ...] = ()
    topics: tuple[Topic, ...] = ()
    """Every heading path in document order, those without entries too."""
    outside: tuple[str, ...] = ()
    """Keys of arXiv papers that the text names and that no entry has, in prose or code: told, so that none is lost."""
    warnings: tuple[str, ...] = ()
    """What the reader had to guess, such as the encoding."""
    topic_lines: tuple[int, ...] = ()
    """The line that each of the topics begins in."""
