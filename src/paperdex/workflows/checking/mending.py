"""A list mended: fixes applied, the list read again, and so on until there is nothing left to apply.

A fix stays only if it does what it says. When the list is read again, the finding must be gone, no finding may have
come that is not mended in turn, and the entries must be those that were there; else the fix is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """Apply the fixes of what was found in a text, until there is none left that can be applied.

    A fix stays only where it brings nothing new to light but what can be mended at a place that was named, or what was
    told of the same work before.
    """
    mending = _Mending(text, seen, look, unsafe=unsafe)
    for _ in range(_ROUNDS):
        if not mending.go_through():
            break
    return Mended(mending.text, tuple(mending.applied), tuple(mending.left))


class _Mending:
    """A text on its way."""

    def __init__(self, text: str, seen: Seen, look: Look, *, unsafe: bool) -> None:
        self.text = text
        self.seen = seen
        """What the text is as a list now."""
        self.applied: list[Diagnostic] = []
        self._named = Named(())
        self._told: set[tuple[str, str | None]] = set()
        self._refused: set[tuple[str, str | None, str]] = set()
        self._look = look
        self._unsafe = unsafe

    @property
    def left(self) -> list[Diagnostic]:
        """What is found in the text now."""
        return self.seen.found

    def go_through(self) -> bool:
        """Try every fix; returns whether any was applied, so that going through once more may do good.

        Each time begins as a check of its own does: so a text that is mended stays as it is when it is mended again.
        """
        before = len(self.applied)
        self._named = Named.by(each for each in self.left if can_apply(each, unsafe=self._unsafe))
        self._told = {_kind(each) for each in self.left if each.finding.work is not None}
        self._refused.clear()
        for _ in range(_ROUNDS):
            fixes = without_overlap(each for each in self.left if self.may(each))
            if not fixes:
                break
            self.attempt(fixes)
        return len(self.applied) > before

    def may(self, diagnostic: Diagnostic) -> bool:
        """Whether a fix may still be tried."""
        return self._can(diagnostic, self._named) and _key(diagnostic) not in self._refused

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
            # The places of the second half may have moved: it is taken from what is found now.
            now = without_overlap(_as_many(half, filter(self.may, self.left)))
            if now:
                self.attempt(now)

    def _can(self, diagnostic: Diagnostic, named: Named) -> bool:
        fix = diagnostic.finding.fix
        if fix is None or not can_apply(diagnostic, unsafe=self._unsafe):
            return False
        return _kind(diagnostic) in self._told or all(map(named.holds, fix.edits))

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


def _as_many(wanted: Iterable[Diagnostic], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Of what was found, as many of each kind as are wanted."""
    counts = Counter(map(_key, wanted))
    for diagnostic in found:
        key = _key(diagnostic)
        if counts[key]:
            counts[key] -= 1
            yield diagnostic


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
