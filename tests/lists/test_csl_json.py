"""CSL-JSON: what the case beside it doesn't show: other wrappings, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.errors import InputError
from paperdex.lists import read_list
from paperdex.lists.csl_json import read
from paperdex.lists.outline import Outline, Record

ITEM = {"id": "a", "title": "An Invented Paper", "DOI": "10.9999/tea.1"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "date-parts", "raw"]), inner),
    max_leaves=6,
)
FIELDS = ["title", "id", "author", "issued", "DOI", "URL", "note", "keyword", "collections", "number", "archive"]


def records(outline: Outline) -> list[Record]:
    return [block for block in outline.blocks if isinstance(block, Record)]


@pytest.mark.parametrize(
    ("wrapped", "lines"),
    [
        ([ITEM, ITEM], [2, 7]),
        ({"items": [ITEM, ITEM], "more": 1}, [3, 8]),
        ({"style": {"items": "none"}, "references": [ITEM]}, [6]),
        (ITEM, [1]),
        ([], []),
        ([1, "text", None, [ITEM]], []),
    ],
)
def test_wrappings(wrapped: Any, lines: list[int]) -> None:
    """Items stand in an array, in an object's items or references, or alone; each keeps its line."""
    found = records(read(json.dumps(wrapped, indent=1)))
    assert [each.line for each in found] == lines
    assert all(each.title == "An Invented Paper" for each in found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 100_000, "nested too deep"),
        ('[\n{"title": "a"}\n{"title": "b"}]', "line 3"),
        ('[{"title": "a"', "line 1"),
        ('{"items": [] "b"}', "is not JSON"),
        ("[" + "1" * 5000 + "]", "too long"),
        ("words", "begins with neither"),
        ("", "begins with neither"),
    ],
)
def test_what_is_no_such_json_is_refused(text: str, reason: str) -> None:
    """A broken file is refused with the reason and, where there is one, the line."""
    with pytest.raises(InputError, match=reason):
        read(text)


def test_a_refusal_names_the_file() -> None:
    """The message begins with the path as it was given."""
    with pytest.raises(InputError, match=r"^tea\.json: line 1"):
        read_list(b'[{"title": "a", "DOI"', "tea.json", "csl-json")


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=4))
def test_any_values_are_read(items: list[dict[str, Any]]) -> None:
    """Values of any type in any field do no harm."""
    found = records(read(json.dumps(items)))
    assert all(each.title or each.names for each in found)
