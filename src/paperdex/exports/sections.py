"""A bibliography as a document: headings, and below each of them the works of its topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.entries import Topic


@dataclass(frozen=True, slots=True)
class Section:
    """The works of one topic."""

    headings: tuple[tuple[int, str], ...]
    """What is new above them: level, from 1, and name; the outermost first."""
    items: tuple[BibliographyItem, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What there is to write, in its order."""

    title: str
    """What the document is called: as wished, else like the only list; may be empty."""
    sections: tuple[Section, ...]


def document(bibliography: Iterable[TopicGroup], heading: str | None) -> Document:
    """The bibliography by topic; of several lists, each has a heading of its own above its topics.

    What a list has under no topic comes first: below a heading it would be taken to stand under it.
    """
    lists = [(title, list(map(_held, groups))) for title, groups in groupby(bibliography, key=_list_title)]
    several = sum(bool(title) for title, _ in lists) > 1
    sections: list[Section] = []
    for title, groups in lists:
        above = [(1, title)] if several and title else []
        shift = len(above)
        for levels, group in _by_topic(sorted(groups, key=lambda group: bool(group.topic))):
            sections.append(Section((*above, *((level + shift, name) for level, name in levels)), tuple(group.items)))
            above = []
    only = next((title for title, _ in lists if title), "")
    return Document(heading or ("" if several else only), tuple(sections))


def _list_title(group: TopicGroup) -> str:
    return group.list_title or ""


def _held(group: TopicGroup) -> TopicGroup:
    """The group with its works in hand, since they may come one after the other."""
    return replace(group, items=tuple(group.items))


def _by_topic(groups: Iterable[TopicGroup]) -> Iterator[tuple[list[tuple[int, str]], TopicGroup]]:
    """Each group, with the headings that it has and the one before it has not."""
    before: Topic = ()
    for group in groups:
        topic = group.topic
        shared = sum(1 for _ in takewhile(lambda names: names[0] == names[1], zip(before, topic, strict=False)))
        # A topic that is above the one before gets its heading once more.
        start = min(shared, len(topic) - 1) if topic else 0
        yield [(level + 1, topic[level]) for level in range(start, len(topic))], group
        before = topic
