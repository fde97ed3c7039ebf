"""Papers in paragraphs under headings: the units they give, and whether a heading is their topic or the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperdex.core.entries import Topic
from paperdex.lists.entry.pieces import Unit, part_unit, without_field
from paperdex.lists.outline import (
    BREAK,
    Block,
    Heading,
    Inline,
    ItemList,
    Paragraph,
    Rule,
    Span,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.papers.belonging import is_titled
from paperdex.lists.papers.paragraphs import BRACKETED, LIST_NUMBER, OWN, SURE, Judgement, PaperParagraphs
from paperdex.lists.words.fields import find_authors
from paperdex.lists.words.links import is_paper_link
from paperdex.lists.words.titles import title_position
from paperdex.lists.words.wording import says_words, words_of

_LEADING_FACTS = re.compile(r"\s*[\[【(（][^\[\]()【】（）]{2,30}[\]】)）]\s*(?=[^\W_])")
_LEAST_WORDS = 3
_TITLE_WORDS = 5


def paper_units(block: Paragraph, judged: Judgement, below: tuple[Block, ...], topic: Topic) -> Iterator[Unit]:
    """The papers of a paragraph that is one, or several side by side, with the blocks that belong to it."""
    if judged.way == OWN:
        return
    inline = block.inline
    if judged.way in {"field", "label"}:
        inline = without_field(inline)
    if judged.way == "bold" and LIST_NUMBER.match(plain_text(inline)):
        lines = list(split_lines(inline))
        rest = tuple(span for line in lines[1:] for span in (*line, Span(BREAK)))
        below = (Paragraph(block.line + 1, rest), *below) if rest else below
        yield Unit(block.line, topic, lines[0], below, is_heading=True)
        return
    yield from part_unit(Unit(block.line, topic, _dressed(inline, judged.way), below))


def _dressed(inline: Inline, way: str) -> Inline:
    """A run whose title is in bold where it stands in brackets or in italics, and in one line where it was in two."""
    first = next((number for number, span in enumerate(inline) if span.url), len(inline))
    if way == "brackets" and (match := BRACKETED.search(plain_text(inline[:first]))):
        return (Span(match[1], mark="strong", line=inline[0].line), Span(" "), *inline[first:])
    if way == "bold":
        at = next((number for number, span in enumerate(inline) if any(c.isalpha() for c in span.text)), 0)
        match = _LEADING_FACTS.match(inline[at].text)
        if match and not says_words(match[0]):  # **[2018/01/09] A Title**
            title = inline[at]._replace(text=inline[at].text[match.end() :])
            return (*inline[:at], Span(match[0], line=title.line), title, *inline[at + 1 :])
    if way == "names":
        for number, span in enumerate(inline[:16]):
            if span.mark == "emphasis" and len(words_of(span.text)) >= _LEAST_WORDS and not find_authors(span.text):
                return (*inline[:number], span._replace(mark="strong"), *inline[number + 1 :])
    if way == "reference":  # a text that was wrapped
        return tuple(span._replace(text=" ") if span.text == BREAK and not span.url else span for span in inline)
    if way == "plain":
        breaks = [number for number in range(1, first - 1) if inline[number].text == BREAK]
        if breaks and all(_runs_on(inline[number + 1]) for number in breaks):
            return tuple(span._replace(text=" ") if n in breaks else span for n, span in enumerate(inline))
    return inline


def _runs_on(span: Span) -> bool:
    return not span.url and not span.mark and not find_authors(span.text) and "et al" not in span.text


# -- the heading above -----------------------------------------------------------------------------------------------


def is_linked_title(inline: Inline) -> bool:
    """Whether a heading is the title of a paper, linked: ``### [An Invented Paper](https://arxiv.org/...)``."""
    position = title_position(inline)
    if position is None or not is_paper_link(inline[position]):
        return False
    return len(words_of(inline[position].text)) >= _LEAST_WORDS


def describes_heading(heading: Heading, below: Sequence[Judgement], topic_levels: frozenset[int]) -> bool:
    """Whether the paragraphs below a heading that look like papers rather tell of the heading, which is the paper.

    Only a single one that is not surely a paper does: ``**Review** [paper](...)``, or any below a long heading whose
    neighbours are no topics.
    """
    if len(below) == 1 and below[0].way == "word":
        return True
    if len(below) > 1 or below[0].strength == SURE or heading.level in topic_levels:
        return False
    return len(words_of(plain_text(heading.inline))) >= _TITLE_WORDS


def end_of_body(heading: Heading, blocks: Sequence[Block], start: int, paragraphs: PaperParagraphs) -> int:
    """Where the body of a heading ends: at another one, a rule, or a bold line that goes on with its numbering.

    ``# 1. A Title`` and ``**2. Another Title**`` are neighbours. A list of linked papers is none of the notes on a
    heading that is a paper itself.
    """
    is_numbered = LIST_NUMBER.match(plain_text(heading.inline)) is not None
    is_linked = has_link(heading.inline) and is_linked_title(heading.inline)
    for position in range(start, len(blocks)):
        block = blocks[position]
        if isinstance(block, Heading | Rule) or (is_linked and isinstance(block, ItemList) and _lists_papers(block)):
            return position
        paper = paragraphs.papers.get(position) if is_numbered else None
        is_bold = paper is not None and paper[0].way == "bold" and isinstance(block, Paragraph)
        if is_bold and isinstance(block, Paragraph) and LIST_NUMBER.match(plain_text(block.inline)):
            return position
    return len(blocks)


def _lists_papers(block: ItemList) -> bool:
    """Whether items of a list begin with a paper, linked by its title."""
    firsts = (next((span for span in item.inline if span.text.strip()), None) for item in block.items)
    return any(span is not None and span.url and is_titled(span) and is_paper_link(span) for span in firsts)
