"""Opening our SQLite files, and SQLite's errors in words that say what to do.

A new file is made in one transaction in SQLite's older journal mode and turned to WAL afterwards. So the mark of our
files (``application_id``) is in the file itself from its first commit on, and a look at the file alone, which touches
nothing and takes no lock, tells ours from another program's.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from paperdex.errors import StorageError
from paperdex.storage.migrations import Schema, apply_steps
from paperdex.storage.values import fold, storable

WAIT = 30.0
"""Seconds to wait for another process that is writing."""
_UNWRITABLE = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


class Store:
    """One of our files, open; a context manager that closes it."""

    def __init__(self, path: Path, schema: Schema, connection: sqlite3.Connection) -> None:
        self.path = path
        self.schema = schema
        self.connection = connection
        connection.row_factory = sqlite3.Row
        connection.create_function("fold", 1, fold, deterministic=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; an open transaction is undone."""
        self.connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query, as of one moment; raises StorageError."""
        with explained(self.path, self.schema):
            yield from self.connection.execute(sql, [storable(value) for value in parameters])

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, if there is one; raises StorageError."""
        with explained(self.path, self.schema):
            cursor = self.connection.execute(sql, [storable(value) for value in parameters])
            found: sqlite3.Row | None = cursor.fetchone()
            return found

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing; waits for other writers, raises StorageError.

        One inside another is a part of it.
        """
        is_inner = self.connection.in_transaction
        if is_inner:
            yield
            return
        with explained(self.path, self.schema):
            # IMMEDIATE: a transaction that reads first and writes later could not wait for its turn.
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise


def exists(path: Path) -> bool:
    """Return whether there is a file at a path; raises StorageError where that can't be found out."""
    try:
        return path.exists()
    except OSError as error:
        raise _unseen(path, error) from error


def _unseen(path: Path, error: OSError) -> StorageError:
    return StorageError(str(path), f"it cannot be looked at ({error.strerror}).", tip="Name another file.")


def make_folder(path: Path) -> None:
    """Make the folder that a file is to lie in; raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            str(path), f"its folder cannot be made ({error.strerror}).", tip="Name a file in a folder that is yours."
        ) from error


def open_to_write(path: Path, schema: Schema, *, wait: float = WAIT) -> sqlite3.Connection:
    """Open a file for reading and writing; a missing one is made, an older one migrated. Raises StorageError."""
    if not _refuse_other_files(path, schema, wait) and not path.parent.is_dir():
        raise StorageError(str(path), f"there is no folder {path.parent}.", tip=f"Make it: mkdir -p {path.parent}")
    with explained(path, schema), _closed_on_error(_connect(path, "rwc", wait)) as connection:
        if _version(connection, path, schema) < schema.version:
            _migrate(connection, path, schema)
        _use_wal(connection, wait)
    return connection


def open_to_read(path: Path, schema: Schema, *, wait: float = WAIT) -> sqlite3.Connection:
    """Open a file for reading only; an older one is migrated first. Raises StorageError, also when there is none."""
    if not _refuse_other_files(path, schema, wait):
        raise StorageError(str(path), f"there is no {schema.kind} yet.", tip=f"Make one: {schema.first}")
    with explained(path, schema):
        connection = _connect_reader(path, schema, wait)
        with _closed_on_error(connection):
            is_older = _version(connection, path, schema) < schema.version
        if is_older:
            connection.close()
            _bring_up_to_date(path, schema, wait)
            connection = _connect_reader(path, schema, wait)
    return connection


def _bring_up_to_date(path: Path, schema: Schema, wait: float) -> None:
    try:
        open_to_write(path, schema, wait=wait).close()
    except StorageError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and _primary_code(cause) in _UNWRITABLE:
            raise StorageError(
                str(path),
                f"an older paperdex wrote this {schema.kind}, and it can't be brought up to date where nothing may be "
                "written.",
                tip="Copy it to a folder that you may write to, and open the copy.",
            ) from error
        raise


@contextlib.contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def _connect(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_reader(path: Path, schema: Schema, wait: float) -> sqlite3.Connection:
    # Not mode=ro: such a connection would leave SQLite's -shm and -wal files behind.
    try:
        with _closed_on_error(_connect(path, "rw", wait)) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return connection
    except sqlite3.OperationalError as error:
        if _primary_code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        return _connect_unwritable(path, schema, wait)


def _connect_unwritable(path: Path, schema: Schema, wait: float) -> sqlite3.Connection:
    """Open a file where nothing may be written: WAL needs a file beside it, unless nothing can change."""
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise StorageError(
            str(path),
            f"a part of this {schema.kind} is still in {log.name}, and nothing may be written in its folder.",
            tip="Copy both files to a folder that you may write to, and open the copy.",
        )
    return _connect(path, "ro&immutable=1", wait)


def _refuse_other_files(path: Path, schema: Schema, wait: float) -> bool:
    """Return whether the file holds something; raises StorageError when that is not ours. Touches nothing."""
    try:
        if path.is_dir():
            raise StorageError(str(path), f"this is a folder, not a {schema.kind}.", tip="Name a file in it.")
        if not path.exists() or not path.stat().st_size:
            return False
    except OSError as error:
        raise _unseen(path, error) from error
    with explained(path, schema):
        try:
            return _is_ours(path, schema, "ro&immutable=1", wait)
        except sqlite3.DatabaseError as error:
            if _primary_code(error) != sqlite3.SQLITE_CORRUPT:
                raise
            # Another process is copying its log into the file, first page first: look again, with a lock.
            return _is_ours(path, schema, "ro", wait)


def _is_ours(path: Path, schema: Schema, mode: str, wait: float) -> bool:
    """Return False for a database without anything in it; raises StorageError for another program's."""
    with contextlib.closing(_connect(path, mode, wait)) as connection:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        if mark != schema.application_id and (mark or _holds_tables(connection)):
            raise _other_file(path, schema)
    return bool(mark)


def _version(connection: sqlite3.Connection, path: Path, schema: Schema) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.version:
        raise StorageError(
            str(path),
            f"a newer paperdex wrote this {schema.kind} (schema {version}, this one knows {schema.version}).",
            tip="Update paperdex.",
        )
    return version


def _migrate(connection: sqlite3.Connection, path: Path, schema: Schema) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have made or migrated the file, or filled it with its own tables, while we waited.
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        if mark != schema.application_id and (mark or _holds_tables(connection)):
            raise _other_file(path, schema)
        if _version(connection, path, schema) < schema.version:
            apply_steps(connection, schema)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _holds_tables(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _use_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Turn a file to write-ahead logging; a file that is so already stays as it is."""
    deadline = time.monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return  # on a file system without shared memory SQLite stays with the older journal, and that works too
        except sqlite3.OperationalError:
            # SQLite does not wait for this lock by itself.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _other_file(path: Path, schema: Schema) -> StorageError:
    return StorageError(
        str(path),
        f"this database is not a paperdex {schema.kind}; it was left as it is.",
        tip="Name another file.",
    )


@contextlib.contextmanager
def explained(path: Path, schema: Schema) -> Iterator[None]:
    """Turn SQLite's errors into StorageError: what happened, and what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message, tip = _explanation(error, path, schema)
        raise StorageError(str(path), message, tip=tip) from error


def _primary_code(error: sqlite3.Error) -> int:
    # The upper bits hold details, https://www.sqlite.org/rescode.html; errors of Python's own have no code.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _explanation(error: sqlite3.Error, path: Path, schema: Schema) -> tuple[str, str]:
    match _primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "another program is writing to it and did not finish.", "Try again when it has finished."
        case sqlite3.SQLITE_NOTADB:
            return "this file is not an SQLite database; it was left as it is.", "Name another file."
        case sqlite3.SQLITE_CORRUPT:
            return (
                f"the {schema.kind} is damaged ({error}).",
                f"Bring it back from a copy, or move it away and make a new one: {schema.first}",
            )
        case sqlite3.SQLITE_FULL:
            return "the disk is full; what was stored before is kept.", "Make room and run it again."
        case sqlite3.SQLITE_IOERR:
            return f"the disk refused: {error}.", "Look whether it is full or gone, then run it again."
        case sqlite3.SQLITE_READONLY:
            return "it may not be written to.", "Change the file's or its folder's permissions, or name another file."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            folder = path.parent.resolve()
            return f"it cannot be opened, or nothing may be written in {folder}.", "Check the permissions."
        case _:
            return f"SQLite refused: {error}.", "Run it again; if it stays so, report it with what -v prints."
