"""Every error that paperdex raises on purpose, so that a caller can catch "ours" with one name.

::

    PaperdexError
    ├── UsageError          what was asked for can't be asked            (exit code 2)
    │   └── UnknownName     a topic, list, work, format ... that there is not; names the near ones
    ├── InputError          a reading list or file can't be read         (exit code 2)
    ├── BadInputs           several of them, told together               (exit code 2)
    ├── StorageError        the library or the mirror can't be used      (exit code 2)
    └── SourceError         a source gave no usable answer               (exit code 3)
        ├── SourceUnreachable   no answer at all: no network, refused, timed out
        └── SourceRefused       an answer that is none: an error status, a web page, half a document

A message says what happened, to which input, and what to do next. Expected gaps (an entry that could not be
resolved, an identifier that arXiv does not know) are values in a result and never exceptions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Self


class PaperdexError(Exception):
    """What happened and to which input (the message), and what to do next (``tip``, may be empty)."""

    exit_code = 1

    def __init__(self, message: str, *, tip: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.tip = tip


class UsageError(PaperdexError):
    """What was asked for cannot be asked."""

    exit_code = 2


class UnknownName(UsageError):
    """There is no such topic, list, work or format; the tip names the near ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, where: str = "", tip: str = "") -> None:
        near = _near(name, list(known))
        hint = f"Did you mean {' or '.join(repr(candidate) for candidate in near)}?" if near else ""
        there = f"{where}: " if where else ""
        super().__init__(f"{there}there is no {kind} {name!r}.", tip=" ".join(part for part in (hint, tip) if part))
        self.kind = kind
        self.name = name
        self.near = near


_SHORT = 2


def _near(name: str, known: Sequence[str]) -> list[str]:
    """At most three of the known names that look like this one, hold it, or have a word like it."""
    import difflib

    by_key: dict[str, str] = {}
    for candidate in known:
        key = _fold(candidate)
        for part in (key, *key.split()):
            by_key.setdefault(part, candidate)
    close = difflib.get_close_matches(_fold(name), by_key, n=6, cutoff=0.6)
    # A letter or two are in many names and mean none of them, but for scripts that need no more for a word.
    holding = [key for key in by_key if _fold(name) in key] if len(name) > _SHORT or not name.isascii() else []
    return list(dict.fromkeys(by_key[key] for key in close + holding))[:3]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


class InputError(PaperdexError):
    """A reading list or file cannot be read; ``path`` names it as it was given."""

    exit_code = 2

    def __init__(self, path: str, message: str, *, tip: str = "") -> None:
        super().__init__(f"{path}: {message}", tip=tip)
        self.path = path


class BadInputs(PaperdexError):
    """Several inputs cannot be used; every one is told, and nothing was stored."""

    exit_code = 2

    def __init__(self, errors: Sequence[PaperdexError]) -> None:
        super().__init__("\n".join(error.message for error in errors), tip="Nothing was stored.")
        self.errors = tuple(errors)


class StorageError(PaperdexError):
    """The library or the mirror cannot be opened, read or written; ``path`` names the file."""

    exit_code = 2

    def __init__(self, path: str, message: str, *, tip: str = "") -> None:
        super().__init__(f"{path}: {message}", tip=tip)
        self.path = path


class SourceError(PaperdexError):
    """A source gave no usable answer; ``source`` names it and ``url`` is what was asked.

    ``passing`` says that the same request may well be answered later, ``retry_after`` how many seconds the source asks
    to wait before it, ``most_tries`` how many tries are worth while at most, and ``tries`` how often it was asked.
    """

    exit_code = 3

    def __init__(
        self,
        source: str,
        url: str,
        message: str,
        *,
        status: int | None = None,
        tip: str = "",
        passing: bool = False,
        retry_after: float | None = None,
        most_tries: int | None = None,
        tries: int = 1,
    ) -> None:
        times = f" (after {tries} tries)" if tries > 1 else ""
        super().__init__(f"{source}: {message}{times}", tip=tip)
        self.source = source
        self.url = url
        self.status = status
        self.reason = message
        self.passing = passing
        self.retry_after = retry_after
        self.most_tries = most_tries
        self.tries = tries

    def after(self, tries: int) -> Self:
        """The same error, told after so many tries."""
        return type(self)(
            self.source,
            self.url,
            self.reason,
            status=self.status,
            tip=self.tip,
            passing=self.passing,
            retry_after=self.retry_after,
            most_tries=self.most_tries,
            tries=tries,
        )


class SourceUnreachable(SourceError):
    """No answer at all: no network, a refused connection, a time-out."""


class SourceRefused(SourceError):
    """An answer that is none: an error status, a web page instead of a feed, half a document."""
