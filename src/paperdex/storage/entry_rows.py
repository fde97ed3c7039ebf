"""Entries with their works and best records, read in one statement, so that every row is of one moment."""

# Only names that this package writes itself are put into SQL; values are always bound.
# ruff: noqa: S608

from __future__ import annotations

import json
import sqlite3

from paperdex.core.entries import Link
from paperdex.core.resolution import Suggestion
from paperdex.storage.record_rows import RANK, withdrawn_from_row
from paperdex.storage.rows import EntryRow

OF_ENTRIES = """
JOIN lists l ON l.id = e.list_id
LEFT JOIN topics t ON t.id = e.topic_id
LEFT JOIN works w ON w.id = e.work_id
LEFT JOIN records r ON r.id = w.record_id
"""

ENTRIES = f"FROM entries e {OF_ENTRIES}"


def _array(values: str, table: str, owner: str) -> str:
    """SQL for a JSON array of an entry's or a record's rows of another table, in their order."""
    return f"(SELECT json_group_array({values}) FROM (SELECT * FROM {table} WHERE {owner} ORDER BY position))"


_OF_ENTRY = "entry_id = e.id"
_OF_RECORD = "record_id = r.id"

# The source of the best record may not be able to tell, and another one that knows this version or a later one can:
# what paperdex.core.records.combined does.
_WITHDRAWN = f"""coalesce(r.withdrawn, (
        SELECT withdrawn FROM records WHERE work_id = r.work_id AND withdrawn IS NOT NULL
        AND (version IS NULL OR r.version IS NULL OR version >= r.version) ORDER BY {RANK}, retrieved DESC LIMIT 1
    ))"""

SELECT_ENTRIES = f"""
SELECT l.path AS list, l.location, e.line, e.position, t.path AS topic, e.status, e.reason, e.work_id, w.cite_key,
    e.title AS title_in_list, e.abstract AS abstract_in_list, e.date, e.venue, e.rating, e.note,
    r.title, r.abstract, r.submitted, r.updated, r.version, r.comment, r.journal_ref, r.doi, r.source,
    {_WITHDRAWN} AS withdrawn,
    {_array("name", "record_authors", _OF_RECORD)} AS authors,
    {_array("name", "entry_authors", _OF_ENTRY)} AS authors_in_list,
    {_array("category", "record_categories", _OF_RECORD)} AS categories,
    {_array("json_array(scheme, value)", "entry_identifiers", _OF_ENTRY)} AS identifiers,
    {_array("json_array(label, url)", "entry_links", _OF_ENTRY)} AS links,
    {_array("work", "entry_mentions", _OF_ENTRY)} AS mentions,
    {_array("json_array(work_id, title, score)", "entry_suggestions", _OF_ENTRY)} AS suggestions
"""


def entry_from_row(row: sqlite3.Row) -> EntryRow:
    """Return the entry of a row of ``SELECT_ENTRIES``."""
    categories = tuple(json.loads(row["categories"]))
    authors = tuple(json.loads(row["authors"]))
    identifiers = [(scheme, value) for scheme, value in json.loads(row["identifiers"]) if scheme != "malformed"]
    return EntryRow(
        list=row["list"],
        line=row["line"],
        topic=tuple(json.loads(row["topic"] or "[]")),
        status=row["status"],
        id=row["work_id"],
        title=row["title"] if row["title"] is not None else row["title_in_list"],
        title_in_list=row["title_in_list"],
        authors=authors or tuple(json.loads(row["authors_in_list"])),
        abstract=row["abstract"] or row["abstract_in_list"],
        submitted=row["submitted"],
        updated=row["updated"],
        version=row["version"],
        primary_category=categories[0] if categories else None,
        categories=categories,
        comment=row["comment"],
        journal_ref=row["journal_ref"],
        doi=row["doi"] or next((value for scheme, value in identifiers if scheme == "doi"), None),
        venue=row["venue"],
        rating=row["rating"],
        note=row["note"],
        links=tuple(Link(label, url) for label, url in json.loads(row["links"])),
        url=page_of(row["work_id"]),
        reason=row["reason"],
        date=row["date"],
        suggestions=tuple(Suggestion(*suggestion) for suggestion in json.loads(row["suggestions"])),
        source=row["source"],
        missing=_missing(row, authors, categories),
        cite_key=row["cite_key"],
        identifiers=tuple(f"{scheme}:{value}" for scheme, value in identifiers),
        mentions=tuple(json.loads(row["mentions"])),
        location=row["location"],
        position=row["position"],
        withdrawn=withdrawn_from_row(row),
    )


def page_of(work: str | None) -> str | None:
    """Return the address of a work's page: arXiv's abstract page, the DOI's, or the address that is its key."""
    if work is None:
        return None
    scheme, colon, value = work.partition(":")
    if not colon:
        return f"https://arxiv.org/abs/{work}"
    return f"https://doi.org/{value}" if scheme == "doi" else value


def _missing(row: sqlite3.Row, authors: tuple[str, ...], categories: tuple[str, ...]) -> tuple[str, ...]:
    if row["work_id"] is None:
        return ()
    if row["source"] is None:
        return ("record",)
    needed = {
        "authors": authors,
        "abstract": row["abstract"],
        "submitted": row["submitted"],
        "categories": categories,
    }
    return tuple(name for name, value in needed.items() if not value)
