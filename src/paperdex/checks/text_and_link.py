"""Where the text and the target of a link, or a number right beside it, name different arXiv papers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from paperdex.checks.document import Document, Place, Subject, once
from paperdex.checks.link_labels import label_span, reference_label
from paperdex.checks.links import read_link
from paperdex.checks.title_judging import is_same_title
from paperdex.core.identifiers import Found, Identifier, find_identifiers, parse_identifier, parse_number

_FILLING = re.compile(
    r"(?:arxiv|abs|pdf|paper|preprint|e-?print|link|html?|https?|org|www|doi|v\d+|[a-z-]+\.[A-Za-z-]{2})\b", re.I
)
_ANSWER = re.compile(r"\b(?:comments?|reply|replies|response|rejoinder|remarks?|erratum|addendum|corrigendum)\b", re.I)
"""Words of a title that names the paper which it is about by its number."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_EPRINT = re.compile(r"\beprint\s*=\s*[{\"]+\s*(?:arxiv:)?(?P<id>[^\s{}\"]{8,30})", re.IGNORECASE)
_BADGE = re.compile(r"(?:shields\.io/badge|badgen\.net/badge)/[^\s()]{0,60}?(?P<number>\d{4}\.\d{4,5})(?!\d)")
_ANY_URL = re.compile(r"https?://[^\s\]]+")
_LINK_BEHIND = re.compile(r"[\s)\]}:,|*_`-]{0,6}(?:\[{1,2}[^\[\]\d]{0,20}\]\(<?|\(|<|<a href=[\"'])?")
_TEXT_BEHIND = re.compile(r"(?:[\"'][^<>]{0,40}>[^<>\d]{0,20}</a>|[)>\]\"'])?[\s)\](\[,:|*_`-]{0,6}")


class Mismatch(NamedTuple):
    """A number and a link of one entry that name different papers."""

    subject: Subject
    text: Place
    link: Place
    sure: bool


def mismatches(document: Document) -> tuple[Mismatch, ...]:
    """All of a document; looked for once."""
    return once(document, "mismatches", lambda: tuple(_mismatches(document)))


def mismatches_of(document: Document, subject: Subject) -> tuple[Mismatch, ...]:
    """Those of one entry."""
    return once(document, "mismatches_by_entry", lambda: _by_entry(document)).get(subject.index, ())


def _by_entry(document: Document) -> dict[int, tuple[Mismatch, ...]]:
    grouped: defaultdict[int, list[Mismatch]] = defaultdict(list)
    for each in mismatches(document):
        grouped[each.subject.index].append(each)
    return {index: tuple(found) for index, found in grouped.items()}


def _mismatches(document: Document) -> Iterator[Mismatch]:
    shared = _shared_lines(document)
    labelled: set[tuple[int, int]] = set()
    seen: set[int] = set()
    for subject in document.subjects:
        previous: Place | None = None
        targets = {link.url for link in subject.entry.links}
        for place in subject.places:
            if place.start in seen or not _is_arxiv(place):
                continue
            seen.add(place.start)
            if _is_link(place):
                span = label_span(document, place)
                if span is None and place.text in targets:
                    span = reference_label(document, subject, place)
                yield from _of_label(document, subject, place, span, labelled)
            if previous and subject.entry.line not in shared:
                yield from _beside(document, subject, previous, place, labelled)
            previous = place
        for place in filter(_is_link, subject.defined):
            yield from _of_label(document, subject, place, reference_label(document, subject, place), labelled)
        if document.list.format == "bibtex":
            yield from _of_field(document, subject)


def _of_field(document: Document, subject: Subject) -> Iterator[Mismatch]:
    """The number in the field ``eprint`` beside the link in another one."""
    match = _EPRINT.search(document.text, subject.start, subject.end)
    found = parse_identifier(match["id"]) if match else None
    link = next((place for place in subject.places if _is_arxiv(place) and read_link(place)), None)
    if match is None or link is None or not isinstance(found, Identifier) or found.scheme != "arxiv":
        return
    text = Place(*match.span("id"), found, match["id"])
    if work_of(text) != work_of(link):
        yield Mismatch(subject, text, link, sure=True)


def _is_link(place: Place) -> bool:
    return read_link(place) is not None or (_is_arxiv(place) and "//" in place.text)


def _of_label(
    document: Document, subject: Subject, link: Place, span: tuple[int, int] | None, labelled: set[tuple[int, int]]
) -> Iterator[Mismatch]:
    if span is None:
        return
    labelled.add(span)
    label = document.text[span[0] : span[1]]
    named = [each for each in (*find_identifiers(label, bare=True), *_on_badges(label)) if _arxiv(each.identifier)]
    works = {each.identifier.work for each in named if isinstance(each.identifier, Identifier)}
    is_of_title = subject.record is not None and any(work in subject.record.title for work in works)
    is_of_title = is_of_title or _ANSWER.search(label) is not None
    if len(works) != 1 or work_of(link) in works or is_of_title:
        return
    found = named[0]
    start, end = span[0] + found.start, span[0] + found.end
    text = Place(start, end, found.identifier, document.text[start:end])
    rest = _FILLING.sub(" ", _ANY_URL.sub(" ", label[: found.start] + label[found.end :]))
    is_plain = not _WORD.search(rest) or is_same_title(rest, subject.entry.title)
    yield Mismatch(subject, text, link, sure=is_plain)


def _on_badges(label: str) -> Iterator[Found]:
    """The numbers that badges show: ``![arXiv](https://img.shields.io/badge/arXiv-1706.02677-b31b1b)``."""
    for match in _BADGE.finditer(label):
        identifier = parse_number(match["number"])
        if identifier is not None:
            yield Found(*match.span("number"), identifier)


def _beside(
    document: Document, subject: Subject, first: Place, second: Place, labelled: set[tuple[int, int]]
) -> Iterator[Mismatch]:
    """A number and a link one behind the other, of which neither is the label of a link."""
    is_link = [read_link(place) is not None for place in (first, second)]
    if is_link[0] == is_link[1] or work_of(first) == work_of(second):
        return
    text, link = (second, first) if is_link[0] else (first, second)
    if any(start <= text.start < end for start, end in labelled):
        return
    between = _TEXT_BEHIND if is_link[0] else _LINK_BEHIND
    if between.fullmatch(document.text, first.end, second.start) and not _is_label(document, text, link):
        yield Mismatch(subject, text, link, sure=False)


def _is_label(document: Document, text: Place, link: Place) -> bool:
    span = label_span(document, link)
    return span is not None and span[0] <= text.start < span[1]


def _shared_lines(document: Document) -> set[int]:
    """Lines in which several entries begin."""
    lines = [subject.entry.line for subject in document.subjects]
    return {line for line, other in pairwise(lines) if line == other}


def _arxiv(identifier: object) -> bool:
    return isinstance(identifier, Identifier) and identifier.scheme == "arxiv"


def _is_arxiv(place: Place) -> bool:
    return _arxiv(place.identifier)


def work_of(place: Place) -> str:
    """The work that an identifier names; empty where it is malformed."""
    return place.identifier.work if isinstance(place.identifier, Identifier) else ""
