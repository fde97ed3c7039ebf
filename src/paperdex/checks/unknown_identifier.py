"""The identifier is well-formed, and arXiv has no such paper.

A digit is wrong, then, and often another paper is a digit away. arXiv was asked for this identifier by itself before
this is said; where it could not be asked, the entry is shown as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.core.records import UNKNOWN_TO_ARXIV

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.99999)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"

_HELP = "Look the paper up by its title, and write the identifier that arXiv gives."


def check(document: Document) -> Iterator[Finding]:
    """Each entry whose arXiv identifier has no paper."""
    for subject in document.subjects:
        identifier = subject.entry.arxiv
        if not subject.known.unknown or identifier is None:
            continue
        places = [place for place in subject.own_places if place.identifier == identifier]
        start, end = places[0][:2] if places else document.line_span(subject.entry.line)
        yield Finding(start, end, f"{identifier.value} is {UNKNOWN_TO_ARXIV}", work=identifier.work, help=_HELP)
