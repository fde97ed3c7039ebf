"""csv and jsonl: a row a work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord
from paperdex.exports import csv_table, jsonl
from paperdex.exports.options import ExportOptions
from paperdex.exports.rows import KEYS


def test_a_row_a_work(teapots: tuple[TopicGroup, ...]) -> None:
    """Each work is one row, with all its topics, in both formats alike."""
    table = list(csv.DictReader(io.StringIO("".join(csv_table.write(teapots)))))
    objects = [json.loads(line) for line in jsonl.write(teapots)]
    assert [row["cite_key"] for row in table] == [row["cite_key"] for row in objects]
    assert len(objects) == 7
    assert list(table[0]) == list(objects[0]) == [*KEYS, "abstract"]
    assert objects[0]["topics"] == [["Brewing"], ["Brewing", "Kettles, Big & Small"]]
    assert table[0]["topics"] == "Brewing; Brewing / Kettles, Big & Small"
    assert table[0]["authors"].startswith("Ada Invented; Jan van der Verzonnen Jr.; ")
    assert (table[1]["more_authors"], objects[1]["more_authors"]) == ("true", True)
    assert (table[1]["withdrawn"], objects[0]["withdrawn"]) == ("withdrawn", None)


def test_options(group: Callable[..., TopicGroup]) -> None:
    """Notes and abstracts are left out, authors cut, and JSON is ASCII, on request."""
    groups = [group({"title": "Thé", "authors": (Author("Ada Invented"), Author("Eva Feigned"))})]
    options = ExportOptions(abstract=False, notes=False, max_authors=1, ascii=True)
    (line,) = jsonl.write(groups, options)
    assert line.isascii()
    row = json.loads(line)
    assert {"abstract", "note"}.isdisjoint(row)
    assert (row["authors"], row["more_authors"]) == (["Ada Invented"], True)
    assert "abstract" not in "".join(csv_table.write(groups, options))


@given(st.text(max_size=30), st.sampled_from(["=1+1", "+1", "-1", "@x", "\t=1", "'a", "\r\n=2"]))
def test_no_cell_is_a_formula(text: str, formula: str) -> None:
    """A spreadsheet takes no cell for a formula, and each work stays one row."""
    record = BibliographicRecord(f"url:{text}", formula, "list", "", (Author(formula),), formula, comment=text)
    item = BibliographyItem(text, record, note=formula + text, topics=((formula,),))
    rows = list(csv.reader(io.StringIO("".join(csv_table.write([TopicGroup("A", (), (item,))])), newline="")))
    assert len(rows) == 2
    assert [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "\n" not in "".join(rows[1])
