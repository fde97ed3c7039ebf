"""The Org reader: names of headings, targets of links, and papers with properties."""

from __future__ import annotations

import pytest

from paperdex.lists import read_list
from paperdex.lists.org import read
from paperdex.lists.outline import Heading, ItemList, Paragraph, Table, plain_text


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("* Tea", "Tea"),
        ("* TODO Tea", "Tea"),
        ("* READ [#B] Tea and [2/3] milk [50%]  :hot:sweet:", "Tea and milk"),
        ("* TODOS", "TODOS"),
        ("* Tea: a drink", "Tea: a drink"),
    ],
)
def test_names_of_headings(line: str, name: str) -> None:
    """Keyword, priority, counts and tags are no part of a heading's name; a keyword may be declared."""
    heading = read(f"{line}\n#+TODO: READ(r) | FINISHED").blocks[0]
    assert isinstance(heading, Heading)
    assert plain_text(heading.inline) == name


@pytest.mark.parametrize(
    ("link", "label", "url"),
    [
        ("[[https://a.example][A *b* [c]]]", "A *b* [c]", "https://a.example"),
        ("[[arxiv:1801.00001]]", "arXiv:1801.00001", "https://arxiv.org/abs/1801.00001"),
        ("[[tea:x][y]]", "y", "https://tea.example.org/x"),
        ("[[*Heading][y]]", "y", "#Heading"),
        ("https://a.example/b", "https://a.example/b", "https://a.example/b"),
        ("<https://a.example/b>", "https://a.example/b", "https://a.example/b"),
    ],
)
def test_links(link: str, label: str, url: str) -> None:
    """Links have their label, and the address that an abbreviation means."""
    block = read(f"a {link} b\n#+LINK: tea https://tea.example.org/").blocks[0]
    assert isinstance(block, Paragraph)
    assert [(span.text, span.url) for span in block.inline if span.url] == [(label, url)]


def test_blocks_and_lines() -> None:
    """Lists nest by indentation, and every piece has its line."""
    blocks = read("- a\n  more\n  1. b\n\n  text\n- c\n\n| x | y |\n|---+---|\n| 1 | 2 |").blocks
    first, table = blocks
    assert isinstance(first, ItemList)
    assert [item.line for item in first.items] == [1, 6]
    nested, text = first.items[0].blocks
    assert isinstance(nested, ItemList)
    assert (nested.items[0].number, nested.items[0].line, text.line) == (1, 3, 5)
    assert isinstance(table, Table)
    assert ([plain_text(cell) for cell in table.header], table.rows[0].line) == (["x", "y"], 10)


def test_a_property_that_names_no_paper() -> None:
    """A heading with an address and nothing else that a paper has is a topic."""
    text = (
        "#+TITLE: A List\n* Tea\n:PROPERTIES:\n:URL: https://tea.example.org\n:END:\n- [[arxiv:1801.00001][A Title]]\n"
    )
    reading_list = read_list(text.encode(), "list.org")
    assert [(e.topic, e.line) for e in reading_list.entries] == [(("Tea",), 6)]


def test_what_is_never_closed() -> None:
    """A block or drawer that nothing closes hides nothing below it."""
    text = "* A\n#+BEGIN_SRC\n* B\n:PROPERTIES:\n- [[arxiv:1801.00001][A Title]]\n* C\n#+END_SRC\n"
    assert [e.topic for e in read_list(text.encode(), "list.org").entries] == [("B",)]
