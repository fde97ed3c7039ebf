"""What holds for every format in the registry: any text is read, in time linear in its size, to the same rows."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.entries import ReadingList
from paperdex.errors import InputError, UnknownName
from paperdex.lists import FORMATS, SUFFIXES, get_format, read_list

PIECES = [
    "# ", "## ", "- ", "* ", "1. ", "> ", "  ", "    ", "\n", "\n\n", "\t", "---\n", "|", "|-|\n", "```\n", "**", "*",
    "`",
    "[", "](", ")", "![", "<", ">", "<!--", "-->", "<a href=", "</a>", "<b>", "$", "\\", "&amp;", "~~", "[^1]", ": ",
    "[x] ",
    "https://arxiv.org/abs/1801.00001", "arXiv:1801.00002", "1801.00003", "10.1234/tea", "doi:",
    "https://tea.example.org/",
    "Title: ", "Year: 2018", "Authors: Ada Invented, Bo Madeup", "Abstract: ", "paper", "code", "Teapots", "茶壶",
    "⭐⭐",
    "(ICML 2018)", "2018-01-05", "title: x\n", "\x00", "\x01", "\u2028", "\x0c", "\x85", "\ufeff", "🍵", "\ud7ff",
]  # fmt: skip
DOCUMENTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
FORMAT_NAMES = st.sampled_from(sorted(FORMATS))
JSON_FORMATS = {"notebook", "csl-json"}
"""Formats that most texts can't be in; these are refused with a reason."""
SAMPLES = {
    "notebook": '{"cells": [{"cell_type": "markdown", "source": "text"}]}',
    "csl-json": '[{"title": "text"}]',
    "bibtex": "@misc{a, title = {text}}",
    "ris": "TY  - JOUR\nTI  - text\nER  - \n",
}
"""The least document with a block in it; ``text`` is one in the other formats."""


def read_or_refuse(data: bytes, format: str | None) -> ReadingList | None:
    try:
        return read_list(data, "list", format)
    except InputError:
        return None


@given(DOCUMENTS, FORMAT_NAMES)
def test_any_text_is_read(text: str, format: str) -> None:
    """Entries stand in order on lines of the document, have titles of one line, and are the same when read again."""
    reading_list = read_or_refuse(text.encode("utf-8", "ignore"), format)
    if reading_list is None:
        if format in JSON_FORMATS:
            return
        assert not text.removeprefix("\ufeff").strip() or "\0" in text or text.startswith(("PK", "%PDF"))
        return
    if reading_list.warnings:  # zeros in it: it was taken for UTF-16
        return
    lines = [entry.line for entry in reading_list.entries]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1 for line in lines)
    for entry in reading_list.entries:
        assert "\n" not in entry.title
        assert entry.title == entry.title.strip()
        assert entry.topic in {(), *reading_list.topics}
        assert entry.arxiv is None or entry.arxiv.work not in entry.mentions
    assert pickle.loads(pickle.dumps(reading_list)) == reading_list
    assert read_list(text.encode("utf-8", "ignore"), "list", format) == reading_list


@given(st.binary(max_size=500), st.one_of(st.none(), FORMAT_NAMES))
def test_any_bytes_are_read_or_refused(data: bytes, format: str | None) -> None:
    """Bytes give a list or an InputError, never another error."""
    read_or_refuse(data, format)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_an_error(data: bytes) -> None:
    """An empty document is an error that names it and says what to do."""
    with pytest.raises(InputError, match=r"^empty\.md: is empty") as caught:
        read_list(data, "empty.md")
    assert caught.value.tip


def test_a_list_without_papers_is_none() -> None:
    """A document without papers is read: it has no entries."""
    reading_list = read_list(b"# Tea\n\nWords on tea.\n", "tea.md")
    assert reading_list.entries == ()
    assert reading_list.title == "Tea"


@pytest.mark.parametrize("name", FORMATS)
def test_every_row_loads(name: str) -> None:
    """A row names itself, a module that reads, and suffixes of its own."""
    row = FORMATS[name]
    assert row.name == name
    assert row.summary
    assert row.read(SAMPLES.get(name, "text")).blocks
    assert all(SUFFIXES[suffix] is row and suffix.startswith(".") for suffix in row.suffixes)


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("list.md", "markdown"), ("LIST.MD", "markdown"), ("list.qmd", "markdown"), ("ids.txt", "plain"),
        ("README", "markdown"), ("-", "markdown"), ("https://tea.example.org/ids.txt?raw=1#top", "plain"),
        ("https://tea.example.org", "markdown"), ("folder.txt/list", "markdown"),
    ],
)  # fmt: skip
def test_the_suffix_tells_the_format(path: str, format: str) -> None:
    """The suffix of a path or URL tells the format; Markdown where it doesn't."""
    assert read_list(b"1801.00001\n", path).format == format


def test_a_named_format_wins() -> None:
    """A format that is named goes before the suffix; an unknown one is an error that tells the known ones."""
    assert read_list(b"x", "list.md", "plain").format == "plain"
    with pytest.raises(UnknownName, match="'markdwon'") as caught:
        get_format("markdwon")
    assert caught.value.near == ["markdown"]
    assert all(name in caught.value.tip for name in FORMATS)


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


LINK = "https://arxiv.org/abs/1801.00001"
HOSTILE: dict[str, Callable[[int], str]] = {
    **{
        piece: repeated(piece)
        for piece in (
            "[", "[[a]", "[a](", "![", "<", "<!--", "<a ", "`", "*a_", "**a ", "$a ", "\\", "~~a", ">", "> ", "- ",
            "1. ", "|",
            "# a\n", "a\n---\n", "a\nb\n===\n", "http://", "http://a.b/) ", "arXiv:1801.00001 ", "doi:10.1234/a ",
            "Paper: ",
            "[A](https://arxiv.org/abs/1801.00001) ", "- [A B](https://arxiv.org/abs/1801.00001)\n", "- A title\n",
            "[A B](https://arxiv.org/abs/1801.00001)\n", "arXiv:1801.00001\n", "[![a](b)](c) ", "[^a]: ", "⭐ ",
            "word ", "a",
            "<a href='b'>c</a> ", "<b>", "2018 ", "(2018 ", ", 2018", "Ada Invented, ", "NIPS ",
        )
    },
    "closing brackets of a URL": lambda size: "http://a.b/" + ")" * size,
    "headings": lambda size: "".join(f"{'#' * (1 + n % 6)} h{n}\n" for n in range(size // 10)),
    "topics": lambda size: "".join(f"- t{n}\n  - [a b](https://arxiv.org/abs/1801.00001)\n" for n in range(size // 50)),
    "backticks": lambda size: " ".join("`" * n for n in range(int((2 * size) ** 0.5))),
    "deep items": lambda size: "\n".join(f"{' ' * (2 * n)}* a" for n in range(int(size**0.5))),
    "table": lambda size: "|a|b|\n|-|-|\n" + repeated("|[A B](https://arxiv.org/abs/1801.00001)|c|\n")(size),
    "references": lambda size: "".join(f"- [r{n}]\n\n[r{n}]: {LINK}\n" for n in range(size // 60)),
    "one item": lambda size: f"- [A]({LINK})\n" + repeated("  arXiv:1801.00001 and words\n")(size),
    "blanks in a title": lambda size: "- a" + " " * size + "b [paper](https://arxiv.org/abs/1801.00001)\n",
    "blanks in brackets": lambda size: "- [a](https://arxiv.org/abs/1801.00001) x (" + " ," * (size // 2) + "\n",
    "authors": lambda size: "- [A](https://arxiv.org/abs/1801.00001)\n  - Authors: " + repeated("Ada Invented, ")(size),
    "brackets behind a title": lambda size: f"- [A B]({LINK}) " + "(" * size + "x\n",
    "front matter": lambda size: "---\na: b\n" + repeated("a b ")(size),
}  # fmt: skip


SIZES = {"rst": 10_000}
"""Bytes of the smaller text, where a parser is so slow that fewer are enough."""


def seconds(text: str, format: str) -> float:
    data = text.encode()
    start = time.perf_counter()
    read_or_refuse(data, format)
    return time.perf_counter() - start


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str, format: str) -> None:
    """Four times as much of anything takes about four times as long, not sixteen; measured again where in doubt."""
    make, size = HOSTILE[name], SIZES.get(format, 50_000)
    small, large = make(size), make(4 * size)
    for _ in range(3):
        base = max(seconds(small, format), 0.02)
        if seconds(large, format) < 9 * base:
            return
    pytest.fail(f"{4 * size} bytes of {name!r} take more than 9 times as long as a quarter of them")


def test_one_long_line() -> None:
    """A line of five megabytes is read."""
    title = "Teapots " * 600_000
    (entry,) = read_list(f"- [{title}](https://arxiv.org/abs/1801.00001)\n".encode(), "list.md").entries
    assert len(entry.title) > 4_000_000
