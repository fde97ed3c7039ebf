"""``paperdex annotate``: shown first, written when asked, and what is left undone is told."""

from __future__ import annotations

import json

import pytest

from cli.running import Desk
from paperdex.cli import console

PAPERS = [
    {
        "id": f"1501.0000{number}",
        "title": title,
        "authors": "Ada Invented",
        "authors_parsed": [["Invented", "Ada", ""], ["Imaginary", "Bob", ""]],
        "comments": "Accepted at ICML 2015" if number > 1 else "Submitted to ICML 2015",
        "versions": [{"version": "v1", "created": f"Sat, {number} Jan 2015 12:00:00 GMT"}],
    }
    for number, title in enumerate(("Teapots and Their Lids", "Saucers of Many Kettles", "Spoons That Dream"), start=1)
]
LIST = """\ufeff# Tea

* [Teapots and Their Lids](https://arxiv.org/abs/1501.00001) (1 Jan 2015)  \r
* [Spoons That Dream](https://arxiv.org/abs/1501.00003)\t\r
* [Saucers of Many Kettles](https://arxiv.org/abs/1501.00002) (3 Jan 2015)
"""


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk whose mirror has the papers."""
    desk.write("papers.json", "".join(json.dumps(paper) + "\n" for paper in PAPERS))
    desk.run("-q", "mirror", "import", "papers.json")
    return desk


def test_nothing_is_written_before_write_is_given(stocked: Desk) -> None:
    """The diff shows what would be; then it is written, and there is nothing left to do."""
    path = stocked.write("tea.md", LIST)
    outcome = stocked.run("annotate", "tea.md", "--add", "date", "--offline", code=1)
    assert path.read_bytes() == LIST.encode()
    changed = [line for line in outcome.lines if line[:1] in "+-"][2:]
    spoons = "* [Spoons That Dream](https://arxiv.org/abs/1501.00003)"
    assert changed == [f"-{spoons}\t", f"+{spoons} (3 Jan 2015)\t"]
    assert "tea.md: would add 1 date, as all 2 that have it, such as line 3." in outcome.err
    assert "--write changes this list" in outcome.err

    outcome = stocked.run("annotate", "tea.md", "--add", "date", "--offline", "--write")
    assert outcome.out == ""
    expected = LIST.replace(spoons, f"{spoons} (3 Jan 2015)")
    assert path.read_bytes() == expected.encode()
    assert "nothing to do" in stocked.run("annotate", "tea.md", "--add", "date", "--offline", "--write").err

    outcome = stocked.run("annotate", "tea.md", "--add", "date", "--refresh", "--sort", "date", "--offline", "--write")
    assert "replaced 1 date" in outcome.err
    assert "moved 2 entries" in outcome.err
    lines = expected.splitlines(keepends=True)
    lines[3], lines[4] = lines[4].replace("(3", "(2").replace("\n", "\r\n"), lines[3].replace("\r\n", "\n")
    assert path.read_bytes() == "".join(lines).encode()


def test_a_diff_on_a_terminal_can_not_steer_it(stocked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program gets the bytes of the list, so that it can apply the diff."""
    stocked.write("tea.md", LIST.replace("Tea\n", "Tea \x1b[2J\n"))
    command = ("annotate", "tea.md", "--add", "date", "--offline")
    assert "Tea \x1b[2J" in stocked.run(*command, code=1).out
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    out = stocked.run(*command, code=1).out
    assert "Tea ␛[2J" in out
    assert "\x1b" not in out


def test_several_fields_are_added_at_once(stocked: Desk) -> None:
    """A preprint that was only submitted has no venue; what no record tells is told, and is no failure."""
    stocked.write("tea.md", LIST)
    outcome = stocked.run("annotate", "tea.md", "--add", "venue,authors", "--add", "doi", "--offline", code=1)
    assert ", ICML 2015" in outcome.out
    assert "no record tells the venue of 1 entry" in outcome.err
    assert "no record tells the DOI of 3 entries" in outcome.err
    assert "since no entry shows how" in outcome.err
    assert outcome.out.count("+* [") == 3


def test_what_is_left_undone_is_told(stocked: Desk) -> None:
    """A paper without a record, a wrong link, a format that can't be written; each ends with 1 or 3."""
    stocked.write("wrong.md", "- [An Invented History of Sugar Bowls](https://arxiv.org/abs/1501.00001)\n")
    assert (
        "not that of the paper that it links to"
        in stocked.run("annotate", "wrong.md", "--add", "date", "--offline", code=1).err
    )
    stocked.write("lacking.md", "- [Cups of Another Kind](https://arxiv.org/abs/1501.90001)\n")
    lacking = stocked.run("annotate", "lacking.md", "--add", "date,venue", "--offline", code=3)
    assert "left undone: venue, date, line 1: its record is not known: arXiv was not asked" in lacking.err
    stocked.write("tea.bib", "@misc{a, title = {Teapots and Their Lids}, eprint = {1501.00001}}\n")
    assert "export --update" in stocked.run("annotate", "tea.bib", "--add", "date", "--offline", code=1).err
    stocked.write("tea.rst", "Tea\n===\n\n* `Teapots and Their Lids <https://arxiv.org/abs/1501.00001>`_\n")
    assert "Markdown can" in stocked.run("annotate", "tea.rst", "--sort", "title", code=1).err


def test_standard_input_is_shown_and_never_written(stocked: Desk) -> None:
    """Its changes are a diff; to write them is refused."""
    assert "+" in stocked.run("annotate", "-", "--add", "date", "--offline", stdin=LIST.encode(), code=1).out
    outcome = stocked.run("annotate", "-", "--add", "date", "--offline", "--write", stdin=LIST.encode(), code=2)
    assert "no file that can be written" in outcome.err


@pytest.mark.parametrize(
    "arguments", [(), ("--reverse", "--add", "date"), ("--refresh", "--sort", "date"), ("--add", "dates")]
)
def test_misuse_is_refused(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.write("tea.md", LIST)
    desk.run("annotate", "tea.md", *arguments, code=2)
