"""arXiv's query API as a source: records by identifier or by title.

The manual: https://info.arxiv.org/help/api/user-manual.html. The arxiv package, which brings requests and lxml along
and takes 150 ms to import, is imported with the first request.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperdex.core.identifiers import Identifier, parse_url
from paperdex.core.names import parse_name
from paperdex.core.records import UNKNOWN_TO_ARXIV, Answer, Author, BibliographicRecord
from paperdex.sources.base import Access
from paperdex.sources.fields import first_doi, one_line, paragraphs
from paperdex.sources.pace import Pace
from paperdex.sources.transport import SHEDDING, Transport

if TYPE_CHECKING:
    from paperdex.sources.arxiv_client import Client, Named, Result

NAME = "arxiv"
BATCH = 100
"""Identifiers of one request: a hundred old-style ones keep the address under 2 KB, and several hundred are refused."""
LONGEST_TITLE = 1000
"""Characters of a title that are asked for; the longest of arXiv has fewer than 400."""
HITS = 10
"""Papers asked for by title."""
SHEDDING_LOAD = SHEDDING | {406}
"""Since 2026 arXiv also answers 406, in bursts, to requests that are well-formed and accept Atom."""


@contextmanager
def open_source(access: Access) -> Iterator[ArxivApi]:
    """arXiv's query API at the address and pace of ``access``, open for the length of a ``with``."""
    pace = Pace(access.cache, access.pace, on_wait=access.on_wait)
    with Transport(NAME, contact=access.contact, turn=pace.turn, shedding=SHEDDING_LOAD) as transport:
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

    def lookup(self, identifiers: Sequence[Identifier]) -> Answer:
        """Records of up to 100 arXiv identifiers in the order asked for, and a reason for each that has none.

        One request; nothing asked, no request. Each record describes the latest version of its work.
        """
        asked = list(dict.fromkeys(identifier.value for identifier in identifiers if identifier.scheme == "arxiv"))
        if len(asked) > self.batch:
            raise ValueError(f"{len(asked)} identifiers are more than one look-up may ask for ({self.batch})")
        unknown = {i.work: "not an arXiv identifier" for i in identifiers if i.scheme != "arxiv"}
        if not asked:
            return Answer(unknown=unknown)
        # Bare identifiers: one with a version would be answered with that version's text and date.
        client = self._client(len(asked))
        found: dict[str, BibliographicRecord] = {}
        for record in self._records(client.lookup(asked)):
            # By identifier: arXiv's order is not that of the request, and a broken answer may hold another paper.
            held = found.get(record.work)
            if record.work in asked and (held is None or (record.version or 0) > (held.version or 0)):
                found[record.work] = record
        unreadable = ((_identifier(entry), reason) for entry, reason in client.unreadable.items())
        reasons = {identifier.work: reason for identifier, reason in unreadable if identifier}
        silence = (
            UNKNOWN_TO_ARXIV if client.total <= len(found) else "left out of arXiv's answer, which counts more papers"
        )
        unknown |= {key: reasons.get(key, silence) for key in asked if key not in found}
        return Answer(tuple(found[key] for key in asked if key in found), unknown)

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """Up to ten records that have the title's words in their titles, in arXiv's order; one request.

        No request and no records for a title without a word that can be asked for. The first is not surely the right
        one: compare the titles.
        """
        query = title_query(title)
        if query is None:
            return ()
        records = self._records(self._client(HITS).search(query))
        return tuple({record.work: record for record in records}.values())

    def _client(self, page_size: int) -> Client:
        from paperdex.sources.arxiv_client import Client

        return Client(self.name, self._transport, self._address, page_size)

    def _records(self, results: Iterable[Result]) -> Iterator[BibliographicRecord]:
        for result in results:
            if identifier := _identifier(result.entry_id):
                yield _record(identifier, result, retrieved=_iso(self._clock()))


def title_query(title: str) -> str | None:
    r"""The ``search_query`` that finds a title: ``ti:"words as they stand"``; ``None`` without a word to ask for.

    arXiv's index is asked for plain ASCII words: TeX, math and words with other letters are left out. Since what is
    left out stands between the others in the title, the words before and after it are phrases of their own.
    """
    text = unicodedata.normalize("NFKC", title[:LONGEST_TITLE]).translate(_PLAIN)
    text = _FORMATTING.sub("", text).replace("{", "").replace("}", "")
    phrases = [" ".join(_WORD.findall(piece)) for piece in _NOT_ASKABLE.split(text)]
    return " AND ".join(f'ti:"{phrase}"' for phrase in phrases if phrase) or None


_PLAIN = str.maketrans("‘’‐‑‒–—−“”", "''------\"\"")
_FORMATTING = re.compile(r"\\(?:emph|text[a-z]*)\s*(?=\{)")
_NOT_ASKABLE = re.compile(r"\$[^$]*\$|\S*[^\x00-\x7f]\S*|\S*\\\S*")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['.][A-Za-z0-9]+)*")


def _record(identifier: Identifier, result: Result, *, retrieved: str) -> BibliographicRecord:
    categories = dict.fromkeys([result.primary_category, *result.categories])
    return BibliographicRecord(
        work=identifier.work,
        title=one_line(result.title) or "",
        source=NAME,
        retrieved=retrieved,
        authors=tuple(_author(author) for author in result.authors if re.search(r"\w", author.name)),
        abstract=paragraphs(result.summary),
        submitted=_iso(result.published),
        updated=_iso(result.updated),
        version=identifier.version,
        categories=tuple(category for category in categories if category),
        comment=one_line(result.comment),
        journal_ref=one_line(result.journal_ref),
        doi=first_doi(result.doi),
    )


def _author(author: Named) -> Author:
    """An author with the name as arXiv prints it, and its parts."""
    printed = one_line(author.name) or ""
    parts = parse_name(printed)
    affiliations = tuple(line for affiliation in author.affiliation if (line := one_line(affiliation)))
    return replace(parts, name=parts.name if "\\" in printed else printed, affiliations=affiliations)


def _identifier(entry_id: str) -> Identifier | None:
    """What an entry describes, with its version; ``None`` when its id is not the address of an arXiv paper."""
    identifier = parse_url(entry_id)
    return identifier if isinstance(identifier, Identifier) and identifier.scheme == "arxiv" else None


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
