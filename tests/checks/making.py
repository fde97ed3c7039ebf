"""Documents for the tests of the rules: lists read as ever, and records given instead of fetched."""

from __future__ import annotations

from collections.abc import Iterable

from paperdex.checks import get_rule
from paperdex.checks.base import Finding
from paperdex.checks.document import Document, Known
from paperdex.checks.source_text import SourceText
from paperdex.core.entries import ListEntry
from paperdex.core.matching import match_title
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution
from paperdex.lists import read_list


def make_document(
    text: str,
    records: Iterable[BibliographicRecord] = (),
    *,
    format: str | None = None,
    others: Iterable[BibliographicRecord] = (),
    unknown: Iterable[str] = (),
) -> Document:
    """A document whose entries are resolved with these records; ``others`` are further records of the same works."""
    records, others, unknown = list(records), list(others), set(unknown)
    data = text.encode()
    reading_list = read_list(data, "list.md", format)

    def known(entry: ListEntry) -> Known:
        named = entry.arxiv or next((i for i in entry.well_formed if i.scheme == "doi"), None)
        resolution = Resolution("resolved", work=named.work) if named else match_title(entry, records)
        resolution = resolution or Resolution("unresolved", reason="no paper has this title")
        work = resolution.work
        return Known(
            resolution,
            next((r for r in records if r.work == work), None),
            tuple(r for r in others if r.work == work),
            tuple(r for r in records if r.work != work and r.title == entry.title),
            unknown=work in unknown,
        )

    return Document(reading_list, SourceText(data.decode()), [known(entry) for entry in reading_list.entries])


def find(name: str, text: str, records: Iterable[BibliographicRecord] = (), **more: object) -> list[Finding]:
    """What a rule finds in a text."""
    return sorted(get_rule(name).check(make_document(text, records, **more)), key=lambda each: each.start)  # type: ignore[arg-type]


def mended(text: str, findings: Iterable[Finding]) -> str:
    """A text with the edits of all fixes made."""
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
