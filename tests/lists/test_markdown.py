"""The Markdown reader: the three real lists, fact by fact, and small invented documents beside their expected rows.

A case is ``cases/NAME.md`` (or of another format's suffix) with ``cases/NAME.jsonl``: first a row for the document
(``title`` and ``topics``), then a row for each entry. A field that a row leaves out is empty; an identifier carries its
version (``arxiv:1801.00001v2``), and links are given by their labels.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.lists import read_list
from paperdex.lists.markdown import autolink, read
from paperdex.lists.outline import Heading, Item, ItemList, Paragraph, Span, Table

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "cases").iterdir() if path.suffix != ".jsonl")
SEEDS = {"002": (32, 31), "003": (8, 7), "004": (11, 9)}
"""Number of a seed, its entries, the different arXiv papers that are entries."""
COPIES = {"002": "dl-foundation.zh.md", "003": "paper-reviews.md", "004": "training-methodologies.md"}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def document_row(reading_list: ReadingList) -> dict[str, Any]:
    row = {"title": reading_list.title, "topics": [list(topic) for topic in reading_list.topics]}
    return {key: value for key, value in row.items() if value}


def entry_row(entry: ListEntry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "line": entry.line,
        "title": entry.title,
        "topic": list(entry.topic),
        "identifiers": [f"{i}v{i.version}" if i.version else str(i) for i in entry.well_formed],
        "malformed": [identifier.raw for identifier in entry.malformed],
        "date": entry.date,
        "authors": list(entry.authors),
        "venue": entry.venue,
        "rating": entry.rating,
        "note": entry.note,
        "abstract": entry.abstract,
        "mentions": list(entry.mentions),
        "labels": [link.label for link in entry.links],
    }
    return {key: value for key, value in row.items() if key in {"line", "title"} or value not in (None, [])}


def rows(reading_list: ReadingList) -> list[dict[str, Any]]:
    return [document_row(reading_list), *map(entry_row, reading_list.entries)]


# --- cases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """A small document gives the rows beside it."""
    assert rows(read_list(path.read_bytes(), path.name)) == rows_of(path.with_suffix(".jsonl"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("line_end", "encoding"),
    [("\r\n", "utf-8"), ("\r", "utf-8"), ("\n", "utf-8-sig"), ("\r\n", "utf-16")],
    ids=["crlf", "cr", "bom", "utf-16"],
)
def test_case_in_another_dress(path: Path, line_end: str, encoding: str) -> None:
    """Line ends and encoding of a document change nothing."""
    text = path.read_text(encoding="utf-8").replace("\n", line_end)
    assert rows(read_list(text.encode(encoding), path.name)) == rows_of(path.with_suffix(".jsonl"))


def test_every_case_has_its_rows() -> None:
    """No case lacks its expectation, no expectation its case; titles of entries are all there or meant to be empty."""
    assert {path.stem for path in CASES} == {path.stem for path in (HERE / "cases").glob("*.jsonl")}
    assert len(CASES) >= 40


# --- the three real lists ---------------------------------------------------------------------------------------------


def seed_row(entry: ListEntry) -> dict[str, Any]:
    """The facts of an entry, without its words: of a note and an abstract only whether there is one."""
    arxiv = entry.arxiv
    return {
        "topic": list(entry.topic),
        "title": entry.title,
        "id": arxiv.value if arxiv else None,
        "version": arxiv.version if arxiv else None,
        "identifiers": [str(identifier) for identifier in entry.well_formed],
        "date": entry.date,
        "authors": list(entry.authors),
        "venue": entry.venue,
        "rating": entry.rating,
        "links": [[link.label, link.url] for link in entry.links],
        "mentions": list(entry.mentions),
    }


def expected_seed(number: str) -> list[dict[str, Any]]:
    return [row for row in rows_of(HERE / "seeds.jsonl") if row["seed"] == number]


def read_seed(seeds: Path, number: str) -> ReadingList:
    (path,) = seeds.glob(f"{number}_*.md")
    return read_list(path.read_bytes(), path.name)


@pytest.mark.parametrize("number", SEEDS)
def test_seed(seeds: Path, number: str) -> None:
    """Every field of every entry of a real list is right; which of them have a note and an abstract, too."""
    entries = read_seed(seeds, number).entries
    facts = [
        {
            "seed": number,
            "line": entry.line,
            **seed_row(entry),
            "has_note": entry.note is not None,
            "has_abstract": entry.abstract is not None,
        }
        for entry in entries
    ]
    assert facts == expected_seed(number)
    assert (len(entries), len({entry.arxiv.value for entry in entries if entry.arxiv})) == SEEDS[number]
    assert not any(entry.malformed for entry in entries)


@pytest.mark.parametrize("number", SEEDS)
def test_copy_of_a_seed(root: Path, number: str) -> None:
    """The list in data/ that carries a real list's facts reads as that one does."""
    path = root / "data" / "lists" / COPIES[number]
    keys = set(seed_row(ListEntry(1, "")))
    expected = [{key: row[key] for key in row if key in keys} for row in expected_seed(number)]
    found = [seed_row(entry) for entry in read_list(path.read_bytes(), path.name).entries]
    # Abstracts are left out of the copies or in other words, and links in them with those.
    for row in (*expected, *found):
        row["links"] = [link for link in row["links"] if link[0] != "this https URL"]
    assert found == expected


def test_notes_of_the_chinese_seed(seeds: Path) -> None:
    """A note is its line of the document, without the blanks around it."""
    (path,) = seeds.glob("002_*.md")
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [entry for entry in read_seed(seeds, "002").entries if entry.note]
    for entry in entries:
        below = lines[entry.line : entry.line + 4]
        assert entry.note in below
    assert len(entries) == 8


def test_empty_topics_are_kept(seeds: Path) -> None:
    """A list's topics are all there in document order, those without an entry too."""
    topics = read_seed(seeds, "002").topics
    assert topics[:5] == (
        ("综述",),
        ("基础",),
        ("基础", "卷积"),
        ("基础", "卷积", "标准卷积"),
        ("基础", "卷积", "反卷积"),
    )
    assert ("实践", "欠拟合") in topics
    assert len(topics) == 24


def test_titles_of_the_seeds(seeds: Path) -> None:
    """A list is called what its front matter says, or its only heading of the first level."""
    assert read_seed(seeds, "002").title == "「DL」 深度学习基本技能资源汇总"
    assert read_seed(seeds, "003").title == "List of papers"
    assert read_seed(seeds, "004").title == "Papers in Training Methodologies"


def test_a_mention_is_no_entry(seeds: Path) -> None:
    """The paper that the abstract of Instance Normalization links to is a mention of that entry and no entry."""
    entries = read_seed(seeds, "004").entries
    assert [entry.arxiv.value for entry in entries if entry.arxiv and entry.mentions] == ["1607.08022"]
    assert "1701.02096" not in {entry.arxiv.value for entry in entries if entry.arxiv}


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_outline_keeps_lines() -> None:
    """Every block, row and link knows its line, also below front matter."""
    outline = read("---\ntitle: T\n---\n# H\n\ntext\n\n- a\n  [b](c)\n\n|x|\n|-|\n|y|\n")
    heading, paragraph, items, table = outline.blocks
    assert outline.title == "T"
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(items, ItemList)
    assert isinstance(table, Table)
    assert (heading.line, paragraph.line, items.items[0].line, table.line, table.rows[0].line) == (4, 6, 8, 11, 13)
    assert items.items[0].inline[-1] == Span("b", "c", line=9)


def test_numbered_items_keep_their_number() -> None:
    """An item of an ordered list has the number that a reader sees."""
    (block,) = read("3. a\n3. b\n").blocks
    assert isinstance(block, ItemList)
    assert [item.number for item in block.items] == [3, 4]


def test_deep_nesting_is_text() -> None:
    """Nothing is lost of what is nested deeper than any list is: its text stands in the deepest item."""
    block: Any = read("1. " * 500 + "deep").blocks[0]
    depth = 0
    while isinstance(block, ItemList):
        item: Item = block.items[0]
        depth += 1
        block = item.blocks[0] if item.blocks else item.inline[-1]
    assert block.text == "deep"
    assert depth < 100


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://arxiv.org/abs/1801.00001.", "https://arxiv.org/abs/1801.00001"),
        ("(https://arxiv.org/abs/1801.00001)", "https://arxiv.org/abs/1801.00001"),
        ("(see https://arxiv.org/abs/1801.00001.)", "https://arxiv.org/abs/1801.00001"),
        ("https://en.example.org/Tea_(drink), hot", "https://en.example.org/Tea_(drink)"),
        ("见https://arxiv.org/abs/1801.00001，第一", "https://arxiv.org/abs/1801.00001"),
        ("（https://arxiv.org/abs/1801.00001）", "https://arxiv.org/abs/1801.00001"),
        ("https://arxiv.org/abs/1801.00001。", "https://arxiv.org/abs/1801.00001"),
    ],
)
def test_autolink(text: str, url: str) -> None:
    """A bare URL ends before the punctuation around it, of any script."""
    spans = autolink(text)
    assert [span.url for span in spans if span.url] == [url]
    assert "".join(span.text for span in spans) == text


@pytest.mark.parametrize(
    ("front_matter", "title"),
    [
        ("title: Tea", "Tea"),
        ("layout: x\ntitle:  'Tea: a list'\n", "Tea: a list"),
        ("title: Tea: a list", "Tea: a list"),
        ("title: 2024", "2024"),
        ("title: >\n  Folded\n  tea", "Folded tea"),
        ("title:", None),
        ("title: [a, b]", None),
        ("title: !!python/name:os.system x", "x"),
        ("nothing: here", None),
        ("a: " + "[" * 5000, None),
        ("a: &a [x]\n" + "".join(f"k{n}: &k{n} {{<<: [*a, *a]}}\n" for n in range(50)), None),
        ("a: \x01", None),
    ],
)
def test_front_matter(front_matter: str, title: str | None) -> None:
    """Front matter names the list or doesn't; it is never run and never multiplied, and the text below it is read."""
    outline = read(f"---\n{front_matter}\n---\ntext\n")
    assert outline.title == title
    assert isinstance(outline.blocks[-1], Paragraph)
    assert outline.blocks[-1].inline[0].text == "text"


def test_lines_with_bullets_of_other_programs_are_items() -> None:
    """Lines with a bullet that Markdown does not know are items, each with its line; a bullet alone gives none."""
    text = """# Papers

• Invented Teapots https://arxiv.org/abs/1801.00001
  by Ada Invented
•
・Invented Kettles arXiv:1801.00002

• One line alone is text, https://arxiv.org/abs/1801.00003 says.
"""
    entries = read_list(text.encode(), "x.md").entries
    assert [(entry.line, entry.title) for entry in entries] == [(3, "Invented Teapots"), (6, "Invented Kettles")]
