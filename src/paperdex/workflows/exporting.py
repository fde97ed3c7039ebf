"""A bibliography out of the library: the works that the filters let through, under headings, made while it is written.

Entries are read in their order, records and topics for some hundred of them at a time, so that a library of any size
takes little memory.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from paperdex.core.bibliography import BibliographyItem, GroupBy, TopicGroup, runs
from paperdex.core.citekeys import DistinctKeys
from paperdex.core.key_templates import MakeKey, key_maker
from paperdex.core.records import BibliographicRecord
from paperdex.errors import StorageError
from paperdex.settings.model import KEY_TEMPLATE
from paperdex.storage.filters import Filters
from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader, TakenKeys
from paperdex.storage.rows import CitedRow

HEADLESS = {"year": ("Undated",), "category": ("No category",)}
"""The heading of what has none, by what the headings are; topics and lists without them have a place without."""
_AT_ONCE = 200
"""Entries whose records are read at a time."""


@dataclass(slots=True)
class Bibliography:
    """Works under headings, ready to be written once; the counts are whole when it is written."""

    groups: Iterator[TopicGroup]
    is_empty: bool = False
    """Whether there is no work in it, known from the begin."""
    works: int = 0
    """How many works are in it."""
    left_out: list[LeftOut] = field(default_factory=list)
    """Entries that are in none of the groups."""
    new_keys: dict[str, str] = field(default_factory=dict)
    """Cite keys that were made for works that have none yet; they hold from when they are kept."""
    lacking: dict[str, list[str]] = field(default_factory=lambda: {"authors": [], "a date": []})
    """Cite keys of works without what every style asks for."""
    kept_keys: int = 0
    """Works that have another key than ``key_template`` would make."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that can't be cited."""

    place: str
    """List and line."""
    title: str
    why: str


@contextlib.contextmanager
def bibliography(
    library: Path,
    filters: Filters,
    *,
    group_by: GroupBy = "topic",
    key_template: str | None = None,
    usual_template: str = KEY_TEMPLATE,
) -> Iterator[Bibliography]:
    """The works that the filters let through; raises StorageError, UnknownName, or UsageError for a template.

    Each work has the cite key that it got when it was first exported, whatever the template says now; for one without a
    key one is made, see :func:`keep_keys`.
    """
    make_key = key_maker(key_template or usual_template)
    # The rows are closed first: whoever stops in the middle may hold on to a group until the library is closed.
    with LibraryReader.open(library) as reader, contextlib.closing(reader.cited(filters, group_by)) as rows:
        found = Bibliography(iter(()))
        keys = _Keys(reader, make_key, found, counts=key_template is not None)
        items = _items(reader, rows, filters, keys, found)
        first = list(itertools.islice(items, 1))
        found.is_empty = not first
        found.groups = _groups(itertools.chain(first, items), HEADLESS.get(group_by, ()))
        yield found


def keep_keys(library: Path, keys: Mapping[str, str]) -> dict[str, str | None]:
    """Have works called so from now on; return those that another paperdex called otherwise meanwhile.

    A library that can't be written to stays as it is.
    """
    if keys:
        with contextlib.suppress(StorageError), Library.open(library) as writable:
            return writable.keep_cite_keys(keys)
    return {}


def _groups(items: Iterable[tuple[_Heading, BibliographyItem]], headless: tuple[str, ...]) -> Iterator[TopicGroup]:
    for (_, list_title, heading), run in runs(items):
        yield TopicGroup(list_title, heading or headless, run)


_Heading = tuple[int, str | None, tuple[str, ...]]


def _items(
    reader: LibraryReader, rows: Iterator[CitedRow], filters: Filters, keys: _Keys, found: Bibliography
) -> Iterator[tuple[_Heading, BibliographyItem]]:
    works: set[int] = set()
    here: set[int] = set()
    before = None
    while some := list(itertools.islice(rows, _AT_ONCE)):
        named = [row.work for row in some if row.work]
        records = reader.records(named)
        topics = reader.topics_of(named, filters)
        for row in some:
            if row.work is None or row.work not in records:
                found.left_out.append(
                    LeftOut(f"{row.list}:{row.line}", row.title_in_list or row.named or "", _why(row))
                )
                continue
            heading = (row.group, row.list_title, row.heading)
            if heading != before:
                before, here = heading, set()
            if row.number not in here:
                here.add(row.number)
                is_first = row.number not in works
                works.add(row.number)
                found.works = len(works)
                record = records[row.work]
                key = keys.of(record, row, is_first=is_first)
                if is_first and not record.authors:
                    found.lacking["authors"].append(key)
                if is_first and not (record.submitted or row.date or record.journal_ref):
                    found.lacking["a date"].append(key)
                under = topics.get(row.work, ())
                yield heading, BibliographyItem(key, record, row.date, row.venue, row.note, under, row.links)


def _why(row: CitedRow) -> str:
    if row.suggestion:
        return f"only a suggestion, {row.suggestion}, which is not taken"
    return row.reason or "there is no record of it"


class _Keys:
    """The keys of works: their own, or those that are made for what has none."""

    def __init__(self, reader: LibraryReader, make_key: MakeKey, found: Bibliography, *, counts: bool) -> None:
        self._make_key = make_key
        self._counts = counts
        self._distinct_key = DistinctKeys()
        self._found = found
        self._taken = _Either(TakenKeys(reader), set())

    def of(self, record: BibliographicRecord, row: CitedRow, *, is_first: bool) -> str:
        """The same key for a work every time."""
        made = self._found.new_keys
        if row.cite_key:
            if is_first and self._counts:
                wish = self._make_key(record, row.date)
                self._found.kept_keys += not re.fullmatch(re.escape(wish) + "[a-z]*", row.cite_key, re.IGNORECASE)
            return row.cite_key
        if record.work not in made:
            key = self._distinct_key(self._make_key(record, row.date), self._taken)
            made[record.work] = key
            self._taken.second.add(key.casefold())
        return made[record.work]


@dataclass(frozen=True, slots=True)
class _Either(Container[str]):
    first: Container[str]
    second: set[str]

    def __contains__(self, key: object) -> bool:
        return key in self.second or key in self.first
