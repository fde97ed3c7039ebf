"""A long Markdown document is read in parts, which gives the same as reading it whole."""

from __future__ import annotations

import pytest

from paperdex.lists import markdown
from paperdex.lists.syntax import markdown_parts
from paperdex.lists.syntax.markdown_parts import in_parts

ITEM = "- [An Invented Paper on Teapots](https://arxiv.org/abs/1801.00001) *Ada Invented* [code][c] and a note[^1]\n"
BODY = "".join(f"## Teapots {n}\n\n{ITEM * 3}\n" for n in range(40))
TABLE = (
    "| Paper | Link |\n|---|:-:|\n"
    + "| An Invented Paper [code][c] | [x](https://arxiv.org/abs/1801.00001) |\n|||\n" * 60
)
DEFINITIONS = "[c]: https://github.com/invented/teapots\n\n[^1]: Words on tea.\n"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are cut after a thousand characters, so that a document need not be long."""
    monkeypatch.setattr(markdown_parts, "_ENOUGH", 1000)


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + DEFINITIONS,
        DEFINITIONS + "\n" + BODY,
        "# Tea\n\n<!-- " + BODY + " -->\n\n" + BODY,
        "# Tea\n\n```\n" + BODY + "```\n\n" + BODY,
        "<pre>\n" + BODY + "</pre>\n\n" + BODY,
        BODY + "> # A quoted heading\n\n" + BODY,
        BODY + "<details><summary>Cups</summary>\n\n" + BODY + "\n</details>\n\n" + BODY,
        ITEM * 40 + "* Another list\n" * 100 + ITEM * 40,
        "1. An item with a number\n" * 200 + "\nWords.\n\n" + "7) Another\n\n" * 200,
        "Words.\n\n" + TABLE + BODY + "\n" + TABLE + "> Words.\n" + "| no | row |\n" * 100,
        "**An invented paragraph** of words.\n\n" * 100 + BODY.replace("\n\n", "\n\n\n"),
    ],
    ids=[
        "plain",
        "defined below",
        "defined above",
        "comment",
        "fence",
        "pre",
        "quote",
        "fold",
        "lists",
        "numbers",
        "tables",
        "paragraphs",
    ],
)
def test_parts_give_the_whole(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The outline, lines included, is that of the document read at once."""
    parts = markdown.read(text)
    monkeypatch.setattr(markdown_parts, "_ENOUGH", len(text))
    assert parts == markdown.read(text)


def test_a_document_is_cut_at_headings() -> None:
    """Nothing is lost between the parts, each but the first begins with a heading, and each knows its line."""
    parts = list(in_parts(BODY))
    assert len(parts) > 5
    assert "".join(part.text for part in parts) == BODY
    for number, part in enumerate(parts):
        assert part.text.startswith("## ")
        assert part.lines == "".join(each.text for each in parts[:number]).count("\n")


def test_what_is_open_is_not_cut() -> None:
    """A fence, a comment and preformatted text stay in one part, headings in them or not."""
    for begin, end in (("```\n", "```\n"), ("<!--\n", "-->\n"), ("<pre>\n", "</pre>\n")):
        parts = [part.text for part in in_parts(begin + BODY + end + "\n" + BODY)]
        assert len(parts) > 1
        assert parts[0].startswith(begin + BODY + end)


def test_too_many_definitions_keep_a_document_whole() -> None:
    """Each part would have to read all of them again."""
    text = BODY + "".join(f"[r{n}]: https://tea.example.org/{n}\n" for n in range(3000))
    assert len(list(in_parts(text))) == 1


@pytest.mark.parametrize(
    ("line", "is_cut"),
    [
        ("- [An Invented Paper](https://arxiv.org/abs/1801.00001)\n", True),
        ("7. [An Invented Paper](https://arxiv.org/abs/1801.00001)\n", True),
        ("An invented paragraph.\n\n", True),
        ("**An invented paper** in bold.\n\n\n", True),
        ("| no | table |\n", False),
        ("An invented line\n2018. goes on\n", False),
        ("<div>\n- no item\n", False),
        ("    - deep\n\n", False),
    ],
)
def test_a_document_without_headings_is_cut(line: str, is_cut: bool) -> None:
    """A list is cut in front of an item; a number in a paragraph and a line within HTML begin none."""
    text = line * (20_000 // len(line))
    parts = [part.text for part in in_parts(text)]
    assert "".join(parts) == text
    assert (len(parts) > 1) == is_cut
    assert all(part.startswith(line[:6]) for part in parts)
