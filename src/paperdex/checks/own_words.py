"""Words of the keeper of a list that stand before or behind a title and were read as part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperdex.checks.document import Document
from paperdex.checks.title_likeness import is_same_word
from paperdex.core.text import normalise_title

_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"(?:[\[{|>\"“”*_`]|^[ \t]{0,3}#{1,6}[ \t]+(?:\d{1,4}[.)][ \t]*)?)[ \t]*\Z", re.MULTILINE)
_CLOSING = re.compile(r"[.,;:]?[ \t]*(?:[\]}|<\"“”*_`]|$)", re.MULTILINE)
_NEAR = 16
_FIELDS = frozenset({"csv", "tsv", "ris", "bibtex", "csl-json"})
"""Formats in which a title is a field of its own."""


def without_own_words(title: str, known: Iterable[str]) -> str:
    """A title without the words at its beginning and end that no title known of the paper has."""
    spans = [match.span() for match in _WORD.finditer(title)]
    known = list(known)
    found = _found([title[start:end] for start, end in spans], _WORD.findall(" ".join(known)))
    if not any(found):
        return ""
    first, last = found.index(True), len(found) - 1 - found[::-1].index(True)
    keys = [normalise_title(each).replace(" ", "") for each in known]
    # A word may be written in two: Re-visiting.
    head = normalise_title(title[: spans[first][1]]).replace(" ", "")
    tail = normalise_title(title[spans[last][0] :]).replace(" ", "")
    start = 0 if first == 0 or any(key.startswith(head) for key in keys) else spans[first][0]
    is_whole = last == len(found) - 1 or any(key.endswith(tail) for key in keys)
    return title[start : None if is_whole else spans[last][1]]


def _found(words: list[str], known: list[str]) -> list[bool]:
    """Which of some words are among others, each of which is taken once, the equal ones first."""
    left = [word.casefold() for word in known]
    found = [False] * len(words)
    for is_same in (str.__eq__, is_same_word):
        for place, word in enumerate(words):
            other = next((o for o in left if is_same(word.casefold(), o)), None) if not found[place] else None
            if other is not None:
                found[place] = True
                left.remove(other)
    return found


def stands_alone(document: Document, start: int, end: int) -> bool:
    """Whether marks part a title from other words: it is the text of a link, a heading, a cell, a field."""
    text = document.text
    if document.list.format in _FIELDS:
        return True
    line_start = document.source.start(document.source.line_of(start))
    front = text[max(line_start, start - _NEAR) : start]
    return _OPENING.search(front) is not None and _CLOSING.match(text[end : end + _NEAR]) is not None
