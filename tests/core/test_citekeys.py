"""Cite keys: readable, ASCII, the same every time, distinct ignoring case."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.citekeys import cite_key, distinct_key
from paperdex.core.records import Author, BibliographicRecord


def record(title: str, *authors: str, work: str = "1706.90001") -> BibliographicRecord:
    return BibliographicRecord(work, title, "arxiv", "2026-11-20T00:00:00Z", tuple(Author(name) for name in authors))


@pytest.mark.parametrize(
    ("title", "author", "key"),
    [
        ("Accurate, Large Invented Kettles", "Ada Invented", "invented2017accurate"),
        ("On the Difficulty of Tea", "Łucja Zmyślona", "zmyslona2017difficulty"),
        (r"$\Lambda$CDM teapots", r"S\o ren Opdigtet", "opdigtet2017lambdacdm"),
        ("3D Teapots", "Jan van der Verzonnen", "vanderverzonnen2017" + "3d"),
        ("Don't Spill", "Siobhán O'Fiction", "ofiction2017dont"),
        ("架空の茶", "Ada Invented", "invented2017"),
        ("Tea", "The Teapot Collaboration", "teapot2017tea"),
        ("Tea", "Ева Выдуманная", "arxiv170690001"),
        ("Tea", "架空 太郎", "arxiv170690001"),
        ("Tea", "Ödön Invented-Größe", "inventedgrosse2017tea"),
    ],
)
def test_keys(title: str, author: str, key: str) -> None:
    """Surname, year and first word that is no stop word, in ASCII; without Latin letters the identifier."""
    assert cite_key(record(title, author), "2017") == key


@pytest.mark.parametrize(
    ("work", "key"),
    [
        ("hep-th/9901999", "arxivhepth9901999"),
        ("doi:10.9999/tea.1", "doi109999tea1"),
    ],
)
def test_keys_without_author(work: str, key: str) -> None:
    """A work without an author is named by its identifier, when its title has no Latin word or it is arXiv's."""
    assert cite_key(record("茶", work=work), None) == key


def test_keys_without_author_and_arxiv_number() -> None:
    """A page without an author is named by two words of its title and the year."""
    assert cite_key(record("The Invented Teapot", work="url:https://tea.example/1"), "2017") == "invented2017teapot"


def test_long_addresses_stay_apart() -> None:
    """Two addresses that begin alike have two keys, of bounded length."""
    start = "url:https://tea.example/" + "pot/" * 40
    keys = {cite_key(record("茶", work=start + end), None) for end in ("a", "b")}
    assert len(keys) == 2
    assert all(len(key) <= 40 for key in keys)


@given(st.text(), st.text(), st.one_of(st.none(), st.text(max_size=8)))
def test_keys_are_safe(title: str, author: str, year: str | None) -> None:
    """Whatever the record holds, a key is ASCII letters and digits, a letter first."""
    assert re.fullmatch(r"[a-z][a-z0-9]*", cite_key(record(title, author), year))


def test_distinct_keys() -> None:
    """The suffix goes on past z, and case does not count."""
    taken: set[str] = set()
    keys = []
    for _ in range(30):
        keys.append(distinct_key("Tea2017", taken))
        taken.add(keys[-1].casefold())
    assert keys[:3] == ["Tea2017", "Tea2017a", "Tea2017b"]
    assert keys[26:29] == ["Tea2017z", "Tea2017aa", "Tea2017ab"]
    assert distinct_key("TEA2017", {"tea2017"}) == "TEA2017a"
