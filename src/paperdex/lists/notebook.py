"""Jupyter notebooks (nbformat 3 and 4) to an outline: their Markdown cells, each read as Markdown by itself.

A line is that of the ``.ipynb`` file on which the string with the cell's line begins. Cells are read one by one, as
Jupyter shows them, so that a code fence which is never closed ends with its cell. Code, raw cells and outputs hold no
entries; front matter in the first cell (Quarto keeps it in a raw one) names the list. The standard library's JSON
scanner reads every value, and only the way to the cells is walked here, since no JSON parser tells positions.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from json import JSONDecodeError, JSONDecoder
from typing import Any

from paperdex.errors import InputError
from paperdex.lists import markdown
from paperdex.lists.outline import (
    Block,
    Cut,
    Heading,
    Inline,
    Item,
    ItemList,
    Outline,
    Paragraph,
    Quote,
    Record,
    Row,
    Table,
)
from paperdex.lists.packed import Blocks

_BLANKS = re.compile(r"[ \t\n\r]*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TIP = "Open it with Jupyter and save it again, or name its format with --from."


def read(text: str) -> Outline:
    """The outline of a notebook; raises InputError for what is no JSON, or no notebook."""
    blocks = Blocks(len(text))
    walk = _Walk(text)
    del text
    try:
        cells = deque(walk.cells())
    except (JSONDecodeError, RecursionError) as error:
        where = f": {error.msg} in line {error.lineno}" if isinstance(error, JSONDecodeError) else ", nested too deeply"
        raise InputError("notebook", f"is not the JSON of a notebook{where}.", tip=_TIP) from error
    del walk  # one emoji makes its text four times as large as the cells
    cuts: list[Cut] = []
    title = cells[0].outline().title if cells else None
    while cells:
        cell = cells.popleft()
        if cell.kind in {"markdown", "heading"}:
            outline = cell.outline()
            blocks.extend(outline.blocks)
            cuts += outline.cuts
    return Outline(tuple(blocks), title, tuple(cuts))


@dataclass(slots=True)
class _Cell:
    """A cell, as far as it has been read: what it is, and its source with the line on which each string begins."""

    kind: object = None
    level: object = None
    source: list[tuple[int, str]] = field(default_factory=list)

    def outline(self) -> Outline:
        """The cell as Markdown, its lines those of the file; empty for code."""
        if self.kind not in {"markdown", "heading", "raw"}:
            return Outline(())
        text, lines = self._text()
        if self.kind == "heading":  # of nbformat 3
            text = f"{'#' * (self.level if self.level in range(1, 7) else 1)} {text}"  # type: ignore[operator]
        outline = markdown.read_into(Blocks(0), text)
        cuts = tuple((lines[min(line, len(lines)) - 1], what) for line, what in outline.cuts)
        return Outline(tuple(_moved(block, lines) for block in outline.blocks), outline.title, cuts)

    def _text(self) -> tuple[str, list[int]]:
        """The source, and for each of its lines the line of the file."""
        lines: list[int] = []
        at_start = True
        pieces = [(line, _SURROGATES.sub("\ufffd", piece.replace("\r\n", "\n"))) for line, piece in self.source]
        for line, piece in pieces:
            ends = piece.endswith("\n")
            lines += [line] * ((at_start and piece != "") + piece.count("\n") - ends)
            at_start = ends if piece else at_start
        return "".join(piece for _, piece in pieces), lines or [1]


class _Walk:
    """One walk over the JSON of a notebook; whatever is not on the way to the cells is skipped as a whole."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decode = JSONDecoder(strict=False).raw_decode
        self._at = 0
        self._line = 1
        self._counted = 0

    def cells(self) -> list[_Cell]:
        """The cells in order; raises InputError where the JSON has none, JSONDecodeError where it is broken."""
        found: list[_Cell] | None = None
        if self._peek() == "{":
            for key in self._keys():
                if key in {"cells", "worksheets"} and self._peek() == "[":
                    found = found or []
                    found += self._cells() if key == "cells" else self._worksheets()
                else:
                    self._value()
        else:
            self._value()
        if found is None:
            raise InputError("notebook", "is no Jupyter notebook: there are no cells in it.", tip=_TIP)
        return found

    def _worksheets(self) -> Iterator[_Cell]:
        for _ in self._elements():
            for key in self._keys() if self._peek() == "{" else self._skip():
                if key == "cells" and self._peek() == "[":
                    yield from self._cells()
                else:
                    self._value()

    def _cells(self) -> Iterator[_Cell]:
        for _ in self._elements():
            if self._peek() == "{":
                yield self._cell()
            else:
                self._value()

    def _cell(self) -> _Cell:
        cell = _Cell()
        for key in self._keys():
            if key == "source":
                cell.source = list(self._source())
            elif key == "cell_type":
                cell.kind = kind if isinstance(kind := self._value(), str) else None
            elif key == "level":
                cell.level = level if isinstance(level := self._value(), int) else None
            else:
                self._value()
        return cell

    def _source(self) -> Iterator[tuple[int, str]]:
        """The strings of a source, which is one or an array of them, each with its line."""
        for _ in self._elements() if self._peek() == "[" else (0,):
            self._peek()
            line = self._line_here()
            value = self._value()
            if isinstance(value, str):
                yield line, value

    # -- JSON --------------------------------------------------------------------------------------------------------

    def _peek(self) -> str:
        """The next character that is no blank; ``""`` at the end."""
        match = _BLANKS.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _value(self) -> Any:
        self._peek()
        try:
            value, self._at = self._decode(self._text, self._at)
        except JSONDecodeError:
            raise
        except ValueError as error:  # a number of too many digits
            raise JSONDecodeError(str(error), self._text, self._at) from error
        return value

    def _skip(self) -> Iterator[str]:
        self._value()
        return iter(())

    def _keys(self) -> Iterator[str]:
        """The keys of the object that begins here; whoever takes one reads its value before the next."""
        for _ in self._parts("{", "}"):
            if self._peek() != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", self._text, self._at)
            key = str(self._value())
            self._expect(":")
            yield key

    def _elements(self) -> Iterator[None]:
        """One step an element of the array that begins here; whoever takes it reads the element."""
        return self._parts("[", "]")

    def _parts(self, begin: str, end: str) -> Iterator[None]:
        self._expect(begin)
        if self._peek() == end:
            self._at += 1
            return
        yield
        while self._peek() != end:
            self._expect(",")
            yield
        self._at += 1

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise JSONDecodeError(f"Expecting {character!r}", self._text, self._at)
        self._at += 1


# -- lines -----------------------------------------------------------------------------------------------------------


def _moved(block: Block, lines: list[int]) -> Block:
    """A block with the lines of the file instead of those of the cell; Markdown nests no deeper than forty levels."""
    line = _line_of(block.line, lines)
    if isinstance(block, Heading | Paragraph):
        return block._replace(line=line, inline=_moved_inline(block.inline, lines))
    if isinstance(block, ItemList):
        return ItemList(line, tuple(_moved_item(item, lines) for item in block.items))
    if isinstance(block, Table):
        header = tuple(_moved_inline(cell, lines) for cell in block.header)
        return Table(line, header, tuple(_moved_row(row, lines) for row in block.rows))
    if isinstance(block, Quote):
        return Quote(line, tuple(_moved(inner, lines) for inner in block.blocks))
    return replace(block, line=line) if isinstance(block, Record) else block._replace(line=line)


def _moved_item(item: Item, lines: list[int]) -> Item:
    blocks = tuple(_moved(block, lines) for block in item.blocks)
    return item._replace(line=_line_of(item.line, lines), inline=_moved_inline(item.inline, lines), blocks=blocks)


def _moved_row(row: Row, lines: list[int]) -> Row:
    return Row(_line_of(row.line, lines), tuple(_moved_inline(cell, lines) for cell in row.cells))


def _moved_inline(inline: Inline, lines: list[int]) -> Inline:
    return tuple(span._replace(line=_line_of(span.line, lines)) if span.line else span for span in inline)


def _line_of(line: int, lines: list[int]) -> int:
    return lines[min(line, len(lines)) - 1]
