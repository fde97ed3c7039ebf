"""Entries as text, a format a function: for other programs, and for people without a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from paperdex.core.cells import no_formula
from paperdex.core.entries import Topic
from paperdex.core.names import parse_name
from paperdex.core.text import printable
from paperdex.storage.rows import EntryRow
from paperdex.workflows.browse import ROW_KEYS, row_to_json

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def to_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON, on one line unless it is set in, with nothing in it that could steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def topic_text(topic: Topic) -> str:
    """A topic as people read it: ``Outer / Inner``."""
    return " / ".join(topic)


def short_authors(authors: tuple[str, ...]) -> str:
    """``Goyal et al.``, ``Hanin and Nica``, ``Ozay``."""
    families = [parse_name(author).family or author for author in authors[:2]]
    return f"{families[0]} et al." if len(authors) > 2 else " and ".join(families)


def year_of(row: EntryRow) -> str:
    """The year of the first version, else of the list's date."""
    return (row.submitted or row.date or "")[:4]


def name_of(row: EntryRow) -> str:
    """The title of an entry; of one that has none and is no work, the identifier that it gives."""
    if row.title or row.id:
        return row.title
    return next((identifier.removeprefix("arxiv:") for identifier in row.identifiers), "")


def remark(row: EntryRow) -> str:
    """What a reader must know of an entry that is not resolved, or whose record is not whole."""
    near = ", ".join(f"{s.work} ({s.score:.2f})" for s in row.suggestions)
    if row.status == "suggested":
        return f"perhaps {near}: {row.reason}"
    if row.status == "unresolved":
        return f"unresolved: {row.reason}"
    if row.source == "list":
        return f"from the list only; perhaps {near}" if near else "from the list only"
    if row.withdrawal:
        return str(row.withdrawal)
    if row.id and row.source is None:
        return "no record yet"
    return "partial" if row.missing else ""


def plain(rows: Iterable[EntryRow]) -> Iterator[str]:
    """A line an entry: identifier, year, authors, title, topic and remark, parted by tabs."""
    for row in rows:
        cells = (
            row.id or "-",
            year_of(row),
            short_authors(row.authors),
            name_of(row),
            topic_text(row.topic),
            remark(row),
        )
        yield "\t".join(printable(cell) for cell in cells) + "\n"


def jsonl(rows: Iterable[EntryRow]) -> Iterator[str]:
    """A JSON object an entry, one a line."""
    for row in rows:
        yield to_json(row_to_json(row)) + "\n"


def json_array(rows: Iterable[EntryRow]) -> Iterator[str]:
    """One JSON array of the same objects."""
    separator = "["
    for row in rows:
        yield f"{separator}\n{to_json(row_to_json(row))}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def ids(rows: Iterable[EntryRow]) -> Iterator[str]:
    """The work's key of each resolved entry, each once, a line each."""
    for work in dict.fromkeys(row.id for row in rows if row.id):
        yield printable(work) + "\n"


def csv_table(rows: Iterable[EntryRow]) -> Iterator[str]:
    """Comma-separated values with a header; a cell that a spreadsheet would take for a formula begins with ``'``."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(ROW_KEYS)
    for row in rows:
        writer.writerow(csv_cell(value) for value in row_to_json(row).values())
        if buffer.tell() > 65536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def csv_cell(value: object) -> str:
    """A value as a cell; one that a spreadsheet would take for a formula begins with ``'``."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(item["url"] if isinstance(item, dict) else str(item) for item in value)
    return no_formula(printable(str(value)))


def markdown(rows: Iterable[EntryRow]) -> Iterator[str]:
    """A reading list again: a heading a topic, an item an entry."""
    before: Topic = ()
    blank = ""
    # What stands under no topic comes first: below a heading it would be taken to stand under it.
    for row in sorted(rows, key=lambda row: bool(row.topic)):
        if row.topic != before:
            shared = sum(1 for _ in takewhile(lambda names: names[0] == names[1], zip(before, row.topic, strict=False)))
            # A topic that is above the one before gets its heading once more.
            for level in range(min(shared, len(row.topic) - 1), len(row.topic)):
                yield f"{blank}{'#' * min(level + 2, 6)} {_escape(row.topic[level])}\n"
                blank = "\n"
            yield "\n"
            before = row.topic
        about = ", ".join(part for part in (short_authors(row.authors), year_of(row)) if part)
        url = row.url or next((link.url for link in row.links), "")
        name = name_of(row) or row.id or "(no title)"
        title = f"[{_escape(name)}](<{_address(url)}>)" if url else _escape(name)
        yield f"- {title}{' — ' + _escape(about) if about else ''}\n"
        blank = "\n"


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(text)).replace("://", "\\://")


def _address(url: str) -> str:
    return printable(url).replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\\", "%5C")


class RowFormat(NamedTuple):
    """An output format of entries."""

    write: Callable[[Iterable[EntryRow]], Iterator[str]]
    summary: str


FORMATS = {
    "plain": RowFormat(plain, "a line an entry, parted by tabs"),
    "jsonl": RowFormat(jsonl, "a JSON object a line"),
    "json": RowFormat(json_array, "one JSON array"),
    "csv": RowFormat(csv_table, "comma-separated values"),
    "markdown": RowFormat(markdown, "a reading list again"),
    "ids": RowFormat(ids, "identifiers only"),
}
"""The formats that are text; ``tree`` and ``table`` are drawn by :mod:`paperdex.cli.render`."""
