"""arXiv's query API as a source: whole answers, and every way in which an answer can be none."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from answers import all_of
from invented import invented_papers
from loopback_arxiv import Hit, error_feed, feed
from paperdex.core.identifiers import Identifier
from paperdex.errors import SourceError, SourceRefused, SourceUnreachable, UsageError
from paperdex.sources import open_source
from paperdex.sources.arxiv_api import NAME, ArxivApi
from paperdex.sources.base import Access
from paperdex.sources.transport import Transport

RETRIEVED = "2026-11-20T21:30:00Z"
PAPERS = invented_papers(60, seed=7)
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"


def ids(*values: str) -> list[Identifier]:
    return [Identifier("arxiv", value) for value in values]


def page(*papers, total: int | None = None) -> bytes:
    """A feed with these papers in this order."""
    return feed(papers, total=total)


# --- whole answers --------------------------------------------------------------------------------------------------


def test_records_say_what_arxiv_says(server, api):
    """Every field of every paper, in the order asked for, with one request."""
    answer = all_of(api.lookup(ids(*(paper.id for paper in PAPERS))))
    assert answer.unknown == {}
    assert [record.work for record in answer.records] == [paper.id for paper in PAPERS]
    for record, paper in zip(answer.records, PAPERS, strict=True):
        assert record.title == " ".join(paper.title.split())
        assert [(author.name, author.affiliations) for author in record.authors] == [
            (name, (place,) if place else ()) for name, place in paper.authors
        ]
        assert record.abstract == "\n\n".join(re.split(r"\n\s+", paper.abstract.strip()))
        assert (record.submitted, record.updated) == (paper.versions[0], paper.versions[-1])
        assert record.version == len(paper.versions)
        assert record.categories == paper.categories
        assert (record.comment, record.journal_ref, record.doi) == (paper.comment, paper.journal_ref, paper.doi)
        assert (record.license, record.withdrawn) == (None, None)
        assert (record.source, record.retrieved) == ("arxiv", RETRIEVED)
    assert len(server.requests) == 1


def test_names_are_parted(api):
    """Family name with its particles, given name and suffix stand beside the printed name."""
    names = {
        author.name: author
        for record in all_of(api.lookup(ids(*(p.id for p in PAPERS)))).records
        for author in record.authors
    }
    author = names["Jan van der Verzonnen"]
    assert (author.family, author.given) == ("van der Verzonnen", "Jan")
    author = names["A. B. Madeup Jr."]
    assert (author.family, author.given, author.suffix) == ("Madeup", "A. B.", "Jr.")


def test_a_request_asks_for_all_that_it_wants(server, api):
    """Bare identifiers, as many results as identifiers, and the format: arXiv would give ten without being told."""
    all_of(api.lookup([Identifier("arxiv", paper.id, version=1) for paper in PAPERS[:15]]))
    (request,) = server.requests
    assert request.ids == tuple(paper.id for paper in PAPERS[:15])
    assert request.params["max_results"] == "15"
    assert request.headers["Accept"] == "application/atom+xml"
    assert request.headers["User-Agent"].startswith("paperdex/")


def test_the_record_describes_the_latest_version(api):
    """An identifier with a version asks for the work."""
    paper = next(paper for paper in PAPERS if len(paper.versions) > 2)
    (record,) = all_of(api.lookup([Identifier("arxiv", paper.id, version=1)])).records
    assert (record.version, record.updated) == (len(paper.versions), paper.versions[-1])


def test_an_identifier_asked_for_twice_is_answered_once(server, api):
    """Also with two versions."""
    paper = PAPERS[0].id
    answer = all_of(
        api.lookup([Identifier("arxiv", paper), Identifier("arxiv", paper, 1), Identifier("arxiv", paper, 2)])
    )
    assert len(answer.records) == 1
    assert server.requests[0].ids == (paper,)


def test_nothing_asked_no_request(server, api):
    """An empty look-up costs nothing; what is not arXiv's isn't asked of it."""
    assert all_of(api.lookup([])).unknown == {}
    assert all_of(api.lookup([Identifier("doi", "10.5555/a")])).unknown == {"doi:10.5555/a": "not an arXiv identifier"}
    assert server.requests == []


def test_too_many_at_once_is_a_mistake_of_the_caller(server, api):
    """A hundred and one identifiers are no batch."""
    with pytest.raises(ValueError, match="101"):
        all_of(api.lookup(ids(*(f"2001.{number:05}" for number in range(1, 102)))))
    assert server.requests == []


def test_what_arxiv_does_not_know_has_a_reason(api):
    """Its neighbours are answered."""
    answer = all_of(api.lookup(ids(PAPERS[0].id, "0001.00001", PAPERS[1].id, "hep-th/0001999")))
    assert [record.work for record in answer.records] == [PAPERS[0].id, PAPERS[1].id]
    assert answer.unknown == {"0001.00001": "unknown to arXiv", "hep-th/0001999": "unknown to arXiv"}


def test_none_known_is_an_answer(api):
    """An empty feed that counts nothing means unknown."""
    assert all_of(api.lookup(ids("0001.00001"))).unknown == {"0001.00001": "unknown to arXiv"}


@pytest.mark.parametrize("suffix", ["", "/", "?key=1", "/?key=1", "?key={}", "#part"])
def test_the_address_may_have_a_slash_or_parameters(server, suffix):
    """A mirror's address is taken as people write it."""
    with Transport(NAME) as transport:
        (record,) = all_of(ArxivApi(transport, server.url + suffix).lookup(ids(PAPERS[0].id))).records
    assert record.work == PAPERS[0].id
    assert server.requests[0].params.get("key") == ({"?key=1": "1", "/?key=1": "1", "?key={}": "{}"}.get(suffix))


def test_opened_by_the_registry_it_keeps_the_pace(server, tmp_path):
    """Two look-ups are the pause apart, and the wait is told."""
    waits = []
    with open_source("arxiv", Access(server.url, 0.2, tmp_path, on_wait=waits.append)) as source:
        all_of(source.lookup(ids(PAPERS[0].id)))
        all_of(source.lookup(ids(PAPERS[1].id)))
    first, second = server.requests
    assert first.ended is not None
    assert second.started - first.ended >= 0.19
    assert [wait.seconds for wait in waits] == [pytest.approx(0.2, abs=0.1)]


# --- answers that are none ------------------------------------------------------------------------------------------

WHOLE = page(PAPERS[0])
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(1, 12))
    + b']><feed xmlns="http://www.w3.org/2005/Atom"><title>&m;</title></feed>'
)
EXTERNAL = b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + WHOLE.partition(b"?>")[2].replace(
    b"<title>", b"<title>&x;"
)
NO_ANSWERS = {
    "html": (b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>", "a web page"),
    "xhtml": (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "a web page"),
    "html-with-comment": (b"<!-- hello -->\n<HTML><body>", "a web page"),
    "empty": (b"", "an empty body"),
    "blank": (b" \n", "an empty body"),
    "cut": (WHOLE[:-20], "cut off"),
    "cut-in-an-entry": (WHOLE[: WHOLE.index(b"<summary>") + 30], "cut off"),
    "declaration-alone": (WHOLE[:40], "cut off"),
    "bytes-after-the-end": (WHOLE + b"x", "cut off|broken"),
    "twice": (WHOLE + WHOLE, "broken"),
    "broken": (WHOLE.replace(b"<entry>", b"<entry", 1), "broken"),
    "not-utf8": (WHOLE.replace(b"<summary>", b"<summary>\xff\xfe"), "broken"),
    "text": (b"Rate exceeded.", "Rate exceeded"),
    "json": (b'{"error": "busy"}', "busy"),
    "control": (b"\x1b[31mred", "␛"),
    "rss": (b"<rss><channel/></rss>", "named 'rss'"),
    "another-feed": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog</title></feed>',
        "isn't an answer of arXiv",
    ),
    "billion-laughs": (LAUGHS, "broken|cut off|DTD"),
    "external-entity": (EXTERNAL, "DTD"),
    "empty-page": (page(total=3), "an empty page, although it counts 3 papers"),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
@pytest.mark.parametrize("ask", ["lookup", "search"])
def test_a_200_that_is_no_answer_is_refused(server, api, name, ask):
    """It is never taken for "unknown", says what came instead, and the next answer is good again."""
    body, words = NO_ANSWERS[name]
    server.respond_next(200, body)
    with pytest.raises(SourceRefused, match=words) as caught:
        all_of(api.lookup(ids(PAPERS[0].id))) if ask == "lookup" else api.search_title("An Invented Paper")
    assert len(str(caught.value)) < 300
    assert caught.value.tip
    assert len(all_of(api.lookup(ids(PAPERS[0].id))).records) == 1


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_of_arxiv_speaks_for_itself(server, api, status):
    """The summary of an error entry is the message, whatever the status."""
    server.respond_next(status, error_feed("max_results must be an integer"))
    with pytest.raises(SourceRefused, match="arxiv: refused the request: max_results must be an integer") as caught:
        all_of(api.lookup(ids(PAPERS[0].id)))
    assert caught.value.status == status


def test_a_400_that_is_no_feed_keeps_its_status(server, api):
    """A refusal by something in front of arXiv."""
    server.respond_next(400, b"<html>Bad Request</html>")
    with pytest.raises(SourceRefused, match="with status 400 with a web page") as caught:
        all_of(api.lookup(ids(PAPERS[0].id)))
    assert caught.value.status == 400


@pytest.mark.parametrize("status", [406, 429, 503])
def test_shedding_load_is_told_from_other_failures(server, api, status):
    """406 is one of arXiv's ways to say that it has too much to do, even with a good feed as the body."""
    server.respond_next(status, WHOLE)
    with pytest.raises(SourceRefused, match=f"status {status} .*too much to do") as caught:
        all_of(api.lookup(ids(PAPERS[0].id)))
    assert caught.value.status == status


@pytest.mark.parametrize("status", [403, 404, 414, 500, 502, 504])
def test_other_error_statuses_are_refused(server, api, status):
    """The status is in the message and on the error."""
    server.respond_next(status, b"nothing")
    with pytest.raises(SourceRefused, match=f"arxiv: answered with status {status}") as caught:
        all_of(api.lookup(ids(PAPERS[0].id)))
    assert caught.value.status == status


def test_a_cut_transfer_is_refused(server, api):
    """Fewer bytes than announced."""
    server.respond_next(200, WHOLE[:500], {"Content-Length": str(len(WHOLE))})
    with pytest.raises(SourceRefused, match="cut off"):
        all_of(api.lookup(ids(PAPERS[0].id)))


def test_a_server_that_is_gone_is_unreachable(server, api):
    """No answer is another error than a bad one."""
    server.stop()
    with pytest.raises(SourceUnreachable):
        all_of(api.lookup(ids(PAPERS[0].id)))


def test_an_address_that_is_none_is_misuse():
    """The setting is the user's to mend."""
    with Transport(NAME) as transport, pytest.raises(UsageError):
        all_of(ArxivApi(transport, "nonsense").lookup(ids("1501.90001")))


# --- answers that are not quite right -------------------------------------------------------------------------------


def test_the_order_of_an_answer_means_nothing(server, api):
    """Entries are matched by identifier."""
    server.respond_next(200, page(*reversed(PAPERS[:3])))
    answer = all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:3]))))
    assert [(record.work, record.title) for record in answer.records] == [
        (paper.id, " ".join(paper.title.split())) for paper in PAPERS[:3]
    ]


def test_another_paper_is_not_taken_for_the_one_asked_for(server, api):
    """It is dropped, the right one is asked for again, and it is not called unknown where another comes once more."""
    server.respond_next(200, page(PAPERS[5]))
    assert [record.work for record in all_of(api.lookup(ids(PAPERS[0].id))).records] == [PAPERS[0].id]
    server.respond_next(200, page(PAPERS[5]), times=2)
    answer = all_of(api.lookup(ids(PAPERS[0].id)))
    assert answer.records == ()
    assert answer.unknown == {PAPERS[0].id: "arXiv answered with another paper"}


def test_a_paper_too_many_does_no_harm(server, api):
    """The one asked for is found behind the others."""
    server.respond_next(200, page(PAPERS[5], PAPERS[6], PAPERS[0]))
    answer = all_of(api.lookup(ids(PAPERS[0].id)))
    assert [record.work for record in answer.records] == [PAPERS[0].id]
    assert len(server.requests) == 1


def test_an_entry_that_comes_twice_counts_once(server, api):
    """Of two versions the later one is kept, in whatever order they come."""
    paper = next(paper for paper in PAPERS if len(paper.versions) > 1)
    hits = [Hit(paper, len(paper.versions)), Hit(paper, 1)]
    for order in (hits, hits[::-1]):
        server.respond_next(200, feed(order))
        (record,) = all_of(api.lookup(ids(paper.id))).records
        assert record.version == len(paper.versions)


def test_what_is_garbled_in_arxivs_own_data_is_mended(server, api):
    """It is its own where other letters of the same answer came as they should: nothing is asked again."""
    fine, bad = (replace(paper, title=f"An Invented Möbius Teapot {n}") for n, paper in enumerate(PAPERS[:2]))
    body = page(fine, bad).replace("Möbius Teapot 1".encode(), "MÃ¶bius Teapot 1".encode())
    server.respond_next(200, body)
    answer = all_of(api.lookup(ids(fine.id, bad.id)))
    assert [record.title for record in answer.records] == [fine.title, bad.title]
    assert len(server.requests) == 1


@pytest.mark.parametrize("lost", ["\ufffd", "\x93", "&#xFFFD;"])
@pytest.mark.parametrize("tag", ["title", "name", "summary"])
def test_an_entry_with_letters_that_are_lost_is_asked_for_again(server, api, tag, lost):
    """A sign in place of a letter is seen in what has to be right; in other texts, where it can be nothing else."""
    body = re.sub(f"(?<=entry>)(.*?)</{tag}>".encode(), rf"\1{lost}</{tag}>".encode(), page(PAPERS[0]), flags=re.DOTALL)
    server.respond_next(200, body)
    (record,) = all_of(api.lookup(ids(PAPERS[0].id))).records
    assert record.title == PAPERS[0].title
    assert len(server.requests) == (1 if (tag, lost) == ("summary", "\x93") else 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"<title>[^<]*</title>(?=\s*<updated>.{20}</updated>\s*<link)", "<title>\u200b\u00a0\ufeff</title>"),
        (r"(?=<summary>)", "<title>Another Invented Title</title>"),
        (r"<title>(?=Inv)", "<title type='html'>&lt;i&gt;"),
        (r"<name>(\w)", r"<name>\1<b/>"),
        (r"<name>[^<]*</name>", "<name>\u200b</name>"),
        (r"(?<=\d</id>)(.*?)<updated>[^<]*</updated>", r"\1"),
        (r"<published>[^<]*", "<published>1970-01-01T00:00:00Z"),
        (r"<published>[^<]*", "<published>2026-11-28T00:00:00Z"),
        (r"(?<=\d</id>)(.*?)<updated>[^<]*", r"\1<updated>9999-12-31T23:59:59Z"),
        (r"(/abs/\S*)v\d+</id>", r"\1</id>"),
        (r"/abs/[^<v]*v1</id>", "/abs/{1}v1</id>"),
        (r"http://arxiv.org/schemas/atom(?=\" xmlns)", "http://arxiv.org/schemas/other"),
    ],
)
def test_an_entry_that_cannot_be_true_is_asked_for_again(server, api, old, new):
    """Without a letter in its title or names, with impossible dates, without a version, or with another one's links."""
    papers = [replace(paper, versions=paper.versions[:1]) for paper in PAPERS[:2]]
    whole = page(*papers).decode()
    body = re.sub(old, new.replace("{1}", papers[1].id), whole, flags=re.DOTALL)
    assert body != whole
    server.respond_next(200, body.encode())
    found = all_of(api.lookup(ids(*(paper.id for paper in papers))))
    assert not found.unknown
    assert {(record.title, record.submitted) for record in found.records} == {
        (" ".join(paper.title.split()), paper.versions[0]) for paper in papers
    }
    assert len(server.requests) > 1


def test_a_text_may_be_written_as_html(server, api):
    """As Atom allows; a sign is then escaped twice."""
    body = re.sub(
        r"<title>Inv[^<]*", "<title type='html'>Caf&amp;eacute; with $a &amp;lt; b &lt; c$", page(PAPERS[0]).decode()
    )
    server.respond_next(200, body.encode())
    assert [record.title for record in all_of(api.lookup(ids(PAPERS[0].id))).records] == ["Café with $a < b < c$"]
    assert len(server.requests) == 1


@pytest.mark.parametrize("namespace", ["https://arxiv.org/schemas/atom/", "http://www.w3.org/2005/Atom"])
def test_arxivs_own_elements_may_be_nearly_in_its_namespace(server, api, namespace):
    """What they are is plain."""
    wanted = next(paper for paper in PAPERS if paper.comment and paper.doi and paper.authors[0][1])
    body = page(wanted).replace(b'="http://arxiv.org/schemas/atom" xmlns', f'="{namespace}" xmlns'.encode())
    server.respond_next(200, body)
    (found,) = all_of(api.lookup(ids(wanted.id))).records
    assert (found.comment, found.doi, found.categories) == (wanted.comment, wanted.doi, wanted.categories)
    assert found.authors[0].affiliations == (wanted.authors[0][1],)
    assert len(server.requests) == 1


def test_an_answer_need_not_have_a_count(server, api):
    """Its papers are there, and what is not there is asked for as ever."""
    body = re.sub(r"<opensearch:totalResults>.*", "", page(*PAPERS[:2]).decode())
    server.respond_next(200, body.encode())
    found = all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:3]))))
    assert {record.work for record in found.records} == {paper.id for paper in PAPERS[:3]}
    assert server.requests[1].ids == (PAPERS[2].id,)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set here")
def test_a_time_without_a_zone_is_in_utc(server, api, monkeypatch):
    """Wherever the machine is."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    body = re.sub(r"(<(?:published|updated)>.{19})Z", r"\1", page(PAPERS[0]).decode())
    server.respond_next(200, body.encode())
    (found,) = all_of(api.lookup(ids(PAPERS[0].id))).records
    assert (found.submitted, found.updated) == (PAPERS[0].versions[0], PAPERS[0].versions[-1])
    monkeypatch.undo()
    time.tzset()


def test_a_paper_may_be_titled_error(server, api):
    """Errors are known by their addresses; since a page may be one of errors, it is asked for once more."""
    for _ in range(2):
        server.respond_next(200, re.sub(rb"<title>Inv[^<]*", b"<title>Error", page(PAPERS[0])))
    (found,) = all_of(api.lookup(ids(PAPERS[0].id))).records
    assert (found.title, len(server.requests)) == ("Error", 2)


def test_an_entry_need_not_have_a_primary_category(server, api):
    """Its categories are told without it; a later answer of arXiv's puts the primary one first."""
    body = re.sub(r"<arxiv:primary_category[^>]*>\s*", "", page(PAPERS[0]).decode())
    server.respond_next(200, body.encode())
    (found,) = all_of(api.lookup(ids(PAPERS[0].id))).records
    assert set(found.categories) == set(PAPERS[0].categories)
    assert len(server.requests) == 1


def test_a_short_page_is_followed_by_the_rest(server, api):
    """What arXiv counted and did not give is asked for together, by its identifiers."""
    server.respond_next(200, page(*PAPERS[:2], total=4))
    answer = all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:4]))))
    assert len(answer.records) == 4
    assert [request.ids for request in server.requests][1:] == [(PAPERS[2].id, PAPERS[3].id)]


def test_a_count_without_end_costs_no_request_without_end(server, api):
    """However many papers arXiv counts, no more are asked for than were wanted."""
    server.respond_next(200, page(*PAPERS[:3], total=10**9))
    assert len(all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:3])))).records) == 3
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("pattern", "replacement", "reason"),
    [
        (rb"<title>[^<]*</title>(?=\s*<updated>[^<]*</updated>\s*<link)", b"", "no title"),
        (rb"<title>[^<]*</title>(?=\s*<updated>[^<]*</updated>\s*<link)", b"<title> \n</title>", "no title"),
        (rb"<author>.*</author>", b"", "no author"),
        (rb"<published>[^<]*</published>", b"", "a date that is none"),
        (rb"<published>[^<]*</published>", b"<published>yesterday</published>", "a date that is none"),
        (rb"<published>[^<]*</published>", b"<published>0001-01-01T00:00:00+14:00</published>", "a date that is none"),
    ],
)
def test_an_entry_that_cannot_be_read_has_a_reason(server, api, pattern, replacement, reason):
    """Its neighbours are taken, and it is asked for once more by itself: then it is right, or the reason stays."""
    good, bad = page(PAPERS[0]), page(PAPERS[1])
    entry = re.search(rb"<entry>.*</entry>", bad, re.DOTALL)[0]
    changed, count = re.subn(pattern, replacement, entry, flags=re.DOTALL)
    assert count == 1
    total = good.replace(b"totalResults>1<", b"totalResults>3<")
    last = re.search(rb"<entry>.*</entry>", page(PAPERS[2]), re.DOTALL)[0]
    whole = total.replace(b"<entry>", changed + b"<entry>").replace(b"</feed>", last + b"</feed>")
    server.respond_next(200, whole, times=2)
    answer = all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:3]))))
    assert [record.work for record in answer.records] == [PAPERS[0].id, PAPERS[2].id]
    assert list(answer.unknown) == [PAPERS[1].id]
    assert reason in answer.unknown[PAPERS[1].id]
    assert server.requests[1].ids == (PAPERS[1].id,)
    server.respond_next(200, whole)
    assert len(all_of(api.lookup(ids(*(paper.id for paper in PAPERS[:3])))).records) == 3


def test_a_title_of_zero_is_a_title(server, api):
    """arXiv has papers with titles that look like nothing."""
    server.respond_next(200, re.sub(rb"(<entry>.*?<title>)[^<]*", rb"\g<1>0", WHOLE, flags=re.DOTALL))
    assert [record.title for record in all_of(api.lookup(ids(PAPERS[0].id))).records] == ["0"]


def test_the_package_prints_nothing(server, api, capfd):
    """Its log has no handler, and stderr is not for the library."""
    server.respond_next(200, WHOLE.replace(b'title="pdf"/>', b'title="pdf"/><link href="http://x" title="pdf"/>'))
    all_of(api.lookup(ids(PAPERS[0].id)))
    assert capfd.readouterr() == ("", "")


# --- recorded answers -----------------------------------------------------------------------------------------------

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded" / "atom"
FILES = sorted(RECORDED.glob("*.xml")) or [
    pytest.param(None, marks=pytest.mark.skip("the recorded arXiv replies are not beside this checkout"))
]


def ask_recorded(path: Path, asked: list[Identifier]):
    """Look up against one recorded answer."""
    status = 400 if "http400" in path.name else 200
    backend = httpx.MockTransport(lambda request: httpx.Response(status, content=path.read_bytes()))
    with Transport(NAME, backend=backend) as transport:
        return all_of(ArxivApi(transport, "http://invented.example/").lookup(asked))


def squeeze(entry: ET.Element, path: str) -> str | None:
    return " ".join((entry.findtext(path) or "").split()) or None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem if path else "none")
def test_a_recorded_answer_is_read_in_full(path):
    """Each field is what a plain XML parser reads from the same file, in both layouts that arXiv has had."""
    entries = {}
    for entry in ET.parse(path).getroot().iter(f"{ATOM}entry"):
        if found := re.fullmatch(r"http://arxiv\.org/abs/(.+)v(\d+)", entry.findtext(f"{ATOM}id") or ""):
            entries[found[1]] = (int(found[2]), entry)
    if "http400" in path.name:
        with pytest.raises(SourceRefused, match="incorrect id format for abc"):
            ask_recorded(path, ids("1501.90001"))
        return
    answer = ask_recorded(path, ids(*entries, "0808.99999")[:100])
    assert [record.work for record in answer.records] == list(entries)
    assert list(answer.unknown) == ["0808.99999"][: 100 - len(entries)]
    for record, (version, entry) in zip(answer.records, entries.values(), strict=True):
        assert record.version == version
        assert record.title == squeeze(entry, f"{ATOM}title")
        assert (record.submitted, record.updated) == (
            entry.findtext(f"{ATOM}published"),
            entry.findtext(f"{ATOM}updated"),
        )
        assert [author.name for author in record.authors] == [
            name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")
        ]
        assert [list(author.affiliations) for author in record.authors] == [
            [affiliation.text for affiliation in author.findall(f"{ARXIV}affiliation")]
            for author in entry.findall(f"{ATOM}author")
        ]
        terms = [category.get("term") for category in entry.findall(f"{ATOM}category")]
        primary = entry.find(f"{ARXIV}primary_category")
        assert primary is not None
        assert record.primary_category == primary.get("term")
        assert sorted(record.categories) == sorted(set(terms))
        assert record.doi == squeeze(entry, f"{ARXIV}doi")
        assert record.journal_ref == squeeze(entry, f"{ARXIV}journal_ref")
        assert record.comment == squeeze(entry, f"{ARXIV}comment")
        assert (record.abstract or "").split() == (entry.findtext(f"{ATOM}summary") or "").split()
        assert record.missing == ()


def test_recorded_paragraphs(recorded):
    """The marks of both layouts become empty lines, and wrapping goes."""
    (path,) = (recorded / "atom").glob("oldserver2019*.xml")
    text = ET.parse(path).getroot()
    found = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}summary") or "" for entry in text.iter(f"{ATOM}entry")}
    answer = ask_recorded(path, ids("1904.02058"))
    (summary,) = (summary for key, summary in found.items() if key and "1904.02058" in key)
    marks = summary.strip().count("\n  ")
    assert marks
    abstract = answer.records[0].abstract or ""
    assert abstract.count("\n\n") == marks
    assert "\n" not in abstract.replace("\n\n", "")


def test_every_source_error_has_a_family():
    """Callers catch one name."""
    assert issubclass(SourceRefused, SourceError)
    assert issubclass(SourceUnreachable, SourceError)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!---->" * 146 + b"<x", "cut off"),
        (WHOLE.replace(b">1</opensearch:totalResults>", b">" + b"9" * 5000 + b"</opensearch:totalResults>"), "isn't"),
        (
            WHOLE.replace(b"encoding='UTF-8'", b"encoding='ISO-8859-1'"),
            "says",
        ),
    ],
    ids=["comments", "count", "encoding"],
)
def test_an_answer_made_to_hurt_is_refused(server, api, body, words):
    """Comments without end, a count without end, an encoding that is not the one that was used."""
    assert body != WHOLE
    server.respond_next(200, body)
    with pytest.raises(SourceRefused, match=words):
        all_of(api.lookup(ids(PAPERS[0].id)))


def test_markup_cuts_no_title(server, api):
    """A text with elements in it is not taken in part."""
    title = rb"(<entry>.*?<title>)[^<]*"
    server.respond_next(200, re.sub(title, rb"\1Do <i>x</i> Invented", WHOLE, flags=re.DOTALL), times=2)
    assert all_of(api.lookup(ids(PAPERS[0].id))).unknown == {PAPERS[0].id: "arXiv's entry has markup in a text"}


def test_a_search_with_hits_that_are_not_all_there_is_no_answer(server, api):
    """It is never cached as "not found": a page that is short, a hit whose title is damaged."""
    damaged = re.sub(rb"(<entry>.*?<title>)", b"\\1\xef\xbf\xbd", WHOLE, flags=re.DOTALL)
    for body in (page(PAPERS[5], total=10), damaged):
        server.respond_next(200, body)
        with pytest.raises(SourceRefused, match="papers that can be read"):
            api.search_title("An Invented Paper")
