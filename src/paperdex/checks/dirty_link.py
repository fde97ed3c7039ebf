"""The link to arXiv has something around its identifier that does not belong to it.

Marks of who shared it (``?s=03``), the rest of another link, a doubled slash, a blank, ``.pdf`` behind an abstract's
address. Some of these still lead to the paper, others to an error. A place within a PDF or page (``#page=3``) is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document
from paperdex.checks.links import CLEAN, ArxivLink, address, own_links, whole_target

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001?s=03)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"


def check(document: Document) -> Iterator[Finding]:
    """Each link of an entry to its paper at arXiv itself that is not clean."""
    for subject in document.subjects:
        for link in own_links(subject):
            start, end = whole_target(document, subject, link.place)
            if link.is_current and not CLEAN.fullmatch(document.text, start, end):
                clean = _cleaned(link)
                yield Finding(
                    start,
                    end,
                    "the link has something around its identifier that does not belong to it",
                    work=link.identifier.work,
                    fix=Fix(f"Link {clean}", (Edit(start, end, clean),)),
                )


def _cleaned(link: ArxivLink) -> str:
    """The same page, with the scheme and host that the link has; an old file's path becomes that of the PDF."""
    view = link.view or ("pdf" if "/ftp/" in link.place.text.lower() else "abs")
    clean = address(link.identifier, view).removeprefix("https://arxiv.org")
    is_named = view == "pdf" and ".pdf" in link.place.text.lower()
    front = f"{link.scheme}://" if link.scheme else ""
    return f"{front}{link.host}{clean}{'.pdf' if is_named else ''}"
