"""The date that the list gives is not the paper's.

The date of a paper at arXiv is that of its first version; the date of any later version that is known is accepted too,
and a day may differ by one, since arXiv counts in UTC. A year alone may be the next one, for a conference or a journal,
or one that the record names. Where the paper was published, or most dates of the list are others than arXiv's, the list
may mean another date, and the finding is only likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.date_places import date_places
from paperdex.checks.document import Document, Subject
from paperdex.checks.entry_places import entry_span
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.core.records import BibliographicRecord

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), 2015-03-24\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), 2015-01-02\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", submitted="2015-01-02T18:00:00Z"
    ),
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"['’](\d\d)(?!\d)")
_DAY = 10
_MONTH = 7
_CENTURY = 2000
_FEW = 3
"""So few dates say nothing of what a list means by a date."""
_YEARS_TO_PRINT = 3
"""Years that may pass until a paper is printed, where only its DOI is known."""


class _Dates(NamedTuple):
    """What is known of when a paper came out."""

    first: date
    """Of version 1."""
    known: tuple[date, ...]
    """Of every version that is known."""
    are_all: bool
    """Whether that is every version."""
    years: frozenset[int]
    """That its journal reference and comment name."""
    is_published: bool


def check(document: Document) -> Iterator[Finding]:
    """Each date of an entry that no version of its paper has."""
    judged = 0
    wrong: list[tuple[Subject, _Dates]] = []
    for subject in document.subjects:
        dates = _dates(subject) if subject.entry.date and subject.record else None
        if dates is None or is_wrong_paper(document, subject):
            continue
        judged += 1
        if not _fits(subject.entry.date or "", dates) and not _is_of_title(subject):
            wrong.append((subject, dates))
    means_arxiv = len(wrong) <= _FEW or len(wrong) * 2 <= judged
    for subject, dates in wrong:
        given = subject.entry.date or ""
        places = list(date_places(document, subject))
        start, end = places[0][:2] if places else entry_span(document, subject)
        edit = places[0].rewritten(dates.first.isoformat()) if len(places) == 1 else None
        fix = (
            Fix(f"Write {dates.first.isoformat()[: len(given)]}", (Edit(start, end, edit),), sure=False)
            if edit
            else None
        )
        yield Finding(
            start,
            end,
            f"{subject.work} is of {dates.first.isoformat()}, and no version of it of {given}",
            means_arxiv and _is_sure(subject, dates),
            work=subject.work,
            fix=fix,
            help="Write the date of its first version.",
        )


def _is_of_title(subject: Subject) -> bool:
    """Whether a year that the list seems to give is a word of the title."""
    given, record = subject.entry.date or "", subject.record
    return len(given) < _MONTH and record is not None and given in record.title


def _fits(given: str, dates: _Dates) -> bool:
    if len(given) == _DAY:
        day = _day(given)
        return day is None or any(abs((day - known).days) <= 1 for known in dates.known)
    if len(given) == _MONTH:
        ordinals = (date.fromordinal(known.toordinal() + shift) for known in dates.known for shift in (-1, 0, 1))
        return any(each.isoformat().startswith(given) for each in ordinals)
    year = int(given)
    last = max(dates.known).year
    if dates.is_published and not dates.years:
        last = max(last, dates.first.year + _YEARS_TO_PRINT)
    return year in dates.years or _year_before(dates.first) <= year <= max(last, dates.first.year + 1)


def _year_before(first: date) -> int:
    """The year of the day before: a paper of the first of January is of the old year elsewhere."""
    return date.fromordinal(first.toordinal() - 1).year


def _is_sure(subject: Subject, dates: _Dates) -> bool:
    """Whether nothing but the dates of its versions can be meant."""
    given = subject.entry.date or ""
    if dates.is_published or subject.entry.venue or int(given[:4]) in dates.years:
        return False
    between = dates.first.isoformat()[: len(given)] < given < max(dates.known).isoformat()[: len(given)]
    near = abs(int(given[:4]) - dates.first.year) <= 1 and len(given) < _MONTH
    return not near and (dates.are_all or not between)


def _dates(subject: Subject) -> _Dates | None:
    records = [record for record in (subject.record, *subject.known.other_records) if record]
    first = min(filter(None, (_first(record) for record in records)), default=None)
    if first is None:
        return None
    created = [version.created for record in records for version in record.versions]
    told = [*created, *(record.updated for record in records), *(record.submitted for record in records)]
    known = tuple(sorted({first, *filter(None, (_day(each) for each in told if each))}))
    latest = max((record.version or 0 for record in records), default=0)
    counted = max(len({version.number for version in record.versions}) for record in records)
    words = " ".join(f"{record.journal_ref or ''} {record.comment or ''}" for record in records)
    years = {int(year) for year in _YEAR.findall(words)}
    years |= {_CENTURY + int(year) for year in _SHORT_YEAR.findall(words)}
    is_published = any(record.doi or record.journal_ref for record in records)
    return _Dates(first, known, 0 < latest <= max(counted, 1), frozenset(years), is_published)


def _first(record: BibliographicRecord) -> date | None:
    told = record.submitted or next((version.created for version in record.versions if version.number == 1), None)
    return _day(told) if told else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_DAY])
    except ValueError:
        return None
