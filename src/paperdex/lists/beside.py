"""Work that a copy of this process does while this one goes on: half of a large document, on another core.

A copy is made only where that is cheap and safe: on Linux, with a second core, and while nothing else runs in this
process. Where none can be made, or where it fails in any way, the caller does the work itself, with the same result.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

OWN_SHARE = 0.53
"""How much of some work is this process's own: a bit more than half, since a copy hands its result over, too."""
_THREADS = "/proc/self/task"
_ENDING = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def beside(work: Callable[[], bytes | bytearray]) -> Iterator[Callable[[], bytes | None]]:
    """Around what is done at the same time as other work; what is given waits for the result of that.

    It is ``None`` where the work is left to the caller. The copy does not outlive the block.
    """
    if not _is_possible():
        yield lambda: None
        return
    from multiprocessing import get_context

    system = get_context("fork")
    results, sink = system.Pipe(duplex=False)
    with results:
        copy = system.Process(target=_work_as_copy, args=(work, sink), daemon=True)
        with sink:
            is_there = _start(copy)
        try:
            yield lambda: _received(results)
        finally:
            if is_there:
                copy.kill()
                copy.join()


def _is_possible() -> bool:
    """Whether there is a core to spare, and no other thread, whose locks a copy would hold for ever."""
    try:
        return len(os.sched_getaffinity(0)) > 1 and len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - numbers, not files
    except (AttributeError, OSError):  # not on Linux
        return False


def _start(copy: BaseProcess) -> bool:
    """Whether a copy could be made; Ctrl-C waits until that is known."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        copy.start()
    except (OSError, AssertionError):  # no more processes, or no memory; or this is one that may have none of its own
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return True


def _work_as_copy(work: Callable[[], bytes | bytearray], sink: Connection) -> None:
    """Do the work and hand over its result; what fails, or ends the process, is not told twice."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    with suppress(Exception):
        sink.send_bytes(work())


def _received(results: Connection) -> bytes | None:
    try:
        return results.recv_bytes()
    except (EOFError, OSError):  # the copy has ended, or there is none
        return None
