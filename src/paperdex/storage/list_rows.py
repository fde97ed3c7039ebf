"""A reading list as rows of the library's tables, and what those rows say of its last reading."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from paperdex.core.entries import Link, ListEntry, ReadingList, Topic
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.core.resolution import Resolution, Suggestion
from paperdex.core.text import normalise_title
from paperdex.storage.changes import Occurrence
from paperdex.storage.connect import Store
from paperdex.storage.values import storable_row, to_json, topic_key

Rows = list[dict[str, Any]]


def topic_rows(reading_list: ReadingList, list_id: int, first_id: int) -> tuple[Rows, dict[Topic, int]]:
    """Return a row for each heading path, every one after those above it, and the id of each path."""
    ids: dict[Topic, int] = {}
    for topic in (*reading_list.topics, *(entry.topic for entry in reading_list.entries)):
        for depth in range(1, len(topic) + 1):
            ids.setdefault(topic[:depth], first_id + len(ids))
    rows = [
        {
            "id": id_,
            "list_id": list_id,
            "parent_id": ids.get(topic[:-1]),
            "position": id_ - first_id,
            "name": topic[-1],
            "path": to_json(topic),
            "key": topic_key(topic),
        }
        for topic, id_ in ids.items()
    ]
    return [storable_row(row) for row in rows], ids


def entry_rows(
    reading_list: ReadingList,
    resolutions: Sequence[Resolution],
    *,
    list_id: int,
    first_id: int,
    topics: dict[Topic, int],
) -> dict[str, Rows]:
    """Return the rows of the entries and of all that hangs on them, by table."""
    rows: dict[str, Rows] = {
        table: []
        for table in (
            "entries",
            "entry_authors",
            "entry_identifiers",
            "entry_links",
            "entry_mentions",
            "entry_suggestions",
        )
    }
    for position, (entry, resolution) in enumerate(zip(reading_list.entries, resolutions, strict=True)):
        id_ = first_id + position
        own = {"id": id_, "list_id": list_id, "position": position, "topic_id": topics.get(entry.topic)}
        rows["entries"].append(storable_row(own | _plain(entry) | resolution_values(resolution)))
        rows["entry_authors"] += _numbered(id_, ({"name": name} for name in entry.authors))
        rows["entry_identifiers"] += _numbered(id_, map(_identifier, entry.identifiers))
        rows["entry_links"] += _numbered(id_, ({"label": link.label, "url": link.url} for link in entry.links))
        rows["entry_mentions"] += _numbered(id_, ({"work": work} for work in entry.mentions))
        rows["entry_suggestions"] += suggestion_rows(id_, resolution.suggestions)
    return rows


def resolution_values(resolution: Resolution) -> dict[str, Any]:
    """Return the columns of an entry that its resolution sets."""
    return {"status": resolution.status, "work_id": resolution.work, "reason": resolution.reason}


def suggestion_rows(entry_id: int, suggestions: Iterable[Suggestion]) -> Rows:
    """Return a row for each suggestion."""
    values = ({"work_id": s.work, "score": float(s.score), "title": s.title} for s in suggestions)
    return list(_numbered(entry_id, values))


def stored_resolutions(store: Store, location: str) -> dict[int, Resolution]:
    """Return what became of each entry of a list, by its position."""
    sql = """
        SELECT e.position, e.status, e.work_id, e.reason,
            (SELECT json_group_array(json_array(work_id, title, score))
             FROM (SELECT * FROM entry_suggestions WHERE entry_id = e.id ORDER BY position)) AS suggestions
        FROM entries e JOIN lists l ON l.id = e.list_id WHERE l.location = ? ORDER BY e.position
    """
    return {
        row["position"]: Resolution(
            row["status"],
            row["work_id"],
            row["reason"],
            tuple(Suggestion(*suggestion) for suggestion in json.loads(row["suggestions"])),
        )
        for row in store.rows(sql, [location])
    }


def stored_list(store: Store, location: str) -> ReadingList:
    """Return a list as it was read last: path, format, title and entries."""
    found = store.row("SELECT id, path, format, title FROM lists WHERE location = ?", [location])
    if found is None:
        raise KeyError(location)
    sql = f"""
        SELECT e.*, t.path AS topic,
            {_array("name", "entry_authors")} AS names,
            {_array("json_array(scheme, value, version, reason)", "entry_identifiers")} AS identifiers,
            {_array("json_array(label, url)", "entry_links")} AS links,
            {_array("work", "entry_mentions")} AS mentions
        FROM entries e LEFT JOIN topics t ON t.id = e.topic_id WHERE e.list_id = ? ORDER BY e.position
    """  # noqa: S608
    entries = tuple(map(_entry, store.rows(sql, [found["id"]])))
    return ReadingList(found["path"], found["format"], found["title"], entries)


def _array(values: str, table: str) -> str:
    """SQL for a JSON array of an entry's rows of another table, in their order."""
    return f"(SELECT json_group_array({values}) FROM (SELECT * FROM {table} WHERE entry_id = e.id ORDER BY position))"  # noqa: S608


def _entry(row: sqlite3.Row) -> ListEntry:
    return ListEntry(
        line=row["line"],
        title=row["title"],
        topic=tuple(json.loads(row["topic"] or "[]")),
        identifiers=tuple(
            MalformedIdentifier(value, reason or "") if scheme == "malformed" else Identifier(scheme, value, version)
            for scheme, value, version, reason in json.loads(row["identifiers"])
        ),
        date=row["date"],
        authors=tuple(json.loads(row["names"])),
        venue=row["venue"],
        rating=row["rating"],
        note=row["note"],
        abstract=row["abstract"],
        links=tuple(Link(label, url) for label, url in json.loads(row["links"])),
        mentions=tuple(json.loads(row["mentions"])),
    )


def stored_occurrences(store: Store, location: str) -> list[Occurrence]:
    """Return what tells the entries of a list apart, in their order."""
    sql = """
        SELECT e.title, t.path AS topic, coalesce(e.work_id, '') AS work,
            coalesce((SELECT scheme || ':' || value FROM entry_identifiers WHERE entry_id = e.id
                      ORDER BY position LIMIT 1), '') AS identifier
        FROM entries e JOIN lists l ON l.id = e.list_id LEFT JOIN topics t ON t.id = e.topic_id
        WHERE l.location = ? ORDER BY e.position
    """
    return [
        Occurrence(
            title=row["title"],
            topic=tuple(json.loads(row["topic"] or "[]")),
            identifier=row["identifier"],
            work=row["work"],
            title_key=normalise_title(row["title"]),
        )
        for row in store.rows(sql, [location])
    ]


def _plain(entry: ListEntry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "title": entry.title,
        "authors": ", ".join(entry.authors),
        "date": entry.date,
        "venue": entry.venue,
        "rating": entry.rating,
        "note": entry.note,
        "abstract": entry.abstract,
    }


def _identifier(identifier: Identifier | MalformedIdentifier) -> dict[str, Any]:
    if isinstance(identifier, MalformedIdentifier):
        return {"scheme": "malformed", "value": identifier.raw, "version": None, "reason": identifier.reason}
    return {"scheme": identifier.scheme, "value": identifier.value, "version": identifier.version, "reason": None}


def _numbered(entry_id: int, values: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for position, row in enumerate(values):
        yield storable_row({"entry_id": entry_id, "position": position, **row})
