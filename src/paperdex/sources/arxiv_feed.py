"""Answers of arXiv's query API, read strictly: a whole Atom feed of arXiv's, and records of what can be read in it.

A reply counts only if it is well-formed to its last byte and is the API's; everything else is told by what came
instead. An entry counts only if it names its paper and has a title and dates. Layout:
https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from paperdex.core.archives import OLD_STYLE_ARCHIVES
from paperdex.core.identifiers import Identifier, parse_url
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import printable
from paperdex.errors import SourceRefused
from paperdex.sources.arxiv_entries import ROOT, Entry, feed_of
from paperdex.sources.arxiv_layout import cut
from paperdex.sources.fields import first_doi, is_visible, one_line, paragraphs
from paperdex.sources.garbled import (
    holds_others,
    is_damaged,
    is_garbled,
    may_be_damaged,
    may_be_garbled,
    mended,
)
from paperdex.sources.transport import Reply
from paperdex.sources.whole import instead
from paperdex.sources.whole_xml import parse_whole

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
    feed = cut(reply.body) or feed_of(parse_whole(source, reply, root=ROOT, wanted=_WANTED))
    for entry in feed.entries:
        if _ERRORS in entry.id:
            words = one_line(entry.summary) or "an error without a word"
            if bad := _REFUSED_ID.match(words):
                return Page(0, (), {}, 0, refused=bad[1])
            message = f"refused the request: {printable(words)}."
            raise SourceRefused(source, reply.url, message, status=reply.status, passing=reply.status < 400)
    total = feed.total.strip()
    if not total and feed.entries and all(_named(entry.id)[0] for entry in feed.entries):
        total = str(len(feed.entries))  # the count is not Atom's, and arXiv's papers speak for themselves
    if reply.status >= 400 or not _COUNT.fullmatch(total):
        raise instead(source, reply, "an Atom feed that isn't an answer of arXiv's", _WANTED)
    if int(total) and not feed.entries:
        papers = "1 paper" if int(total) == 1 else f"{int(total)} papers"
        raise instead(source, reply, f"an empty page, although it counts {papers},", _WANTED)
    beyond_ascii = feed.beyond_ascii
    # The little that is beyond ASCII first: where it holds nothing of the kind, the whole can't.
    may_be_mended = (beyond_ascii is None or may_be_garbled(beyond_ascii)) and may_be_garbled(reply.body)
    look_closer = may_be_mended or may_be_damaged(reply.body if beyond_ascii is None else beyond_ascii)
    is_clean = not look_closer and beyond_ascii is not None and beyond_ascii.decode().isprintable()
    # Where other letters came as they should, what is garbled is so in arXiv's own data: asking again is in vain.
    mend = may_be_mended and holds_others(reply.body.decode("utf-8"))
    records: list[BibliographicRecord] = []
    unreadable: dict[str, str] = {}
    for entry in feed.entries:
        entry = _mended(entry) if mend else entry
        read = _read_entry(entry, source, retrieved, look_closer=look_closer, is_clean=is_clean)
        if isinstance(read, BibliographicRecord):
            records.append(read)
        elif read is not None:
            unreadable[read[0]] = read[1]
    return Page(int(total), tuple(records), unreadable, len(feed.entries))


# -- one entry -------------------------------------------------------------------------------------------------------


def _read_entry(
    entry: Entry, source: str, retrieved: str, *, look_closer: bool, is_clean: bool
) -> BibliographicRecord | tuple[str, str] | None:
    """A record, or the work with the reason why it can't become one; ``None`` where not even the paper is named."""
    work, version = _named(entry.id)
    if not work:
        return None
    title = one_line(entry.title, is_clean=is_clean)
    authors = _authors(entry, is_clean=is_clean)
    submitted = _time(entry.published)
    updated = submitted if entry.updated == entry.published else _time(entry.updated)
    if entry.links and any(_is_another(link, work) for link in entry.links):
        return work, "arXiv's entry links to another paper"
    if entry.fault:
        return work, f"arXiv's entry {entry.fault}"
    garbled = _garbled(entry) if look_closer else ""
    if reason := _unreadable(title, authors) or garbled or _wrong_dates(submitted, updated, entry, retrieved):
        return work, reason
    summary, comment, journal_ref = entry.summary, entry.comment, entry.journal_ref
    if look_closer:
        summary, comment, journal_ref = (mended(text) or "" for text in (summary, comment, journal_ref))
    return BibliographicRecord(
        work=work,
        title=title or "",
        source=source,
        retrieved=retrieved,
        authors=authors,
        abstract=paragraphs(summary, is_clean=is_clean),
        submitted=submitted,
        updated=updated,
        version=version,
        categories=entry.categories,
        comment=one_line(comment, is_clean=is_clean),
        journal_ref=one_line(journal_ref, is_clean=is_clean),
        doi=first_doi(entry.doi),
    )


_MONTH = "(?:0[1-9]|1[0-2])"
_OPEN = "|".join(name for name, last in OLD_STYLE_ARCHIVES.items() if last is None)
_USUAL_ID = re.compile(
    rf"http://arxiv\.org/abs/((?:1[5-9]|[2-8][0-9]){_MONTH}\.(?!00000)[0-9]{{5}}|(?:0[89]|1[0-4]){_MONTH}\.(?!0000)[0-9]{{4}}"
    rf"|(?:{_OPEN})/(?:9[2-9]|0[0-6]){_MONTH}(?!000)[0-9]{{3}})v([1-9][0-9]{{0,2}})"
)
"""An identifier as nearly all are written; :func:`parse_url` reads it too, and takes ten times as long."""


_LETTER = re.compile(r"\w")
_EARLIEST = "1980"
"""arXiv began in 1991, and took in papers of some years before; what is older is a clock that stood at its start."""


def _named(text: str) -> tuple[str, int | None]:
    """The paper that an entry is about, and its version; empty where it is none of arXiv's."""
    if usual := _USUAL_ID.fullmatch(text):
        return usual[1], int(usual[2])
    read = parse_url(text.strip())
    return (read.value, read.version) if isinstance(read, Identifier) and read.scheme == "arxiv" else ("", None)


def _authors(entry: Entry, *, is_clean: bool) -> tuple[Author, ...]:
    """The authors with the names as arXiv prints them, and no more of them known than that."""
    if not entry.affiliations:
        return tuple([Author(one_line(name, is_clean=is_clean) or "") for name in entry.names])
    return tuple(
        Author(one_line(name) or "", affiliations=tuple(filter(None, map(one_line, found))))
        for name, found in zip(entry.names, entry.affiliations, strict=True)
    )


def _is_another(link: str, work: str) -> bool:
    """Whether an address is that of another paper."""
    read = parse_url(link)
    return isinstance(read, Identifier) and read.scheme == "arxiv" and read.value != work


def _unreadable(title: str | None, authors: Sequence[Author]) -> str:
    """Why an entry can't become a record; empty when it can."""
    if not title or not is_visible(title):
        return "arXiv's entry has no title"
    if not authors or not (authors[0].name[:1].isalpha() or any(_LETTER.search(each.name) for each in authors)):
        return "arXiv's entry has no author"
    return ""


def _wrong_dates(submitted: str | None, updated: str | None, entry: Entry, retrieved: str) -> str:
    """What is wrong with the dates of an entry; the clock that ``retrieved`` is from may be months off."""
    last = updated or ("" if entry.updated.strip() else submitted)
    if not submitted or not last or not _EARLIEST <= submitted <= last < _years_later(retrieved):
        return "arXiv's entry has a date that is none"
    return ""


@lru_cache(maxsize=1)
def _years_later(retrieved: str) -> str:
    year = retrieved[:4]
    return f"{int(year) + 2:04}" if year.isdigit() else "9999"


def _mended(entry: Entry) -> Entry:
    """With what is encoded twice in the title and the names of authors set right."""
    return entry._replace(title=mended(entry.title) or "", names=[mended(name) or "" for name in entry.names])


def _garbled(entry: Entry) -> str:
    """Why a text that has to be right is not; what is only read by people is mended instead."""
    if is_garbled(entry.title):
        return "the title in arXiv's entry is garbled"
    if any(is_garbled(name) for name in entry.names):
        return "the name of an author in arXiv's entry is garbled"
    if is_damaged(entry.title):
        return "the title in arXiv's entry is damaged"
    if any(is_damaged(name) for name in entry.names):
        return "the name of an author in arXiv's entry is damaged"
    return ""


def _time(text: str) -> str | None:
    """A time in UTC, ISO 8601 to the second; ``None`` for a text that is none."""
    if _UTC_TIME.fullmatch(text):
        return text
    try:
        time = datetime.fromisoformat(text.strip())
        time = time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
