"""One export: what a user asks for, and where it goes."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from paperdex.core.bibliography import BibliographyItem, GroupBy, TopicGroup
from paperdex.core.entries import ListEntry
from paperdex.errors import InputError, PaperdexError, UnknownName, UsageError
from paperdex.exports import FORMATS, Format, format_for_path, get_format, refuse_unheeded
from paperdex.exports.options import USUAL, ExportOptions, Loss
from paperdex.settings.model import KEY_TEMPLATE
from paperdex.storage.filters import Filters
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.bib_file import BibFile
from paperdex.workflows.bib_groups import with_groups
from paperdex.workflows.bib_updating import Updated, update_bib
from paperdex.workflows.exporting import Bibliography, bibliography, keep_keys
from paperdex.workflows.known_works import KnownWorks
from paperdex.workflows.line_diff import unified_diff
from paperdex.workflows.progress import Progress, Silent
from paperdex.workflows.rereading import Meant, checker
from paperdex.workflows.writing import Check, checked, difference, is_own, save, save_bytes


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported, and how."""

    filters: Filters = Filters()  # noqa: RUF009 - it is frozen
    works: tuple[str, ...] = ()
    """Works to be exported, by any spelling of their identifiers or by their cite keys; empty for all."""
    options: ExportOptions = USUAL
    format: str | None = None
    """By its name; ``None``: by the suffix of the file, as the file to be kept in step has it, else BibTeX."""
    template: Path | None = None
    """A file with the user's own template, which goes into ``options``."""
    output: Path | None = None
    update: Path | None = None
    """A .bib file to be kept in step, instead of ``output``."""
    force: bool = False
    check: bool = False
    group_by: GroupBy = "topic"
    key_template: str | None = None
    """How works without a cite key are called; ``None``: as usual."""
    usual_template: str = KEY_TEMPLATE

    @property
    def is_for_stdout(self) -> bool:
        """Whether the text is handed back rather than written to a file."""
        return self.update is None and (self.output is None or self.output in _STDOUT)


_MANY = 200
"""Works that are written before it is told how many."""
_STDOUT = (Path("-"), Path("/dev/stdout"))
"""What people call it where a file is asked for."""


class NothingToExport(PaperdexError):
    """No work passes the filters; nothing was written."""


@dataclass(slots=True)
class Export:
    """An export under way; it is made while it is written, once, in one of the ways below."""

    library: Path
    wish: Wish
    format: Format
    found: Bibliography
    updated: Updated | None = None
    """What became of the file that is kept in step."""
    is_new: bool = False
    """Whether the file that is kept in step was not there."""
    is_noted: bool = True
    """Whether the library could note that the file is paperdex's own."""
    called_otherwise: dict[str, str | None] = field(default_factory=dict)
    """Works that another paperdex gave another key while this one wrote."""
    progress: Progress = field(default_factory=Silent)
    _meant: Meant = field(default_factory=Meant)

    @classmethod
    @contextlib.contextmanager
    def of(cls, library: Path, wish: Wish, progress: Progress | None = None) -> Iterator[Export]:
        """Begin an export; raises UsageError for what can't be asked, StorageError and UnknownName."""
        if wish.is_for_stdout:
            wish = replace(wish, output=None)
        if wish.update:
            _refuse_update(wish, wish.update)
        format = _format(wish)
        wish = replace(wish, options=_with_files(wish))
        refuse_unheeded(format, wish.options)
        if wish.works:
            wish = replace(wish, filters=replace(wish.filters, works=_named(library, wish.works)))
        with bibliography(
            library,
            wish.filters,
            group_by=wish.group_by,
            key_template=wish.key_template,
            usual_template=wish.usual_template,
        ) as found:
            yield cls(library, wish, format, found, progress=progress or Silent())

    @property
    def is_incomplete(self) -> bool:
        """Whether something could not be done to the file that is kept in step."""
        return self.updated is not None and bool(self.updated.not_added or self.updated.left_alone)

    @property
    def other_suffix(self) -> str:
        """The format that the file is called after, where it is written in another one."""
        by_suffix = format_for_path(self.wish.output) if self.wish.output else None
        is_other = by_suffix is not None and by_suffix.suffixes != self.format.suffixes
        return by_suffix.name if by_suffix and is_other else ""

    @property
    def lacking(self) -> dict[str, list[str]]:
        """What works lack that are written to be cited, with their cite keys."""
        written = None if self.updated is None else self.updated.written
        if not self.format.is_to_cite:
            return {}
        kept = {what: [k for k in keys if written is None or k in written] for what, keys in self.found.lacking.items()}
        return {what: keys for what, keys in kept.items() if keys}

    def pieces(self) -> Iterator[str]:
        """The text, piece by piece; with ``check`` after it was looked at."""
        yield from self._checked()
        self._keep_keys(self.found.new_keys)

    def write(self) -> None:
        """Write the file, or bring it into step; raises InputError, and what a check raises."""
        if self.wish.output:
            self._refuse_empty(self.wish.output)
            self.is_noted = save(
                self._pieces(), self.wish.output, self.library, force=self.wish.force, check=self._check()
            )
            self._keep_keys(self.found.new_keys)
        elif self.wish.update:
            file, updated = self._updated(self.wish.update)
            new = file.encode(updated.text)
            if new != file.data:
                save_bytes(new, self.wish.update, self.library)
            used = {key.casefold() for key in updated.keys}
            self._keep_keys({work: key for work, key in self.found.new_keys.items() if key.casefold() in used})

    def diff(self) -> Iterator[str]:
        """What would change in the file, as lines of a unified diff; nothing is written, and no key is kept."""
        if self.wish.update:
            file, updated = self._updated(self.wish.update)
            return unified_diff(file.text, updated.text, str(self.wish.update))
        if self.wish.output is None:
            raise UsageError("--diff needs a file to compare with.", tip="Name it: -o FILE, or --update FILE.")
        self._refuse_empty(self.wish.output)
        return difference(self._checked(), self.wish.output)

    def _refuse_empty(self, path: Path) -> None:
        """Raise NothingToExport rather than empty a file."""
        if self.found.is_empty:
            left_out = self.found.left_out
            why = f", and none of the {len(left_out)} entries can be cited: {left_out[0].why}" if left_out else ""
            kept = " It was left as it is." if path.exists() else ""
            raise NothingToExport(
                f"{path}: there is no work to write{why}.{kept}",
                tip="paperdex list with the same filters shows what they let through.",
            )

    def _checked(self, options: ExportOptions | None = None) -> Iterable[str]:
        check = self._check()
        return checked(self._pieces(options), check) if check else self._pieces(options)

    def _keep_keys(self, keys: Mapping[str, str]) -> None:
        self.called_otherwise = keep_keys(self.library, keys)

    def _pieces(self, options: ExportOptions | None = None) -> Iterator[str]:
        groups = self._meant.watch(self._told(self.found.groups))
        return self.format.write(groups, options or self.wish.options)

    def _told(self, groups: Iterable[TopicGroup]) -> Iterator[TopicGroup]:
        """The same groups; of many works it is told how many are read."""
        done = itertools.count(1)

        def told(items: Iterable[BibliographyItem]) -> Iterator[BibliographyItem]:
            for item, number in zip(items, done, strict=False):
                if number == _MANY:
                    self.progress.begin("Works", None)
                    self.progress.advance(number)
                elif number > _MANY:
                    self.progress.advance()
                yield item

        for group in groups:
            yield replace(group, items=told(group.items))
        self.progress.end()

    def _check(self) -> Check | None:
        return checker(self.format, self._meant, self.wish.options.max_authors) if self.wish.check else None

    def _updated(self, path: Path) -> tuple[BibFile, Updated]:
        self.is_new = not path.exists()
        file = BibFile.read(path)
        heard: list[Loss] = []
        fresh = "".join(self._checked(replace(self.wish.options, tell=heard.append)))
        self.updated = update_bib(file.text, fresh, self._known)
        if is_own(path, self.library) and not self.updated.broken:
            self.updated.text = with_groups(self.updated.text, fresh)
        for loss in heard:
            if loss.cite_key in self.updated.written:
                self.wish.options.tell(loss)
        if self.updated.broken:
            line, reason = self.updated.broken
            raise InputError(
                str(path), f"line {line} can't be read: {reason}. The file was left as it is.", tip="Mend it there."
            )
        return file, self.updated

    def _known(self, entries: Sequence[ListEntry]) -> list[str | None]:
        """The keys under which entries of a file are in this export, as the library knows them."""
        keys = {work: meant.key for work, meant in self._meant.items.items()}
        with LibraryReader.open(self.library) as reader:
            known = KnownWorks(reader, entries)
            works = [known.of(entry) for entry in entries]
        return [None if work is None else keys.get(work) or "" for work in works]


def _named(library: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    with LibraryReader.open(library) as reader:
        try:
            return tuple(map(reader.work_named, names))
        except UnknownName as error:
            if format_for_path(error.name) is not None:
                raise UsageError(error.message, tip=f"To write to a file: -o {error.name}") from error
            raise


def _refuse_update(wish: Wish, path: Path) -> None:
    """Raise UsageError for an update that can't be."""
    if wish.output:
        raise UsageError("--update and -o name two files.", tip="Take one of them.")
    if path.suffix.casefold() != ".bib":
        raise UsageError(f"{path}: --update keeps .bib files in step.", tip="Name a file that ends in .bib.")
    if wish.force:
        raise UsageError("--force means nothing to --update.", tip="Leave it out: no entry of a file is lost by it.")


def _with_files(wish: Wish) -> ExportOptions:
    """The options, with the texts of the files that they name."""
    options = wish.options
    if options.style and options.style.casefold().endswith(".csl"):
        options = replace(options, style_text=_read_text(Path(options.style)))
    if wish.template:
        options = replace(options, template=_read_text(wish.template), template_name=str(wish.template))
    return options


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
    elif wish.update:
        chosen = get_format(BibFile.read(wish.update).format)
    elif wish.output is None or (wish.output.exists() and not wish.output.is_file()):
        chosen = get_format("bibtex")
    else:
        by_suffix = format_for_path(wish.output)
        if by_suffix is None:
            written = ", ".join(dict.fromkeys(suffix for row in FORMATS.values() for suffix in row.suffixes))
            raise UsageError(
                f"{wish.output}: paperdex writes no format with this suffix; it writes {written}.",
                tip=f"Name the file so, or say with -f which format it is to have: {', '.join(FORMATS)}.",
            )
        chosen = by_suffix
    if wish.update and ".bib" not in chosen.suffixes:
        able = ", ".join(row.name for row in FORMATS.values() if ".bib" in row.suffixes)
        raise UsageError(f"--update can't keep {chosen.name} in step.", tip=f"It takes .bib files: -f {able}.")
    return chosen
