"""Published versions: told where the entry says nothing of one."""

from __future__ import annotations

import pytest

from checks.making import find
from paperdex.core.records import BibliographicRecord

TEA = BibliographicRecord(
    "1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z", journal_ref="J. Inv. Tea 3 (2016)"
)
DOI = BibliographicRecord("1501.00002", "Saucers", "arxiv", "2026-01-01T00:00:00Z", doi="10.5555/Tea.1")
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
    ],
)
def test_a_venue_a_doi_a_publishers_link_or_the_journals_name_is_a_mention(text: str) -> None:
    assert find("published-version", text, [TEA, DOI]) == []
