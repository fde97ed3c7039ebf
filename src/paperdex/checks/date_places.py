"""Where a date stands in the text, in the usual spellings, and another date in the same spelling."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place

_MONTHS = tuple(calendar.month_name[1:])
_SHORT_MONTHS = tuple(calendar.month_abbr[1:])
_SHORT = 3
_MARKS = r"[ ,.`*_]"
_SUFFIX = r"(?P<suffix>st|nd|rd|th)?"
_TOKEN = re.compile(r"[^\s()\[\]<>\"'{}|]*\Z")
_LONGEST_TOKEN = 300
_TEENS = range(11, 14)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


class DatePlace(NamedTuple):
    """A date where it stands."""

    start: int
    end: int
    match: re.Match[str]

    def rewritten(self, date: str) -> str | None:
        """Another date (``2019-05-24``) in the same spelling; ``None`` where it does not have all parts."""
        year, _, rest = date.partition("-")
        month, _, day = rest.partition("-")
        new = {"year": year, "month": month, "day": day}
        groups = self.match.groupdict()
        present = [name for name in ("year", "month", "day") if groups.get(name)]
        if any(not new[name] for name in present):
            return None
        text, shift = self.match[0], -self.match.start()
        parts: list[tuple[int, int, str]] = []
        for name in present:
            start, end = self.match.span(name)
            parts.append((start + shift, end + shift, self._spelt(name, new[name])))
        if groups.get("suffix"):
            start, end = self.match.span("suffix")
            parts.append((start + shift, end + shift, _ordinal(int(day))))
        for start, end, part in sorted(parts, reverse=True):
            text = text[:start] + part + text[end:]
        return text

    def _spelt(self, name: str, value: str) -> str:
        old = self.match[name]
        if name == "year":
            return value
        if old[:1].isalpha():
            is_short = len(old.rstrip(".")) <= _SHORT + 1 and old.casefold() not in ("may", "june", "july")
            word = (_SHORT_MONTHS if is_short else _MONTHS)[int(value) - 1]
            return word.upper() if old.isupper() else word.lower() if old.islower() else word
        return value if self._is_padded() else str(int(value))

    def _is_padded(self) -> bool:
        numbers = [self.match[name] for name in ("month", "day") if self.match.groupdict().get(name)]
        numbers = [number for number in numbers if number.isdecimal()]
        if any(len(number) == 1 for number in numbers):
            return False
        is_numeric = not re.search(r"[^\W\d_]", self.match[0])
        return is_numeric or any(number.startswith("0") for number in numbers)


def date_places(document: Document, subject: Subject) -> Iterator[DatePlace]:
    """Where the date of an entry stands in it, outside of links and of the title."""
    date = subject.entry.date
    if not date:
        return
    title = title_place(document, subject) or (-1, -1)
    for pattern in _patterns(date):
        for match in pattern.finditer(document.text, subject.start, subject.end):
            in_title = title[0] <= match.start() < title[1]
            before = _TOKEN.search(document.text, max(subject.start, match.start() - _LONGEST_TOKEN), match.start())
            if not in_title and not (before and "/" in before[0]):
                yield DatePlace(match.start(), match.end(), match)


@functools.lru_cache(maxsize=512)
def _patterns(date: str) -> tuple[re.Pattern[str], ...]:
    """The spellings of a date, the plainest first."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if not month:
        return (re.compile(rf"(?<![\w./-])(?P<year>{year})(?![\w/-]|\.\d)"),)
    number = rf"0?{int(month)}"
    spellings: tuple[str, ...]
    name = f"{_MONTHS[int(month) - 1]}|{_SHORT_MONTHS[int(month) - 1]}|{_SHORT_MONTHS[int(month) - 1]}t"
    if not day:
        spellings = (
            rf"(?P<year>{year})[-./](?P<month>{number})(?![\d/-]|\.\d)",
            rf"(?P<year>{year})\s*[年년]\s*(?P<month>{number})\s*[月월]",
            rf"(?P<month>{name})\.?{_MARKS}{{1,4}}(?P<year>{year})(?!\d)",
        )
    else:
        days, last = rf"0?{int(day)}", rf"{_MARKS}{{1,4}}(?P<year>{year})(?!\d)"
        spellings = (
            rf"(?P<year>{year})(?P<sep>[-./])(?P<month>{number})(?P=sep)(?P<day>{days})(?!\d)",
            rf"(?P<year>{year})\s*[年년]\s*(?P<month>{number})\s*[月월]\s*(?P<day>{days})\s*[日일]",
            rf"(?P<day>{days}){_SUFFIX}{_MARKS}{{1,3}}(?:of )?(?P<month>{name})\.?{last}",
            rf"(?P<month>{name})\.?{_MARKS}{{1,3}}(?P<day>{days}){_SUFFIX}{last}",
            rf"(?P<day>{days})(?P<sep>[./])(?P<month>{number})(?P=sep)(?P<year>{year})(?!\d)",
            rf"(?P<month>{number})/(?P<day>{days})/(?P<year>{year})(?!\d)",
        )
    return tuple(re.compile(rf"(?<![\w./-]){spelling}", re.IGNORECASE) for spelling in spellings)


def _ordinal(day: int) -> str:
    return "th" if day in _TEENS else _ORDINALS.get(day % 10, "th")
