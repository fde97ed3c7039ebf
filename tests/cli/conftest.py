"""Fixtures for the tests of the commands."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.running import Desk
from loopback_arxiv import PATH, LoopbackArxiv


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail on any connection that leaves this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1"}:
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def _no_variable_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the JavaScript readers are is no setting, of which paperdex would warn."""
    monkeypatch.delenv("PAPERDEX_NODE_MODULES", raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A place to run paperdex in; arXiv is turned off."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


@pytest.fixture
def arxiv(desk: Desk) -> Iterator[LoopbackArxiv]:
    """An arXiv on this machine, without papers yet, that the desk asks."""
    with LoopbackArxiv() as server:
        desk.ask(server.url)
        yield server


@pytest.fixture
def no_arxiv(desk: Desk) -> Iterator[str]:
    """The address of an arXiv that can't be reached, which the desk asks.

    The port is held as long as the test runs, and nobody listens: a server of another test can't get it meanwhile.
    """
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}{PATH}"
        desk.ask(address)
        yield address
