"""Reading lists from the web: the text behind a page, and what the reply says of its encoding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from paperdex.errors import InputError, SourceError, SourceRefused
from paperdex.sources.base import OnRequest
from paperdex.sources.hosts import raw_addresses
from paperdex.sources.patience import Patience
from paperdex.sources.transport import Reply, Transport

ACCEPT = "text/markdown, text/plain, text/html;q=0.9, */*;q=0.5"
STEPS = (2.0, 10.0, 30.0)
"""Seconds before a page is asked for again that could not be had; somebody waits for it."""
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BINARY_TYPES = {
    "application/pdf": "a PDF document",
    "application/zip": "a zip archive",
    "application/gzip": "an archive",
    "application/x-gzip": "an archive",
    "application/x-tar": "an archive",
    "image": "an image",
    "audio": "a sound",
    "video": "a film",
    "font": "a font",
}
_SIGN_IN = re.compile(r"/(?:users/sign_in|login|signin|account/signin)/?\Z")
_GONE = frozenset({404, 410})
_FORBIDDEN = frozenset({401, 403, 407, 451})
_TIP = "Open the address in a browser, save the page or file, and give that."


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    body: bytes
    charset: str | None = None
    """The charset that the reply declares."""
    address: str = ""
    """Where it came from in the end, after redirects."""


def is_arxiv(url: str) -> bool:
    """Whether an address is arXiv's own, which is asked at its pace only, and never for web pages."""
    host = urlsplit(url).hostname or ""
    return host == "arxiv.org" or host.endswith(".arxiv.org")


def get_page(
    url: str,
    contact: str = "",
    *,
    proxy: str | None = None,
    on_request: OnRequest | None = None,
    patience: Patience | None = None,
    transport: Callable[..., Transport] = Transport,
) -> Page:
    """The reading list at an address: the raw file behind a page where there is one (:mod:`paperdex.sources.hosts`).

    ``contact``, ``proxy``, ``on_request`` and ``patience`` are those of :class:`paperdex.sources.transport.Transport`.

    Raises InputError for what is there and can't be read (a PDF, a page behind a sign-in) or is not there,
    SourceUnreachable when there is no answer, SourceRefused for one that is none.
    """
    if is_arxiv(url):
        raise InputError(
            url,
            "a page of arXiv is no reading list.",
            tip="Fetch a paper by its number: paperdex fetch 1706.02677.",
        )
    parts = urlsplit(url)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()  # a message tells no password
    with transport(shown, contact=contact, proxy=proxy, on_request=on_request, patience=patience) as web:
        *others, last = raw_addresses(url)
        for address in others:
            with _plain_words(url, may_be_gone=True):
                return _page(url, web.get(address, accept=ACCEPT))
        with _plain_words(url):
            return _page(url, web.get(last, accept=ACCEPT))


def _page(url: str, reply: Reply) -> Page:
    """A reply as a page; raises InputError for one that no reading list can be."""
    kind = reply.content_type.partition(";")[0].strip().lower()
    what = _BINARY_TYPES.get(kind) or _BINARY_TYPES.get(kind.partition("/")[0])
    if what:
        raise InputError(
            url, f"is {what} ({kind}), not a reading list.", tip="Give the address of a text or a web page."
        )
    if reply.url != url and _SIGN_IN.search(urlsplit(reply.url).path):
        raise InputError(url, f"can be read only after signing in ({reply.url}).", tip=_TIP)
    charset = _CHARSET.search(reply.content_type)
    return Page(reply.body, charset[1] if charset else None, reply.url)


@contextmanager
def _plain_words(url: str, *, may_be_gone: bool = False) -> Iterator[None]:
    """Say what went wrong as a reader of web pages would; ``may_be_gone`` lets it pass that nothing is there."""
    try:
        yield
    except SourceError as error:
        if error.status in _GONE:
            if may_be_gone:
                return
            reason = "there was a page once, and it is gone" if error.status == 410 else "the server knows no such page"
            tip = "Look whether the address is written right; what is private can't be read."
            raise InputError(url, f"{reason} (status {error.status}).", tip=tip) from error
        if error.status in _FORBIDDEN:
            raise InputError(url, f"the server doesn't let us read it (status {error.status}).", tip=_TIP) from error
        if isinstance(error, SourceRefused) and error.status is None:
            # Too large, cut off, or sent round in circles: which one stands in the message, and time mends none.
            raise SourceRefused(error.source, error.url, error.reason, tip=_TIP) from error
        raise
