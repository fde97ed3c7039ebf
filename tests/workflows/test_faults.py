"""A reading list and an arXiv that fails, in every way of ``hostile.FAULTS``.

Once, and everything comes; for good, and each identifier has a reason; never anything wrong, and nothing in silence.
The list has 36 papers and a request 12, so that there are three requests, as with three hundred papers.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import Any

import pytest

import hostile
from cli.running import Desk
from hostile import ATOM, FAULTS, OAI, Scenario, lasting, once
from invented import invented_papers
from loopback_arxiv import LoopbackArxiv, Paper, Papers, error_feed
from loopback_oai import LoopbackServices
from paperdex.sources import limits, patience
from paperdex.sources.arxiv_api import ArxivApi
from paperdex.sources.transport import Transport

PAPERS = tuple(invented_papers(36, seed=11))
IDS = [paper.id for paper in PAPERS]
OF_ATOM = [name for name, fault in FAULTS.items() if ATOM in fault.of]
HARMLESS = [name for name in OF_ATOM if FAULTS[name].harmless]
HARMFUL = [name for name in OF_ATOM if not FAULTS[name].harmless]
FINAL = "403"
"""What arXiv means: after it nobody asks again."""


def right(paper: Paper) -> tuple[Any, ...]:
    """What the library has to say of a paper."""
    return (
        " ".join(paper.title.split()),
        [name for name, _ in paper.authors],
        " ".join(paper.abstract.split()),
        paper.versions[0],
        list(paper.categories),
        paper.doi,
    )


RIGHT = {paper.id: right(paper) for paper in PAPERS}


def stored(desk: Desk) -> dict[str, tuple[Any, ...]]:
    """Every record in the library, with what is in it."""
    with closing(sqlite3.connect(desk.folder / desk.environment["PAPERDEX_DB"])) as library:
        rows = library.execute("SELECT id, work_id, title, abstract, submitted, doi FROM records").fetchall()
        authors, categories = defaultdict(list), defaultdict(list)
        for record, name in library.execute("SELECT record_id, name FROM record_authors ORDER BY position"):
            authors[record].append(name)
        for record, name in library.execute("SELECT record_id, category FROM record_categories ORDER BY position"):
            categories[record].append(name)
    return {
        work: (title, authors[record], " ".join((abstract or "").split()), submitted, categories[record], doi)
        for record, work, title, abstract, submitted, doi in rows
    }


def line_of(number: int, paper: Paper) -> str:
    """An identifier in one of the ways in which people write it."""
    ways = ("{id}", "arXiv:{id}", "{id}v{version}", "https://arxiv.org/abs/{id}")
    return ways[number % 4].format(id=paper.id, version=len(paper.versions))


@pytest.fixture
def asked(desk: Desk, arxiv: LoopbackArxiv, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with a plain text file of identifiers, all of which arXiv has; what takes long is made short."""
    monkeypatch.setattr(ArxivApi, "batch", 12)
    # An answer without end is one from a megabyte on.
    monkeypatch.setattr(hostile, "BOMB", 4)
    monkeypatch.setattr(patience, "LEAST_LONGEST", 0.0)
    monkeypatch.setitem(Transport.__init__.__kwdefaults__, "size_limit", 1_000_000)
    arxiv.papers = Papers(PAPERS)
    arxiv.pause = 0.01
    desk.write("ids.txt", "".join(f"{line_of(*each)}\n" for each in enumerate(PAPERS)))
    return desk


def hasten(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Give a server that says nothing less time."""
    if FAULTS[name].waits:
        monkeypatch.setattr(limits, "LEAST", 0.3)


@pytest.mark.parametrize("name", [name for name in HARMFUL if name != FINAL])
def test_a_fault_that_passes_costs_nothing(
    asked: Desk, arxiv: LoopbackArxiv, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are fetched in the same run, right, and with one request more, be it the first or the second that fails."""
    hasten(monkeypatch, name)
    for request in (1, 2):
        arxiv.play(once(name, request))
        asked.environment["PAPERDEX_DB"] = f"{request}.db"
        outcome = asked.run("fetch", "ids.txt", code=0)
        assert "36 works: 36 fetched from arXiv." in outcome.err
        assert stored(asked) == RIGHT
        of_the_api = [each for each in arxiv.requests[arxiv.since :] if each.ids]
        assert len(of_the_api) <= 10 or FAULTS[name].waits


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_and_right_is_taken(asked: Desk, arxiv: LoopbackArxiv, name: str) -> None:
    """No request more than needed, and nothing to tell."""
    arxiv.play(lasting(name))
    asked.run("fetch", "ids.txt", code=0)
    assert stored(asked) == RIGHT
    assert len(arxiv.requests) == 3


@pytest.mark.parametrize("name", HARMFUL)
def test_a_fault_that_stays_loses_nothing_and_stores_nothing_wrong(
    asked: Desk, arxiv: LoopbackArxiv, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code says so, each identifier is accounted for, and a later run brings what is missing."""
    hasten(monkeypatch, name)
    arxiv.play(lasting(name, first=2))
    outcome = asked.run("fetch", "--format", "json", "ids.txt", code=None)
    assert outcome.code in {1, 3}
    found = json.loads(outcome.out)
    came = stored(asked)
    assert len(came) >= 12, (outcome.err, arxiv.requests)
    assert came.items() <= RIGHT.items()
    accounted = [row["work"] for row in found["missing"]]
    assert sorted([*came, *accounted]) == sorted(IDS)
    assert found["unresolved"] == []
    assert all(row["reason"] for row in found["missing"])
    assert "unknown to arXiv" not in outcome.out
    assert len(arxiv.requests) < 100 or name == "redirect-loop"

    arxiv.play(None)
    asked.run("fetch", "ids.txt", code=0)
    assert stored(asked) == RIGHT


def test_every_fault_by_chance(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """With one answer in three spoilt at random, one run or a few bring everything, and never anything wrong."""
    names = tuple(name for name in OF_ATOM if not FAULTS[name].waits and name != FINAL)
    arxiv.play(Scenario(names, times=None, rate=0.33, seed=7))
    for _ in range(5):
        outcome = asked.run("fetch", "ids.txt", code=None)
        assert stored(asked).items() <= RIGHT.items()
        if outcome.code == 0:
            break
    assert stored(asked) == RIGHT


OF_THE_WAY = ("403", "406", "reset", "cut-transfer", "web-page", "empty-body", "cut-off", "billion-laughs", "mojibake")
OF_OAI = [*OF_THE_WAY, "byte-order-mark", *(name for name, fault in FAULTS.items() if fault.of == {OAI})]


@pytest.mark.parametrize("name", OF_OAI)
def test_the_other_way_fails_too(asked: Desk, arxiv: LoopbackArxiv, name: str) -> None:
    """While the query API is down, and OAI-PMH fails after three papers: these come, and each other has its reasons."""
    arxiv.respond_next(503, times=10_000)
    asked.write("ids.txt", "".join(f"{each}\n" for each in IDS[:9]))
    with LoopbackServices(PAPERS, scenario=lasting(name, first=4)) as services:
        services.pause = 0.01
        asked.environment["PAPERDEX_ARXIV_OAI"] = services.oai
        found = json.loads(asked.run("fetch", "--format", "json", "ids.txt", code=None).out)
    came = stored(asked)
    if FAULTS[name].harmless:
        assert (len(came), found["exit_code"]) == (9, 0)
        return
    assert found["exit_code"] in {1, 3}
    assert list(came) == IDS[:3]
    assert [row["work"] for row in found["missing"]] == IDS[3:9]
    assert all(row["reason"].startswith("arXiv could not be asked; ") for row in found["missing"])


def test_an_identifier_that_arxiv_once_calls_malformed_is_fetched(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """arXiv refuses the whole batch and names it; the others come, and then it comes by itself."""
    arxiv.respond_next(400, error_feed(f"incorrect id format for {IDS[7]}"))
    asked.run("fetch", "ids.txt")
    assert stored(asked) == RIGHT
    assert arxiv.requests[2].ids == (IDS[7],)


def test_every_paper_that_is_missing_is_named(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """In a log, by work where a source was down, and by line where arXiv knows nothing."""
    arxiv.play(lasting("503"))
    outcome = asked.run("fetch", "ids.txt", code=3)
    assert all(key in outcome.err for key in IDS)
    unknown = [f"2405.9{number:04}" for number in range(1, 21)]
    asked.write("unknown.txt", "\n".join((IDS[0], *unknown)))
    arxiv.play(None)
    outcome = asked.run("fetch", "unknown.txt", code=1)
    assert all(f"'arxiv:{key}': unknown to arXiv" in outcome.err for key in unknown)


def test_what_goes_wrong_is_told_while_it_is_waited(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """A line a wait, with the cause and the number of the try; none with --quiet."""
    arxiv.play(once("429"))
    line = "arxiv: answered with status 429 Too Many Requests: it has too much to do at the moment. Waiting until "
    outcome = asked.run("fetch", "ids.txt")
    assert line in outcome.err
    assert " for try 2 of 5.\n" in outcome.err
    arxiv.play(once("429"))
    assert line not in asked.run("-q", "fetch", "--refresh", "ids.txt").err
