"""Reading the library. Everything here is plain sqlite3, so that a reading command starts fast."""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self

from paperdex.core.bibliography import GroupBy
from paperdex.core.entries import ReadingList, Topic
from paperdex.core.records import BibliographicRecord, combined
from paperdex.core.resolution import Resolution
from paperdex.errors import UnknownName, UsageError
from paperdex.storage.cited import cited_rows, topics_of
from paperdex.storage.connect import WAIT, Store, explained, open_to_read
from paperdex.storage.entry_rows import ENTRIES, OF_ENTRIES, SELECT_ENTRIES, entry_from_row
from paperdex.storage.filters import Filters, conditions, lists_named, order
from paperdex.storage.forgetting import forgettable
from paperdex.storage.fulltext import is_named, matching, terms
from paperdex.storage.history import earlier_records, updates_of
from paperdex.storage.list_rows import stored_list, stored_resolutions
from paperdex.storage.migrations import LIBRARY
from paperdex.storage.queue import queued
from paperdex.storage.record_rows import RANK, SELECT_RECORDS, authors_from_json, record_from_row
from paperdex.storage.rows import CitedRow, EntryRow, Forgettable, QueueKind, QueueRow, TopicRow, UpdateRow, WorkRow
from paperdex.storage.values import to_json

__all__ = ["EntryRow", "Filters", "LibraryReader", "TopicRow", "WorkRow"]

_NO_FILTERS = Filters()
_BEST = "JOIN works ON works.record_id = records.id"
# A word in the title counts most, one in an author's name more than one in an abstract; smaller scores are better. An
# entry that has every word has one of them, so the ranking also narrows the entries to be looked at.
_RANKED = """
SELECT id, sum(score) AS score FROM (
    SELECT entries.id, found.score
    FROM (SELECT rowid AS id, bm25(records_fts, 8, 1, 4, 1) AS score FROM records_fts WHERE records_fts MATCH ?) found
    JOIN works ON works.record_id = found.id JOIN entries ON entries.work_id = works.id
    UNION ALL
    SELECT rowid, bm25(entries_fts, 8, 1, 4, 1) FROM entries_fts WHERE entries_fts MATCH ?
) GROUP BY id
"""
_UNRANKED = "SELECT id, 0 AS score FROM entries"


class LibraryReader(Store):
    """A library, open for reading."""

    @classmethod
    def open(cls, path: Path, *, wait: float = WAIT) -> Self:
        """Open a library; raises StorageError, also when there is none yet."""
        return cls(path, open_to_read(path, LIBRARY, wait=wait))

    def __init__(self, path: Path, connection: Any) -> None:
        super().__init__(path, LIBRARY, connection)
        connection.create_function("is_named", 2, is_named, deterministic=True)

    def copy_to(self, path: Path) -> None:
        """Make a copy of the library as it is now, whole, at a path where there is no file yet; raises StorageError."""
        with explained(path, self.schema), closing(sqlite3.connect(path)) as copy:
            self.connection.backup(copy)

    # Works and records

    def records(self, works: Iterable[str]) -> dict[str, BibliographicRecord]:
        """Return the best record of each of the works that has one, with what only another source tells, by key."""
        return {work: combined(records)[0] for work, records in self.all_records(works).items()}

    def all_records(self, works: Iterable[str]) -> dict[str, list[BibliographicRecord]]:
        """Return the records of each of the works that has one, best first."""
        sql = f"""{SELECT_RECORDS} WHERE records.work_id IN (SELECT value FROM json_each(?))
            ORDER BY {RANK}, records.retrieved DESC"""
        found: dict[str, list[BibliographicRecord]] = {}
        for record in map(record_from_row, self.rows(sql, [to_json(list(works))])):
            found.setdefault(record.work, []).append(record)
        return found

    def told_by_sources(self, works: Iterable[str]) -> frozenset[str]:
        """Return those of the works that a source has told a record of, and not only a list."""
        sql = """SELECT DISTINCT work_id FROM records
            WHERE source <> 'list' AND work_id IN (SELECT value FROM json_each(?))"""
        return frozenset(row["work_id"] for row in self.rows(sql, [to_json(list(works))]))

    def has_work(self, work: str) -> bool:
        """Return whether the library knows a work of this key."""
        return self.row("SELECT 1 FROM works WHERE id = ?", [work]) is not None

    def gaps(self, works: Iterable[str], *, since: str = "") -> dict[str, str]:
        """Return those of the works that a source had no record of at ``since`` (UTC, ISO 8601) or later, and why."""
        sql = "SELECT work_id, reason FROM gaps WHERE work_id IN (SELECT value FROM json_each(?)) AND at >= ?"
        return {row["work_id"]: row["reason"] for row in self.rows(sql, [to_json(list(works)), since])}

    def find_titles(self, keys: Sequence[str]) -> list[BibliographicRecord]:
        """Return the best records whose title, or its part before a subtitle, has one of the normalised keys."""
        wanted = to_json([key for key in keys if key])
        sql = f"""{SELECT_RECORDS} {_BEST} WHERE records.id IN (
            SELECT id FROM records WHERE title_key IN (SELECT value FROM json_each(?))
            UNION SELECT id FROM records WHERE main_key IN (SELECT value FROM json_each(?))
        ) ORDER BY records.id"""
        return [record_from_row(row) for row in self.rows(sql, [wanted, wanted])]

    def cached_title_search(
        self, title_key: str, source: str, *, since: str = ""
    ) -> tuple[BibliographicRecord, ...] | None:
        """Return what a source answered to this title at ``since`` (UTC, ISO 8601) or later; ``None`` if not asked.

        The records have a work, a title, authors and ``submitted`` only.
        """
        sql = "SELECT at FROM title_searches WHERE title_key = ? AND source = ? AND at >= ?"
        search = self.row(sql, [title_key, source, since])
        if search is None:
            return None
        sql = "SELECT * FROM title_candidates WHERE title_key = ? AND source = ? ORDER BY position"
        return tuple(
            BibliographicRecord(
                work=row["work"],
                title=row["title"],
                source=source,
                retrieved=search["at"],
                authors=authors_from_json(row["authors"]),
                submitted=row["submitted"],
            )
            for row in self.rows(sql, [title_key, source])
        )

    def show(self, work: str) -> WorkRow:
        """Return a work by its key or its cite key; raises UnknownName."""
        sql = "SELECT id, cite_key FROM works WHERE id = ? UNION ALL SELECT id, cite_key FROM works WHERE cite_key = ?"
        found = self.row(sql, [work, work])
        if found is None:
            raise UnknownName(
                "work", work, self._near_works(work), tip="Words of its title find it: paperdex search WORDS."
            )
        key = found["id"]
        records = tuple(self.all_records([key]).get(key, ()))
        record, told_by = combined(records) if records else (None, {})
        entries = self.rows(f"{SELECT_ENTRIES} {ENTRIES} WHERE e.work_id = ? ORDER BY {order('list')}", [key])
        gap = self.row("SELECT reason FROM gaps WHERE work_id = ?", [key])
        return WorkRow(
            work=key,
            cite_key=found["cite_key"],
            record=record,
            told_by=told_by,
            records=records,
            entries=tuple(map(entry_from_row, entries)),
            gap=gap["reason"] if gap else None,
            updates=tuple(updates_of(self, work=key)),
            earlier=tuple(earlier_records(self, key)),
        )

    def updates(self, *, since: str = "") -> list[UpdateRow]:
        """Return what changed in works at ``since`` (UTC, ISO 8601) or later, latest first."""
        return updates_of(self, since=since)

    def forgettable(self, names: Sequence[str]) -> Forgettable:
        """Return what would go with these lists; raises UnknownName, and UsageError for a name of several lists."""
        return forgettable(self, names)

    # What is still to be fetched

    def queued(self, kind: QueueKind, keys: Iterable[str] | None = None) -> list[QueueRow]:
        """Return what is waiting, what came first first; with ``keys``, those of them only."""
        return queued(self, kind, keys)

    def locations_of(self, works: Iterable[str], *, titles_too: bool) -> list[str]:
        """Return the locations of the lists that name one of the works, ``titles_too`` with a title that names none."""
        sql = """
            SELECT location FROM lists WHERE id IN (
                SELECT list_id FROM entries WHERE work_id IN (SELECT value FROM json_each(?1))
                UNION SELECT e.list_id FROM entry_identifiers i JOIN entries e ON e.id = i.entry_id
                    WHERE i.scheme = 'arxiv' AND i.value IN (SELECT value FROM json_each(?1))
                UNION SELECT list_id FROM entries WHERE ?2 AND (status <> 'resolved' OR work_id LIKE 'url:%')
            ) ORDER BY id
        """
        return [row["location"] for row in self.rows(sql, [to_json(list(works)), titles_too])]

    def stored_list(self, location: str) -> tuple[ReadingList, list[Resolution]]:
        """Return a list as it was read last, without its empty topics, and what became of each entry."""
        return stored_list(self, location), list(stored_resolutions(self, location).values())

    def _near_works(self, work: str) -> list[str]:
        # Ranges on the two indexes: works that begin as this one does.
        first, last = work[:4], work[:4] + "\U0010ffff"
        sql = """
            SELECT id FROM works WHERE id BETWEEN ? AND ? UNION ALL
            SELECT cite_key FROM works WHERE cite_key BETWEEN ? AND ? LIMIT 500
        """
        return [row[0] for row in self.rows(sql, [first, last, first, last])]

    # Cite keys, and files that were written

    def cite_keys(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, work and title of each work that has a cite key, in the order of the keys."""
        sql = """
            SELECT w.cite_key, w.id, coalesce(r.title, '') FROM works w LEFT JOIN records r ON r.id = w.record_id
            WHERE w.cite_key IS NOT NULL ORDER BY w.cite_key
        """
        return ((row[0], row[1], row[2]) for row in self.rows(sql))

    def key_of(self, work: str) -> str | None:
        """Return the cite key of a work, if it has one."""
        found = self.row("SELECT cite_key FROM works WHERE id = ?", [work])
        return found["cite_key"] if found else None

    def work_of_key(self, key: str) -> str | None:
        """Return the work that has a cite key, ignoring case."""
        found = self.row("SELECT id FROM works WHERE cite_key = ?", [key])
        return found["id"] if found else None

    def works_of_dois(self, dois: Iterable[str]) -> dict[str, str]:
        """Return the works whose key or best record names one of the DOIs, by the DOI in small letters."""
        wanted = to_json([doi.lower() for doi in dois])
        sql = """
            SELECT lower(substr(id, 5)) AS doi, id FROM works
            WHERE id LIKE 'doi:%' AND lower(substr(id, 5)) IN (SELECT value FROM json_each(?1))
            UNION ALL SELECT lower(r.doi), w.id FROM works w JOIN records r ON r.id = w.record_id
            WHERE r.doi IS NOT NULL AND lower(r.doi) IN (SELECT value FROM json_each(?1))
        """
        return {row["doi"]: row["id"] for row in self.rows(sql, [wanted])}

    def written_file(self, location: str) -> str | None:
        """Return the SHA-256 of what was last written to a file out of this library, if anything was."""
        found = self.row("SELECT sha256 FROM exports WHERE location = ?", [location])
        return found["sha256"] if found else None

    # Entries and topics

    def lists(self) -> list[dict[str, Any]]:
        """Return id, location, path, title, format, sha256 and read_at of each list, in the order of first reading."""
        sql = "SELECT id, location, path, title, format, sha256, read_at FROM lists ORDER BY id"
        return [dict(row) for row in self.rows(sql)]

    def entries(self, filters: Filters = _NO_FILTERS) -> Iterator[EntryRow]:
        """Yield the entries that the filters let through; raises UnknownName for a topic, list or order."""
        where, values = conditions(self, filters)
        sql = f"{SELECT_ENTRIES} {ENTRIES} WHERE {where} ORDER BY {order(filters.sort)} LIMIT ?"
        return map(entry_from_row, self.rows(sql, [*values, -1 if filters.limit is None else max(filters.limit, 0)]))

    def cited(self, filters: Filters = _NO_FILTERS, group_by: GroupBy = "topic") -> Generator[CitedRow]:
        """Yield the entries that the filters let through, in the order of their headings; raises UnknownName.

        To be closed before the library, when not read to its end.
        """
        return cited_rows(self, filters, group_by)

    def topics_of(self, works: Iterable[str], filters: Filters = _NO_FILTERS) -> dict[str, tuple[Topic, ...]]:
        """Return the topics of each work among the entries that the filters let through, in the lists' order."""
        return topics_of(self, works, filters)

    def search(self, words: str, filters: Filters = _NO_FILTERS) -> Iterator[EntryRow]:
        """Yield the entries that have every word, in their record or in the list, best first, one for each work.

        ``filters.sort`` is not heeded. Raises UsageError when there is nothing to look for, UnknownName as ``entries``.
        """
        asked = terms(words)
        if not asked:
            raise UsageError("there is nothing to search for.", tip="Name a word.")
        where, values = conditions(self, filters)
        for sql, bound in map(matching, asked):
            where, values = f"{where} AND {sql}", values + bound
        any_word = " OR ".join(term.fts for term in asked if term.indexed)
        # Without words to rank by, those with the text in the title come first.
        hits, ranked = (_RANKED, [any_word, any_word]) if any_word else (_UNRANKED, [])
        sql = f"""
            {SELECT_ENTRIES} FROM ({hits}) hits CROSS JOIN entries e ON e.id = hits.id {OF_ENTRIES} WHERE {where}
            ORDER BY hits.score, instr(fold(coalesce(r.title, e.title)), fold(?)) = 0, {order("list")}
        """
        found = self.rows(sql, [*ranked, *values, asked[0].text])
        return islice(_first_of_each_work(map(entry_from_row, found)), filters.limit)

    def topics(self, from_list: str | None = None) -> list[TopicRow]:
        """Return every topic in document order, with the number of its entries, empty ones too.

        ``from_list`` keeps to a list, by its path, location or file name; raises UnknownName.
        """
        kept = None if from_list is None else set(lists_named(self, from_list))
        sql = """
            SELECT l.id AS list_id, l.path AS list, l.location, t.id, t.parent_id, t.path, t.position,
                (SELECT count(*) FROM entries e WHERE e.topic_id = t.id) AS own
            FROM topics t JOIN lists l ON l.id = t.list_id
            UNION ALL
            SELECT l.id, l.path, l.location, NULL, NULL, '[]', -1, count(*)
            FROM entries e JOIN lists l ON l.id = e.list_id WHERE e.topic_id IS NULL GROUP BY l.id
            ORDER BY list_id, position
        """
        rows = list(self.rows(sql))
        total = {row["id"]: row["own"] for row in rows}
        # A topic stands after the ones above it, so from the end each adds to the one right above.
        for row in reversed(rows):
            if row["parent_id"] is not None:
                total[row["parent_id"]] += total[row["id"]]
        return [
            TopicRow(
                row["list"],
                row["location"],
                tuple(json.loads(row["path"])),
                row["own"],
                total[row["id"]] if row["id"] is not None else row["own"],
            )
            for row in rows
            if kept is None or row["list_id"] in kept
        ]


@dataclass(frozen=True)
class TakenKeys(Container[str]):
    """A library's cite keys, ignoring case, asked one by one: no need to read them all."""

    library: LibraryReader

    def __contains__(self, key: object) -> bool:
        return self.library.row("SELECT 1 FROM works WHERE cite_key = ?", [key]) is not None


def _first_of_each_work(entries: Iterable[EntryRow]) -> Iterator[EntryRow]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id is None:
            yield entry
        elif entry.id not in seen:
            seen.add(entry.id)
            yield entry
