"""What a source promises, and what a workflow may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from paperdex.core.identifiers import Identifier
from paperdex.core.records import Answer, BibliographicRecord
from paperdex.errors import SourceRefused


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that is about to begin."""

    what: str
    """What is waited for, in a few words: ``arXiv's pace``, ``another paperdex``, ``try 2 of 5``."""
    seconds: float | None = None
    """How long; ``None`` where it is not known."""
    reason: str = ""
    """What went wrong, where that is why there is a wait."""


OnWait: TypeAlias = Callable[[Wait], None]
"""Told before each wait."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that begins or has ended; a redirect is followed by a request of its own."""

    method: str
    url: str
    """Without a password."""
    tries: int
    """Which try it is, from 1."""
    seconds: float | None = None
    """How long it took; ``None`` when it begins."""
    status: int | None = None
    """The status of the answer; ``None`` where there was none, or not yet."""
    size: int | None = None
    """Bytes of an answer that was read to its end, unpacked."""


OnRequest: TypeAlias = Callable[[Request], None]
"""Told when a request begins, and when it has ended, well or not."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where a source is asked, how fast, and by whom."""

    address: str
    pace: float
    """Seconds from the end of one request to the start of the next."""
    cache: Path
    """Folder of what paperdex's processes have to agree on."""
    contact: str = ""
    """Mail address for the User-Agent; empty for none."""
    on_wait: OnWait | None = None
    proxy: str | None = None
    """Address of the proxy that requests go through; empty for none, ``None`` for what the environment says."""
    on_request: OnRequest | None = None


Still: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Of what a request would ask for, what is still wanted; asked when it is the request's turn, for that may be late."""


class NoLongerWanted(Exception):
    """When it was the turn of a request, something of it was wanted no more, and the request was not made."""


class Source(Protocol):
    """Where bibliographic records come from, asked by identifier or by title.

    Both calls raise :class:`paperdex.errors.SourceError` when the source gives no usable answer; "not found" is an
    answer and never an error.
    """

    name: str
    """Who is named as the source of a record: ``arxiv``, ``mirror``."""
    batch: int
    """How many identifiers one look-up may ask for."""

    def lookup(self, identifiers: Sequence[Identifier], *, still: Still | None = None) -> Iterator[Answer]:
        """Records of at most ``batch`` arXiv identifiers, and a reason for each that has none, as they come.

        A record describes the latest version of its work, whatever version an identifier names. An answer is given
        before the next request, and stands when the source is down afterwards. Works that are not ``still`` wanted
        when it is their turn are not asked for, and have no answer.
        """
        ...

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """Records whose titles could answer for ``title``, best first; empty when there are none."""
        ...


@dataclass(frozen=True, slots=True)
class TitleAnswer:
    """What a source answered to one title."""

    title: str
    """As it was asked for."""
    records: tuple[BibliographicRecord, ...] = ()
    """Those whose titles could answer for it; none is an answer, too."""
    failure: SourceRefused | None = None
    """Why there is no usable answer to this one title, while the source answers for others."""


@runtime_checkable
class TitleSource(Protocol):
    """A source that can be asked for many titles."""

    name: str
    """As :attr:`Source.name`."""

    def search_titles(self, titles: Sequence[str], *, still: Still | None = None) -> Iterator[TitleAnswer]:
        """An answer for each title that is ``still`` wanted at its turn, in any order, each as soon as it is known.

        Raises :class:`paperdex.errors.SourceError` when the source is down; what came before it stands.
        """
        ...


class OpenSource(Protocol):
    """How a source's module opens it."""

    def __call__(self, access: Access) -> AbstractContextManager[Source]:
        """The source, open for the length of a ``with``."""
        ...
