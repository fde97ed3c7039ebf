"""Reading lists: bytes to a ReadingList. One row a format in :data:`FORMATS`; each module is loaded when it is used."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import urlsplit

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Identifier, find_identifiers
from paperdex.errors import InputError, UnknownName
from paperdex.lists.assemble import assemble
from paperdex.lists.decode import decoded, in_pieces
from paperdex.lists.detect import detect
from paperdex.lists.memory import reading
from paperdex.lists.outline import Outline

__all__ = ["FORMATS", "SUFFIXES", "ListFormat", "get_format", "read_list"]


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A list format: its name, the module that reads it, the file suffixes that mean it, and what it is."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    summary: str
    is_mixed: bool = False
    """Whether files with these suffixes are mostly something else: in a folder, one that is no list is passed over."""

    @property
    def read(self) -> Callable[[str], Outline]:
        """What gives the outline of a text in this format."""
        return cast("Callable[[str], Outline]", import_module(self.module).read)


FORMATS: dict[str, ListFormat] = {
    row.name: row
    for row in (
        ListFormat(
            "markdown",
            "paperdex.lists.markdown",
            (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"),
            "Markdown: awesome lists, notes, Jekyll, Hugo and Quarto pages",
        ),
        ListFormat(
            "latex", "paperdex.lists.latex", (".tex", ".ltx", ".bbl"), "LaTeX: sections, lists, bibliographies", True
        ),
        ListFormat(
            "csv", "paperdex.lists.table", (".csv",), "CSV: a paper a row, with or without names of columns", True
        ),
        ListFormat("tsv", "paperdex.lists.table", (".tsv", ".tab"), "The same, its columns parted by tabs", True),
        ListFormat("notebook", "paperdex.lists.notebook", (".ipynb",), "Jupyter notebooks: their Markdown cells", True),
        ListFormat(
            "html", "paperdex.lists.html", (".html", ".htm", ".xhtml"), "HTML: main content of a saved page", True
        ),
        ListFormat("asciidoc", "paperdex.lists.asciidoc", (".adoc", ".asciidoc", ".asc"), "AsciiDoc, for Asciidoctor"),
        ListFormat("rst", "paperdex.lists.rst", (".rst", ".rest"), "reStructuredText, as for docutils and Sphinx"),
        ListFormat("org", "paperdex.lists.org", (".org",), "Org: lists, tables, headings with properties"),
        ListFormat("bibtex", "paperdex.lists.bibtex", (".bib", ".bibtex"), "BibTeX and BibLaTeX, groups as topics"),
        ListFormat("ris", "paperdex.lists.ris", (".ris",), "RIS, as Zotero, EndNote and publishers export it"),
        ListFormat("csl-json", "paperdex.lists.csl_json", (".json",), "CSL-JSON, as Zotero and pandoc export it", True),
        ListFormat(
            "plain", "paperdex.lists.plain", (".txt", ".text"), "Plain text: an identifier or a title a line", True
        ),
    )
}
"""Every list format, by name. To add one: one module with ``read(text) -> Outline``, and one row here."""

_NUMBER = re.compile(r"[0-9/%](?:[0-9]{3}[.-][0-9]{4,5}|(?<=/)[0-9]{7}|(?<=%)2[EFef])")
"""What every identifier of arXiv has. One class of characters in front, so that little of a text is looked at twice."""
_ARCHIVE = re.compile(r"[A-Za-z.-]{2,24}/{0,2}\Z")
_LONGEST_ARCHIVE = 26

SUFFIXES: dict[str, ListFormat] = {suffix: row for row in FORMATS.values() for suffix in row.suffixes}


def get_format(name: str) -> ListFormat:
    """The format of that name; raises UnknownName, which tells the known ones."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownName("list format", name, FORMATS, tip=f"Known formats: {', '.join(FORMATS)}.") from None


def read_list(data: bytes, path: str, format: str | None = None, *, charset: str | None = None) -> ReadingList:
    """Read a reading list: a pure function from bytes to entries.

    ``path`` (a path or URL, as it was given) is kept in the result and tells the format by its suffix, unless
    ``format`` names one or the content says otherwise (:mod:`paperdex.lists.detect`); Markdown where nothing tells.
    ``charset`` is the one that came with the document, if any.
    Raises InputError for what is not text, is empty, or can't be read.
    """
    (text, codec, is_lossy), warnings = decoded(data, path, charset)
    if not text or text.isspace():
        raise InputError(path, "is empty.", tip="Give paperdex a reading list with papers in it.")
    chosen = get_format(format or detect(text, _suffix_of(path)))
    # The text may take four times the bytes, and what is made of it ten times: neither is held here, so that each step
    # can let go of what it has read.
    texts = [text]
    del text
    with reading():
        try:
            outlines = [chosen.read(texts.pop())]
        except InputError as error:  # a reader knows no path
            raise InputError(path, error.message.removeprefix(f"{error.path}: "), tip=error.tip) from error
        warnings += tuple(f"{path}:{line}: {what}" for line, what in outlines[0].cuts)
        title, topics, entries = assemble(outlines.pop())
    outside = _outside(in_pieces(data, codec, is_lossy=is_lossy), entries)
    return ReadingList(
        path, chosen.name, title, entries, tuple(topics), outside, warnings, topic_lines=tuple(topics.values())
    )


def _outside(pieces: Iterable[str], entries: Iterable[ListEntry]) -> tuple[str, ...]:
    """The arXiv papers that a text, some lines at a time, names and that are neither entries nor mentioned by one."""
    # Sorted, they take an eighth of the space of a set.
    kept = [i.value for entry in entries for i in entry.well_formed if i.scheme == "arxiv"]
    kept += (work for entry in entries for work in entry.mentions)
    kept.sort()
    outside: dict[str, None] = {}
    above = ""
    for piece in pieces:
        text = above + piece
        end = 0
        for match in _NUMBER.finditer(text, len(above)):
            if match.start() < end:
                continue
            number = match[0]
            if number[0] == "/":
                archive = _ARCHIVE.search(text, max(0, match.start() - _LONGEST_ARCHIVE), match.start())
                if not archive:
                    continue
                number = archive[0] + number
            if _is_among(number, kept):
                continue
            # Only the lines around a number that no entry has need a closer look.
            line = text.rfind("\n", 0, match.start())
            start, end = max(end, text.rfind("\n", 0, max(line, 0)) + 1), text.find("\n", match.end())
            end = len(text) if end < 0 else end
            found = (each.identifier for each in find_identifiers(text[start:end]))
            outside |= {i.work: None for i in found if isinstance(i, Identifier) and i.scheme == "arxiv"}
        above = text[text.rfind("\n", 0, -1) + 1 :]
    return tuple(work for work in outside if not _is_among(work, kept))


def _is_among(work: str, kept: Sequence[str]) -> bool:
    """Whether a work is one of some that are sorted."""
    place = bisect_left(kept, work)
    return place < len(kept) and kept[place] == work


def _suffix_of(path: str) -> str:
    location = urlsplit(path).path if "://" in path else path
    return PurePosixPath(location).suffix
