"""The people that a line below a title names, alone or with a date, a venue and links beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperdex.lists.outline import Inline, Span, has_link, plain_text
from paperdex.lists.words.bylines import people, surely_people
from paperdex.lists.words.fields import find_authors, strip_decoration
from paperdex.lists.words.links import is_paper_link
from paperdex.lists.words.venues import unlisted_venue

if TYPE_CHECKING:
    from paperdex.lists.words.gather import Gathered

_BY = re.compile(r"\A[\s*_(>]*(?i:by|par|von|por)\s*[:：]?\s+(?=[^\W\d_a-z])")
_REFERENCE_NUMBER = re.compile(r"\A\s*\[\d{1,3}\]\s*")
_UP_TO_ET_AL = re.compile(r"\A[^.]{2,80}?(?:\.[^.]{0,40}){0,4}?\bet\.? al\b\.?")
_AFFILIATION = re.compile(r"\s?[(（][^()（）]{0,80}[)）]")
_YEAR_BEHIND = re.compile(r"[\s,(]*(?:19|20)\d\d[\s).]*\Z")
_CITED = re.compile(r"(?P<authors>[^\d()\[\]]{3,100}?)[\s,]*[(\[]?(?P<year>(?:19|20)\d\d)[a-z]?")
_SPLIT = re.compile(r"\s*(?:[,，;；、&]|\s(?:and|und|et)\s)\s*(?:and\s)?")
_LONGEST = 1200
_DRESSED = 3
_FIRST_CHARACTERS = 60


def take_people(line: Inline, found: Gathered) -> Inline:
    """Take the authors that a line begins with, or holds beside facts alone; what is left of the line comes back.

    ``*Ada Invented, Bo Madeup* [paper]``, ``Ada Invented, Bo Madeup. CVPR 2019. [pdf]``, ``by Invented & Madeup
    (ICML 2018)``, ``5 July 2018 - Ada Invented, Bo Madeup``. Words set as code are tags and no people.
    """
    if found.authors or not line or all(span.mark == "code" for span in line if span.text.strip()):
        return line
    first = line[0]
    if first.mark == "emphasis" and not first.url:
        authors, rest = part_authors(first.text)
        if authors:
            found.authors = authors
            return (Span(rest), *line[1:]) if rest else line[1:]
    linked_spans = [span for span in line if span.url]
    are_links = len(linked_spans) > 1 and not any(is_paper_link(span) for span in line)
    if are_links and (linked := find_authors(strip_decoration(plain_text(line)))):  # each name links its home page
        found.authors = linked
        for span in linked_spans:
            found.take_link(span, own=False)
        return ()
    text = strip_decoration("".join([span.text for span in line if not span.url and span.mark != "image"]))
    if found.venue is None and (venue := unlisted_venue(text)):
        found.venue = venue
        return tuple(linked_spans)
    by = _BY.match(text)
    if len(text) > _LONGEST or not (by or _is_capitalised(text)):
        return line
    facts = type(found)(venue=found.venue, date=found.date)
    rest = facts.take_text(text[by.end() :] if by else text)
    authors = find_authors(rest) or (people(rest.partition(". ")[0]) if by else ())
    if authors and not (facts.identifiers or facts.mentions):
        found.authors, found.date, found.venue = authors, facts.date, facts.venue
        behind = rest.partition(". ")[2] if by and not find_authors(rest) else ""
        return (*((Span(behind),) if behind else ()), *linked_spans)
    if not first.url and not first.mark:
        front, _, behind = first.text.partition(". ")
        names = find_authors(front)
        if names and behind and (len(line) > 1 or len(names) > 1):
            found.authors = names
            return (first._replace(text=behind), *line[1:])
    return line


def _is_capitalised(text: str) -> bool:
    """Whether half of the first words begin with a capital, as in every list of people and in few sentences."""
    words = text[:_FIRST_CHARACTERS].split()
    return bool(words) and 2 * sum(word[0].isupper() for word in words) >= len(words)


def joined_lines(lines: Sequence[Inline]) -> list[Inline]:
    """The lines, a list of people that is broken behind a comma or "by" in one: ``by Invented,``, ``Madeup``."""
    joined: list[Inline] = []
    for line in lines:
        if joined and _runs_on(joined[-1]) and not any(is_paper_link(span) for span in line):
            joined[-1] = (*joined[-1], Span(" "), *line)
        else:
            joined.append(line)
    return joined


def _runs_on(line: Inline) -> bool:
    text = "".join([span.text for span in line[-2:]]).rstrip()
    if not text.endswith((",", "&", "by", "By", " and")) or any(is_paper_link(span) for span in line):
        return False
    text = plain_text(line).strip()
    return text.lower() == "by" or len(people(_BY.sub("", strip_decoration(text)).rstrip(", &"))) > 0


def short_citation(text: str) -> tuple[tuple[str, ...], str] | None:
    """The authors and the year that a remark beside a title is: ``(Invented et al, 2019)``, ``Madeup 2018``."""
    match = _CITED.fullmatch(text.strip(" \t.,;:()[]"))
    authors = people(match["authors"]) if match else ()
    return (authors, match["year"]) if match and authors else None


def part_authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors that a text begins with, and the rest: all of it, or up to "et al."."""
    if authors := find_authors(_REFERENCE_NUMBER.sub("", text)):
        return authors, ""
    if (by := _BY.match(text)) and (authors := people(_YEAR_BEHIND.sub("", text[by.end() :]))):
        return authors, ""
    if match := _UP_TO_ET_AL.match(text):
        authors = find_authors(_AFFILIATION.sub("", match[0]))
    return (authors, text[match.end() :].strip(" .,;")) if match and authors else ((), text)


def named_people(text: str) -> tuple[str, ...]:
    """The authors of a field or column that gives them: whatever is named there, without affiliations in brackets."""
    bare = _AFFILIATION.sub("", text).strip()
    sure = find_authors(bare) or surely_people(bare) or people(bare)
    return sure or tuple(author for author in _SPLIT.split(bare) if any(map(str.isalpha, author)))


def is_empty_label(line: Inline) -> bool:
    """Whether a line is a label with nothing behind it: ``简介：``, ``Notes:``."""
    text = plain_text(line).strip()
    return text.endswith((":", "：")) and len(text.split()) <= _DRESSED and not has_link(line)
