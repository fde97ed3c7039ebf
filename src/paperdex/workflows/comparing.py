"""Two texts compared line by line, quickly for large ones too.

difflib alone takes time with the square of the number of changes, which is minutes for a list of thousands of entries
each with a change. So lines that are there once in both texts are paired first, and only what stands between two pairs
is compared by difflib.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_CONTEXT = 3


class _Block(NamedTuple):
    """So many lines that are the same in both texts, and where they begin in each."""

    old: int
    new: int
    size: int


class _Matched(difflib.SequenceMatcher[str]):
    """What difflib makes of lines whose matches are known."""

    def __init__(self, blocks: list[difflib.Match]) -> None:
        super().__init__(None, "", "")
        self._blocks = blocks

    def get_matching_blocks(self) -> list[difflib.Match]:
        """The blocks that are the same, the last one without lines."""
        return self._blocks


def diff(old: str, new: str, name: str) -> Iterator[str]:
    """Yield the lines of a unified diff, without their line ends."""
    if old == new:
        return
    ours, theirs = _lines(old), _lines(new)
    matcher = _Matched([difflib.Match(*block) for block in _merged(_blocks(ours, theirs))])
    yield f"--- {name}"
    yield f"+++ {name}"
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@"
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from _marked(" ", ours[start:end])
            else:
                yield from _marked("-", ours[start:end])
                yield from _marked("+", theirs[new_start:new_end])


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark}{line.removesuffix(chr(10))}"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _range(start: int, end: int) -> str:
    """The lines of a hunk as a unified diff counts them."""
    count = end - start
    return f"{start + 1}" if count == 1 else f"{start + (count > 0)},{count}"


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """The lines that are the same, in order."""
    place = new_place = 0
    for pair, new_pair in (*_pairs(old, new), (len(old), len(new))):
        between = difflib.SequenceMatcher(None, old[place:pair], new[new_place:new_pair])
        for start, new_start, size in between.get_matching_blocks()[:-1]:
            yield _Block(place + start, new_place + new_start, size)
        yield _Block(pair, new_pair, int(pair < len(old)))
        place, new_place = pair + 1, new_pair + 1


def _merged(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Blocks that stand side by side as one; the last one has no lines, as difflib wants it."""
    current = _Block(0, 0, 0)
    for block in blocks:
        if block.size and (current.old + current.size, current.new + current.size) == block[:2]:
            current = current._replace(size=current.size + block.size)
            continue
        if current.size:
            yield current
        current = block
    yield current
    if current.size:
        yield _Block(current.old + current.size, current.new + current.size, 0)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that are there once in both texts, as many as come in the same order in both."""
    counts, new_counts = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if new_counts[line] == 1}
    pairs = [(place, places[line]) for place, line in enumerate(old) if counts[line] == 1 and line in places]
    # The longest rise of the second places: for each length, the pair that ends the lowest rise of that length.
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(chosen[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        chosen[length : length + 1] = [index]
    found = []
    index = chosen[-1] if chosen else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])
