"""Blocks from lines: headings, paragraphs and nested lists of the formats that are read line by line.

A reader of such a format (Org, AsciiDoc, LaTeX) tells this builder what each line is and how far in it stands, and
gives a function for the text within a line. Text that stands further in than an item's mark belongs to that item. Lists
are nested 40 deep at most: what is deeper is put at that depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from paperdex.lists.outline import BREAK, Block, Heading, Inline, Item, ItemList, Paragraph, Span
from paperdex.lists.packed import Blocks
from paperdex.lists.syntax.autolinks import autolink

_DEPTH_LIMIT = 40

Dress = Callable[[re.Match[str]], Iterable[Span]]


@dataclass(slots=True)
class _Frame:
    """An open item with its neighbours above it; the document itself is the first frame, with one item for all."""

    indent: int
    line: int
    number: int | None = None
    inline: Inline = ()
    blocks: list[Block] = field(default_factory=list)
    """What stands in the item; of the document, what is finished."""
    done: list[Item] = field(default_factory=list)
    first: int = 0
    """Line of the first item."""

    def finished(self) -> Item:
        item = Item(self.line, self.inline, tuple(self.blocks), self.number)
        self.inline, self.blocks = (), []
        return item


class Nesting:
    """The blocks of a document, told line by line.

    ``inline`` turns the text of one piece, several lines joined by line breaks, into spans; a span's ``line`` is there
    the number of line breaks in front of it, and becomes the line of the document here. ``size`` is that of the
    document, in characters.
    """

    def __init__(self, inline: Callable[[str], Inline], size: int) -> None:
        self._inline = inline
        self._blocks = Blocks(size)
        self._stack = [_Frame(-1, 0, blocks=self._blocks)]
        self._texts: list[str] = []
        self._lines: list[int] = []
        self._begins_item = False

    def heading(self, line: int, level: int, text: str) -> None:
        """A heading; it ends every list."""
        self._close_lists(0)
        self._stack[0].blocks.append(Heading(line, level, self.spans(text, line)))

    def item(self, line: int, indent: int, text: str, number: int | None = None) -> None:
        """A list item whose mark stands ``indent`` columns in, with the first line of its text."""
        self._close_lists(indent + 1)
        top = self._stack[-1]
        if top.indent >= indent or len(self._stack) > _DEPTH_LIMIT:
            self._finish(top, is_outermost=len(self._stack) == 2)
            top.line, top.number = line, number
        else:
            self._stack.append(_Frame(indent, line, number, first=line))
        self._begins_item = True
        self._texts, self._lines = [text], [line]

    def text(self, line: int, indent: int, text: str) -> None:
        """A line of text; one that stands no further in than the mark of an item ends its list."""
        if self._stack[-1].indent >= indent:
            self._close_lists(indent)
        self._texts.append(text)
        self._lines.append(line)

    def lazy(self, line: int, text: str) -> None:
        """A line that goes on with the piece of text above it, wherever it stands."""
        self._texts.append(text)
        self._lines.append(line)

    def run_on(self, text: str) -> None:
        """More words of the line above, which was wrapped."""
        self._texts[-1] = f"{self._texts[-1]} {text}"

    def blank(self) -> None:
        """The end of a piece of text."""
        if self._begins_item or self._texts:
            self._flush()

    def add(self, block: Block, *, indent: int = 0) -> None:
        """A block that is ready; it stands in the innermost item whose mark is left of it."""
        self._close_lists(indent)
        self._stack[-1].blocks.append(block)

    def close_lists(self) -> None:
        """End every list."""
        self._close_lists(0)

    def build(self) -> tuple[Block, ...]:
        """Every block, in order; the end of this builder."""
        self._close_lists(0)
        # A reader holds its builder, which holds a function of the reader: both would stay until Python next searches
        # for such circles.
        del self._inline
        return tuple(self._stack[0].blocks)

    @property
    def is_open(self) -> bool:
        """Whether a piece of text could go on."""
        return bool(self._texts)

    def spans(self, text: str, line: int) -> Inline:
        """The spans of a text that begins on that line."""
        return tuple(span._replace(line=line + span.line) for span in self._inline(text))

    def _flush(self) -> None:
        if self._texts:
            lines = self._lines
            spans = self._inline("\n".join(self._texts))
            inline = tuple(span._replace(line=lines[min(span.line, len(lines) - 1)]) for span in spans)
            frame = self._stack[-1]
            if self._begins_item:
                frame.inline = inline
            elif any(span.text.strip() or span.url for span in inline):
                frame.blocks.append(Paragraph(lines[0], inline))
        self._texts, self._lines, self._begins_item = [], [], False

    def _close_lists(self, indent: int) -> None:
        """End what stands ``indent`` columns in, or further."""
        self._flush()
        while len(self._stack) > 1 and self._stack[-1].indent >= indent:
            frame = self._stack.pop()
            self._finish(frame, is_outermost=len(self._stack) == 1)
            self._stack[-1].blocks.append(ItemList(frame.first, tuple(frame.done)))

    def _finish(self, frame: _Frame, *, is_outermost: bool) -> None:
        item = frame.finished()
        frame.done.append(self._blocks.item(item) if is_outermost else item)


def dress(text: str, pattern: re.Pattern[str], dressed: Dress) -> Inline:
    """A text as spans: what the pattern finds in its dress, bare URLs as links, line breaks as such.

    Each span's ``line`` is the number of line breaks in front of it.
    """
    spans: list[Span] = []
    end = line = 0
    for match in pattern.finditer(text):
        for span in _plain(text[end : match.start()]):
            spans.append(span._replace(line=line))
            line += span.text == BREAK
        spans += (span._replace(line=line) for span in dressed(match))
        line += match[0].count("\n")
        end = match.end()
    for span in _plain(text[end:]):
        spans.append(span._replace(line=line))
        line += span.text == BREAK
    return tuple(spans)


def _plain(text: str) -> Iterator[Span]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Span(BREAK)
        if line:
            yield from autolink(line)


def one_line(text: str) -> str:
    """A text whose line breaks and runs of blanks are one blank each; a blank at either end stays one."""
    return re.sub(r"\s+", " ", text)
