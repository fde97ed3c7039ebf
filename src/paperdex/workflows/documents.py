"""What a user named on the command line, as documents to read and identifiers to fetch.

An input is a file, a folder (its lists, recursively), an address (a GitHub page is read as its raw file), ``-`` for
standard input, or an identifier.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Identifier, MalformedIdentifier, parse_identifier
from paperdex.errors import BadInputs, InputError, PaperdexError, UsageError
from paperdex.lists import FORMATS, SUFFIXES, get_format, read_list
from paperdex.sources.web import Page

STANDARD_INPUT = "-"
COMMAND_LINE = "command line"
"""Name of the list that holds the identifiers given to fetch directly."""
SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes; a reading list that is larger is a mistake."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of a folder that is no reading list, and why; only what mostly is something else is passed over."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that was named: the lists, read, and the identifiers."""

    lists: tuple[tuple[ReadingList, bytes], ...] = ()
    """Each list with the bytes that it was read from."""
    identifiers: tuple[Identifier, ...] = ()
    warnings: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    errors: tuple[PaperdexError, ...] = ()
    """What is wrong with each input that can't be used; the others are there all the same."""


def read_inputs(
    inputs: Iterable[str],
    *,
    read_stdin: Callable[[], bytes],
    read_address: Callable[[str], Page],
    format: str | None = None,
    identifiers_too: bool = False,
) -> Inputs:
    """Read everything that was named, each file once.

    Raises InputError or UsageError for the one input that can't be used, BadInputs when there are several: every bad
    input is told at once. Raises UnknownName for a format that there is not, SourceError for an address that gives no
    answer.
    """
    read = read_what_can_be(
        inputs, read_stdin=read_stdin, read_address=read_address, format=format, identifiers_too=identifiers_too
    )
    if read.errors:
        raise read.errors[0] if len(read.errors) == 1 else BadInputs(read.errors)
    return read


def read_what_can_be(
    inputs: Iterable[str],
    *,
    read_stdin: Callable[[], bytes],
    read_address: Callable[[str], Page],
    format: str | None = None,
    identifiers_too: bool = False,
    may_lack_papers: bool = False,
) -> Inputs:
    """The same, but what is wrong with an input is kept in the result; raises UnknownName for an unknown format.

    With ``may_lack_papers`` a list without papers is a warning, as one in a folder is.
    """
    if format is not None:
        get_format(format)
    reader = _Reader(read_stdin, read_address, format, may_lack_papers=may_lack_papers)
    identifiers: list[Identifier] = []
    for name in dict.fromkeys(inputs):
        with reader.noting_errors():
            identifier = _identifier(name) if identifiers_too else None
            if identifier is not None:
                identifiers.append(identifier)
            elif os.path.isdir(name):  # noqa: PTH112 - Path.is_dir fails on a name that is too long
                reader.read_folder(name)
            else:
                reader.read(name)
    return Inputs(
        tuple(reader.lists),
        tuple(identifiers),
        tuple(reader.warnings),
        tuple(reader.passed_over),
        tuple(reader.errors),
    )


def command_line_list(identifiers: Iterable[Identifier]) -> ReadingList:
    """The identifiers given directly, as the list named ``command line``: an entry a work, whatever its version."""
    works = dict.fromkeys(replace(identifier, version=None) for identifier in identifiers)
    entries = tuple(
        ListEntry(line=number, title="", identifiers=(identifier,)) for number, identifier in enumerate(works, start=1)
    )
    return ReadingList(COMMAND_LINE, format="identifiers", entries=entries)


class _Reader:
    """Reads one input after the other, and notes what is wrong with each."""

    def __init__(
        self,
        read_stdin: Callable[[], bytes],
        read_address: Callable[[str], Page],
        format: str | None,
        *,
        may_lack_papers: bool,
    ) -> None:
        self.lists: list[tuple[ReadingList, bytes]] = []
        self.warnings: list[str] = []
        self.passed_over: list[PassedOver] = []
        self.errors: list[PaperdexError] = []
        self._read_stdin = read_stdin
        self._read_address = read_address
        self._format = format
        self._may_lack_papers = may_lack_papers
        self._seen: set[str] = set()

    @contextmanager
    def noting_errors(self) -> Iterator[None]:
        """Keep an error for the end, so that one bad input does not hide the next."""
        try:
            yield
        except PaperdexError as error:
            self.errors.append(error)

    def read(self, name: str) -> None:
        """Read the list of that name; raises InputError, also for one without papers where that is a mistake."""
        reading_list = self._read(name, self._parse_if_any if self._may_lack_papers else self._parse)
        if reading_list is not None and not reading_list.entries:
            if self._may_lack_papers:
                self.warnings.append(f"{name}: no papers were found in it.")
                return
            raise _no_papers(name, reading_list, format=self._format)

    def read_folder(self, name: str) -> None:
        """Read every list of a folder, recursively; one without papers is a warning, as long as another has some."""
        paths = list(_lists_of(name))
        if not paths:
            raise InputError(
                name,
                "there are no reading lists in this folder.",
                tip=f"A list is a file that ends in {', '.join(SUFFIXES)}; name a file of another kind by itself.",
            )
        errors, without = len(self.errors), []
        for path in paths:
            with self.noting_errors():
                reading_list = self._read(path, self._parse_if_any)
                if reading_list is not None and not reading_list.entries:
                    without.append(path)
                    if _is_mixed(path) and reading_list.format not in _NO_LIST:
                        self.passed_over.append(PassedOver(path, f"no papers in it, read as {reading_list.format}"))
        if len(without) == len(paths):
            raise InputError(name, "no papers were found in the lists of this folder.", tip=_ENTRY_TIP)
        if len(self.errors) == errors:
            self.warnings += (f"{path}: no papers were found in it." for path in without if not _is_mixed(path))

    def _read(self, name: str, parse: Callable[[Page, str], ReadingList]) -> ReadingList | None:
        """The list of that name, kept; ``None`` when it was read before under another spelling of its path."""
        is_file = name != STANDARD_INPUT and "://" not in name
        place = os.path.abspath(name) if is_file else name  # noqa: PTH100
        if place in self._seen:
            return None
        self._seen.add(place)
        page = self._page(name)
        reading_list = parse(page, name)
        self.warnings.extend(reading_list.warnings)
        self.lists.append((reading_list, page.body))
        return reading_list

    def _parse(self, page: Page, name: str) -> ReadingList:
        return read_list(page.body, name, self._format or _format_of(page.address, name), charset=page.charset)

    def _parse_if_any(self, page: Page, name: str) -> ReadingList:
        """A file of a folder, which may be empty, or no list at all where its suffix means many things."""
        if not page.body.strip():
            if _is_mixed(name):
                self.passed_over.append(PassedOver(name, "it is empty"))
            return ReadingList(name, format="empty")
        try:
            return self._parse(page, name)
        except InputError as error:
            if not _is_mixed(name):
                raise
            self.passed_over.append(PassedOver(name, error.message.removeprefix(f"{name}: ").removesuffix(".")))
            return ReadingList(name, format="other")

    def _page(self, name: str) -> Page:
        if name == STANDARD_INPUT:
            return Page(self._read_stdin())
        if _ADDRESS.match(name):
            _check_address(name)
            return self._read_address(name)
        return Page(_read_file(name))


_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20}/\S", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_NO_LIST = frozenset({"empty", "other"})
"""Formats of what was not read."""
_NAMED = 3
"""Identifiers that are told of a text without entries."""
_ENTRY_TIP = (
    "An entry is a list item, a table row, or a heading or line of its own that names a paper by a link or an "
    "identifier. A title alone is one beside such entries, below a heading such as 'Papers', or in a list of nothing "
    "but titles."
)


def _no_papers(name: str, reading_list: ReadingList, *, format: str | None) -> InputError:
    """What a document without papers was read as, what was looked for in vain, and what to do next."""
    named = ", ".join(reading_list.outside[:_NAMED])
    more = f" and {len(reading_list.outside) - _NAMED} more" if len(reading_list.outside) > _NAMED else ""
    outside = f", though its text names {named}{more}" if named else ""
    others = ", ".join(other for other in FORMATS if other != reading_list.format)
    told, way = (", as --from says", "in yet another format") if format else ("", "in another format")
    return InputError(
        name,
        f"no papers were found in it, read as {reading_list.format}{told}{outside}.",
        tip=f"{_ENTRY_TIP} If the document is {way}, name that with --from: {others}.",
    )


def _format_of(address: str, name: str) -> str | None:
    """The format of a raw file that was found behind a page, when its suffix says more than the page's does."""
    if not address or PurePosixPath(urlsplit(name).path).suffix.lower() in SUFFIXES:
        return None
    found = SUFFIXES.get(PurePosixPath(urlsplit(address).path).suffix.lower())
    return found.name if found and not found.is_mixed and found.name != "markdown" else None


def _identifier(name: str) -> Identifier | None:
    """The identifier that a name is, unless it is a file; raises UsageError for one that can't be."""
    if name == STANDARD_INPUT or os.path.exists(name):  # noqa: PTH110 - Path.exists fails on a name that is too long
        return None
    parsed = parse_identifier(name)
    if isinstance(parsed, MalformedIdentifier):
        raise UsageError(
            f"{name!r} is neither a file nor an identifier: {parsed.reason}.",
            tip="An arXiv identifier looks like 1706.02677, 1706.02677v2 or hep-th/9901001.",
        )
    return parsed


def _check_address(name: str) -> None:
    try:
        host = urlsplit(name).hostname
    except ValueError:
        host = None
    if not host:
        raise UsageError(f"{name!r} is not an address.", tip="Give one like https://example.org/list.md.")


def _is_mixed(name: str) -> bool:
    found = SUFFIXES.get(Path(name).suffix.lower())
    return found is not None and found.is_mixed


def _lists_of(name: str) -> Iterator[str]:
    """Paths of a folder's lists, recursively and in order; hidden ones are left out."""
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            path = Path(folder) / file
            # Nothing but files: opening a pipe would wait for ever.
            if path.suffix.lower() in SUFFIXES and not file.startswith(".") and path.is_file():
                yield str(path)


def _read_file(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            # A pipe or a device tells no size before it is read.
            data = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        tip = "Give a file, a folder, an address, - or an identifier."
        if " " in name:
            tip = "A title can't be given here: write it into a list, or give the paper's identifier."
        elif _HOST.match(name):
            tip = f"If it is an address, write https://{name}."
        raise InputError(name, "there is no such file.", tip=tip) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(name, f"can't be read: {reason}.", tip="Give a file that can be read.") from error
    if len(data) > SIZE_LIMIT:
        raise InputError(
            name,
            f"is larger than {SIZE_LIMIT // 2**20} MB, more than any reading list has.",
            tip="Is it a reading list? If so, split it.",
        )
    return data
