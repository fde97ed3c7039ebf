"""Which entries a view shows, and in which order."""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal, get_args

from paperdex.errors import UnknownName
from paperdex.storage.connect import Store
from paperdex.storage.fulltext import by_author, matching, terms
from paperdex.storage.locations import list_location
from paperdex.storage.values import to_json, topic_key

Sort = Literal["list", "title", "year", "author", "added"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must be to be shown; every filter that is set must hold."""

    topics: tuple[str, ...] = ()
    """Each is any part of a heading path, or ``A/B`` for consecutive parts, in any case and width; one of them must be
    the entry's topic or above it."""
    author: str | None = None
    """Words of one author's name; a single letter stands for a name that begins so."""
    years: tuple[int | None, int | None] | None = None
    """First and last year, both included, ``None`` for open: of the first version, else of the list's date."""
    category: str | None = None
    """``cs.LG``, or an archive with all its categories, ``cs``; cross-lists count."""
    from_list: str | None = None
    """A list's path, location or file name."""
    match: str | None = None
    """Words that the record or the entry must have, as in a search."""
    works: tuple[str, ...] = ()
    """Keys of works; the entry's must be one of them."""
    sort: Sort = "list"
    """``list``: as the lists have it; ``year`` and ``added``: newest first; ``title``, ``author``: by the alphabet."""
    limit: int | None = None


_IN_LIST_ORDER = "e.list_id, e.position"
_FIRST_AUTHOR = (
    "fold(coalesce((SELECT coalesce(nullif(family, ''), name) FROM record_authors"
    " WHERE record_id = r.id AND position = 0), e.authors))"
)
_ORDERS = {
    "list": _IN_LIST_ORDER,
    "title": f"fold(coalesce(r.title, e.title)), {_IN_LIST_ORDER}",
    "year": f"coalesce(r.submitted, e.date) DESC, {_IN_LIST_ORDER}",
    "author": f"{_FIRST_AUTHOR} = '', {_FIRST_AUTHOR}, {_IN_LIST_ORDER}",
    "added": f"w.added DESC, {_IN_LIST_ORDER}",
}


def order(sort: str) -> str:
    """Return the terms of ORDER BY; raises UnknownName."""
    if sort not in _ORDERS:
        raise UnknownName("order", sort, get_args(Sort))
    return _ORDERS[sort]


def conditions(store: Store, filters: Filters) -> tuple[str, list[Any]]:
    """Return SQL over entries ``e``, works ``w`` and best records ``r``; raises UnknownName for a topic or list."""
    parts: list[tuple[str, list[Any]]] = [("1", [])]
    lists = lists_named(store, filters.from_list) if filters.from_list is not None else None
    if lists is not None:
        parts.append((f"e.list_id IN ({_marks(lists)})", [*lists]))
    if filters.topics:
        topics = sorted({id_ for topic in filters.topics for id_ in _topics(store, topic, lists)})
        # One JSON array: a library may have more topics than a statement may have parameters.
        parts.append(("e.topic_id IN (SELECT value FROM json_each(?))", [str(topics)]))
    if filters.works:
        parts.append(("e.work_id IN (SELECT value FROM json_each(?))", [to_json(list(filters.works))]))
    if filters.author and filters.author.strip():
        parts.append(by_author(filters.author))
    if filters.years is not None:
        first, last = filters.years
        parts.append(
            (
                "CAST(substr(coalesce(r.submitted, e.date), 1, 4) AS INTEGER) BETWEEN ? AND ?",
                [1 if first is None else first, 9999 if last is None else last],
            )
        )
    if filters.category is not None:
        category = filters.category.strip()
        # Everything from "cs." up to "cs/", the next character: a range, which the index answers.
        parts.append(
            (
                "r.id IN (SELECT record_id FROM record_categories"
                " WHERE category = ? OR (category >= ? AND category < ?))",
                [category, f"{category}.", f"{category}/"],
            )
        )
    parts += [matching(term) for term in terms(filters.match or "")]
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _marks(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def lists_named(store: Store, name: str) -> list[int]:
    """Return the ids of the lists with that path, location or file name; raises UnknownName."""
    named = {_plain(name), list_location(name, store.path)}
    known = list(store.rows("SELECT id, path, location FROM lists"))
    found = [row["id"] for row in known if name == row["path"] or named & {_plain(row["path"]), row["location"]}]
    found = found or [row["id"] for row in known if name in {_file_name(row["path"]), _file_name(row["location"])}]
    if not found:
        raise UnknownName(
            "list", name, [row["path"] for row in known], tip="paperdex topics --format plain names them."
        )
    return found


def _plain(path: str) -> str:
    return path if "://" in path else os.path.normpath(path)


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def _topics(store: Store, name: str, lists: list[int] | None) -> list[int]:
    within = f"AND list_id IN ({_marks(lists)})" if lists is not None else ""
    # A path that holds the parts somewhere is a topic that is meant, or one below it.
    sql = f"SELECT id FROM topics WHERE instr(key, ?) {within}"
    # Whole headings first; where none is called so, those that have it in their names.
    wanted = (topic_key([name]), topic_key([name]).strip("/")) if name.strip(" /") else ()
    found = (store.rows(sql, [key, *(lists or [])]) for key in wanted)
    ids = next((ids for rows in found if (ids := [row["id"] for row in rows])), [])
    if not ids:
        column = "(SELECT group_concat(value, '/') FROM json_each(topics.path))" if "/" in name else "name"
        known = store.rows(f"SELECT DISTINCT {column} FROM topics WHERE 1 {within}", lists or [])
        raise UnknownName("topic", name, [row[0] for row in known if row[0]], tip="paperdex topics prints them all.")
    return ids
