"""CSV and TSV to an outline: a row is a paper, its columns known by their names or, without any, by their content.

Columns of topics, outermost first, give the topic of a row; where each group is named only in its first row, as merged
cells are exported, it holds for the rows below. A row with nothing but its first cell is a heading of the rows below it
where the titles stand in another column. A table without named columns and without a column of identifiers or addresses
is read as plain text, line by line. What ``paperdex list --format csv`` prints is read back.
"""

from __future__ import annotations

import html
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.lists import plain
from paperdex.lists.entry.columns import is_header, is_name, is_own, roles_by_content, roles_by_name
from paperdex.lists.outline import Block, Cut, Outline, Record, Span
from paperdex.lists.packed import Blocks, unpacked
from paperdex.lists.syntax.delimited import Row, Rows, find_delimiter, rows_of
from paperdex.lists.syntax.id_lines import is_of_ids
from paperdex.lists.words.fields import find_authors, find_date, parse_rating, strip_decoration, strip_numbering
from paperdex.lists.words.links import is_paper_link
from paperdex.lists.words.titles import tidy_title

_HEADER_ROWS = 10
_CONTENT_ROWS = 200
_FORMULA = re.compile(r"'(?=[=+\-@\t\r])")
_HYPERLINK = re.compile(r"\A=HYPERLINK\(\s*\"?([^\"]+)\"?\s*(?:[,;]\s*\"?([^\"]*)\"?\s*)?\)\Z", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\A\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\((\S+)\)\Z")
_URL = re.compile(r"https?://[^\s<>\"|，；]+")
_PATH = re.compile(r"\s+[>»→]\s+")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|u)>", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(r"[\d.]{3,12}(?:v\d+)?\Z")
_NAMES_END = re.compile(r"[\s,，]*\b(?:et\.? al\.?|and others)\s*\Z", re.IGNORECASE)
_AND = re.compile(r"\s*[,，、&]\s*(?:and\s+)?|\s+and\s+")
_LISTED = re.compile(r"\A\[\s*['\"](.*)['\"]\s*\]\Z", re.DOTALL)
_CITED = re.compile(r"\s*[(（\[](?P<authors>[^()（）\[\]]{2,60}?)(?:,\s[^()（）\[\]]{2,40})?[)）\]]\Z")
_FAMILY = r"(?:(?:van|von|de|der|den|del|da|le|la) ){0,3}[^\W\d_a-z][\w'’-]{1,30}"
_FAMILIES = re.compile(
    rf"{_FAMILY}(?:(?:, | ?& | and ){_FAMILY}){{0,3}}(?P<et_al>,? et\.? al\.?)?(?:,? (?:19|20)\d\d)?"
)
_LONGEST_CELL = 4096
_MOST_LINKS = 100
_SEVERAL = re.compile(r"[\s,;|，；、]+")
_TITLE_PARTS = re.compile(r"\s*[;；|]\s*|\s+/\s+")
_SCHOLARLY = frozenset({"authors", "venue", "abstract", "doi", "arxiv"})


def read(text: str) -> Outline:
    """The outline of a table: a record a row, or that of a plain text where it is no table of papers."""
    rows = rows_of(text, find_delimiter(text, is_header))
    first = list(islice(rows, _CONTENT_ROWS))
    position = next((n for n, (_, cells) in enumerate(first[:_HEADER_ROWS]) if is_header(cells)), None)
    if position is not None:
        header = first[position][1]
        if len(header) == 1 and is_of_ids(text):
            return plain.read(text.replace(header[0], "", 1))
        table = _Table(header, roles_by_name(header))
        first = first[position + 1 :]
    else:
        roles = roles_by_content([cells for _, cells in first])
        names = [number for number, role in roles.items() if role in {"arxiv", "address"}]
        is_uneven = len(first[0][1]) == 1 or len({len(cells) for _, cells in first}) > 1
        if not names or (is_uneven and is_of_ids(text)):
            return plain.read(text)
        table = _Table([], roles)
        unnamed = first[0][1]
        if all(not is_name(_cell(unnamed, number)) and _cell(unnamed, number) for number in names):
            first = first[1:]  # names of columns that nobody knows
    size = len(text)
    del text
    blocks = tuple(table.records(chain(first, rows), size))
    return Outline(blocks, cuts=tuple(table.cuts))


_ARXIV = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/\S+\Z", re.IGNORECASE)


class _Table:
    """What is known of a table's columns, and how a row of it is read."""

    def __init__(self, header: Sequence[str], roles: Mapping[int, str]) -> None:
        self._header = [sys.intern(" ".join(name.split())) for name in header]  # one for all rows
        self._is_own = is_own(header)
        self._roles = roles
        self._columns: dict[str, list[int]] = defaultdict(list)
        for number, role in roles.items():
            self._columns[role].append(number)
        self._columns["topic"].sort()
        self._group: tuple[str, ...] = ()
        self.cuts: list[Cut] = []

    def records(self, given: Iterable[Row], size: int) -> Iterator[Block]:
        """A record for each row that is a paper; none where nothing says that any is.

        ``size`` is that of the document, in characters.
        """
        rows = Rows((line, self._whole(cells)) for line, cells in given)
        del given
        self._leave_tags(rows)
        topics = self._topics(rows)
        found = Blocks(size)
        for (line, cells), topic in zip(rows, topics, strict=True):
            if self._is_group(cells):
                self._group = tuple(filter(None, [_topic_name(cells[0])]))
            else:
                found.extend(self._records(line, cells, (*self._group, *topic)))
        del rows, topics
        if not self._is_own and _are_cited(_records_of(found)):
            for place, record in enumerate(_records_of(found)):
                found[place] = found.kept(_uncited(record))
        if self._says_papers() or any(map(_is_paper, _records_of(found))):
            yield from found

    def _says_papers(self) -> bool:
        """Whether the names of the columns are those of papers, so that rows without any identifier count."""
        titles = {self._header[number].casefold() for number in self._columns.get("title", ()) if self._header}
        return bool(_SCHOLARLY & self._columns.keys()) or bool(titles - {"name", "work"})

    def _records(self, line: int, cells: list[str], topic: tuple[str, ...]) -> Iterator[Record]:
        """The paper of a row; a paper for each identifier, where a cell has several of arXiv's or several DOIs."""
        record = self._record(line, cells, topic)
        if record is None:
            return
        for role in ("arxiv", "doi", "address"):
            for number in self._columns.get(role, ()):
                cell = _cell(cells, number)
                parts = [part for part in _SEVERAL.split(cell) if part]
                if len(parts) > 1 and not self._is_own and _are_several(parts):
                    titles = [part.strip() for part in _TITLE_PARTS.split(record.title)]
                    others = frozenset(parts)
                    titles = titles if len(titles) == len(parts) else [record.title] * len(parts)
                    for title, part in zip(titles, parts, strict=True):
                        links = tuple(link for link in record.links if link[1] == part or link[1] not in others)
                        yield replace(record, title=title, names=(part,), links=links)
                    return
        yield record

    def _record(self, line: int, cells: list[str], topic: tuple[str, ...]) -> Record | None:
        links: list[tuple[str, str]] = []
        texts: dict[int, str] = {}
        for number, cell in enumerate(cells):
            texts[number], targets = _text_and_links(cell)
            self._tell_cuts(line, number, texts[number])
            label = self._header[number] if number < len(self._header) and self._roles.get(number) != "title" else ""
            links += [("" if self._is_own else label, url) for url in targets]
        title = self._text("title", texts)
        title = title if self._is_own else _without_stop(_title(title))
        names = tuple(dict.fromkeys(self._names(cells, texts)))
        if not title and not names:
            return None
        return Record(
            line,
            "" if is_name(title) else title,
            names,
            authors=_authors(self._text("authors", texts)),
            date=sys.intern(max(map(_date, self._texts("date", texts)), key=len, default="")) or None,
            venue=self._text("venue", texts) or None,
            note="\n".join(self._texts("note", texts)) or None,
            abstract=self._text("abstract", texts) or None,
            links=tuple(dict.fromkeys(links)),
            topic=topic,
            rating=_rating(self._text("rating", texts)),
        )

    def _tell_cuts(self, line: int, number: int, text: str) -> None:
        """Tell of what is left out of a cell."""
        if len(text) <= _LONGEST_CELL and text.count("://") <= _MOST_LINKS:
            return
        name = (self._header[number] if number < len(self._header) else "") or f"column {number + 1}"
        if self._roles.get(number) == "date" and len(text) > _LONGEST_CELL:
            what = f"a date was sought in the first {_LONGEST_CELL:,} characters of {name!r} alone."
            self.cuts.append((line, what))
        if text.count("://") > _MOST_LINKS:
            self.cuts.append((line, f"of the links in {name!r} the first {_MOST_LINKS} were kept."))

    def _texts(self, role: str, texts: Mapping[int, str]) -> list[str]:
        return [text for number in self._columns.get(role, ()) if (text := texts.get(number, ""))]

    def _text(self, role: str, texts: Mapping[int, str]) -> str:
        return next(iter(self._texts(role, texts)), "")

    def _names(self, cells: list[str], texts: Mapping[int, str]) -> Iterator[str]:
        """What may name the paper, best first: columns of identifiers, then DOIs, addresses, and the title's link."""
        for role in ("arxiv", "doi", "address"):
            for number in self._columns.get(role, ()):
                targets = _text_and_links(_cell(cells, number))[1]
                yield from targets or _identifiers(texts.get(number, ""), role)
        for role in ("title", ""):
            for number in self._columns.get(role, ()):
                yield from _text_and_links(_cell(cells, number))[1] or (
                    [text] if is_name(text := texts.get(number, "")) else []
                )
        if not self._is_own:  # arXiv's address in a column whose name says nothing
            yield from (cell for n, cell in enumerate(cells) if n not in self._roles and _ARXIV.match(cell.strip()))

    # -- rows that are not as they should be -------------------------------------------------------------------------

    def _whole(self, cells: list[str]) -> list[str]:
        """A row with more cells than columns, put together where a delimiter within a title or authors cut it."""
        surplus = len(cells) - len(self._header)
        named = [n for role in ("arxiv", "doi", "address") for n in self._columns.get(role, ())]
        if not self._header or surplus <= 0 or self._fits(cells, named):
            return cells
        for number in (*self._columns.get("title", ()), *self._columns.get("authors", ())):
            end = number + surplus + 1
            merged = [*cells[:number], ",".join(cells[number:end]), *cells[end:]]
            if self._fits(merged, named):
                return merged
        return cells

    @staticmethod
    def _fits(cells: list[str], named: Iterable[int]) -> bool:
        filled = [cell for number in named if (cell := _cell(cells, number))]
        return bool(filled) and all(is_name(cell) for cell in filled)

    def _is_group(self, cells: list[str]) -> bool:
        """Whether a row is a heading: only its first cell is filled, and no column of titles or names is the first."""
        first = _cell(cells, 0)
        told = self._roles.get(0, "") in {"", "note", "date", "authors", "venue"} and len(self._header) > 2
        return told and _only_first(cells) and any(map(str.isalpha, first))

    def _leave_tags(self, rows: Rows) -> None:
        """Take as notes the columns of tags, several values in a cell, ``brewing;pots``.

        Where no other column gives topics, the first tag of a row is its topic besides.
        """
        columns = self._columns.get("topic", [])
        if self._is_own:
            return
        tags = [number for number in columns if any(";" in _cell(row, number) for _, row in rows)]
        self._columns["note"] += tags
        if len(tags) < len(columns):
            self._columns["topic"] = [number for number in columns if number not in tags]

    def _topics(self, rows: Rows) -> Iterator[tuple[str, ...]]:
        """The topic of each row, by its columns of topics; a column that names each group once is filled down."""
        columns = self._columns.get("topic", [])
        filled = {}
        for number in columns:
            values = Counter(value for _, row in rows if (value := _cell(row, number)))
            begins = _cell(next(iter(rows), (0, []))[1], number) != "" and not self._is_own
            named_once = 1 < len(values) == values.total() < len(rows)
            only_first = number == 0 and begins and not named_once and any(_only_first(row) for _, row in rows)
            filled[number] = begins and (named_once or only_first)
        last: dict[int, str] = {}
        for _, row in rows:
            topic: list[str] = []
            for depth, number in enumerate(columns):
                value = _cell(row, number)
                if value:
                    last[number] = value
                    for deeper in columns[depth + 1 :]:
                        last.pop(deeper, None)
                elif filled[number]:
                    value = last.get(number, "")
                parts = value.split("; ") if self._is_own else _PATH.split(value.partition(";")[0])
                topic += [name for part in parts if (name := part.strip() if self._is_own else _topic_name(part))]
            yield tuple(topic)


def _only_first(cells: Sequence[str]) -> bool:
    """Whether the first cell is filled and no other."""
    return bool(_cell(cells, 0)) and not any(map(str.strip, cells[1:]))


def _cell(cells: Sequence[str], number: int) -> str:
    return _FORMULA.sub("", cells[number], count=1).strip() if number < len(cells) else ""


def _text_and_links(cell: str) -> tuple[str, list[str]]:
    """A cell's text on one line, and the addresses in it; those of ``=HYPERLINK()`` and ``[label](url)``, too."""
    cell = _FORMULA.sub("", cell, count=1).strip()
    if len(cell) <= _LONGEST_CELL:
        if link := _HYPERLINK.match(cell):
            return " ".join((link[2] or "").split()), [link[1].strip()]
        if link := _MARKDOWN_LINK.match(cell):
            return " ".join(link[1].split()), [link[2]]
    text = " ".join(cell.split())
    if "://" not in text:
        return text, []
    return text, [match[0].rstrip(".,;)") for match in islice(_URL.finditer(text), _MOST_LINKS)]


def _identifiers(text: str, role: str) -> Iterator[str]:
    """What a cell of a column of identifiers names; a number in arXiv's column is meant as arXiv's, be it broken."""
    if not text or parse_identifier(text):
        yield from filter(None, [text])
        return
    for token in re.split(r"[\s,;|]+", text):
        if len(token) > _LONGEST_CELL:
            continue  # no identifier
        if parse_identifier(token):
            yield token
        elif role == "arxiv" and "." in token and _NUMERIC.match(token):
            yield f"arXiv:{token}"


def _authors(text: str) -> tuple[str, ...]:
    """The authors in a cell: parted by semicolons (``Invented, Ada; Madeup, Bo`` too), bars, commas or "and"."""
    text = text.rstrip(" …")  # Google Scholar cuts a list of authors
    if listed := _LISTED.match(text):
        text = re.sub(r"['\"]\s*,\s*['\"]", ";", listed[1])
    text = _NAMES_END.sub("", text[-200:]) if len(text) <= 200 else text
    for mark in (";", "；", "|"):
        if mark in text:
            names = [" ".join(name.split()) for name in text.split(mark)]
            return tuple(_given_first(name) for name in names if name)
    if found := find_authors(text):
        return found
    names = re.split(r"\s+and\s+", text)
    if all(name.count(",") == 1 for name in names):  # BibTeX's way
        return tuple(_given_first(name.strip()) for name in names)
    return tuple(name for part in _AND.split(text) if (name := part.strip()))


def _given_first(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() and "," not in given else name.strip(" ,")


def _date(text: str) -> str:
    """The date in a cell, ``""`` without one; of a number like ``2018.0`` the year."""
    if hit := find_date(text[:_LONGEST_CELL], year_alone=True):
        return hit[0]
    year = _YEAR.search(text[:_LONGEST_CELL])
    return year[0] if year else ""


def _title(text: str) -> str:
    title = tidy_title(html.unescape(_TAG.sub("", text)))
    return title.removeprefix('"').lstrip() if title.count('"') == 1 else title  # a quote that is never closed


def _without_stop(title: str) -> str:
    """A title without the full stop of its sentence, as DBLP sets it; "et al." and dots keep theirs."""
    return title if title.endswith(("..", "al.")) else title.removesuffix(".").removesuffix("。")


def _are_several(parts: Sequence[str]) -> bool:
    """Whether some identifiers are of several papers: all of arXiv's, or all DOIs, and none named twice."""
    found = [parse_identifier(part) for part in parts]
    schemes = {i.scheme for i in found if isinstance(i, Identifier)}
    works = {i.work for i in found if isinstance(i, Identifier)}
    return schemes in ({"arxiv"}, {"doi"}) and len(works) == len(parts)


def _records_of(blocks: Blocks) -> Iterator[Record]:
    return (record for block in blocks if isinstance(record := unpacked(block), Record))


def _are_cited(records: Iterable[Record]) -> bool:
    """Whether at least a quarter of the titles have authors behind them: ``A Title (Invented et al.)``."""
    searched = [_CITED.search(record.title) for record in records]
    cited = [match for match in searched if match]
    if 4 * len(cited) < len(searched):
        return False
    families = [found for match in cited if (found := _FAMILIES.fullmatch(match["authors"]))]
    sure = sum(bool(found["et_al"]) or "&" in found[0] or " and " in found[0] for found in families)
    return bool(sure) and 2 * sure >= len(families) and 2 * len(families) >= len(cited)


def _uncited(record: Record) -> Record:
    """A record whose title has authors behind it, with the title alone."""
    match = _CITED.search(record.title)
    families = _FAMILIES.fullmatch(match["authors"]) if match else None
    if not match or not families:
        return record
    note = match[0].strip(" ()（）[]")
    return replace(
        record,
        title=_without_stop(record.title[: match.start()]),
        note=record.note if record.authors else "\n".join(filter(None, [note, record.note])),
    )


def _rating(text: str) -> int | None:
    rating = parse_rating(text) if text else None
    return int(text) if rating is None and re.fullmatch(r"[0-9]|10", text) else rating


def _topic_name(text: str) -> str:
    return strip_decoration(strip_numbering(strip_decoration(" ".join(text.split()))))


def _is_paper(record: Record) -> bool:
    """Whether a row names a paper and not just any page."""
    found = (parse_identifier(name) for name in record.names)
    if any(not isinstance(i, Identifier) or i.scheme != "url" for i in found if i is not None):
        return True
    return any(is_paper_link(Span("", url)) for _, url in record.links)
