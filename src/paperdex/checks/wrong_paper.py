"""The link is live and leads to a paper, but to another one than the title names.

No link checker sees it, and whoever follows the link or cites from the list gets the wrong paper. The title is compared
with the record of the linked paper: with what the paper was called before, word by word, and by its authors and its
date where the list gives them. A title that is only not quite right is a matter of title-drift; a short name, and a
title in another language, are taken for another paper's only where the authors or the date bear it out. Where a paper
at hand has the very title, its link is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from paperdex.checks.base import Finding, Fix
from paperdex.checks.document import Document, Place, Subject
from paperdex.checks.identifier_writing import exchanged
from paperdex.checks.link_writing import shares_line
from paperdex.checks.links import address
from paperdex.checks.people import authors_fit
from paperdex.checks.record_dates import dates_of, fits
from paperdex.checks.text_and_link import mismatches_of, work_of
from paperdex.checks.title_judging import judge
from paperdex.checks.titles import title_place
from paperdex.checks.venue_names import contradicts
from paperdex.core.identifiers import Identifier, MalformedIdentifier, find_identifiers, parse_identifier
from paperdex.core.records import BibliographicRecord

BAD = "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00003)\n"
RECORDS = (
    BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),
    BibliographicRecord("1501.00003", "Saucers and the Theory of Falling", "arxiv", "2026-01-01T00:00:00Z"),
)

_MOST = 3
"""Papers of one title that are named."""


def check(document: Document) -> Iterator[Finding]:
    """Each entry whose title is that of another paper than its identifier names."""
    for subject in document.subjects:
        record = subject.record
        if record is None:
            continue
        judgement = judge(document, subject)
        if judgement.kind != "wrong" or _is_told_by_the_link(document, subject):
            continue
        start, end = title_place(document, subject) or document.line_span(subject.entry.line)
        yield Finding(
            start,
            end,
            f"{record.work} is {record.title!r}: another paper than the title says, {judgement.why}",
            judgement.sure,
            work=record.work,
            fix=_fix(document, subject),
            help=_help(subject),
        )


def _is_told_by_the_link(document: Document, subject: Subject) -> bool:
    """Whether a wrong number beside the link is all that is wrong, which ``link-text-mismatch`` tells.

    The link leads to the paper of the title, or to one that nothing is known of.
    """
    beside = [each for each in mismatches_of(document, subject) if each.sure and work_of(each.text) == subject.work]
    if not beside:
        return False
    namesakes = {namesake.work for namesake in subject.known.namesakes}
    works = {work_of(each.link) for each in beside}
    return not works.isdisjoint(namesakes) or works.isdisjoint(
        other.work for other in document.subjects if other.record
    )


def _help(subject: Subject) -> str:
    """What to do, with the papers at hand that have the title."""
    links = [address(i) for i in map(parse_identifier, _namesakes(subject)) if _is_arxiv(i)]
    if not links:
        return "Look the paper up by its title, and link that one."
    return f"Look whether {' or '.join(links[:_MOST])} is meant, which has this title."


def _namesakes(subject: Subject) -> list[str]:
    return list(dict.fromkeys(namesake.work for namesake in subject.known.namesakes))


def _is_arxiv(identifier: Identifier | MalformedIdentifier | None) -> TypeGuard[Identifier]:
    return isinstance(identifier, Identifier) and identifier.scheme == "arxiv"


def _fix(document: Document, subject: Subject) -> Fix | None:
    """The identifier of the one paper at hand that has the title, wherever the wrong one stands in the entry.

    Not where the authors, the date or the venue are not that paper's: then the title may be what is wrong. Nor where
    the list has that paper elsewhere: the entry would be a second one of it, and what it was meant for be lost.
    """
    named = {namesake.work: namesake for namesake in subject.known.namesakes if _agrees(subject, namesake)}
    identifier = parse_identifier(next(iter(named))) if len(named) == 1 else None
    if not _is_arxiv(identifier) or shares_line(document, subject) or document.other_entry(subject, identifier.work):
        return None
    edits = tuple(
        exchanged(place, identifier)
        for place in _every_place(document, subject)
        if isinstance(place.identifier, Identifier) and place.identifier.work == subject.work
    )
    return Fix(f"Link {address(identifier)}", edits, sure=False) if edits else None


def _agrees(subject: Subject, record: BibliographicRecord) -> bool:
    dates, given, venue = dates_of([record]), subject.entry.date, subject.entry.venue
    if venue and contradicts(venue, record):
        return False
    return authors_fit(subject.entry, record) is not False and not (given and dates and not fits(given, dates))


def _every_place(document: Document, subject: Subject) -> Iterator[Place]:
    """The identifiers of an entry, bare numbers too."""
    text = document.text[subject.start : subject.end]
    for found in find_identifiers(text, bare=True):
        start, end = subject.start + found.start, subject.start + found.end
        yield Place(start, end, found.identifier, document.text[start:end])
