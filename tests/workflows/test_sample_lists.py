"""The three lists of data/ with the records of data/, which are the mirror: what ``make demo`` shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.running import Desk, paper
from loopback_arxiv import LoopbackArxiv, Papers
from paperdex.core.records import BibliographicRecord
from paperdex.sources.snapshot import parse_line

GOYAL = "1706.02677"
GLOROT = "url:https://proceedings.mlr.press/v9/glorot10a.html"


@pytest.fixture
def data(root: Path, desk: Desk) -> Path:
    """The folder of the sample data, its records imported."""
    desk.run("mirror", "import", root / "data" / "records.jsonl")
    return root / "data"


def entries(desk: Desk) -> list[dict[str, Any]]:
    """What ``list --format jsonl`` prints."""
    return [json.loads(line) for line in desk.run("list", "--format", "jsonl").lines]


def test_every_linked_paper_has_the_facts_of_the_records(desk: Desk, data: Path, no_arxiv: str) -> None:
    """With arXiv out of reach: 51 entries, 47 linked papers with what data/records.jsonl says, and exit code 3."""
    outcome = desk.run("fetch", data / "lists", code=3)
    assert "arXiv can't be reached at 127.0.0.1" in outcome.err
    assert "Partial, kept as they are: 47 records" in outcome.err
    assert "without abstract" in outcome.err
    rows = entries(desk)
    assert len(rows) == 51
    papers = {row["id"] for row in rows if row["id"] and ":" not in row["id"]}
    assert len(papers) == 47
    facts: dict[str, BibliographicRecord] = {
        record.work: record
        for line in (data / "records.jsonl").read_bytes().splitlines()
        for record in [parse_line(line, "")]
    }
    for row in rows:
        if row["id"] in papers:
            fact = facts[row["id"]]
            assert row["title"] == fact.title
            assert row["authors"] == [author.name for author in fact.authors] or not fact.authors
            assert (row["submitted"], row["updated"], row["version"]) == (fact.submitted, fact.updated, fact.version)
            assert tuple(row["categories"]) == fact.categories
            assert (row["comment"], row["journal_ref"]) == (fact.comment, fact.journal_ref)
            assert row["doi"] == fact.doi


def test_the_goyal_entries_are_one_work(desk: Desk, data: Path, no_arxiv: str) -> None:
    """The company PDF of one list and the arXiv link of the other name the same paper."""
    desk.run("fetch", data / "lists", code=3)
    places = {(Path(row["list"]).name, row["line"] > 0) for row in entries(desk) if row["id"] == GOYAL}
    assert {name for name, _ in places} == {"paper-reviews.md", "training-methodologies.md"}
    assert not [row for row in entries(desk) if row["id"] and "research.fb.com" in row["id"]]


def batch_normalization(desk: Desk) -> dict[str, Any]:
    """The entry that is a bare title."""
    (row,) = [row for row in entries(desk) if row["title_in_list"] == "Batch Normalization"]
    return row


def test_batch_normalization_stays_a_suggestion(desk: Desk, data: Path, no_arxiv: str) -> None:
    """A bare title whose paper has a subtitle is never silently taken."""
    outcome = desk.run("fetch", data / "lists", code=3)
    assert "'Batch Normalization': perhaps 1502.03167" in outcome.err
    assert (batch_normalization(desk)["status"], batch_normalization(desk)["id"]) == ("suggested", None)


def test_it_stays_one_when_arxiv_is_asked_too(desk: Desk, data: Path, arxiv: LoopbackArxiv) -> None:
    """arXiv's own answer, with rivals, makes it no surer."""
    title = json.loads(
        next(line for line in (data / "records.jsonl").read_text().splitlines() if '"1502.03167"' in line)
    )["title"]
    arxiv.papers = Papers([paper(1, title, id="1502.03167"), paper(2, "Batch Normalization, Invented")])
    desk.run("fetch", data / "lists", code=1)
    assert (batch_normalization(desk)["status"], batch_normalization(desk)["id"]) == ("suggested", None)
    assert [request for request in arxiv.requests if "search_query" in request.params]


def test_glorot_is_kept_with_what_the_list_gives(desk: Desk, data: Path, no_arxiv: str) -> None:
    """No source has it: title, author, date and abstract are the list's."""
    desk.run("fetch", data / "lists", code=3)
    (row,) = [row for row in entries(desk) if row["id"] == GLOROT]
    assert row["title"] == "Understanding the difficulty of training deep feedforward neural networks"
    assert row["authors"] == ["Xavier Glorot"]
    assert row["abstract"].startswith("Asks why plain gradient descent")
    shown = desk.run("show", GLOROT).out
    assert "2010-05" in shown
    assert "list, " in shown


def test_the_mention_is_no_entry(desk: Desk, data: Path, no_arxiv: str) -> None:
    """1701.02096 stands in an abstract only."""
    desk.run("fetch", data / "lists", code=3)
    assert not [row for row in entries(desk) if row["id"] == "1701.02096"]
    assert "1701.02096" in desk.run("show", "1607.08022").out


def test_running_again_changes_nothing(desk: Desk, data: Path, no_arxiv: str) -> None:
    """Also where arXiv is out of reach each time."""
    desk.run("fetch", data / "lists", code=3)
    before = desk.bytes_of_tables()
    desk.run("fetch", data / "lists", code=3)
    assert desk.bytes_of_tables() == before
