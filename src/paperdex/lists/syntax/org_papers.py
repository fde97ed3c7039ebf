"""Which headings of an Org document are papers, where no drawer of properties says so.

* A heading with nothing but a citation right below it, ``[[cite:invented18][...]]``, as org-ref writes it.
* Headings that end with a year, ``* An Invented Paper on Teapots 2018 :tea:``, where most of their level do.
* Headings with ``*Author: Ada Invented*`` or the address of a paper right below them, where most of their level have.
* Headings with a file of their own right below them, ``[[file:papers/kettles.pdf]]``, where several have one.
* A heading beside those: with a link in its drawer as they have, or a title and nothing below it but words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperdex.lists.outline import Span
from paperdex.lists.words.bylines import people
from paperdex.lists.words.links import is_paper_link

_CITATION = re.compile(
    r"[ \t]*(?:\[\[(?P<link>[a-z]{0,9}cite[a-z]{0,9}:[^\]\n]+)\](?:\[[^\]\n]*\])?\]|(?P<bare>cite[a-z]{0,9}:[\w:&./-]+)"
    r"|\[(?P<new>cite(?:/[a-z]+)?:@[^\]\n]+)\])[ \t]*\Z",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"(?P<title>\S.*?)[ \t,]+[(\[]?(?P<year>(?:19|20)\d\d)[)\]]?\Z")
_YEAR_AT_BEGIN = re.compile(r"[(\[]?(?P<year>(?:19|20)\d\d)[)\]]?[ \t]+[-–—:][ \t]+(?P<title>\S.*)\Z")
_AUTHORS = re.compile(
    r"[ \t]*[*/_]?(?:authors?|by|auteurs?|autor(?:en|es|i)?|автор[ыа]?|作者|著者|저자)[*/_]?[ \t]?[:：][*/_]?[ \t]*"
    r"(?P<names>[^\s*/_][^*/_\n]*?)[*/_]?[ \t]*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[ \t]*(?:[^\W\d_]{2,12}[:：][ \t]*)?(?:\[\[)?(?P<url>https?://[^\s\[\]<>]+)(?:\](?:\[[^\]\n]*\])?\])?[ \t]*\Z"
)
_WHOLE_LINK = re.compile(r"\[\[https?://[^\[\]\n]+\]\[(?P<label>[^\[\]\n]+)\]\]\Z")
_FILE = re.compile(
    r"[ \t]*\[\[(?:file:|\.{0,2}/|~/)[^\]\n]{1,300}\.(?:pdf|ps|djvu)(?:::[^\]\n]{0,40})?\]", re.IGNORECASE
)
_BYLINE = re.compile(r"(?P<title>\S.*?)[ \t]+[-–—][ \t]+(?P<names>[^\W\d_][^-–—()\[\]\n]{1,80})\Z")
_AND_OTHERS = re.compile(r"[^\W\d_][\w'’-]{1,30}\+\Z")
_LINKS = ("link", "url", "pdf")
_LEAST_DATED = 3
_LONGEST_NAME = 400
_LEAST_WORDS = 2
_WORDS_OF_TITLE = 4


class OrgHeading(NamedTuple):
    """A heading, as far as it tells whether it is a paper."""

    number: int
    """Of its line, from 0."""
    level: int
    name: str
    """Without keyword, priority and tags."""
    properties: dict[str, str]
    first: str
    """The first line of text below it, ``""`` without one."""
    is_paper: bool
    """Whether its properties say that it is one."""


def citation(text: str) -> str | None:
    """The citation that a line is when it is nothing else: ``cite:invented18``."""
    match = _CITATION.match(text) if "cite" in text or "Cite" in text else None
    return (match["link"] or match["bare"] or match["new"]) if match else None


def authors_line(text: str) -> str | None:
    """The names that a line gives as authors and nothing else: ``*Author: Ada Invented*``."""
    match = _AUTHORS.match(text) if ":" in text or "：" in text else None
    return match["names"] if match else None


def address_line(text: str) -> str | None:
    """The address that a line is, perhaps behind a label: ``Download: http://example.org/a.pdf``."""
    match = _ADDRESS.match(text) if "://" in text else None
    return match["url"] if match else None


def part_year(name: str) -> tuple[str, str | None]:
    """A title and the year that stands in front of it or behind it."""
    match = _YEAR_AT_END.match(name) or _YEAR_AT_BEGIN.match(name)
    return (match["title"], match["year"]) if match else (name, None)


def part_authors(name: str) -> tuple[str, str]:
    """A title and the names behind its dash: ``An Invented Paper - Invented, Madeup``, ``... - Invented+``."""
    match = _BYLINE.match(name) if len(name) <= _LONGEST_NAME else None
    if match and len(match["title"].split()) >= _LEAST_WORDS:
        names = match["names"].strip()
        authors = [names[:-1]] if _AND_OTHERS.match(names) else people(names)
        if authors:
            return match["title"], " and ".join(authors)
    return name, ""


def paper_headings(headings: Sequence[OrgHeading]) -> set[int]:
    """The lines of the headings that are papers."""
    cited = {each.number for each in headings if each.is_paper or citation(each.first)}
    parents = _parents(headings)
    by_level: dict[int, list[OrgHeading]] = defaultdict(list)
    by_parent: dict[tuple[int, int], list[OrgHeading]] = defaultdict(list)
    for each, parent in zip(headings, parents, strict=True):
        by_level[each.level].append(each)
        by_parent[each.level, parent].append(each)
    papers = cited | {number for group in by_level.values() for number in _dated(group)}
    with_children = set(parents)
    papers |= {number for group in by_level.values() for number in _with_files(group)}
    papers |= {number for group in by_level.values() for number in _beside_authored(group, with_children)}
    for group in by_parent.values():
        known = sum(each.number in papers for each in group)
        if known < _LEAST_WORDS or 2 * known < len(group):
            continue
        papers |= {each.number for each in group if _is_like(each, has_children=each.number in with_children)}
    return papers


def _dated(group: Sequence[OrgHeading]) -> Iterable[int]:
    dated = [
        each.number
        for each in group
        if (match := _YEAR_AT_END.match(each.name))
        and len(match["title"].split()) > _LEAST_WORDS
        and "[[" not in each.name
    ]
    return dated if len(dated) >= _LEAST_DATED and 3 * len(dated) >= 2 * len(group) else ()


def _with_files(group: Sequence[OrgHeading]) -> Iterable[int]:
    filed = [each.number for each in group if _FILE.match(each.first) and len(each.name.split()) > _LEAST_WORDS]
    return filed if len(filed) >= _LEAST_WORDS and 2 * len(filed) >= len(group) else ()


def _beside_authored(group: Sequence[OrgHeading], with_children: set[int]) -> Iterable[int]:
    """The papers of a level on which most headings have their authors or address below them, or are links."""
    authored = [each for each in group if authors_line(each.first)]
    leaves = [each for each in group if each.number not in with_children]
    known = [each for each in leaves if authors_line(each.first) or _leads_to_paper(each) or _is_linked_title(each)]
    if len(authored) < _LEAST_WORDS or len(known) < _LEAST_DATED or 2 * len(known) < len(leaves):
        return ()
    return [each.number for each in leaves if each in known or _is_like(each, has_children=False)]


def _leads_to_paper(heading: OrgHeading) -> bool:
    url = address_line(heading.first)
    return bool(url) and is_paper_link(Span("paper", url)) and "[[" not in heading.name


def _is_linked_title(heading: OrgHeading) -> bool:
    match = _WHOLE_LINK.match(heading.name)
    return match is not None and len(match["label"].split()) >= _WORDS_OF_TITLE


def _is_like(heading: OrgHeading, *, has_children: bool) -> bool:
    """Whether a heading among papers is one as well: by a link in its drawer, or by its words alone."""
    if any(heading.properties.get(name, "").lstrip("[").startswith("http") for name in _LINKS):
        return True
    words = heading.name.split()
    is_titled = len(words) >= _WORDS_OF_TITLE and not heading.name.isupper() and not heading.name.endswith((".", ":"))
    return is_titled and not has_children and "[[" not in heading.name and "[[" not in heading.first


def _parents(headings: Sequence[OrgHeading]) -> list[int]:
    """The line of the heading that each stands under; -1 without one."""
    found: list[int] = []
    open_headings: list[OrgHeading] = []
    for each in headings:
        while open_headings and open_headings[-1].level >= each.level:
            open_headings.pop()
        found.append(open_headings[-1].number if open_headings else -1)
        open_headings.append(each)
    return found
