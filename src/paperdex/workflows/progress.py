"""How a workflow tells what it is doing, without printing: the caller hands in who listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from paperdex.sources.base import Request, Wait
from paperdex.workflows.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom on the network a stage asks, and for what: ``arXiv``, ``records``."""

    who: str
    things: str


class Progress(Protocol):
    """Told what a long piece of work is doing."""

    def begin(self, what: str, total: int | None, asked: Asked | None = None) -> None:
        """A stage begins: ``what`` it does, and how many steps it has if that is known."""
        ...

    def batch(self, size: int) -> None:
        """So many steps are now taken together."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many more steps of the stage are done."""
        ...

    def waiting(self, wait: Wait) -> None:
        """Nothing happens for a while, and why."""
        ...

    def request(self, request: Request) -> None:
        """A request begins, or has ended."""
        ...

    def expect(self, estimate: Estimate) -> None:
        """What is ahead, before the first request of a run that will take long."""
        ...

    def end(self) -> None:
        """The stage is over."""
        ...


class Silent:
    """Listens to nothing."""

    def begin(self, what: str, total: int | None, asked: Asked | None = None) -> None:
        """Nothing."""

    def batch(self, size: int) -> None:
        """Nothing."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def waiting(self, wait: Wait) -> None:
        """Nothing."""

    def request(self, request: Request) -> None:
        """Nothing."""

    def expect(self, estimate: Estimate) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""
