"""What an entry says beside its title: dates, venues, ratings, numbering, authors and labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.lists.outline import Span
from paperdex.lists.words.fields import (
    find_authors,
    find_date,
    find_rating,
    find_venue,
    is_numbering,
    parse_rating,
    strip_decoration,
    strip_numbering,
)
from paperdex.lists.words.links import (
    PAPER_HOSTS,
    identifier_of,
    is_other_label,
    is_paper_label,
    is_paper_link,
    label_links,
)
from paperdex.lists.words.plain_citations import part_title
from paperdex.lists.words.titles import tidy_title, title_position


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-05-24", "2019-05-24"),
        ("*2019/5/4*", "2019-05-04"),
        ("2019.05", "2019-05"),
        ("2019-05.", "2019-05"),
        ("2018年1月5日", "2018-01-05"),
        ("2018 年 1 月", "2018-01"),
        ("2018년 1월 5일", "2018-01-05"),
        ("21 Jul 2016", "2016-07-21"),
        ("1st of May", None),
        ("May 3rd, 2016", "2016-05-03"),
        ("Sept. 2016", "2016-09"),
        ("March 2018", "2018-03"),
        ("(2018)", "2018"),
        ("[2018] Teapots", "2018"),
        ("Ada Invented, 2018.", "2018"),
        ("2018", None),
        ("Teapots of 2018", None),
        ("2019-13-01", None),
        ("2019-05-32", None),
        ("5 Juillet 2018", "2018-07-05"),
        ("3. März 2018", "2018-03-03"),
        ("5 de julio de 2018", "2018-07-05"),
        ("3 января 2018 г.", "2018-01-03"),
        ("14/10/2018", "2018-10-14"),
        ("01/03/2018", None),
        ("@2018", "2018"),
        ("Tea. – 2018. – 12 p.", "2018"),
        ("1706.02677", None),
        ("10.1234/2018.05.123", None),
        ("version 1.2019.05", None),
        ("2018-2019", None),
        ("", None),
    ],
)
def test_finds_dates(text: str, date: str | None) -> None:
    """A date is ISO 8601 to the precision that it has; impossible ones and numbers that look like one are none."""
    found = find_date(text)
    assert (found and found[0]) == date


@pytest.mark.parametrize(
    ("text", "date"), [("2018", "2018"), (" `2016` ", "2016"), ("(2018)", "2018"), ("12018", None)]
)
def test_a_year_alone(text: str, date: str | None) -> None:
    """Where a date is asked for, a year alone is one."""
    found = find_date(text, year_alone=True)
    assert (found and found[0]) == date


@pytest.mark.parametrize(
    ("text", "venue", "place"),
    [
        ("NIPS 2018", "NIPS 2018", "NIPS 2018"),
        ("(ICCV2017)", "ICCV2017", "(ICCV2017)"),
        ("[ICCV'17]", "ICCV'17", "[ICCV'17]"),
        ("(CVPR 2020 Oral)", "CVPR 2020 Oral", "(CVPR 2020 Oral)"),
        ("in （NeurIPS 2019）", "NeurIPS 2019", "（NeurIPS 2019）"),
        ("(Nature)", "Nature", "(Nature)"),
        ("accepted at ICML 2018, with a note", "ICML 2018", "accepted at ICML 2018"),
        ("icml 2018", "icml 2018", "icml 2018"),
        ("Nature of Teapots", None, None),
        ("Nature 18", None, None),
        ("'14-ECCV", "'14-ECCV", "'14-ECCV"),
        ("NIPS 2018 (spotlight)", "NIPS 2018 (spotlight)", "NIPS 2018 (spotlight)"),
        ("ICCV 2019 (& TPAMI 2020)", "ICCV 2019 (& TPAMI 2020)", "ICCV 2019 (& TPAMI 2020)"),
        ("CVPR (Oral)", "CVPR (Oral)", "CVPR (Oral)"),
        ("A Title. In ITA 2018", "ITA 2018", "In ITA 2018"),
        ("A Title (aiDM2020)", "aiDM2020", "(aiDM2020)"),
        ("A Title (Ada Invented 2018)", None, None),
        ("AlexNIPS 2018", None, None),
        ("TEAPOT 2018", None, None),
    ],
)
def test_finds_venues(text: str, venue: str | None, place: str | None) -> None:
    """A venue is what stands there, with its year; its place takes the brackets along."""
    found = find_venue(text)
    assert (found and found[0]) == venue
    if found:
        assert text[slice(*found[1])] == place


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("⭐⭐⭐", 3), ("★★★☆☆", 3), (r"$\bullet \bullet$", 2), (":star: :star:", 2), ("●●", 2), ("⭐️⭐️", 2),
        ("⭐ good", None), ("", None), ("-", None), ("⭐" * 11, None),
    ],
)  # fmt: skip
def test_parses_ratings(text: str, rating: int | None) -> None:
    """A rating is a line of nothing but stars or dots."""
    assert parse_rating(text) == rating


@pytest.mark.parametrize(("text", "rating"), [("a ⭐⭐ b", 2), ("⭐ 123", None), ("★ 1.2k", None), (":star:120", None)])
def test_finds_ratings(text: str, rating: int | None) -> None:
    """Stars in front of a number are those of a repository and no rating."""
    found = find_rating(text)
    assert (found and found[0]) == rating


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1 综述", "综述"), ("2.1.4 维度卷积", "维度卷积"), ("2.1标准卷积", "标准卷积"), ("3. Tea", "Tea"),
        ("3) Tea", "Tea"),
        ("(3) Tea", "Tea"), ("[3] Tea", "Tea"), ("#3 Tea", "Tea"), ("IV. Tea", "Tea"), ("(a) Tea", "Tea"),
        ("第三章 茶", "茶"), ("三、茶", "茶"), ("1、茶", "茶"), ("2.5D Tea", "2.5D Tea"), ("3D Tea", "3D Tea"),
        ("2019", "2019"), ("C. Elegant Tea", "C. Elegant Tea"), ("Tea", "Tea"), ("7.", "7."), ("", ""),
    ],
)  # fmt: skip
def test_strips_numbering(text: str, name: str) -> None:
    """Numbers of any style in front of a name go, but never the whole name nor a part of it."""
    assert strip_numbering(text) == name


@pytest.mark.parametrize(("text", "claim"), [("3)", True), ("[12]", True), ("2.1.", True), ("Tea", False), ("", False)])
def test_is_numbering(text: str, claim: bool) -> None:
    """A number in front of a title is no note."""
    assert is_numbering(text) is claim


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("🍵 Tea 🔥", "Tea"),
        (":tea: Tea :fire:", "Tea"),
        ("#Tea:", "Tea"),
        ("🍵", "🍵"),
        ("C++", "C++"),
        ("Tea ⭐️", "Tea"),
    ],
)
def test_strips_decoration(text: str, name: str) -> None:
    """Emoji around a name go, in Unicode or as a code, unless nothing would be left."""
    assert strip_decoration(text) == name


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ada Invented, Bo Madeup", ("Ada Invented", "Bo Madeup")),
        ("Ada Invented and Bo van der Madeup.", ("Ada Invented", "Bo van der Madeup")),
        ("Ada Invented; Bo Madeup; Cy Fictive", ("Ada Invented", "Bo Madeup", "Cy Fictive")),
        ("Ada Invented et al.", ("Ada Invented",)),
        ("A. Inventbrand et al.", ("A. Inventbrand",)),
        ("A. Invented", ("A. Invented",)),
        ("Invented, A. B., & Madeup, C.", ("A. B. Invented", "C. Madeup")),
        ("И. Выдуманный, А. Сочинённая", ("И. Выдуманный", "А. Сочинённая")),
        ("Jean-Luc d'Inventé, Zoé Ó Feigned", ("Jean-Luc d'Inventé", "Zoé Ó Feigned")),
        ("Jean-Luc dInventé, zoé Ó Feigned", ()),
        ("Jean-Luc Inventé, Zoé O'Feigned", ("Jean-Luc Inventé", "Zoé O'Feigned")),
        ("Ada Invented1, Bo Madeup2,3 and Cy Fictive*", ("Ada Invented", "Bo Madeup", "Cy Fictive")),
        ("Ada Invented, bo madeup, Cy Fictive, Di Feigned", ("Ada Invented", "bo madeup", "Cy Fictive", "Di Feigned")),
        ("Invented, A. and Madeup, B.", ("A. Invented", "B. Madeup")),
        ("Выдуманный А.Б., Сочинённый И.И.", ("А.Б. Выдуманный", "И.И. Сочинённый")),
        ("Invented et al.", ("Invented",)),
        ("Bo Madeup, Wei Ma.", ("Bo Madeup", "Wei Ma")),
        ("Ada Invented", ()),
        ("a short word on teapots", ()),
        ("Pours well, unlike others", ()),
        ("Ada Invented, 2018", ()),
        ("", ()),
    ],
)
def test_finds_authors(text: str, authors: tuple[str, ...]) -> None:
    """A text is a list of authors when it is nothing else; one bare name may be anything."""
    assert find_authors(text) == authors


@pytest.mark.parametrize(
    "label",
    ["paper", "[PDF]", "Paper link", "arXiv:1706.02677", "arXiv 2018", "here", "论文链接", "논문 링크", "статья"],
)
def test_paper_labels(label: str) -> None:
    """These labels name the paper as such and are never its title."""
    assert is_paper_label(label)
    assert not is_other_label(label)


@pytest.mark.parametrize(
    "label", ["code", "[Project Page]", "pytorch", "Code link", "代码", "コード", "GitHub stars", "slides 2"]
)
def test_other_labels(label: str) -> None:
    """These labels name what belongs to a paper and is not the paper."""
    assert is_other_label(label)
    assert not is_paper_label(label)


@pytest.mark.parametrize("label", ["Teapots", "Paper Teapots", "", "[1]", "https://arxiv.org/abs/1706.02677", "2018"])
def test_labels_that_name_neither(label: str) -> None:
    """A title, a number and an address are labels of neither kind."""
    assert not is_paper_label(label)
    assert not is_other_label(label)


@pytest.mark.parametrize(
    ("label", "url", "claim"),
    [
        ("anything", "https://arxiv.org/abs/1706.02677", True),
        ("anything", "1706.02677", True),
        ("code", "https://arxiv.org/abs/1706.02677", True),
        ("anything", "https://doi.org/10.1234/tea", True),
        ("anything", "https://tea.example.org/tea.pdf", True),
        ("anything", "https://www.aclanthology.org/P18-1001/", True),
        ("anything", "https://openreview.net", False),
        ("paper", "https://tea.example.org/tea", True),
        ("paper", "papers/tea", False),
        ("paper", "#tea", False),
        ("anything", "https://tea.example.org/", False),
        ("https://tea.example.org/", "https://tea.example.org/", False),
        ("[1]", "https://tea.example.org/", False),
        ("code", "https://tea.example.org/tea.pdf", False),
        ("slides", "https://openreview.net/tea", False),
        ("arXiv", "https://arxiv.org/", False),
        ("paper", "https://openreview.net", False),
        ("anything", "https://openreview.net/group?id=tea.cc/2018", False),
        ("anything", "https://openaccess.thecvf.com/ICCV2023?day=all", False),
        ("anything", "https://www.mdpi.com/2311-0000/8/2/43", True),
        ("anything", "https://www.mdpi.com/journal/teapots", False),
        ("anything", "https://tea.example.org/tea.ps.gz", True),
        ("anything", "https://tea.example.org/slides/tea.pdf", False),
    ],
)
def test_paper_links(label: str, url: str, claim: bool) -> None:
    """A link leads to a paper by its identifier, its label, or its host."""
    assert is_paper_link(Span(label, url)) is claim


def test_paper_hosts_are_in_one_form() -> None:
    """Hosts are compared in lower case, without www."""
    assert all(host == host.lower() and not host.startswith("www.") and "." in host for host in PAPER_HOSTS)


def test_labels_in_front_of_links() -> None:
    """A word that names what a bare link is becomes its label; another word stays text."""
    url = "https://tea.example.org/1"
    line = (
        Span("Tea, Paper: "),
        Span(url, url),
        Span(" see: "),
        Span(url, url),
        Span("Code", mark="strong"),
        Span(": "),
    )
    labelled = label_links((*line, Span("link", url)))
    assert [span.text for span in labelled if span.url] == ["Paper", url, "Code"]
    assert "".join(span.text for span in labelled if not span.url) == "Tea,  see: "


@pytest.mark.parametrize(
    ("spans", "position"),
    [
        ([Span("A Title", "https://arxiv.org/abs/1706.02677")], 0),
        ([Span("Tea", mark="strong"), Span("A Title", "https://arxiv.org/abs/1706.02677")], 1),
        ([Span("A Long Title", mark="strong"), Span("Official", "https://arxiv.org/abs/1706.02677")], 0),
        ([Span("A Title "), Span("paper", "https://arxiv.org/abs/1706.02677")], None),
        ([Span("A Title "), Span("NIPS 2018", "https://arxiv.org/abs/1706.02677")], None),
        ([Span("A Title by "), Span("Ada Invented", "https://ada.example.org")], None),
        ([Span("badge", "https://arxiv.org/abs/1706.02677", "badge"), Span(" A Title")], None),
        ([Span("3.", mark="strong"), Span(" A Title")], None),
        ([], None),
    ],
)
def test_title_position(spans: list[Span], position: int | None) -> None:
    """The title is the paper's link or the bold run; neither a label, a venue, a person, a badge nor a number."""
    assert title_position(spans) == position


@pytest.mark.parametrize(
    ("text", "title", "authors", "rest"),
    [
        ("A Title", "A Title", (), ""),
        ("A Title. Part One", "A Title. Part One", (), ""),
        ("A Title. Ada Invented, Bo Madeup. Tea Press", "A Title", ("Ada Invented", "Bo Madeup"), "Tea Press"),
        ("Ada Invented, Bo Madeup. A Title. Tea Press", "A Title", ("Ada Invented", "Bo Madeup"), "Tea Press"),
        ("A. Invented. A Title.", "A Title.", ("A. Invented",), ""),
        ('"A Title", Ada Invented et al.', '"A Title"', ("Ada Invented",), ""),
        ('Ada Invented, Bo Madeup, "A Title," Tea Press', '"A Title,"', ("Ada Invented", "Bo Madeup"), "Tea Press"),
        ('On "Teapots" and Cups', 'On "Teapots" and Cups', (), ""),
        ("[TeaNet] A Title", "A Title", (), "TeaNet"),
        ("", "", (), ""),
    ],
)
def test_parts_titles(text: str, title: str, authors: tuple[str, ...], rest: str) -> None:
    """A text that holds title and authors is parted; one that holds a title only stays whole."""
    assert part_title(text) == (title, authors, rest)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("“Tea”", "Tea"), ("„Tea“", "Tea"), ("« Tea »", "Tea"), ("《茶》", "茶"), ("「茶」", "茶"),
        ('"Tea" and "Pots"',) * 2,
        ("Tea [", "Tea"), ("Tea (", "Tea"), (") Tea", "Tea"), ("Tea:", "Tea"), ("🔥 Tea", "Tea"), ("Tea (Hot)",) * 2,
        ("  Tea\n Pots ", "Tea Pots"), ("https://arxiv.org/abs/1706.02677", ""), ('"', ""), ("", ""),
    ],
)  # fmt: skip
def test_tidies_titles(text: str, title: str) -> None:
    """What only surrounds a title goes: quotes of any language, loose brackets, emoji; an address is no title."""
    assert tidy_title(text) == title


def test_targets_of_any_length() -> None:
    """A target longer than any link names nothing, and is not looked at."""
    assert identifier_of("https://arxiv.org/abs/1706.02677") is not None
    assert identifier_of("https://arxiv.org/abs/" + "1" * 100_000) is None


@given(st.text())
def test_any_text(text: str) -> None:
    """No text upsets the finders, and what they find lies within it."""
    for find in (find_date, find_venue, find_rating):
        found = find(text)
        if found:
            start, end = found[1]
            assert 0 <= start < end <= len(text)
    assert strip_decoration(strip_numbering(text)) or not text.strip()
    assert "\n" not in tidy_title(text)
    assert all(name.strip() for name in find_authors(text))
    title, _, _ = part_title(text)
    assert title in text


def test_marks_behind_a_name_take_no_time() -> None:
    """However many marks of affiliations stand behind a name, they are read once."""
    marks = "¹" * 1500
    assert find_authors(f"Ada Invented{marks}, Bo Madeup{marks[:9]}") == ("Ada Invented", "Bo Madeup")
    assert find_authors("Ada Invented¹,², Bo Madeup²") == ("Ada Invented", "Bo Madeup")
