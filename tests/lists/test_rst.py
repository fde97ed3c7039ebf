"""The reStructuredText reader: sections, links by their targets, tables, directives, and what docutils would refuse."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from paperdex.lists import read_list
from paperdex.lists.outline import Block, Heading, Item, ItemList, Paragraph, Rule, Span, Table, plain_text
from paperdex.lists.rst import read

LINK = "`A Title <https://arxiv.org/abs/1801.00001>`_"


def blocks_of(text: str) -> tuple[Block, ...]:
    return read(text).blocks


def items_of(block: Block) -> tuple[Item, ...]:
    assert isinstance(block, ItemList)
    return block.items


def texts_of(table: Block) -> list[tuple[int, list[str]]]:
    assert isinstance(table, Table)
    return [(row.line, [plain_text(cell) for cell in row.cells]) for row in table.rows]


def lines_of(blocks: Iterable[Block]) -> list[tuple[str, int]]:
    """Every heading, paragraph and item with its line, in order."""
    found = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found.append((plain_text(block.inline), block.line))
        elif isinstance(block, ItemList):
            for item in block.items:
                found += [(plain_text(item.inline), item.line), *lines_of(item.blocks)]
    return found


def urls_of(blocks: Iterable[Block]) -> set[str | None]:
    """Every address in the items and paragraphs of some blocks."""
    found: set[str | None] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            found |= {span.url for span in block.inline}
        elif isinstance(block, ItemList):
            for item in block.items:
                found |= {span.url for span in item.inline} | urls_of(item.blocks)
    return found


def test_levels_follow_first_use() -> None:
    """An adornment has the level of its first use; with a line above it is another one."""
    blocks = read("===\nDoc\n===\n\nA\n===\n\nB\n---\n\nC\n===\n").blocks
    headings = [(plain_text(b.inline), b.level, b.line) for b in blocks if isinstance(b, Heading)]
    assert headings == [("Doc", 1, 2), ("A", 2, 5), ("B", 3, 8), ("C", 2, 11)]


def test_a_level_may_be_left_out() -> None:
    """A title that skips a level, an error to docutils, is a heading with its level."""
    blocks = blocks_of("A\n=\n\nB\n-\n\nC\n~\n\nD\n=\n\nE\n~\n")
    assert [b.level for b in blocks if isinstance(b, Heading)] == [1, 2, 3, 1, 3]


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("`A title <https://a.example/x>`_", "A title", "https://a.example/x"),
        ("`A title`__\n\n__ https://a.example/x", "A title", "https://a.example/x"),
        ("name_\n\n.. _Name: https://a.example/x", "name", "https://a.example/x"),
        ("`A name`_\n\n.. _A  Name:\n   https://a.example/\n   x", "A name", "https://a.example/x"),
        ("name_\n\n.. _name:\n.. _other: https://a.example/x", "name", "https://a.example/x"),
        ("name_\n\n.. _name: other_\n.. _other: https://a.example/x", "name", "https://a.example/x"),
        ("`label <name_>`__\n\n.. _name: https://a.example/x", "label", "https://a.example/x"),
        ("a__\n\n.. __: https://a.example/x", "a", "https://a.example/x"),
        (":doi:`10.1234/tea`", "doi:10.1234/tea", "https://doi.org/10.1234/tea"),
        (":arxiv:`A title <1801.00001>`", "A title", "https://arxiv.org/abs/1801.00001"),
        (":foo:`A title <https://a.example/x>`", "A title", "https://a.example/x"),
        ("see https://a.example/x_y.", "https://a.example/x_y", "https://a.example/x_y"),
        ("|t|_\n\n.. |t| replace:: A title\n.. _t: https://a.example/x", "A title", "https://a.example/x"),
        # Not reStructuredText, but found in lists:
        ("`A title<https://a.example/x>`_", "A title", "https://a.example/x"),
        ("`A title <https://a.example/x>`", "A title", "https://a.example/x"),
        ("**`A title <https://a.example/x>`_**", "A title", "https://a.example/x"),
        ("`**A title** <https://a.example/x>`_", "A title", "https://a.example/x"),
        ("论文`茶壶 <https://a.example/x>`_中文", "茶壶", "https://a.example/x"),
    ],
)
def test_links(text: str, label: str, url: str) -> None:
    """Every kind of link has its label and its target, wherever the target is defined."""
    block = read(text).blocks[0]
    assert isinstance(block, Paragraph)
    assert [(span.text, span.url) for span in block.inline if span.url] == [(label, url)]


def test_anonymous_targets_go_in_order() -> None:
    """Links without a name take the targets without one, in order, however far below these stand."""
    between = "\n\n".join(f"Words {n}." for n in range(3000))
    text = f"- `a`__\n- `b`__\n\n{between}\n\n`c`__\n\n__ https://a.example/1\n__ https://a.example/2\n\n.. __: https://a.example/3\n"
    blocks = blocks_of(text)
    spans = [span for item in items_of(blocks[0]) for span in item.inline]
    assert isinstance(blocks[-1], Paragraph)
    spans += blocks[-1].inline
    assert [span.url for span in spans] == [f"https://a.example/{n}" for n in (1, 2, 3)]


def test_substitutions() -> None:
    """A substitution is its text or its picture; one of itself ends, and an unknown one stays as it is written."""
    text = (
        "|a| |badge| |none| |loop|\n\n.. |a| replace:: some *tea*\n.. |loop| replace:: x |loop|\n"
        ".. |badge| image:: https://a.example/b.svg\n   :target: https://arxiv.org/abs/1801.00001\n"
    )
    (block,) = blocks_of(text)
    assert isinstance(block, Paragraph)
    assert Span("tea", mark="emphasis", line=1) in block.inline
    assert ("https://arxiv.org/abs/1801.00001", "badge") in [(span.url, span.mark) for span in block.inline]
    assert "|none|" in plain_text(block.inline)


def test_what_docutils_does_not_know_is_text() -> None:
    """The text of an unknown directive or role stays; code, comments and files that are named are left out."""
    text = (
        ".. tea::\n   :hot:\n\n   Words :milk:`here`.\n\n.. include:: /etc/passwd\n\n.. raw:: html\n\n   <b>\n\n.. no\n"
    )
    (block,) = read(text).blocks
    assert isinstance(block, Paragraph)
    assert (plain_text(block.inline), block.line) == ("Words here.", 4)


def test_directives() -> None:
    """Boxes, what a table of contents links to, and words in roles of Sphinx are read, each on its line."""
    text = (
        ".. note:: One :cite:p:`key`.\n\n   - two\n\n.. toctree::\n   :maxdepth: 1\n\n   three/four\n"
        "   Five <https://a.example/x>\n\n.. admonition:: Six\n\n   seven\n"
    )
    assert lines_of(blocks_of(text)) == [
        ("One key.", 1), ("two", 3), ("three/four", 8), ("Five", 9), ("Six", 11), ("seven", 13),
    ]  # fmt: skip


def test_no_file_is_opened() -> None:
    """No directive opens a file, in whatever way it is named."""
    text = (
        f".. include:: {__file__}\n\n.. literalinclude:: {__file__}\n\n.. csv-table::\n   :file: {__file__}\n\n"
        f".. raw:: html\n   :file: {__file__}\n\n.. figure:: {__file__}\n   :figwidth: image\n"
    )
    assert blocks_of(text) == ()


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Broken markup is told nowhere."""
    blocks_of("A\n==\n\n*a `b |c\n\n.. foo::\n\n=== ===\na\n\n- a\nb\n\n:bar:`x`\n\n====\nB\n==\n")
    assert capsys.readouterr() == ("", "")


def test_lists_and_lines() -> None:
    """Lists nest, and every piece has its line."""
    text = (
        "Intro\n\n* one\n  goes on\n\n  * a\n  * b\n\n    below b\n\n* two\n\n#. three\n#. four\n\n"
        "term\n  meaning\n\n| verse\n| more\n\n:Field: text\n"
    )
    assert lines_of(blocks_of(text)) == [
        ("Intro", 1), ("one\ngoes on", 3), ("a", 6), ("b", 7), ("below b", 9), ("two", 11), ("three", 13), ("four", 14),
        ("term\nmeaning", 16), ("verse\nmore", 19), ("Field: text", 22),
    ]  # fmt: skip
    spans = items_of(blocks_of(f"* a\n  {LINK}\n  `B\n  C <https://a.example>`_\n  d")[0])[0].inline
    assert [(span.text, span.line) for span in spans if span.text != "\n"] == [
        ("a", 1), ("A Title", 2), ("B C", 3), ("d", 5),
    ]  # fmt: skip


def test_broken_lists() -> None:
    """A list without a blank line above it is one, and text that stands too far in belongs to its item."""
    text = f"Words:\n- {LINK}\n- two\n\n* three\n  * four\n  * five\n* six\n    * seven\n* eight\n      goes on\n"
    words, broken, good = blocks_of(text)
    assert isinstance(words, Paragraph)
    assert lines_of([broken]) == [("A Title", 2), ("two", 3)]
    assert lines_of([good]) == [
        ("three", 5), ("four", 6), ("five", 7), ("six", 8), ("seven", 9), ("eight\ngoes on", 10),
    ]  # fmt: skip


def test_an_initial_is_no_number() -> None:
    """A paragraph that begins with an initial is no list."""
    (block,) = blocks_of("A. Invented. A Title.\n")
    assert isinstance(block, Paragraph)
    assert plain_text(block.inline) == "A. Invented. A Title."


def test_citations() -> None:
    """Footnotes and citations are items, also with a label that docutils doesn't allow."""
    text = f".. [1] {LINK}\n.. [Inv18] two\n   three\n\n.. [Ada & Bo 18] four\n"
    (block,) = blocks_of(text)
    assert lines_of([block]) == [("A Title", 1), ("two\nthree", 2), ("four", 5)]


def test_titles_in_odd_places() -> None:
    """A title inside of a list, or with lines that differ, keeps its words, as a bold line."""
    blocks = blocks_of("- a\n\n  Title\n  -----\n\n====\nTea\n===\n")
    assert lines_of(blocks) == [("a", 1), ("Title", 3), ("Tea", 7)]


def test_a_rule() -> None:
    """A line by itself is a rule."""
    first, rule, last = blocks_of("a\n\n-----\n\nb")
    assert isinstance(first, Paragraph)
    assert isinstance(rule, Rule)
    assert isinstance(last, Paragraph)


def test_tables() -> None:
    """Every kind of table has its header and its rows with their lines."""
    grid = "+---+---+\n| H | I |\n+===+===+\n| a | b |\n| c |   |\n+---+---+\n| d     |\n+---+---+\n"
    simple = "=== ===\nH   I\n=== ===\na   b\n    c\nd   e\n=== ===\n"
    listed = ".. list-table:: Cap\n   :header-rows: 1\n\n   * - H\n     - I\n   * - a\n       b\n     - c\n"
    commas = '.. csv-table:: Cap\n   :header: "H", "I"\n\n   "a, b", c\n   "d\n   e", f\n   g, h\n'
    tables = [blocks_of(text)[0] for text in (grid, simple, listed, commas)]
    for table in tables:
        assert isinstance(table, Table)
        assert [plain_text(cell).strip() for cell in table.header] == ["H", "I"]
    assert texts_of(tables[0]) == [(4, ["a c", "b"]), (7, ["d", ""])]
    assert texts_of(tables[1]) == [(4, ["a", "b c"]), (6, ["d", "e"])]
    assert texts_of(tables[2]) == [(6, ["a b", "c"])]
    assert texts_of(tables[3]) == [(4, ["a, b", "c"]), (5, ["d e", "f"]), (7, ["g", "h"])]


def test_broken_tables() -> None:
    """A table whose text is too wide for its columns, or that is never closed, keeps its rows."""
    wide = "===== ====\nTitle Link\n===== ====\nA longer title  https://a.example\nB     c\n===== ====\n"
    assert texts_of(blocks_of(wide)[0]) == [(4, ["A longer title", "https://a.example"]), (5, ["B", "c"])]
    bars = "+---+---+\n| a | b |\n+---+---+\n| too long | c |\n+---+---+\n"
    assert texts_of(blocks_of(bars)[0]) == [(2, ["a", "b"]), (4, ["too long", "c"])]
    table, below = blocks_of("===== ====\nTitle Link\n===== ====\nA     b\n\nWords.\n")
    assert texts_of(table) == [(4, ["A", "b"])]
    assert lines_of([below]) == [("Words.", 6)]


def test_a_literal_block_is_no_list() -> None:
    """What follows two colons is code."""
    text = "Run::\n\n   - `No <https://arxiv.org/abs/1801.00001>`_\n\n- `A Title <https://arxiv.org/abs/1801.00002>`_\n"
    assert [entry.line for entry in read_list(text.encode(), "list.rst").entries] == [5]


def test_a_long_document() -> None:
    """What is read in parts has the levels and lines of the whole."""
    text = "".join(f"Tea {n}\n{'=-'[n % 2] * 7}\n\n- {LINK}\n\n" for n in range(2000))
    blocks = blocks_of(text)
    headings = [(b.level, b.line) for b in blocks if isinstance(b, Heading)]
    assert headings == [(1 + n % 2, 1 + 5 * n) for n in range(2000)]
    assert [items_of(b)[0].line for b in blocks if isinstance(b, ItemList)] == [4 + 5 * n for n in range(2000)]


DEEP = 200


@pytest.mark.parametrize(
    "text",
    [
        "- " * DEEP + LINK,
        "\n\n".join(f"{' ' * n}a" for n in range(DEEP)) + "\n" + " " * DEEP + LINK,
        "\n\n".join(f"{'   ' * n}.. note::" for n in range(DEEP)) + "\n\n" + "   " * DEEP + LINK,
        "\n".join(f"|{' ' * n}a" for n in range(1, DEEP)) + "\n\n" + LINK,
        ":a: " * DEEP + LINK,
    ],
    ids=["items", "quotes", "directives", "verses", "fields"],
)
def test_deep_nesting_loses_nothing(text: str) -> None:
    """What is nested deeper than can be read is text with its links."""
    assert "https://arxiv.org/abs/1801.00001" in urls_of(blocks_of(text))


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize(
    "piece",
    [
        "- a\n+ b\n",
        " - a\n\n + b\n\n",
        "  a\n\n  -- b\n\n",
        f"{LINK}, ",
        "= ",
        "| ",
        "+-",
        "a__\n\n__ b\n\n",
        "=== ===\na\n\n",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """Four times as much takes about four times as long, where docutils' own time grows with the square."""

    def seconds(size: int) -> float:
        start = time.perf_counter()
        read(repeated(piece, size))
        return time.perf_counter() - start

    for _ in range(3):
        base = max(seconds(15_000), 0.02)
        if seconds(60_000) < 9 * base:
            return
    pytest.fail(f"60 KB of {piece!r} take more than 9 times as long as 15 KB")
