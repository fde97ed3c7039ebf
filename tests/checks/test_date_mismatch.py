"""Dates of entries beside those of the versions, and how they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find, mended
from paperdex.core.records import BibliographicRecord, Version

TEA = BibliographicRecord(
    "1501.00001",
    "Teapots and Their Lids",
    "arxiv",
    "2026-01-01T00:00:00Z",
    submitted="2015-01-05T18:00:00Z",
    updated="2016-04-30T23:30:00Z",
    version=2,
    versions=(Version(1, "2015-01-05T18:00:00Z"), Version(2, "2016-04-30T23:30:00Z")),
    comment="Invented for TEACON 2017",
)
LINK = "[Teapots and Their Lids](https://arxiv.org/abs/1501.00001)"


@pytest.mark.parametrize(
    "date", ["2015-01-05", "2015-01-06", "2016-05-01", "2016-04", "2016-05", "2015", "(2016)", "(2017)", "Jan 2015"]
)
def test_a_date_of_any_version_fits_and_a_year_of_the_conference_too(date: str) -> None:
    assert find("date-mismatch", f"- {LINK} *{date}*\n", [TEA]) == []


@pytest.mark.parametrize(
    ("written", "mended_to"),
    [
        ("2015-03-24", "2015-01-05"),
        ("2015/3/4", "2015/1/5"),
        ("2015.03", "2015.01"),
        ("24 March 2015", "5 January 2015"),
        ("21 Jul `2015`", "5 Jan `2015`"),
        ("March 3rd, 2015", "January 5th, 2015"),
        ("2015年3月24日", "2015年1月5日"),
        ("MAR 2015", "JAN 2015"),
        ("(2011)", "(2015)"),
        ("24.03.2015", "05.01.2015"),
    ],
)
def test_another_date_is_told_where_it_stands_and_written_in_its_spelling(written: str, mended_to: str) -> None:
    text = f"- {LINK} {written}\n"
    found = find("date-mismatch", text, [TEA])
    assert [(each.sure, each.fix is not None and each.fix.sure) for each in found] == [(True, False)]
    assert mended(text, found) == f"- {LINK} {mended_to}\n"
    assert find("date-mismatch", mended(text, found), [TEA]) == []


def test_it_is_only_likely_where_the_list_may_mean_another_date() -> None:
    published = BibliographicRecord(
        "1501.00001", TEA.title, "arxiv", TEA.retrieved, submitted="2015-01-05", journal_ref="J. Inv. Tea 3 (2016)"
    )
    assert [each.sure for each in find("date-mismatch", f"- {LINK} 2016-03-24\n", [published])] == [False]
    assert find("date-mismatch", f"- {LINK} (2016)\n", [published]) == []
    days = "".join(f"- {LINK} 2015-03-{day}\n" for day in range(10, 15))
    assert [each.sure for each in find("date-mismatch", days, [TEA])] == [False] * 5
    assert (
        find("date-mismatch", f"- {LINK} 2016-03-24\n", [BibliographicRecord("1501.00001", TEA.title, "x", "x")]) == []
    )


@pytest.mark.parametrize("date", ["Feb. 1993", "Jan-Feb 1993"])
def test_the_date_of_the_journal_that_the_record_names_too_is_right(date: str) -> None:
    """An entry may repeat the journal's reference with all that is in it."""
    published = replace(TEA, journal_ref=f"Inv. Workshop, Nowhere, {date}, 14-15")
    assert find("date-mismatch", f"- {LINK} Inv. Workshop, Nowhere, {date}, 14-15\n", [published]) == []
    assert len(find("date-mismatch", f"- {LINK} Inv. Workshop, Nowhere, March 1993\n", [published])) == 1


def test_a_date_in_the_cell_behind_an_address_is_mended() -> None:
    table = f"title,url,year\n{TEA.title},https://arxiv.org/abs/1501.00001,{{}}\n"
    found = find("date-mismatch", table.format("2011"), [TEA], format="csv")
    assert mended(table.format("2011"), found) == table.format("2015")
    assert [each.help for each in found] == ["Its first version is of 2015-01-05."]
