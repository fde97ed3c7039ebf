"""The date that the list gives is not the paper's.

The date of a paper at arXiv is that of its first version; the date of any later version that is known is accepted too,
and a day may differ by one, since arXiv counts in UTC. A year alone may be the next one, for a conference or a journal,
or one that the record names. Where the paper was published, or most dates of the list are others than arXiv's, the list
may mean another date, and the finding is only likely.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.date_places import date_places
from paperdex.checks.document import Document, Subject
from paperdex.checks.entry_places import entry_span
from paperdex.checks.record_dates import RecordDates, dates_of, fits
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), 2015-03-24\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), 2015-01-02\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", submitted="2015-01-02T18:00:00Z"
    ),
)

_YEAR, _MONTH = 4, 7
_YEARS_TO_PUBLISH = 3
"""A year alone so much later may be that of a conference or journal which nobody told arXiv of."""
_LONGEST = 4000
"""Characters of an entry that are looked at."""
_FEW = 3
"""So few dates say nothing of what a list means by a date."""


def check(document: Document) -> Iterator[Finding]:
    """Each date of an entry that no version of its paper has."""
    judged = 0
    wrong: list[tuple[Subject, RecordDates]] = []
    for subject in document.subjects:
        dates = _dates(subject)
        if dates is None or is_wrong_paper(document, subject):
            continue
        judged += 1
        if not fits(subject.entry.date or "", dates) and not _is_explained(document, subject):
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
            help=f"Its first version is of {dates.first.isoformat()}.",
        )


def _dates(subject: Subject) -> RecordDates | None:
    if not subject.entry.date or subject.record is None:
        return None
    return dates_of((subject.record, *subject.known.other_records))


def _is_explained(document: Document, subject: Subject) -> bool:
    """Whether the date is another one than that of the paper: it stands in the title, or is that of the journal."""
    return _is_of_title(document, subject) or _is_told(document, subject)


def _is_of_title(document: Document, subject: Subject) -> bool:
    """Whether the date that the list seems to give stands in the title."""
    given, record = subject.entry.date or "", subject.record
    if record is None or given[:_YEAR] not in record.title:
        return False
    return len(given) < _MONTH or next(date_places(document, subject), None) is None


def _is_told(document: Document, subject: Subject) -> bool:
    """Whether the record names the date too, be it as that of the journal: the entry repeats what it says."""
    record = subject.record
    told = [text for text in (record.journal_ref, record.comment) if text] if record else []
    written = [document.text[place.start : place.end] for place in date_places(document, subject)]
    if record and any(date in text for date in written for text in (*told, record.title)):
        return True
    told = [text for text in told if (subject.entry.date or "")[:_YEAR] in text]
    if not told:
        return False
    entry = normalise_title(document.text[subject.start : min(subject.end, subject.start + _LONGEST)])
    return any((key := normalise_title(text)) and key in entry for text in told)


def _is_sure(subject: Subject, dates: RecordDates) -> bool:
    """Whether nothing but the dates of its versions can be meant."""
    given = subject.entry.date or ""
    if dates.is_published or subject.entry.venue or int(given[:4]) in dates.years:
        return False
    between = dates.first.isoformat()[: len(given)] < given < max(dates.known).isoformat()[: len(given)]
    later = int(given[:4]) - dates.first.year
    near = len(given) < _MONTH and -1 <= later <= _YEARS_TO_PUBLISH
    return not near and (dates.are_all or not between)
