"""A title beside its record: the same, drifted, another paper's, or nothing that can be told."""

from __future__ import annotations

import pytest

from paperdex.checks.document import Document, Known
from paperdex.checks.source_text import SourceText
from paperdex.checks.title_judging import judge
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.names import parse_name
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution

LIDS = "Teapots and Their Lids: An Invented Study of Imaginary Closures"


def verdict(
    ours: str, theirs: str, *, former: str = "", authors: str = "", entry_authors: str = ""
) -> tuple[str, bool]:
    """What is made of a title beside that of its record."""
    people = tuple(parse_name(name) for name in authors.split(", ") if name)
    record = BibliographicRecord("1501.00001", theirs, "arxiv", "2026-01-01T00:00:00Z", authors=people)
    others = (BibliographicRecord("1501.00001", former, "mirror", "2020-01-01T00:00:00Z"),) if former else ()
    entry = ListEntry(1, ours, authors=tuple(name for name in entry_authors.split(", ") if name))
    known = Known(Resolution("resolved", work="1501.00001"), record, others)
    document = Document(ReadingList("list.md", "markdown", entries=(entry,)), SourceText(ours), [known])
    return judge(document, document.subjects[0])[:2]


@pytest.mark.parametrize(
    "ours",
    [
        "Teapots & Their Lids: An Invented Study of Imaginary Closures",
        "TEAPOTS AND THEIR LIDS - an invented study of imaginary closures.",
        "Teapots and Their Lids: An Invented Study of Imaginary Closures (Extended Version)",
        "LidNet: Teapots and Their Lids: An Invented Study of Imaginary Closures (code)",
        "茶壶及其盖子 Teapots and Their Lids: An Invented Study of Imaginary Closures",
        r"{T}eapots and \emph{Their} Lids: An Invented Study of Imaginary Closures",
    ],
)
def test_marks_case_tex_and_what_the_list_adds_are_no_difference(ours: str) -> None:
    assert verdict(ours, LIDS) == ("same", True)


@pytest.mark.parametrize(
    ("ours", "theirs", "sure"),
    [
        ("Teapots and Thier Lids: An Invented Study of Imaginary Closures", LIDS, True),
        ("Teapots and Lids: An Invented Study of Imaginary Closures", LIDS, True),
        ("Imaginary Closures: An Invented Study of Teapots and Their Lids", LIDS, True),
        ("Teapots adn Their Lids: An Invented Study of Imaginary Spouts", LIDS, False),
        ("Porcelain Teapots and Their Lids: An Invented Study of Imaginary Closures", LIDS, False),
        ("Teapots and Their Lids", LIDS, False),
        ("Teapots", LIDS, False),
        ("Modelling the Behaviour of Lids", "Modeling the Behavior of Lids", True),
        ("Teapots, Lids and the Search for Imaginary Closures", LIDS, False),
    ],
)
def test_a_title_that_changed_a_little_has_drifted(ours: str, theirs: str, sure: bool) -> None:
    assert verdict(ours, theirs) == ("drift", sure)


def test_a_second_record_with_the_same_title_makes_nothing_surer() -> None:
    """The mirror and arXiv mostly both know a paper: that is no other title of it."""
    assert verdict("Teapots and Their Lids", LIDS, former=f"{LIDS}.") == ("drift", False)
    assert verdict("Teapots adn Their Lids: An Invented Study of Imaginary Spouts", LIDS, former=LIDS)[1] is False


def test_what_the_paper_was_called_before_has_drifted_for_sure() -> None:
    assert verdict("Saucers Seen From Below", LIDS) == ("wrong", True)
    assert verdict("Saucers Seen From Below", LIDS, former="Saucers seen from below") == ("drift", True)


def test_another_title_is_another_papers() -> None:
    assert verdict("A Theory of Falling Saucers", LIDS) == ("wrong", True)
    ours, authors = "Lids That Never Fit Their Imaginary Kettles", "Ada Invented, Bob Imaginary"
    assert verdict(ours, LIDS, authors=authors, entry_authors="Eve Fictive") == ("wrong", True)
    assert verdict(ours, LIDS, authors=authors, entry_authors=authors)[0] == "drift"
    assert verdict("On Falling Saucers. II. Crumbs", "On Falling Saucers. I. Crumbs") == ("wrong", False)


@pytest.mark.parametrize(
    "ours", ["", "KettleNet", "Kettle Norm", "茶壶与杯碟的理论研究", "Die Theorie der Kannen und Deckel"]
)
def test_of_short_names_and_other_languages_nothing_is_told(ours: str) -> None:
    assert verdict(ours, LIDS) == ("unclear", False)


def test_a_title_that_the_reader_took_a_part_of_is_the_records() -> None:
    text = "- [Lids Explained. Teapots, Ada Invented, 2009: Steam](https://arxiv.org/abs/1501.00001)"
    record = BibliographicRecord(
        "1501.00001", "Lids Explained. Teapots, Ada Invented, 2009: Steam", "arxiv", "2026-01-01T00:00:00Z"
    )
    known = Known(Resolution("resolved", work="1501.00001"), record)
    for title in ("Steam and Nothing Else", f'Bob Imaginary. "{record.title}"'):
        entry = ListEntry(1, title)
        document = Document(ReadingList("list.md", "markdown", entries=(entry,)), SourceText(text), [known])
        assert judge(document, document.subjects[0]).kind == "same"


def test_authors_that_the_reader_took_for_the_title_are_no_other_paper() -> None:
    people = "Ada B. C. Invented, Bob Imaginary"
    assert verdict("Ada B. C. Invented.", LIDS, authors=people) == ("unclear", False)
    assert verdict("Eve D. C. Fictive.", LIDS, authors=people) == ("wrong", True)
    assert verdict("Eve Fictive et al., 2015", LIDS, authors=people) == ("unclear", False)
    assert verdict("Fictive and Made et al. (2015b)", LIDS, authors=people) == ("unclear", False)


def test_a_note_whose_words_are_those_of_the_title_is_no_other_paper() -> None:
    """In any order, with a remark behind it, also where the reader cut that."""
    for ours in ("Closures, imagined (Invented et al., TEA'17 best paper)", "Imaginary lids (Invented et al."):
        assert verdict(ours, LIDS) == ("unclear", False)
    assert verdict("Closures of lids, imagined (TEA'17 best paper)", LIDS)[0] == "drift"
    assert verdict("Imaginary saucers (Invented et al., TEA'17 best paper)", LIDS)[0] == "wrong"
