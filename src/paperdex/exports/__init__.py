"""Export formats: a bibliography by topic to text, one file a format.

Each module has ``write(bibliography, options=USUAL)``, which takes groups and yields the text piece by piece. To add a
format, write its module and add its row to ``FORMATS``, with the options that it heeds; help, docs, contract tests and
the refusal of options that mean nothing are read from there.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from paperdex.core.bibliography import TopicGroup
from paperdex.errors import UnknownName, UsageError
from paperdex.exports.options import FLAGS, USUAL, ExportOptions, chosen


class Writer(Protocol):
    """How a format writes a bibliography."""

    def __call__(self, bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
        """The text, piece by piece; the same for the same input, and none of it is read by a program as a command."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One export format; its module is imported when it is used."""

    name: str
    module: str
    """Dotted name of the module."""
    suffixes: tuple[str, ...]
    """Suffixes of files that are written in this format, small and with the dot; the first is the usual one."""
    summary: str
    heeds: tuple[str, ...] = ()
    """The options that it has a place for, by their names in ``options.FLAGS``; any other is refused."""

    @property
    def is_to_cite(self) -> bool:
        """Whether it holds references, each to a preprint or to what was published, rather than a list or a table."""
        return "prefer" in self.heeds

    @property
    def write(self) -> Writer:
        """The format's writer."""
        writer: Writer = importlib.import_module(self.module).write
        return writer


_ROWS = (
    Format("bibtex", "paperdex.exports.bibtex", (".bib",), "BibTeX for the classic styles, safe for pdfLaTeX",
           heeds=("ascii", "max_authors", "abstract", "notes", "entry_type", "prefer", "eprint_in")),
    Format("biblatex", "paperdex.exports.biblatex", (".bib",), "BibLaTeX for biber, in UTF-8",
           heeds=("ascii", "max_authors", "abstract", "notes", "entry_type", "prefer", "eprint_in")),
    Format("ris", "paperdex.exports.ris", (".ris",), "RIS, for Zotero, EndNote, Mendeley and their like",
           heeds=("max_authors", "abstract", "notes", "entry_type", "prefer")),
    Format("csl-json", "paperdex.exports.csl_json", (".json",), "CSL-JSON, for Zotero, pandoc and citation processors",
           heeds=("ascii", "max_authors", "abstract", "notes", "entry_type", "prefer")),
    Format("csv", "paperdex.exports.csv_table", (".csv",), "a table, for spreadsheets and data frames: a row a work",
           heeds=("max_authors", "abstract", "notes")),
    Format("jsonl", "paperdex.exports.jsonl", (".jsonl", ".ndjson"), "JSON lines, for programs: an object a work",
           heeds=("ascii", "max_authors", "abstract", "notes")),
    Format("markdown", "paperdex.exports.markdown", (".md", ".markdown"), "a reading list again, as GitHub shows it",
           heeds=("max_authors", "abstract", "notes", "template", "heading")),
    Format("html", "paperdex.exports.html", (".html", ".htm"), "one web page by topic, whole in itself",
           heeds=("max_authors", "abstract", "notes", "heading")),
    Format("org", "paperdex.exports.org", (".org",), "an Org document: a heading a topic, an item a work",
           heeds=("max_authors", "abstract", "notes", "heading")),
    Format("text", "paperdex.exports.text", (".txt",), "formatted references in a citation style, by topic",
           heeds=("max_authors", "prefer", "style", "heading")),
)  # fmt: skip

FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def get_format(name: str) -> Format:
    """Return the format of that name, in any case; raise :class:`~paperdex.errors.UnknownName` if there is none."""
    found = FORMATS.get(name.casefold())
    if found is None:
        by_suffix = format_for_path(f"x.{name}")
        meant = f"It is called {by_suffix.name}. " if by_suffix else ""
        known = f"Known: {', '.join(FORMATS)}. A citation style is named with -f text --style."
        raise UnknownName("export format", name, FORMATS, tip=meant + known)
    return found


def format_for_path(path: str | PurePath) -> Format | None:
    """Return the first format whose suffix the file name has, in any case, or ``None``."""
    suffix = PurePath(path).suffix.casefold()
    return next((row for row in _ROWS if suffix in row.suffixes), None)


def refuse_unheeded(format: Format, options: ExportOptions) -> None:
    """Raise UsageError for an option that the format has no place for."""
    for name in chosen(options):
        if name not in format.heeds:
            able = ", ".join(row.name for row in _ROWS if name in row.heeds)
            raise UsageError(
                f"{FLAGS[name]} means nothing to the format {format.name}.",
                tip=f"Leave it out, or take a format that heeds it: {able}." if able else "Leave it out.",
            )
