"""The entry links the PDF alone, in a list that links the pages of abstracts.

The abstract's page is small, names the versions, and leads to the PDF. An entry with both links is as good, and a list
that mostly links PDFs is left alone, as is a link to a page of the PDF (``#page=3``).
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document
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


def check(document: Document) -> Iterator[Finding]:
    """Each entry with nothing but a PDF, where most entries have the abstract."""
    abstracts = 0
    only: list[ArxivLink] = []
    for subject in document.subjects:
        links = [link for link in own_links(subject) if link.view]
        if any(link.is_abstract for link in links):
            abstracts += 1
        elif links and links[0].is_pdf and "#" not in links[0].place.text:
            only.append(links[0])
    if abstracts <= len(only):
        return
    for link in only:
        target = address(link.identifier)
        start, end = link.place.start, link.place.end
        yield Finding(
            start,
            end,
            "the link is to the PDF, and the list links abstracts",
            work=link.identifier.work,
            fix=Fix(f"Link {target}", (Edit(start, end, target),)),
        )
