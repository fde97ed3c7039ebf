"""What is not read to its end is told, with its line and what it is."""

from __future__ import annotations

import json

import pytest

from paperdex.lists import read_list

LONG = "An invented word. " * 700
TITLE = "An Invented Paper on Teapots"
URL = "https://arxiv.org/abs/1801.00001"
BIBTEX = f"title={{{TITLE}}}, url={{{URL}}}"
LINKS = " ".join(f"https://example.org/{n}" for n in range(101))
ROW = "<table><tr>" + "<td>x</td>" * 16
WIDE = "a joined cell reaches beyond column 16; cells behind or below it may be misplaced."
CELL = {"cell_type": "markdown", "source": f"{ROW}<td rowspan=2>y"}
FIELD = "has more than 10,000 characters; only the first 10,000 were read."


CASES = {
    "bibtex": ("a.bib", "\n@misc{k, " + BIBTEX + f", abstract={{{LONG}}}}}", f"2: the field 'abstract' {FIELD}"),
    "macro": ("a.bib", f"@string{{tea = {{{LONG}}}}}\n@misc{{k, {BIBTEX}}}", "1: the field 'tea' has more than 1,000 "),
    "ris": ("a.ris", f"\nTY  - JOUR\nTI  - {TITLE}\nUR  - {URL}\nAB  - {LONG}\nER  - \n", f"2: the field 'AB' {FIELD}"),
    "csl-json": (
        "a.json",
        "\n" + json.dumps([{"title": TITLE, "URL": URL, "note": LONG}]),
        f"2: the field 'note' {FIELD}",
    ),
    "links": (
        "a.csv",
        f"Title,URL,Note\n{TITLE},{URL},{LINKS}\n",
        "2: of the links in 'Note' the first 100 were kept.",
    ),
    "date": ("a.csv", f"Title,URL,Date\n{TITLE},{URL},{LONG}\n", "2: a date was sought in the first 4,096 characters"),
    "across": ("a.html", f"<h1>Tea</h1>\n{ROW}<td colspan=2>y</td>\n<td>z</td></tr></table>", f"3: {WIDE}"),
    "down": ("a.md", f"# Tea\n\n{ROW}<td rowspan=2>y</td></tr></table>\n", f"3: {WIDE}"),
    "notebook": ("a.ipynb", json.dumps({"nbformat": 4, "cells": [CELL]}), f"1: {WIDE}"),
}


@pytest.mark.parametrize(("name", "text", "warning"), CASES.values(), ids=CASES)
def test_a_cut_is_told(name: str, text: str, warning: str) -> None:
    """Once, as a warning of the list."""
    (found,) = read_list(text.encode(), name).warnings
    assert found.startswith(f"{name}:{warning}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", f"@misc{{k, {BIBTEX}, file={{{LONG}}}}}"),
        ("a.html", f"<h1>Tea</h1>{ROW}<td colspan=90>y</td></tr></table>"),
        ("a.csv", f"Title,URL,Note\n{TITLE},{URL},{LONG}\n"),
    ],
)
def test_nothing_is_told_where_nothing_is_lost(name: str, text: str) -> None:
    """A field that nobody reads, a joined cell that ends its row, a long note that is kept."""
    assert not read_list(text.encode(), name).warnings


def test_no_identifier_of_a_long_cell_is_lost() -> None:
    """Hundreds of papers in one cell are a paper each."""
    numbers = [f"1801.{n:05}" for n in range(1, 1001)]
    entries = read_list(f"Title,arXiv\n{TITLE},{' '.join(numbers)}\n".encode(), "a.csv").entries
    assert [entry.arxiv and entry.arxiv.value for entry in entries] == numbers
