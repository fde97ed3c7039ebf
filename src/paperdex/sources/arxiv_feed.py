"""Answers of arXiv's query API, read strictly: a whole Atom feed of arXiv's, and records of what can be read in it.

A reply counts only if it is well-formed to its last byte and is the API's; everything else is told by what came
instead. An entry counts only if it names its paper and has a title and dates. Layout:
https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from paperdex.core.identifiers import Identifier, parse_url
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import printable
from paperdex.errors import SourceRefused
from paperdex.sources.fields import first_doi, one_line, paragraphs
from paperdex.sources.garbled import holds_others, is_garbled, may_be_garbled, mended
from paperdex.sources.transport import Reply
from paperdex.sources.whole import instead
from paperdex.sources.whole_xml import parse_whole

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_WANTED = "a feed of papers"
_ERRORS = "/api/errors"
_COUNT = re.compile(r"[0-9]{1,12}")
_UTC_TIME = re.compile(r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
"""A time as arXiv writes it, on a day that every month has."""
_REFUSED_ID = re.compile(r"incorrect id format for (.+)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, checked."""

    total: int
    """How many papers arXiv says it found."""
    records: tuple[BibliographicRecord, ...]
    """Of the entries that can be read, in arXiv's order."""
    unreadable: dict[str, str]
    """Work of an entry that can't be read, with the reason."""
    count: int
    """How many entries came, readable or not."""
    refused: str | None = None
    """In place of records: the identifier that arXiv calls malformed, for which it refuses the whole request."""


def read_page(source: str, reply: Reply, *, retrieved: str) -> Page:
    """The page in a reply; ``retrieved`` is when it was asked for.

    Raises SourceRefused naming what came instead, with arXiv's own words for an error. Where an answer is none
    because it was broken on its way, the error says that it may pass.
    """
    root = parse_whole(source, reply, root=f"{_ATOM}feed", wanted=_WANTED)
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        if _ERRORS in (entry.findtext(f"{_ATOM}id") or ""):
            words = one_line(entry.findtext(f"{_ATOM}summary")) or "an error without a word"
            if bad := _REFUSED_ID.match(words):
                return Page(0, (), {}, 0, refused=bad[1])
            message = f"refused the request: {printable(words)}."
            raise SourceRefused(source, reply.url, message, status=reply.status, passing=reply.status < 400)
    total = (root.findtext(_TOTAL) or "").strip()
    if reply.status >= 400 or not _COUNT.fullmatch(total):
        raise instead(source, reply, "an Atom feed that isn't an answer of arXiv's", _WANTED)
    if int(total) and not entries:
        papers = "1 paper" if int(total) == 1 else f"{int(total)} papers"
        raise instead(source, reply, f"an empty page, although it counts {papers},", _WANTED)
    look_closer = may_be_garbled(reply.body)
    # Where other letters came as they should, what is garbled is so in arXiv's own data: asking again is in vain.
    mend = look_closer and holds_others(reply.body.decode("utf-8"))
    records: list[BibliographicRecord] = []
    unreadable: dict[str, str] = {}
    for entry in entries:
        if mend:
            _mend(entry)
        read = _read_entry(entry, source, retrieved, look_closer=look_closer)
        if isinstance(read, BibliographicRecord):
            records.append(read)
        elif read is not None:
            unreadable[read[0]] = read[1]
    return Page(int(total), tuple(records), unreadable, len(entries))


# -- one entry -------------------------------------------------------------------------------------------------------


def _read_entry(
    entry: etree._Element, source: str, retrieved: str, *, look_closer: bool
) -> BibliographicRecord | tuple[str, str] | None:
    """A record, or the work with the reason why it can't become one; ``None`` where not even the paper is named."""
    texts: dict[str, str] = {}
    authors: list[Author] = []
    categories: list[str] = []
    primary = ""
    has_markup = False  # text behind an element within a field would be lost
    # One walk over the children; a search by name for each field takes twice the time.
    for child in entry:
        tag = child.tag
        if tag == _AUTHOR:
            authors.append(_read_author(child))
        elif tag == _CATEGORY:
            categories.append(child.get("term", ""))
        elif tag == _PRIMARY:
            primary = primary or child.get("term", "")
        elif tag in _FIELDS and tag not in texts and child.text:
            texts[tag] = child.text
            has_markup = has_markup or len(child) > 0
    identifier = parse_url(texts.get(_ID, "").strip())
    if not isinstance(identifier, Identifier) or identifier.scheme != "arxiv":
        return None
    title = one_line(texts.get(_TITLE))
    submitted, updated = _time(texts.get(_PUBLISHED, "")), _time(texts.get(_UPDATED, ""))
    markup = "arXiv's entry has markup in a text" if has_markup else ""
    garbled = _garbled(entry) if look_closer else ""
    if reason := markup or _unreadable(title, authors, submitted, updated) or garbled:
        return identifier.work, reason
    if look_closer:
        texts |= {tag: mended(texts.get(tag)) or "" for tag in (_SUMMARY, _COMMENT, _JOURNAL)}
    return BibliographicRecord(
        work=identifier.work,
        title=title or "",
        source=source,
        retrieved=retrieved,
        authors=tuple(authors),
        abstract=paragraphs(texts.get(_SUMMARY)),
        submitted=submitted,
        updated=updated,
        version=identifier.version,
        categories=tuple(dict.fromkeys([term for term in (primary, *categories) if term])),
        comment=one_line(texts.get(_COMMENT)),
        journal_ref=one_line(texts.get(_JOURNAL)),
        doi=first_doi(texts.get(_DOI)),
    )


_AUTHOR, _CATEGORY, _PRIMARY = f"{_ATOM}author", f"{_ATOM}category", f"{_ARXIV}primary_category"
_NAME, _AFFILIATION = f"{_ATOM}name", f"{_ARXIV}affiliation"
_ID, _TITLE, _SUMMARY = f"{_ATOM}id", f"{_ATOM}title", f"{_ATOM}summary"
_PUBLISHED, _UPDATED = f"{_ATOM}published", f"{_ATOM}updated"
_COMMENT, _JOURNAL, _DOI = f"{_ARXIV}comment", f"{_ARXIV}journal_ref", f"{_ARXIV}doi"
_FIELDS = frozenset({_ID, _TITLE, _SUMMARY, _PUBLISHED, _UPDATED, _COMMENT, _JOURNAL, _DOI})
_DAMAGED = "\ufffd"


def _unreadable(title: str | None, authors: list[Author], submitted: str | None, updated: str | None) -> str:
    """Why an entry can't become a record; empty when it can."""
    if not title:
        return "arXiv's entry has no title"
    if not any(author.name for author in authors):
        return "arXiv's entry has no author"
    if _DAMAGED in title:
        return "the title in arXiv's entry is damaged"
    return "" if submitted and updated else "arXiv's entry has a date that is none"


def _mend(entry: etree._Element) -> None:
    """Set right what is encoded twice in the title and the names of authors."""
    for element in (*entry.iterfind(_TITLE), *entry.iterfind(f"{_AUTHOR}/{_NAME}")):
        element.text = mended(element.text)


def _garbled(entry: etree._Element) -> str:
    """Why a text that has to be right is not; what is only read by people is mended instead."""
    if is_garbled(entry.findtext(_TITLE)):
        return "the title in arXiv's entry is garbled"
    if any(is_garbled(name.text) for name in entry.iterfind(f"{_AUTHOR}/{_NAME}")):
        return "the name of an author in arXiv's entry is garbled"
    return ""


def _read_author(element: etree._Element) -> Author:
    """An author with the name as arXiv prints it, and no more of it known than that."""
    name = ""
    affiliations: tuple[str, ...] = ()
    for child in element:
        text = child.text
        if child.tag == _NAME:
            name = one_line(text) or ""
        elif child.tag == _AFFILIATION and (line := one_line(text)):
            affiliations = (*affiliations, line)
    return Author(name, affiliations=affiliations) if affiliations else Author(name)


def _time(text: str) -> str | None:
    """A time in UTC, ISO 8601 to the second; ``None`` for a text that is none."""
    text = text.strip()
    if _UTC_TIME.fullmatch(text):
        return text
    try:
        time = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
