"""Lines that begin with a bullet which Markdown does not know, as other programs write lists: they are items.

::

    • An Invented Paper on Teapots https://arxiv.org/abs/1801.00001
    • An Invented Paper on Kettles arXiv:1801.00002

Markdown reads them as one paragraph. One such line alone is running text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from paperdex.lists.outline import BREAK, Inline, Item, ItemList, Span, split_lines

_BULLET = re.compile(r"\s*[•・･●■◆▪◦‣▸➢]\s*")


def item_list(inline: Inline) -> ItemList | None:
    """A paragraph as the list that its lines are; ``None`` where it is none. Lines without a bullet go on with one."""
    if not _begins(inline):
        return None
    lines = list(split_lines(inline))
    starts = [number for number, line in enumerate(lines) if _begins(line)]
    if len(starts) <= 1:
        return None
    items = []
    for start, end in pairwise((*starts, len(lines))):
        parts = [part for part in (_without(lines[start]), *lines[start + 1 : end]) if part]
        joined = [span for part in parts for span in (Span(BREAK, line=part[0].line), *part)]
        items.append(Item(lines[start][0].line, tuple(joined[1:])))
    return ItemList(items[0].line, tuple(items))


def _begins(line: Inline) -> bool:
    return not line[0].url and not line[0].mark and _BULLET.match(line[0].text) is not None


def _without(line: Inline) -> Inline:
    """A line without its bullet."""
    first, *rest = line
    text = _BULLET.sub("", first.text, count=1)
    return (first._replace(text=text), *rest) if text else tuple(rest)
