"""The text of a document as it stands in its file: lines, and places in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")


class Position(NamedTuple):
    """A place as editors count: line and column from 1, a character (Unicode code point) a column."""

    line: int
    column: int


class SourceText:
    """A text with its line ends as they are; a line ends with LF, CR LF or CR, and with nothing else."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @property
    def line_count(self) -> int:
        """How many lines there are; an empty one behind the last line end counts."""
        return len(self._starts)

    def start(self, line: int) -> int:
        """Where a line begins, from 1; behind the last one it is the end of the text."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def end(self, line: int) -> int:
        """Where a line ends, its line end left out."""
        end = self.start(line + 1)
        while end > self.start(line) and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def line(self, line: int) -> str:
        """A line without its line end."""
        return self.text[self.start(line) : self.end(line)]

    def line_of(self, offset: int) -> int:
        """The line that an offset stands in."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        line = self.line_of(offset)
        return Position(line, offset - self.start(line) + 1)

    def offset(self, position: Position) -> int:
        """The offset of a line and column."""
        return self.start(position.line) + position.column - 1
