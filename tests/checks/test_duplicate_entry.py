"""One work twice under one topic: each way to tell, what looks so, and what is taken out."""

from __future__ import annotations

import pytest

from checks.making import find, mended
from paperdex.core.records import BibliographicRecord

LIDS = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
CUPS = "- [Cups in Practice](https://arxiv.org/abs/1501.00002)\n"
RECORD = BibliographicRecord(
    "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", doi="10.1000/Lids.1"
)


@pytest.mark.parametrize(
    ("later", "how"),
    [
        ("- [Teapots and Their Lids](https://arxiv.org/pdf/1501.00001v2)", "arXiv 1501.00001"),
        ("- [Teapots and their lids](https://doi.org/10.48550/arXiv.1501.00001)", "arXiv 1501.00001"),
        ("- [Teapots and Their Lids](https://doi.org/10.1000/lids.1)", "the DOI 10.1000/lids.1"),
        ("- [Teapots and Their Lids: A Journal Version](https://doi.org/10.1000/lids.1)", "the DOI 10.1000/lids.1"),
        ("- Teapots and Their Lids", "arXiv 1501.00001"),
        ("- [Teapots & their Lids!](https://teapots.example/lids.pdf)", None),
        ("- [Teapots and their Lids!](https://teapots.example/lids.pdf)", "arXiv 1501.00001"),
    ],
)
def test_each_way_to_name_one_work(later: str, how: str | None) -> None:
    found = find("duplicate-entry", f"# Tea\n\n## Pots\n{LIDS}{CUPS}{later}\n", [RECORD])
    assert [each.message for each in found] == ([f"the same work stands in line 4 (both have {how})"] if how else [])
    assert all(each.sure for each in found)


def test_titles_and_dois_are_compared_without_a_record_too() -> None:
    title = "- [Teapots and *their* Lids!](https://teapots.example/lids.pdf)\n"
    assert [each.message for each in find("duplicate-entry", LIDS + CUPS + title)] == [
        "the same work stands in line 1 (both have the title)"
    ]
    item = "- [Lids of Pots](https://doi.org/10.1000/x)\n"
    assert len(find("duplicate-entry", item + CUPS + item.replace("10.1000/x", "10.1000/X"))) == 1


@pytest.mark.parametrize(
    "later",
    [
        "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00009)\n",  # another work of that title
        "- [An Invented Study of Saucers](https://arxiv.org/abs/1501.00001)\n",  # a wrong link
    ],
)
def test_what_only_looks_like_a_duplicate(later: str) -> None:
    assert find("duplicate-entry", LIDS + CUPS + later, [RECORD]) == []


def test_a_short_title_with_two_links_is_of_two_works() -> None:
    text = "- [TEA-4](https://teapots.example/a.pdf)\n- [TEA-4](https://teapots.example/b.pdf)\n"
    assert find("duplicate-entry", text) == []
    assert len(find("duplicate-entry", text.replace("b.pdf", "a.pdf"))) == 1


def fixed(text: str, format: str | None = None) -> tuple[str, bool]:
    """A list without what is taken out, and whether that is sure."""
    (finding,) = find("duplicate-entry", text, format=format)
    assert finding.fix
    return mended(text, [finding]), finding.fix.sure


def test_an_entry_is_taken_out_whole_and_the_gaps_stay() -> None:
    loose = (
        "1. [Lids](https://arxiv.org/abs/1501.00001)   \n*2015-01-01* [paper](https://arxiv.org/abs/1501.00001)   \n"
    )
    cups = loose.replace("00001", "00002").replace("Lids", "Cups")
    head = f"# T\n\n## Pots\n\n{loose}\n"
    assert fixed(f"{head}{loose}\n{cups}\n## Cups\n\n{cups}") == (f"{head}{cups}\n## Cups\n\n{cups}", True)
    assert fixed(f"{head}{cups}\n{loose}\n\n## Cups\n\n{cups}") == (f"{head}{cups}\n\n## Cups\n\n{cups}", True)
    assert fixed(f"{LIDS}{CUPS}{LIDS}\n---\nThe end.\n") == (f"{LIDS}{CUPS}\n---\nThe end.\n", True)
    assert fixed(f"{LIDS}{CUPS}{LIDS}- [A site](https://t.example)\n")[0].endswith("[A site](https://t.example)\n")
    rows = ["|Title|Year|\r\n", "|--|--|\r\n", *(f"|[Lids {n}](https://arxiv.org/abs/{n})|{n[:2]}|\r\n" for n in IDS)]
    assert fixed("".join(rows)) == ("".join(rows[:-1]), True)
    assert fixed("title,arxiv\nLids,1501.00001\nCups,1501.00002\nLids,1501.00001\n", "csv")[0].count("Lids") == 1
    lids = "@article{a,\n title={Lids},\n eprint={1501.00001}\n}\n"
    assert (
        fixed(f"{lids}\n@article{{b, title={{Cups}}, eprint={{1501.00002}}}}\n\n{lids}", "bibtex")[0].count("Lids") == 1
    )


IDS = ("1501.00001", "1601.00002", "1501.00001")


def test_what_says_less_goes_for_sure_and_else_a_person_decides() -> None:
    rated = LIDS.replace("\n", " ★★ read it\n")
    assert fixed(LIDS + CUPS + rated) == (CUPS + rated, True)
    assert fixed(rated + CUPS + LIDS) == (rated + CUPS, True)
    assert fixed(rated + CUPS + LIDS.replace("\n", " seen at a fair\n")) == (rated + CUPS, False)


def test_an_entry_with_others_in_it_or_beside_it_is_left_where_it_stands() -> None:
    nested = f"{LIDS}  - [Lids, Twice](https://arxiv.org/abs/1501.00003)\n"
    for text in (
        LIDS + CUPS + nested,
        f"{LIDS}{CUPS}- https://arxiv.org/abs/1501.00001, https://arxiv.org/abs/1501.00004\n",
    ):
        assert [each.fix for each in find("duplicate-entry", text)] == [None]


def test_many_copies_are_found_in_time_of_their_number() -> None:
    text = LIDS * 1000
    assert mended(text, find("duplicate-entry", text)) == LIDS


WRONG = "- [Cups in Theory and in Imaginary Practice](https://arxiv.org/abs/1501.00001)\n"


@pytest.mark.parametrize("name", ["duplicate-entry", "repeated-work"])
@pytest.mark.parametrize("wrong", [WRONG, LIDS.replace("Lids]", "Lids (arXiv:1501.00002)]")])
def test_an_entry_whose_identifier_is_told_wrong_is_no_copy_of_a_right_one(name: str, wrong: str) -> None:
    """Not of the one whose identifier it has, above it or below."""
    records = [RECORD, BibliographicRecord("1501.00002", "Cups in Practice", "arxiv", "2026-01-01T00:00:00Z")]
    between = "" if name == "duplicate-entry" else "\n## Cups\n"
    for one, other in ((wrong, LIDS), (LIDS, wrong), (wrong, CUPS), (CUPS, wrong)):
        assert find(name, f"# Tea\n\n## Pots\n{one}{between}{other}", records) == []


def test_of_two_titles_that_no_record_was_compared_with_none_is_taken_out() -> None:
    assert [(each.sure, each.fix) for each in find("duplicate-entry", LIDS + WRONG)] == [(False, None)]


@pytest.mark.parametrize("name", ["duplicate-entry", "title-drift"])
def test_an_entry_whose_title_may_be_another_papers_loses_and_takes_nothing(name: str) -> None:
    """Its identifier may be wrong, though too much of the title is the record's to say so."""
    other = "- [Teapots, Cups and Saucers in Their Imaginary Lids](https://arxiv.org/abs/1501.00001)\n"
    for text in (LIDS + other, other + LIDS):
        assert [(each.sure, each.fix) for each in find(name, text, [RECORD])] == [(False, None)]
