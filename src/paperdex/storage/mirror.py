"""The mirror: arXiv's records in bulk, in a file of their own, which answers before the network is asked.

Made for millions of papers: everything is found by an index, and no question reads the posting list of a common word.
"""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Self

from paperdex.core.identifiers import Identifier
from paperdex.core.records import Answer, BibliographicRecord
from paperdex.storage.connect import WAIT, Store, open_to_read, open_to_write
from paperdex.storage.fulltext import Term
from paperdex.storage.migrations import MIRROR
from paperdex.storage.record_rows import (
    PLAIN_COLUMNS,
    authors_from_json,
    authors_to_json,
    plain_values,
    title_keys,
    withdrawn_from_row,
)
from paperdex.storage.rows import ImportCounts, MirrorImport, MirrorStatus
from paperdex.storage.values import fold, storable_row, to_json

__all__ = ["ImportCounts", "Mirror", "MirrorImport", "MirrorStatus"]

NOT_IN_THE_MIRROR = "not in the mirror"

_EQUAL = 50
"""Most papers handed out that share a title; "discussion of ..." has a dozen."""
_NEAR = 10
_LOOKED_AT = 200
"""Most papers compared to find the near ones."""
_WORDS = 6
"""Words of a title that are looked up: the longest, which are the rarest."""
_COMPARED = (*PLAIN_COLUMNS, "withdrawn", "authors", "categories")


class Mirror(Store):
    """A mirror, open for reading or writing; a :class:`paperdex.sources.base.Source`."""

    name = "mirror"
    batch = 500

    @classmethod
    def open(cls, path: Path, *, wait: float = WAIT) -> Self:
        """Open a mirror for importing; a missing one is made, an older one migrated. Raises StorageError."""
        return cls(path, MIRROR, open_to_write(path, MIRROR, wait=wait))

    @classmethod
    def open_to_read(cls, path: Path, *, wait: float = WAIT) -> Self:
        """Open a mirror for asking; raises StorageError, also when there is none yet."""
        return cls(path, MIRROR, open_to_read(path, MIRROR, wait=wait))

    # Asking

    def lookup(self, identifiers: Sequence[Identifier], *, still: object = None) -> Iterator[Answer]:
        """Records of these works, in the order asked; an arXiv version asked for is not heeded: there is the latest."""
        works = list(dict.fromkeys(identifier.work for identifier in identifiers))
        sql = "SELECT * FROM papers WHERE work IN (SELECT value FROM json_each(?))"
        found = {row["work"]: _record(row) for row in self.rows(sql, [to_json(works)])}
        yield Answer(
            tuple(found[work] for work in works if work in found),
            {work: NOT_IN_THE_MIRROR for work in works if work not in found},
        )

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """Records of the same title, then the same but for a subtitle, then up to ten near ones, best first."""
        equal = {row["id"]: row for row in self._of_equal_title(title)}
        near = [row for row in self._of_near_title(title) if row["id"] not in equal]
        return tuple(map(_record, [*equal.values(), *near[:_NEAR]]))

    def _of_equal_title(self, title: str) -> Iterator[sqlite3.Row]:
        wanted = [key for key in title_keys(title).values() if key]
        keys = to_json(wanted)
        for column in ("title_key", "main_key"):
            sql = f"""SELECT * FROM papers WHERE {column} IN (SELECT value FROM json_each(?))
                ORDER BY title_key <> ?, id LIMIT ?"""
            yield from self.rows(sql, [keys, wanted[0] if wanted else "", _EQUAL])

    def _of_near_title(self, title: str) -> list[sqlite3.Row]:
        query = _near_query(title)
        if not query:
            return []
        # Neither ranked nor sorted by SQLite: it would read every match before handing out the first.
        sql = """SELECT papers.* FROM papers_fts JOIN papers ON papers.id = papers_fts.rowid
            WHERE papers_fts MATCH ? LIMIT ?"""
        words = set(_words(title))
        found = self.rows(sql, [query, _LOOKED_AT])
        return sorted(found, key=lambda row: (-_likeness(words, set(_words(row["title"]))), row["work"]))

    def status(self) -> MirrorStatus:
        """Return how much the mirror holds, of which time, and the last import."""
        row = self.row("SELECT (SELECT count(*) FROM papers), min(submitted), max(submitted) FROM papers")
        papers, oldest, newest = row if row is not None else (0, None, None)
        return MirrorStatus(
            path=self.path,
            papers=papers,
            oldest=oldest,
            newest=newest,
            size=self.path.stat().st_size,
            last_import=self._last_import(),
        )

    def _last_import(self) -> MirrorImport | None:
        row = self.row("SELECT * FROM imports ORDER BY id DESC LIMIT 1")
        if row is None:
            return None
        counts = ImportCounts(row["new"], row["changed"], row["same"])
        return MirrorImport(row["origin"], row["at"], counts, finished=bool(row["finished"]))

    # Importing

    def import_records(
        self,
        records: Iterable[BibliographicRecord],
        *,
        origin: str,
        at: str,
        batch: int = 1000,
        progress: Callable[[ImportCounts], None] | None = None,
    ) -> ImportCounts:
        """Store records batch by batch; what was committed before an interruption is kept, and a second run goes on.

        ``origin`` names the file or service, ``at`` is the time, UTC, ISO 8601. A record of an older version than the
        stored one is left aside and counted as the same. Raises StorageError.
        """
        counts = ImportCounts()
        with self.transaction():
            import_id = self._note_import(None, origin, at, counts, finished=False)
        stream = iter(records)
        while chunk := list(islice(stream, batch)):
            with self.transaction():
                counts += self._import_batch(chunk)
                self._note_import(import_id, origin, at, counts, finished=False)
            if progress is not None:
                progress(counts)
        with self.transaction():
            self._note_import(import_id, origin, at, counts, finished=True)
        return counts

    def _note_import(self, id_: int | None, origin: str, at: str, counts: ImportCounts, *, finished: bool) -> int:
        row = storable_row({"id": id_, "origin": origin, "at": at, "finished": int(finished)})
        row |= {"new": counts.new, "changed": counts.changed, "same": counts.same}
        cursor = self.connection.execute(_INSERT_IMPORT, row)
        return id_ if id_ is not None else int(cursor.lastrowid or 0)

    def _import_batch(self, records: Iterable[BibliographicRecord]) -> ImportCounts:
        rows = [_row(record) for record in records]
        latest = {row["work"]: row for row in rows}
        sql = "SELECT * FROM papers WHERE work IN (SELECT value FROM json_each(?))"
        stored = {row["work"]: row for row in self.rows(sql, [to_json(list(latest))])}
        new = [row for work, row in latest.items() if work not in stored]
        changed = [row for work, row in latest.items() if work in stored and _supersedes(row, stored[work])]
        # Not by sqlite_utils: this is the one statement that runs millions of times, and it is five times as fast.
        self.connection.executemany(_UPSERT_PAPER, new + changed)
        return ImportCounts(len(new), len(changed), len(rows) - len(new) - len(changed))


_COLUMNS = (
    "work",
    *PLAIN_COLUMNS,
    "authors",
    "categories",
    "withdrawn",
    "retrieved",
    "title_key",
    "main_key",
)
_UPSERT_PAPER = f"""
INSERT INTO papers ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{column}" for column in _COLUMNS)})
ON CONFLICT (work) DO UPDATE SET {", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)}
"""
_INSERT_IMPORT = """
INSERT INTO imports (id, origin, at, new, changed, same, finished)
VALUES (:id, :origin, :at, :new, :changed, :same, :finished)
ON CONFLICT (id) DO UPDATE SET
    new = excluded.new, changed = excluded.changed, same = excluded.same, finished = excluded.finished
"""


def _row(record: BibliographicRecord) -> dict[str, Any]:
    return plain_values(record) | storable_row(
        {
            "work": record.work,
            "authors": authors_to_json(record.authors),
            "categories": to_json(record.categories),
            "retrieved": record.retrieved,
            **title_keys(record.title),
        }
    )


def _record(row: sqlite3.Row) -> BibliographicRecord:
    return BibliographicRecord(
        work=row["work"],
        source=Mirror.name,
        retrieved=row["retrieved"],
        authors=authors_from_json(row["authors"]),
        categories=tuple(json.loads(row["categories"])),
        withdrawn=withdrawn_from_row(row),
        **{column: row[column] for column in PLAIN_COLUMNS},
    )


def _supersedes(row: dict[str, Any], stored: sqlite3.Row) -> bool:
    if row["version"] is not None and stored["version"] is not None and row["version"] < stored["version"]:
        return False
    return any(row[column] != stored[column] for column in _COMPARED)


def _words(title: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(title))


def _near_query(title: str) -> str:
    """Return FTS5's query for all but one of the title's longest words: one may be misspelt or of another number.

    FTS5 walks along the rarest word of an AND and skips in the others, so common words cost nothing.
    """
    words = sorted(dict.fromkeys(_words(title)), key=lambda word: (-len(word), word))[:_WORDS]
    if len(words) < 3:
        return " AND ".join(Term(word).fts for word in words)
    left_out = (" AND ".join(Term(word).fts for word in words if word != out) for out in words)
    return " OR ".join(f"({group})" for group in left_out)


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
