"""The formats and filters of ``list``, ``search``, ``topics`` and ``show``."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli.running import Desk, paper
from loopback_arxiv import LoopbackArxiv, Papers
from paperdex.cli.list import FORMATS

KEYS = (
    *("list", "line", "topic", "status", "id", "title", "title_in_list", "authors", "abstract", "submitted"),
    *("updated", "version", "primary_category", "categories", "comment", "journal_ref", "doi", "venue", "rating"),
    *("note", "links", "url"),
)
"""Of section 4 of the design."""

POTS = (
    paper(1, "Brown Teapots, Invented"),
    paper(2, "Zinc Teapots, Invented", authors=(("Jan van der Verzonnen", None),), versions=("2015-02-03T00:00:00Z",)),
    paper(3, "Kettles, Invented", categories=("math.CO", "cs.LG"), versions=("2019-02-03T00:00:00Z",)),
    paper(4, "Saucers & Cups: <b>an</b> *Invented* [Study](x)", categories=("hep-th",)),
)
TEA = """\
# Tea

## Pots

- [Brown Teapots](https://arxiv.org/abs/2101.90001) *2021-01-01*
  whistles nicely

### Metal

- [Zinc Teapots](https://arxiv.org/abs/2101.90002)
- [Kettles](https://arxiv.org/abs/2101.90003)

## Saucers & *Cups*

- [Saucers](https://arxiv.org/abs/2101.90004)
- [Nowhere](https://arxiv.org/abs/2101.90009)
- [Brown Teapots, once more](https://arxiv.org/abs/2101.90001)
"""


@pytest.fixture
def tea(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """A library of two lists and four papers."""
    arxiv.papers = Papers(POTS)
    desk.write("tea.md", TEA)
    desk.write("more/kettles.md", "# More\n\n## Kettles\n\n- [K](https://arxiv.org/abs/2101.90003)\n")
    desk.run("fetch", "tea.md", "more/kettles.md", code=1)
    return desk


def ids(desk: Desk, *arguments: str, command: str = "list") -> list[str]:
    """The numbers of the papers that are listed."""
    return [line.removeprefix("2101.9000") for line in desk.run(command, "--format", "ids", *arguments).lines]


def test_plain_is_a_line_an_entry(tea: Desk) -> None:
    """Identifier, year, authors, title, topic and remark, parted by tabs; also the default without a terminal."""
    lines = tea.run("list", "--format", "plain").lines
    assert lines == tea.run("list").lines
    assert lines[0] == "2101.90001\t2021\tInvented and Imaginary\tBrown Teapots, Invented\tPots\t"
    assert lines[1].split("\t")[4] == "Pots / Metal"
    assert lines[4] == "-\t\t\tNowhere\tSaucers & Cups\tunresolved: unknown to arXiv"
    assert [len(line.split("\t")) for line in lines] == [6] * 7


def test_jsonl_and_json_are_the_same_rows(tea: Desk) -> None:
    """A row an entry with the keys of the design, in their order."""
    rows = [json.loads(line) for line in tea.run("list", "--format", "jsonl").lines]
    assert [tuple(row) for row in rows] == [KEYS] * 7
    assert json.loads(tea.run("list", "--format", "json").out) == rows
    assert rows[0]["topic"] == ["Pots"]
    assert [row["line"] for row in rows if row["list"] == "tea.md"] == [5, 10, 11, 15, 16, 17]


def test_csv_has_the_same_columns(tea: Desk) -> None:
    """It parses back to a row an entry; several values of a cell are parted by semicolons."""
    header, *rows = csv.reader(io.StringIO(tea.run("list", "--format", "csv").out))
    assert tuple(header) == KEYS
    assert len(rows) == 7
    first = dict(zip(header, rows[0], strict=True))
    assert (first["id"], first["authors"]) == ("2101.90001", "Ada Invented; Bo Imaginary")
    assert first["categories"] == "cs.LG; stat.ML"


def test_ids_are_each_work_once(tea: Desk) -> None:
    """In the order of the lists, resolved ones only."""
    assert ids(tea) == ["1", "2", "3", "4"]


def test_markdown_is_a_reading_list_again(tea: Desk) -> None:
    """paperdex reads the same titles under the same topics with the same identifiers from it."""
    tea.write("again.md", tea.run("list", "--format", "markdown").out)
    again = [json.loads(line) for line in tea.run("scan", "--format", "jsonl", "again.md").lines]
    rows = [json.loads(line) for line in tea.run("list", "--format", "jsonl").lines]
    assert [(row["topic"], row["title"], row["id"]) for row in again] == [
        (row["topic"], row["title"], row["id"] or "2101.90009") for row in rows
    ], "the entry that is not resolved keeps its link"


def test_markdown_names_a_topic_again_after_its_sub_topic(tea: Desk) -> None:
    """In another order than the list's, no entry slips under the topic before it."""
    tea.write("again.md", tea.run("list", "--format", "markdown", "--sort", "year", "--from-list", "tea.md").out)
    again = [json.loads(line) for line in tea.run("scan", "--format", "jsonl", "again.md").lines]
    rows = [json.loads(line) for line in tea.run("list", "--format", "jsonl", "--from-list", "tea.md").lines]
    assert sorted((row["topic"], row["title"]) for row in again) == sorted((row["topic"], row["title"]) for row in rows)


@pytest.mark.parametrize("output", ["tree", "table"])
def test_drawings_are_plain_lines_without_a_terminal(tea: Desk, output: str) -> None:
    """No colour, no wrap, no trailing blanks, whatever the environment says of colours."""
    tea.environment |= {"FORCE_COLOR": "1", "COLUMNS": "20", "TTY_COMPATIBLE": "1", "CLICOLOR_FORCE": "1"}
    out = tea.run("list", "--format", output).out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())
    assert [line for line in out.splitlines() if "Saucers & Cups: <b>an</b> *Invented* [Study](x)" in line]


def test_the_tree_has_every_list_and_topic(tea: Desk) -> None:
    """A tree a list, its topics nested, entries under them."""
    out = tea.run("list", "--format", "tree").out
    first, second = out.split("\n\n")
    assert first.splitlines()[:4] == [
        "Tea",
        "├── Pots",
        "│   ├── Brown Teapots, Invented  Invented and Imaginary, 2021, 2101.90001",
        "│   └── Metal",
    ]
    assert second.splitlines()[0] == "More"


@pytest.mark.parametrize("output", FORMATS)
def test_an_empty_result_is_empty(tea: Desk, output: str) -> None:
    """No entry, no row, and still valid."""
    out = tea.run("list", "--author", "Nobody Atall", "--format", output).out
    expected = {"json": "[]\n", "csv": ",".join(KEYS) + "\n"}
    if output != "table":
        assert out == expected.get(output, "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--topic", "pots"], "123"),
        (["--topic", "POTS"], "123"),
        (["--topic", "ｐｏｔｓ"], "123"),
        (["--topic", "metal"], "23"),
        (["--topic", "Pots/Metal"], "23"),
        (["--topic", "saucers & cups"], "41"),
        (["--author", "verzonnen"], "2"),
        (["--author", "Ada"], "134"),
        (["--year", "2021"], "14"),
        (["--year", "2015..2019"], "23"),
        (["--year", "..2019"], "23"),
        (["--year", "2020.."], "14"),
        (["--category", "cs.LG"], "123"),
        (["--category", "math"], "3"),
        (["--category", "hep-th"], "4"),
        (["--from-list", "kettles.md"], "3"),
        (["--from-list", "tea.md", "--category", "math.CO"], "3"),
        (["--match", "whistles"], "1"),
        (["--match", "invented study"], "4"),
        (["--sort", "title"], "1342"),
        (["--sort", "year"], "1432"),
        (["--limit", "1"], "1"),
        (["--limit", "0"], ""),
        (["--topic", "pots", "--year", "2019"], "3"),
    ],
)
def test_filters(tea: Desk, arguments: list[str], expected: str) -> None:
    """Each filter, and some together, on list."""
    assert "".join(ids(tea, *arguments)) == expected


def test_search_is_best_first_and_takes_the_filters(tea: Desk) -> None:
    """Words in titles before words in notes; filters narrow; nothing found says so and is no error."""
    assert ids(tea, "kettles", command="search") == ["3"]
    assert sorted(ids(tea, "invented", command="search")) == ["1", "2", "3", "4"]
    assert ids(tea, "invented", "--category", "math", command="search") == ["3"]
    assert ids(tea, '"Zinc Teapots"', command="search") == ["2"]
    assert len(ids(tea, "invented", "--limit", "2", command="search")) == 2
    outcome = tea.run("search", "samovar")
    assert outcome.out == ""
    assert "Nothing in the library has 'samovar'." in outcome.err


def test_what_fits_nothing_says_so(tea: Desk) -> None:
    """Filters that let nothing through are no error, and no silence."""
    for output in ("plain", "tree", "table", "jsonl", "ids"):
        outcome = tea.run("list", "--year", "1850", "--format", output)
        assert (outcome.out, outcome.err) == ("", "Nothing in the library fits.\n")


@pytest.mark.parametrize("words", ['"', "*", "a OR b", "NEAR(", "title:x", "-", "';--", "(", "^"])
def test_no_search_is_a_syntax_error(tea: Desk, words: str) -> None:
    """Whatever is typed is looked for, or there is nothing to look for."""
    outcome = tea.run("search", "--", words, code=None)
    assert outcome.code in {0, 2}
    assert "SQLite" not in outcome.err


def test_topics_are_counted(tea: Desk) -> None:
    """A tree for people, lines for programs; a count takes in the sub-topics."""
    assert tea.run("topics").out.splitlines()[:4] == [
        "Tea  6",
        "├── Pots  3",
        "│   └── Metal  2",
        "└── Saucers & Cups  3",
    ]
    assert tea.run("topics", "--format", "plain").lines[0] == "3\tPots\ttea.md"
    rows = [json.loads(line) for line in tea.run("topics", "--format", "jsonl", "--from-list", "tea.md").lines]
    assert rows[0] == {"list": "tea.md", "topic": ["Pots"], "own": 1, "total": 3}
    assert len(rows) == 3


@pytest.mark.parametrize(
    "name", ["2101.90001", "2101.90001v2", "arXiv:2101.90001", "https://arxiv.org/pdf/2101.90001.pdf"]
)
def test_show_takes_any_spelling(tea: Desk, name: str) -> None:
    """The record and every entry that names the work."""
    out = tea.run("show", name).out
    assert out.startswith("Brown Teapots, Invented\n\nwork        2101.90001\n")
    assert "tea.md:5  Pots" in out
    assert "tea.md:17  Saucers & Cups" in out
    assert "whistles nicely" in out
    assert "We boil water in teapot 1." in out


def test_show_takes_a_cite_key(tea: Desk) -> None:
    """The key that an export gave."""
    key = tea.run("export").out.split("@misc{")[1].split(",")[0]
    assert tea.run("show", key).out == tea.run("show", "2101.90001").out


def test_show_says_why_there_is_no_record(tea: Desk) -> None:
    """A work that arXiv does not know is there, with the reason."""
    assert "unknown to arXiv" in tea.run("show", "2101.90009").out


def test_export_by_topic(tea: Desk) -> None:
    """A comment a topic, each work once, what has no record told on stderr."""
    outcome = tea.run("export")
    assert outcome.out.count("@misc{") == 4
    assert [line for line in outcome.lines if line.startswith("% Topic:")][:2] == [
        "% Topic: Pots",
        "% Topic: Pots / Metal",
    ]
    assert "Left out: tea.md:16: 'Nowhere': unknown to arXiv" in outcome.err
    assert tea.run("export", "--topic", "metal").out.count("@misc{") == 2


def test_an_export_as_markdown_is_a_list_again(tea: Desk) -> None:
    """With the works, topics and links of the list that it was made of."""
    code = "[code](https://github.com/tea/pots)"
    brown, zinc = "[Brown](https://arxiv.org/abs/2101.90001)", "[Zinc](https://arxiv.org/abs/2101.90002)"
    tea.write("mine.md", f"# Mine\n\n## Pots\n\n- {brown} [{code}]\n\n### Metal\n\n- {zinc}\n")
    tea.run("fetch", "--offline", "mine.md")
    tea.run("export", "--from-list", "mine.md", "-o", "again.md")
    assert f"[{code}]" in (tea.folder / "again.md").read_text(encoding="utf-8")
    rows, kept = (
        [(row["id"], row["topic"]) for row in map(json.loads, tea.run("scan", "--format", "jsonl", name).lines)]
        for name in ("again.md", "mine.md")
    )
    assert rows == kept == [("2101.90001", ["Pots"]), ("2101.90002", ["Pots", "Metal"])]


def test_export_to_a_file(tea: Desk) -> None:
    """The format from the suffix, the same bytes as on stdout, the same from run to run."""
    out = tea.run("export").out
    outcome = tea.run("export", "-o", "tea.bib")
    assert outcome.out == ""
    assert "Wrote 4 works to tea.bib." in outcome.err
    assert (tea.folder / "tea.bib").read_text(encoding="utf-8") == out
    tea.run("export", "--format", "BibTeX", "-o", "tea.bib")
    assert (tea.folder / "tea.bib").read_text(encoding="utf-8") == out


def test_an_export_through_a_link_keeps_the_link(tea: Desk) -> None:
    """And a device is written to, not replaced by a file."""
    (tea.folder / "real.bib").write_text("old", encoding="utf-8")
    (tea.folder / "link.bib").symlink_to("real.bib")
    tea.run("export", "--force", "-o", "link.bib")
    assert (tea.folder / "link.bib").is_symlink()
    assert "@misc" in (tea.folder / "real.bib").read_text(encoding="utf-8")
    tea.run("export", "-f", "bibtex", "-o", "/dev/null")


def test_an_entry_without_a_title_is_told_by_its_identifier(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """One that nobody knows is seen in every form for people; what has not even an identifier is told by its reason."""
    arxiv.papers = Papers(POTS)
    desk.write("ids.txt", "2101.90001\n2101.90009\n2101.900\n")
    fetched = desk.run("fetch", "ids.txt", code=1).err
    assert "ids.txt:2: 'arxiv:2101.90009': unknown to arXiv" in fetched
    assert "ids.txt:3: '2101.900' is no identifier" in fetched
    assert desk.run("list").lines[1] == "-\t\t\t2101.90009\t\tunresolved: unknown to arXiv"
    assert "── 2101.90009  [unresolved: unknown to arXiv]" in desk.run("list", "--format", "tree").out
    assert "── (no title)  [unresolved: '2101.900' is" in desk.run("list", "--format", "tree").out
    assert "\n- 2101.90009\n- (no title)\n" in desk.run("list", "--format", "markdown").out
    assert "Left out: ids.txt:2: unknown to arXiv" in desk.run("export", code=None).err
