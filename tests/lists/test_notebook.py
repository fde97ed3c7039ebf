"""Notebooks: which cells count, on which line of the file their text stands, and what is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.errors import InputError
from paperdex.lists import read_list

PAPER = "[A Paper on Pots](https://arxiv.org/abs/1801.00001)"


def notebook(*cells: Any, **more: Any) -> str:
    return json.dumps({"cells": list(cells), "nbformat": 4, **more}, indent=1)


def cell(source: Any, kind: str = "markdown") -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source}


@given(st.lists(st.lists(st.sampled_from(["# H\n", "\n", "text\n", "- item\n", "\\u2028é\n", "a\r\n"])), max_size=4))
def test_an_entry_stands_on_the_line_of_its_string(sources: list[list[str]]) -> None:
    """Whatever stands above it, an entry's line is that of the string in the file that holds it."""
    text = notebook(*map(cell, sources), cell(["## Pots\n", "\n", f"- {PAPER}\n", "- b"]))
    (line,) = (number for number, line in enumerate(text.split("\n"), start=1) if PAPER in line)
    found = [entry for entry in read_list(text.encode(), "list.ipynb").entries if entry.arxiv]
    assert [(entry.line, entry.topic[-1:]) for entry in found] == [(line, ("Pots",))]


def test_a_notebook_on_one_line() -> None:
    """A notebook without line breaks is read, all on its first line."""
    text = json.dumps({"metadata": {"cells": [cell(f"- {PAPER}")]}, "cells": [cell(f"x\n\n- {PAPER}\n")]})
    assert [entry.line for entry in read_list(text.encode(), "list.ipynb").entries] == [1]


@pytest.mark.parametrize("kind", ["code", "raw", "x", 3, None, []])
def test_other_cells_hold_no_entries(kind: Any) -> None:
    """Code, raw cells and unknown ones give nothing, and their neighbours survive."""
    text = notebook(cell(f"- {PAPER}", kind), cell(f"- {PAPER}"), 7, cell({"a": [1]}), cell(["x", 3, None]))
    assert len(read_list(text.encode(), "list.ipynb").entries) == 1


def test_text_that_no_text_can_hold() -> None:
    """Half a pair of surrogates and a zero in a cell do no harm."""
    text = r'{"cells": [{"cell_type": "markdown", "source": "- \ud83c A \u0000 [B Title](https://arxiv.org/abs/1801.00001)"}]}'
    assert len(read_list(text.encode(), "list.ipynb").entries) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("text", "not the JSON of a notebook: Expecting value in line 1"),
        ('{"cells": [\n{"cell_type": "markdown", "source": ["a"', "in line 2"),
        ("[]", "no Jupyter notebook"),
        ("{}", "no Jupyter notebook"),
        ('{"cells": 3}', "no Jupyter notebook"),
        ('{"cells": ' + "[" * 200_000, "nested too deeply"),
        ('{"cells": [' + '{"a":' * 200_000, "nested too deeply"),
        ('{"cells": [{"a": ' + "1" * 5000 + "}]}", "not the JSON"),
        ('{"cells": [{"a" 1}]}', "Expecting ':'"),
        ("{'cells': []}", "double quotes"),
    ],
)
def test_what_is_no_notebook_is_refused(text: str, reason: str) -> None:
    """Broken JSON, other JSON and JSON made to hurt are refused, with the file's name and a reason."""
    with pytest.raises(InputError, match=reason) as caught:
        read_list(text.encode(), "list.ipynb")
    assert caught.value.message.startswith("list.ipynb: is no")
    assert caught.value.tip


@pytest.mark.parametrize(
    "piece", ["{}", json.dumps(cell("")), json.dumps(cell(["- a\n"] * 20)), json.dumps(cell("```")), '"a"', "[[[]]]"]
)
def test_time_is_linear(piece: str) -> None:
    """Four times as many cells take about four times as long."""

    def seconds(size: int) -> float:
        text = '{"cells": [' + ",\n".join([piece] * (size // len(piece))) + "]}"
        start = time.perf_counter()
        read_list(text.encode(), "list.ipynb")
        return time.perf_counter() - start

    for _ in range(3):
        base = max(seconds(60_000), 0.03)
        if seconds(240_000) < 9 * base:
            return
    pytest.fail("four times the cells take more than nine times as long")
