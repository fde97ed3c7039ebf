"""Writing the library."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from paperdex.core.records import Author, BibliographicRecord, Version
from paperdex.core.resolution import Resolution, Suggestion
from paperdex.errors import StorageError
from paperdex.storage.library import Library
from paperdex.storage.locations import COMMAND_LINE, list_location
from paperdex.storage.rows import ImportCounts, ListChanges
from storage.samples import AT, LATER, LATEST, entry, record, records, rich_entry, store


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def changes_of(library: Library) -> int:
    """A number that grows with every commit of any connection but this one's reads."""
    return library.connection.total_changes


def test_a_list_is_stored_with_everything_that_hangs_on_it(library: Library) -> None:
    """Every field of an entry comes back."""
    store(library, rich_entry(), topics=(("Kitchen",), ("Kitchen", "Pots"), ("Empty",)))
    (row,) = library.entries()
    assert (row.list, row.line, row.topic, row.status, row.id) == (
        "list.md",
        7,
        ("Kitchen", "Pots"),
        "resolved",
        "2101.00001",
    )
    assert (row.date, row.venue, row.rating, row.note) == ("2021-01", "Invented Conference", 3, "whistles nicely")
    assert row.authors == ("A. Invented",)
    assert row.abstract == "The list says so."
    assert row.doi == "10.1234/teapot"
    assert [(link.label, link.url) for link in row.links] == [
        ("code", "https://example.org/code"),
        ("", "https://example.org/"),
    ]
    assert row.mentions == ("2101.00009",)
    assert row.identifiers == ("arxiv:2101.00001", "doi:10.1234/teapot")
    assert row.missing == ("record",)
    malformed = library.row("SELECT value, reason FROM entry_identifiers WHERE scheme = 'malformed'")
    assert malformed is not None
    assert tuple(malformed) == ("2101.x", "no number")


def test_reading_the_same_list_again_writes_nothing(library: Library) -> None:
    """Same document and resolutions: not a row is touched."""
    entries = (entry("A", "2101.00001"), entry("B"))
    store(library, *entries)
    before = changes_of(library)
    assert store(library, *entries, read_at=LATER) == ListChanges(unchanged=2)
    assert changes_of(library) == before
    assert library.lists()[0]["read_at"] == AT


def test_a_changed_resolution_is_stored_though_the_list_is_the_same(library: Library) -> None:
    """What a title search found later reaches the library."""
    e = entry("B")
    store(library, e)
    assert store(library, e, resolutions=[Resolution("resolved", work="2101.00002")]).unchanged == 1
    assert [row.id for row in library.entries()] == ["2101.00002"]


def test_the_difference_of_two_readings_is_told(library: Library) -> None:
    """Added, removed and moved entries are named; shifted lines are no change."""
    store(
        library,
        entry("Stays", "2101.00001", ("X",), 1),
        entry("Moves", "2101.00002", ("X",), 2),
        entry("Goes", "2101.00003", ("X",), 3),
        entry("Only a title", None, ("X",), 4),
    )
    changes = store(
        library,
        entry("Comes", "2101.00004", ("X",), 1),
        entry("Stays, retitled", "2101.00001", ("X",), 20),
        entry("Moves", "2101.00002", ("Y",), 30),
        entry("Only a Title!", None, ("X",), 40),
    )
    assert changes == ListChanges(added=("Comes",), moved=("Moves",), removed=("Goes",), unchanged=2)
    assert [row.title for row in library.entries()] == ["Comes", "Stays, retitled", "Moves", "Only a Title!"]


def test_an_entry_that_gains_an_identifier_is_the_same_entry(library: Library) -> None:
    """A title that was found by search and now has its identifier in the list is not removed and added."""
    store(library, entry("Teapots"), resolutions=[Resolution("resolved", work="2101.00001")])
    assert store(library, entry("Pots of Tea", "2101.00001")) == ListChanges(unchanged=1)


def test_the_same_work_twice_counts_twice(library: Library) -> None:
    """One of two occurrences moving is one move."""
    store(library, entry("A", "2101.00001", ("X",)), entry("A", "2101.00001", ("X",)))
    changes = store(library, entry("A", "2101.00001", ("X",)), entry("A", "2101.00001", ("Y",)))
    assert changes == ListChanges(moved=("A",), unchanged=1)


def test_works_and_records_outlive_their_entries(library: Library) -> None:
    """A list that drops a paper does not drop its record."""
    store(library, entry("A", "2101.00001"))
    library.save_records([record()])
    store(library)
    assert list(library.entries()) == []
    assert library.show("2101.00001").record == record()


def test_a_failing_replacement_changes_nothing(library: Library, tmp_path: Path) -> None:
    """The old reading stays when the new one cannot be stored."""
    store(library, entry("A", "2101.00001"))
    before = dump(tmp_path / "library.db")
    bad = entry("B", line=None)
    with pytest.raises(StorageError):
        store(library, entry("C", "2101.00003"), bad)
    with pytest.raises(ValueError, match="zip"):
        store(library, entry("C"), resolutions=[])
    assert dump(tmp_path / "library.db") == before


def test_update_resolutions_sets_status_and_suggestions(library: Library) -> None:
    """A title search's outcome is stored once; the same again writes nothing."""
    store(library, entry("A"), entry("B"))
    outcome = {
        0: Resolution("resolved", work="2101.00001"),
        1: Resolution("suggested", reason="two papers", suggestions=(Suggestion("2101.00002", "B-like", 0.9),)),
    }
    assert library.update_resolutions("list.md", outcome, at=AT) == 2
    first, second = library.entries()
    assert (first.status, first.id) == ("resolved", "2101.00001")
    assert (second.status, second.reason, second.suggestions) == ("suggested", "two papers", outcome[1].suggestions)
    before = changes_of(library)
    assert library.update_resolutions("list.md", outcome, at=LATER) == 0
    assert library.update_resolutions("list.md", {99: outcome[0]}, at=LATER) == 0
    assert changes_of(library) == before


def test_saving_the_same_record_again_writes_nothing(library: Library) -> None:
    """The time of retrieval alone is no change, unless a refresh was asked for."""
    assert library.save_records([record()]) == ImportCounts(new=1)
    before = changes_of(library)
    assert library.save_records([record(retrieved=LATER)]) == ImportCounts(same=1)
    assert changes_of(library) == before
    library.save_records([record(retrieved=LATER)], refresh=True)
    assert library.records(["2101.00001"])["2101.00001"].retrieved == LATER


def test_a_newer_record_of_a_source_replaces_its_older_one(library: Library) -> None:
    """Never the other way round."""
    new = record(title="Teapots, Revised", retrieved=LATER, version=3, authors=(Author("Cy Invented"),))
    library.save_records([record()])
    assert library.save_records([new]) == ImportCounts(changed=1)
    assert library.save_records([record()]) == ImportCounts(same=1)
    assert library.records(["2101.00001"]) == {"2101.00001": new}


@pytest.mark.parametrize("first", [0, 1, 2])
def test_the_best_source_wins_whatever_came_first(library: Library, first: int) -> None:
    """arXiv before the mirror before the list itself, and all of them are kept."""
    records = [record(source=source, title=source) for source in ("arxiv", "mirror", "list")]
    for index in range(3):
        library.save_records([records[(first + index) % 3]])
    assert library.records(["2101.00001"])["2101.00001"].source == "arxiv"
    assert [r.source for r in library.show("2101.00001").records] == ["arxiv", "mirror", "list"]


def test_an_older_version_replaces_no_later_one(library: Library) -> None:
    """A server that lags behind, asked later, takes nothing back, and no change is noted twice."""
    second = record(title="A New Title", version=2, retrieved=LATER)
    for found in (record(version=1), second, record(version=1, retrieved=LATEST), replace(second, retrieved=LATEST)):
        library.save_records([found], refresh=True)
    assert library.records([second.work]) == {second.work: replace(second, retrieved=LATEST)}
    assert [update.change.field for update in library.updates()] == ["version", "title"]


def test_a_change_has_the_time_and_the_source_that_told_it(library: Library) -> None:
    """Also where the record that is shown is another one, which came long before."""
    versions = (Version(1, AT, False), Version(2, AT, True))
    library.save_records([record()])
    library.save_records([record(source="arxiv-oai", retrieved=LATER, withdrawn=True, versions=versions)])
    (update,) = library.updates(since=LATER)
    assert (update.at, update.source, update.change.new) == (LATER, "arxiv-oai", "withdrawn")


@pytest.mark.parametrize(("version", "withdrawn"), [(1, None), (2, True), (3, True)])
def test_withdrawn_is_told_by_the_same_version_or_a_later_one(
    library: Library, version: int, withdrawn: bool | None
) -> None:
    """A later version without a text takes the paper back, although arXiv's query API does not know it yet."""
    library.save_records([record(), record(source="arxiv-oai", version=version, withdrawn=True)])
    store(library, entry("Teapots", record().work))
    assert library.records([record().work])[record().work].withdrawn is withdrawn
    assert [row.withdrawn for row in library.entries()] == [withdrawn]


def test_a_gap_is_closed_by_a_record_but_not_by_the_list(library: Library) -> None:
    """What only the list says does not make arXiv be asked again."""
    store(library, entry("A", "2101.00001"))
    library.save_gaps({"2101.00001": "unknown to arXiv"}, "arxiv", AT)
    library.save_records([record(source="list", abstract=None)])
    assert library.show("2101.00001").gap == "unknown to arXiv"
    library.save_records([record()])
    assert library.show("2101.00001").gap is None


def test_title_searches_are_remembered(library: Library) -> None:
    """An empty answer is an answer; a second search replaces the first."""
    assert library.cached_title_search("teapots", "arxiv") is None
    library.save_title_search("teapots", "arxiv", AT, [])
    assert library.cached_title_search("teapots", "arxiv") == ()
    library.save_title_search("teapots", "arxiv", LATER, [record(), record("2101.00002", "Other")])
    found = library.cached_title_search("teapots", "arxiv")
    assert found is not None
    assert [(r.work, r.title, r.authors == record().authors, r.submitted) for r in found] == [
        ("2101.00001", "An Invented Paper on Teapots", True, record().submitted),
        ("2101.00002", "Other", True, record().submitted),
    ]
    assert library.cached_title_search("teapots", "mirror") is None
    assert library.cached_title_search("teapots", "arxiv", since="2026-12-01") is None


def test_cite_keys_are_given_once_and_never_changed(library: Library) -> None:
    """Distinct without regard to case; what is called otherwise than was wished is told."""
    works = [f"2101.0000{n}" for n in (1, 2, 3)]
    store(library, *(entry("A", work) for work in works))
    assert library.keep_cite_keys({works[0]: "Key", works[1]: "KEYa"}) == {}
    assert library.keep_cite_keys({works[0]: "Other", works[1]: "KEYa", works[2]: "KEY"}) == {
        works[0]: "Key",
        works[2]: None,
    }
    assert [library.key_of(work) for work in works] == ["Key", "KEYa", None]
    assert library.show("keyA").work == works[1]


HOSTILE = "'; DROP TABLE works; -- \x00 \ud800 \u202e <script> =1+1 % _ \" \\ \U0001f600"


def test_hostile_text_is_stored_as_text(library: Library) -> None:
    """Quotes, NUL, bidi and a lone surrogate in every place, and the library still works."""
    e = rich_entry()
    hostile = entry(
        HOSTILE,
        topic=(HOSTILE, "/"),
        note=HOSTILE,
        venue=HOSTILE,
        rating=2**70,
        mentions=(HOSTILE,),
        authors=(HOSTILE,),
    )
    path = f"bad\udce9 {HOSTILE}.md"
    store(library, e, hostile, path=path)
    store(library, e, hostile, path=path)
    library.save_records([record(title=HOSTILE, authors=(Author(HOSTILE),), comment=HOSTILE)])
    assert library.save_records([record(title=HOSTILE, authors=(Author(HOSTILE),), comment=HOSTILE)]).same == 1
    rows = list(library.entries())
    assert len(rows) == 2
    kept = HOSTILE.replace("\ud800", "\\ud800")
    assert rows[1].title == rows[1].note == rows[1].topic[0] == rows[1].mentions[0] == rows[1].authors[0] == kept
    assert rows[1].rating is None
    assert rows[0].title == kept


def test_ten_thousand_entries_are_quick(library: Library) -> None:
    """Storing, storing again, and reading all of a big list, within generous bounds."""
    import time

    entries = tuple(entry(f"Teapot {n}", f"2101.{n:05}", (f"T{n // 100}",), n + 1) for n in range(10_000))
    start = time.perf_counter()
    store(library, *entries)
    library.save_records(record(f"2101.{n:05}", f"Invented Teapot {n}") for n in range(10_000))
    stored = time.perf_counter()
    assert store(library, *entries).unchanged == 10_000
    assert len(list(library.entries())) == 10_000
    read = time.perf_counter()
    assert stored - start < 20
    assert read - stored < 5


def test_the_location_of_a_list_moves_with_the_library(tmp_path: Path) -> None:
    """Beneath the library's folder it is relative, elsewhere absolute, a URL as it is."""
    library = tmp_path / "here" / "paperdex.db"
    assert list_location(str(tmp_path / "here" / "lists" / ".." / "a.md"), library) == "a.md"
    assert list_location(str(tmp_path / "there.md"), library) == str(tmp_path / "there.md")
    assert list_location("https://example.org/a.md", library) == "https://example.org/a.md"
    assert list_location("https://example.org/a.md#part", library) == "https://example.org/a.md"
    assert list_location("-", library) != list_location("./-", library)
    assert list_location("command line", library) != COMMAND_LINE


@given(saved=records)
def test_a_stored_record_comes_back_the_same(
    saved: BibliographicRecord, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the fields hold, and saving it again is no change."""
    with Library.open(tmp_path_factory.getbasetemp() / "roundtrip.db") as library:
        library.connection.execute("DELETE FROM works")
        library.save_records([saved])
        assert library.records([saved.work]) == {saved.work: saved}
        assert library.save_records([saved]) == ImportCounts(same=1)
