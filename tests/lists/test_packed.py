"""Blocks that are kept as bytes until somebody looks at them."""

from __future__ import annotations

import pytest

from paperdex.lists import read_list
from paperdex.lists.outline import Block, Heading, Item, ItemList, Paragraph, Quote, Record, Row, Rule, Span, Table
from paperdex.lists.packed import MOST_ITEMS, Blocks, packed, unpacked

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
    (found,) = Blocks([packed(block)])
    assert isinstance(found, type(block))
    assert all(getattr(found, name) == getattr(block, name) for name in block._fields)  # type: ignore[union-attr]


def test_a_record() -> None:
    """A record is asked for."""
    blocks = Blocks()
    blocks.extend([RECORD])
    assert unpacked(blocks[0]) == RECORD


@pytest.mark.parametrize("suffix", ["md", "txt", "org"])
def test_a_long_list_is_read_in_parts(suffix: str) -> None:
    """No item is lost where a part ends, and each keeps its line."""
    count = 2 * MOST_ITEMS + 1
    text = "".join(
        f"- An Invented Paper on the {n}th Teapot https://arxiv.org/abs/1801.{n:05}\n" for n in range(1, count)
    )
    entries = read_list(text.encode(), f"list.{suffix}").entries
    assert [(entry.line, entry.arxiv and entry.arxiv.value) for entry in entries] == [
        (n, f"1801.{n:05}") for n in range(1, count)
    ]
