"""Cite keys: ``goyal2017accurate``, as Google Scholar makes them, in characters that every program takes."""

from __future__ import annotations

import hashlib
import itertools
import re
import string
import unicodedata
from collections.abc import Container, Iterator

from paperdex.core.names import tidy_authors
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import decode_runs, fold, normalise_title

_STOP_WORDS = frozenset(
    {"a", "an", "the", "and", "or", "of", "on", "in", "at", "to", "by", "as", "for", "from", "with", "into", "onto"}
    | {"over", "under", "via", "towards", "toward", "is", "are", "be", "do", "does", "can", "its", "it", "this", "that"}
)
_MAX_PART = 32
"""Letters kept of a surname and of a title word."""


def cite_key(record: BibliographicRecord, year: str | None) -> str:
    """Return surname of the first author, year and first title word that says something: ``goyal2017accurate``.

    ASCII letters and digits, a letter first. The same record and year give the same key always; two works may share
    it, see :func:`distinct_key`. Without an author whose name has Latin letters it is ``arxiv170602677``; for a work
    without arXiv number two words of the title, or else its identifier, cut and told apart by a hash.
    """
    name = surname(record).lower()
    words = iter(title_words(record.title))
    if not name and ":" in record.work:
        name = next(words, "").lower()[:_MAX_PART].lstrip(string.digits)
    if not name:
        return identifier_key(record.work)
    return f"{name}{year_digits(year)}{next(words, '').lower()[:_MAX_PART]}"


def surname(record: BibliographicRecord) -> str:
    """Return the first author's family name in one piece, ``vanderWaals``; ``""`` where it has no Latin letters."""
    authors, _ = tidy_authors(record.authors)
    words = _ascii_words(authors[0].family) if authors else []
    if authors and not authors[0].given:
        # Of "The Belle Collaboration", the word that names it.
        words = [word for word in words if word.lower() not in _STOP_WORDS][:1]
    return "".join(words)[:_MAX_PART].lstrip(string.digits)


def title_words(title: str) -> Iterator[str]:
    """The words of a title that say something, in ASCII letters and digits, as they are written."""
    return (word for word in _ascii_words(_without_math(title)) if word.lower() not in _STOP_WORDS)


def year_digits(year: str | None) -> str:
    """The four digits of a year or a date that begins with one; ``""`` for none."""
    return "".join(c for c in (year or "")[:4] if c in string.digits)


def is_key(key: str) -> bool:
    """Whether every program takes it as a cite key: ASCII letters, digits and ``: _ . + / -``, no sign first."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:_.+/-]*", key) is not None


def distinct_key(base: str, taken: Container[str]) -> str:
    """Return the key, with the first of a, b, ... z, aa, ab ... that makes it differ from all keys taken.

    ``taken`` holds casefolded keys, since BibTeX compares keys ignoring case.
    """
    return DistinctKeys()(base, taken)


class DistinctKeys:
    """:func:`distinct_key` for many works: goes on where it stopped for the same base, so that none is tried twice.

    To be used while no key is given back.
    """

    def __init__(self) -> None:
        self._left: dict[str, Iterator[str]] = {}

    def __call__(self, base: str, taken: Container[str]) -> str:
        """Return the next key of this base that differs from all keys taken."""
        folded = base.casefold()
        if folded not in self._left:
            if folded not in taken:
                return base  # nothing is kept of most keys, which need no suffix
            self._left[folded] = _suffixes()
        return next(key for suffix in self._left[folded] if (key := base + suffix).casefold() not in taken)


def _suffixes() -> Iterator[str]:
    letters = string.ascii_lowercase
    return ("".join(word) for length in itertools.count(1) for word in itertools.product(letters, repeat=length))


def _without_math(title: str) -> str:
    return "".join(normalise_title(f"${run.text}$") if run.math else run.text for run in decode_runs(title))


def _ascii_words(text: str) -> list[str]:
    """The words of a text in ASCII letters and digits; words of other scripts, Greek too, are left out."""
    text = re.sub(r"['’`]", "", text)
    words = re.split(r"[\W_]+", "".join(c if ord(c) < 0x370 or ord(c) > 0x3FF else " " for c in text))
    return [word for each in words if (word := ascii_word(each))]


def ascii_word(word: str) -> str:
    """What is left of a word in ASCII letters and digits, without accents, its capitals kept."""
    if word.isascii():
        return re.sub(r"[^A-Za-z0-9]", "", word)
    folded = "".join(_capital(fold(c)) if c.isupper() else fold(c) for c in unicodedata.normalize("NFC", word))
    return re.sub(r"[^A-Za-z0-9]", "", folded)


def _capital(letters: str) -> str:
    return letters[:1].upper() + letters[1:]


def identifier_key(work: str) -> str:
    """Return a key made of the work's identifier: ``arxiv170602677``."""
    scheme, _, _ = work.partition(":")
    name = "".join(c for c in work if c.isascii() and c.isalnum()).lower()
    if scheme not in {"doi", "url"}:
        return f"arxiv{name}"
    if len(name) > _MAX_PART:
        # Two addresses may begin alike.
        return f"{name[:_MAX_PART]}{hashlib.sha256(work.encode(errors='replace')).hexdigest()[:8]}"
    return name
