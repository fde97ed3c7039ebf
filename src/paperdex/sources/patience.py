"""Trying again: what may pass is asked for once more, after longer and longer waits.

The waits are those that arXiv's users and staff advise, 10, 30, 60 and 120 seconds, each a little longer by chance, so
that many clients do not come back at one moment. A ``Retry-After`` (RFC 9110, section 10.2.3) that asks for more is
obeyed, up to a limit that is told. The loop itself is tenacity's.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from paperdex.errors import SourceError
from paperdex.sources.base import OnWait, Wait

if TYPE_CHECKING:
    from tenacity import RetryCallState

STEPS = (10.0, 30.0, 60.0, 120.0)
"""Seconds before the second, third ... try."""
LONGEST = 300.0
"""Seconds that a source can make us wait before one try."""
USUAL_PACE = 3.0
"""Seconds between requests at which the waits are as above; at another pace, which only a loopback address has, they
are shorter or longer by as much."""
LEAST_LONGEST = 5.0
"""However short the other waits are, a source that asks for so much gets it."""
_SPREAD = 0.25

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited between; ``sleep`` and ``chance`` are for tests."""

    steps: tuple[float, ...] = STEPS
    longest: float = LONGEST
    on_wait: OnWait | None = None
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """From 0 to 1, anew each time."""

    @classmethod
    def at(cls, pace: float, *, steps: tuple[float, ...] = STEPS, on_wait: OnWait | None = None) -> Patience:
        """The patience that goes with a pace, in seconds between requests."""
        scale = pace / USUAL_PACE
        return cls(tuple(step * scale for step in steps), max(LONGEST * scale, LEAST_LONGEST), on_wait)

    def ask(self, once: Callable[[], _T], *, most: int | None = None) -> _T:
        """What ``once`` gives, which is tried again while its SourceError is ``passing``; the last one is raised.

        ``most`` are the tries, where fewer are wanted than there are steps for.
        """
        steps = self.steps if most is None else self.steps[: most - 1]
        if not steps:
            return once()
        if len(steps) < len(self.steps):
            return replace(self, steps=steps).ask(once)
        from tenacity import Retrying, retry_if_exception

        tries = 0

        def counted() -> _T:
            nonlocal tries
            tries += 1
            return once()

        retrying = Retrying(
            stop=lambda state: state.attempt_number >= self._tries(state),
            wait=self._wait,
            retry=retry_if_exception(_may_pass),
            before_sleep=self._tell,
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return retrying(counted)
        except SourceError as error:
            if tries > 1:
                raise error.after(tries) from error.__cause__
            raise

    def _tries(self, state: RetryCallState) -> int:
        """How many tries there are in all, as far as the last one tells."""
        error = state.outcome.exception() if state.outcome else None
        most = error.most_tries if isinstance(error, SourceError) else None
        return min(len(self.steps) + 1, most or len(self.steps) + 1)

    def _wait(self, state: RetryCallState) -> float:
        # tenacity asks for the wait first, and then whether there is a further try.
        step = next(iter(self.steps[state.attempt_number - 1 :]), 0.0)
        wait = step * (1 + _SPREAD * self.chance())
        return max(wait, min(_asked(state) or 0.0, self.longest))

    def _tell(self, state: RetryCallState) -> None:
        if self.on_wait is None:
            return
        asked, wait = _asked(state), state.next_action.sleep if state.next_action else 0.0
        error = state.outcome.exception() if state.outcome else None
        reason = error.message if isinstance(error, SourceError) else str(error)
        if asked is not None and asked > self.longest:
            reason += f" It asks to wait {asked:.0f} seconds, and paperdex waits {wait:.0f} at most."
        self.on_wait(Wait(f"try {state.attempt_number + 1} of {self._tries(state)}", wait, reason))


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, SourceError) and error.passing


def _asked(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, SourceError) else None
