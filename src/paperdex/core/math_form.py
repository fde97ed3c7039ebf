r"""Math of titles in one form, whichever of arXiv's channels it came by.

arXiv's query API puts characters in place of the commands of Greek letters, of a few other letters and of some signs,
in math too, and drops the braces around them and the blank behind them: of ``$x_{\mu}\varphi y$`` it makes
``$x_μφy$``. What is a doubled brace is a single one there. Its bulk data has the commands. The rules are those of
arXiv's own code, ``tex2utf`` of https://github.com/arXiv/arxiv-base.
"""

from __future__ import annotations

import functools
import re

from paperdex.core.text import GREEK, spell_math

COMMANDS = (
    {letter: name for letter, name in GREEK.items() if name != "omicron"}
    | {letter.upper(): GREEK[letter].title() for letter in "γδθλξπσυφψω"}
    | {"φ": "varphi", "ϕ": "phi", "ς": "varsigma", "÷": "div", "†": "dag", "‡": "ddag", "°": "deg", "§": "S"}
    | {"¶": "P", "Å": "AA", "å": "aa", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L"}
    | {"ł": "l", "Þ": "TH", "þ": "th", "Ð": "DH", "ð": "eth", "Đ": "DJ", "đ": "dj", "Ŋ": "NG", "ŋ": "ng", "ß": "ss"}
    | {"ı": "i"}
)
"""Characters that arXiv puts in math, and the commands that they stand for."""
FUNCTIONS = frozenset(
    """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh bmod mod""".split()  # noqa: SIM905
)
"""Commands that set the upright name of a function or an operator."""
_SAME = {"dh": "eth", "ETH": "DH"}
_NAMES = "|".join((*COMMANDS.values(), *_SAME))
_FORMED = re.compile(
    rf"\{{\\(?P<braced>{_NAMES})\}}|\\(?P<command>{_NAMES})(?![A-Za-z])(?:\ |\{{\}})?|(?P<sign>[{''.join(COMMANDS)}])"
)
_AS_ARXIV = str.maketrans("ϵƪ", "εð")
_DOUBLED = re.compile(r"\{\{([^}]*)\}\}")


@functools.lru_cache(maxsize=4096)
def one_form(math: str) -> str:
    r"""Return math, without its dollars, with commands for the characters that arXiv puts in their place.

    The same math of both channels gives the same text, which TeX reads as it reads the authors' own. A degree sign,
    which arXiv makes of ``\deg``, is ``^{\circ}`` behind a digit and where nothing follows; else it is the function.
    """
    source = _FORMED.sub(_command, math)
    while (fewer := _DOUBLED.sub(r"{\1}", source)) != source:
        source = fewer
    return source


def in_letters(math: str) -> str:
    r"""Math, without its dollars, in characters where it is simple: those of arXiv's, such as ε for ``\epsilon``."""
    source = one_form(math)
    return "°" if source == r"^{\circ}" else spell_math(f"${source}$").translate(_AS_ARXIV)


def _command(found: re.Match[str]) -> str:
    name = found["braced"] or found["command"] or COMMANDS[found["sign"]]
    name = _SAME.get(name, name)
    if name == "deg":
        behind_digit = found.string[: found.start()].rstrip()[-1:].isdigit()
        if behind_digit or not found.string[found.end() :].strip():
            return r"^{\circ}"
    follows = found.string[found.end() : found.end() + 1]
    return f"\\{name} " if follows.isascii() and follows.isalpha() else f"\\{name}"
