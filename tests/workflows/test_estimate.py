"""How long a run will take, as told before its first request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from paperdex.workflows.estimate import Estimate, estimate

PACES = {"arxiv": 3.0, "arxiv-oai": 3.0, "datacite": 3.0}


@dataclass
class Named:
    """As much of a source as is looked at."""

    name: str
    batch: int


ARXIV, OAI, DATACITE = Named("arxiv", 100), Named("arxiv-oai", 1), Named("datacite", 1)


def ahead(works: int, titles: int, *network: Named, histories: int = 0) -> Estimate:
    return estimate(works, titles, cast(Any, network), PACES, histories=histories)


def test_each_thing_is_asked_of_the_first_source_that_can_tell_it() -> None:
    """Records by the batch, a title a request, versions where there are some; what nobody can tell is left out."""
    assert ahead(1842, 0, ARXIV, OAI) == Estimate(1842, 0, 19, 57, True)
    assert ahead(1842, 7, ARXIV, OAI, histories=20) == Estimate(1842, 7, 46, 138, True, 20)
    assert ahead(10, 7, OAI, ARXIV) == Estimate(10, 7, 17, 51, True)
    assert ahead(10, 7, ARXIV, histories=20) == Estimate(10, 7, 8, 24, True)
    assert ahead(10, 7) == Estimate(0, 0, 0, 0, False)


def test_only_arxiv_keeps_arxivs_pace() -> None:
    """Others are reckoned with a second a request."""
    assert ahead(12, 7, DATACITE) == Estimate(12, 0, 12, 12, False)
    assert ahead(0, 3, DATACITE, ARXIV) == Estimate(0, 3, 3, 9, True)
