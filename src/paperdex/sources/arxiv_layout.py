r"""A feed in exactly the layout that arXiv's server writes, cut up without building a tree, in half of the time.

The patterns stand for the whole document, from its first byte to its last, and take only what is well-formed: no
attribute, prefix, comment, CDATA, processing instruction or DTD but those written here; no reference but XML's own
five; no control character but ``\n``, so that nothing would be normalised; no bare ``>``. Whatever differs by one
character is not taken, and read with a parser instead. A test holds that both give the same wherever this gives
anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from paperdex.sources.arxiv_entries import Entry, Feed, each_once

LONGEST = 8_000_000
"""Bytes; a parser refuses a text of ten million, to be on the safe side."""


class _OtherLayoutError(Exception):
    """Found on the way: this has to be read by a parser."""


def cut(body: bytes) -> Feed | None:
    """The feed, where it is in arXiv's own layout to the last byte; else ``None``."""
    head = _HEAD.match(body)
    if head is None or len(body) > LONGEST:
        return None
    beyond_ascii = body.translate(None, _WRITTEN)
    if beyond_ascii.translate(None, _BEYOND_ASCII) or _NO_CHARACTER.search(beyond_ascii):
        return None
    entries: list[Entry] = []
    end = head.end()
    try:
        while entry := _ENTRY.match(body, end):
            entries.append(_entry(entry))
            end = entry.end()
        return Feed(_text(head[1]), entries, beyond_ascii) if _END.match(body, end) else None
    except (UnicodeDecodeError, _OtherLayoutError):
        return None


def _entry(match: re.Match[bytes]) -> Entry:
    id_, _, title, updated, summary, terms, published, comment, primary, journal_ref, people, doi = match.groups(b"")
    return Entry(
        id_.decode(),
        _text(title),
        _text(updated),
        _text(summary),
        _text(published),
        _text(comment) if comment else "",
        _text(journal_ref) if journal_ref else "",
        _text(doi) if doi else "",
        _categories(primary, terms),
        *_authors(people.decode()),
    )


def _authors(written: str) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Names, and affiliations."""
    if "&" not in written and _ARXIV not in written:
        return _NAME.findall(written), ()
    authors = _AUTHOR.findall(written)
    found = [[_unescaped(each) for each in _AFFILIATION.findall(more)] for _, more in authors]
    return [_unescaped(name) for name, _ in authors], found if any(found) else ()


@lru_cache(maxsize=4096)
def _categories(primary: bytes, terms: bytes) -> tuple[str, ...]:
    """Most papers share their categories with others."""
    return each_once([_text(category) for category in (primary, *_TERM.findall(terms))])


def _text(written: bytes) -> str:
    text = written.decode()
    return _unescaped(text) if "&" in text or ">" in text else text


def _unescaped(text: str) -> str:
    if ">" in text:
        raise _OtherLayoutError  # for fear of "]]>"
    start, *others = text.split("&")
    pieces = [start]
    for other in others:
        name, end, rest = other.partition(";")
        if not end or name not in _CHARACTERS:
            raise _OtherLayoutError  # a reference to a number, or to what the document would have to declare
        pieces += (_CHARACTERS[name], rest)
    return "".join(pieces)


_CHARACTERS = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
_WRITTEN, _BEYOND_ASCII = bytes((0x0A, *range(0x20, 0x7F))), bytes(range(0x80, 0x100))

_SPACE = "\n? *+"
_TEXT, _SHORT_TEXT = "([^<]*+)", "[^<>]*+"
_SOME_VALUE, _VALUE = '"[^"<\n]*+"', '"([^"<\n]*+)"'
# What is passed over is ASCII: of all that is not, it is seen whether it is UTF-8.
_REFERENCES_TOO = "&(?:lt|gt|quot|apos|amp);"
_ASCII_TEXT = rf"[^<>&\x80-\xff]*+(?:{_REFERENCES_TOO}[^<>&\x80-\xff]*+)*+"
_ASCII_VALUE = rf'"[^"<&\n\x80-\xff]*+(?:{_REFERENCES_TOO}[^"<&\n\x80-\xff]*+)*+"'


def _element(name: str, content: str = _TEXT) -> str:
    return f"<{name}>{content}</{name}>{_SPACE}"


def _pattern(text: str) -> re.Pattern[bytes]:
    return re.compile(text.encode())


def _one_or_none(pattern: str) -> str:
    return f"(?:{pattern})?+"


def _all(pattern: str) -> str:
    return f"(?:{pattern})*+"


_ITS_LINK = f'<link href={_ASCII_VALUE} type="application/atom[+]xml"/>{_SPACE}'
_DOI_LINKS = _all(f'<link rel="related" href={_ASCII_VALUE} title="doi"/>{_SPACE}')
_AFFILIATIONS = _all(_element("arxiv:affiliation", _SHORT_TEXT))
_ARXIV, _NAME = "<arxiv", re.compile(_element("name"))
_AUTHOR = re.compile(f"{_element('name')}({_AFFILIATIONS})")
_AFFILIATION = re.compile(_element("arxiv:affiliation"))
_CATEGORY = f'<category term={_SOME_VALUE} scheme="http://arxiv[.]org/schemas/atom"/>{_SPACE}'
_TERM = _pattern(f"<category term={_VALUE}")

_OWN_LINKS = "".join(
    rf'<link href="https://arxiv\.org/{kind}/(?P=paper)" {attributes}/>{_SPACE}'
    for kind, attributes in (
        ("abs", 'rel="alternate" type="text/html"'),
        ("pdf", 'rel="related" type="application/pdf" title="pdf"'),
    )
)
"""The two that lead to the paper: where they don't, the entry is one that has to be looked at closer."""
_HEAD = _pattern(
    re.escape("<?xml version='1.0' encoding='UTF-8'?>")
    + _SPACE
    + re.escape(
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns="http://www.w3.org/2005/Atom">'
    )
    + _SPACE
    + "".join(_element(name, _ASCII_TEXT) for name in ("id", "title", "updated"))
    + _ITS_LINK
    + _element("opensearch:itemsPerPage", _ASCII_TEXT)
    + _element("opensearch:totalResults")
    + _element("opensearch:startIndex", _ASCII_TEXT)
)
_ENTRY = _pattern(
    f"<entry>{_SPACE}"
    + rf'<id>(http://arxiv\.org/abs/(?P<paper>[^<>"&\n]*+))</id>{_SPACE}'
    + _element("title")
    + _element("updated")
    + _OWN_LINKS
    + _element("summary")
    + f"({_all(_CATEGORY)})"
    + _element("published")
    + _one_or_none(_element("arxiv:comment"))
    + f"<arxiv:primary_category term={_VALUE}/>{_SPACE}"
    + _one_or_none(_element("arxiv:journal_ref"))
    + f"({_all(_element('author', _SPACE + _element('name', _SHORT_TEXT) + _AFFILIATIONS))})"
    + _one_or_none(_element("arxiv:doi"))
    + _DOI_LINKS
    + f"</entry>{_SPACE}"
)
_END = _pattern(f"</feed>{_SPACE}\\Z")
