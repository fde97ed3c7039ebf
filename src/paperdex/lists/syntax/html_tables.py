"""Tables of a page: rows of papers, a syllabus whose rows are topics, a layout that only places things."""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.core.identifiers import Identifier
from paperdex.lists.entry.columns import role_of, title_rank
from paperdex.lists.outline import (
    BREAK,
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Row,
    Span,
    Table,
    plain_text,
    split_lines,
)
from paperdex.lists.syntax.html_blocks import flat, inlines, is_key, line_of
from paperdex.lists.words.fields import find_date
from paperdex.lists.words.links import identifier_of
from paperdex.lists.words.titles import has_words

_LECTURE_COLUMNS = frozenset(
    {"lecture", "topic", "topics", "title", "subject", "theme", "module", "session", "content"}
)
_BESIDE = frozenset({"link", "note", "abstract", "rating"})
"""Columns of what stands beside a paper, whatever it links."""
_LEAST_NAMED = 3
Cell = tuple[str, tuple[Block, ...]]
"""A cell's tag, and what stands in it."""
_MOST_PLACING_ROWS, _LEAST_PLACED_BLOCKS = 2, 4
MOST_COLUMNS, _MOST_ROWS = 16, 1000
"""What a cell may take up: no more is filled with empty cells, lest a short page make a large table."""


def table_blocks(line: int, rows: list[tuple[int, list[Cell]]]) -> Iterator[Block]:
    """A table; what stands in it, where it only places headings and tables; a list, where a cell has several papers."""
    if _names_columns(rows):
        rows = _with_folds_in_rows(rows)
    cells = [blocks for _, row in rows for _, blocks in row]
    if any(isinstance(block, Heading | Table) for blocks in cells for block in blocks) or _places_text(rows):
        yield from (block for blocks in cells for block in blocks)
        return
    if len(rows) > 1 and (items := _items(rows)):
        yield ItemList(line, items)
        return
    table = [Row(line, tuple(flat(blocks, Span(BREAK)) for _, blocks in row)) for line, row in rows if row]
    has_header = len(rows) > 1 and bool(rows[0][1]) and all(kind == "th" for kind, _ in rows[0][1])
    header = table.pop(0).cells if has_header else ()
    labels = [plain_text(cell).strip().casefold() for cell in header]
    names = [n for n, label in enumerate(labels) if label in _LECTURE_COLUMNS]
    beside = {n for n, label in enumerate(labels) if role_of(label)[0] in _BESIDE}
    readings = {n for row in table for n, cell in enumerate(row.cells) if n not in beside and _has_several_papers(cell)}
    if any(n < len(labels) and _is_of_titles(labels[n]) for n in readings):
        readings = set()
    if readings:
        yield ItemList(line, tuple(_lecture(row, readings, names) for row in table))
    elif table:
        yield Table(line, header or ((),) * max(len(row.cells) for row in table), tuple(table))


def _names_columns(rows: list[tuple[int, list[Cell]]]) -> bool:
    """Whether the first row of a table names its columns, three at least."""
    kinds = [kind for kind, _ in rows[0][1]] if len(rows) > 1 else []
    return len(kinds) >= _LEAST_NAMED and all(kind == "th" for kind in kinds)


def _with_folds_in_rows(rows: list[tuple[int, list[Cell]]]) -> list[tuple[int, list[Cell]]]:
    """The rows of a table, what a row of one folded cell says made text of the row above: an abstract, a summary."""
    kept: list[tuple[int, list[Cell]]] = []
    for line, row in rows:
        if len(row) == 1 and kept and kept[-1][1] and row[0][1] and isinstance(row[0][1][0], Heading):
            above, (kind, blocks) = kept[-1][1][:-1], kept[-1][1][-1]
            text = " ".join(plain_text(inline) for inline in inlines(row[0][1])).replace(BREAK, " ")
            kept[-1] = (kept[-1][0], [*above, (kind, (*blocks, Paragraph(line, (Span(text, line=line),))))])
        else:
            kept.append((line, row))
    return kept


def _places_text(rows: list[tuple[int, list[Cell]]]) -> bool:
    """Whether a table only places text: a row or two, with many blocks in a cell."""
    if len(rows) > _MOST_PLACING_ROWS:
        return False
    cells = [blocks for _, row in rows for kind, blocks in row if kind == "td"]
    return any(len(blocks) >= _LEAST_PLACED_BLOCKS for blocks in cells)


def _items(rows: list[tuple[int, list[Cell]]]) -> tuple[Item, ...]:
    """The rows as items, where each has one cell with words, beside a picture or the key of a reference."""
    items: list[Item] = []
    for line, row in rows:
        worded = [blocks for _, blocks in row if any(_has_text(inline) for inline in inlines(blocks))]
        if len(worded) > 1 or (worded and any(kind == "th" for kind, _ in row)):
            return ()
        for first, *rest in worded:
            if isinstance(first, Paragraph):
                items.append(Item(line, first.inline, tuple(rest)))
            else:
                items.append(Item(line, (), (first, *rest)))
    return tuple(items)


def _has_text(inline: Inline) -> bool:
    return has_words(plain_text(inline)) and not is_key(inline)


def reach_of(given: dict[str, str]) -> tuple[int, int]:
    """How many columns and rows a cell takes up."""
    across, down = given.get("colspan", "1").strip(), given.get("rowspan", "1").strip()
    return (
        int(across) if across.isdecimal() and len(across) < 5 else 1,
        min(int(down), _MOST_ROWS) if down.isdecimal() and len(down) < 5 else 1,
    )


def is_wide(column: int, reach: tuple[int, int]) -> bool:
    """Whether a cell in that column, from 0, takes up columns that are not counted."""
    return reach != (1, 1) and column > 0 and column + reach[0] > MOST_COLUMNS


def whole_row(cells: list[Cell], reaching: dict[int, int], open_cells: dict[int, int]) -> list[Cell]:
    """A row with an empty cell wherever one of a row above reaches into it.

    ``reaching`` says of its own cells how many further rows they reach into, ``open_cells`` of the columns of the table
    how many rows are still reached into; the latter is kept up to date.
    """
    if not reaching and (not open_cells or not cells):
        return cells
    row: list[Cell] = []
    begun: dict[int, int] = {}
    position = 0
    while len(row) < MOST_COLUMNS and (position < len(cells) or len(row) in open_cells):
        if len(row) in open_cells:
            row.append(("td", ()))
            continue
        if position in reaching:
            begun[len(row)] = reaching[position]
        row.append(cells[position])
        position += 1
    for column in list(open_cells):
        open_cells[column] -= 1
        if not open_cells[column]:
            del open_cells[column]
    open_cells.update(begun)
    return [*row, *cells[position:]]


def _is_of_titles(label: str) -> bool:
    """Whether a column holds papers by its name, ``Paper`` or ``Title``, so that the table is no syllabus."""
    return label not in _LECTURE_COLUMNS and role_of(label)[0] == "title" and title_rank(label) < 2


def _has_several_papers(cell: Inline) -> bool:
    """Whether a cell links several papers of arXiv, or several DOIs; one of each may be one paper."""
    named = [identifier_of(span.url) for span in cell if span.url and span.mark != "image"]
    works = {identifier.work: identifier.scheme for identifier in named if isinstance(identifier, Identifier)}
    return len(works) > len(set(works.values()))


def _name_of(cell: Inline) -> str:
    """The text of a cell without its links, ``/ Slides (pdf)``, unless it is nothing but links."""
    own = " ".join(plain_text(span for span in cell if not span.url).split()).strip(" /|,;·•()[]–—-")
    return own if has_words(own) else " ".join(plain_text(cell).split())


def _lecture(row: Row, readings: set[int], columns: list[int]) -> Item:
    """A row of a syllabus: its cell in one of the ``columns``, else its first cell that is a name, above its papers."""
    cells = {n: _name_of(cell) for n, cell in enumerate(row.cells)}
    others = [n for n in cells if n not in readings]
    named = [cells[n] for n in (*columns, *others) if n in others and has_words(cells[n]) and not find_date(cells[n])]
    lines = [line for n in cells if n in readings for line in split_lines(row.cells[n])]
    items = tuple(Item(line_of(line, row.line), line) for line in lines)
    name = (Span(named[0], line=row.line),) if named else ()
    return Item(row.line, name, (ItemList(row.line, items),) if items else ())
