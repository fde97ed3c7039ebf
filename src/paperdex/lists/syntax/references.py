"""What the fields of a reference say, whatever format they come in: what names the paper, its date, venue and groups.

BibTeX, RIS and CSL-JSON have a field for everything, and every program puts an arXiv identifier into another one:
``eprint``, the number of a report, ``arXiv preprint arXiv:...`` or ``CoRR abs/...`` as a journal, the note, the link,
the key of the entry. Here they are looked for in one order, the surest first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from paperdex.core.identifiers import Identifier, MalformedIdentifier, find_identifiers, parse_identifier, parse_url
from paperdex.core.text import clean_text
from paperdex.lists.outline import Cut

LONGEST_VALUE = 10_000
"""Characters of a field that are read; hardly any title, name or abstract is longer."""

_NO_VENUE = re.compile(r"arxiv|\bcorr\b|\babs/|^(?:e-?print|preprint)s?$", re.IGNORECASE)
_OTHER_PAPER = re.compile(r"\b(?:see|cf|extends|extended|extension|erratum|comment|reply|based|supersede[sd]?)\b", re.I)
_BARE_OLD = re.compile(r"[0-9]{7}(?:v[0-9]+)?\Z")
_DBLP_KEY = re.compile(r"DBLP:(?=journals/corr/)", re.IGNORECASE)
_BIBCODE = re.compile(r"[12][0-9]{3}arXiv[0-9.]{9,10}[A-Z]\Z")
_DATE = re.compile(r"\s*([12][0-9]{3})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?![0-9])")
_LEVELS = re.compile(r"\s+[/>]\s+")
_KEYWORDS = re.compile(r"[,;]")
_SUBJECT = re.compile(
    r"(?:Computer Science|Mathematics|Statistics|(?:High Energy )?Physics|Astrophysics|Condensed Matter|Economics"
    r"|Quantitative (?:Biology|Finance)|Nonlinear Sciences|Electrical Engineering and Systems Science) - \S"
    r"|(?:cs|eess|math|stat|physics|q-bio|q-fin|cond-mat|astro-ph|econ)\.[A-Za-z-]{2,}\Z|FOS: "
)
"""Classes of arXiv, as programs write them into the keywords by themselves."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABOUT_NUMBER = re.compile(r"\[[A-Za-z.-]+\]|\b(?:e-?print|preprint|arxiv|url)\b", re.IGNORECASE)
_FEW_WORDS = 4
_FEW_ENTRIES = 4
_MOST_LEVELS = 12
_LONGEST_TOPIC = 8
"""Words of a keyword that orders a list; index terms that were run together are longer."""


def cut_value(line: int, name: str, most: int = LONGEST_VALUE) -> Cut:
    """Tells of a field of which no more than its first characters are read."""
    return line, f"the field {name!r} has more than {most:,} characters; only the first {most:,} were read."


def paper_names(
    *,
    numbers: Iterable[str] = (),
    dois: Iterable[str] = (),
    places: Iterable[str] = (),
    urls: Iterable[str] = (),
    notes: Iterable[str] = (),
    key: str = "",
) -> tuple[str, ...]:
    """What names the paper, best first, for :class:`~paperdex.lists.outline.Record`.

    ``numbers`` are meant as identifiers; ``places`` are journal, volume and the like, in which an identifier stands;
    a note and the key of the entry count only where nothing else names an arXiv paper, and a link to no paper only
    where nothing names one at all.
    """
    dois, urls = list(dois), [url for url in urls if "://" in url]
    names = [*numbers, *(found for place in places for found in _found(place))]
    names += [url for url in urls if _is_paper(url)] + dois
    if not any(isinstance(found := parse_identifier(name), Identifier) and found.scheme == "arxiv" for name in names):
        names += [name for note in notes for name in _note_names(note)] or _key_names(key)
    return tuple(dict.fromkeys(names)) if any(map(_is_paper, names)) else tuple(dict.fromkeys([*names, *urls[:1]]))


def arxiv_number(value: str, archive: str = "", subject: str = "") -> str:
    """The name that an ``eprint`` gives: ``archive`` is what it is said to be a number of, ``subject`` its class.

    The empty text where it is said to be a number of something else (JSTOR, PubMed). A number that isn't said to be
    arXiv's comes back as it is, so that it counts only where it can be one.
    """
    value = value.strip()
    if archive and "arxiv" not in archive.casefold():
        return ""
    if subject and _BARE_OLD.match(value):
        return f"arXiv:{subject.split('.')[0]}/{value}"
    return f"arXiv:{value}" if value and archive and "arxiv" not in value.casefold() and "/abs/" not in value else value


def _is_paper(name: str) -> bool:
    return parse_identifier(name[:LONGEST_VALUE]) is not None


def _found(text: str) -> Iterator[str]:
    for found in find_identifiers(text[:LONGEST_VALUE]) if text else ():
        yield found.identifier.raw if isinstance(found.identifier, MalformedIdentifier) else _spelled(found.identifier)


def _spelled(identifier: Identifier) -> str:
    return f"{identifier}v{identifier.version}" if identifier.version else str(identifier)


def _note_names(note: str) -> list[str]:
    """The identifier that a note gives for the paper itself: near its begin, and not of a paper to be compared."""
    first = next(find_identifiers(note[:LONGEST_VALUE]), None)
    before = note[: first.start] if first else ""
    own = first and len(before.split()) < _FEW_WORDS and not _OTHER_PAPER.search(before)
    return list(_found(note[first.start : first.end])) if first and own else []


def _key_names(key: str) -> list[str]:
    """The arXiv paper that the key of an entry names: DBLP's keys, the bibcodes of ADS, and plain identifiers."""
    url = ""
    if _DBLP_KEY.match(key):
        url = f"https://dblp.org/rec/{key[5:]}"
    elif _BIBCODE.match(key):
        url = f"https://ui.adsabs.harvard.edu/abs/{key}"
    if url:
        return [url] if parse_url(url) else []
    found = (match.identifier for match in find_identifiers(key[:LONGEST_VALUE], bare=True))
    return [_spelled(identifier) for identifier in found if isinstance(identifier, Identifier)]


def iso_date(*parts: str) -> str | None:
    """A date as ISO 8601, as precise as it is known, from a whole date or from year, month and day.

    Months are numbers or English names; what comes after the first date (the end of a range) doesn't count.
    """
    match = _DATE.match(parts[0]) if parts else None
    if not match:
        return None
    year, month, day = match[1], match[2] or "", match[3] or ""
    if not month and len(parts) > 1:
        month, day = parts[1].strip(), (parts[2].strip() if len(parts) > 2 else "")
        month = str(_MONTHS.index(month[:3].lower()) + 1) if month[:3].lower() in _MONTHS else month
    if not _within(month, 12):
        return year
    return f"{year}-{int(month):02}-{int(day):02}" if _within(day, 31) else f"{year}-{int(month):02}"


def _within(number: str, most: int) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 3 and 1 <= int(number) <= most


def venue(*places: str | None) -> str | None:
    """The first place that is a venue; a preprint's "journal" is none."""
    return next((place for place in places if place and not _NO_VENUE.search(place)), None)


def own_note(note: str | None) -> str | None:
    """A note, unless all it says is the identifier."""
    if not note:
        return None
    rest, end = "", 0
    for found in find_identifiers(note):
        rest += note[end : found.start]
        end = found.end
    return note if re.search(r"\w", _ABOUT_NUMBER.sub("", rest + note[end:])) else None


def topic_path(name: str) -> tuple[str, ...]:
    """A group or keyword as a path: ``A / B`` and ``A > B`` are two levels."""
    return tuple(part for part in map(clean_text, _LEVELS.split(name, maxsplit=_MOST_LEVELS)) if part)


def first_keyword(keywords: str) -> tuple[str, ...]:
    """The topic that keywords give: the first that is no class of arXiv's. The others don't order the list.

    Index terms (``*Kettles/methods``) and what is too long to be a word of the keeper's give none.
    """
    words = (word for part in _KEYWORDS.split(keywords) if (word := part.strip()) and not _SUBJECT.match(word))
    first = next(words, "")
    return () if "*" in first or len(first.split()) > _LONGEST_TOPIC else topic_path(first)


def keywords_group(topics: Iterable[tuple[str, ...]]) -> bool:
    """Whether first keywords order a list: they are few, and each is shared. Of very few entries nothing can be told.

    The keywords that publishers give describe each paper by itself, so that nearly every entry begins with another.
    """
    shared = Counter(topic for topic in topics if topic)
    return shared.total() < _FEW_ENTRIES or 2 * len(shared) <= shared.total()
