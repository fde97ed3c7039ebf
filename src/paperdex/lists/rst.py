"""reStructuredText to an outline: sections, lists, tables, citations and links.

Parsed by docutils (:mod:`paperdex.lists.syntax.rst_parser` says how it is kept from losing text, and from opening
files), a few hundred lines at a time, since some of its work grows with what is still to be read. Sections take their
level from the order in which their adornments first appear. Citations and footnotes (``.. [Inv18] ...``) are items, and
so are terms with their definitions. Lines that begin like items within a paragraph, where the blank line above a list
was forgotten, are items as well. Not read: comments, literal blocks, ``code``, ``raw``, ``math``, and files that a
directive names; the text of any other directive is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from docutils import nodes

from paperdex.errors import InputError
from paperdex.lists.outline import (
    BREAK,
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Outline,
    Paragraph,
    Row,
    Rule,
    Span,
    Table,
    split_lines,
)
from paperdex.lists.packed import Blocks
from paperdex.lists.syntax.autolinks import autolink
from paperdex.lists.syntax.nesting import one_line
from paperdex.lists.syntax.rst_parser import ListTable, let_go, parse

_AT_TITLE, _AT_BLANK, _AT_ANY = 200, 1000, 2000
"""Lines read at once: up to the next title, up to a text behind a blank line, and at most."""
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\Z")
_DEFINITION = re.compile(r"[ ]*(?:\.\.[ ]+[_|]|__[ ])")
_TARGET_OF_LABEL = re.compile(r"(?P<label>[^<>]*?)\s*<(?P<url>https?://[^<>]+)>\Z")
_BULLETS = frozenset("*-+•‣⁃")
_RUNS_ON = re.compile(r"(?<=\w )(?:an?|and|the|of|for|in|on|to|with|via|by|from|as|at|papers?|article)\s*\Z")
"""Words with which a line ends that goes on with the link below it."""
_ITEM = re.compile(r"(?:[-*+•]|(?P<number>\d{1,2})[.)])[ ]+(?=\S|\Z)")
_MARKS = {nodes.strong: "strong", nodes.emphasis: "emphasis", nodes.title_reference: "emphasis", nodes.literal: "code"}
_LONGEST_SUBSTITUTION = 1000
_NOTES = (nodes.citation, nodes.footnote)
_UNREAD = (
    *(nodes.literal_block, nodes.doctest_block, nodes.comment, nodes.target, nodes.substitution_definition),
    *(nodes.label, nodes.attribution, nodes.raw),
)


def read(text: str) -> Outline:
    """The outline of a reStructuredText document; raises InputError for what is nested too deep."""
    size = len(text)
    is_clean = not any(sign in text for sign in "\t\0\x0b\x0c")
    lines = text.split("\n")
    del text  # one emoji makes it four times as large as its lines
    lines = [(line if is_clean else _cleaned(line)).rstrip() for line in lines]
    names = _Names(size)
    names.take(lines)
    builder = _Builder(lines, names)
    styles: list[Any] = []
    blocks = Blocks(size)
    try:
        for start, end in _parts(lines):
            document = parse(lines[start:end], [*range(start, end)], styles)
            blocks.extend(builder.blocks(document.children))
            let_go(document)
    except RecursionError as error:
        raise InputError("rst", "is nested too deep to be read.", tip="Give paperdex a flatter list.") from error
    return Outline(tuple(blocks))


def _cleaned(line: str) -> str:
    return line.expandtabs(8).replace("\0", " ").replace("\x0b", " ").replace("\x0c", " ")


def _parts(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the document can be parted without harm: above titles, else between blocks of text."""
    start = 0
    for number in range(1, len(lines)):
        size = number - start
        if size < _AT_TITLE:
            continue
        line = lines[number]
        is_block = bool(line) and line[0] != " " and not lines[number - 1]
        below = lines[number + 1] if number + 1 < len(lines) else ""
        has_overline = line == "".join(lines[number + 2 : number + 3])
        is_title = is_block and bool(_ADORNMENT.match(line if has_overline else below))
        is_text = is_block and size >= _AT_BLANK and (line[0].isalpha() or line.startswith(".."))
        if is_title or is_text or (is_block and size >= 2 * _AT_BLANK) or size >= _AT_ANY:
            yield start, number
            start = number
    yield start, len(lines)


class _Names:
    """What the names of a document mean: targets of links, in order where they have no name, and substitutions."""

    def __init__(self, size: int) -> None:
        self.targets: dict[str, str] = {}
        self.substitutions: dict[str, nodes.Element] = {}
        self.growth_left = 10_000 + size
        """Characters that substitutions may still add, so that they can't make the document grow without end."""
        self._unnamed: list[str] = []

    def take(self, lines: Sequence[str]) -> None:
        """Read the definitions of a whole document, wherever they stand, before the text that uses them."""
        chosen = list(_definitions(lines))
        self._indirect: dict[str, str] = {}
        for start in range(0, len(chosen), _AT_ANY):
            part = chosen[start : start + _AT_ANY]
            document = parse([text for _, text in part], [number for number, _ in part], [])
            self._take_nodes(document.children, [number for number, _ in part])
        for name, other in self._indirect.items():
            if other in self.targets:
                self.targets.setdefault(name, self.targets[other])
        self.unnamed = iter(self._unnamed)

    def _take_nodes(self, found: Iterable[Any], numbers: Sequence[int]) -> None:
        waiting: list[str] = []
        last = -2
        for node in found:
            if isinstance(node, nodes.substitution_definition):
                self._take_substitution(node)
            if not isinstance(node, nodes.target):
                continue
            line = numbers[min(max(node.line - 1, 0), len(numbers) - 1)] if node.line else 0
            waiting = waiting if line == last + 1 else []
            last = line
            url = node.get("refuri", "")
            if node.get("anonymous"):
                self._unnamed.append(url or f"{node.get('refname', '')}_")
            elif "refname" in node:
                self._indirect.update(dict.fromkeys(_names(node), node["refname"]))
            elif url:
                self.targets.update(dict.fromkeys([*waiting, *_names(node)], url))
            else:  # a place, or one of several names of the target below it
                waiting += _names(node)

    def _take_substitution(self, node: Any) -> None:
        if len(node.rawsource) <= _LONGEST_SUBSTITUTION:
            for name in _names(node):
                self.substitutions.setdefault(name.casefold(), node)

    def address(self, node: Any) -> str | None:
        """The address that a reference means."""
        if "refuri" in node:
            return str(node["refuri"])
        if not node.get("anonymous"):
            return self.targets.get(node.get("refname", ""))
        url = next(self.unnamed, None)
        return self.targets.get(url[:-1].casefold(), url) if url and url.endswith("_") else url


def _names(node: Any) -> list[str]:
    return [*node.get("names", ()), *node.get("dupnames", ())]


def _definitions(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that define names, with their numbers, without what they are indented by."""
    indent: int | None = None
    for number, line in enumerate(lines):
        width = len(line) - len(line.lstrip(" "))
        if _DEFINITION.match(line):
            indent = width
        elif indent is not None and line and width <= indent:
            indent = None
        if indent is not None:
            yield number, line[indent:]


class _Builder:
    def __init__(self, lines: Sequence[str], names: _Names) -> None:
        self._lines = lines
        self._known = names
        self._depth = 0

    # -- blocks ------------------------------------------------------------------------------------------------------

    def blocks(self, found: Iterable[Any]) -> list[Block]:
        """The blocks of some nodes, in order."""
        blocks: list[Block] = []
        goes_on = False
        for is_note, group in groupby(found, lambda node: isinstance(node, _NOTES)):
            if is_note:
                items = [self._item(node.line or 1, self.blocks(node.children)) for node in group]
                blocks.append(ItemList(items[0].line, tuple(items)))
                continue
            for node in group:
                made = list(self._block(node))
                if goes_on and made and blocks and (joined := _joined(blocks[-1], made[0])):
                    blocks[-1:] = [joined]
                    made = made[1:]
                blocks += made
                goes_on = isinstance(node, nodes.system_message) and "Unexpected indentation" in node.astext()
        return blocks

    def _block(self, node: Any) -> Iterator[Block]:
        if isinstance(node, nodes.paragraph):
            yield from _parted(Paragraph(node.line or 1, _unwrapped(self.inline(node.children, node.line or 1))))
        elif isinstance(node, nodes.title):
            yield Heading(node.line or 1, node["level"], self.inline(node.children, node.line or 1))
        elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            yield from self._list(node)
        elif isinstance(node, nodes.definition_list):
            items = [self._definition(child) for child in node.children if child.children]
            yield ItemList(items[0].line, tuple(items))
        elif isinstance(node, nodes.field_list | nodes.line_block | nodes.option_list):
            yield from self._lines_of(node)
        elif isinstance(node, nodes.table):
            yield from self._table(node)
        elif isinstance(node, ListTable):
            yield from self._list_table(node)
        elif isinstance(node, nodes.transition):
            yield Rule(node.line or 1)
        elif isinstance(node, nodes.system_message):
            yield from self._refused(node)
        elif isinstance(node, nodes.image | nodes.reference):
            inline = self.inline([node], node.line or 1)
            if any(span.mark == "badge" for span in inline):
                yield Paragraph(inline[0].line, inline)
        elif isinstance(node, nodes.Element) and not isinstance(node, _UNREAD):
            yield from self.blocks(node.children)

    def _item(self, line: int, blocks: list[Block], number: int | None = None) -> Item:
        """An item: its first paragraph is its own text."""
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph):
            return Item(line, first.inline, tuple(blocks[1:]), number)
        if isinstance(first, ItemList) and first.line == line and len(first.items) == 1 and len(blocks) == 1:
            # Text that stands further in than the first line of its item: a term with its definition, to docutils.
            return Item(line, first.items[0].inline, first.items[0].blocks, number)
        return Item(line, (), tuple(blocks), number)

    def _list(self, node: Any) -> Iterator[Block]:
        is_numbered = isinstance(node, nodes.enumerated_list)
        is_arabic = is_numbered and node.get("enumtype") == "arabic"
        start = node.get("start", 1)
        items = []
        for at, child in enumerate(node.children):
            number = start + at if is_arabic else None
            hoisted = self._hoisted(child)
            items.append(self._item(child.line, hoisted, number))
        if is_numbered and not is_arabic and len(items) == 1 and items[0].inline:
            # "A. Invented: ..." at the beginning of a paragraph is a name and no list.
            line = items[0].line
            words = (word for word in self._lines[line - 1].split() if word not in _BULLETS)
            name = Span(f"{next(words, '')} ", line=line)
            yield Paragraph(line, _merged([name, *items[0].inline]))
            yield from items[0].blocks
        elif items:
            yield ItemList(items[0].line, tuple(items))

    def _hoisted(self, child: Any) -> list[Block]:
        blocks = self.blocks(child.children)
        first = blocks[0] if blocks else None
        if child.children and isinstance(child.children[0], nodes.definition_list) and isinstance(first, ItemList):
            term = first.items[0]
            rest = [ItemList(first.items[1].line, first.items[1:])] if len(first.items) > 1 else []
            return [Paragraph(term.line, term.inline), *term.blocks, *rest, *blocks[1:]]
        return blocks

    def _definition(self, node: Any) -> Item:
        """A term and its definition, whose first paragraph goes on with the item."""
        line = node.line
        inline: list[Span] = []
        blocks: list[Block] = []
        for child in node.children:
            if isinstance(child, nodes.definition):
                blocks += self.blocks(child.children)
            elif isinstance(child, nodes.classifier):
                inline += (Span(" : ", line=line), *self.inline(child.children, line))
            else:
                inline += self.inline(child.children, child.line or line)
        if blocks and isinstance(blocks[0], Paragraph):
            inline += (Span(BREAK, line=line), *blocks.pop(0).inline)  # type: ignore[union-attr]
        return Item(line, _merged(inline), tuple(blocks))

    def _lines_of(self, node: Any) -> Iterator[Block]:
        """Verses, fields and options: a line of text each."""
        inline: list[Span] = []
        blocks: list[Block] = []
        for child in node.children:
            line = child.line or (inline[-1].line if inline else node.line or 1)
            found: list[Span]
            if isinstance(child, nodes.line):
                found = [*self.inline(child.children, line)]
            elif isinstance(child, nodes.field):
                below = self.blocks(child[1].children)
                found = [*self.inline(child[0].children, line), Span(": ", line=line)]
                if below and isinstance(below[0], Paragraph):
                    found += below.pop(0).inline  # type: ignore[union-attr]
                blocks += below
            else:
                below = self.blocks(child[-1].children)
                line = below[0].line if below else line
                found = [Span(f"{child[0].rawsource or child[0].astext()} ", line=line)]
                if below and isinstance(below[0], Paragraph):
                    found += below.pop(0).inline  # type: ignore[union-attr]
                blocks += below
            inline += (Span(BREAK, line=line), *found) if inline else found
        if inline:
            yield from _parted(Paragraph(inline[0].line, _merged(inline)))
        yield from blocks

    def _refused(self, node: Any) -> Iterator[Block]:
        """A title where none may stand, or whose lines differ: its words, bold."""
        blocks = [child for child in node.children if isinstance(child, nodes.literal_block)]
        if not blocks or not re.search("title", node.astext(), re.IGNORECASE):
            return
        words = [line.strip() for line in blocks[0].astext().split("\n") if any(c.isalnum() for c in line)]
        told = node.get("line") or 1
        for text in words:  # the message tells the line of the one adornment or the other
            line = next((n for n in (told, told - 1, told + 1) if text in "".join(self._lines[n - 1 : n])), told)
            yield Paragraph(line, (Span(text, mark="strong", line=line),))

    # -- tables ------------------------------------------------------------------------------------------------------

    def _table(self, node: Any) -> Iterator[Block]:
        head = [row for part in node.findall(nodes.thead) for row in part.children] if node.children else []
        body = [row for part in node.findall(nodes.tbody) for row in part.children] if node.children else []
        spanned: dict[int, int] = {}
        header = [self._row(row.children, spanned) for row in head]
        rows = [self._row(row.children, spanned) for row in body]
        yield from _made_table([*header, *rows], len(header))

    def _row(self, entries: Iterable[Any], spanned: dict[int, int]) -> Row:
        """A row; cells that reach into it from above, and the further columns of wide ones, are empty."""
        cells: list[Inline] = []
        line = 0

        def fill() -> None:
            while spanned.get(len(cells), 0):
                spanned[len(cells)] -= 1
                cells.append(())

        for entry in entries:
            fill()
            below, width = entry.get("morerows", 0), entry.get("morecols", 0) + 1
            blocks = self.blocks(entry.children)
            line = min(filter(None, [line, *(block.line for block in blocks)]), default=0)
            spanned.update(dict.fromkeys(range(len(cells), len(cells) + width), below))
            cells += (_cell(blocks), *[()] * (width - 1))
        fill()
        return Row(line, tuple(cells))

    def _list_table(self, node: Any) -> Iterator[Block]:
        """Items of items are the rows and cells; what stands beside them is kept."""
        for child in node.children:
            if not isinstance(child, nodes.bullet_list):
                yield from self._block(child)
                continue
            rows = []
            for item in child.children:
                lists = [part.children for part in item.children if isinstance(part, nodes.bullet_list)]
                cells = [cell for part in lists for cell in part] or [item]
                rows.append(Row(item.line or 1, tuple(_cell(self.blocks(cell.children)) for cell in cells)))
            yield from _made_table(rows, node["header"])

    # -- inline ------------------------------------------------------------------------------------------------------

    def inline(self, found: Iterable[Any], line: int) -> Inline:
        """The spans of some nodes, whose text begins on that line."""
        spans: list[Span] = []
        texts: list[str] = []
        for span, source in self._spans(found, ""):
            if span.url or span.mark:
                line = _add_text(spans, texts, line)
                spans.append(span._replace(line=line))
                line += source.count("\n")
            else:
                texts.append(span.text)
        _add_text(spans, texts, line)
        return tuple(spans)

    def _spans(self, found: Iterable[Any], mark: str) -> Iterator[tuple[Span, str]]:
        """Spans with the source of each; what is neither a link nor marked is text that may go on in the next."""
        for node in found:
            if isinstance(node, nodes.Text):
                yield Span(node.astext() if not mark else one_line(node.astext()), mark=mark), node.astext()
            elif isinstance(node, nodes.math):
                yield Span(f"${node.astext()}$", mark="math"), node.rawsource
            elif isinstance(node, nodes.image):
                yield Span(node.get("alt", ""), node["uri"], "image"), node.rawsource
            elif isinstance(node, nodes.reference):
                yield from self._link(node, mark)
            elif isinstance(node, nodes.substitution_reference):
                yield from self._substitution(node, mark)
            elif isinstance(node, nodes.target):
                if "refuri" in node:
                    for name in node["names"]:
                        self._known.targets.setdefault(name, node["refuri"])
                if node.astext():
                    yield Span(node.astext(), mark=mark), node.rawsource
            elif not isinstance(node, nodes.citation_reference | nodes.footnote_reference | nodes.system_message):
                yield from self._spans(node.children, _MARKS.get(type(node), mark))

    def _link(self, node: Any, mark: str) -> Iterator[tuple[Span, str]]:
        url = self._known.address(node)
        inside = [span for child in node.children for span, _ in self._spans([child], "")]
        label = one_line("".join(span.text for span in inside)).strip()
        if not url and (written := _TARGET_OF_LABEL.match(label)):  # without the blank between label and address
            label, url = written["label"], "".join(written["url"].split())
        if not url and label[:1] in _QUOTES and label[-1:] in _QUOTES and label.count(" ") > 1:
            yield Span(label, mark="strong"), node.rawsource  # a title whose link was forgotten
        elif not url:
            yield Span(node.astext() if "_" not in node.rawsource[-1:] else _as_written(node), mark=mark), ""
        elif inside and all(span.mark == "image" for span in inside):
            yield Span(label, url, "badge"), node.rawsource
        else:
            bare = label.strip("*") if label.startswith("*") and label.endswith("*") else label
            yield Span(bare or url, url, mark), node.rawsource

    def _substitution(self, node: Any, mark: str) -> Iterator[tuple[Span, str]]:
        name = node.astext()
        definition = self._known.substitutions.get(one_line(name).strip().casefold())
        size = len(definition.rawsource) if definition else 0
        if definition is None or self._depth > 1 or size > self._known.growth_left:
            yield Span(f"|{name}|" if definition is None else name, mark=mark), ""
            return
        self._known.growth_left -= size
        self._depth += 1
        for span, _ in self._spans(definition.children, mark):
            yield span._replace(text=one_line(span.text)), ""
        self._depth -= 1


_QUOTES = frozenset('"“”„«»「」')


def _as_written(node: Any) -> str:
    """A reference to nothing: a word with an underscore behind it is text, a phrase in backquotes its words."""
    return str(node.astext() if node.rawsource.startswith(("`", "|")) else node.rawsource)


def _add_text(spans: list[Span], texts: list[str], line: int) -> int:
    """Add text with its bare addresses as links; the line on which it ends comes back."""
    for number, part in enumerate("".join(texts).split("\n")):
        if number:
            spans.append(Span(BREAK, line=line))
            line += 1
        if part:
            spans += (span._replace(line=line) for span in autolink(part))
    texts.clear()
    return line


def _joined(above: Block, below: Block) -> Block | None:
    """A block with one that only stands further in: the text goes on, or belongs to the last item."""
    if isinstance(above, ItemList):
        last = above.items[-1]
        if isinstance(below, Paragraph) and not last.blocks:
            last = Item(last.line, _gone_on(last.inline, below), (), last.number)
        else:
            last = Item(last.line, last.inline, (*last.blocks, below), last.number)
        return ItemList(above.line, (*above.items[:-1], last))
    if isinstance(above, Paragraph) and isinstance(below, Paragraph):
        return Paragraph(above.line, _gone_on(above.inline, below))
    return None


def _gone_on(inline: Inline, below: Paragraph) -> Inline:
    return (*inline, Span(BREAK, line=below.line - 1), *below.inline)


def _parted(paragraph: Paragraph) -> Iterator[Block]:
    """A paragraph, and the list in it: lines that begin like items, without a blank line above them."""
    if not any(span.text == BREAK for span in paragraph.inline):
        if paragraph.inline:
            yield paragraph
        return
    texts: list[list[Inline]] = [[]]
    numbers: list[int | None] = []
    for line in split_lines(paragraph.inline):
        match = _ITEM.match(line[0].text) if not line[0].mark and not line[0].url else None
        if match and (len(line) > 1 or match.end() < len(line[0].text)):
            first = line[0]._replace(text=line[0].text[match.end() :])
            line = (first, *line[1:]) if first.text else line[1:]
            texts.append([])
            numbers.append(int(match["number"]) if match["number"] else None)
        if line:
            texts[-1].append(line)
    head, *items = (_lines_joined(lines) for lines in texts)
    if head:
        yield Paragraph(head[0].line, head)
    made = [Item(item[0].line, item, (), number) for item, number in zip(items, numbers, strict=True) if item]
    if made:
        yield ItemList(made[0].line, tuple(made))


def _unwrapped(inline: Inline) -> Inline:
    """Text without the line breaks within quotes, and behind a word that ends no line of a list."""
    if not any(span.text == BREAK for span in inline):
        return inline
    spans: list[Span] = []
    quotes = sum(span.text.count('"') for span in inline)
    is_quoted = False
    for number, span in enumerate(inline):
        if span.text != BREAK:
            is_quoted ^= span.text.count('"') % 2 == 1
        elif (is_quoted and not quotes % 2) or (
            _RUNS_ON.search(inline[number - 1].text[-20:]) and number + 1 < len(inline) and inline[number + 1].url
        ):
            span = span._replace(text=" ")
        spans.append(span)
    return _merged(spans)


def _lines_joined(lines: Sequence[Inline]) -> Inline:
    spans: list[Span] = []
    for line in lines:
        if spans:
            spans.append(Span(BREAK, line=spans[-1].line))
        spans += line
    return tuple(spans)


def _cell(blocks: Iterable[Block]) -> Inline:
    """The text of a cell: lines are joined, and the blocks in it parted by line breaks."""
    spans: list[Span] = []
    for inline in _texts(blocks):
        if spans:
            spans.append(Span(BREAK, line=spans[-1].line))
        spans += (span._replace(text=" ") if span.text == BREAK else span for span in inline)
    return _merged(spans)


def _merged(spans: Iterable[Span]) -> Inline:
    """Spans with neighbours that are plain text made one."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and not (last.url or last.mark or span.url or span.mark or BREAK in (last.text, span.text)):
            merged[-1] = last._replace(text=last.text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def _texts(blocks: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.inline
        elif isinstance(block, ItemList):
            for item in block.items:
                yield item.inline
                yield from _texts(item.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from row.cells


def _made_table(rows: list[Row], header: int) -> Iterator[Table]:
    """The table of some rows, the first of which may be a header; empty rows are left out."""
    named = rows[header - 1].cells if header and len(rows) > header else ()
    kept = [row for row in rows[header if named else 0 :] if any(row.cells)]
    if kept:
        width = max(len(row.cells) for row in kept)
        yield Table(kept[0].line, (*named, *((),) * (width - len(named))), tuple(kept))
