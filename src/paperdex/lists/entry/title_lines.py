"""The line of a piece that holds the title: the title in it, and the facts and words around it."""

from __future__ import annotations

import re

from paperdex.lists.entry.below import part_authors, short_citation
from paperdex.lists.entry.full_titles import full_title
from paperdex.lists.entry.pieces import (
    bare_identifier,
    leading_identifier,
    names_identifier,
    trailing_identifier,
)
from paperdex.lists.outline import Inline, Span, has_link, plain_text
from paperdex.lists.words.bylines import leading_names, people
from paperdex.lists.words.citations import read_citation
from paperdex.lists.words.fields import find_authors, is_numbering, is_venue
from paperdex.lists.words.gather import Gathered, says_more
from paperdex.lists.words.link_texts import names_and_year, read_byline, read_label
from paperdex.lists.words.plain_citations import part_title
from paperdex.lists.words.standards import drop_access, without_access
from paperdex.lists.words.titles import (
    FIRST_SPANS,
    QUOTES,
    SEPARATORS,
    part_remark,
    quotes_title,
    short_name,
    tidy_title,
    title_position,
)
from paperdex.lists.words.venues import unlisted_venue, venue_in_front

_NUMBER_IN_FRONT = re.compile(r"\A\s*(?:\d{1,3}\s?(?:[.)]\s+|[、．]\s*)|\[\d{1,3}\]\s*|\(\d{1,3}\)\s+)(?=\S)")
_VENUE_AND_NAME = re.compile(
    r"\A\s*[(\[](?P<venue>[A-Za-z]{2,14} ?['’]?(?:19|20)?\d\d)_(?P<name>[^()\[\]]{1,30})[)\]]\s*(?=\S)"
)
_NAME_AND_COLON = re.compile(r"\A(?P<name>[^\W_][\w+.-]{1,24}) : (?=\S)")
_BEHIND_DATE = re.compile(
    r"(?P<date>[,，]\s?(?:[A-Za-z]{3,9}\.? )?(?:19|20)\d\d)[,，]\s?"
    r"(?P<tail>[^\W\d_a-z][^,，.:()\[\]\d]{1,50})[,，.\s]*\Z"
)
_NAME_IN_BRACKETS = re.compile(
    r"[\[【](?!(?i:re)\])(?P<name>[^\W_][^\[\]【】]{1,30})[\]】]\s*[:：]?\s*(?=[^\W_]+[-:\s])"
    r"|\((?P<coined>[^\W_a-z][\w+-]*[^\W_a-z][\w+-]*)\)\s*[:：]?\s*(?=[^\W_]+[-\s])"
)
"""The short name in brackets in front of a title: ``[TeaNet] An Invented Paper``, ``(TeaNet) An Invented Paper``."""
_MOST_WORDS_BEHIND_DATE = 7
_YEAR_LAST = re.compile(r"[\s,.(]*(?:19|20)\d\d[a-z]?[).,\s]*\Z")
_LEAST_WORDS = 3
_BETWEEN_NAMES = re.compile(r",\s*(?:and\s)?|\s(?:and|&)(?:\s|\Z)")
_LONGEST_NAMES = 500
_LONGEST_CUT_NAME = 25
_OPEN_BRACKET = re.compile(r"\s[(（](?P<inside>[^()（）\[\]]{4,80}?)[\s,;:]*\Z")
_LOOSE_QUOTE = re.compile(r'\s*"\s*')
_LAST_PUNCTUATION = 0x2BFF
"""Characters up to here may be dashes, arrows and the like; a text of none but those says nothing."""


def part_title_line(lines: list[Inline]) -> tuple[Inline, list[Inline]]:
    """The line of the title, and the lines below it. A title without a link may run on until the line with one."""
    if len(lines) > 1 and _begins_with_names(lines):
        end = next((number for number, line in enumerate(lines) if has_link(line)), len(lines) - 1)
        return tuple(span for line in lines[: end + 1] for span in (*line, Span(" "))), lines[end + 1 :]
    if len(lines) > 1 and _is_cut_within_names(lines[0]):
        end = next((n for n, line in enumerate(lines[1:], 1) if _opens_title(line)), 0)
        if end:
            return tuple(span for line in lines[: end + 1] for span in (*line, Span(" "))), lines[end + 1 :]
    with_link = next((number for number, line in enumerate(lines) if has_link(line)), 0)
    running_on = lines[1 : with_link + 1]
    if len(lines) > 1 and _are_names_above(lines[0], lines[1]):
        return (*lines[0], Span(" "), *lines[1]), lines[2:]
    is_whole = title_position(lines[0]) is not None or names_identifier(lines[0])
    ends = [line[-1].text.rstrip()[-1:] for line in lines[:with_link]]
    goes_on = (_runs_on(line) or end in {",", "，"} for line, end in zip(running_on, ends, strict=True))
    if is_whole or not running_on or not all(goes_on):
        if len(lines) > 1 and _breaks_off(lines[0], lines[1]):
            return (*lines[0], Span(" "), *lines[1]), lines[2:]
        return lines[0], lines[1:]
    joined = [span for line in lines[: with_link + 1] for span in (*line, Span(" "))]
    return tuple(joined), lines[with_link + 1 :]


def _is_cut_within_names(line: Inline) -> bool:
    """Whether a line is names of authors up to its end, where a wrapped list of them goes on: ``..., and Cy``."""
    text = plain_text(line).strip()
    if len(line) > 1 or line[0].url or line[0].mark or len(text) > _LONGEST_NAMES:
        return False
    pieces = [piece.split() for piece in _BETWEEN_NAMES.split(text) if piece.strip()]
    names = all(len(words) < _LEAST_WORDS + 2 and words[-1][0].isupper() for words in pieces)
    initials = sum(word[-1] == "." and len(word) == len("A.") for words in pieces for word in words)
    return names and len(pieces) >= _LEAST_WORDS - 1 and (initials > 0 or sum(len(words) > 1 for words in pieces) > 1)


def _opens_title(line: Inline) -> bool:
    """Whether a line has the title in a dress of its own, in quotes, or behind the last of the names."""
    text = plain_text(line)
    return any(span.mark in {"strong", "emphasis"} for span in line) or any(mark in text for mark in QUOTES)


def _begins_with_names(lines: list[Inline]) -> bool:
    """Whether the first of several lines gives authors, perhaps with a year, and a reference goes on below it.

    ``Invented, A., & Madeup, B. (2018).``, ``Ada Invented, Bo Madeup,``, ``Invented, A., Madeup, B., & Fake,``; one
    name alone only above a title in italics or quotes.
    """
    text = plain_text(lines[0]).strip()
    if has_link(lines[0]) or len(text) > _LONGEST_NAMES or not text[:1].isupper():
        return False
    text = _YEAR_LAST.sub("", text)
    names = people(text.rstrip(" ,.&"))
    if not names:
        turned, end = leading_names(text)
        names = turned if len(turned) > 1 and len(text) - end < _LONGEST_CUT_NAME else ()
    first = lines[1][0]
    opens = (first.mark == "emphasis" and says_more(first.text)) or plain_text(lines[1]).lstrip()[:1] in QUOTES
    if lines[0][0].mark == "strong" and people(plain_text(lines[1]).strip(" .")):
        return False  # a title that reads like names, above those of its authors
    return bool(names) and (opens or text[-1:] in {",", "&"} or text != plain_text(lines[0]).strip())


def _breaks_off(line: Inline, below: Inline) -> bool:
    """Whether a title behind its link is broken over two lines: ``[[pdf]](...) A Title on Teapots``, ``and Cups``."""
    behind, first = line[-1], below[0]
    if behind.url or behind.mark or first.url or first.mark or len(below) > 1 or title_position(line) is not None:
        return False
    is_open = behind.text.rstrip()[-1:].isalpha() and has_link(line)
    return is_open and (first.text.lstrip()[:1].islower() or first.text.lstrip()[:1].isdigit())


def _are_names_above(line: Inline, below: Inline) -> bool:
    """Whether a line is the authors of the title in italics that the next one begins with: ``Ada Invented.``"""
    title = next((span for span in below if span.text.strip()), None)
    if title is None or title.mark != "emphasis" or title.url or len(line) > 1 or line[0].url or line[0].mark:
        return False
    names = line[0].text.strip()
    return names[-1:] in {".", ",", ":"} and bool(people(names[:-1])) and not people(title.text.rstrip(" ."))


def _runs_on(line: Inline) -> bool:
    text = plain_text(span for span in line if not span.url)
    is_text = line[0].url is None and not line[0].mark and bool(line[0].text.strip(SEPARATORS))
    return is_text and not find_authors(text) and says_more(text)


def read_title_line(line: Inline, found: Gathered, *, numbered: bool = False) -> None:
    """Read the line that holds the title: the title, and the facts and words around it."""
    spans = _join_math([drop_access(span) for span in line if span.mark != "image"])
    if name := short_name(spans):
        found.notes.append(name)
        del spans[: 1 + next(i for i, span in enumerate(spans) if span.text.strip())]
    position = title_position(spans)
    if position is None or (not spans[position].url and quotes_title(spans, position)):
        _read_loose_title(spans, found, numbered=numbered)
        return
    front, title = spans[:position], spans[position]
    text = _without_frame(title.text) if title.url else title.text
    leftover = [found.take_facts(front)]
    if full := full_title(spans, position):
        _take_full_title(spans, position, full, found)
        keep_leftover(leftover[0], found)
        return
    if title.mark == "emphasis" and (known := people(leftover[0])):  # Invented, Madeup. *A Title*
        found.authors, leftover = known, []
    if not title.url:
        text = _NUMBER_IN_FRONT.sub("", text, count=1)
    text = _take_venue_and_name(text, found)
    if cited := read_label(text):  # A Title [Invented et al. 2018], Invented (2018). A Title
        text = cited.title
        found.date, found.authors = cited.date or found.date, cited.authors or found.authors
        found.venue = found.venue or cited.venue
        leftover.append(f"{cited.front} {found.take_text(cited.rest)}".strip())
    _set_title(text, found, numbered=numbered)
    if title.url:
        found.take_link(title)
    leftover.append(found.take_facts(spans[position + 1 :]))
    for text in leftover:
        keep_leftover(text, found)


def _take_full_title(spans: list[Span], position: int, full: tuple[str, tuple[str, ...], str], found: Gathered) -> None:
    """Take the title behind the linked short name, which stays as a note, and the facts around it."""
    title, found.authors, rest = full
    if spans[position].url:
        found.take_link(spans[position])
    found.notes.append(spans[position].text.strip())
    _set_title(title, found)
    end = next((n for n in range(position + 1, len(spans)) if spans[n].url), len(spans))
    found.take_text(plain_text(spans[position + 1 : end]))
    for text in (rest, found.take_facts(spans[end:])):
        keep_leftover(text, found)


def _join_math(spans: list[Span]) -> list[Span]:
    """Runs in italics or bold joined over the formula between them: ``*Enriched $\\infty$-teapots*`` is one run."""
    for position in range(len(spans) - 2, 0, -1):
        if position + 1 >= len(spans):
            continue  # what stood behind was joined
        before, formula, behind = spans[position - 1 : position + 2]
        if formula.mark == "math" and before.mark and before.mark == behind.mark and not (before.url or behind.url):
            text = before.text + formula.text + behind.text
            spans[position - 1 : position + 2] = [before._replace(text=text)]
    return spans


def _read_loose_title(spans: list[Span], found: Gathered, *, numbered: bool = False) -> None:
    """The title is the text in front of the first link, less the facts in it; or the text behind, if none is there."""
    first_link = next((i for i, span in enumerate(spans) if span.url), len(spans))
    for position in range(1, min(first_link, FIRST_SPANS)):
        text = spans[position].text if spans[position].mark == "emphasis" else ""
        in_front = plain_text(spans[:position]).strip(SEPARATORS)
        if text and not is_venue(text) and in_front and not people(_YEAR_LAST.sub("", in_front)):
            found.authors, rest = part_authors(found.take_text(text))
            if found.authors:
                spans = [*spans[:position], *spans[position + 1 :]]
                first_link -= 1
                keep_leftover(rest, found)
                break
    front = plain_text(spans[:first_link])
    opened = _OPEN_BRACKET.search(front[-100:]) if first_link < len(spans) else None
    if opened and front[: len(front) - len(opened[0])].strip(SEPARATORS):  # A Title (Invented 2018, [pdf])
        front = front[: len(front) - len(opened[0])]
        keep_leftover(found.take_text(opened["inside"]), found)
    bare = bare_identifier(front)
    if bare is not None:
        found.add_identifier(bare)
        front = ""
    elif leading := leading_identifier(front):
        found.add_identifier(leading.identifier)
        front = front[leading.end :]
    elif trailing := trailing_identifier(front):
        found.add_identifier(trailing.identifier)
        front = front[: trailing.start]
    front = _take_behind_date(_take_venue_and_name(found.take_identifiers(front), found), found)
    cited = names_and_year(front) or read_citation(front)
    if cited is not None:
        title, authors = cited.title, cited.authors
        rest = f"{cited.front} {_without_brackets(found.take_text(cited.rest))}".strip()
        title = title if title[:1] in QUOTES else found.take_text(title)
        found.date = found.date or cited.date
        found.venue = found.venue or cited.venue
    else:
        front = found.take_text(front)
    if byline := next((by for span in spans if span.url and (by := read_byline(span.text))), None):
        found.authors, found.date = byline
    leftover = found.take_facts(spans[first_link:])
    if cited is None:
        title, authors, rest = part_title(front or leftover)
    found.authors = found.authors or authors
    if (name := _NAME_AND_COLON.match(title)) and name["name"] not in rest.split() and _is_coined(name["name"], title):
        title, rest = title[name.end() :], f"{name['name']} {rest}".strip()
    _set_title(title, found, numbered=numbered)
    for text in (rest, leftover if front else ""):
        keep_leftover(text, found)


def _take_venue_and_name(text: str, found: Gathered) -> str:
    """A text without the ``(ECCV2018_TeaNet)``, ``18-ECCV-`` or ``ECCV '18 -- `` that it begins with."""
    if glued := venue_in_front(text):
        found.venue = found.venue or glued[0]
        return text[glued[1] :]
    match = _VENUE_AND_NAME.match(text) if "_" in text else None
    if not match:
        return text
    found.take_text(f"({match['venue']})")
    found.notes.append(match["name"])
    return text[match.end() :]


def _take_behind_date(text: str, found: Gathered) -> str:
    """A text without the institute or journal behind its date: ``A Title, aug 2016, Teahouse,``."""
    match = _BEHIND_DATE.search(text[-100:]) if text[-1:].isspace() or text[-1:] in (",", "，") else None
    if not match or len(match["tail"].split()) > _MOST_WORDS_BEHIND_DATE:
        return text
    names = people(match["tail"])
    if names and " " in names[0]:
        found.authors = found.authors or names
    else:
        found.notes.append(match["tail"].strip())
    return text[: len(text) - len(match[0])] + match["date"]


def _without_brackets(text: str) -> str:
    whole = text[:1] == "(" and text.rstrip(" .,")[-1:] == ")" and text.count("(") == 1
    return text.strip(" .,()") if whole else text


def _is_coined(name: str, title: str) -> bool:
    """Whether a word in front of " : " is a short name: it has capitals or digits within, or the title repeats it.

    A plain word is one where a title in capitals follows: ``Transformer : Pouring Tea with Attention``.
    """
    parts = [part[1:] for part in name.split("-")]
    is_odd = any(character.isupper() or character.isdecimal() for part in parts for character in part)
    is_odd = is_odd or title.casefold().startswith(f"{name} : {name}".casefold())
    behind = title[len(name) + 3 :]
    is_word = name.isalpha() and not name.islower() and len(behind.split()) > _LEAST_WORDS and ":" not in behind
    return is_odd or (is_word and behind[0].isupper() and behind.split()[-1][0].isupper())


def _set_title(text: str, found: Gathered, *, numbered: bool = False) -> None:
    """Keep a title, without its full stop; what is no part of it is a note."""
    title = tidy_title(text, numbered=numbered)
    if (name := _NAME_IN_BRACKETS.match(title)) and says_more(title[name.end() :]):
        short = name["name"] or name["coined"]
        if not bare_identifier(short):  # [1801.00001] A Title
            found.notes.append(short)
        title = title[name.end() :]
    found.title, remark = part_remark(_without_full_stop(title))
    if remark:
        found.notes.append(remark)


def _without_frame(label: str) -> str:
    """A label without the brackets around all of it: ``[Invented, 2018. A Title]``."""
    whole = label.strip()
    return whole[1:-1] if whole[:1] == "[" and whole[-1:] == "]" and "[" not in whole[1:] else label


def _without_full_stop(title: str) -> str:
    return title if title.endswith(("..", " al.")) else title.removesuffix(".")


def keep_leftover(text: str, found: Gathered) -> None:
    """Words beside the title: the authors, or a note."""
    text = without_access(text)
    if text.count('"') == 1:
        text = _LOOSE_QUOTE.sub("", text).lstrip(" .,;")
    if not (found.authors or found.date) and (cited := short_citation(text)):
        (found.authors, found.date), text = cited, ""
    if not found.authors:
        found.authors, text = part_authors(text)
    if found.venue is None and (venue := unlisted_venue(text)):
        found.venue, text = venue, ""
    if any(c.isalnum() or ord(c) > _LAST_PUNCTUATION for c in text) and not is_numbering(text) and not text.isdecimal():
        found.notes.append(text)
