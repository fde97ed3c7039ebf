"""Org: expected file, escaping, and read by pandoc and Emacs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from paperdex.core.bibliography import TopicGroup
from paperdex.core.records import Author
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.org import MAX_AUTHORS, write

HERE = Path(__file__).parent
LIVE = [
    "*bold* /italics/ =verbatim= ~code~ +struck+ _under_",
    "a_1 b^2 src_python{print(1)} call_f(x)",
    "[[shell:ls][x]] [fn:1] [cite:@x] <<target>> <2020-01-01> [2020-01-01]",
    "@@html:<b>x</b>@@ \\{\\{\\{macro(x)\\}\\}\\} end",
    "costs $5 or $6 and shell:ls elisp:(x) :: term",
    "$\\mypot{1}$ of $x",
]


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte."""
    assert "".join(write(teapots)) == (HERE / "teapots.org").read_text(encoding="utf-8")


def test_headings(group: Callable[..., TopicGroup]) -> None:
    """One list gives the title, unless another is wished for; a name is no state, and what has no topic comes first."""
    groups = [group({}, topic=("TODO list", "Deep")), group({"title": "First"}, topic=())]
    text = "".join(write(groups, ExportOptions(heading="Tea")))
    item = "- [[https://arxiv.org/abs/1706.90001][First]]"
    assert text.startswith(f"#+title: Tea\n\n{item}\n\n* \u200bTODO list\n** Deep\n")
    assert "".join(write(groups)).startswith("#+title: A list\n")


def test_authors_are_cut_and_that_is_told(group: Callable[..., TopicGroup]) -> None:
    """Of many authors the first are written; whoever listens hears of it, once a work."""
    losses: list[Loss] = []
    groups = [group({"authors": tuple(Author(f"A. Invented{n}") for n in range(MAX_AUTHORS + 1))})] * 2
    text = "".join(write(groups, ExportOptions(tell=losses.append)))
    assert f"Invented{MAX_AUTHORS - 1}, et al." in text
    assert [loss.field for loss in losses] == ["authors"]


def exported(program: list[str], text: str, folder: Path) -> str:
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    (folder / "tea.org").write_text(text, encoding="utf-8")
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "tea.html").read_text(encoding="utf-8")


PROGRAMS = [
    ["pandoc", "-f", "org", "-t", "html", "--wrap=none", "-o", "tea.html", "tea.org"],
    ["emacs", "--batch", "tea.org", "--eval", "(progn (require 'ox-html) (org-html-export-to-html nil nil nil t))"],
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program[0])
def test_text_stays_text(program: list[str], group: Callable[..., TopicGroup], tmp_path: Path) -> None:
    """What would be markup in Org is shown as it is written: one link an item, and no other element."""
    html = exported(program, "".join(write([group(*({"title": title} for title in LIVE))])), tmp_path)
    body = html[html.rfind("<ul") : html.rfind("</ul>")]
    assert body.count("<a href") == len(LIVE)
    assert set(re.findall(r"<(\w+)", body)) <= {"ul", "li", "a", "span"}
    shown = " ".join(unescape(re.sub(r"<[^>]*>", "", body).replace("\u200b", "")).split())
    assert LIVE[0] in shown
    for expected in ("call_f(x)", "@@html:<b>x</b>@@ {{{macro(x)}}}", "$5 or $6"):
        assert expected in shown
