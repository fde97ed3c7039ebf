"""Frames: the pieces of a page that gather text of their own, and what becomes of each when it closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paperdex.lists.outline import Block, Heading, Item, ItemList, Paragraph, Quote, Rule
from paperdex.lists.syntax.html_blocks import bulleted, definitions, joined_lists
from paperdex.lists.syntax.html_cards import CARD, MOST_BLOCKS, card
from paperdex.lists.syntax.html_elements import CELLS, ITEMS, LISTS
from paperdex.lists.syntax.html_tables import MOST_COLUMNS, Cell, table_blocks, whole_row


class Frame:
    """A block of the outline that is still open, and what it has gathered."""

    __slots__ = ("blocks", "cells", "has_wide", "items", "kept", "kind", "line", "reach", "reaching", "roles", "rows")

    def __init__(self, kind: str, line: int, kept: Callable[[Block], Block] | None = None) -> None:
        self.kind = kind
        """Its tag; ``page`` for the page itself."""
        self.line = line
        self.kept = kept
        """What makes the blocks smaller that are kept for long, if anything does."""
        self.blocks: list[Block] = []
        self.roles: dict[int, str] = {}
        """What the classes around some of the blocks say of them, by position."""
        self.items: list[tuple[str, Item]] = []
        self.cells: list[Cell] = []
        self.rows: list[tuple[int, list[Cell]]] = []
        self.reach = (1, 1)
        """How many columns and rows a cell takes up."""
        self.has_wide = False
        """Whether the last cell of a row takes up columns that are not counted."""
        self.reaching: dict[int, int] = {}
        """Of a row's cells, or a table's columns, how many further rows they reach into."""

    def put(self, block: Block, role: str = "") -> None:
        """Add a block that is ready; ``role`` is what the classes around it say of it."""
        if self.kind in LISTS:
            if isinstance(block, Paragraph):
                self.items.append(("li", Item(block.line, block.inline)))
            else:
                self.items.append(("li", Item(block.line, (), (block,))))
        elif self.kind == "tr":  # what stands in a table and in none of its cells
            self.cells.append(("td", (block,)))
        elif self.kind == "table":
            self.rows.append((block.line, [("td", (block,))]))
        else:
            if role:
                self.roles[len(self.blocks)] = role
            self.blocks.append(block)
            if self.kept and len(self.blocks) > MOST_BLOCKS:  # nothing looks further back than a card reaches
                place = len(self.blocks) - MOST_BLOCKS - 1
                self.blocks[place] = self.kept(self.blocks[place])

    def replace(self, start: int, item: Item) -> None:
        """Put the item of a card in the place of the blocks from ``start`` on."""
        for position in range(start, len(self.blocks)):
            self.roles.pop(position, None)
        self.blocks[start:] = [ItemList(item.line, (item,))]
        self.roles[start] = CARD


def closed(frame: Frame, parent: Frame) -> Iterator[Block]:
    """The blocks that a frame is; those that are pieces of the frame around it are given to that instead."""
    if frame.kind in ITEMS:
        item = _item(frame)
        if parent.kind in LISTS:
            parent.items.append((frame.kind, item))
        elif frame.blocks:
            yield ItemList(frame.line, (item,))
    elif frame.kind in LISTS:
        items = definitions(frame.items) if frame.kind == "dl" else [item for _, item in frame.items]
        if frame.kind == "ol":
            items = [item._replace(number=number) for number, item in enumerate(items, start=1)]
        if items:
            yield ItemList(frame.line, tuple(items))
    elif frame.kind == "blockquote":
        yield Quote(frame.line, joined_lists(bulleted(frame.blocks)))
    elif frame.kind in CELLS:
        yield from _cell(frame, parent)
    elif frame.kind == "tr" and parent.kind == "table":
        parent.rows.append((frame.line, whole_row(frame.cells, frame.reaching, parent.reaching)))
    elif frame.kind == "tr":  # a row whose table stands in another piece of Markdown
        yield from table_blocks(frame.line, [(frame.line, frame.cells)])
    else:
        yield from table_blocks(frame.line, frame.rows)


def _item(frame: Frame) -> Item:
    """A list item: a card, or its first text with what follows.

    A heading in it is its name, and the end of a fold says nothing, since the item ends as well.
    """
    if frame.roles and (item := card(frame.blocks, frame.roles, is_entry=True)):
        return item
    blocks = joined_lists([block for block in frame.blocks if not _is_fold_end(block)])
    if blocks and isinstance(first := blocks[0], Paragraph | Heading):
        return Item(frame.line, first.inline, blocks[1:])
    return Item(frame.line, (), blocks)


def _is_fold_end(block: Block) -> bool:
    return isinstance(block, Rule) or (isinstance(block, Heading) and not block.inline)


def _cell(frame: Frame, parent: Frame) -> Iterator[Block]:
    blocks = joined_lists(frame.blocks)
    if parent.kind != "tr":
        yield from blocks
        return
    across, down = frame.reach
    if down > 1:
        parent.reaching[len(parent.cells)] = down - 1
    parent.cells.append((frame.kind, blocks))
    if 1 < len(parent.cells) < MOST_COLUMNS:  # the first may head the rows below, and is alone then
        parent.cells += [("td", ())] * (min(across, MOST_COLUMNS) - 1)
