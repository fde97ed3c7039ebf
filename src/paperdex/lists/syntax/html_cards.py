"""Publications that a page sets as cards: an element with a title, and below it authors, venue, and links.

An element is one where its classes say what its pieces are (``<div class="title">``, as al-folio's), or where it holds
one heading that is no topic, and links called "paper" and the like. What the cards say becomes an item with fields, and
a heading over the links (``<h3>Paper</h3>``) their label. An element whose class says that it is one publication
(``csl-entry``, ``citation``) is an item too, without the key or number in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from paperdex.core.identifiers import Identifier
from paperdex.lists.entry.pieces import is_link_line
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Span,
    has_link,
    plain_text,
)
from paperdex.lists.syntax.html_blocks import is_key
from paperdex.lists.words.evidence import said_of
from paperdex.lists.words.links import (
    identifier_of,
    is_address,
    is_other_label,
    is_paper_label,
    is_paper_link,
)

CARD = "card"
"""The role of a block that is a card's item."""
MOST_BLOCKS = 40
"""What holds more is no card."""
_FIELDS = {"title": "Title", "authors": "Authors", "abstract": "Abstract"}
_LABELS = frozenset({"pages", "resources", "materials", "downloads", "files", "media"})
_LEAST_WORDS, _LEAST_SIGNS = 3, 5
_LONGEST_BADGE = 30
_MOST_SPANS = 200
_LAST_YEAR = re.compile(r"\b((?:19|20)\d\d)[\s.,)]*\Z")
_IN = re.compile(r"\AIn:?\s+")


def card(blocks: Sequence[Block], roles: Mapping[int, str], *, is_entry: bool = False) -> Item | None:
    """The item that some blocks are, the content of one element; ``None`` where they aren't one publication.

    ``roles`` says what their classes say of some of them, by position; ``is_entry`` that the element's own class says
    that it is a publication.
    """
    cards = [n for n in range(len(blocks)) if roles.get(n) == CARD]
    if len(cards) > 1 or not all(map(_is_small, blocks)) or _works(blocks) > 1:
        return None
    if cards:
        return _widened(blocks, cards[0], is_entry=is_entry)
    headings = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and not _is_label(block.inline)]
    titles = [n for n in range(len(blocks)) if roles.get(n) == "title" and not isinstance(blocks[n], ItemList)]
    titles = [n for n in titles if n in headings] or titles
    title = (titles or headings or [-1])[0]
    if len(titles) > 1 or any(n != title for n in headings) or not all(map(_may_stand_in_card, blocks)):
        return None
    if title < 0:
        return _reference(blocks) if is_entry else None
    inline = blocks[title].inline  # type: ignore[union-attr]  # a paragraph or a heading
    has_links = any(map(_is_of_links, blocks)) or any(is_paper_link(span) for span in inline if span.url)
    roles_are_clear = has_links or is_entry or "venue" in roles.values() or "abstract" in roles.values()
    if titles and "authors" in roles.values() and roles_are_clear:
        return _item(blocks, roles, title)
    if (
        has_links
        and (_is_name(plain_text(inline)) or "authors" in roles.values())
        and not any(_is_prose(b) for b in blocks[:title])
    ):
        return _item(blocks, roles, title)
    return None


def _is_name(text: str) -> bool:
    """Whether a heading is long enough for a paper's title, and doesn't say what stands below it."""
    words = text.split()
    is_long = len(words) >= _LEAST_WORDS or sum(not character.isascii() for character in text) > _LEAST_SIGNS
    return is_long and (len(words) > _LEAST_WORDS + 1 or not said_of(text))


def _is_small(block: Block) -> bool:
    """Whether a block is short enough for a card: a bound on the work, since cards are sought at every depth."""
    if isinstance(block, Paragraph | Heading):
        return len(block.inline) <= _MOST_SPANS
    if isinstance(block, ItemList):
        items = block.items
        return len(items) <= MOST_BLOCKS and all(
            len(item.inline) <= _MOST_SPANS and len(item.blocks) <= MOST_BLOCKS for item in items
        )
    return False


def _works(blocks: Sequence[Block]) -> int:
    """How many papers of arXiv are linked."""
    named = {
        identifier_of(span.url)
        for block in blocks
        for inline in _lines_of(block)
        for span in inline
        if span.url and "arxiv" in span.url
    }
    return len({identifier.work for identifier in named if isinstance(identifier, Identifier)})


def _lines_of(block: Block) -> list[Inline]:
    if isinstance(block, Paragraph | Heading):
        return [block.inline]
    if isinstance(block, ItemList):
        inner = [line for item in block.items for below in item.blocks for line in _lines_of(below)]
        return [*(item.inline for item in block.items), *inner]
    return []


def _may_stand_in_card(block: Block) -> bool:
    if isinstance(block, ItemList):
        return all(not item.blocks and _is_link_line(item.inline) for item in block.items)
    return isinstance(block, Paragraph | Heading)


def _is_label(inline: Inline) -> bool:
    """Whether a heading names the links below it: ``Paper``, ``Code``."""
    text = plain_text(inline).strip()
    return is_paper_label(text) or is_other_label(text) or text.casefold() in _LABELS


def _is_link_line(line: Inline) -> bool:
    """Whether a line holds nothing but labelled links and icons."""
    return is_link_line(
        tuple(span for span in line if span.mark not in {"badge", "image"} and not (span.url and is_address(span.text)))
    )


def _is_of_links(block: Block) -> bool:
    """Whether a block gives nothing but labelled links, one of them the paper's."""
    if isinstance(block, Heading):
        return False
    lines = [line for line in _lines_of(block) if has_link(line)]
    return bool(lines) and all(map(_is_link_line, lines)) and any(is_paper_link(s) for line in lines for s in line)


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(plain_text(block.inline)) > _LONGEST_BADGE


def _item(blocks: Sequence[Block], roles: Mapping[int, str], title: int) -> Item:
    line = blocks[title].line
    fields: list[Item] = []
    links: list[Block] = []
    rest: list[Block] = []
    for number, block in enumerate(blocks):
        role = "title" if number == title else roles.get(number, "").replace("title", "")
        if isinstance(block, ItemList):
            rest.append(
                Paragraph(
                    block.line,
                    tuple(s for item in block.items for s in (*item.inline, Span(" "))),
                )
            )
        elif isinstance(block, Paragraph | Heading):
            if role in _FIELDS:
                fields.append(_field(_FIELDS[role], block))
            elif role == "venue":
                fields += _published(block)
            elif isinstance(block, Paragraph):
                (links if _is_of_links(block) else rest).append(block)
    fields.sort(key=lambda field: not field.inline[0].text.startswith("Title"))
    return Item(line, (), (ItemList(line, tuple(fields)), *links, *rest))


def _published(block: Paragraph | Heading) -> Iterator[Item]:
    """Venue and year of a line that gives them: ``In Journal of Tea, 2018``."""
    text = " ".join(plain_text(block.inline).split())
    year = _LAST_YEAR.search(text)
    venue = _IN.sub("", text[: year.start()] if year else text).strip(" ,.")
    if venue:
        yield Item(block.line, (Span(f"Venue: {venue}", line=block.line),))
    if year:
        yield Item(block.line, (Span(f"Date: {year[1]}", line=block.line),))


def _field(name: str, block: Paragraph | Heading) -> Item:
    spans = [span for span in block.inline if span.mark != "image"]
    if name == "Title" and spans and spans[-1].text.endswith(".") and not spans[-1].text.endswith(".."):
        spans[-1] = spans[-1]._replace(text=spans[-1].text[:-1])
    return Item(block.line, (Span(f"{name}: ", line=block.line), *spans))


def _widened(blocks: Sequence[Block], position: int, *, is_entry: bool) -> Item | None:
    """A card with what stands beside it in the element around it: badges before it, links behind it."""
    (item,) = blocks[position].items  # type: ignore[union-attr]
    before, behind = blocks[:position], blocks[position + 1 :]
    if any(not isinstance(block, Paragraph) or _is_prose(block) for block in before):
        return None
    if not all(_is_of_links(b) or (isinstance(b, Paragraph) and (is_entry or not _is_prose(b))) for b in behind):
        return None
    return item._replace(blocks=(*item.blocks, *before, *behind))


def _reference(blocks: Sequence[Block]) -> Item | None:
    """A reference that isn't told in pieces: its first text that is no key, and what follows."""
    start = next((n for n, b in enumerate(blocks) if not (isinstance(b, Paragraph) and is_key(b.inline))), -1)
    first = blocks[start] if start >= 0 else None
    if not isinstance(first, Paragraph) or any(isinstance(block, Heading | ItemList) for block in blocks):
        return None
    return Item(first.line, first.inline, tuple(blocks[start + 1 :]))
