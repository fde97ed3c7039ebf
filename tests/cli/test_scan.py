"""``scan``: what lists contain, without a library and without a network."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cli.running import Desk
from paperdex.cli.wrapping import wrap

KEYS = [
    *("list", "line", "topic", "title", "id", "version", "identifiers", "date", "authors", "venue", "rating", "note"),
    *("links", "mentions"),
]
"""Of section 4 of the design."""


def test_the_sample_lists(desk: Desk, root: Path) -> None:
    """32, 8 and 11 entries with 31, 7 and 9 papers; nothing is stored."""
    outcome = desk.run("scan", "--format", "jsonl", root / "data" / "lists")
    rows = [json.loads(line) for line in outcome.lines]
    assert [list(row) for row in rows] == [KEYS] * 51
    by_list: dict[str, list[str | None]] = {}
    for row in rows:
        by_list.setdefault(Path(row["list"]).name, []).append(row["id"])
    counted = {name: (len(ids), len({i for i in ids if i})) for name, ids in by_list.items()}
    assert counted == {
        "dl-foundation.zh.md": (32, 31),
        "paper-reviews.md": (8, 7),
        "training-methodologies.md": (11, 9),
    }
    assert [row["mentions"] for row in rows if row["mentions"]] == [["1701.02096"]]
    assert desk.files() == set()


def test_ids_and_the_table(desk: Desk, root: Path) -> None:
    """Each paper once; a row an entry with its line; the summary on stderr."""
    outcome = desk.run("scan", "--format", "ids", root / "data" / "lists")
    assert len(outcome.lines) == len(set(outcome.lines)) == 47
    outcome = desk.run("scan", root / "data" / "lists" / "training-methodologies.md")
    assert outcome.lines[0].split() == ["line", "id", "date", "title", "topic"]
    assert len(outcome.lines) == 12
    assert outcome.err.endswith(
        "11 entries: 9 with an arXiv id, 1 by another identifier, 1 by title only; 1 mentioned\n"
    )


def test_standard_input_and_the_format_by_name(desk: Desk) -> None:
    """``-`` is read as Markdown unless told otherwise."""
    outcome = desk.run("scan", "--format", "jsonl", "-", stdin=b"- [A](https://arxiv.org/abs/2101.90001)\n")
    assert json.loads(outcome.out)["list"] == "-"
    outcome = desk.run("scan", "--from", "plain", "--format", "ids", "-", stdin=b"2101.90001\nhep-th/9901001\n")
    assert outcome.lines == ["2101.90001", "hep-th/9901001"]


def test_versions_and_malformed_identifiers(desk: Desk) -> None:
    """The version of the link is kept; what can't be an identifier is shown with its reason."""
    desk.write(
        "tea.md",
        "- [A](https://arxiv.org/abs/2101.90001v3)\n- [B](https://arxiv.org/abs/2101.123)\n"
        "- [C](https://arxiv.org/abs/2101.90002)\n",
    )
    rows = [json.loads(line) for line in desk.run("scan", "--format", "jsonl", "tea.md").lines]
    assert [(row["id"], row["version"]) for row in rows] == [("2101.90001", 3), (None, None), ("2101.90002", None)]
    outcome = desk.run("scan", "tea.md")
    assert "3 digits in 2021, where numbers have 5" in outcome.out
    assert "1 malformed" in outcome.err


def test_a_readme_beside_lists_is_told(desk: Desk) -> None:
    """No papers is a warning in a folder that has some, not a count of nothing."""
    desk.write("lists/README.md", "# Nothing\n\nHere.\n")
    desk.write("lists/tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    assert desk.run("scan", "lists").err.splitlines() == [
        "Warning: lists/README.md: no papers were found in it.",
        "lists/tea.md: 1 entry: 1 with an arXiv id",
    ]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_a_pipe_is_read(desk: Desk) -> None:
    """As shells hand in what a command prints: ``paperdex scan <(curl ...)``."""
    program = (
        "-c",
        "import os, sys\n"
        "ours, theirs = os.pipe()\n"
        "os.write(theirs, b'- [A](https://arxiv.org/abs/2101.90001)\\n')\n"
        "os.close(theirs)\n"
        "os.set_inheritable(ours, True)\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'paperdex', 'scan', '--format', 'ids', f'/dev/fd/{ours}'])\n",
    )
    assert desk.call(program=program).lines == ["2101.90001"]


ODD = """\
# 茶壶

## 主题

- [Teapots, an Invented Paper](https://arxiv.org/abs/2101.90001v3) 2021-01-05
- [Broken](https://arxiv.org/abs/2101.123)

### Deep

#### Deeper

- [Cups](https://arxiv.org/abs/2101.90002)
- Saucers without a link
- [Teapots again](https://arxiv.org/abs/2101.90001)
- [By DOI](https://doi.org/10.1000/xyz)
- [By address](https://papers.nips.cc/paper/4824-invented-teapots.pdf)
- https://arxiv.org/abs/2101.90003
"""


def test_the_tree_says_what_is_wrong_beside_each_entry(desk: Desk) -> None:
    """Topics with counts, entries with line, date and identifier, and every kind of trouble in words."""
    desk.write("odd.md", ODD)
    assert desk.run("scan", "--format", "tree", "odd.md").lines == [
        "茶壶  odd.md  8",
        "└── 主题  8",
        "    ├──  5  Teapots, an Invented Paper  2021-01-05, 2101.90001v3",
        "    ├──  6  Broken  ['https://arxiv.org/abs/2101.123' is no arXiv id: 3 digits in 2021, where numbers have 5]",
        "    └── Deep  6",
        "        └── Deeper  6",
        "            ├── 12  Cups  2101.90002",
        "            ├── 13  Saucers without a link  [title only]",
        "            ├── 14  Teapots again  2101.90001  [the same as in line 5]",
        "            ├── 15  By DOI  doi:10.1000/xyz",
        "            ├── 16  By address  [no id, only a link]",
        "            └── 17  2101.90003  [no title]",
    ]


def test_the_summary_counts_and_names(desk: Desk) -> None:
    """A line a list, a total of several where a paper counts once, and each malformed identifier with its line."""
    desk.write("odd.md", f"{ODD}\nSee also arXiv:2101.90077 for more.\n")
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n- [B](https://arxiv.org/abs/2101.90009)\n")
    assert desk.run("scan", "odd.md", "tea.md").err.splitlines() == [
        "odd.md: 8 entries: 4 with an arXiv id (3 papers), 2 by another identifier, 1 by title only, "
        "1 by a malformed id only; 1 malformed, 1 named outside of entries",
        "tea.md: 2 entries: 2 with an arXiv id",
        "2 lists: 10 entries: 6 with an arXiv id (4 papers), 2 by another identifier, 1 by title only, "
        "1 by a malformed id only; 1 malformed, 1 named outside of entries",
        "Malformed: 1",
        "  odd.md:6: 'https://arxiv.org/abs/2101.123' is no arXiv id: 3 digits in 2021, where numbers have 5",
    ]


def test_many_malformed_identifiers(desk: Desk) -> None:
    """Ten are named, and all of them with ``-v``."""
    items = (f"- [Teapot {n}](https://arxiv.org/abs/2101.{n})\n" for n in range(100, 125))
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n" + "".join(items))
    err = desk.run("scan", "tea.md").err
    assert err.count("is no arXiv id") == 10
    assert err.endswith("  and 15 more: paperdex -v scan tells them all\n")
    assert desk.run("-v", "scan", "tea.md").err.count("is no arXiv id") == 25


def test_every_format_has_every_entry(desk: Desk) -> None:
    """``json`` is an array of the rows of ``jsonl``, ``csv`` has their keys, ``plain`` a line each."""
    desk.write("odd.md", ODD)
    rows = [json.loads(line) for line in desk.run("scan", "--format", "jsonl", "odd.md").lines]
    assert json.loads(desk.run("scan", "--format", "json", "odd.md").out) == rows
    table = list(csv.DictReader(io.StringIO(desk.run("scan", "--format", "csv", "odd.md").out)))
    assert list(table[0]) == KEYS
    assert [(row["line"], row["topic"], row["id"]) for row in table] == [
        (str(row["line"]), "; ".join(row["topic"]), row["id"] or "") for row in rows
    ]
    plain = [line.split("\t") for line in desk.run("scan", "--format", "plain", "odd.md").lines]
    assert [(row[0], row[1], row[3], row[6]) for row in plain][:2] == [
        ("2101.90001v3", "2021", "Teapots, an Invented Paper", "odd.md:5"),
        ("-", "", "Broken", "odd.md:6"),
    ]
    assert [row[5] for row in plain][2:] == [
        *("", "title only", "the same as in line 5", "", "no id, only a link", "no title")
    ]


def test_the_table_is_lined_up(desk: Desk) -> None:
    """Letters that take two columns count as two; several lists have a column of their own."""
    desk.write("odd.md", ODD)
    desk.write(
        "tea.md",
        "# 茶\n\n## 茶壶\n\n- [急須の発明](https://arxiv.org/abs/2101.90001)\n- [Ｂ](https://arxiv.org/abs/2101.90004)\n",
    )
    lines = desk.run("scan", "--format", "table", "odd.md", "tea.md").lines
    assert lines[0].split() == ["list", "line", "id", "date", "title", "topic"]
    starts = {
        cell_len(line[: line.rindex("  ")]) for line in lines if line.endswith(("topic", "茶壶", "Deeper", "主题"))
    }
    assert len(starts) == 1


def test_ids_of_several_lists_pipe_into_anything(desk: Desk) -> None:
    """One a line, each once, without version; everything else goes to stderr."""
    desk.write("odd.md", ODD)
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90002v2)\n- [B](https://arxiv.org/abs/hep-th/9901001)\n")
    outcome = desk.run("scan", "--format", "ids", "odd.md", "tea.md")
    assert outcome.out == "2101.90001\n2101.90002\n2101.90003\nhep-th/9901001\n"


def test_a_list_without_papers_is_told_clearly(desk: Desk) -> None:
    """What it was read as, what was looked for, what its text names, and the next step."""
    desk.write("notes.md", "# Notes\n\nSee arXiv:2101.90001 one day.\n")
    outcome = desk.run("scan", "notes.md", code=2)
    assert outcome.out == ""
    for words in (
        "notes.md: no papers were found in it, read as markdown, though its text names 2101.90001.",
        "An entry is a list item",
        "in another format, name that with --from: latex, csv",
    ):
        assert words in outcome.err
    assert "read as org, as --from says" in desk.run("scan", "--from", "org", "notes.md", code=2).err


def test_good_lists_are_shown_beside_bad_ones(desk: Desk) -> None:
    """Every bad one is told, after the good ones, and the exit code says so."""
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    desk.write("notes.md", "# Notes\n")
    outcome = desk.run("scan", "--format", "ids", "nowhere.md", "tea.md", "notes.md", code=2)
    assert outcome.out == "2101.90001\n"
    assert [line.split(":")[:2] for line in outcome.err.splitlines()] == [
        *(["tea.md", " 1 entry"], ["Error", " nowhere.md"], ["Error", " notes.md"])
    ]


def test_files_that_are_no_lists_are_passed_over_and_counted(desk: Desk) -> None:
    """In a folder, where a suffix means many things; ``-v`` says why of each."""
    desk.write("lists/tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    desk.write("lists/data.csv", "colour,count\nred,1\nblue,2\n")
    desk.write("lists/broken.json", "{")
    desk.write("lists/empty.txt", "")
    told = "Passed over: 3 files are no reading lists"
    assert desk.run("scan", "lists").err.endswith(f"{told} (paperdex -v scan says why)\n")
    lines = desk.run("-v", "scan", "lists").err.splitlines()
    assert lines[1] == told
    assert [line.split(":")[0] for line in lines[2:]] == [
        f"  lists/{name}" for name in ("broken.json", "data.csv", "empty.txt")
    ]
    assert desk.run("-q", "scan", "lists").err == ""


def test_an_address_without_scheme_is_recognised(desk: Desk) -> None:
    """As it is copied from a browser."""
    err = desk.run("scan", "github.com/ada/teapots", code=2).err
    assert "no such file. If it is an address, write https://github.com/ada/teapots." in err


@pytest.mark.parametrize("width", [20, 33, 80])
@pytest.mark.parametrize(
    "words",
    [
        "  5  An Invented Paper on Teapots and Their Many Uses  2101.90001  [title only]",
        "  5  关于茶壶的一种虚构方法，及其在大规模数据上的应用研究与分析：一个非常长的标题  2101.90001",
        "  5  https://invented.example/averyverylongaddresswithoutanyplacetobreak/of/a/paper.pdf  [no title]",
        "  5  ティーポットの発明についてのとても長い論文、および、その応用。 찻주전자의 발명에 관한 논문",
    ],
)
def test_wrapped_lines_fit_and_lose_nothing(words: str, width: int) -> None:
    """In every script; later lines are indented, and rich does not break them again."""
    wrapped = wrap(Text(words), width, indent=5)
    lines = wrapped.plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert all(line.startswith("     ") for line in lines[1:])
    assert "".join(wrapped.plain.split()) == "".join(words.split())
    assert not any(line.strip()[0] in "，。、：）" for line in lines)
    console = Console(file=io.StringIO(), width=width)
    assert len(console.render_lines(wrapped, pad=False)) == len(lines)
