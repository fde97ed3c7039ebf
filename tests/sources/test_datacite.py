"""DataCite as a source: what it has, what it has not, and what is no answer."""

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
from loopback_oai import LoopbackServices, datacite_answer
from paperdex.core.identifiers import Identifier
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import SourceError, SourceRefused
from paperdex.sources import open_source
from paperdex.sources.base import Access
from paperdex.sources.datacite import NAME, NOT_THERE, DataCite, read_record
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
def datacite(services: LoopbackServices) -> Iterator[DataCite]:
    """DataCite as a source, without a second try, at a fixed time."""
    with Transport(NAME) as transport:
        yield DataCite(transport, services.datacite, clock=lambda: datetime(2026, 11, 20, 21, 30, tzinfo=UTC))


def read(body: bytes, status: int = 200) -> BibliographicRecord | str:
    return read_record(Reply(status, "http://127.0.0.1/", "application/json", body), work=WORK, retrieved=RETRIEVED)


def changed(**fields: Any) -> BibliographicRecord | str:
    """What is read of the record of paper 1 with other attributes."""
    document = json.loads(datacite_answer(f"10.48550/arXiv.{WORK}", Papers((paper(1),)))[1])
    document["data"]["attributes"] |= fields
    return read(json.dumps(document).encode())


def record(**fields: Any) -> BibliographicRecord:
    found = changed(**fields)
    assert isinstance(found, BibliographicRecord), found
    return found


def test_a_record(datacite: DataCite, services: LoopbackServices) -> None:
    """Title, names, abstract, dates of the versions, licence and DOI; no categories, no comment."""
    whole = paper(1, comment="4 pages", doi="10.5555/Invented.1", authors=(("Łucja Zmyślona", None), ("Mononym", None)))
    services.papers = Papers((whole,))
    assert all_of(datacite.lookup([Identifier("arxiv", WORK)])).records == (
        BibliographicRecord(
            work=WORK,
            title=whole.title,
            source="datacite",
            retrieved=RETRIEVED,
            authors=(Author("Łucja Zmyślona", "Zmyślona", "Łucja"), Author("Mononym", "Mononym")),
            abstract=whole.abstract,
            submitted="2021-01-05T10:00:00Z",
            updated="2021-03-04T05:06:07Z",
            version=2,
            doi="10.5555/Invented.1",
            license="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        ),
    )
    assert [request.path for request in services.requests] == [f"/datacite/dois/10.48550/arXiv.{WORK}"]


def test_every_invented_paper(datacite: DataCite) -> None:
    """Old-style identifiers, collaborations and other scripts are read, too; only the categories are missing."""
    for each in PAPERS:
        (found,) = all_of(datacite.lookup([Identifier("arxiv", each.id)])).records
        assert found.missing == ("categories",)
        assert [author.name for author in found.authors] == [name for name, _ in each.authors]


def test_what_is_not_there_is_not_called_unknown_to_arxiv(datacite: DataCite) -> None:
    """DataCite speaks for itself only."""
    assert all_of(datacite.lookup([Identifier("arxiv", "2101.90099")])).unknown == {"2101.90099": NOT_THERE}


def test_text_is_brought_to_one_form() -> None:
    """Wrapped lines and TeX in titles are those of the other channels."""
    titles = [{"title": 'An Invented\n  M{\\"o}bius Teapot with $\\alpha$'}]
    assert record(titles=titles).title == "An Invented Möbius Teapot with $\\alpha$"
    abstract = [{"description": "  One\ntwo.\n  Three.\n", "descriptionType": "Abstract"}]
    assert record(descriptions=abstract).abstract == "One two.\n\nThree."


@pytest.mark.parametrize(
    ("creator", "expected"),
    [
        ({"name": "Teapot Collaboration", "nameType": "Organizational"}, "Teapot Collaboration"),
        ({"name": "Madeup, A. B., Jr.", "nameType": "Personal"}, "A. B. Madeup Jr."),
        ({"name": ":"}, None),
        ({"name": 5}, None),
        ("Ada", None),
    ],
)
def test_creators_without_parts(creator: object, expected: str | None) -> None:
    """A name is parted by our own rules where DataCite does not part it; what is none is left out."""
    assert [author.name for author in record(creators=[creator]).authors] == ([expected] if expected else [])


def test_a_month_or_a_year_is_no_date_of_submission() -> None:
    """What is not said stays empty, and the record counts as partial."""
    dates = [
        {"date": "2021-01", "dateType": "Available", "dateInformation": "v1"},
        {"date": "2021", "dateType": "Issued"},
        {"date": "2021", "dateType": "Submitted", "dateInformation": "v1"},
        {"date": "2021-13-41", "dateType": "Submitted", "dateInformation": "v2"},
    ]
    found = record(dates=dates)
    assert (found.submitted, found.updated, found.version) == (None, None, None)
    assert found.missing == ("submitted", "categories")
    dates = [{"date": f"2021-01-{n:02}", "dateType": "Submitted", "dateInformation": f"v{n}"} for n in (10, 9, 1)]
    assert (record(dates=dates).submitted, record(dates=dates).updated) == ("2021-01-01", "2021-01-10")


def test_fields_of_another_shape_are_empty() -> None:
    """Nothing that DataCite sends in a field ends in an error."""
    odd: dict[str, Any] = {"creators": None, "dates": {"v1": 1}, "descriptions": [["Abstract"]], "rightsList": "CC"}
    found = record(**odd, relatedIdentifiers=[{"relationType": "IsVersionOf", "relatedIdentifier": None}])
    assert (found.authors, found.submitted, found.abstract, found.license, found.doi) == ((), None, None, None, None)


@pytest.mark.parametrize(("titles", "says"), [([], "no title"), ("x", "no title"), ([{"title": "T\ufffd"}], "damaged")])
def test_without_a_title_there_is_no_record(titles: object, says: str) -> None:
    """Half a record is never stored."""
    found = changed(titles=titles)
    assert isinstance(found, str)
    assert says in found


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "an empty body"),
        (b"<html><body>Sorry</body></html>", "a web page"),
        (b'{"data": {"attrib', "JSON that is cut off"),
        (b"[]", "JSON that is no object"),
        (b"[" * 100_000, "JSON that is cut off or broken"),
        (b"\xff\xfe\x00", "something else"),
        (b"{}", "the record of 2101.90001"),
        (datacite_answer("10.48550/arXiv.2101.90002", Papers((paper(2),)))[1], "the record of 2101.90001"),
    ],
)
def test_what_is_no_record_is_refused_and_may_pass(body: bytes, says: str) -> None:
    """Each broken answer is named, and asked for again."""
    with pytest.raises(SourceRefused) as caught:
        read(body)
    assert says in caught.value.message
    assert caught.value.passing


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_an_error_status_is_a_failure(datacite: DataCite, services: LoopbackServices, status: int) -> None:
    """Only 404 is an answer."""
    services.respond_next(status, b"{}")
    with pytest.raises(SourceError) as caught:
        all_of(datacite.lookup([Identifier("arxiv", WORK)]))
    assert caught.value.status == status


def test_opened_by_the_registry_it_tries_again_without_arxivs_pace(services: LoopbackServices, tmp_path) -> None:
    """What may pass is asked for again; arXiv's turns are left alone."""
    services.respond_next(503)
    with open_source("datacite", Access(f"{services.datacite}/", 0, tmp_path)) as source:
        assert all_of(source.lookup([Identifier("arxiv", WORK)])).records
    assert len(services.requests) == 2
    assert list(tmp_path.iterdir()) == []
