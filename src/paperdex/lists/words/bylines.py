"""Names of people where their place in a reference says that there are some: before a year, a colon, behind "by".

:func:`~paperdex.lists.words.fields.find_authors` is sure of what it finds anywhere. Here surnames alone, one name, and
names with their initials behind them count too: ``Invented, Madeup``, ``Invented et al.``, ``Invented, A.B., Madeup,
C.``.
"""

from __future__ import annotations

import re

from paperdex.lists.memory import remembered
from paperdex.lists.words.fields import find_authors
from paperdex.lists.words.given_names import GIVEN_NAMES
from paperdex.lists.words.names import ELIDED

_LONGEST = 1200
_MOST_WORDS_OF_NAME = 5
_LEAST_NAMES = 3
_SENTENCE = re.compile(r"[^\W\d_]{3}\.\Z")
_ENDING = re.compile(r"[a-z](?:tions?|ness|ity|ities)\Z")
_AND = re.compile(r"\s*[,，;；、&]\s*|\s+(?:and|und|et|и|y)\s+")
_LEADING_AND = re.compile(r"\A(?:and|und|et|и|y|&)\s+")
_OTHERS = re.compile(
    r"[\s,，]*(?:\bet\.?\s?al(?:ii|ia)?\b\.?|\band others\b|и др\.?|等人?|[…]|\.\.\.)[\s.,]*\Z", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}\Z|(?:[^\W\d_a-z]\.?[\s-]?){1,4}\Z")
_SUPERSCRIPT = re.compile(r"[\d*†‡§]+\Z")
_EDITORS = re.compile(r"\s*\(?\b[Ee]ds?\.\)?[\s,.]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[.'’‘ʼ-]+[^\W\d_]+)*[.’']?")
_PARTICLE_WORDS = "van von der den de del della di da dos du la le ter ten zu bin ibn al el"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_OTHER_WORDS = """
    a an and are as at beyond by for from how in into is it learning of off on or over the through to toward towards
    under using via what when where why with without analysis approach artificial attack attacks attention based
    benchmark challenge convolutional data dataset deep detection efficient estimation evaluation framework generation
    generative graph image images introduction knowledge language large learn machine method methods model modeling
    modelling models multi network networks neural object optimization paper part programming recognition
    reinforcement review robust segmentation self system systems study survey text theory training transformer
    transformers unsupervised vision visual university institute research lab labs inc google microsoft facebook journal
    proceedings press conference transactions international databases distributed parallel computing computers letters
    coding pruning trained clustering ranking tracking search
"""
_NO_NAMES = frozenset(_OTHER_WORDS.split())
"""Words of titles and of institutions, small, that no name has."""

_TURNED_NAME = re.compile(
    r"(?P<family>(?:(?:van|von|der|den|de|del|da|di|la|le)\s){0,3}"
    r"[^\W\d_][\w'’-]{0,30}(?:[ ][^\W\d_a-z][\w'’-]{1,30})?)"
    r",?\s(?P<given>[^\W\d_a-z]\w?\.(?:[ -]?[^\W\d_a-z]\w?\.){0,3}|[A-Z]{1,3}(?=[,.]))"
)
_NEXT_NAME = re.compile(r"\s*(?:[,;]\s*(?:(?:…|\.\.\.),?\s?)?(?:and\s|&\s?|и\s)?|\s(?:and|&|und|et|и|y)\s)\s*")
_OTHERS_BEHIND = re.compile(r"[\s,]*(?:et\.?\sal\b\.?|и др\.?|and others)")
_MOST_NAMES = 80
_EAST_ASIAN_AND = re.compile(r"\s?[,，、;；]\s?")
_EAST_ASIAN_NAME = re.compile(r"[\u4e00-\u9fff]{1,3}\s?[\u4e00-\u9fff]{1,3}|[\uac00-\ud7af]{2,4}")
_LONGEST_EAST_ASIAN = 80


@remembered
def people(text: str) -> tuple[str, ...]:
    """The people that a text names when it can do nothing else where it stands; empty for what is no run of names."""
    if not text or len(text) > _LONGEST:
        return ()
    if known := find_authors(text):
        return known if all(map(_is_name, known)) else ()
    text = _EDITORS.sub("", text.strip(" \t,，;；:：-–—|()（）[]*_"))
    listed = _OTHERS.sub("", text).rstrip()
    parts = [_LEADING_AND.sub("", part, count=1).strip() for part in _AND.split(listed)]
    names: list[str] = []
    for part in filter(None, (_SUPERSCRIPT.sub("", part).rstrip(" …") for part in parts if part != "...")):
        if names and " " not in names[-1] and _INITIALS.match(part):
            names[-1] = f"{part} {names[-1]}"
        elif _is_name(part):
            names.append(part.removesuffix(".") if len(part.rpartition(" ")[2]) > 3 else part)
        else:
            return ()
    return tuple(names)


@remembered
def surely_people(text: str) -> tuple[str, ...]:
    """The people that a text names where it might say something else: with initials, "et al.", or three full names."""
    if known := find_authors(text):
        return known if all(map(_is_name, known)) else ()
    names = people(text)
    full = sum(1 for name in names if " " in name)
    is_sure = bool(names) and (_OTHERS.search(text) is not None or (full >= _LEAST_NAMES and full == len(names)))
    return names if is_sure else ()


def lone_author(text: str) -> tuple[str, ...]:
    """The one author that a text behind a dash names in full, where the given name is common: ``Ada Invented``."""
    words = text.strip(" .,;").split()
    is_full = 2 <= len(words) <= _LEAST_NAMES and words[0] in GIVEN_NAMES
    return people(text) if is_full else ()


def east_asian_people(text: str) -> tuple[str, ...]:
    """Two names at least in Chinese, Japanese or Korean script: ``李四，王五``; words of a title may look the same."""
    if not text[:1].isalpha() or text[0].isascii() or len(text) > _LONGEST_EAST_ASIAN:
        return ()
    names = tuple(_EAST_ASIAN_AND.split(_OTHERS.sub("", text).strip()))
    is_sure = len(names) > 1 or _OTHERS.search(text) is not None
    return names if is_sure and all(_EAST_ASIAN_NAME.fullmatch(name) for name in names) else ()


def leading_names(text: str) -> tuple[tuple[str, ...], int]:
    """The names with their initials behind them that a text begins with, and where they end.

    ``Invented, A.B., Madeup, C. A Title`` and ``Инвентова А.Б., Чаев И.И. Заглавие``; nothing and 0 without one.
    """
    names: list[str] = []
    end = position = 0
    while len(names) < _MOST_NAMES and (match := _TURNED_NAME.match(text, position)):
        family = match["family"].rpartition(" ")[2]
        if not family[0].isupper() or family.casefold() in _NO_NAMES:
            break
        names.append(f"{match['given'].strip()} {match['family']}")
        end = match.end()
        following = _NEXT_NAME.match(text, end)
        if not following:
            break
        position = following.end()
    if names and (others := _OTHERS_BEHIND.match(text, end)):
        end = others.end()
    return tuple(names), end


def _is_name(text: str) -> bool:
    words = [ELIDED.sub("", word) for word in text.split()]
    if len(words) == 2 and _INITIALS.match(words[0]) and words[1].isalpha():  # J. kopf
        return len(words[1]) > 1 and words[1].casefold() not in _NO_NAMES
    if not 1 <= len(words) <= _MOST_WORDS_OF_NAME or not words[-1][0].isupper() or len(text) < 2:
        return False
    if any(_SENTENCE.search(word) for word in words[:-1]):
        return False
    return all(word in _PARTICLES or _is_word_of_name(word) for word in words)


def _is_word_of_name(word: str) -> bool:
    if not word[0].isupper() or _WORD.fullmatch(word) is None or _ENDING.search(word):
        return False
    is_acronym = len(word) >= _LEAST_NAMES and word.isupper() and "." not in word
    return not is_acronym and word.casefold() not in _NO_NAMES
