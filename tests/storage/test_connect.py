"""Opening files: ours, older, newer, other programs', and none."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paperdex.errors import StorageError
from paperdex.storage.connect import Store, open_to_read, open_to_write
from paperdex.storage.library import Library
from paperdex.storage.migrations import LIBRARY, MIRROR, Schema
from paperdex.storage.mirror import Mirror
from paperdex.storage.queries import LibraryReader
from storage.samples import entry, record, store

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS: Any = pytest.mark.parametrize("kind", [Library, Mirror])


def read(kind: type[Library | Mirror], path: Path) -> Store:
    return LibraryReader.open(path) if kind is Library else Mirror.open_to_read(path)


def one(db: Database) -> None:
    db.execute("CREATE TABLE first (id INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO first VALUES (1)")


def two(db: Database) -> None:
    db.execute("CREATE TABLE second (id INTEGER PRIMARY KEY)")


def broken(db: Database) -> None:
    db.execute("CREATE TABLE third (id INTEGER PRIMARY KEY)")
    raise RuntimeError("broken on purpose")


OLD = Schema("library", 1234, (one,), "paperdex fetch")
NEW = Schema("library", 1234, (one, two), "paperdex fetch")
BROKEN = Schema("library", 1234, (one, two, broken), "paperdex fetch")


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.mark.parametrize("again", [open_to_write, open_to_read])
def test_an_older_file_is_migrated_on_opening(tmp_path: Path, again: Any) -> None:
    """Also when it is opened for reading; its rows stay, and the steps run once."""
    path = tmp_path / "old.db"
    open_to_write(path, OLD).close()
    assert "second" not in tables(path)
    for _ in range(2):
        with closing(again(path, NEW)) as connection:
            assert connection.execute("SELECT id FROM first").fetchall() == [(1,)]
            assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert "second" in tables(path)


def test_a_failing_migration_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """All steps that are due, or none."""
    path = tmp_path / "old.db"
    open_to_write(path, OLD).close()
    with pytest.raises(RuntimeError):
        open_to_write(path, BROKEN)
    assert not {"second", "third"} & tables(path)
    open_to_write(path, NEW).close()


@pytest.mark.parametrize("again", [open_to_write, open_to_read])
def test_a_newer_file_is_refused(tmp_path: Path, again: Any) -> None:
    """With the advice to update; nothing is changed."""
    path = tmp_path / "new.db"
    open_to_write(path, NEW).close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer paperdex") as caught:
        again(path, OLD)
    assert caught.value.tip == "Update paperdex."
    assert path.read_bytes() == before


@KINDS
def test_a_new_file_has_mark_version_and_wal(tmp_path: Path, kind: Any) -> None:
    """And its foreign keys are declared and hold."""
    path = tmp_path / "new.db"
    with kind.open(path) as opened:
        schema = LIBRARY if kind is Library else MIRROR
        assert opened.row("PRAGMA application_id")[0] == schema.application_id
        assert opened.row("PRAGMA user_version")[0] == schema.version
        assert opened.row("PRAGMA journal_mode")[0] == "wal"
        assert opened.row("PRAGMA foreign_keys")[0] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new.db"]


def test_foreign_keys_are_declared_and_hold(library: Library) -> None:
    """A record of no work cannot be stored."""
    declared = {
        (table, row["table"])
        for (table,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for row in library.rows(f"PRAGMA foreign_key_list('{table}')")
    }
    assert declared >= {
        ("topics", "lists"), ("topics", "topics"), ("works", "records"), ("records", "works"), ("gaps", "works"),
        ("record_authors", "records"), ("record_categories", "records"), ("entries", "lists"), ("entries", "topics"),
        ("entries", "works"), ("entry_authors", "entries"), ("entry_identifiers", "entries"),
        ("entry_links", "entries"), ("entry_mentions", "entries"), ("entry_suggestions", "entries"),
        ("title_candidates", "title_searches"),
    }  # fmt: skip
    with pytest.raises(StorageError, match="FOREIGN KEY"), library.transaction():
        library.connection.execute("INSERT INTO gaps VALUES ('2101.00001', 'r', 's', 'a')")


def test_the_view_of_first_sight(library: Library) -> None:
    """One row an entry, with the topic path and the record."""
    store(library, entry("A", "2101.00001", ("X", "Y"), 5), entry("B", authors=("Ada Invented",)))
    library.save_records([record()])
    first, second = (dict(row) for row in library.rows("SELECT * FROM bibliography"))
    assert first == {
        "list": "list.md", "line": 5, "topic": "X / Y", "status": "resolved", "work": "2101.00001",
        "cite_key": None, "date_in_list": None,
        "title": "An Invented Paper on Teapots", "title_in_list": "A", "authors": "Ada Invented, Bo Fiktív",
        "submitted": "2021-01-02T03:04:05Z", "version": 2, "primary_category": "cs.LG", "doi": None, "venue": None,
        "rating": None, "note": None, "url": "https://arxiv.org/abs/2101.00001",
    }  # fmt: skip
    assert (second["topic"], second["work"], second["authors"], second["url"]) == (None, None, "Ada Invented", None)


@KINDS
def test_nothing_to_read_yet(tmp_path: Path, kind: Any) -> None:
    """The message says what to run; no file is made. An empty file is none."""
    path = tmp_path / "none.db"
    for _ in range(2):
        with pytest.raises(StorageError, match=r"there is no (library|mirror) yet") as caught:
            read(kind, path)
        assert "paperdex" in caught.value.tip
        assert path.exists() is False or path.stat().st_size == 0
        path.touch()


@KINDS
def test_a_file_that_is_no_database(tmp_path: Path, kind: Any) -> None:
    """It is left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("Teapots, a list.\n" * 100)
    for opening in (kind.open, lambda p: read(kind, p)):
        with pytest.raises(StorageError, match="not an SQLite database"):
            opening(path)
    assert path.read_text() == "Teapots, a list.\n" * 100
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


@KINDS
@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("mark", [0, 99])
def test_another_programs_database(tmp_path: Path, kind: Any, wal: bool, mark: int) -> None:
    """It is refused and left as it is, and nothing is left beside it."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        if wal:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {mark}")
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    before = path.read_bytes()
    for opening in (kind.open, lambda p: read(kind, p)):
        with pytest.raises(StorageError, match="not a paperdex"):
            opening(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["other.db"]


def test_another_programs_tables_that_are_only_in_its_log(tmp_path: Path) -> None:
    """A database whose tables are not in the main file yet is another program's all the same."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
        with pytest.raises(StorageError, match="not a paperdex library"):
            Library.open(path)
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_library_is_no_mirror(tmp_path: Path) -> None:
    """Nor the other way round."""
    Library.open(tmp_path / "a.db").close()
    with pytest.raises(StorageError, match="not a paperdex mirror"):
        Mirror.open(tmp_path / "a.db")


@KINDS
def test_a_folder_and_a_missing_folder(tmp_path: Path, kind: Any) -> None:
    """Each is told as what it is."""
    for opening in (kind.open, lambda p: read(kind, p)):
        with pytest.raises(StorageError, match="this is a folder"):
            opening(tmp_path)
    with pytest.raises(StorageError, match="there is no folder") as caught:
        kind.open(tmp_path / "missing" / "a.db")
    assert "mkdir" in caught.value.tip
    with pytest.raises(StorageError, match="yet"):
        read(kind, tmp_path / "missing" / "a.db")


def test_a_damaged_file(tmp_path: Path) -> None:
    """A truncated library gives a message and no traceback."""
    path = tmp_path / "cut.db"
    with Library.open(path) as library:
        store(library, *(entry(f"Teapot {n}", f"2101.{n:05}") for n in range(300)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(StorageError), LibraryReader.open(path) as reader:
        list(reader.entries())


def test_a_locked_file(tmp_path: Path) -> None:
    """Writing waits, then says that another program writes; reading goes on all the while."""
    path = tmp_path / "a.db"
    with Library.open(path) as first, first.transaction():
        with Library.open(path, wait=0.1) as second, pytest.raises(StorageError, match="another program is writing"):
            store(second, entry("A", "2101.00001"))
        with LibraryReader.open(path, wait=0.1) as reader:
            assert list(reader.entries()) == []


def test_a_file_that_is_locked_while_it_is_made(tmp_path: Path) -> None:
    """Another program holds the empty file: a message, and nothing is written."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="another program"):
            Library.open(path, wait=0.1)
        other.execute("ROLLBACK")
    assert not path.exists() or path.stat().st_size == 0
    Library.open(path).close()


def test_odd_file_names(tmp_path: Path) -> None:
    """Characters that mean something in a URI mean nothing in a path."""
    path = tmp_path / "a?mode=ro&b#c%20d é.db"
    Library.open(path).close()
    LibraryReader.open(path).close()
    assert path.exists()


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter, for the tests that give up their rights."""
    folder = Path(tempfile.mkdtemp(prefix="paperdex-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def without_rights(action: Any) -> str:
    """Run it in a child that may not write where the permissions say no, and return what it said."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork, to give up rights in a child")
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            said = str(action())
        except StorageError as error:
            said = f"StorageError: {error}"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        said = pipe.read()
    os.wait()
    return said


def test_a_folder_that_may_not_be_written_to(public: Path) -> None:
    """A library in it can be read, in WAL mode too; writing and making one are refused."""
    path = public / "a.db"
    with Library.open(path) as library:
        store(library, entry("Teapots", "2101.00001"))
    path.chmod(0o444)
    public.chmod(0o555)

    def read_it() -> str:
        with LibraryReader.open(path) as reader:
            return ",".join(row.title for row in reader.entries())

    assert without_rights(read_it) == "Teapots"

    def write_it() -> None:
        with Library.open(path) as library:
            store(library, entry("B", "2101.00002"))

    assert without_rights(write_it).startswith("StorageError")
    assert without_rights(lambda: Library.open(public / "b.db")).startswith("StorageError")
    assert [p.name for p in public.iterdir()] == ["a.db"]


def test_an_older_file_where_nothing_may_be_written(public: Path) -> None:
    """It is told why reading it needs to write."""
    path = public / "old.db"
    open_to_write(path, OLD).close()
    path.chmod(0o444)
    public.chmod(0o555)
    assert "an older paperdex wrote this" in without_rights(lambda: open_to_read(path, NEW))


def test_a_folder_that_may_not_be_entered(public: Path) -> None:
    """A message, for reading and for writing."""
    (public / "closed").mkdir(mode=0o700)
    for opening in (Library.open, LibraryReader.open):
        said = without_rights(lambda opening=opening: opening(public / "closed" / "a.db"))
        assert said.startswith("StorageError")


def test_a_library_with_its_log_where_nothing_may_be_written(public: Path) -> None:
    """Reading on would show an old state: it is refused, with what to do."""
    (public / "live").mkdir()
    with Library.open(public / "live" / "a.db") as library:
        store(library, entry("Teapots", "2101.00001"))
        shutil.copy(public / "live" / "a.db", public / "a.db")
        shutil.copy(public / "live" / "a.db-wal", public / "a.db-wal")
    public.chmod(0o555)
    assert "a.db-wal" in without_rights(lambda: LibraryReader.open(public / "a.db"))


WRITER = """
import sys
from pathlib import Path
from storage.samples import entry, record, store
from paperdex.storage.library import Library
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Library.open(path) as library:
    for n in range(count):
        store(library, entry(f"{name} {n}", f"2101.{n:05}"), path=f"{name}.md")
        library.save_records([record(f"2101.{n:05}", f"{name} {n}", retrieved=f"2026-11-20T21:30:{n:02}Z")])
"""


def python(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_processes_that_make_and_write_at_once(tmp_path: Path) -> None:
    """Each of them finds its work done; no file, or half of one, is in the way."""
    path = tmp_path / "a.db"
    running = [python(WRITER, path, f"list{n}", 20) for n in range(4)]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, b"")
    with LibraryReader.open(path) as reader:
        assert sorted(row.title_in_list for row in reader.entries()) == [f"list{n} 19" for n in range(4)]
        assert reader.row("SELECT count(*) FROM records")[0] == 20  # type: ignore[index]


def test_processes_that_migrate_at_once(tmp_path: Path) -> None:
    """The steps run once."""
    for attempt in range(20):
        path = tmp_path / f"{attempt}.db"
        open_to_write(path, OLD).close()
        failures: list[Exception] = []

        def migrate(path: Path = path, failures: list[Exception] = failures) -> None:
            try:
                open_to_write(path, NEW).close()
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=migrate) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert "second" in tables(path)


def test_a_reader_sees_one_state_while_a_writer_writes(tmp_path: Path) -> None:
    """Rows that are being read do not change under the reader's hands."""
    path = tmp_path / "a.db"
    with Library.open(path) as library:
        store(library, *(entry(f"Old {n}", f"2101.{n:05}", authors=("Old",)) for n in range(1000)))
        with LibraryReader.open(path) as reader:
            rows = reader.entries()
            first = next(rows)
            store(library, *(entry(f"New {n}", f"2101.{n:05}", authors=("New",)) for n in range(1000)))
            seen = [first, *rows]
            assert {row.title[:3] for row in seen} == {row.authors[0] for row in seen} == {"Old"}
            assert {row.title[:3] for row in reader.entries()} == {"New"}


KILLED = """
import sys
import time
from pathlib import Path
from storage.samples import record
from paperdex.storage.library import Library
with Library.open(Path(sys.argv[1])) as library:
    library.save_records(record(f"2101.{n:05}", f"Kept {n}") for n in range(100))
    with library.transaction():
        library._add_works((f"2102.{n:05}", "now") for n in range(100))
        library._write_records([(None, record(f"2102.{n:05}", f"Lost {n}")) for n in range(100)])
        print("in the middle", flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_in_the_middle_of_a_batch(tmp_path: Path) -> None:
    """What was committed is kept, the batch that was under way is not there, and the library opens and goes on."""
    path = tmp_path / "a.db"
    process = python(KILLED, path)
    assert process.stdout is not None
    assert process.stdout.readline() == b"in the middle\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with LibraryReader.open(path) as reader:
        assert reader.row("SELECT count(*) FROM records")[0] == 100  # type: ignore[index]
        assert reader.row("PRAGMA integrity_check")[0] == "ok"  # type: ignore[index]
    with Library.open(path) as library:
        assert library.save_records([record("2102.00001", "Lost 1")]).new == 1
        assert library.row("SELECT count(*) FROM works")[0] == 101  # type: ignore[index]
