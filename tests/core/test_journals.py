"""Names of journals in any spelling: what is one, where it stands, and which two are the same."""

from __future__ import annotations

import pytest

from paperdex.core.journals import find_journal, is_same_journal, journal_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phys.Rev.D76:013009,2007", "Physical Review D 76 (2007)"),
        ("PRL 106, 191102", "Phys. Rev. Lett."),
        ("J. Math. Phys. 48, 092102", "Journal of Mathematical Physics"),
        ("Mon. Not. R. Astron. Soc.", "MNRAS 401"),
        ("Nucl. Phys. B Proc. Suppl.", "Nucl.Phys.Proc.Suppl.119"),
        ("Physica A 300 (2001)", "Physica A, Vol. 300"),
    ],
)
def test_two_spellings_of_one_journal(one: str, other: str) -> None:
    assert journal_words(one)
    assert is_same_journal(journal_words(one), journal_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phys. Rev. A", "Phys. Rev. B"),
        ("Phys. Rev. D", "Phys. Rev. Lett."),
        ("J. Phys. A", "J. Math. Phys."),
        ("Physica A", "Nucl.Phys.A680"),
    ],
)
def test_two_journals(one: str, other: str) -> None:
    assert not is_same_journal(journal_words(one), journal_words(other))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Invented, J. Fake. Phys. Rev. E 76, 013009 (2007).", "Phys. Rev. E 76, 013009 (2007)"),
        ("I. Procaccia. Phys Rev. E 2010", "Phys Rev. E 2010"),
        ("Phys.Rev.D76:013009,2007", "Phys.Rev.D76:013009,2007"),
        ("in Physical Review E 2004", "Physical Review E 2004"),
        ("Physica D 2001. ", "Physica D 2001"),
        ("Bo Fake. Astrophys. J. 2001.", "Astrophys. J. 2001"),
        ("Bo Fake, Phys Rev Lett 110 (2013): 058104", "Phys Rev Lett 110 (2013)"),
        ("J. Newman. 2015", None),
        ("J. G. Pereira, Bo Fake, 2015", None),
        ("Teapots and New Physics, 2015", None),
        ("Phys. Rev. D", None),
    ],
)
def test_a_journal_stands_in_a_text_with_its_year(text: str, found: str | None) -> None:
    journal = find_journal(text)
    assert (journal and text[journal.start : journal.end]) == found
