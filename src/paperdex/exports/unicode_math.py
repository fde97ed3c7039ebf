r"""Math of titles in Unicode characters: ``H$_2$O`` is H₂O, ``$\sqrt{s}=13$`` is √s=13, ``$\mathcal{N}=4$`` is 𝒩=4.

An index without characters of its own stays behind its sign (``$\Lambda_b$`` is Λ_b). What can't be spelled at all (an
author's own macro, unbalanced braces) keeps its TeX and its dollars, as reference managers get it from arXiv: the
dollars say where the math is.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal, NamedTuple

from paperdex.core.math_form import COMMANDS, FUNCTIONS, one_form
from paperdex.core.text import decode_runs, decode_tex
from paperdex.exports.latex_math import SYMBOLS, known_symbols

Level = Literal["", "sup", "sub"]


class Piece(NamedTuple):
    """A stretch of math: on the line, raised or lowered."""

    level: Level
    text: str


_SUP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzαβγδ−*†′±∓°∗∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟ⁻*†′±∓°*°",
)
_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvxβγρφχ−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋")
_TABLES = {"sup": _SUP, "sub": _SUB}
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_AS_IT_IS = frozenset(
    """mathrm mathbf mathit mathsf mathtt boldsymbol bm operatorname operatorname* text mbox hbox textrm textit textbf
    textsf texttt emph ensuremath""".split()  # noqa: SIM905
)
_LETTERS = {"mathbb": "DOUBLE-STRUCK", "Bbb": "DOUBLE-STRUCK"} | dict.fromkeys(
    ("mathcal", "mathscr", "EuScript"), "SCRIPT"
) | {"mathfrak": "FRAKTUR", "frak": "FRAKTUR"}  # fmt: skip
_ACCENTS = {"bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303"} | {
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "mathring": "\u030a",
}  # fmt: skip
_SWITCHES = frozenset({"cal", "scr"})
_NOTHING = frozenset(
    r"""rm bf it sf tt sl em mit displaystyle textstyle scriptstyle left right bigl bigr Bigl Bigr big Big limits
    nolimits relax protect ! / -""".split()  # noqa: SIM905
)
_BLANKS = frozenset({",", ";", ":", ">", " ", "quad", "qquad"})
_COMMANDS = {tex[1:]: sign for sign, tex in SYMBOLS.items() if re.fullmatch(r"\\[A-Za-z]+", tex)} | {
    **{name: sign for sign, name in COMMANDS.items()}, "ne": "≠", "deg": "deg",
}  # fmt: skip


_LEANING = re.compile(r"(?<=[\u0370-\u03ff])(?=[-−+±∓×=≠≡≈≃≅∼∝<>≤≥≪≫→←↔⇒⇔↦∈⊂⊃⊆⊇∪∩⊗⊕∧∨|∥] )")
"""Where a sign lacks the first of its blanks: TeX, and arXiv, take a blank behind a command for its end."""
_MARKUP = re.compile(r"<(?=/?(?:i|b|em|strong|sub|sup|sc|span)\b[^<>]*>)", re.IGNORECASE)


class _Unspellable(Exception):
    """There are no characters for it."""


def spell_title(text: str) -> str:
    """A title or note as it came, as plain Unicode text on one line, its math in characters where there are some."""
    return "".join(_plain(run.text) if run.math else run.text for run in decode_runs(text))


def mark_title(text: str) -> str:
    """The same with indices and powers between ``<sub>`` and ``<sup>``, as CSL has them.

    What looks like markup of CSL's in the text itself gets a blank (``< b>``), so that it stays text.
    """
    return "".join(_marked(run.text) if run.math else _no_markup(run.text) for run in decode_runs(text))


def _plain(source: str) -> str:
    pieces = spell_math_pieces(source)
    return "".join(_at_level(piece) for piece in pieces) if pieces else f"${one_form(source)}$"


def _marked(source: str) -> str:
    pieces = spell_math_pieces(source)
    marked = (f"<{level}>{_no_markup(text)}</{level}>" if level else _no_markup(text) for level, text in pieces)
    return "".join(marked) or f"${_no_markup(one_form(source))}$"


def _no_markup(text: str) -> str:
    return _MARKUP.sub("< ", text)


def _at_level(piece: Piece) -> str:
    """The text in raised or lowered characters, else behind a sign, as people write it in mails."""
    if not piece.level:
        return piece.text
    table = _TABLES[piece.level]
    if all(ord(c) in table for c in piece.text):
        return piece.text.translate(table)
    sign = "^" if piece.level == "sup" else "_"
    return f"{sign}{piece.text}" if piece.text.isalnum() or len(piece.text) == 1 else f"{sign}({piece.text})"


@functools.lru_cache(maxsize=4096)
def spell_math_pieces(source: str) -> tuple[Piece, ...]:
    """Math, without its dollars, in characters; empty if there are none for some of it."""
    try:
        parser = _Parser(one_form(source))
        pieces = parser.math_list(None)
    except (_Unspellable, RecursionError):
        return ()
    joined: list[Piece] = []
    for level, text in pieces:
        if joined and joined[-1].level == level:
            joined[-1] = Piece(level, joined[-1].text + text)
        elif text:
            joined.append(Piece(level, text))
    return tuple(Piece(level, unicodedata.normalize("NFC", _LEANING.sub(" ", text))) for level, text in joined)


class _Parser:
    def __init__(self, source: str) -> None:
        self._items = _TOKEN.findall(source)
        self._next = 0

    def math_list(self, end: str | None) -> list[Piece]:
        """Everything up to an item, which is read, or up to the end of the source."""
        out: list[Piece] = []
        while (item := self._read(end)) is not None:
            if item in "^_":
                out.append(self._script("sup" if item == "^" else "sub"))
            elif item == "{":
                out += self.math_list("}")
            elif item == "\\sqrt":
                out += self._root()
            elif item[1:] in _SWITCHES:
                self._skip_blank()
                return out + [Piece(level, _in_font(text, "SCRIPT")) for level, text in self.math_list(end)]
            else:
                out.append(Piece("", self._atom(item)))
        return out

    def _read(self, end: str | None) -> str | None:
        if self._next == len(self._items):
            if end is not None:
                raise _Unspellable
            return None
        item: str = self._items[self._next]
        self._next += 1
        if item == end:
            return None
        if item == "}":
            raise _Unspellable
        return item

    def _script(self, level: Level) -> Piece:
        text = self._argument()
        # A prime, a degree sign and a star stand raised by themselves.
        return Piece("", text.translate(_SUP)) if level == "sup" and text in "′∘°†*∗" else Piece(level, text)

    def _root(self) -> list[Piece]:
        pieces = self._group()
        if len("".join(text for level, text in pieces if not level)) == 1:
            return [Piece("", "√"), *pieces]
        return [Piece("", "√("), *pieces, Piece("", ")")]

    def _group(self) -> list[Piece]:
        """A command's argument: a group or one item."""
        while self._next < len(self._items) and self._items[self._next].isspace():
            self._next += 1
        item = self._read(None)
        if item is None or item in "^_":
            raise _Unspellable
        return self.math_list("}") if item == "{" else [Piece("", self._atom(item))]

    def _argument(self) -> str:
        """A command's argument, all of it on the line."""
        pieces = self._group()
        text = "".join(text for _, text in pieces).strip()
        if not text or any(level for level, _ in pieces):
            raise _Unspellable
        return text

    def _atom(self, item: str) -> str:
        if item.isspace() or item == "~":
            return " "
        if item == "'":
            return "′"
        if item[0] != "\\":
            if item in "&#%$":
                raise _Unspellable
            return item
        return self._command(item[1:])

    def _command(self, name: str) -> str:
        if name in _BLANKS:
            return " "
        if name in _NOTHING or not name:
            self._skip_blank()
            return ""
        if name in "{}%&#_$":
            return name
        if name == "|":
            return "‖"
        if name in _AS_IT_IS:
            return self._argument()
        if name in _LETTERS:
            return _in_font(self._argument(), _LETTERS[name])
        if name in _ACCENTS:
            letter = self._argument()
            if len(letter) > 1:
                raise _Unspellable
            return letter + _ACCENTS[name]
        if name in {"frac", "tfrac", "dfrac"}:
            parts = self._argument(), self._argument()
            if not all(part.isalnum() for part in parts):
                raise _Unspellable
            return "/".join(parts)
        return self._symbol(name)

    def _symbol(self, name: str) -> str:
        text = _COMMANDS.get(name) or (decode_tex(f"\\{name}") if name in known_symbols() else "")
        if not text or "\\" in text or (text == name and name not in FUNCTIONS):
            raise _Unspellable
        if text.isalpha() and name not in FUNCTIONS:
            # TeX takes a blank after a command for its end; after a sign it is good to read.
            self._skip_blank()
        return text

    def _skip_blank(self) -> None:
        if self._next < len(self._items) and self._items[self._next].isspace():
            self._next += 1


def _in_font(text: str, font: str) -> str:
    return "".join(_letter(c, font) for c in text)


def _letter(letter: str, font: str) -> str:
    if not (letter.isascii() and letter.isalpha()):
        return letter
    case = "CAPITAL" if letter.isupper() else "SMALL"
    older = "BLACK-LETTER" if font == "FRAKTUR" else font
    for name in (f"MATHEMATICAL {font} {case} {letter.upper()}", f"{older} {case} {letter.upper()}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    raise _Unspellable
