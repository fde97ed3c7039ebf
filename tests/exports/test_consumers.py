"""Every program that is installed reads the torture set without a word, and sees what is in it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.readers import READERS, Absent, Reading, agreement, read_bibtex, read_bibutils, read_pandoc, run
from exports.torture import HARD, bibliography, export, in_api, in_snapshot
from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord
from paperdex.exports import get_format
from paperdex.exports.options import USUAL, ExportOptions, Loss

# What a program can't read however it is written; a newer one may.
BRACES = {"A single { brace", "A single } brace", r"An escaped \{ brace"}
MATH = {r"On $\Phi$-mesons in $GL_n(\mathbb{R})$", r"${\cal N}=4$ teas and $a^b^c$"}
MARKS = {r"\'Etude of ḣ, x̱ and ā̃"}
MISREAD = {
    "pybtex": BRACES | MATH | {
        r"The set \{tea\} of pots", "Trà đá và phở ễ ị ợ", "A tilde ~ and a caret ^ and a back\\\\slash",
    },
    "bibtexparser": BRACES,
    "pandoc": BRACES,
    "biber": set(),
    "bibutils": MATH | MARKS | {
        "Why brew? Because tea is good. Or is it", "Tea with α, β ≤ γ and Ω → ∞", r"An unbalanced $\left( x$ of tea",
        "Trà đá và phở ễ ị ợ",
    },
    "citation-js": MATH,
    "Better BibTeX": MATH | MARKS,
}  # fmt: skip
SAID = {"Better BibTeX": re.compile(r"unhandled macro \\(?:mathbb|mathcal|b)")}


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_both_forms_give_the_same(name: str) -> None:
    """What came by the snapshot and what came by the query API is written alike, byte for byte."""
    assert export(name, abstract=True).text == export(name, api=True, abstract=True).text
    assert len(export(name).truth) == len(HARD)


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
@pytest.mark.parametrize("reader", READERS)
def test_readers_agree(reader: str, name: str, tmp_path: Path) -> None:
    """No error, no warning, every entry once, and each field as it is in the record."""
    made = export(name)
    path = tmp_path / "all.bib"
    path.write_text(made.text, encoding="utf-8")
    reading = _read(reader, name, path, tmp_path)
    said = SAID.get(reader)
    assert [line for line in reading.said if not (said and said.fullmatch(line))] == []
    wrong = agreement(made.truth, reading, exact=lambda key: made.hard[key].title is not None)
    assert len(reading.entries) == len(made.truth)
    titles = {made.hard[key].tex for key in wrong.pop("title")}
    assert titles <= MISREAD[reader]
    assert wrong == {field: [] for field in wrong}


def _read(reader: str, name: str, path: Path, folder: Path) -> Reading:
    try:
        if name == "biblatex" and reader == "pandoc":
            return read_pandoc(path, folder, "biblatex")
        if name == "biblatex" and reader == "bibutils":
            return read_bibutils(path, folder, "biblatex2xml")
        return READERS[reader](path, folder)
    except Absent as absent:
        pytest.skip(str(absent))


def _options() -> Iterator[ExportOptions]:
    yield USUAL
    yield ExportOptions(ascii=True, eprint_in="howpublished", abstract=True)
    yield ExportOptions(prefer="preprint", eprint_in="note", entry_type="techreport")
    yield ExportOptions(entry_type="article")
    yield ExportOptions(entry_type="unpublished")


@pytest.mark.parametrize("style", ["plain", "alpha", "abbrv", "apalike"])
def test_bibtex_has_nothing_to_say(style: str, tmp_path: Path) -> None:
    """BibTeX finds every work with every option, without an error or a warning."""
    for options in _options():
        text = "".join(get_format("bibtex").write(bibliography(in_snapshot()), options))
        (tmp_path / "tea.bib").write_text(text, encoding="utf-8")
        try:
            reading = read_bibtex(tmp_path / "tea.bib", tmp_path, style)
        except Absent as absent:
            pytest.skip(str(absent))
        assert reading.said == []
        assert len(reading.entries) == len(HARD)


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_ascii(name: str) -> None:
    """Nothing but ASCII is written on request, and what was transliterated is told."""
    losses: list[Loss] = []
    text = "".join(get_format(name).write(bibliography(in_snapshot()), ExportOptions(ascii=True, tell=losses.append)))
    assert text.isascii()
    told = {loss.cite_key for loss in losses if "transliterated" in loss.what}
    hard = export(name).hard
    assert {hard[key].tex for key in told} >= {"Чай и чайники по-русски", "架空の茶碗について", "Cyrillic"}
    assert not {hard[key].tex for key in told} & {"Accents", "Tea with α, β ≤ γ and Ω → ∞", "Particles"}


def test_losses_are_told() -> None:
    """What pdfLaTeX can't set, lists that are cut, and references that are not understood."""
    made = export("bibtex")
    told = {(made.hard[loss.cite_key].tex, loss.field) for loss in made.losses}
    assert {
        ("架空の茶碗について", "title"),
        ("Arabic", "authors"),
        ("A thousand and more", "authors"),
        ("Proceedings", "journal_ref"),
        ("Specials", "journal_ref"),
    } <= told


@pytest.mark.parametrize("ascii", [False, True])
def test_pdflatex_sets_what_is_not_told(ascii: bool, tmp_path: Path) -> None:
    """With a style that cuts names, pdfLaTeX stops at nothing but the letters that were told; in ASCII at none."""
    losses: list[Loss] = []
    text = "".join(get_format("bibtex").write(bibliography(in_api()), ExportOptions(ascii=ascii, tell=losses.append)))
    (tmp_path / "tea.bib").write_text(text, encoding="utf-8")
    document = (
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{amsmath,amssymb}"
        r"\begin{document}\nocite{*}\bibliographystyle{abbrv}\bibliography{all}\end{document}"
    )
    (tmp_path / "all.tex").write_text(document)
    try:
        read_bibtex(tmp_path / "tea.bib", tmp_path, "abbrv")
        done = run(["pdflatex", "-draftmode", "-no-shell-escape", "-interaction=nonstopmode", "all.tex"], tmp_path)
    except Absent as absent:
        pytest.skip(str(absent))
    if "not found" in done.stdout:
        pytest.skip("this LaTeX lacks a class, package or font")
    errors = re.findall(r"^! (.*)", done.stdout, re.MULTILINE)
    told = set() if ascii else {loss.cite_key for loss in losses if "pdfLaTeX" in loss.what}
    hard = export("bibtex").hard
    allowed = {letter for key in told for letter in hard[key].tex + str(hard[key].names)}
    unset = [re.fullmatch(r"LaTeX Error: Unicode character (.) .*", error) for error in errors]
    assert [error for error, found in zip(errors, unset, strict=True) if not found or found[1] not in allowed] == []
    assert ascii or told


def test_biber_and_pdflatex_set_ascii(tmp_path: Path) -> None:
    """biber makes characters of macros; of letters with two accents, or with one that pdfLaTeX lacks, it gets none."""
    losses: list[Loss] = []
    text = "".join(get_format("biblatex").write(bibliography(in_api()), ExportOptions(ascii=True, tell=losses.append)))
    (tmp_path / "tea.bib").write_text(text, encoding="ascii")
    document = (
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{amsmath,amssymb}"
        r"\usepackage{biblatex}\addbibresource{tea.bib}\begin{document}\nocite{*}\printbibliography\end{document}"
    )
    (tmp_path / "all.tex").write_text(document)
    latex = ["pdflatex", "-draftmode", "-no-shell-escape", "-interaction=nonstopmode", "all.tex"]
    try:
        if "not found" in run(latex, tmp_path).stdout:
            pytest.skip("this LaTeX lacks a class, package or font")
        said = run(["biber", "all"], tmp_path).stdout
    except Absent as absent:
        pytest.skip(str(absent))
    assert re.findall(r"^(?:WARN|ERROR).*", said, re.MULTILINE) == []
    assert re.findall(r"^! .*", run(latex, tmp_path).stdout, re.MULTILINE) == []
    assert any("ASCII that biber keeps" in loss.what for loss in losses)


_SCRAPS = [
    *("a", "A", "é", "Þ", "Ła", "van", "de", "and", "others", ",", ",", ";", "{", "}", "$", "x_2", "-", "'", "`", "~"),
    *("\\", "\\'e", ".", "Jr.", "III", "架", "Фы", "al-", "O'", "&", "%", "#", "^", "@", '"', "=", "(", "et al.", ":"),
]


@pytest.mark.parametrize("reader", ["pybtex", "bibtexparser", "biber", "BibTeX"])
def test_no_name_is_too_hard(reader: str, tmp_path: Path) -> None:
    """Names made of scraps, parted by their source or not, make no program skip an entry or complain."""
    chance = random.Random(5)
    items = []
    for number in range(150):
        parts = ["".join(chance.choice(_SCRAPS) + chance.choice(["", " "]) for _ in range(3)).strip() for _ in range(3)]
        family, given, suffix = parts[0], parts[1], chance.choice(["", "Jr.", parts[2]])
        name = Author(" ".join(parts), *((family, given, suffix) if number % 3 else ()))
        record = BibliographicRecord(
            f"1706.9{number:04}", "Tea", "arxiv", "", (name, Author("Ada Invented")), submitted="2017"
        )
        items.append(BibliographyItem(f"key{number}", record))
    path = tmp_path / "tea.bib"
    path.write_text("".join(get_format("bibtex").write([TopicGroup("Tea", (), tuple(items))])), encoding="utf-8")
    try:
        reading = (READERS | {"BibTeX": read_bibtex})[reader](path, tmp_path)
    except Absent as absent:
        pytest.skip(str(absent))
    assert reading.said == []
    assert len(reading.entries) == 150
