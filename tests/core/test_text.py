"""Text of titles from every channel: one form for showing, one key for comparing."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.text import clean_text, decode_tex, main_title, normalise_title, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Invented\n  Teapots", "Invented Teapots"),
        ("Tea\u00a0and\u2009Biscuits ", "Tea and Biscuits"),
        ("Tea&#39;s &amp; Biscuits&lt;", "Tea's & Biscuits<"),
        ("Q&A, AT&T, x &sect y", "Q&A, AT&T, x &sect y"),
        ("Cafe\u0301", "Café"),
        ("Tea\u200bpot\u00ad \u202eand\ufeff\ufffd \x1b[31mcosy\x00", "Teapot and [31mcosy"),
        ("a\ud800b", "ab"),
        ("&#x202e;&#27;x", "x"),
    ],
)
def test_cleans(text: str, expected: str) -> None:
    """Lines are joined, entities decoded once, invisible characters dropped."""
    assert clean_text(text) == expected


def test_entities_are_decoded_once() -> None:
    """What was written as an entity of an entity stays an entity."""
    assert clean_text("&amp;lt;") == "&lt;"


@given(st.text().filter(lambda text: "&" not in text))
def test_clean_text_is_idempotent(text: str) -> None:
    """Clean text stays as it is, and is safe to print and to write as UTF-8."""
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode() is not None
    assert printable(clean) == clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Bal\'azs", "Balázs"),
        (r"{\"o}dk \~nandu \c{c}a \v{c}a \v c \'{\i} \H{o} \r{a}", "ödk ñandu ça ča č í ő å"),
        (r"\L\'od\'z, Sk\l odowska, \O re, \ss", "Łódź, Skłodowska, Øre, ß"),
        (r"Tea \& Biscuits 50\% \#1 a\_b", "Tea & Biscuits 50% #1 a_b"),
        ("Tea & Biscuits 50% #1 a_b ^", "Tea & Biscuits 50% #1 a_b ^"),
        (r"\emph{Ab initio} {\it tea} \textbf{pots}", "Ab initio tea pots"),
        (r"\emph{Ab $x_2$ initio} tea", "Ab $x_2$ initio tea"),
        (r"$\alpha$ and \'e: \(x^2\) $$y$$", r"$\alpha$ and é: $x^2$ $y$"),
        (r"$`\alpha_1`$-Tea for $`5", r"$\alpha_1$-Tea for $`5"),
        ("A $10 pot and a $20 pot", "A $10 pot and a $20 pot"),
        (r"A $5\,\% of $10, a $5_pot_$6 and $ 7 $", r"A $5 % of $10, a $5_pot_$6 and $ 7 $"),
        ("$>$10 pots at $<=$5 of $9", "$>$10 pots at $<=$5 of $9"),
        (r"$\sim$10 pots of S$_N$2 in $ M\times N$; \[x^2\]", r"$\sim$10 pots of S$_N$2 in $M\times N$; $x^2$"),
        (r"$\lambda$50, $λ$50", r"$\lambda$50, $λ$50"),
        (r"\texttt{pot_py} \mbox{a b}, \textsf{x}\/ \href{http://tea.example}{tea}", "pot_py a b, x tea"),
        (r"tea\-pot \S 3\newline 5~GeV \textless\ \textasciicircum", "teapot §3 5 GeV < ^"),
        (r"\$10 and 20$ pots", r"\$10 and 20\$ pots"),
        ("``Tea'' -- a pot --- of {it}", "“Tea” – a pot — of it"),
        ("Fig.~3, J.~Invented; z~3 and ~10, /~ada", "Fig. 3, J. Invented; z~3 and ~10, /~ada"),
        (r"Tea\footnote{Not tea} \cite{pot2017}pots", "Tea pots"),
        (r"\Kettle data \foo{bar}", "Kettle data foobar"),
        (r"\input{/etc/passwd} \write18{ls}", "input/etc/passwd write18ls"),
        ("a} b {", "a} b {"),
        ("pot\\", "pot\\"),
        (r"\$\%\{\}", "$%{}"),
    ],
)
def test_decodes_tex(text: str, expected: str) -> None:
    """TeX outside math becomes text, math stays, and what only looks like TeX is left alone."""
    assert decode_tex(text) == expected


_TEXISH = st.lists(
    st.sampled_from([*"ab é{}$$\\'\"`~%&_^-:. \n012ω", "\\alpha", "\\emph{", "\\c", "&amp;"]), max_size=40
).map("".join)


@given(st.one_of(st.text(), _TEXISH))
def test_decode_tex_never_raises(text: str) -> None:
    """Any text comes back as one clean line."""
    decoded = decode_tex(text)
    assert decoded == " ".join(decoded.split())
    assert decoded.encode() is not None


@given(_TEXISH.filter(lambda text: not set("\\&{}~`'-") & set(text)))
def test_plain_titles_stay(text: str) -> None:
    """A title without TeX is only cleaned."""
    if "$" not in text:
        assert decode_tex(text) == clean_text(text)


def test_deep_nesting_is_survived() -> None:
    """Ten thousand braces raise nothing."""
    assert "pot" in decode_tex("{" * 10_000 + "pot" + "}" * 10_000)


@pytest.mark.parametrize(
    "titles",
    [
        ("An Invented, Large Kettle:Boiling in 1 Hour", "An Invented, Large Kettle: Boiling in 1 Hour"),
        (r"$\omega$", "$ω$", "ω", r"\omega", "omega"),
        (r"$\Lambda$CDM pots", "ΛCDM pots", "$Λ$CDM pots", r"{$\Lambda$}CDM  Pots."),
        (r"$x^2\times y$", "x² × y", "$x^{2} y$"),
        (r"$\mathcal{N}=4$ Tea", "𝒩=4 tea", "N=4 Tea", r"{\cal N}=4 Tea"),
        ("Large-Scale Teapots", "Large Scale Teapots", "Large–scale teapots", "“Large-Scale” Teapots"),
        ("Zmyślona's Łódź", r"Zmy\'slona's \L\'od\'z", "Zmyslona’s Lodz", "ZMYŚLONA'S ŁÓDŹ"),
        ("Tea &amp; Biscuits", r"Tea \& Biscuits", "Tea & Biscuits"),
        (r"$t^{-β}$ \toππ", r"$t^{-\beta}$ $\to\pi\pi$"),
        (r"\emph{Ab initio} tea\footnote{No.}", "Ab initio tea"),
        ("架空の茶：ガ", "架空の茶 : ガ"),
    ],
)
def test_titles_that_are_the_same(titles: tuple[str, ...]) -> None:
    """The same title from the API, the snapshot and a list has one key."""
    assert len({normalise_title(title) for title in titles}) == 1
    assert normalise_title(titles[0])


@pytest.mark.parametrize("title", ["", "!!!", "…", "$$", r"\,", "\u0301", "\ufe0f"])
def test_no_letters_no_key(title: str) -> None:
    """A title without a letter or digit has no key."""
    assert normalise_title(title) == ""


def test_keys_keep_other_scripts_apart() -> None:
    """Chinese and Japanese titles keep their characters, voiced kana stay voiced."""
    assert normalise_title("架空の茶") == "架空の茶"
    assert normalise_title("ガ") != normalise_title("カ")
    assert normalise_title("0") == "0"


@given(st.one_of(st.text(), _TEXISH.filter(lambda text: "\\emph" not in text)))
def test_keys_are_stable(text: str) -> None:
    """A key is its own key."""
    key = normalise_title(text)
    assert normalise_title(key) == key


_TITLES = st.lists(
    st.sampled_from(
        [*"ab é{}$'\"`~%&_^-:. 012ω", r"\alpha ", r"\emph{x}", r"\c{c}", r"\'e", r"\&", r"\kpc{a}", r"\times ", r"\o "]
    ),
    max_size=12,
).map("".join)


@given(_TITLES)
def test_decoded_and_raw_titles_agree(text: str) -> None:
    """A title that is stored decoded has the key of the title as it came."""
    assert normalise_title(decode_tex(text)) == normalise_title(text)


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Kettles: An Invented Study", "Kettles"),
        ("Large Kettle:Boiling Water in 1 Hour", "Large Kettle"),
        ("Kettles - an invented study", "Kettles"),
        ("Kettles — an invented study", "Kettles"),
        ("架空の茶：研究", "架空の茶"),
        ("Do Teapots Dream? An Invented Study", "Do Teapots Dream?"),
        ("Odds of 1:2 in Tea", None),
        ("http://tea.example pots", None),
        ("The ring $Z: x$ of tea", None),
        ("Large-Scale Tea", None),
        ("Kettles:", None),
        (": Kettles", None),
        ("std::kettle", None),
    ],
)
def test_main_title(title: str, main: str | None) -> None:
    """A subtitle follows a colon, a dash between blanks or a question mark; numbers, addresses and math have none."""
    assert main_title(title) == main


def test_printable() -> None:
    """Nothing from a list can steer the terminal, and what was there can be seen."""
    assert printable("a\x1b[31mb\x9b\x7f\u202ec\u2028\n\td") == "a␛[31mb\\x9b␡\\u202ec\\u2028  d"
    assert printable("Zmyślona 架空 👩‍🍳") == "Zmyślona 架空 👩‍🍳"


@given(st.text())
def test_printable_leaves_nothing_unsafe(text: str) -> None:
    """No control character, bidi control or lone surrogate is left, and doing it again changes nothing."""
    shown = printable(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert printable(shown) == shown


def test_recorded_channels_agree(recorded: Path) -> None:
    """arXiv's raw TeX titles and its own Unicode forms of them have the same key, in all but 2 of 1,131."""
    path = recorded / "snapshot" / "arxiv_code_expected_bibtex_authors.jsonl"
    if not path.is_file():
        pytest.skip("that recording is not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    differing = [row for row in rows if normalise_title(row["title_tex"]) != normalise_title(row["title_utf8"])]
    assert len(rows) > 1000
    assert len(differing) <= 2, [(row["title_tex"], row["title_utf8"]) for row in differing]
