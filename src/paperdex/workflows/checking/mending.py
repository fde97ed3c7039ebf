"""A list mended: fixes applied, the list read again, and so on until there is nothing left to apply.

A fix stays only if it does what it says. When the list is read again, the finding must be gone, and no finding may have
come that is not mended in turn; else the fix is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperdex.checks.mending import apply, can_apply, without_overlap
from paperdex.checks.run import Diagnostic
from paperdex.errors import InputError

Look = Callable[[str], list[Diagnostic]]
"""Reads a text as the list, and tells what the rules find in it; raises InputError where it is no list any more."""
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its fixes."""

    text: str
    applied: tuple[Diagnostic, ...]
    """Findings whose fixes were applied; their places are those of the text at that time."""
    left: tuple[Diagnostic, ...]
    """What is found in the text now."""


def mend(text: str, found: Sequence[Diagnostic], look: Look, *, unsafe: bool = False) -> Mended:
    """Apply the fixes of what was found in a text."""
    applied: list[Diagnostic] = []
    refused: set[tuple[str, str | None, str]] = set()
    left = list(found)
    for _ in range(_ROUNDS):
        fixes = [each for each in left if can_apply(each, unsafe=unsafe) and _key(each) not in refused]
        fixes = without_overlap(fixes)
        if not fixes:
            break
        text, left, done, failed = _attempt(text, left, fixes, look, unsafe=unsafe)
        applied += done
        refused.update(map(_key, failed))
    return Mended(text, tuple(applied), tuple(left))


def _attempt(
    text: str, found: list[Diagnostic], fixes: list[Diagnostic], look: Look, *, unsafe: bool
) -> tuple[str, list[Diagnostic], list[Diagnostic], list[Diagnostic]]:
    """Apply fixes together, or, where that does harm, by halves.

    Gives the text, what is found in it, the findings that were mended, and those that could not be.
    """
    new = apply(text, [each.finding.fix for each in fixes if each.finding.fix])
    try:
        left = look(new)
    except InputError:
        left = None
    if left is not None and _is_better(found, left, fixes, unsafe=unsafe):
        return new, left, fixes, []
    if len(fixes) == 1:
        return text, found, [], fixes
    done: list[Diagnostic] = []
    failed: list[Diagnostic] = []
    for half in (fixes[: len(fixes) // 2], fixes[len(fixes) // 2 :]):
        keys = set(map(_key, half))
        # The places of the second half may have moved: it is taken from what is found now.
        now = without_overlap(each for each in found if _key(each) in keys and can_apply(each, unsafe=unsafe))
        if now:
            text, found, more, worse = _attempt(text, found, now, look, unsafe=unsafe)
            done += more
            failed += worse
    return text, found, done, failed


def _is_better(before: list[Diagnostic], after: list[Diagnostic], fixes: list[Diagnostic], *, unsafe: bool) -> bool:
    """Whether what was to be mended is gone, and nothing new came but what can be mended in turn."""
    expected = Counter(map(_kind, before)) - Counter(map(_kind, fixes))
    new = Counter(map(_kind, after)) - expected
    mendable = Counter(_kind(each) for each in after if can_apply(each, unsafe=unsafe))
    mended = {_kind(each) for each in fixes}
    return not any(kind in mended or count > mendable[kind] for kind, count in new.items())


def _kind(diagnostic: Diagnostic) -> tuple[str, str | None]:
    return diagnostic.rule.code, diagnostic.finding.work


def _key(diagnostic: Diagnostic) -> tuple[str, str | None, str]:
    return *_kind(diagnostic), diagnostic.finding.message
