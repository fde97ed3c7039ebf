"""What lists contain: no network (but for a list at an address) and no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import MalformedIdentifier
from paperdex.errors import PaperdexError
from paperdex.sources.web import Page
from paperdex.workflows.documents import PassedOver, read_what_can_be

Kind = Literal["malformed", "no title", "title only", "no id", "again"]
"""What can be wrong with an entry, the worst first."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong with an entry, in words."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """One list with papers in it, and what is wrong with each of its entries."""

    list: ReadingList
    remarks: tuple[tuple[Remark, ...], ...]
    """Of each entry, in the order of the entries."""

    def rows(self) -> Iterator[tuple[ListEntry, tuple[Remark, ...]]]:
        """Each entry with what is wrong with it."""
        return zip(self.list.entries, self.remarks, strict=True)


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything that was read, and what is to be told of the rest."""

    lists: tuple[Scanned, ...]
    """The lists with papers in them."""
    warnings: tuple[str, ...]
    passed_over: tuple[PassedOver, ...]
    errors: tuple[PaperdexError, ...]
    """What is wrong with each input that can't be used."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries there are, of what kind. The first four below ``entries`` add up to it."""

    entries: int = 0
    arxiv: int = 0
    """Entries with an arXiv identifier."""
    other: int = 0
    """Entries with another identifier only: a DOI, an address."""
    title_only: int = 0
    broken: int = 0
    """Entries whose only identifiers are malformed."""
    papers: int = 0
    """Different papers among ``arxiv``."""
    mentions: int = 0
    outside: int = 0
    malformed: int = 0
    """Malformed identifiers, those beside a good one too."""


def scan(
    inputs: Iterable[str],
    *,
    read_stdin: Callable[[], bytes],
    read_address: Callable[[str], Page],
    format: str | None = None,
) -> Scan:
    """Read every list that was named; what can't be read is told in the result, beside what can.

    Raises UnknownName for a format that there is not.
    """
    found = read_what_can_be(inputs, read_stdin=read_stdin, read_address=read_address, format=format)
    lists = tuple(Scanned(each, tuple(remarks(each))) for each, _ in found.lists if each.entries)
    return Scan(lists, found.warnings, found.passed_over, found.errors)


def remarks(reading_list: ReadingList) -> Iterator[tuple[Remark, ...]]:
    """What is wrong with each entry of a list, in their order."""
    first_lines: dict[str, int] = {}
    for entry in reading_list.entries:
        found = [Remark("malformed", f"{each.raw!r} is no arXiv id: {each.reason}") for each in entry.malformed]
        if not entry.title:
            found.append(Remark("no title", "no title"))
        if not entry.identifiers:
            found.append(Remark("title only", "title only"))
        elif entry.well_formed and all(identifier.scheme == "url" for identifier in entry.well_formed):
            found.append(Remark("no id", "no id, only a link"))
        if entry.well_formed:
            work = entry.well_formed[0].work
            first = first_lines.setdefault(work, entry.line)
            if first != entry.line:
                found.append(Remark("again", f"the same as in line {first}"))
        yield tuple(found)


def malformed(reading_list: ReadingList) -> Iterator[tuple[int, MalformedIdentifier]]:
    """Each malformed identifier of a list with the line of its entry."""
    return ((entry.line, each) for entry in reading_list.entries for each in entry.malformed)


def count_entries(lists: Iterable[ReadingList]) -> Counts:
    """The counts over all these lists; a paper in several of them is one paper."""
    lists = tuple(lists)
    entries = [entry for each in lists for entry in each.entries]
    arxiv = [entry.arxiv.value for entry in entries if entry.arxiv]
    other = sum(1 for entry in entries if entry.well_formed and not entry.arxiv)
    titles = sum(1 for entry in entries if not entry.identifiers)
    return Counts(
        entries=len(entries),
        arxiv=len(arxiv),
        other=other,
        title_only=titles,
        broken=len(entries) - len(arxiv) - other - titles,
        papers=len(set(arxiv)),
        mentions=sum(len(entry.mentions) for entry in entries),
        outside=sum(len(each.outside) for each in lists),
        malformed=sum(len(entry.malformed) for entry in entries),
    )


def entry_row(reading_list: ReadingList, entry: ListEntry) -> dict[str, Any]:
    """One entry as ``scan --format jsonl`` prints it; the keys and their order are part of the contract."""
    arxiv = entry.arxiv
    return {
        "list": reading_list.path,
        "line": entry.line,
        "topic": list(entry.topic),
        "title": entry.title,
        "id": arxiv.value if arxiv else None,
        "version": arxiv.version if arxiv else None,
        "identifiers": [str(identifier) for identifier in entry.well_formed],
        "date": entry.date,
        "authors": list(entry.authors),
        "venue": entry.venue,
        "rating": entry.rating,
        "note": entry.note,
        "links": [{"label": link.label, "url": link.url} for link in entry.links],
        "mentions": list(entry.mentions),
    }
