"""Which record answers a title: what is sure, what is only suggested, and what is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.entries import ListEntry
from paperdex.core.matching import (
    MOST_SUGGESTIONS,
    SPELLING_SCORE,
    SUBTITLE_SCORE,
    SUGGESTION_SCORE,
    match_title,
    title_keys,
)
from paperdex.core.records import Author, BibliographicRecord

ADA, BO = "Ada Invented", "Bo Madeup"


def entry(title: str, **facts: Any) -> ListEntry:
    return ListEntry(1, title, **facts)


def record(title: str, work: str = "1801.00001", *authors: str, year: str | None = "2018") -> BibliographicRecord:
    submitted = f"{year}-01-01T00:00:00Z" if year else None
    people = tuple(Author(name) for name in authors)
    return BibliographicRecord(work, title, "mirror", "2026-01-01T00:00:00Z", people, submitted=submitted)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("An Invented Paper on Teapots", "An Invented Paper on Teapots"),
        ("an invented paper on TEAPOTS.", "An Invented Paper on Teapots"),
        ("Large-Scale Teapots", "Large Scale  Teapots"),
        ("Minibatch SGD:Teapots in 1 Hour", "Minibatch SGD: Teapots in 1 Hour"),
        ("Théières inventées", "Theieres inventees"),
        ("Bal\\'azs and $\\alpha$-Teapots", "Balázs and α-Teapots"),
        ("虚构茶壶的研究", "虚构茶壶的研究"),
        ("架空の急須：その研究", "架空の急須: その研究"),
        ("가상의 주전자", "가상의 주전자"),
        ("Ｔｅａｐｏｔｓ", "Teapots"),
    ],
)
def test_equal_titles_are_taken(ours: str, theirs: str) -> None:
    """Titles equal but for case, accents, width, markup and punctuation are the same, authors given or not."""
    found = match_title(entry(ours), [record(theirs, "1801.00001", ADA)])
    assert found is not None
    assert (found.status, found.work, found.suggestions) == ("resolved", "1801.00001", ())


@pytest.mark.parametrize(
    ("facts", "year", "status"),
    [
        ({}, "2018", "suggested"),
        ({"authors": ("Ada Invented",)}, "1999", "resolved"),
        ({"authors": ("A. Invented", "Cy Fictive")}, None, "resolved"),
        ({"authors": ("Invented",)}, None, "resolved"),
        ({"authors": ("Cy Fictive",)}, "2018", "suggested"),
        ({"date": "2018"}, "2018", "resolved"),
        ({"date": "2019-06"}, "2018", "resolved"),
        ({"date": "2017-12-31"}, "2018", "resolved"),
        ({"date": "2020"}, "2018", "suggested"),
        ({"date": "2018"}, None, "suggested"),
        ({"date": "2018", "authors": ("Cy Fictive",)}, "2018", "suggested"),
    ],
)
@pytest.mark.parametrize("ours", ["Teapots Explained", "Teapots Explained: How They Pour and Why"])
def test_a_dropped_subtitle_needs_a_witness(ours: str, facts: dict[str, Any], year: str | None, status: str) -> None:
    """A title that lacks a subtitle, on either side, is taken when an author or the year fits and no author objects."""
    theirs = "Teapots Explained: How They Pour and Why" if ":" not in ours else "Teapots Explained"
    found = match_title(entry(ours, **facts), [record(theirs, "1801.00001", ADA, BO, year=year)])
    assert found is not None
    assert found.status == status
    assert [s.score for s in found.suggestions] == ([] if status == "resolved" else [SUBTITLE_SCORE])
    assert (found.reason is None) == (status == "resolved")


def test_a_rival_makes_a_dropped_subtitle_unsure() -> None:
    """Two papers that begin alike are both suggested, even where the year fits one of them."""
    rivals = [record("Teapots: A", "1801.00001", ADA), record("Teapots: B", "1501.00002", BO, year="2015")]
    found = match_title(entry("Teapots", date="2018"), rivals)
    assert found is not None
    assert found.status == "suggested"
    assert [s.work for s in found.suggestions] == ["1801.00001", "1501.00002"]


def test_a_rival_by_other_authors_is_none() -> None:
    """Where the list names the author, a paper by others that begins alike is no rival."""
    rivals = [record("Teapots: A", "1801.00001", ADA), record("Teapots: B", "1501.00002", BO)]
    found = match_title(entry("Teapots", authors=(BO,)), rivals)
    assert found is not None
    assert (found.status, found.work) == ("resolved", "1501.00002")


def test_two_subtitles_do_not_match() -> None:
    """Two different subtitles under one title are two papers."""
    found = match_title(entry("Teapots: How They Pour", date="2018"), [record("Teapots: Where They Stand")])
    assert found is None or found.status == "suggested"


def test_an_equal_title_goes_before_a_longer_one() -> None:
    """The paper that is called exactly so is taken, though another has a subtitle behind it."""
    records = [record("Teapots: A Survey", "1801.00001"), record("Teapots", "1801.00002")]
    found = match_title(entry("Teapots"), records)
    assert found is not None
    assert (found.status, found.work) == ("resolved", "1801.00002")


@pytest.mark.parametrize(("date", "status"), [("2012", "suggested"), ("2013", "resolved"), ("2024-01", "suggested")])
def test_a_contradicting_year(date: str, status: str) -> None:
    """An equal title of quite another time is a suggestion, when no author speaks for it."""
    found = match_title(entry("Teapots", date=date), [record("Teapots", "1801.00001", ADA)])
    assert found is not None
    assert found.status == status
    named = match_title(entry("Teapots", date=date, authors=(ADA,)), [record("Teapots", "1801.00001", ADA)])
    assert named is not None
    assert named.status == "resolved"


def test_contradicting_authors() -> None:
    """An equal title by other people is a suggestion that says so."""
    found = match_title(entry("Teapots", authors=("Cy Fictive",)), [record("Teapots", "1801.00001", ADA)])
    assert found is not None
    assert found.status == "suggested"
    assert found.reason == "the title is that of a paper by other authors"
    assert [(s.work, s.score) for s in found.suggestions] == [("1801.00001", 1.0)]


@pytest.mark.parametrize(
    ("facts", "work"),
    [
        ({}, None),
        ({"authors": (BO,)}, "1501.00002"),
        ({"date": "2015"}, "1501.00002"),
        ({"date": "2019", "authors": (BO,)}, "1501.00002"),
        ({"date": "2001"}, None),
        ({"authors": ("Cy Fictive",)}, None),
    ],
)
def test_two_papers_of_one_title(facts: dict[str, Any], work: str | None) -> None:
    """Of two papers with one title an author or the year decides; otherwise both are suggested."""
    records = [record("Teapots", "1801.00001", ADA), record("Teapots", "1501.00002", BO, year="2015")]
    for given_order in (records, records[::-1]):
        found = match_title(entry("Teapots", **facts), given_order)
        assert found is not None
        assert found.work == work
        assert {s.work for s in found.suggestions} == (set() if work else {"1801.00001", "1501.00002"})


def test_british_spelling_is_the_same_title() -> None:
    """Taken as an equal title is, and with a dropped subtitle as that is."""
    american = record("Modeling Teapot Behavior", "1801.00001", ADA)
    found = match_title(entry("Modelling teapot behaviour"), [american])
    assert (found and found.work) == "1801.00001"
    found = match_title(entry("Modelling Teapot Behaviour: A Survey", date="2018"), [american])
    assert (found and found.work) == "1801.00001"
    found = match_title(entry("Modelling Teapot Behaviour: A Survey"), [american])
    assert found is not None
    assert [suggestion.score for suggestion in found.suggestions] == [SUBTITLE_SCORE]


def test_british_spelling_has_rivals_too() -> None:
    """Of two papers that differ by their spelling the one to the letter is meant; of two in the other one, neither."""
    british, other = record("Teapot Colours", "1801.00001"), record("Teapot Colors", "1801.00002")
    for title, works in (("Teapot Colours", british.work), ("Teapot colors", other.work)):
        found = match_title(entry(title), [british, other])
        assert (found and found.work) == works
    found = match_title(entry("Teapot colours"), [other, record("Teapot colors", "1801.00003")])
    assert found is not None
    assert [(s.work, s.score) for s in found.suggestions] == [
        ("1801.00002", SPELLING_SCORE),
        ("1801.00003", SPELLING_SCORE),
    ]


def test_one_paper_twice_is_one() -> None:
    """Two records of one work are no rivals."""
    found = match_title(entry("Teapots"), [record("Teapots"), record("Teapots")])
    assert found is not None
    assert found.status == "resolved"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("An Invented Paper on Taepots", "An Invented Paper on Teapots"),
        ("An Invented Paper on Teapot", "An Invented Paper on Teapots"),
        ("Invented Paper on Teapots", "An Invented Paper on Teapots"),
        ("虚构茶壶的研究和应用", "虚构茶壶的研究与应用"),
    ],
)
def test_typos_are_suggestions(ours: str, theirs: str) -> None:
    """A title that is only like another is suggested, with a score below that of a dropped subtitle."""
    found = match_title(entry(ours, authors=(ADA,), date="2018"), [record(theirs, "1801.00001", ADA)])
    assert found is not None
    assert (found.status, found.work) == ("suggested", None)
    (suggestion,) = found.suggestions
    assert suggestion.title == theirs
    assert SUGGESTION_SCORE <= suggestion.score < SUBTITLE_SCORE


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Teapots", "Kettles and Their Lids"),
        ("", "Teapots"),
        ("…", "Teapots"),
        ("Teapots", ""),
        ("", ""),
        ("?!", "!?"),
        ("茶壶", "茶杯"),
        ("Teapots", "A Very Long Invented Title in Which Teapots Stand Somewhere"),
    ],
)
def test_what_does_not_come_near(ours: str, theirs: str) -> None:
    """Titles that have little in common, or nothing to compare, give nothing."""
    assert match_title(entry(ours), [record(theirs)]) is None


def test_without_records() -> None:
    """Nothing was found, so nothing matches."""
    assert match_title(entry("Teapots"), []) is None


def test_at_most_a_handful_of_suggestions() -> None:
    """The best come first, in an order that does not depend on how they came."""
    records = [record(f"An Invented Paper on Teapots {n}", f"1801.0000{n}") for n in range(1, 9)]
    records.append(record("An Invented Paper on Teapot", "1801.00009"))
    ours = entry("An Invented Paper on Teapots")
    found = match_title(ours, records)
    assert found is not None
    assert len(found.suggestions) == MOST_SUGGESTIONS
    scores = [suggestion.score for suggestion in found.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert found == match_title(ours, records[::-1])


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Teapots", ("teapots",)),
        ("Teapots: How They Pour", ("teapotshowtheypour", "teapots")),
        ("Teapots - A Survey", ("teapotsasurvey", "teapots")),
        ("Pouring at 1:2 Scale", ("pouringat12scale",)),
        ("茶壶：研究", ("茶壶研究", "茶壶")),
        ("", ()),
        ("?!", ()),
    ],
)
def test_title_keys(title: str, keys: tuple[str, ...]) -> None:
    """A title answers for itself and for the part before its subtitle."""
    assert title_keys(title) == keys


TITLES = st.text(alphabet="ab :?-茶é$\\{}", max_size=20)


@given(TITLES, st.lists(TITLES, max_size=4))
def test_any_titles(ours: str, titles: list[str]) -> None:
    """No title upsets the matching; what is taken has an equal title, and scores lie between 0.8 and 1."""
    records = [record(title, f"1801.0000{n}") for n, title in enumerate(titles, start=1)]
    found = match_title(entry(ours), records)
    if found is None:
        return
    if found.status == "resolved":
        (taken,) = (known for known in records if known.work == found.work)
        assert title_keys(taken.title)[0] == title_keys(ours)[0]
    assert all(SUGGESTION_SCORE <= suggestion.score <= 1 for suggestion in found.suggestions)
    assert (found.work is None) == (found.status == "suggested") == bool(found.suggestions)
