"""A document whose beginning depends on its end: title, levels of headings, a table of contents with counts.

The texts of works wait in a file of their own until all of them are known, so that a bibliography of any size takes
little memory; only its headings are held.
"""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import NamedTuple

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.entries import Topic
from paperdex.core.text import clean_text

_IN_MEMORY = 4_000_000
_CHUNK = 65_536


class Heading(NamedTuple):
    """A heading above works."""

    level: int
    """From 1, the outermost."""
    name: str
    works: int
    """How many entries stand below it, those of its own headings too."""


@dataclass(frozen=True, slots=True)
class Section:
    """The works of one topic."""

    headings: tuple[Heading, ...]
    """What is new above them, the outermost first."""
    texts: Iterator[str]
    """Of the works, in their order; to be read before the next section's."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """What there is to write, in its order."""

    title: str
    """What the document is called: as wished, else like the only list; may be empty."""
    works: int
    """How many works it has, each counted once."""
    headings: tuple[Heading, ...]
    """All of them, in their order."""
    sections: Iterator[Section]


class _Group(NamedTuple):
    """The works of one topic, written from one place of the file to another."""

    list_title: str
    topic: Topic
    start: int
    end: int
    works: int


def spool(
    bibliography: Iterable[TopicGroup], heading: str | None, text_of: Callable[[BibliographyItem, bool], str]
) -> Iterator[Spooled]:
    """Yield the document, once; its file is closed behind it. ``text_of`` is told whether it sees a work first.

    Of several lists, each has a heading of its own above its topics. What a list has under no topic comes first: below
    a heading it would be taken to stand under it.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        seen: set[str] = set()
        groups: list[_Group] = []
        for group in bibliography:
            start, works = file.tell(), 0
            for item in group.items:
                works += 1
                first = item.record.work not in seen
                seen.add(item.record.work)
                file.write(text_of(item, first).encode("utf-8", errors="replace"))
            groups.append(_Group(clean_text(group.list_title or ""), group.topic, start, file.tell(), works))
        titles = list(dict.fromkeys(group.list_title for group in groups if group.list_title))
        outline = list(_outline(groups, several=len(titles) > 1))
        yield Spooled(
            title=clean_text(heading or "") or (titles[0] if len(titles) == 1 else ""),
            works=len(seen),
            headings=tuple(each for headings, _ in outline for each in headings),
            sections=(Section(headings, _read(file, group.start, group.end)) for headings, group in outline),
        )


def _outline(groups: Iterable[_Group], *, several: bool) -> Iterator[tuple[tuple[Heading, ...], _Group]]:
    """Each group with its headings, in the order in which they stand."""
    paths: list[tuple[Topic, _Group]] = []
    for title, of_list in groupby(groups, key=lambda group: group.list_title):
        above = (title,) if several and title else ()
        paths += [(above + group.topic, group) for group in sorted(of_list, key=lambda group: bool(group.topic))]
    shown: list[tuple[list[tuple[int, str]], _Group]] = []
    before: Topic = ()
    for path, group in paths:
        shared = sum(1 for _ in takewhile(lambda names: names[0] == names[1], zip(before, path, strict=False)))
        # A topic that is above the one before gets its heading once more.
        new = range(min(shared, len(path) - 1) if path else 0, len(path))
        shown.append(([(level + 1, path[level]) for level in new], group))
        before = path
    below = _counts(shown)
    for headings, group in shown:
        yield tuple(Heading(level, name, next(below)) for level, name in headings), group


def _counts(shown: Iterable[tuple[list[tuple[int, str]], _Group]]) -> Iterator[int]:
    """How many entries stand below each heading, in their order."""
    counts: list[int] = []
    open_headings: list[tuple[int, int]] = []  # level, and place among the counts
    for headings, group in shown:
        for level, _ in headings:
            open_headings = [each for each in open_headings if each[0] < level] + [(level, len(counts))]
            counts.append(0)
        for _, place in open_headings:
            counts[place] += group.works
    return iter(counts)


def _read(file: tempfile.SpooledTemporaryFile[bytes], start: int, end: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(start)
    while start < end:
        chunk = file.read(min(_CHUNK, end - start))
        start += len(chunk)
        yield decoder.decode(chunk, final=start == end)
