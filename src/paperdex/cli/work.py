"""One work in full, for people."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from paperdex.cli import console
from paperdex.cli.rows import topic_text
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import printable
from paperdex.core.updates import Change
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
    if record and record.versions:
        yield ""
        yield "Versions"
        for version in record.versions:
            gone = "  withdrawn" if version.withdrawn else ""
            yield f"  {f'v{version.number}':<4} {printable(version.created)}{gone}"
    if found.updates:
        yield ""
        yield "What changed"
        for update in found.updates:
            yield from _wrapped(printable(change_text(update.change)), f"  {update.at[:10]}  ")
    if found.entries:
        yield ""
        yield "In your lists"
        for entry in found.entries:
            yield from _entry_lines(entry)


def change_text(change: Change) -> str:
    """A change in a few words: ``version 1 -> 2``, ``doi 10.1234/x (new)``, ``withdrawn``, ``came back``."""
    if change.field == "withdrawn":
        return change.new or ("came back" if change.old == "withdrawn" else "no longer said to be withdrawn")
    if change.old is None:
        return f"{change.field} {change.new} (new)"
    if change.new is None:
        return f"{change.field} {change.old} (gone)"
    return f"{change.field} {change.old} -> {change.new}"


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
    if record.withdrawal:
        yield from _field("withdrawn", f"{'yes' if record.withdrawal.sure else 'perhaps'}: {record.withdrawal.grounds}")
    yield from _field("address", next((entry.url for entry in found.entries), None))
    others = "".join(f"; {name} from {source}" for name, source in found.told_by.items())
    yield from _field("source", f"{record.source}, {record.retrieved}{others}")
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
        width=min(96, console.columns() - 1),
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )
