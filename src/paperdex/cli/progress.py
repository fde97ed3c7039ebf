"""What a command tells on stderr while it works: a live line on a terminal, a line a batch elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from paperdex.cli.telling import batch_line, estimate_line, request_line, wait_line
from paperdex.sources.base import Request, Wait
from paperdex.workflows.estimate import Estimate
from paperdex.workflows.progress import Asked

if TYPE_CHECKING:
    from paperdex.cli.live import LiveLine

STEPS = 100
"""Steps between two lines of a log, where each is a request of its own ..."""
SECONDS = 30.0
"""... or so many seconds, whatever comes first."""


class StderrProgress:
    """Listens to a workflow, and tells people how far it is; nothing when it is ``quiet``.

    ``verbosity`` 1 has a line for each request, 2 shortens no address in it.
    """

    def __init__(self, *, quiet: bool = False, verbosity: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._quiet = quiet
        self._verbosity = verbosity
        self._clock = clock
        self._live: LiveLine | None = None
        self._log: _Log | None = None
        self._told: set[str] = set()
        """Waits without a cause that were told once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()

    def begin(self, what: str, total: int | None, asked: Asked | None = None) -> None:
        """A stage begins."""
        self.end()
        if self._quiet:
            return
        if sys.stderr.isatty():
            from paperdex.cli.live import LiveLine

            self._live = LiveLine(what, total, asked)
        elif asked is not None and total is not None:
            self._log = _Log(asked, total, self._clock)

    def batch(self, size: int) -> None:
        """So many steps are now taken together."""
        if self._live is not None:
            self._live.batch(size)

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""
        if self._live is not None:
            self._live.advance(steps)
        if self._log is not None and (line := self._log.advance(steps)):
            self._line(line)

    def waiting(self, wait: Wait) -> None:
        """Say what is waited for in the live line; what went wrong is a line of its own, on a terminal or not."""
        if wait.reason:
            self._line(wait_line(wait))
        elif wait.seconds is None and self._live is None and wait.what not in self._told:
            self._told.add(wait.what)
            self._line(wait_line(wait))
        if self._live is not None:
            self._live.waiting(wait)

    def request(self, request: Request) -> None:
        """A request begins, or has ended."""
        if request.seconds is None:
            if self._live is not None:
                self._live.asking()
        elif self._verbosity > 0:
            self._line(request_line(request, whole=self._verbosity > 1))

    def expect(self, estimate: Estimate) -> None:
        """What is ahead."""
        self._line(estimate_line(estimate))

    def end(self) -> None:
        """The stage is over; its live line goes."""
        if self._live is not None:
            self._live.stop()
        self._live = self._log = None

    def _line(self, text: str) -> None:
        """A line above the live one, or by itself; its text is already safe."""
        if self._quiet:
            return
        if self._live is not None:
            self._live.above(text)
        else:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


class _Log:
    """The lines about a stage where no terminal shows it; a stage that is one batch has none."""

    def __init__(self, asked: Asked, total: int, clock: Callable[[], float]) -> None:
        self._asked = asked
        self._total = total
        self._clock = clock
        self._begun = self._last = clock()
        self._done = self._told = 0

    def advance(self, steps: int) -> str:
        """A line where one is due, else nothing."""
        self._done += steps
        now = self._clock()
        is_end = self._done >= self._total
        is_due = self._done - self._told >= STEPS or now - self._last >= SECONDS
        if not (self._told if is_end else is_due):
            return ""
        self._told, self._last = self._done, now
        return batch_line(self._asked.who, self._done, self._total, self._asked.things, now - self._begun)
