"""Files of identifiers, one or several a line, to an outline: every line of them is accounted for.

A text is one where lines of nothing but identifiers are twice as many as all others at least. There such a line is an
entry, or several, whatever stands above it. A number that is no identifier (``801.9500``, ``12345``) is an entry with a
malformed one. A title right above one identifier belongs to it. Words above several are a heading where a blank line, a
mark or a colon says so. Anything else is passed over, and the outline says so, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperdex.core.identifiers import Identifier, find_identifiers, parse_identifier, parse_number
from paperdex.lists.entry.columns import role_of
from paperdex.lists.outline import Cut, Heading, Outline, Record, Span
from paperdex.lists.packed import Blocks
from paperdex.lists.words.links import is_address, is_paper_link
from paperdex.lists.words.wording import may_be_title

_LONGEST = 1000
_LONGEST_NAME = 80
_MOST_OTHERS = 20
"""Lines of something else, beyond half of those of identifiers, with which a text is given up as one of prose."""
_MARK = re.compile(
    r"(?:[-*+•]|\[\d{1,4}\]|\(?\d{1,3}[.)])[ \t]+(?=\S)"
    r"|\d{1,4}[ \t]+(?=(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7}))",
    re.IGNORECASE,
)
"""What counts a line off; also a bare number, where an identifier is next."""
_BETWEEN = re.compile(r"[\s,，、;；|&]+")
_CLOSED = "\"'`<>()[]{}.:·"
_JOINING = frozenset({"", "and", "or", "und", "et", "y", "и", "arxiv", "preprint", "eprint"})
_SUBJECT = re.compile(r"\[[a-z-]{2,10}(?:\.[A-Za-z-]{2,10})?\]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_EMPTY = re.compile(r"[^\n]+")
_RULE = re.compile(r"([=~-])\1{2,}\Z")
_DRAWN = re.compile(
    r"(?:[-=~*#<>+]{2,10}[ \t]*|\[|【)(?P<name>[^\W_][^=~*#<>\[\]]{0,80}?)(?:[ \t]*[-=~*#<>+]{2,80}|\]|】)\Z"
)
_HASHES = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?\Z")
_COMMENT = re.compile(r"#|<!--.*-->\Z")
_OTHER_MARKUP = re.compile(r"^[ \t]*(?:```|~~~|>|<(?!https?:|!--.*-->\s*$))|\A---[ \t]*\n[\w-]+:|\]\(", re.MULTILINE)
"""What makes a text one of Markdown, whatever else is in it."""
_INDENTED = re.compile(r"^(?: {2,}|\t)\s*(?:[-*+]|\d{1,3}[.)]) ", re.MULTILINE)
"""An item within another."""
_NOTHING = frozenset({"na", "n/a", "nan", "none", "null", "nil", "tbd", "tba", "todo", "unknown", "missing"})
_PROSE_END = (".", "!", "?", ",", ";", "。", "！", "，", "；")
_DRAWN_LEVEL, _WORDS_LEVEL, _COLON_LEVEL = 4, 7, 8


class _Line(NamedTuple):
    line: int
    text: str
    """Without its mark."""
    names: tuple[str, ...]
    """What it names, where it is nothing but that."""
    begins: bool
    """Whether it stands below a blank line, a comment or a rule."""


def names_in(text: str) -> tuple[str, ...]:
    """The identifiers of a line that is nothing but some, broken numbers too; empty for another line."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return ()
    if parse_number(whole := text.strip(_CLOSED)):
        return (whole,)
    names: list[str] = []
    end = 0
    for found in find_identifiers(text, bare=True):
        if not _take_between(text[end : found.start], names):
            return ()
        names.append(text[found.start : found.end])
        end = found.end
    return tuple(names) if _take_between(text[end:], names) else ()


def valid_names_in(text: str) -> tuple[str, ...]:
    """The same, where each of them is well formed; empty where one is not."""
    names = names_in(text)
    return names if all(isinstance(parse_identifier(name), Identifier) for name in names) else ()


def _take_between(text: str, names: list[str]) -> bool:
    """Take what stands between identifiers: numbers, DOIs and signs; false where there is anything else."""
    for token in _BETWEEN.split(_SUBJECT.sub("", text)):
        name = token.strip(_CLOSED)
        if parse_number(name) or (name and parse_identifier(name)):
            names.append(name)
        elif name.casefold() not in _JOINING:
            return False
    return True


def is_of_ids(text: str, *, is_markdown: bool = False) -> bool:
    """Whether a text is a file of identifiers, some of them more than just numbers."""
    if _INDENTED.search(text) or (is_markdown and _OTHER_MARKUP.search(text)):
        return False
    ids = others = named = good = 0
    for raw in _NOT_EMPTY.finditer(text):
        line = _unmarked(raw[0])
        if not any(map(str.isalnum, line)) or _COMMENT.match(line) or line.endswith((":", "：")):
            continue
        if names := names_in(line):
            ids += 1
            good += any(parse_identifier(name) is not None for name in names)
        else:
            is_named = any(map(str.isdigit, line)) and _has_identifier(line[:_LONGEST])
            named += is_named
            others += not (is_named or says_nothing(line))
            if max(2 * others, named) > ids + 2 * _MOST_OTHERS:
                return False
    return good > 0 and ids > 1 and max(2 * others, named) <= ids


def _unmarked(raw: str) -> str:
    text = raw.strip()
    mark = _MARK.match(text)
    return text[mark.end() :] if mark and not _RULE.match(text) else text


def passed_over(line: int, text: str) -> Cut:
    """What is told of a line that is no entry."""
    shown = text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
    return line, f"{shown!r} was passed over, being neither an identifier nor a title."


def says_nothing(text: str) -> bool:
    """Whether a line stands where something is missing (``NA``), or is the name of a column of identifiers."""
    name = text.strip(_CLOSED + "#*").casefold()
    return (
        name in _NOTHING or name.partition(":")[0] in {"todo", "fixme", "xxx"} or role_of(name)[0] in {"arxiv", "doi"}
    )


def read(text: str, *, is_markdown: bool = False) -> Outline:
    """The outline of a file of identifiers; never fails."""
    reader = _Reader(list(_lines(text)), len(text), is_markdown=is_markdown)
    reader.read()
    return Outline(tuple(reader.blocks), cuts=tuple(reader.cuts))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank."""
    begins = True
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _unmarked(raw)
        if not line:
            begins = True
            continue
        yield _Line(number, line, () if line[0] == "#" else names_in(line), begins)
        begins = _RULE.match(line) is not None or _COMMENT.match(line) is not None


class _Reader:
    def __init__(self, lines: Sequence[_Line], size: int, *, is_markdown: bool) -> None:
        self.blocks = Blocks(size)
        self.cuts: list[Cut] = []
        self._lines = lines
        self._is_markdown = is_markdown

    def read(self) -> None:
        """Take every line, in order."""
        position = 0
        while position < len(self._lines):
            position += self._take(position)

    def _take(self, position: int) -> int:
        """Take what begins there: how many lines it has comes back."""
        line = self._lines[position]
        below = self._at(position + 1)
        if line.begins and _YEAR.fullmatch(line.text) and below and below.names and not below.begins:
            self._heading(line, _WORDS_LEVEL, line.text)
        elif line.names:
            self._add(line)
        elif line.text[0] == "#" or not any(map(str.isalnum, line.text)) or _COMMENT.match(line.text):
            self._take_sign(position)
        elif below and (rule := _RULE.match(below.text)) and not below.begins:
            self._heading(line, {"=": 1, "-": 2}.get(rule[1], 3), line.text)
            return 2
        elif name := self._heading_name(position):
            level, words = name
            self._heading(line, level, words)
        elif below and not below.begins and len(below.names) == 1 and _is_title(line.text):
            self._add(below._replace(line=line.line), title=line.text)
            return 2
        else:
            self._take_words(line)
        return 1

    def _at(self, position: int) -> _Line | None:
        return self._lines[position] if 0 <= position < len(self._lines) else None

    def _take_sign(self, position: int) -> None:
        """A comment, a rule, or a heading that begins with ``#``: any in Markdown, in plain text one that is alone."""
        line, above, below = self._lines[position], self._at(position - 1), self._at(position + 1)
        match = _HASHES.match(line.text)
        if not match:
            return
        words = match["words"]
        if self._is_markdown:
            if names := names_in(words):
                self._add(line._replace(names=names))
            else:
                self._heading(line, len(match["marks"]), words)
            return
        alone = not any(
            each and abs(each.line - line.line) == 1 and each.text[0] == "#" and not each.names
            for each in (above, below)
        )
        if alone and below and not names_in(words) and len(words) <= _LONGEST_NAME and not words.endswith(_PROSE_END):
            self._heading(line, _DRAWN_LEVEL + len(match["marks"]), words)

    def _heading_name(self, position: int) -> tuple[int, str] | None:
        """The level and words of the heading that a line of words is, if it is one."""
        line = self._lines[position]
        if says_nothing(line.text) or len(line.text) > _LONGEST_NAME:
            return None
        if drawn := _DRAWN.match(line.text):
            return _DRAWN_LEVEL, drawn["name"]
        below = self._at(position + 1)
        if not below or not below.names or line.text.endswith(_PROSE_END) or _has_identifier(line.text):
            return None
        if line.text.endswith((":", "：")):
            return _COLON_LEVEL, line.text.rstrip(":： ")
        second = self._at(position + 2)
        is_above_several = second is not None and bool(second.names) and not second.begins
        return (_WORDS_LEVEL, line.text) if line.begins and is_above_several else None

    def _heading(self, line: _Line, level: int, words: str) -> None:
        self.blocks.append(Heading(line.line, level, (Span(words, line=line.line),)))

    def _add(self, line: _Line, title: str = "", note: str = "") -> None:
        """An entry for each identifier of a line."""
        for name in line.names:
            is_link = is_address(name)
            links = ((name, name),) if is_link else ()
            broken = parse_identifier(name) is None
            names, numbers = ((), (name,)) if broken else ((name,), ())
            self.blocks.append(Record(line.line, title, names, note=note or None, links=links, numbers=numbers))

    def _take_words(self, line: _Line) -> None:
        """A line with words: an entry where it names a paper or is a title, else told as passed over."""
        text = line.text
        if is_address(text) and is_paper_link(Span(text, text)):
            self.blocks.append(Record(line.line, "", (text,), links=((text, text),)))
        elif _has_identifier(text):
            ids = [text[found.start : found.end] for found in find_identifiers(text, bare=True)]
            rest = text
            for name in ids:
                rest = rest.replace(name, " ")
            words = " ".join(rest.split()).strip(" ,;:|-–—")
            is_title = len(ids) == 1 and not words[:1].islower() and words[:1] not in "#(["
            for name in ids:
                line = line._replace(names=(name,))
                self._add(line, title=words if is_title else "", note="" if is_title else words.strip("#()[] "))
        elif _is_title(text):
            self.blocks.append(Record(line.line, text))
        else:
            self.cuts.append(passed_over(line.line, text))


def _has_identifier(text: str) -> bool:
    return next(find_identifiers(text, bare=True), None) is not None


def _is_title(text: str) -> bool:
    """Whether a line may be a title: some words, no sentence, and no identifier among them."""
    return not (text.endswith(_PROSE_END) or says_nothing(text) or _has_identifier(text)) and may_be_title(text)
