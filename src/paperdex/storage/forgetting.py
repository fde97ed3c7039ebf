"""Lists that are no longer wanted: what goes with them, and taking it out."""

from __future__ import annotations

from collections.abc import Sequence

from paperdex.errors import UsageError
from paperdex.storage.connect import Store
from paperdex.storage.filters import lists_named
from paperdex.storage.rows import Forgettable
from paperdex.storage.values import to_json

_OTHERS = "(SELECT id FROM lists WHERE id NOT IN (SELECT value FROM json_each(?1)))"
_NAMED_BY = """
    SELECT work_id FROM entries WHERE work_id IS NOT NULL AND list_id IN {lists}
    UNION SELECT i.value FROM entry_identifiers i JOIN entries e ON e.id = i.entry_id
        WHERE i.scheme = 'arxiv' AND e.list_id IN {lists}
"""
_NAMED = _NAMED_BY.format(lists="(SELECT value FROM json_each(?1))")
_WORKS = f"SELECT id, cite_key FROM works WHERE id IN ({_NAMED}) AND id NOT IN ({_NAMED_BY.format(lists=_OTHERS)})"  # noqa: S608


def forgettable(store: Store, names: Sequence[str]) -> Forgettable:
    """Return the lists of these names, and the works that no other list names; changes nothing.

    A name is a path, a location or a file name. Raises UnknownName, and UsageError for a name that several lists have.
    """
    ids = list(dict.fromkeys(_one_named(store, name) for name in names))
    wanted = to_json(ids)
    lists = store.rows("SELECT path FROM lists WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id", [wanted])
    entries = store.row("SELECT count(*) FROM entries WHERE list_id IN (SELECT value FROM json_each(?1))", [wanted])
    works = list(store.rows(_WORKS, [wanted]))
    return Forgettable(
        lists=tuple(row["path"] for row in lists),
        entries=entries[0] if entries else 0,
        works=tuple(row["id"] for row in works),
        cite_keys=sum(row["cite_key"] is not None for row in works),
        ids=tuple(ids),
    )


def delete(store: Store, found: Forgettable) -> None:
    """Take out lists and works, and all that hangs on them; to be called inside a transaction."""
    for table, ids in (("entries", found.ids), ("topics", found.ids), ("lists", found.ids), ("works", found.works)):
        column = "id" if table in {"lists", "works"} else "list_id"
        sql = f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"  # noqa: S608
        store.connection.execute(sql, [to_json(list(ids))])


def _one_named(store: Store, name: str) -> int:
    ids = lists_named(store, name)
    if len(ids) == 1:
        return ids[0]
    sql = "SELECT location FROM lists WHERE id IN (SELECT value FROM json_each(?)) ORDER BY location"
    places = ", ".join(row["location"] for row in store.rows(sql, [to_json(ids)]))
    raise UsageError(f"{name!r} is the name of several lists: {places}.", tip="Give the path of one of them.")
