"""The mirror."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from answers import all_of
from paperdex.core.identifiers import Identifier
from paperdex.core.records import BibliographicRecord
from paperdex.sources.base import Source
from paperdex.storage.mirror import Mirror
from paperdex.storage.rows import ImportCounts
from storage.samples import AT, LATER, record, records


def paper(work: str = "2101.00001", title: str = "An Invented Paper on Teapots", **fields: Any) -> BibliographicRecord:
    return record(work, title, **({"source": "mirror"} | fields))


def fill(mirror: Mirror, *papers: BibliographicRecord, **more: Any) -> ImportCounts:
    return mirror.import_records(papers, **({"origin": "snapshot.json", "at": AT} | more))


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with Mirror.open(tmp_path / "mirror.db") as opened:
        yield opened


def test_a_lookup_answers_each_identifier(mirror: Mirror) -> None:
    """With its record, or with the reason; in the order asked, each once."""
    source: Source = mirror
    fill(mirror, paper(), paper("hep-th/9901001", "Older"))
    asked = [
        Identifier("arxiv", work, version)
        for work, version in [("hep-th/9901001", 1), ("2101.00009", None), ("2101.00001", 7)]
    ]
    answer = all_of(source.lookup([*asked, asked[0]]))
    assert answer.records == (paper("hep-th/9901001", "Older"), paper())
    assert answer.unknown == {"2101.00009": "not in the mirror"}


def test_importing_twice_changes_nothing(mirror: Mirror) -> None:
    """And only what differs is written."""
    assert fill(mirror, paper(), paper("2101.00002")) == ImportCounts(new=2)
    assert fill(mirror, paper(retrieved=LATER), paper("2101.00002", comment="new")) == ImportCounts(changed=1, same=1)
    assert all_of(mirror.lookup([Identifier("arxiv", "2101.00001")])).records[0].retrieved == AT
    assert all_of(mirror.lookup([Identifier("arxiv", "2101.00002")])).records[0].comment == "new"


def test_an_older_snapshot_does_not_undo_a_newer_one(mirror: Mirror) -> None:
    """A record of a lower version is left aside."""
    fill(mirror, paper(version=3))
    assert fill(mirror, paper(version=2, title="Old")) == ImportCounts(same=1)
    assert all_of(mirror.lookup([Identifier("arxiv", "2101.00001")])).records == (paper(version=3),)


def test_the_same_paper_twice_in_one_batch(mirror: Mirror) -> None:
    """The later line counts."""
    assert fill(mirror, paper(title="First"), paper(title="Second")).total == 2
    assert all_of(mirror.lookup([Identifier("arxiv", "2101.00001")])).records[0].title == "Second"


def test_an_interrupted_import_keeps_its_batches_and_goes_on(mirror: Mirror) -> None:
    """The stream is read batch by batch, progress is told, and a second run finishes."""

    def stream(breaks: bool) -> Iterator[BibliographicRecord]:
        for n in range(25):
            if breaks and n == 17:
                raise KeyboardInterrupt
            yield paper(f"2101.{n:05}", f"Teapot {n}")

    told: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        mirror.import_records(
            stream(True), origin="s", at=AT, batch=5, progress=lambda counts: told.append(counts.total)
        )
    assert told == [5, 10, 15]
    status = mirror.status()
    assert status.papers == 15
    assert status.last_import is not None
    assert (status.last_import.finished, status.last_import.counts) == (False, ImportCounts(new=15))
    assert mirror.import_records(stream(False), origin="s", at=LATER, batch=5) == ImportCounts(new=10, same=15)
    status = mirror.status()
    assert status.papers == 25
    assert status.last_import is not None
    assert (status.last_import.finished, status.last_import.origin, status.last_import.at) == (True, "s", LATER)


def test_status_of_papers_and_dates(mirror: Mirror) -> None:
    """Count, oldest and newest first version, and the size of the file."""
    assert (mirror.status().papers, mirror.status().newest, mirror.status().last_import) == (0, None, None)
    fill(
        mirror, paper(submitted="1999-01-01"), paper("2101.00002", submitted="2021-05-05"), paper("x/1", submitted=None)
    )
    status = mirror.status()
    assert (status.papers, status.oldest, status.newest) == (3, "1999-01-01", "2021-05-05")
    assert status.size == (mirror.path).stat().st_size


def works(mirror: Mirror, title: str) -> list[str]:
    return [r.work for r in mirror.search_title(title)]


def test_search_by_title(mirror: Mirror) -> None:
    """The same title first, then the one with a subtitle, then near ones; nothing for nothing."""
    fill(
        mirror,
        paper("1", "Kettle Learning with Invented Teapots: A Study"),
        paper("2", "Kettle learning with invented teapots"),
        paper("3", "Kettle Learnings with Invented Teapots Revisited"),
        paper("4", "Wholly Different"),
        paper("5", "Teapot"),
    )
    assert works(mirror, "Kettle Learning with Invented Teapots") == ["2", "1", "3"]
    assert works(mirror, "Kettle Learning with Inventd Teapots") == ["2", "1"]
    assert works(mirror, "teapot!") == ["5"]
    for nothing in ("", "   ", "!!!", '"', "\x00", "\ud800", "AND OR NOT", "zzz yyy xxx"):
        assert works(mirror, nothing) == []


def test_at_most_ten_near_ones(mirror: Mirror) -> None:
    """However many share the words; the most alike come first."""
    fill(mirror, *(paper(f"{n}", f"Invented Kettle Teapot Number{n} {'word ' * n}") for n in range(30)))
    found = works(mirror, "Invented Kettle Teapot Number3")
    assert len(found) == 10
    assert found[0] == "3"


def test_titles_follow_a_changed_record(mirror: Mirror) -> None:
    """The triggers keep the index."""
    fill(mirror, paper(title="Kettles of invented steel"))
    fill(mirror, paper(title="Spoons of invented silver"))
    assert works(mirror, "kettles of invented steel") == []
    assert works(mirror, "spoons of invented silver today") == ["2101.00001"]
    mirror.connection.execute("INSERT INTO papers_fts(papers_fts, rank) VALUES ('integrity-check', 1)")


def test_a_big_mirror_answers_fast(mirror: Mirror) -> None:
    """Common words are in every title, and still a question takes no time."""
    stream = (paper(f"{n}", f"Deep learning of the invented networks number {n}") for n in range(30_000))
    start = time.perf_counter()
    mirror.import_records(stream, origin="s", at=AT)
    assert time.perf_counter() - start < 60
    start = time.perf_counter()
    for n in range(20):
        assert works(mirror, f"Deep learning of the invented networks number {n}")[0] == f"{n}"
        assert len(works(mirror, "Deep learning of the networks")) == 10
    assert time.perf_counter() - start < 4


@given(saved=records)
def test_a_stored_paper_comes_back_the_same(
    saved: BibliographicRecord, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the fields hold; the source is the mirror."""
    from dataclasses import replace

    with Mirror.open(tmp_path_factory.getbasetemp() / "roundtrip-mirror.db") as mirror:
        mirror.connection.execute("DELETE FROM papers")
        fill(mirror, saved)
        assert all_of(mirror.lookup([Identifier("arxiv", saved.work)])).records == (replace(saved, source="mirror"),)
        assert fill(mirror, saved) == ImportCounts(same=1)
