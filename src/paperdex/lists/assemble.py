"""An outline to entries: which pieces are papers, and under which topic each stands.

Topics are the headings, without numbering and markup. A document's only heading of the first level is its title and no
topic. A heading that is itself a paper (its body begins with a link called "paper") is an entry and no topic. An item
without any link is an entry where its neighbours are. A table of contents, whose items only point into the page, gives
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperdex.core.entries import ListEntry, Topic
from paperdex.lists.fields import find_date, strip_decoration, strip_numbering
from paperdex.lists.headed import as_heading, end_of_links, is_bold
from paperdex.lists.links import is_paper_label, is_paper_link
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Outline,
    Paragraph,
    Quote,
    Record,
    Rule,
    Span,
    Table,
    plain_text,
    split_lines,
)
from paperdex.lists.pieces import (
    Unit,
    bare_identifiers,
    field_groups,
    is_link_item,
    is_title_alone,
    names_paper,
    part_unit,
    without_field,
)
from paperdex.lists.records import read_record
from paperdex.lists.titles import part_title
from paperdex.lists.units import read_entry, titled_cell

_ASIDES = frozenset(
    name
    for names in (
        "contributing|contribute|contributions|how to contribute|contribution|license|licence|licensing|citation",
        "citing|cite|cite us|how to cite|acknowledgement|acknowledgements|acknowledgment|acknowledgments|contact",
        "star history|update history|changelog|change log|update log|贡献|许可|引用|致谢|联系|更新日志",
        "ライセンス|라이선스|licence|лицензия|как внести вклад|contribuer|remerciements",
    )
    for name in names.split("|")
)
"""Parts of a document that are about the list itself, so that no paper in them is an entry."""
_NEWS = frozenset({"news", "updates", "update", "latest news", "latest updates", "what's new", "更新", "新闻"})
"""Parts in which an item that begins with a date tells of the list itself."""
_COUNT = re.compile(r"\s*[(（\[](?!(?:19|20)\d\d\b)\d{1,5}(?:\s?(?:papers?|篇|items?|entries))?[)）\]]\s*\Z")
_REFERENCE_NUMBER = re.compile(r"\s*\[\d{1,3}\]\s+\S")
_LONGEST_REFERENCE = 600
_LETTER = re.compile(r"\A[A-Z]\.\s+(?=\w\w)")


def assemble(outline: Outline) -> tuple[str | None, tuple[Topic, ...], tuple[ListEntry, ...]]:
    """Title of the list, every topic in document order, and the entries."""
    walk = _Walk(outline)
    entries = tuple(
        read_record(piece, walk.place(piece)) if isinstance(piece, Record) else read_entry(piece)
        for piece in walk.units()
    )
    return walk.title, tuple(walk.topics), entries


class _Walk:
    """One walk over a document, with the headings that are open at each point."""

    def __init__(self, outline: Outline) -> None:
        self._blocks = outline.blocks
        self._title_heading = _title_heading(outline.blocks)
        self.title = outline.title or (topic_name(self._title_heading) if self._title_heading else None)
        self.topics: dict[Topic, None] = {}
        self._open: list[tuple[int, str]] = []

    def place(self, record: Record) -> Topic:
        """The topic of a record: its groups below the open headings."""
        topic = (*self._topic, *record.topic)
        for depth in range(len(self._topic) + 1, len(topic) + 1):
            self.topics.setdefault(topic[:depth])
        return topic

    def units(self) -> Iterator[Unit | Record]:
        """The pieces that are papers, in document order."""
        position = 0
        while position < len(self._blocks):
            block = self._blocks[position]
            position += 1
            if isinstance(block, Record):
                yield block
                continue
            if isinstance(block, Paragraph):
                end = end_of_links(self._blocks, position) if is_bold(block.inline) else position
                if end > position:
                    if not self._is_aside:
                        yield Unit(block.line, self._topic, block.inline, tuple(self._blocks[position:end]))
                    position = end
                    continue
                following = self._blocks[position] if position < len(self._blocks) else None
                if (heading := as_heading(block, following)) and following and _holds_papers(following):
                    self._enter(heading)
                    continue
            if not isinstance(block, Heading):
                if not self._is_aside:
                    yield from self._block_units(block)
                continue
            end = _end_of_body(self._blocks, position)
            body = self._blocks[position:end]
            unit = Unit(block.line, (), block.inline, tuple(body), is_heading=True)
            if block is not self._title_heading and names_paper(unit) and not any(_holds_papers(b) for b in body):
                self._close(block.level)
                yield Unit(unit.line, self._topic, unit.head, unit.blocks, is_heading=True)
                position = end
            else:
                self._enter(block)

    @property
    def _is_aside(self) -> bool:
        """Whether the open headings lead to a part that is about the list itself."""
        return any(name.casefold() in _ASIDES for _, name in self._open)

    @property
    def _topic(self) -> Topic:
        return tuple(name for _, name in self._open)

    def _close(self, level: int) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()

    def _enter(self, heading: Heading) -> None:
        self._close(heading.level)
        name = topic_name(heading)
        if heading is not self._title_heading and name:
            self._open.append((heading.level, name))
            self.topics.setdefault(self._topic)

    def _block_units(self, block: Block) -> Iterator[Unit]:
        if isinstance(block, ItemList):
            yield from self._list_units(block, self._topic)
        elif isinstance(block, Table):
            yield from self._table_units(block)
        elif isinstance(block, Quote):
            for inner in block.blocks:
                if not isinstance(inner, Paragraph):
                    yield from self._block_units(inner)
        elif isinstance(block, Paragraph):
            yield from self._paragraph_units(block)

    def _table_units(self, table: Table) -> Iterator[Unit]:
        """The rows of a table that are papers; a row without a link is one where most of the others are."""
        names = [plain_text(cell) for cell in table.header]
        units = [
            Unit(
                row.line,
                self._topic,
                tuple(span for cell in row.cells for span in (*cell, Span(" "))),
                columns=tuple(zip(names, row.cells, strict=False)),
            )
            for row in table.rows
        ]
        papers = {id(unit) for unit in _papers(units)}
        mostly = bool(papers) and 2 * len(papers) >= len(units)
        yield from (unit for unit in units if id(unit) in papers or (mostly and titled_cell(unit.columns)))

    def _list_units(self, block: ItemList, topic: Topic) -> Iterator[Unit]:
        if groups := field_groups(block):
            for first, *rest in groups:
                fields = (ItemList(rest[0].line, tuple(rest)),) if rest else ()
                yield Unit(first.line, topic, without_field(first.inline), (*first.blocks, *fields))
            return
        items = list(block.items)
        units = [Unit(item.line, topic, item.inline, item.blocks) for item in items]
        if topic and topic[-1].casefold() in _NEWS:
            kept = [(item, unit) for item, unit in zip(items, units, strict=True) if not _begins_with_date(unit)]
            items, units = [item for item, _ in kept], [unit for _, unit in kept]
        papers = {id(unit) for unit in _papers(units)}
        for item, unit in zip(items, units, strict=True):
            if id(unit) in papers:
                yield from part_unit(unit)
            else:
                yield from self._nested_units(item, unit, topic)

    def _nested_units(self, item: Item, unit: Unit, topic: Topic) -> Iterator[Unit]:
        """Lists below an item that is no paper: the item is a topic of theirs where it is nothing but a name."""
        name = strip_decoration(strip_numbering(" ".join(plain_text(item.inline).split())))
        inner = (*topic, name) if is_title_alone(unit) and name else topic
        for nested in _nested_lists(item):
            for found in self._list_units(nested, inner):
                for depth in range(len(self._topic) + 1, len(inner) + 1):
                    self.topics.setdefault(inner[:depth])
                yield found

    def _paragraph_units(self, block: Paragraph) -> Iterator[Unit]:
        """A paragraph that begins with a paper, or whose lines are nothing but identifiers."""
        lines = list(split_lines(block.inline))
        bare = [bare_identifiers(line) for line in lines]
        if lines and not bare[0] and (_begins_with_paper(block, lines[0]) or _is_reference(block)):
            yield from part_unit(Unit(block.line, self._topic, block.inline))
            return
        for span in (span for spans in bare for span in spans):
            yield Unit(span.line or block.line, self._topic, (span,))


def _papers(units: Sequence[Unit]) -> Iterator[Unit]:
    """Those of some neighbours that are papers.

    What is nothing but words is a paper without a link where at least one in five of its neighbours has one, and where
    they end as it does: a sentence among titles is none.
    """
    named = [names_paper(unit) for unit in units]
    alone = [
        not paper and is_title_alone(unit) and not any(isinstance(block, ItemList) for block in unit.blocks)
        for unit, paper in zip(units, named, strict=True)
    ]
    among_papers = any(named) and sum(alone) <= 4 * sum(named)
    sentences = sum(_is_sentence(unit) for unit, paper in zip(units, named, strict=True) if paper)
    titles_are_sentences = 2 * sentences >= sum(named)
    for unit, paper, lone in zip(units, named, alone, strict=True):
        if paper or (lone and among_papers and (titles_are_sentences or not _is_sentence(unit))):
            yield unit


def _begins_with_date(unit: Unit) -> bool:
    hit = find_date(plain_text(unit.head)[:40])
    return hit is not None and hit[1][0] <= 3


def _is_sentence(unit: Unit) -> bool:
    return plain_text(unit.head).rstrip().endswith((".", "。", "!", "！", ":", "："))


def _begins_with_paper(block: Paragraph, line: Inline) -> bool:
    """Whether a paragraph begins with a link to a paper, or with a bold title that a link called "paper" follows."""
    first = next((span for span in line if span.text.strip()), None)
    if first is None:
        return False
    if first.url:
        return is_paper_link(first)
    links = (span for span in block.inline if span.url and is_paper_label(span.text))
    return first.mark == "strong" and any(is_paper_link(span) for span in links)


def _is_reference(block: Paragraph) -> bool:
    """Whether a paragraph is one entry of a bibliography: it has a number, or authors, and names one paper."""
    text = plain_text(block.inline)
    if len(text) > _LONGEST_REFERENCE:
        return False
    links = [span for span in block.inline if span.url and is_paper_link(span)]
    if _REFERENCE_NUMBER.match(text):
        return bool(links) or names_paper(Unit(block.line, (), block.inline))
    if not any(is_paper_label(span.text) for span in links) or _goes_on_behind_links(block.inline):
        return False
    front = "".join(span.text for span in block.inline[: block.inline.index(links[0])])
    return bool(part_title(" ".join(front.split()))[1])


def _goes_on_behind_links(inline: Inline) -> bool:
    """Whether words go on behind the last link, as they do in prose."""
    last = max((number for number, span in enumerate(inline) if span.url), default=0)
    return any(character.isalpha() for character in plain_text(inline[last + 1 :]))


def topic_name(heading: Heading) -> str:
    """A heading as a topic: without numbering, markup, emoji and links into the page."""
    own = [span for span in heading.inline if not (span.url or "").startswith("#")]
    text = " ".join((plain_text(own).strip() or plain_text(heading.inline)).split())
    text = _COUNT.sub("", strip_decoration(strip_numbering(strip_decoration(text)))) or text
    return strip_decoration(_LETTER.sub("", text).rstrip(":：") or text)


def _title_heading(blocks: Sequence[Block]) -> Heading | None:
    """The heading that is the document's title: the only one of level 1, standing before every other."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    top = [heading for heading in headings if heading.level == 1]
    return top[0] if len(top) == 1 and headings[0] is top[0] else None


def _end_of_body(blocks: Sequence[Block], start: int) -> int:
    for position in range(start, len(blocks)):
        if isinstance(blocks[position], Heading | Rule):
            return position
    return len(blocks)


def _nested_lists(item: Item) -> list[ItemList]:
    return [block for block in item.blocks if isinstance(block, ItemList)]


def _holds_papers(block: Block) -> bool:
    """Whether a block is a list or table with papers of its own, so that the heading above it is a topic."""
    if isinstance(block, ItemList):
        return any(
            not is_link_item(item) and names_paper(Unit(item.line, (), item.inline, item.blocks))
            for item in block.items
        )
    return isinstance(block, Table)
