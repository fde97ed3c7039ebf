"""arXiv on this machine, and the source that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from invented import invented_papers
from loopback_arxiv import LoopbackArxiv
from paperdex.sources.arxiv_api import NAME, SHEDDING_LOAD, ArxivApi
from paperdex.sources.transport import Transport

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
RETRIEVED = "2026-11-20T21:30:00Z"


@pytest.fixture
def server() -> Iterator[LoopbackArxiv]:
    """A loopback arXiv with sixty invented papers."""
    with LoopbackArxiv(invented_papers(60, seed=7)) as server:
        yield server


@pytest.fixture
def api(server) -> Iterator[ArxivApi]:
    """The query API as a source, without a pause, at a fixed time."""
    with Transport(NAME, shedding=SHEDDING_LOAD) as transport:
        yield ArxivApi(transport, server.url, clock=lambda: NOW)
