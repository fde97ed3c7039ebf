"""CSL-JSON to an outline: every item is a record.

Accepted is an array of items, an object with the array as ``items`` or ``references``, and a single item, as Zotero,
Mendeley, pandoc and citation services write them (schema: citation-style-language/schema, ``csl-data.json``). The array
is walked item by item, so that each keeps its line. An identifier is looked for in ``number``, ``archive_location``,
``DOI``, ``URL``, ``container-title`` with ``volume``, ``note`` and ``id``. Topics are ``collections`` or
``categories``, a record under each; else the first ``keyword``, where these group the items. Rich text in titles
(``<i>``, ``<span>``) loses its tags, and what programs write into a note is no note. What is no such JSON is refused
with its line; an item without title and identifier is left out. Items may also stand one a line, without an array, and
be rows that ``paperdex scan`` or ``paperdex list`` printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperdex.core.text import clean_text, decode_tex
from paperdex.errors import InputError
from paperdex.lists.outline import Cut, Outline, Record
from paperdex.lists.syntax.own_rows import is_own_row, own_record
from paperdex.lists.syntax.references import (
    LONGEST_VALUE,
    arxiv_number,
    cut_value,
    first_keyword,
    iso_date,
    keywords_group,
    own_note,
    paper_names,
    topic_path,
    venue,
)

_ARRAYS = frozenset({"items", "references"})
_SPACE = re.compile(r"[ \t\n\r]*")
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_EXTRA = re.compile(
    r"\s*(doi|arxiv|pmid|pmcid|citation key|standard_id|manual_id|license|issn|isbn|type|original-date|oclc"
    r"|tex\.[\w.-]+)"
    r"[ \t]?:[ \t]*(\S.*)\Z",
    re.IGNORECASE,
)
_GENERATED = re.compile(r"\s*This CSL (?:JSON )?Item was ", re.IGNORECASE)
_TIP = "Give paperdex an array of CSL items, as Zotero and pandoc export it."

Item = dict[str, Any]


def read(text: str) -> Outline:
    """The outline of a CSL-JSON file. Raises InputError for what is no JSON or holds no array of items."""
    records: list[Record] = []
    by_keyword: list[int] = []
    cuts: list[Cut] = []
    try:
        line, counted = 1, 0
        for position, item in _items(text):
            line += text.count("\n", counted, position)
            counted = position
            if isinstance(item, dict) and is_own_row(item):
                records.append(own_record(line, item))
            elif isinstance(item, dict) and item:
                if not _groups(item):
                    by_keyword.append(len(records))
                records += _records(line, item)
                cuts += [
                    cut_value(line, name)
                    for name, value in item.items()
                    if isinstance(value, str) and len(value) > LONGEST_VALUE
                ]
    except RecursionError as error:
        raise InputError("CSL-JSON", "is nested too deep to be read.", tip=_TIP) from error
    except json.JSONDecodeError as error:
        raise InputError("CSL-JSON", f"line {error.lineno}: is not JSON: {error.msg}.", tip=_TIP) from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError("CSL-JSON", "holds a number that is too long to be read.", tip=_TIP) from error
    by_keyword = [place for place in by_keyword if place < len(records)]
    if not keywords_group(records[place].topic for place in by_keyword):
        for place in by_keyword:
            records[place] = replace(records[place], topic=())
    return Outline(tuple(records), cuts=tuple(cuts))


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Each item with the position of its first character."""
    start = _skip(text, 1 if text.startswith("\ufeff") else 0)
    if text.startswith("[", start):
        yield from _array(text, start)
        return
    if not text.startswith("{", start):
        raise json.JSONDecodeError("it begins with neither [ nor {", text, min(start, len(text)))
    found = False
    for name, position in _members(text, start):
        if name in _ARRAYS and text.startswith("[", position):
            found = True
            yield from _array(text, position)
    if found:
        return
    while start < len(text):  # an object alone, or JSON lines
        item, end = _value(text, start)
        yield start, item
        start = _skip(text, end)


def _array(text: str, start: int) -> Iterator[tuple[int, Any]]:
    position = _skip(text, start + 1)
    while not text.startswith("]", position):
        item, end = _value(text, position)
        yield position, item
        position = _after(text, end, "]")


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The names in an object, with the position of the value of each."""
    position = _skip(text, start + 1)
    while not text.startswith("}", position):
        name, end = _value(text, position)
        colon = _skip(text, end)
        if not isinstance(name, str) or not text.startswith(":", colon):
            raise json.JSONDecodeError("a name and a colon are expected", text, position)
        value = _skip(text, colon + 1)
        yield name, value
        position = _after(text, _value(text, value)[1], "}")


def _after(text: str, end: int, closing: str) -> int:
    """Where the next element begins, or the bracket that closes."""
    position = _skip(text, end)
    if text.startswith(",", position):
        return _skip(text, position + 1)
    if not text.startswith(closing, position):
        raise json.JSONDecodeError(f"a comma or {closing} is expected", text, position)
    return position


_DECODER = json.JSONDecoder()


def _value(text: str, position: int) -> tuple[Any, int]:
    return _DECODER.raw_decode(text, position)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _records(line: int, item: Item) -> Iterator[Record]:
    """The item as a record, under each of its topics."""
    container = _text(item, "container-title")
    url = _text(item, "URL")
    note, extra = _note(item)
    archived = arxiv_number(_text(item, "archive_location"), _text(item, "archive") or _text(item, "publisher"))
    number = _text(item, "number")
    journal = " ".join((container, _text(item, "volume"), number))
    whole = Record(
        line=line,
        title=decode_tex(_TAG.sub("", _text(item, "title"))),
        names=paper_names(
            numbers=[name for name in (archived, _text(item, "arxiv"), _text(item, "arXiv")) if name],
            dois=[doi for doi in (_text(item, "DOI"), extra.get("doi", "")) if doi],
            places=[number, journal, _text(item, "publisher"), _text(item, "genre"), _text(item, "page")],
            urls=[url],
            notes=[_text(item, "note"), _text(item, "annote")],
            key=_text(item, "citation-key") or _text(item, "id"),
        ),
        authors=tuple(_authors(item.get("author") or item.get("editor"))),
        date=_date(item.get("issued")),
        venue=venue(container, _text(item, "event-title"), _text(item, "event"), _text(item, "collection-title")),
        note=own_note("; ".join(text for text in (note, _text(item, "annote")) if text)),
        abstract=clean_text(_TAG.sub("", _text(item, "abstract"))) or None,
        links=(("url", url),) if url.startswith(("http://", "https://")) else (),
    )
    for topic in _topics(item) if whole.title or whole.names else ():
        yield replace(whole, topic=topic)


def _groups(item: Item) -> tuple[tuple[str, ...], ...]:
    """The collections that an item is in."""
    for name in ("collections", "categories"):
        groups = item.get(name)
        if isinstance(groups, list):
            paths = (topic_path(group[:LONGEST_VALUE]) for group in groups if isinstance(group, str))
            if topics := tuple(dict.fromkeys(path for path in paths if path)):
                return topics
    return ()


def _topics(item: Item) -> tuple[tuple[str, ...], ...]:
    if groups := _groups(item):
        return groups
    keyword = item.get("keyword")
    words = keyword if isinstance(keyword, list) else [keyword]
    return (first_keyword(next((word[:LONGEST_VALUE] for word in words if isinstance(word, str) and word), "")),)


def _note(item: Item) -> tuple[str, dict[str, str]]:
    """The note in words, and the fields that programs put into it, a line each: Zotero's ``DOI: ...``, Manubot's."""
    raw = item.get("note")
    if not isinstance(raw, str) or ":" not in raw:
        return _text(item, "note"), {}
    extra: dict[str, str] = {}
    words: list[str] = []
    for line in raw[:LONGEST_VALUE].splitlines():
        if field := _EXTRA.match(line):
            extra.setdefault(field[1].casefold(), field[2].strip())
        elif not _GENERATED.match(line):
            words.append(line)
    return clean_text(" ".join(words)), extra


def _text(item: Item, name: str) -> str:
    """A field as text on one line; numbers too, everything else is empty."""
    value = item.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_text(str(value)[:LONGEST_VALUE])


def _authors(names: Any) -> Iterator[str]:
    """The names in their natural order, particles and suffix in their places."""
    for name in names if isinstance(names, list) else ():
        if isinstance(name, dict):
            parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            whole = _text(name, "literal") or " ".join(text for part in parts if (text := _text(name, part)))
        else:
            whole = clean_text(name[:LONGEST_VALUE]) if isinstance(name, str) else ""
        if whole:
            yield decode_tex(whole)


def _date(issued: Any) -> str | None:
    if isinstance(issued, str):
        return iso_date(issued)
    if not isinstance(issued, dict):
        return None
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if first and first[0]:
        return iso_date(*(str(part) for part in first[:3] if isinstance(part, str | int)))
    return iso_date(_text(issued, "raw") or _text(issued, "literal"))
