"""What stdout is written in, and what is told of letters that it lacks."""

from __future__ import annotations

import io

import pytest

from cli.running import Desk
from paperdex.cli.streams import prepare_stdout


@pytest.mark.parametrize(("is_chosen", "encoding"), [(False, "utf-8"), (True, "cp1252")])
def test_what_is_no_terminal_is_utf_8(is_chosen: bool, encoding: str) -> None:
    """As files are, whatever the locale says, unless another encoding is asked for."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    prepare_stdout(stream, is_chosen=is_chosen)
    assert stream.encoding == encoding


def test_lost_letters_are_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr, once."""
    desk.write("tea.md", "# Tea\n\n- [Tea é 茶](https://arxiv.org/abs/2101.90001)\n")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    with desk.start("scan", "tea.md", "--format", "csv") as process:
        out, err = process.communicate(timeout=60)
    assert b"Tea \xe9" in out
    assert b"Warning: 1 character was written as ?: standard output is in" in err
