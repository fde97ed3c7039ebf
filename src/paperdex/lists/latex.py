r"""LaTeX to an outline: sections, lists, tables and the references of a ``thebibliography``; and ``.bbl`` files.

Read here: ``\part`` to ``\subparagraph`` as headings, ``\title`` as the list's title, ``\item`` of every list, the
rows of ``tabular``, ``\bibitem`` as records, ``\cventry`` and its like, ``\href`` and ``\url`` as links. Not read:
comments, ``verbatim``, what stands in front of ``\begin{document}``, files that ``\input`` names, and macros that the
document defines.

A scanner of our own does it in one pass (see :mod:`paperdex.lists.syntax.tex`).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable
from functools import partial

from paperdex.lists.outline import Heading, Outline, Record, Row, Table
from paperdex.lists.syntax.bbl import biber_records, bibitem, is_biber
from paperdex.lists.syntax.cited import Citations
from paperdex.lists.syntax.nesting import Nesting
from paperdex.lists.syntax.tex import ManyPartners, argument, brace_partners, option, to_text, without_comments
from paperdex.lists.words.bylines import people
from paperdex.lists.words.evidence import said_of

_LEVELS = {
    name: level
    for level, name in enumerate(
        ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"), start=2
    )
}
"""No heading is of the first level: a document names its title apart, and a lone section is no title."""
_STEP = re.compile(
    rf"\\(?P<heading>{'|'.join(_LEVELS)})(?![A-Za-z])\*?"
    r"|\\(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z]+)\*?\}|\\(?P<item>item|bibitem)(?![A-Za-z])"
    r"|\\(?P<cv>cv(?:entry|item|line|listitem|pub)|publication)\*?(?=\s*[\[{])"
    r"|\\(?P<paragraph>par)(?![A-Za-z])|\\\\|\n[ \t]*(?=\n)"
)
_LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum", "etaremune", "inparaenum"})
_TABLES = frozenset({"tabular", "tabularx", "longtable", "tabulary", "supertabular"})
_TITLE = re.compile(r"\\title(?![A-Za-z])")
_CELL = re.compile(r"\\\\(?:\*?\[[^\]\n]{0,20}\])?|\\tabularnewline\b|\\.|&", re.DOTALL)
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|cline\{[^{}]*\}|cmidrule\S*)")
_RULES_ABOVE = re.compile(rf"(?:[\s%]|{_RULES.pattern})+")
_MAY_MATTER = re.compile(r"arxiv|https?:|\\href|\\url|\\doi|\d{4}\.\d{4}|/\d{7}", re.IGNORECASE)

_SPACING = re.compile(
    r"\s*(?:(?:\\(?:[hv]space\*?\s*\{[^{}\n]{0,60}\}|(?:noindent|(?:small|med|big)skip|[hv]fill|indent)(?![A-Za-z]))|~)\s*)+"
)
"""What moves the text behind it and is none."""
_ITALICS = re.compile(r"\\(?:textit|emph|textsl|textbf)\s*(?=\{)")
_LONGEST_NAMES = 600
_LEAST_WORDS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MACRO = re.compile(r"\s*\\(?P<name>[A-Za-z@]+)(?![A-Za-z@])\s+(?=\S)")
_BOLD = ("\\textbf", "{\\bf")
"""How a paragraph begins that may be a heading."""


def read(text: str) -> Outline:
    """The outline of a LaTeX document or of a ``.bbl`` file; never fails."""
    if is_biber(text):
        return Outline(tuple(biber_records(text)))
    pieces = without_comments(text)
    del text  # one emoji makes it four times as large as its pieces
    text = "".join(pieces)
    del pieces
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._partners = ManyPartners(text)
        self._line_ends = array("Q", (match.start() for match in re.finditer("\n", text)))
        self._citations = Citations(text, self._references)
        self._nesting = Nesting(self._citations.spans, len(text))
        self._depth = 0
        self._number: list[int | None] = []
        self._bibliographies = text.count("\\begin{thebibliography}")
        self._below_heading = False
        self._says_other = False
        """Whether the heading above says that something else than papers stands below it."""
        self._says_papers = False

    def read(self) -> Outline:
        start = self._text.find("\\begin{document}")
        stop = self._text.find("\\end{document}", max(start, 0))
        position = 0 if start < 0 else start + len("\\begin{document}")
        stop = len(self._text) if stop < 0 else stop
        while position < stop:
            step = _STEP.search(self._text, position, stop)
            end = step.start() if step else stop
            self._take_text(position, end)
            position = self._take_step(step, stop) if step else stop
        outline = Outline(self._nesting.build(), self._title())
        del self._citations  # it holds functions of this reader, and so would keep the text
        return outline

    def _title(self) -> str | None:
        match = _TITLE.search(self._text)
        found = argument(self._text, option(self._text, match.end()), self._partners) if match else None
        return (to_text(found[0]) or None) if found else None

    def _line(self, offset: int) -> int:
        return bisect_right(self._line_ends, offset - 1) + 1

    def _take_text(self, start: int, end: int) -> None:
        piece = self._text[start:end]
        if not piece.strip(" \t\n%"):
            return
        self._below_heading = False
        line = self._line(start)
        if piece.lstrip()[:1] in {"\\", "~"} and (spacing := _SPACING.match(piece)):
            line, piece = line + spacing[0].count("\n"), piece[spacing.end() :]
        if not self._depth and self._citations.is_entry(piece):
            self._nesting.item(line + piece[: len(piece) - len(piece.lstrip())].count("\n"), 1, " ".join(piece.split()))
            return
        if not self._depth and not self._says_other and (record := _reference(piece, line)):
            self._nesting.add(record)
            return
        if not self._depth and not _MAY_MATTER.search(piece) and not piece.lstrip().startswith(_BOLD):
            # Running text without a link: no entry, and not worth its accents. It still parts what is around it.
            piece = piece.replace("\\", " ")
        for number, part in enumerate(piece.split("\n")):
            if number or part.strip():
                self._nesting.text(line + number, 2 * self._depth + 1, part)

    def _take_step(self, step: re.Match[str], stop: int) -> int:
        """Take a heading, an item or the edge of an environment; where the text goes on comes back."""
        line, end = self._line(step.start()), step.end()
        if step["item"] or step["name"] in _LISTS | _TABLES:
            self._below_heading = False
        if step["heading"]:
            found = argument(self._text, option(self._text, end), self._partners)
            if found is None:
                return end
            self._depth = 0
            name = _without_macro(found[0])
            if step["heading"].endswith("paragraph"):  # run in: \\paragraph{References.}
                name = name.rstrip(" .")
            self._nesting.heading(line, _LEVELS[step["heading"]], name)
            said = said_of(to_text(name))
            self._says_other, self._says_papers = said == "other", said == "papers"
            self._below_heading = True
            return found[1]
        if step["edge"]:
            return self._take_edge(step, line, stop)
        if step["item"] == "bibitem":
            return self._take_bibitem(step, line, stop)
        if step["item"]:
            return self._take_item(line, end)
        if step["cv"]:
            return self._take_cv(line, option(self._text, end))
        if step[0] == "\\\\":
            self._nesting.text(line, 2 * self._depth + 1, "\\\\")
        else:
            self._nesting.blank()
        return end

    def _take_edge(self, step: re.Match[str], line: int, stop: int) -> int:
        name, end = step["name"], step.end()
        begins = step["edge"] == "begin"
        if name in _LISTS:
            self._depth = self._depth + 1 if begins else max(self._depth - 1, 0)
            self._number = self._number[: self._depth - 1] if begins else self._number[: self._depth]
            if begins:
                self._number.append(0 if "enum" in name else None)
                return option(self._text, end)
        elif name in _TABLES and begins:
            return self._take_table(name, line, end, stop)
        elif name == "thebibliography":
            self._nesting.close_lists()
            self._depth = 0
            if begins and self._bibliographies == 1 and not self._below_heading:
                # Its heading is the class's, not the last section's: the references stand under no topic.
                self._nesting.add(Heading(line, min(_LEVELS.values()), ()))
            found = argument(self._text, end, self._partners) if begins else None
            return found[1] if found else end
        self._nesting.blank()
        return end

    def _take_item(self, line: int, end: int) -> int:
        label, position = "", option(self._text, end)
        if position != end:
            label = self._text[end:position].strip()[1:-1]
        self._depth = max(self._depth, 1)
        self._number += [None] * (self._depth - len(self._number))
        number = self._number[self._depth - 1]
        if number is not None:
            self._number[self._depth - 1] = number = number + 1
        self._nesting.item(line, 2 * self._depth, label, number)
        return position

    def _take_cv(self, line: int, position: int) -> int:
        r"""Take an entry of a curriculum vitae, its title first: ``\cventry{2018}{A Title}{Authors}{Venue}{}{...}``."""
        parts: list[str] = []
        while found := argument(self._text, position, self._partners):
            parts.append(" ".join(found[0].split()))
            position = found[1]
        parts = [part for part in parts if part]
        worded = [part for part in parts if len((text := to_text(part)).split()) >= _LEAST_WORDS and not people(text)]
        if parts and (self._says_papers or _MAY_MATTER.search(" ".join(parts))):
            title = worded[0] if worded else parts[0]
            others = (part for part in parts if part is not title)
            self._nesting.item(line, 1, " \\\\ ".join((title, *others)))
        return position

    def _take_bibitem(self, step: re.Match[str], line: int, stop: int) -> int:
        position = option(self._text, step.end())
        found = argument(self._text, position, self._partners)
        start = found[1] if found else position
        following = _BIBITEM_END.search(self._text, start, stop)
        end = following.start() if following else stop
        reference = self._text[start:end]
        if reference.strip() and not (found and found[0].strip() in self._citations.used):
            self._nesting.add(bibitem(line, reference))
        return end

    def _references(self) -> dict[str, Callable[[], Record | None]]:
        """What reads each reference of the document's own bibliography, by its key."""
        readers: dict[str, Callable[[], Record | None]] = {}
        for match in _BIBITEM.finditer(self._text):
            key = argument(self._text, option(self._text, match.end()), self._partners)
            if key:
                readers.setdefault(key[0].strip(), partial(self._reference, key[1]))
        return readers

    def _reference(self, start: int) -> Record | None:
        end = _BIBITEM_END.search(self._text, start)
        text = self._text[start : end.start() if end else len(self._text)]
        return bibitem(self._line(start), text) if text.strip() else None

    def _take_table(self, name: str, line: int, start: int, stop: int) -> int:
        """The rows of a table; the first is the header where a rule follows it."""
        end = self._text.find(f"\\end{{{name}", start, stop)
        end = stop if end < 0 else end
        found = argument(self._text, option(self._text, start), self._partners)
        if name in {"tabularx", "tabulary"} and found:
            found = argument(self._text, found[1], self._partners)
        place = found[1] if found and found[1] <= end else start
        rows: list[Row] = []
        header: Row | None = None
        cells: list[str] = []
        row_start = cell_start = place
        for match in _CELL.finditer(self._text, place, end):
            if match[0] != "&" and not match[0].startswith(("\\\\", "\\tabularnewline")):
                continue
            cells.append(self._text[cell_start : match.start()])
            cell_start = match.end()
            if match[0] != "&":
                rows.append(self._row(row_start, cells))
                row_start, cells = cell_start, []
                if len(rows) == 1 and _RULES.match(self._text[cell_start : cell_start + 200].lstrip()):
                    header, rows = rows[0], []
        cells.append(self._text[cell_start:end])
        rows.append(self._row(row_start, cells))
        rows = [row for row in rows if any(cell for cell in row.cells)]
        width = max((len(row.cells) for row in rows), default=0)
        names = header.cells if header else ()
        if rows:
            self._nesting.add(
                Table(line, (*names, *((),) * (width - len(names))), tuple(rows)), indent=2 * self._depth + 1
            )
        return end

    def _row(self, start: int, cells: list[str]) -> Row:
        rules = _RULES_ABOVE.match(cells[0])
        above = rules.end() if rules else 0
        line = self._line(start + above)
        texts = (text.strip(" \t\n%") for text in (cells[0][above:], *cells[1:]))
        return Row(line, tuple(self._nesting.spans(text, line) if text else () for text in texts))


def _reference(piece: str, line: int) -> Record | None:
    r"""The paper of a paragraph without links that is authors, a title in italics or bold and a year behind it."""
    italics = _ITALICS.search(piece, 0, _LONGEST_NAMES)
    found = argument(piece, italics.end(), brace_partners(piece)) if italics and not _MAY_MATTER.search(piece) else None
    year = _YEAR.search(piece, found[1]) if found else None
    if italics is None or found is None or year is None:
        return None
    title = to_text(found[0]).rstrip(" .,")
    authors = people(to_text(piece[: italics.start()]).rstrip(" ,.:"))
    if not authors or len(title.split()) < _LEAST_WORDS:
        return None
    line += piece[: len(piece) - len(piece.lstrip())].count("\n")
    return Record(line, title, (), authors, year[0], note=to_text(piece[found[1] :]).strip(" .,") or None)


def _without_macro(heading: str) -> str:
    r"""A heading without the command of the document's own that sets it: ``\mysidestyle Papers``."""
    found = _MACRO.match(heading)
    is_own = found and found["name"][-3:] != "TeX" and to_text(f"\\{found['name']} ") == found["name"]
    return heading[found.end() :] if found and is_own else heading


_BIBITEM = re.compile(r"\\bibitem(?![A-Za-z])")
_BIBITEM_END = re.compile(r"\\bibitem(?![A-Za-z])|\\end\s*\{|\\(?:sub)*section\b")
