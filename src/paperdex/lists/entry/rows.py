"""A row of a document's table to one entry: the title from the column that holds titles, the rest by its column.

The columns have been named by what they hold (:mod:`paperdex.lists.entry.tabled`). The first identifier of the title's
cell and of the columns of identifiers and links is the paper's. What a remark, a description or a column of code names
beside it is only mentioned; where nothing else names the paper, it is the paper's after all. A label that is only a
short citation, ``Invented et al. (2018)``, is no title, and "Week 3", a date or "TBD" isn't either.
"""

from __future__ import annotations

import re

from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.lists.entry.columns import BESIDE, NAMING, TITLES
from paperdex.lists.entry.pieces import Unit, cell_identifier, is_link_line
from paperdex.lists.entry.title_lines import keep_leftover, part_title_line, read_title_line
from paperdex.lists.entry.units import finish, read_lines, set_field
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Inline, has_link, plain_text, split_lines
from paperdex.lists.words.fields import find_authors, find_date, is_venue, parse_rating
from paperdex.lists.words.gather import Gathered, says_more
from paperdex.lists.words.links import is_paper_link, label_links
from paperdex.lists.words.titles import SEPARATORS, has_words, title_position

_NO_TITLE = re.compile(
    r"(?:(?:week|wk|lecture|lec|session|class|day|module|unit|chapter|ch|chap|section|part|meeting|homework|hw"
    r"|assignment|lab|woche|sitzung|vorlesung|semaine|séance|cours|неделя|лекция|занятие|semana|sesión|clase|settimana)"
    r"s?[ .:#-]*(?:\d[\d\s.,–—&-]*)?(?:and \d+)?"
    r"|第\s?[\d一二三四五六七八九十]+\s?[周週回讲講课課章次]|\d+\s?(?:주차|회차|주|강)"
    r"|tb[adc]|to be (?:announced|determined|decided)|n/?a|none|null|nan|nil|ditto|(?:same as|see) (?:above|below)"
    r"|coming soon|no (?:class|classes|lecture|meeting|session|readings?|papers?)\b.{0,60}|(?:\w+ )?holiday"
    r"|(?:\w+ )?(?:break|recess)|cancell?ed|(?:mid-?term|final|quiz)s?(?: exams?| \d)?|exams?"
    r"|(?:chapter|chap|ch|section|sec|page|pp?|kapitel|kap|chapitre|глава|capítulo|capitolo)s?[ .]*\d.{0,60}"
    r"|待定|暂无|無|无|没有|放假|未定|なし|休み|休講|미정|없음|휴강|휴일|нет|à venir|à définir|aucune?|keine?"
    r"|por definir|ninguno)"
)
_DAY = re.compile(
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[., ]*)?"
    r"(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? ?\d{0,2}(?:st|nd|rd|th)?(?:,? ?\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,? ?\d{4})?)"
)
_LONGEST_NO_TITLE = 80
_FAMILY = r"(?:(?:van|von|de|der|den|del|da|le|la) ){0,3}[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?"
_SHORT_CITATION = re.compile(
    rf"(?:{_FAMILY}(?:,? (?:&|and) {_FAMILY}|(?:, {_FAMILY}){{1,3}},? (?:&|and) {_FAMILY}|,? et\.? al\.?)"
    r"(?:,? [(\[]?(?:19|20)\d\d[a-z]?[)\]]?|, [^,()]{2,50}, (?:19|20)\d\d[a-z]?)"
    r"|[A-Z][a-z'’-]{2,30}(?:, | [(\[])(?:19|20)\d\d[a-z]?[)\]]?)"
)
_LOOSE_CITATION = re.compile(
    r"[^\W\d_][\w'’ -]{1,40}? et\.? al\.?,? ?[(\[]?(?:19|20)\d\d[a-z]?[)\]]?(?:, [^,()]{2,40})?"
)
_CITED_LAST = re.compile(r"\s*[(（][^()（）]{2,60}\bet\.? al\b[^()（）]{0,40}?(?P<year>(?:19|20)\d\d)?[)）]\s*\Z")
_NUMBER = re.compile(r"[(\[（]\s*(\d{4}\.\d{4,5}(?:v\d{1,2})?)\s*[)\]）]")
_LONGEST_CITATION = 120
_MOST_RUNS = 40
_AFFILIATION = re.compile(r"\s*[(（][^()（）]{0,80}[)）]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_row(unit: Unit) -> ListEntry:
    """The entry that a row of a table is."""
    found = Gathered()
    cells = [(role, label_links(cell)) for role, cell in unit.columns]
    title = title_cell(cells)
    if title is not None:
        _read_title_cell(cells[title][1], found)
    others = [cell for number, cell in enumerate(cells) if number != title]
    for late in (False, True):
        for role, cell in others:
            if cell and (role in BESIDE) is late:
                _read_cell(role, cell, found)
    return finish(unit, found)


def title_cell(cells: list[tuple[str, Inline]]) -> int | None:
    """The cell with the title: of a column of titles, else one that links a title, else the first with words."""
    for wanted in TITLES:
        for number, (role, cell) in enumerate(cells):
            if role == wanted and holds_title(cell):
                return number
    open_cells = [number for number, (role, cell) in enumerate(cells) if role in {"", *NAMING} and holds_title(cell)]
    for number in open_cells:
        if title_position(cells[number][1]) is not None:
            return number
    for number in open_cells:
        if not cells[number][0] and has_words(Gathered().take_text(_words_of(cells[number][1]))):
            return number
    for number, (role, cell) in enumerate(cells):  # | Dataset | Paper |, the latter a link
        if role == "link" and holds_title(cell) and not has_link(cell):
            return number
    return next((n for n, (role, cell) in enumerate(cells) if role in {"topic", "venue"} and holds_title(cell)), None)


def holds_title(cell: Inline) -> bool:
    """Whether a cell has words that may be a title, of a link or beside one, or a citation in place of it."""
    if cell and short_citation(cell):
        return True
    if not cell or is_link_line(cell):
        return False
    position = title_position(cell)
    if position is None and not _says_title(_words_of(cell)):
        return False
    text = plain_text(cell) if position is None or not cell[position].url else cell[position].text
    return not is_no_title(" ".join(text.split()))


@remembered
def is_no_title(text: str) -> bool:
    """Whether a text is none that a paper could have: ``Week 3``, ``2018/01/02``, ``TBD``, ``No class``."""
    text = text.strip(SEPARATORS)
    if len(text) > _LONGEST_NO_TITLE:
        return False
    if not any(character.isalpha() for character in text):
        return True
    small = text.casefold()
    if is_venue(text) or parse_rating(text) is not None:
        return True
    return bool(_NO_TITLE.fullmatch(small) or _DAY.fullmatch(small))


def _says_title(text: str) -> bool:
    return says_more(text) and has_words(text) if len(text) <= _LONGEST_NO_TITLE else has_words(text)


def _words_of(cell: Inline) -> str:
    return "".join([span.text for span in cell if not span.url and span.mark != "image"])


def _read_title_cell(cell: Inline, found: Gathered) -> None:
    lines = [line for line in split_lines(cell) if any(span.url or span.text.strip() for span in line)]
    lines = [line for line in lines if plain_text(line).strip()] or lines
    if citation := short_citation(cell):
        found.date = _YEAR.findall(citation[0])[-1]
        found.notes.append(citation[0])
        for span in cell:
            if span.url:
                found.take_link(span)
        return
    while len(lines) > 1 and _runs_on(lines[0], lines[1]):
        lines[:2] = [(*lines[0], lines[1][0]._replace(text=f" {lines[1][0].text}"), *lines[1][1:])]
    title_line, below = part_title_line(_without_numbers(lines, found))
    read_title_line(title_line, found)
    if cited := _CITED_LAST.search(found.title):
        found.title = found.title[: cited.start()].rstrip(" .")
        found.date = found.date or cited["year"]
        found.notes.append(cited[0].strip(" ()（）"))
    if below:
        read_lines(below, found)


def _without_numbers(lines: list[Inline], found: Gathered) -> list[Inline]:
    """The lines without arXiv's bare numbers in brackets, ``A Title (1801.00001)``, which name the paper."""
    numbers = [
        (i, k, match)
        for i, line in enumerate(lines[:3])
        for k, span in enumerate(line[:_MOST_RUNS])
        if not span.url and (match := _NUMBER.search(span.text))
    ]
    for i, k, match in reversed(numbers):
        identifier = parse_identifier(match[1])
        if isinstance(identifier, Identifier):
            found.add_identifier(identifier)
            span = lines[i][k]
            text = f"{span.text[: match.start()]} {span.text[match.end() :]}"
            lines[i] = (*lines[i][:k], span._replace(text=text), *lines[i][k + 1 :])
    return lines


def _runs_on(line: Inline, below: Inline) -> bool:
    """Whether a title is broken to keep its column narrow: the line below begins in the middle of a sentence."""
    same = line[-1].url == below[0].url and line[-1].mark == below[0].mark
    return same and below[0].text.lstrip()[:1].islower() and len(line) + len(below) <= _MOST_RUNS


def short_citation(cell: Inline) -> re.Match[str] | None:
    """The citation that the words of a cell are, where they are nothing else: ``Invented & Madeup, 1970``."""
    if len(cell) > _MOST_RUNS or not any(_YEAR.search(span.text) for span in cell):
        return None
    if any(span.mark == "strong" for span in cell):
        return None
    labels = [span.text for span in cell if span.mark != "image" and not (span.url and is_link_line((span,)))]
    text = " ".join("".join(labels).split()).strip(" .;,[]")
    if len(text) > _LONGEST_CITATION or not _YEAR.search(text):
        return None
    return _SHORT_CITATION.fullmatch(text) or _LOOSE_CITATION.fullmatch(text)


def _read_cell(role: str, cell: Inline, found: Gathered) -> None:
    text = " ".join(plain_text(cell).split())
    named = bool(found.identifiers or found.address)
    identifier = cell_identifier(role, cell)
    if role in {"note", "abstract", "link"}:
        _take_links(cell, found, own=not named and role != "link")
        if role == "link":
            keep_leftover("" if is_link_line(cell) else found.take_text(_words_of(cell)), found)
        elif role == "abstract":
            set_field(role, text, found)
        elif any(character.isalnum() for character in _words_of(cell)):
            found.notes.append(text)
            found.mention(text)
    elif identifier is not None:
        found.add_identifier(identifier)
    elif role == "authors":
        _take_links(cell, found, own=False)
        set_field(role, _names_of(text), found)
    elif role == "date" and (hit := find_date(text, year_alone=True)):
        _take_links(cell, found)
        found.date = hit[0]
    elif role == "venue" and has_words(text) and len(text) > 1:
        _take_links(cell, found)
        found.venue = text.strip(" -–—") or None
    elif role == "venue":
        if hit := find_date(text, year_alone=True):
            found.date = found.date or hit[0]
    elif role == "rating" and parse_rating(text) is not None:
        found.rating = parse_rating(text)
    elif role == "day":
        keep_leftover(text, found)
    elif role == "person":
        if has_words(text):
            found.notes.append(text)
    elif named and role not in NAMING and not is_link_line(cell):
        # A remark in a column that nobody knows: what it names is not this paper.
        _take_links(cell, found, own=False)
        if not has_link(cell):
            keep_leftover(found.take_text(text), found)
        elif has_words(_words_of(cell)):
            keep_leftover(text, found)
    else:
        keep_leftover(found.take_facts(cell), found)


def _take_links(cell: Inline, found: Gathered, *, own: bool = True) -> None:
    for span in cell:
        if span.url and span.mark != "image":
            found.take_link(span, own=own and is_paper_link(span))


@remembered
def _names_of(text: str) -> str:
    """Authors without their institutes in brackets: ``Invented et al. (Tea Lab)``."""
    return text if find_authors(text) else re.sub(r",?\s*\bet\.? al\.?\s*\Z", "", _AFFILIATION.sub("", text)) or text
