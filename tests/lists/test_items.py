"""Which items of a list are papers without a link, and which are not."""

from __future__ import annotations

import pytest

from paperdex.lists import read_list
from paperdex.lists.words.evidence import said_of, wording, words_of_title
from paperdex.lists.words.links import is_note


def titles(text: str) -> list[str]:
    return [entry.title for entry in read_list(text.encode(), "list.md").entries]


@pytest.mark.parametrize(
    "heading",
    [
        *("Papers", "My Reading List", "Papers Read", "References", "论文", "参考文献", "読んだ論文"),
        *("발표 논문 리스트", "Список литературы", "Статьи", "Literatur", "Publications", "Artículos", "Bibliographie"),
        "Teapot-Papers_Survey",
    ],
)
def test_headings_that_say_papers(heading: str) -> None:
    """A heading says "papers" in many languages, alone or with other words."""
    assert said_of(heading) == "papers"


@pytest.mark.parametrize(
    "heading",
    [
        *("Books", "Books on Teapots", "Online Courses", "Tools", "How to read papers", "Herramientas para Papers"),
        *("书籍", "Презентации", "People", "Useful Links", "Livres", "如何阅读论文", "참고할만한 사이트들"),
        "Conferences",
    ],
)
def test_headings_that_say_something_else(heading: str) -> None:
    """A heading says that books, tools, people or advice stand below it."""
    assert said_of(heading) == "other"


@pytest.mark.parametrize("heading", ["Teapots", "Papers and Books", "Video Understanding", "Code Generation", ""])
def test_headings_that_say_nothing(heading: str) -> None:
    """The name of a topic says nothing, nor does one that says both."""
    assert said_of(heading) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An Invented Paper (CVPR 2018)", "venue"),
        ("An Invented Paper (VLDB)", "venue"),
        ("An Invented Paper (SIGMOD 2018) ", "venue"),
        ("An Invented Paper （2018）", "year"),
        ("An Invented Paper (2018), A. Invented and B. Madeup", "year"),
        ("An Invented Paper (2018), A. Invented et al. [pdf]", "et al"),
        ('"An Invented Paper" by Ada Invented (2018)', "by"),
        ('[ ] "An Invented Paper" by Invented et al. (2018)', "et al"),
        ("«Выдуманная статья о чайниках»", "quoted"),
        ("《关于茶壶的虚构论文》，2018", "by"),
        ("《茶壶》", ""),
        ('Ada Invented, Bo Madeup, "An Invented Paper", to appear, 2018', "cited"),
        ("Инвентова А. Статья [Текст] / А. Инвентова // Вестник. — 2018.", "slashes"),
        ("The pot was invented in (about) 1980, they say", ""),
        ("https://a.example.org/2018//tea", ""),
        ("Teapots", ""),
    ],
)
def test_wording(text: str, kind: str) -> None:
    """A text is worded as a reference by brackets, quotes, et al. or slashes, together with a year."""
    assert wording(text) == kind


@pytest.mark.parametrize("text", ["Read it first.", "teapots and kettles here", "Tea", "1. 2. 3.", "What to do:"])
def test_what_is_no_title(text: str) -> None:
    """A sentence, a word or two, and what begins small are no titles."""
    assert words_of_title(text) == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("./2018/teapots.md", True),
        ("https://github.com/ada/papers/blob/master/teapots.md", True),
        ("../../issues/12", True),
        ("https://github.com/ada/papers/issues/12#top", True),
        ("CONTRIBUTING.md", False),
        ("https://example.org/teapots.md", False),
        ("#teapots", False),
        ("https://github.com/ada/papers", False),
    ],
)
def test_links_to_notes(url: str, expected: bool) -> None:
    """The keeper's notes are text files beside the list, or issues of its repository."""
    assert is_note(url) is expected


def test_a_bibliography_with_slashes() -> None:
    """Russian references are papers without a link, even where few have one; a repository among them is none."""
    text = """## Список литературы
1. Invented, A. An Invented Paper on Teapots [Текст] / A. Invented // Journal of Tea. — 2018. — P. 1–9.
2. Invented, A. An Invented Paper on Kettles [Текст] / A. Invented // Kettle Letters. — 2019. — P. 10–19.
3. ada/teapots [Электронный ресурс] : Репозиторий / А. Инвентова. — 2023. — Режим доступа: https://gitlab.com/ada/teapots
"""
    assert titles(text) == ["An Invented Paper on Teapots", "An Invented Paper on Kettles"]


def test_films_and_albums_are_no_papers() -> None:
    """A year in brackets or quotes alone make no paper where nothing says "paper"."""
    films = "# Films\n- The Teapot of the North (1999)\n- Return of the Kettle (2001)\n"
    albums = '# Evening\n- "Songs of the Teapot" by Ada Invented (1982)\n- "More Songs" by Ada Invented (1984)\n'
    assert titles(films) == titles(albums) == titles(albums.replace("Evening", "Albums")) == []


def test_wording_of_linked_papers_holds_for_the_document() -> None:
    """Items worded as three papers with links are papers in another section, and none where the others are not so."""
    link = "[pdf](https://arxiv.org/abs/1801.0000"
    linked = "".join(f'- "An Invented Paper {n}" (201{n}) {link}{n})\n' for n in range(1, 4))
    alone = '\n## Old\n- "An Old Paper on Teapots" (1950)\n'
    assert titles(linked + alone)[-1] == "An Old Paper on Teapots"
    assert len(titles("- [Paper 1](https://arxiv.org/abs/1801.00001)\n" + alone)) == 1


def test_a_picture_is_no_title() -> None:
    """Words behind a picture stand for the picture."""
    text = "- [An Invented Paper](https://arxiv.org/abs/1801.00001)\n- ![](a.png) A picture of an invented teapot\n"
    assert titles(text) == ["An Invented Paper"]


def test_a_formula_within_emphasis_at_the_end_of_an_item() -> None:
    """The runs around it are one, and nothing stands behind them."""
    link = "[pdf](https://arxiv.org/abs/1801.00001)"
    text = f"- 2018: *Teapots of $x$ Lids*\n- {link} *Cups of $x$ Rims*\n- {link} $$$$$$\n"
    titles = [entry.title for entry in read_list(text.encode(), "list.md").entries]
    assert [title.split()[0] for title in titles if title][:2] == ["Teapots", "Cups"]


def test_a_title_that_reads_like_names_is_one_above_a_date_and_in_bold_above_names() -> None:
    link = "[paper](https://arxiv.org/abs/1801.00001)"
    dated = f"1. Multivariate Teapot Monitoring\n   *2019-11-04* {link}\n"
    text = f"{dated}\n2. **Teapots and Kettles**<br>\n   *Ada Invented, Bo Madeup*<br>\n   {link.replace('1)', '2)')}\n"
    assert [(entry.title, entry.authors) for entry in read_list(text.encode(), "list.md").entries] == [
        ("Multivariate Teapot Monitoring", ()),
        ("Teapots and Kettles", ("Ada Invented", "Bo Madeup")),
    ]


@pytest.mark.parametrize(
    ("item", "venue"),
    [
        (
            "Teapots in Turbulence. I. Procaccia and Ada Invented. Phys. Rev. E 76, 013009 (2007).",
            "Phys. Rev. E 76, 013009 (2007)",
        ),
        ("**Teapots in Turbulence**, I. Procaccia and Ada Invented, *Physica A 2007*", "Physica A 2007"),
        ("**Teapots in Turbulence**<br> *I. Procaccia, Ada Invented*<br> JHEP 2007.", "JHEP 2007"),
        ("Teapots in Turbulence, by Ada Invented", None),
        ("Teapots in Turbulence. Anna Madeup, Ada Invented", None),
        ("**Teapots in Turbulence** *Bo Revault d'Inventé, Ada Invented*", None),
    ],
)
def test_a_journal_behind_the_authors_is_the_venue(item: str, venue: str | None) -> None:
    (entry,) = read_list(f"- {item} [[pdf](https://arxiv.org/abs/1801.00001)]\n".encode(), "list.md").entries
    assert (entry.title, entry.authors[-1], entry.venue) == ("Teapots in Turbulence", "Ada Invented", venue)


def test_a_title_in_italics_behind_authors_and_year_is_no_list_of_authors() -> None:
    text = "1. Ada Invented and Bo Madeup (2017). *Roller Teapot Permutations and Kettle Numbers*."
    (entry,) = read_list(f"{text} [arXiv](https://arxiv.org/abs/1801.00001)\n".encode(), "list.md").entries
    assert (entry.title, entry.authors, entry.date) == (
        "Roller Teapot Permutations and Kettle Numbers",
        ("Ada Invented", "Bo Madeup"),
        "2017",
    )


def test_of_two_texts_that_read_like_names_the_one_with_given_names_is_the_authors() -> None:
    text = "- Isogonal Kettles and Teapot Problems. Anna Madeup, B. Invented. [pdf](https://arxiv.org/abs/1801.00001)\n"
    (entry,) = read_list(text.encode(), "list.md").entries
    assert (entry.title, entry.authors) == ("Isogonal Kettles and Teapot Problems", ("Anna Madeup", "B. Invented"))
