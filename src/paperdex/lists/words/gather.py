"""What has been gathered of an entry so far, and how facts are taken out of a run of text and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from paperdex.core.entries import Link
from paperdex.core.identifiers import Found, Identifier, MalformedIdentifier, find_identifiers, parse_doi
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Span
from paperdex.lists.words.fields import find_date, find_rating, find_venue, is_venue, parse_rating
from paperdex.lists.words.links import identifier_of, is_note, is_other_label, is_paper_label, leads_beside
from paperdex.lists.words.titles import SEPARATORS

_WEB = ("http://", "https://", "ftp://")
# Not those of a function, f().
_EMPTY_BRACKETS = re.compile(r"(?<!\w)[(\[（【][)\]）】]|[(\[（【][|,;/.\s]+[)\]）】]")
_DOI = re.compile(r"\bdoi\s?[:=]?\s?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_PREPRINT = re.compile(r"(?<!\S)(?:arXiv\s)?(?:pre-?print|e-?print)\s?\Z", re.IGNORECASE)
_SUBJECT = re.compile(r"\s?\[(?:[a-z]{2,5}-[a-z]{2,5}|[a-z-]{2,8}\.[A-Za-z]{2}(?:-[a-z]{2,4})?|math|cs|stat)\]")
"""The class of a preprint behind its number, as arXiv cites it: ``arXiv:1801.00001 [hep-ph]``."""
_LEADS_ON = re.compile(r"\b(?:at|by|for|from|in|of|on|since|the|to|with)\s*\Z", re.IGNORECASE)
_HOLES = re.compile(
    r"\s?[,;/|]\s?(?=[)\]）】,;|])|(?<=[(\[（【])\s?[,;/|]\s?|(?<=\s)[,;|/](?=\s[,;|/])|(?<=[—–-] )[.,] (?=[—–-] )"
)
"""Punctuation beside which a fact was taken out: ``(TeaNet, )``, ``Invented, , 2018``."""
_LOOSE_START = " ,，;；:：.。|–—-)]）】/•·>"
_LOOSE_END = " ,，;；:：|/•·<>–—([（【-"
_NUMBER = re.compile(r"[0-9/](?:(?<=/)(?:abs|pdf)/|(?<=[0-9])[0-9]{2})")
"""What every identifier has, or a link that lacks its own."""
_SHORTCODE = re.compile(r"(?<![^\s:]):[a-z][a-z0-9_+-]{1,29}:(?=[\s:]|\Z)")
_PREPRINT_YEAR = re.compile(r"arxiv,? ?((?:19|20)\d\d)", re.IGNORECASE)
_HINT = re.compile(r"\d\d|[(\[（【⭐★🌟]|:star:")
"""What every venue, date and rating has one of; the others need no search."""
_TAIL = 100


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
        text = self._take_edges(self.take_identifiers(text))
        if not text.strip(SEPARATORS):
            return ""
        return _tidy_rest(text)

    def take_identifiers(self, text: str) -> str:
        """Take the identifiers out of a text; the rest comes back."""
        if identifiers := text_identifiers(text):
            rest: list[str] = []
            end = 0
            for found in identifiers:
                self.add_identifier(found.identifier)
                rest.append(_PREPRINT.sub("", text[end : found.start]))
                subject = _SUBJECT.match(text, found.end) if text.find("[", found.end, found.end + 2) >= 0 else None
                end = subject.end() if subject else found.end
            text = "".join([*rest, text[end:]])
        return text

    def _take_edges(self, text: str) -> str:
        """Take the venue, date and rating that stand apart from the sentence around them."""
        venue, date, rating, rest = _edges(text, self.venue is None, self.date is None, self.rating is None)
        self.venue = self.venue if venue is None else venue
        self.date = self.date if date is None else date
        self.rating = self.rating if rating is None else rating
        return rest

    def take_link(self, span: Span, *, own: bool = True) -> None:
        """Keep a link; where it is the paper's ``own`` and not one beside it, its identifier names the entry."""
        url = span.url or ""
        if url.startswith("#"):
            return
        label = " ".join(span.text.split())
        self.links.append(Link(label, url))
        if own and self.venue is None and is_venue(label) and not is_paper_label(label):
            self.venue = label.strip("[]() ")
        identifier = identifier_of(url)
        if identifier is not None:
            own = own and ("arxiv.org/" in url or not leads_beside(label))
            self.add_identifier(identifier, own=own, sure=is_paper_label(span.text))
        elif own and self.address is None and url.startswith(_WEB) and not is_other_label(span.text):
            self.address = None if is_note(url) else url

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
        for found in find_identifiers(text) if _NUMBER.search(text) else ():
            if isinstance(found.identifier, Identifier) and found.identifier.scheme == "arxiv":
                self.mentions[found.identifier.work] = None


def year_of_preprint(venue: str | None) -> str | None:
    """The year of ``arXiv 2018``, which dates the paper, since arXiv holds no meetings; ``None`` for another venue."""
    match = _PREPRINT_YEAR.fullmatch(venue) if venue else None
    return match[1] if match else None


@remembered
def _tidy_rest(text: str) -> str:
    """What is left of a text without the brackets and punctuation of the facts that were taken out."""
    if ":" in text:
        text = _SHORTCODE.sub(" ", text)
    text = _EMPTY_BRACKETS.sub("", _HOLES.sub("", " ".join(text.split())))
    return _without_loose_end(" ".join(text.split()).lstrip(_LOOSE_START))


def _without_loose_end(text: str) -> str:
    """A text with single blanks, without the punctuation that it ends with; a full stop is loose behind a blank."""
    end = len(text)
    while end and (text[end - 1] in _LOOSE_END or (text[end - 1] in ".。" and text[end - 2 : end - 1] == " ")):
        end -= 1
    return text[:end]


@remembered
def text_identifiers(text: str) -> tuple[Found, ...]:
    """The identifiers that a text names as such: arXiv's in any spelling, and what follows ``doi``; in order."""
    if not _NUMBER.search(text):
        return ()
    found: list[Found] = []
    end = 0
    for match in find_identifiers(text):
        found += _dois(text, end, match.start)
        found.append(match)
        end = match.end
    found += _dois(text, end, len(text))
    return tuple(found)


def _dois(text: str, start: int, end: int) -> Iterator[Found]:
    if text.find("10.", start, end) < 0:
        return
    for match in _DOI.finditer(text, start, end):
        identifier = parse_doi(match[1].rstrip(").,;]"))
        if identifier:
            yield Found(match.start(), match.end(), identifier)


@remembered
def _edges(
    text: str, wants_venue: bool, wants_date: bool, wants_rating: bool
) -> tuple[str | None, str | None, int | None, str]:
    """Venue, date and rating that stand apart in a text, as far as they are wanted, and the rest of it."""
    venue: str | None = None
    date: str | None = None
    rating: int | None = None
    whole = text.strip(SEPARATORS) if wants_venue and len(text) <= _TAIL else ""
    if whole.isalpha() and not whole.islower() and is_venue(whole):
        return whole, date, rating, ""
    if not _HINT.search(text):
        return venue, date, rating, text
    taken = True
    while taken:
        taken = False
        if wants_venue and venue is None and (hit := find_venue(text)) and _stands_apart(text, *hit[1]):
            venue, text, taken = hit[0], _without(text, *hit[1]), True
        if wants_date and date is None and (dated := find_date(text)) and _stands_apart(text, *dated[1]):
            date, text, taken = dated[0], _without(text, *dated[1]), True
        if wants_rating and rating is None and (rated := find_rating(text)) and _stands_apart(text, *rated[1]):
            rating, text, taken = rated[0], _without(text, *rated[1]), True
    return venue, date, rating, text


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"


@remembered
def says_more(text: str) -> bool:
    """Whether a text says anything beside identifiers, dates, venues and ratings."""
    return Gathered().take_text(text) != ""


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a fact is one by itself and no part of a sentence or title: in brackets, at an end, between commas."""
    if text[start] in "([（【⭐★🌟@":
        return True
    before, after = text[max(0, start - _TAIL) : start].rstrip(), text[end : end + _TAIL].lstrip()
    if _LEADS_ON.search(before):
        return False
    return not before or not after or not (before[-1].isalnum() or after[0].isalnum())
