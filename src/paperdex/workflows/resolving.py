"""Entry to work: by its identifier, else by its title, else by the address that it links to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from paperdex.core.entries import ListEntry
from paperdex.core.matching import match_title, title_keys
from paperdex.core.names import parse_name
from paperdex.core.records import UNKNOWN_TO_ARXIV, BibliographicRecord
from paperdex.core.resolution import Resolution
from paperdex.sources.base import Source

NOT_FOUND = "no paper has this title where it was looked up"
NOT_SEARCHED = "its title has not been looked up at arXiv"
NAMELESS = "it has neither an identifier nor a title"


class Shelf(Protocol):
    """Records at hand, as a library keeps them; see :class:`paperdex.storage.queries.LibraryReader`."""

    def records(self, works: Iterable[str]) -> dict[str, BibliographicRecord]:
        """The best record of each work that has one."""
        ...

    def gaps(self, works: Iterable[str]) -> dict[str, str]:
        """The works that a source had no record of, and why."""
        ...

    def find_titles(self, keys: Sequence[str]) -> list[BibliographicRecord]:
        """The best records whose titles have one of the keys."""
        ...

    def cached_title_search(
        self, title_key: str, source: str, *, since: str = ""
    ) -> tuple[BibliographicRecord, ...] | None:
        """What a source answered to a title; ``None`` where it was not asked."""
        ...


class Resolver:
    """Resolves entries with what is at hand: the library, the mirror, and what network sources answered before."""

    def __init__(self, library: Shelf, local: Sequence[Source], network: Sequence[str]) -> None:
        """``network`` are the names of sources whose earlier answers to titles count."""
        self._library = library
        self._local = local
        self._network = network

    def resolve_all(self, entries: Iterable[ListEntry]) -> list[Resolution]:
        """What each entry names; an identifier that arXiv does not know leaves its entry unresolved.

        Not where there is a record of it: one silent answer takes nothing back.
        """
        resolutions = [self.resolve(entry) for entry in entries]
        gaps = self._library.gaps({r.work for r in resolutions if r.work})
        known = {work for work, record in self._library.records(gaps).items() if record.source != "list"}
        unknown = {work for work, reason in gaps.items() if reason == UNKNOWN_TO_ARXIV} - known
        return [Resolution("unresolved", reason=UNKNOWN_TO_ARXIV) if r.work in unknown else r for r in resolutions]

    def resolve(self, entry: ListEntry) -> Resolution:
        """What one entry names.

        An arXiv identifier or a DOI is taken as it is. Without one, the title decides when it is sure; else the
        address that the entry links to names a work of its own.
        """
        named = named_work(entry)
        if named is not None:
            return Resolution("resolved", work=named)
        matched = match_title(entry, self._records_like(entry.title))
        if matched is not None and matched.status == "resolved":
            return matched
        if entry.well_formed:
            # A page of its own names the work; papers with a title like it stay suggestions beside it.
            suggestions = matched.suggestions if matched else ()
            return Resolution("resolved", work=entry.well_formed[0].work, suggestions=suggestions)
        if matched is not None:
            return replace(matched, reason=_with_malformed(entry, matched.reason or ""))
        reason = NAMELESS if not entry.title else NOT_FOUND if self.is_searched(entry.title) else NOT_SEARCHED
        return Resolution("unresolved", reason=_with_malformed(entry, reason))

    def is_searched(self, title: str, *, since: str = "") -> bool:
        """Whether every network source has been asked for a title at ``since`` (UTC, ISO 8601) or later."""
        keys = title_keys(title)
        return not keys or all(
            self._library.cached_title_search(keys[0], name, since=since) is not None for name in self._network
        )

    def _records_like(self, title: str) -> Iterator[BibliographicRecord]:
        """Records at hand whose titles could answer for this one."""
        keys = title_keys(title)
        if not keys:
            return
        # What a list says of a work is no proof of its title, least of all for the entry that it came from.
        yield from (record for record in self._library.find_titles(keys) if record.source != "list")
        for source in self._local:
            yield from source.search_title(title)
        for name in self._network:
            yield from self._library.cached_title_search(keys[0], name) or ()


def needs_title(entry: ListEntry) -> bool:
    """Whether only its title can tell which paper an entry is."""
    return named_work(entry) is None and bool(title_keys(entry.title))


def named_work(entry: ListEntry) -> str | None:
    """The work that an arXiv identifier of the entry names, else a DOI."""
    named = (entry.arxiv, *(i for i in entry.well_formed if i.scheme == "doi"))
    return next((identifier.work for identifier in named if identifier), None)


def _with_malformed(entry: ListEntry, reason: str) -> str:
    if not entry.malformed:
        return reason
    bad = entry.malformed[0]
    return f"{bad.raw!r} is no identifier ({bad.reason}); {reason}"


def facts_of_list(entry: ListEntry, work: str, retrieved: str) -> BibliographicRecord | None:
    """What the list itself says of a work, for want of a better source; ``None`` without a title."""
    if not entry.title:
        return None
    return BibliographicRecord(
        work=work,
        title=entry.title,
        source="list",
        retrieved=retrieved,
        authors=tuple(parse_name(name) for name in entry.authors),
        abstract=entry.abstract,
        doi=next((i.value for i in entry.well_formed if i.scheme == "doi"), None),
    )
