"""Which names of topics are one, and which only look alike."""

from __future__ import annotations

import pytest

from checks.making import find

PAPER = "- [Teapots and Motion, Emotion and Lids](https://arxiv.org/abs/1501.00001)\n"


def topics(*headings: str) -> str:
    """A list with a paper under each heading."""
    return "# Tea\n\n" + "".join(f"{heading}\n\n{PAPER}\n" for heading in headings)


@pytest.mark.parametrize(
    ("one", "two", "how"),
    [
        ("Iced Tea", "Iced tea", "case"),
        ("Teapot", "Teapots", "the plural"),
        ("Studies of Tea", "Study of Tea", "the plural"),
        ("Pre-Steeping", "Presteeping", "blanks and punctuation"),
        ("Tea, Milk", "Tea Milk", "punctuation"),
        ("Tea & Milk", "Tea and Milk", "punctuation"),
        ("ＴＥＡ茶", "TEA茶", "the width of its signs"),
        ("Porcelain", "Porcelian", "a letter"),
        ("Infusion of Leaves", "Infusion of Leves", "a letter"),
        ("AI", "Ai", "case"),
        ("Чайники", "Чайникн", "a letter"),
    ],
)
def test_names_that_are_one(one: str, two: str, how: str) -> None:
    (finding,) = find("similar-topics", topics(f"## {one}", "## Kettles", f"## {two}"))
    assert finding.message == f"{two!r} is the topic {one!r} of line 3 but for {how}"
    assert not finding.sure


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Part 1", "Part 2"),
        ("Part I", "Part II"),
        ("2D Pots", "3D Pots"),
        ("NLP", "NLG"),
        ("NLP for Teapots", "NLG for Teapots"),
        ("Papers of 2019", "Papers of 2020"),
        ("C", "C++"),
        ("Motion of Spoons", "Emotion of Spoons"),
        ("红茶的研究", "绿茶的研究"),
        ("Green Tea", "Black Tea"),
        ("Symmetric Pots", "Asymmetric Pots"),
        ("Local Tea", "Vocal Tea"),
        ("Supervised Steeping", "Unsupervised Steeping"),
    ],
)
def test_names_that_only_look_alike(one: str, two: str) -> None:
    assert find("similar-topics", topics(f"## {one}", f"## {two}")) == []


def test_a_name_that_every_part_may_have_may_differ_from_part_to_part() -> None:
    assert find("similar-topics", topics("## Pots", "### Surveys", "## Cups", "### Survey", "### Lids")) == []
    assert find("similar-topics", topics("## Pots", "### Clay", "## Cups", "### Clay", "## Jugs", "### clay")) == []
    assert len(find("similar-topics", topics("## Pots", "### White Clay", "## Cups", "### White clay"))) == 1
