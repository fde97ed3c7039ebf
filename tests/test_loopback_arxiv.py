"""The loopback server keeps the semantics and the bytes of arXiv's query API, and plants the faults it is asked for."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from hostile import ATOM as ATOM_PROTOCOL
from hostile import FAULTS, Scenario, Sent, lasting, once
from invented import invented_papers
from loopback_arxiv import NOW, Hit, LoopbackArxiv, Paper, Papers, answer, error_feed, feed

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

TEAPOTS = Paper(
    id="1501.90001",
    title="An Invented Paper on Teapots",
    authors=(("Ada Invented", None), ("Łucja Zmyślona", "University of Nowhere")),
    abstract="No teapot was boiled & $α < β$.",
    categories=("cs.LG", "math-ph"),
    versions=("2015-01-02T03:04:05Z", "2016-01-02T03:04:05Z", "2017-01-02T03:04:05Z"),
    comment="7 pages",
    journal_ref="J. Invented Tea 1 (2018)",
    doi="10.5555/Invented.1 10.5555/invented.2",
)
KETTLES = Paper(
    id="hep-th/9901901",
    title='Möbius-Kettles: The $ω$ of "Imaginary" Teapots',
    authors=(("Bob Imaginary", None),),
    abstract="We imagine kettles.",
    categories=("hep-th",),
    versions=("1999-01-02T03:04:05Z",),
)
SAUCERS = Paper(
    id="0805.9501",
    title="On Teapots and Saucers",
    authors=(("Mary van der Verzonnen", None), ("Ada Zweite", None)),
    abstract="We invent saucers.",
    categories=("math.CO",),
    versions=("2008-05-06T07:08:09Z", "2020-01-01T00:00:00Z"),
)
PAPERS = Papers([TEAPOTS, KETTLES, SAUCERS])


def reply(papers: Papers = PAPERS, **params: object) -> ElementTree.Element:
    """The feed for a request that arXiv accepts."""
    status, body = answer({name: str(value) for name, value in params.items()}, papers)
    assert status == 200, body.decode()
    return ElementTree.fromstring(body)


def shown(root: ElementTree.Element) -> list[str]:
    """The versioned identifiers of the entries."""
    entries = root.iter(ATOM + "entry")
    return [entry.findtext(ATOM + "id", "").removeprefix("http://arxiv.org/abs/") for entry in entries]


def total(root: ElementTree.Element) -> int:
    return int(root.findtext(OPENSEARCH + "totalResults", ""))


def refusal(**params: str) -> tuple[int, str, str]:
    """Status, summary and entry id of the error feed for a request that arXiv refuses."""
    status, body = answer(params, PAPERS)
    root = ElementTree.fromstring(body)
    entry = root.find(ATOM + "entry")
    assert root.findtext(ATOM + "title") == "arXiv Search Results"
    assert total(root) == 1
    assert entry is not None
    assert entry.findtext(ATOM + "title") == "Error"
    return status, entry.findtext(ATOM + "summary", ""), entry.findtext(ATOM + "id", "")


class TestIdList:
    def test_answers_are_not_in_request_order(self) -> None:
        """Neither two nor fifty papers come back as asked for, and twice the same request gives the same order."""
        many = invented_papers(50)
        for asked in ([TEAPOTS, KETTLES], [KETTLES, TEAPOTS], many):
            ids = [paper.id for paper in asked]
            got = [shown(reply(Papers(asked), id_list=",".join(ids), max_results=100)) for _ in range(2)]
            names = [name.rpartition("v")[0] for name in got[0]]
            assert names != ids
            assert sorted(names) == sorted(ids)
            assert got[0] == got[1]

    def test_order_does_not_depend_on_the_request(self) -> None:
        """Fifty papers come in the same order however they are asked for."""
        papers = invented_papers(50)
        ids = [paper.id for paper in papers]
        orders = [
            shown(reply(Papers(papers), id_list=",".join(asked), max_results=50))
            for asked in (ids, ids[::-1], sorted(ids))
        ]
        assert orders[0] == orders[1] == orders[2]

    def test_missing_ids_are_silently_absent(self) -> None:
        """Well-formed identifiers that name nothing leave no trace; alone they give an empty feed."""
        assert shown(reply(id_list="0000.0000,1501.90001,1501.90009")) == ["1501.90001v3"]
        nothing = reply(id_list="0000.0000")
        assert (shown(nothing), total(nothing)) == ([], 0)

    @pytest.mark.parametrize("bad", ["abc", "", "0307015", "1905.123", " ", "12345.6789"])
    def test_one_malformed_id_fails_the_batch(self, bad: str) -> None:
        """One item without an identifier in it, empty ones too, refuses its good neighbours."""
        status, summary, entry_id = refusal(id_list=f"1501.90001,{bad},hep-th/9901901")
        assert status == 400
        assert summary == f"incorrect id format for {bad}"
        assert entry_id == f"https://arxiv.org/api/errors#incorrect_id_format_for_{bad.replace(' ', '_')}"

    def test_trailing_comma_is_an_empty_item(self) -> None:
        """A comma at the end is a malformed item."""
        assert refusal(id_list="1501.90001,")[:2] == (400, "incorrect id format for ")

    @pytest.mark.parametrize(
        "near",
        [
            "arXiv:1501.90001",
            " 1501.90001",
            "https://arxiv.org/abs/1501.90001",
            "1501.90001.pdf",
            "1501.90001v9",
            "1501.90001v0",
            "1501.90001v03",
            "hep-th.XX/9901901",
            "HEP-TH/9901901",
            "1501.9000",
        ],
    )
    def test_what_only_contains_an_id_is_silently_missed(self, near: str) -> None:
        """The check looks for an identifier anywhere, the look-up is exact."""
        root = reply(id_list=f"{near},hep-th/9901901")
        assert shown(root) == ["hep-th/9901901v1"]
        assert total(root) == 1

    def test_subject_class_passes_and_finds_nothing(self) -> None:
        """The index holds old-style identifiers without their class."""
        papers = Papers([replace(TEAPOTS, id="math/0309136")])
        assert shown(reply(papers, id_list="math.GT/0309136")) == []
        assert shown(reply(papers, id_list="math/0309136")) == ["math/0309136v3"]

    def test_ten_unless_told(self) -> None:
        """Without max_results the eleventh identifier is cut off, and only the total shows it."""
        papers = invented_papers(12)
        ids = ",".join(paper.id for paper in papers)
        root = reply(Papers(papers), id_list=ids)
        assert len(shown(root)) == 10
        assert total(root) == 12
        assert root.findtext(OPENSEARCH + "itemsPerPage") == "10"
        assert len(shown(reply(Papers(papers), id_list=ids, max_results=12))) == 12

    def test_pages_join_to_the_whole(self) -> None:
        """Pages neither overlap nor leave a gap, and one past the end is empty with the right total."""
        papers = invented_papers(25)
        asked = {"id_list": ",".join(paper.id for paper in papers)}
        pages = [reply(Papers(papers), **asked, start=start, max_results=7) for start in range(0, 35, 7)]
        assert [len(shown(page)) for page in pages] == [7, 7, 7, 4, 0]
        assert {total(page) for page in pages} == {25}
        whole = shown(reply(Papers(papers), **asked, max_results=25))
        assert [name for page in pages for name in shown(page)] == whole

    def test_versions(self) -> None:
        """``vN`` gives that version with its date, without it the current one; published is always v1's date."""
        for item, name, updated in (
            ("1501.90001", "1501.90001v3", "2017-01-02T03:04:05Z"),
            ("1501.90001v2", "1501.90001v2", "2016-01-02T03:04:05Z"),
            ("1501.90001v1", "1501.90001v1", "2015-01-02T03:04:05Z"),
        ):
            root = reply(id_list=item)
            assert shown(root) == [name]
            assert root.findtext(f"{ATOM}entry/{ATOM}updated") == updated
            assert root.findtext(f"{ATOM}entry/{ATOM}published") == "2015-01-02T03:04:05Z"

    def test_duplicates_give_one_entry(self) -> None:
        """The same version asked for twice is one entry; two versions are two."""
        assert shown(reply(id_list="1501.90001,1501.90001,1501.90001v3")) == ["1501.90001v3"]
        assert sorted(shown(reply(id_list="1501.90001,1501.90001v1"))) == ["1501.90001v1", "1501.90001v3"]


class TestParameters:
    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("max_results", "ten", "max_results must be an integer"),
            ("max_results", "", "max_results must be an integer"),
            ("max_results", "-1", "max_results must be non-negative"),
            ("start", "1.5", "start must be an integer"),
            ("start", "-1", "start must be non-negative"),
            ("sortBy", "title", "sortBy must be in: relevance, lastUpdatedDate, submittedDate"),
            ("sortOrder", "up", "sortOrder must be in: ascending, descending"),
        ],
    )
    def test_bad_values(self, name: str, value: str, message: str) -> None:
        """A bad value gives the error feed with 400 and the server's words."""
        status, summary, entry_id = refusal(id_list="1501.90001", **{name: value})
        assert (status, summary) == (400, message)
        assert entry_id.startswith("https://arxiv.org/")

    def test_neither_search_nor_ids(self) -> None:
        """Nothing asked is refused; an empty search_query beside an id_list is fine."""
        message = "Either a search_query or id_list must be specified for the classic API."
        assert refusal()[:2] == (400, message)
        assert refusal(search_query="", id_list="")[:2] == (400, message)
        assert shown(reply(search_query="", id_list="1501.90001")) == ["1501.90001v3"]

    def test_window(self) -> None:
        """Results can't be paged past 10,000, and a page of none is a server error."""
        assert refusal(search_query="all:x", start="10000")[0] == 400
        assert refusal(search_query="all:x", max_results="10001")[0] == 400
        assert refusal(search_query="all:x", max_results="0")[0] == 500
        assert shown(reply(search_query="ti:teapots", start=9990)) == []


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ('ti:"an invented paper on teapots"', {TEAPOTS}),
            ('ti:"An Invented: Paper -- on (Teapots)!"', {TEAPOTS}),
            ('ti:"paper teapots"', set()),
            ('ti:"on teapots"', {TEAPOTS, SAUCERS}),
            ('ti:"mobius kettles the ω of imaginary"', {KETTLES}),
            ('title:"Möbius Kettles"', {KETTLES}),
            ("ti:teapots", {TEAPOTS, KETTLES, SAUCERS}),
            ("ti:teapot", set()),
            ("ti:invent", set()),
            ("au:zmyslona", {TEAPOTS}),
            ("au:van_der_verzonnen", {SAUCERS}),
            ('au:"verzonnen ada"', set()),
            ("abs:saucers", {SAUCERS}),
            ("all:boiled", {TEAPOTS}),
            ("all:zweite", {SAUCERS}),
            ("boiled", {TEAPOTS}),
            ("jr:tea", {TEAPOTS}),
            ("co:pages", {TEAPOTS}),
            ("doi:10.5555/invented.2", {TEAPOTS}),
            ("cat:math-ph", {TEAPOTS}),
            ("cat:cs", set()),
            ("rn:1", set()),
            ("id:hep-th/9901901", {KETTLES}),
            ("id:1501.90001v1", set()),
            ("ti:teapots AND ti:saucers", {SAUCERS}),
            ("ti:kettles OR ti:saucers", {KETTLES, SAUCERS}),
            ("ti:kettles ti:saucers", {KETTLES, SAUCERS}),
            ("ti:teapots ANDNOT ti:saucers", {TEAPOTS, KETTLES}),
            ("ti:teapots AND NOT ti:saucers", {TEAPOTS, KETTLES}),
            ("ti:kettles OR ti:teapots AND ti:saucers", {SAUCERS}),
            ("ti:kettles OR (ti:teapots AND ti:saucers)", {KETTLES, SAUCERS}),
            ("ti:(kettles saucers) AND cat:hep-th", {KETTLES}),
            ("ANDNOT ti:saucers", {TEAPOTS, KETTLES}),
            ("ti:kettles and ti:nothing", {KETTLES, SAUCERS}),  # "and" is a word
            ("submittedDate:[20080506 TO 201501020304]", {TEAPOTS, SAUCERS}),
            ("submittedDate:[2008 TO 2014]", {SAUCERS}),
            ("ti:nothing", set()),
        ],
    )
    def test_terms_and_operators(self, query: str, found: set[Paper]) -> None:
        """Prefixes, phrases and operators find these papers, in their current versions."""
        root = reply(search_query=query)
        assert set(shown(root)) == {Hit(paper, len(paper.versions)).id for paper in found}
        assert total(root) == len(found)

    @pytest.mark.parametrize("query", ["(ti:teapots", "ti:teapots)", ")ti:a("])
    def test_unbalanced_brackets(self, query: str) -> None:
        """A bracket without its partner is refused."""
        assert refusal(search_query=query)[0] == 400

    def test_query_is_written_back(self) -> None:
        """The feed's title shows how the search was understood."""
        root = reply(search_query="kettles  ti:(a OR b) NOT title:c")
        expected = "search_query=all:kettles OR (ti:a OR ti:b) ANDNOT ti:c&id_list=&start=0&max_results=10"
        assert root.findtext(ATOM + "title") == f"arXiv Query: {expected}"

    def test_search_within_ids(self) -> None:
        """Both given: the hits that are in the id_list, in the versions asked for."""
        ids = "1501.90001v1,hep-th/9901901,0805.9501"
        assert set(shown(reply(search_query="ti:on", id_list=ids))) == {"1501.90001v1", "0805.9501v2"}

    def test_exact_title_before_longer_ones(self) -> None:
        """By relevance the shorter title comes first; two papers may have the same."""
        series = [replace(TEAPOTS, id=f"1501.9000{n}", title=f"Teapots{' again' * (n // 2)}") for n in (5, 1, 0, 3)]
        got = shown(reply(Papers(series), search_query="ti:teapots"))
        assert set(got[:2]) == {"1501.90000v3", "1501.90001v3"}
        assert got[2:] == ["1501.90003v3", "1501.90005v3"]

    @pytest.mark.parametrize(
        ("sort_by", "newest_first"),
        [
            ("submittedDate", ["1501.90001v3", "0805.9501v2", "hep-th/9901901v1"]),
            ("lastUpdatedDate", ["0805.9501v2", "1501.90001v3", "hep-th/9901901v1"]),
        ],
    )
    def test_sorting_by_date(self, sort_by: str, newest_first: list[str]) -> None:
        """Descending unless told; searches and look-ups alike."""
        ids = "0805.9501,1501.90001,hep-th/9901901"
        assert shown(reply(search_query="ti:teapots", sortBy=sort_by)) == newest_first
        assert shown(reply(id_list=ids, sortBy=sort_by)) == newest_first
        assert shown(reply(search_query="ti:teapots", sortBy=sort_by, sortOrder="ascending")) == newest_first[::-1]

    def test_relevance_can_be_turned_round(self) -> None:
        """The worst hit comes first when asked for."""
        best_first = shown(reply(search_query="ti:teapots", sortBy="relevance", sortOrder="descending"))
        assert shown(reply(search_query="ti:teapots", sortOrder="ascending")) == best_first[::-1]


class TestLayout:
    def test_entry_in_full(self) -> None:
        """Every field in its place; two DOIs in the field are two elements; mark-up is escaped."""
        assert feed([Hit(TEAPOTS, 2)], id_list="1501.90001v2").decode() == (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
            ' xmlns="http://www.w3.org/2005/Atom">\n'
            "  <id>https://arxiv.org/api/tHHmXWUu1xKqQ/BF3N2YPYsQCbQ</id>\n"
            "  <title>arXiv Query: search_query=&amp;id_list=1501.90001v2&amp;start=0&amp;max_results=10</title>\n"
            f"  <updated>{NOW}</updated>\n"
            '  <link href="https://arxiv.org/api/query?search_query=&amp;start=0&amp;max_results=10&amp;'
            'id_list=1501.90001v2" type="application/atom+xml"/>\n'
            "  <opensearch:itemsPerPage>10</opensearch:itemsPerPage>\n"
            "  <opensearch:totalResults>1</opensearch:totalResults>\n"
            "  <opensearch:startIndex>0</opensearch:startIndex>\n"
            "  <entry>\n"
            "    <id>http://arxiv.org/abs/1501.90001v2</id>\n"
            "    <title>An Invented Paper on Teapots</title>\n"
            "    <updated>2016-01-02T03:04:05Z</updated>\n"
            '    <link href="https://arxiv.org/abs/1501.90001v2" rel="alternate" type="text/html"/>\n'
            '    <link href="https://arxiv.org/pdf/1501.90001v2" rel="related" type="application/pdf" title="pdf"/>\n'
            "    <summary>No teapot was boiled &amp; $α &lt; β$.</summary>\n"
            '    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>\n'
            '    <category term="math-ph" scheme="http://arxiv.org/schemas/atom"/>\n'
            "    <published>2015-01-02T03:04:05Z</published>\n"
            "    <arxiv:comment>7 pages</arxiv:comment>\n"
            '    <arxiv:primary_category term="cs.LG"/>\n'
            "    <arxiv:journal_ref>J. Invented Tea 1 (2018)</arxiv:journal_ref>\n"
            "    <author>\n"
            "      <name>Ada Invented</name>\n"
            "    </author>\n"
            "    <author>\n"
            "      <name>Łucja Zmyślona</name>\n"
            "      <arxiv:affiliation>University of Nowhere</arxiv:affiliation>\n"
            "    </author>\n"
            "    <arxiv:doi>10.5555/Invented.1</arxiv:doi>\n"
            '    <link rel="related" href="https://doi.org/10.5555/Invented.1" title="doi"/>\n'
            "    <arxiv:doi>10.5555/invented.2</arxiv:doi>\n"
            '    <link rel="related" href="https://doi.org/10.5555/invented.2" title="doi"/>\n'
            "  </entry>\n"
            "</feed>\n"
        )

    def test_any_text_gives_well_formed_xml(self) -> None:
        """Control characters, quotes and mark-up in a request or a paper can't break the document."""
        odd = "a\x00b\x1b<c> & \"d\" 'e'\r\n]]>"
        root = ElementTree.fromstring(feed([replace(TEAPOTS, title=odd, doi='10.5555/<"&>')], search_query=odd))
        assert root.findtext(f"{ATOM}entry/{ATOM}title") == "ab<c> & \"d\" 'e'\r\n]]>"
        assert ElementTree.fromstring(error_feed(odd, link=odd)) is not None

    def test_feed_can_lie(self) -> None:
        """A feed with a total and no entries is made for the fault of the same kind."""
        root = ElementTree.fromstring(feed([], total=3))
        assert (shown(root), total(root)) == ([], 3)


def recorded_replies(recorded: Path) -> list[Path]:
    """The recorded replies of the present server."""
    return sorted([*recorded.glob("atom/arxivpy2026_*.xml"), *recorded.glob("atom/universe2026_*.xml")])


def recorded_hit(entry: ElementTree.Element) -> Hit:
    """The paper that a recorded entry shows, with versions between the first and the one shown made up."""
    paper_id, _, version = entry.findtext(ATOM + "id", "").removeprefix("http://arxiv.org/abs/").rpartition("v")
    published, updated = entry.findtext(ATOM + "published", ""), entry.findtext(ATOM + "updated", "")
    return Hit(
        Paper(
            id=paper_id,
            title=entry.findtext(ATOM + "title", ""),
            authors=tuple(
                (author.findtext(ATOM + "name", ""), author.findtext(ARXIV + "affiliation"))
                for author in entry.iter(ATOM + "author")
            ),
            abstract=entry.findtext(ATOM + "summary", ""),
            categories=tuple(category.attrib["term"] for category in entry.iter(ATOM + "category")),
            versions=(*[published] * (int(version) - 1), updated),
            comment=entry.findtext(ARXIV + "comment"),
            journal_ref=entry.findtext(ARXIV + "journal_ref"),
            doi=entry.findtext(ARXIV + "doi"),
        ),
        int(version),
    )


def recorded_params(root: ElementTree.Element) -> dict[str, str]:
    """The parameters that a recorded reply answers, as its link repeats them."""
    link = root.find(ATOM + "link")
    assert link is not None
    query = urlsplit(link.attrib["href"]).query
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


class TestRecorded:
    def test_feeds_equal_recorded_ones_byte_for_byte(self, recorded: Path) -> None:
        """Given the papers, totals and time of a recorded feed, the same bytes come out."""
        entries = 0
        for file in recorded_replies(recorded):
            root = ElementTree.fromstring(file.read_bytes())
            if file.stem.endswith("http400"):
                continue
            hits = [recorded_hit(entry) for entry in root.iter(ATOM + "entry")]
            params = recorded_params(root)
            made = feed(
                hits,
                search_query=params["search_query"],
                id_list=params["id_list"],
                start=int(params["start"]),
                max_results=int(params["max_results"]),
                total=total(root),
                now=root.findtext(ATOM + "updated", ""),
            )
            assert made.decode() == file.read_bytes().decode(), file.name
            entries += len(hits)
        assert entries > 200

    def test_look_ups_are_answered_as_recorded(self, recorded: Path) -> None:
        """Asked for the recorded identifiers, the server finds, misses, orders and refuses as arXiv did."""
        files = [file for file in recorded_replies(recorded) if "_q_" not in file.name]
        roots = {file: ElementTree.fromstring(file.read_bytes()) for file in files}
        hits = [
            recorded_hit(entry)
            for file, root in roots.items()
            if not file.stem.endswith("http400")
            for entry in root.iter(ATOM + "entry")
        ]
        papers = Papers({hit.paper.id: hit.paper for hit in hits}.values())
        for file, root in roots.items():
            refused = file.stem.endswith("http400")
            params = {"id_list": "abc"} if refused else recorded_params(root)
            status, body = answer(params, papers, now=root.findtext(ATOM + "updated", ""))
            assert status == (400 if refused else 200), file.name
            assert body.decode() == file.read_bytes().decode(), file.name
        assert len(files) >= 9


@pytest.fixture
def server() -> Iterator[LoopbackArxiv]:
    with LoopbackArxiv([TEAPOTS, KETTLES, SAUCERS]) as running:
        yield running


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        yield client


class TestHttp:
    def test_get_and_post_answer_alike(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """GET, a posted form, and a post without Content-Type give the same feed and are logged alike."""
        params = {"id_list": "1501.90001,hep-th/9901901", "max_results": "2"}
        replies = [
            client.get(server.url, params=params),
            client.post(server.url, data=params),
            client.post(server.url, content=b"id_list=1501.90001%2Chep-th/9901901&max_results=2"),
        ]
        for got in replies:
            assert got.status_code == 200
            assert got.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
            assert len(shown(ElementTree.fromstring(got.content))) == 2
        assert [request.method for request in server.requests] == ["GET", "POST", "POST"]
        assert all(request.params == params for request in server.requests)
        assert all(request.ids == ("1501.90001", "hep-th/9901901") for request in server.requests)

    def test_feed_tells_the_real_time(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """The feed is of now."""
        updated = ElementTree.fromstring(client.get(server.url, params={"id_list": "1501.90001"}).content)
        before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        assert before < updated.findtext(ATOM + "updated", "") <= time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def test_log_shows_headers_and_times(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """A test can hold pace, User-Agent and Accept against the log."""
        headers = {"User-Agent": "teapot/1", "Accept": "application/atom+xml"}
        for _ in range(2):
            client.get(server.url, params={"id_list": "1501.90001"}, headers=headers)
            time.sleep(0.05)
        first, second = server.requests
        assert first.path == "/api/query"
        assert (first.headers["user-agent"], first.headers["Accept"]) == ("teapot/1", "application/atom+xml")
        assert first.ended is not None
        assert first.started <= first.ended
        assert second.started - first.ended >= 0.05
        assert first.status == 200

    def test_bad_request_and_unknown_path(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """400 carries the error feed; a path behind the API's is 404."""
        bad = client.get(server.url, params={"id_list": "abc"})
        assert bad.status_code == 400
        assert b"#incorrect_id_format_for_abc" in bad.content
        assert client.get(server.url + "/more").status_code == 404

    def test_first_of_a_repeated_parameter_counts(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """As in the framework that arXiv uses."""
        client.get(server.url + "?id_list=1501.90001&id_list=0805.9501")
        assert server.requests[0].ids == ("1501.90001",)

    def test_long_address(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """A hundred identifiers go by GET, 642 are too long an address, and by POST they go."""
        ids = [f"1501.9{number:04}" for number in range(642)]
        hundred = {"id_list": ",".join(ids[:100]), "max_results": "100"}
        params = {"id_list": ",".join(ids), "max_results": "642"}
        assert client.get(server.url, params=hundred).status_code == 200
        assert client.get(server.url, params=params).status_code == 414
        assert client.post(server.url, data=params).status_code == 200
        assert [len(request.ids) for request in server.requests] == [100, 642, 642]

    def test_many_at_once(self, server: LoopbackArxiv) -> None:
        """Every one of many parallel requests is answered and logged."""

        def ask() -> None:
            with httpx.Client(trust_env=False, timeout=10) as client:
                for _ in range(5):
                    got = client.get(server.url, params={"search_query": "all:teapots"})
                    assert len(shown(ElementTree.fromstring(got.content))) == 3

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [request.status for request in server.requests] == [200] * 40


class TestFaults:
    def test_planted_answers_come_first_and_once(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """Planted answers queue up, each as often as told; then the server is itself again, and all are logged."""
        server.respond_next(503, b"busy", {"retry-after": "7", "Content-Type": "text/plain"}, times=2)
        server.respond_next(200, b"<html>hello</html>", {"content-type": "text/html"})
        got = [client.get(server.url, params={"id_list": "1501.90001"}) for _ in range(4)]
        assert [reply.status_code for reply in got] == [503, 503, 200, 200]
        assert got[0].headers["Retry-After"] == "7"
        assert got[0].content == b"busy"
        assert got[2].headers["Content-Type"] == "text/html"
        assert b"1501.90001v3" in got[3].content
        assert [request.status for request in server.requests] == [503, 503, 200, 200]

    def test_delay_holds_the_answer_back(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """A held back answer makes an impatient client give up; the next one is served."""
        server.respond_next(200, feed([TEAPOTS]), delay=60)
        with pytest.raises(httpx.ReadTimeout):
            client.get(server.url, params={"id_list": "1501.90001"}, timeout=0.2)
        assert server.requests[0].ended is None
        assert client.get(server.url, params={"id_list": "1501.90001"}).status_code == 200

    def test_transfer_cut_off(self, server: LoopbackArxiv, client: httpx.Client) -> None:
        """A Content-Length greater than the body is a connection lost half way."""
        server.respond_next(200, feed([TEAPOTS])[:500], {"content-length": "5000"})
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(server.url, params={"id_list": "1501.90001"})

    def test_stopping_ends_everything(self, client: httpx.Client) -> None:
        """After the block neither an open connection, nor a held back answer, nor a new connection lives on."""
        started = time.monotonic()
        failures: list[Exception] = []
        with LoopbackArxiv([TEAPOTS]) as server:
            client.get(server.url, params={"id_list": "1501.90001"})
            server.respond_next(200, b"late", delay=60)

            def wait() -> None:
                try:
                    httpx.get(server.url, trust_env=False, timeout=30)
                except httpx.TransportError as error:
                    failures.append(error)

            waiting = threading.Thread(target=wait)
            waiting.start()
            while len(server.requests) < 2:
                time.sleep(0.01)
        waiting.join()
        assert time.monotonic() - started < 10
        with pytest.raises(httpx.TransportError):
            client.get(server.url, params={"id_list": "1501.90001"})
        server.stop()

    def test_never_started_server_stops(self) -> None:
        """A server that was made and not entered holds nothing up."""
        LoopbackArxiv().stop()


class TestScale:
    def test_look_ups_do_not_read_all_papers(self) -> None:
        """Ten times the papers don't make a look-up or a title search slower in proportion."""
        papers = invented_papers(20_000)

        def seconds(index: Papers) -> float:
            requests = [
                {"id_list": ",".join(paper.id for paper in papers[:100]), "max_results": "100"},
                {"search_query": f'ti:"{papers[7].title.replace(chr(34), "")}"'},
            ]
            for params in requests:
                answer(params, index)
            times = []
            for _ in range(5):
                begun = time.perf_counter()
                for params in requests:
                    answer(params, index)
                times.append(time.perf_counter() - begun)
            return min(times)

        assert seconds(Papers(papers)) < 5 * seconds(Papers(papers[:2_000])) + 0.01

    def test_same_identifier_twice_is_a_mistake(self) -> None:
        """Two papers can't share an identifier."""
        with pytest.raises(ValueError, match="same identifier"):
            Papers([TEAPOTS, TEAPOTS])


class TestInventedPapers:
    def test_same_seed_same_papers(self) -> None:
        """A longer list begins with the shorter one, and another seed gives others."""
        assert invented_papers(300)[:100] == invented_papers(100)
        assert invented_papers(100, seed=1) != invented_papers(100)

    def test_oddities_of_real_papers_occur(self) -> None:
        """What real papers have once in a while, these have too."""
        papers = invented_papers(1000)
        titles = [paper.title for paper in papers]
        old_style = [paper for paper in papers if "/" in paper.id]
        assert len({paper.id for paper in papers}) == 1000
        assert 50 < len(old_style) < 200
        assert all(paper.categories[0] == paper.id.partition("/")[0] for paper in old_style)
        assert {len(paper.id) for paper in papers if "/" not in paper.id} == {9, 10}
        assert sum(paper.doi is not None for paper in papers) == 334
        assert len(titles) - len(set(titles)) == 20
        assert sum(title.endswith(": An Invented Sequel") for title in titles) == 25
        assert sum("$ω$" in title for title in titles) > 50
        assert any("Möbius" in title for title in titles)
        assert all(paper.authors for paper in papers)
        assert sum("Collaboration" in paper.authors[0][0] for paper in papers) == 40
        assert sum(paper.authors[0][1] is not None for paper in papers) == 20
        assert max(len(paper.authors) for paper in papers) > 60
        assert {1, 2, 3} < {len(paper.versions) for paper in papers}
        assert all(list(paper.versions) == sorted(paper.versions) for paper in papers)
        assert any(paper.comment for paper in papers)
        assert any(paper.journal_ref for paper in papers)
        assert any(paper.abstract.startswith("  ") and "\n" in paper.abstract for paper in papers)

    def test_every_one_is_found(self) -> None:
        """Each passes the check of identifiers and is found by identifier and by title."""
        papers = invented_papers(200)
        index = Papers(papers)
        ids = ",".join(paper.id for paper in papers)
        assert total(reply(index, id_list=ids, max_results=200)) == 200
        for paper in papers:
            quoted = paper.title.replace('"', "")
            assert paper.id in {name.rpartition("v")[0] for name in shown(reply(index, search_query=f'ti:"{quoted}"'))}


class TestScenarios:
    def test_a_scenario_says_which_requests_are_hit(self) -> None:
        """Once, some times, for good; the first request is number one."""

        def hit(scenario: Scenario) -> list[int]:
            return [number for number in range(1, 7) if scenario.fault_of(number)]

        assert hit(once("429")) == [1]
        assert hit(once("429", 3)) == [3]
        assert hit(Scenario(("429",), first=2, times=2)) == [2, 3]
        assert hit(lasting("429", 5)) == [5, 6]

    def test_chance_is_the_same_for_the_same_seed(self) -> None:
        """About the share that was asked for, of all the faults there are."""

        def drawn(seed: int) -> list[str]:
            scenario = Scenario(tuple(FAULTS), times=None, rate=0.2, seed=seed)
            return [fault.name for number in range(1, 1001) if (fault := scenario.fault_of(number))]

        assert drawn(7) == drawn(7) != drawn(8)
        assert 150 < len(drawn(7)) < 250
        assert set(drawn(7)) <= {name for name, fault in FAULTS.items() if ATOM_PROTOCOL in fault.of}

    def test_an_unknown_fault_is_a_mistake(self) -> None:
        """It is told at once, not with the first request."""
        with pytest.raises(ValueError, match="no fault '428'"):
            once("428")

    @pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if ATOM_PROTOCOL in fault.of])
    def test_each_fault_changes_the_answer(self, name: str) -> None:
        """In its status, its headers, its body, or the manner in which it goes out."""
        body = answer({"id_list": "1501.90001,hep-th/9901901"}, PAPERS)[1]
        sent = Sent(200, {"Content-Type": "application/atom+xml"}, body)
        assert FAULTS[name].change(sent) != sent

    def test_a_scenario_begins_where_it_is_set(self) -> None:
        """Requests from before don't count, and the log says what was done to whom."""
        with LoopbackArxiv([TEAPOTS]) as server:
            for scenario in (None, once("503", 2)):
                server.play(scenario)
                for _ in range(2):
                    httpx.get(server.url, params={"id_list": TEAPOTS.id}, trust_env=False)
        assert [(request.status, request.fault) for request in server.requests] == [(200, "")] * 3 + [(503, "503")]


def test_runs_from_the_command_line(root: Path) -> None:
    """As a program it prints its address and serves until it is interrupted."""
    command = [sys.executable, str(root / "tests" / "loopback_arxiv.py"), "--papers", "20", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            papers = invented_papers(20)
            ids = ",".join(paper.id for paper in papers)
            got = httpx.get(url, params={"id_list": ids, "max_results": "20"}, trust_env=False, timeout=10)
            assert total(ElementTree.fromstring(got.content)) == 20
        finally:
            process.terminate()
