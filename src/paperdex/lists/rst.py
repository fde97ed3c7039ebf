"""reStructuredText to an outline: sections, lists, tables, citations and links.

Read line by line here: docutils runs directives, some of which read files, and gives messages in place of directives
and roles that it doesn't know, such as Sphinx's, whose text would be lost. Sections take their level from the order in
which their adornments first appear. Citations and footnotes (``.. [Inv18] ...``) are items. Not read: comments,
literal blocks, ``code``, ``raw``, ``math``, pictures, and files that a directive names; the text of any other
directive is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.lists.nesting import Nesting, dress, one_line
from paperdex.lists.outline import Inline, Outline, Row, Rule, Span, Table

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*\Z|(==|--|~~)\Z")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•]|\(?(?:(?P<number>\d{1,9})|#)[.)])(?:[ \t]+(?P<text>.*)|\Z)")
_EXPLICIT = re.compile(r"[ \t]*(?:\.\.(?:[ \t]|\Z)|__[ \t])")
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?(?P<name>[\w:+.-]+?)[ \t]?::(?:[ \t]+(?P<text>.*)|\Z)")
_CITATION = re.compile(r"[ \t]*\.\.[ \t]+\[[^\[\]]{1,100}\][ \t]*(?P<text>.*)")
_TARGET = re.compile(r"[ \t]*\.\.[ \t]+_(?:`(?P<quoted>[^`]+)`|(?P<name>[^:`]+)):[ \t]+(?P<url>\S.*)")
_ANONYMOUS = re.compile(r"[ \t]*(?:\.\.[ \t]+__:|__)[ \t]+(?P<url>\S.*)")
_REPLACE = re.compile(r"[ \t]*\.\.[ \t]+\|([^|]+)\|[ \t]+replace::[ \t]+(.*)")
_OPTION = re.compile(r"[ \t]+:[\w-]+:(?:[ \t]|\Z)")
_UNREAD = frozenset(
    {"code", "code-block", "sourcecode", "raw", "math", "image", "figure", "include", "literalinclude", "toctree"}
    | {"contents", "highlight", "replace", "unicode", "date", "meta", "doctest", "parsed-literal", "bibliography"}
)
_HEADED = frozenset({"rubric", "topic", "sidebar"})
_SIMPLE_BORDER = re.compile(r"[ \t]*=+(?:[ \t]+=+)+[ \t]*\Z")
_SIMPLE_SPAN = re.compile(r"[ \t]*-+(?:[ \t]+-+)*[ \t]*\Z")
_GRID_BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*\Z")
_LINE_BLOCK = re.compile(r"\|[ \t]+")

_INLINE = re.compile(
    r"""``(?P<code>[^`\n]+)``
    | (?::(?P<role>[\w:+.-]{1,40}):)?`(?P<text>[^`<>]*)(?:<(?P<target>[^`<>]+)>)?`(?P<reference>__?)?
    | (?<![\w*])\*\*(?=\S)(?P<strong>[^*]+)(?<=\S)\*\*(?!\w)
    | (?<![\w*])\*(?=[^\s*])(?P<emphasis>[^*]+)(?<=\S)\*(?![\w*])
    | (?<!\w)\|(?P<substitution>[^|\s][^|\n]{0,60})\|_{0,2}
    | (?P<citation>\[[\w.#*-]{1,60}\]_)(?!\w)
    | (?<![\w/.:=&?-])(?P<name>[A-Za-z0-9]+(?:[-.+][A-Za-z0-9]+)*)_(?P<anonymous>_)?(?![\w/])
    | \\(?P<escaped>[^\n])
    """,
    re.VERBOSE,
)
_PAPER_ROLES = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}


def read(text: str) -> Outline:
    """The outline of a reStructuredText document; never fails."""
    return _Reader(text.expandtabs(8).split("\n")).read()


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._levels: dict[tuple[str, bool], int] = {}
        self._targets: dict[str, str] = {}
        self._unnamed: list[str] = []
        self._texts: dict[str, str] = {}
        for line in lines:
            if line.lstrip(" ").startswith(("..", "__")):
                self._take_target(line)
        self._next_unnamed = iter(self._unnamed)
        self._nesting = Nesting(self._inline)

    def read(self) -> Outline:
        number = 0
        while number < len(self._lines):
            number = self._take(number)
        return Outline(self._nesting.build())

    def _take_target(self, line: str) -> None:
        if match := _TARGET.match(line):
            self._targets[_name(match["quoted"] or match["name"])] = match["url"].strip()
        elif match := _ANONYMOUS.match(line):
            self._unnamed.append(match["url"].strip())
        elif match := _REPLACE.match(line):
            self._texts[match[1]] = match[2].strip()

    # -- lines -------------------------------------------------------------------------------------------------------

    def _take(self, number: int) -> int:
        """Take the line, and those that belong to it; the number of the next one comes back."""
        text, line = self._lines[number], number + 1
        if not text.strip():
            self._nesting.blank()
            return line
        indent = _width(text)
        if not indent and (end := self._take_heading(number)):
            return end
        if _EXPLICIT.match(text):
            return self._take_explicit(number, indent)
        if _SIMPLE_BORDER.match(text):
            return self._take_simple_table(number, indent)
        if _GRID_BORDER.match(text):
            return self._take_grid_table(number, indent)
        if item := _ITEM.match(text):
            ordinal = int(item["number"]) if item["number"] else None
            self._nesting.item(line, indent, item["text"] or "", ordinal)
        else:
            self._nesting.text(line, indent, _LINE_BLOCK.sub("", text.strip(), count=1))
        if text.rstrip().endswith("::") and self._blank(line):
            return self._behind_indented(line, indent)
        return line

    def _blank(self, number: int) -> bool:
        return number < len(self._lines) and not self._lines[number].strip()

    def _behind_indented(self, number: int, indent: int) -> int:
        """The first line from there on that has text and stands no further in; the document's end where none is."""
        while number < len(self._lines) and (self._blank(number) or _width(self._lines[number]) > indent):
            number += 1
        self._nesting.blank()
        return number

    def _take_heading(self, number: int) -> int | None:
        """Take a title with a line below it, or with one above and below; a line by itself is a rule."""
        first = _ADORNMENT.match(self._lines[number])
        below = self._lines[number + 1 : number + 3]
        if first and len(below) == 2 and below[0].strip() and below[1].rstrip() == self._lines[number].rstrip():
            self._heading(number + 2, below[0], (first[0][0], True))
            return number + 3
        if first and not self._nesting.is_open and (not below or not below[0].strip()) and len(first[0]) > 3:
            self._nesting.add(Rule(number + 1))
            return number + 1
        under = _ADORNMENT.match(below[0]) if below and not first and not self._nesting.is_open else None
        if under and len(under[0].rstrip()) >= min(len(self._lines[number].rstrip()), 4):
            self._heading(number + 1, self._lines[number], (under[0][0], False))
            return number + 2
        return None

    def _heading(self, line: int, text: str, adornment: tuple[str, bool]) -> None:
        level = self._levels.setdefault(adornment, len(self._levels) + 1)
        self._nesting.heading(line, level, text.strip())

    def _take_explicit(self, number: int, indent: int) -> int:
        """Take a citation or directive; comments, targets and what holds no papers are left out with their lines."""
        text = self._lines[number]
        if citation := _CITATION.match(text):
            self._nesting.item(number + 1, indent, citation["text"])
            return number + 1
        self._nesting.blank()
        directive = _DIRECTIVE.match(text)
        if not directive or directive["name"].rpartition(":")[2] in _UNREAD:
            return self._behind_indented(number + 1, indent)
        if directive["text"]:
            mark = "**" if directive["name"] in _HEADED else ""
            self._nesting.text(number + 1, indent, f"{mark}{directive['text'].strip()}{mark}")
        number += 1
        while number < len(self._lines) and _OPTION.match(self._lines[number]):
            number += 1
        self._nesting.blank()
        return self._take_list_table(number, indent) if directive["name"] == "list-table" else number

    # -- tables ------------------------------------------------------------------------------------------------------

    def _add_table(self, rows: list[Row], indent: int, *, headed: bool) -> None:
        if not rows:
            return
        header = rows.pop(0).cells if headed and len(rows) > 1 else ()
        width = max(len(row.cells) for row in rows)
        self._nesting.add(Table(rows[0].line, (*header, *((),) * (width - len(header))), tuple(rows)), indent=indent)

    def _cells(self, texts: list[list[str]], line: int) -> tuple[Inline, ...]:
        return tuple(self._nesting.spans(" ".join(part for part in parts if part), line) for parts in texts)

    def _take_list_table(self, number: int, indent: int) -> int:
        """A table whose rows are items of items: ``* - cell``."""
        rows: list[tuple[int, list[list[str]]]] = []
        while number < len(self._lines) and (self._blank(number) or _width(self._lines[number]) > indent):
            text = self._lines[number].strip()
            number += 1
            if text.startswith("* -"):
                rows.append((number, [[text[3:].strip()]]))
            elif rows and (text.startswith("- ") or text == "-"):
                rows[-1][1].append([text[1:].strip()])
            elif rows and text:
                rows[-1][1][-1].append(text)
        self._add_table([Row(line, self._cells(cells, line)) for line, cells in rows], indent, headed=True)
        return number

    def _take_simple_table(self, number: int, indent: int) -> int:
        columns = [match.start() for match in re.finditer(r"=+", self._lines[number])]
        edges = [*zip(columns, (*columns[1:], None), strict=True)]
        rows: list[tuple[int, list[list[str]]]] = []
        borders = 1
        header = 0
        number += 1
        while number < len(self._lines):
            text = self._lines[number]
            number += 1
            if _SIMPLE_BORDER.match(text):
                borders += 1
                header = len(rows) if borders == 2 else header
                if borders == 3 or self._blank(number) or number == len(self._lines):
                    break
            elif text.strip() and not _SIMPLE_SPAN.match(text):
                cells = [[text[start:end].strip()] for start, end in edges]
                if rows and not cells[0][0]:
                    for whole, part in zip(rows[-1][1], cells, strict=True):
                        whole += part
                else:
                    rows.append((number, cells))
        made = [Row(line, self._cells(cells, line)) for line, cells in rows]
        self._add_table(made, indent, headed=borders > 2 and header == 1)
        return number

    def _take_grid_table(self, number: int, indent: int) -> int:
        rows: list[tuple[int, list[list[str]]]] = []
        headed = False
        begins = True
        while number < len(self._lines):
            text = self._lines[number].strip()
            if not text.startswith(("|", "+")):
                break
            number += 1
            if _GRID_BORDER.match(text):
                begins = True
                headed = headed or ("=" in text and len(rows) == 1)
                continue
            cells = [[cell.strip()] for cell in text.strip("|").split("|")]
            if begins or len(cells) != len(rows[-1][1]):
                rows.append((number, cells))
            else:
                for whole, part in zip(rows[-1][1], cells, strict=True):
                    whole += part
            begins = False
        self._add_table([Row(line, self._cells(cells, line)) for line, cells in rows], indent, headed=headed)
        return number

    # -- text --------------------------------------------------------------------------------------------------------

    def _inline(self, text: str) -> Inline:
        return dress(text, _INLINE, self._dressed)

    def _dressed(self, match: re.Match[str]) -> Iterator[Span]:
        if match["code"]:
            yield Span(match["code"], mark="code")
        elif match["strong"] or match["emphasis"]:
            yield Span(one_line(match["strong"] or match["emphasis"]), mark="strong" if match["strong"] else "emphasis")
        elif match["text"] is not None:
            yield self._interpreted(match)
        elif match["name"]:
            yield self._named(match)
        elif match["substitution"]:
            text = self._texts.get(match["substitution"])
            yield Span(match[0] if text is None else text)
        elif match["escaped"] and match["escaped"] != " ":
            yield Span(match["escaped"])

    def _interpreted(self, match: re.Match[str]) -> Span:
        """What stands in backticks: a link with its target, a reference to one, or a role with its text."""
        label, target = one_line(match["text"]).strip(), (match["target"] or "").strip()
        role = (match["role"] or "").rpartition(":")[2].casefold()
        if role == "math":
            return Span(f"${label}$", mark="math")
        if role in _PAPER_ROLES:
            name = target or label
            return Span(label if target else f"{role.replace('arxiv', 'arXiv')}:{name}", _PAPER_ROLES[role] + name)
        if role:
            return Span(label or target)
        if target:
            url = self._targets.get(_name(target[:-1]), target) if target.endswith("_") else "".join(target.split())
            return Span(label or url, url)
        if match["reference"]:
            named = next(self._next_unnamed, None) if match["reference"] == "__" else self._targets.get(_name(label))
            return Span(label, self._address(named)) if named else Span(label)
        return Span(label, mark="emphasis")

    def _named(self, match: re.Match[str]) -> Span:
        url = next(self._next_unnamed, None) if match["anonymous"] else self._targets.get(_name(match["name"]))
        return Span(match["name"], self._address(url)) if url else Span(match[0])

    def _address(self, url: str) -> str:
        """A target, or the one that it names in its turn: ``.. _a: b_``."""
        return self._targets.get(_name(url[:-1]), url) if url.endswith("_") else url


def _name(text: str) -> str:
    return one_line(text).strip().strip("`").casefold()


def _width(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
