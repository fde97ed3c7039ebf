"""Entries without an identifier: the link is put in, nothing is taken away, and the entry then has that identifier."""

from __future__ import annotations

import pytest

from checks.making import find, make_document, mended
from paperdex.checks import RULES
from paperdex.checks.run import diagnose
from paperdex.core.records import BibliographicRecord

WHEN = "2026-01-01T00:00:00Z"
LIDS = BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", WHEN)
CUPS = BibliographicRecord("1501.00002", "Cups in Practice: An Invented Study of Imaginary Handles", "arxiv", WHEN)
SAUCERS = BibliographicRecord("1501.00003", "Saucers, Revisited", "arxiv", WHEN)
RECORDS = [LIDS, CUPS, SAUCERS]
FIRST = "- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)\n"
ABS = "https://arxiv.org/abs/1501.00001"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Teapots and Their Lids\n", f"- [Teapots and Their Lids]({ABS})\n"),
        ("- **Teapots and Their Lids** (2015)\n", f"- **[Teapots and Their Lids]({ABS})** (2015)\n"),
        (
            "- [Teapots and Their Lids](https://tea.example/t.pdf)\n",
            f"- [Teapots and Their Lids](https://tea.example/t.pdf) [arXiv]({ABS})\n",
        ),
        (
            "- Teapots and Their Lids ([PDF](https://tea.example/t.pdf 'a copy'), [code](https://github.com/x/y))\n",
            f"- Teapots and Their Lids ([PDF](https://tea.example/t.pdf 'a copy'), [arXiv]({ABS}),"
            " [code](https://github.com/x/y))\n",
        ),
        (
            "- Teapots and Their Lids [[pdf](https://tea.example/t.pdf)]\n",
            f"- Teapots and Their Lids [[pdf](https://tea.example/t.pdf), [arXiv]({ABS})]\n",
        ),
        (
            "\n#### **2. Teapots and Their Lids**\n**Review**([Link](https://tea.example/t.pdf))\nBoils.\n",
            f"\n#### **2. Teapots and Their Lids**\n**Review**([Link](https://tea.example/t.pdf), [arXiv]({ABS}))\n"
            "Boils.\n",
        ),
    ],
)
def test_the_link_is_put_around_the_title_or_behind_the_link_that_is_there(before: str, after: str) -> None:
    found = find("missing-identifier", FIRST + before, RECORDS)
    assert [(each.sure, each.work, each.fix is not None and each.fix.sure) for each in found] == [
        (True, "1501.00001", True)
    ]
    assert mended(FIRST + before, found) == FIRST + after
    document = make_document(FIRST + after, RECORDS)
    assert [entry.arxiv.value for entry in document.list.entries if entry.arxiv] == ["1501.00003", "1501.00001"]
    own = [rule for rule in RULES.values() if rule.group != "list"]
    assert [each.rule.name for each in diagnose(document, own)[0]] == []


def test_a_suggestion_is_likely_and_its_title_is_written_with_its_link() -> None:
    found = find("missing-identifier", f"{FIRST}- Cups in Practice\n", RECORDS)
    assert [(each.sure, each.fix is not None and each.fix.sure) for each in found] == [(False, False)]
    assert "1501.00002" in found[0].message
    assert CUPS.title in found[0].message
    after = mended(f"{FIRST}- Cups in Practice\n", found)
    assert after == f"{FIRST}- [{CUPS.title}](https://arxiv.org/abs/1501.00002)\n"
    assert find("missing-identifier", after, RECORDS) == find("title-drift", after, RECORDS) == []


def test_html_is_linked_and_other_formats_are_only_told() -> None:
    page = (
        '<h2>Tea</h2><ul><li><a href="https://arxiv.org/abs/1501.00003">Saucers, Revisited</a></li>\n'
        '<li><a href="https://tea.example/t.pdf">Teapots and Their Lids</a></li></ul>\n'
    )
    found = find("missing-identifier", page, RECORDS, format="html")
    assert mended(page, found) == page.replace("Lids</a>", f'Lids</a> <a href="{ABS}">arXiv</a>')
    bib = "@misc{a, title = {Teapots and Their Lids}, year = 2015}\n"
    assert [(each.sure, each.fix) for each in find("missing-identifier", bib, RECORDS, format="bibtex")] == [
        (True, None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- [Teapots and Their Lids](https://doi.org/10.5555/tea.1)\n",
        "- [Teapots and Their Lids](https://arxiv.org/abs/1501.0001)\n",
        "- [Kettles of the Deep Sea](https://tea.example/t.pdf)\n",
    ],
)
def test_an_entry_with_a_doi_a_malformed_identifier_or_an_unknown_title_is_left_alone(text: str) -> None:
    assert find("missing-identifier", FIRST + text, RECORDS) == []
