"""What records were before, and what changed in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from paperdex.core.records import BibliographicRecord
from paperdex.core.updates import Change, changes_between
from paperdex.storage.connect import Store
from paperdex.storage.rows import UpdateRow
from paperdex.storage.values import storable_row, to_json

if TYPE_CHECKING:
    from sqlite_utils import Database


def note_updates(
    database: Database,
    before: Mapping[str, BibliographicRecord],
    after: Mapping[str, BibliographicRecord],
    told: Mapping[str, BibliographicRecord],
) -> None:
    """Note what changed in works, from the records that were shown of them to those that are shown now.

    ``told`` are the records by which that became known: their source and time are the change's. The record that is
    shown may be an older one, to which another source now adds that the paper is withdrawn.
    """
    rows = [
        {"work_id": work, "at": told[work].retrieved, "source": told[work].source, **asdict(change)}
        for work, new in after.items()
        if work in before
        for change in changes_between(before[work], new)
    ]
    database.table("updates").insert_all(map(storable_row, rows))


def keep_earlier(database: Database, records: Iterable[BibliographicRecord]) -> None:
    """Keep records that are about to be replaced by other ones."""
    rows = [
        {"work_id": r.work, "source": r.source, "retrieved": r.retrieved, "record": to_json(asdict(r))} for r in records
    ]
    database.table("earlier_records").insert_all(map(storable_row, rows))


def updates_of(store: Store, *, work: str | None = None, since: str = "") -> list[UpdateRow]:
    """Return what changed at ``since`` (UTC, ISO 8601) or later: latest first, a work's changes together."""
    sql = """
        SELECT u.*, coalesce(r.title, u.work_id) AS title FROM updates u
        JOIN works w ON w.id = u.work_id LEFT JOIN records r ON r.id = w.record_id
        WHERE u.at >= ? AND (? IS NULL OR u.work_id = ?) ORDER BY u.at DESC, u.work_id, u.id
    """
    return [
        UpdateRow(row["work_id"], row["title"], row["at"], row["source"], Change(row["field"], row["old"], row["new"]))
        for row in store.rows(sql, [since, work, work])
    ]


def earlier_records(store: Store, work: str) -> list[dict[str, Any]]:
    """Return the records of a work that were replaced, latest first."""
    sql = "SELECT record FROM earlier_records WHERE work_id = ? ORDER BY retrieved DESC, id DESC"
    return [json.loads(row["record"]) for row in store.rows(sql, [work])]
