"""arXiv's query API as a source: records by identifier or by title.

The manual: https://info.arxiv.org/help/api/user-manual.html. The arxiv package, which brings requests and lxml along
and takes 150 ms to import, is imported with the first request.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperdex.core.identifiers import Identifier
from paperdex.core.names import parse_name
from paperdex.core.records import Answer, Author, BibliographicRecord
from paperdex.errors import SourceRefused
from paperdex.sources.arxiv_lookup import Lookup
from paperdex.sources.arxiv_titles import TitleSearch
from paperdex.sources.base import Access, Still, TitleAnswer
from paperdex.sources.pace import Pace
from paperdex.sources.transport import SHEDDING, Reply, Transport

if TYPE_CHECKING:
    from paperdex.sources.arxiv_feed import Page

NAME = "arxiv"
BATCH = 100
"""Identifiers of one request: a hundred old-style ones keep the address under 2 KB, and several hundred are refused."""
_FEW = 2
"""Tries of a request that only tells whose fault a failure is."""
SHEDDING_LOAD = SHEDDING | {406}
"""Since 2026 arXiv also answers 406, in bursts, to requests that are well-formed and accept Atom."""


@contextmanager
def open_source(access: Access) -> Iterator[ArxivApi]:
    """arXiv's query API at the address and pace of ``access``, open for the length of a ``with``."""
    pace = Pace(access.cache, access.pace, on_wait=access.on_wait)
    with Transport.to(NAME, access, turn=pace.turn, shedding=SHEDDING_LOAD) as transport:
        yield ArxivApi(transport, access.address)


class ArxivApi:
    """Asks arXiv's query API through a transport that keeps arXiv's pace.

    Its calls raise SourceError, StorageError (the pace can't be kept) and UsageError (the address is none).
    """

    name = NAME
    batch = BATCH

    def __init__(
        self, transport: Transport, address: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._transport = transport
        self._address = address
        self._clock = clock
        self._unsaid: set[str] = set()
        """What of each paper this service does not tell, as it was seen."""

    def lookup(self, identifiers: Sequence[Identifier], *, still: Still | None = None) -> Iterator[Answer]:
        """Records of up to 100 arXiv identifiers, and a reason for each that has none, as they come.

        One request where all goes well; nothing asked, no request. What does not come back is asked for once more by
        itself before it counts as unknown. Each record describes the latest version of its work.
        """
        asked = list(dict.fromkeys(identifier.value for identifier in identifiers if identifier.scheme == "arxiv"))
        if len(asked) > self.batch:
            raise ValueError(f"{len(asked)} identifiers are more than one look-up may ask for ({self.batch})")
        if others := [identifier.work for identifier in identifiers if identifier.scheme != "arxiv"]:
            yield Answer(unknown=dict.fromkeys(others, "not an arXiv identifier"))
        for answer in Lookup(self._page_of, still, unsaid=self._unsaid).of(asked):
            yield replace(answer, records=tuple(map(_with_parted_names, answer.records)))

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """Records whose titles could answer for this one, in arXiv's order; one request, or a second one in vain.

        No request and no records for a title without a word that can be asked for.
        """
        (answer,) = self.search_titles([title])
        if answer.failure is not None:
            raise answer.failure
        return answer.records

    def search_titles(self, titles: Sequence[str], *, still: Still | None = None) -> Iterator[TitleAnswer]:
        """An answer for each title that is still wanted, several to a request, each as soon as it is known."""
        for answer in TitleSearch(self._hits, still).of(titles):
            yield replace(answer, records=tuple(map(_with_parted_names, answer.records)))

    def _hits(self, query: str, most: int, *, patient: bool, still: Callable[[], bool]) -> Page:
        def check(page: Page, reply: Reply) -> None:
            """Refuse hits that are not all there, so that "not found" is never said for want of them."""
            wanted = min(most, page.total)
            if page.unreadable or page.refused is not None or page.count < wanted:
                message = f"answered with {len(page.records)} of {wanted} papers that can be read."
                raise SourceRefused(NAME, reply.url, message, status=reply.status, tip="Try again later.", passing=True)

        return self._page(most, query=query, tries=None if patient else _FEW, check=check, still=still)

    def _page_of(self, ids: Sequence[str], *, patient: bool, still: Callable[[], bool]) -> Page:
        # Bare identifiers: one with a version would be answered with that version's text and date.
        return self._page(len(ids), ids=ids, tries=None if patient else _FEW, still=still)

    def _page(
        self,
        size: int,
        *,
        ids: Sequence[str] = (),
        query: str = "",
        tries: int | None = None,
        still: Callable[[], bool],
        check: Callable[[Page, Reply], None] = lambda page, reply: None,
    ) -> Page:
        from paperdex.sources.arxiv_client import query_url
        from paperdex.sources.arxiv_feed import read_page

        url = query_url(self._address, size, ids=ids, query=query)
        retrieved = f"{self._clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

        def read(reply: Reply) -> Page:
            page = read_page(NAME, reply, retrieved=retrieved)
            check(page, reply)
            return page

        return self._transport.read(url, read, accept="application/atom+xml", explained={400}, tries=tries, still=still)


def _with_parted_names(record: BibliographicRecord) -> BibliographicRecord:
    """The names parted, and printed as arXiv prints them; what has no letter in it (a lone ``:``) is no author."""
    return replace(record, authors=tuple(_parted(author) for author in record.authors if _LETTER.search(author.name)))


def _parted(author: Author) -> Author:
    parts = parse_name(author.name)
    name = parts.name if "\\" in author.name else author.name
    return replace(parts, name=name, affiliations=author.affiliations)


_LETTER = re.compile(r"\w")
