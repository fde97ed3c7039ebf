"""Numbered references that stand as paragraphs in an item: the item names them, and they are a list below it.

Four spaces below ``* text`` are a paragraph of that item and no code::

    * References for tea:

        [1] [An Invented Paper on Teapots](https://arxiv.org/abs/1801.00001) - 2018
"""

from __future__ import annotations

import re

from paperdex.lists.outline import Inline, Item, ItemList, Paragraph, Span, has_link, plain_text

_NUMBER = re.compile(r"\s*\[(?P<number>\d{1,3})\]\s*")
_LONGEST_NAME = 100


def with_references_listed(block: ItemList) -> ItemList:
    """The list, the numbered paragraphs below its items that name them as items of their own."""
    if block.is_flat or not any(_is_name_of_references(item) for item in block.items):
        return block
    items = (
        item._replace(blocks=(_listed(item.blocks),)) if _is_name_of_references(item) else item for item in block.items
    )
    return block._replace(items=tuple(items))


def _is_name_of_references(item: Item) -> bool:
    if not item.blocks or has_link(item.inline):
        return False
    if not all(isinstance(below, Paragraph) and _number_of(below.inline) for below in item.blocks):
        return False
    name = plain_text(item.inline)
    return len(name) <= _LONGEST_NAME and not name.rstrip().endswith((".", "。"))


def _number_of(inline: Inline) -> re.Match[str] | None:
    first = inline[0] if inline else None
    return _NUMBER.match(first.text) if first and not first.url else None


def _listed(blocks: tuple[object, ...]) -> ItemList:
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    items = [Item(block.line, _without_number(block.inline), (), None) for block in paragraphs]
    return ItemList(items[0].line, tuple(items))


def _without_number(inline: Inline) -> Inline:
    match = _number_of(inline)
    rest = inline[0].text[match.end() :] if match else inline[0].text
    return (Span(rest, line=inline[0].line), *inline[1:]) if rest else inline[1:]
