r"""One line of the public arXiv metadata snapshot, as a record.

The snapshot (``arxiv-metadata-oai-snapshot.json``, https://www.kaggle.com/datasets/Cornell-University/arxiv) is a file
of several gigabytes with a JSON object a line. Of an object these keys are read, and every one but ``id`` and ``title``
may be ``null`` or absent::

    id               "0704.0001", "hep-th/9901001", without a version
    title, comments, journal-ref, abstract    lines wrapped, TeX as the authors wrote it
    authors_parsed   [["Invented", "Ada", "Jr.", "An affiliation", ...], ...]    Unicode
    authors          "Ada Invented (Somewhere), B. Sample"   TeX, read only where authors_parsed is absent
    categories       "math.CO cs.CG", the primary one first
    doi              "10.1000/1 10.1000/2"
    license          an address
    versions         [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, ...]; the time may be missing

Refused: a line that is no JSON object, has no id or a malformed one, has no title, or has something else than a text
where a text belongs. ``update_date`` is when the repository last touched the record, so it is not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from operator import itemgetter
from typing import Any

from paperdex.core.identifiers import Identifier, parse_arxiv
from paperdex.core.names import parse_name
from paperdex.core.records import Author, BibliographicRecord
from paperdex.sources.fields import first_doi, one_line, paragraphs, plain_line
from paperdex.sources.garbled import mended

NAME = "mirror"

_ID = re.compile(r"[A-Za-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5}", re.ASCII)
_VERSION = re.compile(r"v([1-9][0-9]{0,3})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CREATED = re.compile(
    r"(?:[A-Z][a-z]{2},\s*)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})(?:\s+(\d\d):(\d\d):(\d\d)\s+(?:GMT|UTC))?", re.ASCII
)


def parse_line(line: bytes | str, retrieved: str) -> BibliographicRecord:
    """The record of one line, said by ``mirror`` at ``retrieved`` (UTC, ISO 8601).

    Raises ValueError with the reason for a line that can't be read.
    """
    return record_of(_read(line), NAME, retrieved)


def record_of(row: Mapping[str, Any], source: str, retrieved: str) -> BibliographicRecord:
    """The record in fields that are named and written as the snapshot's are, whichever channel of arXiv's they came by.

    Titles are Unicode but for their math, as the query API gives them; abstracts keep their TeX. Raises ValueError with
    the reason for fields that make no record.
    """
    versions = versions_of(row)
    return BibliographicRecord(
        work=_work(row),
        title=_title(row),
        source=source,
        retrieved=retrieved,
        authors=_authors(row),
        abstract=paragraphs(_text(row, "abstract")),
        submitted=next((created for number, created in versions if number == 1), None),
        updated=versions[-1][1] if versions else None,
        version=versions[-1][0] if versions else None,
        categories=tuple(dict.fromkeys((_text(row, "categories") or "").split())),
        comment=one_line(_text(row, "comments")),
        journal_ref=one_line(_text(row, "journal-ref")),
        doi=first_doi(_text(row, "doi")),
        license=one_line(_text(row, "license")),
    )


def _read(line: bytes | str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise ValueError(f"a {type(row).__name__}, not a JSON object")  # noqa: TRY004
    return row


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return mended(value)
    raise ValueError(f"{key} is not a text")


def _work(row: Mapping[str, Any]) -> str:
    text = one_line(_text(row, "id"))
    if text is None:
        raise ValueError("no id")
    # parse_arxiv finds an identifier within other text too, and here it has to be all there is.
    identifier = parse_arxiv(text) if _ID.fullmatch(text) else None
    if isinstance(identifier, Identifier):
        return identifier.work
    raise ValueError(f"id {text[:40]!r}: {identifier.reason if identifier else 'not an arXiv identifier'}")


def _title(row: Mapping[str, Any]) -> str:
    title = plain_line(_text(row, "title"))
    if title is None:
        raise ValueError("no title")
    return title


def versions_of(row: Mapping[str, Any]) -> list[tuple[int | None, str | None]]:
    """Number and date of each version, oldest first; no numbers at all where one is without its label."""
    entries = row.get("versions") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("versions is not a list of objects")
    labels = [_VERSION.fullmatch(_text(entry, "version") or "") for entry in entries]
    dates = [_date(_text(entry, "created")) for entry in entries]
    if not all(labels):
        # Which entry is missing or out of place can't be told, but the one labelled v1 is.
        numbers = [1 if label and label[1] == "1" else None for label in labels]
        return [*zip(numbers[:-1], dates[:-1], strict=True), (None, dates[-1])]
    numbered = zip((int(label[1]) for label in labels if label), dates, strict=True)
    return [*sorted(numbered, key=itemgetter(0))]


def _date(created: str | None) -> str | None:
    """``Mon, 2 Apr 2007 19:18:42 GMT`` as ``2007-04-02T19:18:42Z``; without a time as ``2007-04-02``."""
    text = one_line(created)
    if text is None:
        return None
    found = _CREATED.fullmatch(text)
    try:
        if found and found[2] in _MONTHS:
            day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
            if found[4] is None:
                return datetime(year, month, day, tzinfo=UTC).date().isoformat()
            time = datetime(year, month, day, int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC)
        else:
            time = parsedate_to_datetime(text).astimezone(UTC)  # another zone
    except (ValueError, OverflowError):
        return None
    return time.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _authors(row: Mapping[str, Any]) -> tuple[Author, ...]:
    parsed = row.get("authors_parsed")
    if not parsed:
        names = _split_authors(_text(row, "authors") or "")
        return tuple(parse_name(name) for name in names)
    if not isinstance(parsed, list) or not all(isinstance(parts, list) and parts for parts in parsed):
        raise ValueError("authors_parsed is not a list of names")
    return tuple(author for parts in parsed if (author := _author(parts)))


def _author(parts: list[Any]) -> Author | None:
    """The author of ``[family, given, suffix, affiliation, ...]``; ``None`` for a row without a letter.

    Where arXiv doesn't part the name, or parts one that has no parts (``["Collaboration", "Belle", ""]``), the name is
    read anew. A row without a letter is the colon after a collaboration (``[":", "", ""]``).
    """
    if not all(part is None or isinstance(part, str) for part in parts):
        raise ValueError("authors_parsed is not a list of names")
    family, given, suffix = (plain_line(mended(part)) or "" for part in (*parts[:3], "", "", "")[:3])
    name = " ".join(part for part in (given, family, suffix) if part)
    if not any(character.isalnum() for character in name):
        return None
    affiliations = tuple(line for part in parts[3:] if (line := plain_line(mended(part))))
    if not given or family in _COLLECTIVE:
        return replace(parse_name(name), affiliations=affiliations)
    return Author(name, family, given, suffix, affiliations)


_COLLECTIVE = {"Collaboration", "Collaborations", "Consortium", "Group", "Team"}
_PARENTHESIS = re.compile(r"\([^()]*\)")
_BETWEEN_AUTHORS = re.compile(r"\s*(?:[,;:]\s*(?:and\s+|&\s*)?|\s(?:and|&)\s)\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_DEEPEST = 8
"""Parentheses within each other that are taken for affiliations; each costs a pass over the text."""


def _split_authors(raw: str) -> list[str]:
    """Names of a line like ``A. Invented (Somewhere (1)), B. Sample, Jr. and C. Example``, affiliations left out."""
    text = plain_line(raw) or ""
    for _ in range(_DEEPEST):
        text = _PARENTHESIS.sub("", text)
    names: list[str] = []
    for piece in _BETWEEN_AUTHORS.split(text):
        name = one_line(piece) or ""
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif any(character.isalnum() for character in name):
            names.append(name)
    return names
