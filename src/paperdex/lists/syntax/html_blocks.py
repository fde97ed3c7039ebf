"""Pieces of a page put into shape: runs of text, lists of one item, definition lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from paperdex.lists.outline import (
    BREAK,
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Quote,
    Span,
    Table,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.packed import as_one, packed_as
from paperdex.lists.words.links import identifier_of, is_paper_link

_FIELD = re.compile(r"\s*Title\s*:", re.IGNORECASE)


_KEY = re.compile(r"\s*(?:\[[^\[\]\s]{1,24}\]|\(?\d{1,4}[.)\]]?|[A-Z][\w+&'.-]{0,14}\d\d[a-z]?)\s*\Z")


def is_key(inline: Inline) -> bool:
    """Whether a text is nothing but the key or number of a reference: ``[AI19]``, ``12.``."""
    return not any(span.url and not span.url.startswith("#") for span in inline) and bool(
        _KEY.match(plain_text(inline)[:40])
    )


def merged(inline: list[Span]) -> Inline:
    """Neighbouring runs of one dress made one, without the blanks and breaks at both ends."""
    merged: list[Span] = []
    while inline and not inline[-1].url and not inline[-1].text.strip():
        inline.pop()
    for dressed, group in groupby(
        inline,
        key=lambda span: None if span.url or span.text == BREAK else (span.mark,),
    ):
        spans = list(group)
        if dressed and len(spans) > 1:
            spans = [spans[0]._replace(text="".join(span.text for span in spans))]
        if merged or spans[0].url or spans[0].text.strip():
            merged += spans
        else:
            merged += [span for span in spans if span.url or span.text.strip()]
    return tuple(merged)


def joined_lists(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks, neighbouring lists of one item made one: Notion writes a list for every item."""
    joined: list[Block] = []
    for short, group in groupby(blocks, key=lambda block: isinstance(block, ItemList) and block.size == 1):
        run = list(group)
        joined += [as_one([block for block in run if isinstance(block, ItemList)])] if short and len(run) > 1 else run
    return tuple(joined)


def flat(blocks: Sequence[Block], between: Span) -> Inline:
    """The text of some blocks as one run, with a span between any two."""
    spans: list[Span] = []
    for inline in inlines(blocks):
        if inline:
            spans += [between, *inline] if spans else inline
    return tuple(spans)


def inlines(blocks: Sequence[Block]) -> Iterator[Inline]:
    """The runs of text in some blocks, in order."""
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block.inline
        elif isinstance(block, ItemList):
            for item in block.items:
                yield item.inline
                yield from inlines(item.blocks)
        elif isinstance(block, Quote):
            yield from inlines(block.blocks)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row.cells)


def definitions(parts: list[tuple[str, Item]]) -> list[Item]:
    """The items of a definition list: a term with what is said of it, or with a list where several things are."""
    items: list[Item] = []
    terms = [number for number, (tag, _) in enumerate(parts) if tag != "dd"]
    items += [item for _, item in parts[: terms[0] if terms else None]]
    for start, end in pairwise([*terms, len(parts)]):
        term = parts[start][1]
        said = [item for _, item in parts[start + 1 : end]]
        if len(said) == 1 and not term.blocks and is_key(term.inline):
            items.append(said[0]._replace(line=term.line))
            continue
        if len(said) == 1:
            lines = tuple(inlines((Paragraph(said[0].line, said[0].inline), *said[0].blocks)))
            if any(_FIELD.match(plain_text(line)) for line in lines[:3]):  # an arXiv listing
                fields = tuple(Item(line_of(line, said[0].line), _with_authors(line)) for line in lines if line)
                items.append(term._replace(blocks=(*term.blocks, ItemList(said[0].line, fields))))
            else:
                below = (Paragraph(said[0].line, said[0].inline), *said[0].blocks)
                items.append(term._replace(blocks=(*term.blocks, *below)))
        else:
            below = (ItemList(said[0].line, tuple(said)),) if said else ()
            items.append(term._replace(blocks=(*term.blocks, *below)))
    return items


def _with_authors(line: Inline) -> Inline:
    """A line that is nothing but links to authors, as a field."""
    texts = "".join(span.text for span in line if not span.url)
    if texts.strip(" ,") or any(identifier_of(span.url) for span in line if span.url):
        return line
    return (Span(f"Authors: {plain_text(line)}", line=line_of(line, 0)),)


def line_of(inline: Inline, line: int) -> int:
    """The line that a run of text begins on, as far as its spans say it; else ``line``."""
    return next((span.line for span in inline if span.line), line)


_BULLET = re.compile(r"\s*[•·▪‣◦●○■□►▸➢✦❖*–—-](?:\s+|\Z)|\s*[•●■▪]")
_LIST_NUMBER = re.compile(r"\s*(\d{1,3})[.)](?:\s+|\Z)")
_NUMBER = re.compile(r"\s*[\[(]?(\d{1,3})[.)\]](?:\s+|\Z)")


def bulleted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, paragraphs with a bullet or the next number in front of them made items, with what is below each.

    The last item ends where those before it do, for text may follow the list.
    """
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and _bullet(block.inline)]
    starts = sorted({*starts, *_in_sequence(blocks)})
    if len(starts) <= 1:
        return list(blocks)
    made: list[Block] = list(blocks[: starts[0]])
    longest = 1
    for start, following in pairwise([*starts, len(blocks)]):
        end = start + 1
        while end < following and isinstance(blocks[end], Paragraph):
            end += 1
        if start == starts[-1]:
            end = min(end, start + longest)
        longest = max(longest, end - start)
        first = blocks[start]
        if isinstance(first, Paragraph):
            item = _bulleted_item(first, blocks[start + 1 : end])
            made.append(packed_as(ItemList(first.line, (item,)), first))
        made += blocks[end:following]
    return made


def _in_sequence(blocks: Sequence[Block]) -> Iterator[int]:
    """The paragraphs that are numbered one behind the other, ``1.`` and ``2.``."""
    last: tuple[int, int] | None = None
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            last = None
        match = _LIST_NUMBER.match(block.inline[0].text) if isinstance(block, Paragraph) and block.inline else None
        if match and not (isinstance(block, Paragraph) and block.inline[0].url):
            if last and int(match[1]) == last[1] + 1:
                yield last[0]
                yield number
            last = number, int(match[1])


def _bulleted_item(first: Paragraph, below: Sequence[Block]) -> Item:
    """An item of a paragraph and those below it; where they link the paper and it doesn't, it is the title."""
    inline = _without(first.inline)
    links = [span for line in inlines(below) for span in line if span.url and is_paper_link(span)]
    if has_link(inline) or not links:
        return Item(first.line, inline, tuple(below))
    title = Item(first.line, (Span("Title: ", line=first.line), *inline))
    own = links[0]
    rest = (Paragraph(b.line, tuple(s for s in b.inline if s is not own)) for b in below if isinstance(b, Paragraph))
    return Item(first.line, (own,), (ItemList(first.line, (title,)), *rest))


def _bullet(inline: Inline) -> str:
    """The sign of a list that a text begins with."""
    match = _BULLET.match(inline[0].text) if inline and not inline[0].url else None
    return match[0].strip() if match else ""


def _without(inline: Inline) -> Inline:
    """A text without the bullet or number that it begins with."""
    first = inline[0]
    match = _BULLET.match(first.text) or _NUMBER.match(first.text)
    rest = first.text[match.end() if match else 0 :].lstrip()
    behind = inline[1:]
    if not rest and behind and not behind[0].url:
        behind = (behind[0]._replace(text=behind[0].text.lstrip()), *behind[1:])
    return (first._replace(text=rest), *behind) if rest else behind


def paragraphs(inline: Inline, line: int) -> Iterator[Block]:
    """A run of text as paragraphs, parted where two breaks follow each other; its numbered lines as a list."""
    part: list[Span] = []
    breaks = 0
    for span in (*inline, Span(BREAK), Span(BREAK)):
        if span.text == BREAK and span.url is None:
            breaks += 1
            if breaks > 1 and part:
                yield from _lines(merged(part), line)
                part = []
        elif not span.url and span.mark != "image" and not span.text.strip() and breaks:
            continue
        else:
            if breaks == 1 and part:
                part.append(Span(BREAK))
            breaks = 0
            part.append(span)
    return


def _lines(inline: Inline, line: int) -> Iterator[Block]:
    first = line_of(inline, line)
    lines = list(split_lines(inline))
    marked = [
        n for n, spans in enumerate(lines) if _bullet(spans) or (not spans[0].url and _NUMBER.match(spans[0].text))
    ]
    if len(marked) <= 1 or marked[0]:
        yield Paragraph(first, inline)
        return
    items = []
    for start, end in pairwise([*marked, len(lines)]):
        below = tuple(span for spans in lines[start + 1 : end] for span in (Span(BREAK), *spans))
        items.append(Item(line_of(lines[start], first), (*_without(lines[start]), *below)))
    yield ItemList(first, tuple(items))
