"""Entries to stdout in the format that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from paperdex.cli import console, rows
from paperdex.storage.rows import EntryRow
from paperdex.workflows.browse import list_titles


def print_entries(entries: Iterable[EntryRow], output: str, *, library: Path) -> bool:
    """Print entries, and tell whether there were any; trees and tables are drawn, everything else is text."""
    counted = _Counted(entries)
    if output in rows.FORMATS:
        console.results(rows.FORMATS[output].write(counted))
        return counted.count > 0
    from paperdex.cli.render import entry_table, entry_trees

    if output == "table":
        table = entry_table(counted)
        if counted.count:
            console.show(table)
        return counted.count > 0
    for number, tree in enumerate(entry_trees(counted, list_titles(library))):
        if number:
            console.result("")
        console.show(tree)
    return counted.count > 0


class _Counted:
    """Entries that are counted as they pass."""

    def __init__(self, entries: Iterable[EntryRow]) -> None:
        self.count = 0
        self._entries = entries

    def __iter__(self) -> Iterator[EntryRow]:
        for entry in self._entries:
            self.count += 1
            yield entry
