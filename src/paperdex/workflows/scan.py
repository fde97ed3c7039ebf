"""What lists contain: no network (but for a list at an address) and no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.workflows.documents import Inputs, read_inputs


def scan(
    inputs: Iterable[str],
    *,
    read_stdin: Callable[[], bytes],
    read_address: Callable[[str], bytes],
    format: str | None = None,
) -> Inputs:
    """Read every list that was named; raises InputError or BadInputs for what can't be read."""
    return read_inputs(inputs, read_stdin=read_stdin, read_address=read_address, format=format)


def entry_row(reading_list: ReadingList, entry: ListEntry) -> dict[str, Any]:
    """One entry as ``scan --format jsonl`` prints it; the keys and their order are part of the contract."""
    arxiv = entry.arxiv
    return {
        "list": reading_list.path,
        "line": entry.line,
        "topic": list(entry.topic),
        "title": entry.title,
        "id": arxiv.value if arxiv else None,
        "version": arxiv.version if arxiv else None,
        "identifiers": [str(identifier) for identifier in entry.well_formed],
        "date": entry.date,
        "authors": list(entry.authors),
        "venue": entry.venue,
        "rating": entry.rating,
        "note": entry.note,
        "links": [{"label": link.label, "url": link.url} for link in entry.links],
        "mentions": list(entry.mentions),
    }
