"""Export formats: a bibliography by topic to text, one file a format.

Each module has ``write(bibliography, options=USUAL)``, which takes groups and yields the text piece by piece. To add a
format, write its module and add its row to ``FORMATS``; help, docs and contract tests are read from there.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from paperdex.core.bibliography import TopicGroup
from paperdex.errors import UnknownName
from paperdex.exports.options import USUAL, ExportOptions


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

    @property
    def write(self) -> Writer:
        """The format's writer."""
        writer: Writer = importlib.import_module(self.module).write
        return writer


_ROWS = (
    Format("bibtex", "paperdex.exports.bibtex", (".bib",), "BibTeX for the classic styles, safe for pdfLaTeX"),
    Format("markdown", "paperdex.exports.markdown", (".md", ".markdown"), "a reading list again, as GitHub shows it"),
    Format("html", "paperdex.exports.html", (".html", ".htm"), "one web page by topic, whole in itself"),
)  # fmt: skip

FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}


def get_format(name: str) -> Format:
    """Return the format of that name, in any case; raise :class:`~paperdex.errors.UnknownName` if there is none."""
    found = FORMATS.get(name.casefold())
    if found is None:
        raise UnknownName("export format", name, FORMATS, tip=f"Known: {', '.join(FORMATS)}.")
    return found


def format_for_path(path: str | PurePath) -> Format | None:
    """Return the first format whose suffix the file name has, in any case, or ``None``."""
    suffix = PurePath(path).suffix.casefold()
    return next((row for row in _ROWS if suffix in row.suffixes), None)
