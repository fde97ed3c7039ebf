"""One piece of an outline to one entry: which words are the title, and what the rest says.

A piece is a list item, a heading with its body, a table row, or a paragraph. Its text stands in lines. The title is the
label of a link to the paper, or what is set in bold, or the text in front of a link called "paper"; a nested ``Title:``
field wins over all of them. A line below it that is nothing but dates, venues, ratings and links gives those; any other
line is a note. The first arXiv paper that a piece names is the entry's, a later one only where its link is called
"paper" or the like; the others are mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.lists.fields import find_authors, find_date, is_numbering, parse_rating
from paperdex.lists.gather import Gathered, says_more
from paperdex.lists.links import is_paper_label, label_links
from paperdex.lists.outline import BREAK, Block, Heading, Inline, Item, ItemList, Paragraph, Quote, Span, plain_text
from paperdex.lists.pieces import (
    FIELD,
    FIELD_NAMES,
    Unit,
    bare_identifier,
    cell_identifier,
    fields_of,
    is_link_line,
    labelled_lines,
    leading_identifier,
    names_identifier,
)
from paperdex.lists.titles import (
    FIRST_SPANS,
    SEPARATORS,
    has_words,
    part_title,
    quotes_title,
    short_name,
    tidy_title,
    title_position,
)

_TITLE_COLUMNS = ("paper", "papers", "name", "论文", "論文", "논문", "статья", "article")
"""Columns that hold the title where none is called so."""
_LABEL_WORDS = 3
"""A bold label in front of a link (``**Review** (paper)``) has at most this many words."""
_CITED = re.compile(r"\s*[\[(](?:(?P<authors>[^\[\]()]{0,50}et al\.?),? )?(?P<year>(?:19|20)\d\d)[\])]\s*\Z")
_LONGEST_FACTS = 160
_LOOSE_QUOTE = re.compile(r'\s*"\s*')
_REFERENCE_NUMBER = re.compile(r"\A\s*\[\d{1,3}\]\s*")
_UP_TO_ET_AL = re.compile(r"\A[^.]{2,80}?(?:\.[^.]{0,40}){0,4}?\bet\.? al\b\.?")
_AFFILIATION = re.compile(r"\s?[(（][^()（）]{0,60}[)）]")
_LAST_PUNCTUATION = 0x2BFF
"""A line with more text than this, links apart, is a note and no list of facts."""


def read_entry(unit: Unit) -> ListEntry:
    """The entry that a piece of the outline is."""
    found = Gathered()
    blocks = list(unit.blocks)
    lines = labelled_lines(unit.head)
    if unit.columns:
        _read_row(unit.columns, found)
        lines = []
    elif unit.is_heading:
        _read_title_line(tuple(span for line in lines for span in line), found, numbered=True)
        lines = []
        if blocks and isinstance(first := blocks[0], Paragraph):
            lines = labelled_lines(first.inline)
            del blocks[0]
    elif lines:
        title_line, lines = _part_title_line(lines)
        _read_title_line(title_line, found)
    _read_lines(lines, found)
    for block in blocks:
        _read_block(block, found)
    return _finish(unit, found)


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


def _finish(unit: Unit, found: Gathered) -> ListEntry:
    identifiers = _once(found.identifiers)
    if not any(isinstance(i, Identifier) for i in identifiers) and found.address:
        identifiers.append(Identifier("url", found.address))
    own = {identifier.work for identifier in identifiers if isinstance(identifier, Identifier)}
    return ListEntry(
        line=unit.line,
        title=found.title,
        topic=unit.topic,
        identifiers=tuple(identifiers),
        date=found.date,
        authors=found.authors,
        venue=found.venue,
        rating=found.rating,
        note="\n".join(found.notes) or None,
        abstract=found.abstract,
        links=tuple(found.links),
        mentions=tuple(work for work in found.mentions if work not in own),
    )


# -- the title line --------------------------------------------------------------------------------------------------


def _part_title_line(lines: list[Inline]) -> tuple[Inline, list[Inline]]:
    """The line of the title, and the lines below it. A title without a link may run on until the line with one."""
    with_link = next((number for number, line in enumerate(lines) if any(span.url for span in line)), 0)
    running_on = lines[1 : with_link + 1]
    is_whole = title_position(lines[0]) is not None or names_identifier(lines[0])
    if is_whole or not running_on or not all(_runs_on(line) for line in running_on):
        return lines[0], lines[1:]
    joined = [span for line in lines[: with_link + 1] for span in (*line, Span(" "))]
    return tuple(joined), lines[with_link + 1 :]


def _runs_on(line: Inline) -> bool:
    text = plain_text(span for span in line if not span.url)
    is_text = line[0].url is None and not line[0].mark and bool(line[0].text.strip(SEPARATORS))
    return is_text and not find_authors(text) and says_more(text)


def _read_title_line(line: Inline, found: Gathered, *, numbered: bool = False) -> None:
    spans = [span for span in line if span.mark != "image"]
    if name := short_name(spans):
        found.notes.append(name)
        del spans[: 1 + next(i for i, span in enumerate(spans) if span.text.strip())]
    position = title_position(spans)
    if position is None or (not spans[position].url and quotes_title(spans, position)):
        _read_loose_title(spans, found, numbered=numbered)
        return
    front, title = spans[:position], spans[position]
    text = title.text
    if cited := _CITED.search(text):  # A Title [Invented et al. 2018], A Title (2018)
        text = text[: cited.start()]
        found.date, found.authors = cited["year"], find_authors(cited["authors"] or "")
    found.title = tidy_title(text, numbered=numbered)
    if not title.url:
        found.title = _without_full_stop(found.title)
    leftover = [found.take_facts(front)]
    if title.url:
        found.take_link(title)
    leftover.append(found.take_facts(spans[position + 1 :]))
    for text in leftover:
        _keep_leftover(text, found)


def _read_loose_title(spans: list[Span], found: Gathered, *, numbered: bool = False) -> None:
    """The title is the text in front of the first link, less the facts in it; or the text behind, if none is there."""
    first_link = next((i for i, span in enumerate(spans) if span.url), len(spans))
    for position in range(1, min(first_link, FIRST_SPANS)):
        if spans[position].mark == "emphasis" and plain_text(spans[:position]).strip(SEPARATORS):
            found.authors, rest = _part_authors(found.take_text(spans[position].text))
            if found.authors:
                spans = [*spans[:position], *spans[position + 1 :]]
                first_link -= 1
                _keep_leftover(rest, found)
                break
    front = plain_text(spans[:first_link])
    bare = bare_identifier(front)
    if bare is not None:
        found.add_identifier(bare)
        front = ""
    elif leading := leading_identifier(front):
        found.add_identifier(leading.identifier)
        front = front[leading.end :]
    front = found.take_text(front)
    leftover = found.take_facts(spans[first_link:])
    title, authors, rest = part_title(front or leftover)
    found.authors = found.authors or authors
    found.title = _without_full_stop(tidy_title(title, numbered=numbered))
    for text in (rest, leftover if front else ""):
        _keep_leftover(text, found)


def _without_full_stop(title: str) -> str:
    return title if title.endswith(("..", "al.")) else title.removesuffix(".")


def _keep_leftover(text: str, found: Gathered) -> None:
    """Words beside the title: the authors, or a note."""
    if text.count('"') == 1:
        text = _LOOSE_QUOTE.sub("", text).lstrip(" .,;")
    if not found.authors:
        found.authors, text = _part_authors(text)
    if any(c.isalnum() or ord(c) > _LAST_PUNCTUATION for c in text) and not is_numbering(text) and not text.isdecimal():
        found.notes.append(text)


def _part_authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors that a text begins with, and the rest: all of it, or up to "et al."."""
    if authors := find_authors(_REFERENCE_NUMBER.sub("", text)):
        return authors, ""
    if match := _UP_TO_ET_AL.match(text):
        authors = find_authors(_AFFILIATION.sub("", match[0]))
    return (authors, text[match.end() :].strip(" .,;")) if match and authors else ((), text)


def _read_row(columns: tuple[tuple[str, Inline], ...], found: Gathered) -> None:
    """A table row: the title in the column called so, else in the first cell that has one; the rest by its column."""
    cells = [(name.strip().casefold(), label_links(cell)) for name, cell in columns]
    title = _title_column(cells)
    if title is not None:
        _read_title_line(cells[title][1], found)
    for number, (name, cell) in enumerate(cells):
        if number == title:
            continue
        field = FIELD_NAMES.get(name)
        bare = cell_identifier(name, cell)
        if bare is not None:
            found.add_identifier(bare)
        elif field and field != "title":
            for span in cell:
                if span.url:
                    found.take_link(span)
            _set_field(field, " ".join(plain_text(cell).split()), found)
        else:
            _keep_leftover(found.take_facts(cell), found)


def titled_cell(columns: tuple[tuple[str, Inline], ...]) -> bool:
    """Whether a table row has words in a column that is called "title" or the like."""
    return any(
        (FIELD_NAMES.get(name.strip().casefold()) == "title" or name.strip().casefold() in _TITLE_COLUMNS)
        and has_words(plain_text(cell))
        for name, cell in columns
    )


def _holds_title(cell: Inline) -> bool:
    return not is_link_line(cell) and (title_position(cell) is not None or has_words(_words_of(cell)))


def _title_column(cells: list[tuple[str, Inline]]) -> int | None:
    named = {name: number for number, (name, cell) in reversed(list(enumerate(cells))) if _holds_title(cell)}
    for name in (*(name for name, field in FIELD_NAMES.items() if field == "title"), *_TITLE_COLUMNS):
        if name in named:
            return named[name]
    open_cells = [number for number, (name, _) in enumerate(cells) if name not in FIELD_NAMES]
    titled = [number for number in open_cells if title_position(cells[number][1]) is not None]
    worded = [number for number in open_cells if has_words(Gathered().take_text(_words_of(cells[number][1])))]
    return next(iter(titled or worded), None)


# -- the lines below it ----------------------------------------------------------------------------------------------


def _read_lines(lines: Iterable[Inline], found: Gathered) -> None:
    """Lines below the title: facts where a line is nothing else, notes otherwise. The lines of a note are one text."""
    note: list[str] = []
    for line in lines:
        if line[0].mark == "emphasis" and not (found.authors or note) and (authors := find_authors(line[0].text)):
            found.authors, line = authors, line[1:]
        elif not (line[0].url or found.authors or note) and len(line) > 1:
            front, _, behind = line[0].text.partition(". ")
            if behind and (authors := find_authors(front)):  # Ada Invented, Bo Madeup. CVPR 2019. [pdf]
                found.authors, line = authors, (line[0]._replace(text=behind), *line[1:])
        text = plain_text(line)
        rating = parse_rating(text)
        authors = () if found.authors or note or any(span.url for span in line) else find_authors(text)
        if rating is not None:
            found.rating = rating
        elif authors:
            found.authors = authors
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
    has_link = any(span.url for span in spans)
    if has_link and len(spans) > 1 and spans[0].mark == "strong" and not spans[0].url:
        spans = spans[1:] if len(spans[0].text.split()) <= _LABEL_WORDS else spans
    if any(span.url and len(span.text.split()) > _LABEL_WORDS and not is_paper_label(span.text) for span in spans):
        return False
    return not says_more(_words_of(spans))


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
        _read_lines(labelled_lines(block.inline), found)
    elif isinstance(block, Heading):
        found.notes.append(plain_text(block.inline))
    elif isinstance(block, Quote):
        for inner in block.blocks:
            _read_block(inner, found)


def _read_note_item(item: Item, found: Gathered) -> None:
    line = label_links(tuple(Span(" ") if span.text == BREAK else span for span in item.inline))
    mark = f"{item.number}." if item.number is not None else "-"
    authors = () if found.authors or any(span.url for span in line) else find_authors(plain_text(line))
    if authors:
        found.authors = authors
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
        _set_field(name, text, found)


_AUTHOR_SPLIT = re.compile(r"\s*(?:[,，;；、&]|\s(?:and|und|et)\s)\s*(?:and\s)?")


def _set_field(name: str, text: str, found: Gathered) -> None:
    if not text.strip(SEPARATORS):
        return
    if name == "title":
        found.title = tidy_title(text)
    elif name == "authors":
        found.authors = find_authors(text) or tuple(author for author in _AUTHOR_SPLIT.split(text) if author)
    elif name == "date":
        hit = find_date(text, year_alone=True)
        found.date = hit[0] if hit else found.date
    elif name == "venue":
        found.venue = text
    elif name == "rating":
        found.rating = parse_rating(text) if parse_rating(text) is not None else found.rating
    else:
        found.abstract = text
        found.mention(text)
