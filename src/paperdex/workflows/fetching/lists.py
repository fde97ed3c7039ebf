"""The first step of a fetch: lists are stored, with what they name resolved by what is at hand."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from paperdex.core.entries import ReadingList
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.storage.filters import Filters
from paperdex.storage.locations import COMMAND_LINE, list_location
from paperdex.storage.rows import ListChanges
from paperdex.workflows.documents import Inputs, command_line_list
from paperdex.workflows.fetching.run import FetchedList, Run
from paperdex.workflows.resolving import named_work
from paperdex.workflows.waiting import waiting_lists


def store_lists(run: Run, inputs: Inputs) -> None:
    """Store every list that was named, and the identifiers that were given directly as one."""
    run.progress.begin("Reading lists", len(inputs.lists))
    known = _known_lists(run)
    for reading_list, data in inputs.lists:
        location = list_location(reading_list.path, run.home)
        # A README without papers in a folder of lists is no list; one that had papers before now has none.
        if reading_list.entries or location in known:
            run.lists.append(_store_list(run, reading_list, location, data))
        run.progress.advance()
    run.progress.end()
    if inputs.identifiers:
        # One transaction: another process may add identifiers to the same list.
        with run.library.transaction():
            given = command_line_list((*_given_before(run), *inputs.identifiers))
            stored = _store_list(run, given, COMMAND_LINE, repr(given.entries).encode())
        works = {each.work for each in inputs.identifiers}
        only = frozenset(p for p, entry in enumerate(given.entries) if named_work(entry) in works)
        run.lists.append(replace(stored, only=only))


def _store_list(run: Run, reading_list: ReadingList, location: str, data: bytes) -> FetchedList:
    resolutions = run.resolver.resolve_all(reading_list.entries)
    changes = run.library.replace_list(
        reading_list,
        location=location,
        sha256=hashlib.sha256(data).hexdigest(),
        read_at=run.start,
        resolutions=resolutions,
    )
    return FetchedList(reading_list, location, resolutions, changes)


def _known_lists(run: Run) -> frozenset[str]:
    return frozenset(row["location"] for row in run.library.lists())


def _given_before(run: Run) -> list[Identifier]:
    """The identifiers that were given directly in earlier runs."""
    if COMMAND_LINE not in _known_lists(run):
        return []
    rows = run.library.entries(Filters(from_list=COMMAND_LINE))
    parsed = [parse_identifier(identifier) for row in rows for identifier in row.identifiers]
    return [identifier for identifier in parsed if isinstance(identifier, Identifier)]


def take_all(run: Run) -> None:
    """Take every list of the library as it was read last."""
    for row in run.library.lists():
        reading_list, resolutions = run.library.stored_list(row["location"])
        run.lists.append(FetchedList(reading_list, row["location"], resolutions, ListChanges()))


def take_up(run: Run) -> None:
    """Take the lists that something is waiting for and due."""
    due = run.start
    for stored in waiting_lists(run.library, due=due):
        run.lists.append(
            FetchedList(stored.reading_list, stored.location, stored.resolutions, ListChanges(), stored.waiting)
        )
