"""What a fetch did, as values: the summary that people read, the JSON that programs read, and the exit code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from paperdex.core.entries import ListEntry
from paperdex.core.resolution import Resolution
from paperdex.core.updates import Change
from paperdex.errors import SourceError
from paperdex.sources import SOURCES
from paperdex.storage.rows import ListChanges
from paperdex.workflows.estimate import Estimate
from paperdex.workflows.waiting import Waiting


def called(source: str) -> str:
    """A source's name as people write it."""
    return next((row.title for row in SOURCES if row.name == source), source)


@dataclass(frozen=True, slots=True)
class ListReport:
    """One list: what is in it, and how it differs from its last reading."""

    path: str
    title: str | None
    entries: int
    works: int
    """Distinct works that its entries name."""
    changes: ListChanges
    outside: int = 0
    """arXiv papers that its text names outside of entries."""


@dataclass(frozen=True, slots=True)
class EntryReport:
    """An entry that is not resolved for sure."""

    path: str
    entry: ListEntry
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class WorkReport:
    """A work, with what there is to tell of it: what its record lacks, why it has none, or what changed in it."""

    work: str
    title: str
    missing: tuple[str, ...] = ()
    reason: str = ""
    changes: tuple[Change, ...] = ()
    """What is other than before."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """Everything that a fetch did and left undone."""

    lists: tuple[ListReport, ...] = ()
    works: int = 0
    """Distinct works that the lists name."""
    known: int = 0
    """Works whose record was complete before."""
    fetched: tuple[tuple[str, int], ...] = ()
    """Works that got a record in this run, by the source that gave it."""
    unchanged: int = 0
    """Works that were asked for once more, and whose record is the same."""
    suggested: tuple[EntryReport, ...] = ()
    unresolved: tuple[EntryReport, ...] = ()
    beside: tuple[EntryReport, ...] = ()
    """Entries that name a page of their own, while a paper with a title like theirs is known."""
    partial: tuple[WorkReport, ...] = ()
    """Works whose record lacks something that arXiv has."""
    missing: tuple[WorkReport, ...] = ()
    """Works without any record."""
    stale: tuple[WorkReport, ...] = ()
    """Works that were asked for again in vain, and keep the record that they had."""
    changed: tuple[WorkReport, ...] = ()
    """Works that are other than before: a new version, another title ..."""
    withdrawn: tuple[WorkReport, ...] = ()
    """Works that are withdrawn, or seem to be, with the grounds."""
    histories: int = 0
    """Works whose versions are known, where they were asked for."""
    waiting: Waiting = field(default_factory=Waiting)
    """What is still to be fetched, of all lists of the library."""
    retried: bool = False
    """Whether this was about what was waiting only."""
    stored: bool = False
    """Whether the lists are those of the library, as they were read last."""
    errors: tuple[SourceError, ...] = ()
    warnings: tuple[str, ...] = ()
    offline: bool = False
    planned: tuple[str, ...] | None = None
    """In a dry run: the works that would be asked for."""
    searches: int = 0
    """In a dry run: the titles that would be looked up."""
    estimate: Estimate | None = None
    """In a dry run: what that would take."""

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something was left undone, 3 a source could not be reached; a dry run leaves nothing undone."""
        if self.planned is not None:
            return 0
        if self.errors:
            return 3
        return 1 if self.suggested or self.unresolved or self.partial or self.missing or self.stale else 0

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, for ``fetch --format json``."""
        return {
            "lists": [asdict(reading_list) for reading_list in self.lists],
            "works": self.works,
            "known": self.known,
            "fetched": dict(self.fetched),
            "unchanged": self.unchanged,
            "suggested": [_entry_json(report) for report in self.suggested],
            "unresolved": [_entry_json(report) for report in self.unresolved],
            "beside": [_entry_json(report) for report in self.beside],
            "partial": [asdict(work) for work in self.partial],
            "missing": [asdict(work) for work in self.missing],
            "stale": [asdict(work) for work in self.stale],
            "changed": [asdict(work) for work in self.changed],
            "withdrawn": [asdict(work) for work in self.withdrawn],
            "histories": self.histories,
            "waiting": {
                name: getattr(self.waiting, name) for name in ("works", "histories", "titles", "reason", "due")
            },
            "errors": [{"source": e.source, "status": e.status, "message": e.message} for e in self.errors],
            "warnings": list(self.warnings),
            "offline": self.offline,
            "planned": None if self.planned is None else list(self.planned),
            "searches": self.searches,
            "estimate": None if self.estimate is None else _estimate_json(self.estimate),
            "exit_code": self.exit_code,
        }


def _estimate_json(estimate: Estimate) -> dict[str, Any]:
    return {"requests": estimate.requests, "seconds": round(estimate.seconds)}


def _entry_json(report: EntryReport) -> dict[str, Any]:
    return {
        "list": report.path,
        "line": report.entry.line,
        "title": report.entry.title,
        "identifiers": [str(identifier) for identifier in report.entry.well_formed],
        "reason": report.resolution.reason,
        "malformed": [{"raw": bad.raw, "reason": bad.reason} for bad in report.entry.malformed],
        "suggestions": [asdict(suggestion) for suggestion in report.resolution.suggestions],
    }
