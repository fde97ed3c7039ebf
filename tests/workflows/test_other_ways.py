"""More than one way to a record: what the query API can't give comes by others, and nothing is told wrong of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cli.running import Desk, list_of, paper, titles
from loopback_arxiv import LoopbackArxiv, Papers
from loopback_oai import LoopbackServices
from paperdex.cli.progress import StderrProgress
from paperdex.settings import ARXIV_API, ARXIV_OAI, DATACITE, OPENALEX, Settings
from paperdex.settings.layers import Layers
from paperdex.sources import SOURCES

PAPERS = tuple(paper(number) for number in range(1, 6))
FOR_EVER = 1000


@pytest.fixture
def services(desk: Desk, arxiv: LoopbackArxiv) -> Iterator[LoopbackServices]:
    """An arXiv with five papers, and beside it the other services, of which only OAI-PMH is asked."""
    arxiv.papers = Papers(PAPERS)
    with LoopbackServices(PAPERS) as server:
        desk.environment["PAPERDEX_ARXIV_OAI"] = server.oai
        yield server


def report(desk: Desk, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What ``fetch --format json`` prints."""
    found: dict[str, Any] = json.loads(desk.run("fetch", "--format", "json", *arguments, code=code).out)
    return found


def rows(desk: Desk) -> list[dict[str, Any]]:
    """What ``list --format jsonl`` prints."""
    return [json.loads(line) for line in desk.run("list", "--format", "jsonl").lines]


def source_of(desk: Desk, work: str) -> str:
    """Who gave the record that is shown."""
    return str(json.loads(desk.run("show", "--format", "json", work).out)["record"]["source"])


def test_the_other_ways_are_not_asked_while_the_query_api_answers(desk: Desk, arxiv, services) -> None:
    """A good day: one request, and none beside it."""
    desk.write("tea.md", list_of(PAPERS))
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 5}
    assert len(arxiv.requests) == 1
    assert services.requests == []


def test_all_comes_through_oai_while_the_query_api_is_down(desk: Desk, arxiv, services) -> None:
    """Five papers, five requests, whole records, exit code 0, and a word about it on stderr."""
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of(PAPERS))
    outcome = desk.run("fetch", "tea.md")
    assert "Warning: arXiv answered with status 503" in outcome.err
    assert "arXiv's OAI-PMH gave what was wanted of it." in outcome.err
    assert "5 fetched from arXiv's OAI-PMH" in outcome.err
    assert [request.params["identifier"] for request in services.requests] == [
        f"oai:arXiv.org:{each.id}" for each in PAPERS
    ]
    assert [(row["id"], row["title"], row["abstract"], row["submitted"]) for row in rows(desk)] == [
        (each.id, each.title, each.abstract, each.versions[0]) for each in PAPERS
    ]
    before = desk.bytes_of_tables()
    assert report(desk, "tea.md")["known"] == 5
    assert desk.bytes_of_tables() == before


def test_before_another_way_is_gone_one_by_one_it_is_told(
    desk: Desk, arxiv, services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two requests become two hundred: how many, and how long that takes, before the first of them."""
    monkeypatch.setattr("paperdex.workflows.estimate.LONG", 0.0)
    told: list[int] = []
    expect = StderrProgress.expect
    monkeypatch.setattr(
        StderrProgress, "expect", lambda self, e: (told.append(len(services.requests)), expect(self, e))
    )
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of(PAPERS))
    outcome = desk.run("fetch", "tea.md")
    assert "arXiv's OAI-PMH is asked instead, one by one. 5 works to fetch: 5 requests." in outcome.err
    assert told == [0, 0]
    assert len(services.requests) == 5


def test_what_arxiv_does_not_know_is_asked_nowhere_else(desk: Desk, arxiv, services) -> None:
    """An answer is an answer."""
    desk.write("tea.md", list_of((*PAPERS, paper(9))))
    assert report(desk, "tea.md", code=1)["unresolved"][0]["reason"] == "unknown to arXiv"
    assert services.requests == []


def test_unknown_to_arxiv_through_oai_is_the_same(desk: Desk, arxiv, services) -> None:
    """What OAI-PMH does not know is unknown to arXiv: left unresolved, and not asked again."""
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of((*PAPERS, paper(9))))
    found = report(desk, "tea.md", code=1)
    assert [each["reason"] for each in found["unresolved"]] == ["unknown to arXiv"]
    assert (found["errors"], len(found["warnings"])) == ([], 1)
    requests = len(services.requests)
    report(desk, "tea.md", code=1)
    assert len(services.requests) == requests


def test_arxiv_replaces_later_and_never_the_other_way_round(desk: Desk, arxiv, services) -> None:
    """A refresh takes the query API's record; one while that is down leaves it, and says that it was not refreshed."""
    arxiv.respond_next(503, times=5)
    desk.write("tea.md", list_of(PAPERS[:1]))
    report(desk, "tea.md")
    assert source_of(desk, "2101.90001") == "arxiv-oai"
    report(desk, "--refresh", "tea.md")
    assert source_of(desk, "2101.90001") == "arxiv"
    arxiv.respond_next(503, times=FOR_EVER)
    found = report(desk, "--refresh", "tea.md", code=3)
    assert [error["source"] for error in found["errors"]] == ["arxiv"]
    assert source_of(desk, "2101.90001") == "arxiv"
    assert len(services.requests) == 1


def test_titles_that_were_not_looked_up_stay_a_failure(desk: Desk, arxiv, services) -> None:
    """OAI-PMH knows no titles: the records come, and the exit code still says that something is left."""
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of(PAPERS[:1]))
    desk.write("titles.md", titles("An Invented Paper on Teapot 2"))
    found = report(desk, "tea.md", "titles.md", code=3)
    assert found["fetched"] == {"arxiv-oai": 1}
    assert [error["source"] for error in found["errors"]] == ["arxiv"]
    assert "has not been looked up" in found["unresolved"][0]["reason"]


def test_titles_found_are_looked_up_once_although_there_are_more_sources(desk: Desk, arxiv, services) -> None:
    """Only sources that can be asked for titles count for whether a title has been looked up."""
    desk.write("titles.md", titles("Nothing at All Is Called So, Invented"))
    report(desk, "titles.md", code=1)
    asked = len(arxiv.requests)
    report(desk, "titles.md", code=1)
    assert len(arxiv.requests) == asked
    assert services.requests == []


def test_with_everything_down_each_paper_is_accounted_for(desk: Desk, arxiv, services) -> None:
    """The reason names every source that was asked in vain."""
    arxiv.respond_next(503, times=FOR_EVER)
    services.down["arxiv-oai"] = (500, b"")
    desk.write("tea.md", list_of(PAPERS))
    found = report(desk, "tea.md", code=3)
    assert [each["work"] for each in found["missing"]] == [each.id for each in PAPERS]
    for each in found["missing"]:
        assert "arXiv could not be asked" in each["reason"]
        assert "arXiv's OAI-PMH could not be asked" in each["reason"]
    assert [error["source"] for error in found["errors"]] == ["arxiv", "arxiv-oai"]
    arxiv._planted.clear()
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 5}


def test_datacite_gives_what_it_has(desk: Desk, arxiv, services) -> None:
    """With arXiv down altogether the records are partial: told as such, exit code 3, and completed by arXiv later."""
    arxiv.respond_next(503, times=FOR_EVER)
    services.down["arxiv-oai"] = (503, b"")
    desk.environment["PAPERDEX_DATACITE"] = services.datacite
    desk.write("tea.md", list_of(PAPERS))
    outcome = desk.run("fetch", "tea.md", code=3)
    assert "5 fetched from DataCite" in outcome.err
    assert "Partial, kept as they are: 5 records\n  5 without categories" in outcome.err
    assert "arXiv answered with status 503" in outcome.err
    assert "arXiv's OAI-PMH answered with status 503" in outcome.err
    assert [(row["title"], row["abstract"]) for row in rows(desk)] == [(each.title, each.abstract) for each in PAPERS]
    asked = len(services.of("datacite"))
    report(desk, "tea.md", code=3)
    assert len(services.of("datacite")) == asked
    arxiv._planted.clear()
    requests = len(services.requests)
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 5}
    assert source_of(desk, "2101.90001") == "arxiv"
    assert len(services.requests) == requests


def test_what_nobody_who_is_asked_can_complete_does_not_wait(desk: Desk, arxiv, services) -> None:
    """With DataCite alone a record stays partial: told each time, and neither asked for again nor waiting."""
    desk.environment |= {"PAPERDEX_DATACITE": services.datacite, "PAPERDEX_SOURCES": "datacite"}
    desk.write("tea.md", list_of(PAPERS))
    assert report(desk, "tea.md", code=1)["fetched"] == {"datacite": 5}
    assert desk.waiting() == {}
    found = report(desk, "tea.md", code=1)
    assert (found["known"], len(found["partial"]), len(services.of("datacite"))) == (5, 5, 5)
    assert report(desk, "--refresh", "tea.md", code=1)["unchanged"] == 5


def test_a_lesser_record_never_takes_the_place_of_a_better_one(desk: Desk, arxiv, services) -> None:
    """With arXiv's record at hand DataCite is not even asked, whatever has to be refreshed."""
    desk.environment["PAPERDEX_DATACITE"] = services.datacite
    desk.write("tea.md", list_of(PAPERS[:1]))
    report(desk, "tea.md")
    arxiv.respond_next(503, times=FOR_EVER)
    services.down["arxiv-oai"] = (503, b"")
    report(desk, "--refresh", "tea.md", code=3)
    assert source_of(desk, "2101.90001") == "arxiv"
    assert services.of("datacite") == []


def test_a_lesser_source_may_be_asked_first(desk: Desk, arxiv, services) -> None:
    """In an order of one's own arXiv completes what the first source gave in part."""
    desk.environment |= {"PAPERDEX_DATACITE": services.datacite, "PAPERDEX_SOURCES": "datacite,arxiv"}
    desk.write("tea.md", list_of((*PAPERS[:4], paper(9))))
    found = report(desk, "tea.md", code=1)
    assert found["fetched"] == {"arxiv": 4}
    assert found["unresolved"][0]["reason"] == "unknown to arXiv"
    assert len(services.of("datacite")) == 5
    services.down["datacite"] = (500, b"")
    desk.write("more.md", list_of(PAPERS[4:]))
    found = report(desk, "more.md")
    assert (found["fetched"], found["errors"]) == ({"arxiv": 1}, [])
    assert found["warnings"] == [
        "DataCite answered with status 500 Internal Server Error. arXiv gave what was wanted of it."
    ]


def test_all_down_and_one_without_a_record(desk: Desk, arxiv, services) -> None:
    """Each missing paper has a reason from each source, in the order in which they were asked."""
    arxiv.respond_next(503, times=FOR_EVER)
    services.down["arxiv-oai"] = (503, b"")
    desk.environment["PAPERDEX_DATACITE"] = services.datacite
    desk.write("tea.md", list_of((paper(9),)))
    found = report(desk, "tea.md", code=3)
    assert [each["reason"] for each in found["missing"]] == [
        "arXiv could not be asked; arXiv's OAI-PMH could not be asked; DataCite has no record of it"
    ]


def test_openalex_comes_last(desk: Desk, arxiv, services) -> None:
    """What nobody else gave comes from there; what it lacks too has a reason from all four; arXiv completes later."""
    arxiv.respond_next(503, times=FOR_EVER)
    services.down |= {"arxiv-oai": (503, b""), "datacite": (404, b"{}")}
    desk.environment |= {"PAPERDEX_DATACITE": services.datacite, "PAPERDEX_OPENALEX": services.openalex}
    desk.environment["PAPERDEX_CONTACT"] = "ada@nowhere.invalid"
    desk.write("tea.md", list_of((*PAPERS, paper(9))))
    found = report(desk, "tea.md", code=3)
    assert found["fetched"]["openalex"] == 5
    assert [(each["work"], each["reason"]) for each in found["missing"]] == [
        (
            "2101.90009",
            "arXiv could not be asked; arXiv's OAI-PMH could not be asked; DataCite has no record of it; "
            "OpenAlex has no record of it",
        )
    ]
    assert services.of("openalex")[0].params == {"mailto": "ada@nowhere.invalid"}
    assert [row["title"] for row in rows(desk)][:5] == [each.title for each in PAPERS]
    arxiv._planted.clear()
    assert report(desk, "tea.md", code=1)["fetched"] == {"arxiv": 5}


def test_the_order_can_be_set(desk: Desk, arxiv, services) -> None:
    """``PAPERDEX_SOURCES`` names who is asked, first things first; nobody else is."""
    desk.write("tea.md", list_of(PAPERS[:2]))
    desk.environment["PAPERDEX_SOURCES"] = "arxiv-oai, arxiv"
    assert report(desk, "tea.md")["fetched"] == {"arxiv-oai": 2}
    assert arxiv.requests == []
    desk.environment["PAPERDEX_SOURCES"] = "arxiv"
    arxiv.respond_next(503, times=FOR_EVER)
    desk.write("tea.md", list_of(PAPERS[:3]))
    assert report(desk, "tea.md", code=3)["missing"][0]["reason"] == "arXiv could not be asked"
    assert len(services.requests) == 2


def test_an_unknown_source_in_the_settings_is_misuse(desk: Desk) -> None:
    """The error names the near one."""
    desk.environment["PAPERDEX_SOURCES"] = "arxiv,arxiv-oia"
    outcome = desk.run("fetch", "2101.90001", code=2)
    assert "there is no source 'arxiv-oia'" in outcome.err
    assert "'arxiv-oai'" in outcome.err
    assert "PAPERDEX_SOURCES" in outcome.err


def addresses(**environ: str) -> list[str]:
    """Where each source is asked with these settings, in the order of the registry."""
    settings = Layers({f"PAPERDEX_{name}": value for name, value in environ.items()}).settings()
    return [settings.address(row.name) for row in SOURCES]


def test_turned_off_with_the_query_api() -> None:
    """Where the query API is turned off, or on this machine, the others are asked only at an address that is set."""
    here, elsewhere = "http://127.0.0.1:9/", "https://oai.invalid/"
    assert addresses() == [ARXIV_API, ARXIV_OAI, DATACITE, OPENALEX]
    assert addresses(ARXIV_OAI="", DATACITE="", OPENALEX="") == [ARXIV_API, "", "", ""]
    assert addresses(ARXIV_API="") == ["", "", "", ""]
    assert addresses(ARXIV_API=here) == [here, "", "", ""]
    assert addresses(ARXIV_API="", ARXIV_OAI=elsewhere) == ["", elsewhere, "", ""]
    assert addresses(ARXIV_API="https://api.invalid/")[1:] == [ARXIV_OAI, DATACITE, OPENALEX]


def test_the_pace_is_that_of_each_address() -> None:
    """A short pause for a loopback address is none for another one."""
    settings = Settings(arxiv_api="http://127.0.0.1:9/", arxiv_oai="https://oai.invalid/", pace=0.5)
    assert (settings.pace_of("arxiv"), settings.pace_of("arxiv-oai")) == (0.5, 3)
