"""Withdrawn papers: for sure by the list of versions, likely by the authors' words."""

from __future__ import annotations

from checks.making import find
from paperdex.core.records import BibliographicRecord

WHEN = "2026-01-01T00:00:00Z"


def test_sure_by_the_versions_likely_by_the_words_and_not_where_the_list_says_so() -> None:
    sure = BibliographicRecord("1501.00001", "Kettles That Boil Cold", "arxiv", WHEN, withdrawn=True)
    likely = BibliographicRecord("1501.00002", "Saucers That Fly Low", "arxiv", WHEN, comment="Withdrawn by the author")
    text = (
        "- [Kettles That Boil Cold](https://arxiv.org/abs/1501.00001)\n"
        "- [Saucers That Fly Low](https://arxiv.org/abs/1501.00002)\n"
        "- [Kettles That Boil Cold](https://arxiv.org/abs/1501.00001): since withdrawn, and worth reading still\n"
    )
    found = find("withdrawn", text, [sure, likely])
    assert [(text[each.start : each.end], each.sure, each.fix) for each in found] == [
        ("Kettles That Boil Cold", True, None),
        ("Saucers That Fly Low", False, None),
    ]
    assert "the authors' comment says so" in found[1].message
