"""arXiv's OAI-PMH service as a source: one record a request, for when the query API has too much to do.

It is asked for the format ``arXivRaw``, which loses least: it alone has the date of every version (the format
``arXiv`` gives only that of the current one), their number, and which of them are withdrawn. Its text is the authors'
TeX, which is read as that of the metadata snapshot is (:mod:`paperdex.sources.snapshot`), so that both give the same
record of a paper. What it can't give: names that are parted, and affiliations other than in the text of the names.

The service: https://info.arxiv.org/help/oa/index.html; the protocol: https://www.openarchives.org/OAI/2.0/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from paperdex.core.records import BibliographicRecord
from paperdex.sources.arxiv_api import SHEDDING_LOAD
from paperdex.sources.base import Access
from paperdex.sources.one_by_one import Clock, OneByOne, stamp, utc_now
from paperdex.sources.pace import Pace
from paperdex.sources.transport import Transport

NAME = "arxiv-oai"
_LOOKS = 2
"""Times that a record has to lack something, or arXiv to say that there is none, until it is believed."""
SIZE_LIMIT = 8 * 1024 * 1024
"""Bytes of one answer; the record with the most authors, nearly 3,000, has a few hundred thousand."""


@contextmanager
def open_source(access: Access) -> Iterator[ArxivOai]:
    """arXiv's OAI-PMH at the address and pace of ``access``, open for the length of a ``with``.

    It takes its turns with the query API: arXiv's limit is for all its services together.
    """
    pace = Pace(access.cache, access.pace, on_wait=access.on_wait)
    with Transport.to(NAME, access, turn=pace.turn, shedding=SHEDDING_LOAD, size_limit=SIZE_LIMIT) as transport:
        yield ArxivOai(transport, access.address)


class ArxivOai(OneByOne):
    """Asks arXiv's OAI-PMH for one record at a time, through a transport that keeps arXiv's pace.

    Its calls raise SourceError, StorageError (the pace can't be kept) and UsageError (the address is none).
    """

    def __init__(self, transport: Transport, address: str, *, clock: Clock = utc_now) -> None:
        super().__init__(NAME, "arXiv's OAI-PMH", self._get)
        self._transport = transport
        self._address = address
        self._clock = clock
        self._unsaid: set[str] = set()
        """What of each paper this service does not tell: what one lacked on both looks."""

    def _get(self, work: str, still: Callable[[], bool] | None) -> BibliographicRecord | str:
        from paperdex.sources.oai_record import read_record

        params = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": f"oai:arXiv.org:{work}"}
        read = partial(read_record, NAME, work=work, retrieved=stamp(self._clock))
        for _ in range(_LOOKS):
            found = self._transport.read(self._address, read, accept="text/xml", params=params, still=still)
            if isinstance(found, BibliographicRecord) and self._unsaid.issuperset(found.missing):
                return found
        if isinstance(found, BibliographicRecord):
            self._unsaid.update(found.missing)
        return found
