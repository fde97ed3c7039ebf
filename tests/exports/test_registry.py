"""The registry of export formats: every row loads, writes, and is found by name and suffix."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperdex.core.bibliography import TopicGroup
from paperdex.errors import UnknownName
from paperdex.exports import FORMATS, Format, format_for_path, get_format


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_every_format_writes(row: Format, teapots: tuple[TopicGroup, ...]) -> None:
    """A writer yields text that ends in a line end, the same every time, and takes an empty bibliography."""
    if row.name == "text":
        pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    text = "".join(row.write(iter(teapots)))
    assert text.endswith("\n")
    assert "\r" not in text
    assert "\x00" not in text
    assert text == "".join(row.write(teapots))
    assert isinstance("".join(row.write([])), str)


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_every_format_is_told_by_its_name_and_suffix(row: Format) -> None:
    """Names are small, a file's suffix finds a format that has it, and each row says what it is."""
    assert get_format(row.name.upper()) is row
    assert row.summary
    for suffix in row.suffixes:
        found = format_for_path(Path("a.b") / f"tea{suffix.upper()}")
        assert found is not None
        assert suffix in found.suffixes


def test_unknown_format() -> None:
    """A format that is none is refused, and the known and the near ones are named."""
    with pytest.raises(UnknownName) as refused:
        get_format("bibtx")
    assert "'bibtex'" in refused.value.tip
    assert all(name in refused.value.tip for name in FORMATS)
    assert format_for_path("tea.xyz") is None
    assert format_for_path("tea") is None
