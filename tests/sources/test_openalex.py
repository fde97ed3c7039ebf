"""OpenAlex as a source: what it has, what is not taken from it, and what is no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from answers import all_of
from cli.running import paper
from invented import invented_papers
from loopback_arxiv import Papers
from loopback_oai import LoopbackServices, openalex_answer
from paperdex.core.identifiers import Identifier
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import SourceError, SourceRefused
from paperdex.sources import open_source
from paperdex.sources.base import Access
from paperdex.sources.openalex import NAME, NOT_THERE, OTHER_DOI, OpenAlex, read_record
from paperdex.sources.transport import Reply, Transport

RETRIEVED = "2026-11-20T21:30:00Z"
PAPERS = (*invented_papers(60, seed=7), paper(1))
WORK = "2101.90001"


@pytest.fixture
def services() -> Iterator[LoopbackServices]:
    """Loopback services with invented papers."""
    with LoopbackServices(PAPERS) as server:
        yield server


@pytest.fixture
def openalex(services: LoopbackServices) -> Iterator[OpenAlex]:
    """OpenAlex as a source, without a second try, at a fixed time."""
    with Transport(NAME) as transport:
        yield OpenAlex(transport, services.openalex, clock=lambda: datetime(2026, 11, 20, 21, 30, tzinfo=UTC))


def read(body: bytes, status: int = 200, work: str = WORK) -> BibliographicRecord | str:
    return read_record(Reply(status, "http://127.0.0.1/", "application/json", body), work=work, retrieved=RETRIEVED)


def changed(work: str = WORK, **fields: Any) -> BibliographicRecord | str:
    """What is read of the record of a paper with other fields."""
    document = json.loads(openalex_answer(f"10.48550/arxiv.{work}", Papers((paper(1, id=work),)))[1])
    return read(json.dumps(document | fields).encode(), work=work)


def record(work: str = WORK, **fields: Any) -> BibliographicRecord:
    found = changed(work, **fields)
    assert isinstance(found, BibliographicRecord), found
    return found


def test_a_record(openalex: OpenAlex, services: LoopbackServices) -> None:
    """Title, names as the paper prints them, abstract and day; no address in the request without a contact."""
    assert all_of(openalex.lookup([Identifier("arxiv", WORK)])).records == (
        BibliographicRecord(
            work=WORK,
            title="An Invented Paper on Teapot 1",
            source="openalex",
            retrieved=RETRIEVED,
            authors=(Author("Ada Invented", "Invented", "Ada"), Author("Bo Imaginary", "Imaginary", "Bo")),
            abstract="We boil water in teapot 1.",
            submitted="2021-01-05",
        ),
    )
    (request,) = services.requests
    assert (request.path, request.params) == (f"/openalex/works/doi:10.48550/arxiv.{WORK}", {})


def test_every_invented_paper(openalex: OpenAlex) -> None:
    """Old-style identifiers, math and other scripts are read, too."""
    for each in PAPERS:
        (found,) = all_of(openalex.lookup([Identifier("arxiv", each.id)])).records
        assert (found.title, found.abstract) == (each.title, " ".join(each.abstract.split()))
        assert [author.name for author in found.authors] == [name for name, _ in each.authors]


def test_what_is_not_there_is_not_called_unknown_to_arxiv(openalex: OpenAlex) -> None:
    """OpenAlex speaks for itself only, and a merged work is not taken for the paper."""
    assert all_of(openalex.lookup([Identifier("arxiv", "2101.90099")])).unknown == {"2101.90099": NOT_THERE}
    for doi in ("https://doi.org/10.5555/invented.1", None, "https://doi.org/10.48550/arxiv.2101.90002", 5):
        assert changed(doi=doi) == OTHER_DOI
    assert record(doi=f"https://doi.org/10.48550/ARXIV.{WORK}")


@pytest.mark.parametrize(
    ("work", "day", "expected"),
    [
        ("2101.90001", "2021-01-05", "2021-01-05"),
        ("2101.90001", "2020-12-31", "2020-12-31"),
        ("2101.90001", "2021-01-01", None),
        ("2101.90001", "2021-02-01", None),
        ("2101.90001", "2020-11-30", None),
        ("2101.90001", "2023-06-01", None),
        ("2101.90001", "2021-01", None),
        ("2101.90001", "soon", None),
        ("hep-th/9901901", "1999-01-20", "1999-01-20"),
        ("hep-th/9901901", "2099-01-20", None),
        ("math-ph/0609901", "2006-09-02", "2006-09-02"),
    ],
)
def test_a_day_counts_only_where_the_identifier_agrees(work: str, day: str, expected: str | None) -> None:
    """The date of the published version, or a year filled up, is no date of submission."""
    assert record(work, publication_date=day).submitted == expected


@pytest.mark.parametrize(
    "index",
    [None, [], {"a": [-1]}, {"a": [10**12]}, {"a": ["0"]}, {"a": 0}, {"a": [0], "b": [0]}, {"a": [1.5]}, {}],
)
def test_an_index_that_is_none_gives_no_abstract(index: object) -> None:
    """No words are made up, and no memory is spent on a place far out."""
    assert record(abstract_inverted_index=index).abstract is None


def test_text_is_brought_to_one_form() -> None:
    """Markup and entities of publishers are not part of a title."""
    assert record(title="Tea &amp; <i>Crumbs</i>\n at x<sub>2</sub>").title == "Tea & Crumbs at x2"


def test_fields_of_another_shape_are_empty() -> None:
    """Nothing in a field ends in an error; a list of authors that is cut off is none."""
    assert record(authorships={"a": 1}).authors == ()
    assert record(authorships=[{"author": None}, 3, {"raw_author_name": ":"}]).authors == ()
    assert record(is_authors_truncated=True).authors == ()
    named = [{"author": {"display_name": "Ada Invented"}}]
    assert [author.family for author in record(authorships=named).authors] == ["Invented"]


@pytest.mark.parametrize("title", [None, "", 5, "T\ufffd"])
def test_without_a_title_there_is_no_record(title: object) -> None:
    """Half a record is never stored."""
    found = changed(title=title, display_name=None)
    assert isinstance(found, str)
    assert "title" in found


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "an empty body"),
        (b"<html><body>Sorry</body></html>", "a web page"),
        (b'{"doi": "https', "JSON that is cut off"),
        (b"null", "JSON that is no object"),
    ],
)
def test_what_is_no_record_is_refused_and_may_pass(body: bytes, says: str) -> None:
    """Each broken answer is named, and asked for again."""
    with pytest.raises(SourceRefused) as caught:
        read(body)
    assert says in caught.value.message
    assert caught.value.passing


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_error_status_is_a_failure(openalex: OpenAlex, services: LoopbackServices, status: int) -> None:
    """Only 404 is an answer."""
    services.respond_next(status, b"{}")
    with pytest.raises(SourceError) as caught:
        all_of(openalex.lookup([Identifier("arxiv", WORK)]))
    assert caught.value.status == status


def test_opened_by_the_registry_it_tells_who_is_asking(services: LoopbackServices, tmp_path) -> None:
    """The contact goes along, what may pass is asked for again, arXiv's turns are left alone."""
    services.respond_next(503)
    with open_source("openalex", Access(services.openalex, 0, tmp_path, "ada@nowhere.invalid")) as source:
        assert all_of(source.lookup([Identifier("arxiv", WORK)])).records
    assert [request.params for request in services.requests] == [{"mailto": "ada@nowhere.invalid"}] * 2
    assert list(tmp_path.iterdir()) == []
