"""A reference that marks nothing, or only its title by quotes: title, authors and the rest by what stands where.

Dates and venues are out of the text already. ``Authors. Title. Venue``, ``Title. Authors. Venue``, ``Title - Authors``,
``Title | Authors | Venue``, ``Title by A and B``, ``Title, Authors``, ``Authors, Title``, ``Authors, "Title", Venue``.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from paperdex.lists.memory import remembered
from paperdex.lists.words.bylines import east_asian_people, lone_author, people, surely_people
from paperdex.lists.words.fields import find_authors, is_venue
from paperdex.lists.words.gather import says_more
from paperdex.lists.words.given_names import GIVEN_NAMES
from paperdex.lists.words.titles import SEPARATORS

_QUOTED = re.compile(
    r'["“„«»「『《〈‹][^"“”„«»「」『』《》〈〉‹›]{3,300}["”“»«」』》〉›]'
    r"|(?<!\w)‘[^‘]{3,300}?’(?!\w)"
    r"|(?<![\w'])'(?=[^\W\d_a-z])[^']{8,300}'(?=[,.;)]|\s|\Z)"
)
HAS_QUOTE = re.compile(r"[\"“„«»「『《〈‹‘]|(?<![\w'])'(?=[^\W\d_a-z])")
_MOST_QUOTES = 3
LEAST_TITLE_WORDS = 3
FAR = 400
"""Characters of a reference in which the year stands behind the authors, or a colon does."""

LIST_NUMBER = re.compile(
    r"\A\s*(?:\[(?:\d{1,3}|[A-Za-z][A-Za-z+-]{1,20}\d{2,4}[a-z]?)\]|\(\d{1,3}\)|\d{1,3}[.)、])\s+(?=\S)"
)
_SHORT_NAME = re.compile(r"\s*[\[【]([^\W_][^\]】]{0,40})[\]】]\s*[:：]?\s*(?=[^\W_])")
_TAGS_BEHIND = re.compile(r"[\s.]*[\[【][^\[\]【】]{1,40}[\]】][\s.]*\Z")
_SEGMENT = re.compile(r"\s+[|–—-]+\s+")
_OTHERS_IN_FRONT = re.compile(r"(?P<names>[^\W\d_a-z][^:;\d]{1,60}?\bet\.? al\b\.?)\s?[,:]?\s+")
_BAR = re.compile(r"\s*\|\s*|\s[·•]\s")
_FIRST_BAR = re.compile(r"\s[|·•]\s")
_COMMA = re.compile(r"[,，]\s*")
_BY = re.compile(r"[\s,]{1,3}by\s+(?=[^\W\d_a-z])")
_VENUE_BEHIND = re.compile(r",\s*(?:(?i:arxiv)|[A-Z][A-Z&/-]{1,9})[\s.]*\Z")
_MOST_SEPARATORS = 12

SURE_NAMES = re.compile(r"\bal\b|\b[^\W\d_]\.")
"""What only names have: initials, "et al."."""

SENTENCE_END = re.compile(r"(?<=\w\w)[.。]\s+|\s\.\s+|(?<=[?!])\s+(?=In\s[^\W\d_a-z])|(?<=[)\]])\.\s+(?=[^\W\d_a-z])")
_ABBREVIATION = re.compile(
    r"\b(?:vs|etc|cf|ed|eds|vol|no|pp|dr|st|mr|mrs|prof|approx|resp|jr|sr|fig|sec|eq|incl|esp|ca"
    r"|им|рис|стр|т\. ?е|(?<=\.\s)[IVX]{1,4})\Z",
    re.IGNORECASE,
)
_PART_NUMBER = re.compile(
    r"(?:[IVX]{1,4}(?!\.\s?[^\W\d_a-z][\w'’-]+(?:,\s|\s(?:and|&|et al)\s))|Part|Vol|Teil|Partie|Часть)\b"
)

YEAR = re.compile(r"(?:19|20)\d\d")
YEARS = re.compile(r"(?:19|20)\d\d\s?[–—-]\s?(?:(?:19|20)\d\d|[a-z]{3,8})")
"""A stretch of years that a title names: ``Teapots in Print (1990-2010)``."""
_YEAR_LAST = re.compile(r"(?<=[\s.,(])(?P<year>(?:19|20)\d\d)[a-z]?[).,:\s]*\Z")
BRACKETED_LAST = re.compile(r"\s*[(\[（](?P<piece>[^()\[\]（）]{2,80})[)\]）][\s.]*\Z")
ACRONYM = re.compile(r"[^\W\d_a-z][\w&’'/-]*[^\W\d_a-z][\w&’'/-]*(?:\s?['’]?\s?(?:(?:19|20)\d\d|\d\d))?\Z")
_BEHIND_QUOTE = re.compile(r"(?:by|in|at|par|von|por|di)\s+(?=[^\W_a-z])")


_BYLINE_END = re.compile(r"\s*[(\[]|[,.]?\s+(?=(?:19|20)\d\d)|(?<=\w\w)\.\s+|\s+[–—-]\s+")


class Citation(NamedTuple):
    """A reference, read."""

    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    rest: str = ""
    """What stands behind title, authors and year: venue, pages, remarks."""
    venue: str | None = None
    front: str = ""
    """What stands in front of them and is none: a short name, a number."""


@remembered
def part_title(text: str) -> tuple[str, tuple[str, ...], str]:
    """Title, authors and the rest of a text that may hold them all; dates and venues are out of it already.

    The title is what stands in quotes, or the first sentence that is no list of authors.
    """
    text = LIST_NUMBER.sub("", text, count=1)
    if short_name := _SHORT_NAME.match(text):
        title, authors, rest = part_title(text[short_name.end() :])
        return title, authors, " ".join(part for part in (short_name[1], rest) if part)
    if HAS_QUOTE.search(text) and (quoted := read_quoted(text)):
        around = (quoted.front, quoted.rest.strip(SEPARATORS))
        return quoted.title, quoted.authors, " ".join(filter(None, around))
    sentences = sentences_of(text)
    for position, sentence in enumerate(sentences):
        if authors := surely_people(sentence) or (east_asian_people(sentence) if not position else ()):
            if position:
                return ". ".join(sentences[:position]), authors, ". ".join(sentences[position + 1 :])
            behind = surely_people(sentences[1]) if len(sentences) > 1 else ()
            if behind and _sound_like_names(behind) > _sound_like_names(authors):
                return sentences[0], behind, ". ".join(sentences[2:])  # Kettle Maps and Teapot Problems. A. Invented
            if len(sentences) > 1:
                return sentences[1], authors, ". ".join(sentences[2:])
    if len(sentences) > 1 and (authors := lone_author(sentences[0])) and may_be_title(sentences[1]):
        return sentences[1], authors, ". ".join(sentences[2:])
    if len(sentences) > 1 and len(sentences[0].split()) >= LEAST_TITLE_WORDS:
        authors = people(sentences[1]) if "," in sentences[1] else ()
        title, known, rest = part_title(sentences[0])
        others = ". ".join(sentences[2 if authors else 1 :]).strip(SEPARATORS)
        return title, known or authors, ". ".join(filter(None, [rest, others]))
    return _part_names_in_front(text) or _part_authors_behind(text)


def _part_names_in_front(text: str) -> tuple[str, tuple[str, ...], str] | None:
    """``Ada Invented, Bo Madeup and Cy Fake, A Title``: two full names at least, or one with an initial."""
    if "," not in text and "al" not in text:
        return None
    others = _OTHERS_IN_FRONT.match(text)
    known = people(others["names"]) if others else ()
    if others and known and may_be_title(text[others.end() :]):  # Invented et al, A Title
        return text[others.end() :], known, ""
    end = 0
    names: tuple[str, ...] = ()
    for comma in islice(_COMMA.finditer(text), _MOST_SEPARATORS * 2):
        part = people(text[end : comma.start()].strip().removeprefix("and "))
        if not part or not all(" " in name for name in part):
            break
        names += part
        end = comma.end()
    title = _VENUE_BEHIND.sub("", text[end:])
    has_initial = any(len(word) < 3 for name in names for word in name.split())
    worded = ":" in title or any(word[0].islower() for word in title.split())
    if (len(names) > 1 or (names and has_initial)) and may_be_title(title) and worded:
        return title, names, ""
    if len(names) >= LEAST_TITLE_WORDS and not people(title) and " " in title:
        return title, names, ""
    return None


def _part_authors_behind(text: str) -> tuple[str, tuple[str, ...], str]:
    """Title, authors and the rest where the authors stand behind a dash, a bar, "by" or a comma."""
    tags = ""
    if match := _TAGS_BEHIND.search(text[-60:]):
        cut = len(text) - len(match[0])
        if text[:cut].strip(SEPARATORS):
            text, tags = text[:cut], match[0].strip(" .[]【】")
    bar = _FIRST_BAR.search(text)
    title, behind = (text[: bar.start()], text[bar.end() :]) if bar else (text, "")
    if bar and title.strip(SEPARATORS):
        names = [(part, people(part)) for part in _BAR.split(behind)]
        rest = " ".join(part for part, known in names if not known and part.strip(SEPARATORS))
        return title, next((known for _, known in names if known), ()), " ".join(filter(None, (rest, tags)))
    for pattern in (_SEGMENT, _BY, _COMMA):
        for separator in list(islice(pattern.finditer(text), _MOST_SEPARATORS)):
            behind = text[separator.end() :]
            end = None if pattern is _COMMA else pattern.search(behind)
            piece = behind[: end.start()] if end else behind
            authors = surely_people(piece) or (lone_author(piece) if pattern is _SEGMENT else ())
            if pattern is _BY and "," in separator[0]:  # A Title, by Ada Invented
                authors = authors or _in_full(people(piece))
            if len(authors) > (pattern is _COMMA and not SURE_NAMES.search(behind)):
                rest = behind[end.end() :] if end else ""
                return text[: separator.start()], authors, " ".join(part for part in (rest, tags) if part)
    return text, (), tags


def _sound_like_names(names: tuple[str, ...]) -> float:
    """The share of names that begin with an initial or a common given name."""
    firsts = [name.split()[0] for name in names]
    return sum(first in GIVEN_NAMES or SURE_NAMES.match(first) is not None for first in firsts) / len(firsts)


def _in_full(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if all(" " in name for name in names) else ()


def may_be_title(text: str) -> bool:
    """Whether a text may be a title behind names: three words at least, and no names themselves."""
    words = text.split()
    if len(words) < LEAST_TITLE_WORDS or not (text[0].isalnum() or HAS_QUOTE.match(text)) or text[0].islower():
        return False
    return not surely_people(text.partition(". ")[0]) and says_more(text)


def read_quoted(text: str) -> Citation | None:
    """The title is what stands in quotes, unless the quotes are part of it."""
    for match in islice(_QUOTED.finditer(text), _MOST_QUOTES):
        inner = match[0][1:-1].strip()
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        date = None
        if year := _YEAR_LAST.search(before):
            before, date = before[: year.start()], year["year"]
        if before and before[-1] not in ".,;:-–—)]：，、" and not surely_people(before):
            continue
        is_east_asian = match[0][0] in "「『《〈" and not before
        if not inner or not (is_east_asian or _ends_title(inner, after)):
            continue
        if by := _BEHIND_QUOTE.match(after):
            authors, after = _split_byline(after[by.end() :]) if after.startswith("by") else ((), after)
        else:
            authors = ()
        authors = authors or find_authors(before) or find_authors(after)
        if not authors and "," in before:
            authors = find_authors(before.rstrip(" .,;") + " et al.") or (
                people(before) if len(people(before)) > 1 else ()
            )
            before = "" if authors else before
        before = "" if authors and find_authors(before) else before.strip(SEPARATORS)
        after = "" if authors and find_authors(after) else after
        return Citation(match[0], authors, date=date, rest=after, front=before)
    return None


def _ends_title(inner: str, after: str) -> bool:
    """Whether closing quotes end a title, and are not in the middle of one: ``"Why Tea?" Explaining Teapots``."""
    if after[:1] == ":" and says_more(after[1:]):
        return False
    if inner[-1] in ".,，。" or not after[:1].isalnum() or _BEHIND_QUOTE.match(after):
        return True
    front = re.split(r"[.,;:(\[|]", after, maxsplit=1)[0].strip()
    if is_venue(front) or ACRONYM.match(front) or not says_more(front) or surely_people(after.partition(". ")[0]):
        return True
    return inner[-1] not in "?!？" and " " in inner and after[0].isupper() and YEAR.search(after[:FAR]) is not None


def _split_byline(text: str) -> tuple[tuple[str, ...], str]:
    """The people behind "by", and what follows them: ``Ada Invented (2018). A remark``."""
    whole = people(text.rstrip(". "))
    if whole:
        return whole, ""
    for match in islice(_BYLINE_END.finditer(text), _MOST_SEPARATORS):
        if names := people(text[: match.start()]):
            return names, text[match.start() :].strip()
    return (), text


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the others."""
    first, *others = sentences_of(text) or [text]
    return first, ". ".join(others)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; an abbreviation (``vs.``) ends none, nor does the number of a part follow one."""
    sentences: list[str] = []
    start = 0
    for end in SENTENCE_END.finditer(text):
        before = text[max(start, end.start() - 8) : end.start()]
        if _ABBREVIATION.search(before) or _PART_NUMBER.match(text, end.end()):
            continue
        sentences.append(text[start : end.start()])
        start = end.end()
    return [sentence for sentence in (*sentences, text[start:]) if sentence.strip(SEPARATORS)]
