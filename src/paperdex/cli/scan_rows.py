"""What ``scan`` found as text, a format a function: nothing here needs more than the standard library."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from paperdex.cli.rows import csv_cell, short_authors, to_json, topic_text
from paperdex.core.columns import columns_of
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.text import printable
from paperdex.workflows.scan import Remark, Scanned, entry_row

_CHUNK = 65536
"""Characters of CSV that are written at once."""


def identifier_text(entry: ListEntry) -> str:
    """What names the paper best: the arXiv identifier with its version, else the DOI or address, else ``-``."""
    if entry.arxiv:
        return f"{entry.arxiv.value}{f'v{entry.arxiv.version}' if entry.arxiv.version else ''}"
    return str(entry.well_formed[0]) if entry.well_formed else "-"


def remark_text(remarks: Iterable[Remark]) -> str:
    """Everything that is wrong with an entry, in one line."""
    return "; ".join(remark.text for remark in remarks)


def table_cell(entry: ListEntry) -> str:
    """The identifier as a narrow column shows it: of what is not arXiv's, the scheme."""
    if entry.arxiv:
        return identifier_text(entry)
    if entry.malformed:
        return f"{entry.malformed[0].raw} ({entry.malformed[0].reason})"
    return entry.well_formed[0].scheme if entry.well_formed else "-"


def table(lists: Sequence[Scanned]) -> Iterator[str]:
    """The terminal's table as lines of any length, its columns lined up; with several lists, each row names its own."""
    named = len(lists) > 1
    header = ("list", "line", "id", "date", "title", "topic")[0 if named else 1 :]
    rows = [header]
    for each in lists:
        for entry in each.list.entries:
            cells = (str(entry.line), table_cell(entry), entry.date or "", entry.title, topic_text(entry.topic))
            rows.append(tuple(printable(cell) for cell in ((each.list.path, *cells) if named else cells)))
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            " " * (width - columns_of(cell)) + cell if name == "line" else cell + " " * (width - columns_of(cell))
            for name, cell, width in zip(header, row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip() + "\n"


def plain(lists: Iterable[Scanned]) -> Iterator[str]:
    """A line an entry, its parts parted by tabs: as ``list`` prints it, and where it stands."""
    for each in lists:
        for entry, remarks in each.rows():
            cells = (
                identifier_text(entry),
                (entry.date or "")[:4],
                short_authors(entry.authors),
                entry.title,
                topic_text(entry.topic),
                remark_text(remarks),
                f"{each.list.path}:{entry.line}",
            )
            yield "\t".join(printable(cell) for cell in cells) + "\n"


def jsonl(lists: Iterable[Scanned]) -> Iterator[str]:
    """A JSON object an entry, one a line."""
    for reading_list, entry in _entries(lists):
        yield to_json(entry_row(reading_list, entry)) + "\n"


def json_array(lists: Iterable[Scanned]) -> Iterator[str]:
    """One JSON array of the same objects."""
    separator = "["
    for reading_list, entry in _entries(lists):
        yield f"{separator}\n{to_json(entry_row(reading_list, entry))}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def csv_table(lists: Iterable[Scanned]) -> Iterator[str]:
    """Comma-separated values with a header; a cell that a spreadsheet would take for a formula begins with ``'``."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(entry_row(ReadingList("", ""), ListEntry(1, "")))
    for reading_list, entry in _entries(lists):
        writer.writerow(csv_cell(value) for value in entry_row(reading_list, entry).values())
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def ids(lists: Iterable[Scanned]) -> Iterator[str]:
    """The arXiv identifier of each paper, without version, each once, a line each."""
    for work in dict.fromkeys(entry.arxiv.value for _, entry in _entries(lists) if entry.arxiv):
        yield f"{work}\n"


def _entries(lists: Iterable[Scanned]) -> Iterator[tuple[ReadingList, ListEntry]]:
    return ((each.list, entry) for each in lists for entry in each.list.entries)


class ScanFormat(NamedTuple):
    """An output format of what was found."""

    write: Callable[[Sequence[Scanned]], Iterator[str]]
    summary: str


FORMATS = {
    "table": ScanFormat(table, "a table"),
    "plain": ScanFormat(plain, "a line an entry, parted by tabs"),
    "jsonl": ScanFormat(jsonl, "a JSON object a line"),
    "json": ScanFormat(json_array, "one JSON array"),
    "csv": ScanFormat(csv_table, "comma-separated values"),
    "ids": ScanFormat(ids, "arXiv identifiers only"),
}
"""The formats that are text; the tree, and the table on a terminal, are drawn by :mod:`paperdex.cli.render`."""
