"""A .bib file that a person keeps: its bytes, and its text, from which the same bytes come back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from paperdex.errors import InputError

_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BIBLATEX = re.compile(r"@online\b|\b(?:eprinttype|eprintclass|journaltitle|date)\s*=", re.IGNORECASE)
_BIBTEX = re.compile(r"\b(?:archiveprefix|primaryclass|journal|year)\s*=", re.IGNORECASE)
_GUESSES = ("utf-8", "cp1252", "latin-1")


@dataclass(frozen=True, slots=True)
class BibFile:
    """A file as it is read, in UTF-8, in UTF-16 with its mark, else in Windows-1252 or Latin-1."""

    path: Path
    data: bytes
    text: str
    encoding: str
    mark: bytes = b""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file; a missing one is empty. Raises InputError."""
        try:
            data = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise InputError(str(path), f"can't be read: {error.strerror}.", tip="Name another file.") from error
        mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
        for encoding in [_MARKS[mark]] if mark else _GUESSES:
            try:
                text = data[len(mark) :].decode(encoding)
            except ValueError:
                continue
            if "\x00" not in text and mark + text.encode(encoding) == data:
                return cls(path, data, text, encoding, mark)
        raise InputError(str(path), "this is no text file; it was left as it is.", tip="Name a .bib file in UTF-8.")

    @property
    def format(self) -> str:
        """Whose types and fields it has most of: ``bibtex`` or ``biblatex``; the first where that is not told."""
        return "biblatex" if len(_BIBLATEX.findall(self.text)) > len(_BIBTEX.findall(self.text)) else "bibtex"

    def encode(self, text: str) -> bytes:
        """The bytes of a changed text in the file's own encoding; raises InputError where it lacks a character."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise InputError(
                str(self.path),
                f"it is in {self.encoding}, which has no {error.object[error.start]!r}; it was left as it is.",
                tip="Convert it to UTF-8 first, or add --ascii.",
            ) from error
