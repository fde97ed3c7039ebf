"""Venues of entries beside those that the journal reference and the comment name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find
from paperdex.checks.venue_mismatch import RECORDS
from paperdex.core.records import BibliographicRecord


def told(venue: str, comment: str | None, journal_ref: str | None = None) -> list[str]:
    """The texts that the rule marks for an entry with this venue."""
    record = BibliographicRecord(
        "1501.00001",
        "Teapots and Their Lids",
        "arxiv",
        "2026-01-01T00:00:00Z",
        comment=comment,
        journal_ref=journal_ref,
    )
    text = f"- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), {venue}\n"
    found = find("venue-mismatch", text, [record])
    assert not any(each.sure for each in found)
    return [text[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    ("venue", "comment"),
    [
        ("NIPS 2018", "Accepted at NeurIPS 2018 (invented)"),
        ("NeurIPS'18", "In Advances in Neural Information Processing Systems 31 (2018)"),
        ("Neurips 2018", "NeurIPS 2018. Code: http://www.invented.example/"),
        ("ICML", "12 pages. ICML 2019"),
        ("ICML 2019", "Submitted to ICLR 2020"),
        ("ICML 2019", "ICLR 2019 Workshop on Invented Tea"),
        ("CVPR 2018", "To appear in IEEE TPAMI 2020"),
        ("ICML 2019", "Presented at IEEE 2018"),
        ("ICML 2019", None),
        ("Inv. Journal, INVJ, Vol. 7, 2010, USA", "Inv. Journal, INVJ January 2010, ISSN 1947 5500"),
        ("arXiv 2018", "Accepted at NeurIPS 2018"),
        ("Physical Review D 2016", None),
        ("ICML 2019", "An extended abstract was at TEACON 2018; accepted at ICML 2019"),
    ],
)
def test_the_same_venue_by_any_name_and_what_is_none_is_no_mismatch(venue: str, comment: str | None) -> None:
    assert told(venue, comment) == []


@pytest.mark.parametrize(
    ("venue", "comment", "journal_ref"),
    [
        ("ICML 2019", "Accepted at NeurIPS 2018", None),
        ("ICML 2019", None, "Proceedings of the 35th International Conference on Machine Learning, 2018"),
        ("CVPR 2019", None, "IEEE International Conference on Computer Vision 2019"),
        ("TEACON 2016", "To appear at TEACON 2015", None),
        ("Phys. Rev. B 2016", None, "Phys.Rev.D76:013009,2016"),
        ("PRD 2013", None, "Phys. Rev. D 76, 013009 (2016)"),
        ("MNRAS 2016", None, "Phys. Rev. D 76, 013009 (2016)"),
    ],
)
def test_another_venue_or_another_year_is_likely_a_fault(
    venue: str, comment: str | None, journal_ref: str | None
) -> None:
    assert told(venue, comment, journal_ref) == [venue]


def test_a_conference_of_computing_is_no_place_of_a_paper_of_another_field_that_a_journal_has() -> None:
    text = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), ICML 2016\n"
    for category, number in (("hep-ph", 1), ("cs.LG", 0)):
        record = replace(RECORDS[0], comment=None, journal_ref="Phys.Rev.D76:013009,2016", categories=(category,))
        assert len(find("venue-mismatch", text, [record])) == number
