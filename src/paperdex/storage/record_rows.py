"""Bibliographic records as rows, and rows as records; nothing is lost on the way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from paperdex.core.records import TRUST, Author, BibliographicRecord, Version, trust
from paperdex.core.text import main_title, normalise_title
from paperdex.storage.values import storable_row, to_json

PLAIN_COLUMNS = ("title", "abstract", "submitted", "updated", "version", "comment", "journal_ref", "doi", "license")
"""Columns that are called as the record's fields, in the library and in the mirror."""

RANK = (
    "CASE records.source "
    + " ".join(f"WHEN '{source}' THEN {trust(source)}" for source in (*TRUST, "list"))
    + f" ELSE {trust('')} END"
)
"""SQL for how much a record is trusted, from 0, the most."""

SELECT_RECORDS = """
SELECT records.*,
    (SELECT json_group_array(json_array(name, family, given, suffix, json(affiliations)))
     FROM (SELECT * FROM record_authors WHERE record_id = records.id ORDER BY position)) AS people,
    (SELECT json_group_array(category)
     FROM (SELECT category FROM record_categories WHERE record_id = records.id ORDER BY position)) AS categories,
    (SELECT json_group_array(json_array(version, created, withdrawn))
     FROM (SELECT * FROM record_versions WHERE record_id = records.id ORDER BY version)) AS versions
FROM records
"""


def record_from_row(row: sqlite3.Row) -> BibliographicRecord:
    """Return the record of a row of ``SELECT_RECORDS``."""
    return BibliographicRecord(
        work=row["work_id"],
        source=row["source"],
        retrieved=row["retrieved"],
        authors=authors_from_json(row["people"]),
        categories=tuple(json.loads(row["categories"])),
        withdrawn=withdrawn_from_row(row),
        versions=tuple(
            Version(number, created, None if withdrawn is None else bool(withdrawn))
            for number, created, withdrawn in json.loads(row["versions"])
        ),
        **{column: row[column] for column in PLAIN_COLUMNS},
    )


def plain_values(record: BibliographicRecord) -> dict[str, Any]:
    """Return the columns that hold one field each, as SQLite can hold them; ``retrieved`` isn't one of them."""
    withdrawn = None if record.withdrawn is None else int(record.withdrawn)
    return storable_row({column: getattr(record, column) for column in PLAIN_COLUMNS} | {"withdrawn": withdrawn})


def withdrawn_from_row(row: sqlite3.Row) -> bool | None:
    """Return the flag, which SQLite keeps as an integer."""
    return None if row["withdrawn"] is None else bool(row["withdrawn"])


def author_rows(record: BibliographicRecord) -> list[dict[str, Any]]:
    """Return a row for each author."""
    return [
        storable_row(
            {
                "position": position,
                "name": author.name,
                "family": author.family,
                "given": author.given,
                "suffix": author.suffix,
                "affiliations": to_json(author.affiliations),
            }
        )
        for position, author in enumerate(record.authors)
    ]


def category_rows(record: BibliographicRecord) -> list[dict[str, Any]]:
    """Return a row for each category."""
    return [
        storable_row({"position": position, "category": category})
        for position, category in enumerate(record.categories)
    ]


def version_rows(record: BibliographicRecord) -> list[dict[str, Any]]:
    """Return a row for each version."""
    return [
        storable_row(
            {
                "version": version.number,
                "created": version.created,
                "withdrawn": None if version.withdrawn is None else int(version.withdrawn),
            }
        )
        for version in record.versions
    ]


def authors_to_json(authors: Iterable[Author]) -> str:
    """Return ``[[name, family, given, suffix, [affiliations]], ...]``."""
    return to_json([[a.name, a.family, a.given, a.suffix, a.affiliations] for a in authors])


def authors_from_json(text: str) -> tuple[Author, ...]:
    """Return the authors that ``authors_to_json`` wrote."""
    return tuple(
        Author(name, family, given, suffix, tuple(affiliations))
        for name, family, given, suffix, affiliations in json.loads(text)
    )


def title_keys(title: str) -> dict[str, str | None]:
    """Return the normal forms by which a title is found: of the whole, and of the part before a subtitle."""
    main = main_title(title)
    return {"title_key": normalise_title(title), "main_key": (normalise_title(main) or None) if main else None}
