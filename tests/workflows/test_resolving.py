"""Entry to work by its title: taken when it is sure, a suggestion otherwise, and each title asked for once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.running import Desk, list_of, paper, titles
from loopback_arxiv import LoopbackArxiv, Paper, Papers
from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier
from paperdex.workflows import fetch
from paperdex.workflows.resolving import Resolver, facts_of_list

POTS = "Invented Pots: A Study of Imaginary Lids"
PAGE = "https://company.invalid/papers/pots.pdf"


def pass_days(patch: pytest.MonkeyPatch, days: float) -> None:
    """Let days pass for a fetch."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(days=days)

    patch.setattr(fetch.fetch, "__kwdefaults__", fetch.fetch.__kwdefaults__ | {"now": now})


def resolutions(desk: Desk) -> list[tuple[str, str | None]]:
    """Status and work of each entry."""
    rows = map(json.loads, desk.run("list", "--format", "jsonl").lines)
    return [(row["status"], row["id"]) for row in rows]


def fetch_titles(desk: Desk, arxiv: LoopbackArxiv, text: str, *papers: Paper, code: int) -> str:
    """Fetch a list from an arXiv with these papers; the summary."""
    arxiv.papers = Papers(papers)
    desk.write("tea.md", text)
    return desk.run("fetch", "tea.md", code=code).err


@pytest.mark.parametrize(
    "title",
    [POTS, "invented pots – a study of imaginary lids", "Invented Pots:A Study of Imaginary-Lids"],
)
def test_an_equal_title_is_taken(desk: Desk, arxiv: LoopbackArxiv, title: str) -> None:
    """Case, blanks and punctuation aside, the title is the paper's, and the record comes with the search."""
    fetch_titles(desk, arxiv, titles(title), paper(1, POTS), paper(2), code=0)
    assert resolutions(desk) == [("resolved", "2101.90001")]
    assert ["id_list" in request.params and request.params["id_list"] for request in arxiv.requests] in ([""], [False])
    assert json.loads(desk.run("show", "--format", "json", "2101.90001").out)["record"]["abstract"]


@pytest.mark.parametrize(
    ("fields", "expected", "code"),
    [
        ({"Author": "Ada Invented"}, "resolved", 0),
        ({"Year": "2021"}, "resolved", 0),
        ({"Year": "2022"}, "resolved", 0),
        ({}, "suggested", 1),
        ({"Year": "2011"}, "suggested", 1),
        ({"Author": "Nobody Other"}, "suggested", 1),
        ({"Author": "Nobody Other", "Year": "2021"}, "suggested", 1),
    ],
)
def test_a_dropped_subtitle(desk: Desk, arxiv: LoopbackArxiv, fields: dict[str, str], expected: str, code: int) -> None:
    """It is taken only when an author or the year fits, and no author speaks against it."""
    err = fetch_titles(desk, arxiv, titles("Invented Pots", **fields), paper(1, POTS), code=code)
    assert resolutions(desk) == [(expected, "2101.90001" if expected == "resolved" else None)]
    if expected == "suggested":
        assert f"perhaps 2101.90001 '{POTS}' (0.90)" in err
        assert "Next: where a suggestion is right" in err


def test_rivals_are_suggestions(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Two papers of one title are both suggested, unless an author decides between them."""
    rivals = (paper(1, POTS), paper(2, POTS, authors=(("Cy Nobody", None),)))
    err = fetch_titles(desk, arxiv, titles(POTS), *rivals, code=1)
    assert resolutions(desk) == [("suggested", None)]
    assert "several papers have this title" in err
    fetch_titles(desk, arxiv, titles(POTS, Author="Cy Nobody"), *rivals, code=0)
    assert resolutions(desk) == [("resolved", "2101.90002")]


def test_an_equal_title_by_others_is_not_taken(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The list names an author whom the paper does not have: a suggestion."""
    err = fetch_titles(desk, arxiv, titles(POTS, Author="Cy Nobody"), paper(1, POTS), code=1)
    assert resolutions(desk) == [("suggested", None)]
    assert "by other authors" in err


def test_what_is_found_nowhere_says_so(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A title without a paper is unresolved, which is another thing than not looked up."""
    err = fetch_titles(desk, arxiv, titles(POTS), code=1)
    assert "no paper has this title" in err
    assert "has not been looked up" not in err


def company_list() -> str:
    """A list whose one paper is linked as a company hosts it."""
    title = "#### **1. Invented Pots:A Study of Imaginary Lids**"
    return f"# Reviews\n\n{title}\n**Review**([Paper link]({PAGE}))\nNice lids.\n"


def test_a_company_link_merges_with_the_papers_other_entry(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """An equal title makes an entry with a PDF link of its own the same work as the one with an arXiv link."""
    arxiv.papers = Papers([paper(1, POTS)])
    desk.write("reviews.md", company_list())
    desk.write("tea.md", list_of([paper(1, POTS)]))
    report = json.loads(desk.run("fetch", "--format", "json", "reviews.md", "tea.md").out)
    assert report["works"] == 1
    assert resolutions(desk) == [("resolved", "2101.90001")] * 2
    assert len(arxiv.requests) == 1, "the other list's record has the title: no search"


def test_it_merges_also_when_arxiv_was_down_first(desk: Desk, no_arxiv: str) -> None:
    """Kept by its page while nobody could tell more, it becomes the paper as soon as arXiv can be asked."""
    desk.write("reviews.md", company_list())
    desk.write("tea.md", list_of([paper(1, POTS)]))
    desk.run("fetch", "reviews.md", "tea.md", code=3)
    assert resolutions(desk) == [("resolved", f"url:{PAGE}"), ("resolved", "2101.90001")]
    with LoopbackArxiv([paper(1, POTS)]) as server:
        desk.ask(server.url)
        desk.run("fetch", "reviews.md", "tea.md")
    assert resolutions(desk) == [("resolved", "2101.90001")] * 2


def test_a_page_that_no_source_knows_is_a_work_of_its_own(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Its record is what the list gives, and says so."""
    text = f"# Tea\n\n* [{POTS}](https://proceedings.invalid/v9/pots.html)\n    * Title: {POTS}\n    * Year: May 2010\n"
    text += "    * Author: Ada Invented\n    * Abstract: On lids.\n"
    fetch_titles(desk, arxiv, text, paper(2), code=0)
    work = "url:https://proceedings.invalid/v9/pots.html"
    assert resolutions(desk) == [("resolved", work)]
    record = json.loads(desk.run("show", "--format", "json", work).out)["record"]
    assert (record["source"], record["title"], record["abstract"]) == ("list", POTS, "On lids.")
    assert [author["name"] for author in record["authors"]] == ["Ada Invented"]
    assert "from the list only" in desk.run("list", "--format", "plain").out
    before = desk.bytes_of_tables()
    requests = len(arxiv.requests)
    desk.run("fetch", "tea.md")
    assert desk.bytes_of_tables() == before
    assert len(arxiv.requests) == requests


def test_a_paper_like_a_page_is_named_beside_it(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The entry is resolved to its page; a paper that could be meant is shown and not taken."""
    text = "# Tea\n\n* [Invented Pots](https://proceedings.invalid/pots.html)\n    * Title: Invented Pots\n"
    fetch_titles(desk, arxiv, text, paper(1, POTS), code=0)
    assert resolutions(desk) == [("resolved", "url:https://proceedings.invalid/pots.html")]
    assert desk.run("list", "--format", "plain").out.endswith("from the list only; perhaps 2101.90001 (0.90)\n")


def test_a_title_is_searched_once(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The answer to a title is kept, also that there is none; --refresh asks again and takes what is new."""
    fetch_titles(desk, arxiv, titles(POTS), code=1)
    phrase, words = (request.params["search_query"] for request in arxiv.requests)
    assert phrase == 'ti:"Invented Pots A Study of Imaginary Lids"'
    assert '"' not in words
    fetch_titles(desk, arxiv, titles(POTS), paper(1, POTS), code=1)
    assert len(arxiv.requests) == 2
    desk.run("fetch", "--refresh", "tea.md")
    assert len(arxiv.requests) == 3, "the answer to the title holds the whole record"
    assert resolutions(desk) == [("resolved", "2101.90001")]


@pytest.mark.parametrize("there", [(), (paper(1, f"{POTS} Again"),)], ids=["nothing", "a-suggestion"])
def test_a_title_without_its_paper_is_searched_again_after_a_day(
    desk: Desk, arxiv: LoopbackArxiv, monkeypatch: pytest.MonkeyPatch, there: tuple[Paper, ...]
) -> None:
    """arXiv has new papers every day; what was found is not looked up again."""
    fetch_titles(desk, arxiv, titles(POTS), *there, code=1)
    arxiv.papers = Papers([paper(2, POTS)])
    asked = len(arxiv.requests)
    pass_days(monkeypatch, 0.9)
    desk.run("fetch", "tea.md", code=1)
    assert len(arxiv.requests) == asked
    pass_days(monkeypatch, 1.1)
    desk.run("fetch", "--max-age", "30", "tea.md", code=1)
    assert len(arxiv.requests) == asked, "an answer may be as old as the user says"
    desk.run("fetch", "tea.md")
    assert resolutions(desk) == [("resolved", "2101.90002")]
    assert len(arxiv.requests) == asked + 1
    pass_days(monkeypatch, 9)
    desk.run("fetch", "tea.md")
    assert len(arxiv.requests) == asked + 1


def test_a_refresh_that_fails_loses_nothing(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Suggestions of an earlier search stay when arXiv can't be asked again."""
    fetch_titles(desk, arxiv, titles("Invented Pots"), paper(1, POTS), code=1)
    before = desk.bytes_of_tables()
    arxiv.respond_next(503, times=5)
    desk.run("fetch", "--refresh", "tea.md", code=3)
    assert desk.bytes_of_tables() == before


def test_the_mirror_finds_titles_too(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A paper that the mirror has by an equal title is taken without a search at arXiv."""
    line = {"id": "2101.90001", "title": POTS, "abstract": "On lids.", "categories": "cs.LG"}
    line |= {"authors_parsed": [["Invented", "Ada", ""]]}
    line |= {"versions": [{"version": "v1", "created": "Tue, 5 Jan 2021 10:00:00 GMT"}]}
    desk.write("snapshot.json", json.dumps(line) + "\n")
    desk.run("mirror", "import", "snapshot.json")
    fetch_titles(desk, arxiv, titles(POTS), code=0)
    assert resolutions(desk) == [("resolved", "2101.90001")]
    assert arxiv.requests == []


def test_a_malformed_identifier_is_told(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """An entry whose identifier can't be one is searched by its title, and the reason stands in the summary."""
    text = list_of([paper(1), paper(2)]) + "- [Unheard of, Invented](https://arxiv.org/abs/2101.123)\n"
    err = fetch_titles(desk, arxiv, text, paper(1), paper(2), code=1)
    assert "is no identifier (3 digits in 2021, where numbers have 5)" in err
    assert all("2101.123" not in request.ids for request in arxiv.requests), "it would spoil the batch"


def test_facts_of_a_list_need_a_title() -> None:
    """Without a title the list says nothing that could stand in a bibliography."""
    doi = Identifier("doi", "10.5555/invented.1")
    assert facts_of_list(ListEntry(line=1, title="", identifiers=(doi,)), doi.work, "2026-01-01T00:00:00Z") is None
    record = facts_of_list(ListEntry(line=1, title=POTS, identifiers=(doi,)), doi.work, "2026-01-01T00:00:00Z")
    assert record is not None
    assert (record.doi, record.source, record.work) == ("10.5555/invented.1", "list", "doi:10.5555/invented.1")


def test_an_entry_without_anything_is_unresolved(tmp_path: Path) -> None:
    """Neither identifier nor title: the reason says so."""
    from paperdex.storage.library import Library

    with Library.open(tmp_path / "library.db") as library:
        resolution = Resolver(library, (), ("arxiv",)).resolve(ListEntry(line=1, title=""))
    assert (resolution.status, resolution.reason) == ("unresolved", "it has neither an identifier nor a title")
