"""RIS to an outline: every reference is a record.

A reference is lines of a tag of two characters, ``  - `` and a value, from ``TY`` to ``ER``; what begins without a tag
goes on with the value above. That is all of the format, so it is read here: rispy keeps no lines, drops a last
reference without its ``ER``, and joins what should stay apart.

Read are ``TI T1 CT`` (title), ``AU A1`` (authors), ``DA PY Y1`` (date), ``JO JF T2 BT JA CY`` (venue), ``AB N2``
(abstract), ``N1`` (note), ``UR L1 LK L2`` (links), and ``AN M1 M3 U1 C1 C7 IS SP VL ID`` besides for identifiers. The
topic is the first keyword, ``KW``, where these group the references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from paperdex.core.names import parse_name
from paperdex.core.text import clean_text, decode_tex
from paperdex.lists.outline import Block, Cut, Outline, Record
from paperdex.lists.packed import Blocks, unpacked
from paperdex.lists.syntax.references import (
    LONGEST_VALUE,
    cut_value,
    first_keyword,
    iso_date,
    keywords_group,
    own_note,
    paper_names,
    venue,
)

_LINE = re.compile(r"[ \t]{0,3}([A-Z][A-Z0-9])[ \t]{1,3}-(?:[ \t]+(.*)|)\Z")
_AND = re.compile(r",?\s+(?:and|&)\s+")
_ORGANISATION = re.compile(r"\b(?:of|for|de|für)\b")
_LONGEST_NAME = 4
_LABELS = {"UR": "url", "L1": "pdf", "L2": "fulltext", "LK": "url"}

Values = dict[str, list[str]]
"""The values of a reference by their tags, in order."""


def read(text: str) -> Outline:
    """The outline of a RIS file; never raises. Time is linear in its size."""
    records = Blocks(len(text))
    lines = text.split("\n")
    del text  # one emoji makes it four times as large as its lines
    cuts: list[Cut] = []
    found = (_record(line, values) for line, values in _references(lines, cuts) if values)
    topics: list[tuple[str, ...]] = []
    for record in found:
        if record.title or record.names:
            topics.append(record.topic)
            records.append(record)
    if not keywords_group(topics):
        for place, block in enumerate(records):
            records[place] = records.kept(_without_topic(block))
    return Outline(tuple(records), cuts=tuple(cuts))


def _without_topic(block: Block) -> Block:
    record = unpacked(block)
    return replace(record, topic=()) if isinstance(record, Record) else record


def _references(lines: Iterable[str], cuts: list[Cut]) -> Iterator[tuple[int, Values]]:
    """Each reference with its line; one without an end ends where the next begins. Long values are told."""
    start = 0
    values: dict[str, list[list[str]]] = {}
    last: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        found = _LINE.match(line.lstrip("\ufeff"))
        if found and found[1] in ("TY", "ER"):
            if start:
                yield start, _joined(values, start, cuts)
            start, values, last = (number, {}, None) if found[1] == "TY" else (0, {}, None)
        elif not start:
            continue
        elif found:
            last = [found[2] or ""]
            values.setdefault(found[1], []).append(last)
        elif last is not None:
            last.append(line)
    if start:
        yield start, _joined(values, start, cuts)


def _joined(values: dict[str, list[list[str]]], line: int, cuts: list[Cut]) -> Values:
    joined: Values = {}
    for tag, each in values.items():
        whole = [" ".join(lines) for lines in each]
        cuts += [cut_value(line, tag) for value in whole if len(value) > LONGEST_VALUE]
        if kept := [text for value in whole if (text := clean_text(value[:LONGEST_VALUE]))]:
            joined[tag] = kept
    return joined


def _record(line: int, values: Values) -> Record:
    def every(*tags: str) -> list[str]:
        return [value for tag in tags for value in values.get(tag, ())]

    def first(*tags: str) -> str | None:
        return next(iter(every(*tags)), None)

    numbers = [value for value in every("AN", "M1", "C7") if "arxiv" in value.casefold()]
    journal = " ".join(every("JO", "JF", "T2", "JA", "VL", "IS"))
    links = [(_LABELS[tag], url) for tag in _LABELS for value in values.get(tag, ()) for url in _urls(value)]
    return Record(
        line=line,
        title=decode_tex(first("TI", "T1", "CT", "BT") or ""),
        names=paper_names(
            numbers=numbers,
            dois=every("DO"),
            places=[journal, *every("M1", "M3", "U1", "C1", "SP", "PB", "DI")],
            urls=[url for _, url in links],
            notes=every("N1"),
            key=first("ID") or "",
        ),
        authors=tuple(
            parse_name(name).name for value in every("AU", "A1") or every("A2", "ED") for name in _people(value)
        ),
        date=next((date for value in every("DA", "PY", "Y1") if (date := iso_date(value.rstrip("/")))), None),
        venue=venue(*every("JO", "JF", "T2", "BT" if first("TI", "T1", "CT") else "T2", "JA", "C3")),
        note=own_note("; ".join(every("N1")) or None),
        abstract=first("AB", "N2"),
        links=tuple(dict.fromkeys(links)),
        topic=first_keyword(";".join(every("KW"))),
    )


def _people(value: str) -> list[str]:
    """The names of a value; some programs join all of them by "and" or by semicolons."""
    names = [name for part in value.split(";") for name in _AND.split(part) if name.strip()]
    one_each = all("," in name for name in names) or all(1 < len(name.split()) <= _LONGEST_NAME for name in names)
    return names if len(names) > 1 and one_each and not _ORGANISATION.search(value) else [value]


def _urls(value: str) -> list[str]:
    """The addresses of a value; some programs write several into one."""
    return [url for url in re.split(r"\s*;\s*(?=https?://)|\s+", value) if re.match(r"https?://\S", url)]
