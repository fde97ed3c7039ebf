"""The mirror: arXiv records in bulk, from the public metadata snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from paperdex.core.records import BibliographicRecord
from paperdex.errors import InputError
from paperdex.sources.snapshot import parse_line
from paperdex.storage.connect import make_folder
from paperdex.storage.mirror import Mirror
from paperdex.storage.rows import ImportCounts, MirrorStatus
from paperdex.workflows.progress import Progress, Silent

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes; a record of three thousand authors has less than one."""
MOST_REASONS = 5
"""Broken lines whose reason is told; the others are counted."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    counts: ImportCounts
    broken: int = 0
    reasons: tuple[str, ...] = ()
    """Line and reason of the first broken lines."""

    @property
    def exit_code(self) -> int:
        """1 when a line could not be read."""
        return 1 if self.broken else 0


class _Snapshot:
    """The records of a snapshot file, line by line; broken lines are noted and passed over."""

    def __init__(self, path: Path, retrieved: str, progress: Progress) -> None:
        self._path = path
        self._retrieved = retrieved
        self._progress = progress
        self.broken = 0
        self.reasons: list[str] = []

    def __iter__(self) -> Iterator[BibliographicRecord]:
        with self._path.open("rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                self._progress.advance(len(line))
                if not line.strip():
                    continue
                try:
                    yield parse_line(line, self._retrieved)
                except ValueError as error:
                    self.broken += 1
                    if len(self.reasons) < MOST_REASONS:
                        self.reasons.append(f"{self._path}:{number}: {error}")


def import_snapshot(
    path: Path,
    mirror: Path,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file of JSON lines, the public arXiv metadata snapshot, into the mirror.

    Batch by batch; running it again changes nothing and goes on where a killed import stopped. Raises InputError for a
    file that is no snapshot, StorageError when the mirror can't be used.
    """
    listener = progress or Silent()
    _check_snapshot(path)
    at = now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    snapshot = _Snapshot(path, at, listener)
    make_folder(mirror)
    listener.begin(f"Importing {path.name}", path.stat().st_size)
    try:
        with Mirror.open(mirror) as opened:
            counts = opened.import_records(snapshot, origin=str(path), at=at)
    finally:
        listener.end()
    return ImportReport(counts, snapshot.broken, tuple(snapshot.reasons))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; one that is too long for a record comes in pieces, none of which is a record."""
    return iter(lambda: file.readline(LONGEST_LINE), b"")


def _check_snapshot(path: Path) -> None:
    """Refuse what is plainly no snapshot before the mirror is touched: its first line must be a record."""
    tip = "Give the arXiv metadata snapshot: a JSON object a line, arxiv-metadata-oai-snapshot.json."
    try:
        if path.exists() and not path.is_file():
            raise InputError(str(path), "is not a file.", tip=tip)
        with path.open("rb") as file:
            first = next((line for line in _lines(file) if line.strip()), b"")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"can't be read: {getattr(error, 'strerror', None) or error}.", tip=tip) from error
    if not first:
        raise InputError(str(path), "is empty.", tip=tip)
    try:
        parse_line(first, "")
    except ValueError as error:
        if not first.lstrip().startswith(b"{"):
            raise InputError(str(path), f"is not a snapshot: {error}.", tip=tip) from error


def status(mirror: Path) -> MirrorStatus:
    """What the mirror holds; raises StorageError, also when there is none yet."""
    with Mirror.open_to_read(mirror) as opened:
        return opened.status()
