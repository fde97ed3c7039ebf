"""Reading an export back before it takes its place, by a parser that did not write it.

Compared are keys, titles and numbers of authors, work by work, with what was meant.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.names import tidy_authors
from paperdex.core.text import decode_runs, decode_tex, normalise_title
from paperdex.errors import PaperdexError, UsageError
from paperdex.exports import Format
from paperdex.exports.latex import transliterated
from paperdex.exports.unicode_math import spell_title

_MOST = 10
_ALIKE = 80
"""Titles with TeX but no math are at least so much alike, of 100."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A work as a parser reads it."""

    key: str | None
    """``None`` where the format has no place for it."""
    title: str
    authors: int
    others: bool = False
    """Whether it says that there are more authors."""


@dataclass(slots=True)
class Meant:
    """What an export is to hold: each work once."""

    items: dict[str, Reread] = field(default_factory=dict)

    def watch(self, groups: Iterable[TopicGroup]) -> Iterator[TopicGroup]:
        """The same groups; their works are noted while they are read."""
        for group in groups:
            yield TopicGroup(group.list_title, group.topic, self._noted(group.items))

    def _noted(self, items: Iterable[BibliographyItem]) -> Iterator[BibliographyItem]:
        for item in items:
            authors, others = tidy_authors(item.record.authors)
            meant = Reread(item.cite_key, item.record.title, len(authors), others)
            self.items.setdefault(item.record.work, meant)
            yield item


class NotAsMeant(PaperdexError):
    """An export reads back other than it was meant; it was not put into place."""


def checker(format: Format, meant: Meant, max_authors: int | None = None) -> Callable[[Path], None]:
    """Return what looks at a file written in a format; raises UsageError for a format that isn't read back."""
    read = READERS.get(format.name)
    if read is None:
        raise UsageError(
            f"--check can't read {format.name} back.", tip=f"It reads: {', '.join(READERS)}. Leave it out for others."
        )

    def check(path: Path) -> None:
        faults = list(_faults([*meant.items.values()], read(path), max_authors))
        if faults:
            more = [f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
            raise NotAsMeant(
                f"what was to be written reads back otherwise: {'; '.join([*faults[:_MOST], *more])}.",
                tip="Nothing was written. Please report it: this is a fault of paperdex.",
            )

    return check


def _faults(meant: list[Reread], found: list[Reread], max_authors: int | None) -> Iterator[str]:
    if len(meant) != len(found):
        yield f"{len(found)} works instead of {len(meant)}"
        return
    for wanted, got in zip(meant, found, strict=True):
        if got.key is not None and got.key != wanted.key:
            yield f"the key {got.key!r} instead of {wanted.key!r}"
        elif not _same_title(wanted.title, got.title):
            yield f"{wanted.key}: another title, {got.title!r}"
        elif got.authors not in {wanted.authors, min(wanted.authors, max_authors or wanted.authors)} and not (
            got.others and got.authors < wanted.authors
        ):
            yield f"{wanted.key}: {got.authors} authors instead of {wanted.authors}"


def _same_title(wanted: str, got: str) -> bool:
    """Whether a title came through: its letters, as they are, in characters for its math, or transliterated.

    Math may be written with other commands than in the record; what is around it may not change. Only of a title with
    TeX may be left what a parser makes of its commands.
    """
    key = normalise_title(got)
    plain = decode_tex(wanted)
    if key in {normalise_title(wanted), normalise_title(spell_title(wanted)), normalise_title(transliterated(plain))}:
        return True
    if "$" in plain:
        return _around_math(wanted) == _around_math(got)
    from rapidfuzz import fuzz

    return bool(re.search(r"[\\${}^~]", wanted)) and fuzz.ratio(normalise_title(wanted), key) > _ALIKE


def _around_math(title: str) -> str:
    return normalise_title("".join(run.text for run in decode_runs(title) if not run.math))


def _read_bibtex(path: Path) -> list[Reread]:
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    stack = [middlewares.RemoveEnclosingMiddleware(), middlewares.SeparateCoAuthors()]
    library = parse_string(path.read_text(encoding="utf-8"), parse_stack=stack)
    if library.failed_blocks:
        block = library.failed_blocks[0]
        raise NotAsMeant(f"what was to be written can't be read back: {block.raw!r}.", tip="Nothing was written.")
    return [
        _bibtex_entry(entry.key, {each.key.lower(): each.value for each in entry.fields}) for entry in library.entries
    ]


def _bibtex_entry(key: str, fields: dict[str, object]) -> Reread:
    found = fields.get("author", [])
    names = [str(name) for name in found] if isinstance(found, list) else [str(found)]
    people = [name for name in names if name != "others"]
    # To BibTeX an ampersand is no begin of an entity.
    title = str(fields.get("title", "")).replace("\\&", "&amp;")
    return Reread(key, decode_tex(title), len(people), len(people) < len(names))


def _read_csl(path: Path) -> list[Reread]:
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotAsMeant("what was to be written is no JSON.", tip="Nothing was written.") from error
    return [_csl_item(item) for item in items]


def _csl_item(item: dict[str, Any]) -> Reread:
    title = re.sub(r"</?(?:i|b|sup|sub|sc|span)\b[^<>]*>", "", item.get("title", ""))
    names = item.get("author", [])
    people = [name for name in names if name != {"literal": "others"}]
    return Reread(str(item["id"]), title, len(people), len(people) < len(names))


def _read_jsonl(path: Path) -> list[Reread]:
    with path.open(encoding="utf-8") as lines:
        return [_row(json.loads(line)) for line in lines]


def _read_csv(path: Path) -> list[Reread]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_row({**row, "authors": row["authors"].split("; ") if row["authors"] else []}) for row in rows]


def _row(row: dict[str, Any]) -> Reread:
    return Reread(row["cite_key"], row["title"], len(row["authors"]), row["more_authors"] in {True, "true"})


def _read_ris(path: Path) -> list[Reread]:
    try:
        rispy: Any = importlib.import_module("rispy")
    except ImportError as error:
        raise UsageError(
            "--check reads RIS back with the package rispy, which is not installed.", tip="pip install rispy"
        ) from error
    with path.open(encoding="utf-8") as file:
        entries = rispy.load(file)
    return [_ris_entry(entry) for entry in entries]


def _ris_entry(entry: dict[str, Any]) -> Reread:
    names = entry.get("authors") or entry.get("first_authors") or []
    people = [name for name in names if name.strip(", ") != "others"]
    title = entry.get("title") or entry.get("primary_title") or ""
    return Reread(entry.get("id"), title, len(people), len(people) < len(names))


READERS: dict[str, Callable[[Path], list[Reread]]] = {
    "bibtex": _read_bibtex,
    "biblatex": _read_bibtex,
    "ris": _read_ris,
    "csl-json": _read_csl,
    "csv": _read_csv,
    "jsonl": _read_jsonl,
}
"""What reads an export format back, by its name."""
