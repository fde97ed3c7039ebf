"""What an arXiv can do to a client, by name: faults, and scenarios that say when they strike.

A :class:`Fault` turns the right answer into what is sent instead, and how: :data:`FAULTS` holds them all. A
:class:`Scenario` says which requests are hit: from the first, second ... on, once, some times or for good, each of
them or by chance, with a seed. :mod:`loopback_arxiv` and :mod:`loopback_oai` send what comes out of it.

Where the faults were seen: section by section in the API's manual, in recorded answers, and in the reports of clients'
users (https://github.com/lukasschwab/arxiv.py/issues); the rest is what any server and any way to it can do.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from functools import cache
from typing import Literal

Manner = Literal[
    "whole", "in pieces", "hang", "close", "reset", "reset midway", "cut", "trickle", "trickle head", "without end"
]
"""How an answer goes out: ``whole``; ``in pieces``, slowly and to its end; and ways that never reach its end."""
ROUND = "/round"
"""A path that redirects to itself."""
PORTAL = "/portal"
"""A path with a web page, such as a network shows to those who have not signed in."""
ATOM, OAI = "atom", "oai"
_PAGE = b"<!DOCTYPE html>\n<html><head><title>One moment</title></head><body>Please wait.</body></html>\n"
_MEGABYTE = 1024 * 1024
BOMB = 256
"""Megabytes that the packed body unpacks to."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer on its way out."""

    status: int
    headers: Mapping[str, str]
    """Names in title case."""
    body: bytes
    manner: Manner = "whole"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to answer badly."""

    name: str
    words: str
    """What it does, in a few words."""
    change: Callable[[Sent], Sent]
    of: frozenset[str] = frozenset({ATOM, OAI})
    """The protocols that know it."""
    harmless: bool = False
    """Whether the answer is odd but right: a client that is worth its name takes it."""
    waits: bool = False
    """Whether a client finds out only by a time limit of its own."""


# --- The answer as a whole ------------------------------------------------------------------------------------------


def _status(status: int, body: bytes = b"", **headers: str) -> Callable[[Sent], Sent]:
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda sent: Sent(status, {"Content-Type": "text/plain"} | named, body)


def _kept(status: int) -> Callable[[Sent], Sent]:
    return lambda sent: replace(sent, status=status)


def _retry_at(status: int) -> Callable[[Sent], Sent]:
    return lambda sent: Sent(status, {"Content-Type": "text/plain", "Retry-After": formatdate(usegmt=True)}, b"")


def _body(change: Callable[[bytes], bytes], **headers: str) -> Callable[[Sent], Sent]:
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda sent: replace(sent, status=200, body=change(sent.body), headers={**sent.headers, **named})


def _page(sent: Sent) -> Sent:
    return Sent(200, {"Content-Type": "text/html; charset=utf-8"}, _PAGE)


def _redirect(path: str) -> Callable[[Sent], Sent]:
    return lambda sent: Sent(302, {"Content-Type": "text/html", "Location": path}, b"")


def _manner(manner: Manner) -> Callable[[Sent], Sent]:
    return lambda sent: replace(sent, manner=manner)


@cache
def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, more = (packer.compress(b" " * _MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + more * (megabytes - 1)


def _bombed(sent: Sent) -> Sent:
    return replace(sent, headers={**sent.headers, "Content-Encoding": "gzip"}, body=_bomb(BOMB))


def _dtd(declaration: str, reference: str) -> Callable[[bytes], bytes]:
    """The document with a DTD of its own, and a reference to what it declares in the first text of a paper."""

    def change(body: bytes) -> bytes:
        head, _, rest = body.partition(b"?>")
        root = b"feed" if b"<feed" in rest else b"OAI-PMH"
        doctype = b"\n<!DOCTYPE " + root + b" [" + declaration.encode() + b"]>"
        return head + b"?>" + (doctype if declaration else b"") + _into_first_text(rest, reference.encode())

    return change


def _into_first_text(body: bytes, words: bytes) -> bytes:
    place = re.search(rb"<(?:summary|abstract)>", body) or re.search(rb"<(?:title|responseDate)>", body)
    return body[: place.end()] + words + body[place.end() :] if place else body


_LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _encoded_twice(body: bytes) -> bytes:
    """UTF-8 that somebody took for Latin-1; a word with an accent is put in where there was none."""
    text = body.decode()
    text = re.sub(r"(?<=<title>)(?=[^<]*</title>)", "Déjà vu: ", text) if text.isascii() else text
    return text.encode().decode("latin-1").encode()


# --- The entries of a feed ------------------------------------------------------------------------------------------

_ENTRY = re.compile(rb"  <entry>.*?</entry>\n", re.DOTALL)


def _entries(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Sent], Sent]:
    """The feed with other entries, and its count as it was."""

    def changed(body: bytes) -> bytes:
        found = _ENTRY.findall(body)
        if not found:
            return body
        start, end = body.index(found[0]), body.rindex(found[-1]) + len(found[-1])
        return body[:start] + b"".join(change(found)) + body[end:]

    return _body(changed)


def _each(pattern: bytes, by: bytes, *, every: int = 1) -> Callable[[Sent], Sent]:
    """Each entry, or each ``every``-th from the first, with something replaced."""
    found = re.compile(pattern, re.DOTALL)
    return _entries(lambda entries: [found.sub(by, e) if not n % every else e for n, e in enumerate(entries)])


def _nothing_known(body: bytes) -> bytes:
    return re.sub(rb"(<opensearch:totalResults>)\d+", rb"\g<1>0", _ENTRY.sub(b"", body))


def _other_paper(entry: bytes) -> bytes:
    """The entry under the identifier of a paper that nobody asked for."""
    return re.sub(rb"arxiv\.org/(abs|pdf)/[^<\"]*?(v\d+)?(?=[<\"])", rb"arxiv.org/\1/9912.99999\2", entry)


def _another_title(entry: bytes) -> bytes:
    return entry.replace(b"<title>", b"<title>Another ", 1)


_ERROR_ENTRY = b"""\
  <entry>
    <id>https://arxiv.org/api/errors#invented</id>
    <title>Error</title>
    <updated>2026-01-01T00:00:00Z</updated>
    <summary>an invented error</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
"""


def _wrapped(sent: Sent) -> Sent:
    """Titles and abstracts as the server of before 2025 wrapped them."""

    def wrap(match: re.Match[bytes]) -> bytes:
        return match[1] + match[2].replace(b" ", b"\n  ", 3) + match[3]

    return _entries(lambda entries: [re.sub(rb"(<title>)([^<]*)(</title>)", wrap, e) for e in entries])(sent)


def _prefixed(body: bytes) -> bytes:
    """The same document with other prefixes for its namespaces."""
    body = re.sub(rb"(</?)arxiv:", rb"\1ax:", body.replace(b"xmlns:arxiv=", b"xmlns:ax="))
    # What has no prefix gets one.
    body = body.replace(b' xmlns="http://www.w3.org/2005/Atom"', b' xmlns:a="http://www.w3.org/2005/Atom"')
    return re.sub(rb"(</?)(?=[a-z_]+[\s>/])", rb"\1a:", body)


# --- OAI-PMH --------------------------------------------------------------------------------------------------------


def _instead_of_record(xml: bytes) -> Callable[[Sent], Sent]:
    return _body(lambda body: re.sub(rb"<GetRecord>.*</GetRecord>", xml, body, flags=re.DOTALL))


def _oai(pattern: bytes, by: bytes) -> Callable[[Sent], Sent]:
    return _body(lambda body: re.sub(pattern, by, body, flags=re.DOTALL))


# --- All of them ----------------------------------------------------------------------------------------------------

_ATOM_ONLY, _OAI_ONLY = frozenset({ATOM}), frozenset({OAI})

_ALL = (
    # statuses
    Fault("403", "status 403", _status(403)),
    Fault("406", "status 406, empty", _status(406)),
    Fault("406-with-answer", "status 406 around the right answer", _kept(406)),
    Fault("429", "status 429, a line of text, no Retry-After", _status(429, b"Rate exceeded.")),
    Fault("429-seconds", "status 429, Retry-After in seconds", _status(429, retry_after="1")),
    Fault("429-date", "status 429, Retry-After as a date", _retry_at(429)),
    Fault("500", "status 500", _status(500, b"Internal Server Error")),
    Fault("502", "status 502", _status(502, _PAGE, content_type="text/html")),
    Fault("503", "status 503", _status(503, b"first byte timeout")),
    Fault("503-seconds", "status 503, Retry-After in seconds", _status(503, retry_after="1")),
    Fault("504", "status 504", _status(504)),
    # the way there
    Fault("hang", "takes the request, and never sends a byte", _manner("hang"), waits=True),
    Fault("trickle", "a byte now and then, without end", _manner("trickle"), waits=True),
    Fault("trickle-head", "a byte of the header now and then, without end", _manner("trickle head"), waits=True),
    Fault("closed", "hangs up without a byte", _manner("close")),
    Fault("reset", "the connection is reset", _manner("reset")),
    Fault("reset-midway", "the connection is reset in the middle of the answer", _manner("reset midway")),
    Fault("cut-transfer", "fewer bytes than the header says", _manner("cut")),
    Fault("without-end", "a body that never ends", _manner("without end")),
    Fault("gzip-bomb", "a packed body of 260 kB that unpacks to 256 MB", _bombed),
    Fault("broken-packing", "says gzip and is none", _body(lambda body: b"no gzip", content_encoding="gzip")),
    Fault("redirect-loop", "redirects in a circle", _redirect(ROUND)),
    Fault("redirect-to-page", "redirects to a web page", _redirect(PORTAL)),
    # 200, and no answer
    Fault("web-page", "a web page, status 200", _page),
    Fault("empty-body", "nothing, status 200", _body(lambda body: b"")),
    Fault("cut-off", "XML that stops in the middle", _body(lambda body: body[: len(body) * 2 // 3])),
    Fault("not-utf-8", "a byte that is not UTF-8", _body(lambda body: _into_first_text(body, b"\xff"))),
    Fault("latin-1", "Latin-1 that says it is UTF-8", _body(lambda body: _into_first_text(body, b"d\xe9j\xe0 vu"))),
    Fault("mojibake", "text that was encoded twice", _body(_encoded_twice)),
    Fault("unknown-entity", "an entity that nobody declared", _body(_dtd("", "&nosuch;"))),
    Fault("billion-laughs", "entities that unfold to gigabytes", _body(_dtd(_LAUGHS, "&l9;"))),
    Fault("external-entity", "an entity that is a file", _body(_dtd('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"))),
    # a feed, and not the right one
    Fault("empty-page", "no entries, although it counts them", _body(lambda b: _ENTRY.sub(b"", b)), _ATOM_ONLY),
    Fault("nothing-known", "no entries, and a count of none", _body(_nothing_known), _ATOM_ONLY),
    Fault("short-page", "half of the entries", _entries(lambda e: e[: len(e) // 2]), _ATOM_ONLY),
    Fault("left-out", "every tenth entry is left out", _entries(lambda e: [x for n, x in enumerate(e) if n % 10])
          , _ATOM_ONLY),
    Fault("error-entry", "an error instead of entries, status 200", _entries(lambda e: [_ERROR_ENTRY]), _ATOM_ONLY),
    Fault("error-among", "an error among the entries", _entries(lambda e: [*e, _ERROR_ENTRY]), _ATOM_ONLY),
    Fault("no-titles", "every second entry has no title", _each(rb"    <title>.*?</title>\n", b"", every=2),
          _ATOM_ONLY),
    Fault("no-ids", "every second entry has no id", _each(rb"    <id>.*?</id>\n", b"", every=2), _ATOM_ONLY),
    Fault("no-dates", "every second entry has no date", _each(rb"    <published>.*?</published>\n", b"", every=2),
          _ATOM_ONLY),
    Fault("no-authors", "every second entry has no author", _each(rb"    <author>.*</author>\n", b"", every=2),
          _ATOM_ONLY),
    Fault("damaged-titles", "titles with a replacement character",
          _each(rb"<title>", "<title>\N{REPLACEMENT CHARACTER}".encode()), _ATOM_ONLY),
    Fault("wrong-paper", "every second entry is another paper's",
          _entries(lambda e: [x if n % 2 else _other_paper(x) for n, x in enumerate(e)]), _ATOM_ONLY),
    Fault("all-wrong", "no entry is of a paper that was asked for",
          _entries(lambda e: [_other_paper(x) for x in e]), _ATOM_ONLY),
    Fault("two-titles", "each entry twice, with different titles",
          _entries(lambda e: [y for x in e for y in (_another_title(x), x)]), _ATOM_ONLY),
    # a feed that is odd, and right
    Fault("twice", "each entry twice", _entries(lambda e: e + e), _ATOM_ONLY, harmless=True),
    Fault("other-order", "entries the other way round", _entries(lambda e: e[::-1]), _ATOM_ONLY, harmless=True),
    Fault("too-many", "an entry that nobody asked for, beside the others",
          _entries(lambda e: [*e, _other_paper(e[0])]), _ATOM_ONLY, harmless=True),
    Fault("old-style", "text wrapped as by the server of before 2025", _wrapped, _ATOM_ONLY, harmless=True),
    Fault("other-prefixes", "other prefixes for the same namespaces", _body(_prefixed), _ATOM_ONLY, harmless=True),
    Fault("more-elements", "elements that nobody knows",
          _each(rb"  </entry>", b'    <x xmlns="urn:invented">?</x>\n  </entry>'), _ATOM_ONLY, harmless=True),
    Fault("byte-order-mark", "a byte order mark before the XML", _body(lambda b: b"\xef\xbb\xbf" + b), harmless=True),
    Fault("charset-of-header", "a header that says Latin-1 around UTF-8",
          _body(lambda body: body, content_type="application/xml; charset=iso-8859-1"), harmless=True),
    Fault("slow", "in pieces, with a short wait before each", _manner("in pieces"), harmless=True),
    # an answer of OAI-PMH, and not the right one
    Fault("oai-error", "an error of the protocol, status 200",
          _instead_of_record(b'<error code="badArgument">an invented error</error>'), _OAI_ONLY),
    Fault("oai-no-record", "no record", _instead_of_record(b"<GetRecord></GetRecord>"), _OAI_ONLY),
    Fault("oai-other-record", "another paper's record",
          _oai(rb"(<identifier>oai:arXiv.org:|<arXivRaw[^>]*>\s*<id>)[^<]*", rb"\g<1>9912.99999"), _OAI_ONLY),
    Fault("oai-no-fields", "a record without fields", _oai(rb"<metadata>.*</metadata>", b""), _OAI_ONLY),
    Fault("oai-no-title", "a record without a title", _oai(rb"<title>.*?</title>", b""), _OAI_ONLY),
    Fault("oai-deleted", "a record that is deleted",
          _oai(rb"<header>(.*)<metadata>.*</metadata>", rb'<header status="deleted">\1'), _OAI_ONLY),
)  # fmt: skip

FAULTS = {fault.name: fault for fault in _ALL}
"""Every fault by its name."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """When which faults strike."""

    faults: tuple[str, ...]
    """Names in :data:`FAULTS`; where there are several, each time one of them is drawn."""
    first: int = 1
    """The first request that may be hit, from 1."""
    times: int | None = 1
    """How many requests from that one on may be hit; ``None``: all."""
    rate: float = 1.0
    """The share of these that are hit."""
    seed: int = 0
    _known: tuple[Fault, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in self.faults:
            if name not in FAULTS:
                raise ValueError(f"there is no fault {name!r}; there are {', '.join(FAULTS)}")
        object.__setattr__(self, "_known", tuple(FAULTS[name] for name in self.faults))

    def fault_of(self, number: int, protocol: str = ATOM) -> Fault | None:
        """What strikes request ``number``, counted from 1; the same for the same seed."""
        if number < self.first or (self.times is not None and number >= self.first + self.times):
            return None
        chance = random.Random(f"{self.seed}:{number}")
        known = [fault for fault in self._known if protocol in fault.of]
        if not known or chance.random() >= self.rate:
            return None
        return chance.choice(known)


def once(fault: str, request: int = 1) -> Scenario:
    """The fault strikes one request."""
    return Scenario((fault,), first=request)


def lasting(fault: str, first: int = 1) -> Scenario:
    """The fault strikes every request from the first on."""
    return Scenario((fault,), first=first, times=None)
