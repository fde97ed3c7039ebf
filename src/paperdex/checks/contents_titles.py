"""Titles in a table of contents: items outside of the entries that plainly name the paper of one of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from paperdex.checks.document import Document, Subject
from paperdex.checks.title_judging import is_drifted, is_same_title
from paperdex.checks.title_likeness import title_words
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

_ITEM = re.compile(
    r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\d{1,3}[.)][ \t]+)?[*_]{0,3}\[?[*_]{0,3}(?P<title>[^\[\]\r\n]{8,400}?)"
    r"[*_]{0,3}(?:\]\(#[^()\r\n]*\))?[*_]{0,3}[ \t]*(?:\r?\n|\Z)"
)
_MOST_LIKE = 50
"""A word that more titles have does not tell them apart."""
_CANDIDATES = 5


def contents_titles(document: Document) -> Iterator[tuple[int, int, BibliographicRecord]]:
    """Where titles stand in the contents that are near to that of a record and not its, with the record."""
    if document.list.format != "markdown":
        return
    recorded = [subject for subject in document.subjects if subject.record is not None]
    outside = list(_outside(document)) if recorded else []
    index = _Index(recorded if outside else [])
    for start, end in outside:
        record = index.answer(document.text[start:end])
        if record is not None:
            yield start, end, record


def _outside(document: Document) -> Iterator[tuple[int, int]]:
    """The texts of items in lines that belong to no entry."""
    end = 0
    borders = [(subject.start, subject.end) for subject in document.subjects]
    for start, following in [*borders, (len(document.text), len(document.text))]:
        position = end
        while position < start:
            line_end = document.text.find("\n", position, start) + 1 or start
            match = _ITEM.match(document.text, position, line_end)
            if match:
                yield match.span("title")
            position = line_end
        end = max(end, following)


class _Index:
    """Records by the words of their titles and of the entries'."""

    def __init__(self, subjects: list[Subject]) -> None:
        self._records = [subject.record for subject in subjects if subject.record]
        self._keys = {normalise_title(record.title) for record in self._records}
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, record in enumerate(self._records):
            for word in title_words(record.title):
                self._by_word[word].append(number)

    def answer(self, title: str) -> BibliographicRecord | None:
        """The record whose title this one nearly is, where it is nobody's to the letter."""
        if normalise_title(title) in self._keys:
            return None
        counts: Counter[int] = Counter()
        for word in title_words(title):
            numbers = self._by_word.get(word, [])
            if len(numbers) <= _MOST_LIKE:
                counts.update(numbers)
        near = [self._records[number] for number, _ in counts.most_common(_CANDIDATES)]
        if any(is_same_title(title, record.title) for record in near):
            return None
        drifted = {record.work: record for record in near if is_drifted(title, record)}
        return next(iter(drifted.values())) if len(drifted) == 1 else None
