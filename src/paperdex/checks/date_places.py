"""Where a date stands in the text, in the usual spellings, and another date in the same spelling."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place

_MONTHS = tuple(calendar.month_name[1:])
_SHORT_MONTHS = tuple(calendar.month_abbr[1:])
_SHORT = 3
_NUMBERS = {name.casefold(): number for number, name in enumerate(_SHORT_MONTHS, start=1)}
_MARKS = r"[ ,.`*_]"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH, _DAY = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})(?!\d)"
_NAME = rf"(?P<month>{'|'.join(_MONTHS)}|Sept|{'|'.join(_SHORT_MONTHS)})\.?"
_NAMED_DAY = r"(?P<day>\d{1,2})(?P<suffix>st|nd|rd|th)?"
_LAST = rf"{_MARKS}{{1,4}}{_YEAR}(?!\d)"


def _compiled(*spellings: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![\w./-]){spelling}", re.IGNORECASE) for spelling in spellings)


_SPELLINGS = {
    1: _compiled(rf"{_YEAR}(?![\w/-]|\.\d)"),
    2: _compiled(
        rf"{_YEAR}[-./]{_MONTH}(?![\d/-]|\.\d)",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월]",
        rf"{_NAME}{_LAST}",
    ),
    3: _compiled(
        rf"{_YEAR}(?P<sep>[-./]){_MONTH}(?P=sep){_DAY}",
        rf"{_YEAR}\s*[年년]\s*{_MONTH}\s*[月월]\s*{_DAY}\s*[日일]",
        rf"{_NAMED_DAY}{_MARKS}{{1,3}}(?:of )?{_NAME}{_LAST}",
        rf"{_NAME}{_MARKS}{{1,3}}{_NAMED_DAY}{_LAST}",
        rf"(?P<day>\d{{1,2}})(?P<sep>[./]){_MONTH}(?P=sep){_YEAR}(?!\d)",
        rf"{_MONTH}/(?P<day>\d{{1,2}})/{_YEAR}(?!\d)",
    ),
}
"""Spellings of a date by how many parts it has, the plainest first."""
_TOKEN = re.compile(r"[^\s()\[\]<>\"'{}|]*\Z")
_TOKEN_OF_CELL = re.compile(r"[^\s()\[\]<>\"'{}|,;]*\Z")
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
    wanted = tuple(map(int, date.split("-")))
    token = _TOKEN_OF_CELL if document.list.format == "csv" else _TOKEN
    for pattern in _SPELLINGS[len(wanted)]:
        for match in pattern.finditer(document.text, subject.start, subject.end):
            in_title = title[0] <= match.start() < title[1]
            before = token.search(document.text, max(subject.start, match.start() - _LONGEST_TOKEN), match.start())
            if _says(match) == wanted and not in_title and not (before and "/" in before[0]):
                yield DatePlace(match.start(), match.end(), match)


def _says(match: re.Match[str]) -> tuple[int, ...]:
    groups = match.groupdict()
    parts = [groups.get(name) for name in ("year", "month", "day")]
    return tuple(int(part) if part.isdecimal() else _NUMBERS[part[:_SHORT].casefold()] for part in parts if part)


def _ordinal(day: int) -> str:
    return "th" if day in _TEENS else _ORDINALS.get(day % 10, "th")
