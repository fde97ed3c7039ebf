"""Fixtures for the tests of the library and the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperdex.storage.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "library.db") as opened:
        yield opened
