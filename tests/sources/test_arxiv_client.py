"""The parts of the arxiv package that paperdex leans on, private ones too.

If one of these fails after an update of the package, src/paperdex/sources/arxiv_client.py is the only file to mend.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import arxiv
import pytest
import requests

from paperdex.sources.arxiv_client import query_url, query_url_format

CHANGED = "the arxiv package changed what paperdex.sources.arxiv_client builds on: "


@pytest.fixture
def no_requests(monkeypatch):
    """Whoever asks past our transport is caught."""

    def caught(*arguments, **options):
        pytest.fail(CHANGED + "it asks through requests, past the transport and its pace")

    monkeypatch.setattr(requests.Session, "request", caught)
    monkeypatch.setattr(requests.Session, "send", caught)


def parameters(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, keep_blank_values=True)


def test_the_package_still_makes_addresses():
    """``Client._format_url`` is the private method that is used."""
    assert hasattr(arxiv.Client, "_format_url"), CHANGED + "Client._format_url is gone"


def test_identifiers_are_asked_for_all_at_once(no_requests):
    """As many results as identifiers, from the first on, and no request is made for it."""
    asked = parameters(query_url("http://invented.example/q", 2, ids=["1501.90001", "hep-th/9901901"]))
    assert asked["id_list"] == ["1501.90001,hep-th/9901901"]
    assert (asked["start"], asked["max_results"], asked["search_query"]) == (["0"], ["2"], [""])


def test_a_query_is_asked_for_as_it_is(no_requests):
    """Quotes and all."""
    asked = parameters(query_url("http://invented.example/q", 10, query='ti:"Invented Tea"'))
    assert asked["search_query"] == ['ti:"Invented Tea"']
    assert (asked["id_list"], asked["max_results"]) == ([""], ["10"])


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
