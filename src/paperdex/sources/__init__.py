"""Where bibliographic records come from: one file a source, one row in ``SOURCES`` each.

A source's module has ``open_source(access)``, a context manager that gives a
:class:`paperdex.sources.base.Source`. It is imported when the source is opened, so that listing the sources costs
nothing.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from paperdex.errors import UnknownName

if TYPE_CHECKING:
    from paperdex.sources.base import Access, OpenSource, Source


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: its name, the module that holds it, and what it is in one line."""

    name: str
    module: str
    title: str
    """Its name as people write it, which begins a sentence well: ``arXiv``."""
    summary: str
    by_title: bool = False
    """Whether it can be asked for titles; one that can't gives records of identifiers only."""
    versions: bool = False
    """Whether its records list every version of the paper."""
    is_arxivs: bool = False
    """Whether arXiv runs it, so that it is asked at arXiv's pace."""

    def load(self) -> OpenSource:
        """The function that opens the source; imports its module."""
        opener: OpenSource = import_module(self.module).open_source
        return opener


SOURCES = (
    SourceRow(
        "arxiv",
        "paperdex.sources.arxiv_api",
        "arXiv",
        "arXiv's query API, by identifier or by title",
        by_title=True,
        is_arxivs=True,
    ),
    SourceRow(
        "arxiv-oai",
        "paperdex.sources.arxiv_oai",
        "arXiv's OAI-PMH",
        "arXiv's OAI-PMH service, one record a request, for what the query API could not give",
        versions=True,
        is_arxivs=True,
    ),
    SourceRow(
        "datacite", "paperdex.sources.datacite", "DataCite", "DataCite, by arXiv's own DOIs, one record a request"
    ),
    SourceRow(
        "openalex", "paperdex.sources.openalex", "OpenAlex", "OpenAlex, by arXiv's own DOIs, one record a request"
    ),
)
"""Every source on the network, in the order in which they are asked unless the settings say otherwise."""


def open_source(name: str, access: Access) -> AbstractContextManager[Source]:
    """The source of that name, open for the length of a ``with``; raises UnknownName when there is none."""
    for row in SOURCES:
        if row.name == name:
            return row.load()(access)
    raise UnknownName("source", name, (row.name for row in SOURCES))


__all__ = ["SOURCES", "SourceRow", "open_source"]
