"""Titles that drifted: where they stand, and the record's title written as the format needs it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find, make_document, mended
from paperdex.core.records import BibliographicRecord

DSD = BibliographicRecord(
    "1501.00001", "LKL: Lid-Kettle-Lid Boiling of Imaginary Teapots", "arxiv", "2026-01-01T00:00:00Z"
)
REVIEWS = """\
# Papers
1. **LKL:  LID-KETTLE-LID Boiling of Imaginary Teapot**
2. [Saucers](#saucers)
3. [LID-KETTLE-LID Boiling of Imaginary Teapot](#1-lid-kettle-lid-boiling-of-imaginary-teapot)

## Reviews

#### **1. LID-KETTLE-LID Boiling of Imaginary Teapot**
([link](https://arxiv.org/abs/1501.00001)) In *LID-KETTLE-LID Boiling of Imaginary Teapot* water boils.
"""


def test_the_contents_the_heading_and_its_anchor_are_mended_and_the_rest_is_kept() -> None:
    found = find("title-drift", REVIEWS, [DSD])
    assert [(each.sure, bool(each.fix and each.fix.sure)) for each in found] == [(True, True)] * 3
    after = mended(REVIEWS, found)
    assert after == (
        REVIEWS.replace("LKL:  LID", "LID", 1)
        .replace("**LID-KETTLE-LID Boiling of Imaginary Teapot", f"**{DSD.title}")
        .replace("[LID-KETTLE-LID Boiling of Imaginary Teapot", f"[{DSD.title}")
        .replace("1. LID-KETTLE-LID Boiling of Imaginary Teapot", f"1. {DSD.title}")
        .replace("#1-lid-kettle-lid-boiling-of-imaginary-teapot", "#1-lkl-lid-kettle-lid-boiling-of-imaginary-teapots")
    )
    assert find("title-drift", after, [DSD]) == []


@pytest.mark.parametrize(
    ("format", "before", "title", "after"),
    [
        ("markdown", "- [Tea for Tow Sips](https://arxiv.org/abs/1501.00001)\n", "Tea for Two [Sips] *", None),
        ("markdown", "- [Tea for Tow Cups](https://arxiv.org/abs/1501.00001)\n", "Tea for $k_2$ Cups", ""),
        ("html", '<li><a href="https://arxiv.org/abs/1501.00001">Tea for Tow Cups</a></li>', "Tea for Two <Cups", None),
        ("bibtex", "@misc{a, title = {Tea for Tow Cups}, eprint = {1501.00001}}\n", "Tea & for Two Cups", None),
        ("bibtex", "@misc{a, title = {Tea for Tow Cups}, eprint = {1501.00001}}\n", "Tea for Two {Cups", ""),
        ("bibtex", "@misc{a, title = {{Tea} for Tow Cups}, eprint = {1501.00001}}\n", "Tea for Two Cups", ""),
        ("markdown", "- [*Tea* for Tow Cups](https://arxiv.org/abs/1501.00001)\n", "Tea for Two Cups", ""),
    ],
)
def test_a_title_is_written_as_the_format_needs_it_or_not_at_all(
    format: str, before: str, title: str, after: str | None
) -> None:
    record = BibliographicRecord("1501.00001", title, "arxiv", "2026-01-01T00:00:00Z")
    found = find("title-drift", before, [record], format=format)
    assert len(found) == 1
    assert bool(found[0].fix) is (after is None)
    if found[0].fix:
        text = mended(before, found)
        assert find("title-drift", text, [record], format=format) == []
        assert len(make_document(text, [record], format=format).list.entries) == 1


def test_a_name_in_front_and_a_remark_behind_stay_and_both_label_and_field_are_mended() -> None:
    record = BibliographicRecord("1501.00001", "Boiling of Imaginary Teapots", "arxiv", "2026-01-01T00:00:00Z")
    text = (
        "* [Boiling of Imaginary Teapot](https://arxiv.org/abs/1501.00001)\n"
        "    * Title: Boiling of Imaginary Teapot\n"
        "    * Abstract: Boiling of Imaginary Teapot is a matter of patience.\n"
        "* [KettleNet: Boiling of Imaginry Teapots](https://arxiv.org/abs/1501.00001)\n"
    )
    after = mended(text, find("title-drift", text, [record]))
    assert after.splitlines() == [
        "* [Boiling of Imaginary Teapots](https://arxiv.org/abs/1501.00001)",
        "    * Title: Boiling of Imaginary Teapots",
        "    * Abstract: Boiling of Imaginary Teapot is a matter of patience.",
        "* [KettleNet: Boiling of Imaginary Teapots](https://arxiv.org/abs/1501.00001)",
    ]


@pytest.mark.parametrize("format", ["markdown", "bibtex"])
def test_a_title_is_replaced_with_the_whole_of_a_formula_at_its_ends(format: str) -> None:
    record = BibliographicRecord("1501.00001", "$R$-Shaped Teapots on $N$", "arxiv", "2026-01-01T00:00:00Z")
    item = {
        "markdown": "- [{}](https://arxiv.org/abs/1501.00001)\n",
        "bibtex": "@misc{{a, title = {{{}}}, eprint = {{1501.00001}}}}\n",
    }[format]
    text = item.format("$R$-Shaped Taepots on $N$")
    assert mended(text, find("title-drift", text, [record], format=format)) == item.format(record.title)
    for part in ("$_R$-Shaped Taepots on $N$", "$(R$-Shaped Taepots on $N)$", "$R$-Shaped Taepots on $N"):
        text = item.format(part)
        after = mended(text, find("title-drift", text, [record], format=format))
        assert after in (text, item.format(record.title))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Imaginary teapots are nice, see https://arxiv.org/abs/1501.00001.", None),
        ("- [Imaginary teapots are nice](https://arxiv.org/abs/1501.00001)", None),
        ("- We all like Imaginary Teapots https://arxiv.org/abs/1501.00001", None),
        (
            "- Read Boiling Imaginry Teapots on Coals, it is nice, https://arxiv.org/abs/1501.00002",
            "- Read Boiling Imaginary Teapots on Coals, it is nice, https://arxiv.org/abs/1501.00002",
        ),
        (
            "- Boiling Imaginry Tea-pots on Coals, https://arxiv.org/abs/1501.00002",
            "- Boiling Imaginary Teapots on Coals, https://arxiv.org/abs/1501.00002",
        ),
    ],
)
def test_words_that_are_not_of_the_title_are_kept(before: str, after: str | None) -> None:
    records = [
        BibliographicRecord("1501.00001", "Imaginary Teapots", "arxiv", "2026-01-01T00:00:00Z", submitted="2015-01-02"),
        BibliographicRecord("1501.00002", "Boiling Imaginary Teapots on Coals", "arxiv", "2026-01-01T00:00:00Z"),
    ]
    for text in (before, f"{before} (2015-01-02)"):
        found = find("title-drift", text + "\n", records)
        assert mended(text, found) == text.replace(before, after or before)


def test_what_most_entries_leave_out_is_the_lists_way() -> None:
    names = ["PotNet", "CupNet", "TeaNet", "LidNet"]
    records = [
        BibliographicRecord(f"1501.0000{n}", f"{name}: Imaginary Teaware", "arxiv", "2026-01-01T00:00:00Z")
        for n, name in enumerate(names, 1)
    ]
    item = "- [{}](https://arxiv.org/abs/1501.0000{})\n"
    short = [item.format(name, number) for number, name in enumerate(names, 1)]
    full = [item.format(record.title, number) for number, record in enumerate(records, 1)]
    assert find("title-drift", "".join(short), records) == []
    assert find("title-drift", "".join([*short[:3], full[3]]), records) == []
    assert len(find("title-drift", "".join([*short[:2], *full[2:]]), records)) == 2
    slip = item.format("PotNet: Imaginray Teaware", 1)
    assert len(find("title-drift", "".join([slip, *short[1:]]), records)) == 1


def test_a_subtitle_that_the_record_does_not_have_is_told_where_the_title_stands_by_itself() -> None:
    link, title = "https://arxiv.org/abs/1501.00001", DSD.title.replace(":", " in")
    record = replace(DSD, title=title)
    found = find("title-drift", f"- [{title}: Theory and Practice]({link})\n", [record])
    assert [(each.sure, each.message.rpartition(": ")[2]) for each in found] == [
        (False, "the record has no such subtitle")
    ]
    assert find("title-drift", f"- {title}: we read it in spring. [pdf]({link})\n", [record]) == []


def test_the_letter_that_a_title_lacks_is_not_that_of_the_next_word() -> None:
    text = f"- {DSD.title.removesuffix('s')}. S. Invented. [pdf](https://arxiv.org/abs/1501.00001)\n"
    assert len(find("title-drift", text, [DSD])) == 1
    numbered = replace(DSD, title=f"{DSD.title}, I")
    text = f"- {DSD.title}, I. K. Invented. [pdf](https://arxiv.org/abs/1501.00001)\n"
    assert find("title-drift", text.replace("I. K.", "I. Kim G."), [numbered]) == []
