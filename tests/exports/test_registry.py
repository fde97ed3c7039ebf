"""The registry of export formats: every row loads, writes, and is found by name and suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from paperdex.core.bibliography import TopicGroup
from paperdex.core.records import Author
from paperdex.errors import UnknownName, UsageError
from paperdex.exports import FORMATS, Format, format_for_path, get_format, refuse_unheeded
from paperdex.exports.options import FLAGS, ExportOptions


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


CHOICES: dict[str, tuple[object, ...]] = {
    "ascii": (True,),
    "max_authors": (1,),
    "abstract": (True, False),
    "notes": (True, False),
    "entry_type": ("unpublished", "report"),
    "prefer": ("preprint",),
    "eprint_in": ("howpublished", "note"),
    "template": ("Mine",),
    "heading": ("My heading",),
}
"""Values of options other than the usual ones; a style is refused or heeded by its own tests."""


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_a_format_heeds_the_options_of_its_row(
    row: Format, name: str, teapots: tuple[TopicGroup, ...], group: Callable[..., TopicGroup]
) -> None:
    """An option in ``heeds`` changes the text, and any other is refused and would change nothing."""
    bo = {"authors": (Author("Bo Ímaginary"), Author("Ada Invented")), "abstract": "Tea.", "submitted": "2017-06-08"}
    groups = [*teapots, group({"work": "1706.91234", "journal_ref": "J. Tea 1, 2 (2018)", "doi": "10.5555/tea", **bo})]
    usual = "".join(row.write(groups))
    chosen = [ExportOptions(**{name: value}) for value in CHOICES[name]]  # type: ignore[arg-type]
    heeded = False
    for options in chosen:
        try:
            heeded |= "".join(row.write(groups, options)) != usual
        except UnknownName:  # such as a type of entry that the format has not
            heeded = True
    assert heeded == (name in row.heeds)
    if not heeded:
        with pytest.raises(UsageError, match=FLAGS[name]):
            refuse_unheeded(row, chosen[0])


def test_every_option_has_a_flag() -> None:
    """Whatever a user can choose is named in the table of flags."""
    assert (
        {*FLAGS}
        == {field.name for field in fields(ExportOptions)} - {"tell", "style_text", "template_name"}
        == {*CHOICES, "style"}
    )
