"""Journal references: parted where the form is sure, and left alone where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.exports.journal import parse_journal


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("Tea.Rev.D75:124011,2007", ("Tea. Rev. D", "75", "", "124011", "2007")),
        ("Tea.J.134:241-251,2007", ("Tea. J.", "134", "", "241-251", "2007")),
        ("Ann.Tea(N.Y.) 326 (2011) 516-533", ("Ann. Tea(N.Y.)", "326", "", "516-533", "2011")),
        ("JTEA0709:031,2007", ("JTEA", "0709", "", "031", "2007")),
        ("J.Inv.Tea A40:6901-6906,2007", ("J. Inv. Tea A", "40", "", "6901-6906", "2007")),
        ("Gen.Rel.Brav.39:965-972,2007", ("Gen. Rel. Brav.", "39", "", "965-972", "2007")),
        ("Tea Lett. 36, 819 (2011)", ("Tea Lett.", "36", "", "819", "2011")),
        ("Tea Lett. 32(11) 1557--1559 (10 Feb 2007)", ("Tea Lett.", "32", "11", "1557-1559", "2007")),
        ("Tea Rev. B 76, 021601(R) (2007)", ("Tea Rev. B", "76", "", "021601(R)", "2007")),
        ("J. Tea: Condens. Milk 19 (2007) 176210", ("J. Tea: Condens. Milk", "19", "", "176210", "2007")),
        ("Inv. Tea Theory 15 (2008), no. 2, 351--358.", ("Inv. Tea Theory", "15", "2", "351-358", "2008")),
        ("Soft Teas, 8(2):102-113, (2010)", ("Soft Teas", "8", "2", "102-113", "2010")),
        ("JTEA04(2011)047", ("JTEA", "04", "", "047", "2011")),
        ("Teabag 2011, Vol. 17, No. 1, 170-193", ("Teabag", "17", "1", "170-193", "2011")),
        ("Tea & Pots, vol. 15, no. 3, pp. 7-17, March 2011", ("Tea & Pots", "15", "3", "7-17", "2011")),
        ("Tea & Pots, Volume 86, Issue 9, 2007, pp. 17-26", ("Tea & Pots", "86", "9", "17-26", "2007")),
        ("Tea Review E, 2011, 83, 061187", ("Tea Review E", "83", "", "061187", "2011")),
        ("2011, MNTEA, 413, 2873", ("MNTEA", "413", "", "2873", "2011")),
        ("J. Stat. Tea. P04012 (2007)", ("J. Stat. Tea.", "", "", "P04012", "2007")),
        ("Teabag 15, 1 (2009) 146-177", ("Teabag", "15", "1", "146-177", "2009")),
        ("SIGTEA 7 (2011), 054, 11 pages", ("SIGTEA", "7", "", "054", "2011")),
        (r"Ann. Caf\'e 7 (2015), 1--9", ("Ann. Café", "7", "", "1-9", "2015")),
        ("Teapots 2019, 21(3), 12", ("Teapots", "21", "3", "12", "2019")),
        ("JTAP 1902 (2019) 001", ("JTAP", "1902", "", "001", "2019")),
    ],
)
def test_sure(reference: str, parts: tuple[str, ...]) -> None:
    """The forms that authors use most."""
    found = parse_journal(reference)
    assert found is not None
    assert (found.journal, found.volume, found.number, found.pages, found.year) == parts


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "Tea Lett. 36, 819",
        "Teas in Press (2007)",
        "Proceedings of the 3rd Workshop on Tea 12 (2007) 3-9",
        "In: J. Tea 12 (2007) 3-9",
        "Of Pots and Leaves, J. Tea 12 (2007) 3-9",
        "Lecture Notes in Tea 12 (2007) 3-9",
        "Int Tea Notices 2008, 12 (2008)",
        "PoS(Teacon 2010)011",
        "Tea Lett. 36, 819 (2011) [expanded]",
        "Ada Invented et al 2009 J. Tea 42 385101",
        "12 (2007) 3-9",
        "JTAP 1902 (2018) 001",
        "JTAP 2020 (2020) 001",
        "x" * 5000 + " 12 (2007) 3-9",
    ],
)
def test_not_sure(reference: str) -> None:
    """Books, proceedings, titles before the journal, and everything else."""
    assert parse_journal(reference) is None


@pytest.mark.parametrize(
    ("between", "rest"),
    [
        ("; ", "Erratum-ibid.D82:129905,2010"),
        (" ", "[Erratum: Tea Rev. D 82, 1 (2010)]"),
        (", ", "doi:10.5555/tea"),
        (" ", "https://doi.org/10.5555/tea"),
    ],
)
def test_the_rest_is_kept(between: str, rest: str) -> None:
    """What stands behind a semicolon, an erratum, a DOI and an address are no part of the reference, and not lost."""
    found = parse_journal(f"Tea.Rev.D75:124011,2007{between}{rest}")
    assert found
    assert (found.journal, found.rest) == ("Tea. Rev. D", rest)


_PIECES = ["J. Tea", " ", ",", "12", "(2007)", "3-9", ":", "vol.", "no.", "(", ")", ";", "A", "{", "$", "pp", "2007"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)))
def test_any_text(reference: str) -> None:
    """Nothing raises, and what comes back has a name, and a year of four digits."""
    found = parse_journal(reference)
    if found:
        assert found.journal
        assert len(found.year) == 4
