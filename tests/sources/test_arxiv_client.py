"""The parts of the arxiv package that paperdex leans on, private ones too.

If one of these fails after an update of the package, src/paperdex/sources/arxiv_client.py is the only file to mend.
"""

from __future__ import annotations

import inspect
from datetime import UTC, datetime

import arxiv
import httpx
import pytest
import requests

from invented import invented_papers
from loopback_arxiv import feed
from paperdex.sources.arxiv_client import Client, query_url_format
from paperdex.sources.transport import Transport

CHANGED = "the arxiv package changed what paperdex.sources.arxiv_client builds on: "
PAPERS = invented_papers(3)


def client(handler, page_size: int = 10) -> Client:
    return Client(
        "arxiv", Transport("arxiv", backend=httpx.MockTransport(handler)), "http://invented.example/q", page_size
    )


@pytest.fixture
def no_requests(monkeypatch):
    """Whoever asks past our transport is caught."""

    def caught(*arguments, **options):
        pytest.fail(CHANGED + "it asks through requests, past the transport and its pace")

    monkeypatch.setattr(requests.Session, "request", caught)
    monkeypatch.setattr(requests.Session, "send", caught)


def test_the_package_still_has_the_method_that_asks_for_a_page():
    """``Client._parse_feed(url, first_page, _try_index)`` is what is overridden."""
    method = getattr(arxiv.Client, "_parse_feed", None)
    assert method, CHANGED + "Client._parse_feed is gone"
    assert list(inspect.signature(method).parameters) == ["self", "url", "first_page", "_try_index"], (
        CHANGED + "Client._parse_feed has other parameters"
    )
    assert list(inspect.signature(Client._parse_feed).parameters) == list(inspect.signature(method).parameters)


def test_the_package_still_has_the_session_that_is_taken_away():
    """Without it, nothing of the package can make a request."""
    assert hasattr(arxiv.Client(), "_session"), CHANGED + "Client._session is gone; see what makes its requests now"
    assert not hasattr(client(lambda request: httpx.Response(200)), "_session")


def test_every_page_comes_through_the_transport(no_requests):
    """``Client.results`` asks for each page by way of the overridden method, and counts by its header."""
    seen = []

    def handler(request):
        seen.append(dict(request.url.params))
        start = int(request.url.params["start"])
        return httpx.Response(200, content=feed(PAPERS[start : start + 2], start=start, total=3))

    results = list(client(handler).lookup([paper.id for paper in PAPERS]))
    assert [result.get_short_id().rpartition("v")[0] for result in results] == [paper.id for paper in PAPERS], (
        CHANGED + "paging"
    )
    assert [params["start"] for params in seen] == ["0", "2"], CHANGED + "paging"
    assert {params["max_results"] for params in seen} == {"10"}
    assert {params["id_list"] for params in seen} == {",".join(paper.id for paper in PAPERS)}


def test_a_result_still_has_the_fields_that_are_read(no_requests):
    """Names and types of ``arxiv.Result``."""
    (result,) = client(lambda request: httpx.Response(200, content=feed(PAPERS[:1]))).search("ti:teapots")
    types = {
        "entry_id": str,
        "title": str,
        "summary": str,
        "published": datetime,
        "updated": datetime,
        "primary_category": str,
        "categories": list,
        "authors": list,
    }
    for name, kind in types.items():
        assert isinstance(getattr(result, name, None), kind), CHANGED + f"Result.{name}"
    assert result.published.tzinfo is UTC, CHANGED + "Result.published has no zone"
    for name in ("comment", "journal_ref", "doi"):
        assert hasattr(result, name), CHANGED + f"Result.{name}"
    assert isinstance(result.authors[0].name, str), CHANGED + "Result.Author.name"
    assert isinstance(result.authors[0].affiliation, list), CHANGED + "Result.Author.affiliation"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://export.arxiv.org/api/query", "https://export.arxiv.org/api/query?{}"),
        ("http://127.0.0.1:80/api/query/", "http://127.0.0.1:80/api/query?{}"),
        ("http://127.0.0.1/", "http://127.0.0.1?{}"),
        ("http://127.0.0.1/q?key=1", "http://127.0.0.1/q?key=1&{}"),
        ("http://127.0.0.1/q?key={x}#there", "http://127.0.0.1/q?key=%7Bx%7D&{}"),
    ],
)
def test_query_url_format(address, expected):
    """One pair of braces takes the parameters, whatever the address holds."""
    assert query_url_format(address) == expected
    assert query_url_format(address).format("a=1").count("a=1") == 1
