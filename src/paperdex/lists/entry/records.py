"""A record with fields to an entry: which of its names identify the paper, and what its texts mention."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from paperdex.core.entries import Link, ListEntry, Topic
from paperdex.core.identifiers import (
    Identifier,
    MalformedIdentifier,
    find_identifiers,
    parse_identifier,
    parse_number,
    parse_url,
)
from paperdex.core.text import spell_math
from paperdex.lists.outline import Record


def read_record(record: Record, topic: Topic) -> ListEntry:
    """The entry that a record is, under its topic."""
    named = (found for name in record.names if (found := _identifier(name)) is not None)
    numbered = (found for number in record.numbers if (found := parse_number(number)) is not None)
    identifiers = _distinct(chain(named, numbered))
    works_named = {identifier.work for identifier in identifiers if isinstance(identifier, Identifier)}
    texts = (record.note, record.abstract, *(url for _, url in record.links))
    mentioned = (found.identifier for text in texts if text for found in find_identifiers(text))
    works = (i.work for i in mentioned if isinstance(i, Identifier) and i.scheme == "arxiv")
    return ListEntry(
        line=record.line,
        title=spell_math(record.title),
        topic=topic,
        identifiers=identifiers,
        date=record.date,
        authors=record.authors,
        venue=record.venue,
        rating=record.rating,
        note=record.note,
        abstract=record.abstract,
        links=tuple(Link(label, url) for label, url in record.links),
        mentions=tuple(work for work in dict.fromkeys(works) if work not in works_named),
    )


def _distinct(found: Iterable[Identifier | MalformedIdentifier]) -> tuple[Identifier | MalformedIdentifier, ...]:
    """Each work once, with the version that any of its names gives."""
    distinct: dict[str, Identifier | MalformedIdentifier] = {}
    for identifier in found:
        key = identifier.work if isinstance(identifier, Identifier) else identifier.raw
        known = distinct.setdefault(key, identifier)
        if isinstance(known, Identifier) and isinstance(identifier, Identifier) and known.version is None:
            distinct[key] = identifier
    return tuple(distinct.values())


def _identifier(name: str) -> Identifier | MalformedIdentifier | None:
    """What a name identifies; an address that is no identifier names a page."""
    found = parse_identifier(name)
    if found is None and name.startswith(("http://", "https://")):
        return parse_url(name) or Identifier("url", name)
    return found
