"""Reading the library."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.identifiers import Identifier
from paperdex.core.records import Author
from paperdex.errors import StorageError, UnknownName, UsageError
from paperdex.storage.library import Library
from paperdex.storage.queries import Filters, LibraryReader
from storage.samples import LATER, entry, record, rich_entry, store


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two lists."""
    path = tmp_path_factory.mktemp("queries") / "library.db"
    with Library.open(path) as library:
        store(
            library,
            entry("Teapots", "2101.00001", ("Kitchen", "Pots"), 3),
            entry("Kettles", "2201.00002", ("Kitchen", "Kettles"), 4, note="boils fast"),
            entry("Nowhere to be found", None, ("Image/Video",), 6, date="2015-03", authors=("Émile Fiktív",)),
            entry("Above all headings", None, (), 1, identifiers=(Identifier("doi", "10.1234/x"),)),
            path="lists/a.md",
            topics=(("Kitchen",), ("Kitchen", "Pots"), ("Kitchen", "Kettles"), ("Empty",), ("Image/Video",)),
        )
        store(
            library,
            entry("Teapots again", "2101.00001", ("ＰＯＴＳ  of iron", "Small"), 1),
            entry("茶壺の研究", "1901.00003", ("茶道",), 2),
            path="b.md",
            location="/else/b.md",
            read_at=LATER,
        )
        library.save_records(
            [
                record("2101.00001", "On Teapots", authors=(Author("Ada Müller", "Müller", "Ada"),)),
                record("2201.00002", "Kettle Learning", categories=("math.ST", "cs.CV"), submitted="2022-01-01"),
                record("1901.00003", "A Study", authors=(Author("発明 太郎"),), submitted="2019-06-01", abstract=None),
            ]
        )
    return path


@pytest.fixture
def reader(path: Path) -> Iterator[LibraryReader]:
    with LibraryReader.open(path) as opened:
        yield opened


def titles(reader: LibraryReader, **filters: object) -> list[str]:
    return [row.title_in_list for row in reader.entries(Filters(**filters))]  # type: ignore[arg-type]


ALL = ["Teapots", "Kettles", "Nowhere to be found", "Above all headings", "Teapots again", "茶壺の研究"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ALL),
        ({"topics": ("kitchen",)}, ["Teapots", "Kettles"]),
        ({"topics": ("POTS",)}, ["Teapots"]),
        ({"topics": ("茶道", "Pots")}, ["Teapots", "茶壺の研究"]),
        ({"topics": ("Kitchen/Pots",)}, ["Teapots"]),
        ({"topics": ("kitchen / pots",)}, ["Teapots"]),
        ({"topics": ("pots of Iron",)}, ["Teapots again"]),
        ({"topics": ("image/video",)}, ["Nowhere to be found"]),
        ({"topics": ("茶道",)}, ["茶壺の研究"]),
        ({"topics": ("Empty",)}, []),
        ({"author": "muller"}, ["Teapots", "Teapots again"]),
        ({"author": "Müller, Ada"}, ["Teapots", "Teapots again"]),
        ({"author": "A. Müller"}, ["Teapots", "Teapots again"]),
        ({"author": "Ada Fiktív"}, []),
        ({"author": "Mull"}, []),
        ({"author": "emile fiktiv"}, ["Nowhere to be found"]),
        ({"author": "太郎"}, ["茶壺の研究"]),
        ({"years": (2015, 2019)}, ["Nowhere to be found", "茶壺の研究"]),
        ({"years": (2022, None)}, ["Kettles"]),
        ({"years": (None, 2015)}, ["Nowhere to be found"]),
        ({"category": "cs"}, ["Teapots", "Kettles", "Teapots again", "茶壺の研究"]),
        ({"category": "cs.cv"}, ["Kettles"]),
        ({"category": "c"}, []),
        ({"category": "math"}, ["Kettles"]),
        ({"from_list": "a.md"}, ALL[:4]),
        ({"from_list": "./lists/a.md"}, ALL[:4]),
        ({"from_list": "/else/b.md"}, ALL[4:]),
        ({"match": "kettle boils"}, ["Kettles"]),
        ({"match": "茶壺"}, ["茶壺の研究"]),
        ({"match": "teapots 茶壺"}, []),
        ({"match": '"on teapots"'}, ["Teapots", "Teapots again"]),
        ({"match": "kettl*"}, ["Kettles"]),
        ({"match": "  "}, ALL),
        (
            {"sort": "year"},
            ["Kettles", "Teapots", "Teapots again", "茶壺の研究", "Nowhere to be found", "Above all headings"],
        ),
        (
            {"sort": "title"},
            ["茶壺の研究", "Above all headings", "Kettles", "Nowhere to be found", "Teapots", "Teapots again"],
        ),
        ({"sort": "author", "limit": 1}, ["Kettles"]),
        ({"sort": "added", "limit": 1}, ["茶壺の研究"]),
        ({"limit": 2}, ALL[:2]),
        ({"limit": 0}, []),
        ({"topics": ("kitchen",), "match": "teapots", "category": "cs", "from_list": "a.md"}, ["Teapots"]),
    ],
)
def test_filters(reader: LibraryReader, filters: dict[str, object], expected: list[str]) -> None:
    """Each filter lets through what it says, and they add up."""
    assert titles(reader, **filters) == expected


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        ({"topics": ("kichen",)}, "Kitchen"),
        ({"topics": ("Kitchen/Pets",)}, "Kitchen/Pots"),
        ({"from_list": "c.md"}, "b.md"),
        ({"topics": ("Smell",), "from_list": "b.md"}, "Small"),
        ({"topics": ("",)}, ""),
        ({"topics": ("/",)}, ""),
        ({"sort": "yeer"}, "year"),
    ],
)
def test_an_unknown_name_fails_and_names_the_near_ones(
    reader: LibraryReader, filters: dict[str, str], near: str
) -> None:
    """A typing mistake is no empty answer."""
    with pytest.raises(UnknownName) as caught:
        titles(reader, **filters)
    assert near in caught.value.tip


def test_a_row_has_the_record_and_what_the_list_says(reader: LibraryReader) -> None:
    """The record's title, authors and dates beside the list's title, and the page of the work."""
    first = next(reader.entries())
    assert (first.title, first.title_in_list, first.authors) == ("On Teapots", "Teapots", ("Ada Müller",))
    assert (first.submitted, first.version, first.primary_category) == ("2021-01-02T03:04:05Z", 2, "cs.LG")
    assert (first.url, first.source, first.missing) == ("https://arxiv.org/abs/2101.00001", "arxiv", ())
    study = next(reader.entries(Filters(match="茶壺")))
    assert study.missing == ("abstract",)
    doi = next(reader.entries(Filters(match="headings")))
    assert (doi.id, doi.doi, doi.url, doi.status) == (None, "10.1234/x", None, "unresolved")


def test_a_copy_is_the_library(path: Path, reader: LibraryReader, tmp_path: Path) -> None:
    """A copy reads as the library does; a copy to where nothing can be written says so."""
    reader.copy_to(tmp_path / "copy.db")
    with LibraryReader.open(tmp_path / "copy.db") as copy:
        assert list(copy.entries()) == list(reader.entries())
    with pytest.raises(StorageError):
        reader.copy_to(tmp_path / "no such folder" / "copy.db")


def test_topics_are_counted_with_what_is_below_them(reader: LibraryReader) -> None:
    """In document order, empty ones too, entries above the first heading first."""
    found = [(row.list, row.topic, row.own, row.total) for row in reader.topics()]
    assert found == [
        ("lists/a.md", (), 1, 1),
        ("lists/a.md", ("Kitchen",), 0, 2),
        ("lists/a.md", ("Kitchen", "Pots"), 1, 1),
        ("lists/a.md", ("Kitchen", "Kettles"), 1, 1),
        ("lists/a.md", ("Empty",), 0, 0),
        ("lists/a.md", ("Image/Video",), 1, 1),
        ("b.md", ("ＰＯＴＳ  of iron",), 0, 1),
        ("b.md", ("ＰＯＴＳ  of iron", "Small"), 1, 1),
        ("b.md", ("茶道",), 1, 1),
    ]


def test_topics_of_one_list(reader: LibraryReader) -> None:
    """By its path or file name, as the filter has it."""
    assert [row.topic[-1] for row in reader.topics("b.md")] == ["ＰＯＴＳ  of iron", "Small", "茶道"]
    assert [row.list for row in reader.topics("a.md")] == ["lists/a.md"] * 6
    with pytest.raises(UnknownName):
        reader.topics("c.md")


def test_search_for_a_common_word_is_no_square(library: Library) -> None:
    """Every entry has it, and each is looked at once."""
    store(library, *(entry(f"Teapot {n}", f"2101.{n:05}") for n in range(5000)))
    library.save_records(record(f"2101.{n:05}") for n in range(5000))
    start = time.perf_counter()
    assert len(list(library.search("teapots"))) == 5000
    assert time.perf_counter() - start < 1.5


def test_search_gives_each_work_once_best_first(library: Library) -> None:
    """A word in the title counts for more than one in the abstract; both lists' entries are one result."""
    store(
        library,
        entry("One", "2101.00001"),
        entry("Two", "2101.00002"),
        entry("Two again", "2101.00002"),
        entry("About kettles only here"),
    )
    library.save_records(
        [
            record("2101.00001", "Pots", abstract="Kettles are mentioned in passing, among many other words."),
            record("2101.00002", "Kettles", abstract="Nothing."),
        ]
    )
    found = [row.title_in_list for row in library.search("kettles")]
    assert sorted(found) == ["About kettles only here", "One", "Two"]
    assert found[-1] == "One"
    assert [row.id for row in library.search("kettles", Filters(limit=1, match="pots"))] == ["2101.00001"]
    assert [row.title_in_list for row in library.search("two kettles")] == ["Two"]


def test_search_in_scripts_without_blanks(reader: LibraryReader) -> None:
    """A part of a Japanese title is found."""
    assert [row.title_in_list for row in reader.search("壺の")] == ["茶壺の研究"]
    assert [row.title_in_list for row in reader.search("study 壺の")] == ["茶壺の研究"]
    assert list(reader.search("壺と")) == []


def test_an_empty_search_is_misuse(reader: LibraryReader) -> None:
    """There is nothing to look for in blanks."""
    with pytest.raises(UsageError, match="nothing to search"):
        list(reader.search("  "))


@pytest.mark.parametrize(
    "words", ['"', '""', "a OR", "NEAR(", "title:x", "*", "-", "(", "a AND", "^", '"a" *', "x\0y", "\ud800", "%_"]
)
def test_no_text_is_a_syntax_error(reader: LibraryReader, words: str) -> None:
    """FTS5's own syntax means nothing here."""
    assert isinstance(titles(reader, match=words), list)
    assert isinstance(titles(reader, author=words), list)
    if words not in {'"', '""'}:
        assert isinstance(list(reader.search(words)), list)


@given(words=st.text(max_size=30))
def test_any_text_can_be_searched_for(path: Path, words: str) -> None:
    """Whatever is typed gives results or none, or is misuse; never an error of SQLite."""
    with LibraryReader.open(path) as reader:
        assert set(titles(reader, match=words, author=words)) <= set(ALL)
        with contextlib.suppress(UsageError):
            assert {row.title_in_list for row in reader.search(words)} <= set(ALL)


def test_full_text_follows_every_change(library: Library) -> None:
    """The triggers keep the indexes: replaced, changed and removed text is not found any more."""
    store(library, entry("Alpha", "2101.00001", note="first"))
    library.save_records([record(title="Beta")])
    store(library, entry("Gamma", "2101.00001", note="second"))
    library.save_records([record(title="Delta", retrieved=LATER)])
    assert [len(list(library.search(word))) for word in ("alpha", "beta", "first", "gamma", "delta", "second")] == [
        0,
        0,
        0,
        1,
        1,
        1,
    ]
    for table in ("records_fts", "entries_fts"):
        library.connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")


def test_show_gives_everything_about_a_work(library: Library) -> None:
    """By its key or its cite key, in any case; an unknown one names the near ones."""
    store(library, rich_entry(), entry("Elsewhere", "2101.00001"))
    library.save_records([record(source="list"), record(source="arxiv")])
    library.keep_cite_keys({"2101.00001": "Invented2021"})
    work = library.show("invented2021")
    assert work == library.show("2101.00001")
    assert (work.work, work.cite_key, work.record) == ("2101.00001", "Invented2021", record())
    assert [r.source for r in work.records] == ["arxiv", "list"]
    assert [e.title_in_list for e in work.entries] == ["Teapots, Listed", "Elsewhere"]
    with pytest.raises(UnknownName) as caught:
        library.show("2101.00002")
    assert caught.value.near == ["2101.00001"]


def test_records_are_found_by_normalised_title(library: Library) -> None:
    """By the whole title and by the part before its subtitle; an empty key finds nothing."""
    from paperdex.core.text import normalise_title

    library.save_records([record(title="Teapots: A Study"), record("2101.00002", "!!!")])
    for title in ("teapots  a STUDY", "Teapots"):
        assert [r.work for r in library.find_titles([normalise_title(title)])] == ["2101.00001"]
    assert library.find_titles(["", "nothing"]) == []


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT id FROM records WHERE title_key = ?", "records_title_key"),
        ("SELECT id FROM records WHERE main_key = ?", "records_main_key"),
        ("SELECT id FROM entries WHERE work_id = ?", "entries_work"),
        (
            "SELECT record_id FROM record_categories WHERE category >= ? AND category < 'x'",
            "record_categories_category",
        ),
        ("SELECT 1 FROM works WHERE cite_key = ?", "sqlite_autoindex_works_2"),
        ("SELECT * FROM record_authors WHERE record_id = ? ORDER BY position", "sqlite_autoindex_record_authors_1"),
    ],
)
def test_questions_about_one_row_use_an_index(reader: LibraryReader, sql: str, index: str) -> None:
    """No whole table is read to answer about one row."""
    plan = " ".join(row["detail"] for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", ["x"]))
    assert index in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_reading_does_not_import_sqlite_utils(path: Path) -> None:
    """It would cost every reading command 100 ms."""
    code = (
        "import sys; from pathlib import Path; from paperdex.storage.queries import LibraryReader, Filters\n"
        "with LibraryReader.open(Path(sys.argv[1])) as r: print(len(list(r.entries(Filters(match='teapots')))))\n"
        "assert 'sqlite_utils' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")
