"""The sample data: records hold confirmed facts, lists keep the facts and form of their seeds, no prose is copied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Rows = dict[str, dict[str, Any]]
"""Id -> record."""

SNAPSHOT_KEYS = [
    "id", "submitter", "authors", "title", "comments", "journal-ref", "doi", "report-no", "categories", "license",
    "abstract", "versions", "update_date", "authors_parsed",
]  # fmt: skip
ARXIV_LINK = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")
MONTH_ALONE = re.compile(r"([A-Z][a-z]{2}) (\d{4})")
CREATED = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([1-9]\d?) ([A-Z][a-z]{2}) (\d{4})(?: (\d\d:\d\d:\d\d) GMT)?")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MENTIONED = {"1701.02096"}  # in the abstract of another paper
UNLINKED = {"1502.03167"}  # Batch Normalization, listed by its title alone

LISTS = {
    "dl-foundation.zh.md": ("002", r"^1\. \[", 32, 31),
    "paper-reviews.md": ("003", r"^#### \*\*\d+\. ", 8, 7),
    "training-methodologies.md": ("004", r"^\* ", 11, 9),
}
"""List -> number of its seed, what begins an entry, entries, different arXiv papers that are entries."""

QUIRKS = {
    "dl-foundation.zh.md": [
        r"\A---\nlayout: article\n",
        r'^title:  "「DL」 深度学习基本技能资源汇总"$',
        r"^<span id='head'></span>  $",
        r"^# 1 综述\n\n# 2 基础\n\n## 2\.1 卷积\n### 2\.1\.1 ",
        r"\]\(http://cn\.arxiv\.org/abs/",
        r"\(https://arxiv\.org/abs/",
        r"^\$\\bullet \\bullet\$ +$",
        r"^NIPS 2018 \*2018-01-11\* ",
        r"\| \[openreview\]",
        r"\| \[zhihu\].*\| \[reddit\]",
        r"^>[^ ]",
        r"\[End\]\(#head\)\n\{:\.warning\}  \n\Z",
        r"^1\. \[(Overfitting in Synthesis.*\n).*\n\n1\. \[\1",
    ],
    "paper-reviews.md": [
        r"^# \[\]\(#list\) ",
        r'^## <a id="Training"></a>Training$',
        r"^  1\. \*\*DSD:  DENSE-SPARSE-DENSE ",
        r"^#### \*\*1\. DENSE-SPARSE-DENSE ",
        r"\*\* \(ICCV2017\)$",
        r"/pdf/1607\.04381\.pdf\)",
        r"/abs/1710\.09829v1\)",
        r"https://research\.fb\.com/.*\.pdf",
        r"^\*\*Review\*\*\(\[Paper link\]\(",
        r"^1\. .+\n2\. .+\n3\. ",
        r"[^\n]: 1\. .* 2\. ",
    ],
    "training-methodologies.md": [
        r'\A<span style="font-family:monospace">\n',
        r"^count: 12$",
        r"^\* Batch Normalization$",
        r"^    \* Year: 21 Jul `2016`$",
        r"^    \* Author: ",
        r"^    \* Authors: .*, ",
        r"https://proceedings\.mlr\.press/",
        r"Abstract: .*\(https://arxiv\.org/abs/1701\.02096\)",
        r"Abstract: .*\[this https URL\]\(https://github",
        r"^> .*\(Layer Normalization, 2016\)$",
        r"Abstract: .*\$L_\{2\}\$.*\\emph\{not\}",
    ],
}
"""List -> the odd forms that it is kept for, as expressions."""


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "data"


@pytest.fixture(scope="module")
def records(data: Path) -> Rows:
    lines = (data / "records.jsonl").read_text(encoding="ascii").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def confirmed(recorded: Path) -> Rows:
    lines = (recorded / "seed-papers.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def text_of(data: Path, name: str) -> str:
    return (data / "lists" / name).read_text(encoding="utf-8")


def seed_of(seeds: Path, name: str) -> str:
    (path,) = seeds.glob(f"{LISTS[name][0]}_*.md")
    return path.read_text(encoding="utf-8")


def day_of(created: str) -> str:
    """A ``created`` value as an ISO date; asserts its form and that the weekday is right."""
    if month_alone := MONTH_ALONE.fullmatch(created):
        return f"{month_alone[2]}-{MONTHS.index(month_alone[1]) + 1:02}"
    match = CREATED.fullmatch(created)
    assert match, created
    weekday, day, month, year, _ = match.groups()
    when = date(int(year), MONTHS.index(month) + 1, int(day))
    assert WEEKDAYS[when.weekday()] == weekday, created
    return when.isoformat()


# The records by themselves


def test_every_line_is_a_partial_snapshot_record(data: Path) -> None:
    """A line is JSON with snapshot keys, in the snapshot's order; no abstract, no null, no empty value."""
    for line in (data / "records.jsonl").read_text(encoding="ascii").splitlines():
        row = json.loads(line)
        assert list(row) == [key for key in SNAPSHOT_KEYS if key in row]
        assert {"id", "title"} <= set(row)
        assert "abstract" not in row
        assert all(row.values())
        assert not any("\n" in value for value in row.values() if isinstance(value, str))


def test_ids_ascend(data: Path) -> None:
    """Ids are unique and in ascending order, as in the snapshot."""
    lines = (data / "records.jsonl").read_text(encoding="ascii").splitlines()
    ids = [tuple(map(int, json.loads(line)["id"].split("."))) for line in lines]
    assert ids == sorted(set(ids))
    assert len(ids) == 49


def test_versions_ascend(records: Rows) -> None:
    """Versions begin with v1, and their dates and numbers ascend."""
    for row in records.values():
        versions = row.get("versions", [{"version": "v1", "created": "Mon, 1 Jan 2001"}])
        days = [day_of(version["created"]) for version in versions if "created" in version]
        numbers = [int(version["version"][1:]) for version in versions if "version" in version]
        assert versions[0]["version"] == "v1", row["id"]
        assert days == sorted(set(days)), row["id"]
        assert numbers == sorted(set(numbers)), row["id"]


def test_parsed_authors_print_as_the_authors(records: Rows) -> None:
    """The parted names, put together again, are the line of authors."""
    for row in records.values():
        assert ("authors" in row) == ("authors_parsed" in row)
        parsed = row.get("authors_parsed", [])
        names = (" ".join(filter(None, [given, family, suffix])) for family, given, suffix in parsed)
        assert ", ".join(names) == row.get("authors", "")


# The lists by themselves


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_its_entries(data: Path, name: str) -> None:
    """The number of entries and of different papers is that of the original."""
    _, entry, entries, papers = LISTS[name]
    text = text_of(data, name)
    assert len(re.findall(entry, text, re.MULTILINE)) == entries
    assert len(set(ARXIV_LINK.findall(text)) - MENTIONED) == papers


def test_every_linked_paper_has_a_record(data: Path, records: Rows) -> None:
    """The records are those of the papers in the lists, and of the one that a list names without a link."""
    linked = {paper for name in LISTS for paper in ARXIV_LINK.findall(text_of(data, name))}
    assert len(linked - MENTIONED) == 47
    assert set(records) == linked | UNLINKED


@pytest.mark.parametrize(("name", "quirk"), [(name, quirk) for name, quirks in QUIRKS.items() for quirk in quirks])
def test_a_list_keeps_its_odd_forms(data: Path, name: str, quirk: str) -> None:
    """The forms that make these lists hard to read are still there."""
    assert re.search(quirk, text_of(data, name), re.MULTILINE)


def test_the_folder_holds_what_its_readme_names(data: Path) -> None:
    """Every file is described, and the sentence that arXiv asks for stands there."""
    readme = (data / "README.md").read_text(encoding="utf-8")
    names = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert names - {"README.md"} == {"records.jsonl", *(f"lists/{name}" for name in LISTS)}
    assert all(f"`{name}`" in readme for name in names - {"README.md"})
    assert "Thank you to arXiv for use of its open access interoperability." in readme


# Beside the recorded facts


FACT_OF = {"comments": "comment", "journal-ref": "journal_ref", "doi": "doi", "license": "license"}


def test_records_hold_recorded_facts_only(records: Rows, confirmed: Rows) -> None:
    """Texts, names and DOIs are the recorded ones, and nothing stands there that the facts lack."""
    assert set(records) == set(confirmed)
    for paper, row in records.items():
        facts = confirmed[paper]["facts"]
        assert row.get("title") == " ".join(facts["title"].split())
        assert row.get("authors") == (", ".join(facts["authors"]) if "authors" in facts else None)
        for key, fact in FACT_OF.items():
            assert row.get(key) == (" ".join(facts[fact].split()) if fact in facts else None), (paper, key)
        assert not {"submitter", "report-no", "abstract", "update_date"} & set(row)


def test_names_are_parted_as_the_source_parts_them(records: Rows, confirmed: Rows) -> None:
    """Where a source gives family names apart, those are kept."""
    told = {
        paper: said["authors_last_first"]
        for paper, row in confirmed.items()
        for said in row["records"]
        if "authors_last_first" in said
    }
    assert told
    for paper, names in told.items():
        assert [f"{family}, {given}" for family, given, _ in records[paper]["authors_parsed"]] == names


def test_first_dates_are_the_confirmed_ones(records: Rows, confirmed: Rows) -> None:
    """A record has versions exactly if the first date is confirmed, and v1 has that date."""
    for paper, row in records.items():
        facts = confirmed[paper]["facts"]
        first = day_of(row["versions"][0]["created"]) if "versions" in row else None
        assert first == (facts["created"][:10] if "created" in facts else None), paper


def test_times_and_later_versions_are_told_by_a_source(records: Rows, confirmed: Rows) -> None:
    """A time of day, the date of a later version and its number each stand in a source of that paper."""
    for paper, row in records.items():
        sources = json.dumps(confirmed[paper]["records"])
        for version in row.get("versions", []):
            number, created = version.get("version", ""), version.get("created", "")
            match = CREATED.fullmatch(created)
            day, time = day_of(created) if created else "", match and match.group(5)
            assert (f'"{day}T{time}Z"' if time else day) in sources, paper
            if number not in {"", "v1"}:
                assert re.search(rf'"versions_note": "[^"]*\b{number}\b(?:(?: of|,) {day})?[^"]*"', sources), paper


def test_categories_are_the_recorded_ones(records: Rows, confirmed: Rows) -> None:
    """Every recorded category stands, in its source's order; a known primary category is the first."""
    for paper, row in records.items():
        facts = confirmed[paper]["facts"]
        primary = facts.get("primary_category")
        expected = facts.get("categories", [primary] if primary else [])
        assert row.get("categories", "").split() == expected, paper
        assert primary is None or expected[0] == primary, paper


# Beside the seed documents

FACT_LINES = {
    "front matter": re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    "headings": re.compile(r"^#+ .*$", re.MULTILINE),
    "fields": re.compile(r"^ +\* (?:Title|Year|Authors?): .*$", re.MULTILINE),
    "bold": re.compile(r"\*\*.+?\*\*"),
    "links": re.compile(r"\[[^\]\n]*\]\([^)\n]*\)"),
    "bare titles": re.compile(r"^\* [^\[\n]+$", re.MULTILINE),
}
"""What of a list is fact and stays as it was; the order is that in which `prose` takes them out."""
OTHER_FACTS = {
    "dates": re.compile(r"\*\d{4}-\d\d-\d\d\*"),
    "venues": re.compile(r"^[A-Z]+ \d{4}(?= \*)|\([A-Z]+\d{4}\)", re.MULTILINE),
    "ratings": re.compile(r"^\$(?:\\bullet ?)+\$ *$", re.MULTILINE),
    "count": re.compile(r"^count: \d+$", re.MULTILINE),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", [*FACT_LINES, *OTHER_FACTS])
def test_a_list_has_the_facts_of_its_seed(data: Path, seeds: Path, name: str, kind: str) -> None:
    """Headings, links, titles, fields, dates, venues and ratings are those of the seed, in its order."""
    fact = {**FACT_LINES, **OTHER_FACTS}[kind]
    assert fact.findall(text_of(data, name)) == fact.findall(seed_of(seeds, name))


RUN = 8
WORD = re.compile(r"[^\W_一-鿿]+|[一-鿿]")
"""A word; a Chinese character counts as one."""


def prose(text: str) -> list[str]:
    """What is left of a list without its facts, as stretches that a fact parts."""
    for fact in FACT_LINES.values():
        text = fact.sub("\0", text)
    return text.split("\0")


def runs(stretches: list[str]) -> Iterator[tuple[str, ...]]:
    """Every run of eight words."""
    for stretch in stretches:
        words = WORD.findall(stretch.lower())
        yield from (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def ours(data: Path) -> set[tuple[str, ...]]:
    """Every run of words in the folder, titles and links left out."""
    stretches = [piece for path in data.rglob("*.md") for piece in prose(path.read_text(encoding="utf-8"))]
    for line in (data / "records.jsonl").read_text(encoding="ascii").splitlines():
        stretches += [value for key, value in json.loads(line).items() if isinstance(value, str) and key != "title"]
    return set(runs(stretches))


def test_a_copied_sentence_would_be_seen() -> None:
    """The comparison sees through line breaks, case and punctuation, and counts Chinese characters."""
    invented = "* [Teapots](https://example.org)\n  Pour slowly, or the lid\n  falls into the Cup!"
    assert set(runs(prose(invented))) & set(runs(["he said: pour slowly or the lid falls into the cup"]))
    assert set(runs(prose("茶壶要慢慢地倒，"))) == set()
    assert set(runs(prose("茶壶要慢慢地倒水，"))) == {tuple("茶壶要慢慢地倒水")}


@pytest.mark.parametrize("name", LISTS)
def test_no_prose_of_a_seed_is_copied(data: Path, seeds: Path, name: str) -> None:
    """No eight words in a row come from a seed's notes, reviews, quotes or abstracts."""
    theirs = set(runs(prose(seed_of(seeds, name))))
    assert len(theirs) > 100
    assert theirs & ours(data) == set()


def test_no_abstract_is_copied(data: Path, confirmed: Rows) -> None:
    """No eight words in a row come from the abstract of a paper."""
    abstracts = [said["abstract"] for row in confirmed.values() for said in row["records"] if "abstract" in said]
    assert len(abstracts) > 30
    titles = [row["facts"]["title"] for row in confirmed.values()]
    assert set(runs(abstracts)) & ours(data) - set(runs(titles)) == set()
