"""Fixes put into a text: the smallest edits, none over another, and everything else as it was."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from paperdex.checks.base import Edit, Fix
from paperdex.checks.run import Diagnostic


def can_apply(diagnostic: Diagnostic, *, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be applied: a sure one of a sure finding, or, ``unsafe``, any."""
    finding = diagnostic.finding
    return finding.fix is not None and finding.checked and (unsafe or (finding.sure and finding.fix.sure))


def without_overlap(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those whose fixes can be applied together, the first of each two that touch the same text."""
    taken: list[Edit] = []
    kept = []
    for diagnostic in diagnostics:
        fix = diagnostic.finding.fix
        if fix is not None and not any(_touches(edit, taken) for edit in fix.edits):
            kept.append(diagnostic)
            for edit in fix.edits:
                taken.insert(bisect_left(taken, edit), edit)
    return kept


def _touches(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit overlaps one of those that are sorted and do not overlap; so do two that begin at one place."""
    place = bisect_left(taken, edit)
    return any(
        (edit.start < other.end and other.start < edit.end)
        or (edit.start == other.start)
        or (edit.start == edit.end and other.start < edit.start < other.end)
        for other in taken[max(place - 1, 0) : place + 1]
    )


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the edits of fixes that do not overlap."""
    pieces = []
    end = 0
    for edit in sorted(edit for fix in fixes for edit in fix.edits):
        pieces += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join((*pieces, text[end:]))


class Moved:
    """Where places of a text are after fixes that do not overlap."""

    def __init__(self, fixes: Iterable[Fix]) -> None:
        edits = sorted(edit for fix in fixes for edit in fix.edits)
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._grown = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits)]

    def place(self, offset: int) -> int:
        """The new offset of one; one within an edit is where the edit begins."""
        before = bisect_right(self._ends, offset)
        inside = before < len(self._starts) and self._starts[before] < offset
        return (self._starts[before] if inside else offset) + self._grown[before]


class Named:
    """The places of a text that fixes name; nothing else may change."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._spans and start <= self._spans[-1][1]:
                start, end = self._spans[-1][0], max(end, self._spans.pop()[1])
            self._spans.append((start, end))

    @classmethod
    def by(cls, diagnostics: Iterable[Diagnostic]) -> Named:
        """The places that the fixes of findings name."""
        fixes = (each.finding.fix for each in diagnostics)
        return cls((edit.start, edit.end) for fix in fixes if fix for edit in fix.edits)

    def holds(self, edit: Edit) -> bool:
        """Whether an edit stays within them."""
        place = bisect_right(self._spans, (edit.start, sys.maxsize)) - 1
        return place >= 0 and edit.end <= self._spans[place][1]

    def after(self, fixes: Iterable[Fix]) -> Named:
        """The same places in the text that has these fixes, each of which stays within one of them."""
        edits = sorted(edit for fix in fixes for edit in fix.edits)
        ends = [edit.end for edit in edits]
        grown = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits)]
        spans = []
        for start, end in self._spans:
            before = bisect_right(ends, start)
            while before and edits[before - 1].start == start:
                before -= 1  # put in at the very start, it belongs to the place
            spans.append((start + grown[before], end + grown[bisect_right(ends, end)]))
        return Named(spans)
