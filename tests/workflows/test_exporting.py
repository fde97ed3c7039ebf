"""A bibliography is made while it is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from paperdex.core.bibliography import GroupBy
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution
from paperdex.storage.filters import Filters
from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader
from paperdex.workflows import exporting
from storage.samples import AT, entry, record


def store(library: Library, location: str, entries: Iterable[ListEntry]) -> None:
    """A list as it was read; an entry is resolved by its number."""
    whole = tuple(entries)
    named = [each.arxiv for each in whole]
    resolutions = [Resolution("resolved", work=i.work) if i else Resolution("unresolved", reason="no") for i in named]
    topics = tuple(dict.fromkeys(each.topic for each in whole if each.topic))
    reading_list = ReadingList(location, "markdown", location.title(), whole, topics)
    library.replace_list(reading_list, location=location, sha256=location, read_at=AT, resolutions=resolutions)


def outline(
    library: Path, filters: Filters, group_by: GroupBy = "topic"
) -> list[tuple[str | None, tuple[str, ...], list[str]]]:
    """List, heading and works of each group."""
    with exporting.bibliography(library, filters, group_by=group_by) as found:
        return [(g.list_title, g.topic, [item.record.work[-1] for item in g.items]) for g in found.groups]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two lists; the topic "Pots" comes twice in the first, paper 1 stands there twice and in the second list."""
    path = tmp_path / "library.db"
    numbers = {n: f"2101.0000{n}" for n in range(1, 6)}
    with Library.open(path) as opened:
        first = [(3, ()), (1, ("Pots",)), (2, ("Cups",)), (4, ("Pots",)), (1, ("Pots",)), (5, ("Cups",))]
        store(opened, "a", [entry(f"T{n}", numbers[n], topic, n) for n, topic in first])
        store(opened, "b", [entry("T1", numbers[1], ("Cups", "Old")), entry("Lost", None, ("Cups",), 9)])
        years = {1: "2019", 2: "2021", 3: "2020", 4: None}
        opened.save_records(
            record(numbers[n], f"{'EDCBA'[n]} Teapots", submitted=year, categories=("math.CO", "cs.LG")[n % 2 :][:1])
            for n, year in years.items()
        )
    return path


def test_groups(library: Path) -> None:
    """By topic in the order of the lists, by year, by category or not at all; a work once in each."""
    assert outline(library, Filters()) == [
        ("A", (), ["3"]),
        ("A", ("Pots",), ["1", "4"]),
        ("A", ("Cups",), ["2"]),
        ("B", ("Cups", "Old"), ["1"]),
    ]
    assert outline(library, Filters(), "year") == [
        (None, ("2021",), ["2"]),
        (None, ("2020",), ["3"]),
        (None, ("2019",), ["1"]),
        (None, ("Undated",), ["4"]),
    ]
    assert outline(library, Filters(sort="title"), "category") == [
        (None, ("cs.LG",), ["3", "1"]),
        (None, ("math.CO",), ["4", "2"]),
    ]
    assert outline(library, Filters(), "none") == [(None, (), ["3", "1", "2", "4"])]


def test_the_order_holds_within_groups_and_the_limit_before_them(library: Path) -> None:
    """The two first by title are those that are written, each under its topic."""
    assert outline(library, Filters(sort="title"))[1] == ("A", ("Pots",), ["4", "1"])
    assert outline(library, Filters(sort="title", limit=2)) == [("A", (), ["3"]), ("A", ("Pots",), ["4"])]


def test_counts_and_topics_of_what_is_let_through(library: Path) -> None:
    """Entries without a work or a record are left out with the reason."""
    with exporting.bibliography(library, Filters()) as found:
        items = {item.record.work: item for group in found.groups for item in group.items}
    assert found.works == 4
    assert items["2101.00001"].topics == (("Pots",), ("Cups", "Old"))
    assert [(each.place, each.title, each.why) for each in found.left_out] == [
        ("a:5", "T5", "there is no record of it"),
        ("b:9", "Lost", "no"),
    ]
    with exporting.bibliography(library, Filters(from_list="b")) as found:
        (item,) = [item for group in found.groups for item in group.items]
    assert item.topics == (("Cups", "Old"),)


def test_records_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a library of any size takes little memory; a group goes on over their ends."""
    monkeypatch.setattr(exporting, "_AT_ONCE", 3)
    path = tmp_path / "library.db"
    works = [f"2101.0{n:04}" for n in range(1, 12)]
    with Library.open(path) as opened:
        store(opened, "a", [entry(work, work, ("Pots",)) for work in works])
        opened.save_records(record(work) for work in works)
    asked: list[list[str]] = []
    records = LibraryReader.records

    def counted(self: LibraryReader, wanted: Iterable[str]) -> dict[str, BibliographicRecord]:
        asked.append(list(wanted))
        return records(self, asked[-1])

    monkeypatch.setattr(LibraryReader, "records", counted)
    with exporting.bibliography(path, Filters()) as found:
        (group,) = found.groups
        assert [item.record.work for item in group.items] == works
    assert [len(each) for each in asked] == [3, 3, 3, 2]
