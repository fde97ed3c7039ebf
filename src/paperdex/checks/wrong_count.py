"""The list says how many papers it has, or a topic has, and there are more or fewer.

The number may count entries, or works that stand twice once, or entries with a link, with the topics below or without:
any of these is right. A number that is not meant to be exact is left alone, and so are the numbers of headings where
they count something else throughout. The right number is written where it is plain what is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.declared_counts import Declared, declared_counts
from paperdex.checks.document import Document
from paperdex.checks.same_work import Occurrence
from paperdex.core.entries import Topic

BAD = """\
Total: 3 papers

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""
GOOD = """\
Total: 2 papers

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_YEARS = range(1900, 2100)
_FAR = 2
"""So many times as many, or fewer, and it may be that something else is counted."""
_VERY_FAR = 3
_WAYS = (0, 1, 3, 4)
"""Ways to count that a keeper means for sure when they give one number."""


class _Count(NamedTuple):
    """How many papers there are, by each way to count."""

    entries: int = 0
    works: int = 0
    linked: int = 0
    direct: int = 0
    direct_works: int = 0


class _Tally:
    def __init__(self) -> None:
        self.entries = self.linked = self.direct = 0
        self.works: set[str] = set()
        self.direct_works: set[str] = set()

    @property
    def count(self) -> _Count:
        return _Count(self.entries, len(self.works), self.linked, self.direct, len(self.direct_works))


def check(document: Document) -> Iterator[Finding]:
    """Each declared number that no way to count gives."""
    if not document.list.entries:
        return
    declared = [each for each in declared_counts(document) if each.value]
    if not declared:
        return
    counts = _counts(document)
    right = [each for each in declared if any(each.value in counts[topic] for topic in each.topics)]
    kept = set(right)
    wrong = [each for each in declared if each not in kept]
    for each in wrong:
        if _counts_something_else(each, counts[each.topics[0]], right, wrong):
            continue
        yield _finding(each, counts, right)


def _counts(document: Document) -> dict[Topic, _Count]:
    """How many papers there are under each topic, and in the whole list."""
    tallies: defaultdict[Topic, _Tally] = defaultdict(_Tally)
    for subject in document.subjects:
        topic = subject.entry.topic
        work = next(Occurrence(subject).keys, f"entry {subject.index}")
        for depth in range(len(topic) + 1):
            tally = tallies[topic[:depth]]
            tally.entries += 1
            tally.works.add(work)
            tally.linked += bool(subject.entry.links or subject.entry.identifiers)
        tally.direct += 1
        tally.direct_works.add(work)
    return {topic: tally.count for topic, tally in tallies.items()}


def _counts_something_else(
    declared: Declared, count: _Count, right: Sequence[Declared], wrong: Sequence[Declared]
) -> bool:
    """Whether a number is likelier one of other things than a wrong one of papers."""
    value, entries = declared.value, count.entries
    if value in _YEARS and not 0.8 * entries < value < 1.25 * entries:
        return True
    if declared.kind in ("label", "badge"):
        return False
    if declared.kind == "heading":
        like = [sum(each.kind == "heading" for each in some) for some in (right, wrong)]
        if like[0]:
            return like[1] > like[0]
        return sum(like) > 2 or not _is_near(value, entries, _VERY_FAR)
    return not _is_near(value, entries, _FAR)


def _is_near(value: int, entries: int, times: int) -> bool:
    """Whether a number could be a slip for another: two more or fewer, or so many times."""
    return abs(value - entries) <= 2 or entries / times <= value <= entries * times


def _finding(declared: Declared, counts: dict[Topic, _Count], right: Sequence[Declared]) -> Finding:
    topic = declared.topics[0]
    count = counts[topic]
    ways = [way for way in range(len(count)) if _is_way(way, counts, right)]
    value = count[ways[0]] if ways else count.entries
    if topic:
        is_plain = len({count[way] for way in _WAYS if way in ways or not ways} - {0}) == 1
    else:
        is_plain = count.entries == count.works and len(declared.topics) == 1
    is_plain = is_plain and _is_near(declared.value, value, _VERY_FAR)
    is_vouched = declared.kind == "heading" and any(each.kind == "heading" for each in right)
    is_sure = is_plain and (declared.kind in ("label", "badge") or is_vouched)
    where = f"under {topic[-1]!r}" if topic else "in the list"
    message = f"{_papers(declared.value)} declared, and {_papers(value)} {where}"
    fix = Fix(f"Write {value}", (Edit(declared.start, declared.end, f"{value}"),), is_sure)
    return Finding(declared.start, declared.end, message, is_sure, fix=fix)


def _is_way(way: int, counts: dict[Topic, _Count], right: Sequence[Declared]) -> bool:
    """Whether the right numbers beside the headings are counted in this way."""
    return all(each.value == counts[each.topics[0]][way] for each in right if each.kind == "heading")


def _papers(number: int) -> str:
    return f"{number} paper is" if number == 1 else f"{number} papers are"
