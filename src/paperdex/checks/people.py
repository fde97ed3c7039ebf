"""Authors as a list gives them beside those of a record."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperdex.core.entries import ListEntry
from paperdex.core.names import parse_name, surname_key, tidy_authors
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex, fold

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHERS = re.compile(r"\b(?:et\.?\s*al|and others|others|u\.\s?a|等)\b\.?|等$", re.IGNORECASE)
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
    """Which authors of an entry the record does not have; groups, and names in other letters, are not compared."""
    if not entry.authors or not record.authors:
        return Misfit((), 0)
    known = _known_words(record.authors)
    if known is None:
        return Misfit((), 0)
    names = [name for name in entry.authors if _can_be_compared(name)]
    strangers = tuple(name for name in names if not _is_among(name, *known))
    return Misfit(strangers, len(names))


@functools.lru_cache(maxsize=1024)
def _known_words(authors: Sequence[Author]) -> tuple[frozenset[str], frozenset[str]] | None:
    """The keys of the family names, and every word of the names, of authors that are all told; else ``None``."""
    tidy, others = tidy_authors(authors)
    if others or not tidy or not all(_LATIN.search(author.name) for author in tidy):
        return None
    families = frozenset(_variants(surname_key(a.family or parse_name(a.name).family) for a in tidy))
    words = frozenset(_variants(word for author in tidy for word in _words(author.name)))
    return families, words


def _can_be_compared(name: str) -> bool:
    return bool(_LATIN.search(name)) and not _GROUP.search(name) and bool(_words(name))


def _is_among(name: str, families: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a family name of the record is that of the name, or one of its words; or the other way round."""
    key = surname_key(name)
    own = _variants([key, *_words(name)])
    return not families.isdisjoint(own) or not words.isdisjoint(_variants([key]))


def _words(name: str) -> list[str]:
    folded = fold(decode_tex(_OTHERS.sub(" ", name)))
    return [word for word in _WORD.findall(folded.replace("'", "").replace("’", "")) if len(word) >= _SHORT]


def _variants(keys: Iterable[str]) -> set[str]:
    """Keys with umlauts written in two letters or in one: ``mueller`` is ``muller``."""
    return {_UMLAUTS.sub("", key) for key in keys if key}
