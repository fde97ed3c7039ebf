"""What an export reads: entries in the order of their headings, each row small; whole records come later, in pieces."""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable
from typing import Any

from paperdex.core.bibliography import GroupBy
from paperdex.core.entries import Link, Topic
from paperdex.storage.connect import Store
from paperdex.storage.entry_rows import ENTRIES
from paperdex.storage.filters import Filters, conditions, order
from paperdex.storage.rows import CitedRow
from paperdex.storage.values import to_json

_YEAR = "nullif(substr(coalesce(r.submitted, e.date), 1, 4), '')"
_CATEGORY = "(SELECT category FROM record_categories WHERE record_id = r.id AND position = 0)"
_TOPIC = "coalesce(t.path, '[]')"
_HEADINGS = {
    # The heading as a JSON array, and what it is sorted by.
    "topic": (_TOPIC, "e.list_id, coalesce(t.position, -1), "),
    "year": (f"json_array({_YEAR})", f"{_YEAR} IS NULL, {_YEAR} DESC, "),
    "category": (f"json_array({_CATEGORY})", f"{_CATEGORY} IS NULL, {_CATEGORY}, "),
    "none": ("'[]'", ""),
}


def cited_rows(store: Store, filters: Filters, group_by: GroupBy) -> Generator[CitedRow]:
    """Yield the entries that the filters let through, those of one heading together, in the filters' order there.

    Topics stand in the order of their lists, years newest first, categories by the alphabet; what has no heading stands
    first among topics, else last. Raises UnknownName for a topic or list.
    """
    heading, headings_first = _HEADINGS[group_by]
    where, values = conditions(store, filters)
    if filters.limit is not None:
        where = f"e.id IN (SELECT e.id {ENTRIES} WHERE {where} ORDER BY {order(filters.sort)} LIMIT ?)"
        values = [*values, max(filters.limit, 0)]
    sql = f"""
        SELECT l.path AS list, coalesce(l.title, l.path) AS list_title, l.id AS list_id, e.line, e.title, e.reason,
            e.date, e.venue, e.note, e.work_id, w.cite_key, w.rowid AS number, r.id IS NOT NULL AS has_record,
            (SELECT work_id FROM entry_suggestions WHERE entry_id = e.id ORDER BY position LIMIT 1) AS suggestion,
            (SELECT json_group_array(json_array(label, url))
             FROM (SELECT * FROM entry_links WHERE entry_id = e.id ORDER BY position)) AS links,
            {heading} AS heading
        {ENTRIES} WHERE {where} ORDER BY {headings_first}{order(filters.sort)}
    """
    by_topic = group_by == "topic"
    return (_cited(row, by_topic=by_topic) for row in store.rows(sql, values))


def _cited(row: sqlite3.Row, *, by_topic: bool) -> CitedRow:
    return CitedRow(
        list=row["list"],
        line=row["line"],
        title_in_list=row["title"],
        group=row["list_id"] if by_topic else 0,
        list_title=row["list_title"] if by_topic else None,
        heading=tuple(name for name in json.loads(row["heading"]) if name),
        work=row["work_id"] if row["has_record"] else None,
        number=row["number"] or 0,
        cite_key=row["cite_key"],
        date=row["date"],
        venue=row["venue"],
        note=row["note"],
        links=tuple(Link(label, url) for label, url in json.loads(row["links"])),
        named=row["work_id"],
        reason=row["reason"],
        suggestion=row["suggestion"],
    )


def topics_of(store: Store, works: Iterable[str], filters: Filters) -> dict[str, tuple[Topic, ...]]:
    """Return the topics of each work among the entries that the filters let through, in the order of the lists."""
    where, values = conditions(store, filters)
    sql = f"""
        SELECT e.work_id, {_TOPIC} AS topic {ENTRIES}
        WHERE e.work_id IN (SELECT value FROM json_each(?)) AND {where} ORDER BY {order("list")}
    """
    bound: list[Any] = [to_json(list(works)), *values]
    found: dict[str, dict[Topic, None]] = {}
    for row in store.rows(sql, bound):
        found.setdefault(row["work_id"], {})[tuple(json.loads(row["topic"]))] = None
    return {work: tuple(topics) for work, topics in found.items()}
