r"""Text to LaTeX for bibliographies: what pdfLaTeX sets, BibTeX's byte-wise styles can cut, and other readers read.

Specials become ``\&``, symbols and Greek letters math in braces. In the classic spelling accents become ``{\'e}``; what
pdfLaTeX is set up for and most readers know only as a character (œ, ð, …, €) stays, as do scripts that have no macro at
all. The Unicode spelling, for biber, keeps Latin letters. In ASCII everything has a macro, and what has none is
transliterated. Braces balance in every answer, escaped ones counted, and it holds no command but those written here and
in :mod:`~paperdex.exports.latex_math`.
"""

from __future__ import annotations

import enum
import functools
import re
import unicodedata

from paperdex.core.math_form import one_form
from paperdex.core.names import has_particle, parse_name
from paperdex.core.records import Author
from paperdex.core.text import clean_text, decode_runs, decode_tex
from paperdex.exports.bib_math import for_readers
from paperdex.exports.latex_math import SYMBOLS, encode_math


class Spelling(enum.Enum):
    """How characters outside ASCII are written."""

    CLASSIC = "classic"
    """Accents as macros; for BibTeX and pdfLaTeX."""
    UNICODE = "unicode"
    """Latin letters as they are; for biber."""
    ASCII = "ascii"
    """All as macros; what has none is transliterated."""
    BIBER_ASCII = "ascii for biber"
    """The same without accents that pdfLaTeX has no character for: biber makes characters of macros, before it."""

    def __init__(self, name: str) -> None:
        """Nothing but ASCII is written where the name says so."""
        self.is_ascii = name.startswith("ascii")

    __hash__ = object.__hash__  # quicker than Enum's own, and asked for with every name and symbol


# Combining marks and TeX's accents: grave, acute, circumflex, tilde, umlaut, macron, dot; then those named by a letter.
_MARKS = dict(zip("\u0300\u0301\u0302\u0303\u0308\u0304\u0307", "`'^~\"=.", strict=True)) | dict(
    zip("\u0306\u030c\u030b\u030a\u0327\u0328\u0323\u0331", "uvHrckdb", strict=True)
)
_CHARACTERS = {c: f"\\{c}" for c in "&%#_$"} | {
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\\": r"{\textbackslash}", "<": "{$<$}", ">": "{$>$}",
    "|": "{$|$}", "“": "``", "”": "''", "‘": "`", "’": "'", "ʼ": "'", "ʻ": "`", "ʾ": "'", "ʿ": "`", "–": "--",
    "—": "---", "―": "---", "‐": "-", "‑": "-", "‒": "--", "⁄": "/", "∕": "/", "∶": ":",
    "ß": r"{\ss}", "ø": r"{\o}", "Ø": r"{\O}", "ł": r"{\l}", "Ł": r"{\L}",
    "æ": r"{\ae}", "Æ": r"{\AE}", "ı": r"{\i}", "ȷ": r"{\j}",
}  # fmt: skip
# Set up in T1 and TS1, while their macros are lost by pandoc or bibutils (measured).
_KEPT = frozenset("œŒðÐþÞđĐŋŊșȘțȚ…•‰†‡§¶©®™€£¥¢°µ±×÷→²³¹ªº«»‹›„‚¿¡·¬½¼¾")
_MACROS = {
    "œ": r"{\oe}", "Œ": r"{\OE}", "ð": r"{\dh}", "Ð": r"{\DH}", "þ": r"{\th}", "Þ": r"{\TH}", "đ": r"{\dj}",
    "Đ": r"{\DJ}", "ŋ": r"{\ng}", "Ŋ": r"{\NG}", "…": "...", "•": r"{\textbullet}", "†": r"{\textdagger}",
    "‰": r"{\textperthousand}", "‡": r"{\textdaggerdbl}", "§": r"{\textsection}", "¶": r"{\textparagraph}",
    "©": r"{\textcopyright}",
    "®": r"{\textregistered}", "™": r"{\texttrademark}", "€": r"{\texteuro}", "£": r"{\textsterling}",
    "¥": r"{\textyen}", "¢": r"{\textcent}", "°": r"{\textdegree}", "µ": r"{$\mu$}", "±": r"{$\pm$}",
    "×": r"{$\times$}", "÷": r"{$\div$}",
    "→": r"{$\rightarrow$}", "²": "{$^2$}", "³": "{$^3$}", "¹": "{$^1$}", "ª": r"{\textordfeminine}",
    "º": r"{\textordmasculine}", "«": r"{\guillemotleft}", "»": r"{\guillemotright}", "‹": r"{\guilsinglleft}",
    "›": r"{\guilsinglright}", "„": r"{\quotedblbase}", "‚": r"{\quotesinglbase}", "¿": r"{\textquestiondown}",
    "¡": r"{\textexclamdown}", "·": r"{$\cdot$}", "¬": r"{$\neg$}", "½": r"{\textonehalf}", "¼": r"{\textonequarter}",
    "¾": r"{\textthreequarters}",
} | {c: rf"{{\textcommabelow{{{plain}}}}}" for c, plain in zip("șȘțȚ", "sStT", strict=True)}  # fmt: skip
# Accented letters that pdfLaTeX has in UTF-8 with T1 (t1enc.dfu of 2022).
_IN_T1 = re.compile("[À-ÖØ-öø-ĵĶķĹ-ľŁ-ňŊ-ťŨ-žǍ-ǔǢǣǦ-ǫǰǴǵȘ-țȲȳḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑỲỳ]")
_MATH_MARKS = {"\u0305": "bar", "\u20d7": "vec"}
# What is not written as it is: a character with its marks.
_SPECIAL = re.compile(
    r"([^A-Za-z0-9 .,:;()+/=!?*'`\[\]@-]|.(?=[\u0300-\u036f\u20d0-\u20f0]))([\u0300-\u036f\u20d0-\u20f0]*)", re.DOTALL
)
_IN_ACCENT = re.compile(r"\\[uvHckdb`'^~\"=.]\{.\}")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
# Words, not symbols: five letters in a row, or an accent.
_GREEK_WORD = re.compile(r"(?:[\u0370-\u03ff\u1f00-\u1fff]){5}|[\u0386-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff]")
# Kana, ideographs, Hangul: a text of theirs keeps its own punctuation, which the fonts that set it have.
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_WIDE_SIGN = re.compile("[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_ESCAPED = re.compile(r"(\\[&%#$_])")
_PAIRS = re.compile(r"([?!])(?=`)|,(?=,)|<(?=<)|>(?=>)")
_WORD = re.compile("[^\\W_](?:[\\w.'’&+*\u0300-\u036f\u20d0-\u20f0]*[^\\W_])?")
_SMALL_WORDS = frozenset({"with", "from", "into", "over", "under", "between", "within", "without", "through", "versus"})
_LETTER = re.compile(r"[^\W_]")
_LATIN = re.compile("[\\W\\d_a-zA-Z\u00aa-\u02bf\u0300-\u036f\u1e00-\u1eff]*")


def encode_text(text: str, spelling: Spelling = Spelling.CLASSIC) -> str:
    r"""Return a title, note or keyword as LaTeX for a field in braces; it may hold TeX and math, as arXiv's do.

    Math that can be set comes as ``{$...$}``, which no style changes; any other is text with its dollars escaped.
    """
    flat, math = _flatten(text)
    return _join(_pieces(flat, math, spelling) if _SPECIAL.search(flat) else [flat])


def encode_url(url: str, spelling: Spelling = Spelling.CLASSIC) -> str:
    """Return an address as LaTeX text, for a field that a style prints; nothing in it counts as TeX."""
    return _join(_pieces(clean_text(url), [], spelling))


def unsettable(latex: str) -> str:
    """The characters of a classic answer that pdfLaTeX has no letters for, each once."""
    if latex.isascii():
        return ""
    return "".join(dict.fromkeys(c for c in _IN_ACCENT.sub("", latex) if not c.isascii() and c not in _KEPT))


def without_spelling(text: str, spelling: Spelling) -> str:
    """The characters of a plain text that an ASCII spelling has to change, each once."""
    odd = unsettable(encode_text(text))
    if spelling is Spelling.BIBER_ASCII:
        odd += "".join(c for c in unicodedata.normalize("NFC", text) if c not in odd and _set_after_biber(c) != c)
    return "".join(dict.fromkeys(odd))


def protect_case(title: str, spelling: Spelling = Spelling.CLASSIC) -> str:
    """Return a title as :func:`encode_text` does, with the words that must keep their capitals in braces.

    Never the whole title: styles write it in sentence case. Kept are words with a capital after the first character
    (WordNet, tRNA, CIFAR-10), single capitals that are symbols (hepatitis B, Y-shaped), the first word after ``? ``,
    ``. `` and a colon without a blank, which BibTeX would write small, and, where the title is in sentence case, every
    capitalised word that is not first or after a colon (Kalman). A title all in capitals says nothing of its words, and
    keeps none.
    """
    flat, math = _flatten(title)
    words = [] if flat.isupper() and " " in flat else list(_WORD.finditer(flat))
    sentence_case = _is_sentence_case(flat, words)
    kept = [
        word.span()
        for word in words
        if word[0] != word[0].lower() and _keeps_capitals(word[0], flat[: word.start()], sentence_case)
    ]
    if not _SPECIAL.search(flat):  # most titles have nothing but letters and signs that stay
        for start, end in reversed(kept):
            flat = f"{flat[:start]}{{{flat[start:end]}}}{flat[end:]}"
        return _join([flat])
    pieces = _pieces(flat, math, spelling)
    for start, end in kept:
        # BibTeX reads a group that begins with a backslash as one accented letter, and writes it small; words begin
        # with a letter, whose piece is that letter or a group.
        pieces[start] = f"{{{pieces[start]}"
        pieces[end - 1] += "}"
    return _join(pieces)


def _keeps_capitals(word: str, before: str, sentence_case: bool) -> bool:
    if word[1:] != word[1:].lower():
        return True
    if not word[0].isupper():
        return False
    start = before.rstrip(" \"'“‘([{")
    parted = before[-1:] != start[-1:]
    first = not start or (start[-1] == ":" and parted)
    if len(word) == 1:
        return word != "A" or (sentence_case and not first)
    # BibTeX knows ": " only as the begin of a sentence that keeps its capital.
    return not first and (sentence_case or start[-1] == ":" or (start[-1] in "?!." and parted))


def _is_sentence_case(flat: str, words: list[re.Match[str]]) -> bool:
    """Whether half the words or more that Title Case would write with a capital have none."""
    telling = [
        text
        for word in words[1:]
        if len(text := word[0]) > 3 and text[1:].islower() and text.lower() not in _SMALL_WORDS
        if flat[word.start() - 2 : word.start()] != ": "
    ]
    small = sum(word[0].islower() for word in telling)
    return small > 0 and small * 2 >= len(telling)


@functools.lru_cache(maxsize=8192)
def encode_name(author: Author, spelling: Spelling = Spelling.CLASSIC) -> str:
    r"""Return a name for BibTeX: ``Family, Given``, ``Family, Jr., Given``, or in braces as a whole.

    In braces as a whole are collaborations and other names of one part, and, for BibTeX, names with letters that are
    not Latin.
    Families that BibTeX would part at the wrong place are in braces of their own (``{arnold}``, ``{Lopez de Haro}``).
    Every other part begins with ASCII or a macro, since styles cut first letters out byte by byte. Names hold no math.
    """
    if not author.family:
        author = parse_name(author.name)
    # A brace without a partner is no part of a name, and biblatex2xml complains of it.
    parts = (re.sub("[{}]", "", decode_tex(part)).strip(" ,;") for part in (author.family, author.given, author.suffix))
    family, given, suffix = (part if part.isascii() else "".join(map(_plain_letter, part)) for part in parts)
    # A part without a letter is none to BibTeX, and biber counts a comma in braces where there is a suffix, too.
    parted = _LETTER.search(family) and _LETTER.search(given) and not (suffix and "," in family + given)
    if not parted or (spelling is Spelling.CLASSIC and not _LATIN.fullmatch(family + given)):
        whole = " ".join(part for part in (given, family, suffix) if part)
        return _encode_name_part(whole, spelling, braced=True)
    encoded = (
        _encode_name_part(family, spelling, braced=_needs_braces(family)),
        _encode_name_part(suffix.replace(",", " "), spelling),
        _encode_name_part(given, spelling, braced="," in given),
    )
    return ", ".join(part for part in encoded if part)


def _plain_letter(letter: str) -> str:
    """A letter of another font or width as the letter that it is: names hold no math."""
    is_form = unicodedata.decomposition(letter)[:1] == "<" and letter.isalnum()
    return unicodedata.normalize("NFKC", letter) if is_form else letter


def _needs_braces(family: str) -> bool:
    words = family.split()
    small = [word[0].islower() for word in words]
    particles = small.index(False) if False in small else len(words)
    return (
        "," in family
        or True in small[particles:]
        or particles == len(words)
        or (particles > 0 and not has_particle(family))
    )


def _encode_name_part(part: str, spelling: Spelling, *, braced: bool = False) -> str:
    if braced:
        return f"{{{_join(_pieces(part, [], spelling, is_greek=True))}}}"
    initials = spelling is Spelling.CLASSIC
    words = [(word, _join(_pieces(word, [], spelling, initials=initials, is_greek=True))) for word in part.split()]
    # BibTeX parts names at the word "and", however it is written.
    whole = " ".join(f"{{{latex}}}" if word.casefold() == "and" else latex for word, latex in words)
    # Styles that cut names, such as alpha, part a backslash from its sign unless both are in braces.
    return whole if spelling is Spelling.UNICODE or "\\" not in whole else _ESCAPED.sub(r"{\1}", whole)


def _flatten(text: str) -> tuple[str, list[str]]:
    """The text, decoded, with a private character for each piece of math, and the LaTeX of these."""
    flat = ""
    math: list[str] = []
    for run in decode_runs(text):
        latex = encode_math(run.text) if run.math else None
        if latex is not None:
            flat += chr(0x100000 + len(math))
            math.append(f"{{${for_readers(latex)}$}}")
        else:
            flat += f"${one_form(run.text)}$" if run.math else run.text
    return flat, math


def _pieces(
    flat: str, math: list[str], spelling: Spelling, *, initials: bool = False, is_greek: bool = False
) -> list[str]:
    """The LaTeX of each character; a combining mark is written with its letter. Greek words are words, not math."""
    pieces = list(flat)
    is_greek = not flat.isascii() and (is_greek or _GREEK_WORD.search(flat) is not None)
    is_wide = not (flat.isascii() or spelling.is_ascii) and _EAST_ASIAN.search(flat) is not None
    single: set[int] | None = None
    for match in _SPECIAL.finditer(flat):
        letter, marks = match.groups()
        start = match.start()
        before = flat[start - 1] if start else " "
        if letter >= "\U00100000":
            piece = math[ord(letter) - 0x100000]
        elif letter in "{}":
            single = _single_braces(flat) if single is None else single
            names = {"{": "left", "}": "right"}
            piece = f"{{\\textbrace{names[letter]}}}" if start in single else f"\\{letter}"
        elif letter == '"':
            piece = "``" if before in " ([{-–—/“‘" else "''"
        elif is_greek and _GREEK.match(letter):
            piece, marks = (transliterated(letter), "") if spelling.is_ascii else (letter, marks)
        elif is_wide and _WIDE_SIGN.match(letter):
            piece = letter
        else:
            piece, marks = _character(letter + marks, spelling), ""
            if initials and not piece.isascii() and before in " -.'’":
                # BibTeX takes it for one letter, and cuts it whole; pandoc would lose a macro such as \TH.
                piece = f"{{\\textrm{{{piece}}}}}"
        if marks and not (is_greek and _GREEK.match(letter)):
            marks = _marks_alone(marks, spelling)
        pieces[start : match.end()] = [piece + marks, *[""] * len(match[2])]
    return pieces


def _single_braces(flat: str) -> set[int]:
    """Where braces without a partner stand: BibTeX counts braces, a backslash before them or not."""
    opened: list[int] = []
    single: set[int] = set()
    for brace in re.finditer(r"[{}]", flat):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            opened.pop()
        else:
            single.add(brace.start())
    return single.union(opened)


def _join(pieces: list[str]) -> str:
    """The pieces as one text, with the pairs parted that LaTeX would read as another character (``?`` and a quote)."""
    latex = "".join(pieces)
    return _PAIRS.sub(r"\g<0>{}", latex) if any(pair in latex for pair in ("`", ",,", "<<", ">>")) else latex


@functools.lru_cache(maxsize=4096)
def _character(grapheme: str, spelling: Spelling) -> str:
    """The LaTeX of one character with its marks."""
    if spelling is Spelling.UNICODE and _is_latin(grapheme[0]) and not _MATH_MARKS.keys() & set(grapheme):
        return grapheme  # of two accents in macros biber would decode one
    if spelling in {Spelling.UNICODE, Spelling.BIBER_ASCII} and not _MATH_MARKS.keys() & set(grapheme):
        if len(grapheme) > 1 and not _is_latin(grapheme[0]):
            return _character(grapheme[0], spelling) + _marks_alone(grapheme[1:], spelling)
        grapheme = _set_after_biber(grapheme) if spelling.is_ascii else grapheme
    if spelling.is_ascii and grapheme in _MACROS:
        return _MACROS[grapheme]
    latex = _classic_character(grapheme, ascii=spelling.is_ascii)
    if spelling.is_ascii and not latex.isascii():
        return "".join(_CHARACTERS.get(c, c) for c in transliterated(grapheme))
    return latex


def _set_after_biber(grapheme: str) -> str:
    """A Latin letter with as many of its accents as biber reads in macros and pdfLaTeX then sets: one, or none.

    biber decodes one of two accents and leaves the other before a character, at which pdfLaTeX stops, or puts it on the
    letter before; a tilde there parts a name. Measured with biber 2.18.
    """
    parted = unicodedata.normalize("NFD", grapheme)
    letter, marks = parted[0], sorted(parted[1:], key=lambda mark: unicodedata.combining(mark) != 230)
    if not marks or not _is_latin(letter):
        return grapheme
    choices = (unicodedata.normalize("NFC", letter + each) for each in ("".join(marks), *marks))
    return next((each for each in choices if _IN_T1.fullmatch(each)), letter)


def _is_latin(letter: str) -> bool:
    return (
        letter.isalpha()
        and unicodedata.name(letter, "").startswith("LATIN ")
        and unicodedata.decomposition(letter)[:1] != "<"
    )


def transliterated(text: str) -> str:
    """Letters of any script in ASCII, a question mark for what has none."""
    from anyascii import anyascii  # it reads tables

    return "".join(c if c.isascii() else anyascii(c) or ("" if unicodedata.combining(c) else "?") for c in text)


def _classic_character(grapheme: str, *, ascii: bool = False) -> str:
    letter, marks = grapheme[0], grapheme[1:]
    if not marks:
        if grapheme.isascii() or letter in _KEPT or letter in _CHARACTERS:
            return _CHARACTERS.get(letter, letter)
        if letter in SYMBOLS:
            return f"{{${SYMBOLS[letter]}$}}"
    parted = unicodedata.normalize("NFD", grapheme)
    accented = _accented(_CHARACTERS.get(parted[0], parted[0]), parted[1:], ascii=ascii) if len(parted) > 1 else ""
    if accented or not marks:
        return accented or _compatible(letter, ascii=ascii)
    symbol = letter if letter.isascii() and letter.isalnum() else SYMBOLS.get(letter)
    if marks in _MATH_MARKS and symbol:
        return f"{{$\\{_MATH_MARKS[marks]}{{{symbol}}}$}}"
    return _classic_character(letter, ascii=ascii) + _marks_alone(marks, Spelling.CLASSIC)


def _marks_alone(marks: str, spelling: Spelling) -> str:
    """Accents of what is no letter, beside it: alone they would stop pdfLaTeX, and biber breaks macros of no letter."""
    if spelling in {Spelling.UNICODE, Spelling.BIBER_ASCII}:
        return "" if spelling.is_ascii else marks
    return "".join(
        f"{{\\{_MARKS[mark]}{{}}}}" if mark in _MARKS else "" if spelling.is_ascii else mark for mark in marks
    )


def _accented(letter: str, marks: str, *, ascii: bool) -> str:
    """A letter in its accents, those above it innermost; ``""`` if TeX's T1 encoding lacks one of them.

    Of two accents the inner one is a character, unless all has to be ASCII: biber decodes the inner of two macros only,
    and leaves ``{\\~ê}``, at which pdfLaTeX stops.
    """
    latex = letter.strip("{}")
    if (
        not latex.lstrip("\\").isascii()
        or not latex.lstrip("\\").isalpha()
        or any(mark not in _MARKS for mark in marks)
    ):
        return ""
    whole, inner = latex, ""
    for mark in sorted(marks, key=lambda mark: unicodedata.combining(mark) != 230):
        macro = _MARKS[mark]
        whole = unicodedata.normalize("NFC", whole + mark)
        if len(latex) > 1 or macro in "uvHckdb":
            latex = f"\\{macro}{{{inner or latex}}}"
        else:
            latex = f"\\r {latex}" if macro == "r" else f"\\{macro}{latex}"
        inner = whole if len(whole) == 1 and whole < "\u0180" and not ascii else ""
    return f"{{{latex}}}"


def _compatible(letter: str, *, ascii: bool) -> str:
    """A character that is another in a different form: raised, lowered, a ligature, a letter of a mathematical font."""
    form = unicodedata.decomposition(letter).rpartition("> ")[0]
    plain = unicodedata.normalize("NFKC", letter).replace("−", "-")
    if form == "<fraction":
        above, _, below = plain.partition("⁄")
        return f"{{$^{{{above}}}$}}/{{$_{{{below}}}$}}" if below else letter
    if form in {"<super", "<sub"} and plain.isascii() and plain.isprintable():
        return f"{{${'^' if form == '<super' else '_'}{plain if len(plain) == 1 else f'{{{plain}}}'}$}}"
    if form == "<font" and plain.isascii() and plain.isalpha():
        name = unicodedata.name(letter)
        fonts = {"DOUBLE-STRUCK": "mathbb", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak", "BLACK-LETTER": "mathfrak"}
        font = next((font for word, font in fonts.items() if word in name), "mathrm")
        return f"{{$\\{font}{{{plain}}}$}}"
    if form not in {"<compat", "<font", "<noBreak", "<wide", "<narrow"} or not plain.isprintable() or letter in plain:
        return letter
    pieces = [_classic_character(c, ascii=ascii) for c in plain]
    return "".join(pieces) if not unsettable("".join(pieces)) else letter
