"""One export: what a user asks for, and where it goes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from paperdex.core.bibliography import GroupBy
from paperdex.errors import InputError, UsageError
from paperdex.exports import FORMATS, Format, format_for_path, get_format, refuse_unheeded
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.storage.filters import Filters
from paperdex.workflows.bib_file import BibFile
from paperdex.workflows.bib_updating import Updated, update_bib
from paperdex.workflows.comparing import diff
from paperdex.workflows.exporting import Bibliography, bibliography
from paperdex.workflows.rereading import Meant, checker
from paperdex.workflows.writing import Check, checked, difference, save, save_bytes


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported, and how."""

    filters: Filters = Filters()  # noqa: RUF009 - it is frozen
    options: ExportOptions = USUAL
    format: str | None = None
    """By its name; ``None``: by the suffix of the file, else BibTeX."""
    template: Path | None = None
    """A file with the user's own template, which goes into ``options``."""
    output: Path | None = None
    update: Path | None = None
    """A .bib file to be kept in step, instead of ``output``."""
    force: bool = False
    check: bool = False
    group_by: GroupBy = "topic"
    key_template: str = "scholar"


@dataclass(slots=True)
class Export:
    """An export under way; it is made while it is written, once, in one of the ways below."""

    library: Path
    wish: Wish
    format: Format
    found: Bibliography
    updated: Updated | None = None
    """What became of the file that is kept in step."""
    is_noted: bool = True
    """Whether the library could note that the file is paperdex's own."""
    _meant: Meant = field(default_factory=Meant)

    @classmethod
    @contextlib.contextmanager
    def of(cls, library: Path, wish: Wish) -> Iterator[Export]:
        """Begin an export; raises UsageError for what can't be asked, StorageError and UnknownName."""
        format = _format(wish)
        wish = replace(wish, options=_with_files(wish))
        refuse_unheeded(format, wish.options)
        if wish.update and wish.output:
            raise UsageError("--update and -o name two files.", tip="Take one of them.")
        with bibliography(library, wish.filters, group_by=wish.group_by, key_template=wish.key_template) as found:
            yield cls(library, wish, format, found)

    @property
    def is_incomplete(self) -> bool:
        """Whether something could not be done to the file that is kept in step."""
        return self.updated is not None and bool(self.updated.not_added or self.updated.left_alone)

    def pieces(self) -> Iterable[str]:
        """The text, piece by piece; with ``check`` after it was looked at."""
        check = self._check()
        return checked(self._pieces(), check) if check else self._pieces()

    def write(self) -> None:
        """Write the file, or bring it into step; raises InputError, and what a check raises."""
        if self.wish.output:
            self.is_noted = save(
                self._pieces(), self.wish.output, self.library, force=self.wish.force, check=self._check()
            )
        elif self.wish.update:
            file, updated = self._updated(self.wish.update)
            new = file.encode(updated.text)
            if new != file.data:
                save_bytes(new, self.wish.update, self.library)

    def diff(self) -> Iterator[str]:
        """What would change in the file, as lines of a unified diff; nothing is written."""
        if self.wish.update:
            file, updated = self._updated(self.wish.update)
            return diff(file.text, updated.text, str(self.wish.update))
        if self.wish.output is None:
            raise UsageError("--diff needs a file to compare with.", tip="Name it: -o FILE, or --update FILE.")
        return difference(self.pieces(), self.wish.output)

    def _pieces(self) -> Iterator[str]:
        return self.format.write(self._meant.watch(self.found.groups), self.wish.options)

    def _check(self) -> Check | None:
        return checker(self.format, self._meant, self.wish.options.max_authors) if self.wish.check else None

    def _updated(self, path: Path) -> tuple[BibFile, Updated]:
        file = BibFile.read(path)
        self.updated = update_bib(file.text, "".join(self.pieces()))
        if self.updated.broken:
            line, reason = self.updated.broken
            raise InputError(
                str(path), f"line {line} can't be read: {reason}. The file was left as it is.", tip="Mend the entry."
            )
        return file, self.updated


def _with_files(wish: Wish) -> ExportOptions:
    """The options, with the texts of the files that they name."""
    options = wish.options
    if options.style and options.style.casefold().endswith(".csl"):
        options = replace(options, style_text=_read_text(Path(options.style)))
    return replace(options, template=_read_text(wish.template)) if wish.template else options


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"can't be read: {error.strerror}.", tip="Name a file that is there.") from error
    except ValueError as error:
        raise InputError(str(path), "this is no text in UTF-8.", tip="Save it as UTF-8.") from error


def _format(wish: Wish) -> Format:
    if wish.format is not None:
        chosen = get_format(wish.format)
    elif wish.output is None:
        chosen = get_format("bibtex")
    else:
        by_suffix = format_for_path(wish.output)
        if by_suffix is None:
            written = ", ".join(suffix for row in FORMATS.values() for suffix in row.suffixes)
            raise UsageError(
                f"{wish.output}: paperdex writes no format with this suffix; it writes {written}.",
                tip=f"Name the file so, or say with -f which format it is to have: {', '.join(FORMATS)}.",
            )
        chosen = by_suffix
    if wish.update and ".bib" not in chosen.suffixes:
        able = ", ".join(row.name for row in FORMATS.values() if ".bib" in row.suffixes)
        raise UsageError(f"--update can't keep {chosen.name} in step.", tip=f"It takes .bib files: -f {able}.")
    return chosen
