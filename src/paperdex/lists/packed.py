"""Blocks of a long document in little memory, until they are looked at.

A list of a few links takes six times the space of its text, since each run of text is an object with objects in it.
What a reader has finished is therefore kept as bytes, an item each, and read from them again when somebody asks for its
content: the stand-in of a list is an :class:`ItemList` like any other. What was asked for last is kept, since blocks
are looked at together with their neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, cast

from paperdex.lists.compact import dumped, loaded
from paperdex.lists.memory import remembered_few
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Quote,
    Record,
    Row,
    Rule,
    Span,
    Table,
)

MOST_ITEMS = 200
"""A longer list of a document is parted, so that it is never there as a whole."""


class Blocks(list[Block]):
    """The finished blocks of a document, in order."""

    def append(self, block: Block) -> None:
        """Add a block, packed."""
        super().append(packed(block))

    def extend(self, blocks: Iterable[Block]) -> None:
        """Add some blocks, packed."""
        super().extend(map(packed, blocks))


class _Pieces(NamedTuple):
    """What a stand-in holds in place of its items, rows or spans."""

    parts: tuple[bytes, ...]
    is_flat: bool = True


class _PackedList(ItemList):
    __slots__ = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return _items(cast("_Pieces", self[1]).parts)

    @property
    def is_flat(self) -> bool:
        return cast("_Pieces", self[1]).is_flat

    def _replace(self, **given: Any) -> ItemList:  # type: ignore[override]
        return ItemList(self.line, self.items)._replace(**given)


class _PackedParagraph(Paragraph):
    __slots__ = ()

    @property
    def inline(self) -> Inline:
        return _inline(cast("bytes", self[1]))


class _PackedTable(Table):
    __slots__ = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return _rows(cast("_Pieces", self[2]).parts)


class _PackedRecord(NamedTuple):
    data: bytes


def unpacked(block: Block) -> Block:
    """The record for which a block stands; another block as it is, for it looks like what it stands for."""
    return Record(*loaded(block.data)) if isinstance(block, _PackedRecord) else block


def packed(block: Block) -> Block:
    """The block, or what stands for it."""
    if isinstance(block, Record):
        return cast("Block", _PackedRecord(dumped(_record_data(block))))
    if isinstance(block, ItemList):
        parts = tuple([dumped(_item_data(item)) for item in block.items])
        return _PackedList(block.line, cast("Any", _Pieces(parts, not any(item.blocks for item in block.items))))
    if isinstance(block, Paragraph):
        return _PackedParagraph(block.line, cast("Any", dumped(_inline_data(block.inline))))
    if isinstance(block, Table):
        rows = tuple([dumped(_row_data(row)) for row in block.rows])
        return _PackedTable(block.line, block.header, cast("Any", _Pieces(rows)))
    return block


# -- to data and back ------------------------------------------------------------------------------------------------


_new_span = partial(tuple.__new__, Span)


def _inline_data(inline: Inline) -> list[Any]:
    return list(chain.from_iterable(inline))


def _made_inline(data: list[Any]) -> Inline:
    parts = iter(data)
    return tuple(map(_new_span, zip(parts, parts, parts, parts, strict=True)))


def _item_data(item: Item) -> tuple[Any, ...]:
    blocks = [_block_data(block) for block in item.blocks] if item.blocks else None
    return item.line, list(chain.from_iterable(item.inline)), blocks, item.number


def _made_item(data: tuple[Any, ...]) -> Item:
    line, inline, blocks, number = data
    return Item(line, _made_inline(inline), tuple(map(_made_block, blocks)) if blocks else (), number)


def _row_data(row: Row) -> tuple[Any, ...]:
    return row.line, [_inline_data(cell) for cell in row.cells]


def _made_row(data: tuple[Any, ...]) -> Row:
    return Row(data[0], tuple(map(_made_inline, data[1])))


_record_data = attrgetter(*(field.name for field in fields(Record)))


def _block_data(block: Block) -> tuple[Any, ...]:
    """A block within an item as plain data, the name of its kind in front."""
    if isinstance(block, Paragraph):
        data: tuple[Any, ...] = (block.line, _inline_data(block.inline))
    elif isinstance(block, ItemList):
        data = (block.line, [_item_data(item) for item in block.items])
    elif isinstance(block, Heading):
        data = (block.line, block.level, _inline_data(block.inline))
    elif isinstance(block, Table):
        data = (block.line, [_inline_data(cell) for cell in block.header], [_row_data(row) for row in block.rows])
    elif isinstance(block, Quote):
        data = (block.line, [_block_data(inner) for inner in block.blocks])
    elif isinstance(block, Record):
        data = _record_data(block)
    else:
        data = (block.line,)
    return type(block).__name__, *data


def _made_block(data: tuple[Any, ...]) -> Block:
    kind, line, *rest = data
    match kind:
        case "Paragraph":
            return Paragraph(line, _made_inline(rest[0]))
        case "ItemList":
            return ItemList(line, tuple(map(_made_item, rest[0])))
        case "Heading":
            return Heading(line, rest[0], _made_inline(rest[1]))
        case "Table":
            return Table(line, tuple(map(_made_inline, rest[0])), tuple(map(_made_row, rest[1])))
        case "Quote":
            return Quote(line, tuple(map(_made_block, rest[0])))
        case "Record":
            return Record(line, *rest)
    return Rule(line)


@remembered_few(3)
def _items(parts: tuple[bytes, ...]) -> tuple[Item, ...]:
    return tuple([_made_item(loaded(part)) for part in parts])


@remembered_few(2)
def _rows(parts: tuple[bytes, ...]) -> tuple[Row, ...]:
    return tuple([_made_row(loaded(part)) for part in parts])


@remembered_few(64)
def _inline(part: bytes) -> Inline:
    return _made_inline(loaded(part))
