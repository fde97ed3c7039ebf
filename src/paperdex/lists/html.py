"""HTML (a saved page, or a block of it in Markdown) to an outline, with line numbers.

Read is the main content: ``.markdown-body`` or ``#readme``, else ``<main>``, else every ``<article>``, else the body,
the first of these that has a link in it. Navigation, side columns, the page's header and footer, comments, forms'
buttons, what is hidden, scripts and ``<pre>`` are left out. ``<summary>`` is a heading below the open ones until its
``</details>``. Relative links are made whole by ``<base>`` or the canonical link. The tokens come from
:mod:`paperdex.lists.html_tokens`, where it stands why no HTML parser is used; blocks are built with a stack, so that
nothing is nested too deep. A row of a syllabus, a table with several papers in a cell, is a topic above its papers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from sys import intern
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from paperdex.core.identifiers import Identifier
from paperdex.lists.fields import find_date
from paperdex.lists.html_tokens import Token, attributes, read_tokens
from paperdex.lists.links import identifier_of
from paperdex.lists.markdown import autolink
from paperdex.lists.outline import (
    BREAK,
    Block,
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
    plain_text,
    split_lines,
)
from paperdex.lists.titles import has_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DEPTH_LIMIT = 40
"""Lists and quotes nested deeper than this are text of the block at this depth."""
_VOID = _words("""area base br col embed hr img input link meta param source track wbr""")
_MARKS = {"b": 0, "strong": 0, "code": 1, "tt": 1, "kbd": 1, "i": 2, "em": 2, "cite": 2}
"""The place of a tag's mark among those that are counted."""
_BLOCKS = _words(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header html li main menu nav ol p pre section summary table tbody td tfoot th
    thead tr ul"""
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_CELLS = frozenset({"td", "th"})
_HIDDEN_TAGS = _words(
    """nav aside footer script style template noscript svg select button textarea iframe object pre xmp dialog title"""
)
_HIDDEN_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"})
_MAY_HIDE = frozenset({"div", "section", "ul", "ol", "form", "p"})
_HIDDEN_NAMES = _words(
    """nav navbar navigation menu sidebar breadcrumb breadcrumbs footer site-footer site-header comments comment-list
    disqus_thread cookie cookies cookie-banner cookie-notice cookie-consent cookieconsent gdpr pagination share
    sharedaddy related related-posts toc table-of-contents"""
)
_ITEMS = frozenset({"li", "dt", "dd"})
_TABLE_TAGS = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot"})
_FRAMES = _HEADINGS | _LISTS | _ITEMS | _CELLS | {"summary", "blockquote", "table", "tr"}
"""Elements that gather text of their own."""
_OUTER = {**dict.fromkeys(_LISTS, _ITEMS), "table": frozenset({"tr"}), "tr": _CELLS}
"""What must not be left out within which, since text has no place there."""
_PARAGRAPH = (frozenset({"p"}), frozenset(_FRAMES | {"div"}))
_ENDED_BY = {
    "li": (frozenset({"li"}), _LISTS | _CELLS),
    "dt": (frozenset({"dt", "dd"}), _LISTS | _CELLS),
    "dd": (frozenset({"dt", "dd"}), _LISTS | _CELLS),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (_CELLS, frozenset({"table", "tr"})),
    "th": (_CELLS, frozenset({"table", "tr"})),
    "tbody": (frozenset({"tr", "thead"}), frozenset({"table"})),
    **{name: (_HEADINGS | {"p"}, frozenset({"div", "summary"}) | _LISTS | _ITEMS | _CELLS) for name in _HEADINGS},
}
"""Which open element a tag ends, and at which the search for one stops."""
_LECTURE_COLUMNS = frozenset(
    {"lecture", "topic", "topics", "title", "subject", "theme", "module", "session", "content"}
)
_WINDOW = 500
"""So many elements are searched for the one that a tag ends: a bound on the work, which no page reaches."""
_BLANKS = re.compile(r"\s+")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_ARXIV_PATH = re.compile(r"/(?:abs|pdf)/(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_FIELD = re.compile(r"\s*Title\s*:", re.IGNORECASE)
_SHORT = 16
"""Texts up to this length are kept once, however often a page repeats them: ``, ``, ``[pdf]``."""
_WHOLE_PAGE = 3
_RANKS = {"main": 1, "article": 2}


def read(text: str) -> Outline:
    """The outline of a saved page; never fails, since every text is HTML."""
    builder = _Builder()
    builder.feed(read_tokens(text))
    blocks = builder.main_content()
    headings = [block for block in blocks if isinstance(block, Heading) and block.inline]
    top = [heading for heading in headings if heading.level == 1]
    declares_itself = len(top) == 1 and headings[0] is top[0]
    return Outline(blocks, None if declares_itself else " ".join(builder.title.split()) or None)


def blocks_of(fragment: str, first_line: int, levels: list[int] | None = None) -> tuple[Block, ...]:
    """The blocks of a piece of HTML that begins at ``first_line`` of its document.

    ``levels`` holds the level of the heading above, then that of each open ``<details>``; it is kept up to date, for a
    fold may open in one piece and end in another. The end of a fold is a heading without a name, above a rule.
    """
    builder = _Builder(levels)
    builder.feed(read_tokens(fragment, first_line))
    return builder.all_content()


class _Frame:
    """A block of the outline that is still open, and what it has gathered."""

    __slots__ = ("blocks", "cells", "inline", "items", "kind", "line", "rows")

    def __init__(self, kind: str, line: int) -> None:
        self.kind = kind
        self.line = line
        self.inline: list[Span] = []
        self.blocks: list[Block] = []
        self.items: list[tuple[str, Item]] = []
        self.cells: list[tuple[str, tuple[Block, ...]]] = []
        self.rows: list[tuple[int, list[tuple[str, tuple[Block, ...]]]]] = []


class _Element(NamedTuple):
    """An element that is still open."""

    tag: str
    hidden: bool
    frame: _Frame | None
    rank: int
    marks: tuple[int, ...]
    spans: int


class _Builder:
    """Builds blocks from tokens with a stack of open elements."""

    def __init__(self, levels: list[int] | None = None) -> None:
        self.title = ""
        self._base = ""
        self._levels = levels if levels is not None else []
        if not self._levels:
            self._levels.append(0)
        self._frames = [_Frame("page", 1)]
        self._stack = [_Element("", False, self._frames[0], _WHOLE_PAGE, (0, 0, 0), 0)]
        self._open_tags: Counter[str] = Counter()
        self._marks: tuple[int, ...] = (0, 0, 0)
        """How many of each mark are open: strong, code, emphasis. Where a text has several, the first counts."""
        self._mark = ""
        self._spans: list[int | None] = []
        """The mark of each ``<span>`` that is open."""
        self._link: tuple[str, int, list[str]] | None = None
        self._link_is_used = False
        self._link_line = 0
        self._picture = ""
        self._formula: list[str] | None = None
        self._tex: list[str] | None = None
        self._links = 0
        self._regions: dict[int, list[tuple[int, int]]] = {}
        self._open_regions: dict[int, tuple[int, int, int]] = {}

    def feed(self, tokens: Iterator[Token]) -> None:
        """Take all tokens; what is still open then ends."""
        line = 1
        for token in tokens:
            line = token.line
            if not token.tag:
                self._text(token)
            elif token.closes:
                self._close(token.tag, line)
            else:
                self._open(token)
        while len(self._stack) > 1:
            self._pop(line, is_end=True)
        self._end_link()
        self._flush()

    def all_content(self) -> tuple[Block, ...]:
        """Every block, the items of neighbouring lists of one item joined."""
        return _joined_lists(self._frames[0].blocks)

    def main_content(self) -> tuple[Block, ...]:
        """The blocks of the main content."""
        blocks = self._frames[0].blocks
        for rank in range(_WHOLE_PAGE):
            if rank in self._regions:
                return _joined_lists([block for start, end in self._regions[rank] for block in blocks[start:end]])
        return self.all_content()

    # -- tags --------------------------------------------------------------------------------------------------------

    def _open(self, token: Token) -> None:
        tag = token.tag
        if tag in _VOID:
            self._void(token)
        elif (
            self._stack[-1].hidden
            or tag in _BLOCKS
            or tag in _HIDDEN_TAGS
            or ("hidden" in token.text and _is_hidden(tag, attributes(token.text)))
        ):
            self._open_element(token)
        elif tag in _MARKS:
            # What is pasted from Google Docs stands in a <b> that isn't bold.
            if "font-weight" not in token.text:
                self._count_mark(_MARKS[tag], 1)
        elif tag == "span":
            style = token.text if "style" in token.text else ""
            mark = _MARKS["b"] if _BOLD.search(style) else _MARKS["i"] if _ITALIC.search(style) else None
            self._spans.append(mark)
            self._count_mark(mark, 1)
        elif tag == "a":
            self._open_link(token)
        elif tag == "math":
            self._formula = [attributes(token.text).get("alttext", "")]
        elif tag == "annotation":
            self._tex = []

    def _void(self, token: Token) -> None:
        given = attributes(token.text) if token.tag in {"base", "link", "img"} else {}
        if token.tag == "base" or (token.tag == "link" and given.get("rel") == "canonical" and not self._base):
            self._base = given.get("href", "") or self._base
        elif self._stack[-1].hidden:
            return
        elif token.tag == "br":
            self._add(BREAK, token.line)
        elif token.tag == "hr":
            self._cut()
            self._put(Rule(token.line))
        elif token.tag == "img":
            if self._link:
                self._picture = self._picture or given.get("alt", "")
            else:
                self._frames[-1].inline.append(Span(given.get("alt", ""), given.get("src", ""), "image", token.line))

    def _open_element(self, token: Token) -> None:
        tag, line = token.tag, token.line
        given = attributes(token.text) if token.text else {}
        if tag == "script" and given.get("type", "").startswith("math/tex") and not self._stack[-1].hidden:
            self._tex, self._formula = [], [""]
            return
        hidden = self._stack[-1].hidden or _is_hidden(tag, given)
        if tag == "header" and not hidden:
            hidden = not any(self._open_tags[name] for name in ("main", "article", "section"))
        frame = None
        rank = _WHOLE_PAGE
        if not hidden:
            self._imply_ends(tag, line)
            self._cut()
            if tag == "details":
                self._levels.append(0)
            if self._has_frame(tag):
                frame = _Frame(tag, line)
                self._frames.append(frame)
            elif len(self._frames) == 1:
                rank = self._open_region(tag, given)
        self._stack.append(_Element(tag, hidden, frame, rank, self._marks, len(self._spans)))
        self._open_tags[tag] += 1

    def _has_frame(self, tag: str) -> bool:
        if tag not in _FRAMES:
            return False
        inside = self._frames[-1].kind
        return len(self._frames) < _DEPTH_LIMIT or (inside in _OUTER and tag in _OUTER[inside])

    def _open_region(self, tag: str, given: dict[str, str]) -> int:
        rank = 0 if _is_readme(given) else _RANKS.get("main" if given.get("role") == "main" else tag, _WHOLE_PAGE)
        if rank == _WHOLE_PAGE or rank in self._open_regions:
            return _WHOLE_PAGE
        self._open_regions[rank] = (rank, len(self._frames[0].blocks), self._links)
        return rank

    def _imply_ends(self, tag: str, line: int) -> None:
        """End what can't hold this element: a paragraph no block, an item no item of the same list."""
        ends, borders = _ENDED_BY.get(tag, _PARAGRAPH)
        for position in range(len(self._stack) - 1, max(0, len(self._stack) - _WINDOW), -1):
            name = self._stack[position].tag
            if name in borders:
                return
            if name in ends:
                while len(self._stack) > position:
                    self._pop(line)
                return

    def _close(self, tag: str, line: int) -> None:
        if self._open_tags[tag]:
            borders: frozenset[str] = frozenset() if tag in _TABLE_TAGS else _CELLS
            for position in range(len(self._stack) - 1, 0, -1):
                name = self._stack[position].tag
                if name == tag:
                    while len(self._stack) > position:
                        self._pop(line)
                    return
                if name in borders or len(self._stack) - position > _WINDOW:
                    return
        elif tag == "details":
            self._cut()
            self._close_fold(line)
        elif tag in _MARKS:
            self._count_mark(_MARKS[tag], -1)
        elif tag == "span" and self._spans:
            self._count_mark(self._spans.pop(), -1)
        elif tag == "a":
            self._end_link()
        elif tag == "annotation" and self._formula and self._tex:
            self._formula = ["".join(self._tex)]
        elif tag in {"math", "script"} and self._formula is not None:
            tex = "".join(self._tex or self._formula)
            self._formula = self._tex = None
            self._add(f"${' '.join(tex.split())}$", line, "math")
        if tag == "annotation":
            self._tex = None if self._formula is None else self._tex

    def _pop(self, line: int, *, is_end: bool = False) -> None:
        element = self._stack.pop()
        self._open_tags[element.tag] -= 1
        if element.hidden:
            return
        self._cut()
        if element.marks is not self._marks:
            self._wear(tuple(map(min, self._marks, element.marks)))
        del self._spans[element.spans :]
        if element.frame:
            self._frames.pop()
            self._close_frame(element.frame)
        if element.rank < _WHOLE_PAGE:
            rank, start, links = self._open_regions.pop(element.rank)
            if self._links > links:
                self._regions.setdefault(rank, []).append((start, len(self._frames[0].blocks)))
        if element.tag == "details" and not is_end:  # else its end may stand in another piece of Markdown
            self._close_fold(line)

    def _close_fold(self, line: int) -> None:
        if len(self._levels) > 1 and (level := self._levels.pop()):
            self._put(Heading(line, level, ()))
            self._put(Rule(line))

    # -- text --------------------------------------------------------------------------------------------------------

    def _text(self, token: Token) -> None:
        if self._open_tags["title"] and not self._open_tags["svg"]:
            self.title += token.text
        if self._tex is not None:
            self._tex.append(token.text)
        elif self._formula is not None:
            if not self._formula[0]:
                self._formula.append(token.text)
        elif not self._stack[-1].hidden:
            self._add(" " if token.text.isspace() else _BLANKS.sub(" ", token.text), token.line)

    def _add(self, text: str, line: int, mark: str = "") -> None:
        if self._link:
            url, begin, texts = self._link
            texts.append(" " if text == BREAK else text)
            if not begin and text.strip():
                self._link = (url, line, texts)
            return
        inline = self._frames[-1].inline
        if text == BREAK:
            inline.append(Span(BREAK, line=line))
            return
        if not inline or inline[-1].text.endswith((" ", BREAK)):
            text = text.lstrip()
        if text:
            mark = mark or self._mark
            if "://" in text:
                inline.extend(span._replace(mark=mark, line=line) for span in autolink(text))
            else:
                inline.append(Span(intern(text) if len(text) <= _SHORT else text, None, mark, line))

    def _count_mark(self, number: int | None, change: int) -> None:
        """One more, or one less, of a mark is open from here on."""
        if number is not None:
            marks = list(self._marks)
            marks[number] = max(0, marks[number] + change)
            self._wear(tuple(marks))

    def _wear(self, marks: tuple[int, ...]) -> None:
        self._marks = marks
        strong, code, emphasis = marks
        self._mark = "strong" if strong else "code" if code else "emphasis" if emphasis else ""

    def _open_link(self, token: Token) -> None:
        self._end_link()
        given = attributes(token.text)
        if given.get("href"):
            self._link = (self._absolute(given["href"].strip()), token.line, [])
            self._link_is_used = False
            self._link_line = token.line
            self._picture = given.get("aria-label") or given.get("title") or ""

    def _absolute(self, url: str) -> str:
        if url.startswith("#"):
            return url
        if not self._base and _ARXIV_PATH.match(url):  # a listing of arXiv's, whose pages don't give their address
            return f"https://arxiv.org{url}"
        try:
            if self._base and not url.startswith(("https://", "http://")):
                url = urljoin(self._base, url)
            if "google.com/url" in url:
                parts = urlsplit(url)
                if parts.netloc.endswith("google.com") and parts.path == "/url":  # as Google Docs writes every link
                    return parse_qs(parts.query).get("q", [url])[0]
        except ValueError:
            pass
        return url

    def _part_link(self) -> None:
        """A block begins or ends within a link: what there is of its label becomes a link of its own."""
        if not self._link:
            return
        url, line, texts = self._link
        label = "".join(texts)
        self._link = (url, 0, [])
        if not label.strip():
            return
        ends_blank = label[-1] == " "
        inline = self._frames[-1].inline
        if label[0] == " " and inline:
            inline.append(Span(" "))
        label = " ".join(label.split())
        inline.append(Span(intern(label) if len(label) <= _SHORT else label, url, self._mark, line))
        if ends_blank:
            inline.append(Span(" "))
        self._links += 1
        self._link_is_used = True

    def _end_link(self) -> None:
        line = max(self._link_line, self._frames[-1].line)
        self._part_link()
        if self._link and not self._link_is_used:
            url = self._link[0]
            self._links += 1
            self._frames[-1].inline.append(Span(self._picture, url, "badge", line))
        self._link = None

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _cut(self) -> None:
        """A block begins or ends: the text so far is a paragraph."""
        self._part_link()
        self._flush()

    def _flush(self) -> None:
        frame = self._frames[-1]
        inline, frame.inline = frame.inline, []
        if any(span.text.strip() or span.url for span in inline):
            line = next((span.line for span in inline if span.line and (span.url or span.text.strip())), frame.line)
            self._put(Paragraph(line, _merged(inline)))

    def _put(self, block: Block) -> None:
        frame = self._frames[-1]
        if frame.kind in _LISTS:
            is_text = isinstance(block, Paragraph)
            frame.items.append(
                ("li", Item(block.line, block.inline if is_text else (), () if is_text else (block,)))  # type: ignore[union-attr]
            )
        elif frame.kind == "tr":  # what stands in a table and in none of its cells
            frame.cells.append(("td", (block,)))
        elif frame.kind == "table":
            frame.rows.append((block.line, [("td", (block,))]))
        else:
            frame.blocks.append(block)

    def _close_frame(self, frame: _Frame) -> None:
        kind, line, blocks = frame.kind, frame.line, _joined_lists(frame.blocks)
        if kind in _HEADINGS or kind == "summary":
            self._close_heading(frame)
        elif kind in _ITEMS:
            first = blocks[0] if blocks else None
            item = Item(line, first.inline, blocks[1:]) if isinstance(first, Paragraph) else Item(line, (), blocks)
            parent = self._frames[-1]
            if parent.kind in _LISTS:
                parent.items.append((kind, item))
            elif blocks:
                self._put(ItemList(line, (item,)))
        elif kind in _LISTS:
            items = _definitions(frame.items) if kind == "dl" else [item for _, item in frame.items]
            if kind == "ol":
                items = [item._replace(number=number) for number, item in enumerate(items, start=1)]
            if items:
                self._put(ItemList(line, tuple(items)))
        elif kind == "blockquote":
            self._put(Quote(line, blocks))
        else:
            self._close_table_part(frame, blocks)

    def _close_heading(self, frame: _Frame) -> None:
        inline = _flat(frame.blocks, Span(" "))
        if not inline:
            return
        if frame.kind == "summary":
            if len(self._levels) > 1:
                self._levels[-1] = next((level for level in reversed(self._levels[:-1]) if level), 0) + 1
                self._put(Heading(frame.line, self._levels[-1], inline))
            return
        level = int(frame.kind[1])
        if len(self._levels) == 1:
            self._levels[0] = level
        elif any(self._levels[1:]):
            level = max(level, max(self._levels) + 1)
        if self._frames[-1].kind == "summary":
            self._put(Paragraph(frame.line, inline))
        else:
            self._put(Heading(frame.line, level, inline))

    def _close_table_part(self, frame: _Frame, blocks: tuple[Block, ...]) -> None:
        parent = self._frames[-1]
        if frame.kind in _CELLS:
            if parent.kind == "tr":
                parent.cells.append((frame.kind, blocks))
            else:
                for block in blocks:
                    self._put(block)
            return
        if frame.kind == "tr":
            if parent.kind == "table":
                parent.rows.append((frame.line, frame.cells))
            else:  # a row whose table stands in another piece of Markdown
                for table in _table_blocks(frame.line, [(frame.line, frame.cells)]):
                    self._put(table)
        else:
            for table in _table_blocks(frame.line, frame.rows):
                self._put(table)


def _is_hidden(tag: str, given: dict[str, str]) -> bool:
    if tag in {"html", "body", "main"}:
        return False
    if tag in _HIDDEN_TAGS or given.get("role") in _HIDDEN_ROLES:
        return True
    if "hidden" in given or given.get("aria-hidden") == "true":
        return True
    if not given or tag not in _MAY_HIDE:
        return False
    names = f"{given.get('class', '')} {given.get('id', '')}".lower().split()
    return not _HIDDEN_NAMES.isdisjoint(names)


def _is_readme(given: dict[str, str]) -> bool:
    return given.get("id") == "readme" or "markdown-body" in given.get("class", "").split()


def _merged(inline: list[Span]) -> Inline:
    """Neighbouring runs of one dress made one, without the blanks and breaks at both ends."""
    merged: list[Span] = []
    while inline and not inline[-1].url and not inline[-1].text.strip():
        inline.pop()
    for dressed, group in groupby(inline, key=lambda span: None if span.url or span.text == BREAK else (span.mark,)):
        spans = list(group)
        if dressed and len(spans) > 1:
            spans = [spans[0]._replace(text="".join(span.text for span in spans))]
        if merged or spans[0].url or spans[0].text.strip():
            merged += spans
        else:
            merged += [span for span in spans if span.url or span.text.strip()]
    return tuple(merged)


def _joined_lists(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks, neighbouring lists of one item made one: Notion writes a list for every item."""
    joined: list[Block] = []
    for short, group in groupby(blocks, key=lambda block: isinstance(block, ItemList) and len(block.items) == 1):
        lists = list(group)
        if short and len(lists) > 1:
            items = tuple(item for block in lists if isinstance(block, ItemList) for item in block.items)
            joined.append(ItemList(lists[0].line, items))
        else:
            joined += lists
    return tuple(joined)


def _flat(blocks: Sequence[Block], between: Span) -> Inline:
    """The text of some blocks as one run, with a span between any two."""
    spans: list[Span] = []
    for inline in _inlines(blocks):
        if inline:
            spans += [between, *inline] if spans else inline
    return tuple(spans)


def _inlines(blocks: Sequence[Block]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block.inline
        elif isinstance(block, ItemList):
            for item in block.items:
                yield item.inline
                yield from _inlines(item.blocks)
        elif isinstance(block, Quote):
            yield from _inlines(block.blocks)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row.cells)


def _definitions(parts: list[tuple[str, Item]]) -> list[Item]:
    """The items of a definition list: a term with what is said of it, or with a list where several things are."""
    items: list[Item] = []
    terms = [number for number, (tag, _) in enumerate(parts) if tag != "dd"]
    items += [item for _, item in parts[: terms[0] if terms else None]]
    for start, end in pairwise([*terms, len(parts)]):
        term = parts[start][1]
        said = [item for _, item in parts[start + 1 : end]]
        if len(said) == 1:
            lines = tuple(_inlines((Paragraph(said[0].line, said[0].inline), *said[0].blocks)))
            if any(_FIELD.match(plain_text(line)) for line in lines[:3]):  # an arXiv listing
                fields = tuple(Item(_line_of(line, said[0].line), _with_authors(line)) for line in lines if line)
                items.append(term._replace(blocks=(*term.blocks, ItemList(said[0].line, fields))))
            else:
                below = (Paragraph(said[0].line, said[0].inline), *said[0].blocks)
                items.append(term._replace(blocks=(*term.blocks, *below)))
        else:
            below = (ItemList(said[0].line, tuple(said)),) if said else ()
            items.append(term._replace(blocks=(*term.blocks, *below)))
    return items


def _with_authors(line: Inline) -> Inline:
    """A line that is nothing but links to authors, as a field."""
    texts = "".join(span.text for span in line if not span.url)
    if texts.strip(" ,") or any(identifier_of(span.url) for span in line if span.url):
        return line
    return (Span(f"Authors: {plain_text(line)}", line=_line_of(line, 0)),)


def _line_of(inline: Inline, line: int) -> int:
    return next((span.line for span in inline if span.line), line)


# -- tables ------------------------------------------------------------------------------------------------------------


def _table_blocks(line: int, rows: list[tuple[int, list[tuple[str, tuple[Block, ...]]]]]) -> Iterator[Block]:
    """A table; what stands in it, where it only places headings and tables; a list, where a cell has several papers."""
    cells = [blocks for _, row in rows for _, blocks in row]
    if any(isinstance(block, Heading | Table) for blocks in cells for block in blocks):
        yield from (block for blocks in cells for block in blocks)
        return
    table = [Row(line, tuple(_flat(blocks, Span(BREAK)) for _, blocks in row)) for line, row in rows if row]
    has_header = len(rows) > 1 and bool(rows[0][1]) and all(kind == "th" for kind, _ in rows[0][1])
    header = table.pop(0).cells if has_header else ()
    labels = [plain_text(cell).strip().casefold() for cell in header]
    names = [n for n, label in enumerate(labels) if label in _LECTURE_COLUMNS]
    readings = {n for row in table for n, cell in enumerate(row.cells) if _has_several_papers(cell)}
    if readings:
        yield ItemList(line, tuple(_lecture(row, readings, names) for row in table))
    elif table:
        yield Table(line, header or ((),) * max(len(row.cells) for row in table), tuple(table))


def _has_several_papers(cell: Inline) -> bool:
    named = (identifier_of(span.url) for span in cell if span.url and span.mark != "image")
    return len({identifier.work for identifier in named if isinstance(identifier, Identifier)}) > 1


def _lecture(row: Row, readings: set[int], columns: list[int]) -> Item:
    """A row of a syllabus: its cell in one of the ``columns``, else its first cell that is a name, above its papers."""
    cells = {n: " ".join(plain_text(cell).split()) for n, cell in enumerate(row.cells)}
    others = [n for n in cells if n not in readings]
    named = [cells[n] for n in (*columns, *others) if n in others and has_words(cells[n]) and not find_date(cells[n])]
    lines = [line for n in cells if n in readings for line in split_lines(row.cells[n])]
    items = tuple(Item(_line_of(line, row.line), line) for line in lines)
    name = (Span(named[0], line=row.line),) if named else ()
    return Item(row.line, name, (ItemList(row.line, items),) if items else ())
