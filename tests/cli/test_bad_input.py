"""What can't be used: a clear error on stderr with what to do next, exit code 2, and nothing written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from cli.running import Desk, Outcome, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers

LIST = list_of([paper(1)])


def refused(desk: Desk, *arguments: object, says: str, tip: str = "", code: int = 2) -> str:
    """Run a command that must be refused in words, and leave no file behind."""
    before = desk.files()
    outcome = desk.run(*arguments, code=code)
    assert outcome.out == ""
    assert outcome.err.startswith(("Error: ", "Usage: "))
    assert says in outcome.err
    assert tip in outcome.err
    assert "unexpected" not in outcome.err
    assert desk.files() == before
    return outcome.err


@pytest.mark.parametrize("command", ["scan", "fetch"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        (b"%PDF-1.5\n%\xd0\xd4\xc5\xd8\n", "is not text"),
        (bytes(range(256)) * 40, "is not text"),
        (b"# Notes\n\nNothing to read here.\n", "no papers were found in it"),
        (b"SQLite format 3\x00 and so on", "is not text"),
    ],
)
def test_files_that_are_no_lists(desk: Desk, command: str, content: bytes, says: str) -> None:
    """Empty, binary, or without papers."""
    desk.write("tea.md", content)
    refused(desk, command, "tea.md", says=f"tea.md: {says}")


@pytest.mark.parametrize("command", ["scan", "fetch"])
def test_a_missing_file(desk: Desk, command: str) -> None:
    """It is named, and what an input may be is said."""
    refused(desk, command, "nowhere.md", says="nowhere.md: there is no such file.", tip="Give a file, a folder")


@pytest.mark.parametrize("command", ["scan", "fetch"])
def test_folders_without_lists(desk: Desk, command: str) -> None:
    """No list at all, and lists in none of which is a paper."""
    (desk.folder / "empty").mkdir()
    refused(desk, command, "empty", says="there are no reading lists in this folder", tip=".md")
    desk.write("empty/notes.md", "# Nothing\n\nHere.\n")
    desk.write("empty/blank.md", "\n")
    refused(desk, command, "empty", says="empty: no papers were found in the lists of this folder")


@pytest.mark.parametrize("command", ["scan", "fetch"])
def test_a_name_no_file_can_have(desk: Desk, command: str) -> None:
    """Too long for a path, or with a zero in it."""
    refused(desk, command, "x" * 5000, says="can't be read")
    refused(desk, command, "tea\0.md", says="can't be read")


def test_a_malformed_identifier(desk: Desk) -> None:
    """It is told what is wrong and how one looks."""
    refused(desk, "fetch", "2107.558", says="3 digits in 2021, where numbers have 5", tip="1706.02677v2")
    refused(desk, "fetch", "https://arxiv.org/abs/2107.558", says="neither a file nor an identifier")


def test_every_bad_input_is_told_and_nothing_stored(desk: Desk) -> None:
    """Good ones beside them are not stored either; those of a folder are all told, too."""
    desk.write("good.md", LIST)
    desk.write("lists/one.md", b"\x00\x01\x02")
    desk.write("lists/two.md", b"\x89PNG\r\n\x1a\n")
    err = refused(desk, "fetch", "good.md", "nowhere.md", "2107.558", "lists", says="nowhere.md")
    assert [line.split(":")[0] for line in err.splitlines()[:-1]] == ["Error"] * 4
    assert "lists/one.md" in err
    assert "lists/two.md" in err
    assert err.endswith("Nothing was stored.\n")


def test_an_unknown_list_format_is_told_once(desk: Desk) -> None:
    """However many lists there are."""
    desk.write("a.md", LIST)
    desk.write("b.md", LIST)
    err = refused(desk, "scan", "--from", "markdwon", "a.md", "b.md", says="'markdwon'", tip="'markdown'")
    assert err.count("Error") == 1


def test_latin_1_is_read_with_a_warning(desk: Desk) -> None:
    """And UTF-16 without one, when it has its mark."""
    text = LIST.replace("Invented Paper", "Café Paper")
    desk.write("latin.md", text.encode("latin-1"))
    outcome = desk.run("scan", "latin.md", "--format", "jsonl")
    assert "Café Paper" in outcome.out
    assert "Warning: latin.md:5: is not UTF-8; read as Windows-1252." in outcome.err
    desk.write("wide.md", text.encode("utf-16"))
    outcome = desk.run("scan", "wide.md", "--format", "jsonl")
    assert "Café Paper" in outcome.out
    assert "Warning" not in outcome.err
    desk.write("marked.md", text.encode("utf-8-sig"))
    assert "Café Paper" in desk.run("scan", "marked.md", "--format", "jsonl").out


READING = [["list"], ["topics"], ["show", "2101.90001"], ["search", "tea"], ["export"]]


@pytest.mark.parametrize("command", READING)
def test_there_is_no_library_yet(desk: Desk, command: list[str]) -> None:
    """A reading command says how to make one, and makes none."""
    refused(desk, *command, says="there is no library yet", tip="paperdex fetch")


@pytest.mark.parametrize("command", [*READING, ["fetch", "tea.md"]])
def test_files_that_are_no_library(desk: Desk, command: list[str]) -> None:
    """Text, another program's database, a folder: left as they were."""
    desk.write("tea.md", LIST)
    path = desk.write("library.db", "This is not a database at all, however long it may go on.\n" * 20)
    before = path.read_bytes()
    refused(desk, *command, says="is not an SQLite database")
    assert path.read_bytes() == before
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE teapots (id)")
        other.commit()
    before = path.read_bytes()
    refused(desk, *command, says="is not a paperdex library")
    assert path.read_bytes() == before
    path.unlink()
    path.mkdir()
    refused(desk, *command, says="this is a folder")


@pytest.mark.parametrize("command", [*READING, ["fetch", "tea.md"]])
def test_a_library_in_a_missing_folder(desk: Desk, command: list[str]) -> None:
    """The folder is not made, and the message says how."""
    desk.write("tea.md", LIST)
    desk.environment["PAPERDEX_DB"] = str(desk.folder / "missing" / "library.db")
    refused(desk, *command, says="library.db: there is no")
    assert not (desk.folder / "missing").exists()


@pytest.fixture
def library(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """A library with one paper."""
    arxiv.papers = Papers([paper(1)])
    desk.write("tea.md", LIST)
    desk.run("fetch", "tea.md")
    return desk


@pytest.mark.parametrize("command", [["list"], ["search", "invented"], ["export"]])
@pytest.mark.parametrize(
    ("arguments", "says", "tip"),
    [
        (["--topic", "Teepots"], "there is no topic 'Teepots'", "'Teapots'"),
        (["--from-list", "tee.md"], "there is no list 'tee.md'", "'tea.md'"),
        (["--year", "abc"], "'abc' is not a year", "2015..2019"),
        (["--year", "..2019..2020"], "is not a year", "2015..2019"),
        (["--sort", "color"], "'color'", "title"),
        (["--limit", "-1"], "-1", "--limit"),
        (["--limit", "many"], "'many'", "--limit"),
    ],
)
def test_filters_that_can_not_be(library: Desk, command: list[str], arguments: list[str], says: str, tip: str) -> None:
    """An unknown topic or list names the near ones."""
    refused(library, *command, *arguments, says=says, tip=tip)


@pytest.mark.parametrize(
    ("arguments", "says", "tip"),
    [
        (["show", "2101.90002"], "there is no work '2101.90002'", "'2101.90001'"),
        (["show", "invented1999"], "there is no work", ""),
        (["show", ""], "there is no work", ""),
        (["list", "--format", "xlsx"], "'xlsx'", "jsonl"),
        (["export", "-f", "bibtxe"], "there is no export format 'bibtxe'", "'bibtex'"),
        (["keys", "list"], "there is no command 'list'", "Alone it is one, too: paperdex keys"),
        (["export", "-f", "md"], "there is no export format 'md'", "It is called markdown"),
        (["export", "-f", "apa"], "there is no export format 'apa'", "-f text --style"),
        (["export", "-o", "tea.xyz"], "writes no format with this suffix", "bibtex"),
        (["export", "-o", "missing/tea.bib"], "missing/tea.bib: can't be written", "folder"),
        (["scan", "https://arxiv.org/abs/2101.90001"], "no reading list", "paperdex fetch"),
        (["scan", "http://[x"], "is not an address", "https://"),
        (["fetch", "all about teapots"], "there is no such file", "A title can't be given"),
        (["fetch", "--max-age", "99999999999", "2101.90001"], "99999999999", ""),
        (["list", "--year", "2019..2017"], "ends before it begins", "2017..2019"),
        (["search"], "WORDS", ""),
        (["search", " "], "nothing to search for", ""),
        (["topics", "--from-list", "x"], "there is no list 'x'", ""),
        (["fetch"], "LIST", ""),
        (["fetch", "--max-age", "-1", "tea.md"], "--max-age", ""),
        (["fetch", "--from", "x", "tea.md"], "there is no list format 'x'", "markdown"),
        (["mirror", "import", "nowhere.json"], "nowhere.json: can't be read", "snapshot"),
        (["mirror", "import", "tea.md"], "tea.md: is not a snapshot", "JSON"),
        (["mirror", "status"], "there is no mirror yet", "paperdex mirror import"),
    ],
)
def test_arguments_that_can_not_be(library: Desk, arguments: list[str], says: str, tip: str) -> None:
    """Unknown works, formats and files, and missing words."""
    refused(library, *arguments, says=says, tip=tip)


@pytest.mark.parametrize("pace", ["soon", "-1", "nan", "inf", "3,5"])
def test_a_pace_that_is_none(library: Desk, pace: str) -> None:
    """It is named with its value."""
    library.environment["PAPERDEX_PACE"] = pace
    refused(library, "fetch", "tea.md", says=f"PAPERDEX_PACE is {pace!r}", tip="Set it to 3 or more")


def test_an_address_that_is_none(library: Desk) -> None:
    """An arXiv address without http is refused before anything is read or stored."""
    library.ask("export.arxiv.invalid/api")
    refused(library, "fetch", "tea.md", says="PAPERDEX_ARXIV_API is 'export.arxiv.invalid/api'", tip="https://")


def as_anybody(desk: Desk, *arguments: str) -> Outcome:
    """Run a command that has no more rights than any user: root is stripped of its right to write everywhere."""
    strip = (
        "import ctypes, os, sys\n"
        "if os.getuid() == 0:\n"
        "    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    dropped = [libc.prctl(24, capability, 0, 0, 0) for capability in (1, 2)]\n"  # PR_CAPBSET_DROP
        "    any(dropped) and sys.exit(77)\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'paperdex', *sys.argv[1:]])\n"
    )
    outcome = desk.call(*arguments, program=("-c", strip))
    if outcome.code == 77:
        pytest.skip("root here may write everywhere and can't give that up")
    assert "Traceback" not in outcome.err
    assert "unexpected" not in outcome.err
    return outcome


@pytest.fixture
def locked(library: Desk) -> Iterator[Desk]:
    """The library's folder, which may be read and not written."""
    library.run("export")
    (library.folder / "cache").chmod(0o555)
    library.library.chmod(0o444)
    library.folder.chmod(0o555)
    yield library
    library.folder.chmod(0o755)
    (library.folder / "cache").chmod(0o755)


def test_a_folder_that_may_not_be_written(locked: Desk) -> None:
    """Reading goes on; fetch and export to a file say what is wrong."""
    before = locked.files()
    for arguments in (["list"], ["topics"], ["show", "2101.90001"], ["search", "teapot"], ["export"]):
        outcome = as_anybody(locked, *arguments)
        assert (outcome.code, "Teapot" in outcome.out, outcome.err) == (0, True, "")
    for arguments in (["fetch", "2101.90002"], ["--db", "new.db", "fetch", "tea.md"], ["export", "-o", "x.bib"]):
        outcome = as_anybody(locked, *arguments)
        assert (outcome.code, outcome.out) == (2, ""), outcome
        assert outcome.err.startswith("Error: ")
    assert locked.files() == before


def test_a_cache_that_may_not_be_written(locked: Desk) -> None:
    """Without it arXiv's pace can't be kept, so arXiv is not asked; afterwards the same command goes on."""
    locked.folder.chmod(0o755)
    locked.environment |= {"PAPERDEX_DB": str(locked.folder / "other.db")}
    outcome = as_anybody(locked, "fetch", "tea.md")
    assert (outcome.code, outcome.out) == (2, "")
    assert "the cache folder can't be written" in outcome.err
    assert "Set PAPERDEX_CACHE" in outcome.err
    (locked.folder / "cache").chmod(0o755)
    assert as_anybody(locked, "fetch", "tea.md").code == 0
