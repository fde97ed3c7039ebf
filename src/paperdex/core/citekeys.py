"""Cite keys: ``goyal2017accurate``, as Google Scholar makes them, in characters that every program takes."""

from __future__ import annotations

import hashlib
import itertools
import re
import string
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
    authors, _ = tidy_authors(record.authors)
    words = _ascii_words(authors[0].family, join=True) if authors else []
    if authors and not authors[0].given:
        # Of "The Belle Collaboration", the word that names it.
        words = [word for word in _ascii_words(authors[0].family) if word not in _STOP_WORDS][:1]
    surname = "".join(words)[:_MAX_PART].lstrip(string.digits)
    title = (word for word in _ascii_words(_without_math(record.title)) if word not in _STOP_WORDS)
    if not surname and ":" in record.work:
        surname = next(title, "")[:_MAX_PART].lstrip(string.digits)
    if not surname:
        return _identifier_key(record.work)
    digits = "".join(c for c in year or "" if c in string.digits)[:4]
    return f"{surname}{digits}{next(title, '')[:_MAX_PART]}"


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
        suffixes = self._left.setdefault(base.casefold(), _suffixes())
        return next(key for suffix in suffixes if (key := base + suffix).casefold() not in taken)


def _suffixes() -> itertools.chain[str]:
    letters = string.ascii_lowercase
    counted = ("".join(word) for length in itertools.count(1) for word in itertools.product(letters, repeat=length))
    return itertools.chain(("",), counted)


def _without_math(title: str) -> str:
    return "".join(normalise_title(f"${run.text}$") if run.math else run.text for run in decode_runs(title))


def _ascii_words(text: str, *, join: bool = False) -> list[str]:
    """The words of a text in small ASCII letters and digits; words of other scripts, Greek too, are left out."""
    text = re.sub(r"['’`]", "", text)
    words = re.split(r"[\W_]+", "".join(c if ord(c) < 0x370 or ord(c) > 0x3FF else " " for c in text))
    folded = [re.sub(r"[^a-z0-9]", "", fold(word)) for word in words]
    words = [word for word in folded if word]
    return ["".join(words)] if join else words


def _identifier_key(work: str) -> str:
    scheme, _, _ = work.partition(":")
    name = "".join(c for c in work if c.isascii() and c.isalnum()).lower()
    if scheme not in {"doi", "url"}:
        return f"arxiv{name}"
    if len(name) > _MAX_PART:
        # Two addresses may begin alike.
        return f"{name[:_MAX_PART]}{hashlib.sha256(work.encode(errors='replace')).hexdigest()[:8]}"
    return name
