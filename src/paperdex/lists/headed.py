"""Paragraphs that head what follows them: a bold line as a heading, a bold title above the links of its paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.links import identifier_of, is_other_label, is_paper_label, is_paper_link, label_links
from paperdex.lists.outline import Block, Heading, Inline, Item, ItemList, Paragraph, Table, plain_text, split_lines
from paperdex.lists.pieces import is_link_line
from paperdex.lists.titles import has_words

BOLD_LEVEL, COLON_LEVEL = 7, 8
"""Levels of headings that are paragraphs, below those of every format."""
_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][\w ]{0,24}?)\s*(?:[(（][^()（）]{0,40}[)）])?\s*[:：]")
_LONGEST_HEADING = 80
_MOST_WORDS_BEFORE_COLON = 8


def as_heading(block: Paragraph, following: Block | None) -> Heading | None:
    """The paragraph as a heading: a bold line, or a few words and a colon, right above a list or a table."""
    if not isinstance(following, ItemList | Table) or any(span.url for span in block.inline):
        return None
    text = plain_text(block.inline).strip()
    if len(text) > _LONGEST_HEADING or not has_words(text):
        return None
    if is_bold(block.inline) and not text.endswith((":", "：")):
        return Heading(block.line, BOLD_LEVEL, block.inline)
    is_short = len(text.split()) <= _MOST_WORDS_BEFORE_COLON and not any(mark in text[:-1] for mark in ".!?。！？")
    is_short = is_short or is_bold(block.inline)
    return Heading(block.line, COLON_LEVEL, block.inline) if is_short and text.endswith((":", "：")) else None


def is_bold(inline: Inline) -> bool:
    """Whether all words of a run are bold, and none of them is a link."""
    worded = [span for span in inline if span.mark != "image" and any(c.isalnum() for c in span.text)]
    return bool(worded) and all(span.mark == "strong" and not span.url for span in worded)


def end_of_links(blocks: Sequence[Block], start: int) -> int:
    """Where the links of one paper end that stand from ``start`` on, an item or a line each; ``start`` without any."""
    end = start
    named = False
    while end < len(blocks):
        block = blocks[end]
        if isinstance(block, ItemList):
            lines = [item.inline for item in block.items]
            are_links = all(_is_labelled(item.inline) or _is_fact(item) for item in block.items)
        elif isinstance(block, Paragraph):
            lines = list(split_lines(block.inline))
            are_links = all(_is_labelled(line) for line in lines)
        else:
            break
        if not are_links or not lines:
            break
        named = named or any(_names_the_paper(line) for line in lines)
        end += 1
    return end if named else start


def _is_labelled(line: Inline) -> bool:
    """Whether a line gives one thing of a paper: ``Code: https://...``, ``[pdf](...)``, ``论文：暂无``."""
    match = _LABEL.match(plain_text(line))
    if match and (is_paper_label(match["label"]) or is_other_label(match["label"])):
        return True
    labelled = label_links(line)
    return any(span.url for span in labelled) and is_link_line(labelled)


def _is_fact(item: Item) -> bool:
    return not item.blocks and not any(span.url for span in item.inline) and len(plain_text(item.inline).split()) <= 4


def _names_the_paper(line: Inline) -> bool:
    match = _LABEL.match(plain_text(line))
    return bool(match and is_paper_label(match["label"])) or any(
        is_paper_link(span) and (is_paper_label(span.text) or identifier_of(span.url or "") is not None)
        for span in label_links(line)
    )
