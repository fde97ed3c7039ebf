"""docutils, made to lose nothing: the parser of :mod:`paperdex.lists.rst`.

docutils is strict, and gives a message in place of what it doesn't know or what is written wrong; a reading list is
neither strict nor made for one program. So its states and its reader of inline markup are extended here:

- Titles are kept flat, each with its level, so that one level left out is no error.
- Only ``replace``, ``unicode`` and ``image`` are run as directives. No other is, so no file and no address is ever
  opened; the text of a directive, known or not, is read in its place. What holds no text of a list (code, raw HTML,
  files that are named) is left out.
- A role that is not known is its text; ``:arxiv:``, ``:doi:`` and what names a file, ``:download:``, are links.
- A table that is cut wrong is read cell by cell.
- What is nested deeper than ``DEPTH`` is plain text, and a long text is read in pieces: docutils' own time grows with
  the square of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, states
from docutils.statemachine import StringList, TransitionCorrection
from docutils.utils import new_document

DEPTH = 25
"""Each level takes a dozen of Python's frames, of which there are a thousand."""
_PIECE = 4000
"""Characters of inline markup that docutils reads at once; of more, its time grows with the square."""
_COLUMNS = 60

_UNREAD = frozenset(
    {"code", "code-block", "sourcecode", "raw", "math", "include", "literalinclude", "contents", "highlight", "date"}
    | {"meta", "doctest", "testcode", "parsed-literal", "bibliography", "graphviz", "mermaid", "role", "default-role"}
)
_RUN = frozenset({"replace", "unicode", "image"})
_HEADED = frozenset({"rubric", "topic", "sidebar", "admonition", "dropdown", "tab-item", "grid-item-card", "card"})
_NO_WORDS = frozenset({"container", "only", "class", "figure", "index", "grid", "tab-set", "csv-table", "list-table"})
"""Directives whose argument is no text of the list, or the caption of a table."""
_OPTION = re.compile(r":[\w-]+:(?:[ ]|\Z)")
_LOOSE_LABEL = re.compile(r"\[[^\[\]]{1,100}\](?:[ ]+|\Z)")
_NAMED_LINK = re.compile(r"(?P<label>[^<>]*)<(?P<target>[^<>]+)>\Z")
_TIGHT = re.compile(r"`[^`<>]*<[^`<>]+>`__?|(?<!\*)\*\*[^\s*](?:[^*]*[^\s*])?\*\*(?!\*)")
_LINKED_PAGE = re.compile(r"\A[^`<>]*<https?://[^`<>]+>\Z")
_PAPER_ROLES = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}
_NODES_OF_ROLES = {"strong": nodes.strong, "emphasis": nodes.emphasis, "math": nodes.math}
_NODES_OF_ROLES |= dict.fromkeys(("code", "literal", "file", "samp", "kbd"), nodes.literal)


class ListTable(nodes.container):
    """The content of a ``list-table``, as yet a list of lists; ``header`` tells how many of its rows head it."""


def parse(lines: list[str], numbers: list[int], styles: list[Any]) -> nodes.document:
    """The doctree of some lines; ``line`` of its nodes is counted as ``numbers`` does, the first line being 0.

    ``styles`` are the adornments of titles that the lines above used, outermost first; new ones are added.
    """
    document = new_document("list", _settings())
    machine = states.RSTStateMachine(state_classes=_STATES, initial_state="Body")
    inliner = _Inliner()
    inliner.styles = styles
    text = StringList(lines, items=[("list", number) for number in numbers])
    try:
        machine.run(text, document, inliner=inliner)
    finally:
        text.data.clear()
        text.items.clear()
        for idle in (machine, *_Reading.nested_sm_cache):  # they keep what they read last, and hold themselves
            for state in idle.states.values():
                state.transitions.clear()  # functions of the state
            idle.unlink()
        _Reading.nested_sm_cache.clear()
    return document


def let_go(document: nodes.document) -> None:
    """Take a doctree apart that has been read: its nodes hold one another, so that it would stay for long."""
    for node in [*document.findall()]:
        node.__dict__.clear()


@cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5  # above all that there is: nothing is printed, nothing raised
    settings.warning_stream = False
    settings.file_insertion_enabled = settings.raw_enabled = False
    return settings


@cache
def _patterns() -> Any:
    """The patterns of inline markup, which docutils only makes for its own class and anew each time."""
    inliner = states.Inliner()
    inliner.init_customizations(_settings())
    return inliner.patterns


class _Inliner(states.Inliner):
    """Inline markup, in pieces that are not too long; bare addresses are left to the caller."""

    styles: list[Any]
    depth = 0
    _memo: Any

    def init_customizations(self, settings: Any) -> None:
        self.patterns = _patterns()

    def parse(self, text: str, lineno: int, memo: Any, parent: nodes.Element) -> tuple[list[Any], list[Any]]:
        self._memo = memo
        found: list[Any] = []
        for piece in _pieces(text):
            found += super().parse(_TIGHT.sub(_loosen, piece), lineno, memo, parent)[0]
        return found, []

    def implicit_inline(self, text: str, lineno: int) -> list[Any]:
        return [nodes.Text(text)] if text else []

    def inline_obj(self, match: re.Match[str], lineno: int, *arguments: Any, **options: Any) -> Any:
        """Markup with a link inside of it, which is an error in reStructuredText and common, is read, too."""
        before, found, after, messages, end = super().inline_obj(match, lineno, *arguments, **options)
        if found and isinstance(found[0], nodes.strong | nodes.emphasis) and "`" in found[0].astext():
            text = found[0].rawsource.strip("*")
            found[0].children = super().parse(text, lineno, self._memo, self.parent)[0]
        return before, found, after, messages, end

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> tuple[list[Any], list[Any]]:
        """The node of a text with a role: never an error, and no function of docutils' is called."""
        plain = nodes.unescape(text)
        name = (role or "").rpartition(":")[2].casefold()
        if name in _NODES_OF_ROLES:
            return [_NODES_OF_ROLES[name](rawsource, nodes.unescape(text, name in {"math", "code", "literal"}))], []
        link = _NAMED_LINK.match(plain)
        label, target = (link["label"].strip(), link["target"].strip()) if link else ("", plain.strip())
        if name in _PAPER_ROLES:
            shown = label or f"{name.replace('arxiv', 'arXiv')}:{target}"
            return [nodes.reference(rawsource, shown, refuri=_PAPER_ROLES[name] + target)], []
        if link and "://" in target:
            return [nodes.reference(rawsource, label or target, refuri="".join(target.split()))], []
        if name == "download" or (link and label and target.casefold().endswith((".pdf", ".ps.gz", ".ps"))):
            place = target if target.startswith(("/", ".")) else f"./{target}"
            return [nodes.reference(rawsource, label or target, refuri=place)], []
        return [nodes.Text(label or target) if role else nodes.emphasis(rawsource, plain)], []


def _loosen(match: re.Match[str]) -> str:
    """Markup that touches a word, as where a script has no blanks, parted from it by an escaped blank."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    touches = [side.isalnum() and (match[0][0] == "`" or ord(side) > 0x2E7F) for side in (before, after) if side]
    return f"\\ {match[0]}\\ " if any(touches) else match[0]


def _pieces(text: str) -> Iterable[str]:
    start = 0
    while len(text) - start > _PIECE:
        end = text.rfind("\n", start + 1, start + _PIECE)
        if end < 0:
            end = text.rfind(" ", start + _PIECE // 2, start + _PIECE)
        if end < 0:
            end = start + _PIECE
        yield text[start:end]
        start = end
    yield text[start:]


class _Reading:
    """What is changed in every state of docutils' parser."""

    nested_sm_cache: list[Any] = []  # noqa: RUF012 - docutils keeps idle machines here; they must not be anybody else's

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def section(self: Any, title: str, source: str, style: Any, lineno: int, messages: list[Any]) -> None:
        """A title, flat; one with a line above it is told by a pair of adornments."""
        styles = self.inliner.styles
        if style not in styles:
            styles.append(style)
        line = self.state_machine.get_source_and_line(lineno)[1]
        heading = nodes.title(title, "", *self.inline_text(title.strip(), lineno)[0])
        heading.line = line
        heading["level"] = styles.index(style) + 1
        self.parent += heading

    def nested_parse(self: Any, block: Any, input_offset: int, node: Any = None, *rest: Any, **options: Any) -> int:
        if self.inliner.depth >= DEPTH and node is not None and not options:
            text = "\n".join(line.strip() for line in block).strip()
            paragraph = nodes.paragraph(text, "", *self.inline_text(text, input_offset + 1)[0])
            paragraph.line = block.info(0)[1] + 1 if len(block) else 0
            node += paragraph
            return int(input_offset + len(block))
        self.inliner.depth += 1
        try:
            return int(super().nested_parse(block, input_offset, node, *rest, **options))  # type: ignore[misc]
        finally:
            self.inliner.depth -= 1

    def nested_list_parse(
        self: Any,
        block: Any,
        input_offset: int,
        node: Any,
        initial_state: str,
        blank_finish: bool,
        blank_finish_state: str | None = None,
        extra_settings: Mapping[str, Any] = MappingProxyType({}),
        **_: Any,
    ) -> tuple[int, bool]:
        """docutils' own, but for a machine that is used again: making one takes most of the time of a short list."""
        idle = self.nested_sm_cache
        machine = idle.pop() if idle else self.nested_sm(**self.nested_sm_kwargs)
        last = machine.states[blank_finish_state or initial_state]
        last.blank_finish = blank_finish
        for name, value in extra_settings.items():
            setattr(machine.states[initial_state], name, value)
        machine.initial_state = initial_state
        machine.run(block, input_offset, memo=self.memo, node=node, match_titles=False)
        machine.initial_state = "Body"
        offset = machine.abs_line_offset()
        idle.append(machine)
        return offset, last.blank_finish

    def block_quote(self: Any, indented: Any, line_offset: int) -> list[Any]:
        """What stands further in, as it is: the last line may well be an author or a link and no attribution."""
        quote = nodes.block_quote()
        self.nested_parse(indented, line_offset, quote)
        return [quote]

    def nest_line_block_lines(self, block: Any) -> None:
        """Verses stay flat."""

    def comment(self: Any, match: re.Match[str]) -> Any:
        """A comment, unless it is a citation whose label docutils doesn't allow: ``.. [Ada & Bo 18] text``."""
        label = _LOOSE_LABEL.match(match.string, match.end())
        if not label:
            return super().comment(match)  # type: ignore[misc]
        line = self.state_machine.get_source_and_line()[1]
        block, _, offset, blank_finish = self.state_machine.get_first_known_indented(label.end())
        citation = nodes.citation()
        citation.line = line
        self.nested_parse(block, offset, citation)
        return [citation], blank_finish

    # -- directives --------------------------------------------------------------------------------------------------

    def directive(self: Any, match: re.Match[str], **presets: Any) -> Any:
        name = match[1].casefold()
        if name in _RUN:
            line = self.state_machine.get_source_and_line()[1]
            found, blank_finish = super().directive(match, **presets)  # type: ignore[misc]
            for node in found:
                node.line = line
            return found, blank_finish
        machine = self.state_machine
        line = machine.get_source_and_line()[1]
        block, _, offset, blank_finish = machine.get_first_known_indented(match.end(), strip_top=0)
        blank_finish = blank_finish or machine.is_next_line_blank()
        name = name.rpartition(":")[2]
        if name in _UNREAD:
            return [], blank_finish
        options, content = _part(block)
        content_node: nodes.Element = nodes.container()
        if name in _NO_WORDS and content and content.info(0)[1] + 1 == line:
            content = content[1:]
        if name == "csv-table":
            content_node = self._csv_table(content, options)
        elif name == "toctree":
            text = [_LINKED_PAGE.sub(r"* `\g<0>`__", entry) for entry in content]
            text = [f"* {entry}" if entry.strip() and entry[:2] != "* " else entry for entry in text]
            self.nested_parse(StringList(text, items=content.items), offset, content_node)
        else:
            if name == "list-table":
                content_node = ListTable(header=_number(options.get("header-rows")))
            elif name in _HEADED and content and content[0].strip() and content.info(0)[1] + 1 == line:
                content_node += self._bold(content[0].strip(), line)
                content = content[1:]
            self.nested_parse(content, offset, content_node, self.state_machine.match_titles)
        return [content_node], blank_finish

    def _bold(self: Any, text: str, line: int) -> nodes.paragraph:
        paragraph = nodes.paragraph(text, "", nodes.strong(text, "", *self.inline_text(text, line)[0]))
        paragraph.line = line
        return paragraph

    def _csv_table(self: Any, content: Any, options: dict[str, str]) -> Any:
        """A table of comma-separated values that stand in the document; a file or an address is never read."""
        import csv

        delimiter = {"tab": "\t", "space": " "}.get(options.get("delim", ","), options.get("delim", ",")[:1])
        given = [options["header"]] if "header" in options else []
        rows = [(1, cells) for cells in csv.reader(given, skipinitialspace=True)]  # a header's own line is never told
        count = len(rows) + _number(options.get("header-rows"))
        reader = csv.reader((f"{line}\n" for line in content), delimiter=delimiter or ",", skipinitialspace=True)
        start = 0
        try:
            for cells in reader:
                rows.append((content.info(start)[1] + 1, cells))
                start = reader.line_num
        except csv.Error:  # a field of more than 128 KB, or a NUL
            rows += [(content.info(at)[1] + 1, [content[at]]) for at in range(start, len(content))]
        return self._table([(line, cells) for line, cells in rows if any(cells)], count)

    # -- tables ------------------------------------------------------------------------------------------------------

    def table_top(self: Any, match: re.Match[str], *rest: Any) -> Any:
        """A table, unless it has more columns than any real one: docutils' time grows with their square."""
        if len(re.findall(r"=+|\+-", match.string)) > _COLUMNS:
            raise TransitionCorrection("text")
        return super().table_top(match, *rest)  # type: ignore[misc]

    def malformed_table(self: Any, block: Any, detail: str = "", offset: int = 0) -> list[Any]:
        """The table as well as it can be read: cells between bars, or at the columns of the line above it."""
        block.replace("\0", "")
        if detail.startswith("No bottom"):  # what docutils then takes is too much or too little: read to a blank line
            lines = self.state_machine.input_lines
            start = self.state_machine.line_offset - len(block) + 1
            end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
            self.state_machine.next_line(end - 1 - self.state_machine.line_offset)
            block = lines[start:end]
        marks = [match.start() for match in re.finditer("=+", block[0])]
        edges = list(zip(marks, [*marks[1:], None][: len(marks)], strict=True))
        is_grid = block[0].lstrip().startswith("+")
        rows: list[tuple[int, list[str]]] = []
        header = 0
        begins = True
        for at, text in enumerate(block):
            if (is_grid and text.lstrip().startswith("+-")) or not text.strip(" =-+|"):
                header = len(rows) if "=" in text and at and rows and not header and at < len(block) - 1 else header
                begins = begins or is_grid or not text.strip("= ")
                continue
            cells = text.strip().strip("|").split("|") if is_grid else _cut(text, edges)
            cells = [cell.strip() for cell in cells]
            goes_on = rows and len(cells) == len(rows[-1][1]) and (not begins if is_grid else not cells[0])
            if goes_on:
                rows[-1][1][:] = [f"{a}\n{b}" if a and b else a or b for a, b in zip(rows[-1][1], cells, strict=True)]
            else:
                rows.append((block.info(at)[1] + 1, cells))
            begins = False
        return [self._table(rows, header)]

    def _table(self: Any, rows: list[tuple[int, list[str]]], header: int) -> nodes.table:
        head, body = nodes.thead(), nodes.tbody()
        for at, (line, cells) in enumerate(rows):
            row = nodes.row()
            for cell in cells:
                paragraph = nodes.paragraph(cell, "", *self.inline_text(cell, line)[0])
                paragraph.line = line
                row += nodes.entry("", paragraph)
            (head if at < header else body).append(row)
        return nodes.table("", nodes.tgroup("", head, body))


def _cut(text: str, edges: Sequence[tuple[int, int | None]]) -> list[str]:
    """The cells of a row: at its columns, else at wide gaps; all in the first cell where neither parts it."""
    if all(text[start - 1 : start].isspace() or start >= len(text) for start, _ in edges[1:]):
        return [text[start:end] for start, end in edges]
    cells = re.split(" {2,}", text.strip())
    return cells if len(cells) == len(edges) else [text, *[""] * (len(edges) - 1)]


def _part(block: Any) -> tuple[dict[str, str], Any]:
    """The options of a directive, and its argument and content without them."""
    start = next((at for at, text in enumerate(block) if _OPTION.match(text.lstrip()) or (at and not text.strip())), 0)
    end = start
    options = {}
    while end < len(block) and block[end].strip() and (end > start or _OPTION.match(block[end].lstrip())):
        name, _, value = block[end].strip().removeprefix(":").partition(":")
        options[name] = value.strip()
        end += 1
    content = block[:start] + block[end:] if end > start else block[:]
    while content and not content[0].strip():
        content = content[1:]
    content.disconnect()
    return options, content


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,3}", text) else 0


_CHANGED = {states.Body.directive: _Reading.directive}
_EXPLICIT = SimpleNamespace(
    patterns=states.Body.explicit.patterns,
    constructs=[(_CHANGED.get(method, method), pattern) for method, pattern in states.Body.explicit.constructs],
)
_STATES: tuple[type, ...] = tuple(
    # A state is known by the name of its class.
    type(state.__name__, (_Reading, state), {"explicit": _EXPLICIT})
    for state in states.state_classes
)
