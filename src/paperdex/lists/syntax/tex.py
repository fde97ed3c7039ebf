r"""The text of TeX: without comments, with the partners of its braces, and as spans with its links and marks.

A scanner of our own, since what a list needs of LaTeX is small, and pylatexenc's parser reads 0.2 MB/s, gives
up on text that isn't TeX, and recurses on nested braces. Its tables of accents and symbols are used on short pieces.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol

from paperdex.core.text import decode_tex
from paperdex.lists.memory import remembered
from paperdex.lists.outline import BREAK, Inline, Span
from paperdex.lists.syntax.autolinks import autolink
from paperdex.lists.syntax.nesting import one_line

# A link may hold "%" and is no place for a comment.
_LEXEME = re.compile(
    r"\\(?:url|href|path|nolinkurl)\s*\{[^{}\n]{0,4000}\}|\\begin\s*\{(?P<verbatim>[A-Za-z]{3,20}\*?)\}|(?P<false>\\iffalse\b)"
    r"|\\.|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
_VERBATIM = frozenset({"verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "alltt"})
_BRACE = re.compile(r"\\.|[{}]|%(?=\n)", re.DOTALL)
_LONGEST_DECODED = 20_000
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+\*?\s*|.)|[{}]", re.DOTALL)


def without_comments(text: str) -> list[str]:
    r"""The pieces of a text without comments, ``verbatim`` and ``\iffalse``; every line keeps its number.

    Where a line is nothing but a comment, a ``%`` stays, so that it is no blank line.
    """
    pieces: list[str] = []
    end = 0
    missing: set[str] = set()
    for match in _LEXEME.finditer(text):
        if match.start() < end:
            continue
        name = match["verbatim"]
        if match["comment"] is not None:
            pieces += (text[end : match.start()], "%")
            end = match.end()
        elif match["false"] or (name and name.rstrip("*") in _VERBATIM):
            closing = "\\fi" if match["false"] else f"\\end{{{name}}}"
            stop = -1 if closing in missing else text.find(closing, match.end())
            if stop < 0:
                missing.add(closing)
                continue
            pieces += (text[end : match.start()], re.sub(r"[^\n]+", "%", text[match.start() : stop]))
            end = stop + len(closing)
    return [*pieces, text[end:]]


def brace_partners(text: str) -> dict[int, int]:
    """Where the brace that opens at a place is closed; braces without a partner are not there."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            partners[opened.pop()] = match.start()
    return partners


class Partners(Protocol):
    """Tells where the brace that opens at a place is closed."""

    def get(self, place: int) -> int | None:
        """The place, or ``None`` for a brace without a partner."""


class ManyPartners:
    """The same as :func:`brace_partners` in little memory, for a whole document."""

    def __init__(self, text: str) -> None:
        self._places = array("Q")
        self._closed = array("Q")
        opened: list[int] = []
        for match in _BRACE.finditer(text):
            if match[0] == "{":
                opened.append(len(self._places))
                self._places.append(match.start())
                self._closed.append(0)
            elif match[0] == "}" and opened:
                self._closed[opened.pop()] = match.start()

    def get(self, place: int) -> int | None:
        """Where the brace that opens at a place is closed, if one does and is."""
        number = bisect_left(self._places, place)
        found = number < len(self._places) and self._places[number] == place
        return (self._closed[number] or None) if found else None


_SPACE = re.compile(r"[ \t%]*\n?[ \t%]*")


def argument(text: str, position: int, partners: Partners) -> tuple[str, int] | None:
    """The group in braces that begins at a place, blanks apart, and where the text goes on behind it."""
    space = _SPACE.match(text, position)
    start = space.end() if space else position
    stop = partners.get(start)
    return None if stop is None else (text[start + 1 : stop], stop + 1)


def option(text: str, position: int) -> int:
    """Where the text goes on behind an option in brackets, if one stands at that place."""
    space = _SPACE.match(text, position)
    start = space.end() if space else position
    if text[start : start + 1] != "[":
        return position
    depth = 0
    for place in range(start + 1, min(len(text), start + 1000)):
        character = text[place]
        depth += (character == "{") - (character == "}")
        if character == "]" and depth <= 0:
            return place + 1
    return position


_MARKS = {
    "textbf": "strong", "bf": "strong", "bfseries": "strong", "emph": "emphasis", "textit": "emphasis",
    "em": "emphasis", "it": "emphasis", "itshape": "emphasis", "textsl": "emphasis", "sl": "emphasis",
    "texttt": "code", "tt": "code",
}  # fmt: skip
_ARGUMENTS_LEFT_OUT = frozenset(
    {"label", "ref", "eqref", "pageref", "autoref", "index", "vspace", "hspace", "bibliographystyle", "bibliography"}
    | {"color", "textcolor", "includegraphics", "thispagestyle", "pagestyle"}
)
_REPLACED = {
    **dict.fromkeys(("bibnamedelima", "bibnamedelimb", "bibnamedelimc", "bibnamedelimd", "bibnamedelimi"), " "),
    "bibinitdelim": " ", "bibinitperiod": ".", "bibinithyphendelim": ".-", "bibrangedash": "–", "bibrangessep": ", ",
    "penalty": "", "relax": "", "unskip": "",
}  # fmt: skip
"""What biber and the styles of BibTeX write for a blank or a stop; a number behind ``\\penalty`` is its own."""
_LANGUAGES = frozenset({"BIBforeignlanguage", "foreignlanguage", "textlanguage"})
"""Commands whose second argument is text in the language that the first one names."""
_ARXIV_COMMANDS = frozenset({"arxiv", "arXiv", "eprint", "Eprint"})
_DRESSES = frozenset(_MARKS) | _LANGUAGES | _ARXIV_COMMANDS | _ARGUMENTS_LEFT_OUT
_BREAKS = frozenset({"\\", "newline", "newblock", "linebreak"})
_INLINE = re.compile(r"\\(?P<name>[A-Za-z@]+|\\)\*?|\{\s*\\(?P<switch>bfseries|bf|itshape|it|em|sl|tt)\b", re.DOTALL)
_CITES = re.compile(r"[a-zA-Z]*cite[a-zA-Z]*\Z")
_URL_ESCAPE = re.compile(r"\\([%#&_~{}$^])(?:\{\})?")
_DEEPEST = 4
"""Marks within marks are followed this deep."""


def to_spans(text: str) -> Inline:
    """TeX as spans: links, bold and emphasised runs, and text in Unicode; a span's line counts from 0."""
    return tuple(_spans(text, 0, "", 0))


def to_text(text: str) -> str:
    """TeX as plain text on one line."""
    return " ".join("".join(" " if span.text == BREAK else span.text for span in to_spans(text)).split())


def to_url(text: str) -> str:
    r"""The address that TeX writes with escapes: ``a\_b\%20c``."""
    return "".join(_URL_ESCAPE.sub(r"\1", text.replace("%\n", "")).split())


def _spans(text: str, line: int, mark: str, depth: int) -> Iterator[Span]:
    partners = brace_partners(text)
    end = 0
    position = 0
    while match := _INLINE.search(text, position):
        position = match.end()
        read = _dressed(text, match, partners)
        if read is None:
            continue
        yield from _words(text[end : match.start()], line, mark)
        line += text.count("\n", end, match.start())
        end = position = read[1]
        inner, own, url = read[0]
        if url is not None:
            label = to_text(inner) if depth < _DEEPEST else _stripped(inner)
            yield Span(label or url, url, mark, line)
        elif own == BREAK:
            yield Span(BREAK, line=line)
        elif own and depth < _DEEPEST:
            yield from _spans(inner, line, "strong" if mark == "strong" else own, depth + 1)
        else:
            yield from _words(inner, line, mark or own)
        line += text.count("\n", match.start(), end)
    yield from _words(text[end:], line, mark)


def _dressed(text: str, match: re.Match[str], partners: Partners) -> tuple[tuple[str, str, str | None], int] | None:
    """Text, mark and target of what a command dresses, and where it ends; ``None`` where it is a word like others."""
    if match["switch"]:
        stop = partners.get(match.start())
        return None if stop is None else ((text[match.end() : stop], _MARKS[match["switch"]], None), stop + 1)
    name = match["name"]
    if name in _BREAKS:
        return ("", BREAK, None), option(text, match.end())
    if name in _REPLACED:
        end = _NUMBER.match(text, match.end()).end() if name == "penalty" else match.end()  # type: ignore[union-attr]
        return (_REPLACED[name], "", None), end
    if not (name in _DRESSES or _is_known(name)):
        return None
    position = match.end()
    for _ in range(2):
        position = option(text, position)
    found = argument(text, position, partners)
    if found is None:
        return None
    inner, end = found
    if name in _MARKS:
        return (inner, _MARKS[name], None), end
    if name in _ARXIV_COMMANDS:
        return _arxiv(inner), end
    if name in {"url", "nolinkurl", "path"}:
        return ("", "", to_url(inner)), end
    if name == "doi":
        return ("", "", "https://doi.org/" + to_url(inner).removeprefix("https://doi.org/")), end
    if name in {"href", "textcolor", "color"} | _LANGUAGES:
        label = argument(text, end, partners)
        if name == "href":
            return (label[0] if label else "", "", to_url(inner)), label[1] if label else end
        return (label[0] if label and name != "color" else "", "", None), label[1] if label else end
    return ("", "", None), end


def _is_known(name: str) -> bool:
    return name in {"href", "url", "nolinkurl", "path", "doi"} or bool(_CITES.match(name))


def _arxiv(text: str) -> tuple[str, str, str | None]:
    r"""What ``\arxiv{...}`` or ``\eprint{...}`` names: an address or a number."""
    name = to_url(text)
    if name.startswith(("http://", "https://")):
        return "", "", name
    return (f"arXiv:{name}" if name[:1].isdigit() or "/" in name else text), "", None


def _words(text: str, line: int, mark: str) -> Iterator[Span]:
    """Words without commands of their own, in Unicode; bare addresses are links."""
    if not text:
        return
    words = _decode(text)
    for span in autolink(words):
        yield span._replace(mark=mark, line=line + text[: len(text) - len(text.lstrip())].count("\n"))


_NUMBER = re.compile(r"\s{0,3}-?\d*")
_TIE = re.compile(r"(?<!\\)~")


def _decode(text: str) -> str:
    if not _TEX.search(text):
        return one_line(text.replace("%\n", ""))
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() else ""
    text = _TIE.sub(" ", _OWN.sub(_without_name, text))
    text = _balanced(text.replace("%\n", "").replace("\\ ", " ").replace("\\,", " ").replace("\\/", ""))
    words = decode_tex(text) if len(text) < _LONGEST_DECODED else _stripped(text)
    return f"{start}{words}{end}" if words else start


_OWN = re.compile(r"\\(?P<name>[A-Za-z]{2,24})(?=\{)|\\fa[A-Z][A-Za-z]{1,20}(?![A-Za-z{])")


def _without_name(command: re.Match[str]) -> str:
    r"""A command without its name where the document defines it, ``\circled{2}``; nothing for an icon, ``\faLink``."""
    return "" if command["name"] is None or _is_own(command["name"]) else command[0]


@remembered
def _is_own(name: str) -> bool:
    return decode_tex(f"\\{name} ").strip() == name


_TEX = re.compile(r"[\\{}~%`]|''|--")


def _stripped(text: str) -> str:
    return one_line(_COMMAND.sub(" ", text)).strip()


def _balanced(text: str) -> str:
    """The text without the braces whose partner stands elsewhere, and without lone comment signs."""
    partners = brace_partners(text)
    kept = {*partners, *partners.values()}
    return "".join(
        text[match.start() : match.end()] if match.start() in kept or match[0] not in "{}" else ""
        for match in _PIECE.finditer(text)
    )


_PIECE = re.compile(r"\\.|[{}]|[^\\{}]+|\\", re.DOTALL)
