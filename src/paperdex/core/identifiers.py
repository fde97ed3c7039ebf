"""Identifiers of works: recognise, normalise and print arXiv numbers and DOIs, as they stand in text and in links.

Accepted as arXiv (manual: "Understanding the arXiv identifier"; arXiv's own parser, arxiv-base ``identifier``)::

    1706.02677  0704.0001v2           YYMM.NNNN from 0704 to 1412, YYMM.NNNNN from 1501; number and version from 1
    hep-th/9901001v3                  archive/YYMMNNN, 9107 (hep-th 9108) to 0703 or to the month the archive was closed
    math.GT/0309136                   the subject class is dropped: math/0309136
    arXiv:1706.02677  arXiv preprint arXiv: 1607.06450v1 [stat.ML]  arxiv_1810.04805  CoRR abs/1512.03385
    10.48550/arXiv.1706.02677         in any case, with doi: or doi.org
    https://arxiv.org/abs/1706.02677  every page of arXiv and its mirrors that shows one paper, /abs /pdf /html /src ...
    https://huggingface.co/papers/1706.02677  and the other sites of ``archives.SITES``; a link wrapped in a link

Percent-encoding, doubled slashes, queries, fragments, ``.pdf`` and punctuation after it do no harm. Refused: what only
looks like it (``10.1103/1706.02677``, ``2019.0506``, ``$1706.02677``, ``1706.5 MB``). What is plainly meant as arXiv's
and can't be is a ``MalformedIdentifier`` that says why. No digit is ever guessed, padded or dropped, so ``1501.1234``
is malformed, although arXiv itself pads it. All functions are pure and take time linear in their input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote

from paperdex.core.archives import ARXIV_HOSTS, MIRROR_PREFIX, NUMBER, SITES, archive_of, check_number

__all__ = [
    "Found",
    "Identifier",
    "MalformedIdentifier",
    "abs_url",
    "find_identifiers",
    "parse_arxiv",
    "parse_doi",
    "parse_identifier",
    "parse_number",
    "parse_url",
]


@dataclass(frozen=True, slots=True)
class Identifier:
    """What names a work: a scheme and a value, and an arXiv version beside them."""

    scheme: str
    """``arxiv``, ``doi`` or ``url``."""
    value: str
    """Canonical: ``1706.02677``, ``hep-th/9901001`` (subject class dropped), ``10.1109/5.771073`` (lower case)."""
    version: int | None = None
    """arXiv version, from 1; never part of the work's identity."""

    def __str__(self) -> str:
        """``arxiv:1706.02677``, without the version."""
        return f"{self.scheme}:{self.value}"

    @property
    def work(self) -> str:
        """Key of the work: the bare value for arXiv, scheme and value for the others."""
        return self.value if self.scheme == "arxiv" else str(self)


@dataclass(frozen=True, slots=True)
class MalformedIdentifier:
    """What was plainly meant as an arXiv identifier and can't be one, with the reason."""

    raw: str
    reason: str


class Found(NamedTuple):
    """An identifier in a text, and where it stands: ``text[start:end]``."""

    start: int
    end: int
    identifier: Identifier | MalformedIdentifier


_LONGEST: Final = 4096  # no identifier, link or reference is longer; keeps work on one of them bounded

_PERCENT = re.compile(r"%(?:25)*+([2-6][0-9a-f]|7[0-9a-e])", re.IGNORECASE)


def _decode(text: str) -> str:
    """Undo percent-encoding of printable ASCII, however often it was done; for bounded text only."""
    previous = ""
    while "%" in text and text != previous:
        previous, text = text, _PERCENT.sub(lambda m: chr(int(m[1], 16)), text)
    return text


def _read(raw: str, text: str, start: int) -> Identifier | MalformedIdentifier | None:
    """The number that begins at ``start``, behind ``arXiv:`` or not; ``None`` if nothing like a number does."""
    prefix = _PREFIX.match(text, start)
    match = NUMBER.match(text, prefix.end() if prefix else start)
    return _named(raw, match) if match else None


def _named(raw: str, match: re.Match[str]) -> Identifier | MalformedIdentifier:
    checked = check_number(match)
    return MalformedIdentifier(raw, checked) if isinstance(checked, str) else Identifier("arxiv", *checked)


def _is_attempt(match: re.Match[str]) -> bool:
    """Whether a number has so much of arXiv's shape that it is meant as one, should it be wrong."""
    if match["archive"] and not archive_of(match):
        return False
    if match["second"]:
        return 3 <= len(match["first"]) <= 5 and 3 <= len(match["second"]) <= 6
    return bool(match["slash"]) and not (match["rest"] or "").isalpha()


# --- links ------------------------------------------------------------------------------------------------------------

_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,20}:)?/*+(?:[^/@\s?#]*+@)?(?P<host>[a-z0-9-]++(?:\.[a-z0-9-]++)++)\.?(?::[0-9]*+)?"
    r"(?P<path>[/?#].*)?$",
    re.IGNORECASE | re.DOTALL,
)
_PAPER_PAGE = re.compile(r"/+(abs|pdf|format|html|ps|dvi|src|e-print|overview)(?![\w-])[/\s:]*+", re.IGNORECASE)
_SIDE_PAGE = re.compile(
    r"/+(?:(?:tb|trackback|refs|cits|bibtex|audio|show-email)/+(?:[0-9a-f]{6,}/+)?)?(?=[a-z0-9])", re.IGNORECASE
)
_OLD_FILE = re.compile(r"/+(?:ftp|ps_cache)/+([a-z-]+)/+[a-z]+/+[0-9]{4}/+(?=[0-9])", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_AT_ROOT = re.compile(r"/+(?=[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?(?:\.pdf)?/?$)")
_DBLP = re.compile(r"/journals/corr/(?:abs-)?(?:([0-9]{4})-([0-9]+)|([a-z]+(?:-[a-z]+)??)(?:-[A-Z]{2})?-([0-9]{7}))")
_BIBCODE = re.compile(r"/[0-9]{4}arXiv([0-9]{4})\.?([0-9]{4,5})[A-Z](?![A-Za-z0-9])")
_SITE_PATHS = {host: re.compile("/+" + path, re.IGNORECASE) for host, path in SITES.items()}
_WRAPPED = re.compile(
    r"(?<![a-z0-9-])arxiv\.org(?P<page>(?=/+(?:abs|pdf|format|html|ps|src|e-print)/).*)"
    r"|10\.48550/arxiv\.|(?<![a-z0-9])arxiv:\s*",
    re.IGNORECASE | re.DOTALL,
)
_PUBLISHER = re.compile(
    r"/(?:(?:info:)?dois?/+(?:[a-z]+/+){0,3}|(?:articles?|abstract|book|stable|chapter|content(?:/+pdf)?|track/+pdf|record|document/+doi"
    r"|entities/document|journals?)/+)(?=10\.)",
    re.IGNORECASE,
)
_PUBLISHER_END = re.compile(
    r"(?:/(?:full(?:text)?(?:\.html)?|e?pdf|pdfft|meta|abstract|summary|references|html?|epub|xml|download|galley/.*)"
    r"|\.(?:full(?:-text)?|abstract|html?|pdf)){0,3}/?$",
    re.IGNORECASE,
)
_IN_QUERY = re.compile(r"[?&](?:id|doi|uri|rft_id|article)=(?:info:)?(?:doi[:/])?(10\.\d{4,9}/[^&#\s]+)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(10\.\d+/[^/]+/[^/]+)/\d{5,}$")


def parse_url(url: str) -> Identifier | MalformedIdentifier | None:
    """What the target of a link names: an arXiv paper or a work with a DOI, with or without ``https://``.

    A paper's page on arXiv with an impossible number, or with none, is malformed. ``None`` is everything else, arXiv's
    own lists, searches and home page too. A link of more than 4096 characters names nothing.
    """
    if len(url) > _LONGEST:
        return None
    text = _decode(url.strip(" \t\r\n<>"))
    if text[:4].lower() == "doi:":
        return parse_doi(text)
    if text[:6].lower() == "arxiv:":
        return _read(url, text, 0)
    match = _URL.match(text)
    if not match or not match["path"]:
        return None
    host, path = match["host"].lower().removeprefix("www."), match["path"]
    if ".".join(host.split(".")[-2:]) in ARXIV_HOSTS or host.startswith(MIRROR_PREFIX):
        return _read_page(url, path)
    if host in ("doi.org", "dx.doi.org"):
        return parse_doi(url)
    if _NUMBERS.fullmatch(host):
        return _read_numbered(url, path)
    return _read_site(url, host, path) or _read_wrapped(url, path) or _read_publisher(host, path)


def _read_page(url: str, path: str) -> Identifier | MalformedIdentifier | None:
    """A path on arXiv itself, a mirror, or a site with the same paths."""
    if page := _PAPER_PAGE.match(path):
        read = _read(url, path, page.end()) or _read_wrapped(url, path[page.end() :])
        return read or MalformedIdentifier(url, _instead(path[page.end() :], page[1].lower()))
    if file := _OLD_FILE.match(path):
        archive = "" if file[1].lower() == "arxiv" else f"{file[1]}/"
        return _only_sure(_read(url, archive + path[file.end() :], 0))
    side = _SIDE_PAGE.match(path)
    return _only_sure(_read(url, path, side.end())) if side else None


def _instead(rest: str, view: str) -> str:
    rest = re.split(r"[?#&]", rest, maxsplit=1)[0].strip()
    return f"{f'{rest[:40]!r} instead of an' if rest else 'no'} identifier after /{view}/"


def _read_numbered(url: str, path: str) -> Identifier | None:
    """A path on a machine without a name, as arXiv's mirrors were once linked."""
    root = _AT_ROOT.match(path)
    return _only_sure(_read(url, path, root.end()) if root else _read_page(url, path))


def _only_sure(read: Identifier | MalformedIdentifier | None) -> Identifier | None:
    return read if isinstance(read, Identifier) else None


def _read_site(url: str, host: str, path: str) -> Identifier | MalformedIdentifier | None:
    """A path on another site that carries arXiv's numbers, in its own spelling or in arXiv's."""
    if (pattern := _SITE_PATHS.get(host)) and (prefix := pattern.match(path)):
        match = NUMBER.match(path, prefix.end())
        return _named(url, match) if match and _is_attempt(match) else _only_sure(_read(url, path, prefix.end()))
    if host.startswith("dblp.") and (key := _DBLP.search(path)):
        return _only_sure(_read(url, f"{key[1]}.{key[2]}" if key[1] else f"{key[3]}/{key[4]}", 0))
    if host.endswith("adsabs.harvard.edu") and (code := _BIBCODE.search(path)):
        return _only_sure(_read(url, f"{code[1]}.{code[2]}", 0))
    return None


def _read_wrapped(url: str, path: str) -> Identifier | None:
    """A link to arXiv, an arXiv DOI or ``arXiv:ID`` within the link of a redirector, a proxy, an archive, a search."""
    match = _WRAPPED.search(path)
    if not match:
        return None
    return _only_sure(_read_page(url, match["page"]) if match["page"] else _read(url, path, match.end()))


def _read_publisher(host: str, path: str) -> Identifier | MalformedIdentifier | None:
    """A DOI in a publisher's path (``/doi/full/10.1145/...``), without the name of the view behind it."""
    if named := _IN_QUERY.search(path):
        return parse_doi(named[1])
    path = re.split(r"[?#]", path, maxsplit=1)[0]
    match = _PUBLISHER.search(path)
    if not match:
        return None
    value = _PUBLISHER_END.sub("", path[match.end() :], count=1)
    if host.endswith(("biorxiv.org", "medrxiv.org")):  # the version of a preprint, 10.1101/2020.01.01.123456v2
        value = re.sub(r"v\d+$", "", value)
    elif host == "academic.oup.com":  # a number of the page behind the DOI
        value = _PAGE_NUMBER.sub(r"\1", value)
    return parse_doi(value)


_DOI_LINK = re.compile(r"(?:https?:)?/*(?:www\.|dx\.)?doi\.org/+", re.IGNORECASE)
_DOI = re.compile(
    r"(?:doi[\s:=]*+){0,2}(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\u3000-\u3002\uff08-\uff0c\uff1b]+)", re.IGNORECASE
)
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}


def parse_doi(text: str) -> Identifier | MalformedIdentifier | None:
    """A DOI that stands bare, after ``doi:``, or in a link to doi.org; the first one if a space parts several.

    The value is percent-decoded and in lower case, as DOIs compare without case (DOI Handbook 2.4). An arXiv DOI is the
    arXiv identifier in it, or malformed. ``None`` if the text doesn't begin with a DOI.
    """
    text = text.strip().removeprefix("<")
    if len(text) > _LONGEST:
        return None
    if link := _DOI_LINK.match(text):
        text = re.split(r"[?#]", text[link.end() :], maxsplit=1)[0]
    match = _DOI.match(_decode(text))
    if not match:
        return None
    value = _trim(match[1]).lower()
    if value.startswith("10.48550/"):
        rest = value.removeprefix("10.48550/arxiv.")
        read = _read(text, rest, 0) if rest != value else None
        return read or MalformedIdentifier(text, "arXiv's DOIs have the form 10.48550/arXiv.ID")
    return Identifier("doi", value) if not value.endswith("/") else None


def _trim(text: str) -> str:
    """Without punctuation at the end, and without closing brackets that nothing opens."""
    if text[-1:].isalnum():
        return text
    end = len(text)
    surplus = {close: text.count(close) - text.count(begin) for close, begin in _CLOSING.items()}
    while end and ((last := text[end - 1]) in ".,;:!?*_~`'\"|\\&。，；：！？、…”’」』】》" or surplus.get(last, 0) > 0):
        end -= 1
        if last in surplus:
            surplus[last] -= 1
    return text[:end]


# --- running text -----------------------------------------------------------------------------------------------------

_SEPARATOR = r"""[\s:：.,*_`~#="'{(\[|-]"""
_PREFIX = re.compile(
    rf"arxiv(?:\.org)?{_SEPARATOR}{{0,8}}+"
    rf"(?:(?:e-?prints?|pre-?prints?|papers?|id|identifier|number|no)\b{_SEPARATOR}{{0,8}}+)?(?:abs/+)?",
    re.IGNORECASE,
)
_LINK_END = r"(?:[!#$%&*+,\-./0-9:;=?@A-Z_a-z~]++|\([!#$%&*+,\-./0-9:;=?@A-Z_a-z~]*+\))*+"
_ANCHORS = rf"""
    (?<=[hH])[tT][tT][pP][sS]?:/(?P<url>{_LINK_END})
    |(?<=[aA])[rR][xX][iI][vV](?:(?P<host>\.[oO][rR][gG]/{_LINK_END})|(?P<prefix>))
    |(?<=[aA])(?<![A-Za-z0-9_/.-][aA])[bB][sS]/(?P<abs>)
    |(?<=1)0\.[0-9]{{4,9}}/(?P<doi>{_LINK_END})
"""
_BARE_NUMBERS = r"""
    |(?<=[0-9])(?:(?<![A-Za-z0-9_./@$€£¥~+±-][0-9])(?<![$€£¥]\s[0-9])(?P<new>[0-9]{3}\.[0-9]{4,5})
      |(?<=/[0-9])(?P<old>[0-9]{6}))
     (?![0-9])(?:[vV][1-9][0-9]{0,3}+)?(?![A-Za-z0-9_/%‰°$€£¥]|[.-][0-9])
     (?![ \u00a0](?:[kMGTP]i?B|[ckm]?m|[km]?g|[KMG]?Hz|[mµn]?s|°|%|€|USD|EUR)(?![A-Za-z]))
"""
# The first character is one set, so that the engine skips whatever can't begin an identifier.
_SCAN = re.compile(rf"[hHaA1](?:{_ANCHORS})", re.VERBOSE)
_SCAN_BARE = re.compile(rf"[hHaA0-9](?:{_ANCHORS}{_BARE_NUMBERS})", re.VERBOSE)
_CARRIES = re.compile(r"//[0-9]{1,3}\.|[xX5][iI][vV]|10\.[0-9]{4}|papers?/|articles/|/corr/|/abs/|xxx\.|%")
_SUBDOMAIN = re.compile(r"[A-Za-z0-9.-]*$")
_ARCHIVE_BEFORE = re.compile(r"(?<![\w./:@$~+-])[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,15})?/$", re.ASCII)
_HTML_END = re.compile(r"&(?:quot|lt|gt|apos|#39|nbsp);")
_CORR_BEFORE = re.compile(r"CoRR[\s,.:]{0,3}(?:vol(?:ume|\.)?\s?)?$", re.IGNORECASE)


def find_identifiers(text: str, *, bare: bool = False) -> Iterator[Found]:
    """Find identifiers in running text, Markdown or HTML: in order, not overlapping, each with its place.

    Found are links (what ``parse_url`` reads), ``arXiv:ID``, ``10.48550/arXiv.ID`` and ``CoRR abs/ID``; numbers that
    stand alone (``1706.02677``, ``hep-th/9711200v2``) only if ``bare``, and only valid ones. Nothing within another
    link, DOI or number is found.
    """
    search = (_SCAN_BARE if bare else _SCAN).search
    position = 0
    while match := search(text, position):
        found = _found(text, match, position)
        if found:
            yield found
        position = found.end if found else match.end()


def _found(text: str, match: re.Match[str], floor: int) -> Found | None:
    """What an anchor in ``text`` turns out to be; nothing of it may lie before ``floor``."""
    kind, start = match.lastgroup, match.start()
    if kind == "url":
        return _found_url(text, start, match.end()) if _CARRIES.search(text, start, match.end()) else None
    if kind == "host":
        before = _SUBDOMAIN.search(text, max(floor, start - 24), start)
        return _found_url(text, before.start() if before else start, match.end())
    if kind == "doi":
        read = parse_doi(text[start : match.end()]) if text.startswith("10.48550/", start) else None
        return Found(start, start + len(_trim(match[0])), read) if read else None
    if kind == "prefix":
        return _found_prefixed(text, start)
    if kind == "abs":
        before = _CORR_BEFORE.search(text, max(floor, start - 16), start)
        return _found_number(text, before.start() if before else start, match.end())
    if kind == "new":
        return _found_number(text, start, start)
    before = _ARCHIVE_BEFORE.search(text, max(floor, start - 24), start)
    return _found_number(text, before.start(), before.start()) if before else None


def _found_url(text: str, start: int, end: int) -> Found | None:
    url = text[start:end]
    if "&" in url:
        url = _HTML_END.split(url, maxsplit=1)[0]
    url = _trim(url)
    read = parse_url(url)
    return Found(start, start + len(url), read) if read else None


def _found_number(text: str, start: int, number: int) -> Found | None:
    """A number that stands without ``arXiv:``; a wrong one is more likely something else."""
    match = NUMBER.match(text, number)
    read = _only_sure(_named(match[0], match)) if match else None
    return Found(start, match.end(), read) if match and read else None


def _found_prefixed(text: str, start: int) -> Found | None:
    """``arXiv`` and a number; a wrong one counts only where it is plainly meant, unlike ``arXiv: 3.5 million``."""
    prefix = _PREFIX.match(text, start)
    match = NUMBER.match(text, prefix.end()) if prefix else None
    if not prefix or not match:
        return None
    read = _named(text[start : match.end()], match)
    alone = not text[max(0, start - 1) : start].isalpha()  # not PsyArXiv, whose numbers are others
    meant = alone and prefix[0][5:].strip() in (":", "：") and (_is_attempt(match) or len(match["first"]) >= 7)
    return Found(start, match.end(), read) if isinstance(read, Identifier) or meant else None


# --- what a person or a file gives as one identifier ------------------------------------------------------------------


def parse_arxiv(text: str) -> Identifier | MalformedIdentifier:
    """One arXiv identifier, in whatever spelling: bare, with prefix, link, DOI, file name or a whole reference."""
    if len(text) > _LONGEST:
        return MalformedIdentifier(text, f"{len(text)} characters are too many for an identifier")
    decoded = _decode(text.strip())
    for found in find_identifiers(decoded, bare=True):
        if isinstance(found.identifier, MalformedIdentifier):
            return MalformedIdentifier(text, found.identifier.reason)
        if found.identifier.scheme == "arxiv":
            return found.identifier
    if isinstance(read := parse_url(decoded), MalformedIdentifier):
        return MalformedIdentifier(text, read.reason)
    bare = decoded.lstrip("<([{\"'/ ").removeprefix("preprint")
    prefix = _PREFIX.match(bare)
    rest = bare[prefix.end() :] if prefix else bare
    nothing = "no identifier after arXiv" if prefix and not rest else "not an arXiv identifier" if text else "empty"
    return _read(text, bare, 0) or MalformedIdentifier(text, nothing)


_WHOLE_END = re.compile(r"(?:\.(?:pdf|ps|gz|txt|html?))*\s*(?:\[[A-Za-z.-]+\])?$", re.IGNORECASE)


def parse_identifier(text: str) -> Identifier | MalformedIdentifier | None:
    """What a person types to name a work: an arXiv identifier, a DOI, or ``url:https://...``.

    ``Identifier.work`` and ``str`` read back as the same identifier. ``None`` is what is nothing like one, such as a
    file name or the link of a reading list; malformed is what has arXiv's shape and can't be (``2107.558``).
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if text[:4].lower() == "url:":
        url = text[4:].strip()
        return Identifier("url", url) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/]", url) else None
    if read := parse_doi(text) or parse_url(text):
        return read
    decoded = _trim(_decode(text))
    prefix = re.match(r"(?:preprint|corr\s)?(?=arxiv|abs/)", decoded, re.IGNORECASE)
    if prefix:
        read = parse_arxiv(text)
        return read if isinstance(read, Identifier) or re.match(r"(?:preprint)?arxiv\s*:", decoded, re.I) else None
    match = NUMBER.match(decoded)
    if not match or not _WHOLE_END.match(decoded, match.end()) or not _is_attempt(match):
        return None
    return _named(text, match)


_WITH_COMMA = re.compile(r"[0-9]{1,4},[0-9]{1,6}", re.ASCII)
_DIGITS = re.compile(r"[0-9][0-9.]*(?:v[0-9]*)?", re.ASCII | re.IGNORECASE)


def parse_number(text: str) -> Identifier | MalformedIdentifier | None:
    """What a number is where nothing but arXiv's numbers are expected; ``None`` if it is no number.

    ``801.9500``, ``3.14``, ``12345`` and ``0801,9500`` are malformed there.
    """
    if len(text) <= _LONGEST and _WITH_COMMA.fullmatch(text):
        return MalformedIdentifier(text, "a comma where the dot belongs")
    match = NUMBER.match(text) if len(text) <= _LONGEST and _DIGITS.fullmatch(text) else None
    return _named(text, match) if match else None


def abs_url(identifier: Identifier) -> str | None:
    """Where a person finds the work: arXiv's abstract page (of the version, if given), doi.org, or the link itself."""
    if identifier.scheme == "arxiv":
        version = f"v{identifier.version}" if identifier.version else ""
        return f"https://arxiv.org/abs/{identifier.value}{version}"
    if identifier.scheme == "doi":
        return f"https://doi.org/{quote(identifier.value, safe='/:;()')}"
    return identifier.value if identifier.scheme == "url" else None
