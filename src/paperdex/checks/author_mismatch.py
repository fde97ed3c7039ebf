"""The list names an author that the paper does not have.

The family names are compared with those of the record, so that initials, accents, umlauts in two letters, the order of
names and ``et al.`` make no difference, and neither does a list that gives the first author alone. Where none of the
authors is the record's, it is a fault for sure; where one of several is not, it is likely. In a list that gives authors
a single name may also stand where a remark could.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paperdex.checks.base import Finding
from paperdex.checks.document import Document, Subject
from paperdex.checks.entry_places import entry_span
from paperdex.checks.lone_authors import lone_authors
from paperdex.checks.people import misfit
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.checks.titles import find_title
from paperdex.core.names import parse_name
from paperdex.core.records import Author, BibliographicRecord

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), Ada Invented and Eve Fictive\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), Ada Invented and Bob Imaginary\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001",
        "Teapots and Their Lids",
        "arxiv",
        "2026-01-01T00:00:00Z",
        authors=(Author("Ada Invented", "Invented", "Ada"), Author("Bob Imaginary", "Imaginary", "Bob")),
    ),
)

_MOST_NAMES = 5


def check(document: Document) -> Iterator[Finding]:
    """Each author of an entry that its record does not have; one finding where it has none of them."""
    alone = lone_authors(document)
    for subject in document.subjects:
        record, entry = subject.record, subject.entry
        if record is None or not (entry.authors or subject.index in alone):
            continue
        found = misfit(entry if entry.authors else replace(entry, authors=(alone[subject.index],)), record)
        if not found.strangers or is_wrong_paper(document, subject):
            continue
        help_line = f"The record has {_some(record)}."
        if len(found.strangers) < found.compared:
            for name in found.strangers:
                start, end = _place(document, subject, name)
                message = f"{name} is not among the authors of {record.work}"
                yield Finding(start, end, message, sure=False, work=record.work, help=help_line)
            continue
        start, end = _place(document, subject, found.strangers[0])
        names = ", ".join(found.strangers[:_MOST_NAMES])
        sure = bool(entry.authors) and any(len(name.split()) > 1 for name in found.strangers)
        yield Finding(
            start, end, f"no author of {record.work} is named: {names}", sure, work=record.work, help=help_line
        )


def _place(document: Document, subject: Subject, name: str) -> tuple[int, int]:
    """Where a name stands, else its family name, else the title."""
    for written in (name, parse_name(name).family):
        place = find_title(document.text, subject.start, subject.end, written)
        if place:
            return place
    return entry_span(document, subject)


def _some(record: BibliographicRecord) -> str:
    names = [author.name for author in record.authors[:_MOST_NAMES]]
    rest = len(record.authors) - len(names)
    return ", ".join(names) + (f" and {rest} more" if rest else "")
