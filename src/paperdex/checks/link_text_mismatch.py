"""The text of a link names one arXiv paper, and its target another.

One of the two is wrong, and nobody sees it who only reads or only follows the link. Where the title of the entry is
that of one of the two, the other is changed, but for a paper that the list has elsewhere: then the entry may be meant
for the other one. An ``arXiv:`` number right beside a link, in brackets or behind a comma, is looked at too, and is
only likely to be meant for the same paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding, Fix
from paperdex.checks.document import Document, Place, Subject
from paperdex.checks.identifier_writing import exchanged
from paperdex.checks.links import address
from paperdex.checks.text_and_link import mismatches, work_of
from paperdex.checks.title_judging import judge
from paperdex.core.identifiers import Identifier
from paperdex.core.records import BibliographicRecord

BAD = "- Teapots and Their Lids, [arXiv:1501.00001](https://arxiv.org/abs/1501.00011)\n"
GOOD = "- Teapots and Their Lids, [arXiv:1501.00001](https://arxiv.org/abs/1501.00001)\n"
RECORDS = (
    BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),
    BibliographicRecord("1501.00011", "Saucers, Revisited", "arxiv", "2026-01-01T00:00:00Z"),
)


def check(document: Document) -> Iterator[Finding]:
    """Each link to an arXiv paper whose label, or a number right beside it, names another one."""
    for each in mismatches(document):
        yield _finding(document, *each)


def _finding(document: Document, subject: Subject, text: Place, link: Place, sure: bool) -> Finding:
    right = _right(document, subject, text, link)
    other = document.other_entry(subject, right) if right else None
    help = "Look which of the two is meant, and change the other."
    return Finding(
        text.start,
        text.end,
        f"the text names {work_of(text)}, and the link leads to {work_of(link)}",
        sure,
        work=subject.work,
        fix=_fix(right, text, link, sure) if right and not other else None,
        help=f"{help} Line {other.entry.line} has {right} already." if other else help,
    )


def _right(document: Document, subject: Subject, text: Place, link: Place) -> str | None:
    """Which of the two papers has the title of the entry."""
    if judge(document, subject).kind == "same":
        return subject.work
    named = {namesake.work for namesake in subject.known.namesakes} & {work_of(text), work_of(link)}
    return named.pop() if len(named) == 1 else None


def _fix(right: str, text: Place, link: Place, sure: bool) -> Fix | None:
    """The identifier of the paper that has the entry's title in the place of the other."""
    for good, wrong in ((text, link), (link, text)):
        if right == work_of(good) and isinstance(good.identifier, Identifier):
            plain = Identifier(good.identifier.scheme, good.identifier.value)
            what = f"Link {address(plain)}" if wrong is link else f"Write {plain.value}"
            return Fix(what, (exchanged(wrong, plain),), sure)
    return None
