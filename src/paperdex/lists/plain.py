"""Plain text to an outline: headings as people draw them, and entries of one line or of several.

A heading is a line with a rule of ``=``, ``-`` or ``~`` below it, a line in brackets or between such signs
(``[Teapots]``, ``== Teapots ==``), and a few words, perhaps with a colon, right above what is listed. Where a paragraph
begins with a bullet or number, each mark begins an entry and the lines without one go on with it. Else a line is an
entry, with the line of nothing but links below it; a paragraph of several lines with one link is one entry where most
paragraphs are. ``#`` begins a comment; a lone comment above a list is its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperdex.core.identifiers import MalformedIdentifier, parse_number
from paperdex.lists.outline import Cut, Inline, Outline, Rule
from paperdex.lists.syntax.id_lines import is_of_ids, passed_over, says_nothing, valid_names_in
from paperdex.lists.syntax.id_lines import read as read_ids
from paperdex.lists.syntax.nesting import Nesting, dress

_UNDERLINE = re.compile(r"(=|-|~|_|\*|#)\1{2,}[ \t]*\Z")
_LEVELS = {"=": 1, "-": 2, "~": 3}
_DRAWN_LEVEL, _BRACKETS_LEVEL, _CAPITALS_LEVEL, _WORDS_LEVEL, _COLON_LEVEL = 4, 5, 6, 7, 8
_DRAWN = re.compile(r"[-=~*#_<>+]{2,10}[ \t]*(?P<name>[^\W_][^=~*#_<>]{0,80}?)[ \t]*[-=~*#_<>+]{2,80}\Z")
_BRACKETS = re.compile(r"\[(?P<name>[^\[\]]*)\][:：]?\Z|【(?P<wide>[^【】]*)】[:：]?\Z|<(?P<angle>[^<>/:]*)>\Z")
_COMMENT = re.compile(r"#+(?:[ \t]+(?P<words>\S.*)|[ \t]*|(?=https?:|arxiv:|\d{4}\.\d{4,5}).*)\Z", re.IGNORECASE)
_MARK = re.compile(
    r"(?:[-*+•·・･‣◦▪▫■□●○◆◇–—→★☆✓➤]|\[(?P<a>\d{1,4})\]|\((?P<b>\d{1,3})\)|\#?(?P<c>\d{1,3})(?:[.)、．:]|\b-)|（\d{1,3}）|\(?[a-z]\)|"
    r"[①-⑳])(?:[ \t\u3000]+|(?<=[、．）①-⑳•●・･])(?=\S))(?:\[[ xX✓]\][ \t]+)?(?=\S)"
)
_SECTION = re.compile(r"\d{1,2}(?P<inner>(?:\.\d{1,2}){1,3})\.?[ \t]+(?=[^\W\d_])")
"""The number of a section within another: ``2.1 Kettles``."""
_NAMES = re.compile(r"https?://|arxiv|\bdoi\b|\b10\.\d{4}|\d{4}\.\d{4}|[a-z]/\d{7}", re.IGNORECASE)
_VENUE_LINE = re.compile(r"[^\W\d_][^.:\d]{1,40} (?:19|20)\d\d\Z")
"""A venue and its year, below the link of a paper."""
_YEAR = re.compile(r"[(\[]?(?:19|20)\d\d[)\]]?[:：]?\Z")
_NUMBER = re.compile(r"\d{4}\.\d{4,5}|[a-z-]/\d{7}", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z.-]+/\d{7}(?:v\d+)?", re.IGNORECASE)
_LINK_PIECE = re.compile(
    r"(?:<?https?://\S+|(?:www\.|arxiv\.org/|doi\.org/)\S+|(?:arxiv|doi):?\s?\S*\d\S*|\d{4}\.\d{4,5}(?:v\d+)?"
    r"|[a-z-]+/\d{7}(?:v\d+)?|[-–|,;/()\[\]]|pdf:?|link:?|url:?|paper:?|code:?|arxiv:?)\s*",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[:：]\s*(?=[(（][^()（）]*[)）]\Z)")
_GOES_ON = re.compile(
    r"(?:[,，‐-]|\b(?:an?|and|the|of|for|in|on|to|with|via|by|from|as|at|or|using|against|through|under|over|into|its"
    r"|et|de|des|du|la|le|und|der|für|в|и|на|для))\Z",
    re.IGNORECASE,
)
_LONGEST_NAME = 80
_MOST_WORDS = 10
_PROSE_END = (".", "!", ",", ";", "。", "！", "，", "；")
_DRAWING = "=-~*#_<>+[【"
_SEEN = 20
"""A heading is judged by so many of the lines below it."""
_WRAPPED = (60, 110)
"""Text that was wrapped has lines at most so wide: between these."""


class _Line(NamedTuple):
    line: int
    indent: int
    text: str
    """Without the mark and the blanks around it."""
    is_marked: bool = False
    number: int | None = None

    @property
    def names_paper(self) -> bool:
        return _NAMES.search(self.text) is not None

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but links and identifiers."""
        end = 0
        while end < len(self.text) and (piece := _LINK_PIECE.match(self.text, end)):
            end = piece.end()
        return end == len(self.text) and self.names_paper


def read(text: str) -> Outline:
    """The outline of a plain text; never fails."""
    if is_of_ids(text):
        return read_ids(text)
    size = len(text)
    lines = text.split("\n")
    del text  # one emoji makes it four times as large as its lines
    reader = _Reader(lines, size)
    del lines
    return reader.read()


class _Reader:
    def __init__(self, lines: list[str], size: int) -> None:
        self._blocks = _paragraphs(lines)
        listed = [block for block in self._blocks if not any(line.is_marked for line in block)]
        self._is_marked = sum(line.is_marked for block in self._blocks for line in block) > 1
        marked = [line for block in self._blocks for line in block if line.is_marked]
        with_colon = sum(line.text.endswith((":", "：")) for line in marked)
        self._few_end_with_colon = 4 * with_colon <= len(marked)
        many = [block for block in listed if len(block) > 1 and any(line.names_paper for line in block)]
        whole = sum(_is_one_paper(block) for block in many)
        self._paragraph_is_paper = whole > 1 and 2 * whole > len(many)
        widths = sorted(len(line) for line in lines if line.strip())
        widest = widths[-1] if widths else 0
        near = sum(5 * width >= 4 * widest for width in widths)
        self._width = widest if _WRAPPED[0] <= widest <= _WRAPPED[1] and 3 * near >= len(widths) else 0
        self._nesting = Nesting(_inline, size)
        self._cuts: list[Cut] = []

    def read(self) -> Outline:
        for number, block in enumerate(self._blocks):
            following = self._blocks[number + 1] if number + 1 < len(self._blocks) else ()
            self._take(block, following)
            self._nesting.blank()
            self._blocks[number] = []  # nothing looks back
        return Outline(self._nesting.build(), cuts=tuple(self._cuts))

    def _take(self, block: Sequence[_Line], following: Sequence[_Line]) -> None:
        """Take a paragraph: its headings, and what stands below them."""
        start = 0
        marks = sum(line.is_marked for line in block)
        while start < len(block):
            if taken := self._take_heading(block, start, following):
                start += taken
            elif block[start].is_marked:
                start = self._take_marked(block, start)
            else:
                start = self._take_lines(block, start, has_marks=marks > 1)

    def _take_heading(self, block: Sequence[_Line], start: int, following: Sequence[_Line]) -> int:
        """Take the heading that begins there, if one does: how many lines it has comes back."""
        line = block[start]
        below = block[start + 1] if start + 1 < len(block) else None
        is_underlined = below is not None and _UNDERLINE.match(below.text) and not _UNDERLINE.match(line.text)
        if is_underlined and valid_names_in(line.text):
            return 0
        if below and is_underlined and (rule := _UNDERLINE.match(below.text)):
            self._nesting.heading(line.line, _LEVELS.get(rule[1], _DRAWN_LEVEL), line.text)
            return 2
        if _UNDERLINE.match(line.text):
            self._nesting.add(Rule(line.line))
            return 1
        if comment := _COMMENT.match(line.text):
            alone = not (below and _COMMENT.match(below.text)) and not (start and _COMMENT.match(block[start - 1].text))
            words = comment["words"] or ""
            if alone and (below or following) and _is_name(words) and not _NAMES.search(words):
                self._nesting.heading(line.line, _DRAWN_LEVEL + line.text.count("#", 0, 6), words)
            return 1
        if line.is_marked or line.names_paper:
            return 0
        if name := _DRAWN.match(line.text) or _BRACKETS.match(line.text):
            words = next(group for group in name.groups() if group is not None).strip()
            if any(map(str.isalpha, words)):
                is_drawn = name.re is _DRAWN
                self._nesting.heading(line.line, _DRAWN_LEVEL if is_drawn else _BRACKETS_LEVEL, words)
                return 1
        listed = block[start + 1 : start + 1 + _SEEN] or following[:_SEEN]
        level = self._level_of_words(line, listed)
        if level:
            self._nesting.heading(line.line, level, line.text.rstrip(":： "))
        return 1 if level else 0

    def _level_of_words(self, line: _Line, listed: Sequence[_Line]) -> int:
        """The level of a line of words that heads what is listed below it; 0 where it heads nothing."""
        if not listed or not _is_name(line.text):
            return 0
        first = listed[0]
        deeper = min(line.indent, 1)
        if section := _SECTION.match(line.text):
            return _DRAWN_LEVEL + section["inner"].count(".")
        papers = _papers(listed)
        if line.text.endswith((":", "：")):
            heads = first.is_marked or (first.indent > line.indent and not first.is_link)
            heads = heads or (first.names_paper and (papers > 1 or not self._paragraph_is_paper))
            return _COLON_LEVEL + deeper if heads else 0
        heads = first.is_marked and first.indent >= line.indent
        heads = heads or (papers > 1 and all(each.is_link for each in listed))
        heads = heads or (first.indent > line.indent and sum(each.names_paper for each in listed) > 1)
        if not heads:
            return 0
        return _CAPITALS_LEVEL if line.text.isupper() else _WORDS_LEVEL + deeper

    def _take_marked(self, block: Sequence[_Line], start: int) -> int:
        """Take entries that begin with a mark, up to a heading; a line without a mark goes on with the entry above."""
        year: _Line | None = None
        is_named = False
        for number in range(start, len(block)):
            line = block[number]
            is_named = is_named and not line.is_marked
            below = block[number + 1] if number + 1 < len(block) else None
            if line.is_marked and below and _YEAR.match(line.text) and not (below.is_marked or below.names_paper):
                year = line  # the title stands below it
            elif year is not None:
                self._nesting.item(year.line, year.indent, line.text, year.number)
                self._nesting.lazy(year.line, year.text)
                year = None
            elif line.is_marked:
                title, *remark = _REMARK.split(line.text, maxsplit=1)
                self._nesting.item(line.line, line.indent, title, line.number)
                for words in remark:
                    self._nesting.lazy(line.line, words)
            elif line.indent <= block[start].indent and self._heads_within(block, number):
                self._nesting.close_lists()
                return number
            elif line.indent <= block[start].indent and _stands_alone(line, is_named=is_named):
                self._nesting.item(line.line, block[start].indent, line.text)
            elif self._runs_on(block[number - 1], line):
                self._nesting.run_on(line.text)
            else:
                self._nesting.lazy(line.line, _spelled(line.text))
            is_named = is_named or _NUMBER.search(line.text) is not None
        return len(block)

    def _take_lines(self, block: Sequence[_Line], start: int, *, has_marks: bool) -> int:
        """Take lines without marks, or with but one: an entry each, one entry all together, or running text."""
        end = start + 1
        while end < len(block) and not (block[end].is_marked and has_marks) and not self._heads_within(block, end):
            end += 1
        lines = block[start:end]
        names = any(line.names_paper for line in lines)
        is_prose = any(line.text[0].islower() for line in lines[1:])
        is_text = not names and (self._is_marked or is_prose)
        is_paper = names and self._paragraph_is_paper and _is_one_paper(lines)
        above: _Line | None = None
        has_venue = False
        for number, line in enumerate(lines):
            named = valid_names_in(line.text) if line.is_link else ()
            if not line.names_paper and says_nothing(line.text) and _is_beside_id(lines, number):
                self._cuts.append(passed_over(line.line, line.text))
                continue
            if isinstance(parse_number(line.text), MalformedIdentifier) and _is_beside_id(lines, number):
                self._nesting.item(line.line, 0, f"arXiv:{line.text}")
                above = line
                continue
            below_title = len(named) < 2 and line.is_link and above is not None and not above.names_paper
            below_title = below_title and not (named and (has_venue or parse_number(above.text if above else "")))
            has_venue = above is not None and above.is_link and _VENUE_LINE.match(line.text) is not None
            below_title = below_title or has_venue
            if is_text:
                self._nesting.text(line.line, line.indent, line.text)
            elif above is None or not (is_paper or below_title or (line.indent > lines[0].indent and not named)):
                if above is not None and _is_quote_open(above.text):
                    self._nesting.run_on(line.text)
                else:
                    self._nesting.item(line.line, 0, line.text)
            elif self._runs_on(above, line):
                self._nesting.run_on(line.text)
            else:
                self._nesting.lazy(line.line, _spelled(line.text))
            above = line
        return end

    def _heads_within(self, block: Sequence[_Line], number: int) -> bool:
        """Whether a line among others is none of them: a comment, a heading that is drawn or has a colon."""
        line = block[number]
        below = block[number + 1] if number + 1 < len(block) else None
        if line.text[0] == "#" and _COMMENT.match(line.text):
            return True
        if line.names_paper or (line.text[0] not in _DRAWING and below is None):
            return False
        if _UNDERLINE.match(line.text) or _DRAWN.match(line.text) or _BRACKETS.match(line.text):
            return True
        if below and _UNDERLINE.match(below.text):
            return True
        return bool(below and below.is_marked and line.text.endswith((":", "：")) and _is_name(line.text))

    def _runs_on(self, above: _Line, line: _Line) -> bool:
        """Whether a line goes on with the sentence or title of the line above it, as wrapped text does."""
        if above.is_link or line.is_link:
            return False
        if line.text[0].islower() or _GOES_ON.search(above.text) or _is_quote_open(above.text):
            return True
        if above.is_marked and above.text.endswith((":", "：")) and not line.names_paper:
            return self._few_end_with_colon
        width = above.indent + len(above.text) + 1 + len(line.text.split(maxsplit=1)[0])
        return bool(self._width) and 5 * width >= 4 * self._width and line.indent > 0


def _paragraphs(lines: list[str]) -> list[list[_Line]]:
    """The lines that are not blank, in runs of neighbours."""
    blocks: list[list[_Line]] = []
    block: list[_Line] = []
    for number, raw in enumerate(lines, start=1):
        text = raw.strip()
        if not text:
            if block:
                blocks.append(block)
            block = []
            continue
        indent = len(raw.expandtabs(8)) - len(raw.expandtabs(8).lstrip())
        mark = None if _UNDERLINE.match(text) else _MARK.match(text)
        if mark and not (text[0] in "-*+–—" and _DRAWN.match(text)):
            digits = mark["a"] or mark["b"] or mark["c"]
            block.append(_Line(number, indent, text[mark.end() :], True, int(digits) if digits else None))
        else:
            block.append(_Line(number, indent, text))
    return [*blocks, block] if block else blocks


def _is_one_paper(block: Sequence[_Line]) -> bool:
    """Whether the lines of a paragraph give one paper: words first, and one arXiv number or one line of links."""
    if len(block) < 2 or block[0].is_link or any(line.is_marked for line in block):
        return False
    numbers = _papers(block)
    return numbers == 1 or (not numbers and sum(line.names_paper for line in block) == 1)


def _stands_alone(line: _Line, *, is_named: bool) -> bool:
    """Whether a line among marked ones is nothing but numbers, and not the one of an item that has none yet."""
    named = valid_names_in(line.text) if line.is_link else ()
    return bool(named) and (is_named or len(named) > 1) and all(map(_BARE_NUMBER.fullmatch, named))


def _spelled(text: str) -> str:
    """A line; one that is nothing but a number, below a title, says whose it is."""
    named = valid_names_in(text)
    return f"arXiv:{named[0]}" if len(named) == 1 and _BARE_NUMBER.fullmatch(named[0]) else text


def _is_beside_id(lines: Sequence[_Line], number: int) -> bool:
    """Whether a line stands right above or below one of nothing but identifiers."""
    beside = (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
    return any(valid_names_in(line.text) for line in beside)


def _is_quote_open(text: str) -> bool:
    """Whether a line ends within quotes: ``Ada Invented, "An Invented Paper on IEEE``."""
    if '"' in text:
        start = text.rfind('"')
        opens = (not start or text[start - 1] in " (,") and text[start + 1 : start + 2].isalnum()
        return opens and text.count('"') % 2 == 1
    return text.rfind("“") > text.rfind("”")


def _papers(block: Sequence[_Line]) -> int:
    return len({number for line in block for number in _NUMBER.findall(line.text)})


def _is_name(text: str) -> bool:
    """Whether a line may be the name of what stands below it: a few words and no sentence."""
    return (
        len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith(_PROSE_END)
        and any(map(str.isalpha, text))
    )


def _inline(text: str) -> Inline:
    return dress(text, _NOTHING, lambda _: ())


_NOTHING = re.compile(r"(?!)")
