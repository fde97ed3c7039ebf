"""Cite keys: listed, renamed, and taken over from a .bib file that a paper already cites from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from paperdex.core.citekeys import is_key
from paperdex.core.entries import ListEntry
from paperdex.errors import InputError, UnknownName, UsageError
from paperdex.lists.bibtex import read_keyed
from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.bib_file import BibFile
from paperdex.workflows.known_works import KnownWorks


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A work with its cite key."""

    key: str
    work: str
    title: str


def cite_keys(library: Path) -> Iterator[KeyRow]:
    """Yield the works that have a cite key, in the order of the keys; raises StorageError."""
    with LibraryReader.open(library) as reader:
        for row in reader.cite_keys():
            yield KeyRow(*row)


def rename_key(library: Path, old: str, new: str) -> str:
    """Give the work that is called ``old``, or whose identifier that is, another key; return the work.

    Raises UsageError for a key that programs don't take or that another work has, UnknownName for an unknown work.
    """
    if not is_key(new) or not new[0].isalpha():
        raise UsageError(
            f"{new!r} can't be a cite key.",
            tip="A key is made of ASCII letters, digits and : _ . + / -, a letter first.",
        )
    with LibraryReader.open(library):
        pass  # a missing library is not made for this
    with Library.open(library) as writable, writable.transaction():
        work = writable.work_of_key(old) or (old if writable.has_work(old) else None)
        if work is None:
            known = (key for key, _, _ in writable.cite_keys())
            raise UnknownName("cite key", old, known, tip="paperdex keys prints them all.")
        holder = writable.work_of_key(new)
        if holder not in {None, work}:
            raise UsageError(f"the cite key {new!r} is that of {holder}.", tip="Take another one.")
        writable.set_cite_keys({work: new})
        return work


def forget_keys(library: Path, names: Iterable[str]) -> int:
    """Leave works without a cite key, so that the next export makes one anew; return how many had one.

    A work is named by its key or identifier. Raises UnknownName, and changes nothing then.
    """
    with LibraryReader.open(library) as reader:
        works = [reader.work_named(name) for name in names]
    with Library.open(library) as writable:
        return writable.forget_cite_keys(works)


@dataclass(slots=True)
class KeyImport:
    """What became of the keys of a file; each text names the line and the key."""

    taken: int = 0
    """Works that have another key than before, or one for the first time."""
    same: int = 0
    unmatched: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every key of the file is now that of its work."""
        return not self.unmatched and not self.refused


def import_keys(library: Path, path: Path) -> KeyImport:
    """Take the keys of a .bib file for the works of the library that its entries are.

    An entry is a work by its arXiv number or DOI, else by title and author where that is sure. Two works may change
    keys with each other; a key that another work keeps is refused. Raises InputError and StorageError.
    """
    if not path.exists():
        raise InputError(str(path), "there is no such file.", tip="Name a .bib file.")
    entries = list(read_keyed(BibFile.read(path).text.replace("\r\n", "\n")))
    if not entries:
        raise InputError(str(path), "there is no BibTeX entry in it.", tip="Name a .bib file.")
    with LibraryReader.open(library):
        pass  # a missing library is not made for this
    with Library.open(library) as writable, writable.transaction():
        outcome = KeyImport()
        wanted = _wanted(writable, entries, outcome)
        _refuse_taken(writable, wanted, outcome)
        changed = {work: key for work, key in wanted.items() if writable.key_of(work) != key}
        outcome.same = len(wanted) - len(changed)
        outcome.taken = len(changed)
        if changed:
            writable.set_cite_keys(changed)
        return outcome


def _wanted(library: LibraryReader, entries: list[tuple[str, ListEntry]], outcome: KeyImport) -> dict[str, str]:
    """The key that each work is to have."""
    known = KnownWorks(library, (entry for _, entry in entries))
    wanted: dict[str, str] = {}
    keys: dict[str, str] = {}
    for key, entry in entries:
        place = f"line {entry.line}: {key}"
        work = known.of(entry)
        if work is None:
            outcome.unmatched.append(f"{place}: {entry.title!r} is no work of the library for sure")
        elif not is_key(key):
            outcome.refused.append(f"{place}: not every program takes such a key")
        elif keys.setdefault(key.casefold(), work) != work:
            outcome.refused.append(f"{place}: the file gives this key to {keys[key.casefold()]} too")
        elif wanted.setdefault(work, key) != key:
            outcome.refused.append(f"{place}: the file calls {work} {wanted[work]} too")
    return wanted


def _refuse_taken(library: LibraryReader, wanted: dict[str, str], outcome: KeyImport) -> None:
    """Drop the keys that another work has and keeps; a work that keeps its own for that keeps others from it."""
    wishers = {key.casefold(): work for work, key in wanted.items()}
    ahead = list(reversed(wanted))
    while ahead:
        work = ahead.pop()
        holder = library.work_of_key(wanted[work]) if work in wanted else None
        if holder is not None and holder != work and holder not in wanted:
            outcome.refused.append(f"{wanted.pop(work)}: it is the key of {holder} in the library")
            own = library.key_of(work)
            ahead += [wishers[own.casefold()]] if own and own.casefold() in wishers else []
