"""Where the date of an entry stands in the text, and another date in the same spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperdex.checks.date_styles import DateStyle, find_dates, settled
from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place

_TOKEN = re.compile(r"[^\s()\[\]<>\"'{}|]*\Z")
_TOKEN_OF_CELL = re.compile(r"[^\s()\[\]<>\"'{}|,;]*\Z")
"""What stands in front of a date without a blank: the beginning of an address, say."""
_LONGEST_TOKEN = 300


class DatePlace(NamedTuple):
    """A date where it stands."""

    start: int
    end: int
    style: DateStyle

    def rewritten(self, date: str) -> str | None:
        """Another date (``2019-05-24``) in the same spelling; ``None`` where it does not have all parts."""
        style = settled([self.style])
        return style.written(date) if style else None


def date_places(document: Document, subject: Subject) -> Iterator[DatePlace]:
    """Where the date of an entry stands in it, outside of links and of the title."""
    if not subject.entry.date:
        return
    title = title_place(document, subject) or (-1, -1)
    token = _TOKEN_OF_CELL if document.list.format == "csv" else _TOKEN
    for start, end, style in find_dates(document.text, subject.start, subject.end, subject.entry.date):
        in_title = title[0] <= start < title[1]
        before = token.search(document.text, max(subject.start, start - _LONGEST_TOKEN), start)
        if not in_title and not (before and "/" in before[0]):
            yield DatePlace(start, end, style)
