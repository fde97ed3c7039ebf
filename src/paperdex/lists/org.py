"""Org to an outline: headings, lists, tables, links, and headings with a drawer of properties that are papers.

Read line by line here, since Org is a format of lines, and what parses it in Python leaves lists and tables as they are
written. A heading whose drawer gives ``ARXIV``, ``EPRINT`` or ``DOI``, or ``URL`` beside ``AUTHOR`` or ``YEAR``, is a
record, and so are the headings that :mod:`paperdex.lists.syntax.org_papers` finds; what stands below it is its note. A
link called ``arXiv:1801.00001`` with a bold line below it begins an item whose title is in bold. Of a heading's name
the TODO keyword, priority, counts and tags are taken off. Not read: source and example blocks, comments, drawers, and
subtrees under ``COMMENT``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperdex.lists.outline import BREAK, Inline, Outline, Record, Row, Rule, Span, Table, plain_text
from paperdex.lists.syntax.nesting import Nesting, dress, one_line
from paperdex.lists.syntax.org_papers import (
    OrgHeading,
    address_line,
    authors_line,
    citation,
    paper_headings,
    part_authors,
    part_year,
)
from paperdex.lists.words.bylines import people
from paperdex.lists.words.fields import find_authors, find_date, parse_rating
from paperdex.lists.words.links import identifier_of, is_paper_link

_HEADING = re.compile(r"(\*+)[ \t]+(.*)")
_KEYWORD = re.compile(r"[ \t]*#\+(\w+):[ \t]*(.*)", re.IGNORECASE)
_BEGIN = re.compile(r"[ \t]*#\+BEGIN_(\w+)", re.IGNORECASE)
_END = re.compile(r"[ \t]*#\+END_(\w+)", re.IGNORECASE)
_VERBATIM = frozenset({"src", "example", "comment", "export", "html", "latex"})
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]|\Z)|[ \t]*:(?:[ \t]|\Z)|[ \t]*(?:CLOSED|SCHEDULED|DEADLINE):[ \t]*[<\[]")
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*\Z")
_PROPERTY = re.compile(r"[ \t]*:([\w-]+)\+?:[ \t]+(.*)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-+]|(?<=[ \t])\*|(?P<number>\d{1,9})[.)])(?:[ \t]+(?P<text>.*)|\Z)")
_CHECKBOX = re.compile(r"(?:\[@\d+\][ \t]*)?(?:\[[ xX-]\](?:[ \t]+|\Z))?")
_TABLE = re.compile(r"[ \t]*\|")
_TABLE_RULE = re.compile(r"[ \t]*\|[-+|: \t]*-[-+|: \t]*\Z")
_RULE = re.compile(r"[ \t]*-{5,}[ \t]*\Z")
_NUMBER_LINE = re.compile(
    r"\[\[[^\]\n]*arxiv[^\]\n]*\](?:\[(?:arXiv:)?[ ]?[\w./-]*\d{3}(?:v\d+)?\])?\](?:[ \t]|\Z)", re.IGNORECASE
)
"""A link that is called by the number of the paper."""
_BOLD_LINE = re.compile(r"[ \t]*\*(?=\S)[^*\n]+(?<=\S)\*[.,;]?\Z")
_FOOTNOTE = re.compile(r"\[fn:[\w-]+\][ \t]+")

_STATES = frozenset(
    {"TODO", "DONE", "NEXT", "WAITING", "WAIT", "HOLD", "CANCELLED", "CANCELED", "STARTED", "SOMEDAY", "PROG"}
)
_STATE_KEYWORDS = frozenset({"todo", "seq_todo", "typ_todo"})
_PRIORITY = re.compile(r"\[#[A-Za-z0-9]+\][ \t]*")
_TAGS = re.compile(r"(?:\A|[ \t]+):(?:[\w@#%]+:)+[ \t]*\Z")
_LONGEST_HEAD = 50
_COUNT = re.compile(r"[ \t]*\[(?:\d*/\d*|\d*%)\]")

_INLINE = re.compile(
    r"""\[\[(?P<target>[^\[\]\n]+)\](?:\[(?P<label>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\])?\]
    | <(?P<angle>(?:https?://|arxiv:|doi:)[^<>\n]+)>
    | (?P<drop>\[fn:[^\]\n\s]{0,40}\] | \[cite(?:/\w+)*:[^\]\[\n]*\] | <<<?[^<>\n]+>>>?)
    | [<\[](?P<date>\d{4}-\d\d-\d\d)(?:[ ][^<>\[\]\n]{0,40})?[>\]]
    | \\\((?P<math>[^\n\\]{1,400}(?:\\[^)\n][^\n\\]{0,400}){0,20})\\\)
    | (?<![\w*])\*(?=\S)(?P<strong>[^*\n]+)(?<=\S)\*(?![\w*])
    | (?<![\w/:.])/(?=[^\s/])(?P<emphasis>[^/\n]+(?:\n[^/\n]+)?)(?<=\S)/(?![\w/])
    | (?<![\w/:.])_(?=[^\s_])(?P<underline>[^_\n]+(?:\n[^_\n]+)?)(?<=\S)_(?![\w/])
    | (?<![\w=])=(?=\S)(?P<code>[^=\n]+)(?<=\S)=(?![\w=])
    | (?<![\w~])~(?=\S)(?P<verbatim>[^~\n]+)(?<=\S)~(?![\w~])
    """,
    re.VERBOSE,
)
_LINK = re.compile(r"\[\[(?P<target>[^\[\]\n]+)\](?:\[(?P<label>[^\[\]]*)\])?\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)\Z", re.IGNORECASE)
_SCHEME = re.compile(r"([\w-]+):(?!//)(.+)")
_SCHEMES = {"arxiv": "https://arxiv.org/abs/%s", "doi": "https://doi.org/%s"}

_NAMES = ("arxiv", "arxiv_id", "arxiv-id", "eprint", "doi", "url", "link", "pdf")
_SURE_NAMES = frozenset(_NAMES[:5])
_PAPER_FACTS = frozenset({"author", "authors", "year"})
_AND = re.compile(r"\s+and\s+|\s*;\s*")
_TERM = re.compile(r"\A([^\W\d_][\w ]{0,30}) :: ")


def read(text: str) -> Outline:
    """The outline of an Org document; never fails."""
    size = len(text)
    lines = text.split("\n")
    del text  # one emoji makes it four times as large as its lines
    return _Reader(lines, size).read()


@dataclass(slots=True)
class _Paper:
    """A heading that is a paper, as far as it has been read."""

    line: int
    level: int
    title: Inline
    properties: dict[str, str]
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    def __init__(self, lines: list[str], size: int) -> None:
        self._lines = lines
        self._states = set(_STATES)
        self._schemes = dict(_SCHEMES)
        self._titles: list[str] = []
        self._nesting = Nesting(self._inline, size)
        self._paper: _Paper | None = None
        self._hidden = 0
        self._last_end: dict[str, int] = {}
        self._not_closed: dict[str, int] = {}
        self._inset = 0
        for number, line in enumerate(lines):
            if end := _END.match(line) or _DRAWER.match(line):
                self._last_end[end[1].casefold()] = number
            elif keyword := _KEYWORD.match(line):
                self._take_keyword(keyword[1].casefold(), keyword[2].strip())
        self._papers = paper_headings(list(self._headings()))

    def read(self) -> Outline:
        number = 0
        while number < len(self._lines):
            number = self._take(number, self._lines[number])
        self._close_paper()
        title = " ".join(" ".join(self._titles).split())
        return Outline(self._nesting.build(), plain_text(self._inline(title)) or None)

    def _take_keyword(self, name: str, value: str) -> None:
        if name == "title":
            self._titles.append(value)
        elif name in _STATE_KEYWORDS:
            self._states |= {re.sub(r"\(.*\Z", "", state) for state in value.split() if state != "|"}
        elif name == "link" and len(parts := value.split(None, 1)) == 2:
            self._schemes[parts[0].strip('"').casefold()] = parts[1].strip()

    # -- lines -------------------------------------------------------------------------------------------------------

    def _take(self, number: int, text: str) -> int:
        """Take the line, and those that belong to it; the number of the next one comes back."""
        if heading := _HEADING.match(text):
            self._inset = 0
            # Where the document names its title, its outermost headings are topics, even a lone one.
            level = len(heading[1]) + bool(self._titles)
            return self._take_heading(number, level, heading[2].strip())
        skipped = self._skip(number, text)
        if skipped is not None:
            return skipped
        if self._hidden:
            return number + 1
        if _TABLE.match(text):
            return self._take_table(number)
        line = number + 1
        text = _without_break(text)
        if self._paper:
            self._take_note(text)
        elif text.startswith("[[") and self._begins_with_number(number, text):
            return self._take_numbered(number, text)
        elif not text.strip():
            self._nesting.blank()
        elif _RULE.match(text):
            self._nesting.add(Rule(line))
        elif item := _ITEM.match(text):
            words = item["text"] or ""
            words = words[_CHECKBOX.match(words).end() :] if words else ""  # type: ignore[union-attr]
            ordinal = int(item["number"]) if item["number"] else None
            words = _TERM.sub(r"\1: ", words, count=1)  # a term and what is said of it
            self._nesting.item(line, _width(item["indent"]) + self._inset, words, ordinal)
        elif self._inset and self._nesting.is_open:
            self._nesting.lazy(line, text.strip())
        else:
            self._nesting.text(line, _width(text), _FOOTNOTE.sub("", text.strip(), count=1))
        return line

    def _begins_with_number(self, number: int, text: str) -> bool:
        """Whether a line is links, the first one called by an arXiv number, and the next one is bold."""
        below = _without_break(self._lines[number + 1]) if number + 1 < len(self._lines) else ""
        return bool(_NUMBER_LINE.match(text) and _BOLD_LINE.match(below))

    def _take_numbered(self, number: int, text: str) -> int:
        """Take such a line and the title below it as an item, the title in front."""
        self._nesting.item(number + 1, 0, _without_break(self._lines[number + 1]).strip())
        self._nesting.lazy(number + 1, text)
        self._inset = 2
        return number + 2

    def _skip(self, number: int, text: str) -> int | None:
        """Where the document goes on behind a comment, a keyword, a drawer or a block of code."""
        if not text.lstrip(" \t").startswith(("#", ":", "CLOSED", "SCHEDULED", "DEADLINE")):
            return None
        begin = _BEGIN.match(text)
        drawer = _DRAWER.match(text)
        if begin and begin[1].casefold() in _VERBATIM:
            return self._behind(number, begin[1].casefold(), _END)
        if drawer and drawer[1].casefold() != "end" and self._last_end.get("end", -1) > number:
            return self._behind(number, "end", _DRAWER)
        return (
            number + 1 if begin or drawer or _END.match(text) or _KEYWORD.match(text) or _COMMENT.match(text) else None
        )

    def _behind(self, number: int, name: str, end: re.Pattern[str]) -> int:
        """The line behind the end of a block; a block that is never closed, or only below a heading, is none."""
        if self._last_end.get(name, -1) > number >= self._not_closed.get(name, 0):
            for later in range(number + 1, len(self._lines)):
                if _HEADING.match(self._lines[later]):
                    self._not_closed[name] = later
                    break
                match = end.match(self._lines[later])
                if match and match[1].casefold() == name:
                    return later + 1
        return number + 1

    # -- headings ----------------------------------------------------------------------------------------------------

    def _take_heading(self, number: int, level: int, text: str) -> int:
        if self._hidden and level > self._hidden:
            return number + 1
        self._hidden = 0
        text = self._name(text)
        if text == "COMMENT" or text.startswith("COMMENT "):
            self._hidden = level
            return number + 1
        properties, after = self._properties(number + 1)
        is_paper = number in self._papers
        if self._paper and level > self._paper.level and not is_paper:
            self._paper.notes.append(plain_text(self._inline(text)))
            return after
        self._close_paper()
        if self._begins_with_number(number, text):
            return self._take_numbered(number, text)
        if is_paper:
            self._nesting.heading(number + 1, level, "")
            self._paper = _Paper(number + 1, level, self._nesting.spans(text, number + 1), properties)
        else:
            self._nesting.heading(number + 1, level, text)
        return after

    def _name(self, text: str) -> str:
        """The text of a heading without its keyword, priority, counts and tags."""
        state, _, rest = text.partition(" ")
        if state in self._states:
            text = rest.lstrip()
        text = _TAGS.sub("", _PRIORITY.sub("", text, count=1)) if text else text
        return _without_break(_COUNT.sub("", text).strip())

    def _headings(self) -> Iterator[OrgHeading]:
        """Every heading, with its properties and the first line of text below it."""
        for number, line in enumerate(self._lines):
            heading = _HEADING.match(line) if line[:1] == "*" else None
            if heading is None:
                continue
            properties, after = self._properties(number + 1)
            while after < min(len(self._lines), number + _LONGEST_HEAD) and not _HEADING.match(self._lines[after]):
                text = self._lines[after]
                if text.strip() and self._skip(after, text) is None:
                    break
                after = self._skip(after, text) or after + 1
            first = self._lines[after] if after < len(self._lines) else ""
            name = self._name(heading[2].strip())
            first = "" if _HEADING.match(first) else first
            yield OrgHeading(number, len(heading[1]), name, properties, first, _is_paper(properties))

    def _properties(self, number: int) -> tuple[dict[str, str], int]:
        """The properties that stand right below a heading, perhaps behind its dates, and the line behind them."""
        start = number
        while number < len(self._lines) and number < start + 2 and _COMMENT.match(self._lines[number]):
            number += 1
        drawer = _DRAWER.match(self._lines[number]) if number < len(self._lines) else None
        if not drawer or drawer[1].casefold() != "properties":
            return {}, start
        properties: dict[str, str] = {}
        for later in range(number + 1, len(self._lines)):
            line = self._lines[later]
            if (end := _DRAWER.match(line)) and end[1].casefold() == "end":
                return properties, later + 1
            match = _PROPERTY.match(line)
            if match:
                properties.setdefault(match[1].casefold(), match[2].strip())
            elif not _DRAWER.match(line):
                break
        return {}, start

    # -- papers ------------------------------------------------------------------------------------------------------

    def _take_note(self, text: str) -> None:
        if self._paper:
            if cited := citation(text):
                self._paper.links.append((cited, cited))
                return
            given = self._paper.properties
            names = authors_line(text)
            if not names and not self._paper.notes and text.strip() and not text.rstrip().endswith("."):
                names = text.strip() if people(text.strip()) else None
            if names and not (given.get("author") or given.get("authors")):
                given["author"] = names
                return
            if (url := address_line(text)) and is_paper_link(Span("paper", url)):
                given.setdefault("url", url)
                self._paper.links.append((url, url))
                return
            spans = self._inline(text.strip())
            self._paper.links += [(span.text, span.url) for span in spans if span.url and span.mark != "image"]
            if words := one_line(plain_text(spans)).strip():
                self._paper.notes.append(words)

    def _close_paper(self) -> None:
        paper, self._paper = self._paper, None
        if paper is None:
            return
        given = paper.properties
        titled = [span.url for span in paper.title if span.url]
        authors = given.get("author") or given.get("authors") or ""
        date = find_date(given.get("date") or given.get("year") or "", year_alone=True)
        title = given.get("title") or plain_text(paper.title)
        bare, year = part_year(title)
        if year and (date is None or date[0].startswith(year)):
            title, date = bare, date or (year, (0, 0))
        if not authors:
            title, authors = part_authors(title)
        self._nesting.add(
            Record(
                paper.line,
                " ".join(title.split()),
                tuple(dict.fromkeys([*self._names(given), *titled])),
                tuple(_authors(authors)),
                date[0] if date else None,
                given.get("journal") or given.get("booktitle") or given.get("venue"),
                "\n".join(paper.notes) or None,
                given.get("abstract"),
                (*((span.text, span.url) for span in paper.title if span.url), *paper.links),
                rating=parse_rating(given.get("rating", "")),
            )
        )

    def _names(self, given: dict[str, str]) -> Iterator[str]:
        for name in _NAMES:
            value = given.get(name, "")
            link = _LINK.search(value)
            value = self._url(link["target"]) if link else value
            if not value:
                continue
            if name in _SURE_NAMES - {"doi"}:
                yield value if value.casefold().startswith(("arxiv", "http")) else f"arXiv:{value}"
            elif name == "doi" or value.startswith("http"):
                yield value

    # -- tables and text ---------------------------------------------------------------------------------------------

    def _take_table(self, number: int) -> int:
        header: tuple[Inline, ...] = ()
        rows: list[Row] = []
        start = number
        while number < len(self._lines) and _TABLE.match(self._lines[number]):
            text = self._lines[number].strip()
            number += 1
            if not _TABLE_RULE.match(text):
                cells = text.removeprefix("|").removesuffix("|").split("|")
                rows.append(Row(number, tuple(self._nesting.spans(cell.strip(), number) for cell in cells)))
            elif len(rows) == 1 and not header:
                header = rows.pop().cells
        if rows and not self._paper:
            width = max(len(row.cells) for row in rows)
            indent = _width(self._lines[start])
            names = (*header, *((),) * (width - len(header)))
            self._nesting.add(Table(start + 1, names, tuple(rows)), indent=indent)
        return number

    def _inline(self, text: str) -> Inline:
        return dress(text, _INLINE, self._dressed)

    def _dressed(self, match: re.Match[str]) -> Iterator[Span]:
        if match["target"] is not None:
            yield self._link(match["target"], match["label"], "")
        elif match["angle"]:
            yield Span(match["angle"], self._url(match["angle"]))
        elif match["date"]:
            yield Span(match["date"])
        elif match["math"]:
            yield Span(f"${match['math']}$", mark="math")
        elif code := match["code"] or match["verbatim"]:
            yield Span(code, mark="code")
        elif marked := match["strong"] or match["emphasis"] or match["underline"]:
            mark = "strong" if match["strong"] else "emphasis"
            marked = one_line(marked)  # a run may break once
            for span in dress(marked, _LINK, lambda link: (self._link(link["target"], link["label"], mark),)):
                yield span if span.url or span.text == BREAK else span._replace(mark=mark)

    def _link(self, target: str, label: str | None, mark: str) -> Span:
        url = self._url(target.strip())
        if label is None and _PICTURE.search(target):
            return Span("", url, "image")
        scheme = _SCHEME.match(target)
        own = f"arXiv:{scheme[2]}" if scheme and scheme[1].casefold() == "arxiv" else target
        return Span(one_line(label.strip() if label else own), url, mark)

    def _url(self, target: str) -> str:
        """The address that a target means: abbreviations are written out, a place in this file begins with ``#``."""
        if target.startswith(("*", "#")):
            return "#" + target[1:]
        scheme = _SCHEME.match(target)
        pattern = self._schemes.get(scheme[1].casefold()) if scheme else None
        if scheme and pattern:
            return pattern.replace("%s", scheme[2]) if "%s" in pattern else pattern + scheme[2]
        return target.removeprefix("file:")


def _without_break(text: str) -> str:
    r"""A line without the mark that breaks it behind: ``\\``."""
    return text.rstrip()[:-2].rstrip() if text.rstrip().endswith("\\\\") else text


def _is_paper(properties: dict[str, str]) -> bool:
    if any(properties.get(name) for name in _SURE_NAMES):
        return True
    if properties.get("year") and (properties.get("author") or properties.get("authors")):
        return True
    url = properties.get("url") or properties.get("link") or properties.get("pdf") or ""
    return bool(url) and (bool(_PAPER_FACTS & properties.keys()) or identifier_of(url) is not None)


def _authors(text: str) -> Iterator[str]:
    """Authors as BibTeX parts them, ``Family, Given and Family, Given``, or with commas."""
    known = find_authors(text)
    if known or not text:
        yield from known
        return
    for name in _AND.split(text):
        family, _, given = name.partition(",")
        yield " ".join(f"{given} {family}".split())


def _width(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))
