r"""Math of titles, as authors write it, to math that LaTeX with amsmath and amssymb can set.

The source is parsed and written anew, so that nothing but known commands reaches LaTeX: symbols (math_symbols.txt),
commands with arguments (below), ``\left``/``\right``, scripts and groups. An author's own macro becomes its name in
``\mathrm``. What cannot be set at all, such as unbalanced braces or a double superscript, gives no math.
"""

from __future__ import annotations

import functools
import re
from importlib import resources

from paperdex.core.math_form import one_form
from paperdex.core.text import GREEK

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)


def _table(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# An author's font command and the one that every LaTeX has; "-" stands for none.
_FONTS = _table("""
    mathrm mathrm mathbf mathbf mathit mathit mathsf mathsf mathtt mathtt mathcal mathcal mathbb mathbb
    mathfrak mathfrak boldsymbol boldsymbol Bbb mathbb bold mathbf
    frak mathfrak mathscr mathcal EuScript mathcal bm boldsymbol pmb boldsymbol ensuremath - mathop - mathbin -
    mathrel - mathord -
""")
_SWITCHES = _table(
    "rm mathrm bf mathbf it mathit sf mathsf tt mathtt cal mathcal sl mathit em mathit mit mathit sc mathrm"
)
_TEXT = _table("""
    text text mbox text hbox text textrm text textnormal text textup text textsc text textbf mathbf textit mathit
    emph mathit textsf mathsf texttt mathtt
""")
_ARITIES = _table("""
    frac 2 dfrac 2 tfrac 2 binom 2 stackrel 2 overset 2 underset 2 sqrt 1 hat 1 bar 1 tilde 1 vec 1 dot 1 ddot 1 acute 1
    grave 1 check 1 breve 1 mathring 1 widehat 1 widetilde 1 overline 1 underline 1 overrightarrow 1 overleftarrow 1
    overbrace 1 underbrace 1 xrightarrow 1 xleftarrow 1 boxed 1 pmod 1 not 1
""")
_FRACTIONS = _table("over frac choose binom")
# Commands that look the same in a line of text, of which more readers know the second; a sign is no command.
_SAME = _table(r"""
    dfrac frac tfrac frac land wedge lor vee gets leftarrow owns ni leadsto rightsquigarrow iff Longleftrightarrow
    implies Longrightarrow impliedby Longleftarrow dotsb cdots dotsm cdots dotsi cdots dotsc ldots dotso ldots
    restriction upharpoonright doublecap Cap doublecup Cup llless lll gggtr ggg centerdot cdot dasharrow dashrightarrow
    dag dagger ddag ddagger lvert | rvert | lVert \| rVert \|
""")
_OPERATORS = frozenset({"operatorname", "operatorname*"})
_DROPPED = frozenset(
    r"""displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits boldmath unboldmath big Big bigg Bigg bigl
    bigr Bigl Bigr biggl biggr Biggl Biggr nonumber relax protect rmfamily normalfont \ - / ( )
    """.split()  # noqa: SIM905
)
_SIGNS = {"{": r"\lbrace ", "}": r"\rbrace "} | {sign: f"\\{sign}" for sign in ",;:!>|&%#_$"} | {" ": "~"}
_DELIMITERS = frozenset(
    r"""( ) [ ] | . / < > \| \lbrace \rbrace \langle \rangle \lfloor \rfloor \lceil \rceil \lvert \rvert \lVert \rVert
    \vert \Vert \uparrow \downarrow""".split()  # noqa: SIM905
)
_WORDS = re.compile(r"[A-Za-z0-9 ]+")
_PLAIN_TEXT = re.compile(r"[A-Za-z0-9 ,.:;()+/=!?*'-]*")

_LATIN_LIKE = zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)
SYMBOLS: dict[str, str] = (
    {letter: f"\\{name}" for letter, name in GREEK.items()}
    | {letter.upper(): f"\\{GREEK[letter].title()}" for letter in "γδθλξπσυφψω"}
    | {letter: f"\\mathrm{{{latin}}}" for letter, latin in _LATIN_LIKE}
    | _table(r"""
        ς \varsigma ϵ \epsilon ϑ \vartheta ϕ \phi ϖ \varpi ϱ \varrho ϰ \varkappa
        ≤ \leq ≥ \geq ≠ \neq ≈ \approx ≃ \simeq ≅ \cong ≡ \equiv ∼ \sim ≪ \ll ≫ \gg ≲ \lesssim ≳ \gtrsim ⩽ \leqslant
        ⩾ \geqslant ∝ \propto ∞ \infty − - ∓ \mp ⋅ \cdot ∗ \ast ∘ \circ ⊕ \oplus ⊗ \otimes ⊙ \odot ∑ \sum ∏ \prod
        ∫ \int √ \surd ∂ \partial ∇ \nabla ∈ \in ∉ \notin ∋ \ni ⊂ \subset ⊆ \subseteq ⊃ \supset ⊇ \supseteq ∪ \cup
        ∩ \cap ∅ \emptyset ∀ \forall ∃ \exists ∧ \wedge ∨ \vee ⊥ \perp ⊤ \top ∥ \parallel ∣ \mid ∖ \setminus 〈 \langle
        〉 \rangle ⟨ \langle ⟩ \rangle ⋯ \cdots ← \leftarrow ↔ \leftrightarrow ↦ \mapsto ⇒ \Rightarrow
        ⇔ \Leftrightarrow ⇐ \Leftarrow ↑ \uparrow ↓ \downarrow ⟶ \longrightarrow ↪ \hookrightarrow ⇌ \rightleftharpoons
        ′ {}^{\prime} ″ {}^{\prime\prime} ℓ \ell ℏ \hbar ħ \hbar ℵ \aleph ★ \bigstar ☆ \star ⋆ \star □ \square
        △ \triangle ♯ \sharp ∙ \bullet ‖ \Vert
        ♭ \flat ♮ \natural ✓ \checkmark ♠ \spadesuit ♥ \heartsuit ♦ \diamondsuit ♣ \clubsuit
    """)
)
"""Characters that LaTeX sets in math only, and their commands."""

# Set up for pdfLaTeX as text, and to be had in math by these.
_IN_MATH = SYMBOLS | _table(r"""
    × \times ± \pm → \rightarrow · \cdot µ \mu ° {}^{\circ} … \ldots † \dagger ‡ \ddagger ² {}^{2} ³ {}^{3} ¹ {}^{1} – -
    — - ‐ - ’ ' ÷ \div ¬ \neg • \bullet
""")


class _NoMath(Exception):
    """The source can't be set."""


@functools.cache
def known_symbols() -> frozenset[str]:
    """Names of the commands of LaTeX, amsmath and amssymb that stand for themselves in math."""
    table = resources.files(__package__).joinpath("math_symbols.txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.splitlines() if not line.startswith("#") for word in line.split())


@functools.lru_cache(maxsize=4096)
def encode_math(source: str) -> str | None:
    """Return math, without its dollars, that LaTeX sets with amsmath and amssymb; ``None`` if it can't be set.

    The braces of the answer balance for BibTeX too, which takes a backslash before a brace for nothing.
    """
    parser = _Parser(one_form(source))
    try:
        math = parser.math_list(None).strip()
    except (_NoMath, RecursionError):
        return None
    return re.sub(r"(\\[A-Za-z]+) (?![A-Za-z])", r"\1", re.sub(" +", " ", math)) or None


_SCRIPTS = {"^": "^", "_": "_", r"\sp": "^", r"\sb": "_"}


class _Parser:
    def __init__(self, source: str) -> None:
        self._items = _TOKEN.findall(source)
        self._next = 0

    def math_list(self, end: str | None) -> str:
        """Everything up to an item, which is read, or up to the end of the source."""
        out: list[str] = []
        scripts: set[str] = set()  # those of the last atom: TeX takes one superscript and one subscript
        while (item := self._read(end)) is not None:
            name = item[1:] if item[0] == "\\" else ""
            if item.isspace():
                out.append(" ")
            elif item == "'" or item in _SCRIPTS:
                script = _SCRIPTS.get(item, "^")
                if script in scripts:
                    raise _NoMath
                scripts.add(script)
                out.append(f"{script}{self._primes() if item == chr(39) else self._argument(bare=True)}")
            elif name in _SWITCHES:
                out.append(f"\\{_SWITCHES[name]}{{{self.math_list(end).strip()}}}")
                break
            elif name in _FRACTIONS:
                if any(item[1:] in _FRACTIONS for item in self._items[self._next :]):
                    raise _NoMath  # TeX takes no second one
                return f"\\{_FRACTIONS[name]}{{{''.join(out).strip()}}}{{{self.math_list(end).strip()}}}"
            elif name not in _DROPPED:
                out.append(self._atom(item))
                scripts = set()
        return "".join(out)

    def _primes(self) -> str:
        """The primes after the first, and the superscript that TeX joins with them."""
        primes = 1
        while self._peek() == "'":
            primes += 1
            self._next += 1
        rest = ""
        if self._peek() == "^":
            self._next += 1
            rest = self._argument()
        prime = r"\prime"
        return f"{{{prime * primes}{rest}}}"

    def _read(self, end: str | None) -> str | None:
        if self._next == len(self._items):
            if end is not None:
                raise _NoMath
            return None
        item: str = self._items[self._next]
        self._next += 1
        if item == end:
            return None
        if item == "}" or item == r"\right":
            raise _NoMath
        return item

    def _peek(self) -> str:
        return self._items[self._next] if self._next < len(self._items) else ""

    def _skip_blanks(self) -> None:
        while self._peek().isspace():
            self._next += 1

    def _argument(self, *, bare: bool = False) -> str:
        """A command's argument or a script, in braces: a group, or one item, which may stay bare."""
        self._skip_blanks()
        item = self._read(None)
        name = item[1:] if item and item[0] == "\\" else ""
        if name in _SWITCHES and self._peek() in {"", "}", *_SCRIPTS}:
            return f"{{\\mathrm{{{name}}}}}"  # an author's own \sl, which is no slanted nothing
        if item is None or item == "'" or item in _SCRIPTS or name in _SWITCHES or name in _FRACTIONS:
            raise _NoMath
        atom = self._atom(item)
        return atom if item == "{" or (bare and item.isascii() and item.isalnum()) else f"{{{atom.strip()}}}"

    def _atom(self, item: str) -> str:
        if item == "{":
            return f"{{{self.math_list('}').strip()}}}"
        if item[0] == "\\" and len(item) > 1:
            return self._command(item[1:])
        if item in "&%#$":
            return f"\\{item}"
        if item.isascii() and item != "\\":
            return item
        if item in _IN_MATH:
            return f"{_IN_MATH[item]} "
        raise _NoMath

    def _command(self, name: str) -> str:
        if name in _DROPPED:
            return ""
        if name in _SIGNS:
            return _SIGNS[name]
        if name in {"AA", "aa"}:
            return f"\\mathring{{\\mathrm{{{name[0]}}}}}"
        name = _SAME.get(name, name)
        if not name.isalpha() and name[-1] == "|":
            return name
        if name in _OPERATORS:
            return self._operator()
        if name == "left":
            left, inner = self._delimiter(), self.math_list(r"\right")
            return f"\\left{left}{inner}\\right{self._delimiter()}"
        if name in _FONTS:
            argument = self._argument()
            return argument if _FONTS[name] == "-" else f"\\{_FONTS[name]}{argument}"
        if name in _ARITIES:
            option = self._option() if name == "sqrt" else ""
            return f"\\{name}{option}" + "".join(self._argument() for _ in range(int(_ARITIES[name])))
        if name in _TEXT:
            return self._text(_TEXT[name])
        if name in known_symbols():
            return f"\\{name} "
        if name[0].isalpha() and name not in {"begin", "end", "middle"}:
            return f"\\mathrm{{{name.rstrip('*')}}}"
        raise _NoMath

    def _operator(self) -> str:
        """The name of a function, upright, with the blank that TeX puts before its argument."""
        argument = self._argument()
        self._skip_blanks()
        follows = self._peek()
        is_argument = follows.isalnum() or (follows[:1] == "\\" and follows[1:].isalpha() and follows != r"\right")
        return f"\\mathrm{argument}" + ("\\," if is_argument and follows != r"\left" else "")

    def _delimiter(self) -> str:
        self._skip_blanks()
        item = self._read(None) or ""
        item = {"\\{": r"\lbrace", "\\}": r"\rbrace"}.get(item, item)
        if item not in _DELIMITERS:
            raise _NoMath
        return f"{item} " if item[0] == "\\" else item

    def _option(self) -> str:
        self._skip_blanks()
        if self._peek() != "[":
            return ""
        self._next += 1
        return f"[{{{self.math_list(']').strip()}}}]"

    def _text(self, command: str) -> str:
        """Text within math: plain words only."""
        self._skip_blanks()
        if self._peek() != "{":
            raise _NoMath
        self._next += 1
        words = []
        while (item := self._read("}")) is not None:
            words.append(" " if item.isspace() else item)
        text = "".join(words)
        if not _PLAIN_TEXT.fullmatch(text):
            raise _NoMath
        if command == "text" and not _WORDS.fullmatch(text):
            return f"\\text{{{text}}}"
        return f"\\{command.replace('text', 'mathrm')}{{{text.replace(' ', '~')}}}"
