"""Tables of contents against the headings: links, texts, what is left out."""

from __future__ import annotations

import pytest

from checks.making import find, mended

NAMES = ["Teapots", "Cups & Saucers", "Spoons", "Kettles, Big and Small", "Trays", "Sugar"]
SLUGS = ["teapots", "cups--saucers", "spoons", "kettles-big-and-small", "trays", "sugar"]
PAPER = "- [An Invented Study of {0}](https://arxiv.org/abs/1501.0000{1})\n"


def made(contents: list[str] | None = None, headings: list[str] | None = None, head: str = "# Tea\n\n") -> str:
    """A list with a table of contents above its parts."""
    contents = LINES if contents is None else contents
    body = "".join(f"## {name}\n\n{PAPER.format(name, n)}\n" for n, name in enumerate(headings or NAMES))
    return head + "".join(f"{line}\n" for line in contents) + "\n" + body


LINES = [f"- [{name}](#{slug})" for name, slug in zip(NAMES, SLUGS, strict=True)]


def swapped(place: int, line: str) -> list[str]:
    return [*LINES[:place], line, *LINES[place + 1 :]]


def said(text: str) -> list[str]:
    """What the findings underline."""
    return [text[each.start : each.end] for each in find("contents-mismatch", text)]


def test_what_agrees_is_left_alone() -> None:
    assert said(made()) == []
    numbered = [f"{n}. [{name}](#{n}-{slug})" for n, (name, slug) in enumerate(zip(NAMES, SLUGS, strict=True), 1)]
    assert said(made(numbered, [f"{n}. {name}" for n, name in enumerate(NAMES, 1)])) == []
    assert said(made([f"* [{name} (1)](#{slug}-)" for name, slug in zip(NAMES, SLUGS, strict=True)])) == []
    assert said(made([*LINES, "- [Back](#top)", "- [Licence](#license)"]) + "\n## License\n\nFree.\n") == []
    emoji = [f"- [🫖 {name}](#-{slug})" for name, slug in zip(NAMES, SLUGS, strict=True)]
    assert said(made(emoji, [f"🫖 {name}" for name in NAMES])) == []
    assert said(made(LINES[:2] + [f"  - [{name}](#{name.lower()})" for name in ("Sugar",)], NAMES[:2])) != []


def test_anchors_are_found_where_they_are_written_out() -> None:
    given = [f'<a name="part{n}"></a>{name}' for n, name in enumerate(NAMES)]
    assert said(made([f"- [{name}](#part{n})" for n, name in enumerate(NAMES)], given)) == []
    assert said(made([f"- [{name}](#part{n})" for n, name in enumerate(NAMES, 1)], given)) != []
    above = made([f"- [{name}](#{slug})" for name, slug in zip(NAMES, SLUGS, strict=True)])
    assert said(above.replace("## Trays", '<a id="x"></a>\n\n## Trays').replace("(#trays)", "(#x)")) == []


@pytest.mark.parametrize(
    ("place", "line", "wrong", "right", "sure"),
    [
        (2, "- [Spoons](#spons)", "spons", LINES[2], True),
        (2, "- [Spoons](#Spoons)", "Spoons", LINES[2], True),
        (2, "- [Spoons](#forks)", "forks", LINES[2], False),
        (3, "- [Ketles, Big and Small](#kettles-big-and-small)", "Ketles, Big and Small", LINES[3], True),
        (2, "- [Cutlery](#spoons)", "Cutlery", LINES[2], False),
        (0, "- [teapots](#teapots)", "teapots", LINES[0], True),
        (3, "- [Kettles, Big and Smal](#kettles-big-and-smal)", "kettles-big-and-smal", LINES[3], False),
    ],
)
def test_an_item_that_says_something_else(place: int, line: str, wrong: str, right: str, *, sure: bool) -> None:
    text = made(swapped(place, line))
    (finding,) = found = find("contents-mismatch", text)
    assert text[finding.start : finding.end] == wrong
    assert finding.fix
    assert finding.fix.sure is sure
    assert mended(text, found) == made(swapped(place, right))
    assert said(mended(text, found)) == []


def test_a_heading_that_is_left_out_and_one_that_was_renamed() -> None:
    assert said(made(LINES[:3] + LINES[4:])) == [NAMES[3]]
    assert said(made(LINES[:2], NAMES[:3])) == [NAMES[2]]
    renamed = made(headings=[*NAMES[:4], "Boards of Wood", NAMES[5]])
    (finding,) = found = find("contents-mismatch", renamed)
    assert "#boards-of-wood" in finding.message
    assert said(mended(renamed, found)) == []
    assert said(made(LINES[:3], NAMES)) == []  # a table of some of the parts


def test_anchors_by_unknown_rules_and_links_within_the_text_are_left_alone() -> None:
    assert said(made([f"- [{name}](#p-{n}-x)" for n, name in enumerate(NAMES)])) == []
    assert said(made([]) + "\nSee [above](#nowhere).\n") == []
    assert said(made(["```", "- [A](#a)", "- [B](#b)", "- [C](#c)", "```"])) == []


def test_a_list_without_links_that_repeats_titles_is_one_too() -> None:
    titles = [f"An Invented Study of {name}" for name in NAMES]
    lines = [f"1. **{title}**" for title in titles]
    assert said(made(lines)) == []
    text = made([*lines[:2], "1. **SPN: An Invented Study of Spoons**", *lines[3:]])
    (finding,) = found = find("contents-mismatch", text)
    assert not finding.sure
    assert mended(text, found) == made(lines)
    assert said(made(lines[:4] + lines[5:])) == [titles[4]]
    assert said(made(["- Read slowly", "- Drink tea", "- Say what is wrong"])) == []


def test_short_tables_are_held_to_the_same() -> None:
    """Four items, three of which are as their headings; a short form of a name is no other name."""
    names, lines = NAMES[:4], LINES[:4]
    assert said(made(["- [Mugs](#teapots)", *lines[1:]], names)) == ["Mugs"]
    assert said(made(["- [Tea](#teapots)", *lines[1:]], names)) == []
    assert said(made(["- [TP](#teapots)", *lines[1:]], names)) == []
    bare = [f"- {name}" for name in names]
    assert said(made(bare, names)) == []
    assert said(made(bare[:3], names)) == [names[3]]
    assert said(made([*bare[:3], "- Jugs"], names)) == ["Jugs", names[3]]
    parts = "# Tea\n\n- [A](#a)\n  - [Lids](#lids)\n  - [Rims](#rims)\n- [B](#b)\n  - [Feet](#feet)\n\n"
    parts += "## A\n\n### Lids\n\n{0}\n### Rims\n\n{0}\n## B\n\n### Feet\n\n{0}\n### Ears\n\n{0}\n".format(
        PAPER.format("X", 1)
    )
    assert said(parts) == ["Ears"]


def test_in_html_a_heading_has_the_anchor_that_is_written_out() -> None:
    items = "".join(f'<li><a href="#{slug}">{name}</a></li>\n' for name, slug in zip(NAMES, SLUGS, strict=True))
    paper = '<ul><li><a href="https://arxiv.org/abs/1501.0000{}">An Invented Study of {}</a></li></ul>\n'
    parts = [f'<h2 id="{slug}">{name}</h2>\n' for name, slug in zip(NAMES, SLUGS, strict=True)]
    body = "".join(part + paper.format(n, NAMES[n]) for n, part in enumerate(parts))
    text = f"<html><body><ul>\n{items}</ul>\n{body}</body></html>\n"
    assert find("contents-mismatch", text, format="html") == []
    wrong = text.replace("#spoons", "#spons")
    found = find("contents-mismatch", wrong, format="html")
    assert [wrong[each.start : each.end] for each in found] == ["spons"]
    assert mended(wrong, found) == text
    bare = text.replace(' id="spoons"', "")
    assert all(each.fix is None for each in find("contents-mismatch", bare.replace("#spoons", "#spons"), format="html"))
