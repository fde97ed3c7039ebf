"""How far two titles share their words, whatever their order: rare words count more, and a typo is no other word."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from paperdex.core.spelling import american
from paperdex.core.text import decode_tex, fold, spell_math

_WORD = re.compile(r"[^\W_]+")
_TEX = re.compile(r"[\\${}]")
_STOP_WORDS = """
    a an and are as at be between by can do does for from how in into is it its of on or our over some than that the
    their they this through to toward under via vs versus we what when where which why with without
"""
_STOP = frozenset(_STOP_WORDS.split())
_COMMON_WORDS = """
    algorithm analysis application approach based case comment data deep dynamic effect efficient estimat experiment
    fast field function general improv introduction large learn machin method model network neural new novel note
    overview paper perform problem propert quantum random result review simple space structur study survey system task
    techniqu theory theoret train us using
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Beginnings and stems of words that say little of which paper is meant."""
_COMMON_WEIGHT = 0.4
_SHORT_WEIGHT = 0.6
_SHORT = 2
_MOST_WORDS = 80
_LONGEST = 1000
_ENDINGS = re.compile(r"(?:ations?|ities|ity|ings?|ions?|ies|ness|ments?|ously|ally|ly|als?|ed|es|s|e|y)\Z")
_STEM = 4
_ALIKE = 80
_TYPO = 5
"""A word with fewer letters is another one when a letter differs."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two titles have in common, weighed: each from 0 to 1."""

    shared: float
    """Of all words of both."""
    of_shorter: float
    """Of the words of the one that has fewer."""
    of_first: float
    """Of the words of the first."""
    count: int
    """How many words are shared."""


@functools.lru_cache(maxsize=4096)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a title that say something, stemmed, in the order of the title; all of them where none does."""
    text = title[:_LONGEST]
    text = decode_tex(spell_math(text)) if _TEX.search(text) else text
    words = _WORD.findall(text.casefold() if text.isascii() else fold(text))[:_MOST_WORDS]
    telling = [word for word in words if word not in _STOP]
    return tuple(dict.fromkeys(map(_stem, telling or words)))


def overlap(ours: str, theirs: str) -> Overlap:
    """What two titles share."""
    first, second = title_words(ours), title_words(theirs)
    if not first or not second:
        return Overlap(0.0, 0.0, 0.0, 0)
    pairs = _pairs(first, second)
    ours_all, theirs_all = _weight(first), _weight(second)
    ours_shared, theirs_shared = _weight(a for a, _ in pairs), _weight(b for _, b in pairs)
    of_first, of_second = ours_shared / ours_all, theirs_shared / theirs_all
    shared = (ours_shared + theirs_shared) / (ours_all + theirs_all)
    return Overlap(shared, of_first if ours_all <= theirs_all else of_second, of_first, len(pairs))


def has_other_word(ours: str, theirs: str) -> bool:
    """Whether the first of two titles has a word that the second has not, be it with a slip of the pen."""
    first, second = title_words(ours), title_words(theirs)
    pairs = _pairs(first, second)
    left = [word for word in second if word not in {other for _, other in pairs}]
    for word in (word for word in first if word not in {own for own, _ in pairs}):
        slip = next((other for other in left if _is_slip(word, other)), None)
        if slip is not None:
            left.remove(slip)
        elif not any(_is_slip(word, small) for small in _STOP):
            return True
    return False


def is_same_word(word: str, other: str) -> bool:
    """Whether two words in small letters are one, with a slip of the pen, another ending or spelling, or cut short."""
    first, second = _stem(word), _stem(other)
    return first == second or _is_near(first, second) or _is_slip(word, other)


def _is_slip(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if min(len(word), len(other)) <= _SHORT or not (word.isalpha() and other.isalpha()):
        return False
    return OSA.distance(word, other) <= 1


def _pairs(first: tuple[str, ...], second: tuple[str, ...]) -> list[tuple[str, str]]:
    left = set(second)
    pairs = [(word, word) for word in first if word in left]
    left -= {word for word, _ in pairs}
    same = {word for word, _ in pairs}
    for word in first:
        if word in same:
            continue
        near = next((other for other in second if other in left and _is_near(word, other)), None)
        if near is not None:
            left.discard(near)
            pairs.append((word, near))
    return pairs


def _is_near(word: str, other: str) -> bool:
    """Whether two words are one, with a typo, another ending, or cut short."""
    if word.isdecimal() or other.isdecimal():
        return False
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) >= _STEM and longer.startswith(shorter):
        return True
    if len(shorter) < _TYPO:
        return False
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(word, other, score_cutoff=_ALIKE) >= _ALIKE)


@functools.lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    word = american(word)
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _STEM else word


def _weight(words: Iterable[str]) -> float:
    return sum(map(_weight_of, words))


@functools.lru_cache(maxsize=8192)
def _weight_of(word: str) -> float:
    if word in _COMMON:
        return _COMMON_WEIGHT
    return _SHORT_WEIGHT if len(word) <= _SHORT else 1.0
