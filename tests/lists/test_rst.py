"""The reStructuredText reader: sections by their adornments, links by their targets, directives."""

from __future__ import annotations

import pytest

from paperdex.lists import read_list
from paperdex.lists.outline import Heading, Paragraph, plain_text
from paperdex.lists.rst import read


def test_levels_follow_first_use() -> None:
    """An adornment has the level of its first use; with a line above it is another one."""
    blocks = read("===\nDoc\n===\n\nA\n===\n\nB\n---\n\nC\n===\n").blocks
    headings = [(plain_text(b.inline), b.level, b.line) for b in blocks if isinstance(b, Heading)]
    assert headings == [("Doc", 1, 2), ("A", 2, 5), ("B", 3, 8), ("C", 2, 11)]


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("`A title <https://a.example/x>`_", "A title", "https://a.example/x"),
        ("`A title`__\n\n__ https://a.example/x", "A title", "https://a.example/x"),
        ("name_\n\n.. _Name: https://a.example/x", "name", "https://a.example/x"),
        (":doi:`10.1234/tea`", "doi:10.1234/tea", "https://doi.org/10.1234/tea"),
        (":arxiv:`A title <1801.00001>`", "A title", "https://arxiv.org/abs/1801.00001"),
    ],
)
def test_links(text: str, label: str, url: str) -> None:
    """Every kind of link has its label and its target."""
    block = read(text).blocks[0]
    assert isinstance(block, Paragraph)
    assert [(span.text, span.url) for span in block.inline if span.url] == [(label, url)]


def test_what_docutils_does_not_know_is_text() -> None:
    """The text of an unknown directive or role stays; code, comments and files that are named are left out."""
    text = (
        ".. tea::\n   :hot:\n\n   Words :milk:`here`.\n\n.. include:: /etc/passwd\n\n.. raw:: html\n\n   <b>\n\n.. no\n"
    )
    (block,) = read(text).blocks
    assert isinstance(block, Paragraph)
    assert (plain_text(block.inline), block.line) == ("Words here.", 4)


def test_a_literal_block_is_no_list() -> None:
    """What follows two colons is code."""
    text = "Run::\n\n   - `No <https://arxiv.org/abs/1801.00001>`_\n\n- `A Title <https://arxiv.org/abs/1801.00002>`_\n"
    assert [entry.line for entry in read_list(text.encode(), "list.rst").entries] == [5]
