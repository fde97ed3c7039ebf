"""Two items that give one paper: its short name with the link, and the citation in the item below or behind it.

``- TeapotNet [[Paper]](https://...)`` with ``- Ada Invented, An Invented Paper on Teapots, ICML, 2018.`` below it, or
``- **An Invented Paper on Teapots**`` with ``- [Invented, Ada. "An invented paper on teapots." 2018.](https://...)``.
They become one item: the citation is its text, in the place of the short name, which stays as a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.core.identifiers import Identifier
from paperdex.lists.outline import Block, Inline, Item, ItemList, Paragraph, Span, has_link, plain_text
from paperdex.lists.words.evidence import letters
from paperdex.lists.words.fields import find_authors
from paperdex.lists.words.gather import Gathered, text_identifiers
from paperdex.lists.words.links import identifier_of, is_other_label, is_paper_label, is_paper_link
from paperdex.lists.words.titles import SEPARATORS

_LAST_YEAR = re.compile(r"(?:19|20)\d\d[\s).]*\Z")
_LONGEST_CITATION = 600
_MOST_NAME_WORDS = 12
_LONGEST_NAME = 200
_QUOTES = '"“„«'


def join_citations(items: Sequence[Item]) -> list[Item]:
    """The items of a list, each short name joined with the citation of its paper."""
    if not any(item.blocks or not has_link(item.inline) for item in items):
        return list(items)
    joined: list[Item] = []
    below = 0
    for item in items:
        merged = _with_nested_citation(item) or _with_nested_link(item)
        below += merged is not None
        above = joined[-1] if joined and not merged else None
        if above is not None and not item.blocks and _cites_the_same(above, item, surely=not below):
            joined[-1] = _joined(above, item.inline, above.blocks)
            below += 1
        else:
            joined.append(merged or item)
    return joined


def _with_nested_citation(item: Item) -> Item | None:
    """A short name with its link, above the citation."""
    child = _only_child(item)
    if child is None or child.blocks or not _names_by_label(item.inline) or not _cites_the_same(item, child):
        return None
    return _joined(item, child.inline, tuple(block for block in item.blocks if not isinstance(block, ItemList)))


def _with_nested_link(item: Item) -> Item | None:
    """A title without a link, above a link whose label is the citation."""
    child = _only_child(item)
    if child is None or child.blocks or has_link(item.inline):
        return None
    links = [span for span in child.inline if span.url and span.mark not in {"image", "badge"}]
    title = letters(plain_text(item.inline))
    if len(links) != 1 or not title or len(plain_text(item.inline)) > _LONGEST_NAME:
        return None
    label = links[0].text
    is_citation = any(mark in label for mark in _QUOTES) and len(label) <= _LONGEST_CITATION
    if not is_citation or title not in letters(label) or not (links[0].url or "").startswith("http"):
        return None
    inline = tuple(
        span._replace(text=_spelled_as(span.text, plain_text(item.inline).strip())) if span is links[0] else span
        for span in child.inline
    )
    return item._replace(inline=inline, blocks=tuple(b for b in item.blocks if not isinstance(b, ItemList)))


def _spelled_as(citation: str, title: str) -> str:
    """A citation with its title in the keeper's capitals."""
    start = citation.casefold().find(title.casefold())
    same_length = len(citation.casefold()) == len(citation)
    return citation[:start] + title + citation[start + len(title) :] if start >= 0 and same_length else citation


def _only_child(item: Item) -> Item | None:
    """The only item of the only list below an item."""
    lists = [block for block in item.blocks if isinstance(block, ItemList)]
    return lists[0].items[0] if len(lists) == 1 and len(lists[0].items) == 1 else None


def _names_by_label(inline: Inline) -> bool:
    """Whether an item gives a few words, and the paper by a link that is called so: ``TeapotNet [[Paper]](...)``."""
    links = [span for span in inline if span.url and span.mark not in {"image", "badge"}]
    words = plain_text(span for span in inline if not span.url)
    return (
        any(is_paper_link(span) for span in links)
        and all(is_paper_label(span.text) or is_other_label(span.text) or span.text == span.url for span in links)
        and 0 < len(words.split()) <= _MOST_NAME_WORDS
        and len(words) <= _LONGEST_NAME
    )


def _cites_the_same(item: Item, citation: Item, *, surely: bool = False) -> bool:
    """Whether an item is the citation of the paper above it: by its identifier, or (not ``surely``) by its form."""
    if has_link(citation.inline) or not _names_by_label(item.inline):
        return False
    text = plain_text(citation.inline).strip()
    if len(text) > _LONGEST_CITATION or "," not in text:
        return False
    named = {found.identifier.work for found in text_identifiers(text) if isinstance(found.identifier, Identifier)}
    linked = {
        identifier.work
        for span in item.inline
        if span.url and isinstance(identifier := identifier_of(span.url), Identifier)
    }
    if named:
        return bool(named & linked)
    if surely or not _LAST_YEAR.search(text[-10:]) or not find_authors(text.partition(",")[0] + " et al."):
        return False
    # Authors and a venue without a title belong to the title above them: "- Ada Invented, Bo Madeup. ICCV 2015".
    name = plain_text(span for span in item.inline if not span.url).rstrip(" [](),|")
    return not name.endswith((".", "?", "!")) and not find_authors(Gathered().take_text(text))


def _joined(item: Item, citation: Inline, blocks: tuple[Block, ...]) -> Item:
    """The citation with the links of the item; the item's words are a note where the citation does not say them."""
    links = [span for span in item.inline if span.url]
    name = plain_text(span for span in item.inline if not span.url).strip()
    name = re.sub(r"\s*\[+[\w ]{0,20}\]+\s*\(?\Z|[\s\[\](),|/]{1,20}\Z", "", name)
    inline = (*citation, *(part for link in links for part in (Span(" "), link)))
    if name.strip(SEPARATORS) and letters(name) not in letters(plain_text(citation)):
        blocks = (Paragraph(item.line, (Span(name, line=item.line),)), *blocks)
    return item._replace(inline=inline, blocks=blocks)
