"""A list mended: fixes applied, the list read again, and so on until there is nothing left to apply.

A fix stays only if it does what it says. When the list is read again, the finding must be gone, no finding may have
come that is not mended in turn, and the entries must be those that were there; else the fix is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paperdex.checks.mending import Moved, Named, apply, can_apply, without_overlap
from paperdex.checks.run import Diagnostic
from paperdex.core.entries import ListEntry
from paperdex.errors import InputError

_ROUNDS = 10
_TAKES_OUT = "duplicate-entry"
"""The rule whose fixes take entries out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a text is as a list."""

    found: list[Diagnostic]
    entries: Sequence[ListEntry]
    topics: int


Look = Callable[[str], Seen]
"""Reads a text as the list, and tells what the rules find in it; raises InputError where it is no list any more."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after its fixes."""

    text: str
    applied: tuple[Diagnostic, ...]
    """Findings whose fixes were applied; their places are those of the text at that time."""
    left: tuple[Diagnostic, ...]
    """What is found in the text now."""


def mend(text: str, seen: Seen, look: Look, *, unsafe: bool = False) -> Mended:
    """Apply the fixes of what was found in a text.

    Nothing is touched but what these fixes name: what comes to light after a fix is mended too, if its place was named.
    """
    applicable = [each for each in seen.found if can_apply(each, unsafe=unsafe)]
    mending = _Mending(text, seen, look, Named.by(applicable), unsafe=unsafe)
    for _ in range(_ROUNDS):
        fixes = without_overlap(each for each in mending.left if mending.may(each))
        if fixes:
            mending.attempt(fixes)
        elif not mending.forgive():
            break
    return Mended(mending.text, tuple(mending.applied), tuple(mending.left))


class _Mending:
    """A text on its way."""

    def __init__(self, text: str, seen: Seen, look: Look, named: Named, *, unsafe: bool) -> None:
        self.text = text
        self.seen = seen
        """What the text is as a list now."""
        self.applied: list[Diagnostic] = []
        self._named = named
        self._refused: set[tuple[str, str | None, str]] = set()
        self._looked_at = 0
        """How many fixes had been applied when those that were left out were looked at again."""
        self._look = look
        self._unsafe = unsafe

    @property
    def left(self) -> list[Diagnostic]:
        """What is found in the text now."""
        return self.seen.found

    def may(self, diagnostic: Diagnostic) -> bool:
        """Whether a fix may still be tried."""
        return self._can(diagnostic, self._named) and _key(diagnostic) not in self._refused

    def forgive(self) -> bool:
        """Have the fixes that were left out tried again, together, in the text as it is now; once for each such text.

        What is not mended now would be mended by the next run.
        """
        may_do = bool(self._refused) and len(self.applied) > self._looked_at
        self._looked_at = len(self.applied)
        self._refused.clear()
        return may_do

    def attempt(self, fixes: list[Diagnostic]) -> None:
        """Apply fixes together, or, where that does harm, by halves."""
        edits = [each.finding.fix for each in fixes if each.finding.fix]
        new, named = apply(self.text, edits), self._named.after(edits)
        try:
            seen = self._look(new)
        except InputError:
            seen = None
        if seen is not None and self._keeps_entries(seen, fixes) and self._is_better(seen.found, fixes, named):
            self.text, self.seen, self._named = new, seen, named
            self.applied += fixes
            return
        if len(fixes) == 1:
            self._refused.update(map(_key, fixes))
            return
        for half in (fixes[: len(fixes) // 2], fixes[len(fixes) // 2 :]):
            keys = set(map(_key, half))
            # The places of the second half may have moved: it is taken from what is found now.
            now = without_overlap(each for each in self.left if _key(each) in keys and self.may(each))
            if now:
                self.attempt(now)

    def _can(self, diagnostic: Diagnostic, named: Named) -> bool:
        fix = diagnostic.finding.fix
        return fix is not None and can_apply(diagnostic, unsafe=self._unsafe) and all(map(named.holds, fix.edits))

    def _keeps_entries(self, after: Seen, fixes: list[Diagnostic]) -> bool:
        """Whether the list has the entries that it had, but for those that were taken out or changed."""
        taken_out = sum(each.rule.name == _TAKES_OUT for each in fixes)
        if len(after.entries) != len(self.seen.entries) - taken_out or after.topics != self.seen.topics:
            return False
        lost = Counter(map(_name, self.seen.entries)) - Counter(map(_name, after.entries))
        return sum(lost.values()) <= sum(len(each.finding.fix.edits) for each in fixes if each.finding.fix)

    def _is_better(self, after: list[Diagnostic], fixes: list[Diagnostic], named: Named) -> bool:
        """Whether what was to be mended is gone, and nothing new came but what can be mended in turn."""
        moved = Moved(each.finding.fix for each in fixes if each.finding.fix)
        gone = Counter(_seen_as(each, moved) for each in fixes)
        new = Counter(map(_seen_as, after)) - (Counter(_seen_as(each, moved) for each in self.left) - gone)
        mendable = Counter(_seen_as(each) for each in after if self._can(each, named))
        return not any(kind in gone or count > mendable[kind] for kind, count in new.items())


def _seen_as(diagnostic: Diagnostic, moved: Moved | None = None) -> tuple[str, str | None, int]:
    """What a finding is known by again: its work, else its place, after fixes that are to be made."""
    start = 0
    if diagnostic.finding.work is None:
        start = moved.place(diagnostic.finding.start) if moved else diagnostic.finding.start
    return *_kind(diagnostic), start


def _name(entry: ListEntry) -> tuple[str, tuple[str, ...]]:
    return entry.title, tuple(identifier.work for identifier in entry.well_formed)


def _kind(diagnostic: Diagnostic) -> tuple[str, str | None]:
    return diagnostic.rule.code, diagnostic.finding.work


def _key(diagnostic: Diagnostic) -> tuple[str, str | None, str]:
    return *_kind(diagnostic), diagnostic.finding.message
