"""A bibliography, as every export format takes it: works by topic, with what the reading list says of each."""

from __future__ import annotations

from dataclasses import dataclass

from paperdex.core.entries import Link, Topic
from paperdex.core.records import BibliographicRecord


@dataclass(frozen=True, slots=True)
class BibliographyItem:
    """A work to be cited."""

    cite_key: str
    """Safe and distinct within the bibliography, ignoring case."""
    record: BibliographicRecord
    date: str | None = None
    """The date that the list gives, for a record without one: ``2017-06-08``, ``2017-06`` or ``2017``."""
    venue: str | None = None
    note: str | None = None
    """The list keeper's own words."""
    topics: tuple[Topic, ...] = ()
    """Every topic of the work, in the order of the lists."""
    links: tuple[Link, ...] = ()
    """What the list links to in this entry, the work itself too."""


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The works of one topic of one reading list, in the list's order; a work may stand in several groups."""

    list_title: str
    topic: Topic
    items: tuple[BibliographyItem, ...]
