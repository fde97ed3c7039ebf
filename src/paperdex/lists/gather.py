"""What has been gathered of an entry so far, and how facts are taken out of a run of text and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from paperdex.core.entries import Link
from paperdex.core.identifiers import Found, Identifier, MalformedIdentifier, find_identifiers, parse_doi
from paperdex.lists.fields import find_date, find_rating, find_venue, parse_rating
from paperdex.lists.links import identifier_of, is_other_label, is_paper_label
from paperdex.lists.outline import Span
from paperdex.lists.titles import SEPARATORS

# Not those of a function, f().
_EMPTY_BRACKETS = re.compile(r"(?<!\w)[(\[（【][)\]）】]|[(\[（【][|,;/.\s]+[)\]）】]")
_DOI = re.compile(r"\bdoi\s?[:=]?\s?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_PREPRINT = re.compile(r"(?<!\S)(?:arXiv\s)?(?:pre-?print|e-?print)\s?\Z", re.IGNORECASE)
_LEADS_ON = re.compile(r"\b(?:at|by|for|from|in|of|on|since|the|to|with)\s*\Z", re.IGNORECASE)
_LOOSE_START = " ,，;；:：.。|–—-)]）】"
_LOOSE_END = re.compile(r"(?:\s+[.。]|\s?[,，;；:：|–—(\[（【-])+\Z")
_TAIL = 100
_LONGEST_VENUE = 40


@dataclass(slots=True)
class Gathered:
    """The facts of one entry, as far as they have been read."""

    title: str = ""
    identifiers: list[Identifier | MalformedIdentifier] = field(default_factory=list)
    date: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    rating: int | None = None
    notes: list[str] = field(default_factory=list)
    abstract: str | None = None
    links: list[Link] = field(default_factory=list)
    mentions: dict[str, None] = field(default_factory=dict)
    address: str | None = None
    """The paper's own link where no identifier is in it."""
    _works: set[str] = field(default_factory=set)
    """The arXiv papers among the identifiers."""

    def take_facts(self, spans: Iterable[Span]) -> str:
        """Take links, identifiers, dates, venues and ratings out of a run of spans; the rest of its text comes back."""
        texts: list[str] = []
        for span in spans:
            if span.mark == "image":
                continue
            if span.url:
                self.take_link(span)
            elif span.mark == "math" and (rating := parse_rating(span.text)) is not None:
                self.rating = rating
            else:
                texts.append(span.text)
        return self.take_text("".join(texts))

    def take_text(self, text: str) -> str:
        """Take identifiers, dates, venues and ratings out of a text; the rest comes back, ``""`` if it says nothing."""
        if not text.strip(SEPARATORS):
            return ""
        rest: list[str] = []
        end = 0
        for found in text_identifiers(text):
            self.add_identifier(found.identifier)
            rest.append(_PREPRINT.sub("", text[end : found.start]))
            end = found.end
        text = self._take_edges("".join([*rest, text[end:]]))
        if not text.strip(SEPARATORS):
            return ""
        text = _EMPTY_BRACKETS.sub("", text)
        return _LOOSE_END.sub("", " ".join(text.split()).lstrip(_LOOSE_START))

    def _take_edges(self, text: str) -> str:
        """Take the venue, date and rating that stand apart from the sentence around them."""
        taken = True
        while taken:
            taken = False
            for name, find in (("venue", find_venue), ("date", find_date), ("rating", find_rating)):
                hit = find(text) if getattr(self, name) is None else None
                if hit and _stands_apart(text, *hit[1]):
                    setattr(self, name, hit[0])
                    text = f"{text[: hit[1][0]]} {text[hit[1][1] :]}"
                    taken = True
        return text

    def take_link(self, span: Span, *, own: bool = True) -> None:
        """Keep a link; where it is the paper's ``own`` and not one beside it, its identifier names the entry."""
        url = span.url or ""
        if url.startswith("#"):
            return
        label = " ".join(span.text.split())
        self.links.append(Link(label, url))
        if own and self.venue is None and len(label) < _LONGEST_VENUE and (venue := find_venue(label)):
            self.venue = venue[0] if venue[0] == label.strip("[]() ") else None
        identifier = identifier_of(url)
        if identifier is not None:
            self.add_identifier(identifier, own=own, sure=is_paper_label(span.text))
        elif own and self.address is None and url.startswith(("http://", "https://")) and not is_other_label(span.text):
            self.address = url

    def add_identifier(
        self, identifier: Identifier | MalformedIdentifier, *, own: bool = True, sure: bool = False
    ) -> None:
        """Keep an identifier as the entry's own, or as a mention where the entry already names another arXiv paper."""
        if isinstance(identifier, MalformedIdentifier) or identifier.scheme != "arxiv":
            if own:
                self.identifiers.append(identifier)
            return
        if own and (sure or not self._works or identifier.work in self._works):
            self.identifiers.append(identifier)
            self._works.add(identifier.work)
        else:
            self.mentions[identifier.work] = None

    def mention(self, text: str) -> None:
        """Keep the arXiv papers that a note or abstract names as mentions."""
        for found in find_identifiers(text):
            if isinstance(found.identifier, Identifier) and found.identifier.scheme == "arxiv":
                self.mentions[found.identifier.work] = None


def text_identifiers(text: str) -> Iterator[Found]:
    """The identifiers that a text names as such: arXiv's in any spelling, and what follows ``doi``; in order."""
    end = 0
    for found in find_identifiers(text):
        yield from _dois(text, end, found.start)
        yield found
        end = found.end
    yield from _dois(text, end, len(text))


def _dois(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _DOI.finditer(text, start, end):
        identifier = parse_doi(match[1].rstrip(").,;]"))
        if identifier:
            yield Found(match.start(), match.end(), identifier)


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a fact is one by itself and no part of a sentence or title: in brackets, at an end, between commas."""
    if text[start] in "([（【⭐★🌟":
        return True
    before, after = text[max(0, start - _TAIL) : start].rstrip(), text[end : end + _TAIL].lstrip()
    if _LEADS_ON.search(before):
        return False
    return not before or not after or not (before[-1].isalnum() or after[0].isalnum())
