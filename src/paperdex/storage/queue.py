"""What is still to be fetched: it stands in the library from when it is wanted until it is there, whatever happens.

Works stand in it by their keys, once for their records and once for their versions (``history``), and titles that are
to be looked up by their normal forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from paperdex.core.matching import title_keys
from paperdex.storage.connect import Store
from paperdex.storage.rows import QueueKind, QueueRow
from paperdex.storage.values import storable, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

_OF_KEYS = "kind = ? AND key IN (SELECT value FROM json_each(?))"


def queued(store: Store, kind: QueueKind, keys: Iterable[str] | None = None) -> list[QueueRow]:
    """Return what is waiting, what came first first; with ``keys``, those of them only."""
    where, values = ("kind = ?", [kind]) if keys is None else (_OF_KEYS, [kind, to_json(list(keys))])
    sql = f"SELECT key, again, since, tries, tried, reason, due FROM queue WHERE {where} ORDER BY since, rowid"  # noqa: S608
    return [
        QueueRow(
            kind, row["key"], bool(row["again"]), row["since"], row["tries"], row["tried"], row["reason"], row["due"]
        )
        for row in store.rows(sql, values)
    ]


class Queue:
    """The queue of a library that is open for writing; every call is a transaction, or a part of one."""

    def __init__(self, store: Store, database: Database) -> None:
        self._store = store
        self._table = database.table("queue")

    def add(self, kind: QueueKind, keys: Iterable[str], *, at: str, again: bool = False) -> None:
        """Put in what is not there yet, due at once; with ``again``, it is to be asked for although it is known."""
        new = {"kind": kind, "again": int(again), "since": at, "tries": 0, "tried": None, "reason": None, "due": at}
        rows = [new | {"key": storable(key)} for key in keys]
        if not rows:
            return
        with self._store.transaction():
            self._table.insert_all(rows, pk=("kind", "key"), ignore=True)
            if again:
                self._store.connection.execute(
                    f"UPDATE queue SET again = 1 WHERE {_OF_KEYS}",  # noqa: S608
                    [kind, to_json([row["key"] for row in rows])],
                )

    def remove(self, kind: QueueKind, keys: Iterable[str]) -> None:
        """Take out what came, or what nobody has."""
        there = [row.key for row in queued(self._store, kind, keys)]
        if there:
            with self._store.transaction():
                self._table.delete_where(_OF_KEYS, [kind, to_json(there)])

    def fail(self, kind: QueueKind, reasons: Mapping[str, str], *, at: str, due: str) -> None:
        """Note one more try in vain for each key, with the reason, and when it may be tried again."""
        values = [(at, storable(reason), due, kind, storable(key)) for key, reason in reasons.items()]
        if values:
            with self._store.transaction():
                self._store.connection.executemany(
                    "UPDATE queue SET tries = tries + 1, tried = ?, reason = ?, due = ? WHERE kind = ? AND key = ?",
                    values,
                )

    def remove_unnamed(self) -> None:
        """Take out works that no entry names any more, and titles that no entry has whose paper is still sought.

        It looks at all that is waiting, so once a run is enough.
        """
        unnamed = """SELECT key FROM queue WHERE kind = ?
            AND NOT EXISTS (SELECT 1 FROM entries WHERE work_id = queue.key)
            AND NOT EXISTS (SELECT 1 FROM entry_identifiers WHERE value = queue.key)"""
        of_works: tuple[QueueKind, ...] = ("work", "history")
        for kind in of_works:
            self.remove(kind, [row["key"] for row in self._store.rows(unnamed, [kind])])
        waiting = {row.key for row in queued(self._store, "title")}
        if waiting:
            sql = "SELECT title FROM entries WHERE status <> 'resolved' OR work_id LIKE 'url:%'"
            sought = {key for row in self._store.rows(sql) for key in title_keys(row["title"])[:1]}
            self.remove("title", waiting - sought)
