"""A table of a document to its papers: what its columns hold, which rows are papers, and several papers in one cell.

The columns are known by their names (:mod:`paperdex.lists.entry.columns`). A row is a paper where it names one, and
where it has a title in a table of papers: one with a column called "paper" beside dates, authors or venues, or one in
which at least every fifth row names a paper. Rows of a schedule without a paper are none. A row with nothing but its
first cell, in bold or across the whole table, is a topic of the rows below it; so is each value of a first column of
topics that is named once for several rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperdex.core.entries import Topic
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.lists.entry.columns import (
    NAMING,
    SCHOLARLY,
    TITLES,
    is_header,
    is_short_name,
    role_of,
    says_paper,
    title_rank,
)
from paperdex.lists.entry.pieces import Unit, cell_identifier, is_link_line, names_identifier
from paperdex.lists.entry.row_parts import is_label_of_link, parts_of, works_of
from paperdex.lists.entry.rows import holds_title, short_citation, title_cell
from paperdex.lists.outline import Inline, Row, Span, Table, has_link, plain_text
from paperdex.lists.words.evidence import said_of
from paperdex.lists.words.fields import strip_decoration, strip_numbering
from paperdex.lists.words.gather import says_more
from paperdex.lists.words.links import identifier_of, is_paper_link, label_links
from paperdex.lists.words.titles import has_words, title_position

_LONGEST_TITLE = 300
_MOST_PER_PAPER = 4
_SURVEYED = 40
_LEAST_WORDS, _LEAST_WIDE = 3, 6
_MOST_RUNS = 64
_DAYS = frozenset({"week", "weeks", "lecture", "lectures", "session", "class", "meeting", "주차", "周次", "回", "週"})
_OF_THE_PAPER = frozenset({*TITLES, *NAMING})
_DIGITS = re.compile(r"\d{3}|/abs/|/pdf/")
_NO_PAPERS = frozenset({"isbn", "publisher", "price", "author(s)/publisher", "instructor", "instructors", "university"})


def table_units(table: Table, topic: Topic) -> Iterator[Unit]:
    """The papers of a table, each with the topic that its group of rows gives below ``topic``."""
    header, rows = _parted(table)
    names = [" ".join(plain_text(cell).split()) for cell in header]
    roles = _roles(names, rows)
    found = list(_rows(rows, names, roles, topic))
    for unit, is_paper in zip(found, _are_papers(found, names, roles), strict=True):
        if is_paper:
            yield from parts_of(unit)


# -- columns -----------------------------------------------------------------------------------------------------------


def _parted(table: Table) -> tuple[tuple[Inline, ...], Sequence[Row]]:
    """The names of the columns and the rows: the first row names them where the header is empty, or is a paper itself
    where somebody had no use for names."""
    header, rows = table.header, table.rows
    if any(span.url and is_paper_link(span) and identifier_of(span.url) for cell in header for span in cell):
        return (), (Row(table.line, header), *rows)
    if rows and not any(_is_filled(cell) for cell in header):
        first = rows[0].cells
        if is_header([plain_text(cell) for cell in first]) and not any(span.url for cell in first for span in cell):
            return first, rows[1:]
    return header, rows


def _roles(names: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """What each column holds. Of several columns of titles the surest is ``title``, the others are ``name``."""
    roles = [role_of(name)[0] for name in names]
    for number, name in enumerate(names):
        if roles[number] == "venue" and "title" not in roles and name.casefold().startswith("publication"):
            links = [cell for row in rows[:_SURVEYED] for cell in row.cells[number : number + 1] if _links_title(cell)]
            roles[number] = "title" if links else "venue"
    if unnamed := _unnamed_titles(names, roles, rows):
        roles[unnamed[0]] = unnamed[1]
    ranks = {number: title_rank(names[number]) for number, role in enumerate(roles) if role == "title"}
    best = min(ranks.values(), default=0)
    for number, rank in ranks.items():
        roles[number] = "title" if rank == best else "name"
    if "date" in roles and _is_schedule(names, roles):
        roles = ["day" if role == "date" else role for role in roles]
    return roles


def _unnamed_titles(names: Sequence[str], roles: Sequence[str], rows: Sequence[Row]) -> tuple[int, str] | None:
    """The column that holds titles where none is called so, or where the one called "paper" has but links.

    It is the one with the most words, else that of the short names: ``| Year | Level | Method | Paper |``.
    """
    cells = [
        [cell for row in rows[:_SURVEYED] for cell in row.cells[number : number + 1] if _is_filled(cell)]
        for number in range(len(names))
    ]
    for number, role in enumerate(roles):
        if role == "title" and 2 * sum(map(holds_title, cells[number])) >= len(cells[number]) > 0:
            return None
    words = {
        number: sum(len(plain_text(cell).split()) for cell in cells[number]) / len(cells[number])
        for number, role in enumerate(roles)
        if not role and cells[number] and not any(_links_title(cell) for cell in cells[number])
    }
    most = max(words, key=lambda number: words[number], default=None)
    linking = (cells[number] for number, role in enumerate(roles) if not role or role in NAMING)
    if most is None or any(_links_title(cell) for column in linking for cell in column):
        return None
    if words[most] >= _LEAST_WORDS and sum(count >= _LEAST_WORDS for count in words.values()) == 1:
        return most, "name"
    short = (number for number, name in enumerate(names) if number in words and is_short_name(name))
    return next(((number, "short name") for number in short), None)


def _is_schedule(names: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether the dates of a table are those of meetings: somebody presents, or weeks and readings are named."""
    small = [name.casefold().strip(" *#:.") for name in names]
    return "person" in roles or any(name in _DAYS or name.endswith(("reading", "readings")) for name in small)


def _links_title(cell: Inline) -> bool:
    position = title_position(cell)
    return position is not None and bool(cell[position].url)


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows(rows: Sequence[Row], names: Sequence[str], roles: Sequence[str], topic: Topic) -> Iterator[Unit]:
    """Each row with its columns and its topic, without those that head others or name the columns again."""
    width = max([len(names), *(len(row.cells) for row in rows)], default=0)
    roles = [*roles, *[""] * (width - len(roles))]
    folded = [name.casefold() for name in names]
    grouped = _groups(rows, roles)
    bold_titles = sum(_is_bold(row.cells[0]) for row in rows if row.cells) > len(rows) // 2
    section: Topic = ()
    group = ""
    for row, filled in _mended(rows):
        if not filled or (folded and (_names_again(row, folded) or _holds_place(row, folded, roles))):
            continue
        is_alone = filled == [0] and width > 1
        if is_alone and (len(row.cells) == 1 or (_is_bold(row.cells[0]) and not bold_titles)):
            name = _topic_name(row.cells[0])
            if name and not _names_paper("", row.cells[0]):
                section, group = (name,), ""
                continue
        cells = row.cells
        if grouped:
            group = _topic_name(cells[0]) or group
            cells = ((), *cells[1:])
        below = (*topic, *section, *([group] if group else []))
        head = tuple(span for cell in cells if cell for span in (*cell, Span(" ")))
        yield Unit(row.line, below, head, columns=tuple(zip(roles, cells, strict=False)))


def _names_again(row: Row, folded: Sequence[str]) -> bool:
    """Whether a row says the names of the columns once more."""
    if not row.cells or plain_text(row.cells[0]).strip().casefold() != folded[0]:
        return False
    return any(folded) and [plain_text(cell).strip().casefold() for cell in row.cells] == folded


def _holds_place(row: Row, folded: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a row only holds a place for a paper: its title is the column's name, ``Paper Title``."""
    cells = zip(folded, roles, row.cells, strict=False)
    return any(
        role == "title" and " " in name and plain_text(cell).strip().casefold() == name for name, role, cell in cells
    )


def _mended(rows: Sequence[Row]) -> list[tuple[Row, list[int]]]:
    """The rows and which of their cells are filled, those joined that are one: a line break in the source, or a cell
    that goes on in the next row."""
    mended: list[tuple[Row, list[int]]] = []
    filled_above: list[int] = []
    for row in rows:
        filled = [number for number, cell in enumerate(row.cells) if _is_filled(cell)]
        if filled_above and filled and (len(filled) == 1 or filled_above == [0]):
            above = mended[-1][0]
            first, last = filled[0], filled_above[-1]
            joined = None
            if filled_above == [0] and first == 0 and len(filled) > 1 and _goes_on(row.cells[0]):
                joined = Row(above.line, (_joined(above.cells[0], row.cells[0]), *row.cells[1:]))
            elif len(filled) == 1 < len(filled_above) and first in filled_above and _goes_on(row.cells[first]):
                joined = _with_cell(above, first, row.cells[first])
            elif filled == [0] and last > 0 and is_link_line(row.cells[0]) and not works_of(row.cells[0]):
                joined = _with_cell(above, last, row.cells[0])
            if joined and max(map(len, joined.cells)) <= _MOST_RUNS:
                filled_above = sorted({*filled_above, *filled})
                mended[-1] = (joined, filled_above)
                continue
        mended.append((row, filled))
        filled_above = filled
    return mended


def _goes_on(cell: Inline) -> bool:
    """Whether a cell begins in the middle of a sentence, and has no title of its own."""
    text = plain_text(cell).lstrip()
    return text[:1].islower() and len(text.split()) > 1 and not cell[0].mark and title_position(cell) is None


def _joined(cell: Inline, behind: Inline) -> Inline:
    return (*cell, Span(" "), *behind)


def _with_cell(row: Row, number: int, behind: Inline) -> Row:
    return Row(row.line, (*row.cells[:number], _joined(row.cells[number], behind), *row.cells[number + 1 :]))


def _groups(rows: Sequence[Row], roles: Sequence[str]) -> bool:
    """Whether the first column is one of topics, each named once for the rows below it."""
    if not rows or not roles or roles[0] != "topic" or "title" not in roles[1:]:
        return False
    firsts = [bool(row.cells) and _is_filled(row.cells[0]) for row in rows]
    return firsts[0] and not all(firsts)


def _is_filled(cell: Inline) -> bool:
    return any(span.url or not span.text.isspace() for span in cell)


def _is_bold(cell: Inline) -> bool:
    worded = [span for span in cell if span.mark != "image" and span.text.strip()]
    return bool(worded) and all(span.mark == "strong" and not span.url for span in worded)


def _topic_name(cell: Inline) -> str:
    own = [span for span in cell if not span.url or span.url.startswith("#")]
    text = " ".join((plain_text(own).strip() or plain_text(cell)).split())
    if len(text) > _LONGEST_TITLE:
        return ""
    return strip_decoration(strip_numbering(strip_decoration(text)).rstrip(":："))


# -- which of them are papers? -----------------------------------------------------------------------------------------


class _Seen(NamedTuple):
    names: bool
    """Whether the row names a paper."""
    title: Inline | None
    """The title without a paper's link that it has."""
    column: int | None = None
    """Where the title stands in a table that names no column of titles."""


def _are_papers(units: Sequence[Unit], names: Sequence[str], roles: Sequence[str]) -> list[bool]:
    """For each row whether it is a paper."""
    is_titled = "title" in roles
    seen = [_seen(unit, is_titled=is_titled) for unit in units]
    if not is_titled and any(row.title for row in seen):
        columns = Counter(title_cell(list(unit.columns)) for unit, row in zip(units, seen, strict=True) if row.names)
        usual = columns.most_common(1)[0][0] if columns else None
        seen = [row if row.column == usual else row._replace(title=None) for row in seen]
    lone = [row.title for row in seen if row.title is not None]
    named = sum(row.names for row in seen)
    if not lone:
        return [row.names for row in seen]
    are_papers = (named and len(lone) <= _MOST_PER_PAPER * named) or (
        is_titled and _says_papers(names, roles, units[0].topic) and _are_titles(lone)
    )
    marked = sum(_is_marked(title) for title in lone)
    needs_mark = 2 * marked > len(lone)
    return [
        row.names or bool(are_papers and row.title is not None and (not needs_mark or _is_marked(row.title)))
        for row in seen
    ]


def _seen(unit: Unit, *, is_titled: bool) -> _Seen:
    for role, cell in unit.columns:
        if cell and role in _OF_THE_PAPER and _names_paper(role, cell):
            return _Seen(True, None)
    title: Inline | None = None
    if is_titled:
        cells = [cell for wanted in TITLES[:2] for role, cell in unit.columns if role == wanted and holds_title(cell)]
        title = cells[0] if cells else None
    for role, cell in unit.columns:
        if cell and role not in _OF_THE_PAPER and _names_paper(role, cell, sure=is_titled and title is None):
            return _Seen(True, None)
    column = None
    if not is_titled and not has_link(unit.head):
        column = title_cell(list(unit.columns))
        title = unit.columns[column][1] if column is not None else None
    if title is None or _is_label(title) or len(plain_text(title)) > _LONGEST_TITLE:
        return _Seen(False, None)
    if short_citation(title) and not any(span.url for r, c in unit.columns if r in _OF_THE_PAPER for span in c):
        return _Seen(False, None)
    return _Seen(False, title, column)


def _names_paper(role: str, cell: Inline, *, sure: bool = False) -> bool:
    """Whether a cell names a paper: by a link or an identifier; ``sure`` by an identifier alone."""
    beside = role in {"note", "abstract", "link", "person", "rating", "order", "day"}
    in_prose = role in {"note", "abstract"} and says_more("".join([span.text for span in cell if not span.url]))
    for span in label_links(cell):
        if not span.url or not is_paper_link(span) or (in_prose and not is_label_of_link(span.text)):
            continue
        named = identifier_of(span.url) if sure or beside else None
        if not (sure or beside) or (named is not None and (role != "link" or _is_of_arxiv(named))):
            return True
    if not any(_DIGITS.search(span.text) for span in cell):
        return False
    return (not beside and names_identifier(cell)) or cell_identifier(role, cell) is not None


def _is_of_arxiv(identifier: Identifier | MalformedIdentifier) -> bool:
    """Code and data have DOIs, too."""
    return isinstance(identifier, MalformedIdentifier) or identifier.scheme == "arxiv"


def _says_papers(names: Sequence[str], roles: Sequence[str], topic: Topic) -> bool:
    """Whether the names of the columns alone say that the rows are papers: "Paper" or "Title" beside the right ones."""
    if _NO_PAPERS & {name.casefold().strip(" *") for name in names}:
        return False
    scholarly = SCHOLARLY & set(roles)
    titles = [name for name, role in zip(names, roles, strict=False) if role == "title"]
    if any(map(says_paper, titles)):
        return bool(scholarly) or len(roles) > 1
    said = next((word for name in reversed(topic) if (word := said_of(name))), "")
    if said == "other" or min(map(title_rank, titles), default=2) > 0:
        return False
    return len(scholarly - {"link", "address", "note", "person"}) > 1 or "venue" in scholarly or said == "papers"


def _are_titles(cells: Sequence[Inline]) -> bool:
    """Whether most of some cells have as many words as titles have."""
    texts = [plain_text(cell) for cell in cells]
    return 2 * sum(len(text.split()) >= _LEAST_WORDS or _is_wide(text) for text in texts) >= len(texts)


def _is_wide(text: str) -> bool:
    return sum(ord(character) >= 0x3040 for character in text) >= _LEAST_WIDE


def _is_marked(cell: Inline) -> bool:
    """Whether the title stands out in a cell that says more: in bold, in italics, in quotes."""
    position = title_position(cell)
    marked = position is not None and not cell[position].url
    return marked and any(has_words(span.text) for number, span in enumerate(cell) if number != position)


def _is_label(cell: Inline) -> bool:
    """Whether a cell is words about the rows below it: ``On kettles:``, all of it set as code or not."""
    return plain_text(cell).rstrip().endswith((":", "："))
