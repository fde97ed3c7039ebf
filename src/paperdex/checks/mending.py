"""Fixes put into a text: the smallest edits, none over another, and everything else as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

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
