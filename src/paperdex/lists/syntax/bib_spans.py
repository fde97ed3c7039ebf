"""Where in a ``.bib`` file its entries and their values stand, so that one can be changed and all else kept.

bibtexparser parts the file; each entry is then found again in the text as it is, character for character.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibtexparser import model


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """A field; ``text[start:end]`` is its value with what delimits it, ``text[begin:end]`` all of it."""

    written: str
    """The name as it is written."""
    value: str
    begin: int
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name in small letters."""
        return self.written.lower()


@dataclass(frozen=True, slots=True)
class EntrySpan:
    """An entry; ``text[start:end]`` is all of it, from the ``@`` to the closing bracket."""

    line: int
    """From 1."""
    kind: str
    """In small letters."""
    kind_start: int
    """Where the kind stands, behind the ``@``."""
    key: str
    start: int
    end: int
    fields: tuple[FieldSpan, ...]

    @property
    def is_sound(self) -> bool:
        """Whether BibTeX reads all its fields as they are read here."""
        return all(_NAME.fullmatch(field.written) and is_sound_value(field.value) for field in self.fields)

    def get(self, name: str) -> FieldSpan | None:
        """The first field of that name."""
        return next((field for field in self.fields if field.name == name), None)


_HEAD = re.compile(r"@(\w*)\s*[{(]\s*")
_BETWEEN = re.compile(r"[\s,]*")
_EQUALS = re.compile(r"\s*=\s*")
_NAME = re.compile(r"[A-Za-z][\w:.+-]*", re.ASCII)
_PART = re.compile(r"\s*(?:(?P<open>[{\"])|[^\s{}\"#%=,\\()]+)", re.ASCII)
_JOINT = re.compile(r"\s*#", re.ASCII)


def is_sound_value(value: str) -> bool:
    """Whether a value is texts in braces or quotes, numbers and macros, joined by ``#``, as BibTeX counts braces."""
    place = 0
    while part := _PART.match(value, place):
        place = part.end() if part["open"] is None else _end_of_text(value, part.end() - 1)
        joint = _JOINT.match(value, place)
        if joint is None:
            return place == len(value)
        place = joint.end()
    return False


def _end_of_text(value: str, start: int) -> int:
    """Behind the bracket or quote that closes the one at ``start``; -1 where there is none."""
    depth = 0
    for sign in re.compile(r"[{}\"]").finditer(value, start):
        if sign[0] == '"':
            if value[start] == '"' and not depth and sign.start() > start:
                return sign.end()
        else:
            depth += 1 if sign[0] == "{" else -1
            if depth < 0 or (not depth and value[start] == "{"):
                return sign.end() if not depth else -1
    return -1


@dataclass(frozen=True, slots=True)
class BibText:
    """A file's entries in order, and its own macros."""

    entries: tuple[EntrySpan, ...]
    broken: tuple[int, str] | None = None
    """Line and reason of the first thing that can't be read."""


def quiet_splitter(text: str) -> list[model.Block]:
    """The blocks of a text; what bibtexparser logs of broken ones goes nowhere."""
    from bibtexparser.splitter import Splitter

    # Without a handler it would go to stderr.
    logger = logging.getLogger("bibtexparser")
    if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        logger.addHandler(logging.NullHandler())
    return list(Splitter(text).split().blocks)


_COMMENT_LINE = re.compile(r"^[ \t]*%[^\r\n]*", re.MULTILINE)
_ENTRY_IN_COMMENT = re.compile(r"^[ \t]*%[^\r\n]*@", re.MULTILINE)
_BEGIN = re.compile(r"@\s*\w+\s*[{(]")


def _without_comments(text: str) -> str:
    """The text with blanks for the lines between entries that begin with a percent sign, every place as it was.

    BibTeX knows no comments and would read an entry there, biber and people do not.
    """
    if not _ENTRY_IN_COMMENT.search(text):
        return text
    pieces: list[str] = []
    place = 0
    while place < len(text):
        begin = _BEGIN.search(text, place)
        while begin and (comment := _COMMENT_LINE.match(text, text.rfind("\n", 0, begin.start()) + 1)):
            if comment.end() < begin.start():
                break
            begin = _BEGIN.search(text, comment.end())
        start = begin.start() if begin else len(text)
        pieces.append(_COMMENT_LINE.sub(lambda comment: " " * len(comment[0]), text[place:start]))
        place = _end_of_text(text, text.index("{", start)) if begin and begin[0].endswith("{") else start + 1
        if place < 0:
            return "".join([*pieces, text[start:]])
        pieces.append(text[start:place])
    return "".join(pieces)


def find_entries(text: str) -> BibText:
    """The entries of a ``.bib`` file with their places, but for those in lines of comment; never raises."""
    from bibtexparser import model

    entries: list[EntrySpan] = []
    place = line = 0
    text = _without_comments(text)
    for block in quiet_splitter(text):
        if isinstance(block, model.ParsingFailedBlock) and isinstance(block.ignore_error_block, model.Entry):
            block = block.ignore_error_block  # a key or a field that stands there twice
        raw = block.raw or ""
        start = text.index(raw, place)
        line += text.count("\n", place, start)
        if isinstance(block, model.ParsingFailedBlock) and not isinstance(block.ignore_error_block, model.String):
            return BibText((), (line + 1, " ".join(str(getattr(block.error, "abort_reason", block.error)).split())))
        if isinstance(block, model.Entry):
            span = _entry(block, raw, start, line + 1)
            if span is None:
                return BibText((), (line + 1, "its fields can't be told apart"))
            entries.append(span)
        place = start + len(raw)
        line += raw.count("\n")
    return BibText(tuple(entries))


def _entry(entry: model.Entry, raw: str, start: int, line: int) -> EntrySpan | None:
    head = _HEAD.match(raw)
    if not head or not raw.startswith(entry.key, head.end()) or not raw.endswith(("}", ")")):
        return None
    fields = list(_fields(entry, raw, head.end() + len(entry.key), start))
    if len(fields) != len(entry.fields):
        return None
    return EntrySpan(line, head[1].lower(), start + 1, entry.key, start, start + len(raw), tuple(fields))


def _fields(entry: model.Entry, raw: str, place: int, offset: int) -> Iterator[FieldSpan]:
    for field in entry.fields:
        before = _BETWEEN.match(raw, place)
        place = before.end() if before else place
        name = _EQUALS.match(raw, place + len(field.key)) if raw.startswith(field.key, place) else None
        value = str(field.value)
        if name is None or not raw.startswith(value, name.end()):
            return
        place = name.end() + len(value)
        # A comment behind the last field counts for a part of the name.
        written = field.key.rpartition("\n")[2].strip()
        begin = raw.rindex(written, 0, name.end())
        yield FieldSpan(written, value, offset + begin, offset + name.end(), offset + place)
