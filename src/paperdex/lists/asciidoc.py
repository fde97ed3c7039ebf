"""AsciiDoc to an outline: headings, lists by their marks, tables, links and attributes.

Read line by line here: its syntax is one of lines, and what a list needs of it is small. Not read: listing, literal
and passthrough blocks, comments, and files that ``include::`` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.lists.outline import BREAK, Block, Heading, Inline, Outline, Row, Rule, Span, Table, plain_text
from paperdex.lists.syntax.nesting import Nesting, dress, one_line

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_UNDERLINE = re.compile(r"([=\-~^+])\1{2,}[ \t]*\Z")
_UNDERLINES = "=-~^+"
_ATTRIBUTE = re.compile(r":!?([\w-]+)!?:(?:[ \t]+(.*)|\Z)")
_ITEM = re.compile(r"[ \t]*(?P<mark>\*{1,6}|-|\.{1,6}|(?P<number>\d{1,9})\.|•)[ \t]+(?P<text>\S.*)")
_CHECKBOX = re.compile(r"\[[ xX*]\][ \t]+")
_DESCRIPTION = re.compile(r"[ \t]*(?P<term>\S[^:]{0,300})(?P<mark>:{2,4})(?:[ \t]+(?P<text>.*)|\Z)")
_UNREAD = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|```)")
_DELIMITER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)[ \t]*\Z")
_RULE = re.compile(r"(?:'{3,}|---|- - -|\*\*\*|<<<)[ \t]*\Z")
_MACRO = re.compile(r"(?:include|image|video|audio|toc|ifdef|ifndef|ifeval|endif)::\S*\[.*\][ \t]*\Z")
_BLOCK_ATTRIBUTES = re.compile(r"\[.*\][ \t]*\Z")
_BLOCK_TITLE = re.compile(r"\.(?=[^\s.])(.+)")
_COLUMNS = re.compile(r"cols=\"?([^\"\]]+)")
_CELL = re.compile(r"(?:\A|(?<=\s))(?:\d+(?:\.\d+)?[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?\|")
_REFERENCE = re.compile(r"\{([\w-]+)\}")

_INLINE = re.compile(
    r"""(?<![\w/:])(?:link:(?P<link>[^\s\[\]]{1,1000}+)|(?P<url>https?://[^\s\[\]<>]{1,1000}+))
      \[(?P<label>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]
    | <(?P<angle>https?://[^<>\s]+)>
    | <<(?P<target>[^<>,\n]+)(?:,(?P<name>[^<>\n]+))?>>
    | (?<![\w:])xref:(?P<xref>[^\s\[\]]{0,200}+)\[(?P<xlabel>[^\[\]]*)\]
    | (?P<drop>\[\[\[?[^\[\]\n]*\]\]\]? | (?<![\w:])(?:footnote|image|icon|anchor):[^\s\[\]]{0,200}+\[[^\[\]]*\])
    | (?<![\w*])\*{1,2}(?=[^\s*])(?P<strong>[^*\n]+)(?<=\S)\*{1,2}(?![\w*])
    | (?<![\w_])_{1,2}(?=[^\s_])(?P<emphasis>[^_\n]+)(?<=\S)_{1,2}(?![\w_])
    | `(?P<code>[^`\n]+)`
    | (?P<wrap>[ ]\+(?=\n|\Z))
    """,
    re.VERBOSE,
)


def read(text: str) -> Outline:
    """The outline of an AsciiDoc document; never fails."""
    size = len(text)
    lines = text.split("\n")
    del text  # one emoji makes it four times as large as its lines
    return _Reader(lines, size).read()


class _Reader:
    def __init__(self, lines: list[str], size: int) -> None:
        self._lines = lines
        self._attributes: dict[str, str] = {}
        self._marks: list[str] = []
        self._joined = False
        self._after_blank = True
        self._columns = ""
        self._growth_left = 10_000 + sum(map(len, lines))
        self._last = {line.rstrip(): number for number, line in enumerate(lines) if line}
        self._nesting = Nesting(self._inline, size)

    def read(self) -> Outline:
        number = 0
        while number < len(self._lines):
            number = self._take(number)
        return Outline(_with_title(self._nesting.build()))

    def _take(self, number: int) -> int:
        """Take the line, and those that belong to it; the number of the next one comes back."""
        text, line = self._lines[number].rstrip(), number + 1
        if "{" in text:
            text = self._with_attributes(text)
        if not text or text == "+":
            self._nesting.blank()
            self._joined, self._after_blank = text == "+", not text
            return line
        if (unread := _UNREAD.match(text)) and (end := self._behind(number, unread[1])):
            return end
        if text.startswith("|==="):
            return self._take_table(number)
        if end := self._take_heading(number, text):
            return end
        if not self._is_markup(text, line):
            self._take_text(text, line)
        self._after_blank = False
        return line

    def _with_attributes(self, text: str) -> str:
        """The line with the values of its attributes, as long as they don't make the document grow without end."""
        longest = max(map(len, self._attributes.values()), default=0)
        growth = text.count("{") * longest
        if growth > self._growth_left:
            return text
        self._growth_left -= growth
        return _REFERENCE.sub(lambda name: self._attributes.get(name[1].casefold(), name[0]), text)

    def _behind(self, number: int, mark: str) -> int | None:
        """The line behind a block that is left out, if it is closed; ``None`` where the mark is an underline."""
        text = self._lines[number].rstrip()
        if mark != "```" and (text != mark or self._is_title_above(number)):
            return None
        closing = mark if mark == "```" else text
        if self._last.get(closing, -1) <= number:
            return None
        self._nesting.blank()
        return (
            next(later for later in range(number + 1, len(self._lines)) if self._lines[later].rstrip() == closing) + 1
        )

    def _is_title_above(self, number: int) -> bool:
        above = self._lines[number - 1].rstrip() if number else ""
        return bool(above) and self._nesting.is_open and abs(len(above) - len(self._lines[number].rstrip())) <= 2

    def _take_heading(self, number: int, text: str) -> int | None:
        heading = _HEADING.match(text)
        below = self._lines[number + 1].rstrip() if number + 1 < len(self._lines) else ""
        if heading:
            self._nesting.heading(number + 1, len(heading[1]), heading[2].rstrip("= "))
        elif (
            self._after_blank
            and _UNDERLINE.match(below)
            and abs(len(below) - len(text)) <= 2
            and any(character.isalpha() for character in text)
        ):
            self._nesting.heading(number + 1, _UNDERLINES.index(below[0]) + 1, text)
        else:
            return None
        self._marks = []
        self._after_blank = True
        return number + (1 if heading else 2)

    def _is_markup(self, text: str, line: int) -> bool:
        """Whether a line is markup and no text: a comment, an attribute, a delimiter, a macro."""
        if attribute := _ATTRIBUTE.match(text):
            if len(attribute[2] or "") < 1000 and len(self._attributes) < 100:
                self._attributes[attribute[1].casefold()] = attribute[2] or ""
        elif _BLOCK_ATTRIBUTES.match(text) and not text.startswith("[["):
            self._columns = text
        elif _RULE.match(text):
            self._nesting.add(Rule(line))
        elif _DELIMITER.match(text):
            self._nesting.blank()
        elif (title := _BLOCK_TITLE.match(text)) and not self._nesting.is_open:
            if not any(below.startswith("|===") for below in self._lines[line : line + 2]):  # a table's is a caption
                self._nesting.text(line, 2 * len(self._marks), f"*{title[1]}*")
                self._nesting.blank()
        else:
            return text.startswith("//") or bool(_MACRO.match(text))
        return True

    def _take_text(self, text: str, line: int) -> None:
        item = _ITEM.match(text)
        described = None if item or "://" in text.partition("::")[0] else _DESCRIPTION.match(text)
        if found := item or described:
            mark = "1." if item and item["number"] else found["mark"]
            self._marks = self._marks[: self._marks.index(mark)] if mark in self._marks else self._marks
            self._marks.append(mark)
            words = (item["text"] if item else described["term"] if described else "") or ""
            number = int(item["number"]) if item and item["number"] else None
            self._nesting.item(line, 2 * len(self._marks), _CHECKBOX.sub("", words, count=1), number)
            if described and described["text"]:
                self._nesting.lazy(line, described["text"])
        elif self._nesting.is_open:
            self._nesting.lazy(line, text.strip())
        else:
            is_inside = self._joined or text[0] in " \t"
            self._marks = self._marks if is_inside else []
            self._nesting.text(line, 2 * len(self._marks) + 1, text.strip())
        self._joined = False

    def _take_table(self, number: int) -> int:
        """A table: its cells begin with ``|``, several in a line or one; a blank line below the first row heads it."""
        options, self._columns = self._columns, ""
        start = number
        self._nesting.blank()
        cells: list[tuple[int, list[str]]] = []
        first = 0
        headed = "header" in options
        number += 1
        while number < len(self._lines) and not self._lines[number].startswith("|==="):
            text = self._lines[number].strip()
            number += 1
            marks = list(_CELL.finditer(text))
            ends = [*(mark.start() for mark in marks[1:]), len(text)]
            if cells and text[: marks[0].start() if marks else None].strip():
                cells[-1][1].append(text[: marks[0].start() if marks else None].strip())
            cells += [(number, [text[m.end() : end].strip()]) for m, end in zip(marks, ends, strict=bool(marks))]
            if not first and cells and not text:
                headed = headed or len(cells) > 1
            if not first and marks:
                first = len(marks)
                headed = headed or (first > 1 and number < len(self._lines) and not self._lines[number].strip())
        columns = _COLUMNS.search(options)
        width = max(columns[1].count(",") + 1 if columns else first, 1)
        rows = [
            Row(part[0][0], tuple(self._nesting.spans(" ".join(texts), line) for line, texts in part))
            for part in (cells[place : place + width] for place in range(0, len(cells), width))
        ]
        header = rows.pop(0).cells if headed and len(rows) > 1 else ()
        if rows:
            names = (*header, *((),) * (width - len(header)))
            self._nesting.add(
                Table(start + 1, names, tuple(rows)), indent=2 * len(self._marks) + 1 if self._joined else 0
            )
        return number + 1

    def _inline(self, text: str) -> Inline:
        return dress(text, _INLINE, self._dressed)

    def _dressed(self, match: re.Match[str]) -> Iterator[Span]:
        if url := match["link"] or match["url"]:
            label = one_line(match["label"]).strip().removesuffix("^").strip('"').strip("*_")
            yield Span(label or url, url)
        elif match["angle"]:
            yield Span(match["angle"], match["angle"])
        elif match["target"] or match["xref"]:
            target = match["target"] or match["xref"]
            yield Span(match["name"] or match["xlabel"] or target, "#" + target.lstrip("#"))
        elif match["code"]:
            yield Span(match["code"], mark="code")
        elif marked := match["strong"] or match["emphasis"]:
            mark = "strong" if match["strong"] else "emphasis"
            for span in dress(marked, _LINK, self._dressed_link):
                yield span if span.text == BREAK else span._replace(mark=mark)

    def _dressed_link(self, match: re.Match[str]) -> Iterator[Span]:
        yield Span(one_line(match["label"]).strip().removesuffix("^") or match["url"], match["url"])


def _with_title(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, the lone outermost heading that opens them as the title: ``== Papers`` over ``=== Tea``.

    Headings without a name of their own, ``=== !`` in a file of slides, stand under it as under a topic.
    """
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading):
        return blocks
    others = [block for block in blocks[1:] if isinstance(block, Heading)]
    named = [other for other in others if any(map(str.isalpha, plain_text(other.inline)))]
    is_title = len(named) > 1 and all(other.level > first.level for other in others)
    return (first._replace(level=1), *blocks[1:]) if is_title else blocks


_LINK = re.compile(r"(?<![\w/])(?:link:)?(?P<url>https?://[^\s\[\]<>]{1,1000}+)\[(?P<label>[^\[\]]*)\]")
