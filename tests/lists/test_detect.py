"""Formats told by content, where the suffix tells little or lies."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.lists import FORMATS, SUFFIXES, read_list
from paperdex.lists.detect import SIGNS, detect

DOCUMENTS = {
    "markdown": [
        "# Tea\n\n## Pots\n\n- A Paper\n",
        "- [A Paper](https://arxiv.org/abs/1801.00001)\n",
        "Words first, with, commas\n\n* [A Paper](<https://arxiv.org/abs/1801.00001>), 2018\n",
        "# Tea\n\n# Cite us\n\n```\n@misc{a,\n}\n@misc{b,\n}\n```\n",
    ],
    "notebook": ['{"cells": [], "nbformat": 4}', '{\n "metadata": {},\n "worksheets": []}'],
    "csl-json": ['[{"id": "a", "title": "A Paper"}]', '[\n  {\n    "DOI": "10.1234/tea"}]'],
    "bibtex": [
        "@article{a, title={A}}",
        "% Encoding: UTF-8\n\n@InProceedings(a,\n title = {A})",
        "@string{icml = {ICML}}\n@misc{a, title={A}}",
        "Made by hand.\n\n@misc{a,\n title={A}}\n@misc{b,\n title={B}}\n",
    ],
    "ris": ["TY  - JOUR\nTI  - A\nER  - \n", "Provider: Tea\n\nTY  - JOUR\nTI  - A\nER  - \n"],
    "html": [
        "<!DOCTYPE html>\n<html><body><p>A</p></body></html>",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://a.example.org'>A</A></DL>",
        "<ul>" + "<li><a href='https://arxiv.org/abs/1801.00001'>A Paper</a></li>\n" * 6 + "</ul>",
    ],
    "latex": [
        "% a comment\n\\documentclass{article}\n",
        "\\begin{thebibliography}{9}\n\\bibitem{a} A\n",
        "\\section{Tea}\n\\bibitem{a} A\n",
        "% $ biblatex auxiliary file $\n\\begingroup\n\\refsection{0}\n",
    ],
    "org": [
        "#+TITLE: Tea\n\n* Pots\n** [[https://arxiv.org/abs/1801.00001][A Paper]]\n",
        "* Pots\n** A [[https://arxiv.org/abs/1801.00001][A Paper]]\n",
        "* TODO A Paper\n[[cite:invented18]]\n* DONE B Paper\n",
        "* Pots\n** A Paper 2018\ngood\n** B Paper 2017\n",
    ],
    "rst": [
        "Tea\n===\n\n.. contents::\n\n* `A Paper <https://arxiv.org/abs/1801.00001>`_\n",
        "Tea\n===\n\n.. _A Paper: https://arxiv.org/abs/1801.00001\n",
    ],
    "asciidoc": ["= Tea\n\n== Pots\n\n* https://arxiv.org/abs/1801.00001[A Paper]\n"],
    "csv": [
        "Title,Year,URL\nA Paper,2018,https://arxiv.org/abs/1801.00001\n",
        '"标题";"作者"\n"茶壶";"王一"\n',
        "sep=;\n标题;作者\n茶壶;王一\n",
        "My list,,\nNo,Title,Link\nPots,,\n",
        "1801.00001,A Paper\n1801.00002,B Paper\n1801.00003,C Paper\n",
    ],
    "tsv": [
        "Title\tYear\nA, B\t2018\n",
        "A Paper\thttps://arxiv.org/abs/1801.00001\nB\thttps://a.example.org/1\nC\thttps://a.example.org/2\n",
    ],
    "plain": [
        "1801.00001\n1801.00002\n",
        "Tea, Pots and Cups, 2018\nA Paper, Ada Invented\n",
        "Tea\n===\n\nA Paper https://arxiv.org/abs/1801.00001\n",
        "#1 A Paper, arXiv:1801.00001\n",
        "A Paper (Ada Invented, 2018) https://arxiv.org/abs/1801.00001\nA, B https://arxiv.org/abs/1801.00002\nC\n",
        "* A paper\n* B paper, arXiv:1801.00001\n",
    ],
}  # fmt: skip
CASES = [(format, text) for format, texts in DOCUMENTS.items() for text in texts]


@pytest.mark.parametrize(("format", "text"), CASES, ids=[f"{name}-{text[:12]!r}" for name, text in CASES])
def test_content_tells_where_the_suffix_does_not(format: str, text: str) -> None:
    """A .txt, an unknown suffix or none is read as what the text is; plain text without a suffix is Markdown."""
    if format not in FORMATS:
        pytest.skip(f"this version reads no {format}")
    assert detect(text, ".txt") == format
    assert detect("\ufeff\n" + text, ".list") == detect(text, "") == (format if format != "plain" else "markdown")


def test_plain_text_without_a_suffix_is_plain() -> None:
    """Several lines without any mark of Markdown are read on standard input as in a file named .txt."""
    text = "[Pots]\n\n1. A PAPER\nhttps://arxiv.org/abs/1801.00001\n\n2. B PAPER\nhttps://arxiv.org/abs/1801.00002\n"
    assert detect(text, "") == detect(text, ".txt") == "plain"
    assert detect(text + "**C**\n", "") == "markdown"


def test_every_format_that_can_be_told_is_tried() -> None:
    """No sign stands for a format that no document here shows."""
    assert {sign.format for sign in SIGNS} <= set(DOCUMENTS)


@pytest.mark.parametrize(
    ("text", "suffix", "format"),
    [
        ('{"cells": []}', ".json", "notebook"),
        ('{"cells": []}', ".md", "notebook"),
        ('{"cells": []}', ".IPYNB", "notebook"),
        ("# A\n\n# B\n", ".csv", "csv"),
        ("a\tb\nc\td\n", ".csv", "csv"),
        ("Title,Year\nA,2018\n", ".md", "markdown"),
        ("Words\n", ".tsv", "tsv"),
        ('{{< note >}}\n\n```\n{"title": "Tea"}\n```\n', ".md", "markdown"),
        ("@invented (2018, p. 3) says so.\n", ".md", "markdown"),
        ("% Tea\n% Ada Invented\n\nWords\n", ".md", "markdown"),
        ("[1, 2]", "", "markdown"),
    ],
)
def test_a_known_suffix_is_believed(text: str, suffix: str, format: str) -> None:
    """A suffix tells the format, unless the text begins as no text of that format does."""
    assert detect(text, suffix) == format


def test_read_list_looks_at_the_content() -> None:
    """Standard input and a misnamed file are read as what they are; a named format wins."""
    data = b"Title,arXiv\nA Paper,1801.00001\n"
    assert [read_list(data, path).format for path in ("-", "list.txt", "list.md")] == ["csv", "csv", "markdown"]
    assert read_list(data, "-", "plain").format == "plain"


@given(st.text(max_size=200), st.sampled_from(["", ".txt", ".json", ".x", *SUFFIXES]))
def test_the_format_is_one_that_there_is(text: str, suffix: str) -> None:
    """Any text and suffix give a format of the registry."""
    assert detect(text, suffix) in FORMATS


@pytest.mark.parametrize(
    "piece",
    [
        "[[https://",
        "https://",
        "`a ",
        "link:",
        "%\n",
        "\n",
        " ",
        "<",
        "#\n",
        "@misc{",
        "a,",
        "\t",
        "[",
        "{",
        "* \n",
        "'",
    ],
)
def test_only_the_beginning_is_looked_at(piece: str) -> None:
    """Twenty megabytes of anything are told at once."""
    text = piece * (20_000_000 // len(piece))
    start = time.perf_counter()
    detect(text, "")
    assert time.perf_counter() - start < 2
