"""Authors of an entry beside those of its record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find
from paperdex.checks.people import misfit
from paperdex.core.entries import ListEntry
from paperdex.core.names import parse_name
from paperdex.core.records import BibliographicRecord

PEOPLE = ("Søren Opdigtet", "Jürgen Müllerfiktiv", "Jan van der Verzonnen", "Wei Jiaxiang", "Ada B. Pretend-Feigned")
RECORD = BibliographicRecord(
    "1501.00001",
    "Teapots and Their Lids",
    "arxiv",
    "2026-01-01T00:00:00Z",
    authors=tuple(parse_name(name) for name in PEOPLE),
    journal_ref="J. Inv. Tea 3 (2016)",
)


@pytest.mark.parametrize(
    "names",
    [
        "S. Opdigtet et al.|J. Muellerfiktiv",
        "Opdigtet, Soren|VAN DER VERZONNEN, J.|Verzonnen",
        "Jiaxiang Wei|Jiaxiang W.|Ada Pretend Feigned|A. Feigned",
        "茶 壶|Invented Tea Team|OpenAI|J. Inv. Tea",
        r"J\"urgen M\"ullerfiktiv|et al.",
    ],
)
def test_spellings_and_orders_of_a_name_are_no_mismatch(names: str) -> None:
    assert misfit(ListEntry(1, "Teapots", authors=tuple(names.split("|"))), RECORD).strangers == ()


def test_a_family_name_that_is_misspelt_is_none_of_the_authors() -> None:
    names = ("Wei Jiaxaing", "Jürgen Mülerfiktiv", "Jan van der Verzonen", "Ada B. Pretned-Feigned", "W. Jiaxiang")
    strangers = misfit(ListEntry(1, "Teapots", authors=names), RECORD).strangers
    assert strangers == names[:3] + names[3:4]


def test_words_of_the_journal_are_no_author_and_a_part_of_a_word_is() -> None:
    """What was cut out of the journal is not compared; a name that a word of the title contains is."""
    entry = ListEntry(1, "Teapots", authors=("Inv Tea", "Eir", "Ein"))
    assert misfit(entry, RECORD).strangers == ("Eir", "Ein")


def test_no_author_that_fits_is_a_fault_for_sure_and_one_of_several_is_likely() -> None:
    text = (
        "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), Eve Fictive and Bob Imaginary\n"
        "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), Søren Opdigtet and Bob Imaginary\n"
    )
    found = find("author-mismatch", text, [RECORD])
    assert [(text[each.start : each.end], each.sure) for each in found] == [
        ("Eve Fictive", True),
        ("Bob Imaginary", False),
    ]
    assert found[0].message == "no author of 1501.00001 is named: Eve Fictive, Bob Imaginary"
    assert "Søren Opdigtet" in found[0].help


def test_the_authors_of_another_paper_are_no_matter_of_this_rule() -> None:
    text = "- [Falling Saucers in Theory](https://arxiv.org/abs/1501.00001), Eve Fictive and Bob Imaginary\n"
    assert find("author-mismatch", text, [RECORD]) == []


def test_authors_in_other_letters_are_compared_where_the_list_has_them_so_too() -> None:
    """A name in Latin letters may be theirs else, and nothing is said."""
    record = replace(RECORD, authors=(parse_name("Ева Выдуманная"), parse_name("Bob Imaginary")))
    text = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), {}, and Eve Fictive\n"
    assert find("author-mismatch", text.format("Bob Imaginary"), [record]) == []
    (found,) = find("author-mismatch", text.format("Ева Выдуманная, Bob Imaginary"), [record])
    assert "Eve Fictive" in found.message


def test_a_single_name_in_the_place_of_a_remark_is_an_author_in_a_list_that_gives_authors() -> None:
    link = "https://arxiv.org/abs/1501.0000"
    names = ("Ada Invented, Bo Madeup", "Ada Invented and Bo Madeup", "by Ada Invented", "Eve Fictive", "Best Teapots")
    rows = [f"- [Teapots and Their Lids]({link}{number}), {name}\n" for number, name in enumerate(names, 1)]
    authors = tuple(parse_name(name) for name in ("Ada Invented", "Bo Madeup"))
    records = [replace(RECORD, work=f"1501.0000{number}", authors=authors) for number in range(1, 6)]
    found = find("author-mismatch", "".join(rows), records)
    assert [(each.message, each.sure) for each in found] == [("no author of 1501.00004 is named: Eve Fictive", False)]
    assert find("author-mismatch", "".join(rows[2:]), records) == []
