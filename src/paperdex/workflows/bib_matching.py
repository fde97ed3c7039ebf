"""Which entries of a hand-kept ``.bib`` file are works of an export: pure functions of two texts.

An entry is a work by its arXiv number or DOI, wherever in it they stand, or as the library knows it otherwise: by title
and author where that is sure. By its key alone it is one only where nothing in it says otherwise, since two papers of
one author and year may well have one key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.core.matching import SUGGESTION_SCORE, likeness
from paperdex.core.names import parse_name, surname_key
from paperdex.core.text import clean_text
from paperdex.lists.bibtex import read_keyed
from paperdex.lists.syntax.bib_spans import EntrySpan, FieldSpan
from paperdex.lists.syntax.references import arxiv_number

Known: TypeAlias = Callable[[Sequence[ListEntry]], Sequence[str | None]]
"""The keys that the export gives to the works that entries are: ``""`` for one that is not in it, ``None`` for none."""

_NAMING = frozenset({"eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "arxiv", "doi", "url"})
"""Fields that say which work an entry is."""


def know_none(entries: Sequence[ListEntry]) -> Sequence[str | None]:
    """As if there were no library but the export itself."""
    return [None] * len(entries)


class Works:
    """The works of an export, and which of them the entries of a file are."""

    def __init__(self, fresh: str, entries: tuple[EntrySpan, ...], old: str, known: Known) -> None:
        self.entries = entries
        self._fresh = fresh
        self._named = {name: entry for entry in reversed(entries) for name in _names(entry, None)}
        self._keyed = {entry.key.casefold(): entry for entry in reversed(entries)}
        read = list(read_keyed(old.replace("\r\n", "\n")))
        self._read = {(entry.line, key): entry for key, entry in read}
        keys = known([entry for _, entry in read])
        self._known = {(entry.line, key): found for (key, entry), found in zip(read, keys, strict=True)}

    def of(self, span: EntrySpan) -> EntrySpan | None:
        """The work that an entry of the file is."""
        entry = self._read.get((span.line, span.key))
        names = _names(span, entry)
        for name in names:
            if name in self._named:
                return self._named[name]
        known = self._known.get((span.line, span.key))
        ours = self._keyed.get((span.key if known is None else known).casefold())
        if ours is None or _says_otherwise(names, _names(ours, None)):
            return None
        if known:
            return ours
        # What is read as no paper, such as a @set, has a key, too.
        return ours if entry is not None and _fits(entry, self._entry_of(ours)) else None

    def title_of(self, span: EntrySpan) -> str:
        """The title of an entry of the file, for a person to know it by."""
        entry = self._read.get((span.line, span.key))
        return entry.title if entry else ""

    def _entry_of(self, ours: EntrySpan) -> ListEntry:
        return next(entry for _, entry in read_keyed(self._fresh[ours.start : ours.end]))


def _names(span: EntrySpan, entry: ListEntry | None) -> tuple[str, ...]:
    """The surest arXiv number of an entry, and its DOIs: ``arxiv:...``, ``doi:...``."""
    value = {each.name: verbatim(each) for each in reversed(span.fields) if each.name in _NAMING}
    archive = value.get("archiveprefix") or value.get("eprinttype") or ""
    subject = value.get("primaryclass") or value.get("eprintclass") or ""
    given = [arxiv_number(value.get("eprint", ""), archive, subject), value.get("arxiv", ""), value.get("doi", "")]
    if not any(given):
        given = [value.get("url", "")]
    read = [parse_identifier(text) for text in given if text]
    found = [each for each in read if isinstance(each, Identifier)] + list(entry.well_formed if entry else ())
    numbers = [str(each) for each in found if each.scheme == "arxiv"]
    return tuple(dict.fromkeys(numbers[:1] + [str(each) for each in found if each.scheme == "doi"]))


def verbatim(field: FieldSpan) -> str:
    """An identifier or address, without what delimits it and TeX's escapes."""
    value = field.value[1:-1] if field.value[:1] in {"{", '"'} else field.value
    return clean_text(re.sub(r"\\([%&#_~])", r"\1", value)).strip("{} ")


def _says_otherwise(theirs: tuple[str, ...], ours: tuple[str, ...]) -> bool:
    """Whether both have an arXiv number, or both a DOI, and not the same."""
    return any(
        (mine := {name for name in ours if name.startswith(scheme)})
        and (other := {name for name in theirs if name.startswith(scheme)})
        and not mine & other
        for scheme in ("arxiv:", "doi:")
    )


def _fits(entry: ListEntry, ours: ListEntry) -> bool:
    """Whether the title speaks for one paper and the authors not against it; or, under another title, all of them."""
    if entry.title and ours.title and likeness(entry.title, ours.title) < SUGGESTION_SCORE:
        return bool(entry.authors) and _people(entry.authors) == _people(ours.authors)
    mine, other = ({family for family, _ in _people(each.authors)} for each in (ours, entry))
    return not mine or not other or bool(mine & other)


def _people(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Family names, each with the first letter of the given name."""
    authors = [parse_name(name) for name in names]
    return [(surname_key(author.family), author.given[:1].casefold()) for author in authors]
