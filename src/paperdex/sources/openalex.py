"""OpenAlex as a source: what an index has gathered of a paper, for when nobody closer to arXiv can be asked.

One request gives one paper: title, authors, abstract and the day of its first version. The abstract comes as an index
of its words, without its paragraphs. Left empty, because it is not there or is another paper's as often as not:
versions, categories, comment, journal reference, DOI of the published version, licence. So is a day that can't be that
of the first version: OpenAlex writes the first of January where it knows only the year.

The API: https://docs.openalex.org/api-entities/works/get-a-single-work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from paperdex.core.names import parse_name
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import clean_text
from paperdex.sources.base import Access
from paperdex.sources.fields import date_or_time, first_doi, one_line, plain_line
from paperdex.sources.one_by_one import Clock, OneByOne, stamp, utc_now
from paperdex.sources.transport import Reply, Transport
from paperdex.sources.whole import as_dict, as_dicts, as_text, parse_object

NAME = "openalex"
NOT_THERE = "OpenAlex has no record of it"
OTHER_DOI = "OpenAlex has it under another DOI only"
SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes of one answer; references and institutions come along."""
LONGEST_ABSTRACT = 20_000
"""Words of an abstract; arXiv's have a few hundred."""
_WANTED = "a record of OpenAlex"
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|scp|tt)>", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[a-z-]+/)?([0-9]{2})([0-9]{2})")


@contextmanager
def open_source(access: Access) -> Iterator[OpenAlex]:
    """OpenAlex's API below the address of ``access``, open for the length of a ``with``."""
    with Transport.to(NAME, access, size_limit=SIZE_LIMIT) as transport:
        yield OpenAlex(transport, access.address, contact=access.contact)


class OpenAlex(OneByOne):
    """Asks OpenAlex for one DOI at a time; its calls raise SourceError and UsageError (the address is none).

    ``contact`` is a mail address for its ``mailto`` parameter; empty for none.
    """

    def __init__(self, transport: Transport, address: str, *, contact: str = "", clock: Clock = utc_now) -> None:
        super().__init__(NAME, "OpenAlex", self._get)
        self._transport = transport
        self._address = address.rstrip("/")
        self._params = {"mailto": contact.removeprefix("mailto:")} if contact else {}
        self._clock = clock

    def _get(self, work: str, still: Callable[[], bool] | None) -> BibliographicRecord | str:
        url = f"{self._address}/works/doi:10.48550/arxiv.{work.lower()}"
        read = partial(read_record, work=work, retrieved=stamp(self._clock))
        return self._transport.read(
            url, read, accept="application/json", params=self._params, explained={404}, still=still
        )


def read_record(reply: Reply, *, work: str, retrieved: str) -> BibliographicRecord | str:
    """The record of ``work`` in a reply, or the reason why it has none; ``retrieved`` is when it was asked for.

    A work that OpenAlex has merged with another one comes under that one's DOI: its title and date may be those of the
    published version, so it is not taken. Raises SourceRefused, which may pass, for a reply that is no record.
    """
    if reply.status == 404:
        return NOT_THERE
    fields = parse_object(NAME, reply, wanted=_WANTED)
    if (first_doi(as_text(fields.get("doi"))) or "").lower() != f"10.48550/arxiv.{work}".lower():
        return OTHER_DOI
    raw = as_text(fields.get("title")) or as_text(fields.get("display_name"))
    title = plain_line(clean_text(_MARKUP.sub("", raw)))
    if not title or "\ufffd" in raw:
        return f"OpenAlex's record of it has {'a damaged' if title else 'no'} title"
    return BibliographicRecord(
        work=work,
        title=title,
        source=NAME,
        retrieved=retrieved,
        authors=_authors(fields),
        abstract=_abstract(fields.get("abstract_inverted_index")),
        submitted=_first_day(as_text(fields.get("publication_date")), work),
    )


def _authors(fields: dict[str, Any]) -> tuple[Author, ...]:
    """The authors as the paper prints them; none where OpenAlex says that it leaves some out."""
    if fields.get("is_authors_truncated"):
        return ()
    names = (
        as_text(each.get("raw_author_name")) or as_text(as_dict(each.get("author")).get("display_name"))
        for each in as_dicts(fields.get("authorships"))
    )
    return tuple(parse_name(name) for name in names if any(character.isalnum() for character in name))


def _abstract(index: object) -> str | None:
    """The text of ``{"word": [places from 0, ...], ...}``; ``None`` where a place is none, or is taken twice."""
    words: dict[int, str] = {}
    for word, places in as_dict(index).items():
        for place in places if isinstance(places, list) else [None]:
            if not isinstance(place, int) or not 0 <= place < LONGEST_ABSTRACT or place in words:
                return None
            words[place] = word
    return one_line(" ".join(words[place] for place in sorted(words)))


def _first_day(text: str, work: str) -> str | None:
    """The day, where it agrees with the identifier, which tells the month in which the paper was announced.

    That may be the month after it was submitted.
    """
    day, number = date_or_time(text), _NUMBER.match(work)
    if not day or not number or day[5:10] == "01-01":
        return None
    century = 1900 if number[1] > "90" else 2000
    announced = (century + int(number[1])) * 12 + int(number[2])
    return day[:10] if 0 <= announced - (int(day[:4]) * 12 + int(day[5:7])) <= 1 else None
