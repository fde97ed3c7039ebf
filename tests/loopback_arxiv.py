"""A loopback server that answers like arXiv's query API, for tests and benchmarks.

Four layers, the first three pure (no clock, no socket, no state):

* :class:`Papers` finds papers by identifier and by words;
* :func:`feed` and :func:`error_feed` write Atom, byte for byte in the layout that arXiv has since November 2025;
* :func:`answer` maps the parameters of a request to a status and a body;
* :class:`LoopbackArxiv` puts that behind HTTP, logs the requests, and gives planted answers where a test wants one;
  with a :class:`hostile.Scenario` it fails by name.

The semantics are those of arXiv's manual (https://info.arxiv.org/help/api/user-manual.html), of recorded answers, and,
where neither says more, of the server's code (https://github.com/arXiv/arxiv-search). The ones that clients trip over:
an ``id_list`` is never answered in the order asked for, unknown identifiers are silently absent, one malformed
identifier spoils the whole batch, and ``max_results`` is 10 unless it is given.

By hand: ``python tests/loopback_arxiv.py --papers 1000 --port 0`` prints the address and serves until interrupted.
``--fault 429 --lasting`` makes it fail, ``--fault 429 --fault hang --rate 0.2 --seed 7`` by chance; ``--faults`` lists
what there is.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import os
import re
import select
import socket
import struct
import sys
import threading
import time
import unicodedata
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, quote_plus, urlsplit
from xml.sax.saxutils import escape

from hostile import ATOM as ATOM_PROTOCOL
from hostile import FAULTS, PORTAL, ROUND, Scenario, Sent

PATH = "/api/query"
NOW = "2026-01-01T00:00:00Z"
"""What the pure functions take for the time of the answer; the server passes the real time."""
ATOM = "application/atom+xml; charset=utf-8"
_PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
LONGEST_REQUEST_LINE = 8190
"""Bytes of a request line before the answer is 414: 642 identifiers by GET are too many, 100 are not."""
WINDOW = 10_000
"""How many results deep the search index can be paged."""


# --- Papers and how they are found ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with all its versions; every version has the same text."""

    id: str
    """Without version; an old-style one without subject class: ``1501.90001``, ``hep-th/9901901``."""
    title: str
    authors: tuple[tuple[str, str | None], ...]
    """Name and affiliation (nearly always ``None``), in the order of the paper."""
    abstract: str
    categories: tuple[str, ...]
    """The primary one first."""
    versions: tuple[str, ...]
    """When v1, v2 ... were created: UTC, ISO 8601 to the second, with ``Z``."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    """One DOI, or several parted by spaces."""


class Hit(NamedTuple):
    """One version of a paper: what one entry shows."""

    paper: Paper
    version: int
    """From 1."""

    @property
    def id(self) -> str:
        """``1501.90001v2``."""
        return f"{self.paper.id}v{self.version}"

    @property
    def updated(self) -> str:
        """When this version was created."""
        return self.paper.versions[self.version - 1]


class Papers:
    """Papers by identifier and by words. A place is a paper's position, from 0; word indexes are made when needed."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers = tuple(papers)
        self._places = {paper.id: place for place, paper in enumerate(self._papers)}
        if len(self._places) != len(self._papers):
            raise ValueError("two papers have the same identifier")
        self._indexes: dict[str, _WordIndex] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers)

    def current(self, place: int) -> Hit:
        """The current version of the paper at ``place``."""
        paper = self._papers[place]
        return Hit(paper, len(paper.versions))

    def named(self, item: str) -> Hit | None:
        """What an item of an ``id_list`` names exactly: a version with ``vN``, else the current one, or nothing."""
        place = self._places.get(item)
        if place is not None:
            return self.current(place)
        paper_id, _, number = item.rpartition("v")
        place = self._places.get(paper_id)
        if place is None:
            return None
        numbers = [str(version) for version in range(1, len(self._papers[place].versions) + 1)]
        return Hit(self._papers[place], numbers.index(number) + 1) if number in numbers else None

    def matching(self, prefix: str, value: str) -> set[int]:
        """Places of the papers that answer one term of a search: ``ti`` and ``"teapots and kettles"``."""
        if prefix == "id":
            return {place for place in (self._places.get(value),) if place is not None}
        if prefix == "cat":
            return self._where(lambda paper: value.casefold() in (name.casefold() for name in paper.categories))
        if prefix == "submittedDate":
            first, _, last = value.partition(" TO ")
            return self._where(lambda paper: _minute(first, "01010000") <= _minute(paper.versions[0]) <= _minute(last))
        with self._lock:
            if prefix not in self._indexes:
                self._indexes[prefix] = _WordIndex(_TEXTS[prefix](paper) for paper in self._papers)
        return self._indexes[prefix].matching(value)

    def everywhere(self) -> set[int]:
        """The places of all papers."""
        return set(range(len(self._papers)))

    def _where(self, holds: Callable[[Paper], bool]) -> set[int]:
        return {place for place, paper in enumerate(self._papers) if holds(paper)}


def _minute(time_text: str, rest: str = "99999999") -> str:
    """``YYYYMMDDHHMM`` of a time or of a part of one, filled up with the end of ``rest``."""
    digits = re.sub(r"\D", "", time_text)[:12]
    return digits + rest[len(digits) - 4 :] if len(digits) < 12 else digits


_TEXTS: dict[str, Callable[[Paper], tuple[str, ...]]] = {
    "ti": lambda paper: (paper.title,),
    "au": lambda paper: tuple(name for name, _ in paper.authors),
    "abs": lambda paper: (paper.abstract,),
    "co": lambda paper: (paper.comment or "",),
    "jr": lambda paper: (paper.journal_ref or "",),
    "doi": lambda paper: (paper.doi or "",),
    "rn": lambda paper: (),
    "all": lambda paper: tuple(
        text for prefix in ("ti", "au", "abs", "co", "jr", "doi") for text in _TEXTS[prefix](paper)
    ),
}
"""Search prefix -> the texts of a paper that it looks in. There are no report numbers (``rn``) here."""

_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> str:
    """The words of a text without case, accents and punctuation, with a space before and after each."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = _WORD.findall(text)
    return f" {' '.join(words)} " if words else ""


class _WordIndex:
    """Which texts hold which words one after another."""

    def __init__(self, texts: Iterable[tuple[str, ...]]) -> None:
        self._texts: list[str] = []
        self._places: dict[str, list[int]] = {}
        for place, parts in enumerate(texts):
            # Two spaces end up between the parts, so no phrase runs on from one author or field into the next.
            text = "".join(_words(part) for part in parts)
            self._texts.append(text)
            for word in set(text.split()):
                self._places.setdefault(word, []).append(place)

    def matching(self, value: str) -> set[int]:
        phrase = _words(value)
        if not phrase:
            return set()
        rarest = min((self._places.get(word, []) for word in phrase.split()), key=len)
        return {place for place in rarest if phrase in self._texts[place]}


# --- Requests and their meaning -------------------------------------------------------------------------------------


class Refused(Exception):
    """The request gets an error feed."""

    def __init__(self, status: int, message: str, link: str = "https://arxiv.org/api/errors") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.link = link


_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics"
    "|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_IDENTIFIER = re.compile(
    rf"(?<![\d=.])\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[a-z-]{{2,}})?/\d\d[01]\d{{4}}", re.ASCII | re.IGNORECASE
)
"""Searched for anywhere in an item of ``id_list``: far more passes than is ever found (arxiv-base, identifier)."""

_SORT_BY = ("relevance", "lastUpdatedDate", "submittedDate")
_SORT_ORDER = ("ascending", "descending")


@dataclass(frozen=True, slots=True)
class Query:
    """A valid request."""

    search: Group
    items: tuple[str, ...]
    """The ``id_list``, with its duplicates."""
    start: int
    max_results: int
    sort_by: str
    descending: bool


def read_query(params: Mapping[str, str]) -> Query:
    """The query of a request; raises Refused in the words of the server, for the first thing that is wrong."""
    id_list = params.get("id_list", "")
    items = tuple(id_list.split(",")) if id_list else ()
    for item in items:
        if not _IDENTIFIER.search(item):
            raise _invalid(f"incorrect id format for {item}")
    max_results = _count(params, "max_results", 10)
    start = _count(params, "start", 0)
    sort_by = _choice(params, "sortBy", _SORT_BY, "relevance")
    descending = _choice(params, "sortOrder", _SORT_ORDER, "descending") == "descending"
    search = read_search(params.get("search_query", ""))
    if not search and not items:
        raise Refused(400, "Either a search_query or id_list must be specified for the classic API.")
    if max_results == 0:
        raise Refused(500, "max_results is 0, by which the server divides")
    last_page = WINDOW // max_results
    if (page := 1 + start // max_results) > last_page:
        raise Refused(400, f"Requested page {page}, but max is {last_page}")
    return Query(search, items, start, max_results, sort_by, descending)


def _invalid(message: str) -> Refused:
    return Refused(400, message, f"https://arxiv.org/api/errors#{message.replace(' ', '_')}")


def _count(params: Mapping[str, str], name: str, default: int) -> int:
    try:
        number = int(params.get(name, default))
    except ValueError:
        raise _invalid(f"{name} must be an integer") from None
    if number < 0:
        raise _invalid(f"{name} must be non-negative")
    return number


def _choice(params: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = params.get(name, default)
    if value not in choices:
        raise Refused(400, f"{name} must be in: {', '.join(choices)}", "https://arxiv.org/help/api/user-manual#sort")
    return value


@dataclass(frozen=True, slots=True)
class Term:
    """One thing searched for: ``ti:teapots``, ``ti:"teapots and kettles"``."""

    prefix: str
    value: str
    """As written, with its quotes."""

    def __str__(self) -> str:
        return f"{self.prefix}:{self.value}"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms and groups, each with the operator before it, read from left to right; no operator binds tighter."""

    parts: tuple[tuple[str, Term | Group], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        """The search as the server writes it back into the title of the feed."""
        words: list[str] = []
        for operator, part in self.parts:
            words += [operator] if words or operator == "ANDNOT" else []
            words.append(f"({part})" if isinstance(part, Group) else str(part))
        return " ".join(words)


_PREFIXES = {name: name for name in (*_TEXTS, "cat", "id", "submittedDate")} | {"title": "ti"}
_TOKEN = re.compile(
    r'"[^"]*"|[()]|\b(?:ANDNOT|AND|NOT|OR)\b(?=[()\s]|$)'
    r'|(?:abs|all|au|cat|co|doi|id|jr|rn|submittedDate|title|ti):|[^"()\s]+'
)
_DATES = re.compile(r"(?:lastUpdatedDate|submittedDate):\[([\d-]{4,14}) TO ([\d-]{4,14})\]")


def read_search(text: str) -> Group:
    """The terms of a ``search_query``: ``all:`` where a prefix is missing, ``OR`` where an operator is."""
    text = _DATES.sub(r'submittedDate:"\1 TO \2"', text)
    tokens = _TOKEN.findall(text)
    depths = list(accumulate((token == "(") - (token == ")") for token in tokens))
    if depths and (min(depths) < 0 or depths[-1]):
        raise Refused(400, f"Invalid search_query: {text}")
    return _read_group(iter(tokens), "all")


def _read_group(tokens: Iterator[str], inherited: str) -> Group:
    parts: list[tuple[str, Term | Group]] = []
    operator, prefix = "OR", inherited
    for token in tokens:
        if token == ")":
            break
        if token in {"AND", "ANDNOT", "NOT", "OR"}:
            operator, prefix = "ANDNOT" if token == "NOT" else token, inherited
        elif token[:-1] in _PREFIXES and token.endswith(":"):
            prefix = _PREFIXES[token[:-1]]
        else:
            part = _read_group(tokens, prefix) if token == "(" else Term(prefix, token)
            if not isinstance(part, Group) or part:
                parts.append((operator, part))
            operator, prefix = "OR", inherited
    return Group(tuple(parts))


def search_places(search: Group, papers: Papers) -> set[int]:
    """Places of the papers that a search finds."""
    found: set[int] = papers.everywhere() if search and search.parts[0][0] == "ANDNOT" else set()
    for number, (operator, part) in enumerate(search.parts):
        places = (
            search_places(part, papers)
            if isinstance(part, Group)
            else papers.matching(part.prefix, part.value.strip('" '))
        )
        if operator == "ANDNOT":
            found = found - places
        elif operator == "AND" and number:
            found = found & places
        else:
            found = found | places
    return found


def find(query: Query, papers: Papers) -> list[Hit]:
    """All hits of a query in the order in which the answers page through them."""
    if not query.items:
        return _in_order(query, [papers.current(place) for place in search_places(query.search, papers)])
    hits = list(dict.fromkeys(hit for item in query.items if (hit := papers.named(item))))
    if query.search:
        found = {papers.current(place).paper.id for place in search_places(query.search, papers)}
        hits = [hit for hit in hits if hit.paper.id in found]
    ordered = _in_order(query, hits)
    if ordered == hits and not query.search and query.sort_by == "relevance":
        # All scores are equal and the order is unspecified; a client must never see the one it asked in by chance.
        ordered.reverse()
    return ordered


def _in_order(query: Query, hits: list[Hit]) -> list[Hit]:
    """Ordered by date, or by relevance: short titles are the best hits, equals come in an arbitrary, stable order."""

    def rank(hit: Hit) -> tuple[int | str, int | str]:
        if query.sort_by == "submittedDate":
            return hit.paper.versions[0], hit.id
        if query.sort_by == "lastUpdatedDate":
            return hit.updated, hit.id
        return -hit.paper.title.count(" ") if query.search else 0, zlib.crc32(hit.id.encode())

    return sorted(hits, key=rank, reverse=query.descending)


def answer(params: Mapping[str, str], papers: Papers, *, now: str = NOW) -> tuple[int, bytes]:
    """Status and Atom body for the parameters of a request."""
    try:
        query = read_query(params)
    except Refused as refused:
        return refused.status, error_feed(refused.message, link=refused.link, now=now)
    hits = find(query, papers)
    return 200, feed(
        hits[query.start : query.start + query.max_results],
        search_query=str(query.search),
        id_list=",".join(query.items),
        start=query.start,
        max_results=query.max_results,
        total=len(hits),
        now=now,
    )


# --- Atom -----------------------------------------------------------------------------------------------------------


_FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
{body}
</feed>
"""
_UNQUOTED = "!$'()*,/:;?@"


def feed(
    hits: Iterable[Hit | Paper],
    *,
    search_query: str = "",
    id_list: str = "",
    start: int = 0,
    max_results: int = 10,
    total: int | None = None,
    now: str = NOW,
) -> bytes:
    """A feed with one entry for each hit (a paper: its current version), in UTF-8.

    ``total`` is the number of hits over all pages; left out, it is the number of those here. A greater one makes the
    empty or short page that arXiv gives under load.
    """
    entries = [_entry(hit if isinstance(hit, Hit) else Hit(hit, len(hit.versions))) for hit in hits]
    said = f"search_query={search_query}&id_list={id_list}&start={start}&max_results={max_results}"
    # The SHA-1 of the query in base64, without the padding and with its slashes: 27 characters.
    digest = base64.b64encode(hashlib.sha1(said.encode(), usedforsecurity=False).digest()).decode()[:27]
    address = (
        f"https://arxiv.org/api/query?search_query={quote_plus(search_query, safe=_UNQUOTED)}"
        f"&start={start}&max_results={max_results}&id_list={quote_plus(id_list, safe=_UNQUOTED)}"
    )
    lines = [
        f"  <id>https://arxiv.org/api/{digest}</id>",
        f"  <title>arXiv Query: {_text(said)}</title>",
        f"  <updated>{now}</updated>",
        f'  <link href="{_value(address)}" type="application/atom+xml"/>',
        f"  <opensearch:itemsPerPage>{max_results}</opensearch:itemsPerPage>",
        f"  <opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>",
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>",
        *entries,
    ]
    return _FEED.format(body="\n".join(lines)).encode()


def error_feed(message: str, *, link: str = "https://arxiv.org/api/errors", now: str = NOW) -> bytes:
    """The feed that says what is wrong with a request, in UTF-8; arXiv sends it with HTTP 400."""
    lines = [
        "  <id>https://arxiv.org/</id>",
        "  <title>arXiv Search Results</title>",
        f"  <updated>{now}</updated>",
        "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>",
        "  <opensearch:totalResults>1</opensearch:totalResults>",
        "  <opensearch:startIndex>0</opensearch:startIndex>",
        "  <entry>",
        f"    <id>{_text(link)}</id>",
        "    <title>Error</title>",
        f"    <updated>{now}</updated>",
        f'    <link href="{_value(link)}" rel="alternate" type="text/html"/>',
        f"    <summary>{_text(message)}</summary>",
        "    <author>",
        "      <name>arXiv api core</name>",
        "    </author>",
        "  </entry>",
    ]
    return _FEED.format(body="\n".join(lines)).encode()


def _entry(hit: Hit) -> str:
    paper = hit.paper
    lines = [
        "  <entry>",
        f"    <id>http://arxiv.org/abs/{hit.id}</id>",
        f"    <title>{_text(paper.title)}</title>",
        f"    <updated>{hit.updated}</updated>",
        f'    <link href="https://arxiv.org/abs/{hit.id}" rel="alternate" type="text/html"/>',
        f'    <link href="https://arxiv.org/pdf/{hit.id}" rel="related" type="application/pdf" title="pdf"/>',
        f"    <summary>{_text(paper.abstract)}</summary>",
    ]
    lines += (
        f'    <category term="{_value(name)}" scheme="http://arxiv.org/schemas/atom"/>' for name in paper.categories
    )
    lines.append(f"    <published>{paper.versions[0]}</published>")
    if paper.comment:
        lines.append(f"    <arxiv:comment>{_text(paper.comment)}</arxiv:comment>")
    lines += (f'    <arxiv:primary_category term="{_value(name)}"/>' for name in paper.categories[:1])
    if paper.journal_ref:
        lines.append(f"    <arxiv:journal_ref>{_text(paper.journal_ref)}</arxiv:journal_ref>")
    for name, affiliation in paper.authors:
        lines += ["    <author>", f"      <name>{_text(name)}</name>"]
        if affiliation:
            lines.append(f"      <arxiv:affiliation>{_text(affiliation)}</arxiv:affiliation>")
        lines.append("    </author>")
    for doi in (paper.doi or "").split():
        lines.append(f"    <arxiv:doi>{_text(doi)}</arxiv:doi>")
        lines.append(f'    <link rel="related" href="https://doi.org/{_value(doi)}" title="doi"/>')
    lines.append("  </entry>")
    return "\n".join(lines)


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text), {"\r": "&#13;"})


def _value(text: str) -> str:
    return escape(_NO_XML.sub("", text), {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})


# --- HTTP -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Request:
    """One request as it came in, and when; times are ``time.monotonic()``, in seconds."""

    method: str
    path: str
    """Without the query."""
    params: dict[str, str]
    """Of the address and of the form; the first value of each name."""
    headers: Message
    """Names in any case."""
    started: float
    ended: float | None = None
    """When the last of the answer was about to be sent, or the client had gone; ``None`` until then."""
    status: int | None = None
    fault: str = ""
    """The name of what went wrong on purpose; empty for a right answer."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The items of ``id_list``."""
        id_list = self.params.get("id_list", "")
        return tuple(id_list.split(",")) if id_list else ()


@dataclass(frozen=True, slots=True)
class _Planted:
    status: int
    body: bytes
    headers: dict[str, str]
    delay: float


class LoopbackArxiv:
    """The API on a port of this machine, from entering the ``with`` block until leaving it.

    Leaving it also ends answers that are still held back and connections that a client keeps open.
    """

    def __init__(self, papers: Iterable[Paper] = (), *, port: int = 0, scenario: Scenario | None = None) -> None:
        """Serve ``papers`` on ``port``; 0 takes a free one."""
        self.papers = papers if isinstance(papers, Papers) else Papers(papers)
        self.requests: list[Request] = []
        """Every request so far, in the order in which they came in."""
        self.scenario = scenario
        """What goes wrong, and when; may be set anew at any time."""
        self.since = 0
        """Requests that came before the scenario began."""
        self.pause = 0.2
        """Seconds between the pieces of what comes slowly."""
        self._planted: deque[_Planted] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT/api/query``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse connections from now on; may be called twice."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def respond_next(
        self,
        status: int,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        delay: float = 0.0,
    ) -> None:
        """Give the next ``times`` requests this answer, ``delay`` seconds after they come in.

        A header given here replaces the one that would be sent; a ``Content-Length`` greater than the body cuts the
        transfer off. Calls queue up.
        """
        headers = {name.title(): value for name, value in (headers or {}).items()}
        with self._lock:
            self._planted.extend([_Planted(status, body, headers, delay)] * times)

    def stop_planted(self) -> None:
        """Forget the answers that are still planted."""
        with self._lock:
            self._planted.clear()

    def play(self, scenario: Scenario | None) -> None:
        """Begin a scenario with the next request; none for an arXiv that answers rightly."""
        with self._lock:
            self.scenario, self.since = scenario, len(self.requests)

    def wait(self, seconds: float) -> bool:
        """Wait; whether the server is stopping."""
        return self._stopping.wait(seconds)

    def respond(self, request: Request, *, too_long: bool = False) -> Sent:
        """Log a request; its answer."""
        with self._lock:
            self.requests.append(request)
            number = len(self.requests) - self.since
            planted = self._planted.popleft() if self._planted else None
        if planted:
            self._stopping.wait(planted.delay)
            sent = Sent(planted.status, planted.headers, planted.body)
        elif too_long:
            sent = Sent(414, _PLAIN, b"URI Too Long")
        elif request.path == ROUND:
            sent = Sent(302, {"Location": ROUND}, b"")
        elif request.path == PORTAL:
            sent = Sent(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><body>Sign in</body></html>")
        else:
            sent = self._spoilt(self._answer(request), request, number)
        headers = {"Content-Type": ATOM, "Content-Length": str(len(sent.body))} | dict(sent.headers)
        request.status = sent.status
        return Sent(sent.status, headers, sent.body, sent.manner)

    def _answer(self, request: Request) -> Sent:
        if request.path != PATH:
            return Sent(404, _PLAIN, b"Not Found")
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        status, body = answer(request.params, self.papers, now=now)
        return Sent(status, {"Content-Type": ATOM}, body)

    def _protocol_of(self, request: Request) -> str:
        return ATOM_PROTOCOL if request.path == PATH else ""

    def _spoilt(self, sent: Sent, request: Request, number: int) -> Sent:
        protocol = self._protocol_of(request)
        fault = self.scenario.fault_of(number, protocol) if self.scenario and protocol else None
        if fault is None:
            return sent
        request.fault = fault.name
        return fault.change(sent)


class _Server(ThreadingHTTPServer):
    """Keeps its connections in sight, so that stopping ends them as the death of a real server would."""

    def __init__(self, address: tuple[str, int], loopback: LoopbackArxiv) -> None:
        self.loopback = loopback
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        with self._guard:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in one packet, else each small answer waits for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def handle(self) -> None:
        # Clients that time out or hang up are what the tests are about.
        with contextlib.suppress(OSError):
            super().handle()

    def finish(self) -> None:
        # What a client that hung up did not take is written once more here, in vain.
        with contextlib.suppress(OSError):
            super().finish()

    def do_GET(self) -> None:
        self._respond(b"")

    def do_POST(self) -> None:
        # Read as a form whatever the Content-Type says, as arXiv does since 2025-11.
        self._respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _respond(self, form: bytes) -> None:
        started = time.monotonic()
        address = urlsplit(self.path)
        pairs = [
            *parse_qsl(address.query, keep_blank_values=True),
            *parse_qsl(form.decode(errors="replace"), keep_blank_values=True),
        ]
        request = Request(self.command, address.path, dict(reversed(pairs)), self.headers, started)
        too_long = len(self.requestline) > LONGEST_REQUEST_LINE
        sent = self.server.loopback.respond(request, too_long=too_long)
        if sent.manner in {"hang", "close", "reset"}:
            self.close_connection = True
        elif sent.manner != "trickle head":
            self._send_head(sent)
        request.ended = time.monotonic()
        if sent.manner == "whole":
            self.wfile.write(sent.body)
            return
        try:
            self._send_otherwise(sent, request)
        except OSError:
            self._hang_up()
        if sent.manner in {"hang", "trickle", "trickle head", "without end"}:
            request.ended = time.monotonic()

    def _send_head(self, sent: Sent) -> None:
        self.send_response(sent.status)
        endless = sent.manner == "without end"
        length = {"trickle": len(sent.body) + 1_000_000}.get(sent.manner, int(sent.headers["Content-Length"]))
        for name, value in (dict(sent.headers) | {"Content-Length": str(length)}).items():
            if not (endless and name == "Content-Length"):
                self.send_header(name, value)
        if endless or length != len(sent.body) or sent.manner not in {"whole", "in pieces"}:
            self.send_header("Connection", "close")
        self.end_headers()

    def _send_otherwise(self, sent: Sent, request: Request) -> None:
        """Send an answer in a manner that is none of a good server's; raises OSError when the client has gone."""
        half = sent.body[: len(sent.body) // 2]
        if sent.manner == "in pieces":
            for start in range(0, len(sent.body), 1 + len(sent.body) // 4):
                self._pause()
                request.ended = time.monotonic()
                self._push(sent.body[start : start + 1 + len(sent.body) // 4])
        elif sent.manner == "hang":
            while self._pause():
                pass
        elif sent.manner in {"cut", "reset midway"}:
            self._push(half)
        elif sent.manner == "without end":
            self._push(half)
            # Half a gigabyte is as good as no end, and a client that keeps all of it takes no more memory.
            for _ in range(8192):
                self._push(b" " * 65_536)
            while self._pause():
                pass
        elif sent.manner in {"trickle", "trickle head"}:
            self._push(b"HTTP/1.1 200 OK\r\nX-Slow: " if sent.manner == "trickle head" else half)
            while self._pause():
                self._push(b"x")
        if sent.manner in {"reset", "reset midway"}:
            self._hang_up()

    def _hang_up(self) -> None:
        """Close at once, whatever is left to send: the other end gets a reset."""
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

    def _push(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _pause(self) -> bool:
        """Wait; whether there is still somebody at the other end."""
        pause = self.server.loopback.pause
        if not select.select([self.connection], [], [], pause)[0]:
            return not self.server.loopback.wait(0)
        if self.connection.recv(1, socket.MSG_PEEK):
            return not self.server.loopback.wait(pause)
        return False

    def log_message(self, *message: object) -> None:
        """Nothing: the log is ``LoopbackArxiv.requests``."""


def main() -> None:
    """Serve invented papers until interrupted; the address is the only line on standard output."""
    from invented import invented_papers

    parser = argparse.ArgumentParser(description="A loopback server that answers like arXiv's query API.")
    parser.add_argument("--papers", type=int, default=1000, help="how many invented papers")
    parser.add_argument("--seed", type=int, default=0, help="of the invented papers, and of chance")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--faults", action="store_true", help="list the faults and end")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS, metavar="NAME", help="go wrong so")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="the first request that is hit (1)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one request is hit; without --rate the default")
    how.add_argument("--lasting", action="store_true", help="all are")
    how.add_argument("--rate", type=float, default=None, help="this share of all is, by chance")
    options = parser.parse_args()
    if options.faults:
        for fault in FAULTS.values():
            sys.stdout.write(f"{fault.name:20}{fault.words}{' (and right)' if fault.harmless else ''}\n")
        return
    times = None if options.lasting or options.rate is not None else 1
    rate = 1.0 if options.rate is None else options.rate
    scenario = Scenario(tuple(options.fault), options.first, times, rate, options.seed) if options.fault else None
    papers = invented_papers(options.papers, options.seed)
    with LoopbackArxiv(papers, port=options.port, scenario=scenario) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
