"""Where a title stands in the text: under its markup, over the ends of lines."""

from __future__ import annotations

import re
from itertools import pairwise

from paperdex.checks.document import Document, Subject

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 1000
_BETWEEN = re.compile(r"(?:[^\w\r\n]|_){0,8}(?:(?:\r\n|\r|\n)(?:[^\w\r\n]|_){0,12})?")
"""What may stand between two words of a title: marks, markup, one end of a line."""
_NEAR = 12
_MARKS_BEFORE, _MARKS_BEHIND = re.compile(r"(?:[^\w\s]|_)+\Z"), re.compile(r"\A(?:[^\w\s]|_)+")


def find_title(text: str, start: int, end: int, title: str, *, any_case: bool = False) -> tuple[int, int] | None:
    """Where a title stands between two offsets: as it is, else its words in their order with other marks between.

    ``None`` where it does not stand there in one piece.
    """
    if not title or len(title) > _LONGEST:
        return None
    found = text.find(title, start, end)
    if found >= 0:
        return _with_math(text, found, found + len(title), start, end)
    words = _WORD.findall(title)
    there = [match.span() for match in _WORD.finditer(text, start, end)] if words else []
    for place in range(len(there) - len(words) + 1):
        spans = there[place : place + len(words)]
        if _is_title(text, words, spans, any_case=any_case):
            return _with_math(text, *_with_marks(text, title, spans[0][0], spans[-1][1]), start, end)
    return None


def _is_title(text: str, words: list[str], spans: list[tuple[int, int]], *, any_case: bool) -> bool:
    fold = str.casefold if any_case else str
    if any(fold(text[start:end]) != fold(word) for word, (start, end) in zip(words, spans, strict=True)):
        return False
    return all(_BETWEEN.fullmatch(text, one[1], other[0]) for one, other in pairwise(spans))


def _with_marks(text: str, title: str, start: int, end: int) -> tuple[int, int]:
    """The place of the words, with the marks that the title has in front of them and behind."""
    front = title[: len(title) - len(re.sub(r"^\W+", "", title))]
    back = title[len(re.sub(r"\W+$", "", title)) :].strip()
    start -= len(front) if front and text.startswith(front, start - len(front)) else 0
    return start, end + (len(back) if back and text.startswith(back, end) else 0)


def _with_math(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The place of a title with the ``$`` that open or close a formula at its beginning or end."""
    opens = start > first and text[start - 1] == "$"
    closes = end < last and text[end] == "$"
    is_odd = text.count("$", start, end) % 2 == 1
    if is_odd != (opens != closes):
        return start, end
    return start - opens, end + closes


def cuts_math(text: str, start: int, end: int) -> bool:
    """Whether a formula goes on over the beginning or the end of a stretch of a text."""
    around = _MARKS_BEFORE.findall(text[max(0, start - _NEAR) : start]) + _MARKS_BEHIND.findall(text[end : end + _NEAR])
    inside = text[start:end].replace("\\$", "")
    return (
        inside.count("$") % 2 == 1
        or any("$" in marks or "\\(" in marks or "\\)" in marks for marks in around)
        or inside.count("\\(") != inside.count("\\)")
    )


def title_place(document: Document, subject: Subject) -> tuple[int, int] | None:
    """Where the title of an entry stands in it."""
    return find_title(document.text, subject.start, subject.end, subject.entry.title)
