"""Writing an export to its file: aside first, then moved into place, and never over what somebody else wrote.

What was written to a file is remembered in the library by its SHA-256. So a file that paperdex did not write, or that
was changed since, is told apart in every format, also in those that can't carry a mark.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from paperdex.errors import InputError, StorageError
from paperdex.storage.library import Library
from paperdex.storage.locations import list_location
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.line_diff import unified_diff

Check = Callable[[Path], None]
"""Looks at a file before it is moved into place, and raises an error for one that is not as it should be."""


def save(pieces: Iterable[str], path: Path, library: Path, *, force: bool = False, check: Check | None = None) -> bool:
    """Write an export to a file; return whether the library could note that it is paperdex's own.

    Raises InputError where it can't be written, and, unless ``force``, where it would replace what paperdex did not
    write. The old file is kept then.
    """
    with _explained(path):
        target = path.resolve()
        location = list_location(str(target), library.resolve())
        before = None if force else _foreign(target, library, location)
    digest = write(pieces, path, check=_not_over(path, before, check) if before else check)
    return digest is None or _remember(library, location, digest)


def save_bytes(data: bytes, path: Path, library: Path) -> None:
    """Write a file that is kept in step; it stays paperdex's own, if it was. Raises InputError."""
    own = is_own(path, library)
    digest = write_bytes([data], path)
    if digest is not None and own:
        _remember(library, list_location(str(path.resolve()), library.resolve()), digest)


def is_own(path: Path, library: Path) -> bool:
    """Whether a file is empty or as this library wrote it last. Raises InputError."""
    with _explained(path):
        target = path.resolve()
        return _foreign(target, library, list_location(str(target), library.resolve())) is None


def _remember(library: Path, location: str, digest: str) -> bool:
    """Note what a file holds; return whether the library can be written to."""
    try:
        with Library.open(library) as writable:
            writable.remember_file(location, digest, at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except StorageError:
        return False
    return True


def _foreign(target: Path, library: Path, location: str) -> str | None:
    """The digest of a file that holds what this library did not write there; ``None`` when it may be replaced."""
    if not target.is_file() or not target.stat().st_size:
        return None
    digest = digest_of(target)
    with LibraryReader.open(library) as reader:
        return None if reader.written_file(location) == digest else digest


def _not_over(path: Path, before: str, check: Check | None) -> Check:
    def refuse(aside: Path) -> None:
        if digest_of(aside) != before:
            raise InputError(
                str(path),
                "paperdex did not write this file, or it was changed since; it was left as it is.",
                tip="To see what would change: --diff. To replace it: --force. To keep a .bib file in step and what is"
                " written by hand in it: --update FILE instead of -o.",
            )
        if check:
            check(aside)

    return refuse


def write(pieces: Iterable[str], path: Path, *, check: Check | None = None) -> str | None:
    """Write a text to a file: aside first, then moved into place, so that the file is the old or the new one.

    Returns the SHA-256 of what the file holds now. A link is followed, and a device or a pipe written to, for which it
    is ``None``. Raises InputError when it can't be written, and what ``check`` raises; the old file is kept then.
    """
    return write_bytes((piece.encode() for piece in pieces), path, check=check)


def write_bytes(pieces: Iterable[bytes], path: Path, *, check: Check | None = None) -> str | None:
    """Write bytes to a file as :func:`write` does a text."""
    with _explained(path):
        # A pipe at /dev/stdout has no path that could be resolved.
        if not path.exists() or path.is_file():
            return _replace(path.resolve(), pieces, check)
    if check:
        pieces = [*pieces]
        with tempfile.TemporaryDirectory() as folder:
            _replace(Path(folder, "aside"), pieces, check)
    with _explained(path), path.open("wb") as device:
        device.writelines(pieces)
    return None


def checked(pieces: Iterable[str], check: Check) -> Iterator[str]:
    """Yield a text after it was written aside and looked at."""
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder, "aside")
        write(pieces, aside, check=check)
        with aside.open(encoding="utf-8", newline="") as file:
            yield from file


def difference(pieces: Iterable[str], path: Path) -> Iterator[str]:
    """Yield the lines of a unified diff from a file, if there is one, to a text; none when they are the same."""
    with _explained(path):
        old = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
    return unified_diff(old, "".join(pieces), str(path))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a loop of links
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        tip = _TIPS.get(getattr(error, "errno", None) or 0, "Name a file in a folder that is yours.")
        raise InputError(str(path), f"can't be written: {reason}.", tip=tip) from error


_TIPS = {
    errno.ENOSPC: "Make room and run it again.",
    errno.EDQUOT: "Make room and run it again.",
    errno.ENOENT: "Make the folder first, or name a file in one that is there.",
}
"""What to do about an error of the system."""


def _replace(path: Path, pieces: Iterable[bytes], check: Check | None) -> str:
    # Named before it is there, so that it goes away whenever Ctrl-C comes.
    aside = path.with_name(f".{path.name}.{secrets.token_urlsafe(6)}.new")
    digest = hashlib.sha256()
    try:
        with open(aside, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        if check:
            check(aside)
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return digest.hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
