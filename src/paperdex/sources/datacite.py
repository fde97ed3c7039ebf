"""DataCite as a source: what arXiv itself has registered with the DOI of a paper, for when arXiv can't be asked.

One request gives one paper: title, authors, abstract, the dates and the number of its versions, the licence, the DOI
of the published version. Left empty, because it is not there or not surely what it seems: categories (their order does
not tell the primary one), comment, journal reference, whether the paper is withdrawn. A date of a month or a year
(``Available``, ``Issued``) is no date of submission.

The API: https://support.datacite.org/docs/api-get-doi; arXiv's DOIs: https://info.arxiv.org/help/doi.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from paperdex.core.names import parse_name
from paperdex.core.records import Author, BibliographicRecord
from paperdex.sources.base import Access
from paperdex.sources.fields import date_or_time, first_doi, paragraphs, plain_line
from paperdex.sources.one_by_one import Clock, OneByOne, stamp, utc_now
from paperdex.sources.transport import Reply, Transport
from paperdex.sources.whole import as_dict, as_dicts, as_text, instead, parse_object

NAME = "datacite"
NOT_THERE = "DataCite has no record of it"
SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes of one answer."""
_WANTED = "a record of DataCite"
_VERSION = re.compile(r"v([1-9][0-9]{0,3})")


@contextmanager
def open_source(access: Access) -> Iterator[DataCite]:
    """DataCite's REST API below the address of ``access``, open for the length of a ``with``."""
    with Transport.to(NAME, access, size_limit=SIZE_LIMIT) as transport:
        yield DataCite(transport, access.address)


class DataCite(OneByOne):
    """Asks DataCite for one DOI at a time; its calls raise SourceError and UsageError (the address is none)."""

    def __init__(self, transport: Transport, address: str, *, clock: Clock = utc_now) -> None:
        super().__init__(NAME, "DataCite", self._get)
        self._transport = transport
        self._address = address.rstrip("/")
        self._clock = clock

    def _get(self, work: str, still: Callable[[], bool] | None) -> BibliographicRecord | str:
        url = f"{self._address}/dois/10.48550/arXiv.{work}"
        read = partial(read_record, work=work, retrieved=stamp(self._clock))
        return self._transport.read(url, read, accept="application/vnd.api+json", explained={404}, still=still)


def read_record(reply: Reply, *, work: str, retrieved: str) -> BibliographicRecord | str:
    """The record of ``work`` in a reply, or the reason why it has none; ``retrieved`` is when it was asked for.

    Raises SourceRefused, which may pass, for a reply that is no record or another paper's.
    """
    if reply.status == 404:
        return NOT_THERE
    fields = as_dict(as_dict(parse_object(NAME, reply, wanted=_WANTED).get("data")).get("attributes"))
    if as_text(fields.get("doi")).lower() != f"10.48550/arxiv.{work}".lower():
        raise instead(NAME, reply, "something else", f"the record of {work}")
    title = plain_line(next((as_text(each.get("title")) for each in as_dicts(fields.get("titles"))), ""))
    if not title or "\ufffd" in title:
        return f"DataCite's record of it has {'a damaged' if title else 'no'} title"
    versions = _versions(fields)
    return BibliographicRecord(
        work=work,
        title=title,
        source=NAME,
        retrieved=retrieved,
        authors=tuple(author for each in as_dicts(fields.get("creators")) if (author := _author(each))),
        abstract=paragraphs(_typed(fields.get("descriptions"), "descriptionType", "Abstract", "description")),
        submitted=versions.get(1),
        updated=versions[max(versions)] if versions else None,
        version=max(versions) if versions else None,
        doi=first_doi(_typed(fields.get("relatedIdentifiers"), "relationType", "IsVersionOf", "relatedIdentifier")),
        license=next(
            (uri for each in as_dicts(fields.get("rightsList")) if (uri := as_text(each.get("rightsUri")))), None
        ),
    )


def _versions(fields: dict[str, Any]) -> dict[int, str]:
    """The date of each version that was submitted, by its number."""
    versions: dict[int, str] = {}
    for each in as_dicts(fields.get("dates")):
        label = _VERSION.fullmatch(as_text(each.get("dateInformation")))
        date = date_or_time(as_text(each.get("date")))
        if each.get("dateType") == "Submitted" and label and date:
            versions[int(label[1])] = date
    return versions


def _author(creator: dict[str, Any]) -> Author | None:
    """The author; ``None`` for one without a letter, such as the colon after a collaboration."""
    whole, given, family = (plain_line(as_text(creator.get(key))) or "" for key in ("name", "givenName", "familyName"))
    if given and family:
        return Author(f"{given} {family}", family, given)
    if not any(character.isalnum() for character in whole):
        return None
    return Author(whole, family=whole) if creator.get("nameType") == "Organizational" else parse_name(whole)


def _typed(value: object, key: str, kind: str, text: str) -> str | None:
    """The text of the first object of a kind."""
    return next((one for each in as_dicts(value) if each.get(key) == kind and (one := as_text(each.get(text)))), None)
