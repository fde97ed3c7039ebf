"""What belongs to a paper that is a paragraph: its links, its labelled lines and the notes on it, below it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from paperdex.lists.entry.pieces import is_link_line
from paperdex.lists.outline import Block, ItemList, Paragraph, Span, plain_text, split_lines
from paperdex.lists.papers.headed import LABEL, end_of_links, is_bold, is_labelled, names_the_paper
from paperdex.lists.words.fields import is_venue
from paperdex.lists.words.links import (
    is_address,
    is_other_label,
    is_paper_label,
    is_paper_link,
    label_links,
    says_nothing,
)
from paperdex.lists.words.titles import SEPARATORS

_MOST_BETWEEN = 4
"""Paragraphs of prose that may stand between a bold title and its links."""


def is_titled(span: Span) -> bool:
    """Whether a link may have a title for a label: it is no "paper", "code", venue, number or address."""
    return span.mark != "badge" and not (
        says_nothing(span.text) or is_paper_label(span.text) or is_other_label(span.text) or is_venue(span.text)
    )


def is_link_of(block: Paragraph) -> bool:
    """Whether a paragraph is nothing but a link to the paper above it."""
    line = label_links(block.inline)
    return is_link_line(tuple(s._replace(text="link") if s.url and is_address(s.text) else s for s in line)) and any(
        is_paper_link(span) for span in line
    )


def end_of_bold(blocks: Sequence[Block], position: int) -> int:
    """Where the paper ends whose title is the bold line at ``position``: behind its labelled links, if they follow."""
    at = position + 1
    while at < len(blocks) and at - position <= _MOST_BETWEEN:
        end = end_of_links(blocks, at)
        if end > at:
            return end
        block = blocks[at]
        if not isinstance(block, Paragraph) or is_bold(first := next(split_lines(block.inline), ())):
            break
        if is_labelled(first) and names_the_paper(first):
            return at + 1
        if any(span.url and is_paper_link(span) for span in block.inline):
            break
        at += 1
    return position + 1


def end_of_paper(blocks: Sequence[Block], position: int, way: str, papers: Collection[int]) -> int:
    """Where the blocks end that belong to the paper at ``position``: links, labelled lines, and the notes on it."""
    if way == "above":
        return position + 2
    if way in {"bold", "own"} and (end := end_of_bold(blocks, position)) > position + 1:
        return end
    end = position + 1
    while end < len(blocks) and isinstance(block := blocks[end], Paragraph) and end not in papers:
        lines = list(split_lines(block.inline))
        is_field = way == "field" and LABEL.match(plain_text(block.inline)) is not None  # 论文介绍：...
        if not is_field and (not lines or not all(is_labelled(line) for line in lines) or is_link_of(block)):
            break
        end += 1
    if end < len(blocks) and isinstance(notes := blocks[end], ItemList) and _are_notes(notes):
        end += 1
    return end


def _are_notes(block: ItemList) -> bool:
    """Whether the items below a paper are notes on it: none begins with another paper or ends with its links."""
    for item in block.items:
        first = next((span for span in item.inline if span.text.strip(SEPARATORS)), None)
        if first is None or first.mark == "strong" or (first.url and is_paper_link(first)):
            return False
        if any(is_paper_link(span) and not is_titled(span) for span in label_links(item.inline)):
            return False
    return any(plain_text(item.inline).rstrip().endswith((".", "。", "!", "！")) for item in block.items)
