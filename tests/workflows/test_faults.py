"""Three hundred identifiers and an arXiv that fails: once, all of them come; for ever, each of them has a reason."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from cli.running import Desk
from invented import invented_papers
from loopback_arxiv import LoopbackArxiv, Papers, answer, feed

PAPERS = tuple(invented_papers(300, seed=11))
IDS = [paper.id for paper in PAPERS]
TITLES = {paper.id: " ".join(paper.title.split()) for paper in PAPERS}
WHOLE = feed(PAPERS[:100])


class Fault(NamedTuple):
    """What arXiv answers instead of its answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] | None = None


FAULTS = {
    "406-with-a-feed": Fault(406, WHOLE),
    "429": Fault(429, b"Rate exceeded."),
    "500": Fault(500),
    "502": Fault(502),
    "503": Fault(503),
    "503-retry-after": Fault(503, headers={"Retry-After": "0"}),
    "504": Fault(504),
    "web-page": Fault(200, b"<!DOCTYPE html><html><body>Please wait</body></html>"),
    "empty-body": Fault(200),
    "cut-off": Fault(200, WHOLE[:9000]),
    "cut-transfer": Fault(200, WHOLE[:9000], {"Content-Length": str(len(WHOLE))}),
    "broken-packing": Fault(200, b"no gzip", {"Content-Encoding": "gzip"}),
    "not-utf-8": Fault(200, WHOLE.replace(b"<summary>", b"<summary>\xff", 1)),
    "unknown-entity": Fault(200, WHOLE.replace(b"<summary>", b"<summary>&nosuch;", 1)),
    "external-entity": Fault(
        200,
        b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        + WHOLE.partition(b"?>")[2].replace(b"<summary>", b"<summary>&x;", 1),
    ),
    "empty-page": Fault(200, feed([], total=100)),
    "nothing-known": Fault(200, feed([])),
    "other-papers": Fault(200, feed(invented_papers(400, seed=11)[300:])),
    "short-page": Fault(200, feed(PAPERS[:10], total=100)),
    "entries-without-titles": Fault(200, WHOLE.replace(b"<title>", b"<title/><old>").replace(b"</title>", b"</old>")),
    "entries-without-ids": Fault(200, WHOLE.replace(b"http://arxiv.org/abs/", b"")),
    "damaged-titles": Fault(200, WHOLE.replace(b"    <title>", "    <title>\ufffd".encode())),
}


@pytest.fixture
def asked(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """A desk with a plain text file of three hundred identifiers, all of which arXiv has."""
    arxiv.papers = Papers(PAPERS)
    desk.write("ids.txt", "\n".join(IDS) + "\n")
    return desk


def stored(desk: Desk) -> dict[str, str]:
    """The works that have a record, with their titles."""
    rows = map(json.loads, desk.run("list", "--format", "jsonl").lines)
    return {row["id"]: row["title"] for row in rows if row["authors"]}


@pytest.mark.parametrize("request_number", [1, 2])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_passes_costs_nothing(asked: Desk, arxiv: LoopbackArxiv, name: str, request_number: int) -> None:
    """All are fetched in the same run, right, and with one or two requests more."""
    if request_number == 2:
        first = {"id_list": ",".join(IDS[:100]), "max_results": "100"}
        arxiv.respond_next(200, answer(first, arxiv.papers)[1])
    arxiv.respond_next(*FAULTS[name])
    outcome = asked.run("fetch", "ids.txt", code=0)
    assert stored(asked) == TITLES
    assert len(arxiv.requests) == 4
    assert "300 works: 300 fetched from arXiv." in outcome.err


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_stays_loses_nothing_and_stores_nothing_wrong(
    asked: Desk, arxiv: LoopbackArxiv, name: str
) -> None:
    """The exit code says so, each identifier is accounted for, and a later run brings what is missing."""
    arxiv.respond_next(*FAULTS[name], times=2000)
    outcome = asked.run("fetch", "--format", "json", "ids.txt", code=None)
    assert outcome.code in {1, 3}
    found = json.loads(outcome.out)
    came = stored(asked)
    assert came.items() <= TITLES.items()
    missing = {row["work"] for row in found["missing"]}
    assert len(came) + len(missing) + len(found["unresolved"]) == 300
    assert all(row["reason"] for row in [*found["missing"], *found["unresolved"]])
    if name != "nothing-known":
        assert "unknown to arXiv" not in outcome.out

    arxiv.stop_planted()
    asked.run("fetch", "--refresh", "ids.txt", code=0)
    assert stored(asked) == TITLES


def test_a_malformed_identifier_among_others_costs_one_request(
    asked: Desk, arxiv: LoopbackArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """arXiv refuses the whole batch and names it; the others come, and it is told."""
    from loopback_arxiv import error_feed

    arxiv.respond_next(400, error_feed(f"incorrect id format for {IDS[7]}"))
    outcome = asked.run("fetch", "ids.txt", code=1)
    assert f"{IDS[7]}: malformed, says arXiv" in outcome.err
    assert stored(asked) == {key: title for key, title in TITLES.items() if key != IDS[7]}


def test_what_goes_wrong_is_told_while_it_is_waited(asked: Desk, arxiv: LoopbackArxiv) -> None:
    """A line a wait, with the cause and the number of the try; none with --quiet."""
    arxiv.respond_next(429)
    line = "arxiv: answered with status 429 Too Many Requests: it has too much to do at the moment. Waiting until "
    outcome = asked.run("fetch", "ids.txt")
    assert line in outcome.err
    assert " for try 2 of 5.\n" in outcome.err
    arxiv.respond_next(429)
    assert line not in asked.run("-q", "fetch", "--refresh", "ids.txt").err
