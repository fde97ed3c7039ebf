"""Text and names as LaTeX: every special, every accent, capitals kept word by word, nothing live."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.names import parse_name
from paperdex.core.records import Author
from paperdex.exports.latex import (
    Spelling,
    encode_name,
    encode_text,
    encode_url,
    protect_case,
    unsettable,
    without_spelling,
)

TEXISH = st.lists(
    st.sampled_from(
        [
            *"ab TÉéōệơøœ{}$$\\'\"`~%&#_^<>|-:.?!,@ \n012ωβ≤架Ф",
            "\\alpha",
            "\\emph{",
            "\\c",
            "\\input{",
            "&lt;",
            "\u0301",
            " and ",
        ]
    ),
    max_size=40,
).map("".join)


def assert_safe(latex: str) -> None:
    """Braces balance as BibTeX counts them, specials are escaped, and no command is one that acts."""
    depth = 0
    for brace in re.findall(r"[{}]", latex):
        depth += 1 if brace == "{" else -1
        assert depth >= 0, latex
    assert depth == 0, latex
    plain = re.sub(r"\{\$.*?(?<!\\)\$\}", "", latex)
    assert not re.search(r"(?<!\\)[%#&$_]|(?<!\\)\^|[<>|\n]", plain), latex
    commands = set(re.findall(r"\\([A-Za-z]+)", latex))
    assert not commands & {"input", "include", "write", "def", "csname", "catcode", "begin", "end", "emph", "href"}, (
        latex
    )


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("5⅓ at 3‰, 20 ℃, ﬃ ŉ ǆ № Ⅳ", r"5{$^{1}$}/{$_{3}$} at 3‰, 20 °C, ffi 'n d{\v{z}} No IV"),
        ("a∶b∕c ∙ ‖〈x〉", r"a:b/c {$\bullet$} {$\Vert$}{$\langle$}x{$\rangle$}"),
        (r"1 \AA{} is $1\,\AA$", r"1 {\r A} is {$1\,\textrm{\AA}$}"),
        ("& 50% #1 a_b $5 ~ ^ \\", r"\& 50\% \#1 a\_b \$5 {\textasciitilde} {\textasciicircum} {\textbackslash}"),
        ("é č ő ç ę ğ å Å í", r"{\'e} {\v{c}} {\H{o}} {\c{c}} {\k{e}} {\u{g}} {\r a} {\r A} {\'i}"),
        ("ß ø ł æ ı ǿ", r"{\ss} {\o} {\l} {\ae} {\i} {\'{\o}}"),
        ("ễ ị ệ ǚ x̱", r"{\~{ê}} {\d{i}} {\d{ê}} {\v{ü}} {\b{x}}"),
        ("βγ and ομάδα α", r"βγ and ομάδα α"),
        ("βγ and αβγδ", r"{$\beta$}{$\gamma$} and {$\alpha$}{$\beta$}{$\gamma$}{$\delta$}"),
        ("Ｔｅａ（１）", "Tea(1)"),
        ("œ ð þ đ ŋ ș … • † § © ™ € £ ° µ ± × → ² « » ¿ ¡", "œ ð þ đ ŋ ș … • † § © ™ € £ ° µ ± × → ² « » ¿ ¡"),
        ("“x” ‘y’ – — \"q\" it's (\"z\")", "``x'' `y' -- --- ``q'' it's (``z'')"),
        ("<b> | a>b", "{$<$}b{$>$} {$|$} a{$>$}b"),
        ("α Ω Α ≤ ≠ ∞ ′ ₂ ⁴ ℝ 𝒩 −", r"{$\alpha$} {$\Omega$} {$\mathrm{A}$} {$\leq$} {$\neq$} {$\infty$} {${}^{\prime}$}"
         r" {$_2$} {$^4$} {$\mathbb{R}$} {$\mathcal{N}$} {$-$}"),
        ("架空 Фи", "架空 Фи"),
        (r"$\Phi$ and $\mypot{3}$", r"{$\Phi$} and {$\mathrm{mypot}{3}$}"),
        (r"a $\frac{1}$ b", r"a \${\textbackslash}frac\{1\}\$ b"),
        ("a} {b} {", r"a{\textbraceright} b {\textbraceleft}"),
        (r"\{a\} \{", r"\{a\} {\textbraceleft}"),
        (r"\input{/etc/passwd} \write18{ls}", "input/etc/passwd write18ls"),
        (r"$\input{/etc/passwd}$", r"{$\mathrm{input}{/etc/passwd}$}"),
        (r"Bal\'azs &amp; \emph{co}", r"Bal{\'a}zs \& co"),
        ("What?“ ,,", "What?{}`` ,{},"),
        ("ﬁn Ⅳ", "fin IV"),
    ],
)  # fmt: skip
def test_encodes(text: str, latex: str) -> None:
    """The table of export-rules, character by character."""
    assert encode_text(text) == latex
    assert_safe(latex)


def test_ascii_and_what_can_be_set() -> None:
    """In ASCII accents are macros to the innermost, Greek words are transliterated; what pdfLaTeX sets is not told."""
    assert encode_text("ệ ομάδα", Spelling.ASCII) == r"{\d{\^e}} omada"
    assert encode_text("α", Spelling.ASCII) == r"{$\alpha$}"
    assert unsettable(encode_text("ệ ễ ơ ομ έ")) == "ơομέ"
    assert encode_text('\\"$p$ {\u0301a}', Spelling.ASCII) == r"{$p$}{\"{}} {\'{}}a"
    assert encode_text("§†©£°… 10⁻³", Spelling.ASCII) == (
        r"{\textsection}{\textdagger}{\textcopyright}{\textsterling}{\textdegree}... 10{$^-$}{$^3$}"
    )


def test_ascii_for_biber() -> None:
    """In ASCII for biber no letter has accents that pdfLaTeX lacks a character for, and which these are is told."""
    biber = Spelling.BIBER_ASCII
    assert (
        encode_text("Ngễ Phạm nǚ đě ṣī αé", biber) == r"Ng{\^e} Pham n{\"u} {\dj}{\v{e}} {\d{s}}{\=i} {$\alpha$}{\'e}"
    )
    assert encode_text('\\"$p$ 4\u0301 q\u20d7', biber) == r"{$p$} 4 {$\vec{q}$}"
    assert encode_name(Author("Đỗ Phạm", "Phạm", "Đỗ"), biber) == r"Pham, {\DJ}{\^o}"
    assert without_spelling("Ngễ ạạ đě ж", biber) == "жễạ"
    assert without_spelling("Ngễ ạạ đě ж", Spelling.ASCII) == "ж"


def test_url_is_no_tex() -> None:
    """In an address nothing is decoded."""
    assert (
        encode_url("https://tea.example/~a_b?x=1&y=--$2$")
        == r"https://tea.example/{\textasciitilde}a\_b?x=1\&y=--\$2\$"
    )


@given(st.one_of(st.text(), TEXISH))
def test_any_text_is_safe(text: str) -> None:
    """Whatever the text, it can't leave its field nor run a command, with protected capitals or without."""
    assert_safe(encode_text(text))
    assert_safe(protect_case(text))
    assert_safe(encode_url(text))


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("Brewing Is All You Need", "Brewing Is All You Need"),
        ("TeapotNet and tRNA on TEA-10", "{TeapotNet} and {tRNA} on {TEA}-10"),
        ("hepatitis B and Y-shaped pots", "hepatitis {B} and {Y}-shaped pots"),
        (
            "A Kalman filter for tea: The case of Álvarez leaves",
            r"A {Kalman} filter for tea: The case of {{\'A}lvarez} leaves",
        ),
        ("Towards A Theory of Teapots", "Towards A Theory of Teapots"),
        ("Why brew? Because tea is good", "Why brew? {Because} tea is good"),
        ("Large Kettle:Brewing in One Hour", "Large Kettle:{Brewing} in One Hour"),
        ("THE TEAPOTS OF MARS", "THE TEAPOTS OF MARS"),
        (r"$\Lambda$CDM and AT\&T's tea", r"{$\Lambda$}{CDM} and {AT\&T's} tea"),
        (r"tea in \mathcal{R}^N", r"tea in {$\mathcal{R}$}{\textasciicircum}{N}"),
        ("Teapot", "Teapot"),
        ("GPT", "{GPT}"),
        ("3D pots of the U.S. in “Ghent”", "{3D} pots of the {U.S}. in ``{Ghent}''"),
    ],
)
def test_protects_capitals(title: str, latex: str) -> None:
    """Words whose capitals mean something are kept, and only those."""
    assert protect_case(title) == latex


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("Ada Invented", "Invented, Ada"),
        ("Jan van der Verzonnen Jr.", "van der Verzonnen, Jr., Jan"),
        ("Hans De Verzonnen", "De Verzonnen, Hans"),
        ("Lopez de Inventado, M.", "{Lopez de Inventado}, M."),
        ("The Teapot Collaboration", "{The Teapot Collaboration}"),
        ("Teapot", "{Teapot}"),
        (r"A. $x_2$ Invented \& Sons", r"Sons, A. {\$}x{\_}2{\$} Invented {\&}"),
        ("Kettle and Pot Group", "{Kettle and Pot Group}"),
        ("Invented, And B.", "Invented, {And} B."),
        ("xavier invented", "{invented}, xavier"),
        ("M. al-Inventado", "{al-Inventado}, M."),
        ("Élise Fictive", r"Fictive, {\'E}lise"),
        ("Đorđe Þór-Œuf", r"{\textrm{Þ}}{\'o}r-{\textrm{Œ}}uf, {\textrm{Đ}}orđe"),
        ("Ева Выдуманная", "{Ева Выдуманная}"),
        ("架空 太郎", "{架空 太郎}"),
        ("Εύα Επινοημένη", "{Εύα Επινοημένη}"),
        ("Ａ． 𝓘nvented", "Invented, A."),
        ("A. {Invented", "Invented, A."),
        ("A, B, C", "{A, B, C}"),
        ("O’Fiction, Siobhán", r"O'Fiction, Siobh{\'a}n"),
    ],
)
def test_names(name: str, latex: str) -> None:
    """Family first; in braces what BibTeX would part wrongly; first letters that can be cut."""
    assert encode_name(parse_name(name)) == latex


@given(st.lists(st.one_of(st.text(), TEXISH), min_size=3, max_size=3), st.booleans())
def test_any_name_is_safe(parts: list[str], parted: bool) -> None:
    """Whatever a name holds, BibTeX sees one name with at most two commas."""
    family, given_name, suffix = parts
    author = Author(" ".join(parts), family, given_name, suffix) if parted else Author(" ".join(parts))
    latex = encode_name(author)
    assert_safe(latex)
    outer = ""
    depth = 0
    for character in latex:
        depth += {"{": 1, "}": -1}.get(character, 0)
        outer += character if depth == 0 else ""
    assert outer.count(",") <= 2
    assert " and " not in f" {outer.casefold()} "


@pytest.mark.parametrize("spelling", [Spelling.CLASSIC, Spelling.UNICODE])
def test_an_east_asian_text_keeps_its_punctuation(spelling: Spelling) -> None:
    """Its fonts have the wide signs; in a Latin text they would stop pdfLaTeX, and are the narrow ones."""
    assert encode_text("茶壶（虚构）：盖子，壶嘴！", spelling) == "茶壶（虚构）：盖子，壶嘴！"
    assert encode_text("Teapots：Lids！", spelling) == "Teapots:Lids!"
