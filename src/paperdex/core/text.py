r"""Text of titles, names and notes, whatever channel it came by.

The input is TeX-ish, not TeX: ``$...$`` is math, ``\'e`` and its like are accents, ``\&`` and ``\%`` are escapes, but a
bare ``%``, ``&``, ``#``, ``_`` or a price in dollars is meant as written. arXiv's query API gives such text wrapped and
with accents and some Greek already in Unicode, its bulk data gives raw TeX; this module brings both to one form.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

# Control characters (blank ones are collapsed instead), soft hyphen and other invisible marks, bidi controls, lone
# surrogates, noncharacters, tags, and plane 16 for private use, which decode_runs needs for itself.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffd\ufffe\uffff\U000e0000-\U000e007f\U00100000-\U0010ffff]"
)
# With the semicolon only: "Q&A", "AT&T" and "x &sect y" are meant as written.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_DISPLAY_MATH = re.compile(
    r"\\\((.+?)\\\)|(?<!\\)\$\$(?=[^\s$])([^$]*[^\s$\\])\$\$|(?<!\\)\$`(?=[^\s`])([^`$]*[^\s`])`\$"
    r"|(?<!\\)\\\[(?!\d)(.+?)\\\]"
)
_MATH = re.compile(
    r"""\\.
      | \$(?=[^\s$]) (?P<math> (?:\\.|[^$\\])* (?:\\.|[^$\\\s]) ) \$(?!\d)
      # No price holds these: a command or a Greek letter, which the query API has for one ("$\\sim$10", "$α$3",
      # "$ M\\times N$"), an index in one piece ("S$_N$2"), or a comparison alone ("$>$10").
      | \$(?= (?:\\[^A-Za-z]|[^$\\])* (?:\\[A-Za-z]|[\u0370-\u03ff]) ) (?P<command> (?:\\.|[^$\\])+ ) \$
      | \$(?P<comparison> [<>]=? ) \$
      | \$(?!\d)(?P<index> [^\s$\\_^]* [_^] (?:\\.|[^$\\\s])+ ) \$
      | \$""",
    re.DOTALL | re.VERBOSE,
)
_TEX = re.compile(r"[\\{}~`]|''|--")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
# A tie stands after a word or a mark of abbreviation ("Fig.~3", "J.~Doe"), or after one sign and before a word or a
# command ("5~GeV"); "z~3", "~10" and "/~user" are literal.
_TIE = re.compile(r"(?<=\w[\w.,;:)}$])~(?=[\w\\${(])|(?<=\w)~(?=[^\W\d_]{2}|[\\$])")
_TILDE = re.compile(r"(?<!\\)~")
_TEX_QUOTES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
# Outside math it is no function: the query API has the sign for it.
_DEGREE = re.compile(r"\\deg(?![A-Za-z])(?: |\{\})?")
_LINK = re.compile(r"(\\href)\s*\{[^{}]*\}")
_COMMA_BELOW = re.compile(r"\\textcommabelow\s*(?:\{([A-Za-z])\}|([A-Za-z]))")
_LITERAL = re.compile(r"(\\.)|[%\\]")
_LITERALS = {"%": r"\%", "\\": r"{\textbackslash}"}
_PLACEHOLDER = re.compile("([\U00100000-\U0010ffff])")

LETTERS_WITHOUT_MARK = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ȷ": "j"}
    | {"ħ": "h", "ŋ": "ng", "ŧ": "t", "ĸ": "k", "ə": "e", "ɨ": "i", "ʻ": "", "ʼ": "", "ʹ": "", "ʺ": ""}
)
"""Small Latin letters that NFKD doesn't part into a letter and a mark, for ``str.translate``."""


_LEFT_OUT = frozenset({"cite", "citep", "citet", "nocite", "footnote", "footnotemark", "thanks", "label", "ref"})
# Commands that count for nothing: what follows, in braces or not, is text as before.
_SWITCHES = """
    bf bfseries boldmath cal centering displaystyle em frenchspacing it itshape large Large LARGE huge Huge left md
    mdseries mit noindent normalfont normalsize operatorname protect relax right rm rmfamily sc scriptsize scshape sf
    sffamily sl slshape small t textstyle textsubscript textsuperscript tiny tt ttfamily unboldmath up upshape xspace
"""
# Commands that leave what they are given.
_WRAPPERS = """
    MakeLowercase MakeUppercase author ce date fbox hbox lowercase mbox sout textgreek textlatin textmd textnormal
    textsf textsmaller texttt textup title uline uppercase url uwave vbox
"""
# Those that end a line or part words.
_BLANKS = "newline linebreak par hfill thinspace enspace enskip medspace thickspace".split()  # noqa: SIM905
# Signs that pylatexenc does not know, or calls otherwise than LaTeX.
_SIGNS = {
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "ddag": "‡", "textbar": "|", "textless": "<",
    "textgreater": ">", "textbraceleft": "{", "textbraceright": "}", "textunderscore": "_", "textasciicircum": "^",
    "slash": "/", "degree": "°", "celsius": "°C", "-": "", "/": "", "@": "", "*": "",
}  # fmt: skip
_SIMPLE_MATH = re.compile(r"(?:[A-Za-z0-9 ()\[\]+=<>,.:;/|*!'-]|\\[A-Za-z]+|[^\x00-\x7f])+")
_LETTER_ACCENTS = frozenset("cvuHkrdb")


class Run(NamedTuple):
    """A stretch of a title: plain text, or math without its dollars."""

    math: bool
    text: str


def clean_text(text: str) -> str:
    """Return the text on one line, in NFC, without invisible characters and with HTML entities decoded once.

    Zero-width, soft-hyphen, bidi and control characters, lone surrogates and U+FFFD are dropped, runs of white space
    become one blank. Idempotent except for doubly encoded entities: ``&amp;lt;`` becomes ``&lt;`` and then ``<``.
    """
    text = _DROPPED.sub("", text)
    if "&" in text:
        text = _DROPPED.sub("", _ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def split_math(text: str) -> list[Run]:
    r"""Part cleaned text into plain text, still with its TeX, and math.

    Pandoc's rule of the dollar: an opening ``$`` has no blank right of it, the closing one no blank left of it and no
    digit after it. Beyond it, what holds a command or is an index is math wherever it stands: ``$\sim$10``, ``S$_N$2``.
    Every other dollar is a dollar and comes back as ``\$``. ``\(...\)``, ``\[...\]``, ``$$...$$`` and GitHub's
    ``$`...`$`` count as math.
    """
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return [Run(False, text)] if text else []
    runs: list[Run] = []
    plain = ""
    end = 0
    text = _DISPLAY_MATH.sub(lambda math: f"${next(filter(None, math.groups())).strip()}$", text)
    for match in _MATH.finditer(text):
        plain += text[end : match.start()]
        end = match.end()
        if match.lastgroup:
            runs += [Run(False, plain)] if plain else []
            runs.append(Run(True, match[match.lastgroup].strip()))
            plain = ""
        else:
            plain += "\\$" if match[0] == "$" else match[0]
    plain += text[end:]
    return runs + ([Run(False, plain)] if plain else [])


@functools.lru_cache(maxsize=4096)
def decode_runs(text: str) -> tuple[Run, ...]:
    """Part a text as it came into plain Unicode text and math; the math keeps its TeX.

    What TeX would not understand stays as it is written: nothing raises.
    """
    raw = split_math(clean_text(text))
    if not any(_TEX.search(run.text) or "$" in run.text for run in raw if not run.math):
        return tuple(raw)
    # One private character stands for each piece of math, so that a group or a font command may reach across it.
    math = [run.text for run in raw if run.math]
    places = iter(range(len(math)))
    source = "".join(chr(0x100000 + next(places)) if run.math else run.text for run in raw)
    decoded = _collapse(_to_unicode(_DEGREE.sub("°", source)))
    pieces = _PLACEHOLDER.split(decoded)
    return tuple(
        Run(True, math[ord(piece) - 0x100000]) if index % 2 else Run(False, piece)
        for index, piece in enumerate(pieces)
        if piece
    )


def decode_tex(text: str) -> str:
    r"""Return the text with TeX accents, escapes, quotes and font commands outside math as plain Unicode text.

    ``Bal\'azs`` is ``Balázs``, ``\&`` is ``&``, ``{\"o}`` is ``ö``, ``\emph{so}`` is ``so``; ``$...$`` stays. Footnotes
    and citations are left out, of an unknown command the name stays. Idempotent but for escaped braces and
    backslashes and for ties beside a command: ``\{x\}`` becomes ``{x}`` and then ``x``. Never raises.
    """
    runs = decode_runs(text)
    plain = "".join(f"${run.text}$" if run.math else run.text for run in runs)
    if "$" in plain and sum(run.math for run in runs) != sum(run.math for run in split_math(plain)):
        # Two prices would read as math now: they keep their backslash.
        return "".join(f"${run.text}$" if run.math else run.text.replace("$", "\\$") for run in runs)
    return plain


def spell_math(text: str) -> str:
    r"""Return cleaned text whose simple math is plain text: ``$\beta$-Tea`` is ``β-Tea``, ``$k$-Means`` is ``k-Means``.

    Math with an index, a power or a macro that has no character of its own keeps its TeX and its dollars.
    """
    if "$" not in text:
        return text
    runs = split_math(text)
    if not any(run.math for run in runs):
        return text
    return "".join(_spelled(run.text) if run.math else run.text.replace("\\$", "$") for run in runs)


def _spelled(math: str) -> str:
    spelled = _to_unicode(math) if _SIMPLE_MATH.fullmatch(math) else "\\"
    return f"${math}$" if "\\" in spelled else spelled


def _collapse(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _to_unicode(source: str) -> str:
    source = _TILDE.sub(r"{\\textasciitilde}", _TIE.sub(" ", _LINK.sub(r"\1", source)))
    source = _COMMA_BELOW.sub("\\1\\2\u0326", source)
    source = _escape_single_braces(_LITERAL.sub(lambda sign: sign[1] or _LITERALS[sign[0]], source))
    if "\\" in source or "{" in source:
        try:
            source = str(_converter().latex_to_text(source))
        except Exception:  # whatever a parser makes of text that was never TeX, the text is still worth having
            source = source.replace(r"{\textasciitilde}", "~").replace(r"\%", "%").replace(r"\$", "$")
    for tex, character in _TEX_QUOTES:
        source = source.replace(tex, character)
    return source


def _escape_single_braces(source: str) -> str:
    """Put a backslash before every brace without a partner, so that it reads as a brace."""
    opened: list[int] = []
    single: list[int] = []
    for brace in _BRACE.finditer(source):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}":
            if opened:
                opened.pop()
            else:
                single.append(brace.start())
    for position in sorted(single + opened, reverse=True):
        source = f"{source[:position]}\\{source[position:]}"
    return source


def _spell_command(node: Any, l2tobj: LatexNodes2Text) -> str:
    """What stands for a command that isn't TeX's own: its name, and what it is given."""
    arguments = [argument for argument in (node.nodeargd.argnlist if node.nodeargd else ()) if argument]
    return f"{node.macroname}{l2tobj.nodelist_to_text(arguments)}{node.macro_post_space}"


@functools.cache
def _commands() -> Any:
    """pylatexenc's table of commands and their texts, with ours before it."""
    # Imported here: it takes 40 ms, and most titles need none of it.
    from pylatexenc import latex2text  # type: ignore[import-untyped]

    Text = latex2text.MacroTextSpec
    context = latex2text.get_default_latex_context_db().filter_context(
        keep_categories=["latex-base", "latex-approximations", "advanced-symbols"], keep_which=["macros"]
    )
    # pylatexenc would answer these with a made-up text such as "<cit.>", or by reading a file.
    context.add_context_category(
        "paperdex",
        macros=[
            *(Text(name, simplify_repl="") for name in (*_LEFT_OUT, *_SWITCHES.split())),
            *(Text(name, simplify_repl=" ") for name in _BLANKS),
            *(Text(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
            Text("href", simplify_repl=""),
            *(Text(name, simplify_repl=_spell_command) for name in ("input", "include", "includegraphics", "item")),
            *(Text(name, discard=False) for name in _WRAPPERS.split()),
            Text("textasciitilde", simplify_repl="~"),
            Text("textbackslash", simplify_repl="\\"),
            Text("\\", simplify_repl=" "),
        ],
        prepend=True,
    )
    context.set_unknown_macro_spec(Text("", simplify_repl=_spell_command))
    return context


@functools.cache
def _converter() -> LatexNodes2Text:
    from pylatexenc import latex2text

    return latex2text.LatexNodes2Text(latex_context=_commands(), math_mode="verbatim", keep_comments=True)


_ARGUMENT_LEFT_OUT = re.compile(rf"\\(?:{'|'.join(sorted(_LEFT_OUT | {'href'}))})\s*\{{[^{{}}]*\}}")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_LATIN_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_NOT_ALNUM = re.compile(r"[\W_]+")
_GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega
"""
GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES.split(), strict=True))
"""The small Greek letters and their names, which are TeX's too (but ``o`` for omicron)."""
_FOLDED = LETTERS_WITHOUT_MARK | str.maketrans(GREEK)


def normalise_title(text: str) -> str:
    r"""Return the key by which titles from any channel and any list are compared; ``""`` if there is none.

    Letters and digits only, small, without accents, blanks or punctuation; other scripts keep theirs. TeX counts for
    its text, a Greek letter for its name: ``$\omega$``, ``$ω$`` and ``ω`` are ``omega``. There are no blanks in the
    key, since lists and arXiv disagree on "Large-Scale", "Large Scale" and "SGD:Training". Two titles may share a key
    (``C++``, ``C``): it is a reason to compare the authors, not an identity.
    """
    text = clean_text(text)
    if "\\" not in text:
        if text.isascii():
            return _NOT_ALNUM.sub("", text).casefold()
    else:
        text = _COMMAND.sub(_command_key, _ARGUMENT_LEFT_OUT.sub("", text))
    key = fold(text)
    key = "".join(c for c in key if c.isalnum() or unicodedata.category(c)[0] == "M")
    return key if any(c.isalnum() for c in key) else ""


def fold(text: str) -> str:
    """Return the text small and without accents, Greek letters by their names, compatibility forms resolved."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", text).translate(_FOLDED))


def _command_key(command: re.Match[str]) -> str:
    return _named_command_key(command[1]) if command[1] else ""


@functools.lru_cache(maxsize=4096)
def _named_command_key(name: str) -> str:
    """What counts for a command in a key: a symbol's character, nothing for formatting, else the name."""
    if name.casefold() in GREEK.values():
        return name
    if name in _LETTER_ACCENTS:
        return ""
    text = _commands().get_macro_spec(name).simplify_repl
    if text is _spell_command:
        return name
    return text if isinstance(text, str) and "%" not in text else ""


_SUBTITLE = re.compile(
    r""" \s* (?: :(?=\s) | (?<=[\w)\]"'”’}$]):(?=[^\W\d_]) | ： ) \s*      # "SGD: Training", "SGD:Training"
       | \s+ [-–—]{1,3} \s+ | \s* — \s*
       | (?<=[?!？！]) \s+ """,
    re.VERBOSE,
)


def main_title(text: str) -> str | None:
    """Return the part of a title before its subtitle, or ``None`` if there is no subtitle.

    A subtitle follows a colon, a dash between blanks, an em dash, or a question mark, which stays. A colon within math,
    a number (``1:2``) or an address (``http://``) parts nothing.
    """
    text = clean_text(text)
    inside = [match.span() for match in _MATH.finditer(text) if match.lastgroup]
    for mark in _SUBTITLE.finditer(text):
        if any(start < mark.start() < end for start, end in inside):
            continue
        main, rest = text[: mark.start()], text[mark.end() :]
        if normalise_title(main) and normalise_title(rest):
            return main
    return None


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Return the text so that it can't steer a terminal; meant for every text from a list or a server that is shown.

    A tab or line break becomes a blank, a control character its picture (``␛``), any other unsafe character (C1, bidi
    control, lone surrogate) its escape (``\\u202e``).
    """
    return _UNPRINTABLE.sub(_picture, text) if _UNPRINTABLE.search(text) else text


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in "\t\n":
        return " "
    if code < 0x20 or code == 0x7F:
        return chr(0x2400 + code) if code < 0x20 else "␡"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
