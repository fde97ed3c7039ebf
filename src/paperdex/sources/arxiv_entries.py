"""A feed of arXiv's query API, taken apart: each entry's texts as they came. Both ways of reading one give this."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
ROOT = f"{_ATOM}feed"


class Entry(NamedTuple):
    """One entry; what it does not have is empty."""

    id: str = ""
    title: str = ""
    updated: str = ""
    summary: str = ""
    published: str = ""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    categories: tuple[str, ...] = ()
    """Each once, the primary one first."""
    names: Sequence[str] = ()
    """Of the authors."""
    affiliations: Sequence[Sequence[str]] = ()
    """Those of each author, where anyone has any."""
    links: tuple[str, ...] = ()
    """Addresses of the paper that are not written as its id is."""
    fault: str = ""
    """What no entry of arXiv's has: ``has markup in a text``."""


class Feed(NamedTuple):
    """All of an answer that counts."""

    total: str
    """How many papers there are, as it is written."""
    entries: Sequence[Entry]
    beyond_ascii: bytes | None = None
    """All of the document that is not ASCII, where it is known that its ASCII is printable but for line feeds."""


def feed_of(root: etree._Element) -> Feed:
    """The feed in a document, whatever its layout."""
    return Feed(root.findtext(_TOTAL) or "", [_entry_of(entry) for entry in root.iterfind(f"{_ATOM}entry")])


def _entry_of(entry: etree._Element) -> Entry:
    texts: dict[str, str] = {}
    authors: list[tuple[str, list[str]]] = []
    categories: list[str] = []
    primary = ""
    links: list[str] = []
    fault = ""
    # One walk over the children; a search by name for each field takes twice the time.
    for child in entry:
        tag = _meant(str(child.tag))
        if tag == _AUTHOR:
            authors.append(_author_of(child))
            fault = fault or ("has markup in a name" if any(map(_has_markup, child)) else "")
        elif tag == _CATEGORY:
            categories.append(child.get("term", ""))
        elif tag == _PRIMARY:
            primary = primary or child.get("term", "")
        elif tag == _LINK:
            # That with the title "doi" is the publisher's.
            links += [child.get("href", "")] if child.get("title") != "doi" else []
        elif tag in _FIELDS:
            name = _FIELDS[tag]
            if name not in texts and child.text:
                texts[name] = _text_of(child)
                fault = fault or ("has markup in a text" if _has_markup(child) else "")
            elif name in _ONE_ONLY:
                fault = fault or f"has two texts for its {name}"
        elif tag.partition("}")[2] in _ARXIVS_OWN:
            fault = fault or "has arXiv's elements in a namespace that is not arXiv's"
    own = texts.get("id", "").partition("/abs/")[2]
    return Entry(
        **texts,
        categories=each_once((primary, *categories)),
        names=[name for name, _ in authors],
        affiliations=[affiliations for _, affiliations in authors] if any(found for _, found in authors) else (),
        links=tuple(link for link in links if link not in {f"https://arxiv.org/{kind}/{own}" for kind in _OWN_KINDS}),
        fault=fault,
    )


def _has_markup(text: etree._Element) -> bool:
    """Whether there are elements in a text, behind which more of it may be lost, or tags that are written as text."""
    return len(text) > 0 or (text.get("type") in _HTML and bool(_TAG.search(text.text or "")))


def _text_of(element: etree._Element) -> str:
    """The text, which Atom allows to be written as HTML."""
    text = element.text or ""
    return html.unescape(text) if element.get("type") in _HTML else text


def _author_of(element: etree._Element) -> tuple[str, list[str]]:
    """The name, and affiliations."""
    name = ""
    affiliations: list[str] = []
    for child in element:
        tag = _meant(str(child.tag))
        if tag == _NAME:
            name = _text_of(child)
        elif tag == _AFFILIATION:
            affiliations.append(child.text or "")
    return name, affiliations


@lru_cache(maxsize=256)
def _meant(tag: str) -> str:
    """The tag; that of arXiv's where one of its elements is in Atom's namespace, or in one that is nearly arXiv's."""
    namespace, _, name = tag.rpartition("}")
    return f"{_ARXIV}{name}" if name in _ARXIVS_OWN and _NEARLY.fullmatch(namespace) else tag


def each_once(categories: Sequence[str]) -> tuple[str, ...]:
    """The categories in their order, without empty ones."""
    return tuple(dict.fromkeys(filter(None, categories)))


_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_AUTHOR, _CATEGORY, _PRIMARY = f"{_ATOM}author", f"{_ATOM}category", f"{_ARXIV}primary_category"
_NAME, _AFFILIATION = f"{_ATOM}name", f"{_ARXIV}affiliation"
_LINK = f"{_ATOM}link"
_HTML = {"html", "text/html"}
_TAG = re.compile("</?[A-Za-z][^<>]*>|<!")
_OWN_KINDS = ("abs", "pdf")
_ONE_ONLY = {"id", "title", "updated", "published"}
_ARXIVS_OWN = {"primary_category", "comment", "journal_ref", "doi", "affiliation"}
_NEARLY = re.compile(r"\{(?:https?://(?:www\.)?arxiv\.org/schemas/atom/?|http://www\.w3\.org/2005/Atom)")
_FIELDS = {f"{_ATOM}{name}": name for name in ("id", "title", "updated", "summary", "published")} | {
    f"{_ARXIV}{name}": name for name in ("comment", "journal_ref", "doi")
}
