"""Where a paper appeared, in short, as its record tells it: in the journal reference, else in the authors' comment.

A comment counts only where it says that the paper was taken: ``Accepted at TEACON 2018``, ``TEACON 2018 camera-ready``;
one that was only submitted, or shown at a workshop of a conference, did not appear there.
"""

from __future__ import annotations

import re

from paperdex.checks.annotating.values import Venue
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import decode_tex
from paperdex.exports.journal import parse_journal
from paperdex.lists.words.venues import find_venue

_NOT_TAKEN = re.compile(
    r"\b(?:submitted|submission|submitting|under (?:review|submission)|in review|rejected|withdrawn|withdrew|workshops?"
    r"|tutorials?|challenge|competition|demo(?:nstration)?|extended (?:version|abstract)|longer version|full version"
    r"|previous(?:ly)?|preliminary|earlier|based on|extends|extension|follow-?up|symposium|doctoral|thesis|arxiv)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:accepted|to appear|appears?|appeared|appearing|published|presented|publication|camera[- ]ready|proceedings"
    r"|proc\.|oral|poster|spotlight|conference paper)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*;\s*|(?<=[a-z)\d])\.\s+(?=[A-Z])|(?<=pages),\s*|(?<=figures),\s*|(?<=tables),\s*")
_PARTED = re.compile(
    r"(?P<name>[^\W\d_][^\d]*?)[ ,]{0,2}(?:[ ]?(?P<year>(?:19|20)\d\d)|['’‘`][ ]?(?P<short>\d\d))(?!\d)"
)
_NO_VENUE = frozenset({"arxiv", "corr", "pmlr", "biorxiv", "medrxiv"})
_REST = re.compile(r"[\s,.()\[\]!]*(?:papers?)?[\s,.()\[\]!]*", re.IGNORECASE)
_LONGEST = 60
_CENTURY = 50
_LATE, _EARLY = 8, 1
"""A paper appears at most so many years behind its preprint, or before it."""


def venue_of(record: BibliographicRecord) -> Venue | None:
    """The venue of a paper with its year; ``None`` where the record does not tell it for sure."""
    found = _told(record)
    if found is None or not record.submitted:
        return found
    years = int(found.year) - int(record.submitted[:4])
    return found if -_EARLY <= years <= _LATE else None


def _told(record: BibliographicRecord) -> Venue | None:
    if record.journal_ref:
        reference = decode_tex(record.journal_ref)
        published = parse_journal(reference)
        if published:
            return Venue(published.journal, published.year)
        return None if _NOT_TAKEN.search(reference) else _named(reference)
    for part in _PARTS.split(decode_tex(record.comment or "")):
        found = None if _NOT_TAKEN.search(part) else find_venue(part)
        if found is None:
            continue
        start, end = found[1]
        if _TAKEN.search(part) or _REST.fullmatch(part[:start] + part[end:]):
            return _named(part)
    return None


def _named(text: str) -> Venue | None:
    found = find_venue(text)
    match = _PARTED.match(found[0]) if found and len(found[0]) <= _LONGEST else None
    if not match or match["name"].strip().casefold() in _NO_VENUE:
        return None
    year = match["year"] or f"{'19' if int(match['short']) > _CENTURY else '20'}{match['short']}"
    return Venue(match["name"].strip(" ,"), year)
