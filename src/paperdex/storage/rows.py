"""What the library and the mirror hand out, apart from the core's own types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from paperdex.core.entries import Link, Topic
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Status, Suggestion


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry with its work's best record: what ``list --format jsonl`` prints, and what other views need."""

    list: str
    """Path or URL of the list, as it was given."""
    line: int
    topic: Topic
    status: Status
    id: str | None
    """Key of the work; ``None`` for an entry that is not resolved."""
    title: str
    """The record's title, else the list's."""
    title_in_list: str
    authors: tuple[str, ...]
    """The record's authors, else the list's."""
    abstract: str | None
    """The record's abstract, else the list's."""
    submitted: str | None
    updated: str | None
    version: int | None
    primary_category: str | None
    categories: tuple[str, ...]
    comment: str | None
    journal_ref: str | None
    doi: str | None
    """The record's DOI, else the first that the list gives."""
    venue: str | None
    rating: int | None
    note: str | None
    links: tuple[Link, ...]
    url: str | None
    """The page of the work: arXiv's abstract page, the DOI's, or the address that names it."""
    reason: str | None
    date: str | None
    """The date that the list gives."""
    suggestions: tuple[Suggestion, ...]
    source: str | None
    """Who gave the record; ``None`` when there is none."""
    missing: tuple[str, ...]
    """As :attr:`BibliographicRecord.missing`; ``("record",)`` for a work without a record, empty without a work."""
    cite_key: str | None
    identifiers: tuple[str, ...]
    """Well-formed identifiers as ``arxiv:1706.02677``, in the list's order, without versions."""
    mentions: tuple[str, ...]
    location: str
    """Identity of the list in this library."""
    position: int
    """Of the entry in its list, from 0."""
    withdrawn: bool | None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One heading path of one list, with its entries counted."""

    list: str
    location: str
    topic: Topic
    """Empty for the entries above the first heading."""
    own: int
    """Entries right under this heading."""
    total: int
    """Entries under this heading and the ones below it."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One work with everything that the library holds of it."""

    work: str
    cite_key: str | None
    record: BibliographicRecord | None
    """The best record: ``records[0]``, if any."""
    records: tuple[BibliographicRecord, ...]
    """One for each source, best first."""
    entries: tuple[EntryRow, ...]
    gap: str | None
    """Why no source had a record, when they were asked."""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """How a list differs from its last reading; the titles are the list's."""

    added: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    """Under another topic than before."""
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    """Entries under the same topic as before; lines that shifted don't count."""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the records that were handed in."""

    new: int = 0
    changed: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        """How many records were handed in."""
        return self.new + self.changed + self.same

    def __add__(self, other: ImportCounts) -> ImportCounts:
        return ImportCounts(self.new + other.new, self.changed + other.changed, self.same + other.same)


@dataclass(frozen=True, slots=True)
class MirrorImport:
    """One import into the mirror."""

    origin: str
    """File or service that the records came from."""
    at: str
    """When it began, UTC, ISO 8601."""
    counts: ImportCounts
    finished: bool
    """False for one that was interrupted; its batches are kept, and running it again goes on."""


@dataclass(frozen=True, slots=True)
class MirrorStatus:
    """What the mirror holds."""

    path: Path
    papers: int
    oldest: str | None
    """Earliest date of a first version, ISO 8601."""
    newest: str | None
    size: int
    """Of the file, in bytes."""
    last_import: MirrorImport | None
