"""The text of a page between two blocks: its marks, links and formulas, as spans.

A link that holds several blocks, as a card does, links the first of them; the others are text. A link without words is
called by its picture, or by its icon (``<i class="ai ai-arxiv">``). Links into the page that are nothing but a sign (a
heading's anchor, the way back from a footnote) are left out.
"""

from __future__ import annotations

import re
from sys import intern
from urllib.parse import parse_qs, urljoin, urlsplit

from paperdex.lists.outline import BREAK, Span
from paperdex.lists.syntax.autolinks import autolink
from paperdex.lists.syntax.html_elements import BOLD, ITALIC, MARKS, role_of
from paperdex.lists.syntax.html_tokens import Token, attributes

INLINE = frozenset({*MARKS, "a", "button", "span", "svg", "math", "annotation", "papertitle"})
"""Tags that are told to a run; others that are no blocks say nothing."""
_BLANKS = re.compile(r"\s{2,}|[^\S ]")
_LONG = 64 * 1024
"""Longer texts are taken in pieces, since a substitution keeps a string for all that is between two matches."""
_SHORT = 16
_TITLE_WORDS = 4
"""Texts up to this length are kept once, however often a page repeats them: ``, ``, ``[pdf]``."""
_ARXIV_PATH = re.compile(r"/(?:abs|pdf)/(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_ICON = re.compile(
    r"(arxiv)|(pdf|newspaper|\bbook\b|file-(?:alt|text|lines)|acrobat)|(github|gitlab|code)|(\bdoi\b)"
    r"|(youtube|video|film)|(slides|powerpoint|presentation)|(quote)",
    re.IGNORECASE,
)
_ICON_LABELS = ("arXiv", "paper", "code", "doi", "video", "slides", "bibtex")
_BLANK = Span(" ")
_PEOPLE = -1
"""The dress of a span of authors."""
_ABOUT_IDENTIFIERS = "_(identifier)"
"""What the address of an encyclopaedia's page on arXiv or DOI ends with; it is no link of the paper."""


class Run:
    """The text since the last block began or ended, and what is open in it."""

    def __init__(self) -> None:
        self.base = ""
        """The address that relative links are based on."""
        self.links = 0
        """How many links there have been."""
        self.floor = 1
        """No span begins above this line."""
        self.spans: list[Span] = []
        """The text so far."""
        self.label: list[str] = []
        """The label of the open link so far."""
        self._marks: tuple[int, ...] = (0, 0, 0)
        """How many of each mark are open: strong, code, emphasis. Where a text has several, the first counts."""
        self._mark = ""
        self._dresses: list[int | None] = []
        """The mark of each ``<span>`` that is open."""
        self._url: str | None = None
        self._label_line = self._link_line = 0
        self._is_linked = False
        """Whether some text has the open link."""
        self._picture: str | None = None
        self._icon = ""
        self._buttons = 0
        self._people = 0
        """How many spans of authors are open: their links lead to people, and are text."""
        self._formula: list[str] | None = None
        self._tex: list[str] | None = None

    # -- tags --------------------------------------------------------------------------------------------------------

    def open(self, token: Token) -> None:
        """An inline tag opens."""
        tag = token.tag
        if tag == "a":
            self._open_link(token)
            return
        if self._url is not None and token.text and not self._icon:
            self._find_icon(token.text)
        if tag == "span":
            text = token.text
            mark = None
            if "style" in text:
                mark = MARKS["b"] if BOLD.search(text) else MARKS["i"] if ITALIC.search(text) else None
            elif "class" in text:
                role = role_of(attributes(text).get("class", ""))
                mark = {"title": MARKS["b"], "authors": _PEOPLE}.get(role)
            self._dresses.append(mark)
            self._count(mark, 1)
        elif tag in MARKS:
            # What is pasted from Google Docs stands in a <b> that isn't bold; a reference in <cite> is no title.
            if "font-weight" not in token.text and not (tag == "cite" and token.text):
                self._count(MARKS[tag], 1)
        elif tag == "button":
            self._buttons += 1
        elif tag == "math":
            self.open_formula(attributes(token.text).get("alttext", ""))
        elif tag == "annotation":
            self._tex = []

    def close(self, tag: str, line: int) -> None:
        """An inline tag closes, or a script with a formula in it."""
        if tag == "a":
            self.end_link()
        elif tag == "span":
            if self._dresses:
                self._count(self._dresses.pop(), -1)
        elif tag in MARKS:
            self._count(MARKS[tag], -1)
        elif tag == "button":
            self._buttons = max(0, self._buttons - 1)
        elif tag == "annotation":
            if self._formula and self._tex:
                self._formula = ["".join(self._tex)]
            self._tex = None if self._formula is None else self._tex
        elif tag in {"math", "script"} and self._formula is not None:
            tex = "".join(self._tex or self._formula)
            self._formula = self._tex = None
            self._add(f"${' '.join(tex.split())}$", line, "math")

    def open_formula(self, tex: str | None) -> None:
        """A formula begins; its TeX, or ``None`` where the text is TeX."""
        self._formula = [tex or ""]
        self._tex = [] if tex is None else self._tex

    @property
    def is_formula(self) -> bool:
        """Whether a formula is open, so that text is a piece of it."""
        return self._formula is not None or self._tex is not None

    def marks(self) -> tuple[tuple[int, ...], int]:
        """What is open, for :meth:`reset`."""
        return self._marks, len(self._dresses)

    def reset(self, state: tuple[tuple[int, ...], int]) -> None:
        """End the marks that were opened since ``state``."""
        marks, dresses = state
        if marks is not self._marks:
            self._wear(tuple(map(min, self._marks, marks)))
        self._people -= self._dresses[dresses:].count(_PEOPLE)
        del self._dresses[dresses:]

    def _count(self, number: int | None, change: int) -> None:
        """One more, or one less, of a mark is open from here on."""
        if number == _PEOPLE:
            self._people += change
        elif number is not None:
            marks = list(self._marks)
            marks[number] = max(0, marks[number] + change)
            self._wear(tuple(marks))

    def _wear(self, marks: tuple[int, ...]) -> None:
        self._marks = marks
        strong, code, emphasis = marks
        self._mark = "strong" if strong else "code" if code else "emphasis" if emphasis else ""

    # -- text --------------------------------------------------------------------------------------------------------

    def text(self, text: str, line: int) -> None:
        """A piece of text."""
        if not self.spans and self._url is None and self._tex is None and text.isspace():
            return
        if self._tex is not None:
            self._tex.append(text)
        elif self._formula is not None:
            if not self._formula[0]:
                self._formula.append(text)
        elif self._url is not None or not self._buttons:
            self._add(_with_single_blanks(text), line)

    def line_break(self, line: int) -> None:
        """A line ends; within a link it is a blank."""
        if self._url is not None and not self._is_linked:
            self.label.append(" ")
        else:
            self.spans.append(Span(BREAK, line=line))

    def image(self, given: dict[str, str], line: int) -> None:
        """A picture: the name of the link that holds it, else a span."""
        name = given.get("alt", "")
        if self._url is not None:
            self._picture = self._picture or name
            if not name and not self._icon:
                self._find_icon(given.get("src", "").rpartition("/")[2])
        else:
            self.spans.append(Span(name, given.get("src", ""), "image", line))

    def _find_icon(self, text: str) -> None:
        if icon := _ICON.search(text):
            self._icon = _ICON_LABELS[(icon.lastindex or 1) - 1]

    def _add(self, text: str, line: int, mark: str = "") -> None:
        if self._url is not None and self._is_linked and "://" in text:
            return  # the address that a bookmark shows
        if self._url is not None and not self._is_linked:
            if not self._label_line and not text.isspace():
                self._label_line = line
            self.label.append(text)
            return
        spans = self.spans
        if not spans or spans[-1].text.endswith((" ", BREAK)):
            text = text.lstrip()
        if text == " ":
            spans.append(_BLANK)
        elif text:
            mark = mark or self._mark
            if "://" in text:
                spans.extend(span._replace(mark=mark, line=line) for span in autolink(text))
            else:
                spans.append(Span(intern(text) if len(text) <= _SHORT else text, None, mark, line))

    # -- links -------------------------------------------------------------------------------------------------------

    def _open_link(self, token: Token) -> None:
        self.end_link()
        given = attributes(token.text)
        url = given.get("href", "").strip()
        if not url and ("href" in given or "btn" in given.get("class", "") or given.get("role") == "button"):
            url = "#"
        if url:
            self._url = self._absolute(url)
            self.label = []
            self._label_line, self._link_line = 0, token.line
            self._is_linked = False
            self._picture = given.get("aria-label") or given.get("title") or None
            self._icon = ""
            if "icon" in token.text:
                self._find_icon(given.get("class", ""))

    def _absolute(self, url: str) -> str:
        if url.startswith("#"):
            return url
        if url[:11].lower() == "javascript:":
            return "#"
        if not self.base and _ARXIV_PATH.match(url):  # a listing of arXiv's, whose pages don't give their address
            return f"https://arxiv.org{url}"
        try:
            if self.base and not url.startswith(("https://", "http://")):
                url = urljoin(self.base, url)
            if "google.com/url" in url:
                parts = urlsplit(url)
                if parts.netloc.endswith("google.com") and parts.path == "/url":  # as Google Docs writes every link
                    return parse_qs(parts.query).get("q", [url])[0]
        except ValueError:
            pass
        return url

    def _part_link(self) -> None:
        """A block begins or ends within a link: what there is of its label is the link, and the rest is text."""
        url = self._url
        if url is None or self._is_linked or not self.label:
            return
        label = "".join(self.label)
        if not label.strip():
            return
        line = max(self._label_line or self._link_line, self.floor)
        self.label = []
        self._is_linked = True
        if url[0] == "#" and not any(map(str.isalnum, label)):
            return
        spans = self.spans
        if label[0] == " " and spans:
            spans.append(_BLANK)
        ends_blank = label[-1] == " "
        label = " ".join(label.split())
        is_dead = url == "#" and len(label.split()) >= _TITLE_WORDS  # a title whose link leads nowhere
        target = None if is_dead or url.endswith(_ABOUT_IDENTIFIERS) or self._people else url
        spans.append(
            Span(
                intern(label) if len(label) <= _SHORT else label,
                target,
                self._mark,
                line,
            )
        )
        if ends_blank:
            spans.append(_BLANK)
        self.links += 1

    def end_link(self) -> None:
        """The open link ends; without words it is called by its picture or its icon."""
        url = self._url
        if url is None:
            return
        self._part_link()
        if not self._is_linked and url[0] != "#":
            self.links += 1
            line = max(self._link_line, self.floor)
            if self._icon and not self._picture:
                self.spans += [Span(self._icon, url, self._mark, line), _BLANK]
            else:
                self.spans.append(Span(self._picture or "", url, "badge", line))
        self._url = None

    def cut(self) -> list[Span]:
        """A block begins or ends: the spans so far."""
        if self.label:
            self._part_link()
        spans = self.spans
        if spans:
            self.spans = []
        return spans


def _with_single_blanks(text: str) -> str:
    """A text in which every run of blanks is one."""
    if text.isspace():
        return " "
    if len(text) > _LONG:
        text = "".join(_BLANKS.sub(" ", text[start : start + _LONG]) for start in range(0, len(text), _LONG))
    return _BLANKS.sub(" ", text)
