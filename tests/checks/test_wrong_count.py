"""Where a list says how many papers it has, and what only looks so."""

# ruff: noqa: E501 - lists are easier read in one line
from __future__ import annotations

import pytest

from checks.making import find, make_document, mended

ITEMS = "".join(f"- [An Invented Study of Teapot {n}](https://arxiv.org/abs/1501.0000{n})\n" for n in range(1, 7))
POTS, CUPS = "".join(ITEMS.splitlines(True)[:4]), "".join(ITEMS.splitlines(True)[4:])


def said(text: str) -> list[str]:
    """What the findings underline."""
    text = make_document(text).text
    return [text[each.start : each.end] for each in find("wrong-count", text)]


@pytest.mark.parametrize(
    "line",
    [
        "count: {}",
        "**Total:** {} papers",
        "Total papers: {}  ",
        "- Number of papers: **{}**",
        "### Current Paper Count: {}",
        "**{} papers**",
        "> {} papers · 2026-07-14",
        "This list contains {} recent papers on teapots.",
        "共 {} 篇论文",
        "论文数量：{}",
        "本列表共收录 {} 篇论文。",
        "収録論文数: {}本",
        "논문 수: {}",
        "Всего статей: {}",
        "Anzahl der Artikel: {}",
        "Nombre d'articles : {}",
        "Total de artículos: {}",
        "<p align='center'><b>Total:</b> {} papers</p>",
        "![Papers](https://img.shields.io/badge/papers-{}-blue)",
        "[![n](https://img.shields.io/badge/Total%20Papers-{}-2688EB.svg)](#pots)",
    ],
)
def test_a_number_for_the_whole_list(line: str) -> None:
    text = f"# Tea\n\n{line}\n\n## Pots\n\n{POTS}\n## Cups\n\n{CUPS}"
    assert said(text.format(8)) == ["8"]
    assert said(text.format(6)) == []
    assert mended(text.format(8), find("wrong-count", text.format(8))) == text.format(6)


@pytest.mark.parametrize(
    "line",
    [
        "100+ papers on tea",
        "Over 8 papers",
        "The top 8 papers on tea",
        "Updated: 8",
        "Citations: 8",
        "This list has 8 stars and 3 forks",
        "count: 2019",
        "Papers of 2019",
        "ImageNet includes 1000 items",
        "![Stars](https://img.shields.io/badge/stars-8-blue)",
        "![Papers](https://img.shields.io/badge/papers-8%2B-blue)",
        "![Papers](https://img.shields.io/badge/papers-8%20of%2060-blue)",
        "8.5 papers",
        "页数: 8",
        "```\ncount: 8\n```",
        "<!-- count: 8 -->",
    ],
)
def test_numbers_of_other_things(line: str) -> None:
    assert said(f"# Tea\n\n{line}\n\n## Pots\n\n{POTS}\n## Cups\n\n{CUPS}") == []


def test_front_matter_and_lines_below_the_list_count_too() -> None:
    assert said(f"---\ntitle: Tea\npaper_count: 8\nyear: 8\n---\n\n{ITEMS}") == ["8"]
    assert said(f"# Tea\n\n{ITEMS}\nTotal: 8 papers\n") == ["8"]
    assert said(f"# Tea\n\n{ITEMS}  Total: 8 papers\n") == []


@pytest.mark.parametrize(
    "form", ["{} ({})", "{}（{}篇）", "{} [{}]", "{} ({} papers)", "{} - {} papers", "{}（共 {} 篇）"]
)
def test_numbers_beside_headings(form: str) -> None:
    pots, cups, bad = form.format("Pots", 4), form.format("Cups", 2), form.format("Pots", 7)
    text = f"# Tea\n\n## {{}}\n\n{POTS}\n## {cups}\n\n{CUPS}"
    assert said(text.format(pots)) == []
    assert said(text.format(bad)) == ["7"]
    (finding,) = find("wrong-count", text.format(bad))
    assert finding.fix
    assert finding.fix.sure
    assert mended(text.format(bad), [finding]) == text.format(pots)


def test_a_heading_may_count_the_topics_below_or_not_and_a_work_once() -> None:
    text = f"# Tea\n\n## Pots ({{}})\n\n{POTS}\n### Clay\n\n{CUPS}"
    assert [n for n in range(2, 9) if said(text.format(n))] == [2, 3, 5, 7, 8]
    assert said(f"# Tea\n\n## Pots (4)\n\n{POTS}{POTS.splitlines(True)[0]}") == []
    assert not any(each.sure for each in find("wrong-count", text.format(5)))


def test_numbers_of_headings_that_count_something_else_are_left_alone() -> None:
    assert said(f"# Tea\n\n## Week (3)\n\n{POTS}\n## Week (4)\n\n{CUPS}") == []
    assert said(f"# Tea\n\n## Pots (31)\n\n{POTS}\n## Cups (22)\n\n{CUPS}") == []
    assert said(f"# Tea\n\n## Pots (2019)\n\n{POTS}\n## Cups (2020)\n\n{CUPS}") == []
    assert said(f"# Tea\n\n## [A Study of Teapots (3)](https://arxiv.org/abs/1501.00009)\n\nA note.\n\n{CUPS}") == []


def test_numbers_in_the_table_of_contents() -> None:
    text = "# Tea\n\n- [Pots (4)](#pots)\n- [Cups](#cups) ({})\n\n## Pots\n\n" + POTS + "\n## Cups\n\n" + CUPS
    assert said(text.format(2)) == []
    assert said(text.format(3)) == ["3"]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("html", "<main><h2>Pots</h2>\n<p>Total: {} papers</p>\n<ul>\n<li><a href='{}1'>A Study of Pots</a></li>\n</ul></main>\n"),
        ("latex", "\\section{{Pots}}\n% count: {}\n\\begin{{itemize}}\n\\item \\href{{{}1}}{{A Study of Pots}}\n\\end{{itemize}}\n"),
        ("bibtex", "% count: {}\n@misc{{k,\n title = {{A Study of Pots}},\n count = {{7}},\n url = {{{}1}}\n}}\n"),
    ],
)  # fmt: skip
def test_other_formats_declare_numbers_too(format: str, text: str) -> None:
    for value, count in ((2, 1), (1, 0)):
        found = find("wrong-count", text.format(value, "https://arxiv.org/abs/1501.0000"), format=format)
        assert len(found) == count
