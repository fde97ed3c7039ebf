"""The first DOI of a field as people fill it in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.dois import _USUAL, first_doi

SICI = "10.5555/(SICI)1097(19980815/30)17:15<1661::AID-X1>3.0.CO;2-2"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (SICI, SICI),
        (SICI.replace("<", "&lt;").replace(">", "&gt;"), SICI),
        (f"{SICI};10.5555/b", SICI),
        (f"{SICI}; 10.5555/b", SICI),
        ("10.5555/a,10.5555/b", "10.5555/a"),
        ("10.5555/a, doi:10.5555/b", "10.5555/a"),
        ("10.5555/S0370-2693(99)00012-X.", "10.5555/S0370-2693(99)00012-X"),
        ("(10.5555/a)", "10.5555/a"),
        ("https://dx.doi.org/10.5555/a", "10.5555/a"),
        ("DOI: 10.5555/A", "10.5555/A"),
        (r"10.5555/a\_b\%c", "10.5555/a_b%c"),
        ("10.5555.1/a", "10.5555.1/a"),
        ("10.5555/\u200ba", "10.5555/a"),
        ("110.5555/a", ""),
        ("10.5555/", ""),
        ("10.5555/;", ""),
        ("(2009)", ""),
        (None, ""),
    ],
)
def test_first_doi(text: str | None, doi: str) -> None:
    """Signs that belong to it stay; those that part several, escape it or stand around it go."""
    assert first_doi(text) == doi


@given(st.from_regex(_USUAL, fullmatch=True))
def test_a_doi_alone_is_taken_as_it_is(doi: str) -> None:
    """The quick way gives what the long one gives, which a word before the DOI asks for."""
    assert first_doi(doi) == first_doi(f"in {doi}") == doi
