"""What words look like: a title, the names of authors, or no more than numbers, dates and venues."""

from __future__ import annotations

import re

from paperdex.lists.memory import remembered
from paperdex.lists.words.fields import is_numbering
from paperdex.lists.words.gather import Gathered
from paperdex.lists.words.titles import SEPARATORS

SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]{1,29}:")
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = re.compile(r"(?:and|und|et|y|и|al|van|der|den|de|la|von|del|di|da|dos|du|le)\b|[^\W\d_]")
_NUMBERED = re.compile(r"\s*\[\d{1,3}\]\s*\S")
_LEAST_WORDS = 3
_MOST_WORDS = 40
_MOST_NAME_WORDS = 300
_LONGEST_WIDE_WORD = 4
_LONGEST_SMALL_WORD = 3


@remembered
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text; where words are written without blanks, every few letters count as one."""
    words: list[str] = []
    for word in _WORD.findall(text):
        wide = word[0] > "\u2e7f"
        words += [word] * (1 + len(word) // _LONGEST_WIDE_WORD if wide else 1)
    return tuple(words)


@remembered
def says_words(text: str) -> bool:
    """Whether a text has words beside numbers, dates, venues, ratings and short codes."""
    if not any(c.isalpha() for c in text) or is_numbering(text):
        return False
    return any(c.isalpha() for c in Gathered().take_text(SHORTCODE.sub("", text)))


@remembered
def may_be_title(text: str) -> bool:
    """Whether a text may be a title: some words, the first of them with a capital, and no sentence of a writer."""
    text = text.strip(SEPARATORS)
    words = words_of(text)
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or text[:1].islower() or not says_words(text):
        return False
    return not opens_sentence(text) and words[-1].casefold() not in _LINKED


@remembered
def opens_sentence(text: str) -> bool:
    """Whether a text begins as the writer's own sentence does, ``We build on ...``, or as a caption, ``Figure 1: ...``.

    "The" alone in front of a title does so too, though many a title begins with it.
    """
    words = words_of(text[:_LONGEST_OPENING])
    return bool(words) and (words[0].casefold() in _OPENERS or (len(words) == 1 and words[0].casefold() in _ARTICLES))


_OPENERS = frozenset(
    {"see", "please", "here", "this", "these", "we", "our", "you", "if", "check", "read", "thanks", "official"}
    | {"figure", "fig", "table", "image", "source", "my", "i"}
)
_ARTICLES = frozenset({"the", "a", "an", "in"})
_LONGEST_OPENING = 40
_LINKED = frozenset({"our", "the", "this", "see", "in", "a", "is", "at", "to", "of", "here", "from"})
"""Words with which a sentence begins that is no title, and those that lead to the word that is linked."""


def capitals(text: str) -> float:
    """How many of the longer words have a capital, from 0 to 1."""
    longer = [word for word in _WORD.findall(text) if len(word) > _LONGEST_SMALL_WORD]
    cased = [word for word in longer if word[-1].islower() or word.isupper()]
    return sum(word[0].isupper() for word in cased) / len(longer) if longer else 0.0


@remembered
def are_names(text: str) -> bool:
    """Whether a text may be the names of authors, or nothing: every word of it begins as a name does."""
    text = _NUMBERED.sub("", text).strip(SEPARATORS)
    words = text.replace(",", " ").split()
    if opens_sentence(text):
        return False
    return len(words) <= _MOST_NAME_WORDS and all(
        word[0].isupper() or not word[0].isalpha() or _NAMES.fullmatch(word.strip(".;")) for word in words
    )
