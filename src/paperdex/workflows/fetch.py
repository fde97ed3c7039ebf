"""The main job: read lists, resolve their entries, fetch what the library lacks, and store it batch by batch.

The order keeps a killed run harmless. First the lists, with everything that identifiers and records at hand resolve;
then records by identifier, the mirror first, and of the network sources each for what those before it could not give;
then titles, several to a request. Each step is stored before the next begins, so running again goes on from there and
asks for nothing twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.core.matching import title_keys
from paperdex.core.records import DELETED_AT_ARXIV, UNKNOWN_TO_ARXIV, Answer, BibliographicRecord, trust
from paperdex.core.resolution import Resolution
from paperdex.core.updates import Change, changes_between
from paperdex.errors import SourceError, UsageError
from paperdex.sources import SOURCES
from paperdex.sources.arxiv_lookup import MALFORMED
from paperdex.sources.base import Source, TitleSource
from paperdex.storage.connect import exists
from paperdex.storage.filters import Filters
from paperdex.storage.library import Library
from paperdex.storage.locations import COMMAND_LINE, list_location
from paperdex.storage.queries import LibraryReader
from paperdex.storage.rows import ListChanges, QueueKind
from paperdex.workflows.documents import Inputs, command_line_list
from paperdex.workflows.estimate import Estimate, estimate
from paperdex.workflows.progress import Asked, Progress, Silent
from paperdex.workflows.reports import EntryReport, FetchReport, ListReport, WorkReport, called
from paperdex.workflows.resolving import Resolver, facts_of_list, named_work, needs_title
from paperdex.workflows.waiting import Waiting, waiting_in, waiting_lists

Now = Callable[[], datetime]
TITLES_LAST = timedelta(days=1)
"""How long the answer to a title holds that named no paper for sure."""

_LONGEST_DUE = 86400
"""Seconds that something waits in the queue, however long a source wishes it to."""

_WITH_VERSIONS = frozenset(row.name for row in SOURCES if row.versions)
_BY_TITLE = frozenset(row.name for row in SOURCES if row.by_title)
_FINAL = frozenset({UNKNOWN_TO_ARXIV, DELETED_AT_ARXIV, MALFORMED})
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
class _List:
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


def _utc_now() -> datetime:
    return datetime.now(UTC)


def fetch(
    inputs: Inputs,
    library: Path,
    reach: Reach,
    options: FetchOptions,
    *,
    now: Now = _utc_now,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch lists and identifiers into a library.

    Raises StorageError when the library can't be used, UsageError for a history that no source can tell. What a source
    could not answer is in the report, never raised.
    """
    if options.history and not any(source.name in _WITH_VERSIONS for source in reach.network):
        raise UsageError(
            "nobody can be asked for the versions of papers: arXiv's OAI-PMH is turned off.",
            tip="Set PAPERDEX_ARXIV_OAI to its address, and have PAPERDEX_SOURCES name it.",
        )
    with Library.open(library) as opened:
        return _Fetch(opened, library, reach, options, now, progress or Silent()).run(inputs)


def retry(
    library: Path, reach: Reach, options: FetchOptions, *, now: Now = _utc_now, progress: Progress | None = None
) -> FetchReport:
    """Fetch what is waiting in a library from earlier runs and is due, and nothing else; reads no list anew.

    Raises StorageError when the library can't be used.
    """
    with Library.open(library) as opened:
        return _Fetch(opened, library, reach, options, now, progress or Silent()).run_again()


def plan(inputs: Inputs, library: Path, reach: Reach, options: FetchOptions, *, now: Now = _utc_now) -> FetchReport:
    """What a fetch would ask of the network and change in the library, told without doing either.

    The fetch is done on a copy of the library, without the network, and the copy thrown away.
    """
    with TemporaryDirectory(prefix="paperdex-") as folder:
        copy = Path(folder) / "library.db"
        if exists(library):
            with LibraryReader.open(library) as original:
                original.copy_to(copy)
        with Library.open(copy) as opened:
            job = _Fetch(opened, library, Reach(local=reach.local), options, now, Silent())
            report = job.run(inputs)
            return replace(
                report,
                fetched=tuple((source, count) for source, count in report.fetched if source != "list"),
                missing=(),
                waiting=Waiting(),
                planned=job.asked_of_network(),
                searches=job.titles_to_search(),
                estimate=estimate(len(job.asked_of_network()), job.titles_to_search(), reach.network, reach.paces),
            )


class _Fetch:
    """One fetch, step by step."""

    def __init__(
        self, library: Library, home: Path, reach: Reach, options: FetchOptions, now: Now, progress: Progress
    ) -> None:
        self._library = library
        self._home = home
        self._reach = reach
        self._options = options
        self._now = now
        self._progress = progress
        self._start = self._time()
        self._too_old = self._time(timedelta(days=options.max_age)) if options.max_age is not None else None
        self._resolver = Resolver(library, reach.local, sorted(_BY_TITLE))
        self._lists: list[_List] = []
        self._asked: dict[str, set[str]] = {source.name: set() for source in reach.all}
        self._fetched: dict[str, str] = {}
        """Works that got a record in this run, and the source that gave it."""
        self._given: set[str] = set()
        """Works that a network source gave a record of in this run, be it the same as before."""
        self._reasons: dict[str, dict[str, str]] = {source.name: {} for source in reach.all}
        """Why a source that was asked for a work gave no record of it."""
        self._same: set[str] = set()
        """Works that a source was asked for again in this run, and whose record is the same."""
        self._down: dict[str, SourceError] = {}
        self._unanswered: dict[str, str] = {}
        """Keys of titles that have no usable answer while others have, with the reason."""
        self._owed: dict[str, set[str]] = {}
        """Works that a source which is down was not asked for, or did not answer."""
        self._again: set[str] = set()
        """Works that network sources are asked for although there is a record: to make it new, or for its history."""
        self._tried: set[str] = set()
        """What was tried in vain in this run, and is noted so in the queue."""
        self._updates: dict[str, tuple[Change, ...]] = {}
        """What changed in works by this run."""
        self._estimate: Estimate | None = None

    def run(self, inputs: Inputs) -> FetchReport:
        """Do it all, and say what was done and what was left."""
        self._store_lists(inputs)
        self._fetch_all()
        return self._report(inputs.warnings)

    def run_again(self) -> FetchReport:
        """Do what is waiting and due, and say what was done and what was left."""
        for stored in waiting_lists(self._library, due=self._start):
            self._lists.append(
                _List(stored.reading_list, stored.location, stored.resolutions, ListChanges(), stored.waiting)
            )
        self._fetch_all()
        named = {key for each in self._lists for entry, _ in each.pairs() for key in title_keys(entry.title)[:1]}
        due = {row.key for row in self._library.queued("title") if row.due <= self._start}
        self._library.queue.remove("title", due - named)
        return replace(self._report(()), retried=True)

    def _fetch_all(self) -> None:
        works = self._named_works()
        if self._options.refresh:
            self._again.update(works)
        self._again.update(row.key for row in self._library.queued("work", works) if row.again)
        self._fetch_records()
        if self._options.history and self._fetch_histories():
            self._fetch_records()
        if self._search_titles():
            self._fetch_records()
        self._keep_facts_of_lists()
        sure = [entry for each in self._lists for entry, resolution in each.pairs() if _is_sure(resolution)]
        self._library.queue.remove("title", (key for entry in sure for key in title_keys(entry.title)[:1]))

    def _time(self, ago: timedelta = timedelta()) -> str:
        return (self._now().astimezone(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%SZ")

    # -- lists -------------------------------------------------------------------------------------------------------

    def _store_lists(self, inputs: Inputs) -> None:
        self._progress.begin("Reading lists", len(inputs.lists))
        known = self._known_lists()
        for reading_list, data in inputs.lists:
            location = list_location(reading_list.path, self._home)
            # A README without papers in a folder of lists is no list; one that had papers before now has none.
            if reading_list.entries or location in known:
                self._lists.append(self._store_list(reading_list, location, data))
            self._progress.advance()
        self._progress.end()
        if inputs.identifiers:
            # One transaction: another process may add identifiers to the same list.
            with self._library.transaction():
                given = command_line_list((*self._given_before(), *inputs.identifiers))
                stored = self._store_list(given, COMMAND_LINE, repr(given.entries).encode())
            works = {each.work for each in inputs.identifiers}
            only = frozenset(p for p, entry in enumerate(given.entries) if named_work(entry) in works)
            self._lists.append(replace(stored, only=only))

    def _store_list(self, reading_list: ReadingList, location: str, data: bytes) -> _List:
        resolutions = self._resolver.resolve_all(reading_list.entries)
        changes = self._library.replace_list(
            reading_list,
            location=location,
            sha256=hashlib.sha256(data).hexdigest(),
            read_at=self._start,
            resolutions=resolutions,
        )
        return _List(reading_list, location, resolutions, changes)

    def _known_lists(self) -> frozenset[str]:
        return frozenset(row["location"] for row in self._library.lists())

    def _given_before(self) -> list[Identifier]:
        """The identifiers that were given directly in earlier runs."""
        if COMMAND_LINE not in self._known_lists():
            return []
        rows = self._library.entries(Filters(from_list=COMMAND_LINE))
        parsed = [parse_identifier(identifier) for row in rows for identifier in row.identifiers]
        return [identifier for identifier in parsed if isinstance(identifier, Identifier)]

    def _resolve_again(self, each: _List) -> None:
        resolutions = self._resolver.resolve_all(each.reading_list.entries)
        changed = {p: new for p, (old, new) in enumerate(zip(each.resolutions, resolutions, strict=True)) if old != new}
        self._library.update_resolutions(each.location, changed, at=self._time())
        each.resolutions = resolutions

    # -- records -----------------------------------------------------------------------------------------------------

    def _named_works(self) -> list[str]:
        """The arXiv works that these lists name, also those that arXiv does not know."""
        named = (named_work(entry) or resolution.work for each in self._lists for entry, resolution in each.pairs())
        return [work for work in dict.fromkeys(named) if work and _is_arxiv(work)]

    def _wanted(self) -> list[str]:
        """arXiv works of these lists that have no record, or one that is partial or too old, or is to be made new.

        One that arXiv does not know is asked for again with ``refresh``, or when that answer is too old.
        """
        works = self._named_works()
        records = self._library.records(works)
        unknown = self._library.gaps(works, since=self._too_old or "")
        return [
            work
            for work in works
            if work in self._again or (work not in unknown and self._can_be_better(records.get(work)))
        ]

    def _can_be_better(self, record: BibliographicRecord | None) -> bool:
        if record is None or (self._too_old is not None and record.retrieved < self._too_old):
            return True
        return not _is_whole(record)

    def _fetch_records(self) -> None:
        has_asked = False
        wanted = self._wanted()
        records = self._library.records(wanted)
        again = [work for work in wanted if work in self._again or _is_whole(records.get(work))]
        # Before anything is asked: whatever happens from here on, a later run knows what this one wanted.
        with self._library.transaction():
            self._library.queue.add("work", wanted, at=self._start)
            self._library.queue.add("work", again, at=self._start, again=True)
        for source in self._reach.all:
            wanted = self._wanted_of(source)
            if wanted and source.name not in self._down:
                self._expect(source, len(wanted))
                self._ask(source, wanted)
                has_asked = True
        # What has just come may answer for a title; without it the entries are as they were a moment ago.
        for each in self._lists if has_asked else ():
            self._resolve_again(each)

    def _wanted_of(self, source: Source) -> list[str]:
        """The works that a source has to be asked for; one on the network, only for what no better one has given."""
        wanted = [work for work in self._wanted() if work not in self._asked[source.name]]
        if source in self._reach.local:
            return wanted
        records = self._library.records(wanted)
        return [work for work in wanted if not self._is_final(work) and _may_better(source.name, records.get(work))]

    def _is_final(self, work: str) -> bool:
        """Whether arXiv itself said in this run that there is no such paper."""
        return any(reasons.get(work) in _FINAL for reasons in self._reasons.values())

    def _expect(self, source: Source, works: int) -> None:
        """Before the first request, tell what is ahead, where that takes long."""
        if self._estimate is None and source not in self._reach.local:
            of_versions = [
                each for each in self._reach.network if each.name in _WITH_VERSIONS and self._options.history
            ]
            self._estimate = estimate(
                works,
                self.titles_to_search(),
                self._reach.network,
                self._reach.paces,
                histories=len(self._histories_of(of_versions[0])) if of_versions else 0,
            )
            if self._estimate.is_long:
                self._progress.expect(self._estimate)

    def _ask(self, source: Source, works: Sequence[str]) -> None:
        what = f"{len(works)} {'record' if len(works) == 1 else 'records'}"
        asked = None if source in self._reach.local else Asked(called(source.name), "records")
        self._progress.begin(f"Asking {called(source.name)} for {what}", len(works), asked)
        try:
            for start in range(0, len(works), source.batch):
                batch = works[start : start + source.batch]
                self._progress.batch(len(batch))
                answer = source.lookup([Identifier("arxiv", work) for work in batch])
                self._take(source, answer)
                self._progress.advance(len(answer.records) + len(answer.unknown))
                if answer.failure is not None:
                    raise answer.failure
        except SourceError as error:
            self._down[source.name] = error
            owed = set(works) - self._asked[source.name]
            self._owed[source.name] = owed
            self._note_failures("work", dict.fromkeys(owed, f"{called(source.name)} {error.reason}"), error.retry_after)
        finally:
            self._progress.end()

    def _take(self, source: Source, answer: Answer) -> None:
        """Store an answer, and take out of the queue what it settles: both, or neither."""
        answered = {record.work for record in answer.records} | answer.unknown.keys()
        self._asked[source.name].update(answered)
        if source not in self._reach.local:
            self._given.update(record.work for record in answer.records)
        self._reasons[source.name] |= answer.unknown
        unknown = {work: reason for work, reason in answer.unknown.items() if reason == UNKNOWN_TO_ARXIV}
        with self._library.transaction():
            self._keep(answer.records)
            self._library.save_gaps(unknown, source.name, self._time())
            records = self._library.records(answered)
            self._library.queue.remove("work", [w for w in answered if self._is_settled(w, records.get(w))])
        if source not in self._reach.local:
            self._note_failures("work", {w: why for w, why in answer.unknown.items() if not self._is_final(w)})

    def _is_settled(self, work: str, record: BibliographicRecord | None) -> bool:
        """Whether nothing is left to be asked for a work: its record is whole, or arXiv says that there is none."""
        if self._is_final(work):
            return True
        return not self._can_be_better(record) and (work in self._given or work not in self._again)

    def _note_failures(self, kind: QueueKind, reasons: dict[str, str], retry_after: float | None = None) -> None:
        """Note in the queue what was tried in vain, once a run; what it was first tried at gives the reason."""
        new = {key: reason for key, reason in reasons.items() if key not in self._tried}
        self._tried.update(new)
        due = self._time(-timedelta(seconds=min(retry_after or 0, _LONGEST_DUE)))
        self._library.queue.fail(kind, new, at=self._time(), due=due)

    def _fetch_histories(self) -> bool:
        """Ask for the versions of works; returns whether one of them has a later version than its record.

        Sources that tell versions tell them with the record: they are asked for what has none yet, or an older one.
        """
        for source in self._reach.network:
            if source.name not in _WITH_VERSIONS or source.name in self._down:
                continue
            wanted = self._histories_of(source)
            if wanted:
                self._expect(source, 0)
                self._ask(source, wanted)
        return any(_is_overtaken(record) for record in self._library.records(self._named_works()).values())

    def _histories_of(self, source: Source) -> list[str]:
        """The works whose versions a source has to be asked for."""
        works = self._named_works()
        records = self._library.records(works)
        return [
            work
            for work in works
            if work not in self._asked[source.name]
            and not self._is_final(work)
            and (self._options.refresh or _lacks_versions(records.get(work)))
        ]

    def _keep(self, records: Iterable[BibliographicRecord]) -> None:
        records = list(records)
        before = self._library.records(record.work for record in records)
        self._library.save_records(records, refresh=self._options.refresh or self._too_old is not None)
        for record in records:
            old = before.get(record.work)
            if old is None or replace(old, retrieved=record.retrieved) != record:
                self._fetched[record.work] = record.source
            else:
                self._same.add(record.work)
        for work, new in self._library.records(before).items():
            changes = changes_between(before[work], new)
            if changes:
                self._updates[work] = (*self._updates.get(work, ()), *changes)

    # -- titles ------------------------------------------------------------------------------------------------------

    def titles_to_search(self) -> int:
        """How many titles network sources would have to be asked for."""
        return len(self._unsearched()) if self._options.title_search else 0

    def asked_of_network(self) -> tuple[str, ...]:
        """The works that network sources would have to be asked for."""
        return tuple(self._wanted())

    def _unsearched(self) -> dict[str, ListEntry]:
        """Entries whose titles have still to be looked up, one for each key of a title."""
        return {
            title_keys(entry.title)[0]: entry
            for each in self._lists
            for entry, resolution in each.pairs()
            if needs_title(entry) and not _is_sure(resolution) and not self._is_searched(entry.title)
        }

    def _is_searched(self, title: str) -> bool:
        """Whether a title has been looked up lately; arXiv's answers change once a day."""
        if self._options.refresh or self._library.queued("title", title_keys(title)[:1]):
            return False
        return self._resolver.is_searched(title, since=self._too_old or self._time(TITLES_LAST))

    def _search_titles(self) -> bool:
        """Look titles up; returns whether an entry is resolved otherwise than before."""
        entries = self._unsearched() if self._options.title_search else {}
        self._library.queue.add("title", entries, at=self._start)
        sources = [s for s in self._reach.network if s.name in _BY_TITLE and s.name not in self._down]
        if not entries or not sources:
            return False
        for source in sources:
            if isinstance(source, TitleSource):
                self._expect(source, 0)
                self._search(source, entries)
            if source.name in self._down:
                error = self._down[source.name]
                reason = f"{called(source.name)} {error.reason}"
                self._note_failures("title", dict.fromkeys(self._unsearched(), reason), error.retry_after)
        before = [each.resolutions for each in self._lists]
        for each in self._lists:
            self._resolve_again(each)
        return before != [each.resolutions for each in self._lists]

    def _search(self, source: TitleSource, entries: dict[str, ListEntry]) -> None:
        what = f"{len(entries)} {'title' if len(entries) == 1 else 'titles'}"
        self._progress.begin(
            f"Looking up {what} at {called(source.name)}", len(entries), Asked(called(source.name), "titles")
        )
        try:
            for answer in source.search_titles([entry.title for entry in entries.values()]):
                key = title_keys(answer.title)[0]
                if answer.failure is not None:
                    # It stays to be looked up.
                    self._unanswered[key] = f"{called(source.name)} {answer.failure.reason}"
                    continue
                self._library.save_title_search(key, source.name, self._time(), answer.records)
                # The answer holds the whole record: it need not be asked for by its identifier.
                work = self._resolver.resolve(entries[key]).work
                self._keep(record for record in answer.records if record.work == work)
                self._asked[source.name].update(record.work for record in answer.records if record.work == work)
                self._progress.advance()
        except SourceError as error:
            self._down[source.name] = error
        finally:
            self._progress.end()

    # -- the end -----------------------------------------------------------------------------------------------------

    def _keep_facts_of_lists(self) -> None:
        """Works that no source has a record of get one with what their list says."""
        works = {work for each in self._lists for work in each.works}
        known = self._library.records(works)
        facts: dict[str, BibliographicRecord] = {}
        for each in self._lists:
            for entry, resolution in each.pairs():
                work = resolution.work
                if work and work not in facts and (work not in known or known[work].source == "list"):
                    record = facts_of_list(entry, work, self._start)
                    if record:
                        facts[work] = record
        self._keep(facts.values())

    def _report(self, warnings: Iterable[str]) -> FetchReport:
        works = list(dict.fromkeys(work for each in self._lists for work in each.works))
        records = self._library.records(works)
        harmless = {name: told for name in self._down if (told := self._made_up_for(name))}
        left = [
            EntryReport(each.reading_list.path, entry, self._told(entry, resolution))
            for each in self._lists
            for entry, resolution in each.pairs()
            if resolution.status != "resolved" or resolution.suggestions
        ]
        return FetchReport(
            lists=tuple(
                ListReport(
                    each.reading_list.path,
                    each.reading_list.title,
                    sum(1 for _ in each.pairs()),
                    len(each.works),
                    each.changes,
                    len(each.reading_list.outside),
                )
                for each in self._lists
            ),
            works=len(works),
            known=sum(self._was_known(work, records.get(work)) for work in works),
            fetched=tuple(sorted(Counter(self._fetched.values()).items())),
            unchanged=len(self._same - self._fetched.keys()),
            suggested=tuple(report for report in left if report.resolution.status == "suggested"),
            unresolved=tuple(report for report in left if report.resolution.status == "unresolved"),
            beside=tuple(report for report in left if report.resolution.status == "resolved"),
            partial=tuple(self._partial(works, records)),
            missing=tuple(self._missing(works, records)),
            stale=tuple(self._stale(works, records)),
            errors=tuple(error for name, error in self._down.items() if name not in harmless),
            warnings=(*warnings, *harmless.values()),
            changed=tuple(
                WorkReport(work, records[work].title, changes=changes)
                for work, changes in self._updates.items()
                if work in records
            ),
            withdrawn=tuple(
                WorkReport(work, record.title, reason=f"{record.withdrawal}: {record.withdrawal.grounds}")
                for work in works
                if (record := records.get(work)) and record.withdrawal
            ),
            histories=sum(bool(record.versions) for record in records.values()) if self._options.history else 0,
            waiting=waiting_in(self._library),
            offline=not self._reach.network,
        )

    def _told(self, entry: ListEntry, resolution: Resolution) -> Resolution:
        """The resolution of an entry, with what came instead of an answer to its title."""
        why = next((self._unanswered[key] for key in title_keys(entry.title)[:1] if key in self._unanswered), None)
        if why is None or resolution.status != "unresolved":
            return resolution
        return replace(resolution, reason=f"{resolution.reason}: {why}")

    def _was_known(self, work: str, record: BibliographicRecord | None) -> bool:
        """Whether the library had a whole record without this run's doing; another process may have brought it."""
        touched = work in self._fetched or work in self._same
        return _is_arxiv(work) and record is not None and not touched and not self._can_be_better(record)

    def _partial(self, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
        for work in works:
            record = records.get(work)
            if record is not None and record.source != "list" and _is_partial(record):
                yield WorkReport(work, record.title, missing=record.missing)

    def _missing(self, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
        for work in works:
            record = records.get(work)
            if record is None or (record.source == "list" and not work.startswith("url:")):
                yield WorkReport(work, record.title if record else "", reason=self._why_missing(work))

    def _stale(self, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
        """Works with a record that was to be made new, for which the source gave a reason and no record."""
        for work in works:
            record = records.get(work)
            touched = work in self._fetched or work in self._same
            reason = "; ".join(dict.fromkeys(why[work] for why in self._reasons.values() if work in why))
            if record is not None and record.source != "list" and reason and not touched:
                yield WorkReport(work, record.title, reason=reason)

    def _why_missing(self, work: str) -> str:
        if work.startswith("doi:"):
            return "there is no source for DOIs yet; give it an arXiv link too, if it has one"
        if work.startswith("url:"):
            return "the list gives no title"
        reasons = [
            self._reasons[source.name].get(work)
            or (f"{called(source.name)} could not be asked" if source.name in self._down else "")
            for source in self._reach.network
        ]
        return "; ".join(dict.fromkeys(filter(None, reasons))) or "arXiv was not asked"

    def _made_up_for(self, name: str) -> str:
        """What to tell of a source that is down where other ones gave all that it did not; else empty."""
        owed = self._owed.get(name, set())
        if self._options.history and name in _WITH_VERSIONS:
            return ""
        titles_left = name in _BY_TITLE and self.titles_to_search()
        records = self._library.records(owed)
        if not owed or titles_left or not all(self._is_done(work, records.get(work)) for work in owed):
            return ""
        givers = [called(source) for source in dict.fromkeys(record.source for record in records.values())]
        instead = f"{' and '.join(givers)} gave what was wanted of it." if givers else "Another source answered for it."
        return f"{called(name)} {self._down[name].reason} {instead}"

    def _is_done(self, work: str, record: BibliographicRecord | None) -> bool:
        """Whether a network source has answered for a work in this run, and nothing of its record is missing."""
        if self._is_final(work):
            return True
        return work in self._given and record is not None and not _is_partial(record)


def _is_partial(record: BibliographicRecord) -> bool:
    """Whether something is missing; what arXiv itself leaves out is not to be had anywhere."""
    return bool(record.missing) and record.source != "arxiv"


def _is_whole(record: BibliographicRecord | None) -> bool:
    """Whether there is a record in which nothing is missing that could be had."""
    return record is not None and not _is_partial(record) and not _is_overtaken(record)


def _is_overtaken(record: BibliographicRecord) -> bool:
    """Whether the list of versions, which another source gave, knows a later one than the record describes."""
    return bool(record.versions) and record.versions[-1].number > (record.version or 0)


def _lacks_versions(record: BibliographicRecord | None) -> bool:
    """Whether the list of versions is missing, or does not reach the one that the record describes."""
    return record is None or not record.versions or record.versions[-1].number < (record.version or 0)


def _may_better(source: str, record: BibliographicRecord | None) -> bool:
    """Whether a source's record would be shown in the place of this one."""
    return record is None or trust(source) <= trust(record.source)


def _is_arxiv(work: str) -> bool:
    return ":" not in work


def _is_sure(resolution: Resolution) -> bool:
    """Whether an entry's work is a paper that a source knows, and not just a page."""
    return resolution.status == "resolved" and not (resolution.work or "").startswith("url:")
