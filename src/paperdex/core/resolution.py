"""What became of an entry: the work it names, near ones that a person must judge, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["resolved", "suggested", "unresolved"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A work whose title is near the entry's, but not surely the same."""

    work: str
    """Key of the work, as :attr:`paperdex.core.identifiers.Identifier.work`."""
    title: str
    score: float
    """From 0 (nothing in common) to 1 (the same)."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The status of one entry, with the work when it is resolved and the reason when it isn't."""

    status: Status
    work: str | None = None
    """Key of the work; set exactly when ``status`` is ``resolved``."""
    reason: str | None = None
    """Why the entry is not resolved, or what a reader should know of how it was."""
    suggestions: tuple[Suggestion, ...] = ()
    """Best first; set when ``status`` is ``suggested``."""
