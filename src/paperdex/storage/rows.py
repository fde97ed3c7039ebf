"""What the library and the mirror hand out, apart from the core's own types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from paperdex.core.entries import Link, Topic
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Status, Suggestion
from paperdex.core.updates import Change
from paperdex.core.withdrawal import Withdrawal, withdrawal


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

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Whether the work is withdrawn, for sure or by a guess, and on what grounds."""
        return withdrawal(self.withdrawn, self.comment, self.abstract if self.source != "list" else None)


@dataclass(frozen=True, slots=True)
class CitedRow:
    """One entry as an export needs it, without its record."""

    list: str
    line: int
    title_in_list: str
    group: int
    """Number of the list where works are grouped by topic, else 0."""
    list_title: str | None
    heading: Topic
    """Path of the heading that it stands under; empty for none."""
    work: str | None
    """Key of the work; ``None`` when there is no work, or no record of it."""
    number: int
    """Of the work in this library; 0 for none."""
    cite_key: str | None
    date: str | None
    venue: str | None
    note: str | None
    links: tuple[Link, ...]
    named: str | None
    """Key of the work, with a record or without."""
    reason: str | None
    suggestion: str | None
    """The first of the works that are suggested."""


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
class UpdateRow:
    """One field of a work that became another one, by what a source said at one time and later."""

    work: str
    title: str
    """The work's title now."""
    at: str
    """When the change was seen, UTC, ISO 8601."""
    source: str
    """Who said it."""
    change: Change


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One work with everything that the library holds of it."""

    work: str
    cite_key: str | None
    record: BibliographicRecord | None
    """The best record, ``records[0]``, if any, with what only another source tells."""
    told_by: dict[str, str]
    """Who told a field of ``record`` that its own source does not, by the field's name."""
    records: tuple[BibliographicRecord, ...]
    """One for each source, best first."""
    entries: tuple[EntryRow, ...]
    gap: str | None
    """Why no source had a record, when they were asked."""
    updates: tuple[UpdateRow, ...]
    """What changed in it, latest first."""
    earlier: tuple[dict[str, Any], ...]
    """The records that were replaced by later ones, latest first, as ``show --format json`` prints a record."""


QueueKind: TypeAlias = Literal["work", "history", "title"]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thing that is still to be fetched."""

    kind: QueueKind
    key: str
    """The work's key, or the title in its normal form."""
    again: bool
    """To be asked for although there is a record: a refresh that was not finished."""
    since: str
    """Since when it has been waiting, UTC, ISO 8601."""
    tries: int
    """How often it was tried in vain."""
    tried: str | None
    reason: str | None
    """Why the last try was in vain."""
    due: str
    """Not to be tried before that, UTC, ISO 8601."""


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


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What goes with lists that are forgotten."""

    lists: tuple[str, ...]
    """Their paths."""
    entries: int
    works: tuple[str, ...]
    """Works that no other list names."""
    cite_keys: int
    """How many of these have a cite key."""
    ids: tuple[int, ...]
    """The lists, as the library numbers them."""
