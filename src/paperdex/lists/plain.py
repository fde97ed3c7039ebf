"""Plain text to an outline: every line is an item, and a line of ``=``, ``-`` or ``~`` below it makes it a heading."""

from __future__ import annotations

import re

from paperdex.lists.markdown import autolink
from paperdex.lists.outline import Block, Heading, Item, ItemList, Outline, Rule

_UNDERLINE = re.compile(r"(=|-|~)\1{2,}[ \t]*\Z")
_LEVELS = {"=": 1, "-": 2, "~": 3}


def read(text: str) -> Outline:
    """The outline of a plain text: the lines under one heading are items of one list, so that each may be an entry."""
    blocks: list[Block] = []
    items: list[Item] = []
    for number, line in enumerate(text.split("\n"), start=1):
        underline = _UNDERLINE.match(line)
        if not underline:
            if line.strip():
                items.append(Item(number, autolink(line.strip())))
            continue
        heading = items.pop() if items and items[-1].line == number - 1 else None
        blocks += _as_list(items)
        items = []
        blocks.append(Heading(heading.line, _LEVELS[underline[1]], heading.inline) if heading else Rule(number))
    return Outline(blocks=(*blocks, *_as_list(items)))


def _as_list(items: list[Item]) -> list[ItemList]:
    return [ItemList(items[0].line, tuple(items))] if items else []
