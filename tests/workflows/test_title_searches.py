"""Real titles, as lists write them, looked up at an arXiv that holds the real papers and rivals of some of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.running import Desk
from loopback_arxiv import LoopbackArxiv, Paper, Papers
from recorded_papers import papers_of_a_day

NOISES: dict[str, Callable[[str], str]] = {
    "as it is": lambda title: title,
    "small": lambda title: title if "$" in title else title.lower(),
    "unpunctuated": lambda title: title if "$" in title else "".join(c if c.isalnum() else " " for c in title),
    "braces": lambda title: title if "$" in title else " ".join(f"{{{word}}}" for word in title.split()),
}
RIVALS = 4
"""Of so many papers one has a rival."""


@pytest.fixture
def papers(recorded: Path) -> list[Paper]:
    """Real papers with titles that are not too short for a list."""
    return [paper for paper in papers_of_a_day(recorded) if paper.title.count(" ") > 2][:60]


def found(desk: Desk, arxiv: LoopbackArxiv, papers: list[Paper], titles: list[str]) -> list[dict[str, object]]:
    """What becomes of these titles, which nothing stands beside."""
    rivals = [
        replace(paper, id=f"2601.{90001 + number}", authors=(("Planted Rival", None),))
        for number, paper in enumerate(papers[::RIVALS])
    ]
    arxiv.papers = Papers([*papers, *rivals])
    text = io.StringIO()
    csv.writer(text).writerows([["title"], *([title] for title in titles)])
    desk.write("titles.csv", text.getvalue())
    report = json.loads(desk.run("fetch", "--format", "json", "titles.csv", code=1).out)
    assert report["lists"][0]["entries"] == len(papers)
    return [json.loads(line) for line in desk.run("list", "--sort", "list", "--format", "jsonl").lines]


@pytest.mark.parametrize("noise", NOISES)
def test_a_real_title_finds_its_paper_or_none(
    desk: Desk, arxiv: LoopbackArxiv, papers: list[Paper], noise: str
) -> None:
    """Those without a rival are taken, those with one are not; a few requests do it."""
    rows = found(desk, arxiv, papers, [NOISES[noise](paper.title) for paper in papers])
    for number, (row, paper) in enumerate(zip(rows, papers, strict=True)):
        assert row["id"] == (paper.id if number % RIVALS else None), row["title"]
    assert len(arxiv.requests) <= 10


def test_a_typo_is_a_suggestion(desk: Desk, arxiv: LoopbackArxiv, papers: list[Paper]) -> None:
    """Nothing is taken, and nearly always the paper is the first that is suggested."""

    def misspelt(title: str) -> str:
        word = max((word for word in title.split() if word.isalpha()), key=len)
        return title.replace(word, word[:2] + word[3] + word[2] + word[4:])

    rows = found(desk, arxiv, papers, [misspelt(paper.title) for paper in papers])
    assert {row["id"] for row in rows} == {None}
    report = json.loads(desk.run("fetch", "--format", "json", "titles.csv", code=1).out)
    first = [each["suggestions"][0]["title"] for each in report["suggested"]]
    assert len({*first} & {paper.title for paper in papers}) >= 0.9 * len(papers)
