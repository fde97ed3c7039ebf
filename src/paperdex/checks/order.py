"""The list keeps an order, by date or by name, and this entry stands outside of it.

The order may be that of the whole list, within each of its topics, or of one topic. It counts as kept where so few
entries would have to be moved that it can't be by chance; only those are told, with their right place. An order of
dates may be either way, and only the dates that the list gives count. Where two orders could be meant, it is the one
that needs fewer moves. Nothing is moved by itself.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from paperdex.checks.base import Finding
from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place
from paperdex.core.entries import Topic
from paperdex.core.names import surname_key
from paperdex.core.text import fold

BAD = """\
- 2015-01 [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- 2015-03 [Cups in Practice](https://arxiv.org/abs/1503.00002)
- 2015-04 [Saucers, Revisited](https://arxiv.org/abs/1504.00003)
- 2015-06 [A Study of Spoons](https://arxiv.org/abs/1506.00004)
- 2015-02 [Sugar by the Lump](https://arxiv.org/abs/1502.00005)
- 2015-08 [Milk First](https://arxiv.org/abs/1508.00006)
- 2015-09 [Kettles at Sea](https://arxiv.org/abs/1509.00007)
- 2015-11 [Trays That Fold](https://arxiv.org/abs/1511.00008)
"""
GOOD = """\
- 2015-01 [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- 2015-02 [Sugar by the Lump](https://arxiv.org/abs/1502.00005)
- 2015-03 [Cups in Practice](https://arxiv.org/abs/1503.00002)
- 2015-04 [Saucers, Revisited](https://arxiv.org/abs/1504.00003)
- 2015-06 [A Study of Spoons](https://arxiv.org/abs/1506.00004)
- 2015-08 [Milk First](https://arxiv.org/abs/1508.00006)
- 2015-09 [Kettles at Sea](https://arxiv.org/abs/1509.00007)
- 2015-11 [Trays That Fold](https://arxiv.org/abs/1511.00008)
"""

_LEAST = 5
"""Entries of a topic that may keep an order of its own; within a list that keeps one, two less."""
_MOST_MOVES = 0.08
"""Part of the entries that may stand outside of an order that is kept; one may in any case."""
_BY_DATE, _BY_NAME, _OF_TOPIC = math.log(2e-3), math.log(3e-4), math.log(1e-5)
"""So seldom a list in no order may look as well ordered; one of its many topics seldomer."""
_FINER = math.log(0.05)
"""So seldom one that is in order by year may look as well ordered by month: the finer order is meant more often."""
_SHARE = 0.9
"""Part of the entries that must have what they are ordered by."""
_ARTICLE = re.compile(r"(?:the|an?|la|le|les|der|die|das|el|il)\s+")
_LETTER = re.compile(r"[^\W_\u0370-\u03ff]")
"""What a title begins with that has a plain place; a Greek letter is one of a formula."""
_PARTED = re.compile(
    r"^[ \t]*(?:\|?[ \t]*:?-{3,}:?[ \t]*(?:\||\r?$)|\*\*[^*\n]{1,80}\*\*:?[ \t]*\r?$"
    r"|<(?:summary|h\d|details)\b|#{1,6}[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
"""What parts the entries of a topic into groups of their own: another table, a bold line, a fold."""

Key = Callable[[Subject], str | None]
Keys = Sequence[tuple[Subject, str]]
"""Entries of a run with what they are ordered by, those left out that have nothing of the kind."""


class _Run(NamedTuple):
    """Entries of one topic, one after the other, with what they are ordered by."""

    subjects: Sequence[Subject]
    keys: Sequence[str]
    is_down: bool
    outside: tuple[int, ...]
    """Places of the fewest entries without which the rest is in order."""


class _Order(NamedTuple):
    """An order that the runs of a list or topic might keep."""

    name: str
    runs: tuple[_Run, ...]

    @property
    def moves(self) -> int:
        """How many entries would have to be moved; two that changed places count as one."""
        outside = sum(len(run.outside) for run in self.runs)
        return outside - (outside == 2 and any(_are_swapped(run) for run in self.runs))

    @property
    def size(self) -> int:
        """How many entries it orders."""
        return sum(len(run.keys) for run in self.runs)

    @property
    def choices(self) -> float:
        """In how many orders the keys could stand, as a logarithm; equal ones are one."""
        return sum(
            math.lgamma(len(run.keys) + 1) - sum(math.lgamma(n + 1) for n in Counter(run.keys).values())
            for run in self.runs
        )

    def is_kept(self, chance: float, *, coarser: _Order | None = None) -> bool:
        """Whether it is plain that the order is meant: few orders are as near to the right one.

        Where a coarser one is kept (years), it must be plain for what it has beyond that (the months in them).
        """
        moves, choices = self.moves, self.choices
        if moves > max(1, _MOST_MOVES * self.size):
            return False
        if coarser is None:
            return 2 * moves * math.log(max(self.size, 2)) - choices < chance
        places = sum(n * n for run in coarser.runs for n in Counter(run.keys).values())
        moves, choices = max(moves - coarser.moves, 0), choices - coarser.choices
        return moves * math.log(max(places, 2)) - choices < _FINER


def check(document: Document) -> Iterator[Finding]:
    """Each entry outside of an order that its list or topic keeps."""
    runs = [run for run in _runs(document) if len(run) > 1]
    sorts = [_Sort(key, name, runs) for key, name in (*_DATES, *_NAMES)]
    dates, names = sorts[: len(_DATES)], sorts[len(_DATES) :]
    everything = range(len(runs))
    whole = _best(dates, names, everything, _BY_DATE, _BY_NAME)
    if whole:
        yield from _findings(document, whole)
        return
    for place in everything:
        if len(runs[place]) >= _LEAST and (order := _best(dates, names, (place,), _OF_TOPIC, _OF_TOPIC)):
            yield from _findings(document, order)


class _Sort:
    """One thing to order by, and the keys of every run."""

    def __init__(self, key: Key, name: str, runs: Sequence[Sequence[Subject]]) -> None:
        self.name = name
        self._sizes = [len(run) for run in runs]
        self._runs: list[Keys] = [
            [(subject, value) for subject in run if (value := key(subject)) is not None] for run in runs
        ]

    def is_common(self, places: Sequence[int]) -> bool:
        """Whether nearly all entries of some runs have it."""
        size = sum(self._sizes[place] for place in places)
        return sum(len(self._runs[place]) for place in places) >= _SHARE * size > 0

    def order(self, places: Sequence[int], *, is_down: bool) -> _Order | None:
        """The order of some runs; ``None`` where it is plainly not kept."""
        runs = [self._runs[place] for place in places if len(self._runs[place]) > 1]
        size = sum(map(len, runs))
        # Each entry that is moved mends one pair of neighbours at most.
        if sum(_breaks(run, is_down=is_down) for run in runs) > max(1, _MOST_MOVES * size) + 1:
            return None
        read = []
        for run in runs:
            keys = [key for _, key in run]
            read.append(_Run([subject for subject, _ in run], keys, is_down, _outside(keys, is_down=is_down)))
        return _Order(self.name, tuple(read))


def _breaks(run: Keys, *, is_down: bool) -> int:
    """How many neighbours are not in order."""
    pairs = pairwise(key for _, key in run)
    return sum((one < two) if is_down else (one > two) for one, two in pairs)


def _runs(document: Document) -> Iterator[list[Subject]]:
    """The entries of one topic that stand one after the other, with nothing between that parts them."""
    run: list[Subject] = []
    end = 0
    seen: set[tuple[Topic, str]] = set()
    for subject in document.subjects:
        arxiv = subject.entry.arxiv
        key = (subject.entry.topic, arxiv.work if arxiv else subject.entry.title)
        if key in seen:
            end = subject.end
            continue  # a duplicate is to be taken out, and not moved
        seen.add(key)
        if run:
            last = run[-1]
            is_one = last.entry.topic == subject.entry.topic and end in (subject.start, subject.end)
            if not is_one or _PARTED.search(document.text, document.source.end(last.entry.line), subject.start):
                yield run
                run = []
        run.append(subject)
        end = subject.end
    if run:
        yield run


def _best(
    dates: Sequence[_Sort], names: Sequence[_Sort], places: Sequence[int], by_date: float, by_name: float
) -> _Order | None:
    """The order of some runs that is kept with the fewest moves."""
    kept = [order for is_down in (False, True) if (order := _dated(dates, places, by_date, is_down=is_down))]
    for sort in names:
        if not sort.is_common(places):
            continue
        orders = [sort.order(places, is_down=is_down) for is_down in (False, True)]
        kept += [order for order in orders if order and order.is_kept(by_name)]
    return min(kept, key=lambda order: order.moves, default=None)


def _dated(dates: Sequence[_Sort], places: Sequence[int], chance: float, *, is_down: bool) -> _Order | None:
    """The order by date that is kept, as finely as it is: by year, month or day."""
    best: _Order | None = None
    for sort in dates:
        if not sort.is_common(places):
            break
        order = sort.order(places, is_down=is_down)
        if order and order.is_kept(chance, coarser=best):
            best = order
    return best


def _year(subject: Subject) -> str | None:
    return subject.entry.date[:4] if subject.entry.date else None


def _month(subject: Subject) -> str | None:
    return subject.entry.date[:7] if subject.entry.date and len(subject.entry.date) >= 7 else None


def _day(subject: Subject) -> str | None:
    return subject.entry.date if subject.entry.date and len(subject.entry.date) >= 10 else None


def _title(subject: Subject) -> str | None:
    """The words of a title; ``None`` for one that begins with a sign, which has no plain place: quotes, a formula."""
    words = re.findall(r"\w+", fold(subject.entry.title)) if _LETTER.match(subject.entry.title) else ()
    return " ".join(words) or None


def _title_without_article(subject: Subject) -> str | None:
    title = _title(subject)
    return (_ARTICLE.sub("", title, count=1) or title) if title else None


def _written_title(subject: Subject) -> str | None:
    return subject.entry.title if _LETTER.match(subject.entry.title) else None


def _small_title(subject: Subject) -> str | None:
    title = _written_title(subject)
    return title.casefold() if title else None


def _author(subject: Subject) -> str | None:
    return (surname_key(subject.entry.authors[0]) or None) if subject.entry.authors else None


_DATES = ((_year, "the order by year"), (_month, "the order by month"), (_day, "the order by date"))
_NAMES = (
    (_title, "the order by title"),
    (_title_without_article, "the order by title"),
    (_written_title, "the order by title"),
    (_small_title, "the order by title"),
    (_author, "the order by author"),
)


def _outside(keys: Sequence[str], *, is_down: bool) -> tuple[int, ...]:
    """The places outside of the longest run of keys in order, equal ones allowed."""
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys), reverse=is_down))}
    ends: list[int] = []
    """Rank at which the best run of each length ends."""
    places: list[int] = []
    before: list[int] = []
    for place, key in enumerate(keys):
        rank = ranks[key]
        length = bisect_right(ends, rank)
        before.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(rank)
            places.append(place)
        else:
            ends[length], places[length] = rank, place
    kept = set()
    place = places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return tuple(place for place in range(len(keys)) if place not in kept)


def _are_swapped(run: _Run) -> bool:
    """Whether the two that are outside need only change places."""
    if len(run.outside) != 2:
        return False
    keys = list(run.keys)
    one, two = run.outside
    keys[one], keys[two] = keys[two], keys[one]
    return not _outside(keys, is_down=run.is_down)


def _findings(document: Document, order: _Order) -> Iterator[Finding]:
    for run in order.runs:
        if len(run.keys) < _LEAST - 2:
            continue
        for place in run.outside:
            subject = run.subjects[place]
            start, end = title_place(document, subject) or document.line_span(subject.entry.line)
            message = f"the entry stands outside of {order.name}: it belongs {_neighbours(run, place)}"
            yield Finding(start, end, message, sure=False, work=subject.work, help="Move it to its place.")


def _neighbours(run: _Run, place: int) -> str:
    """Between which entries one belongs, by their lines."""
    outside = set(run.outside)
    kept = [each for each in range(len(run.keys)) if each not in outside]
    key = run.keys[place]
    behind = [each for each in kept if run.keys[each] > key] if not run.is_down else []
    behind = behind or ([each for each in kept if run.keys[each] < key] if run.is_down else [])
    lines = [run.subjects[each].entry.line for each in kept]
    if not behind:
        return f"behind the one in line {lines[-1]}"
    at = kept.index(behind[0])
    return (
        f"between those in lines {lines[at - 1]} and {lines[at]}" if at else f"in front of the one in line {lines[0]}"
    )
