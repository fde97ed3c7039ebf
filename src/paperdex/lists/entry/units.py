"""One piece of an outline to one entry: which words are the title, and what the rest says.

A piece is a list item, a heading with its body, a table row, or a paragraph. Its text stands in lines. The title is the
label of a link to the paper, or what is set in bold, or the text in front of a link called "paper"; a nested ``Title:``
field wins over all of them. A line below it that is nothing but dates, venues, ratings and links gives those; any other
line is a note. The first arXiv paper that a piece names is the entry's, a later one only where its link is called
"paper" or the like; the others are mentions.
"""

from __future__ import annotations

from collections.abc import Iterable

from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.core.text import spell_math
from paperdex.lists.entry.below import is_empty_label, joined_lines, named_people, take_people
from paperdex.lists.entry.pieces import (
    FIELD,
    Unit,
    fields_of,
    labelled_lines,
)
from paperdex.lists.entry.title_lines import part_title_line, read_title_line
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
    has_link,
    plain_text,
)
from paperdex.lists.words.fields import find_date, find_venue, is_venue, parse_rating
from paperdex.lists.words.gather import Gathered, says_more, year_of_preprint
from paperdex.lists.words.links import is_paper_label, label_links
from paperdex.lists.words.titles import (
    SEPARATORS,
    tidy_title,
)

_LABEL_WORDS = 3
"""A bold label in front of a link (``**Review** (paper)``) has at most this many words."""
_LONGEST_FACTS = 160
"""A line with more text than this, links apart, is a note and no list of facts."""
_LONGEST_VENUE = 40
"""A link's text that is longer than this is no venue with its date."""


def read_entry(unit: Unit) -> ListEntry:
    """The entry that a piece of the outline is."""
    found = Gathered()
    blocks = list(unit.blocks)
    lines = labelled_lines(unit.head)
    if unit.is_heading:
        read_title_line(tuple(span for line in lines for span in line), found, numbered=True)
        lines = []
        if blocks and isinstance(first := blocks[0], Paragraph):
            lines = labelled_lines(first.inline)
            del blocks[0]
    elif lines:
        title_line, lines = part_title_line(lines)
        read_title_line(title_line, found)
    read_lines(lines, found)
    for block in blocks:
        _read_block(block, found)
    return finish(unit, found)


def _once(identifiers: list[Identifier | MalformedIdentifier]) -> list[Identifier | MalformedIdentifier]:
    """Without repetition; what has no version goes where the same work is named with one."""
    if len(identifiers) < 2:
        return identifiers
    versioned = {i.work for i in identifiers if isinstance(i, Identifier) and i.version is not None}
    return [
        identifier
        for identifier in dict.fromkeys(identifiers)
        if not isinstance(identifier, Identifier) or identifier.version is not None or identifier.work not in versioned
    ]


def finish(unit: Unit, found: Gathered) -> ListEntry:
    """The entry of a piece, of what has been gathered from it."""
    identifiers = _once(found.identifiers)
    if not any(isinstance(i, Identifier) for i in identifiers) and found.address:
        identifiers.append(Identifier("url", found.address))
    own = {identifier.work for identifier in identifiers if isinstance(identifier, Identifier)}
    return ListEntry(
        line=unit.line,
        title=spell_math(found.title),
        topic=unit.topic,
        identifiers=tuple(identifiers),
        date=found.date or year_of_preprint(found.venue),
        authors=found.authors,
        venue=found.venue,
        rating=found.rating,
        note="\n".join(found.notes) or None,
        abstract=found.abstract,
        links=tuple(found.links),
        mentions=tuple(work for work in found.mentions if work not in own),
    )


# -- the lines below it ----------------------------------------------------------------------------------------------


def read_lines(lines: Iterable[Inline], found: Gathered) -> None:
    """Lines below the title: facts where a line is nothing else, notes otherwise. The lines of a note are one text."""
    note: list[str] = []
    for line in joined_lines(list(lines)):
        if not note:
            line = take_people(line, found)
            if not line:
                continue
        text = plain_text(line)
        rating = parse_rating(text)
        if rating is not None:
            found.rating = rating
        elif _is_fact_line(line):
            found.take_facts(line)
        else:
            note.append(_read_note(line, found))
    if note:
        found.notes.append(" ".join(note))


def _is_fact_line(line: Inline) -> bool:
    """Whether a line is nothing but dates, venues, ratings and labelled links, perhaps behind a bold label."""
    spans = list(line)
    if sum(len(span.text) for span in spans if not span.url) > _LONGEST_FACTS:
        return False
    if has_link(spans) and len(spans) > 1 and spans[0].mark == "strong" and not spans[0].url:
        spans = spans[1:] if len(spans[0].text.split()) <= _LABEL_WORDS else spans
    if any(span.url and not _is_label(span.text) for span in spans):
        return False
    return not says_more(_words_of(spans))


def _is_label(text: str) -> bool:
    """Whether a link's text is a label and no title: a few words, "paper", or a venue: ``arXiv, 5 Sep 2024``."""
    if len(text.split()) <= _LABEL_WORDS or is_paper_label(text):
        return True
    if len(text) > _LONGEST_VENUE:
        return False
    return is_venue(text.split(maxsplit=1)[0].rstrip(",")) or not says_more(text) or find_venue(text) is not None


def _words_of(spans: Iterable[Span]) -> str:
    """The text of a run that is no link, picture or rating."""
    return "".join(
        [
            span.text
            for span in spans
            if not span.url and span.mark != "image" and (span.mark != "math" or parse_rating(span.text) is None)
        ]
    )


def _read_note(line: Inline, found: Gathered) -> str:
    """The text of a note line; its links are kept, and the arXiv papers that it names are mentions."""
    named = bool(found.identifiers)
    for span in line:
        if span.url and span.mark != "image":
            found.take_link(span, own=not named and is_paper_label(span.text))
    text = " ".join(plain_text(line).split())
    found.mention(text)
    return text


# -- what stands below: fields and notes -----------------------------------------------------------------------------


def _read_block(block: Block, found: Gathered) -> None:
    if isinstance(block, ItemList):
        fields = {id(item): name for name, item in fields_of(block)}
        for item in block.items:
            if id(item) in fields:
                _read_field(fields[id(item)], item, found)
            else:
                _read_note_item(item, found)
    elif isinstance(block, Paragraph):
        read_lines(labelled_lines(block.inline), found)
    elif isinstance(block, Heading):
        found.notes.append(plain_text(block.inline))
    elif isinstance(block, Quote):
        for inner in block.blocks:
            _read_block(inner, found)


def _read_note_item(item: Item, found: Gathered) -> None:
    line = label_links(tuple(Span(" ") if span.text == BREAK else span for span in item.inline))
    mark = f"{item.number}." if item.number is not None else "-"
    line = take_people(line, found)
    if not line or is_empty_label(line):
        pass
    elif _is_fact_line(line):
        found.take_facts(line)
    else:
        found.notes.append(f"{mark} {_read_note(line, found)}")
    for block in item.blocks:
        _read_block(block, found)


def _read_field(name: str, item: Item, found: Gathered) -> None:
    for span in item.inline:
        if span.url and span.mark != "image":
            found.take_link(span, own=name == "title")
    text = " ".join(FIELD.sub("", plain_text(item.inline), count=1).split())
    if text:
        set_field(name, text, found)


def set_field(name: str, text: str, found: Gathered) -> None:
    """Take a text as what the name of its field or column says: title, authors, date, venue, rating or abstract."""
    if not text.strip(SEPARATORS):
        return
    if name == "title":
        found.title = tidy_title(text)
    elif name == "authors":
        found.authors = named_people(text)
    elif name == "date":
        hit = find_date(text, year_alone=True)
        if hit:
            found.date = hit[0]
        else:
            found.notes.append(text)
    elif name == "venue":
        found.venue = text
    elif name == "rating":
        found.rating = parse_rating(text) if parse_rating(text) is not None else found.rating
    else:
        found.abstract = text
        found.mention(text)
