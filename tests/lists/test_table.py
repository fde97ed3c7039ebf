"""Tables: what no case in ``cases/`` can show, since it is made by another program, large, or hostile."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.cli.rows import csv_table
from paperdex.core.entries import Link, ListEntry
from paperdex.lists import read_list
from paperdex.lists.entry.columns import is_header, role_of
from paperdex.lists.syntax.delimited import find_delimiter, rows_of
from paperdex.storage.rows import EntryRow


def entries(text: str, path: str = "list.csv") -> tuple[ListEntry, ...]:
    return read_list(text.encode(), path).entries


CELLS = st.text(st.sampled_from('ab ",;\n|茶'), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_rows_are_those_of_the_csv_module(rows: list[list[str]], delimiter: str) -> None:
    """What the standard library writes is read back cell by cell; rows without a word are left out."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert [cells for _, cells in rows_of(buffer.getvalue(), delimiter)] == expected


@given(st.text(st.sampled_from('a",\n'), max_size=40))
def test_rows_know_their_lines(text: str) -> None:
    """A row begins on the line that it says, after the one before, whatever quotes are missing."""
    lines = [line for line, _ in rows_of(text, ",")]
    assert lines == sorted(set(lines))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("title,arxiv\nTea; hot; black,1801.00001\n", ","),
        ("title;arxiv\nTea, hot, black;1801.00001\n", ";"),
        ("title\tarxiv\nTea, hot; black\t1801.00001\n", "\t"),
        ("title|arxiv\nTea, hot|1801.00001\n", "|"),
        ("sep=|\na,b,c|d\n", "|"),
        ("title\nTea, hot\nTea, cold\n", ""),
        ("1801.00001\n1801.00002\n", ""),
        ('1801.00001,"a;b"\n1801.00002,"c;d"\n', ","),
        ("", ""),
        ("|||", ""),
    ],
)
def test_delimiter(text: str, delimiter: str) -> None:
    """The header tells the delimiter, else the width that most rows share; one column has none."""
    assert find_delimiter(text, is_header) == delimiter


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Title", "title"), ("paper_title", "title"), ("Paper Title (short)", "title"), ("Publication Title", "venue"),
        ("Publication Date", "date"), ("Code URL", "link"), ("Link to the paper", "address"), ("arXiv-ID", "arxiv"),
        ("Subcategory", "topic"), ("发表年份", "date"), ("リンク", "address"), ("Short Title", ""), ("Teapot", ""),
        ("x" * 100, ""), ("", ""), ("发 表 者", "person"), ("논문 제목", "title"), ("作者/团队", "authors"),
        ("Paper / Code", "title"), ("*Conf.*", "venue"), ("日付", "date"), ("Source", ""),
    ],
)  # fmt: skip
def test_names_of_columns(name: str, role: str) -> None:
    """The name of a column tells what it holds, in any case and spelling; unknown and misleading ones tell nothing."""
    assert role_of(name)[0] == role


def own_row(title: str, work: str | None, topic: tuple[str, ...]) -> EntryRow:
    nothing: dict[str, Any] = {field.name: None for field in fields(EntryRow)}
    facts = {"list": "tea.md", "line": 7, "status": "resolved", "authors": ("Ada Invented", "Bo Madeup")}
    facts |= {"submitted": "2018-01-01", "version": 3, "primary_category": "cs.LG", "categories": ("cs.LG", "stat.ML")}
    facts |= {
        "comment": "4 pages",
        "links": (Link("pdf", "https://tea.example.org/pdf"),),
        "note": "-1 of arXiv:1801.00009",
    }
    return EntryRow(**{**nothing, **facts, "title": title, "title_in_list": title, "id": work, "topic": topic})


def test_own_csv_is_read_back() -> None:
    """What ``list --format csv`` prints gives the same titles, identifiers and topics when it is read."""
    rows = [
        own_row("An Invented Paper; on Teapots, Hot", "1801.00001", ("Pots", "Lids")),
        own_row("=Tea", "doi:10.1234/tea", ("Pots",)),
        own_row('A "Quoted" Paper', "url:https://tea.example.org/1", ()),
        own_row("A Paper without Identifier", None, ("C++", "1. Cups")),
        own_row("-1 Is Cold.", "hep-th/9901001", ("Cups",)),
    ]
    found = entries("".join(csv_table(rows)))
    assert [(e.title, e.well_formed[0].work if e.well_formed else None, e.topic) for e in found] == [
        (row.title, row.id, row.topic) for row in rows
    ]
    assert {entry.date for entry in found} == {"2018-01-01"}
    assert {entry.authors for entry in found} == {("Ada Invented", "Bo Madeup")}
    assert {entry.note for entry in found} == {"-1 of arXiv:1801.00009"}


@pytest.mark.parametrize("name", ["Name", "Work"])
def test_a_table_of_tools_has_no_papers(name: str) -> None:
    """Names and addresses of anything are no papers; they are where one of them is."""
    assert not entries(f"{name},URL\nteapot,https://tea.example.org\nkettle,https://kettle.example.org\n")
    assert len(entries(f"{name},URL\nteapot,https://tea.example.org\nA Paper,https://arxiv.org/abs/1801.00001\n")) == 2


@pytest.mark.parametrize("header", ["", "title,arxiv,notes\n", "title;arxiv\n"])
@pytest.mark.parametrize("piece", ["a,", '"', '",', ",\n", '"a\n', "\n", "A B,1801.00001\n", "'=,", "[a](", "; "])
def test_five_megabytes_of_anything(header: str, piece: str) -> None:
    """Long lines, millions of columns and open quotes take linear time, and no global limit of the csv module."""
    limit = csv.field_size_limit()

    def seconds(size: int) -> float:
        text = header + (piece * (size // len(piece)))
        start = time.perf_counter()
        entries(text if text.strip() else "x")
        return time.perf_counter() - start

    for _ in range(3):
        base = max(seconds(60_000), 0.03)
        if seconds(240_000) < 9 * base:
            break
    else:
        pytest.fail("four times the text takes more than nine times as long")
    assert csv.field_size_limit() == limit


def test_one_long_cell() -> None:
    """A cell of five megabytes is read."""
    (entry,) = entries('title,arxiv\n"' + "Tea " * 1_250_000 + '",1801.00001\n')
    assert len(entry.title) > 4_000_000
    assert entry.arxiv
