"""The list names another conference or journal than the record does, or another year of the same one.

The record's journal reference and comment are read for the venues that they plainly name, under any of their names
(NIPS is NeurIPS). Where a paper was only submitted to, workshops and preprint servers are no venue. A conference in the
list and a journal in the record, or the other way round, may both be right, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.entry_places import entry_span
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.checks.titles import find_title
from paperdex.checks.venue_names import Venue, venues_named, venues_of
from paperdex.core.records import BibliographicRecord

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), TEACON 2016\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), TEACON 2015\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", comment="Accepted at TEACON 2015"
    ),
)

_YEARS_IN_PRINT = 1
"""A journal has a year online and perhaps the next one in print."""


def check(document: Document) -> Iterator[Finding]:
    """Each venue of an entry that its record contradicts."""
    for subject in document.subjects:
        record, given = subject.record, subject.entry.venue
        if record is None or not given:
            continue
        ours = venues_named(given)
        theirs = [venue for text in (record.journal_ref, record.comment) if text for venue in venues_of(text)]
        if not ours or _agree(ours, theirs) or is_wrong_paper(document, subject):
            continue
        start, end = find_title(document.text, subject.start, subject.end, given) or entry_span(document, subject)
        named = record.journal_ref if record.journal_ref and venues_of(record.journal_ref) else record.comment
        message = f"the record of {record.work} names another venue: {named}"
        yield Finding(start, end, message, sure=False, work=record.work)


def _agree(ours: Sequence[Venue], theirs: Sequence[Venue]) -> bool:
    """Whether some venue is the same in the same year, or none can be compared."""
    comparable = [(a, b) for a in ours for b in theirs if a.kind == b.kind]
    return not comparable or any(a.name == b.name and _years_agree(a, b) for a, b in comparable)


def _years_agree(ours: Venue, theirs: Venue) -> bool:
    if not ours.years or not theirs.years:
        return True
    apart = _YEARS_IN_PRINT if ours.kind == "journal" else 0
    return any(abs(a - b) <= apart for a in ours.years for b in theirs.years)
