"""When a paper came out, as its records tell it, and whether a date of a list is one of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from paperdex.core.records import BibliographicRecord

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"['’](\d\d)(?!\d)")
_DAY = len("2015-01-02")
_MONTH = len("2015-01")
_CENTURY = 2000
_YEARS_TO_PRINT = 3
"""Years that may pass until a paper is printed, where only its DOI is known."""


class RecordDates(NamedTuple):
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


def dates_of(records: Iterable[BibliographicRecord]) -> RecordDates | None:
    """What the records of one paper tell; ``None`` where they do not have the date of version 1."""
    records = list(records)
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
    return RecordDates(first, known, 0 < latest <= max(counted, 1), frozenset(years), is_published)


def _first(record: BibliographicRecord) -> date | None:
    told = record.submitted or next((version.created for version in record.versions if version.number == 1), None)
    return _day(told) if told else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:_DAY])
    except ValueError:
        return None


def fits(given: str, dates: RecordDates) -> bool:
    """Whether a date with or without its month and day is that of a version, or a year that may be meant."""
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
