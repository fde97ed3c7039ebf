"""How each field is written in an entry, and a value of another paper written in the same way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paperdex.checks import date_styles as dates
from paperdex.checks.annotating import links, names, venues
from paperdex.checks.annotating.anatomy import LINK, Anatomy
from paperdex.checks.annotating.markdown_text import paragraph
from paperdex.checks.annotating.values import Field, Values
from paperdex.core.entries import ListEntry
from paperdex.core.names import surname_key
from paperdex.core.text import clean_text, normalise_title

_FEW_WORDS = 6
_MANY, _SHOWN = 30, 10
"""Of more authors than that, as of a collaboration, only the first ones are written."""
_BEGINNING = 80
"""Letters by which a text is told to be an abstract."""
_EQUAL = 98
"""Percents of likeness of an abstract that was put in and the one that is read."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A value where it stands in an entry, and how it is written."""

    start: int
    end: int
    style: Any


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is put into a list."""

    text: str
    expected: Any
    """What is read of it when the list is read again."""


def value_of(entry: ListEntry, field: Field) -> Any:
    """What an entry gives for a field; empty for nothing."""
    if field == "doi":
        return links.own_doi(entry)
    if field == "code":
        return links.linked_code(entry)
    return getattr(entry, field)


def find(field: Field, anatomy: Anatomy, values: Values | None) -> Sample | None:
    """Where an entry has a field, if it stands there in one piece."""
    found = _find(field, anatomy, values)
    return Sample(*found) if found else None


def _find(field: Field, anatomy: Anatomy, values: Values | None) -> tuple[int, int, Any] | None:
    entry = anatomy.subject.entry
    if field == "doi":
        return links.find_doi(anatomy)
    if field == "code":
        return links.find_code(anatomy)
    value = getattr(entry, field)
    if field == "abstract":
        return _find_abstract(anatomy, value or _quoted(anatomy, values))
    if field == "authors" and not value and values is not None:
        return _find_unread(anatomy, values)
    if not value:
        return None
    for start, end in free(anatomy):
        found: tuple[int, int, Any] | None = None
        if field == "date":
            found = dates.find_date(anatomy.text, start, end, value)
        elif field == "venue":
            place = anatomy.text.find(value, start, end)
            found = (place, place + len(value), venues.style_of(value)) if place >= 0 else None
        elif field == "authors":
            found = names.find_names(anatomy.text, start, end, value, values.authors if values else ())
        if found:
            return found
    return None


def _find_unread(anatomy: Anatomy, values: Values) -> tuple[int, int, Any] | None:
    """The authors of the record where they stand in an entry that is read without any, as a single one may be."""
    for spelt in names.spellings(values.authors):
        for start, end in free(anatomy):
            found = names.find_names(anatomy.text, start, end, spelt, values.authors)
            if found:
                return found
    return None


def free(anatomy: Anatomy) -> list[tuple[int, int]]:
    """The stretches of an entry's text outside of its title and the targets of its links."""
    taken = [anatomy.title] if anatomy.title else []
    for region in anatomy.regions:
        for match in LINK.finditer(anatomy.text, region.start, region.end):
            target = match.start() if match["label"] is None else match.end("label")
            taken.append((target, match.end()))
    stretches = []
    place = anatomy.regions[0].start
    for start, end in sorted(taken):
        if start > place:
            stretches.append((place, start))
        place = max(place, end)
    stretches.append((place, anatomy.regions[-1].end))
    return [(start, end) for start, end in stretches if start < end]


def _quoted(anatomy: Anatomy, values: Values | None) -> str:
    """The note of an entry that is the abstract of its record: such stand in quotes in some lists."""
    note = anatomy.subject.entry.note
    if not note or values is None or not values.abstract:
        return ""
    return note if _begins_alike(normalise_title(note), normalise_title(values.abstract)) else ""


def _find_abstract(anatomy: Anatomy, abstract: str) -> tuple[int, int, Any] | None:
    words = re.findall(r"\w+", clean_text(abstract or ""))
    if not words:
        return None
    text, stop = anatomy.text, anatomy.regions[-1].end
    first = re.compile(r"\W{1,12}?".join(map(re.escape, words[:_FEW_WORDS]))).search(
        text, anatomy.regions[0].start, stop
    )
    if not first:
        return None
    last = None
    for match in re.compile(r"\W{1,12}?".join(map(re.escape, words[-_FEW_WORDS:])) + r"[.!?\"”)]*").finditer(
        text, first.start(), stop
    ):
        last = match
    start = first.start()
    region = anatomy.regions[anatomy.region_of(start)]
    while start > region.start and text[start - 1] in "\"“'(\\$[*_":
        start -= 1
    return start, last.end() if last else region.end, None


def settled(field: Field, styles: Sequence[Any]) -> Any:
    """How most entries write a field; the plainest way where none does."""
    if field == "date":
        return dates.settled(styles) or dates.ISO
    if field == "authors":
        return names.settled(styles)
    if field == "venue":
        return venues.settled(styles)
    return links.settled(styles, field) if field in ("doi", "code") else None


def write(field: Field, style: Any, values: Values) -> Written | str:
    """A value in a style; a text says why it can't be."""
    if field == "date":
        text = style.written(values.date)
        if text is None:
            return f"of its date no more is known than {values.date}"
        return Written(text, values.date[: (0, 4, 7, 10)[style.precision]])
    if field == "authors":
        authors, more = values.authors, values.others
        if not style.most and len(authors) > _MANY:
            authors, more = authors[:_SHOWN], True
        return Written(style.written(authors, more=more), names.keys_of(authors[: style.most or None]))
    if field == "venue" and values.venue:
        text = style.written(values.venue)
        return Written(text, normalise_title(text))
    if field == "abstract":
        return Written(paragraph(values.abstract), normalise_title(values.abstract))
    value = values.doi if field == "doi" else values.code
    return Written(style.written(value), value)


def reads_as(field: Field, entry: ListEntry, expected: Any) -> bool:
    """Whether an entry that was read gives what was put in."""
    value = value_of(entry, field)
    if field == "authors":
        return bool(tuple(surname_key(name) for name in value) == expected)
    if field == "venue":
        return bool(normalise_title(value or "") == expected)
    if field == "abstract":
        if not entry.abstract:
            return _begins_alike(normalise_title(entry.note or ""), expected)
        return _alike(normalise_title(entry.abstract), expected)
    if field == "doi":
        return str(value).lower() == str(expected).lower()
    if field == "code":
        return any(link.url == expected for link in entry.links)
    return bool(value == expected)


def _alike(ours: str, theirs: str) -> bool:
    """Whether two texts are equal but for some math that is spelt otherwise."""
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(ours, theirs) >= _EQUAL)


def _begins_alike(ours: str, theirs: str) -> bool:
    return bool(theirs) and ours.startswith(theirs[:_BEGINNING])


def is_outdated(field: Field, entry: ListEntry, values: Values, style: Any) -> bool:
    """Whether an entry's value is not, or not wholly, that of the record."""
    value = value_of(entry, field)
    if field == "date":
        known = values.date[: len(value)]
        return len(known) == len(value) and known != value
    if field == "authors":
        ours, theirs = [surname_key(name) for name in value], list(names.keys_of(values.authors))
        return not style.most and len(ours) < len(theirs) and set(ours) <= set(theirs)
    if field == "venue":
        return venues.is_preprint(value)
    if field == "abstract":
        return bool(value and normalise_title(value) != normalise_title(values.abstract))
    return field == "doi" and str(value).lower() != values.doi.lower()
