"""One work in full, for people."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from paperdex.cli.rows import topic_text
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import printable
from paperdex.storage.rows import EntryRow, WorkRow

_LABEL = 12


def work_lines(found: WorkRow) -> Iterator[str]:
    """The lines of a work: its record, and every entry that names it."""
    record = found.record
    yield printable(record.title if record else found.work)
    yield ""
    if record is None:
        yield from _field("record", found.gap or "none yet: run paperdex fetch with the list that names it")
    else:
        yield from _record_lines(found, record)
    if found.entries:
        yield ""
        yield "In your lists"
        for entry in found.entries:
            yield from _entry_lines(entry)


def _record_lines(found: WorkRow, record: BibliographicRecord) -> Iterator[str]:
    yield from _field("work", found.work)
    yield from _field("cite key", found.cite_key)
    yield from _field("authors", ", ".join(author.name for author in record.authors))
    yield from _field("submitted", record.submitted)
    latest = record.updated or ""
    if record.version is not None:
        latest = f"{latest} (v{record.version})".strip()
    yield from _field("updated", latest)
    yield from _field("categories", ", ".join(record.categories))
    yield from _field("comment", record.comment)
    yield from _field("journal ref", record.journal_ref)
    yield from _field("doi", record.doi)
    yield from _field("licence", record.license)
    yield from _field("withdrawn", "yes" if record.withdrawn else None)
    yield from _field("address", next((entry.url for entry in found.entries), None))
    yield from _field("source", f"{record.source}, {record.retrieved}")
    if record.missing and record.source != "list":
        yield from _field("missing", ", ".join(record.missing))
    if record.abstract:
        yield ""
        for paragraph in record.abstract.split("\n\n"):
            yield from _wrapped(printable(paragraph), "")


def _entry_lines(entry: EntryRow) -> Iterator[str]:
    yield f"  {printable(entry.list)}:{entry.line}" + (f"  {printable(topic_text(entry.topic))}" if entry.topic else "")
    for name, value in (
        ("as", entry.title_in_list if entry.title_in_list != entry.title else None),
        ("date", entry.date),
        ("venue", entry.venue),
        ("rating", "•" * entry.rating if entry.rating else None),
        ("note", entry.note),
        ("links", ", ".join(f"{link.label} {link.url}".strip() for link in entry.links)),
        ("mentions", ", ".join(entry.mentions)),
    ):
        yield from (f"    {line}" for line in _field(name, value))


def _field(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield from _wrapped(printable(value), f"{name:<{_LABEL}}")


def _wrapped(value: str, label: str) -> Iterator[str]:
    """Wrapped for a terminal, one line otherwise."""
    if not sys.stdout.isatty():
        yield label + value
        return
    yield from textwrap.wrap(
        value,
        width=96,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )
