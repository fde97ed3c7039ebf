"""The link to arXiv has something around its identifier that does not belong to it.

Marks of who shared it (``?s=03``), a ``#`` or ``/`` at the end, the rest of another link, a doubled slash, a blank,
``.pdf`` behind an abstract's address, a missing ``https://``. Some of these still lead to the paper, others to an
error. A place within a PDF or the text (``#page=3``) is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document
from paperdex.checks.links import CLEAN, own_links, whole_target

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001?s=03)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"


def check(document: Document) -> Iterator[Finding]:
    """Each link of an entry to its paper at arXiv itself that is not clean."""
    for subject in document.subjects:
        targets = {link.url for link in subject.entry.links}
        for link in own_links(subject):
            start, end = whole_target(document, subject, link.place)
            written = document.text[start:end]
            if not link.is_current or CLEAN.fullmatch(written):
                continue
            if not link.scheme and written not in targets:
                continue  # bare text is no link
            clean = link.clean.replace("https://arxiv.org", f"{link.scheme or 'https'}://{link.host}", 1)
            if link.is_pdf and ".pdf" in written.lower():
                clean += ".pdf"
            is_bare = not link.scheme
            yield Finding(
                start,
                end,
                "the link lacks https:// and leads nowhere"
                if is_bare
                else "the link has more in it than its identifier",
                work=link.identifier.work,
                fix=Fix(f"Link {clean}", (Edit(start, end, clean),)),
            )
