"""Where a title stands in the text: under its markup, over the ends of lines."""

from __future__ import annotations

import functools
import re

from paperdex.checks.document import Document, Subject

_WORD = re.compile(r"\w+")
_LONGEST = 1000
_BETWEEN = r"[^\w\n]{0,8}?(?:\r?\n[^\w\n]{0,12}?)?"
"""What may stand between two words of a title: marks, markup, one end of a line."""


def find_title(text: str, start: int, end: int, title: str) -> tuple[int, int] | None:
    """Where a title stands between two offsets: as it is, else its words in their order with other marks between.

    ``None`` where it does not stand there in one piece.
    """
    if not title or len(title) > _LONGEST:
        return None
    found = text.find(title, start, end)
    if found >= 0:
        return found, found + len(title)
    pattern = _pattern(title)
    match = pattern.search(text, start, end) if pattern else None
    return match.span() if match else None


def title_place(document: Document, subject: Subject) -> tuple[int, int] | None:
    """Where the title of an entry stands in it."""
    return find_title(document.text, subject.start, subject.end, subject.entry.title)


@functools.lru_cache(maxsize=64)
def _pattern(title: str) -> re.Pattern[str] | None:
    words = _WORD.findall(title)
    if not words:
        return None
    inner = _BETWEEN.join(map(re.escape, words))
    front, back = re.match(r"\W*", title), re.search(r"\W*$", title)
    first = re.escape(front[0]) if front else ""
    last = re.escape(back[0].strip()) if back else ""
    return re.compile(rf"(?<!\w)(?:{first})?{inner}(?:{last})?(?!\w)")
