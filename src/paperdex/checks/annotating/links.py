"""How links to a DOI or to code are written in a list, and others written in the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from paperdex.checks.annotating.anatomy import Anatomy
from paperdex.checks.annotating.markdown_text import escape, target
from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier, parse_url

CODE_LABEL = re.compile(
    r"(?:official |source |our )?(?:codes?|implementation|github|gitlab|repo(?:sitory)?|source|代码|pytorch|tensorflow"
    r"|keras|jax|caffe|theano|torch|mxnet|matlab|chainer)(?: code| implementation)?",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:official |source |our )?(?:codes?|implementation|github|repo(?:sitory)?|source|代码)", re.IGNORECASE
)
_SPECIAL = re.compile(
    r"pytorch|tensorflow|\btf\b|keras|\bjax\b|caffe|theano|torch|mxnet|matlab|chainer|[\w-]/[\w-]|\d", re.IGNORECASE
)
_CODE_HOST = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[^/\s]+/[^/\s]+")
_MARKS = "*_` []()【】:"
_RESOLVER = re.compile(r"(?:https?:)?//(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
DOI_ADDRESS = "https://doi.org/"


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How a link is written."""

    label: str | None = None
    """Of a link in brackets; ``{}`` stands for the DOI; ``None`` for an address that stands there by itself."""
    prefix: str = ""
    """What stands in front of a DOI in the address."""
    pointed: bool = False
    """Whether an address stands in angle brackets."""

    def written(self, value: str) -> str:
        """A link to a DOI or an address in this style."""
        address = target(self.prefix + value)
        if self.label is not None:
            return f"[{self.label.replace('{}', escape(value))}]({address})"
        address = address.strip("<>")
        return f"<{address}>" if self.pointed else address


def own_doi(entry: ListEntry) -> str:
    """The DOI of the published version that an entry gives; empty for none."""
    found = (i.value for i in entry.well_formed if i.scheme == "doi")
    return next((doi for doi in found if not doi.lower().startswith("10.48550/")), "")


def linked_code(entry: ListEntry) -> str:
    """The address of code that an entry links to; empty for none."""
    for link in entry.links:
        if CODE_LABEL.fullmatch(link.label.strip(_MARKS)) and link.url.startswith("http"):
            return link.url
    return next((link.url for link in entry.links if _CODE_HOST.match(link.url)), "")


def find_doi(anatomy: Anatomy) -> tuple[int, int, LinkStyle] | None:
    """Where an entry links to the published version, and how."""
    doi = own_doi(anatomy.subject.entry)
    if not doi:
        return None
    for link in anatomy.links:
        named = parse_url(link.url)
        if isinstance(named, Identifier) and named.scheme == "doi" and named.value.lower() == doi.lower():
            prefix = link.url[: len(link.url) - len(doi)]
            if not _RESOLVER.fullmatch(prefix):
                continue
            return link.start, link.end, _style(anatomy, link.start, link.label.replace(doi, "{}"), prefix)
    first, last = anatomy.regions[0].start, anatomy.regions[-1].end
    place = anatomy.text.lower().find(doi.lower(), first, last)
    taken = [anatomy.title or (0, 0), *((link.start, link.end) for link in anatomy.links)]
    if place < 0 or any(start <= place < end for start, end in taken):
        return None
    return place, place + len(doi), LinkStyle()


def find_code(anatomy: Anatomy) -> tuple[int, int, LinkStyle] | None:
    """Where an entry links to code, and how."""
    url = linked_code(anatomy.subject.entry)
    for link in anatomy.links if url else ():
        if link.url == url:
            return link.start, link.end, _style(anatomy, link.start, link.label, "")
    return None


def _style(anatomy: Anatomy, start: int, label: str, prefix: str) -> LinkStyle:
    if anatomy.text.startswith("[", start):
        return LinkStyle(label, prefix)
    return LinkStyle(None, prefix, anatomy.text.startswith("<", start))


def settled(styles: Iterable[LinkStyle], plain: str) -> LinkStyle:
    """The style of most of these, but for a label that is about one paper, such as ``pytorch`` or ``tea/pot``."""
    told = Counter(styles)
    if not told:
        return LinkStyle(plain, DOI_ADDRESS if plain == "doi" else "")
    for style, count in told.most_common():
        label = style.label or ""
        is_general = plain == "doi" or _GENERAL.fullmatch(label.strip(_MARKS)) is not None
        if style.label is None or is_general or (count > 1 and not _SPECIAL.search(label)):
            return style
    capital = sum((style.label or "").strip(_MARKS)[:1].isupper() for style in told) * 2 > len(told)
    return LinkStyle(plain.capitalize() if capital else plain)
