"""What could not be fetched waits in the library: nothing of it is lost, told twice, or asked for in vain."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from cli.running import Desk, list_of, paper, titles
from hostile import Sent
from loopback_arxiv import LoopbackArxiv, Papers, Request
from loopback_oai import LoopbackServices
from paperdex.core.entries import Link, ListEntry, ReadingList
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.core.resolution import Resolution
from paperdex.sources.transport import Transport
from paperdex.storage.library import Library

PAPERS = tuple(paper(number) for number in range(1, 6))
FOR_EVER = 1000
BUSY = "arXiv answered with status 503 Service Unavailable: it has too much to do at the moment."


@pytest.fixture
def busy(desk: Desk, arxiv: LoopbackArxiv) -> LoopbackArxiv:
    """An arXiv with five papers that has too much to do, and a list of them and of a title that was fetched in vain."""
    arxiv.papers = Papers((*PAPERS, paper(6, title="Saucers, Imagined Fully")))
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of(PAPERS))
    desk.write("titles.md", titles("Saucers, Imagined Fully"))
    desk.run("fetch", "tea.md", "titles.md", code=3)
    return arxiv


def report(desk: Desk, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What ``fetch --format json`` prints."""
    found: dict[str, Any] = json.loads(desk.run("fetch", "--format", "json", *arguments, code=code).out)
    return found


def test_what_failed_stands_in_the_library_with_its_reason(desk: Desk, busy: LoopbackArxiv) -> None:
    """Works and titles; the next run counts one try more."""
    waiting = {paper.id: (1, BUSY) for paper in PAPERS}
    assert desk.waiting() == waiting | {"saucersimaginedfully": (1, BUSY)}
    desk.run("fetch", "tea.md", code=3)
    assert desk.waiting() == dict.fromkeys(waiting, (2, BUSY)) | {"saucersimaginedfully": (1, BUSY)}


def test_the_next_fetch_says_at_once_what_is_waiting(desk: Desk, busy: LoopbackArxiv) -> None:
    """Before it asks, whatever it is about; not with --quiet."""
    busy.stop_planted()
    desk.write("other.md", list_of([paper(1)]))
    line = (
        f"Waiting in the library: 5 works and 1 title to be looked up ({BUSY.rstrip('.')}). "
        "paperdex fetch --retry asks for what is waiting, and for nothing else."
    )
    assert desk.run("fetch", "other.md").err.splitlines()[0] == line
    assert "Waiting in the library: 4 works" in desk.run("fetch", "other.md").err
    assert desk.run("-q", "fetch", "other.md").err == ""
    assert report(desk, "other.md")["waiting"]["works"] == 4


def test_retry_fetches_what_is_waiting_and_nothing_else(desk: Desk, busy: LoopbackArxiv) -> None:
    """Without reading a list anew; what was there before is not asked for, and nothing waits afterwards."""
    busy.stop_planted()
    desk.run("fetch", paper(1).id)
    before = len(busy.requests)
    for name in ("tea.md", "titles.md"):
        (desk.folder / name).unlink()
    outcome = desk.run("fetch", "--retry")
    assert "Waiting in the library: 4 works and 1 title" in outcome.err
    assert "tea.md: 4 entries, 4 works that were waiting" in outcome.err
    assert [request.params["id_list"].split(",") for request in busy.requests[before:-1]] == [
        [paper.id for paper in PAPERS[1:]]
    ]
    assert desk.waiting() == {}
    rows = [json.loads(line) for line in desk.run("list", "--format", "jsonl", "--from-list", "tea.md").lines]
    assert [row["title"] for row in rows] == [paper.title for paper in PAPERS]
    assert "Nothing is waiting." in desk.run("fetch", "--retry").err


def test_retry_in_vain_keeps_all(desk: Desk, busy: LoopbackArxiv) -> None:
    """The exit code says so, and the advice names --retry."""
    outcome = desk.run("fetch", "--retry", code=3)
    assert "Next: run paperdex fetch --retry later; only what is missing" in outcome.err
    assert set(desk.waiting().values()) == {(2, BUSY)}


class Death(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("way", ["parted", "one by one"])
def test_what_has_come_is_stored_before_the_next_request(
    desk: Desk, arxiv: LoopbackArxiv, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Ended at any request of a batch that is parted or of OAI-PMH, and run again: nothing is asked for twice."""
    papers = [paper(number) for number in range(1, 7)]
    arxiv.papers = Papers(papers[:-1])
    spoiling = papers[3].id if way == "parted" else ""
    answered: list[str] = []
    respond, answer = arxiv.respond, LoopbackServices.respond

    def api(request: Request, **more: Any) -> Sent:
        sent = respond(request, **more)
        spoilt = spoiling in request.ids or way != "parted"
        answered.extend(re.findall(r"<id>http://arxiv.org/abs/([0-9.]+)v", "" if spoilt else sent.body.decode()))
        return replace(sent, status=500, body=b"") if spoilt else sent

    def one(services: LoopbackServices, request: Request, **more: Any) -> Sent:
        answered.append(request.params["identifier"].rpartition(":")[2])
        return answer(services, request, **more)

    def dies(transport: Transport, *arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if not left:
            raise Death
        return tried(transport, *arguments)

    tried = Transport._try
    monkeypatch.setattr(arxiv, "respond", api)
    monkeypatch.setattr(LoopbackServices, "respond", one)
    monkeypatch.setattr(Transport, "_try", dies)
    desk.write("tea.md", list_of(papers))
    with LoopbackServices(papers) as services:
        desk.environment["PAPERDEX_ARXIV_OAI"] = "" if way == "parted" else services.oai
        for death in range(6, 100, 3):  # the first request is tried five times
            answered.clear()
            desk.library.unlink(missing_ok=True)
            left = death
            try:
                desk.run("fetch", "tea.md", code=None)
            except Death:
                left = 0
                desk.run("fetch", "tea.md", code=None)
            assert len(answered) == len(set(answered)) == (4 if spoiling else 6)
            if left > 0:
                break
    assert death > 9


def test_what_a_source_puts_off_is_not_due_before(
    desk: Desk, arxiv: LoopbackArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retry-After beyond what a run waits: --retry leaves all until then, and a fetch that names it asks."""
    monkeypatch.setattr("paperdex.sources.patience.LEAST_LONGEST", 0.0)
    arxiv.papers = Papers((*PAPERS, paper(6, title="Saucers, Imagined Fully")))
    arxiv.respond_next(503, b"", {"Retry-After": "7200"}, times=5)
    desk.environment["PAPERDEX_PACE"] = "0"
    desk.write("tea.md", list_of(PAPERS[:1]))
    desk.write("titles.md", titles("Saucers, Imagined Fully"))
    desk.run("fetch", "tea.md", "titles.md", code=3)
    requests = len(arxiv.requests)
    outcome = desk.run("fetch", "--retry", code=0)
    last = outcome.err.splitlines()[-1]
    assert re.match(
        r"Nothing is due before 2\d{3}-\d\d-\d\d \d\d:\d\d UTC\. Waiting in the library: 1 work and 1 title", last
    )
    assert "--retry" not in last
    assert len(arxiv.requests) == requests
    assert desk.waiting()
    desk.run("fetch", "tea.md", "titles.md")
    assert desk.waiting() == {}


def test_a_refresh_that_was_cut_off_goes_on(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A plain fetch or --retry finishes it, although the library has a record of everything."""
    arxiv.papers = Papers(PAPERS)
    desk.write("tea.md", list_of(PAPERS))
    desk.run("fetch", "tea.md")
    for finish in (["tea.md"], ["--retry"]):
        arxiv.respond_next(503, times=5)
        desk.run("fetch", "--refresh", "tea.md", code=3)
        assert len(desk.waiting()) == 5
        before = len(arxiv.requests)
        assert report(desk, *finish)["unchanged"] == 5
        assert len(arxiv.requests) == before + 1
        assert desk.waiting() == {}
        assert report(desk, "tea.md")["known"] == 5


def test_what_no_list_names_any_more_waits_no_longer(desk: Desk, busy: LoopbackArxiv) -> None:
    """Nobody wants it."""
    desk.write("tea.md", list_of(PAPERS[:2]))
    desk.write("titles.md", titles("Spoons, Imagined Fully"))
    desk.run("fetch", "--offline", "tea.md", "titles.md", code=1)
    assert [key for key in desk.waiting() if not key[0].isdigit()] == ["spoonsimaginedfully"]
    assert [key for key in desk.waiting() if key[0].isdigit()] == [paper.id for paper in PAPERS[:2]]


def test_unknown_to_arxiv_waits_for_nothing(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """An answer is an answer."""
    desk.write("tea.md", list_of(PAPERS[:1]))
    desk.run("fetch", "tea.md", code=1)
    assert desk.waiting() == {}


def test_unknown_to_arxiv_and_too_old_waits_until_it_is_answered(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """An answer that there is none is asked for anew: in vain it waits, and --retry asks."""
    desk.write("tea.md", list_of(PAPERS[:1]))
    desk.run("fetch", "tea.md", code=1)
    with closing(sqlite3.connect(desk.library)) as connection, connection:
        connection.execute("UPDATE gaps SET at = '2020-01-01T00:00:00Z'")
    arxiv.respond_next(503, times=FOR_EVER)
    desk.run("fetch", "--max-age", "9", "tea.md", code=3)
    assert len(desk.waiting()) == 1
    arxiv.stop_planted()
    desk.run("fetch", "--retry", code=1)
    assert desk.waiting() == {}


def test_offline_leaves_all_waiting(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """What it lacks is fetched by --retry."""
    arxiv.papers = Papers(PAPERS)
    desk.write("tea.md", list_of(PAPERS))
    desk.run("fetch", "--offline", "tea.md", code=1)
    assert report(desk, "--retry")["fetched"] == {"arxiv": 5}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name a list"),
        (["--retry", "tea.md"], "--retry names no list"),
        (["--retry", "--refresh"], "as it was wished"),
        (["--history", "--offline", "tea.md"], "does not go with --offline"),
    ],
)
def test_what_does_not_go_together_is_refused(desk: Desk, arguments: list[str], words: str) -> None:
    """As misuse, before anything is done."""
    assert words in desk.run("fetch", *arguments, code=2).err
    assert not desk.library.exists()


def test_a_stored_list_is_read_back_whole(desk: Desk) -> None:
    """Every field of every entry: a retry resolves it as the first run did."""
    entry = ListEntry(
        7,
        "Teapots, Listed",
        ("Kitchen", "Pots"),
        (Identifier("arxiv", "2101.90001", 2), MalformedIdentifier("2101.x", "no number")),
        "2021-01",
        ("A. Invented", "B. Invented"),
        "Invented Conference",
        3,
        "whistles",
        "The list says so.",
        (Link("code", "https://example.org/code"),),
        ("2101.90009",),
    )
    whole = ReadingList("tea.md", "markdown", "Tea", (entry, ListEntry(9, "Bare")), (("Kitchen", "Pots"),))
    resolutions = [Resolution("resolved", "2101.90001"), Resolution("unresolved", reason="no such title")]
    with Library.open(desk.library) as library:
        library.replace_list(whole, location="tea.md", sha256="", read_at="", resolutions=resolutions)
        stored, became = library.stored_list("tea.md")
    assert (stored.path, stored.title, stored.entries) == (whole.path, whole.title, whole.entries)
    assert became == resolutions


def test_what_is_waiting_can_be_looked_at(desk: Desk, busy: LoopbackArxiv) -> None:
    """A line each, without asking anybody; and the advice names the library that was named."""
    before = len(busy.requests)
    rows = [line.split("\t") for line in desk.run("fetch", "--retry", "--dry-run").lines]
    assert [(row[0], row[1], row[3], row[5]) for row in rows[:2]] == [
        ("work", paper.id, "1", BUSY) for paper in PAPERS[:2]
    ]
    assert len(rows) == 6
    assert len(busy.requests) == before
    desk.environment.pop("PAPERDEX_DB")
    err = desk.run("--db", desk.library, "fetch", "tea.md", code=3).err
    assert f"Next: run paperdex --db {desk.library} fetch --retry later" in err
    assert "there is no library yet" in desk.run("--db", "none.db", "fetch", "--retry", code=2).err
