"""Which entries of a list name one work: by identifier, DOI, what they are resolved to, or title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from paperdex.checks.document import Document, Subject, once
from paperdex.checks.text_and_link import mismatches_of
from paperdex.checks.title_judging import is_wrong_paper, may_be_another
from paperdex.core.entries import Topic
from paperdex.core.names import surname_key
from paperdex.core.text import normalise_title

_SHORT = 12
"""Letters of a title that may be that of several works: ``GPT-4``, ``Slides``."""
_OTHER_YEARS = 5
"""So many years apart it is another work that has the same title."""
_LEAST_WORDS = 3
_ALIKE, _UNLIKE = 80.0, 45.0
"""Likeness of titles, of 100."""
_MOST_COMPARED = 8


class Occurrence:
    """One entry, and what it can be known by again."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        entry, record = subject.entry, subject.record
        arxiv = entry.arxiv
        self.arxiv = arxiv.work if arxiv else None
        work = subject.work
        if self.arxiv is None and work and ":" not in work:
            self.arxiv = work  # found by its title
        self.own_dois = {i.work for i in entry.well_formed if i.scheme == "doi"}
        self.dois = {*self.own_dois, *((work,) if work and work.startswith("doi:") else ())}
        for each in (record, *subject.known.other_records):
            if each and each.doi:
                self.dois.add(f"doi:{each.doi.lower()}")
        self.urls = {i.work for i in entry.well_formed if i.scheme == "url"}
        self.malformed = {i.raw for i in entry.malformed}
        self.title = normalise_title(entry.title)

    @property
    def keys(self) -> Iterator[str]:
        """What to look it up by, the surest first."""
        if self.arxiv:
            yield self.arxiv
        yield from sorted(self.dois)
        if self.title:
            yield f"title {self.title}"

    @cached_property
    def authors(self) -> frozenset[str]:
        """The family names that the list gives."""
        return frozenset(filter(None, map(surname_key, self.subject.entry.authors)))

    @property
    def year(self) -> int | None:
        """The year that the list gives."""
        date = self.subject.entry.date
        return int(date[:4]) if date else None


class Repeat(NamedTuple):
    """A later entry of a work."""

    first: Subject
    later: Subject
    how: str
    """What both have: ``arXiv 1706.02677``, ``the title``."""
    sure: bool
    certain: bool
    """Whether no title makes it doubtful that the identifier is right."""


def repeats(document: Document) -> tuple[list[Repeat], list[Repeat]]:
    """The repeats within one topic, and those of entries that have none there under other topics; looked for once."""
    return once(document, "repeats", lambda: _repeats(document))


def _repeats(document: Document) -> tuple[list[Repeat], list[Repeat]]:
    within: list[Repeat] = []
    across: list[Repeat] = []
    known: defaultdict[str, dict[Topic, list[Occurrence]]] = defaultdict(dict)
    for subject in document.subjects:
        if is_doubtful(document, subject):
            continue
        occurrence = Occurrence(subject)
        topic = subject.entry.topic
        here: list[Occurrence] = []
        elsewhere: list[Occurrence] = []
        for key in occurrence.keys:
            topics = known[key]
            here += topics.get(topic, ())
            if not here:
                elsewhere += (each[0] for _, each in zip(range(_MOST_COMPARED), topics.values(), strict=False))
            if len(group := topics.setdefault(topic, [])) < _MOST_COMPARED:
                group.append(occurrence)
        if repeat := _first(document, here, occurrence):
            within.append(repeat)
        elif repeat := _first(document, _of_others(elsewhere, topic), occurrence):
            across.append(repeat)
    return within, across


def is_doubtful(document: Document, subject: Subject) -> bool:
    """Whether another rule says that an identifier of an entry is another paper's: its work is not known yet."""
    return is_wrong_paper(document, subject) or bool(mismatches_of(document, subject))


def _first(document: Document, candidates: list[Occurrence], later: Occurrence) -> Repeat | None:
    for first in sorted(candidates, key=lambda each: each.subject.index):
        if not _is_one_record(first, later) and (found := _compare(first, later)):
            how, sure = found
            certain = _is_certain(document, first, later)
            return Repeat(first.subject, later.subject, how, sure and certain, certain)
    return None


def _of_others(candidates: list[Occurrence], topic: Topic) -> list[Occurrence]:
    return [each for each in candidates if each.subject.entry.topic != topic]


def _is_certain(document: Document, first: Occurrence, later: Occurrence) -> bool:
    """Whether the titles of two entries may be one, or go with their record."""
    if first.subject.record is None and later.subject.record is None:
        return _may_be_one_title(first, later)
    return first.title == later.title or not any(may_be_another(document, each.subject) for each in (first, later))


def _is_one_record(first: Occurrence, later: Occurrence) -> bool:
    """Whether both are one record of the file, which stands in two of its groups."""
    one, two = first.subject.entry, later.subject.entry
    return one.line == two.line and one.title == two.title and one.links == two.links and one.topic != two.topic


def _compare(first: Occurrence, later: Occurrence) -> tuple[str, bool] | None:
    """What two entries of one work have in common, and whether they are that for sure; ``None`` of two works."""
    if first.arxiv and later.arxiv:
        if first.arxiv != later.arxiv or _has_wrong_link(first, later):
            return None
        return f"arXiv {first.arxiv}", _may_be_one_title(first, later)
    if shared := first.dois & later.dois:
        doi = min(shared).removeprefix("doi:")
        return f"the DOI {doi}", _may_be_one_title(first, later)
    if first.title != later.title or not first.title or _contradict(first, later):
        return None
    return "the title", len(first.title) >= _SHORT


def _contradict(first: Occurrence, later: Occurrence) -> bool:
    """Whether something tells two entries of one title apart."""
    if (first.dois and later.dois) or (first.malformed and later.malformed and first.malformed != later.malformed):
        return True
    if first.authors and later.authors:
        return not first.authors & later.authors
    if first.year and later.year and abs(first.year - later.year) > _OTHER_YEARS:
        return True
    if len(first.title) >= _SHORT or not first.title.isascii():
        return False
    names = [each.urls or each.own_dois or {each.arxiv} - {None} for each in (first, later)]
    return bool(names[0] and names[1] and not names[0] & names[1])


def _may_be_one_title(first: Occurrence, later: Occurrence) -> bool:
    one, two = first.title, later.title
    return not one or not two or one in two or two in one or fuzz.ratio(one, two) >= _ALIKE


def _has_wrong_link(first: Occurrence, later: Occurrence) -> bool:
    """Whether the title of one is that of the record, and the title of the other is nothing like it."""
    record = first.subject.record or later.subject.record
    if record is None or _may_be_one_title(first, later):
        return False
    titles = [each.subject.entry.title for each in (first, later)]
    scores = [fuzz.token_set_ratio(title.casefold(), record.title.casefold()) for title in titles]
    other = titles[scores.index(min(scores))]
    return max(scores) >= _ALIKE and min(scores) < _UNLIKE and len(other.split()) >= _LEAST_WORDS
