"""How one reading of a list differs from the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from paperdex.core.entries import Topic
from paperdex.storage.rows import ListChanges


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What tells an entry of one reading from the others; an empty name tells nothing."""

    title: str
    topic: Topic
    identifier: str
    """The first identifier, as the list has it."""
    work: str
    title_key: str


_NAMES = ("identifier", "work", "title_key")


def compare(old: Iterable[Occurrence], new: Iterable[Occurrence]) -> ListChanges:
    """Pair the entries of two readings: first within their topic, then across topics, which is a move.

    Identifiers come first, then the work, which a title search may have found, then the title.
    """
    left, right = list(old), list(new)
    unchanged = 0
    for name in _NAMES:
        pairs, left, right = _pair(left, right, name, within_topic=True)
        unchanged += len(pairs)
    moved: list[Occurrence] = []
    for name in _NAMES:
        pairs, left, right = _pair(left, right, name, within_topic=False)
        moved += pairs
    return ListChanges(
        added=tuple(o.title or o.identifier for o in right),
        moved=tuple(o.title or o.identifier for o in moved),
        removed=tuple(o.title or o.identifier for o in left),
        unchanged=unchanged,
    )


def _pair(
    left: list[Occurrence], right: list[Occurrence], name: str, *, within_topic: bool
) -> tuple[list[Occurrence], list[Occurrence], list[Occurrence]]:
    """Return the new ones that have a partner, and the old and the new ones that have none, in their order."""
    waiting: dict[tuple[str, Topic], list[int]] = defaultdict(list)
    for index in reversed(range(len(left))):
        waiting[getattr(left[index], name), left[index].topic if within_topic else ()].append(index)
    paired: list[Occurrence] = []
    alone: list[Occurrence] = []
    gone: set[int] = set()
    for occurrence in right:
        key = (getattr(occurrence, name), occurrence.topic if within_topic else ())
        if key[0] and waiting[key]:
            gone.add(waiting[key].pop())
            paired.append(occurrence)
        else:
            alone.append(occurrence)
    return paired, [o for index, o in enumerate(left) if index not in gone], alone
