"""The registry of sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from paperdex.errors import UnknownName
from paperdex.sources import SOURCES, open_source
from paperdex.sources.base import Access


def access(tmp_path: Path) -> Access:
    return Access("http://127.0.0.1:9/api/query", 0, tmp_path)


@pytest.mark.parametrize("row", SOURCES, ids=lambda row: row.name)
def test_each_row_opens_a_source_of_its_name(row, tmp_path):
    """A row loads, is described, and the source it opens carries its name and a batch size, without a request."""
    assert row.summary
    with open_source(row.name, access(tmp_path)) as source:
        assert source.name == row.name
        assert source.batch > 0


def test_an_unknown_source_names_the_near_one(tmp_path):
    """A misspelt source fails with the right spelling."""
    with pytest.raises(UnknownName, match="no source 'arxvi'") as caught:
        open_source("arxvi", access(tmp_path))
    assert "arxiv" in caught.value.tip


@pytest.mark.parametrize("module", ["paperdex.sources", "paperdex.sources.snapshot", *(row.module for row in SOURCES)])
def test_importing_a_source_loads_no_heavy_package(module):
    """What takes a tenth of a second to import waits for the first request."""
    heavy = "('arxiv', 'filelock', 'httpx', 'lxml', 'pylatexenc', 'requests')"
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
