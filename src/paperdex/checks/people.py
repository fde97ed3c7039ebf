"""Authors as a list gives them beside those of a record."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from paperdex.checks.title_likeness import is_same_word
from paperdex.core.entries import ListEntry
from paperdex.core.names import parse_name, surname_key, tidy_authors
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex, fold

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHERS = re.compile(r"\b(?:et\.?\s*al|al(?=\.?$)|and others|others|u\.\s?a|等)\b\.?|等$", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|groups?|teams?|project|labs?|laborator\w+|research|universit\w+|institut\w+|inc|google"
    r"|openai|deepmind|microsoft|facebook|meta|nvidia|ai|brain|fair|mit|stanford|berkeley|cmu)\b",
    re.IGNORECASE,
)
_UMLAUTS = re.compile(r"(?<=[aou])e|(?<=a)a")
_SHORT = 2


class Misfit(NamedTuple):
    """Names of a list that are not among the authors of a record."""

    strangers: tuple[str, ...]
    """As the list writes them."""
    compared: int
    """How many names could be compared."""


def authors_fit(entry: ListEntry, record: BibliographicRecord) -> bool | None:
    """Whether some author of the entry is one of the record; ``None`` where nobody can tell."""
    found = misfit(entry, record)
    return len(found.strangers) < found.compared if found.compared else None


def misfit(entry: ListEntry, record: BibliographicRecord) -> Misfit:
    """Which authors of an entry the record does not have; groups, and names in other letters, are not compared.

    Neither is what the record has in its title or as its journal, which a list may have in the place of a name.
    """
    if not entry.authors or not record.authors:
        return Misfit((), 0)
    families = {author.family for author in record.authors if author.family}
    doubtful = [name for name in entry.authors if _last_word(name) not in families]
    people = _people(record.authors) if doubtful else None
    if people is None:
        return Misfit((), 0 if doubtful else len(entry.authors))
    told = set(_words(f"{record.title} {record.journal_ref or ''} {record.comment or ''}"))
    names = [name for name in doubtful if _can_be_compared(name) and not told.issuperset(_words(name))]
    strangers = tuple(name for name in names if not _is_among(name, people))
    if strangers and _may_be_others(entry, record):
        return Misfit((), 0)
    return Misfit(strangers, len(entry.authors) - len(doubtful) + len(names))


def _may_be_others(entry: ListEntry, record: BibliographicRecord) -> bool:
    """Whether the record has authors in other letters that the list may have in Latin ones."""
    listed = {fold(name) for name in entry.authors}
    return any(not _LATIN.search(author.name) and fold(author.name) not in listed for author in record.authors)


class _Person(NamedTuple):
    """The words of an author's name."""

    words: tuple[str, ...]
    family: frozenset[str]


class _People(NamedTuple):
    """The authors of a record, as they are looked for."""

    families: frozenset[str]
    """The keys of the family names."""
    by_word: dict[str, list[_Person]]
    """Each of them by every word of the name."""


@functools.lru_cache(maxsize=1024)
def _people(authors: tuple[Author, ...]) -> _People | None:
    """Authors that are all told, else ``None``."""
    tidy, others = tidy_authors(authors)
    if others or not tidy:
        return None
    by_word: dict[str, list[_Person]] = {}
    for author in tidy:
        family = frozenset(map(_variant, _words(_family(author))))
        person = _Person(tuple(map(_variant, _words(author.name))), family)
        for word in dict.fromkeys(person.words):
            by_word.setdefault(word, []).append(person)
    families = {_variant(key) for key in (surname_key(_family(author)) for author in tidy) if key}
    return _People(frozenset(families), by_word)


def _family(author: Author) -> str:
    return author.family or parse_name(author.name).family


def _last_word(name: str) -> str:
    return name.rsplit(None, 1)[-1] if name.strip() else ""


def _can_be_compared(name: str) -> bool:
    return bool(_LATIN.search(name)) and not _GROUP.search(name) and bool(_words(name))


def _is_among(name: str, people: _People) -> bool:
    """Whether a family name is that of an author, or a name is one of them in another order or cut otherwise."""
    key = _variant(surname_key(name))
    if key in people.families:
        return True
    own = tuple(map(_variant, _words(name)))
    near = [(word, person) for word in dict.fromkeys((*own, key)) for person in people.by_word.get(word, ())]
    return not any(_is_misspelt(own, person) for _, person in near) and any(
        _is_one(own, word, person) for word, person in near
    )


def _is_misspelt(own: tuple[str, ...], person: _Person) -> bool:
    """Whether a name is an author's but for a word that is spelt otherwise."""
    strange, missing = set(own) - set(person.words), set(person.words) - set(own)
    return len(strange) == len(missing) == 1 and is_same_word(strange.pop(), missing.pop())


def _is_one(own: tuple[str, ...], word: str, person: _Person) -> bool:
    """Whether two names that share a word are one person's: a given name alone says little of who it is."""
    rest, others = (tuple(each for each in words if each != word) for words in (own, person.words))
    if not rest or not others or "".join(rest) == "".join(others):
        return True
    strange, missing = set(rest) - set(others), set(others) - set(rest)
    if not strange or not missing:
        return True
    if len(strange) < len(set(rest)):
        return True
    return word in person.family and not {each[0] for each in rest}.isdisjoint(each[0] for each in others)


def _words(name: str) -> list[str]:
    folded = fold(decode_tex(_OTHERS.sub(" ", name)))
    return [word for word in _WORD.findall(folded.replace("'", "").replace("’", "")) if len(word) >= _SHORT]


def _variant(key: str) -> str:
    """A key with umlauts written in one letter: ``mueller`` is ``muller``."""
    return _UMLAUTS.sub("", key)
