"""Paragraphs that head what follows them: a bold line as a heading, a bold title above the links of its paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.entry.pieces import is_link_line
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Span,
    Table,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.words.links import identifier_of, is_other_label, is_paper_label, is_paper_link, label_links
from paperdex.lists.words.titles import has_words
from paperdex.lists.words.wording import capitals, words_of

BOLD_LEVEL, COLON_LEVEL, ITEM_LEVEL = 7, 8, 9
"""Levels of headings that are paragraphs, below those of every format."""
LABEL = re.compile(r"\s*(?P<label>[^\W\d_][\w ]{0,24}?)\s*(?:[(（][^()（）]{0,40}[)）])?\s*[:：]")
_MEETING = re.compile(
    r"(?:week|lecture|session|day|class|unit|module) ?#?\d{1,3}\b(?![^:：–—-]*[.!?]\Z)", re.IGNORECASE
)
"""A part of a course, ``Week 3: Kettles``."""
_LONGEST_HEADING = 80
_MOST_WORDS_BEFORE_COLON = 8
_MOST_WORDS_ABOVE_PAPER = 3
_MOST_LABEL_WORDS = 2
_LEAST_OF_SENTENCE = 8
_FEW_CAPITALS = 0.6
_MOST_WORDS_BETWEEN_DASHES = 6
_BETWEEN_DASHES = re.compile(r"\s*([-—–=*~_])\1+\s?(?P<name>[^\W_][^\n]{0,60}?)\s?\1{2,}\s*\Z")


def as_heading(block: Paragraph, following: Block | None, *, above_paper: bool = False) -> Heading | None:
    """The paragraph as a heading: a bold line, or a few words and a colon, right above a list, a table or a paper.

    Words between dashes, ``--- Teapots ---``, are one as well.
    """
    if not (above_paper or isinstance(following, ItemList | Table)) or has_link(block.inline):
        return None
    text = plain_text(block.inline).strip()
    if len(text) <= _LONGEST_HEADING and (match := _BETWEEN_DASHES.match(text)):
        is_name = len(match["name"].split()) <= _MOST_WORDS_BETWEEN_DASHES
        return Heading(block.line, BOLD_LEVEL, (Span(match["name"], line=block.line),)) if is_name else None
    if len(text) > _LONGEST_HEADING or not has_words(text):
        return None
    if is_bold(block.inline) and not text.endswith((":", "：")):
        return Heading(block.line, BOLD_LEVEL, block.inline)
    most = _MOST_WORDS_ABOVE_PAPER if above_paper else _MOST_WORDS_BEFORE_COLON
    is_short = len(text.split()) <= most and not any(mark in text[:-1] for mark in ".!?。！？")
    if _MEETING.match(text):
        return Heading(block.line, COLON_LEVEL, block.inline)
    is_short = is_short or is_bold(block.inline)
    return Heading(block.line, COLON_LEVEL, block.inline) if is_short and text.endswith((":", "：")) else None


def is_sentence(heading: Heading) -> bool:
    """Whether a heading is running text in large letters, and names nothing: ``All papers are at https://...``."""
    text = plain_text(heading.inline).strip()
    if not text.endswith((".", "。")) and "://" not in text:
        return False
    words = len(words_of(text))
    return words >= _LEAST_OF_SENTENCE and capitals(text) < _FEW_CAPITALS


def item_as_heading(block: ItemList, following: Block | None) -> Heading | None:
    """The only item of a list as a heading: bare words right above a table, or above a list of the other kind.

    ``- Teapots`` above ``1. A Title [pdf]``: the writer meant the second list to stand below the item.
    """
    if block.size != 1 or not isinstance(following, ItemList | Table):
        return None
    item = block.items[0]
    is_parted = isinstance(following, Table) or (following.items[0].number is None) != (item.number is None)
    text = plain_text(item.inline).strip()
    if not is_parted or item.blocks or has_link(item.inline) or not has_words(text):
        return None
    is_name = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_WORDS_BEFORE_COLON and text[-1] not in ".。"
    return Heading(block.line, ITEM_LEVEL, item.inline) if is_name else None


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
            are_links = all(is_labelled(item.inline) or _is_fact(item) for item in block.items)
        elif isinstance(block, Paragraph):
            lines = list(split_lines(block.inline))
            are_links = all(is_labelled(line) for line in lines)
        else:
            break
        if not are_links or not lines:
            break
        named = named or any(names_the_paper(line) for line in lines)
        end += 1
    return end if named else start


def is_labelled(line: Inline) -> bool:
    """Whether a line gives one thing of a paper: ``Code: https://...``, ``[pdf](...)``, ``论文：暂无``."""
    match = LABEL.match(plain_text(line))
    if match and (is_paper_label(match["label"]) or is_other_label(match["label"])):
        return True
    labelled = label_links(line)
    links = [span for span in labelled if span.url and span.mark != "image"]
    if not links or is_link_line(labelled):
        return bool(links)
    # Only links, the first of them called "paper": [Paper](...) [Semantic Scholar](...)
    is_paper = is_paper_label(links[0].text) and all(len(span.text.split()) <= _MOST_LABEL_WORDS for span in links)
    return is_paper and not any(c.isalnum() for span in labelled if not span.url for c in span.text)


def _is_fact(item: Item) -> bool:
    return not item.blocks and not has_link(item.inline) and len(plain_text(item.inline).split()) <= 4


def names_the_paper(line: Inline) -> bool:
    """Whether a line gives the paper itself among what belongs to it: ``Paper: https://...``, ``[arXiv](...)``."""
    match = LABEL.match(plain_text(line))
    return bool(match and is_paper_label(match["label"])) or any(
        is_paper_link(span) and (is_paper_label(span.text) or identifier_of(span.url or "") is not None)
        for span in label_links(line)
    )
