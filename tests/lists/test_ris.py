"""RIS: what the case beside it doesn't show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.lists.outline import Outline, Record
from paperdex.lists.packed import unpacked
from paperdex.lists.ris import read

PIECES = ["TY  - JOUR\n", "ER  - \n", "TI  - Tea\n", "AU  - Invented, Ada\n", "words\n", "\n", "KW  - a / b\n", "XX  -"]


def records(outline: Outline) -> list[Record]:
    return [block for block in map(unpacked, outline.blocks) if isinstance(block, Record)]


@pytest.mark.parametrize(
    "lines",
    [
        "M1  - arXiv:1801.00001",
        "AN  - arXiv:1801.00001",
        "DO  - 10.48550/arXiv.1801.00001",
        "UR  - http://arxiv.org/abs/1801.00001",
        "L1  - https://arxiv.org/pdf/1801.00001.pdf",
        "JO  - CoRR\nVL  - abs/1801.00001",
        "T2  - arXiv preprint arXiv:1801.00001",
        "N1  - arXiv:1801.00001",
        "ID  - DBLP:journals/corr/abs-1801-00001",
    ],
)
def test_where_an_identifier_stands(lines: str) -> None:
    """An arXiv identifier is found in every tag that programs put it in, and nothing else names the paper."""
    (found,) = records(read(f"TY  - JOUR\nTI  - Tea\n{lines}\nER  - \n"))
    assert any("1801.00001" in name or "abs-1801-00001" in name for name in found.names)
    assert found.venue is None


def test_lines_outside_a_reference_are_nothing() -> None:
    """Text between references belongs to none, and a reference begins on its line."""
    found = records(
        read("Provider: Tea House\n\nTY  - JOUR\nTI  - One\nER  - \nTI  - stray\n\nTY  - JOUR\nTI  - Two\n")
    )
    assert [(each.line, each.title) for each in found] == [(3, "One"), (8, "Two")]


def test_several_addresses_in_one_value() -> None:
    """Addresses that a program wrote into one value are links of their own."""
    (found,) = records(read("TY  - JOUR\nTI  - Tea\nUR  - https://a.example/x;https://b.example/y\nER  - "))
    assert [url for _, url in found.links] == ["https://a.example/x", "https://b.example/y"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_is_read(text: str) -> None:
    """No text raises; records stand in order and on lines that begin a reference."""
    lines = text.split("\n")
    found = [each.line for each in records(read(text))]
    assert found == sorted(found)
    assert all(lines[line - 1].startswith("TY") for line in found)


def test_keywords_are_topics_where_they_group() -> None:
    """The first keyword is a topic where references share it, and none where each has its own."""
    make = "TY  - JOUR\nTI  - Tea\nKW  - {}\nER  - \n".format
    grouped = records(read("".join(make(word) for word in ("Leaves", "Water", "Leaves", "Water"))))
    assert [record.topic for record in grouped] == [("Leaves",), ("Water",), ("Leaves",), ("Water",)]
    single = records(read("".join(make(word) for word in ("Leaves", "Water", "Sugar", "Milk"))))
    assert {record.topic for record in single} == {()}


@pytest.mark.parametrize(
    ("keywords", "topic"),
    [
        (("Computer Science - Machine Learning", "Kettles"), ("Kettles",)),
        (("cs.LG", "Statistics - Applications"), ()),
        (("*Kettles *Water/methods",), ()),
        (("Kettles Water Temperature Leaves Cups Saucers Milk Sugar Spoons",), ()),
        (("High Tea", "Water"), ("High Tea",)),
    ],
)
def test_keywords_that_programs_add_are_no_topics(keywords: tuple[str, ...], topic: tuple[str, ...]) -> None:
    """The classes of arXiv and index terms say what a paper is about, and not where the keeper has put it."""
    lines = "".join(f"KW  - {keyword}\n" for keyword in keywords)
    assert [record.topic for record in records(read(f"TY  - JOUR\nTI  - Tea\n{lines}ER  - \n"))] == [topic]


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("AU  - Invented, Ada and Madeup, Bo", ("Ada Invented", "Bo Madeup")),
        ("AU  - Ada Invented and Bo Madeup", ("Ada Invented", "Bo Madeup")),
        ("AU  - Invented, Ada; Madeup, Bo", ("Ada Invented", "Bo Madeup")),
        ("AU  - Society for Tea and Milk", ("Society for Tea and Milk",)),
    ],
)
def test_authors_in_one_line(lines: str, authors: tuple[str, ...]) -> None:
    """Several authors in one value are parted; a name with "and" in it is one."""
    (found,) = records(read(f"TY  - JOUR\nTI  - Tea\n{lines}\nER  - \n"))
    assert found.authors == authors
