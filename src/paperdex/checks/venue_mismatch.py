"""The list names another conference or journal than the record does, or another year of the same one.

The record's journal reference and comment are read for the venues that they plainly name, under any of their names
(NIPS is NeurIPS) and however a journal is abbreviated. Where a paper was only submitted to, workshops and preprint
servers are no venue. A conference in the list and a journal in the record, or the other way round, may both be right,
and nothing is said, but for a conference of computing where arXiv has the paper in no category of computing.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.entry_places import entry_span
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.checks.titles import find_title
from paperdex.checks.venue_names import contradicts, venues_of
from paperdex.core.records import BibliographicRecord

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), TEACON 2016\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), TEACON 2015\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", comment="Accepted at TEACON 2015"
    ),
)


def check(document: Document) -> Iterator[Finding]:
    """Each venue of an entry that its record contradicts."""
    for subject in document.subjects:
        record, given = subject.record, subject.entry.venue
        if record is None or not given:
            continue
        if not contradicts(given, record) or is_wrong_paper(document, subject):
            continue
        start, end = find_title(document.text, subject.start, subject.end, given) or entry_span(document, subject)
        named = record.journal_ref if record.journal_ref and venues_of(record.journal_ref) else record.comment
        message = f"the record of {record.work} names another venue: {named}"
        yield Finding(start, end, message, sure=False, work=record.work)
