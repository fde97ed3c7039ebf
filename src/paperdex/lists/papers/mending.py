"""Blocks as their writer meant them, where the format's rules say something else.

- Paragraphs without a blank line between them: a paper that begins on a line below the links of another one is a
  paragraph of its own; so is the bold line below some prose that stands right above a list.
- What a list's last item needs and a paragraph below the list gives: ``[paper](...)`` under ``2. **A Title.** ACL``, or
  the whole reference under an item that is nothing but an identifier.
- Lines of a meeting's programme, ``Presenter: ...``, in front of the line with its paper, ``Paper: ...``.
- Numbered references that stand as paragraphs in the item that names them.
- Attributes of kramdown, ``{: .btn }``, and links that kramdown reads within HTML, ``[Paper](https://...)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperdex.lists.entry.pieces import bare_identifier, is_link_line, names_identifier
from paperdex.lists.outline import (
    BREAK,
    Block,
    Inline,
    ItemList,
    Paragraph,
    Span,
    Table,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.papers.headed import LABEL, is_bold, is_labelled
from paperdex.lists.papers.inner_references import with_references_listed
from paperdex.lists.papers.likeness import tells_of_meeting
from paperdex.lists.words.links import is_address, is_paper_label, is_paper_link, label_links, says_nothing
from paperdex.lists.words.titles import has_words

_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}")
_NUMBER = re.compile(r"\s*\[(\d{1,3})\]\s*\S")
_LIST_NUMBER = re.compile(r"\s*\d{1,3}\s*[.)、．:：]\s*[^\W\d]")
_OPEN_LABEL = re.compile(r"\[([^\[\]]{0,200})\]\(\Z")
_LEAST_WORDS = 3
_MOST_SPANS = 32


def mend(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a document, mended."""
    mended: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            if mended and isinstance(block, ItemList | Table) and isinstance(above := mended[-1], Paragraph):
                mended[-1:] = _with_heading_apart(above)
            mended.append(with_references_listed(block) if isinstance(block, ItemList) else block)
            continue
        inline = _without_attributes(block.inline)
        if not inline:
            continue
        block = block if inline is block.inline else Paragraph(inline[0].line or block.line, inline)
        if mended and isinstance(mended[-1], ItemList) and (whole := _with_last_item(mended[-1], block)):
            mended[-1] = whole
            continue
        mended += _parted(_paper_first(block))
    return tuple(mended)


def _paper_first(block: Paragraph) -> Paragraph:
    """A paragraph whose line ``Paper: ...`` comes first, if lines such as ``Presenter: ...`` stand in front of it."""
    if not any(span.text == BREAK for span in block.inline) or not tells_of_meeting(plain_text(block.inline[:3])):
        return block
    lines = list(split_lines(block.inline))
    number = next((n for n, line in enumerate(lines) if not tells_of_meeting(plain_text(line))), 0)
    match = LABEL.match(plain_text(lines[number])) if number < len(lines) else None
    if not number or not match or not (is_paper_label(match["label"]) or match["label"].casefold() == "title"):
        return block
    ordered = [lines[number], *lines[:number], *lines[number + 1 :]]
    inline = tuple(span for line in ordered for span in (*line, Span(BREAK)))[:-1]
    return Paragraph(next((span.line for span in lines[number] if span.line), block.line), inline)


def _parted(block: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, parted where a line begins another paper."""
    inline = block.inline
    if not any(span.text == BREAK for span in inline):
        yield block
        return
    lines = _lines(inline)
    texts = [inline[start:end] for start, end in lines]
    begun = 0
    for number in range(1, len(texts)):
        if _begins_another(texts, begun, number):
            yield _piece(block, inline[lines[begun][0] : lines[number - 1][1]])
            begun = number
    yield _piece(block, inline[lines[begun][0] :]) if begun else block


def _with_heading_apart(block: Paragraph) -> list[Paragraph]:
    """A paragraph above a list or a table; prose and the bold line that ends it, a heading, are two."""
    start = next((number for number, span in reversed(list(enumerate(block.inline))) if span.text == BREAK), None)
    if start is None or not is_bold(block.inline[start + 1 :]):
        return [block]
    prose = block.inline[:start]
    if is_bold(_first_line(prose)) or has_link(prose):
        return [block]
    return [Paragraph(block.line, prose), _piece(block, block.inline[start + 1 :])]


def _first_line(inline: Inline) -> Inline:
    return inline[: next((number for number, span in enumerate(inline) if span.text == BREAK), None)]


def _piece(block: Paragraph, inline: Inline) -> Paragraph:
    return Paragraph(next((span.line for span in inline if span.line), block.line), inline)


def _lines(inline: Inline) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    start = 0
    for position in range(len(inline) + 1):
        if position == len(inline) or (inline[position].text == BREAK and inline[position].url is None):
            if position > start:
                lines.append((start, position))
            start = position + 1
    return lines


def _begins_another(lines: Sequence[Inline], begun: int, number: int) -> bool:
    """Whether a line begins another paper than the line ``begun``, behind whose links it stands."""
    line = lines[number]
    first = line[0]
    if (own := _NUMBER.match(plain_text(line[:2]))) and (before := _NUMBER.match(plain_text(lines[begun][:2]))):
        return int(own[1]) == int(before[1]) + 1
    if first.mark == "strong" and is_bold(line) and _LIST_NUMBER.match(first.text):
        return True
    if not _is_linked(lines[number - 1]) and not (number - 2 >= begun and _is_linked(lines[number - 2])):
        return False
    if first.mark == "strong" and is_bold(line) and is_bold(lines[begun][:_MOST_SPANS]):
        return len(plain_text(line).split()) >= _LEAST_WORDS or _is_linked(lines[number - 1])
    if first.mark == "strong" and is_bold(line):
        return begun == 0 and _is_linked(lines[number - 1]) and _is_link_line(lines[number - 1])
    if number == begun + 1:
        return _is_whole(lines[begun]) and _is_whole(line)
    # A title above its link, and another title above another link.
    is_pair = not has_link(lines[begun]) and not has_link(line)
    follows = number + 1 < len(lines) and _is_linked(lines[number + 1]) and _is_link_line(lines[number + 1])
    return is_pair and follows and number == begun + 2 and _is_link_line(lines[number - 1])


def _is_whole(line: Inline) -> bool:
    """Whether a line is one paper: a title, and behind it a link called "paper"."""
    first = next((number for number, span in enumerate(line) if span.url), 0)
    titled = len(plain_text(line[:first]).split()) >= _LEAST_WORDS and has_words(plain_text(line[:first]))
    return titled and is_paper_label(line[first].text) and is_paper_link(line[first])


def _is_linked(line: Inline) -> bool:
    return any(span.url and is_paper_link(span) for span in line)


def _is_link_line(line: Inline) -> bool:
    line = label_links(line)
    return is_link_line(tuple(s._replace(text="link") if s.url and says_nothing(s.text) else s for s in line))


# -- what belongs to a list ------------------------------------------------------------------------------------------


def _with_last_item(block: ItemList, below: Paragraph) -> ItemList | None:
    """The list with the paragraph in its last item, if that lacks what the paragraph gives; ``None`` otherwise."""
    *others, last = block.items
    if has_link(last.inline) or last.blocks:
        return None
    identifier = bare_identifier(plain_text(last.inline))
    if identifier is not None:
        text = plain_text(below.inline)
        if str(identifier).rpartition(":")[2] not in text or bare_identifier(text) is not None:
            return None
        return block._replace(items=(*others, last._replace(inline=below.inline)))
    first = _first_line(below.inline)
    lacks_link = not names_identifier(last.inline) and bool(last.inline) and last.inline[0].mark == "strong"
    if lacks_link and _is_linked(first) and is_labelled(first):
        return block._replace(items=(*others, last._replace(blocks=(below,))))
    return None


# -- kramdown --------------------------------------------------------------------------------------------------------


def _without_attributes(inline: Inline) -> Inline:
    """A run without kramdown's attributes, its links read where they stand in HTML."""
    if not any("{:" in span.text or span.text.endswith("](") for span in inline):
        return inline
    spans: list[Span] = []
    for span in inline:
        text = _ATTRIBUTES.sub("", span.text)
        if spans and spans[-1].url and text.startswith(")") and spans[-1].mark == "mended":
            spans[-1] = spans[-1]._replace(mark="")
            text = text[1:]
        if spans and span.url and is_address(span.text) and (label := _OPEN_LABEL.search(spans[-1].text)):
            spans[-1] = spans[-1]._replace(text=spans[-1].text[: label.start()])
            spans.append(span._replace(text=label[1], mark="mended"))
        elif text:
            spans.append(span._replace(text=text))
    worded = [number for number, span in enumerate(spans) if span.text.strip() or span.url]
    spans = spans[worded[0] : worded[-1] + 1] if worded else []
    return tuple(span._replace(mark="") if span.mark == "mended" else span for span in spans if span.text)
