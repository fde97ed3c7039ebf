"""Pieces of an outline that may be papers: which of them are, and how several papers in one piece are parted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from paperdex.core.entries import Topic
from paperdex.core.identifiers import Found, Identifier, MalformedIdentifier, find_identifiers, parse_identifier
from paperdex.lists.memory import remembered
from paperdex.lists.outline import (
    BREAK,
    Block,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Span,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.words.fields import is_venue, leads_with_venue
from paperdex.lists.words.gather import text_identifiers
from paperdex.lists.words.links import (
    identifier_of,
    is_address,
    is_other_label,
    is_paper_label,
    is_paper_link,
    label_links,
    says_nothing,
)
from paperdex.lists.words.titles import SEPARATORS
from paperdex.lists.words.wording import opens_sentence

FIELD = re.compile(r"\A\s*(?:[^\w\s\x00-\x7f]{1,3}\s+)?(?P<name>[^\W\d_][\w ()/-]{0,24}?)\s*[:：]\s*")
FIELD_NAMES = {
    name: field
    for field, names in {
        "title": "title|paper title|paper name|标题|论文标题|论文题目|论文名称|论文名|文章标题|題目|题目"
        "|タイトル|論文タイトル|論文名|제목|논문 제목|논문제목|논문명|название|название статьи|titre|titre de l'article"
        "|titel",
        "authors": "author|authors|author(s)|作者|著者|저자|авторы|auteurs|autoren",
        "date": "year|date|published|submitted|日期|年|年份|发表时间|год|дата|année|jahr|datum",
        "abstract": "abstract|摘要|要旨|초록|аннотация|résumé",
        "venue": "venue|conference|journal|publication|publisher|会议|期刊|学会",
        "rating": "rating|stars|评分",
    }.items()
    for name in names.split("|")
}
"""What the name of a field or of a table's column says that it gives, small."""
_PAPER_FIELDS = ("paper", "论文", "論文", "논문", "статья", "article")
_ID_COLUMNS = ("arxiv", "arxiv id", "arxiv-id", "arxiv_id", "id", "identifier")
_LONGEST_TITLE = 300
_LIKE_A_NAME = re.compile(r"\d|/(?:abs|pdf)/")
"""What every identifier has, or a link that lacks its own."""
_LIKE_IDENTIFIER = re.compile(r"\d{4}\.\d{4}|/\d{7}")
_LONGEST_IDENTIFIER = 40
_POINTS_ON = re.compile(r"\b(?:see|in|of|cf|and|or|by|as|from|to|like|with|at|on|than|about)\Z", re.IGNORECASE)
_LAST_WORD = re.compile(r"\s*[:,;–—-]?\s+[(\[]?(?P<last>[\w./-]{9,30}?)[)\]]?[\s.]*\Z")
_MOST_TOPIC_WORDS = 3
_LONGEST_IDENTIFIER_LABEL = 60
_BETWEEN_PAPERS = re.compile(r"[\W_]*(?:(?:and|und|et|и|和|y)\b[\W_]*)?\Z")

_DATED_BEHIND = re.compile(r"\s{0,4}[(（\[](?:19|20)\d\d[a-z]?[)）\]]")
_DATED_BETWEEN = re.compile(
    r"(?P<year>\s{0,4}[(（\[](?:19|20)\d\d[a-z]?[)）\]])\s{0,4}[,;&]?\s{0,4}(?:(?:and|und|et|и|和|y|e)\b)?\s{0,4}"
    r"(?:the\b\s{0,4})?",
    re.IGNORECASE,
)


class Unit(NamedTuple):
    """A piece of the outline that may be one paper."""

    line: int
    topic: Topic
    head: Inline
    blocks: tuple[Block, ...] = ()
    is_heading: bool = False
    columns: tuple[tuple[str, Inline], ...] = ()
    """A table row's cells, each with the name of its column."""


def labelled_lines(inline: Inline) -> list[Inline]:
    """The lines of a run, bare links labelled by the word in front of them."""
    return [label_links(line) for line in split_lines(inline)]


def fields_of(block: ItemList) -> Iterator[tuple[str, Item]]:
    """The nested items that are fields, ``Title: ...``, by the name of what they give."""
    for item in block.items:
        match = FIELD.match(plain_text(item.inline))
        name = FIELD_NAMES.get(match["name"].strip().casefold()) if match else None
        if name:
            yield name, item


def without_field(inline: Inline) -> Inline:
    """A run without the ``Name:`` that it begins with."""
    match = FIELD.match(plain_text(inline))
    surplus = match.end() if match else 0
    spans: list[Span] = []
    for span in inline:
        if not span.url and span.mark != "image" and surplus:
            cut = min(surplus, len(span.text))
            surplus -= cut
            span = span._replace(text=span.text[cut:])
        if span.text or span.url:
            spans.append(span)
    return tuple(spans)


def field_groups(block: ItemList) -> list[list[Item]]:
    """The items of a list that gives papers field by field, ``Paper: [Title](...)``, ``Domain: ...``, a group a paper.

    Empty for another list: every item has a name, the first one's says "paper" or "title" and links a title.
    """
    groups: list[list[Item]] = []
    first = ""
    for item in block.items:
        match = FIELD.match(plain_text(item.inline))
        if not match:
            return []
        name = match["name"].strip().casefold()
        if not groups:
            first = name
        if name == first:
            groups.append([])
        groups[-1].append(item)
    is_paper = first in _PAPER_FIELDS or FIELD_NAMES.get(first) == "title"
    is_title = FIELD_NAMES.get(first) == "title"
    titled = all(
        any(span.url and _is_titled(span) for span in group[0].inline) or (is_title and _links_below(group[1:]))
        for group in groups
    )
    return groups if is_paper and titled and len(block.items) > len(groups) else []


def _links_below(items: Sequence[Item]) -> bool:
    """Whether the fields below a title link its paper."""
    return any(is_paper_link(span) for item in items for span in label_links(item.inline))


# -- is it a paper? --------------------------------------------------------------------------------------------------


def names_paper(unit: Unit) -> bool:
    """Whether a piece names a paper by a link, an identifier or a ``Title:`` field of its own."""
    return head_names_paper(unit) or body_names_paper(unit)


def head_names_paper(unit: Unit) -> bool:
    """Whether a piece names a paper by itself, whatever stands below it."""
    for span in label_links(unit.head):
        if span.url and is_paper_link(span):
            return True
    if names_identifier(unit.head) or trailing_identifier(text_in_front(unit.head)):
        return True
    if unit.head and not unit.columns and not unit.is_heading and leads_with_venue(unit.head[0].text):
        return True
    return any(cell_identifier(name, cell) for name, cell in unit.columns)


def body_names_paper(unit: Unit) -> bool:
    """Whether what stands below a piece gives the paper that it names."""
    if not unit.blocks:
        return False
    if len(unit.blocks) == 1 and _is_address_alone(unit.blocks[0]):
        return len(plain_text(unit.head).split()) > _MOST_TOPIC_WORDS
    return _has_paper_below(unit.blocks) or (unit.is_heading and _describes_paper(unit.blocks))


def names_identifier(inline: Inline) -> bool:
    """Whether the text of a run, links apart, names an identifier; code counts only where it is nothing else."""
    text = " ".join(["" if span.url else span.text for span in inline if span.mark != "code"])
    if _LIKE_A_NAME.search(text) and (text_identifiers(text) or leading_identifier(text)):
        return True
    if not has_link(inline) and (bare_identifier(text) or bare_identifiers(inline)):
        return True
    codes = [span.text for span in inline if span.mark == "code"]
    return any(isinstance(bare_identifier(code), Identifier) for code in codes)


def is_title_alone(unit: Unit) -> bool:
    """Whether a piece is nothing but words, as a paper without a link would be."""
    text = plain_text(unit.head).strip()
    return len(text) <= _LONGEST_TITLE and any(character.isalpha() for character in text) and not has_link(unit.head)


def is_link_item(item: Item) -> bool:
    """Whether an item gives nothing but labelled links of the paper above it, ``[pdf](...)`` or ``Paper: ...``."""
    if not has_link(item.inline):
        return False
    line = label_links(item.inline)
    return is_link_line(line) and any(_is_labelled_paper(span) for span in line)


def _is_address_alone(block: Block) -> bool:
    """Whether a block is a list of one item that is nothing but the address of a paper."""
    if not isinstance(block, ItemList) or len(block.items) != 1 or block.items[0].blocks:
        return False
    spans = [span for span in block.items[0].inline if span.text.strip()]
    return len(spans) == 1 and is_address(spans[0].text) and is_paper_link(spans[0])


def _has_paper_below(blocks: Sequence[Block]) -> bool:
    """Whether the blocks below a name give the links, the ``Title:`` or the ``Authors:`` of one paper."""
    links: dict[object, None] = {}
    for number, block in enumerate(blocks):
        if isinstance(block, ItemList):
            if any(name in {"title", "authors"} for name, _ in fields_of(block)):
                return True
            lines = [label_links(item.inline) for item in block.items if is_link_item(item)]
        elif isinstance(block, Paragraph):
            lines = labelled_lines(block.inline)
            if not number and lines and _begins_with_link(lines[0]):
                return True
            lines = [line for line in lines if is_link_line(line)]
        else:
            continue
        links |= {
            identifier_of(span.url or "") or span.url: None
            for line in lines
            for span in line
            if _is_labelled_paper(span)
        }
    return len(links) == 1


def _describes_paper(blocks: Sequence[Block]) -> bool:
    """Whether the paragraph below a heading is short and ends with one paper's links: ``Authors. Venue. [pdf]``."""
    if not blocks or not isinstance(block := blocks[0], Paragraph):
        return False
    spans = [span for span in block.inline if span.text.strip(SEPARATORS)]
    links = {identifier_of(span.url or "") or span.url for span in spans if _is_labelled_paper(span)}
    words = sum(len(span.text) for span in spans if not span.url)
    if len(links) != 1 or not spans[-1].url or words > _LONGEST_TITLE:
        return False
    return not opens_sentence(plain_text(spans))


def _begins_with_link(line: Inline) -> bool:
    """Whether a line begins with a link called "paper", perhaps behind a bold label, and is no sentence."""
    first = next((span for span in line if span.text.strip(SEPARATORS)), None)
    begins = first is not None and (bool(first.url) or first.mark == "strong")
    return begins and any(_is_labelled_paper(span) for span in line)


def _is_labelled_paper(span: Span) -> bool:
    return bool(span.url) and (is_paper_label(span.text) or is_venue(span.text)) and is_paper_link(span)


def is_link_line(line: Inline) -> bool:
    """Whether a line holds nothing but links that are called "paper", "code" or the like."""
    for span in line:
        if span.url:
            if not (is_paper_label(span.text) or is_other_label(span.text) or is_venue(span.text)):
                return False
        elif span.text.strip(SEPARATORS):
            return False
    return True


@remembered
def bare_identifier(text: str) -> Identifier | MalformedIdentifier | None:
    """The identifier that a text is, when it is nothing else."""
    text = text.strip(SEPARATORS)
    return parse_identifier(text) if text and " " not in text and any(c.isdigit() for c in text) else None


def bare_identifiers(inline: Inline) -> list[Span]:
    """The identifiers and addresses of papers in a run that holds nothing else, each as a span of its own."""
    for span in inline:
        if span.url and not is_address(span.text):
            return []
    text = plain_text(inline)
    if not _LIKE_IDENTIFIER.search(text):
        return []
    found = list(find_identifiers(text, bare=True))
    between = zip((0, *(match.end for match in found)), (*(match.start for match in found), len(text)), strict=True)
    if any(character.isalnum() for start, end in between for character in text[start:end]):
        return []
    spans = (text[match.start : match.end] for match in found)
    return [Span(span, span if is_address(span) else None, line=inline[0].line) for span in spans]


def leading_identifier(text: str) -> Found | None:
    """The identifier that a text begins with, as ``1706.02677 A Title`` does."""
    return _leading_identifier(text[:_LONGEST_IDENTIFIER])


@remembered
def _leading_identifier(text: str) -> Found | None:
    found = next(find_identifiers(text, bare=True), None) if _LIKE_IDENTIFIER.search(text) else None
    return found if found and not text[: found.start].strip(SEPARATORS) else None


def trailing_identifier(text: str) -> Found | None:
    """The identifier that stands behind a few words and ends a text: ``TeaNet 1706.02677``, ``TeaNet (1706.02677)``."""
    if len(text) > _LONGEST_TITLE or not _LIKE_IDENTIFIER.search(text[-_LONGEST_IDENTIFIER:]):
        return None
    return _trailing_identifier(text)


@remembered
def _trailing_identifier(text: str) -> Found | None:
    match = _LAST_WORD.search(text)
    front = text[: match.start()] if match else ""
    if not match or not _LIKE_IDENTIFIER.search(match["last"]) or not any(map(str.isalpha, front)):
        return None
    if _POINTS_ON.search(front):
        return None
    found = next(find_identifiers(match["last"], bare=True), None)
    if found is None or found.start or found.end != len(match["last"]):
        return None
    return Found(match.start(), len(text), found.identifier)


def text_in_front(inline: Inline) -> str:
    """The text of a run up to its first link."""
    return plain_text(inline[: next((number for number, span in enumerate(inline) if span.url), None)])


def cell_identifier(column: str, cell: Inline) -> Identifier | MalformedIdentifier | None:
    """The identifier that a table's cell is; a number that can't be one is meant as one only in a column called so."""
    identifier = bare_identifier(plain_text(cell))
    return identifier if isinstance(identifier, Identifier) or column.strip().casefold() in _ID_COLUMNS else None


# -- several papers side by side -------------------------------------------------------------------------------------


def part_unit(unit: Unit) -> Iterator[Unit]:
    """The papers that one item or paragraph names side by side, each linked by its title; else the piece itself.

    Between two of them stands nothing but punctuation and "and", or the end of a line. A paper that is linked within
    a sentence is no piece of its own.
    """
    starts: list[int] = []
    works: set[str] = set()
    side_by_side = True
    unnamed = -1
    """Where a title is linked to a paper without an identifier, the first of all."""
    for position, span in enumerate(unit.head):
        named = identifier_of(span.url) if span.url and span.mark != "image" else None
        if span.url:
            if isinstance(named, Identifier) and named.work not in works:
                works.add(named.work)
                if (side_by_side or not starts) and _is_titled(span):
                    if unnamed >= 0 and not starts and side_by_side and _joins(unit.head[unnamed + 1 : position]):
                        starts.append(unnamed)
                    starts.append(position)
            elif named is None and not starts and unnamed < 0 and is_paper_link(span) and _is_titled(span):
                unnamed = position
            side_by_side = True
        elif not _BETWEEN_PAPERS.match(span.text):
            side_by_side = False
        elif span.text == BREAK:
            side_by_side = True
    if unit.is_heading or unit.columns:
        yield unit
        return
    bare = [] if unit.blocks else bare_identifiers(unit.head)
    if len(bare) > 1:
        yield from (Unit(unit.line, unit.topic, (span,)) for span in bare)
        return
    starts = starts if len(starts) > 1 else _dated_side_by_side(unit.head) or starts
    blocks, below = _part_blocks(unit.blocks, works)
    ends = [*starts[1:], None]
    for start, end in zip(starts or [0], ends if starts else [None], strict=True):
        is_first = not starts or start == starts[0]
        line = unit.line if is_first else unit.head[start].line or unit.line
        part = list(unit.head[0 if is_first else start : end])
        while end is not None and part and not part[-1].url and _BETWEEN_PAPERS.match(part[-1].text):
            part.pop()
        if end is not None and part and not part[-1].url and (dated := _DATED_BETWEEN.fullmatch(part[-1].text)):
            part[-1] = part[-1]._replace(text=dated["year"])
        yield Unit(line, unit.topic, tuple(part), blocks if end is None else ())
    for item in below:
        yield from part_unit(Unit(item.line, unit.topic, item.inline, item.blocks))


def _dated_side_by_side(head: Inline) -> list[int]:
    """Where the titles of an item begin that are joined by "and", each with its year, whatever they link.

    ``[An Invented Paper on Pots](...) (2003) and [Cups](...) (2006): Two notes.``
    """
    links = [number for number, span in enumerate(head) if span.url]
    if len(links) < 2 or any(head[number].mark == "image" or not _is_titled(head[number]) for number in links):
        return []
    if plain_text(head[: links[0]]).strip(SEPARATORS):
        return []
    for start, end in pairwise(links):
        if not _DATED_BETWEEN.fullmatch(plain_text(head[start + 1 : end])):
            return []
    return links if _DATED_BEHIND.match(plain_text(head[links[-1] + 1 :])) else []


def _joins(between: Inline) -> bool:
    """Whether "and" or a comma stands between two links, so that the second is no version of the first."""
    text = "".join(span.text for span in between)
    return all(not span.url for span in between) and any(c.isalnum() or c in ",;&" for c in text)


def _part_blocks(blocks: tuple[Block, ...], works: set[str]) -> tuple[tuple[Block, ...], list[Item]]:
    """The blocks below a paper without the items that are papers of their own: another one, linked by its title."""
    kept: list[Block] = []
    below: list[Item] = []
    for block in blocks:
        if isinstance(block, ItemList):
            papers = [item for item in block.items if _begins_with_title(item, works)]
            below += papers
            items = tuple(item for item in block.items if not _begins_with_title(item, works))
            if items:
                kept.append(block._replace(items=items) if papers else block)
        else:
            kept.append(block)
    return tuple(kept), below


def _begins_with_title(item: Item, works: set[str]) -> bool:
    first = next((span for span in item.inline if span.text.strip(SEPARATORS) or span.url), None)
    named = identifier_of(first.url) if first and first.url and _is_titled(first) else None
    return isinstance(named, Identifier) and named.work not in works


def _is_titled(span: Span) -> bool:
    """Whether a link's label may be a title: no label of a link, and no identifier, ``DOI: 10.1234/tea``."""
    if span.mark == "badge" or says_nothing(span.text) or is_paper_label(span.text) or is_other_label(span.text):
        return False
    named = text_identifiers(span.text) if len(span.text) <= _LONGEST_IDENTIFIER_LABEL else ()
    if bare_identifier(span.text):
        return False
    return not named or bool(span.text[: named[0].start].strip(SEPARATORS)) or _goes_on(span.text[named[-1].end :])


def _goes_on(text: str) -> bool:
    return len(text.split()) > 1
