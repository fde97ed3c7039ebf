"""A paper that changes: fetch says how, keeps what was before, and knows withdrawn ones with the grounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cli.running import Desk, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers
from loopback_oai import LoopbackServices

OLD = replace(paper(1), comment="4 pages")
NEW = replace(
    OLD,
    title="An Invented Paper on Teapots, Renamed",
    authors=(*OLD.authors, ("Cy Invented", None)),
    versions=(*OLD.versions, "2022-01-01T00:00:00Z"),
    comment=None,
    doi="10.5555/invented.1",
    journal_ref="J. Invented Tea 1 (2022) 1-9",
)
GONE = replace(OLD, comment="This paper has been withdrawn by the invented author")


@pytest.fixture
def services(desk: Desk, arxiv: LoopbackArxiv) -> Iterator[LoopbackServices]:
    """An arXiv with a paper, its OAI-PMH, and a list of that paper, fetched."""
    arxiv.papers = Papers((OLD,))
    desk.write("tea.md", list_of([OLD]))
    desk.run("fetch", "tea.md")
    with LoopbackServices((OLD,)) as server:
        desk.environment["PAPERDEX_ARXIV_OAI"] = server.oai
        yield server


def updates(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    """What ``updates --format jsonl`` prints."""
    return [json.loads(line) for line in desk.run("updates", "--format", "jsonl", *arguments).lines]


def shown(desk: Desk) -> dict[str, Any]:
    """What ``show --format json`` prints of the paper."""
    found: dict[str, Any] = json.loads(desk.run("show", "--format", "json", OLD.id).out)
    return found


def test_a_refresh_reports_what_changed_and_keeps_the_earlier_record(desk: Desk, arxiv, services) -> None:
    """In the summary, in JSON, in updates and in show; once, and the same again changes nothing."""
    arxiv.papers = Papers((NEW,))
    summary = desk.run("fetch", "--refresh", "tea.md").err
    assert "Changed: 1\n" in summary
    assert f"{OLD.id} {NEW.title!r}: version 2 -> 3; title {OLD.title} -> {NEW.title}; authors " in summary
    assert "comment 4 pages (gone); journal_ref J. Invented Tea 1 (2022) 1-9 (new); doi 10.5555/invented.1 (new)" in (
        summary
    )
    assert [(row["id"], row["field"], row["old"], row["new"]) for row in updates(desk)][:2] == [
        (OLD.id, "version", "2", "3"),
        (OLD.id, "title", OLD.title, NEW.title),
    ]
    (earlier,) = shown(desk)["earlier"]
    assert (earlier["title"], earlier["version"], earlier["comment"]) == (OLD.title, 2, "4 pages")
    assert [author["name"] for author in earlier["authors"]] == [name for name, _ in OLD.authors]
    text = desk.run("updates", "--since", "1d").out
    assert "  version 2 -> 3\n" in text
    assert "What changed" in desk.run("show", OLD.id).out

    before = updates(desk)
    again = json.loads(desk.run("fetch", "--format", "json", "--refresh", "tea.md").out)
    assert (again["changed"], again["unchanged"]) == ([], 1)
    assert updates(desk) == before


@pytest.mark.parametrize("wish", ["--refresh", "--history"])
def test_the_whole_library_is_made_new_without_a_list(desk: Desk, arxiv, services, wish: str) -> None:
    """Also lists whose files are gone, and what was given directly; a dry run tells what that would be."""
    others = [paper(2), paper(3)]
    arxiv.papers = services.papers = Papers((OLD, *others))
    desk.run("fetch", others[0].id)
    desk.write("more.md", list_of([OLD, others[1]]))
    desk.run("fetch", "more.md")
    for name in ("tea.md", "more.md"):
        (desk.folder / name).unlink()
    if wish == "--refresh":
        plan = desk.run("fetch", "--dry-run", wish).err
        assert "arXiv would be asked for 3 records" in plan
    before = len(arxiv.requests)
    outcome = desk.run("fetch", wish)
    assert "more.md: 2 entries, 2 works, as it was read last\n" in outcome.err
    assert outcome.err.splitlines()[3].startswith("3 works: ")
    asked = [key for request in arxiv.requests[before:] for key in request.ids]
    assert sorted(asked) == ([] if wish == "--history" else [OLD.id, others[0].id, others[1].id])
    assert len(services.requests) == (3 if wish == "--history" else 0)


def test_the_whole_library_is_made_new_only_where_there_is_one(desk: Desk) -> None:
    """And a format is about lists."""
    assert "no library" in desk.run("fetch", "--refresh", code=2).err
    assert "Name a list" in desk.run("fetch", "--offline", code=2).err
    assert "name one" in desk.run("fetch", "--refresh", "--from", "plain", code=2).err
    assert desk.files() == set()


def test_updates_since_a_day(desk: Desk, arxiv, services) -> None:
    """None after it, a word where there are none, and a bad day is refused."""
    arxiv.papers = Papers((NEW,))
    desk.run("fetch", "--max-age", "0", "tea.md", code=None)
    desk.run("fetch", "--refresh", "tea.md")
    assert updates(desk, "--since", "9999-01-01") == []
    assert "Nothing changed" in desk.run("updates", "--since", "9999-01-01").err
    assert len(updates(desk, "--limit", "2")) == 2
    assert "'soon' is not a day. Write 2026-11-01, 7d or 2w." in desk.run("updates", "--since", "soon", code=2).err


def test_withdrawn_by_the_words_is_a_guess_shown_everywhere(desk: Desk, arxiv, services) -> None:
    """In the summary, in lists, in show, in a bibliography, and among the updates; it may come back."""
    arxiv.papers = Papers((GONE,))
    summary = desk.run("fetch", "--refresh", "tea.md").err
    assert f"Withdrawn: 1\n  {OLD.id} {OLD.title!r}: perhaps withdrawn: the authors' comment says so\n" in summary
    assert "perhaps withdrawn" in desk.run("list", "--format", "plain").out
    assert "withdrawn   perhaps: the authors' comment says so" in desk.run("show", OLD.id).out
    assert "Perhaps withdrawn" in desk.run("export").out
    assert updates(desk)[-1] | {"at": ""} == {
        "id": OLD.id,
        "title": OLD.title,
        "at": "",
        "source": "arxiv",
        "field": "withdrawn",
        "old": None,
        "new": "perhaps withdrawn",
    }
    arxiv.papers = Papers((OLD,))
    assert "no longer said to be withdrawn" in desk.run("fetch", "--refresh", "tea.md").err
    assert "withdrawn" not in desk.run("list", "--format", "plain").out


def test_history_brings_every_version_with_its_date(desk: Desk, arxiv, services) -> None:
    """One request a paper, none where they are known; whether the last one is withdrawn is sure then."""
    services.withdrawn = {OLD.id}
    summary = desk.run("fetch", "--history", "tea.md").err
    assert "Versions: known of 1 work" in summary
    assert "withdrawn: arXiv has no text of its latest version" in summary
    assert len(services.requests) == 1
    record = shown(desk)["record"]
    assert record["source"] == "arxiv"
    assert [(each["number"], each["created"], each["withdrawn"]) for each in record["versions"]] == [
        (1, OLD.versions[0], False),
        (2, OLD.versions[1], True),
    ]
    assert shown(desk)["told_by"] == {"license": "arxiv-oai", "versions": "arxiv-oai", "withdrawn": "arxiv-oai"}
    assert desk.run("list", "--format", "plain").out.rstrip().endswith("\twithdrawn")
    assert [row["new"] for row in updates(desk)] == ["withdrawn"]
    text = desk.run("show", OLD.id).out
    assert f"Versions\n  v1   {OLD.versions[0]}\n  v2   {OLD.versions[1]}  withdrawn\n" in text
    desk.run("fetch", "--history", "tea.md")
    assert len(services.requests) == 1
    assert "1 work: 1 unchanged." in desk.run("fetch", "--refresh", "tea.md").err


def test_history_that_knows_a_later_version_has_the_record_made_new(desk: Desk, arxiv, services) -> None:
    """The list of versions shows that the record is old: it is asked for again."""
    arxiv.papers = Papers((NEW,))
    services.papers = Papers((NEW,))
    desk.run("fetch", "--history", "tea.md")
    assert shown(desk)["record"]["version"] == 3
    assert shown(desk)["record"]["source"] == "arxiv"
    assert desk.waiting() == {}


def test_history_without_an_answer_says_so(desk: Desk, arxiv, services) -> None:
    """The record is kept; exit code 3, for the versions were asked for; --retry or a plain fetch asks again."""
    for finish in (["--retry"], ["tea.md"]):
        services.respond_next(503, times=1000)
        outcome = desk.run("fetch", "--history", "--refresh", "tea.md", code=3)
        assert "arXiv's OAI-PMH answered with status 503" in outcome.err
        assert "Next: run paperdex fetch --retry later" in outcome.err
        assert re.match(rf"history\t{OLD.id}\t\S+\t1\t\S+\t.*503", desk.run("fetch", "--retry", "--dry-run").out)
        services.stop_planted()
        before = len(services.requests), len(arxiv.requests)
        outcome = desk.run("fetch", *finish)
        assert "Waiting in the library: 1 history (arXiv's OAI-PMH answered with status 503" in outcome.err
        assert (len(services.requests), len(arxiv.requests)) == (before[0] + 1, before[1])
        assert len(shown(desk)["record"]["versions"]) == 2
        assert desk.waiting() == {}
    desk.environment["PAPERDEX_ARXIV_OAI"] = ""
    assert "PAPERDEX_ARXIV_OAI" in desk.run("fetch", "--history", "tea.md", code=2).err
