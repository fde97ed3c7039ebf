"""The link goes to a mirror of arXiv, or to a site, that is gone or may go.

``cn.arxiv.org``, ``xxx.lanl.gov``, ``browse.arxiv.org`` and the numbers of old machines once answered like arXiv;
arxiv-vanity.com is closed. The same page stands at arxiv.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document
from paperdex.checks.links import CLEAN, ArxivLink, arxiv_links, whole_target
from paperdex.core.archives import MIRROR_PREFIX

BAD = "- [Teapots and Their Lids](http://cn.arxiv.org/abs/1501.00001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"

_ELSEWHERE = frozenset({"arxiv-vanity.com", "www.arxiv-vanity.com"})
_OF_ARXIV = frozenset({"ar5iv.arxiv.org", "ar5iv.labs.arxiv.org"})
"""Hosts below arxiv.org that show papers in their own way."""
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_FRONT = re.compile(r"(?:[a-z]+:)?//[^/?#\s]+/+|[^/?#\s]+/+", re.IGNORECASE)


def check(document: Document) -> Iterator[Finding]:
    """Each link to such a host, wherever it stands."""
    targets = {p: whole_target(document, subject, p) for subject in document.subjects for p in subject.own_places}
    for link in arxiv_links(document):
        if not _is_retired(link):
            continue
        start, end = targets.get(link.place, link.place[:2])
        front = _FRONT.match(link.place.text)
        edit = Edit(start, end, link.clean)
        if link.view and front and CLEAN.fullmatch(document.text, start, end):
            edit = Edit(start, start + front.end(), "https://arxiv.org/")
        yield Finding(
            start,
            end,
            f"{link.host} is not arXiv's address any more",
            work=link.identifier.work,
            fix=Fix(f"Link {link.clean}", (edit,)),
        )


def _is_retired(link: ArxivLink) -> bool:
    if link.is_current or link.host in _OF_ARXIV:
        return False
    is_mirror = link.host.endswith(".arxiv.org") or link.host.startswith(MIRROR_PREFIX)
    return is_mirror or link.host in _ELSEWHERE or _NUMBERS.fullmatch(link.host) is not None
