"""Links to arXiv in their parts, for the rules that look at how a link is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paperdex.checks.document import Document, Place, Subject
from paperdex.core.identifiers import Identifier, parse_url

_LINK = re.compile(
    r"(?P<scheme>[a-z]+:)?//(?:[^/@\s]*@)?(?P<host>[^/?#:\s]+)(?::\d+)?(?P<path>/[^?#]*)?(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})(?P<path>/[^?#]*)(?P<tail>.*)", re.IGNORECASE | re.DOTALL)
_NUMBER = r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z-]+)?/[0-9]{7})(?:v[0-9]+)?"
CLEAN = re.compile(
    rf"(?:[a-z]+:)?//[^/?#\s]+/(?:abs/{_NUMBER}|(?:pdf/{_NUMBER}(?:\.pdf)?|(?:html|format|ps|src|e-print)/{_NUMBER}/?)"
    r"(?:\#[\w.:=&-]+)?)",
    re.IGNORECASE,
)
"""A link to a page of a paper with nothing around it; a place within the paper may follow."""
_VIEW = re.compile(r"/+(?P<view>abs|pdf|html|format|ps|src|e-print)/", re.IGNORECASE)

_BEHIND_IN_CELL = re.compile(r"(?:[.)\]]+|,(?=\"))(?=[\"\t\r\n,;]|\Z)")
"""Marks that end a cell with a link, which its reader has cut off; a semicolon may part the cells."""

CURRENT_HOSTS = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
"""Hosts of arXiv itself that a link may name."""


@dataclass(frozen=True, slots=True)
class ArxivLink:
    """A link that names an arXiv paper by a page of arXiv or of a mirror."""

    place: Place
    identifier: Identifier
    scheme: str
    """``http``, ``https`` or empty."""
    host: str
    """Small, as it stands: ``www.arxiv.org``."""
    view: str
    """``abs``, ``pdf`` ...; empty where the path has none of them."""

    @property
    def is_current(self) -> bool:
        """Whether it is a page of arXiv itself, and of no mirror."""
        return self.host in CURRENT_HOSTS

    @property
    def is_abstract(self) -> bool:
        """Whether it shows the abstract."""
        return self.view == "abs"

    @property
    def is_pdf(self) -> bool:
        """Whether it shows the PDF."""
        return self.view == "pdf"

    @property
    def clean(self) -> str:
        """The same page at arXiv itself, with nothing around it."""
        return address(self.identifier, self.view or ("pdf" if ".pdf" in self.place.text.lower() else "abs"))


def address(identifier: Identifier, view: str = "abs") -> str:
    """The address of a page of a paper at arXiv, of its version where the identifier has one."""
    version = f"v{identifier.version}" if identifier.version else ""
    return f"https://arxiv.org/{view}/{identifier.value}{version}"


def read_link(place: Place) -> ArxivLink | None:
    """The parts of a link to an arXiv paper; ``None`` for what is none, or no link."""
    identifier = place.identifier
    if not isinstance(identifier, Identifier) or identifier.scheme != "arxiv":
        return None
    match = _LINK.match(place.text) or _BARE.match(place.text)
    if match is None or match["path"] is None or "doi.org" in match["host"].lower():
        return None
    view = _VIEW.match(match["path"])
    scheme = (match.groupdict().get("scheme") or "").rstrip(":").lower()
    return ArxivLink(place, identifier, scheme, match["host"].lower(), view["view"].lower() if view else "")


def arxiv_links(document: Document) -> Iterator[ArxivLink]:
    """Every link of a document that names an arXiv paper."""
    for place in document.places:
        link = read_link(place)
        if link is not None:
            yield link


def own_links(subject: Subject) -> Iterator[ArxivLink]:
    """The links to arXiv that name an entry's paper."""
    for place in subject.own_places:
        link = read_link(place)
        if link is not None:
            yield link


def whole_target(document: Document, subject: Subject, place: Place) -> tuple[int, int]:
    """Where the target of a link stands, with what a wrong bracket or blank has cut off its end."""
    for link in subject.entry.links:
        if len(link.url) > len(place.text) and document.text.startswith(link.url, place.start):
            read = parse_url(link.url)
            if read == place.identifier:
                return place.start, place.start + len(link.url)
    behind = _BEHIND_IN_CELL.match(document.text, place.end) if document.list.format == "csv" else None
    return place.start, behind.end() if behind else place.end
