"""arXiv's OAI-PMH as a source: strict reading, and the same record as through the other channels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from answers import all_of
from cli.running import paper
from invented import invented_papers
from loopback_arxiv import Papers
from loopback_oai import LoopbackServices, oai_answer
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.core.records import DELETED_AT_ARXIV, UNKNOWN_TO_ARXIV, Author, BibliographicRecord, Version
from paperdex.core.text import normalise_title
from paperdex.errors import SourceError, SourceRefused, SourceUnreachable
from paperdex.sources import open_source
from paperdex.sources.arxiv_oai import NAME, ArxivOai
from paperdex.sources.base import Access
from paperdex.sources.oai_record import read_record
from paperdex.sources.snapshot import parse_line
from paperdex.sources.transport import Reply, Transport

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
RETRIEVED = "2026-11-20T21:30:00Z"
PAPERS = (*invented_papers(60, seed=7), paper(1))


@pytest.fixture
def services() -> Iterator[LoopbackServices]:
    """Loopback services with invented papers."""
    with LoopbackServices(PAPERS) as server:
        yield server


@pytest.fixture
def oai(services: LoopbackServices) -> Iterator[ArxivOai]:
    """OAI-PMH as a source, without a pause and without a second try, at a fixed time."""
    with Transport(NAME) as transport:
        yield ArxivOai(transport, services.oai, clock=lambda: NOW)


def ask(source: ArxivOai, work: str) -> BibliographicRecord:
    """The record of a work that there has to be."""
    answer = all_of(source.lookup([Identifier("arxiv", work)]))
    assert answer.unknown == {}
    (record,) = answer.records
    return record


def reply(body: bytes, **fields: object) -> Reply:
    return replace(Reply(200, "http://127.0.0.1/oai", "text/xml", body), **fields)


def read(body: bytes, work: str = "2101.90001") -> BibliographicRecord | str:
    return read_record(NAME, reply(body), work=work, retrieved=RETRIEVED)


def good(**changes: object) -> bytes:
    """The whole document of paper 1."""
    params = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": "oai:arXiv.org:2101.90001"}
    return oai_answer(params, Papers((paper(1, **changes),)))


VERSIONS = (Version(1, "2021-01-05T10:00:00Z", False), Version(2, "2021-03-04T05:06:07Z", False))


def test_a_record_with_everything(oai: ArxivOai, services: LoopbackServices) -> None:
    """Every field finds its place: the date of version 1 and of the last, their number, the licence; one request."""
    whole = paper(
        1,
        title="Invented Möbius Teapots",
        authors=(("José Inventado", "Nowhere (1)"), ("A. B. Madeup Jr.", None)),
        comment="4 pages",
        journal_ref="J. Invented Tea 1 (2022) 1-9",
        doi="10.5555/Invented.1 10.5555/Invented.2",
    )
    services.papers = Papers((whole,))
    assert ask(oai, "2101.90001") == BibliographicRecord(
        work="2101.90001",
        title="Invented Möbius Teapots",
        source="arxiv-oai",
        retrieved=RETRIEVED,
        authors=(
            Author("José Inventado", "Inventado", "José"),
            Author("A. B. Madeup Jr.", "Madeup", "A. B.", "Jr."),
        ),
        abstract=whole.abstract,
        submitted="2021-01-05T10:00:00Z",
        updated="2021-03-04T05:06:07Z",
        version=2,
        categories=("cs.LG", "stat.ML"),
        comment="4 pages",
        journal_ref="J. Invented Tea 1 (2022) 1-9",
        doi="10.5555/Invented.1",
        license="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        withdrawn=False,
        versions=VERSIONS,
    )
    (request,) = services.requests
    assert request.params == {
        "verb": "GetRecord",
        "metadataPrefix": "arXivRaw",
        "identifier": "oai:arXiv.org:2101.90001",
    }


def test_the_same_paper_through_the_query_api(api, oai: ArxivOai) -> None:
    """Sixty papers with accents, math and collaborations: titles, names and dates agree with the query API's."""
    ids = [Identifier("arxiv", each.id) for each in PAPERS[:60]]
    for expected in all_of(api.lookup(ids)).records:
        found = ask(oai, expected.work)
        assert normalise_title(found.title) == normalise_title(expected.title)
        if "$" not in expected.title:
            assert found.title == expected.title
        assert [a.name for a in found.authors] == [a.name for a in expected.authors]
        same = ("submitted", "updated", "version", "categories", "journal_ref", "doi")
        assert [getattr(found, name) for name in same] == [getattr(expected, name) for name in same]
        assert found.missing == ()


def test_the_same_paper_through_the_snapshot() -> None:
    """The mirror's record of the same raw text differs in nothing but its source and the flag of withdrawal."""
    line = {
        "id": "2101.90001",
        "authors": "Ada Invented, Bo Imaginary",
        "title": "An Invented Paper on Teapot 1",
        "categories": "cs.LG stat.ML",
        "abstract": "  We boil water in teapot 1.\n",
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "versions": [
            {"version": "v1", "created": "Tue, 5 Jan 2021 10:00:00 GMT"},
            {"version": "v2", "created": "Thu, 4 Mar 2021 05:06:07 GMT"},
        ],
    }
    mirrored = parse_line(json.dumps(line), RETRIEVED)
    assert read(good()) == replace(mirrored, source="arxiv-oai", withdrawn=False, versions=VERSIONS)


def test_withdrawn_deleted_and_unknown(oai: ArxivOai, services: LoopbackServices) -> None:
    """The last version's source type tells a withdrawn paper; deleted and unknown ones have their reasons."""
    services.withdrawn = {"2101.90001"}
    assert ask(oai, "2101.90001").withdrawn is True
    services.deleted = {"2101.90001"}
    assert all_of(oai.lookup([Identifier("arxiv", "2101.90001")])).unknown == {"2101.90001": DELETED_AT_ARXIV}
    assert all_of(oai.lookup([Identifier("arxiv", "2101.90099")])).unknown == {"2101.90099": UNKNOWN_TO_ARXIV}
    assert all_of(oai.lookup([Identifier("doi", "10.5555/1")])).unknown == {"doi:10.5555/1": "not an arXiv identifier"}
    assert all_of(oai.lookup([])).records == oai.search_title("Teapots") == ()
    assert len(services.requests) == 5  # what is not there is asked for twice
    with pytest.raises(ValueError, match="2 identifiers"):
        all_of(oai.lookup([Identifier("arxiv", "2101.90001"), Identifier("arxiv", "2101.90002")]))


def test_a_version_that_came_back_is_not_withdrawn() -> None:
    """Only the last version counts."""
    body = good().replace(b"<source_type>D</source_type>", b"<source_type>I</source_type>", 1)
    found = read(body)
    assert isinstance(found, BibliographicRecord)
    assert found.withdrawn is False


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "an empty body"),
        (b"<!DOCTYPE html><html><body>Sorry</body></html>", "a web page"),
        (b"<html><body>Sorry</body></html>", "a web page"),
        (b"<html><p>Sorry<br></html>", "a web page"),
        (b"Rate exceeded.", "something else ('Rate exceeded.')"),
        (good()[:-30], "XML that is cut off"),
        (good().replace(b"</title>", b"", 1), "XML that is broken"),
        (good() + b"<more/>", "XML that is"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "an XML document named 'feed'"),
        (good().replace(b"<OAI-PMH", b"<!DOCTYPE OAI-PMH [<!ENTITY a 'b'>]><OAI-PMH", 1), "a document with a DTD"),
        (good().replace(b"Teapot 1", b"&unknown;"), "XML that is broken"),
        (good().replace(b"Teapot 1", b"Teapot \xff"), "XML that is broken"),
        (good().replace(b"2101.90001", b"2101.90002"), "the record of 'oai:arXiv.org:2101.90002'"),
        (good().replace(b"<id>2101.90001", b"<id>2101.90002"), "the fields of '2101.90002'"),
        (re.sub(rb"<metadata>.*</metadata>", b"", good(), flags=re.DOTALL), "a record without its fields"),
        (re.sub(rb"<GetRecord>.*</GetRecord>", b"", good(), flags=re.DOTALL), "no record"),
        (re.sub(rb"(<record>.*</record>)", rb"\1\1", good(), flags=re.DOTALL), "2 records"),
    ],
)
def test_what_is_no_record_is_refused_and_may_pass(body: bytes, says: str) -> None:
    """Each broken answer is named, and asked for again."""
    with pytest.raises(SourceRefused) as caught:
        read(body)
    assert says in caught.value.message
    assert caught.value.passing


def test_a_billion_laughs_is_refused_at_once() -> None:
    """Entities are neither resolved nor counted: a DTD is enough to refuse."""
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))
    body = f"<!DOCTYPE OAI-PMH [{entities}]><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>&l9;</OAI-PMH>"
    with pytest.raises(SourceRefused):
        read(body.encode())


def test_errors_of_the_protocol_speak_for_themselves() -> None:
    """A refusal in arXiv's words is asked about once more, and then it stands."""
    with pytest.raises(SourceRefused, match="refused the request: badVerb: Bad verb") as caught:
        read(oai_answer({"verb": "Nothing"}, Papers(())))
    assert (caught.value.passing, caught.value.most_tries) == (True, 2)


def test_what_arxiv_says_once_may_be_a_bad_moment(oai: ArxivOai, services: LoopbackServices) -> None:
    """That it does not know a paper, or a record without what every paper has."""
    params = {"verb": "GetRecord", "metadataPrefix": "arXivRaw", "identifier": "oai:arXiv.org:2101.90001"}
    without = [re.sub(f"<{name}>[^<]*</{name}>".encode(), b"", good()) for name in ("title", "authors", "abstract")]
    for body in (oai_answer(params, Papers(())), *without):
        services.respond_next(200, body)
        assert ask(oai, "2101.90001").missing == ()


def test_what_a_service_does_not_tell_is_asked_about_once(oai: ArxivOai, services: LoopbackServices) -> None:
    """Each paper after the first is one request."""
    services.respond_next(200, re.sub(rb"<abstract>[^<]*</abstract>", b"", good()), times=4)
    assert [ask(oai, "2101.90001").missing for _ in range(3)] == [("abstract",)] * 3
    assert len(services.requests) == 4


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (r"<title>[^<]*</title>", "", "can't be read: no title"),
        (r"<title>[^<]*</title>", "<title>Tea�pot</title>", "title in arXiv's record is damaged"),
        (r"<title>[^<]*</title>", "<title>Tea\x93pot</title>", "title in arXiv's record is damaged"),
        (r"<authors>[^<]*</authors>", "<authors>A Teap\ufffdt</authors>", "authors in arXiv's record are damaged"),
        (r"<title>[^<]*</title>", "<title>\u200b</title>", "no title"),
        (r"<title>[^<]*</title>", "<title>Tea<b>pot</b></title>", "markup in it"),
        (r"(<title>[^<]*</title>)", r"\1\1", "a field twice"),
        (r"<authors>[^<]*</authors>", "<authors>:</authors>", "has no author"),
        (r"<date>[^<]*</date>", "<date>yesterday</date>", "lacks a date"),
        (r"<version .*</version>", "", "lacks a date"),
    ],
)
def test_a_record_that_cannot_be_read_has_a_reason(old: str, new: str, says: str) -> None:
    """Half a record is never stored."""
    found = read(re.sub(old, new, good().decode()).encode())
    assert isinstance(found, str)
    assert says in found


def test_one_bad_paper_is_not_the_end(oai: ArxivOai, services: LoopbackServices) -> None:
    """Once the service has answered, a paper that spoils its answer has a reason; three in a row are a failure."""
    bad = Identifier("arxiv", "2101.90001")
    services.respond_next(200, b"<html></html>")
    with pytest.raises(SourceRefused):
        all_of(oai.lookup([bad]))
    ask(oai, "2101.90001")
    services.respond_next(200, b"<html></html>", times=3)
    for _ in range(2):
        assert "answered with a web page" in all_of(oai.lookup([bad])).unknown["2101.90001"]
    with pytest.raises(SourceRefused):
        all_of(oai.lookup([bad]))


@pytest.mark.parametrize("status", [403, 404, 406, 429, 500, 503])
def test_an_error_status_is_a_failure(oai: ArxivOai, services: LoopbackServices, status: int) -> None:
    """Whatever came before, a status is said by the service of itself."""
    ask(oai, "2101.90001")
    services.respond_next(status, b"no")
    with pytest.raises(SourceError) as caught:
        all_of(oai.lookup([Identifier("arxiv", "2101.90001")]))
    assert caught.value.status == status


def test_no_server_is_a_failure(oai: ArxivOai, services: LoopbackServices) -> None:
    """A refused connection is no answer."""
    services.stop()
    with pytest.raises(SourceUnreachable):
        all_of(oai.lookup([Identifier("arxiv", "2101.90001")]))


def test_opened_by_the_registry_it_tries_again_and_keeps_the_pace(services: LoopbackServices, tmp_path) -> None:
    """It shares arXiv's lock and stamp, and asks again for what may pass."""
    waits: list[str] = []
    services.respond_next(503)
    services.respond_next(200, good()[:-9])
    access = Access(services.oai, 0.03, tmp_path, on_wait=lambda wait: waits.append(wait.what))
    with open_source("arxiv-oai", access) as source:
        assert all_of(source.lookup([Identifier("arxiv", "2101.90001")])).records
    assert [what for what in waits if what.startswith("try")] == ["try 2 of 5", "try 3 of 5"]
    assert (tmp_path / "arxiv.stamp").is_file()


def test_recorded_answers(recorded) -> None:
    """What arXiv sent in 2015 is read in full, and its errors are told apart."""
    folder = recorded / "oai"
    found = read((folder / "mikesaelim2015_GetRecordResponse.xml").read_bytes(), "1302.2146")
    assert isinstance(found, BibliographicRecord)
    assert found.title == "The Same-Sign Dilepton Signature of RPV/MFV SUSY"
    assert [author.family for author in found.authors] == ["Berger", "Perelstein", "Saelim", "Tanedo"]
    assert (found.submitted, found.updated, found.version) == ("2013-02-08T21:00:01Z", "2013-04-02T01:50:08Z", 2)
    assert found.categories == ("hep-ph", "hep-ex")
    assert (found.missing, found.withdrawn) == ((), False)
    unknown = (folder / "mikesaelim2015_ErrorResponseIdDoesNotExist.xml").read_bytes()
    assert read(unknown, "0813.2274") == UNKNOWN_TO_ARXIV
    for name in ("BadArgument", "BadVerb", "BadResumptionToken", "NoRecordsMatch"):
        with pytest.raises(SourceRefused, match="refused the request") as caught:
            read((folder / f"mikesaelim2015_ErrorResponse{name}.xml").read_bytes())
        assert caught.value.most_tries == 2


def test_recorded_records_of_a_list(recorded) -> None:
    """Each arXivRaw record of a recorded list reads, taken out as an answer of its own."""
    text = (recorded / "oai" / "mikesaelim2015_ListRecordsResponse.xml").read_text(encoding="utf-8")
    records = re.findall(r"<record>.*?</record>", text, re.DOTALL)
    assert len(records) == 6
    for record in records:
        match = re.search(r"oai:arXiv\.org:([^<]+)<", record)
        assert match
        body = f"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><GetRecord>{record}</GetRecord></OAI-PMH>"
        found = read(body.encode(), match[1])
        assert isinstance(found, BibliographicRecord), found
        assert found.missing == ()
        assert isinstance(parse_identifier(found.work), Identifier)


def test_a_recorded_record_of_another_format_is_refused(recorded) -> None:
    """The format ``arXiv`` was not asked for; its dates mean something else."""
    body = (recorded / "oai" / "inspirehep2026_newserver_GetRecord_arXiv_2511.23462.xml").read_bytes()
    with pytest.raises(SourceRefused, match="without its fields"):
        read(body, "2511.23462")
