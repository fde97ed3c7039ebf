"""Blocks of the outline from the tokens of a page, with a stack of open elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperdex.lists.outline import (
    BREAK,
    Block,
    Cut,
    Heading,
    Paragraph,
    Rule,
    Span,
)
from paperdex.lists.syntax.html_blocks import (
    flat,
    merged,
    paragraphs,
)
from paperdex.lists.syntax.html_cards import MOST_BLOCKS, card
from paperdex.lists.syntax.html_elements import (
    ALIASES,
    BLOCKS,
    CELLS,
    ENDED_BY,
    FRAMES,
    HEADINGS,
    HIDDEN_TAGS,
    OUTER,
    PARAGRAPH,
    TABLE_TAGS,
    VOID,
    WHOLE_PAGE,
    Look,
    look,
)
from paperdex.lists.syntax.html_frames import Frame, closed
from paperdex.lists.syntax.html_inline import INLINE, Run
from paperdex.lists.syntax.html_tables import MOST_COLUMNS, is_wide, reach_of
from paperdex.lists.syntax.html_tokens import Token, attributes

_DEPTH_LIMIT = 40
"""Lists and quotes nested deeper than this are text of the block at this depth, and folds stand beside one another."""
_WINDOW = 500
"""So many elements are searched for the one that a tag ends: a bound on the work, which no page reaches."""
_PARTS = frozenset({"div", "article", "section", "p", "figure"})
"""Elements that may be the card of a publication."""
_SECTIONS = ("main", "article", "section", "li", "td")
_CONTENT_HEADERS = (
    "post-header",
    "entry-header",
    "article-header",
    "content-header",
    "major",
)


class _Element(NamedTuple):
    """An element that is still open."""

    tag: str
    is_hidden: bool
    look: Look
    frame: Frame | None
    """The frame that it has of its own."""
    start: int
    """How many blocks its frame, or the one around it, had when it opened."""
    region: int
    state: tuple[tuple[int, ...], int]
    """The marks that were open."""
    role: str
    """The role of the element around it."""


class Builder:
    """Builds blocks from tokens with a stack of open elements."""

    def __init__(self, levels: list[int] | None = None, kept: Callable[[Block], Block] | None = None) -> None:
        self.title = ""
        self.cuts: list[Cut] = []
        self.regions: dict[int, list[tuple[int, int]]] = {}
        """Where the regions of each rank lie among the blocks."""
        self.linked: set[int] = set()
        """The ranks of which a region has a link in it."""
        self._levels = levels if levels is not None else []
        if not self._levels:
            self._levels.append(0)
        self._run = Run()
        self._frames = [Frame("page", 1, kept)]
        self._stack = [_Element("", False, Look(), self._frames[0], 0, WHOLE_PAGE, self._run.marks(), "")]
        self._open_tags: dict[str, int] = {}
        self._open_regions: dict[int, tuple[int, int]] = {}
        self._role = ""

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the whole page."""
        return self._frames[0].blocks

    def feed(self, tokens: Iterator[Token]) -> None:
        """Take all tokens; what is still open then ends."""
        line = 1
        run, stack, open_tags = self._run, self._stack, self._open_tags
        for token in tokens:
            line, tag, closes, text = token
            if not tag:
                if not stack[-1].is_hidden or run.is_formula:
                    run.text(text, line)
                elif open_tags.get("title") and not open_tags.get("svg"):
                    self.title += text
            elif closes:
                self._close(ALIASES.get(tag, tag), line)
            else:
                self._open(token)
        while len(self._stack) > 1:
            self._pop(line, is_end=True)
        self._run.end_link()
        self._flush()

    # -- tags --------------------------------------------------------------------------------------------------------

    def _open(self, token: Token) -> None:
        tag = token.tag
        if tag in ALIASES:
            token = token._replace(tag=ALIASES[tag])
            tag = token.tag
        is_hidden = self._stack[-1].is_hidden
        if tag in VOID:
            self._void(token)
        elif is_hidden and tag not in ENDED_BY and tag != "p":
            self._hide(tag, Look())
        elif (
            tag in BLOCKS
            or tag in HIDDEN_TAGS
            or is_hidden
            or (
                token.text
                and tag != "a"
                and ("hidden" in token.text or "mw-" in token.text)
                and look(tag, token.text).is_hidden
            )
        ):
            self._open_element(token)
        elif tag in INLINE or token.text:
            self._run.open(token)

    def _void(self, token: Token) -> None:
        tag, line = token.tag, token.line
        if tag == "base" or tag == "link":
            given = attributes(token.text)
            if tag == "base" or (given.get("rel") == "canonical" and not self._run.base):
                self._run.base = given.get("href", "") or self._run.base
        elif self._stack[-1].is_hidden:
            return
        elif tag == "br":
            self._run.line_break(line)
        elif tag == "hr":
            self._flush()
            self._put(Rule(line))
        elif tag == "img":
            self._run.image(attributes(token.text), line)

    def _open_element(self, token: Token) -> None:
        tag, line, text = token.tag, token.line, token.text
        around = self._stack[-1]
        if tag == "script" and "math/tex" in text and not around.is_hidden:
            self._run.open_formula(None)
            return
        if tag == "svg" and not around.is_hidden:
            self._run.open(token)
        seen = look(tag, text)
        if seen.is_hidden or around.is_hidden or (tag in {"header", "footer"} and self._is_of_page(tag, text)):
            if tag in ENDED_BY or tag == "p":
                self._imply_ends(tag, line)
                around = self._stack[-1]
            hidden = seen.is_hidden or around.is_hidden or tag in {"header", "footer"}
            if not around.is_hidden and tag in BLOCKS:
                self._flush()
            if hidden:
                self._hide(tag, seen)
                return
        self._imply_ends(tag, line)
        self._flush()
        if tag == "details":
            self._levels.append(-abs(self._levels[-1]))
        frame = None
        region = WHOLE_PAGE
        if self._has_frame(tag):
            frame = Frame(tag, line)
            if tag in CELLS and "span" in text:
                frame.reach = reach_of(attributes(text))
            self._frames.append(frame)
            self._run.floor = line
        elif seen.region < WHOLE_PAGE and len(self._frames) == 1 and seen.region not in self._open_regions:
            region = seen.region
            self._open_regions[region] = (len(self._frames[0].blocks), self._run.links)
        start = len(self._frames[-1].blocks)
        self._stack.append(_Element(tag, False, seen, frame, start, region, self._run.marks(), self._role))
        self._role = seen.role or self._role
        self._open_tags[tag] = self._open_tags.get(tag, 0) + 1

    def _hide(self, tag: str, seen: Look) -> None:
        """Open an element that is left out."""
        self._stack.append(_Element(tag, True, seen, None, 0, WHOLE_PAGE, self._stack[-1].state, self._role))
        self._open_tags[tag] = self._open_tags.get(tag, 0) + 1

    def _is_of_page(self, tag: str, text: str) -> bool:
        """Whether a header or footer is the page's, and not that of an article or of what it stands in."""
        tags = self._open_tags
        if tag == "footer":
            return not (tags.get("article") or tags.get("li"))
        if any(tags.get(name) for name in _SECTIONS) or any(name in text for name in _CONTENT_HEADERS):
            return False
        return not any(isinstance(block, Heading) for block in self._frames[-1].blocks[-MOST_BLOCKS:])

    def _has_frame(self, tag: str) -> bool:
        if tag not in FRAMES:
            return False
        inside = self._frames[-1].kind
        return len(self._frames) < _DEPTH_LIMIT or (inside in OUTER and tag in OUTER[inside])

    def _imply_ends(self, tag: str, line: int) -> None:
        """End what can't hold this element: a paragraph no block, an item no item of the same list."""
        ends, borders = ENDED_BY.get(tag, PARAGRAPH)
        for name in ends:
            if self._open_tags.get(name):
                break
        else:
            return
        for position in range(len(self._stack) - 1, max(0, len(self._stack) - _WINDOW), -1):
            name = self._stack[position].tag
            if name in borders:
                return
            if name in ends:
                while len(self._stack) > position:
                    self._pop(line)
                return

    def _close(self, tag: str, line: int) -> None:
        if self._open_tags.get(tag):
            borders: frozenset[str] = frozenset() if tag in TABLE_TAGS else CELLS
            for position in range(len(self._stack) - 1, 0, -1):
                name = self._stack[position].tag
                if name == tag:
                    while len(self._stack) > position:
                        self._pop(line)
                    return
                if name in borders or len(self._stack) - position > _WINDOW:
                    return
        elif tag == "details":
            self._flush()
            self._close_fold(line)
        elif tag in INLINE or tag == "script":
            self._run.close(tag, line)

    def _pop(self, line: int, *, is_end: bool = False) -> None:
        element = self._stack.pop()
        tag = element.tag
        self._open_tags[tag] -= 1
        if element.is_hidden:
            return
        self._flush()
        self._run.reset(element.state)
        self._role = (tag in HEADINGS and element.look.role) or element.role
        if element.frame:
            self._frames.pop()
            self._close_frame(element.frame)
        elif tag in _PARTS and not is_end:
            self._close_part(element)
        self._role = element.role
        if element.region < WHOLE_PAGE:
            start, links = self._open_regions.pop(element.region)
            self.regions.setdefault(element.region, []).append((start, len(self._frames[0].blocks)))
            if self._run.links > links:
                self.linked.add(element.region)
        if tag == "details" and not is_end:  # else its end may stand in another piece of Markdown
            self._close_fold(line)

    def _close_part(self, element: _Element) -> None:
        """Make one item of the blocks of an element that is the card of a publication."""
        frame, start = self._frames[-1], element.start
        blocks = frame.blocks[start:] if start + MOST_BLOCKS >= len(frame.blocks) else []
        if not blocks:
            return
        roles = {n - start: frame.roles[n] for n in range(start, len(frame.blocks)) if n in frame.roles}
        if not (roles or element.look.is_entry or any(isinstance(block, Heading) for block in blocks)):
            return
        if item := card(blocks, roles, is_entry=element.look.is_entry):
            frame.replace(start, item)
            if len(self._frames) == 1:
                self._move_regions(start)

    def _move_regions(self, start: int) -> None:
        """What was from ``start`` on is one block now: so are the regions that were in it."""
        for regions in self.regions.values():
            inside = False
            while regions and regions[-1][0] >= start:
                regions.pop()
                inside = True
            if inside:
                regions.append((start, start + 1))

    def _close_fold(self, line: int) -> None:
        if len(self._levels) > 1 and (level := self._levels.pop()) > 0:
            self._put(Heading(line, level, ()))
            self._put(Rule(line))

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """A block begins or ends: the text so far is a paragraph."""
        if not self._run.spans and not self._run.label:
            return
        inline = self._run.cut()
        if not any(span.url or span.text.strip() for span in inline):
            return
        frame = self._frames[-1]
        if any(span.text == BREAK for span in inline):
            for block in paragraphs(tuple(inline), frame.line):
                self._put(block)
        else:
            line = next(
                (span.line for span in inline if span.line and (span.url or span.text.strip())),
                frame.line,
            )
            self._put(Paragraph(line, merged(inline)))

    def _put(self, block: Block) -> None:
        self._frames[-1].put(block, self._role)

    def _close_frame(self, frame: Frame) -> None:
        if frame.kind in HEADINGS or frame.kind == "summary":
            self._close_heading(frame)
        else:
            if frame.kind in CELLS:
                self._tell_wide(frame, self._frames[-1])
            for block in closed(frame, self._frames[-1]):
                self._put(block)

    def _tell_wide(self, cell: Frame, row: Frame) -> None:
        """Tell of a joined cell beyond the columns that are counted, once another stands behind or below it."""
        is_misplaced = row.has_wide
        row.has_wide = is_wide(len(row.cells), cell.reach)
        if is_misplaced or (row.has_wide and cell.reach[1] > 1):
            row.has_wide = False
            what = f"a joined cell reaches beyond column {MOST_COLUMNS}; cells behind or below it may be misplaced."
            self.cuts.append((cell.line, what))

    def _close_heading(self, frame: Frame) -> None:
        inline = flat(frame.blocks, Span(" "))
        if not inline:
            return
        if frame.kind == "summary":
            if len(self._levels) > 1:
                self._levels[-1] = min(abs(self._levels[-2]) + 1, _DEPTH_LIMIT)
                self._put(Heading(frame.line, self._levels[-1], inline))
            return
        level = int(frame.kind[1])
        if len(self._levels) == 1:
            self._levels[0] = level
        elif abs(self._levels[-1]) > self._levels[0]:
            level = max(level, abs(self._levels[-1]) + 1)
        if self._frames[-1].kind == "summary":
            self._put(Paragraph(frame.line, inline))
        else:
            self._put(Heading(frame.line, level, inline))
