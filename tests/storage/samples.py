"""Invented papers and lists for the tests of the library and the mirror."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from paperdex.core.entries import Link, ListEntry, ReadingList, Topic
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.resolution import Resolution

AT = "2026-11-20T21:30:00Z"
LATER = "2026-11-21T09:00:00Z"
LATEST = "2026-11-22T09:00:00Z"


def record(work: str = "2101.00001", title: str = "An Invented Paper on Teapots", **fields: Any) -> BibliographicRecord:
    """A complete record, unless fields say otherwise."""
    whole: dict[str, Any] = {
        "source": "arxiv",
        "retrieved": AT,
        "authors": (Author("Ada Invented", "Invented", "Ada", affiliations=("Teapot House",)), Author("Bo Fiktív")),
        "abstract": "We boil water.",
        "submitted": "2021-01-02T03:04:05Z",
        "updated": "2021-02-02T03:04:05Z",
        "version": 2,
        "categories": ("cs.LG", "stat.ML"),
    }
    return BibliographicRecord(work=work, title=title, **(whole | fields))


def entry(title: str, work: str | None = None, topic: Topic = (), line: int = 1, **fields: Any) -> ListEntry:
    """An entry that names an arXiv work, or none."""
    identifiers = (Identifier("arxiv", work),) if work else ()
    return ListEntry(line=line, title=title, topic=topic, **({"identifiers": identifiers} | fields))


def rich_entry() -> ListEntry:
    """An entry with every field set."""
    return entry(
        "Teapots, Listed",
        topic=("Kitchen", "Pots"),
        line=7,
        identifiers=(
            Identifier("arxiv", "2101.00001", 2),
            Identifier("doi", "10.1234/teapot"),
            MalformedIdentifier("2101.x", "no number"),
        ),
        date="2021-01",
        authors=("A. Invented",),
        venue="Invented Conference",
        rating=3,
        note="whistles nicely",
        abstract="The list says so.",
        links=(Link("code", "https://example.org/code"), Link("", "https://example.org/")),
        mentions=("2101.00009",),
    )


def reading_list(*entries: ListEntry, path: str = "list.md", topics: tuple[Topic, ...] = ()) -> ReadingList:
    """A list with these entries."""
    return ReadingList(path=path, format="markdown", title="Invented list", entries=entries, topics=topics)


def resolved(entries: tuple[ListEntry, ...]) -> list[Resolution]:
    """Each entry resolved to its arXiv identifier, or unresolved."""
    return [
        Resolution("resolved", work=e.arxiv.work) if e.arxiv else Resolution("unresolved", reason="no identifier")
        for e in entries
    ]


def store(library: Any, *entries: ListEntry, path: str = "list.md", topics: tuple[Topic, ...] = (), **more: Any) -> Any:
    """Put a list with these entries into a library."""
    values = {"location": path, "sha256": str(hash(entries)), "read_at": AT, "resolutions": resolved(entries)} | more
    return library.replace_list(reading_list(*entries, path=path, topics=topics), **values)


_text = st.text(max_size=20)
_maybe = st.none() | _text
_authors = st.builds(Author, _text, _text, _text, _text, st.lists(_text, max_size=2).map(tuple))
records = st.builds(
    BibliographicRecord,
    work=st.just("2101.00001"),
    title=_text,
    source=st.sampled_from(["arxiv", "mirror", "list"]),
    retrieved=st.just(AT),
    authors=st.lists(_authors, max_size=3).map(tuple),
    abstract=_maybe,
    submitted=_maybe,
    updated=_maybe,
    version=st.none() | st.integers(-(2**63), 2**63 - 1),
    categories=st.lists(_text, max_size=3).map(tuple),
    comment=_maybe,
    journal_ref=_maybe,
    doi=_maybe,
    license=_maybe,
    withdrawn=st.none() | st.booleans(),
)
"""Records with anything in their fields, all of one work."""
