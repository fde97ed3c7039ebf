"""Looking into the library: entries, topics, one work, a search. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from paperdex.storage.filters import Filters
from paperdex.storage.queries import LibraryReader
from paperdex.storage.rows import EntryRow, TopicRow, UpdateRow, WorkRow

ROW_KEYS = [
    "list",
    "line",
    "topic",
    "status",
    "id",
    "title",
    "title_in_list",
    "authors",
    "abstract",
    "submitted",
    "updated",
    "version",
    "primary_category",
    "categories",
    "comment",
    "journal_ref",
    "doi",
    "venue",
    "rating",
    "note",
    "links",
    "url",
]
"""What ``list --format jsonl`` prints of an entry, in order; part of the contract."""


def entries(library: Path, filters: Filters) -> Iterator[EntryRow]:
    """The entries that the filters let through; raises StorageError or UnknownName."""
    with LibraryReader.open(library) as reader:
        yield from reader.entries(filters)


def search(library: Path, words: str, filters: Filters) -> Iterator[EntryRow]:
    """The entries that have every word, best first, one for each work; raises StorageError, UsageError, UnknownName."""
    with LibraryReader.open(library) as reader:
        yield from reader.search(words, filters)


def topics(library: Path, from_list: str | None = None) -> list[TopicRow]:
    """Every topic with its counts, in document order; raises StorageError or UnknownName."""
    with LibraryReader.open(library) as reader:
        return reader.topics(from_list)


def list_titles(library: Path) -> dict[str, str]:
    """What each list is called: its title, else its path; by its location."""
    with LibraryReader.open(library) as reader:
        return {row["location"]: row["title"] or row["path"] for row in reader.lists()}


def show(library: Path, work: str) -> WorkRow:
    """Everything known about one work, by its key, any spelling of its identifier, or its cite key.

    Raises StorageError or UnknownName.
    """
    with LibraryReader.open(library) as reader:
        return reader.show(work)


def work_to_json(found: WorkRow) -> dict[str, Any]:
    """One work as ``show --format json`` prints it."""
    return {
        "work": found.work,
        "cite_key": found.cite_key,
        "record": asdict(found.record) if found.record else None,
        "records": [asdict(record) for record in found.records],
        "told_by": found.told_by,
        "updates": [update_to_json(update) for update in found.updates],
        "earlier": list(found.earlier),
        "entries": [row_to_json(entry) for entry in found.entries],
        "gap": found.gap,
    }


def updates(library: Path, since: str = "") -> list[UpdateRow]:
    """What changed in works at ``since`` (an ISO date will do) or later, latest first; raises StorageError."""
    with LibraryReader.open(library) as reader:
        return reader.updates(since=since)


def update_to_json(update: UpdateRow) -> dict[str, Any]:
    """One change as ``updates --format jsonl`` prints it."""
    return {
        "id": update.work,
        "title": update.title,
        "at": update.at,
        "source": update.source,
        "field": update.change.field,
        "old": update.change.old,
        "new": update.change.new,
    }


def row_to_json(row: EntryRow) -> dict[str, Any]:
    """One entry as ``list --format jsonl`` prints it."""
    values = {key: getattr(row, key) for key in ROW_KEYS}
    values["links"] = [{"label": link.label, "url": link.url} for link in row.links]
    return values
