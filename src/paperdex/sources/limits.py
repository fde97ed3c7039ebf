"""How long one request may take, and what ends it when that time is over.

A time limit for each read is not enough: who sends a byte a minute, in the body or in the header, keeps within it for
ever. So a second thread waits for the whole time, and then shuts the connections down, on which every read ends.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from paperdex.sources.patience import USUAL_PACE

CONNECT_TIMEOUT = 10.0
"""Seconds until a connection stands."""
READ_TIMEOUT = 60.0
"""Seconds without a byte; arXiv answers within 30 when it answers."""
DEADLINE = 120.0
"""Seconds for one request with its redirects, whatever trickles in."""
LEAST = 10.0
"""However short a pace is, so many seconds without a byte are allowed, and twice as many for a request."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits of one request, in seconds."""

    read: float = READ_TIMEOUT
    """Without a byte."""
    whole: float = DEADLINE
    """With its redirects."""

    @classmethod
    def at(cls, pace: float) -> Limits:
        """The limits that go with a pace: shorter ones with a shorter pace, which only a loopback address has."""
        scale = min(pace / USUAL_PACE, 1.0)
        return cls(max(READ_TIMEOUT * scale, LEAST), max(DEADLINE * scale, 2 * LEAST))


class Connections:
    """The open connections of one client, as httpx's ``trace`` extension tells of them."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore at each step of a request: https://www.encode.io/httpcore/extensions/#trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            found = info["return_value"].get_extra_info("socket")
            with self._lock:
                # Those that httpcore has closed meanwhile have no number any more.
                self._sockets = [each for each in self._sockets if each.fileno() != -1]
                if isinstance(found, socket.socket):
                    self._sockets.append(found)

    @contextmanager
    def shut_after(self, seconds: float) -> Iterator[None]:
        """Shut all of them down when the ``with`` takes longer: reads and writes then end with an error."""
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _shut(self) -> None:
        with self._lock:
            for each in self._sockets:
                # The plain one below TLS: only the kernel has to know.
                with suppress(OSError):
                    socket.socket.shutdown(each, socket.SHUT_RDWR)
