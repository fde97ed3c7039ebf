"""The one place that talks HTTP: who is calling, how long, how much, and what a failure is called.

httpx is imported with the first request and nowhere else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urlsplit

from paperdex import __version__
from paperdex.core.text import printable
from paperdex.errors import SourceError, SourceRefused, SourceUnreachable, UsageError
from paperdex.sources.base import Access, NoLongerWanted, OnRequest, Request
from paperdex.sources.limits import CONNECT_TIMEOUT, Connections, Limits
from paperdex.sources.patience import Patience

if TYPE_CHECKING:
    import httpx

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of one answer, after decompression."""
MAX_REDIRECTS = 5
TIMED_OUT_TRIES = 3
"""Tries of what takes too long: each of them has cost all the time that there is."""
REFUSED_TRIES = 2
"""Tries where nobody listens: a server that starts anew is back soon, one that isn't there is not waited for."""
SHEDDING = frozenset({429, 503})
"""Statuses by which a service says that it has too much to do."""
PASSING = frozenset({406, 408, 425, 429})
"""Statuses below 500 after which the same request may well be answered; 406 is one of arXiv's ways of shedding load."""
LASTING = frozenset({501, 505})
"""The statuses of 500 and more that are about the request; the others are bad moments, also of caches in front."""
ODD_TRIES = 2
"""Tries of what no service does by itself, such as a redirect without end."""
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?=\s*(?:,|\Z))")
"""One number, also where a header came twice and was joined."""
_ENCODINGS = ("gzip", "deflate")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_T = TypeVar("_T")
_ADDRESS_TIP = "Give one that starts with https://."


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came whole; its body is bytes, for the reader to decode."""

    status: int
    url: str
    """Where the answer came from, after redirects."""
    content_type: str
    body: bytes


@dataclass(slots=True)
class _Ended:
    """What is known of a request at its end."""

    status: int | None = None
    size: int | None = None


class Transport:
    """GET requests to one source, with limits, open for the length of a ``with``.

    ``source`` is who is named in an error. ``turn`` gives a context that each request is made in, such as
    :meth:`paperdex.sources.pace.Pace.turn`. ``shedding`` are the statuses that mean "too much to do, try later".
    ``patience`` says how often what may pass is asked for again; without it, never. ``proxy`` is the address of one,
    empty for none, ``None`` for what the environment says. ``on_request`` is told of each request.
    """

    def __init__(
        self,
        source: str,
        *,
        contact: str = "",
        proxy: str | None = None,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
        shedding: Collection[int] = SHEDDING,
        limits: Limits | None = None,
        size_limit: int = SIZE_LIMIT,
        patience: Patience | None = None,
        on_request: OnRequest | None = None,
        backend: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._user_agent = user_agent(contact)
        self._proxy = proxy
        self._turn = turn
        self._shedding = shedding
        self._limits = limits or Limits()
        self._size_limit = size_limit
        self._patience = patience or Patience(steps=())
        self._on_request = on_request or (lambda request: None)
        self._backend = backend
        self._clock = clock
        self._client: httpx.Client | None = None
        self._connections = Connections()

    @classmethod
    def to(
        cls,
        source: str,
        access: Access,
        *,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
        shedding: Collection[int] = SHEDDING,
        size_limit: int = SIZE_LIMIT,
    ) -> Self:
        """A transport to a source as ``access`` has it, with the patience and time limits that go with its pace."""
        return cls(
            source,
            contact=access.contact,
            proxy=access.proxy,
            turn=turn,
            shedding=shedding,
            limits=Limits.at(access.pace),
            size_limit=size_limit,
            patience=Patience.at(access.pace, on_wait=access.on_wait),
            on_request=access.on_request,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def get(
        self,
        url: str,
        *,
        accept: str,
        params: Mapping[str, str] | None = None,
        explained: Collection[int] = (),
    ) -> Reply:
        """The answer to one GET request; ``params`` are added to the address.

        A status of 400 and more raises SourceRefused, but for those ``explained`` in the body, which come back as a
        reply. No answer raises SourceUnreachable; half an answer, too large a one or a redirect without end raises
        SourceRefused; an address that is none raises UsageError.
        """
        return self.read(url, lambda reply: reply, accept=accept, params=params, explained=explained)

    def read(
        self,
        url: str,
        reader: Callable[[Reply], _T],
        *,
        accept: str,
        params: Mapping[str, str] | None = None,
        explained: Collection[int] = (),
        tries: int | None = None,
        still: Callable[[], bool] | None = None,
    ) -> _T:
        """What ``reader`` makes of the answer, else as :meth:`get`.

        A try is a request with the reading of its answer: where the reader raises a SourceError that is ``passing``,
        the request is made again, ``tries`` times in all at most. Each try asks whether it is ``still`` wanted when it
        is its turn, and raises NoLongerWanted where it is not.
        """

        number = 0

        def once() -> _T:
            nonlocal number
            number += 1
            return reader(self._try(url, accept, params or {}, explained, number, still))

        return self._patience.ask(once, most=tries)

    def _try(
        self,
        url: str,
        accept: str,
        params: Mapping[str, str],
        explained: Collection[int],
        number: int,
        still: Callable[[], bool] | None,
    ) -> Reply:
        request: httpx.Request | None = None
        left = self._limits.whole
        for _ in range(MAX_REDIRECTS + 1):
            # Each try, and each redirect, waits for a turn of its own, so that none comes sooner than the pace allows.
            with self._turn():
                if still is not None and not still():
                    raise NoLongerWanted
                begun = self._clock()
                try:
                    with self._named_errors(url), self._connections.shut_after(left):
                        request = request or self._first_request(url, accept, params)
                        found = self._answer(request, url, begun + left, explained, number)
                except SourceError:
                    # What comes of shutting a connection down has no better name than this.
                    self._left(url, begun + left)
                    raise
                left -= self._clock() - begun
            if isinstance(found, Reply):
                return found
            request = found
        raise self._odd(url, f"redirects without end (more than {MAX_REDIRECTS} times).")

    def _answer(
        self, request: httpx.Request, url: str, ends: float, explained: Collection[int], number: int
    ) -> Reply | httpx.Request:
        """The answer, or the request that it redirects to."""
        request.extensions |= {"timeout": self._timeouts(url, ends), "trace": self._connections.trace}
        # Redirects are followed by hand: httpx would read the body of each without a limit.
        with (
            self._told(request, number) as ended,
            closing(self._open().send(request, stream=True, follow_redirects=False)) as response,
        ):
            ended.status = response.status_code
            if not response.has_redirect_location:
                reply = self._reply(response, url, ends, explained)
                ended.size = len(reply.body)
                return reply
            onward = response.next_request
            if onward is None or onward.url.scheme not in {"http", "https"}:
                raise self._odd(url, "redirects to an address that is not http(s).")
            return onward

    @contextmanager
    def _told(self, request: httpx.Request, number: int) -> Iterator[_Ended]:
        """Tell that a request begins, and how it ended."""
        shown = Request(request.method, str(request.url.copy_with(username=None, password=None)), number)
        self._on_request(shown)
        begun, ended = self._clock(), _Ended()
        try:
            yield ended
        finally:
            self._on_request(replace(shown, seconds=self._clock() - begun, status=ended.status, size=ended.size))

    def _open(self) -> httpx.Client:
        if self._client is None:
            import httpx

            try:
                self._client = httpx.Client(
                    headers={"User-Agent": self._user_agent, "Accept-Encoding": ", ".join(_ENCODINGS)},
                    transport=self._backend,
                    proxy=self._proxy or None,
                    mounts=dict.fromkeys(_without_proxy(self._proxy)),
                )
            except (ValueError, ImportError, OSError) as error:
                raise UsageError(
                    f"the network settings can't be used: {error}",
                    tip="Look at PAPERDEX_PROXY, HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.",
                ) from error
        return self._client

    def _first_request(self, url: str, accept: str, params: Mapping[str, str]) -> httpx.Request:
        import httpx

        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise UsageError(f"{url!r} is not an address: {error}.", tip=_ADDRESS_TIP) from error
        if address.scheme not in {"http", "https"} or not address.host:
            raise UsageError(f"{url!r} is not an http(s) address.", tip=_ADDRESS_TIP)
        if params:
            address = address.copy_merge_params(dict(params))
        return self._open().build_request("GET", address, headers={"Accept": accept})

    def _timeouts(self, url: str, ends: float) -> dict[str, float]:
        left = self._left(url, ends)
        connect, read = min(CONNECT_TIMEOUT, left), min(self._limits.read, left)
        return {"connect": connect, "read": read, "write": read, "pool": connect}

    def _left(self, url: str, ends: float) -> float:
        """Seconds until the deadline; raises SourceUnreachable when it has passed."""
        left = ends - self._clock()
        if left <= 0:
            raise SourceUnreachable(
                self._source,
                url,
                f"did not finish its answer within {self._limits.whole:g} seconds.",
                tip="Try again later.",
                passing=True,
                most_tries=TIMED_OUT_TRIES,
            )
        return left

    def _reply(self, response: httpx.Response, url: str, ends: float, explained: Collection[int]) -> Reply:
        if response.status_code >= 400 and response.status_code not in explained:
            raise self._refused(url, response.status_code, response.headers.get("Retry-After", "")[:40])
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {*_ENCODINGS, "identity"}:
            # Several layers would unpack a small answer to any size within one piece.
            raise self._odd(url, f"answered in an encoding that was not asked for ({encoding[:40]!r}).")
        content_type = response.headers.get("Content-Type", "")
        return Reply(response.status_code, str(response.url), content_type, self._body(response, url, ends))

    def _body(self, response: httpx.Response, url: str, ends: float) -> bytes:
        import httpx

        body = bytearray()
        try:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self._size_limit:
                    raise self._odd(url, f"sent more than {self._size_limit:,} bytes, too much for an answer.")
                self._left(url, ends)
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise self._bad(url, "sent an answer that is cut off.") from error
        return bytes(body)

    def _refused(self, url: str, status: int, retry_after: str) -> SourceRefused:
        message = f"answered with status {status} {_phrase(status)}".rstrip()
        if status in self._shedding:
            message += ": it has too much to do at the moment"
        passing = status in PASSING or (status >= 500 and status not in LASTING)
        tip = "Try again later." if passing or status >= 500 else ""
        if retry_after:
            until = f"{retry_after} seconds" if retry_after.isdecimal() else f"until {printable(retry_after)}"
            tip = f"Try again later: it asks to wait {until}."
        wait = _seconds(retry_after)
        return SourceRefused(
            self._source, url, f"{message}.", status=status, tip=tip, passing=passing, retry_after=wait
        )

    @contextmanager
    def _named_errors(self, url: str) -> Iterator[None]:
        """Give httpx's errors our names, the most specific first."""
        import httpx

        try:
            yield
        except httpx.ConnectTimeout as error:
            cause = f"no connection within {CONNECT_TIMEOUT:g} seconds"
            raise self._unreachable(url, cause, passing=True, most_tries=TIMED_OUT_TRIES) from error
        except httpx.TimeoutException as error:
            cause = "the answer did not come in time"
            raise self._unreachable(url, cause, passing=True, most_tries=TIMED_OUT_TRIES) from error
        except httpx.ConnectError as error:
            cause = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
            most_tries = REFUSED_TRIES if "refused" in cause else None
            passing = "reset" in cause or "refused" in cause
            raise self._unreachable(url, f"no connection ({cause})", passing=passing, most_tries=most_tries) from error
        except httpx.ProxyError as error:
            raise self._unreachable(url, f"the proxy refused ({error})") from error
        except httpx.RemoteProtocolError as error:
            raise self._unreachable(url, f"not an HTTP answer ({error})", passing=True) from error
        except httpx.DecodingError as error:
            raise self._bad(url, f"sent an answer that can't be unpacked ({error}).") from error
        except httpx.InvalidURL as error:
            raise self._odd(url, f"redirects to an address that is none ({error}).") from error
        except UnicodeError as error:
            raise self._unreachable(url, f"the name of the host can't be one ({error})") from error
        except httpx.HTTPError as error:
            raise self._unreachable(url, str(error) or type(error).__name__, passing=True) from error

    def _bad(self, url: str, message: str) -> SourceRefused:
        return SourceRefused(self._source, url, message, tip="Try again later.", passing=True)

    def _odd(self, url: str, message: str) -> SourceRefused:
        """An answer that something on the way may have given, once; who gives it twice means it."""
        return SourceRefused(self._source, url, message, tip="Try again later.", passing=True, most_tries=ODD_TRIES)

    def _unreachable(
        self, url: str, cause: str, *, passing: bool = False, most_tries: int | None = None
    ) -> SourceUnreachable:
        return SourceUnreachable(
            self._source,
            url,
            f"can't be reached at {_host(url)}: {printable(cause)}.",
            tip=f"Check the network{' and the setting proxy' if self._proxy else ''}, then try again.",
            passing=passing,
            most_tries=most_tries,
        )


def _without_proxy(proxy: str | None) -> Iterator[str]:
    """Patterns of the addresses that are asked directly."""
    if proxy == "":
        yield from ("all://", "http://", "https://")
    # A proxy elsewhere can't reach this machine's own addresses.
    if not proxy or urlsplit(proxy).hostname not in _THIS_MACHINE:
        yield from (f"all://[{host}]" if ":" in host else f"all://{host}" for host in _THIS_MACHINE)


def _seconds(retry_after: str) -> float | None:
    """How long a ``Retry-After`` asks to wait, which gives seconds or a date (RFC 9110); ``None`` for anything else."""
    if number := _SECONDS.match(retry_after):
        return float(number[0])
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return max(until.timestamp() - time.time(), 0.0)


def user_agent(contact: str = "") -> str:
    """Who is calling: name, version, home page, and the mail address if one is set."""
    # What can't stand in a header is left out rather than failing each request.
    address = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in " ()<>;")
    mail = f"; mailto:{address.removeprefix('mailto:')}" if address else ""
    return f"paperdex/{__version__} (+https://github.com/paperdex/paperdex{mail})"


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _phrase(status: int) -> str:
    return next((known.phrase for known in HTTPStatus if known == status), "")
