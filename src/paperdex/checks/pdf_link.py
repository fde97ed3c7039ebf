"""The entry links the PDF alone, in a list that links the pages of abstracts.

The abstract's page is small, names the versions, and leads to the PDF. An entry with both links is as good, and a list
that mostly links PDFs is left alone, as are a link to a page of the PDF (``#page=3``) and one whose text says ``pdf``
where the links to abstracts have another text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document, Subject
from paperdex.checks.link_labels import label_span, reference_label
from paperdex.checks.links import ArxivLink, address, own_links

BAD = """\
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
- [Saucers, Revisited](https://arxiv.org/pdf/1501.00003.pdf)
"""
GOOD = """\
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)
"""


_PDF = re.compile(r"(?<![^\W_])pdf(?![^\W_])", re.IGNORECASE)
_IN_FRONT = re.compile(r"(?<![^\W_])pdf(?:[^\w\r\n]|_){1,8}\Z", re.IGNORECASE)
"""The name of a field, or a word beside a bare link: ``pdf = {``, ``PDF: ``."""
_IN_TAGS = re.compile(r"[\"'][^<>]*>(?:\s*<(?!/?a\b)[^<>]*>)+[^<>]*?(?<![^\W_])pdf(?![^\W_])", re.IGNORECASE)
"""The text of a link with tags around it: ``">`` and ``<b>PDF``."""
_NEAR, _LONGEST = 16, 300


def check(document: Document) -> Iterator[Finding]:
    """Each entry with nothing but a PDF, where most entries have the abstract."""
    abstracts = called_pdf = 0
    only: list[tuple[Subject, ArxivLink]] = []
    for subject in document.subjects:
        links = [link for link in own_links(subject) if link.view]
        if shown := [link for link in links if link.is_abstract]:
            abstracts += 1
            called_pdf += any(_says_pdf(document, subject, link) for link in shown)
        elif links and links[0].is_pdf and "#" not in links[0].place.text:
            only.append((subject, links[0]))
    if abstracts <= len(only):
        return
    for subject, link in only:
        if 2 * called_pdf < abstracts and _says_pdf(document, subject, link):
            continue
        target = address(link.identifier)
        start, end = link.place.start, link.place.end
        yield Finding(
            start,
            end,
            "the link is to the PDF, and the list links abstracts",
            work=link.identifier.work,
            fix=Fix(f"Link {target}", (Edit(start, end, target),)),
        )


def _says_pdf(document: Document, subject: Subject, link: ArxivLink) -> bool:
    """Whether the text of a link, or a word in front of a bare one, says that it is to the PDF."""
    place = link.place
    span = label_span(document, place) or reference_label(document, subject, place)
    if span is not None:
        return _PDF.search(document.text, *span) is not None
    if _IN_TAGS.match(document.text, place.end, place.end + _LONGEST):
        return True
    return _IN_FRONT.search(document.text, max(subject.start, place.start - _NEAR), place.start) is not None
