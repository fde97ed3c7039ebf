"""Blocks of a large document in little memory, until they are looked at.

A list of a few links takes six times the space of its text, since each run of text is an object with objects in it.
What a reader has finished of a large document is therefore kept as bytes, an item each, and read from them again when
somebody asks for its content: the stand-in of a list is an :class:`ItemList` like any other. What was asked for last is
kept, since blocks are looked at together with their neighbours. A document of ordinary size is kept as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import partial
from itertools import accumulate, chain, pairwise
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
    has_link,
)

LARGE = 1_000_000
"""Characters from which on a document is large."""
_ENOUGH = 150_000
"""Bytes of a part of a list or table, at least."""
_LEAST_PARTS = 100
"""Items or rows of a part, at least: its neighbours tell what an item is."""
_MOST_LOOKED_AT = 200
"""A part of a list begins so many items later, at most, where it would begin in the middle of a paper."""
_LABEL = re.compile(r"\s*([^:：]{1,24})[:：]")
_NESTED = b"+"
"""Stands behind an item with blocks below it, where nothing reads it."""


class Blocks(list[Block]):
    """The finished blocks of a document of so many characters, in order; those of a large one packed.

    A long list or table of a large document becomes several, each long enough to be judged by itself. Much below the
    length of a large document none is parted.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self._is_large = size >= LARGE

    def append(self, block: Block) -> None:
        """Add a block."""
        if self._is_large:
            super().extend(_parted(packed(block)))
        else:
            super().append(block)

    def extend(self, blocks: Iterable[Block]) -> None:
        """Add some blocks."""
        if self._is_large:
            super().extend(part for block in blocks for part in _parted(packed(block)))
        else:
            super().extend(blocks)

    def take(self, others: Iterable[Block]) -> None:
        """Add blocks as they are, gathered elsewhere of the same document."""
        super().extend(others)

    def kept(self, block: Block) -> Block:
        """A block that is added later, packed if it will be then."""
        return packed(block) if self._is_large else block

    def item(self, item: Item) -> Item:
        """An item of a list that is added later, which nobody looks at until then."""
        return cast("Item", _packed_item(item)) if self._is_large else item

    def row(self, row: Row) -> Row:
        """A row of a table that is added later, which nobody looks at until then."""
        return cast("Row", _packed_row(row)) if self._is_large else row


class _Pieces:
    """What a stand-in holds in place of its items or rows."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[bytes]) -> None:
        self.parts = parts


class _PackedList(ItemList):
    __slots__ = ()

    @property
    def items(self) -> tuple[Item, ...]:
        pieces: Any = self[1]
        return _items(pieces)

    @property
    def is_flat(self) -> bool:
        return not any(part.endswith(_NESTED) for part in self.parts)

    @property
    def size(self) -> int:
        return len(self.parts)

    @property
    def parts(self) -> Sequence[bytes]:
        return cast("_Pieces", self[1]).parts

    def _replace(self, **given: Any) -> ItemList:  # type: ignore[override]
        return ItemList(self.line, self.items)._replace(**given)


class _PackedParagraph(Paragraph):
    __slots__ = ()

    @property
    def inline(self) -> Inline:
        part: Any = self[1]
        return _inline(part)


class _PackedTable(Table):
    __slots__ = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        pieces: Any = self[2]
        return _rows(pieces)

    @property
    def parts(self) -> Sequence[bytes]:
        return cast("_Pieces", self[2]).parts


class _PackedRecord(NamedTuple):
    data: bytes


def unpacked(block: Block) -> Block:
    """The record for which a block stands; another block as it is, for it looks like what it stands for."""
    return Record(*loaded(block.data)) if isinstance(block, _PackedRecord) else block


def packed(block: Block) -> Block:
    """The block, or what stands for it."""
    if isinstance(block, Record):
        return cast("Block", _PackedRecord(dumped(_record_data(block))))
    if isinstance(block, _PackedList | _PackedParagraph | _PackedTable):
        return block
    if isinstance(block, ItemList):
        return _packed_list(block.line, [_packed_item(item) for item in block.items])
    if isinstance(block, Paragraph):
        return _PackedParagraph(block.line, cast("Any", dumped(_inline_data(block.inline))))
    if isinstance(block, Table):
        return _packed_table(block.line, block.header, [_packed_row(row) for row in block.rows])
    return block


def are_packed(blocks: Iterable[Block]) -> bool:
    """Whether blocks are those of a large document."""
    return any(isinstance(block, _PackedList | _PackedParagraph | _PackedTable | _PackedRecord) for block in blocks)


def packed_as(block: Block, other: Block) -> Block:
    """The block, packed if the other one is."""
    return packed(block) if isinstance(other, _PackedList | _PackedParagraph | _PackedTable) else block


def as_one(lists: Sequence[ItemList]) -> ItemList:
    """Some lists as one."""
    if all(isinstance(block, _PackedList) for block in lists):
        return _packed_list(lists[0].line, [part for block in lists for part in cast("_PackedList", block).parts])
    return ItemList(lists[0].line, tuple(item for block in lists for item in block.items))


def _packed_list(line: int, parts: Sequence[bytes]) -> _PackedList:
    return _PackedList(line, cast("Any", _Pieces(tuple(parts))))


def _packed_table(line: int, header: tuple[Inline, ...], parts: Sequence[bytes]) -> _PackedTable:
    return _PackedTable(line, header, cast("Any", _Pieces(tuple(parts))))


def _packed_item(item: Item) -> bytes:
    # What stands behind the data is not read: marshal ends where they do.
    return item if isinstance(item, bytes) else dumped(_item_data(item)) + (_NESTED if item.blocks else b"")


def _packed_row(row: Row) -> bytes:
    return row if isinstance(row, bytes) else dumped(_row_data(row))


# -- long lists and tables in parts ----------------------------------------------------------------------------------


def _parted(block: Block) -> Iterator[Block]:
    """A long list or table as several of nearly one length; any other block as it is."""
    if isinstance(block, _PackedList):
        for start, end in _ranges(block.parts, _paper_begins):
            parts = block.parts[start:end]
            yield _packed_list(loaded(parts[0])[0] if start else block.line, parts)
    elif isinstance(block, _PackedTable) and _names_columns(block.header):
        for start, end in _ranges(block.parts, _row_begins):
            parts = block.parts[start:end]
            yield _packed_table(loaded(parts[0])[0] if start else block.line, block.header, parts)
    else:
        yield block


def _ranges(
    parts: Sequence[bytes], begins: Callable[[Sequence[bytes], Sequence[int]], Iterator[int]]
) -> Iterator[tuple[int, int]]:
    """Where the parts of a list or table begin and end; ``begins`` finds the best places near those of even parts."""
    ends = list(accumulate(map(len, parts)))
    count = min(ends[-1] // _ENOUGH, len(parts) // _LEAST_PARTS) if ends else 0
    even = [bisect_left(ends, ends[-1] * number // count) + 1 for number in range(1, count)]
    starts = [0]
    for start in begins(parts, even) if even else ():
        if starts[-1] + _LEAST_PARTS <= start <= len(parts) - _LEAST_PARTS:
            starts.append(start)
    return pairwise([*starts, len(parts)])


def _paper_begins(parts: Sequence[bytes], even: Sequence[int]) -> Iterator[int]:
    """Items that begin as the first of their list does: a paper may have several, a title and its citation."""
    first = _look_of_item(parts[0])
    for place in even:
        near = range(place, min(place + _MOST_LOOKED_AT, len(parts)))
        yield next((number for number in near if _look_of_item(parts[number]) == first), place)


def _look_of_item(part: bytes) -> tuple[bool, str, str]:
    """Whether an item begins with a link, in which dress, and with which word in front of a colon."""
    spans = _made_inline(loaded(part)[1])
    span = next((span for span in spans if span.url or span.text.strip()), Span(""))
    label = None if span.url else _LABEL.match(span.text)
    return bool(span.url), span.mark, label[1].casefold() if label else ""


def _names_columns(header: tuple[Inline, ...]) -> bool:
    """Whether a header is names and nothing else, so that it may stand above each part."""
    spans = [span for cell in header for span in cell]
    return any(span.text.strip() for span in spans) and not has_link(spans)


def _row_begins(parts: Sequence[bytes], even: Sequence[int]) -> Iterator[int]:
    """Rows that head those below them; where there are none, rows that go on with neither a row nor a topic above."""
    rows = [_filled(_made_row(loaded(part))) for part in parts]
    heads = [number for number, (filled, is_head) in enumerate(rows) if filled == [0] and is_head]
    if not heads:
        heads = [
            number
            for number, (filled, _) in enumerate(rows)
            if len(filled) > 1 and not filled[0] and number and rows[number - 1][0] != [0]
        ]
    for place in even:
        found = bisect_left(heads, place)
        yield from heads[found : found + 1]


def _filled(row: Row) -> tuple[list[int], bool]:
    """The cells of a row with something in them, and whether its first could be a heading."""
    filled = [n for n, cell in enumerate(row.cells) if any(span.url or not span.text.isspace() for span in cell)]
    first = row.cells[0] if row.cells else ()
    is_bold = all(span.mark == "strong" or span.text.isspace() for span in first)
    return filled, len(row.cells) == 1 or is_bold


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
def _items(pieces: _Pieces) -> tuple[Item, ...]:
    return tuple([_made_item(loaded(part)) for part in pieces.parts])


@remembered_few(2)
def _rows(pieces: _Pieces) -> tuple[Row, ...]:
    return tuple([_made_row(loaded(part)) for part in pieces.parts])


@remembered_few(64)
def _inline(part: bytes) -> Inline:
    return _made_inline(loaded(part))
