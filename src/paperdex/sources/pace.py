"""The pause between arXiv requests, kept across every paperdex process of this user.

arXiv asks for one connection at a time and not more than one request every three seconds, over all the machines of one
user and all its services together: https://info.arxiv.org/help/api/tou.html
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paperdex.errors import StorageError
from paperdex.sources.base import NoLongerWanted, OnWait, Wait

if TYPE_CHECKING:
    import filelock

_UNENDED = "unended"
"""What the stamp says while a request runs; found by the next one, it tells that the holder was killed."""


class Pace:
    """At most one request at a time, and ``seconds`` from the end of one to the start of the next.

    The lock ``arxiv.lock`` belongs to the kernel, so it goes when its holder is killed. The file ``arxiv.stamp``
    beside it holds when the last request ended, by the wall clock. A clock that was changed never makes a wait longer
    than ``seconds``.
    """

    def __init__(
        self,
        cache: Path,
        seconds: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: OnWait | None = None,
    ) -> None:
        self._cache = cache
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._on_wait = on_wait or (lambda wait: None)
        self._stamp = cache / "arxiv.stamp"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this process's turn and keep it for the length of the ``with``, which holds one request.

        A request that is wanted no more when its turn comes costs the next one no pause. Raises StorageError when the
        lock or the stamp can't be written: without them the pause can't be kept.
        """
        lock = self._acquire()
        try:
            before = self._read()
            wait = self._wait(before)
            if wait > 0:
                self._on_wait(Wait("arXiv's pace", wait))
                self._sleep(wait)
            self._write(_UNENDED)
            ended: str | None = None
            try:
                yield
            except NoLongerWanted:
                ended = before
                raise
            finally:
                # A disk that filled up meanwhile costs the next request a full pause, and not this one its answer.
                with suppress(StorageError):
                    self._write(ended or repr(self._clock()))
        finally:
            lock.release()

    def _acquire(self) -> filelock.BaseFileLock:
        import filelock

        with self._storage_errors():
            self._cache.mkdir(parents=True, exist_ok=True)
            # A new lock each time: one object would let the threads of a process in together.
            lock = filelock.FileLock(self._cache / "arxiv.lock")
            with suppress(filelock.Timeout):
                lock.acquire(timeout=0)
        if not lock.is_locked:
            self._on_wait(Wait("another paperdex"))
            with self._storage_errors():
                lock.acquire(timeout=-1)  # polls, so that Ctrl-C ends it
        return lock

    def _read(self) -> str:
        """What the stamp says: when the last request ended, :data:`_UNENDED`, or the beginning of time."""
        try:
            return self._stamp.read_text(encoding="ascii")
        except FileNotFoundError:
            return "0.0"
        except (OSError, ValueError):
            return _UNENDED

    def _wait(self, stamp: str) -> float:
        """Seconds still to wait, from nothing to the whole pause."""
        try:
            ended = float(stamp)
        except ValueError:
            return self._seconds  # unended or damaged: the last request may have ended just now
        left = ended + self._seconds - self._clock()
        return min(max(left, 0.0), self._seconds) if math.isfinite(left) else self._seconds

    def _write(self, text: str) -> None:
        aside = self._stamp.with_suffix(".stamp.new")
        with self._storage_errors():
            aside.write_text(text, encoding="ascii")
            aside.replace(self._stamp)

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(
                str(self._cache),
                f"the cache folder can't be written ({error.strerror or error}), and without it the pause between "
                "arXiv requests can't be kept.",
                tip="Set PAPERDEX_CACHE to a folder that can be written.",
            ) from error
