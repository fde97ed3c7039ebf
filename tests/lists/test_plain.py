"""Plain text: an identifier or a title a line, headings by the line below them."""

from __future__ import annotations

from paperdex.lists import read_list


def test_identifiers_line_by_line() -> None:
    """Identifiers in any spelling, one or several a line, are entries; prose is not."""
    data = b"""1706.02677
arXiv:1607.06450v1

https://arxiv.org/abs/1803.08494, 1711.05101; hep-th/9901001
These lines are notes on version 2.10 of a list of 2018.
10.48550/arXiv.1706.02515
"""
    entries = read_list(data, "ids.txt").entries
    assert [(entry.line, str(entry.well_formed[0])) for entry in entries] == [
        (1, "arxiv:1706.02677"),
        (2, "arxiv:1607.06450"),
        (4, "arxiv:1803.08494"),
        (4, "arxiv:1711.05101"),
        (4, "arxiv:hep-th/9901001"),
        (6, "arxiv:1706.02515"),
    ]
    assert entries[1].arxiv is not None
    assert entries[1].arxiv.version == 1


def test_underlined_headings_are_topics() -> None:
    """A line of = or - below a line makes it a heading."""
    data = b"Teapots\n=======\n\nSpouts\n------\n1801.00001\n\nLids\n~~~~\n1801.00002\n\n----\n"
    reading_list = read_list(data, "x.txt")
    assert reading_list.title == "Teapots"
    assert [entry.topic for entry in reading_list.entries] == [("Spouts",), ("Spouts", "Lids")]


def test_lines_with_a_title() -> None:
    """A line gives its title beside its identifier; a title alone is an entry among such lines, a sentence is none."""
    data = b"""Invented Teapots arXiv:1801.00001
1801.00002 More Invented Teapots
[3] A. Invented. A Third Teapot. arXiv:1801.00003, 2018.
A Fourth Teapot
This line says that the list ends here.
"""
    entries = read_list(data, "x.txt").entries
    assert [(entry.title, entry.arxiv.value if entry.arxiv else None) for entry in entries] == [
        ("Invented Teapots", "1801.00001"),
        ("More Invented Teapots", "1801.00002"),
        ("A Third Teapot", "1801.00003"),
        ("A Fourth Teapot", None),
    ]


def test_markup_is_text() -> None:
    """Nothing of Markdown counts in plain text; what follows a # is a comment."""
    reading_list = read_list(b"**1801.00001**\n# 1801.00002\n", "x.txt", "plain")
    assert reading_list.topics == ()
    assert [entry.line for entry in reading_list.entries] == [1]


def test_the_middle_dot_of_japanese_lists_begins_an_item() -> None:
    """Wide or narrow, with no blank behind it: each line is a paper of its own, below the words above them."""
    data = "その他\n・Invented Teapots arXiv:1801.00001\n･Invented Kettles https://arxiv.org/abs/1801.00002\n".encode()
    entries = read_list(data, "x.txt").entries
    assert [(entry.line, entry.title, entry.topic) for entry in entries] == [
        (2, "Invented Teapots", ("その他",)),
        (3, "Invented Kettles", ("その他",)),
    ]
