"""A bibliography out of the library: the works that the filters let through, grouped by the lists' own topics."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys, cite_key
from paperdex.core.entries import Topic
from paperdex.core.records import BibliographicRecord
from paperdex.errors import InputError, StorageError
from paperdex.exports import Format
from paperdex.storage.connect import exists
from paperdex.storage.filters import Filters
from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader
from paperdex.storage.rows import EntryRow


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Works by topic, ready to be written, and the entries that are in none because they are not resolved."""

    groups: tuple[TopicGroup, ...]
    left_out: tuple[EntryRow, ...]

    @property
    def works(self) -> int:
        """How many works are in it."""
        return len({item.cite_key for group in self.groups for item in group.items})


def bibliography(library: Path, filters: Filters) -> Bibliography:
    """The works that the filters let through; raises StorageError or UnknownName.

    Each work keeps the cite key that it got when it was first exported; a library that can't be written to is read
    all the same, with keys made for this once.
    """
    with contextlib.suppress(StorageError):
        # Whatever is wrong with the library is told by the reader below, in the words for reading.
        if exists(library):
            with Library.open(library) as writable:
                writable.assign_cite_keys(_make_key, DistinctKeys())
    with LibraryReader.open(library) as reader:
        rows = list(reader.entries(filters))
        records = reader.records({row.id for row in rows if row.id})
        titles = {row["location"]: row["title"] or row["path"] for row in reader.lists()}
    return _group(rows, records, titles)


def write(pieces: Iterable[str], path: Path) -> None:
    """Write a text to a file: aside first, then moved into place, so that the file is the old or the new one.

    A link is followed, and a device or a pipe written to. Raises InputError when it can't be written; the old file is
    kept then.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="\n") as device:
                device.writelines(pieces)
        else:
            _replace(target, pieces)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(
            str(path), f"can't be written: {reason}.", tip="Name a file in a folder that is yours."
        ) from error


def _replace(path: Path, pieces: Iterable[str]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def text_of(found: Bibliography, format: Format) -> Iterable[str]:
    """The bibliography in a format, piece by piece."""
    return format.write(found.groups)


def _make_key(record: BibliographicRecord, date: str | None) -> str:
    return cite_key(record, (record.submitted or date or "")[:4] or None)


def _group(rows: Iterable[EntryRow], records: dict[str, BibliographicRecord], titles: dict[str, str]) -> Bibliography:
    left_out: list[EntryRow] = []
    cited: list[EntryRow] = []
    topics: dict[str, dict[Topic, None]] = {}
    for row in rows:
        if row.id is None or row.id not in records:
            left_out.append(row)
        else:
            cited.append(row)
            topics.setdefault(row.id, {})[row.topic] = None
    keys: dict[str, str] = {row.id: row.cite_key for row in cited if row.id and row.cite_key}
    taken = {key.casefold() for key in keys.values()}
    distinct_key = DistinctKeys()
    groups: dict[tuple[str, Topic], dict[str, BibliographyItem]] = {}
    for row in cited:
        work = row.id or ""
        if work not in keys:
            keys[work] = distinct_key(_make_key(records[work], row.date), taken)
            taken.add(keys[work].casefold())
        item = BibliographyItem(
            keys[work], records[work], row.date, row.venue, row.note, tuple(topics[work]), row.links
        )
        groups.setdefault((row.location, row.topic), {}).setdefault(work, item)
    return Bibliography(
        tuple(
            TopicGroup(titles.get(location, location), topic, tuple(items.values()))
            for (location, topic), items in groups.items()
        ),
        tuple(left_out),
    )
