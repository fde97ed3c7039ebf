"""How long a run will take, told before its first request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paperdex.sources import SOURCES
from paperdex.sources.base import Source

LONG = 10.0
"""Seconds from which on a run is long enough to be told of beforehand."""
UNPACED = 1.0
"""Seconds that are reckoned for a request to a source that keeps no pace."""
_ROWS = {row.name: row for row in SOURCES}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is ahead, as far as one can know: each source may answer less than it is asked for, or be down."""

    works: int
    """Works that the first source on the network will be asked for."""
    titles: int
    """Titles that will be looked up."""
    requests: int
    seconds: float
    is_arxivs_pace: bool
    """Whether it is arXiv's pace that the time follows from."""
    histories: int = 0
    """Works whose versions will be asked for."""
    instead: str = ""
    """Who is asked for what those before it could not give, one by one; empty at the beginning."""

    @property
    def is_long(self) -> bool:
        """Whether a person would want to know."""
        return self.seconds >= LONG


def estimate(
    works: int, titles: int, network: Sequence[Source], paces: Mapping[str, float], *, histories: int = 0
) -> Estimate:
    """The requests for so many works, titles and histories, each asked of the first source that can be asked for it.

    ``paces`` has the seconds between two requests, by the name of the source.
    """
    by_title = [source for source in network if (row := _ROWS.get(source.name)) and row.by_title]
    with_versions = [source for source in network if (row := _ROWS.get(source.name)) and row.versions]
    asked = [
        *((source, -(-works // source.batch)) for source in network[:1]),
        *((source, titles) for source in by_title[:1]),
        *((source, -(-histories // source.batch)) for source in with_versions[:1]),
    ]
    asked = [(source, requests) for source, requests in asked if requests]
    seconds = sum(requests * _seconds(source, paces) for source, requests in asked)
    is_arxivs_pace = bool(asked) and all(_is_arxivs(source) for source, _ in asked)
    return Estimate(
        works if network else 0,
        titles if by_title else 0,
        sum(requests for _, requests in asked),
        seconds,
        is_arxivs_pace,
        histories if with_versions else 0,
    )


def _seconds(source: Source, paces: Mapping[str, float]) -> float:
    return paces.get(source.name, UNPACED) if _is_arxivs(source) else UNPACED


def _is_arxivs(source: Source) -> bool:
    row = _ROWS.get(source.name)
    return row is not None and row.is_arxivs
