"""The link is live and leads to a paper, but to another one than the title names.

No link checker sees it, and whoever follows the link or cites from the list gets the wrong paper. The title is compared
with the record of the linked paper: with what the paper was called before, word by word, and by its authors where the
list names them. A title that is only not quite right is a matter of title-drift; a short name, and a title in another
language, are never taken for another paper's. Where a paper at hand has the very title, its link is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding, Fix
from paperdex.checks.document import Document, Place, Subject
from paperdex.checks.identifier_writing import exchanged
from paperdex.checks.link_writing import shares_line
from paperdex.checks.links import address
from paperdex.checks.people import authors_fit
from paperdex.checks.record_dates import dates_of, fits
from paperdex.checks.title_judging import judge
from paperdex.checks.titles import title_place
from paperdex.checks.venue_names import contradicts
from paperdex.core.identifiers import Identifier, find_identifiers, parse_identifier
from paperdex.core.records import BibliographicRecord

BAD = "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00003)\n"
RECORDS = (
    BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),
    BibliographicRecord("1501.00003", "Saucers and the Theory of Falling", "arxiv", "2026-01-01T00:00:00Z"),
)

_HELP = "Look the paper up by its title, and link that one."


def check(document: Document) -> Iterator[Finding]:
    """Each entry whose title is that of another paper than its identifier names."""
    for subject in document.subjects:
        record = subject.record
        if record is None:
            continue
        judgement = judge(document, subject)
        if judgement.kind != "wrong":
            continue
        start, end = title_place(document, subject) or document.line_span(subject.entry.line)
        yield Finding(
            start,
            end,
            f"{record.work} is {record.title!r}: another paper than the title says, {judgement.why}",
            judgement.sure,
            work=record.work,
            fix=_fix(document, subject),
            help=_HELP,
        )


def _fix(document: Document, subject: Subject) -> Fix | None:
    """The identifier of the one paper at hand that has the title, wherever the wrong one stands in the entry.

    Not where the authors, the date or the venue are not that paper's: then the title may be what is wrong.
    """
    named = {namesake.work: namesake for namesake in subject.known.namesakes if _agrees(subject, namesake)}
    identifier = parse_identifier(next(iter(named))) if len(named) == 1 else None
    if not isinstance(identifier, Identifier) or identifier.scheme != "arxiv" or shares_line(document, subject):
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
