"""Two topics have one name but for case, plural, width, punctuation, the sign of ``and`` or a typo.

The papers of one topic are parted by that: a reader who looks under one heading misses those under the other, and
``list --topic`` shows half of them. Topics under one heading are compared, and those of one depth under different
headings where the name is none that every part may have. Names that differ by a number are different names (``Part 1``
and ``Part 2``), and so are short ones that differ by a letter (``NLP`` and ``NLG``). Nothing is changed by itself:
only the keeper knows which name is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.titles import find_title
from paperdex.core.entries import Topic
from paperdex.core.text import fold

BAD = """\
## Teapot

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)

## Teapots

- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)
"""
GOOD = """\
## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_HELP = "Bring them together, or write both names in the same way."
_TOKEN = re.compile(r"[^\W\d_]+[+#*]*|\d+|[<>≤≥=]")
_ALPHABETS = re.compile(r"[a-z\u0370-\u04ff]+[+#*]*")
"""Words of alphabets, in which a letter may be a slip; a sign of other scripts is a word of its own."""
_ROMAN = re.compile(r"[ivx]+")
_SHORTEST_TYPO = 5
"""Letters of a word that may hold a slip; in a longer name they may be fewer by one."""
_LONG_NAME = 12
_SHORT_WORD = 6
"""Letters of a word that is another one with another letter in front: ``Local``, ``Vocal``."""
_LONGEST = 200
_ROLE_NAMES = """
    paper survey review dataset benchmark code other misc miscellaneous resource tool blog tutorial book video talk
    theory application method model introduction overview evaluation analysis general basic metric library framework
    implementation project workshop course journal conference thesis software demo data training
"""
_ROLES = frozenset(_ROLE_NAMES.split())
"""Names that parts of any topic may have, in one number."""


class _Name(NamedTuple):
    """A topic's name, ready to be compared."""

    position: int
    topic: Topic
    words: tuple[str, ...]
    """Folded; numbers and signs that count are words too."""
    key: str
    """The words in one piece and in the singular."""
    chunks: tuple[str, ...]
    """What stands between blanks, marks left out: ``finetuning``."""


def check(document: Document) -> Iterator[Finding]:
    """Each topic whose name is nearly that of one above."""
    names = [_read(position, topic) for position, topic in enumerate(document.list.topics)]
    found: dict[int, tuple[int, str]] = {}
    topics = {entry.topic for entry in document.list.entries}
    used = {topic[:depth] for topic in topics for depth in range(1, len(topic) + 1)}
    for first, second, how in (*_equal(names), *_near(document, names)):
        if first.topic not in used and second.topic not in used:
            continue
        later, earlier = max(first.position, second.position), min(first.position, second.position)
        if later not in found or earlier < found[later][0]:
            found[later] = earlier, how
    for later, (earlier, how) in sorted(found.items()):
        topic, other = document.list.topics[later], document.list.topics[earlier]
        line = document.list.topic_lines[later]
        start, end = document.line_span(line)
        start, end = find_title(document.text, start, end, topic[-1]) or (start, end)
        message = f"{topic[-1]!r} is the topic {other[-1]!r} of line {document.list.topic_lines[earlier]} but for {how}"
        yield Finding(start, end, message, sure=False, help=_HELP)


def _read(position: int, topic: Topic) -> _Name:
    name = topic[-1][:_LONGEST].replace(" & ", " and ")
    words = tuple(_TOKEN.findall(fold(name)))
    return _Name(position, topic, words, _joined(tuple(map(_singular, words))), _chunks(name))


def _chunks(text: str) -> tuple[str, ...]:
    return tuple(filter(None, ("".join(_TOKEN.findall(chunk)) for chunk in fold(text).split())))


def _joined(words: tuple[str, ...]) -> str:
    """The words in one piece, numbers kept apart from each other."""
    return "".join(f" {word} " if word[0].isdigit() else word for word in words)


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]


def _equal(names: list[_Name]) -> Iterator[tuple[_Name, _Name, str]]:
    """Topics whose names are equal but for case, plural, width and punctuation."""
    groups: defaultdict[tuple[int, str], list[_Name]] = defaultdict(list)
    for name in names:
        if name.key.strip():
            groups[len(name.topic), name.key].append(name)
    for group in groups.values():
        if len(group) < 2:
            continue
        first_of: dict[Topic, _Name] = {}
        for name in group:
            first = first_of.setdefault(name.topic[:-1], name)
            if first is not name:
                yield first, name, _difference(first, name)
        spellings = {name.topic[-1] for name in group}
        if len(spellings) == len(group) == len(first_of) and not _is_role(group[0]):
            for name in group[1:]:
                yield group[0], name, _difference(group[0], name)


def _is_role(name: _Name) -> bool:
    return all(_singular(word) in _ROLES or word in ("and", "of") or word[0].isdigit() for word in name.words)


def _difference(first: _Name, second: _Name) -> str:
    """What two names of one key differ by."""
    if first.words != second.words:
        return "the plural" if _joined(first.words) != _joined(second.words) else "blanks and punctuation"
    one, two = first.topic[-1], second.topic[-1]
    if one.casefold() == two.casefold():
        return "case"
    wide, narrow = (unicodedata.normalize("NFKC", each) for each in (one, two))
    return "the width of its signs" if wide.casefold() == narrow.casefold() else "punctuation"


def _near(document: Document, names: list[_Name]) -> Iterator[tuple[_Name, _Name, str]]:
    """Topics under one heading, or of one depth, whose names differ by one slip of a letter.

    Names that a slip parts have a piece in common that is left when one letter is taken out of each: nothing is
    compared with everything.
    """
    pieces: defaultdict[tuple[int, str], list[_Name]] = defaultdict(list)
    for name in names:
        key = "".join(name.words)
        if len(key) < _SHORTEST_TYPO or not any(map(_ALPHABETS.fullmatch, name.chunks)):
            continue
        for piece in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
            pieces[len(name.topic), piece].append(name)
    seen: set[tuple[int, int]] = set()
    known: frozenset[str] | None = None
    for group in pieces.values():
        if not 2 <= len(group) <= 8:
            continue
        for index, first in enumerate(group):
            for second in group[index + 1 :]:
                pair = (first.position, second.position)
                if pair in seen or first.key == second.key:
                    continue
                seen.add(pair)
                slip = _slip(first, second)
                if slip is None:
                    continue
                if known is None:
                    known = _words(document)
                if slip[0] not in known or slip[1] not in known:
                    yield first, second, "a letter"


def _slip(first: _Name, second: _Name) -> tuple[str, str] | None:
    """The only two words that differ, by one letter, where that may be a slip."""
    if len(first.chunks) != len(second.chunks):
        return None
    differing = [(one, two) for one, two in zip(first.chunks, second.chunks, strict=True) if one != two]
    if len(differing) != 1:
        return None
    one, two = differing[0]
    if not (_ALPHABETS.fullmatch(one) and _ALPHABETS.fullmatch(two)) or OSA.distance(one, two) != 1:
        return None
    if one.removeprefix("a") == two or two.removeprefix("a") == one:
        return None  # symmetric and asymmetric
    if one[1:] == two[1:] and min(len(one), len(two)) <= _SHORT_WORD:
        return None
    if _ROMAN.fullmatch(one) and _ROMAN.fullmatch(two):
        return None
    size = sum(map(len, first.chunks))
    if min(len(one), len(two)) < _SHORTEST_TYPO - (size >= _LONG_NAME):
        return None
    if any(_is_acronym(name.topic[-1], word) for name, word in ((first, one), (second, two))):
        return None
    return one, two


def _is_acronym(name: str, word: str) -> bool:
    """Whether a word stands in a name in capitals, while others of it do not."""
    if name.isupper():
        return False
    written = next((each for each in name.split() if "".join(_chunks(each)) == word), "")
    return any(map(str.isupper, re.sub(r"[-–/&]\w", "", written)[1:]))


def _words(document: Document) -> frozenset[str]:
    """Every word of the titles, and of notes: what is no slip of a heading."""
    texts = (f"{entry.title} {entry.note or ''}" for entry in document.list.entries)
    return frozenset(word for text in texts for word in (*_TOKEN.findall(fold(text)), *_chunks(text)))
