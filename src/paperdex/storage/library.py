"""Writing the library: every call is one transaction, and one that changes nothing writes nothing."""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from paperdex.core.entries import ReadingList
from paperdex.core.records import BibliographicRecord, is_older_version
from paperdex.core.resolution import Resolution
from paperdex.storage.changes import compare
from paperdex.storage.connect import WAIT, open_to_write
from paperdex.storage.forgetting import delete
from paperdex.storage.history import keep_earlier, note_updates
from paperdex.storage.list_rows import (
    entry_rows,
    resolution_values,
    stored_occurrences,
    stored_resolutions,
    suggestion_rows,
    topic_rows,
)
from paperdex.storage.migrations import LIBRARY
from paperdex.storage.queries import LibraryReader, TakenKeys
from paperdex.storage.queue import Queue
from paperdex.storage.record_rows import (
    RANK,
    SELECT_RECORDS,
    author_rows,
    authors_to_json,
    category_rows,
    plain_values,
    record_from_row,
    title_keys,
    version_rows,
)
from paperdex.storage.rows import Forgettable, ImportCounts, ListChanges
from paperdex.storage.values import storable, storable_row, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["ImportCounts", "Library", "ListChanges"]


class Library(LibraryReader):
    """A library, open for writing, and for reading what was just written."""

    @classmethod
    def open(cls, path: Path, *, wait: float = WAIT) -> Self:
        """Open a library; a missing one is made, an older one migrated. Raises StorageError."""
        return cls(path, open_to_write(path, LIBRARY, wait=wait))

    @functools.cached_property
    def database(self) -> Database:
        """The library as sqlite_utils sees it."""
        from sqlite_utils import Database

        return Database(self.connection, execute_plugins=False)

    @functools.cached_property
    def queue(self) -> Queue:
        """What is still to be fetched."""
        return Queue(self, self.database)

    # Reading lists

    def replace_list(
        self,
        reading_list: ReadingList,
        *,
        location: str,
        sha256: str,
        read_at: str,
        resolutions: Sequence[Resolution],
    ) -> ListChanges:
        """Store what was read from a list, in place of its last reading, and return the difference.

        ``resolutions`` has one for each entry, in their order. Works and records stay, also those that no entry names
        any more. Raises StorageError; nothing is changed then.
        """
        digest = hashlib.sha256(repr(reading_list).encode("utf-8", "backslashreplace")).hexdigest()
        stored = self.row("SELECT id, sha256, digest FROM lists WHERE location = ?", [location])
        if stored is not None and (stored["sha256"], stored["digest"]) == (sha256, digest):
            before = stored_resolutions(self, location)
            if list(before.values()) == list(resolutions):
                return ListChanges(unchanged=len(before))
        with self.transaction():
            old = stored_occurrences(self, location)
            list_id = self._renew_list(reading_list, location=location, sha256=sha256, digest=digest, read_at=read_at)
            self._add_works((resolution.work, read_at) for resolution in resolutions)
            topics, ids = topic_rows(reading_list, list_id, self._next_id("topics"))
            self._insert("topics", topics)
            rows = entry_rows(reading_list, resolutions, list_id=list_id, first_id=self._next_id("entries"), topics=ids)
            for table, values in rows.items():
                self._insert(table, values)
            return compare(old, stored_occurrences(self, location))

    def update_resolutions(self, location: str, resolutions: Mapping[int, Resolution], *, at: str) -> int:
        """Set the status of entries of one list, by their position; return how many are other than before."""
        stored = stored_resolutions(self, location)
        changed = {p: resolution for p, resolution in resolutions.items() if p in stored and stored[p] != resolution}
        if not changed:
            return 0
        sql = "SELECT e.id, e.position FROM entries e JOIN lists l ON l.id = e.list_id WHERE l.location = ?"
        with self.transaction():
            ids = {row["position"]: row["id"] for row in self.rows(sql, [location])}
            # Another process may have read the list again meanwhile: what it no longer has, is not set.
            changed = {ids[p]: resolution for p, resolution in changed.items() if p in ids}
            self._add_works((resolution.work, at) for resolution in changed.values())
            for entry_id, resolution in changed.items():
                self.database.table("entries").update(entry_id, storable_row(resolution_values(resolution)))
                self.database.table("entry_suggestions").delete_where("entry_id = ?", [entry_id])
                self._insert("entry_suggestions", suggestion_rows(entry_id, resolution.suggestions))
        return len(changed)

    def forget(self, names: Sequence[str]) -> Forgettable:
        """Take lists out, and the works that no other one names, with all that hangs on them; return what went.

        Raises UnknownName, and UsageError for a name that several lists have; nothing is changed then.
        """
        with self.transaction():
            found = self.forgettable(names)
            delete(self, found)
            self.queue.remove_unnamed()
        return found

    def _renew_list(self, reading_list: ReadingList, *, location: str, **values: str) -> int:
        """Empty a list, or make it; return its id."""
        stored = self.row("SELECT id FROM lists WHERE location = ?", [location])
        list_id = stored["id"] if stored else self._next_id("lists")
        self.database.table("entries").delete_where("list_id = ?", [list_id])
        self.database.table("topics").delete_where("list_id = ?", [list_id])
        named = {
            "id": list_id,
            "location": location,
            "path": reading_list.path,
            "title": reading_list.title,
            "format": reading_list.format,
        }
        self.database.table("lists").upsert(storable_row(named | values), pk="id")
        return int(list_id)

    def _add_works(self, works: Iterable[tuple[str | None, str]]) -> None:
        """Add the works that are not there yet, each with the time of its coming."""
        rows = [storable_row({"id": work, "added": at}) for work, at in works if work is not None]
        self.database.table("works").insert_all(rows, pk="id", ignore=True)

    def _next_id(self, table: str) -> int:
        return int(self.connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])

    def _insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        self.database.table(table).insert_all(map(dict, rows))

    # Records

    def save_records(
        self, records: Iterable[BibliographicRecord], *, refresh: bool = False, begun: str = "~"
    ) -> ImportCounts:
        """Store records, one for each work and source, and let each work point to its best one.

        A newer record replaces an older one of the same source, but never one of a later version: arXiv's servers
        may lag behind each other. The time of retrieval alone is no change, unless ``refresh``. Gaps of the works are
        closed, except by what only a list says.

        What differs from an earlier record is noted as a change, unless that came only after the run had ``begun``.
        """
        records = list(records)
        counts, todo = self._compare(records, refresh)
        answered = [record.work for record in records if record.source != "list"]
        gap = self.row("SELECT 1 FROM gaps WHERE work_id IN (SELECT value FROM json_each(?))", [to_json(answered)])
        if not todo and gap is None:
            return counts
        with self.transaction():
            counts, todo = self._compare(records, refresh)  # again: another process may have written meanwhile
            self._add_works((record.work, record.retrieved) for record in records)
            before = self.records(record.work for record in records)
            self._write_records(todo)
            works = to_json([record.work for record in records])
            self.connection.execute(
                f"""UPDATE works SET record_id = (
                    SELECT id FROM records WHERE work_id = works.id ORDER BY {RANK}, retrieved DESC LIMIT 1
                ) WHERE id IN (SELECT value FROM json_each(?))""",
                [works],
            )
            self.connection.execute(
                "DELETE FROM gaps WHERE work_id IN (SELECT value FROM json_each(?))", [to_json(answered)]
            )
            told = {record.work: record for record in records}
            before = {work: record for work, record in before.items() if record.retrieved <= begun}
            note_updates(self.database, before, self.records(before), told)
        return counts

    def _compare(
        self, records: Iterable[BibliographicRecord], refresh: bool
    ) -> tuple[ImportCounts, list[tuple[_Stored | None, BibliographicRecord]]]:
        """Return the counts, and the records to be written, each with the one that it replaces."""
        latest: dict[tuple[str, str], BibliographicRecord] = {}
        for record in records:
            latest[record.work, record.source] = record
        sql = f"{SELECT_RECORDS} WHERE records.work_id IN (SELECT value FROM json_each(?))"
        found = self.rows(sql, [to_json(list(dict.fromkeys(work for work, _ in latest)))])
        stored = {(row["work_id"], row["source"]): _Stored(row["id"], record_from_row(row)) for row in found}
        todo: list[tuple[_Stored | None, BibliographicRecord]] = []
        new = changed = 0
        for (work, source), record in latest.items():
            before = stored.get((storable(work), storable(source)))
            if before is None:
                new += 1
                todo.append((None, record))
            elif before.record.retrieved <= record.retrieved and not is_older_version(record, before.record):
                differs = _values(before.record) != _values(record)
                changed += differs
                if differs or (refresh and before.record.retrieved != record.retrieved):
                    todo.append((before, record))
        return ImportCounts(new, changed, len(latest) - new - changed), todo

    def _write_records(self, todo: Iterable[tuple[_Stored | None, BibliographicRecord]]) -> None:
        free = self._next_id("records")
        rows, authors, categories, versions, replaced, earlier = [], [], [], [], [], []
        for before, record in todo:
            if before is None:
                id_, free = free, free + 1
            else:
                id_ = before.id
                replaced.append(id_)
                if _values(before.record) != _values(record):
                    earlier.append(before.record)
            origin = {"work_id": record.work, "source": record.source, "retrieved": record.retrieved}
            names = ", ".join(author.name for author in record.authors)
            keys = title_keys(record.title)
            rows.append(storable_row({"id": id_, **origin, "authors": names, **keys}) | plain_values(record))
            authors += [{"record_id": id_, **row} for row in author_rows(record)]
            categories += [{"record_id": id_, **row} for row in category_rows(record)]
            versions += [{"record_id": id_, **row} for row in version_rows(record)]
        keep_earlier(self.database, earlier)
        self.database.table("records").upsert_all(rows, pk="id")
        for table in ("record_authors", "record_categories", "record_versions"):
            self.database.table(table).delete_where(
                "record_id IN (SELECT value FROM json_each(?))", [to_json(replaced)]
            )
        self._insert("record_authors", authors)
        self._insert("record_categories", categories)
        self._insert("record_versions", versions)

    # What the sources could not answer, and what they answered to titles

    def save_gaps(self, reasons: Mapping[str, str], source: str, at: str) -> None:
        """Note works that a source has no record of, with the reason, so that it is not asked again."""
        if not reasons:
            return
        rows = [{"work_id": w, "reason": reason, "source": source, "at": at} for w, reason in reasons.items()]
        with self.transaction():
            self._add_works((work, at) for work in reasons)
            self.database.table("gaps").upsert_all(map(storable_row, rows), pk="work_id")

    def save_title_search(
        self, title_key: str, source: str, at: str, candidates: Iterable[BibliographicRecord]
    ) -> None:
        """Keep what a source answered to a title, in its order, so that it is not asked again."""
        key = storable_row({"title_key": title_key, "source": source})
        rows = [
            storable_row(
                {
                    **key,
                    "position": position,
                    "work": record.work,
                    "title": record.title,
                    "authors": authors_to_json(record.authors),
                    "submitted": record.submitted,
                }
            )
            for position, record in enumerate(candidates)
        ]
        with self.transaction():
            self.database.table("title_searches").upsert(key | {"at": at}, pk=("title_key", "source"))
            self.database.table("title_candidates").delete_where("title_key = ? AND source = ?", list(key.values()))
            self._insert("title_candidates", rows)
            self.queue.remove("title", [title_key])

    # Cite keys

    def assign_cite_keys(
        self,
        make_key: Callable[[BibliographicRecord, str | None], str],
        distinct: Callable[[str, Container[str]], str],
    ) -> int:
        """Give cite keys to the works that have none, in the order of their coming; return to how many.

        Left without one is a work that a better record can still name otherwise: one without any record, without
        authors yet, or with an identifier and so far nothing but what its list says.

        ``make_key`` gets the record and the date that a list gives; ``distinct`` the wish and the keys that are taken,
        compared without regard to case, as BibTeX does. A key that a work has is never changed.
        """
        if self.row(_KEYLESS, [0, 1]) is None:
            return 0
        taken = TakenKeys(self)
        given = last = 0
        with self.transaction():
            while works := list(self.rows(_KEYLESS, [last, _AT_ONCE])):
                records = self.records(row["id"] for row in works)
                for row in works:
                    key = distinct(make_key(records[row["id"]], row["date"]), taken)
                    self.connection.execute("UPDATE works SET cite_key = ? WHERE id = ?", [key, row["id"]])
                given += len(works)
                last = works[-1]["rowid"]
        return given

    def set_cite_keys(self, keys: Mapping[str, str]) -> None:
        """Give these works these keys, all or none; keys may change hands among them. Raises StorageError."""
        with self.transaction():
            works = to_json(list(keys))
            self.connection.execute(
                "UPDATE works SET cite_key = NULL WHERE id IN (SELECT value FROM json_each(?))", [works]
            )
            self.connection.executemany(
                "UPDATE works SET cite_key = ? WHERE id = ?", [(key, work) for work, key in keys.items()]
            )

    # Files that were written out of this library

    def remember_file(self, location: str, sha256: str, *, at: str) -> None:
        """Note what was written to a file, so that it is known again as long as nobody else changes it."""
        stored = self.row("SELECT sha256 FROM exports WHERE location = ?", [location])
        if stored is None or stored["sha256"] != sha256:
            values = {"location": location, "sha256": sha256, "at": at}
            with self.transaction():
                self.database.table("exports").upsert(storable_row(values), pk="location")


_AT_ONCE = 500
"""Works that are read and given keys at a time."""
_KEYLESS = """
SELECT w.rowid, w.id, (SELECT date FROM entries WHERE work_id = w.id AND date IS NOT NULL ORDER BY id LIMIT 1) AS date
FROM works w JOIN records r ON r.id = w.record_id
WHERE w.cite_key IS NULL AND w.rowid > ?
AND (r.source = 'arxiv' OR w.id LIKE 'url:%' OR (r.source <> 'list' AND r.authors <> ''))
ORDER BY w.rowid LIMIT ?
"""


@dataclass(frozen=True)
class _Stored:
    """A record of the library, and the number of its row."""

    id: int
    record: BibliographicRecord


def _values(record: BibliographicRecord) -> tuple[Any, ...]:
    """What makes two records the same, apart from when the source was asked."""
    return plain_values(record), author_rows(record), category_rows(record), version_rows(record)
