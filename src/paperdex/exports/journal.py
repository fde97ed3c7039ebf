r"""A journal reference, parted where its form leaves no doubt.

The forms are those that arXiv's authors use most, with ``V`` a volume, ``N`` an issue, ``P`` pages or an article
number, and ``Y`` a year::

    Phys.Rev.D75:124011,2007                              J V:P,Y
    Opt. Lett. 36, 819 (2011)                             J V, P (Y)      also: J V(N), P (Y), J V, no. N, P (Y)
    J. Algebra 321 (2009), no. 2, 3450-3468               J V (Y), no. N, P
    Soft Materials, 8(2):102-113, 2010                    J V(N):P, Y
    Bernoulli 2011, Vol. 17, No. 1, 170-193               J Y, Vol. V, No. N, P
    Topology Appl., vol. 15, no. 3, pp. 7-17, 2011        J, vol. V, no. N, pp. P, Y
    Physical Review E, 2011, 83, 061187                   J, Y, V, P      also: Y, J, V, P; J Y, V(N), P
    J. Stat. Mech. P04012 (2007)                          J P (Y), for article numbers with a letter

Refused: everything else, among it proceedings, books, names with a comma or a digit, and a volume that may be a year.
What stands behind a semicolon, an erratum, a DOI and an address are kept as they are.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from paperdex.core.text import decode_tex


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a paper was published; plain Unicode text, empty for what is not said."""

    journal: str
    volume: str
    number: str
    pages: str
    """``449-459``, or an article number."""
    year: str
    rest: str = ""
    """What else the reference says, such as an erratum."""


_LONGEST = 200
_PAGE = r"[A-Za-z]{0,3}\d{1,8}"
_PARTS = {
    "J": r"(?P<journal>[A-Z][^\d,;]*?)",
    "L": r"(?:(?<=[.\s])(?P<section>[A-Z]))?",  # Phys.Rev.D75: the D belongs to the journal
    "V": r"(?:(?:[Vv]ol(?:ume|\.)?|(?<![^\s,])[Vv]\.)\s*)?(?P<volume>\d{1,4}(?:-\d{1,4})?)",
    "VOL": r"(?:[Vv]ol(?:ume|\.)?|(?<![^\s,])[Vv]\.)\s*(?P<volume>\d{1,4}(?:-\d{1,4})?)",
    "N": r"(?:\s*\(\s*|,?\s+(?:[Nn]o\.?|[Nn]um(?:ber|\.)?|[Ii]ss(?:ues?|\.)|[Nn]r\.?)\s*)"
    r"(?P<number>\d{1,4}(?:-\d{1,4})?)\s*\)?",
    "P": r"(?:(?:pp?\.?|P\.|[Pp]ages?|[Aa]rt(?:icle|\.)(?:\s*(?:ID|[Nn]o\.?|[Nn]umber))?)\s*)?"
    rf"(?P<pages>{_PAGE}(?:\(?R\)?)?(?:-{_PAGE})?)",
    "I": r"(?P<number>\d{1,3})",
    "A": r"(?P<pages>[A-Z]\d{5,6})",
    "Y": r"(?P<year>(?:18|19|20)\d\d)",
    "D": r"(?:(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+|\d\d?/)?"
    r"(?P<year>(?:18|19|20)\d\d)",
}
_SHAPES = tuple(
    re.compile(re.sub(r"<([A-Z]+)>", lambda part: _PARTS[part[1]], shape), re.ASCII)
    for shape in (
        r"<J>\s*<L><V>\s*:\s*<P>\s*,\s*<Y>",
        r"<J>,?\s*(?<![a-z])<L><V>(?:<N>)?(?:\s*[,:]\s*|\s+)<P>\s*,?\s*\(\s*<D>\s*\)",
        r"<J>,?\s*<L><V>(?:<N>)?\s*,?\s*\(\s*<D>\s*\)\s*[,:]?\s*<P>",
        r"<J>,?\s*<L><V>\s*,?\s*\(\s*<D>\s*\)<N>\s*(?:,\s*)?<P>",
        r"<J>,?\s+<V>(?:<N>)?\s*:\s*<P>\s*,?\s*\(?\s*<D>\s*\)?",
        r"<J>,?\s*<VOL>(?:<N>)?(?:\s*,\s*<P>)?\s*,?\s*\(?\s*<D>\s*\)?",
        r"<J>,?\s*<VOL>(?:<N>)?\s*,\s*<D>\s*,\s*<P>",
        r"<J>,?\s*<L><V>\s*,\s*<I>\s*\(\s*<D>\s*\)\s*,?\s*<P>",
        r"<J>,?\s+<L><V>(?:<N>)?(?:\s*,\s*|\s+)<P>\s*,\s*<D>",
        r"<J>,?\s*\(\s*<D>\s*\)\s*,?\s*<V>(?:<N>)?\s*:\s*<P>",
        r"<J>,?\s+<Y>\s*,\s*<VOL>(?:<N>)?\s*,\s*<P>",
        r"<J>\s*,\s*<Y>\s*,\s*<V>(?:<N>)?\s*,\s*<P>",
        r"<J>,?\s+<Y>\s*,\s*<V><N>\s*[,:]\s*<P>",
        r"<Y>\s*,\s*<J>\s*,\s*<V>(?:<N>)?\s*,\s*<P>",
        r"<J>,?\s+<A>\s*,?\s*\(\s*<D>\s*\)",
        r"<J>,?\s+\(\s*<D>\s*\)\s*,?\s*<A>",
    )
)
_NO_JOURNAL = re.compile(
    r"^(?:in|see|published|revised|to\s+appear)\b|\b(?:workshop|symposium|congress|conference\s+(?:on|in|of)|eds?|editors?"
    r"|edited|springer|press|thesis|accepted|submitted|preprint|arxiv|chapter|book|lecture\s+notes\s+in|lncs|lnai|special"
    r"|issue|volume|vol|pages|erratum|ibid|isbn|doi|proc(?:\.|eedings)\s+(?:of|int)|ndeg)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’&:\- ]*(?:\([A-Za-z. ]{2,40}\))?")
_PACKED = re.compile(r"(?<=[a-z]\.)(?=[A-Z])|(?<=[A-Z]\.)(?=[A-Z](?:[a-z]|\b(?!\.)))")
_EXTENT = re.compile(r",?\s*\(?\b\d+\s*(?:pages|pp)\.?\)?\Z")
# A semicolon, or where an erratum, a DOI or an address begins.
_REST = re.compile(r";|\s(?=\[?Errat|\(Errat)|[,.]?\s(?=\[?(?:doi\b|DOI\b|https?://))")
_LONGEST_NAME = 80


@functools.lru_cache(maxsize=1024)
def parse_journal(reference: str) -> Publication | None:
    """The parts of a journal reference as a source gives it, or ``None`` where its form is not surely known."""
    text = decode_tex(reference).replace("$", "").strip(" .,;")
    first, rest = (*_REST.split(text, maxsplit=1), "")[:2]
    first = _EXTENT.sub("", re.sub(r"\s*[-‐‑–—]+\s*", "-", first).strip(" .,"))
    if len(first) > _LONGEST:
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(first)
        publication = _publication(found.groupdict(""), rest.strip()) if found else None
        if publication:
            return publication
    return None


def _is_month(volume: str, year: str) -> bool:
    """Whether a volume is year and month, as those of JCAP and JHEP are: 1902 of 2019."""
    return volume[:2] == year[2:] and "01" <= volume[2:] <= "12"


def _publication(parts: dict[str, str], rest: str) -> Publication | None:
    journal = " ".join(parts["journal"].strip(" ,:").split())
    volume = parts.get("volume", "")
    if (
        not _NAME.fullmatch(journal)
        or not 2 <= len(journal) <= _LONGEST_NAME
        or _NO_JOURNAL.search(journal)
        or (re.fullmatch(r"(?:18|19|20)\d\d", volume) and not _is_month(volume, parts["year"]))
    ):
        return None
    journal = _PACKED.sub(" ", f"{journal} {parts.get('section', '')}".strip())
    pages = parts.get("pages", "").replace(" ", "")
    return Publication(journal, volume, parts.get("number", ""), pages, parts["year"], rest)
