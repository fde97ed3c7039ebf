"""An outline to entries: which pieces are papers, and under which topic each stands.

Topics are the headings, without numbering and markup. A document's only heading of the first level is its title and no
topic. A heading that is itself a paper (its body begins with a link called "paper") is an entry and no topic. An item
without any link is an entry where its neighbours are. A table of contents, whose items only point into the page, gives
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, NamedTuple

from paperdex.core.entries import ListEntry, Topic
from paperdex.lists import packed_entries
from paperdex.lists.beside import OWN_SHARE, beside
from paperdex.lists.compact import in_one, one_by_one
from paperdex.lists.entry.pieces import (
    Unit,
    bare_identifiers,
    body_names_paper,
    field_groups,
    head_names_paper,
    is_link_item,
    is_title_alone,
    names_paper,
    part_unit,
    without_field,
)
from paperdex.lists.entry.records import read_record
from paperdex.lists.entry.rows import read_row
from paperdex.lists.entry.tabled import table_units
from paperdex.lists.entry.units import read_entry
from paperdex.lists.outline import (
    Block,
    Heading,
    Item,
    ItemList,
    Outline,
    Paragraph,
    Quote,
    Record,
    Rule,
    Table,
    plain_text,
    split_lines,
)
from paperdex.lists.packed import are_packed, unpacked
from paperdex.lists.papers.bare_links import titles_bare_link, topic_levels
from paperdex.lists.papers.belonging import is_titled
from paperdex.lists.papers.bodies import describes_heading, end_of_body, is_linked_title, paper_units
from paperdex.lists.papers.headed import (
    as_heading,
    end_of_links,
    is_bold,
    is_labelled,
    is_sentence,
    item_as_heading,
    names_the_paper,
)
from paperdex.lists.papers.headed_titles import is_title, title_level
from paperdex.lists.papers.id_paragraphs import lines_of_identifiers
from paperdex.lists.papers.items import Neighbours, as_items
from paperdex.lists.papers.joining import join_citations
from paperdex.lists.papers.mending import mend
from paperdex.lists.papers.paragraphs import find_papers
from paperdex.lists.words.fields import find_date, is_venue, strip_decoration, strip_numbering
from paperdex.lists.words.links import is_paper_link
from paperdex.lists.words.titles import SEPARATORS

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
_NAMED_LIST = re.compile(
    r"\bawesome\b|\b(?:paper|reading)s?[ -](?:list|roadmap|collection)\b|\blist of\b"
    r"|\A\s*[^\s]+(?:papers|-list)\s*\Z",
    re.IGNORECASE,
)
"""What the heading that names a list is called."""
_CONTENTS = frozenset(
    name
    for names in (
        "contents|content|table of contents|toc|目录|目次|목차|содержание|оглавление|sommaire|table des matières",
        "índice|indice|sumário|inhalt|inhaltsverzeichnis",
    )
    for name in names.split("|")
)
"""Headings of the table of contents, below which some put the parts themselves: no topic of theirs."""
_ABOUT_LIST = _ASIDES | _NEWS | _CONTENTS
"""Parts about the list itself, which are no topics as long as they have no entries."""
_PARTS = _CONTENTS | frozenset(
    name
    for names in (
        "references|bibliography|literature|further reading|introduction|conclusion|conclusions|appendix",
        "参考文献|引用文献|참고문헌|литература|список литературы|références|bibliographie",
        "literatur|bibliografía|referencias|referências",
    )
    for name in names.split("|")
)
"""Headings of parts that every document may have, so that none of them names one."""
_LONGEST_LEAD = 120
_LEFT = Rule(0)
"""Stands for a block that is no longer held."""
_COUNT = re.compile(r"\s*[(（\[](?!(?:19|20)\d\d\b)\d{1,5}(?:\s?(?:papers?|篇|items?|entries))?[)）\]]\s*\Z")
_LETTER = re.compile(r"\A[A-Za-z]\.\s+(?=\w\w)")


def assemble(outline: Outline) -> tuple[str | None, dict[Topic, int], tuple[ListEntry, ...]]:
    """Title of the list, every topic in document order with the line that it begins in, and the entries."""
    walk = _Walk(outline)
    del outline  # the walk lets go of each block that it has left behind
    middle = walk.middle()
    entries = tuple(walk.entries() if middle is None else _in_halves(walk, middle))
    used = {entry.topic[:depth] for entry in entries for depth in range(1, len(entry.topic) + 1)}
    topics = {
        topic: line
        for topic, line in walk.topics.items()
        if topic in used or not _ABOUT_LIST.intersection(map(str.casefold, topic))
    }
    return walk.title, topics, entries


def _in_halves(walk: _Walk, middle: _Place) -> Iterator[ListEntry]:
    """The entries of a large document, those of its second half read at the same time as the first."""

    def second() -> Iterator[tuple[list[Any], list[tuple[Topic, int]]]]:
        walk.start(middle)
        for batch in packed_entries.packed(walk.entries()):
            yield batch, []
        yield [], list(walk.topics.items())

    with beside(lambda: in_one(second())) as result:
        yield from walk.entries(middle)
        found = result() if walk.stands_at(middle) else None
    if found is None:
        yield from walk.entries()
    else:
        walk.end()
        for batch, topics in one_by_one(found):
            yield from packed_entries.unpacked(batch)
            for topic, line in topics:
                walk.topics.setdefault(topic, line)


class _Place(NamedTuple):
    """A heading of a document, by its position, and the headings that are open there if none of them is a paper."""

    position: int
    level: int
    opened: tuple[tuple[int, str], ...]


class _Walk:
    """One walk over a document, with the headings that are open at each point."""

    def __init__(self, outline: Outline) -> None:
        self._blocks = list(mend(outline.blocks))
        self._position = 0
        """Where the walk stands."""
        self._left = 0
        """How many of the blocks are no longer held."""
        self._title_heading = _title_heading(self._blocks, is_titled=outline.title is not None)
        self.title = outline.title or (topic_name(self._title_heading) if self._title_heading else None)
        self.topics: dict[Topic, int] = {}
        """Every topic, with the line that it begins in."""
        self._open: list[tuple[int, str]] = []
        self._places: dict[Topic, Topic] = {}
        """The topics of records, one of each for all that stand there."""
        self._neighbours = Neighbours(self._blocks)
        self._lead = ""
        """The line right above the block."""
        self._paragraphs = find_papers(self._blocks, self.title)
        self._topic_levels = topic_levels(self._blocks)
        self._title_level = title_level(self._blocks, self.title)

    def _place(self, record: Record) -> Topic:
        """The topic of a record: its groups below the open headings."""
        topic = (*self._topic, *record.topic)
        for depth in range(len(self._topic) + 1, len(topic) + 1):
            self.topics.setdefault(topic[:depth], record.line)
        return self._places.setdefault(topic, topic)

    def middle(self) -> _Place | None:
        """A heading in the middle of a large document."""
        half = unpacked(self._blocks[-1]).line * OWN_SHARE if are_packed(self._blocks) else 0
        for position, block in enumerate(self._blocks if half else ()):
            if isinstance(block, Heading) and block.line > half and not is_sentence(block):
                return _Place(position, block.level, self._opened(position, block.level))
        return None

    def _opened(self, position: int, level: int) -> tuple[tuple[int, str], ...]:
        """The headings above one of a level that lead to it."""
        above: list[Heading] = []
        for block in reversed(self._blocks[:position]):
            if isinstance(block, Heading) and block.level < (above[-1].level if above else level):
                above.append(block)
        walk = copy(self)
        walk.start(_Place(position, level, ()))
        for heading in reversed(above):
            walk._enter(heading)
        return tuple(walk._open)

    def start(self, place: _Place) -> None:
        """Go to a place; what is in front of it is passed over."""
        self._position = self._left = place.position
        self._open = list(place.opened)
        self.topics = {}

    def end(self) -> None:
        """Pass over the rest, and let go of it."""
        self._blocks.clear()

    def stands_at(self, place: _Place) -> bool:
        """Whether the walk has come to a place as it was expected."""
        opened = tuple(each for each in self._open if each[0] < place.level)
        return self._position == place.position and opened == place.opened

    def entries(self, end: _Place | None = None) -> Iterator[ListEntry]:
        """The entries from where the walk stands, up to a place or to the end."""
        for piece in self._units(end.position if end else len(self._blocks)):
            if isinstance(piece, Record):
                yield read_record(piece, self._place(piece))
            else:
                yield (read_row if piece.columns else read_entry)(piece)

    def _units(self, last: int) -> Iterator[Unit | Record]:
        """The pieces that are papers, in document order, up to a block."""
        position = self._position
        while position < last:
            self._leave(position - 1)
            block = unpacked(self._blocks[position])
            above = self._blocks[position - 1] if position else None
            self._lead = plain_text(above.inline)[-_LONGEST_LEAD:] if isinstance(above, Paragraph) else ""
            position += 1
            if isinstance(block, Record):
                yield block
                continue
            if isinstance(block, Paragraph):
                if (lines := lines_of_identifiers(block)) and not self._is_aside:
                    yield from (Unit(line, self._topic, inline) for line, inline in lines)
                    continue
                if paper := self._paragraphs.papers.get(position - 1):
                    judged, end = paper
                    if not self._is_aside:
                        yield from paper_units(block, judged, tuple(self._blocks[position:end]), self._topic)
                    position = end
                    continue
                if run := as_items(self._blocks, position - 1):
                    position = run[1]
                    if not self._is_aside:
                        yield from self._list_units(run[0], self._topic)
                    continue
                end = end_of_links(self._blocks, position) if is_bold(block.inline) else position
                if end > position:
                    if not self._is_aside:
                        yield Unit(block.line, self._topic, block.inline, tuple(self._blocks[position:end]))
                    position = end
                    continue
                following = self._blocks[position] if position < len(self._blocks) else None
                above_paper = self._is_topic_of(block, position)
                heading = as_heading(block, following, above_paper=above_paper)
                if heading and following and (above_paper or self._heads_papers(heading, following)):
                    self._enter(heading)
                    continue
            if isinstance(block, ItemList) and position < len(self._blocks):
                following = self._blocks[position]
                heading = item_as_heading(block, following)
                if heading and not _holds_papers(block) and self._heads_papers(heading, following):
                    self._enter(heading)
                    continue
            if not isinstance(block, Heading):
                if not self._is_aside:
                    is_contents = isinstance(above, ItemList) and all(_points_into_page(item) for item in above.items)
                    found = self._block_units(block)
                    yield from (unit for unit in found if names_paper(unit)) if is_contents else found
                continue
            end = end_of_body(block, self._blocks, position, self._paragraphs)
            if block is not self._title_heading and self._is_paper(block, position, end):
                self._close(block.level)
                yield Unit(block.line, self._topic, block.inline, tuple(self._blocks[position:end]), is_heading=True)
                position = end
            else:
                self._enter(block)
        self._position = position

    def _leave(self, end: int) -> None:
        """Let go of the blocks in front of ``end``, which nothing looks at again."""
        while self._left < end:
            self._blocks[self._left] = _LEFT
            self._left += 1

    def _is_paper(self, heading: Heading, start: int, end: int) -> bool:
        """Whether a heading is itself the paper that the blocks below it, from ``start`` to ``end``, tell of."""
        body = tuple(self._blocks[start:end])
        if is_venue(plain_text(heading.inline).strip()):
            return False
        whole = Unit(heading.line, (), heading.inline, body, is_heading=True)
        if head_names_paper(whole):
            return is_linked_title(heading.inline) or not any(_holds_papers(block) for block in body)
        if titles_bare_link(heading, body, self._topic_levels):
            return True
        if heading.level == self._title_level:
            return is_title(heading)
        if any(_holds_papers(block) for block in body):
            return False
        below = [self._paragraphs.papers[p][0] for p in range(start, end) if p in self._paragraphs.papers]
        if below and not describes_heading(heading, below, self._paragraphs.topic_levels):
            return False
        return body_names_paper(whole)

    def _heads_papers(self, heading: Heading, following: Block) -> bool:
        """Whether a list or table of papers stands below what looks like a heading."""
        if _holds_papers(following) or not isinstance(following, ItemList):
            return _holds_papers(following)
        units = [Unit(item.line, (), item.inline, item.blocks) for item in following.items]
        headings = (*self._topic, topic_name(heading))
        return any(True for _ in self._neighbours.papers(units, headings, self.title, ""))

    def _is_topic_of(self, block: Paragraph, following: int) -> bool:
        """Whether a bold or short line stands above a paper that is a paragraph, and is no title of one itself."""
        paper = self._paragraphs.papers.get(following)
        return paper is not None and (paper[0].way != "bold" or not is_bold(block.inline))

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
        if is_sentence(heading):
            return
        self._close(heading.level)
        name = topic_name(heading)
        self._open = [(level, above) for level, above in self._open if above.casefold() not in _CONTENTS]
        if heading is not self._title_heading and name:
            self._open.append((heading.level, name))
            self.topics.setdefault(self._topic, heading.line)

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
        """The papers of a table, whose groups of rows are topics."""
        for unit in table_units(table, self._topic):
            for depth in range(len(self._topic) + 1, len(unit.topic) + 1):
                self.topics.setdefault(unit.topic[:depth], unit.line)
            yield unit

    def _list_units(self, block: ItemList, topic: Topic) -> Iterator[Unit]:
        if groups := field_groups(block):
            for first, *rest in groups:
                fields = (ItemList(rest[0].line, tuple(rest)),) if rest else ()
                yield Unit(first.line, topic, without_field(first.inline), (*first.blocks, *fields))
            return
        items = join_citations(block.items)
        units = [Unit(item.line, topic, item.inline, item.blocks) for item in items]
        if topic and topic[-1].casefold() in _NEWS:
            kept = [(item, unit) for item, unit in zip(items, units, strict=True) if not _begins_with_date(unit)]
            items, units = [item for item, _ in kept], [unit for _, unit in kept]
        lead = self._lead if topic == self._topic else ""
        papers = {id(unit) for unit in self._neighbours.papers(units, topic, self.title, lead)}
        for item, unit in zip(items, units, strict=True):
            if id(unit) in papers:
                yield from part_unit(unit)
            else:
                yield from self._nested_units(item, unit, topic)

    def _nested_units(self, item: Item, unit: Unit, topic: Topic) -> Iterator[Unit]:
        """Lists below an item that is no paper: the item is a topic of theirs where it is nothing but a name.

        Titles below a link into the page are those of the contents; the papers stand elsewhere.
        """
        name = strip_decoration(strip_numbering(" ".join(plain_text(item.inline).split())))
        inner = (*topic, name) if is_title_alone(unit) and name else topic
        is_contents = _points_into_page(item)
        for nested in _nested_lists(item):
            for found in self._list_units(nested, inner):
                if is_contents and not names_paper(found):
                    continue
                for depth in range(len(self._topic) + 1, len(inner) + 1):
                    self.topics.setdefault(inner[:depth], item.line)
                yield found

    def _paragraph_units(self, block: Paragraph) -> Iterator[Unit]:
        """A paragraph that is nothing but the links of a paper, or whose lines are nothing but identifiers."""
        lines = list(split_lines(block.inline))
        bare = [bare_identifiers(line) for line in lines]
        first = next((span for span in block.inline if span.text.strip(SEPARATORS)), None)
        if first and first.url and not bare[0] and is_labelled(lines[0]) and names_the_paper(lines[0]):
            yield from part_unit(Unit(block.line, self._topic, block.inline))
            return
        for span in (span for spans in bare for span in spans):
            yield Unit(span.line or block.line, self._topic, (span,))


def _points_into_page(item: Item) -> bool:
    """Whether an item is one of a table of contents."""
    return any(span.url is not None and span.url.startswith("#") for span in item.inline)


def _begins_with_date(unit: Unit) -> bool:
    hit = find_date(plain_text(unit.head)[:40])
    return hit is not None and hit[1][0] <= 3


def topic_name(heading: Heading) -> str:
    """A heading as a topic: without numbering, markup, emoji and links into the page."""
    own = [span for span in heading.inline if not (span.url or "").startswith("#")]
    text = " ".join((plain_text(own).strip() or plain_text(heading.inline)).split())
    text = _COUNT.sub("", strip_decoration(strip_numbering(strip_decoration(text)))) or text
    name = strip_decoration(_LETTER.sub("", text).rstrip(":：") or text)
    return name if any(character.isalnum() for character in name) else ""


def _title_heading(blocks: Sequence[Block], *, is_titled: bool) -> Heading | None:
    """The heading that is the document's title: the only one of level 1, standing before every other.

    In a document without that level and without a declared title it is the only one of level 2, with all others below.
    The only heading of all is it, whatever its level, where it opens the document and prose follows; and the first of
    several of level 1 that is called a list: ``# awesome-teapots``, ``# Teapots`` and ``# Cups``.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    top = [heading for heading in headings if heading.level == 1]
    if not headings or headings[0] is not (top or headings)[0]:
        return None
    first = headings[0]
    if len(top) == 1:
        return first
    others = [heading.level for heading in headings[1:]]
    if first.level == 2 and others and min(others) > 2 and not is_titled and blocks[0] is first:
        return first if topic_name(first).casefold() not in _PARTS else None
    if len(headings) == 1 and blocks[0] is first:
        behind = blocks[1] if len(blocks) > 1 else None
        is_prose = isinstance(behind, Paragraph) and not any(is_paper_link(span) for span in behind.inline)
        return first if is_prose else None
    named = [_NAMED_LIST.search(plain_text(heading.inline)) is not None for heading in top]
    return first if top and blocks[0] is first and named[0] and sum(named) == 1 else None


def _nested_lists(item: Item) -> list[ItemList]:
    """The lists below an item; a paragraph that links a paper by its title is one."""
    lists: list[ItemList] = []
    for block in item.blocks:
        if isinstance(block, ItemList):
            lists.append(block)
        elif isinstance(block, Paragraph) and any(is_paper_link(span) and is_titled(span) for span in block.inline):
            lists.append(ItemList(block.line, (Item(block.line, block.inline),)))
    return lists


def _holds_papers(block: Block) -> bool:
    """Whether a block is a list or table with papers of its own, so that the heading above it is a topic."""
    if isinstance(block, ItemList):
        return bool(field_groups(block)) or any(
            not is_link_item(item) and names_paper(Unit(item.line, (), item.inline, item.blocks))
            for item in block.items
        )
    return isinstance(block, Table)
