"""The HTML reader: line numbers, main content, depth, and time. Whole pages stand in ``cases/``."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.lists import read_list
from paperdex.lists.html import blocks_of, read
from paperdex.lists.outline import Heading, ItemList, Paragraph, Rule, Span, Table, plain_text
from paperdex.lists.syntax.html_tokens import Token, attributes, read_tokens

PAPER = '<ul><li><a href="https://arxiv.org/abs/1807.00001">A Deep Paper on Teapots</a></ul>'
PIECES = [
    "<b>", "</b>", "<p>", "</p>", "<li>", "</li>", "<ul>", "</ul>", "<div>", "</div>", "<dl><dt>", "<dd>", "<h1>",
    "</h1>", "<h2>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<details>", "<summary>", "</summary>",
    "</details>", "<a href='https://arxiv.org/abs/1807.00001'>", "</a>", "<img alt=x>", "<br>", "<nav>", "</nav>",
    "<main>", "</main>", "<article>", "<!--", "-->", "<script>", "</script>", "<math>", "<annotation>", "</math>",
    "<span style='font-weight:700'>", "</span>", "<blockquote>", "&amp;", "&#10;", "&#", "<", ">", "'", '"', "=",
    "\n", " ", "Teapots", "arXiv:1807.00002", "茶壶", "<hr>", "<base href='http://[x'>", "<header>", "<footer>",
    "<div class=title>", "<div class=author>", "<div class=publication>", "<section>", "</section>", "<h3>Paper</h3>",
    "<i class='ai ai-arxiv'>", "<button>", "</button>", "• ", "1. ", "<span class=authors>", "<heading>",
    "<td rowspan=3 colspan=2>", "<sup class=mw-cite-backlink>", "</sup>", "<cite class=citation>",
]  # fmt: skip


def lines_of(page: str) -> list[int]:
    return [entry.line for entry in read_list(page.encode(), "page.html").entries]


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_tokens() -> None:
    """Tags, texts and lines come in order; comments, declarations and lone angle brackets are no tags."""
    text = "<!DOCTYPE html>\n<p class='a > b'>x < y\n<!-- <b> -->&lt;</P>"
    assert list(read_tokens(text)) == [
        Token(2, text="\n"),
        Token(2, "p", text=" class='a > b'"),
        Token(2, text="x "),
        Token(2, text="<"),
        Token(2, text=" y\n"),
        Token(3, text="<"),
        Token(3, "p", closes=True),
    ]


@pytest.mark.parametrize("tag", ["script", "style", "textarea"])
def test_raw_text_holds_no_tags(tag: str) -> None:
    """What looks like a tag in a script is none."""
    tokens = list(read_tokens(f"<{tag}>a<b></{tag}x></{tag.upper()} >\n<p>"))
    assert [(token.tag, token.text) for token in tokens if token.tag or token.text.strip()] == [
        (tag, ""),
        ("", f"a<b></{tag}x>"),
        (tag, " "),
        ("p", ""),
    ]


def test_a_quote_without_its_end() -> None:
    """A quote that never ends takes nothing but its own tag with it."""
    assert [token.tag for token in read_tokens("<a href='x>y</a><p>z")] == ["a", "", "a", "p", ""]


def test_attributes() -> None:
    """Attributes are read with any quotes and with none; the first of a name counts."""
    assert attributes(" HREF = \"a&amp;b\" id=c class='d e' hidden id=f /") == {
        "href": "a&b",
        "id": "c",
        "class": "d e",
        "hidden": "",
    }


def test_a_number_that_is_too_long() -> None:
    """A character reference of ten thousand digits is text."""
    assert read(f"<p>&#{'1' * 10000};").blocks


# --- lines and depth --------------------------------------------------------------------------------------------------


def test_lines_of_a_long_page() -> None:
    """Line numbers are right far beyond 65535."""
    assert lines_of("<p>x</p>\n" * 70_000 + PAPER) == [70_001]


@pytest.mark.parametrize(
    "opening", ["<div>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<b>", "<dl><dd>", "<span>"]
)
def test_deep_nesting_loses_no_paper(opening: str) -> None:
    """A paper within ten thousand elements is found."""
    page = opening * 10_000 + "\n" + PAPER
    reading_list = read_list(page.encode(), "page.html")
    found = {i.value for entry in reading_list.entries for i in entry.well_formed} | {*reading_list.outside}
    assert "1807.00001" in found
    if opening in {"<div>", "<b>", "<span>"}:
        assert lines_of(page) == [2]


def test_a_long_line() -> None:
    """A line of five megabytes is read, and what stands behind it."""
    assert lines_of("<p>" + "tea " * 1_250_000 + PAPER) == [1]


@pytest.mark.parametrize(
    "piece",
    [
        "<b>", "<i></b>", "<p>", "<li>", "<ul>", "<ul></ul>", "<ol><li>a", "<dl><dt>a<dd>b", "<details><summary>a",
        "</details>", "<math>", "<span style='font-weight:700'>", "<article>", "<nav>", "</p>", "<div></p>", "<!--",
        "<![CDATA[", "</", "<a b='", "<a b=", "&#", "<script>", "<title>", "<br>", "<table><tr><td><h1>a", "<td>a</tr>",
        "<h1><h2>", "<a href=https://arxiv.org/abs/1807.00001><div>x", "<div class=title>x",
        "<section><h2>x y z</h2><a href=https://arxiv.org/abs/1807.00001>pdf</a>", "<p>• x", "1. x<br>",
        "<div class=publication>x<br>", "<div class=author>x</div>", "<table><tr><td>x y<td>[1]<tr>", "<footer><li>",
        "x</div><br><br>", "<button>x", "<td rowspan=9 colspan=9>",
    ],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    """Four times as much takes about four times as long; measured again where in doubt."""
    for _ in range(3):
        times = []
        for size in (40_000, 160_000):
            start = time.perf_counter()
            read_list((piece * (size // len(piece))).encode(), "page.html")
            times.append(time.perf_counter() - start)
        if times[1] < 9 * max(times[0], 0.02):
            return
    pytest.fail(f"160 KB of {piece!r} take more than 9 times as long as 40 KB")


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_any_tags_are_read(page: str) -> None:
    """Any heap of tags gives entries in the order of their lines, and within the page."""
    lines = lines_of(f"{page}x")
    assert lines == sorted(lines)
    assert all(1 <= line <= page.count("\n") + 1 for line in lines)


# --- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<main>{}</main><p>no",
        "<div role=main>{}</div><p>no",
        "<p>no<article>{}</article><p>no",
        "<main><p>no<div id=readme>{}</div></main>",
        "<main><p>no<article class='x markdown-body'>{}</article></main>",
        "<nav>no</nav><aside>no</aside>{}<footer>no</footer>",
        "<header>no</header><ul class='nav'><li>no</ul>{}<div class='sidebar'>no</div>",
        "<main><a>no links</main><article>{}</article>",
        "<p>no<div id=content>{}</div>",
        "<div class='post-content'>{}</div><div>no</div>",
        "<header><div>no</div></header>{}<footer>no</footer>",
        "<article><header>{}</header></article><p>no",
        "<article>{}<footer class='post-footer'><nav>no</nav></footer></article>",
    ],
)
def test_main_content(page: str) -> None:
    """The main content is read and nothing beside it; a main part without links is none."""
    (block,) = read(page.format("<p><a href=x>tea</a>")).blocks
    assert isinstance(block, Paragraph)
    assert plain_text(block.inline) == "tea"


def test_no_paper_is_lost_to_the_choice() -> None:
    """Where papers are linked beside what is called the main content, the whole page is read."""
    beside = PAPER.replace("00001", "00002").replace("<ul><li>", "<ul>\n<li>")
    assert lines_of(f"<main>{PAPER}</main>{beside}") == [1, 2]
    assert lines_of(f"<div id=readme>{PAPER}</div>{beside}") == [1]


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ("<a href=x><i class='ai ai-arxiv ai-2x'></i></a>", "arXiv"),
        ("<a href=x><span class='fa fa-file-pdf-o'></span></a>", "paper"),
        ("<a href=x><svg class='octicon-mark-github'><path></svg></a>", "code"),
        ("<a href=x><button>Paper</button></a>", "Paper"),
        ("<a href=x><img src=img/arxiv.png></a>", "arXiv"),
    ],
)
def test_icons(page: str, label: str) -> None:
    """A link without words is called by its icon; the words of a button that links nothing are left out."""
    (block,) = read(f"<p>{page} <button>Copy</button></p>").blocks
    assert isinstance(block, Paragraph)
    assert [(span.text, span.url) for span in block.inline if span.url] == [(label, "x")]
    assert "Copy" not in plain_text(block.inline)


def test_a_link_around_blocks() -> None:
    """A link that holds several blocks links the first of them, and the others are text."""
    first, second = read("<a href=x><h4>Tea</h4><p>Ada Invented</p></a>").blocks
    assert isinstance(first, Heading)
    assert isinstance(second, Paragraph)
    assert (first.inline[0].url, second.inline[0].url) == ("x", None)


def test_a_name_without_semicolon_in_an_address() -> None:
    """``&note`` in an address is the next field of its query, and no sign."""
    assert attributes("href='?id=1&noteId=2&amp;b=3'") == {"href": "?id=1&noteId=2&b=3"}


def test_every_article_counts() -> None:
    """A blog's page of several articles is read whole."""
    page = "<article><p><a href=a>1</a></article><p>no<article><p><a href=b>2</a></article>"
    assert [plain_text(block.inline) for block in read(page).blocks if isinstance(block, Paragraph)] == ["1", "2"]


def test_a_form_around_the_page() -> None:
    """A page that stands in a form as a whole, as those of old servers do, is read."""
    assert lines_of(f"<form>{PAPER}</form>") == [1]


@pytest.mark.parametrize(
    ("head", "href", "url"),
    [
        ("<base href='https://tea.example.org/a/'>", "b.pdf", "https://tea.example.org/a/b.pdf"),
        ("<link rel=canonical href='https://tea.example.org/a'>", "/b.pdf", "https://tea.example.org/b.pdf"),
        ("<base href='https://tea.example.org/a'>", "#b", "#b"),
        ("", "b.pdf", "b.pdf"),
        ("", "/abs/1807.00001", "https://arxiv.org/abs/1807.00001"),
        ("<base href='http://[x'>", "b.pdf", "b.pdf"),
    ],
)
def test_relative_links(head: str, href: str, url: str) -> None:
    """Relative links are made whole where the page says its address; links into the page stay."""
    (block,) = read(f"<head>{head}</head><p><a href='{href}'>tea</a>").blocks
    assert isinstance(block, Paragraph)
    assert block.inline == (Span("tea", url, "", 1),)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>A &amp;\n B</title><p>x", "A & B"),
        ("<title>A</title><h1>B</h1><p>x", None),
        ("<title>A</title><h1>B</h1><h1>C</h1>", "A"),
        ("<title>A</title><svg><title>B</title></svg><p>x", "A"),
        ("<p>x", None),
    ],
)
def test_title(page: str, title: str | None) -> None:
    """A page is called what its only h1 says, else its title element."""
    assert read(page).title == title


def test_dress() -> None:
    """Bold, emphasis, code, formulas, pictures, badges and breaks are kept as such."""
    page = (
        "<p>a <b>b</b><br><em>c</em> <code>d</code> <math alttext='e'><mi>x</mi></math> "
        "<img alt=f src=g><a href=h><img alt=i></a>"
    )
    (block,) = read(page).blocks
    assert isinstance(block, Paragraph)
    assert [(span.text, span.url, span.mark) for span in block.inline if span.text != " "] == [
        ("a ", None, ""),
        ("b", None, "strong"),
        ("\n", None, ""),
        ("c", None, "emphasis"),
        ("d", None, "code"),
        ("$e$", None, "math"),
        ("f", "g", "image"),
        ("i", "h", "badge"),
    ]


# --- pieces of HTML in Markdown ---------------------------------------------------------------------------------------


def test_blocks_of_a_fragment() -> None:
    """A fragment's blocks carry the lines of its document."""
    heading, items, table = blocks_of("<h2>H</h2>\n<ul><li>a</ul>\n<tr><td>b</td></tr>", 10)
    assert isinstance(heading, Heading)
    assert isinstance(items, ItemList)
    assert isinstance(table, Table)
    assert (heading.line, heading.level, items.line, table.line) == (10, 2, 11, 12)


def test_a_fold_over_two_fragments() -> None:
    """A fold's name is a heading below the one above, until the fold ends in another fragment."""
    levels = [2]
    (summary,) = blocks_of("<details>\n<summary>Tea</summary>", 5, levels)
    assert isinstance(summary, Heading)
    assert (summary.line, summary.level, levels) == (6, 3, [2, 3])
    assert blocks_of("</details>", 9, levels) == (Heading(9, 3, ()), Rule(9))
    assert levels == [2]
    assert blocks_of("</details>", 10, levels) == ()
