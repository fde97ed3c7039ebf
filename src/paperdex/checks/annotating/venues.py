"""How venues are written in a list, and another written in the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from paperdex.checks.annotating.markdown_text import escape
from paperdex.checks.annotating.values import Venue

_NAME_FIRST = re.compile(r"(?P<name>[^\W\d_][^\d]*?)(?P<join>[ ,]{0,2}['’‘`]?[ ]?)(?P<year>(?:19|20)\d\d|\d\d)")
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<join>[ ,-]{1,2})(?P<name>[^\W\d_][^\d]*)")
_PREPRINT = re.compile(r"(?:arxiv|corr|preprint|under review|submitted|submission)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VenueStyle:
    """How a name and its year are joined."""

    join: str = " "
    digits: int = 4
    """Of the year; 0 where it is not written."""
    year_first: bool = False

    def written(self, venue: Venue) -> str:
        """A venue in this style."""
        name, year = escape(venue.name), venue.year[-self.digits :] if self.digits else ""
        if not year:
            return name
        return f"{year}{self.join}{name}" if self.year_first else f"{name}{self.join}{year}"


def style_of(venue: str) -> VenueStyle | None:
    """How a venue is written; ``None`` where it says more than a name and a year."""
    if match := _NAME_FIRST.fullmatch(venue):
        return VenueStyle(match["join"], len(match["year"]))
    if match := _YEAR_FIRST.fullmatch(venue):
        return VenueStyle(match["join"], 4, year_first=True)
    return VenueStyle(digits=0) if not any(c.isdigit() for c in venue) else None


def is_preprint(venue: str) -> bool:
    """Whether a venue only says that the paper has not appeared yet."""
    return bool(_PREPRINT.match(venue.strip()))


def settled(styles: Iterable[VenueStyle | None]) -> VenueStyle:
    """The style of most of these."""
    told = Counter(style for style in styles if style is not None)
    return told.most_common(1)[0][0] if told else VenueStyle()
