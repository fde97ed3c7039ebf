"""The text of a link that leads to a paper: nearly always a title and nothing else, now and then a whole reference.

``Invented (2018). A Title``, ``A Title, Invented et al 2018``, ``A Title (2018-01)``, ``2018 A Title``.
"""

from __future__ import annotations

import re

from paperdex.lists.memory import remembered
from paperdex.lists.words.bylines import leading_names, lone_author, people, surely_people
from paperdex.lists.words.citations import read_citation
from paperdex.lists.words.fields import is_venue
from paperdex.lists.words.gather import says_more
from paperdex.lists.words.plain_citations import (
    ACRONYM,
    BRACKETED_LAST,
    LEAST_TITLE_WORDS,
    SURE_NAMES,
    YEAR,
    YEARS,
    Citation,
    sentences_of,
)
from paperdex.lists.words.titles import QUOTES, SEPARATORS, is_byline

_LONGEST = 4000
_LABEL_HINT = re.compile(r"\d\d|et\.? al|[\"“”„«»《「|,(\[]|: |\. ")
_EVENT = re.compile(r"\b(?:challenge|competition|workshop|report|dataset|survey|edition|update)\b", re.IGNORECASE)
_YEAR_IN_FRONT = re.compile(
    r"\A(?:[(\[（](?P<dated>(?:19|20)\d\d)(?:[.-](?P<month>0?[1-9]|1[0-2]))?[)\]）]\s*|(?P<year>(?:19|20)\d\d)[ .,:-]+)"
    r"(?=[^\W\d_a-z])"
)
_LAST_PIECE = re.compile(r"(?:[,;，]\s*|\.\s+|\s+[|–—-]\s+)(?P<piece>(?:(?!\.\s|\s[–—-]\s)[^,;，|]){2,120})\Z")
_NAMES_AND_YEAR = re.compile(
    r"\s*(?P<names>[^\W\d_a-z][^\d.:]{1,60}?)(?P<others>,?\s+et\.? al\.?)?,?\s+(?P<year>(?:19|20)\d\d)(?P<stop>[.:,])?"
    r"\s+(?P<title>[^\W_].*)"
)
_LAST_DASH = re.compile(r"\s+[–—-]\s+(?P<piece>(?:(?!\s[–—-]\s).)+)\Z")
_LONGEST_AUTHORS = 400
_YEAR_LAST = re.compile(r"[\s,]*(?P<year>(?:19|20)\d\d)[a-z]?\Z")
_DASHED = re.compile(r"\s+[–—-]\s")
_MOST_PIECES = 6
_MOST_DASHED_WORDS = 4


@remembered
def read_label(text: str) -> Citation | None:
    """The reference that a link's text is: ``Invented (2018). A Title``, ``A Title, Invented et al 2018``.

    ``None`` for a text that is a title and no more.
    """
    if not _LABEL_HINT.search(text) or len(text) > _LONGEST:
        return None
    found = names_and_year(text) or read_citation(text)
    if found is not None:
        more = _read_ends(found.title) if found.title[:1] not in QUOTES else None
        return found if more is None else found._replace(title=more.title, date=found.date or more.date)
    return _read_ends(text)


def names_and_year(text: str) -> Citation | None:
    """Names and a year in front of a title, however short: ``Invented, 2018. Fast Tea``, ``Madeup et al 2018 Tea``."""
    match = _NAMES_AND_YEAR.match(text)
    if (
        not match
        or not (match["others"] or match["stop"] in {".", ","})
        or is_venue(f"{match['names']} {match['year']}")
    ):
        return None
    least = LEAST_TITLE_WORDS - (match["stop"] != ",")
    names = people(match["names"]) if len(match["title"].split()) >= least else ()
    return Citation(match["title"], names, match["year"]) if names else None


def read_byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """The authors and the year that a link's text is, with no title: ``Invented, A. and Madeup, B., 2013.``."""
    if not is_byline(text) or not (year := YEAR.search(text)):
        return None
    front = text[: year.start()].rstrip(" (")
    names, end = leading_names(front)
    return (names if end >= len(front.rstrip(" .,")) else people(front)), year[0]


def _read_ends(text: str) -> Citation | None:
    """A title without the year in front of it, and without the authors, year and venue behind it."""
    date: str | None = None
    title = text.strip()
    year = _YEAR_IN_FRONT.match(title)
    if year and year["dated"]:  # (2019.4) A Title
        date = year["dated"] + (f"-{int(year['month']):02}" if year["month"] else "")
        title = title[year.end() :]
    elif year and len(title[year.end() :].split()) >= LEAST_TITLE_WORDS and not _EVENT.search(title):
        date, title = year["year"], title[year.end() :]
    authors: tuple[str, ...] = ()
    rest: list[str] = []
    for _ in range(_MOST_PIECES):
        if not authors and (dashed := _dashed_people(title, dated=bool(date or rest))):
            authors, title = dashed
            continue
        last = _piece_behind(title)
        if last is None:
            break
        piece, cut = last
        known, year_of, fact = _read_piece(piece, first=not rest and date is None and not authors)
        if not (known or year_of or fact or rest) and date and _is_dashed_venue(title[cut:]):
            fact = f"({piece})"  # A Title - T-TEA - 2017
        if not (known or year_of or fact) or not title[:cut].strip(SEPARATORS):
            break
        title = title[:cut].rstrip(" ,;")
        authors, date = authors or known, date or year_of
        rest += [fact] if fact else []
    if title == text.strip():
        sentences = sentences_of(title)
        names = surely_people(sentences[0]) if len(sentences) > 1 else ()
        if not names:
            return None
        return Citation(sentences[1], names, rest=". ".join(sentences[2:]))
    return Citation(title, authors, date, " ".join(rest))


def _is_dashed_venue(piece: str) -> bool:
    """Whether a piece between dashes in front of a year names where the paper stands: `` - T-TEA``."""
    words = piece.split()[1:]
    is_short = bool(words) and len(words) <= _MOST_DASHED_WORDS and words[0][0].isupper()
    return is_short and _DASHED.match(piece) is not None


def _piece_behind(title: str) -> tuple[str, int] | None:
    """The piece at the end of a text that a comma, a dash or brackets part from it, and where that begins."""
    match = BRACKETED_LAST.search(title[-100:]) or _LAST_PIECE.search(title[-140:])
    return (match["piece"].strip(), len(title) - len(match[0])) if match else None


def _dashed_people(title: str, *, dated: bool) -> tuple[tuple[str, ...], str] | None:
    """The authors behind the last dash of a text, and the text without them: ``A Title - A. Invented, B. Madeup``.

    Surnames alone count where a year or venue stood behind them.
    """
    match = _LAST_DASH.search(title[-_LONGEST_AUTHORS:])
    if not match:
        return None
    front = title[: len(title) - len(match[0])]
    known = surely_people(match["piece"]) or lone_author(match["piece"])
    if not known and dated and len(names := people(match["piece"])) > 1:
        known = names
    return (known, front) if known and len(front.split()) >= LEAST_TITLE_WORDS - 1 else None


def _read_piece(piece: str, *, first: bool) -> tuple[tuple[str, ...], str | None, str]:
    """The authors, the year and the venue that a piece behind a title is; nothing where it is part of the title."""
    if YEARS.fullmatch(piece):  # Teapots in Print (1990-2010)
        return (), None, ""
    year = _YEAR_LAST.search(piece)
    front = piece[: year.start()].strip() if year else piece
    if year and not front:
        return (), year["year"], ""
    authors = surely_people(front)
    if authors and not (year or not first or SURE_NAMES.search(front)):
        authors = ()
    if authors := authors or (people(front) if year and "," in front + piece else ()):
        return authors, year["year"] if year else None, ""
    if is_venue(piece) or not says_more(f"({piece})") or (year and ACRONYM.match(front)):
        return (), None, f"({piece})"
    return (), None, ""
