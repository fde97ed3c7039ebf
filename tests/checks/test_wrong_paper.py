"""A link to another paper: the identifier of the paper meant is put wherever the wrong one stands."""

from __future__ import annotations

from dataclasses import replace

from checks.making import find, mended
from paperdex.checks.wrong_paper import RECORDS
from paperdex.core.names import parse_name


def test_the_right_identifier_is_written_in_every_place_of_the_entry_and_no_other() -> None:
    text = (
        "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00001v2) [arXiv:1501.00001]"
        " ([pdf](https://arxiv.org/pdf/1501.00001v2.pdf))\n"
        "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
    )
    found = find("wrong-paper", text, RECORDS)
    assert [(each.sure, text[each.start : each.end]) for each in found] == [(True, "Saucers and the Theory of Falling")]
    assert found[0].fix is not None
    assert not found[0].fix.sure
    assert mended(text, found) == text.replace("1501.00001v2", "1501.00003").replace(
        "[arXiv:1501.00001]", "[arXiv:1501.00003]"
    )


def test_without_a_paper_of_that_title_there_is_no_fix() -> None:
    found = find("wrong-paper", "- [Kettles on Imaginary Fires](https://arxiv.org/abs/1501.00001)\n", RECORDS)
    assert [(each.sure, each.fix) for each in found] == [(True, None)]
    assert found[0].help


def test_a_journal_that_was_read_as_the_title_is_no_other_papers_title() -> None:
    """The record's title stands above, or the journal is the record's."""
    link = "[1501.00001](https://arxiv.org/abs/1501.00001)"
    text = f"### 1. Teapots and Their Lids\n\n**In:** J. of Invented Tea Research 21 (2017) 1-40\n\n**At:** {link}\n"
    assert find("wrong-paper", text, RECORDS) == []


def test_where_the_authors_are_those_of_the_linked_paper_its_link_is_not_changed() -> None:
    teapots, saucers = (
        replace(record, authors=(parse_name(name),))
        for record, name in zip(RECORDS, ("Ada Invented", "Bob Imaginary"), strict=True)
    )
    text = "- [Saucers and the Theory of Falling](https://arxiv.org/abs/1501.00001), Ada Invented et al.\n"
    found = find("wrong-paper", text, [teapots, saucers])
    assert [(each.sure, each.fix) for each in found] == [(True, None)]
    assert "https://arxiv.org/abs/1501.00003" in found[0].help


def test_a_date_of_another_time_tells_another_paper_with_some_of_the_words_from_a_changed_title() -> None:
    record = replace(RECORDS[0], title="Teapots, Lids and Falling Saucers", submitted="2015-01-02T00:00:00Z")
    text = "- [Falling Saucers and Other Teapots of Cold Kitchens](https://arxiv.org/abs/1501.00001), {}\n"
    told = [
        bool(find("wrong-paper", text.format(date), [record]))
        for date in ("2015-01-02", "2016-06", "2015-03-01", "2012-03")
    ]
    assert told == [False, False, False, True]


def test_the_authors_and_the_very_day_tell_a_paper_that_was_renamed_from_another_one() -> None:
    record = replace(RECORDS[0], submitted="2015-01-02T00:00:00Z", authors=(parse_name("Ada Invented"),))
    text = "- [Kettles on Imaginary Fires](https://arxiv.org/abs/1501.00001), Ada Invented et al., {}\n"
    told = [bool(find("wrong-paper", text.format(date), [record])) for date in ("2015-01-02", "2015-01-20")]
    assert told == [False, True]


def test_a_few_words_are_another_papers_where_the_date_or_the_authors_bear_it_out() -> None:
    record = replace(RECORDS[0], submitted="2015-01-02T00:00:00Z", authors=(parse_name("Ada Invented"),))
    text = "- [{}](https://arxiv.org/abs/1501.00001), {}\n"
    for title, beside, is_wrong in (
        ("Kettle Morphology", "2015-01-02", False),
        ("Kettle Morphology", "2009-04-03", True),
        ("KettleNet", "2009-04-03", False),
        ("Kettle Morphology", "Bo Madeup, Eve Fictive", True),
        ("La théorie des tasses et du thé dans les cuisines", "2009-04-03", True),
    ):
        assert bool(find("wrong-paper", text.format(title, beside), [record])) == is_wrong


def test_another_part_of_a_series_is_another_paper() -> None:
    record = replace(RECORDS[0], title="Lids in Kettles. I. Verification of Invented Predictions")
    text = "- [Lids in Kettles. {} Analysis of the Invented Discrepancy](https://arxiv.org/abs/1501.00001)\n"
    assert [bool(find("wrong-paper", text.format(part), [record])) for part in ("I.", "II.")] == [False, True]
