"""Addresses of arXiv's query API, made by the arxiv package.

The package knows the API's parameters; what it would ask and read by itself is left to our transport and
:mod:`paperdex.sources.arxiv_feed`: it takes a web page or half a feed for "no results", and sets no time limit. The
one private part that is used is ``Client._format_url``; tests/sources/test_arxiv_client.py tells when it changes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

import arxiv  # type: ignore[import-untyped]

# A log record without any handler goes to stderr, and what is printed is up to paperdex's callers.
logging.getLogger("arxiv").addHandler(logging.NullHandler())


def query_url(address: str, size: int, *, ids: Sequence[str] = (), query: str = "") -> str:
    """The address that asks for ``size`` papers at most, by identifier or by a ``search_query``, from the first on."""
    client = arxiv.Client(page_size=size, delay_seconds=0, num_retries=0)
    client.query_url_format = query_url_format(address)
    url: str = client._format_url(arxiv.Search(query=query, id_list=list(ids)), 0, size)
    return url


def query_url_format(address: str) -> str:
    """The address as the package wants it, with ``{}`` where the parameters go.

    Takes one with a slash at the end, which arXiv answers with 404, or with parameters of its own.
    """
    parts = urlsplit(address.replace("{", "%7B").replace("}", "%7D"))
    query = f"{parts.query}&{{}}" if parts.query else "{}"
    return parts._replace(path=parts.path.rstrip("/"), query=query, fragment="").geturl()
