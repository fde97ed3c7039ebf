"""The main job: a list goes in, records from the loopback arXiv come out of the library."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.running import Desk, list_of, paper, titles
from invented import invented_papers
from loopback_arxiv import LoopbackArxiv, Paper, Papers, answer, feed
from paperdex.workflows import fetch


def serve(arxiv: LoopbackArxiv, *papers: Paper) -> tuple[Paper, ...]:
    """Have arXiv hold these papers."""
    arxiv.papers = Papers(papers)
    return papers


def rows(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    """What ``list --format jsonl`` prints."""
    return [json.loads(line) for line in desk.run("list", "--format", "jsonl", *arguments).lines]


def report(desk: Desk, *arguments: object, code: int = 0) -> dict[str, Any]:
    """What ``fetch --format json`` prints."""
    found: dict[str, Any] = json.loads(desk.run("fetch", "--format", "json", *arguments, code=code).out)
    assert found["exit_code"] == code
    return found


def test_a_list_becomes_a_library(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Every field of a record is stored as arXiv serves it, every field of an entry as the list has it."""
    served = paper(
        1,
        authors=(("Ada Invented", "University of Nowhere"), ("Jan van der Verzonnen", None)),
        comment="12 pages, no figures",
        journal_ref="J. Invented Tea 1 (2022) 1-9",
        doi="10.5555/Invented.1",
    )
    serve(arxiv, served)
    desk.write(
        "tea.md",
        "# Tea\n\n## Pots\n\n### Brown\n\n- [Teapot one, as listed](https://arxiv.org/abs/2101.90001v1) "
        "*2021-01-04* | [code](https://example.org/code)\n  whistles nicely\n",
    )
    found = report(desk, "tea.md")
    assert found["fetched"] == {"arxiv": 1}
    (row,) = rows(desk)
    assert row | {"note": None} == {
        "list": "tea.md",
        "line": 7,
        "topic": ["Pots", "Brown"],
        "status": "resolved",
        "id": "2101.90001",
        "title": served.title,
        "title_in_list": "Teapot one, as listed",
        "authors": ["Ada Invented", "Jan van der Verzonnen"],
        "abstract": served.abstract,
        "submitted": "2021-01-05T10:00:00Z",
        "updated": "2021-03-04T05:06:07Z",
        "version": 2,
        "primary_category": "cs.LG",
        "categories": ["cs.LG", "stat.ML"],
        "comment": served.comment,
        "journal_ref": served.journal_ref,
        "doi": served.doi,
        "venue": None,
        "rating": None,
        "note": None,
        "links": row["links"],
        "url": "https://arxiv.org/abs/2101.90001",
    }
    assert "whistles nicely" in row["note"]
    assert {"label": "code", "url": "https://example.org/code"} in row["links"]
    (request,) = arxiv.requests
    assert request.ids == ("2101.90001",), "without the version: the record describes the work, not one version"
    shown = json.loads(desk.run("show", "--format", "json", "2101.90001").out)
    assert shown["record"]["source"] == "arxiv"
    assert shown["record"]["authors"][0]["affiliations"] == ["University of Nowhere"]
    assert shown["entries"][0]["line"] == 7
    assert "Pots" in desk.run("topics").out
    assert "2101.90001" in desk.run("search", "teapot").out
    assert "eprint = {2101.90001}" in desk.run("export").out


def test_the_order_of_the_list_is_kept(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """arXiv answers in another order than it was asked; records still go to their own entries."""
    papers = serve(arxiv, *(paper(number) for number in (5, 3, 8, 1, 9, 2)))
    desk.write("tea.md", list_of(papers))
    desk.run("fetch", "tea.md")
    assert [(row["id"], row["title"]) for row in rows(desk)] == [(each.id, each.title) for each in papers]


def test_a_hundred_at_a_time(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """250 papers are three requests, each with ``max_results`` for all that it asks."""
    papers = serve(arxiv, *invented_papers(250))
    desk.write("tea.md", list_of(papers))
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 250}
    assert [len(request.ids) for request in arxiv.requests] == [100, 100, 50]
    assert [request.params["max_results"] for request in arxiv.requests] == ["100", "100", "50"]
    assert sorted(i for request in arxiv.requests for i in request.ids) == sorted(each.id for each in papers)
    assert [row["id"] for row in rows(desk)] == [each.id for each in papers]
    assert not [row["id"] for row in rows(desk) if not row["abstract"] or not row["authors"]]


def test_a_paper_of_several_lists_is_asked_for_once(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The same work in two lists, and twice in one, is one identifier of one request, and three entries."""
    papers = serve(arxiv, paper(1), paper(2))
    desk.write("lists/a.md", list_of(papers) + list_of(papers[:1], topic="Again").split("\n\n", 1)[1])
    desk.write("lists/b.md", list_of(papers[:1]))
    found = report(desk, "lists")
    assert (found["works"], found["fetched"]) == (2, {"arxiv": 2})
    assert [request.ids for request in arxiv.requests] == [("2101.90001", "2101.90002")]
    assert [row["id"] for row in rows(desk)] == ["2101.90001", "2101.90002", "2101.90001", "2101.90001"]


def test_what_arxiv_does_not_know_is_told_and_not_asked_again(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A missing identifier leaves its entry unresolved, costs a second look ever, and is asked again with --refresh."""
    known, unknown = paper(1), paper(2)
    serve(arxiv, known)
    desk.write("tea.md", list_of((known, unknown)))
    outcome = desk.run("fetch", "tea.md", code=1)
    assert "Not resolved: 1" in outcome.err
    assert f"tea.md:6: 'An Invented Paper on Teapot 2' (arxiv:{unknown.id}): unknown to arXiv" in outcome.err
    assert "1 fetched from arXiv" in outcome.err
    assert [(row["id"], row["status"]) for row in rows(desk)] == [("2101.90001", "resolved"), (None, "unresolved")]

    before = desk.bytes_of_tables()
    again = report(desk, "tea.md", code=1)
    assert [entry["reason"] for entry in again["unresolved"]] == ["unknown to arXiv"]
    assert [request.ids for request in arxiv.requests] == [("2101.90001", "2101.90002"), ("2101.90002",)]
    assert desk.bytes_of_tables() == before

    serve(arxiv, known, unknown)
    found = report(desk, "--refresh", "tea.md")
    assert arxiv.requests[-1].ids == ("2101.90001", "2101.90002")
    assert found["unresolved"] == []
    assert [row["status"] for row in rows(desk)] == ["resolved", "resolved"]
    assert report(desk, "tea.md")["unresolved"] == []
    assert len(arxiv.requests) == 3


def test_an_old_answer_that_there_is_none_is_asked_again_with_max_age(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """``--max-age 0`` asks again for what arXiv did not know; a large one does not."""
    desk.write("tea.md", list_of((paper(1),)))
    report(desk, "tea.md", code=1)
    report(desk, "--max-age", "30", "tea.md", code=1)
    assert len(arxiv.requests) == 2
    serve(arxiv, paper(1))
    with pytest.MonkeyPatch.context() as patch:
        later(patch, days=2)
        assert report(desk, "--max-age", "1", "tea.md")["fetched"] == {"arxiv": 1}


def later(patch: pytest.MonkeyPatch, days: int) -> None:
    """Let days pass for a fetch."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(days=days)

    patch.setattr(fetch.fetch, "__kwdefaults__", fetch.fetch.__kwdefaults__ | {"now": now})


def test_fetching_again_changes_nothing_and_asks_nobody(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The second run leaves every table as it is and sends no request, also where a title was looked up."""
    papers = serve(arxiv, paper(1), paper(2, doi="10.5555/Invented.2"))
    desk.write("tea.md", list_of(papers[:1]) + "- [A Page](https://example.org/a.pdf)\n")
    desk.write("titles.md", titles("An Invented Paper on Teapot 2", "Nothing at All Is Called So, Invented"))
    desk.run("fetch", "tea.md", "titles.md", code=1)
    before, requests = desk.bytes_of_tables(), len(arxiv.requests)
    assert requests == 4, "for the identifier, both titles, and once more for the one that has no paper"
    outcome = desk.run("fetch", "tea.md", "titles.md", code=1)
    assert desk.bytes_of_tables() == before
    assert len(arxiv.requests) == requests
    assert "(unchanged)" in outcome.err
    assert "2 already known" in outcome.err


def test_an_edited_list_gives_the_difference(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Added, moved and removed entries are told; only the added one is fetched; no work is deleted."""
    one, two, three = serve(arxiv, paper(1), paper(2), paper(3))
    desk.write("tea.md", list_of((one, two)))
    desk.run("fetch", "tea.md")
    desk.write("tea.md", list_of((three,)) + list_of((one,), topic="Brown pots").split("\n\n", 1)[1])
    found = report(desk, "tea.md")
    changes = found["lists"][0]["changes"]
    assert (changes["added"], changes["moved"], changes["removed"]) == ([three.title], [one.title], [two.title])
    assert found["fetched"] == {"arxiv": 1}
    assert arxiv.requests[-1].ids == (three.id,)
    assert [row["id"] for row in rows(desk)] == [three.id, one.id]
    assert json.loads(desk.run("show", "--format", "json", two.id).out)["record"]["title"] == two.title
    assert "(1 added, 1 moved, 1 removed)" in desk.run("fetch", desk.write("tea.md", list_of((two, one)))).err


def test_refresh_asks_again_for_everything(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A paper that has changed at arXiv is taken over with --refresh and not without."""
    serve(arxiv, paper(1))
    desk.write("tea.md", list_of((paper(1),)))
    desk.run("fetch", "tea.md")
    serve(arxiv, paper(1, title="An Invented Paper, Renamed", versions=("2021-01-05T10:00:00Z",) * 3))
    desk.run("fetch", "tea.md")
    assert rows(desk)[0]["version"] == 2
    desk.run("fetch", "--refresh", "tea.md")
    assert [(row["title"], row["version"]) for row in rows(desk)] == [("An Invented Paper, Renamed", 3)]
    assert len(arxiv.requests) == 2


def test_max_age_asks_again_for_what_is_older(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A record of two days ago is asked for again with --max-age 1, and then is new."""
    serve(arxiv, paper(1))
    desk.write("tea.md", list_of((paper(1),)))
    desk.run("fetch", "tea.md")
    desk.run("fetch", "--max-age", "1", "tea.md")
    assert len(arxiv.requests) == 1
    with pytest.MonkeyPatch.context() as patch:
        later(patch, days=2)
        desk.run("fetch", "--max-age", "1", "tea.md")
        assert len(arxiv.requests) == 2


def test_offline_asks_nobody(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """--offline stores the list, sends no request, and says what is left."""
    serve(arxiv, paper(1))
    desk.write("tea.md", list_of((paper(1),)))
    desk.write("titles.md", titles("An Invented Paper on Teapot 7"))
    outcome = desk.run("fetch", "--offline", "tea.md", "titles.md", code=1)
    assert arxiv.requests == []
    assert "arXiv was not asked" in outcome.err
    assert "No record: 1" in outcome.err
    assert [(row["status"], row["id"]) for row in rows(desk)] == [("resolved", "2101.90001"), ("unresolved", None)]
    desk.run("fetch", "tea.md", "titles.md", code=1)
    assert rows(desk)[0]["abstract"] == paper(1).abstract


def test_a_dry_run_writes_and_asks_nothing(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """--dry-run tells what would be added and asked for; no file appears and none changes."""
    serve(arxiv, paper(1), paper(2))
    desk.write("tea.md", list_of((paper(1),)))
    desk.write("titles.md", titles("An Invented Paper on Teapot 2"))
    before = desk.files()
    found = report(desk, "--dry-run", "tea.md", "titles.md")
    assert (found["planned"], found["searches"]) == (["2101.90001"], 1)
    assert desk.files() == before
    desk.run("fetch", "tea.md")
    desk.write("tea.md", list_of((paper(3),)))
    tables, requests = desk.bytes_of_tables(), len(arxiv.requests)
    outcome = desk.run("fetch", "--dry-run", "tea.md")
    assert "1 added, 1 removed" in outcome.err
    assert "arXiv would be asked for 1 record." in outcome.err
    assert (desk.bytes_of_tables(), len(arxiv.requests)) == (tables, requests)


def test_a_list_at_an_address_is_not_read_offline(desk: Desk) -> None:
    """--offline and --dry-run reach for no page, not even for the list itself."""
    for option in ("--offline", "--dry-run"):
        outcome = desk.run("fetch", option, "https://lists.invalid/tea.md", code=2)
        assert "can't be read without the network" in outcome.err
    assert desk.files() == set()


def test_no_title_search(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """--no-title-search leaves a bare title unresolved and says why; without the option it is found."""
    serve(arxiv, paper(1))
    desk.write("tea.md", titles("An Invented Paper on Teapot 1"))
    outcome = desk.run("fetch", "--no-title-search", "tea.md", code=1)
    assert arxiv.requests == []
    assert "has not been looked up" in outcome.err
    desk.run("fetch", "tea.md")
    assert [row["id"] for row in rows(desk)] == ["2101.90001"]


def test_identifiers_on_the_command_line(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """They are entries of a list of their own, one a work, kept from run to run, told only when they are given."""
    serve(arxiv, paper(1), paper(2))
    desk.run("fetch", "2101.90001v1", "arXiv:2101.90001", "2101.90009", code=1)
    assert [request.ids for request in arxiv.requests] == [("2101.90001", "2101.90009"), ("2101.90009",)]
    outcome = desk.run("fetch", "https://arxiv.org/pdf/2101.90002.pdf")
    assert "2101.90009" not in outcome.err, "an identifier of an earlier run is no business of this one"
    assert outcome.err.startswith("command line: 1 entry, 1 work (1 added)\n1 work: 1 fetched from arXiv.\n")
    assert [(row["list"], row["id"], row["topic"]) for row in rows(desk)] == [
        ("command line", "2101.90001", []),
        ("command line", None, []),
        ("command line", "2101.90002", []),
    ]
    before = desk.bytes_of_tables()
    desk.run("fetch", "2101.90001v1")
    assert desk.bytes_of_tables() == before


def test_the_mirror_is_asked_first(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """What the mirror has whole costs no request; what it has in part is completed by arXiv."""
    whole = {"id": "2101.90001", "title": "An Invented Paper", "authors_parsed": [["Invented", "Ada", ""]]}
    whole |= {
        "abstract": "Water.",
        "categories": "cs.LG",
        "versions": [{"version": "v1", "created": "Tue, 5 Jan 2021 10:00:00 GMT"}],
    }
    partial = {"id": "2101.90002", "title": "An Invented Paper on Teapot 2"}
    desk.write("snapshot.json", f"{json.dumps(whole)}\n{json.dumps(partial)}\n")
    desk.run("mirror", "import", "snapshot.json")
    serve(arxiv, paper(2))
    desk.write("tea.md", list_of((paper(1), paper(2))))
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 1, "mirror": 1}
    assert [request.ids for request in arxiv.requests] == [("2101.90002",)]
    assert [(row["title"], row["abstract"]) for row in rows(desk)] == [
        ("An Invented Paper", "Water."),
        (paper(2).title, paper(2).abstract),
    ]
    before = desk.bytes_of_tables()
    desk.run("fetch", "tea.md")
    assert (desk.bytes_of_tables(), len(arxiv.requests)) == (before, 1)


def test_a_partial_record_is_kept_and_marked_until_arxiv_answers(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """While arXiv is down the mirror's part of a record is there, marked; once it answers, the record is whole."""
    desk.write("snapshot.json", json.dumps({"id": "2101.90001", "title": "An Invented Paper on Teapot 1"}) + "\n")
    desk.run("mirror", "import", "snapshot.json")
    serve(arxiv, paper(1))
    arxiv.respond_next(503, times=5)
    desk.write("tea.md", list_of((paper(1),)))
    outcome = desk.run("fetch", "tea.md", code=3)
    assert "arXiv answered with status 503" in outcome.err
    assert "Partial, kept as they are: 1 record\n  1 without authors, abstract, submitted, categories" in outcome.err
    assert desk.run("list", "--format", "plain").out.endswith("\tpartial\n")
    outcome = desk.run("fetch", "tea.md")
    assert "1 fetched from arXiv" in outcome.err
    assert "Partial" not in outcome.err
    assert not desk.run("list", "--format", "plain").out.endswith("\tpartial\n")


def test_what_arrived_before_the_fault_is_kept(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A batch that fails costs the batches before it nothing, and only the rest is asked for again."""
    papers = serve(arxiv, *invented_papers(150))
    desk.write("tea.md", list_of(papers))
    _, good = answer({"id_list": ",".join(each.id for each in papers[:100]), "max_results": "100"}, arxiv.papers)
    arxiv.respond_next(200, good)
    arxiv.respond_next(500, times=50)
    found = report(desk, "tea.md", code=3)
    assert (found["fetched"]["arxiv"], len(found["missing"])) == (100, 50)
    assert found["errors"][0]["status"] == 500
    arxiv.stop_planted()
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 50}
    assert len(arxiv.requests[-1].ids) == 50


def test_a_paper_left_out_of_the_answer_is_not_called_unknown(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """An answer that counts more papers than it holds is a failure of arXiv's, asked again the next time."""
    serve(arxiv, paper(1), paper(2))
    desk.write("tea.md", list_of((paper(1), paper(2))))
    arxiv.respond_next(200, feed([paper(1)], total=2))
    arxiv.respond_next(200, feed([], total=1), times=5)
    outcome = desk.run("fetch", "tea.md", code=1)
    assert "2101.90002 'An Invented Paper on Teapot 2': arXiv answered with an empty page" in outcome.err
    assert "unknown to arXiv" not in outcome.err
    desk.run("fetch", "tea.md")
    assert [row["status"] for row in rows(desk)] == ["resolved", "resolved"]


def test_the_summary_counts_one_as_one(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """One entry is an entry, two are entries."""
    serve(arxiv, paper(1), paper(2))
    desk.write("one.md", list_of((paper(1),)))
    desk.write("two.md", list_of((paper(1), paper(2))))
    err = desk.run("fetch", "one.md", "two.md").err
    assert "one.md: 1 entry, 1 work (1 added)\ntwo.md: 2 entries, 2 works (2 added)\n2 works: 2 fetched" in err


def test_a_list_that_moves_with_its_library_stays_the_same_list(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Named by another path, or read from a moved folder, the list is not taken for a new one."""
    serve(arxiv, paper(1))
    path = desk.write("tea.md", list_of((paper(1),)))
    desk.run("fetch", "tea.md")
    found = report(desk, path)
    assert found["lists"][0]["changes"]["added"] == []
    assert len(rows(desk)) == 1


def test_a_file_named_twice_is_read_once(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A folder and a file in it, or two spellings of a path, are one reading."""
    serve(arxiv, paper(1))
    path = desk.write("lists/tea.md", list_of((paper(1),)))
    assert len(report(desk, "lists", "lists/tea.md", path, "./lists/../lists/tea.md")["lists"]) == 1


def test_a_readme_without_papers_is_no_list(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """In a folder of lists it is passed over with a warning; a list that has lost its papers loses its entries."""
    serve(arxiv, paper(1), paper(2))
    desk.write("lists/README.md", "# How to add a list\n\nThere is nothing here.\n")
    desk.write("lists/empty.md", "")
    desk.write("lists/kettles.md", list_of((paper(2),)))
    tea = desk.write("lists/tea.md", list_of((paper(1),)))
    outcome = desk.run("fetch", "lists")
    assert "Warning: lists/README.md: no papers were found in it." in outcome.err
    assert "Warning: lists/empty.md: no papers were found in it." in outcome.err
    assert "README" not in desk.run("topics").out
    tea.write_text("# Tea\n\nAll drunk.\n", encoding="utf-8")
    outcome = desk.run("fetch", "lists")
    assert "lists/tea.md: 0 entries, 0 works (1 removed)" in outcome.err
    assert [row["list"] for row in rows(desk)] == ["lists/kettles.md"]


def test_standard_input_is_a_list(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """``-`` reads the list from standard input."""
    serve(arxiv, paper(1))
    desk.run("fetch", "-", stdin=list_of((paper(1),)).encode())
    assert [(row["list"], row["id"]) for row in rows(desk)] == [("-", "2101.90001")]


def test_a_silent_answer_takes_no_record_back(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A refresh to which arXiv says nothing leaves the record and the entry as they were."""
    serve(arxiv, paper(1))
    desk.write("tea.md", list_of((paper(1),)))
    desk.run("fetch", "tea.md")
    arxiv.papers = Papers(())
    desk.run("fetch", "--refresh", "tea.md", code=None)
    (row,) = rows(desk)
    assert (row["status"], row["id"]) == ("resolved", "2101.90001")
    assert row["abstract"]


def test_a_file_called_command_line_is_a_list_of_its_own(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Identifiers given directly and a file with the name of their list don't meet."""
    serve(arxiv, paper(1), paper(2))
    desk.run("fetch", "2101.90001")
    desk.write("command line", list_of((paper(2),)))
    assert "1 added" in desk.run("fetch", "command line").err
    assert [row["id"] for row in rows(desk)] == ["2101.90001", "2101.90002"]


def test_papers_named_outside_of_entries_are_counted(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """What the text names and no entry has is told, not dropped in silence."""
    serve(arxiv, paper(1))
    desk.write("tea.md", list_of((paper(1),)) + "\nIt all began with some kettle, see arXiv:2101.90002 for it.\n")
    assert "1 more named outside of entries" in desk.run("fetch", "tea.md").err
    assert "1 named outside of entries" in desk.run("scan", "tea.md").err


def test_a_folder_of_many_things(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Data and pages beside the lists are passed over without a word; a bibliography is a list."""
    serve(arxiv, paper(1), paper(2))
    desk.write("all/tea.md", list_of((paper(1),)))
    desk.write("all/refs.bib", "@misc{pot, title={An Invented Paper on Teapot 2}, eprint={2101.90002}}\n")
    desk.write("all/package.json", '{"name": "pots", "version": "1.0.0"}')
    desk.write("all/broken.json", "{")
    desk.write("all/prices.csv", "pot,price\nblue,3\n")
    desk.write("all/index.html", "<html><body><p>Hello</p></body></html>")
    outcome = desk.run("fetch", "all")
    assert "Warning" not in outcome.err
    assert sorted(row["id"] for row in rows(desk)) == ["2101.90001", "2101.90002"]
    desk.run("fetch", "all/package.json", code=2)


def test_a_refresh_in_vain_is_told(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The record that was there stays, and nobody is told that all went well."""
    serve(arxiv, paper(1), paper(2))
    desk.write("tea.md", list_of((paper(1), paper(2))))
    desk.run("fetch", "tea.md")
    serve(arxiv, paper(1))
    outcome = desk.run("fetch", "--refresh", "tea.md", code=1)
    assert (
        "Not made new, kept as they were: 1\n  2101.90002 'An Invented Paper on Teapot 2': unknown to arXiv"
        in outcome.err
    )
    assert len(rows(desk)) == 2


def test_a_title_without_a_usable_answer_costs_the_others_nothing(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """It stays to be looked up; those that were asked for with it, and behind it, are."""
    serve(arxiv, paper(1), paper(2))
    desk.write("titles.md", titles("An Invented Paper on Teapot 1", "An Invented Paper on Teapot 2"))
    arxiv.respond_next(400, b"<html>Bad Request</html>", times=2)
    found = report(desk, "titles.md", code=1)
    assert len(arxiv.requests) == 3
    assert found["fetched"] == {"arxiv": 1}
    (left,) = found["unresolved"]
    assert left["reason"].startswith("its title has not been looked up at arXiv: arXiv answered with status 400")
    assert report(desk, "titles.md")["fetched"] == {"arxiv": 1}


def test_an_arxiv_identifier_names_the_work_also_behind_a_doi(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A DOI has no source of records, and arXiv has one."""
    served = paper(1, doi="10.5555/invented.1")
    serve(arxiv, served)
    desk.write("tea.md", f"- [A](https://doi.org/10.5555/invented.1) ([arXiv](https://arxiv.org/abs/{served.id}))\n")
    assert report(desk, "tea.md")["fetched"] == {"arxiv": 1}
    assert [row["id"] for row in rows(desk)] == [served.id]
