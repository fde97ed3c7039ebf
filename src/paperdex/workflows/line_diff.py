"""What differs between two texts, line by line, in a time that grows with their length.

difflib alone takes minutes for a bibliography of some thousand entries, since ``year = {2021},`` stands in all of them.
Lines that stand once in both texts, such as ``@misc{invented2021tea,``, are matched first (the "patience diff"), and
difflib is asked for what is between them only.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LARGEST = 4_000_000
"""Lines by lines that difflib is asked for; more without a common line are one change."""


class _Part(NamedTuple):
    """A stretch of lines of both texts."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified_diff(old: str, new: str, name: str) -> Iterator[str]:
    """Yield the lines of a unified diff, without their line ends; none when the texts are the same."""
    if old == new:
        return
    lines = _lines(old), _lines(new)
    yield f"--- {name}"
    yield f"+++ {name}"
    for group in _Matcher(*lines).get_grouped_opcodes():
        yield f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@"
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from _shown(" ", lines[0][start:end])
            else:
                yield from _shown("-", lines[0][start:end])
                yield from _shown("+", lines[1][new_start:new_end])


def _shown(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line.removesuffix(chr(10))}"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _range(start: int, end: int) -> str:
    length = end - start
    begin = start + 1 if length else start
    return str(begin) if length == 1 else f"{begin},{length}"


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


class _Matcher(difflib.SequenceMatcher[str]):
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__()
        self._texts = old, new

    def get_matching_blocks(self) -> list[difflib.Match]:
        """The lines that stay: where in the old text, where in the new one, how many."""
        old, new = self._texts
        blocks: list[difflib.Match] = []
        parts = [_Part(0, len(old), 0, len(new))]
        while parts:
            part = parts.pop()
            head = _alike(old, new, part, 1)
            part = _Part(part.start + head, part.end, part.new_start + head, part.new_end)
            tail = _alike(old, new, part, -1)
            blocks.append(difflib.Match(part.start - head, part.new_start - head, head))
            blocks.append(difflib.Match(part.end - tail, part.new_end - tail, tail))
            part = _Part(part.start, part.end - tail, part.new_start, part.new_end - tail)
            anchors = _anchors(old, new, part)
            if not anchors:
                blocks += _by_difflib(old, new, part)
            start, new_start = part.start, part.new_start
            for place, new_place in anchors:
                blocks.append(difflib.Match(place, new_place, 1))
                parts.append(_Part(start, place, new_start, new_place))
                start, new_start = place + 1, new_place + 1
            if anchors:
                parts.append(_Part(start, part.end, new_start, part.new_end))
        return [*_joined(sorted(block for block in blocks if block.size)), difflib.Match(len(old), len(new), 0)]

    def get_opcodes(self) -> list[tuple[str, int, int, int, int]]:  # type: ignore[override]
        """What becomes of each stretch of lines."""
        codes: list[tuple[str, int, int, int, int]] = []
        place = new_place = 0
        for start, new_start, size in self.get_matching_blocks():
            if place < start or new_place < new_start:
                codes.append(("replace", place, start, new_place, new_start))
            place, new_place = start + size, new_start + size
            if size:
                codes.append(("equal", start, place, new_start, new_place))
        return codes


def _alike(old: Sequence[str], new: Sequence[str], part: _Part, step: int) -> int:
    """How many lines are the same from the begin of both on, or from their end backwards."""
    most = min(part.end - part.start, part.new_end - part.new_start)
    first = (part.start, part.new_start) if step > 0 else (part.end - 1, part.new_end - 1)
    return next((n for n in range(most) if old[first[0] + step * n] != new[first[1] + step * n]), most)


def _anchors(old: Sequence[str], new: Sequence[str], part: _Part) -> list[tuple[int, int]]:
    """Lines that stand once in both stretches, as many of them as keep their order."""
    counts = Counter(old[part.start : part.end])
    new_counts = Counter(new[part.new_start : part.new_end])
    places = {new[place]: place for place in range(part.new_start, part.new_end) if new_counts[new[place]] == 1}
    ends: list[int] = []  # the last places of the longest rows so far, each the least that there is
    rows: list[tuple[int, int, int]] = []
    last: list[int] = []
    for place in range(part.start, part.end):
        line = old[place]
        if counts[line] == 1 and line in places:
            length = bisect_left(ends, places[line])
            ends[length : length + 1] = [places[line]]
            last[length : length + 1] = [len(rows)]
            rows.append((place, places[line], last[length - 1] if length else -1))
    found: list[tuple[int, int]] = []
    row = last[-1] if last else -1
    while row >= 0:
        place, new_place, row = rows[row]
        found.append((place, new_place))
    return found[::-1]


def _by_difflib(old: Sequence[str], new: Sequence[str], part: _Part) -> Iterator[difflib.Match]:
    if (part.end - part.start) * (part.new_end - part.new_start) > _LARGEST:
        return
    matcher = difflib.SequenceMatcher(None, old[part.start : part.end], new[part.new_start : part.new_end], False)
    for start, new_start, size in matcher.get_matching_blocks():
        yield difflib.Match(start + part.start, new_start + part.new_start, size)


def _joined(blocks: list[difflib.Match]) -> Iterator[difflib.Match]:
    """The blocks, those that follow each other without a gap as one."""
    before: difflib.Match | None = None
    for block in blocks:
        if before and before.a + before.size == block.a and before.b + before.size == block.b:
            before = difflib.Match(before.a, before.b, before.size + block.size)
            continue
        if before:
            yield before
        before = block
    if before:
        yield before
