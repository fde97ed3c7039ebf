"""A list as it stands in its file: bytes, and the text in them with its line ends."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from pathlib import Path

from paperdex.errors import InputError
from paperdex.lists.decode import as_it_stands
from paperdex.workflows.writing import write_bytes

_MARKED = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks and the encodings behind them; a longer mark stands before one that it begins with."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """The bytes of a list, and how its text was read from them."""

    path: str
    data: bytes
    text: str
    mark: bytes
    """The byte order mark, if there is one."""
    codec: str

    @classmethod
    def of(cls, path: str, data: bytes) -> ListFile:
        """The file with these bytes; raises InputError for what is no text."""
        found = as_it_stands(data, path)
        mark = next((mark for mark in _MARKED if data.startswith(mark)), b"")
        return cls(path, data, found.text, mark, _MARKED.get(mark, found.codec))

    def encoded(self, text: str) -> bytes:
        """Another text in the encoding of the file; raises InputError where that can't be."""
        try:
            return self.mark + text.encode(self.codec)
        except UnicodeEncodeError as error:
            raise self._not_mended(f"{text[error.start]!r} can't be written in {self._encoding}") from error

    def can_hold(self, text: str) -> bool:
        """Whether the encoding of the file has all characters of a text."""
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True

    def check_encoding(self) -> None:
        """Raise InputError where the text, written again, would not be the bytes that are there."""
        if self.encoded(self.text) != self.data:
            raise self._not_mended(f"some of its characters could not be read as {self._encoding}")

    def write(self, data: bytes) -> None:
        """Put other bytes into the place of the file; raises InputError, also where it was changed meanwhile."""

        if not os.access(self.path, os.W_OK):
            # The file could be replaced all the same, where its folder allows it.
            raise InputError(self.path, "is read-only, and is left alone.", tip="Make it writable to have it mended.")

        def is_same(_: Path) -> None:
            if Path(self.path).read_bytes() != self.data:
                raise InputError(
                    self.path, "was changed while it was checked, and is left alone.", tip="Run the same command again."
                )

        write_bytes([data], Path(self.path), check=is_same)

    @property
    def _encoding(self) -> str:
        """What the encoding is called where lists are read."""
        return {"cp1252": "Windows-1252"}.get(self.codec, self.codec.upper())

    def _not_mended(self, why: str) -> InputError:
        return InputError(self.path, f"can't be mended: {why}.", tip="Save it as UTF-8, and run the command again.")
