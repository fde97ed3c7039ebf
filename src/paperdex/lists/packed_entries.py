"""Entries as plain data, as which a process hands them over in less time and space than as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from paperdex.core.entries import Link, ListEntry
from paperdex.core.identifiers import Identifier, MalformedIdentifier

_BATCH = 256


def packed(entries: Iterable[ListEntry]) -> Iterator[list[Any]]:
    """The entries as plain data, many at a time."""
    data = map(_data, entries)
    return iter(lambda: list(islice(data, _BATCH)), [])


def unpacked(batch: list[Any]) -> Iterator[ListEntry]:
    """The entries again."""
    return map(_made, batch)


def _data(entry: ListEntry) -> tuple[Any, ...]:
    return (
        entry.line,
        entry.title,
        entry.topic,
        [
            (True, (each.scheme, each.value, each.version))
            if isinstance(each, Identifier)
            else (False, (each.raw, each.reason))
            for each in entry.identifiers
        ],
        entry.date,
        entry.authors,
        entry.venue,
        entry.rating,
        entry.note,
        entry.abstract,
        [(link.label, link.url) for link in entry.links],
        entry.mentions,
    )


def _made(data: tuple[Any, ...]) -> ListEntry:
    line, title, topic, named, date, authors, venue, rating, note, abstract, links, mentions = data
    return ListEntry(
        line=line,
        title=title,
        topic=topic,
        identifiers=tuple([(Identifier if kind else MalformedIdentifier)(*values) for kind, values in named]),
        date=date,
        authors=authors,
        venue=venue,
        rating=rating,
        note=note,
        abstract=abstract,
        links=tuple([Link(label, url) for label, url in links]),
        mentions=mentions,
    )
