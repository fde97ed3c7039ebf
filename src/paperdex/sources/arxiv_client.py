"""The arxiv package's client, asking through our transport and taking whole answers only.

Everything private of the package that paperdex touches is touched in this file: ``Client._parse_feed``, which asks for
one page, ``Client._session``, and ``arxiv._feed``, which reads one. tests/sources/test_arxiv_client.py tells when a
new version of the package changes them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit

import arxiv  # type: ignore[import-untyped]
from arxiv import _feed

from paperdex.sources.arxiv_feed import read_feed
from paperdex.sources.transport import Transport

# A log record without any handler goes to stderr, and what is printed is up to paperdex's callers.
logging.getLogger("arxiv").addHandler(logging.NullHandler())


Result: TypeAlias = arxiv.Result
Named: TypeAlias = arxiv.Result.Author


class Client(arxiv.Client):  # type: ignore[misc]
    """Asks for at most ``page_size`` papers: in one request, unless arXiv answers with a short page.

    Made anew for each look-up, and afterwards tells how it went. Its errors are those of the transport, and
    SourceRefused for an answer that is none.
    """

    total: int = 0
    """How many papers arXiv said it found."""

    def __init__(self, source: str, transport: Transport, address: str, page_size: int) -> None:
        super().__init__(page_size=page_size, delay_seconds=0, num_retries=0)
        # Whatever a later version of the package does, it can't ask past the transport and its pace.
        del self._session
        self.query_url_format = query_url_format(address)
        self.unreadable: dict[str, str] = {}
        """Id of an entry that came and can't be read, with the reason."""
        self._source = source
        self._transport = transport

    def lookup(self, ids: Sequence[str]) -> Iterator[Result]:
        """What arXiv answers to these identifiers, in its own order."""
        yield from self.results(arxiv.Search(id_list=list(ids), max_results=None))

    def search(self, query: str) -> Iterator[Result]:
        """What arXiv finds for a ``search_query``, best first."""
        yield from self.results(arxiv.Search(query=query, max_results=None))

    def _parse_feed(self, url: str, first_page: bool = True, _try_index: int = 0) -> _feed.ParsedFeed:
        reply = self._transport.get(url, accept="application/atom+xml", explained={400})
        page = read_feed(self._source, reply)
        self.total = max(self.total, page.total)
        self.unreadable |= page.unreadable
        parsed = _feed.parse(page.content)
        # The package goes on to the next page as long as it has seen fewer papers than this.
        parsed.header.total_results = min(page.total, self.page_size) - len(self.unreadable)
        return parsed


def query_url_format(address: str) -> str:
    """The address as the package wants it, with ``{}`` where the parameters go.

    Takes one with a slash at the end, which arXiv answers with 404, or with parameters of its own.
    """
    parts = urlsplit(address.replace("{", "%7B").replace("}", "%7D"))
    query = f"{parts.query}&{{}}" if parts.query else "{}"
    return parts._replace(path=parts.path.rstrip("/"), query=query, fragment="").geturl()
