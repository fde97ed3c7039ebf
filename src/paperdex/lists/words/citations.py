"""One reference taken apart: which words are its title, who wrote it, its year, and what is left.

The same reading holds wherever a reference stands: in a list item, in a paragraph of a bibliography, inside a link's
text. :func:`read_citation` knows the styles that mark where the title begins or ends::

    Ada Invented and Bo Madeup. "A Title." Venue 2 (2018): 1-9      quotes (MLA, Chicago, IEEE)
    Invented, A., & Madeup, B. (2018). A Title. Venue               the year behind the names (APA, Harvard)
    2018: Invented: A Title                                         the year in front
    Ada Invented, Bo Madeup: A Title. Venue 2018: 1-9               a colon behind the names (DBLP)
    Invented, A.B. A Title [Текст] / A.B. Invented // Venue         GOST
    Invented A, Madeup B. A Title[J]. Venue, 2018                   GB/T 7714
    A Title. In Venue 2018                                          "In" behind the title

The others are read by :mod:`paperdex.lists.words.plain_citations`, once dates and venues are out of the text.
"""

from __future__ import annotations

import re

from paperdex.lists.memory import remembered
from paperdex.lists.words.bylines import leading_names, people
from paperdex.lists.words.gather import says_more
from paperdex.lists.words.given_names import GIVEN_NAMES
from paperdex.lists.words.plain_citations import (
    ACRONYM,
    BRACKETED_LAST,
    FAR,
    HAS_QUOTE,
    LIST_NUMBER,
    SENTENCE_END,
    YEAR,
    YEARS,
    Citation,
    first_sentence,
    may_be_title,
    part_title,
    read_quoted,
)
from paperdex.lists.words.standards import read_standard

_LONGEST = 4000

_YEAR_BEHIND = re.compile(
    r",?\s*(?:[(\[](?P<bracketed>(?:19|20)\d\d)[a-z]?(?:, [^()\[\]]{1,20})?[)\]]"
    r"|(?<=[\s,.])(?P<bare>(?:19|20)\d\d)[a-z]?(?=[.,:]))[.,:]*\s+"
)
_YEAR_IN_FRONT = re.compile(r"\A\s*[(\[]?(?P<year>(?:19|20)\d\d)[)\]]?\s*:\s+(?P<names>[^:]{2,120}):\s+(?=\S)")
_YEAR_BEFORE_COLON = re.compile(r"[\s,(\[]{1,3}((?:19|20)\d\d)[a-z]?[)\]]?\s?\Z")
_OTHERS = re.compile(r"&|\bet\.? al|\bи др\b|等")
_YEAR_LAST = re.compile(r"[\s,]+((?:19|20)\d\d)\Z")
_IN_VENUE = re.compile(r"[.?!]\s+[Ii]n:?\s+(?=[^\W\d_a-z])")
_VENUE_WORD = re.compile(
    r"(?:19|20)\d\d|\A[A-Z][\w-]*[A-Z]\w*|Proc(?:eedings|\.)|Conference|Journal|Workshop|Symposium|Advances in"
)
_VERSION = re.compile(r"\b(?:edition|version|revised|update)\b", re.IGNORECASE)
_PERIODICAL = re.compile(r"(?:IEEE|ACM|Journal of|Proceedings of|Transactions on|Annals of|International Conference)\b")


@remembered
def read_citation(text: str) -> Citation | None:
    """A reference whose style marks where its title begins; ``None`` for a text that marks nothing."""
    if not text or len(text) > _LONGEST:
        return None
    text = LIST_NUMBER.sub("", " ".join(text.split()), count=1).rstrip(" :：-–—")
    if (inside := _IN_VENUE.search(text)) and _VENUE_WORD.search(text[inside.end() : inside.end() + FAR]):
        return _read_head(text[: inside.start() + 1], text[inside.end() :])
    if (last := BRACKETED_LAST.search(text[-100:])) and _is_venue_and_year(last["piece"]):
        venue = YEAR.sub("", last["piece"]).strip(" ,.’'-") or None
        head = _read_head(text[: len(text) - len(last[0])], "")
        return head._replace(date=_year_of(last["piece"]), venue=venue)
    is_list = last is not None and (_OTHERS.search(last["piece"]) is not None or last["piece"].count(",") > 1)
    year = _YEAR_LAST.search(last["piece"]) if last and is_list else None
    if last and is_list and (names := people(last["piece"][: year.start()] if year else last["piece"])):
        head = _read_head(text[: len(text) - len(last[0])], "")
        return head._replace(authors=names, date=year[1] if year else head.date)
    return _read_marked(text)


def _read_marked(text: str) -> Citation | None:
    found = read_standard(text) if "/" in text or "[" in text else None
    if found is None and HAS_QUOTE.search(text):
        found = read_quoted(text)
    return found or _read_dated(text) or _read_turned(text) or _read_colon(text)


def _read_head(head: str, behind: str) -> Citation:
    """What stands in front of a venue, read; what is ``behind`` it is left to be read."""
    title, authors, rest = part_title(head)
    known = _read_marked(head) or Citation(title, authors, rest=rest)
    return known._replace(rest=f"{known.rest} {behind}".strip())


def _year_of(text: str) -> str | None:
    year = YEAR.search(text)
    return year[0] if year else None


def _is_venue_and_year(text: str) -> bool:
    """Whether brackets hold a venue that has no name known here: ``(Journal of Tea 2018)``, ``(CHAIPOT 18)``."""
    if people(text) or _VERSION.search(text) or YEARS.fullmatch(text) or not says_more(f"({text})"):
        return False
    if YEAR.search(text):
        return not people(YEAR.sub("", text)) and "et al" not in text
    return _PERIODICAL.match(text) is not None or (text[-1].isdigit() and ACRONYM.match(text) is not None)


def _read_dated(text: str) -> Citation | None:
    """The year behind the names, or in front of them."""
    if not YEAR.search(text[:FAR]):
        return None
    if front := _YEAR_IN_FRONT.match(text):
        names = people(front["names"])
        return Citation(text[front.end() :], names, front["year"]) if names else None
    match = _YEAR_BEHIND.search(text[:FAR])
    if not match:
        return None
    before, after = text[: match.start()].strip(), text[match.end() :].strip()
    names, end = leading_names(before)
    if end < len(before.rstrip(" .,")):
        names = people(before)
    if not names or not may_be_title(after):
        return None
    year = match["bracketed"] or match["bare"]
    is_word = " " not in before
    if is_word and not match["bracketed"]:
        return None
    title, rest = first_sentence(after)
    # One word may be the paper's short name as well: TeaNet (2018) A Title.
    return Citation(title, () if is_word else names, year, " ".join(filter(None, (before if is_word else "", rest))))


def _read_turned(text: str) -> Citation | None:
    """Names with their initials behind them in front of the title, without a year: ``Invented, A. A Title: More``."""
    names, end = leading_names(text)
    behind = text[end:].lstrip(" .,:;")
    if not names or not may_be_title(behind) or (end < len(text) and text[end].isalnum()):
        return None
    if len(names) == 1 and "," not in text[:end] and names[0].count(".") < 2:  # Plan B. What is next?
        return None
    title, rest = first_sentence(behind)
    return Citation(title, names, rest=rest)


def _read_year_and_colon(before: str, year: str, behind: str) -> Citation | None:
    """Surnames and a year in front of a colon: ``Invented 2002: A Title``, and no name of a thing, ``TeaNet 2002:``."""
    names = people(before)
    is_thing = any(character.isupper() for name in names for word in name.split() for character in word[3:])
    return Citation(behind, names, year) if names and not is_thing and may_be_title(behind) else None


def _read_colon(text: str) -> Citation | None:
    """Two names at least in front of a colon: ``Ada Invented, Bo Madeup: A Title``."""
    before, colon, _ = text[:FAR].partition(": ")
    if colon and (year := _YEAR_BEFORE_COLON.search(before)):
        return _read_year_and_colon(before[: year.start()], year[1], text[len(before) + 2 :].strip())
    is_given = before.partition(" ")[0] in GIVEN_NAMES
    if not colon or not (is_given or "," in before or " and " in before or "." in before or "&" in before):
        return None
    names = () if SENTENCE_END.search(before) else people(before)
    full = sum(1 for name in names if " " in name)
    if not names or full < len(names) or (len(names) < 2 and "." not in before and not is_given):
        return None
    title, rest = first_sentence(text[len(before) + 2 :].strip())
    return Citation(title, names, rest=rest) if title else None
