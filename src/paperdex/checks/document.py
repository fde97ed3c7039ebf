"""What the rules look at: one list, the text that it was read from, and what is known of each entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise, repeat
from typing import NamedTuple, TypeVar, cast

from paperdex.checks.source_text import SourceText
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Found, Identifier, MalformedIdentifier, find_identifiers
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution

_MANY_IN_LINE = 50
"""Entries of a line that may each be looked for in all of it."""
_LONGEST_IN_LINE = 5000
_CELL_END = re.compile(r"[,;|\"]")
_DEFINITION = re.compile(r"(?:^|(?<=[\r\n\"]))[ \t]*(?:\[[^\[\]\r\n]{1,200}\]:|\.\. _[^\r\n]{1,200}:)[ \t]*<?\Z")
"""What stands in front of the target of a reference link."""
_LONGEST_DEFINITION = 220


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an entry beyond the list."""

    resolution: Resolution
    record: BibliographicRecord | None = None
    """The best record of its work that a source gave; never what the list itself says."""
    other_records: tuple[BibliographicRecord, ...] = ()
    """Of the same work: what other sources say, and what the record was before."""
    namesakes: tuple[BibliographicRecord, ...] = ()
    """Records of other works at hand whose title is the entry's."""
    unknown: bool = False
    """Whether arXiv says that it has no such paper."""
    unasked: str = ""
    """Why nobody could be asked, where that is so: a sentence, or empty."""


_T = TypeVar("_T")


def once(owner: Document | Subject, name: str, make: Callable[[], _T]) -> _T:
    """What ``make`` gives of a document or an entry: made for the first rule that asks, and kept for the others."""
    if name not in owner.__dict__:
        owner.__dict__[name] = make()
    return cast("_T", owner.__dict__[name])


class Place(NamedTuple):
    """An identifier where it stands in the text, in a link or bare."""

    start: int
    end: int
    identifier: Identifier | MalformedIdentifier
    text: str
    """As it is written: an address, ``arXiv:1706.02677``, ``10.48550/arXiv.1706.02677``."""


@dataclass(frozen=True)
class Subject:
    """One entry with its place in the text and what is known of it."""

    index: int
    """Place among the entries of the list, from 0."""
    entry: ListEntry
    known: Known
    start: int
    """Where its first line begins."""
    end: int
    """Where the next entry or the next heading begins."""
    places: tuple[Place, ...]
    """Every identifier that stands in it, mentions in its notes too."""
    defined: tuple[Place, ...] = ()
    """The targets of its links that stand elsewhere: ``[1]: https://arxiv.org/abs/1706.02677``."""

    @property
    def work(self) -> str | None:
        """Key of the work that the entry names for sure."""
        return self.known.resolution.work

    @property
    def record(self) -> BibliographicRecord | None:
        """The record of its work, if there is one."""
        return self.known.record

    @cached_property
    def own_places(self) -> tuple[Place, ...]:
        """The places of the identifiers that name the entry, without mere mentions."""
        named = {i.work for i in self.entry.well_formed}
        raw = {i.raw for i in self.entry.malformed}
        return tuple(
            place
            for place in (*self.places, *self.defined)
            if (isinstance(place.identifier, Identifier) and place.identifier.work in named)
            or (isinstance(place.identifier, MalformedIdentifier) and place.identifier.raw in raw)
        )


@dataclass(frozen=True)
class Document:
    """A reading list beside its text."""

    list: ReadingList
    source: SourceText
    known: Sequence[Known] = field(default=())
    """Of each entry, in their order; nothing is known where it is empty."""

    @property
    def text(self) -> str:
        """The text as it stands in the file."""
        return self.source.text

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every identifier that stands in the text, in order."""
        return tuple(
            Place(found.start, found.end, found.identifier, self.text[found.start : found.end])
            for found in self._found()
        )

    def _found(self) -> Iterator[Found]:
        found = find_identifiers(self.text)
        return map(self._within_cell, found) if self.list.format == "csv" else found

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(link.url for entry in self.list.entries for link in entry.links)

    def _within_cell(self, found: Found) -> Found:
        """An identifier without what stands in the next cell: no blank parts the cells."""
        text = self.text[found.start : found.end]
        ends = [match.start() for match in _CELL_END.finditer(text)]
        if not ends or text in self._addresses:
            return found
        end = next((end for end in reversed(ends) if text[:end] in self._addresses), ends[0])
        return found._replace(end=found.start + end)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The entries in their order."""
        nothing = Known(Resolution("unresolved"))
        starts = [place.start for place in self.places]
        subjects = []
        for index, (entry, (start, end)) in enumerate(zip(self.list.entries, self._extents(), strict=True)):
            places = self.places[bisect_right(starts, start - 1) : bisect_right(starts, end - 1)]
            known = self.known[index] if self.known else nothing
            defined = [self._defined[link.url] for link in entry.links if link.url in self._defined]
            elsewhere = tuple(dict.fromkeys(place for place in defined if not start <= place.start < end))
            subjects.append(Subject(index, entry, known, start, end, places, elsewhere))
        return tuple(subjects)

    def _extents(self) -> Iterator[tuple[int, int]]:
        """Where each entry begins and ends: it goes on to the line of the next one, or of the next topic.

        Entries of one line share it; where they are very many, each goes on to the title of the next.
        """
        borders = sorted({*(entry.line for entry in self.list.entries), *self.list.topic_lines})
        for line, entries in groupby(self.list.entries, key=lambda entry: entry.line):
            following = bisect_right(borders, line)
            end = self.source.start(borders[following]) if following < len(borders) else len(self.text)
            of_line = list(entries)
            if len(of_line) <= _MANY_IN_LINE:
                yield from repeat((self.source.start(line), end), len(of_line))
            else:
                starts = [*self._titles_in(of_line, self.source.start(line), end), end]
                yield from pairwise(starts)

    def _titles_in(self, entries: Sequence[ListEntry], start: int, end: int) -> Iterator[int]:
        """Where the titles of entries begin that stand one behind the other; the first begins where all do."""
        place = start
        for number, entry in enumerate(entries):
            found = self.text.find(entry.title, place, min(end, place + _LONGEST_IN_LINE)) if entry.title else -1
            yield start if number == 0 else max(found, place)
            place = max(found, place) + (len(entry.title) if found >= 0 else 0)

    @cached_property
    def _defined(self) -> dict[str, Place]:
        """The targets of reference links, by their text; of those that are equal the first."""
        defined: dict[str, Place] = {}
        if self.list.format in ("markdown", "notebook", "rst"):
            for place in self.places:
                if _DEFINITION.search(self.text, max(0, place.start - _LONGEST_DEFINITION), place.start):
                    defined.setdefault(place.text, place)
        return defined

    def other_entry(self, subject: Subject, work: str) -> Subject | None:
        """The first entry but this one that names a work."""
        return next((each for each in self._entries_of.get(work, ()) if each.index != subject.index), None)

    @cached_property
    def _entries_of(self) -> Mapping[str, Sequence[Subject]]:
        entries: defaultdict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.work:
                entries[subject.work].append(subject)
        return entries

    def line_span(self, line: int) -> tuple[int, int]:
        """Where the text of a line begins and ends, blanks around it left out."""
        start, end = self.source.start(line), self.source.end(line)
        text = self.text[start:end]
        return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
