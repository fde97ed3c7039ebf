"""Whether an answer of arXiv's query API is one: a whole Atom feed of arXiv's, and nothing else.

The arxiv package reads whatever it is given and takes a web page or half a feed for "no results", so every answer
passes here first. Layout: https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from paperdex.core.text import printable
from paperdex.errors import SourceRefused
from paperdex.sources.fields import one_line
from paperdex.sources.transport import Reply

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_ERRORS = "/api/errors"
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole answer, checked."""

    content: bytes
    """The feed with the entries that can be read, and only those."""
    total: int
    """How many papers arXiv says it found."""
    count: int
    """How many entries came, readable or not."""
    unreadable: dict[str, str]
    """Id of an entry that was left out, with the reason."""


def read_feed(source: str, reply: Reply) -> Feed:
    """The feed in a reply; raises SourceRefused naming what came instead, or giving arXiv's own words for an error."""
    root = _parse(source, reply)
    entries = root.findall(f"{_ATOM}entry")
    for entry in entries:
        if _ERRORS in _text(entry, "id"):
            words = _text(entry, "summary") or "an error without a word"
            raise SourceRefused(source, reply.url, f"refused the request: {printable(words)}.", status=reply.status)
    total = (root.findtext(_TOTAL) or "").strip()
    if reply.status >= 400 or not (total.isascii() and total.isdecimal()):
        raise _refused(source, reply, "an Atom feed that isn't an answer of arXiv's")
    if int(total) and not entries:
        raise _refused(source, reply, f"an empty page, although it counts {int(total)} papers")
    unreadable = {}
    for entry in entries:
        if reason := _unreadable(entry):
            unreadable[_text(entry, "id")] = reason
            root.remove(entry)
    content = etree.tostring(root, encoding="utf-8") if unreadable else reply.body
    return Feed(content, int(total), len(entries), unreadable)


def _parse(source: str, reply: Reply) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(reply.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refused(source, reply, _what_came(reply)) from error
    if root.tag != f"{_ATOM}feed":
        raise _refused(source, reply, _what_came(reply, root=etree.QName(root).localname))
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused(source, reply, "a document with a DTD, which arXiv never sends")
    return root


def _what_came(reply: Reply, *, root: str = "") -> str:
    """In a few words, what an answer is that is no feed."""
    start = reply.body[:1024].strip()
    if not start:
        return "an empty body"
    if _WEB_PAGE.match(start) or root.lower() == "html":
        return "a web page"
    if root:
        return f"an XML document named {printable(root)[:40]!r}"
    if start.startswith(b"<"):
        return "XML that is cut off" if not reply.body.rstrip().endswith(b"</feed>") else "XML that is broken"
    if reply.content_type.startswith("text/html"):
        return "a web page"
    return f"something else ({printable(start[:60].decode('utf-8', 'replace'))!r})"


def _refused(source: str, reply: Reply, what: str) -> SourceRefused:
    status = f" with status {reply.status}" if reply.status >= 400 else ""
    return SourceRefused(
        source,
        reply.url,
        f"answered{status} with {what} instead of a feed of papers.",
        status=reply.status,
        tip="Try again later; if it stays so, see what the address gives in a browser.",
    )


def _unreadable(entry: etree._Element) -> str:
    """Why an entry can't become a record; empty when it can."""
    if not _text(entry, "title"):
        return "arXiv's entry has no title"
    if not all(_is_date(_text(entry, name)) for name in ("published", "updated")):
        return "arXiv's entry has a date that is none"
    return ""


def _text(entry: etree._Element, name: str) -> str:
    return one_line(entry.findtext(f"{_ATOM}{name}")) or ""


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True
