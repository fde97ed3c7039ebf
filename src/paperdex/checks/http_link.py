"""The link to arXiv begins with http, and arXiv answers with https.

arXiv sends such a link on to the same page; until then anybody on the way can read and change what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document
from paperdex.checks.links import arxiv_links

BAD = "- [Teapots and Their Lids](http://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"


def check(document: Document) -> Iterator[Finding]:
    """Each such link, wherever it stands; one to a retired host has a finding of its own."""
    for link in arxiv_links(document):
        if link.scheme == "http" and link.is_current:
            start = link.place.start
            fix = Fix("Write https", (Edit(start, start + len("http"), "https"),))
            yield Finding(start, link.place.end, "the link begins with http", work=link.identifier.work, fix=fix)
