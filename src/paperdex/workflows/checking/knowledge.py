"""What is known of the entries of lists: from the library and the mirror at hand, else fetched.

What has to be fetched goes into a library of its own in the cache, in batches as a fetch does it: a list that is only
checked becomes no list of the user's library, and the next check asks for nothing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperdex.checks.document import Known
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Identifier
from paperdex.core.matching import title_keys
from paperdex.core.records import UNKNOWN_TO_ARXIV, Author, BibliographicRecord, combined, trust
from paperdex.core.resolution import Resolution
from paperdex.core.text import normalise_title
from paperdex.errors import StorageError
from paperdex.sources.base import Source
from paperdex.storage.connect import exists
from paperdex.storage.history import earlier_records
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.documents import Inputs
from paperdex.workflows.fetch import FetchOptions, Reach, fetch
from paperdex.workflows.fetching.run import BY_TITLE
from paperdex.workflows.fetching.wholeness import is_arxiv
from paperdex.workflows.progress import Progress
from paperdex.workflows.resolving import Resolver, needs_title

NAME = "checked.db"
"""The library in the cache folder that holds what was fetched to check lists."""
OFFLINE = "arXiv was not asked"
UNANSWERED = "no source could be asked"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a check may do to know more."""

    refresh: bool = False
    """Ask again for everything that the lists name."""
    max_age: int | None = None
    """Ask again for what is older, in days."""
    title_search: bool = True
    """Look titles up in network sources."""


class Shelves:
    """Several libraries, read as one."""

    def __init__(self, libraries: Sequence[LibraryReader], local: Sequence[Source]) -> None:
        self._libraries = libraries
        self._local = local

    def all_records(self, works: Iterable[str]) -> dict[str, list[BibliographicRecord]]:
        """The records of each work that sources gave, the best first and of one source the newest."""
        works = list(works)
        found: dict[str, list[BibliographicRecord]] = {}
        for library in self._libraries:
            for work, records in library.all_records(works).items():
                found.setdefault(work, []).extend(record for record in records if record.source != "list")
        lacking = [work for work in works if not found.get(work) and is_arxiv(work)]
        for source in self._local:
            for start in range(0, len(lacking), source.batch):
                batch = lacking[start : start + source.batch]
                for answer in source.lookup([Identifier("arxiv", work) for work in batch]):
                    for record in answer.records:
                        found.setdefault(record.work, []).append(record)
        for records in found.values():
            records.sort(key=lambda record: record.retrieved, reverse=True)
            records.sort(key=lambda record: trust(record.source))
        return {work: records for work, records in found.items() if records}

    def records(self, works: Iterable[str]) -> dict[str, BibliographicRecord]:
        """The best record of each work that has one, with what only another source tells."""
        return {work: combined(records)[0] for work, records in self.all_records(works).items()}

    def gaps(self, works: Iterable[str]) -> dict[str, str]:
        """The works that a source had no record of, and why."""
        works = list(works)
        return {work: reason for library in self._libraries for work, reason in library.gaps(works).items()}

    def find_titles(self, keys: Sequence[str]) -> list[BibliographicRecord]:
        """Records whose titles have one of the keys."""
        return [record for library in self._libraries for record in library.find_titles(keys)]

    def cached_title_search(
        self, title_key: str, source: str, *, since: str = ""
    ) -> tuple[BibliographicRecord, ...] | None:
        """What a source answered to a title, by the first library that knows it."""
        found = (library.cached_title_search(title_key, source, since=since) for library in self._libraries)
        return next((answer for answer in found if answer is not None), None)

    def earlier(self, work: str) -> tuple[BibliographicRecord, ...]:
        """The records of a work that were replaced."""
        return tuple(_record(row) for library in self._libraries for row in earlier_records(library, work))

    def namesakes(self, title: str, work: str) -> tuple[BibliographicRecord, ...]:
        """Records of other works that have this title."""
        keys = title_keys(title)
        if not keys:
            return ()
        found = [*self.find_titles(keys[:1]), *(each for source in self._local for each in source.search_title(title))]
        others = {r.work: r for r in found if r.work != work and normalise_title(r.title) == keys[0]}
        return tuple(record for record in others.values() if record.source != "list")


class Knowledge:
    """Looks up what is known of entries, and has fetched what is not."""

    def __init__(
        self, library: Path, cache: Path, reach: Reach, wishes: Wishes, progress: Progress, now: Callable[[], datetime]
    ) -> None:
        self._paths = (library, cache / NAME)
        self._reach = reach
        self._wishes = wishes
        self._progress = progress
        self._now = now
        self.unasked: dict[str, str] = {}
        """Works and keys of titles that nobody could be asked for, with the reason."""
        self.warnings: list[str] = []
        """What went wrong with sources, also where an older record is at hand."""

    def unsearched(self, lists: Iterable[ReadingList]) -> int:
        """How many entries nobody was asked about because titles are not to be looked up."""
        if self._wishes.title_search:
            return 0
        entries = [entry for each in lists for entry in each.entries if needs_title(entry)]
        with self._shelves() as shelves:
            resolver = Resolver(shelves, self._reach.local, sorted(BY_TITLE))
            return sum(
                resolver.resolve(entry).status == "unresolved" and not resolver.is_searched(entry.title)
                for entry in entries
            )

    def fetch(self, lists: Sequence[ReadingList]) -> None:
        """Have fetched what the entries of these lists name and what is not known."""
        wanted = [self._unknown_part(each) for each in lists]
        if not any(each.entries for each in wanted):
            return
        if not self._reach.network:
            self._note(wanted, OFFLINE)
            return
        self._make_folder()
        options = FetchOptions(refresh=bool(self._again()), title_search=self._wishes.title_search)
        inputs = Inputs(lists=tuple((each, b"") for each in wanted if each.entries))
        report = fetch(inputs, self._paths[1], self._reach, options, now=self._now, progress=self._progress)
        reasons = {each.work: each.reason for each in report.missing}
        self.warnings += dict.fromkeys(error.message for error in report.errors)
        told = "; ".join(self.warnings)
        self._note([self._unknown_part(each, again=False) for each in wanted], told or UNANSWERED, reasons)

    def _make_folder(self) -> None:
        folder = self._paths[1].parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                str(folder),
                f"the cache folder can't be written ({error.strerror}), and what is fetched can't be kept.",
                tip="Set PAPERDEX_CACHE to a folder that can be written, or use --offline.",
            ) from error

    def known(self, entries: Sequence[ListEntry]) -> list[Known]:
        """What is known of each of these entries; asks nobody."""
        with self._shelves() as shelves:
            resolutions = self._resolve(shelves, entries)
            records = shelves.all_records({r.work for r in resolutions if r.work})
            return [self._known(shelves, *each, records) for each in zip(entries, resolutions, strict=True)]

    @contextmanager
    def _shelves(self) -> Iterator[Shelves]:
        with ExitStack() as stack:
            libraries = [stack.enter_context(LibraryReader.open(path)) for path in self._paths if exists(path)]
            yield Shelves(libraries, self._reach.local)

    def _resolve(self, shelves: Shelves, entries: Sequence[ListEntry]) -> list[Resolution]:
        return Resolver(shelves, self._reach.local, sorted(BY_TITLE)).resolve_all(entries)

    def _known(
        self,
        shelves: Shelves,
        entry: ListEntry,
        resolution: Resolution,
        records: Mapping[str, Sequence[BibliographicRecord]],
    ) -> Known:
        work = resolution.work
        if work is None or work not in records:
            is_unknown = resolution.reason == UNKNOWN_TO_ARXIV
            key = entry.arxiv.work if entry.arxiv else next(iter(title_keys(entry.title)), "")
            return Known(resolution, unknown=is_unknown, unasked="" if is_unknown else self.unasked.get(key, ""))
        record, _ = combined(records[work])
        if not entry.title or normalise_title(entry.title) == normalise_title(record.title):
            return Known(resolution, record, tuple(records[work][1:]))
        others = (*records[work][1:], *shelves.earlier(work))
        return Known(resolution, record, others, shelves.namesakes(entry.title, work))

    def _again(self) -> str:
        """What was retrieved before this is asked for again; empty for nothing."""
        if self._wishes.refresh:
            return "9999"
        if self._wishes.max_age is None:
            return ""
        return (self._now().astimezone(UTC) - timedelta(days=self._wishes.max_age)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _unknown_part(self, reading_list: ReadingList, *, again: bool = True) -> ReadingList:
        """A list with those entries only that something is to be fetched for."""
        entries = reading_list.entries
        too_old = self._again() if again else ""
        with self._shelves() as shelves:
            resolutions = self._resolve(shelves, entries)
            records = shelves.records({r.work for r in resolutions if r.work})
            resolver = Resolver(shelves, self._reach.local, sorted(BY_TITLE))

            def is_wanted(entry: ListEntry, resolution: Resolution) -> bool:
                if resolution.work and is_arxiv(resolution.work):
                    record = records.get(resolution.work)
                    return record is None or record.retrieved < too_old
                may_search = self._wishes.title_search and resolution.status != "resolved"
                return may_search and needs_title(entry) and not resolver.is_searched(entry.title)

            wanted = tuple(e for e, r in zip(entries, resolutions, strict=True) if is_wanted(e, r))
        return replace(reading_list, entries=wanted, topics=(), topic_lines=())

    def _note(self, lists: Iterable[ReadingList], reason: str, reasons: Mapping[str, str] | None = None) -> None:
        """Note why nobody could be asked for what is still not known."""
        for entry in (entry for each in lists for entry in each.entries):
            key = entry.arxiv.work if entry.arxiv else next(iter(title_keys(entry.title)), "")
            self.unasked[key] = (reasons or {}).get(key) or reason


def _record(row: Mapping[str, object]) -> BibliographicRecord:
    """An earlier record, as far as its title, authors and version go."""
    authors = row.get("authors")
    names = [each.get("name", "") for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    version, submitted = row.get("version"), row.get("submitted")
    return BibliographicRecord(
        work=str(row["work"]),
        title=str(row["title"]),
        source=str(row["source"]),
        retrieved=str(row["retrieved"]),
        authors=tuple(Author(name) for name in names),
        submitted=submitted if isinstance(submitted, str) else None,
        version=version if isinstance(version, int) else None,
    )
