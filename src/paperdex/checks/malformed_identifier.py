"""The entry names its paper by an identifier that arXiv can't have given.

A digit is missing or too many, the month does not exist, or the number is a placeholder. Nobody can tell which paper is
meant, so nothing is guessed: look the paper up by its title.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.core.identifiers import MalformedIdentifier

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.0001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"

_HELP = "Look the paper up by its title, and write the identifier that arXiv gives."


def check(document: Document) -> Iterator[Finding]:
    """Each malformed identifier of an entry, where it stands."""
    for subject in document.subjects:
        for malformed in subject.entry.malformed:
            start, end = _place(document, subject.start, subject.end, malformed)
            yield Finding(start, end, f"{malformed.raw!r} is no arXiv identifier: {malformed.reason}", help=_HELP)


def _place(document: Document, start: int, end: int, malformed: MalformedIdentifier) -> tuple[int, int]:
    found = document.text.find(malformed.raw, start, end) if malformed.raw else -1
    if found < 0:
        return document.line_span(document.source.line_of(start))
    return found, found + len(malformed.raw)
