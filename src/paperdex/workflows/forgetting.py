"""Forgetting lists: what goes with them, told before it goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader
from paperdex.storage.rows import Forgettable


def forgettable(library: Path, names: Sequence[str]) -> Forgettable:
    """What would go with these lists. Raises StorageError, UnknownName, and UsageError for a name of several lists."""
    with LibraryReader.open(library) as reader:
        return reader.forgettable(names)


def forget(library: Path, names: Sequence[str]) -> Forgettable:
    """Take these lists out of a library, and what only they name; what went is returned. Raises as above."""
    LibraryReader.open(library).close()
    with Library.open(library) as opened:
        return opened.forget(names)
