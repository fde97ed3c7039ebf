"""Published versions: told where the entry says nothing of one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find
from paperdex.core.records import BibliographicRecord

TEA = BibliographicRecord(
    "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", journal_ref="J. Inv. Tea 3 (2016)"
)
DOI = BibliographicRecord("1501.00002", "Saucers", "arxiv", "2026-01-01T00:00:00Z", doi="10.5555/Tea.1")
SPOONS = replace(TEA, work="1501.00003", title="Spoons", journal_ref="Inv.Tea.D74:041501,2016")
TITLE = "[Teapots and Their Lids](https://arxiv.org/abs/1501.00001)"


def test_the_journal_reference_is_named_else_the_doi() -> None:
    text = f"- {TITLE}\n- [Saucers](https://arxiv.org/abs/1501.00002)\n"
    assert [each.message for each in find("published-version", text, [TEA, DOI])] == [
        "1501.00001 was published: J. Inv. Tea 3 (2016)",
        "1501.00002 was published: https://doi.org/10.5555/Tea.1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"- {TITLE}, ICML 2016\n",
        f"- {TITLE} ([journal](https://doi.org/10.5555/other))\n",
        f"- {TITLE} ([paper](https://proceedings.mlr.press/v9/invented.html))\n",
        f"- {TITLE}. In: J. Inv. Tea.\n",
        "- [Saucers](https://arxiv.org/abs/1501.00002), doi 10.5555/tea.1\n",
        "- [Spoons](https://arxiv.org/abs/1501.00003) Inv.Tea.D74:041501,2016\n",
        "- [Spoons](https://arxiv.org/abs/1501.00003), Inv. Tea D 74\n",
    ],
)
def test_a_venue_a_doi_a_publishers_link_or_the_journals_name_is_a_mention(text: str) -> None:
    assert find("published-version", text, [TEA, DOI, SPOONS]) == []


@pytest.mark.parametrize(
    "text",
    [
        f"- **[arXiv]** {TITLE}\n",
        f"| Title | Venue |\n|---|---|\n| {TITLE} | arXiv 2015 |\n",
        f"- {TITLE}, https://doi.org/10.48550/arXiv.1501.00001\n",
    ],
)
def test_arxiv_in_the_place_of_a_venue_is_no_mention(text: str) -> None:
    assert len(find("published-version", text, [TEA])) == 1


def test_arxiv_itself_is_no_publication() -> None:
    """Services tell its own DOI, and some authors write it where the journal belongs."""
    own = [replace(TEA, journal_ref="arXiv preprint 1501.00001"), replace(DOI, doi="10.48550/arXiv.1501.00002")]
    assert find("published-version", f"- {TITLE}\n- [Saucers](https://arxiv.org/abs/1501.00002)\n", own) == []


@pytest.mark.parametrize(
    ("other", "sure"),
    [
        ("- [Cups](https://arxiv.org/abs/1501.00009)\n", False),
        ("- [Cups](https://arxiv.org/abs/1501.00009), arXiv 2015\n", False),
        ("- [Cups](https://arxiv.org/abs/1501.00009), ICML 2016\n", True),
        ("- [Cups](https://doi.org/10.5555/cups)\n", True),
    ],
)
def test_it_is_only_likely_where_the_list_names_no_venue_at_all(other: str, sure: bool) -> None:
    assert [each.sure for each in find("published-version", f"- {TITLE}\n{other}", [TEA])] == [sure]
