"""How a workflow tells what it is doing, without printing: the caller hands in who listens."""

from __future__ import annotations

from typing import Protocol

from paperdex.sources.base import Wait


class Progress(Protocol):
    """Told what a long piece of work is doing."""

    def begin(self, what: str, total: int | None) -> None:
        """A stage begins: ``what`` it does, and how many steps it has if that is known."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many more steps of the stage are done."""
        ...

    def waiting(self, wait: Wait) -> None:
        """Nothing happens for a while, and why."""
        ...

    def end(self) -> None:
        """The stage is over."""
        ...


class Silent:
    """Listens to nothing."""

    def begin(self, what: str, total: int | None) -> None:
        """Nothing."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def waiting(self, wait: Wait) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""
