"""Names: parted as arXiv's own author parser parts them, artefacts told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.names import parse_name, surname_key, tidy_authors
from paperdex.core.records import Author


@pytest.mark.parametrize(
    ("name", "family", "given_name", "suffix"),
    [
        ("Ada Invented", "Invented", "Ada", ""),
        ("Johannes van der Verzonnen Jr.", "van der Verzonnen", "Johannes", "Jr."),
        ("van der Verzonnen, Johannes", "van der Verzonnen", "Johannes", ""),
        ("van der Verzonnen, Jr., Johannes", "van der Verzonnen", "Johannes", "Jr."),
        ("Invented, Ada, III", "Invented", "Ada", "III"),
        ("Robert W. Invented, Jr.", "Invented", "Robert W.", "Jr."),
        ("Ada B. Invented V", "Invented", "Ada B.", "V"),
        ("Ada V", "V", "Ada", ""),
        ("Hans De Verzonnen", "De Verzonnen", "Hans", ""),
        ("R.V.E. Invented", "Invented", "R. V. E.", ""),
        ("J.-P. Fictive", "Fictive", "J.-P.", ""),
        (r"Jos\'e~Inventado", "Inventado", "José", ""),
        ("Teapot", "Teapot", "", ""),
        ("van Verzonnen", "van Verzonnen", "", ""),
        ("Teapot Collaboration", "Teapot Collaboration", "", ""),
        ("Collaboration, for the Teapot", "for the Teapot Collaboration", "", ""),
        ("The Invented Kettle Working Group", "The Invented Kettle Working Group", "", ""),
        ("架空 太郎", "架空 太郎", "", ""),
        ("Verzonnen, Johannes van den", "van den Verzonnen", "Johannes", ""),
        ("J. -P. Fictive", "Fictive", "J.-P.", ""),
        ("Invented Kettle Observatory", "Invented Kettle Observatory", "", ""),
        ("Teapots, Inc.", "Teapots, Inc.", "", ""),
        ("Teapot Collaboration:", "Teapot Collaboration", "", ""),
        ("Xiao-Ming invented", "invented", "Xiao-Ming", ""),
        ("A, B, C", "A, B, C", "", ""),
        ("", "", "", ""),
    ],
)
def test_parses(name: str, family: str, given_name: str, suffix: str) -> None:
    """Particles, suffixes, inverted order, initials and names of one part."""
    author = parse_name(name)
    assert (author.family, author.given, author.suffix) == (family, given_name, suffix)


def test_name_is_in_natural_order() -> None:
    """The whole name is what a reader would print."""
    assert parse_name("van der Verzonnen, Jr., J.R.").name == "J. R. van der Verzonnen Jr."


@given(st.text())
def test_never_raises(text: str) -> None:
    """Any text is a name, and parting the printed form again changes no letter."""
    author = parse_name(text)
    assert author.family or not author.given
    assert isinstance(surname_key(text), str)


@pytest.mark.parametrize(
    "names",
    [
        ("Łucja Zmyślona", "Zmyslona, Ł.", "Zmyślona", r"L. Zmy\'slona"),
        ("Jan van der Verzonnen", "van der Verzonnen, J.", "Verzonnen", "J. Verzonnen"),
        ("Siobhán O'Fiction", "O’Fiction, S.", "Ofiction"),
        ("The Teapot Collaboration", "Teapot Collaboration", "Collaboration, for the Teapot"),
    ],
)
def test_surnames_that_are_the_same(names: tuple[str, ...]) -> None:
    """Order, accents, particles and apostrophes do not count."""
    assert len({surname_key(name) for name in names}) == 1


def test_artefacts_are_no_authors() -> None:
    """A lone colon goes, "et al." is reported, an inverted collaboration is turned, in arXiv's own spelling of them."""
    authors, others = tidy_authors(
        [
            Author("the Teapot Collaboration", "Collaboration", "the Teapot"),
            Author(":", ":"),
            Author("Ada Invented"),
            Author("A. Invented et al.", "al.", "A. Invented et"),
        ]
    )
    assert [author.name for author in authors] == ["the Teapot Collaboration", "Ada Invented", "A. Invented"]
    assert [author.given for author in authors] == ["", "Ada", "A."]
    assert others


def test_parted_names_are_as_printed_ones() -> None:
    """Initials stand apart, commas go, and a Japanese name is whole, whether the source parted the name or not."""
    parted = [
        Author("R.V.E. Invented", "Invented", "R.V.E."),
        Author("架空 太郎", "太郎", "架空"),
        Author("Ada Invented, Jr.", "Invented,", "Ada", "Jr."),
    ]
    whole = [Author("R.V.E. Invented"), Author("架空 太郎"), Author("Ada Invented, Jr.")]
    names = [[(name.family, name.given, name.suffix) for name in tidy_authors(form)[0]] for form in (parted, whole)]
    assert names[0] == names[1] == [("Invented", "R. V. E.", ""), ("架空 太郎", "", ""), ("Invented", "Ada", "Jr.")]


def test_agrees_with_arxiv(recorded: Path) -> None:
    """Of arXiv's own parted names, at least 98 of 100 come out the same from the printed name."""
    path = recorded / "snapshot" / "arxiv_code_expected_bibtex_authors.jsonl"
    if not path.is_file():
        pytest.skip("that recording is not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = [tuple(name[:3]) for row in rows for name in row["authors_parsed_utf8"] if name[1]]
    same = sum(parse_name(" ".join(part for part in (g, f, s) if part)).family == f for f, g, s in names)
    assert len(names) > 2000
    assert same / len(names) > 0.98


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        ([("Verzonnen", "J. van den", "")], ["J. van den Verzonnen"]),
        ([("Verzonnen", "Gerard 't", "")], ["Gerard 't Verzonnen"]),
        ([("Erfunden", "Hans von und zu", "")], ["Hans von und zu Erfunden"]),
        ([("la Torre", "Maria de", "")], ["Maria de la Torre"]),
        ([("Fictive", "J. -P.", "")], ["J. -P. Fictive"]),
        (
            [("Inventados", "Rosa de los", ""), ("Erfunden", "Ada beim", "")],
            ["Rosa de los Inventados", "Ada beim Erfunden"],
        ),
        ([("Invenzioni", "C. De Fantasia", "")], ["C. De Fantasia Invenzioni"]),
        ([("Inventada", "Maria del Carmen", "")], ["Maria del Carmen Inventada"]),
        ([("Fictive", "J.R.", ""), ("Jr.", "", "")], ["J.R. Fictive", "Jr."]),
        ([("II", "Ada", "")], ["Ada II"]),
        ([("Observatory", "The Kettle", "")], ["The Kettle Observatory"]),
        ([("Invented", "Ada", ""), ("others", "", "")], ["Ada Invented", "others"]),
    ],
)
def test_parted_by_arxiv_or_not(rows: list[tuple[str, str, str]], whole: list[str]) -> None:
    """What arXiv's parser parted with the few particles that it knows, and the whole names, give the same authors."""
    snapshot = [Author(" ".join(part for part in (given, family, suffix) if part), family, given, suffix)
                for family, given, suffix in rows]  # fmt: skip
    assert tidy_authors(snapshot) == tidy_authors([Author(name) for name in whole])


def test_printed_initials_are_of_one_form() -> None:
    """The blank that arXiv prints before a hyphen goes out of the printed name, too."""
    printed = Author("J. -P. Fictive", "Fictive", "J.-P.")
    assert tidy_authors([printed]) == ((Author("J.-P. Fictive", "Fictive", "J.-P."),), False)
