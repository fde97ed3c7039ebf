"""What is waiting in a library from earlier runs: how much, why, and which entries it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperdex.core.entries import ReadingList
from paperdex.core.matching import title_keys
from paperdex.core.resolution import Resolution
from paperdex.storage.connect import exists
from paperdex.storage.queries import LibraryReader
from paperdex.storage.rows import QueueKind, QueueRow
from paperdex.workflows.resolving import named_work, needs_title

KINDS: tuple[QueueKind, ...] = ("work", "history", "title")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is still to be fetched."""

    works: int = 0
    histories: int = 0
    """Works whose versions are to be asked for."""
    titles: int = 0
    """Titles to be looked up."""
    reason: str | None = None
    """Why most of it is still there; ``None`` where a run was cut off before it was tried."""
    due: str | None = None
    """When the first of it may be tried, UTC, ISO 8601; ``None`` where nothing is waiting."""
    rows: tuple[QueueRow, ...] = ()
    """All of it, works before titles, what came first first."""

    def __bool__(self) -> bool:
        return bool(self.works or self.histories or self.titles)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list of the library, as it was read last, with the positions of the entries that something is waiting for."""

    reading_list: ReadingList
    location: str
    resolutions: list[Resolution]
    waiting: frozenset[int]


def waiting(library: Path) -> Waiting:
    """What is waiting in a library; nothing where there is no library yet. Raises StorageError."""
    # Another process may be just about to make it: then it is still empty.
    if not exists(library) or not library.stat().st_size:
        return Waiting()
    with LibraryReader.open(library) as reader:
        return waiting_in(reader)


def waiting_in(library: LibraryReader) -> Waiting:
    """What is waiting in a library that is open."""
    works, histories, titles = (library.queued(kind) for kind in KINDS)
    rows = [*works, *histories, *titles]
    reasons = Counter(row.reason for row in rows if row.reason)
    return Waiting(
        len(works),
        len(histories),
        len(titles),
        reason=reasons.most_common(1)[0][0] if reasons else None,
        due=min((row.due for row in rows), default=None),
        rows=tuple(rows),
    )


def waiting_lists(library: LibraryReader, *, due: str) -> Iterator[WaitingList]:
    """The lists with entries that something is waiting for that may be tried at ``due`` (UTC, ISO 8601) or before."""
    records, histories, titles = (_due(library.queued(kind), due) for kind in KINDS)
    works = records | histories
    for location in library.locations_of(works, titles_too=bool(titles)):
        reading_list, resolutions = library.stored_list(location)
        positions = frozenset(
            position
            for position, (entry, resolution) in enumerate(zip(reading_list.entries, resolutions, strict=True))
            if (named_work(entry) or resolution.work) in works
            or (titles and needs_title(entry) and title_keys(entry.title)[0] in titles)
        )
        if positions:
            yield WaitingList(reading_list, location, resolutions, positions)


def _due(rows: list[QueueRow], due: str) -> frozenset[str]:
    return frozenset(row.key for row in rows if row.due <= due)
