"""A bibliography, as every export format takes it: works by heading, with what the reading list says of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, Literal, TypeAlias, TypeVar

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


GroupBy: TypeAlias = Literal["topic", "year", "category", "none"]
"""What the headings of a bibliography are."""


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The works under one heading; a work may stand in several groups."""

    list_title: str | None
    """The reading list whose topic this is; ``None`` where works are not grouped by topic."""
    topic: Topic
    """The heading's path: a topic, or a year or category alone; empty for what has no topic."""
    items: Iterable[BibliographyItem]
    """In their order; to be read once, since a large bibliography is made while it is written."""


Key = TypeVar("Key")
Value = TypeVar("Value")


class Run(Generic[Value]):
    """Neighbours of one key, read as they come."""

    def __init__(self, values: Iterator[Value]) -> None:
        self._values = values

    def __iter__(self) -> Iterator[Value]:
        return self

    def __next__(self) -> Value:
        return next(self._values)

    def keep(self) -> None:
        """Read what is left of them, so that their source can go on."""
        self._values = iter(list(self._values))


def runs(pairs: Iterable[tuple[Key, Value]]) -> Iterator[tuple[Key, Run[Value]]]:
    """Yield each key with the values of neighbouring pairs that have it.

    Nothing is held but one pair; only what a reader leaves unread of a run, before it asks for the next, is kept.
    """
    for key, pairs_of_key in itertools.groupby(pairs, key=itemgetter(0)):
        run = Run(value for _, value in pairs_of_key)
        yield key, run
        run.keep()
