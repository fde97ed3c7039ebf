"""A table of comma-separated values, for spreadsheets and data frames: a header, and a row a work.

Columns are ``cite_key``, ``id`` (the work's key), ``title``, ``authors``, ``more_authors`` (whether there are others),
``date`` (of version 1, else the list's), ``submitted``, ``updated``, ``version``, ``primary_category``, ``categories``,
``topics``, ``venue`` (the list's), ``journal_ref``, ``comment``, ``withdrawn`` (the grounds), ``doi``, ``url``,
``note`` (the list keeper's) and ``abstract``. Authors, categories and topics are parted by ``; ``, the levels of a
topic by `` / ``. A cell that a spreadsheet would take for a formula begins with ``'``. Text is plain Unicode, math in
characters where there are some. A spreadsheet takes an ``id`` such as 1706.02670 for a number, and drops the last zero,
unless that column is read as text; ``url`` is safe.

What this format loses: which list a work is in, parted names, affiliations, licence, and TeX that has characters.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from paperdex.core.bibliography import TopicGroup
from paperdex.core.cells import no_formula
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.rows import keys, rows


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the header, then a row at a time; a work of several topics is one row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(keys(options))
    for row in rows(bibliography, options):
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(no_formula(_cell(value)) for value in row.values())
    yield buffer.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(" / ".join(part) if isinstance(part, list) else part for part in value)
        case _:
            return str(value)
