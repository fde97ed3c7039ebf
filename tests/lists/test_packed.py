"""Blocks that are kept as bytes until somebody looks at them."""

from __future__ import annotations

import pytest

from paperdex.lists import read_list
from paperdex.lists.outline import Block, Heading, Item, ItemList, Paragraph, Quote, Record, Row, Rule, Span, Table
from paperdex.lists.packed import LARGE, Blocks, packed, unpacked

INLINE = (Span("An Invented Paper \U0001f525", "https://example.org/1", "strong", 3), Span("\n", line=3))
RECORD = Record(4, "An Invented Paper", ("arXiv:1801.00001",), ("Ada Invented",), links=(("url", "https://x.org"),))
NESTED = (
    Heading(5, 2, INLINE),
    Paragraph(6, INLINE),
    ItemList(7, (Item(7, INLINE, (Quote(8, (Rule(8),)),), 12),)),
    Table(9, (INLINE, ()), (Row(9, (INLINE, INLINE)),)),
    RECORD,
)


def test_a_list_looks_like_itself() -> None:
    """Whatever stands below its items comes back."""
    items = (Item(1, INLINE), Item(4, (), NESTED, 3))
    found = packed(ItemList(1, items))
    assert isinstance(found, ItemList)
    assert (found.line, found.items, found.is_flat) == (1, items, False)
    assert found._replace(items=items[:1]) == ItemList(1, items[:1])


@pytest.mark.parametrize("block", [NESTED[0], NESTED[1], NESTED[3], Rule(3), Quote(2, NESTED)])
def test_other_blocks_look_like_themselves(block: Block) -> None:
    """By every name of theirs."""
    blocks = Blocks(LARGE)
    blocks.append(block)
    (found,) = blocks
    assert isinstance(found, type(block))
    assert all(getattr(found, name) == getattr(block, name) for name in block._fields)  # type: ignore[union-attr]


def test_a_record() -> None:
    """A record is asked for."""
    blocks = Blocks(LARGE)
    blocks.extend([RECORD])
    assert unpacked(blocks[0]) == RECORD


def test_a_document_of_ordinary_size_is_kept_as_it_is() -> None:
    """Nothing is packed, nothing is parted."""
    blocks = Blocks(LARGE - 1)
    long = ItemList(1, tuple(Item(n, INLINE) for n in range(1, 10_000)))
    blocks.extend([long, blocks.kept(RECORD)])
    assert blocks[0] is long
    assert blocks[1] is RECORD
    assert blocks.item(long.items[0]) is long.items[0]


def item(n: int, text: str) -> Item:
    return Item(n, (Span(f"{text} {n} " + "x" * 200, line=n),))


def parts_of(*items: Item) -> list[ItemList]:
    blocks = Blocks(LARGE)
    blocks.append(ItemList(7, items))
    return [block for block in blocks if isinstance(block, ItemList)]


@pytest.mark.parametrize("count", [201, 1000, 1500, 5000, 20_001])
def test_a_long_list_is_parted_evenly(count: int) -> None:
    """No part is small, the last one neither, and a list of ordinary length is whole."""
    items = [item(n, "An Invented Paper") for n in range(1, count + 1)]
    parts = parts_of(*items)
    assert (len(parts) > 1) == (count > 1000)
    assert [each for part in parts for each in part.items] == items
    assert max(part.size for part in parts) <= 2 * min(part.size for part in parts)
    assert all(part.size >= 100 for part in parts if count > 100)
    assert [part.line for part in parts] == [7, *(part.items[0].line for part in parts[1:])]


def test_a_list_is_not_parted_within_a_paper() -> None:
    """Where papers are given field by field, a part begins with the first field."""
    names = ("Paper:", "Domain:", "Year:", "Words:", "More:", "Last:", "End:")
    parts = parts_of(*(item(n, names[n % 7]) for n in range(7000)))
    assert len(parts) > 3
    assert all(part.items[0].inline[0].text.startswith("Paper:") for part in parts)


@pytest.mark.parametrize("is_headed", [True, False])
def test_a_table_is_not_parted_within_a_group(is_headed: bool) -> None:
    """A part of a table begins with the row that heads it, in bold or by a cell that is filled once for several."""

    def row(n: int) -> Row:
        first = (Span("Teapots", mark="strong" if is_headed else ""),) if n % 300 == 0 else ()
        return Row(n, (first, () if is_headed and first else (Span(f"Paper {n} " + "x" * 200),)))

    rows = tuple(map(row, range(4000)))
    blocks = Blocks(LARGE)
    blocks.append(Table(1, ((Span("Topic"),), (Span("Paper"),)), rows))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(tables) > 2
    assert tuple(each for table in tables for each in table.rows) == rows
    assert all(table.rows[0].cells[0] and table.header == tables[0].header for table in tables)


MARKS = {"md": ("- [{}]({})", "```\n", "```\n"), "org": ("- [[{1}][{0}]]", "#+begin_src\n", "#+end_src\n")}
MARKS["html"] = ("<li><a href='{1}'>{0}</a>", "<!--", "-->")


@pytest.mark.parametrize("suffix", MARKS)
def test_size_does_not_matter(suffix: str) -> None:
    """The entries of a list of 100 KB are the same in a document of 5 MB."""
    mark, begin, end = MARKS[suffix]

    def line(n: int) -> str:
        title = f"An Invented Paper on the {n}th Teapot"
        linked = mark.format(title, f"https://arxiv.org/abs/1801.{n:05}")
        if n % 7 == 0:  # a title alone, which is an entry for its neighbours
            linked = mark.partition(" ")[0].partition("<a")[0] + " " + title
        return f"{linked}, Ada Invented, NIPS 2018\n"

    text = "".join(map(line, range(1, 1200)))
    assert len(text) > 100_000
    alone = read_list(text.encode(), f"list.{suffix}").entries
    filler = begin + ("let kettle = 'https://example.org/tea'; " * 25 + "\n") * 5000 + end
    within = read_list(f"{text}\n{filler}".encode(), f"list.{suffix}").entries
    assert len(alone) > 1000
    assert within == alone
