"""One fetch while it runs: what it may do, what it was told, and what it has done so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.records import (
    DELETED_AT_ARXIV,
    UNKNOWN_TO_ARXIV,
    BibliographicRecord,
    combined,
    is_older_version,
    trust,
)
from paperdex.core.resolution import Resolution
from paperdex.core.updates import Change, changes_between
from paperdex.errors import SourceError
from paperdex.sources import SOURCES
from paperdex.sources.arxiv_lookup import MALFORMED
from paperdex.sources.base import Source
from paperdex.storage.library import Library
from paperdex.storage.rows import ListChanges, QueueKind
from paperdex.workflows.estimate import Estimate
from paperdex.workflows.fetching.wholeness import is_arxiv
from paperdex.workflows.progress import Progress
from paperdex.workflows.resolving import Resolver, named_work

Now = Callable[[], datetime]
TITLES_LAST = timedelta(days=1)
"""How long the answer to a title holds that named no paper for sure."""

_LONGEST_DUE = 86400
"""Seconds that something waits in the queue, however long a source wishes it to."""

WITH_VERSIONS = frozenset(row.name for row in SOURCES if row.versions)
BY_TITLE = frozenset(row.name for row in SOURCES if row.by_title)
FINAL = frozenset({UNKNOWN_TO_ARXIV, DELETED_AT_ARXIV, MALFORMED})
"""Reasons after which no further source is asked: arXiv itself says that there is no such paper."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What a fetch may do."""

    refresh: bool = False
    """Ask again for everything that the lists name."""
    max_age: int | None = None
    """Ask again for what is older, in days."""
    title_search: bool = True
    """Look titles up in network sources."""
    history: bool = False
    """Ask for every version of what the lists name, with its date."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which sources can be asked: those on this machine first, then those on the network."""

    local: Sequence[Source] = ()
    network: Sequence[Source] = ()
    paces: Mapping[str, float] = field(default_factory=dict)
    """Seconds between requests to a source on the network, by its name."""

    @property
    def all(self) -> tuple[Source, ...]:
        """Every source, in the order in which they are asked."""
        return (*self.local, *self.network)


@dataclass(slots=True)
class FetchedList:
    """One list while it is being fetched."""

    reading_list: ReadingList
    location: str
    resolutions: list[Resolution]
    """One for each entry of the list, in their order."""
    changes: ListChanges
    only: frozenset[int] | None = None
    """Positions of the entries that this run is about; ``None`` for all. The command line's list also holds those of
    earlier runs."""

    @property
    def works(self) -> tuple[str, ...]:
        """Distinct works that the entries name for sure, in order."""
        return tuple(dict.fromkeys(resolution.work for _, resolution in self.pairs() if resolution.work is not None))

    def pairs(self) -> Iterator[tuple[ListEntry, Resolution]]:
        """Each entry that this run is about, with what became of it."""
        for position, pair in enumerate(zip(self.reading_list.entries, self.resolutions, strict=True)):
            if self.only is None or position in self.only:
                yield pair


class Run:
    """The state that the steps of a fetch share, and what several of them do with it."""

    def __init__(
        self, library: Library, home: Path, reach: Reach, options: FetchOptions, now: Now, progress: Progress
    ) -> None:
        self.library = library
        self.home = home
        self.reach = reach
        self.options = options
        self.now = now
        self.progress = progress
        self.start = self.time()
        self.too_old = self.time(timedelta(days=options.max_age)) if options.max_age is not None else None
        self.resolver = Resolver(library, reach.local, sorted(BY_TITLE))
        self.lists: list[FetchedList] = []
        self.asked: dict[str, set[str]] = {source.name: set() for source in reach.all}
        self.fetched: dict[str, str] = {}
        """Works that got a record in this run, and the source that gave it."""
        self.given: set[str] = set()
        """Works that a network source gave a record of in this run, be it the same as before."""
        self.reasons: dict[str, dict[str, str]] = {source.name: {} for source in reach.all}
        """Why a source that was asked for a work gave no record of it."""
        self.same: set[str] = set()
        """Works that a source was asked for again in this run, and whose record is the same."""
        self.down: dict[str, SourceError] = {}
        self.unanswered: dict[str, str] = {}
        """Keys of titles that have no usable answer while others have, with the reason."""
        self.owed: dict[str, set[str]] = {}
        """Works that a source which is down was not asked for, or did not answer."""
        self.again: set[str] = set()
        """Works that network sources are asked for although there is a record: to make it new, or for its history."""
        self.tried: set[tuple[QueueKind, str]] = set()
        """What was tried in vain in this run, and is noted so in the queue."""
        self.updates: dict[str, tuple[Change, ...]] = {}
        """What changed in works by this run."""
        self.estimate: Estimate | None = None

    def time(self, ago: timedelta = timedelta()) -> str:
        """Now, or so long ago: UTC, ISO 8601."""
        return (self.now().astimezone(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%SZ")

    def named_works(self) -> list[str]:
        """The arXiv works that these lists name, also those that arXiv does not know."""
        named = (named_work(entry) or resolution.work for each in self.lists for entry, resolution in each.pairs())
        return [work for work in dict.fromkeys(named) if work and is_arxiv(work)]

    def is_final(self, work: str) -> bool:
        """Whether arXiv itself said in this run that there is no such paper."""
        return any(reasons.get(work) in FINAL for reasons in self.reasons.values())

    def resolve_again(self, each: FetchedList) -> None:
        """Resolve the entries of a list with what is at hand now, and store what became of them."""
        resolutions = self.resolver.resolve_all(each.reading_list.entries)
        changed = {p: new for p, (old, new) in enumerate(zip(each.resolutions, resolutions, strict=True)) if old != new}
        self.library.update_resolutions(each.location, changed, at=self.time())
        each.resolutions = resolutions

    def keep(self, records: Iterable[BibliographicRecord]) -> None:
        """Store records, and note which works they are new for, and what changed in others."""
        records = list(records)
        before = self.library.all_records(record.work for record in records)
        refresh = self.options.refresh or self.too_old is not None
        self.library.save_records(records, refresh=refresh, begun=self.start)
        for record in records:
            # Its source's own record: the one that is shown may have more from another source.
            old = next((each for each in before.get(record.work, ()) if each.source == record.source), None)
            if old is None or not (is_older_version(record, old) or replace(old, retrieved=record.retrieved) == record):
                best = min(self.fetched.get(record.work, record.source), record.source, key=trust)
                self.fetched[record.work] = best
            else:
                self.same.add(record.work)
        for work, new in self.library.records(before).items():
            old = combined(before[work])[0]
            changes = changes_between(old, new)
            if changes and old.retrieved <= self.start:
                self.updates[work] = (*self.updates.get(work, ()), *changes)

    def note_failures(self, kind: QueueKind, reasons: dict[str, str], retry_after: float | None = None) -> None:
        """Note in the queue what was tried in vain, once a run; what it was first tried at gives the reason."""
        new = {key: reason for key, reason in reasons.items() if (kind, key) not in self.tried}
        self.tried.update((kind, key) for key in new)
        due = self.time(-timedelta(seconds=min(retry_after or 0, _LONGEST_DUE)))
        self.library.queue.fail(kind, new, at=self.time(), due=due)
