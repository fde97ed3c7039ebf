"""Markdown (CommonMark with GitHub's tables and task lists) to an outline, with line numbers.

Parsed by pyromark (pulldown-cmark); only the front matter and bare URLs, which that parser leaves to others, are found
here. Front matter is a block between ``---`` lines at the very start of the document that begins with ``key:`` (Jekyll,
Hugo, Quarto), or TOML between ``+++`` lines (Hugo); its ``title`` names the list. A rule at the start of a document
begins none.
"""

from __future__ import annotations

import html
import pickle
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, dropwhile, islice
from typing import Any

from paperdex.lists.beside import OWN_SHARE, beside
from paperdex.lists.outline import (
    BREAK,
    Block,
    Cut,
    Heading,
    Inline,
    Item,
    ItemList,
    Outline,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Table,
)
from paperdex.lists.packed import LARGE, Blocks
from paperdex.lists.syntax.autolinks import autolink
from paperdex.lists.syntax.bullet_lines import item_list
from paperdex.lists.syntax.id_lines import is_of_ids
from paperdex.lists.syntax.id_lines import read as read_ids
from paperdex.lists.syntax.markdown_mends import mended
from paperdex.lists.syntax.markdown_parts import Part, in_parts

_FRONT_MATTER = re.compile(
    r"""\A---[ \t]*\n(\s*^['"]?\w[\w.-]*['"]?[ \t]*:(?:.*\n)+?)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)""", re.MULTILINE
)
_TITLE_LINE = re.compile(r"^title[ \t]*:(.*)$", re.MULTILINE)
_TOML_FRONT_MATTER = re.compile(r"\A\+\+\+[ \t]*\n((?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_TOML_TITLE = re.compile(r"""^title[ \t]*=[ \t]*("[^"\n]*"|'[^'\n]*')[ \t]*(?:#.*)?$""", re.MULTILINE)
_CITATION_DEFINITION = re.compile(r"^ {0,3}\[@[^\]\n]{1,200}\]:[ \t]*(?=\S)", re.MULTILINE)
"""Pandoc's and Manubot's ``[@key]: arxiv:...``, which CommonMark takes for the definition of a link and hides."""
_TIGHT_HEADING = re.compile(r"(#{1,6})(?:(?<=##)|(?=[\dA-Z\u3400-\u9fff]))([^\s#!][^#]*)\Z")
"""A heading without the blank behind its hashes, as many lists were written before CommonMark."""
_FRONT_MATTER_LIMIT = 64 * 1024
_HEADING = re.compile(r"#{1,6}[ \t]")
_MARKS = {"Strong": "strong", "Emphasis": "emphasis"}
_DEPTH_LIMIT = 40
"""What is nested deeper than this is text of the block at this depth: no list means its hundredth level."""
_BATCH = 128
"""Events of the parser that are taken at once; so few stay in the processor's cache."""
_LAST = 2**62
_CONTAINERS = frozenset({"List", "Item", "BlockQuote", "FootnoteDefinition"})
_OPENING_TAG = re.compile(r"<\s*(a|b|strong|i|em|u)\b", re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</\s*(a|b|strong|i|em|u)\s*>", re.IGNORECASE)
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TAG_MARKS = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "u": "emphasis"}


def read(text: str) -> Outline:
    """The outline of a Markdown document; never fails, since every text is Markdown."""
    if is_of_ids(text, is_markdown=True):
        return read_ids(text, is_markdown=True)
    return read_into(Blocks(len(text)), text)


def read_into(blocks: Blocks, text: str) -> Outline:
    """The same, its blocks gathered in those of the caller."""
    title, body, first_line = _split_front_matter(text)
    if "[@" in body:
        body = _CITATION_DEFINITION.sub("- ", body)
    builder = _Builder(blocks)
    if len(body) < LARGE:
        for part in in_parts(body):
            builder.feed(part, first_line)
    else:
        _read_in_halves(builder, body, first_line)
    return Outline(tuple(builder.close()), title, tuple(builder.cuts))


def _read_in_halves(builder: _Builder, body: str, first_line: int) -> None:
    """Read a large document, its second half at the same time as the first."""
    half = body.count("\n") * OWN_SHARE
    parts = in_parts(body)

    def is_of_first(part: Part) -> bool:
        return part.lines < half or part.goes_on or not _HEADING.match(part.text)

    def second() -> bytes:
        other = _Builder(Blocks(len(body)))
        for part in dropwhile(is_of_first, parts):
            other.feed(part, first_line)
        return pickle.dumps((list(other.close()), other.cuts))

    with beside(second) as result:
        for part in parts:
            if not is_of_first(part):
                break
            builder.feed(part, first_line)
        else:
            return
        if builder.is_fresh and (found := result()):
            builder.take(*pickle.loads(found))  # noqa: S301 - of a copy of this process
            return
    for rest in chain((part,), parts):
        builder.feed(rest, first_line)


def _split_front_matter(text: str) -> tuple[str | None, str, int]:
    """The declared title, the text below the front matter, and the number of that text's first line."""
    start = text[:_FRONT_MATTER_LIMIT]
    if match := _TOML_FRONT_MATTER.match(start):
        line = _TOML_TITLE.search(match[1])
        title = _one_line(line[1].strip()[1:-1]) if line else None
        return title, text[match.end() :], text.count("\n", 0, match.end()) + 1
    match = _FRONT_MATTER.match(start)
    if not match:
        return None, text, 1
    return _declared_title(match[1] or ""), text[match.end() :], text.count("\n", 0, match.end()) + 1


def _declared_title(front_matter: str) -> str | None:
    """Its ``title`` as written. The nodes are composed but never constructed: nothing in it is run or multiplied."""
    import yaml

    try:
        declared = yaml.compose(front_matter, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):  # broken, often by a colon in the title, or made to hurt
        line = _TITLE_LINE.search(front_matter)
        return _one_line(line[1].strip().strip("\"'")) if line else None
    pairs = declared.value if isinstance(declared, yaml.MappingNode) else []
    for key, value in pairs:
        if key.value == "title" and isinstance(value, yaml.ScalarNode) and value.tag != "tag:yaml.org,2002:null":
            return _one_line(value.value)
    return None


def _one_line(text: str) -> str | None:
    return " ".join(text.split()) or None


_TABLE_PARTS = frozenset({"Table", "TableHead", "TableRow", "TableCell"})


class _Frame:
    """A block that is still open: what it is, where it began, and what it has gathered."""

    __slots__ = ("data", "inline", "is_cut", "kind", "line", "parts")

    def __init__(self, kind: str, line: int, data: Any = None) -> None:
        self.kind = kind
        self.line = line
        self.data = data
        """What the parser says of it; of a table, its header once that is closed."""
        self.inline: list[Span] = []
        self.is_cut = False
        """Whether neighbouring runs of one dress may stand in it."""
        self.parts: list[Any] = []
        """What is closed in it: blocks; items of a list, rows of a table, cells of a row."""


def _inline_of(frame: _Frame) -> Inline:
    """What a block has gathered, neighbouring runs of one dress made one: the parser cuts text at every escape."""
    spans = frame.inline
    if not frame.is_cut:
        return tuple(spans)
    joined: list[Span] = []
    pieces: list[str] = []
    for span in spans:
        first = joined[-1] if joined else None
        if (
            first
            and not span.url
            and not first.url
            and first.mark == span.mark
            and BREAK not in (first.text, span.text)
        ):
            pieces.append(span.text)
            continue
        if len(pieces) > 1:
            joined[-1] = joined[-1]._replace(text="".join(pieces))
        joined.append(span)
        pieces = [span.text]
    if len(pieces) > 1:
        joined[-1] = joined[-1]._replace(text="".join(pieces))
    return tuple(joined)


class _Builder:
    """Builds blocks from the parser's events with a stack of open blocks, so that no nesting is too deep for it."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        """What is finished."""
        self.cuts: list[Cut] = []
        self._first_line = 1
        self._line_ends: Sequence[int] = ()
        """Where the lines of this part end, behind a line in front of them and before one without end."""
        self._document = self._frame = _Frame("Document", 1)
        self._stack: list[_Frame] = []
        """The frames around the innermost one."""
        self._line = 0
        """Where the text that comes next stands."""
        self._marks: list[str] = []
        self._html_marks: list[str] = []
        self._bold = 0
        """How many of the open marks make bold."""
        self._mark = ""
        """The dress of the text that comes next, by the marks that are open."""
        self._link: tuple[str, list[str]] | None = None
        self._image: tuple[str, list[str]] | None = None
        self._picture = ""
        self._html_link = False
        self._buried = 0
        self._known: dict[str, str] = {}
        """Labels and punctuation come again and again: one of each is kept."""
        self._lines = self._known_line = 0
        """Of the line that was looked at last: how many are above it in this part, and its number."""
        self._goes_on = False
        """Whether the part that is read begins with an item of the list, or a row of the table, that ended the last."""
        self._last: tuple[ItemList | Table | None, _Frame] = (None, self._frame)
        """The last list or table of the document itself, and its frame."""
        self._levels = [0]
        """The level of the heading above, and that of each open ``<details>``."""

    def feed(self, part: Part, first_line: int) -> None:
        """Read on: a text in which only a list or table of the one before is open, in a document that begins there."""
        from pyromark import Markdown, Options

        parser = Markdown(
            options=Options.ENABLE_TABLES
            | Options.ENABLE_TASKLISTS
            | Options.ENABLE_STRIKETHROUGH
            | Options.ENABLE_MATH
            | Options.ENABLE_FOOTNOTES
            | Options.ENABLE_HEADING_ATTRIBUTES
        )
        handlers = {name: handler.__get__(self) for name, handler in _HANDLERS.items()}
        self._first_line, self._line = first_line + part.lines, 0
        text, definitions = mended(part.text), part.definitions
        self._goes_on = part.goes_on
        del part
        encoded = text.encode("utf-8", errors="surrogatepass")
        end = len(encoded)
        ends = (match.start() for match in re.finditer(b"\n", encoded))
        self._line_ends = array("q", chain((-1,), ends, (_LAST,)))
        self._lines = 0
        del encoded
        known = self._known = dict[str, str]()
        was_text = False
        addressed, begins = "", 0
        """A text with an address in it that may go on in the next event, and where it begins."""
        events: Iterator[tuple[Any, Any]] = iter(parser.events_with_range(text + definitions))
        del text
        while batch := list(islice(events, _BATCH)):
            for event, place in batch:
                # Cells that a row lacks stand behind the end, too.
                if place["start"] >= end and self._frame.kind not in _TABLE_PARTS:
                    events = iter(())
                    break
                if addressed:  # the parser cuts an address at "~" and "*"
                    if isinstance(event, dict) and "Text" in event:
                        addressed += event["Text"]
                        continue
                    handlers["Text"](addressed, begins)
                    addressed = ""
                    was_text = True
                if isinstance(event, str):
                    self._bare(event, place["start"])
                    was_text = False
                    continue
                name, value = event.popitem()
                if name == "Text" and not self._link and not self._image:
                    if "://" in value:
                        addressed, begins = value, place["start"]
                        continue
                    frame = self._frame
                    if was_text:
                        frame.is_cut = True
                    elif not self._line:
                        self._line = self._line_at(place["start"])
                    frame.inline.append(Span(known.setdefault(value, value), None, self._mark, self._line))
                    was_text = True
                elif name in handlers:
                    was_text = name == "Text"
                    handlers[name](value, place["start"])
            self._put_finished()

    @property
    def is_fresh(self) -> bool:
        """Whether a heading is read now as at the begin of a document: no fold is open."""
        return len(self._levels) == 1

    def take(self, blocks: list[Block], cuts: list[Cut]) -> None:
        """Take what another builder has read of the rest of the document, which begins with a heading."""
        self.close().take(blocks)
        self.cuts += cuts

    def close(self) -> Blocks:
        """The document ends; all of its blocks."""
        self._flush(self._frame)
        parts, self._frame.parts = self._frame.parts, []
        self._blocks.extend(parts)
        return self._blocks

    def _put_finished(self) -> None:
        """Hand over what is finished; the last list or table may go on in the next part."""
        parts = self._document.parts
        count = len(parts) - bool(parts and isinstance(parts[-1], ItemList | Table))
        if count:
            self._blocks.extend(parts[:count])
            del parts[:count]

    @property
    def _is_outermost(self) -> bool:
        """Whether the innermost block that is open stands in no other."""
        return len(self._stack) == 1

    @property
    def _is_full(self) -> bool:
        # Not between a list and its item, where text has no place.
        return len(self._stack) >= _DEPTH_LIMIT and self._frame.kind != "List"

    def _line_at(self, offset: int) -> int:
        ends, lines = self._line_ends, self._lines
        if not ends[lines] < offset <= ends[lines + 1]:
            lines = bisect_left(ends, offset) - 1
        if lines != self._lines or not lines:
            self._lines, self._known_line = lines, lines + self._first_line
        return self._known_line  # one number for all that stands on the line

    # -- events ------------------------------------------------------------------------------------------------------

    def _bare(self, event: str, offset: int) -> None:
        self._line = 0
        if event in {"SoftBreak", "HardBreak"}:
            # Bold text that runs on in the next line is one text.
            is_bold = self._mark == "strong"
            self._frame.is_cut = self._frame.is_cut or is_bold
            self._add(" " if is_bold else BREAK, offset, mark=self._mark)
            self._line = 0
        elif event == "Rule":
            self._close_text()
            self._frame.parts.append(Rule(self._line_at(offset)))

    def _start(self, value: Any, offset: int) -> None:
        kind: str
        data: Any = None
        if isinstance(value, str):
            kind = value
        else:
            ((kind, data),) = value.items()
        if kind == "Link":
            self._open_link(data["dest_url"])
        elif kind in _CONTAINERS and (self._buried or self._is_full):
            self._buried += 1
            self._add(BREAK, offset)
        elif kind in _CLOSERS:
            if self._html_marks or self._html_link:
                self._end_html(offset)
            if kind != "TableCell":
                self._close_text()
            self._line = 0
            self._stack.append(self._frame)
            above = self._above(kind) if self._goes_on else None
            self._frame = above or _Frame(kind, self._line_at(offset), data)
        elif kind in _MARKS:
            self._frame.is_cut = True
            self._marks.append(_MARKS[kind])
            self._bold += kind == "Strong"
            self._set_mark()
        elif kind == "Image":
            self._image = (data["dest_url"], [])

    def _above(self, kind: str) -> _Frame | None:
        """The list or table that ended the part above, open again, if it goes on here."""
        self._goes_on = False
        block, frame = self._last
        if frame.kind != kind or not self._document.parts or self._document.parts[-1] is not block:
            return None
        self._document.parts.pop()
        return frame

    def _end(self, value: Any, offset: int) -> None:
        kind = value if isinstance(value, str) else next(iter(value))
        if kind == "Link":
            self._close_link(offset)
        elif kind in _CONTAINERS and self._buried:
            self._buried -= 1
        elif kind in _CLOSERS:
            if self._stack:
                if self._html_marks or self._html_link:
                    self._end_html(offset)
                frame, self._frame, self._line = self._frame, self._stack.pop(), 0
                _CLOSERS[kind](self, frame, self._frame)
        elif kind in _MARKS:
            if self._marks:
                self._bold -= self._marks.pop() == "strong"
                self._set_mark()
        elif kind == "Image" and self._image:
            (url, texts), self._image = self._image, None
            alternative = "".join(texts).replace(BREAK, " ")
            if self._link:
                self._picture = self._picture or alternative
            else:
                self._add(alternative, offset, url, "image")

    def _open_link(self, url: str) -> None:
        self._link = (url, [])
        self._picture = ""

    def _close_link(self, offset: int) -> None:
        if self._link:
            (url, texts), self._link = self._link, None
            label = "".join(texts).replace(BREAK, " ")
            label = self._known.setdefault(label, label)
            is_badge = not label or label.isspace()
            self._add(self._picture if is_badge else label, offset, url, "badge" if is_badge else self._mark)

    def _text_event(self, value: str, offset: int) -> None:
        if self._image or self._link:
            self._add(value, offset)
        else:
            for span in autolink(value):
                self._add(span.text, offset, span.url, self._mark)

    def _code(self, value: str, offset: int) -> None:
        self._line = 0
        self._add(value.replace(BREAK, " "), offset, mark="strong" if self._mark == "strong" else "code")
        self._line = 0

    def _math(self, value: str, offset: int) -> None:
        self._line = 0
        text = f"${value}$".replace(BREAK, " ")
        self._add(text, offset, mark="strong" if self._mark == "strong" else "math")
        self._line = 0

    def _inline_html(self, value: str, offset: int) -> None:
        self._line = 0
        self._frame.is_cut = True
        if value[:3].lower() == "<br":
            self._add(BREAK, offset)
        elif opening := _OPENING_TAG.match(value):
            self._open_tag(opening[1].lower(), value)
        elif closing := _CLOSING_TAG.match(value):
            self._close_tag(closing[1].lower(), offset)
        self._line = 0

    def _open_tag(self, tag: str, value: str) -> None:
        if tag != "a":
            self._html_marks.append(_TAG_MARKS[tag])
            self._bold += _TAG_MARKS[tag] == "strong"
            self._set_mark()
        elif not self._link and (href := _HREF.search(value)):
            self._open_link(html.unescape(href[1] or href[2] or href[3] or ""))
            self._html_link = True

    def _close_tag(self, tag: str, offset: int) -> None:
        if tag == "a" and self._html_link:
            self._html_link = False
            self._close_link(offset)
        elif tag != "a" and _TAG_MARKS[tag] in self._html_marks:
            self._html_marks.remove(_TAG_MARKS[tag])
            self._bold -= _TAG_MARKS[tag] == "strong"
            self._set_mark()

    def _end_html(self, offset: int) -> None:
        """Tags that are still open end with their block."""
        self._bold -= self._html_marks.count("strong")
        self._html_marks.clear()
        self._set_mark()
        self._close_tag("a", offset)

    def _set_mark(self) -> None:
        if self._bold:
            self._mark = "strong"
        else:
            self._mark = self._html_marks[-1] if self._html_marks else self._marks[-1] if self._marks else ""

    def _add(self, text: str, offset: int, url: str | None = None, mark: str = "") -> None:
        if self._image:
            self._image[1].append(text)
            return
        if self._link:
            self._link[1].append(text)
            return
        frame = self._frame
        self._line = self._line or self._line_at(offset)
        if not frame.inline and frame.kind in {"Document", "BlockQuote"}:
            frame.line = self._line
        frame.inline.append(Span(text, url, mark, self._line))

    # -- closing blocks ----------------------------------------------------------------------------------------------

    def _close_text(self) -> None:
        """A block begins: text that stands directly in the open one (a tight item's) ends."""
        if self._frame.inline and self._frame.kind != "Item":
            self._flush(self._frame)

    @staticmethod
    def _flush(frame: _Frame) -> None:
        if frame.inline:
            frame.parts.append(Paragraph(frame.line, _inline_of(frame)))
            frame.inline = []

    def _close_heading(self, frame: _Frame, parent: _Frame) -> None:
        level = int(frame.data["level"][1])
        if len(self._levels) == 1:
            self._levels[0] = level
        elif self._levels[-1] <= 0:  # it stands in the <summary> of a fold, or in its stead
            level = self._levels[-1] = max(level, 1 - self._levels[-1])
        parent.parts.append(Heading(frame.line, level, _inline_of(frame)))

    def _close_paragraph(self, frame: _Frame, parent: _Frame) -> None:
        if parent.kind == "Item" and not parent.inline and not parent.parts:
            parent.inline, parent.is_cut = frame.inline, frame.is_cut
        elif frame.inline:
            inline = _inline_of(frame)
            start = 0
            if parent.kind == "Document" and inline[0].text.startswith("#"):
                start = self._put_tight_headings(inline, parent)
            if start < len(inline):
                rest = inline[start:]
                parent.parts.append(item_list(rest) or Paragraph(rest[0].line, rest))

    def _put_tight_headings(self, inline: Inline, parent: _Frame) -> int:
        """The lines at the start of a paragraph that are headings without a blank, put; where the others begin."""
        start = 0
        while start < len(inline) and (match := _TIGHT_HEADING.match(inline[start].text)):
            end = next((i for i in range(start, len(inline)) if inline[i].text == BREAK), len(inline))
            heading = (inline[start]._replace(text=match[2]), *inline[start + 1 : end])
            parent.parts.append(Heading(inline[start].line, len(match[1]), heading))
            start = end + 1
        return start

    def _close_item(self, frame: _Frame, parent: _Frame) -> None:
        number = parent.data + len(parent.parts) if isinstance(parent.data, int) else None
        item = Item(frame.line, _inline_of(frame), tuple(frame.parts), number)
        parent.parts.append(self._blocks.item(item) if self._is_outermost else item)

    def _close_list(self, frame: _Frame, parent: _Frame) -> None:
        parent.parts.append(ItemList(frame.line, tuple(frame.parts)))
        if parent is self._document:
            self._last = parent.parts[-1], frame

    def _close_quote(self, frame: _Frame, parent: _Frame) -> None:
        self._flush(frame)
        parent.parts.append(Quote(frame.line, tuple(frame.parts)))

    def _close_cell(self, frame: _Frame, parent: _Frame) -> None:
        parent.parts.append(_inline_of(frame))

    def _close_row(self, frame: _Frame, parent: _Frame) -> None:
        row = Row(frame.line, tuple(frame.parts))
        parent.parts.append(self._blocks.row(row) if self._is_outermost else row)

    def _close_head(self, frame: _Frame, parent: _Frame) -> None:
        if not parent.parts:  # else the table goes on
            parent.data = tuple(frame.parts)

    def _close_table(self, frame: _Frame, parent: _Frame) -> None:
        parent.parts.append(Table(frame.line, frame.data, tuple(frame.parts)))
        if parent is self._document:
            self._last = parent.parts[-1], frame

    def _html(self, value: str, offset: int) -> None:
        self._frame.inline.append(Span(value))

    def _close_html(self, frame: _Frame, parent: _Frame) -> None:
        """Raw HTML is read by the reader for it; a fold may begin in one block and end in another."""
        from paperdex.lists.html import blocks_of

        for block in blocks_of("".join(span.text for span in frame.inline), frame.line, self._levels, self.cuts):
            parent.parts.append(block)

    def _drop(self, frame: _Frame, parent: _Frame) -> None:
        """Code blocks hold no entries."""


_HANDLERS: dict[str, Callable[[_Builder, Any, int], None]] = {
    "Start": _Builder._start,
    "End": _Builder._end,
    "Text": _Builder._text_event,
    "Code": _Builder._code,
    "InlineMath": _Builder._math,
    "DisplayMath": _Builder._math,
    "InlineHtml": _Builder._inline_html,
    "Html": _Builder._html,
}
_CLOSERS: dict[str, Callable[[_Builder, _Frame, _Frame], None]] = {
    "Heading": _Builder._close_heading,
    "Paragraph": _Builder._close_paragraph,
    "Item": _Builder._close_item,
    "List": _Builder._close_list,
    "BlockQuote": _Builder._close_quote,
    "FootnoteDefinition": _Builder._close_quote,
    "TableCell": _Builder._close_cell,
    "TableRow": _Builder._close_row,
    "TableHead": _Builder._close_head,
    "Table": _Builder._close_table,
    "CodeBlock": _Builder._drop,
    "HtmlBlock": _Builder._close_html,
}
