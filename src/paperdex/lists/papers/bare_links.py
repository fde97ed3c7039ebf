"""Headings above the bare link of one paper, which they are the title of: ``### TeaNet`` above ``https://arxiv.org/...``.

Where a heading of the same level has several of them, or a list of papers, such headings are topics; so are dates,
weeks and parts that any document may have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperdex.core.identifiers import Identifier
from paperdex.lists.entry.pieces import Unit, is_link_item, names_paper
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    ItemList,
    Paragraph,
    Rule,
    Span,
    Table,
    plain_text,
    split_lines,
)
from paperdex.lists.words.evidence import said_of
from paperdex.lists.words.links import identifier_of, is_address, is_paper_link
from paperdex.lists.words.titles import SEPARATORS
from paperdex.lists.words.wording import says_words

_OF_A_COURSE = re.compile(
    r"\W*(?:week|lecture|session|day|meeting|class|part|chapter|module|unit|month|year|issue|vol(?:ume)?)\W*\d*\W*",
    re.IGNORECASE,
)
_MOST_PART_WORDS = 3
"""A heading with more words names no part such as ``References``."""


def topic_levels(blocks: Sequence[Block]) -> frozenset[int]:
    """Levels of the headings that have papers below them, several bare links or a list."""
    levels: set[int] = set()
    level = 0
    works: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading):
            level, works = block.level, set()
        elif level not in levels:
            lines = list(_bare_links((block,)))
            if isinstance(block, ItemList):
                lines += (item.inline for item in block.items if is_link_item(item))
            works |= {_work(span) for line in lines for span in line if is_paper_link(span)}
            if len(works) > 1 or lists_others(block):
                levels.add(level)
    return frozenset(levels)


def _work(span: Span) -> str:
    """What a link names: the work of its identifier, else its address."""
    named = identifier_of(span.url or "")
    return named.work if isinstance(named, Identifier) else span.url or ""


def titles_bare_link(heading: Heading, body: Sequence[Block], topics: frozenset[int]) -> bool:
    """Whether a heading is the title of the one paper whose bare link its ``body`` begins with."""
    if not body or heading.level in topics:
        return False
    first = body[0]
    inline = first.items[0].inline if isinstance(first, ItemList) else getattr(first, "inline", ())
    if not _is_bare(next(split_lines(inline), ())) or sum(True for _ in _bare_links(body)) != 1:
        return False
    if any(lists_others(block) for block in body):
        return False
    name = plain_text(heading.inline).strip()
    is_part = len(name.split()) <= _MOST_PART_WORDS and (said_of(name) or _OF_A_COURSE.fullmatch(name))
    return says_words(name) and not is_part


def _bare_links(blocks: Sequence[Block]) -> Iterator[Inline]:
    """The lines that are nothing but the address of a paper."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from filter(_is_bare, split_lines(block.inline))
        elif isinstance(block, ItemList):
            yield from (item.inline for item in block.items if _is_bare(item.inline))
        elif isinstance(block, Rule):
            return


def _is_bare(line: Inline) -> bool:
    worded = [span for span in line if span.text.strip(SEPARATORS) or span.url]
    return len(worded) == 1 and is_address(worded[0].text) and is_paper_link(worded[0])


def lists_others(block: Block) -> bool:
    """Whether a block lists papers by more than bare links and labels."""
    if isinstance(block, ItemList):
        return any(
            not (_is_bare(item.inline) or is_link_item(item))
            and names_paper(Unit(item.line, (), item.inline, item.blocks))
            for item in block.items
        )
    return isinstance(block, Table)
