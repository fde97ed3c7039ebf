"""Annotate lists: add what records tell to their entries, in the form of each list, and sort them.

A change stays only if the list, read again, gives the new value for the entry, and every other entry and field as
before; one that does not is left out and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from paperdex.checks.annotating.planning import FORMATS, Addition, Form, Left, Plan, in_order, plan
from paperdex.checks.annotating.sorting import Order, Sorting, sorting
from paperdex.checks.annotating.spelling import reads_as
from paperdex.checks.annotating.values import FIELDS, Field, Wanted, code_link, values_of
from paperdex.checks.base import Fix
from paperdex.checks.document import Document, Subject
from paperdex.checks.mending import apply
from paperdex.checks.source_text import SourceText
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.errors import InputError, PaperdexError, UsageError
from paperdex.lists import read_list
from paperdex.workflows.checking.files import ListFile
from paperdex.workflows.checking.knowledge import Knowledge, Wishes
from paperdex.workflows.checking.venues import venue_of
from paperdex.workflows.documents import STANDARD_INPUT, Inputs
from paperdex.workflows.fetch import Reach
from paperdex.workflows.line_diff import unified_diff
from paperdex.workflows.progress import Progress, Silent

__all__ = ["AnnotateOptions", "AnnotateReport", "AnnotatedList", "LeftOut", "annotate", "fields_of"]

_MOST_ROUNDS = 2
_MISREAD = "in the form of the list it would not be read as it is meant"
_MISSORTED = "sorted, the entries of its block would not be read as they are now"
_UNWRITABLE = "the encoding of the list does not have all its characters"


@dataclass(frozen=True, slots=True)
class AnnotateOptions:
    """What is asked for."""

    fields: tuple[Field, ...] = ()
    refresh: bool = False
    """Whether values that are not the record's are replaced."""
    order: Order | None = None
    reverse: bool = False
    write: bool = False
    """Whether the files are written; else it is only shown what would be."""
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was asked for and is not done."""

    path: str
    line: int
    what: str
    """A field, or ``sort``."""
    why: str
    is_unasked: bool = False
    """Whether a source could not be asked."""


@dataclass(frozen=True, slots=True)
class Added:
    """How often a field was added to a list, or would be."""

    field: Field
    count: int
    refreshed: int
    forms: tuple[Form, ...]
    without: int
    """How many entries have none, and their records tell none."""


@dataclass(frozen=True, slots=True)
class AnnotatedList:
    """One list: what was added, or would be."""

    path: str
    entries: int
    added: tuple[Added, ...] = ()
    moved: int = 0
    """How many entries stand elsewhere."""
    left: tuple[LeftOut, ...] = ()
    diff: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether something is changed, or would be."""
        return bool(self.diff)


@dataclass(frozen=True, slots=True)
class AnnotateReport:
    """Everything that was done, or would be."""

    lists: tuple[AnnotatedList, ...] = ()
    warnings: tuple[str, ...] = ()
    errors: tuple[PaperdexError, ...] = ()

    @property
    def left(self) -> tuple[LeftOut, ...]:
        """What is left undone in all lists."""
        return tuple(left for each in self.lists for left in each.left)

    def exit_code_of(self, *, write: bool) -> int:
        """0 nothing is left to do, 1 something would change or is left undone, 3 a source could not be asked."""
        if any(not left.is_unasked for left in self.left) or (
            not write and any(each.is_changed for each in self.lists)
        ):
            return 1
        return 3 if self.left else 0


def fields_of(names: Iterable[str]) -> tuple[Field, ...]:
    """The fields that are named, several with commas between them; raises UsageError for one that there is not."""
    words = [word.strip().casefold() for name in names for word in name.split(",") if word.strip()]
    for word in words:
        if word not in FIELDS:
            raise UsageError(f"{word!r} can't be added to a list.", tip=f"Name some of {', '.join(FIELDS)}.")
    return tuple(each for each in FIELDS if each in words)


def annotate(
    inputs: Inputs,
    library: Path,
    cache: Path,
    reach: Reach,
    options: AnnotateOptions,
    *,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AnnotateReport:
    """Annotate the lists that were read; raises StorageError when a library can't be used."""
    lists = [(each, data) for each, data in inputs.lists if each.entries]
    knowledge = Knowledge(library, cache, reach, options.wishes, progress or Silent(), now)
    if options.fields or options.order == "date":
        knowledge.fetch([each for each, _ in lists if each.format in FORMATS])
    done, errors = [], list(inputs.errors)
    for reading_list, data in lists:
        try:
            done.append(_Annotating(reading_list, data, knowledge, options).annotated())
        except InputError as error:
            errors.append(error)
    return AnnotateReport(tuple(done), inputs.warnings, tuple(errors))


class _Annotating:
    """One list being annotated."""

    def __init__(self, reading_list: ReadingList, data: bytes, knowledge: Knowledge, options: AnnotateOptions) -> None:
        self._list = reading_list
        self._file = ListFile.of(reading_list.path, data)
        self._knowledge = knowledge
        self._options = options
        self._text = self._file.text
        self._left: list[LeftOut] = []
        self._known = knowledge.known(reading_list.entries)
        """What is known of each entry; annotating changes neither their number nor what they name."""
        document = self._document()
        self._wanted = [_wanted(document, subject) for subject in document.subjects]

    def annotated(self) -> AnnotatedList:
        """What is added to the list; it is written where that was asked for. Raises InputError where it can't be."""
        path, entries = self._list.path, len(self._list.entries)
        if self._list.format not in FORMATS:
            return AnnotatedList(path, entries, left=(LeftOut(path, 1, "", _format_reason(self._list.format)),))
        self._file.check_encoding()
        fields = in_order(self._document(), self._wanted, self._options.fields)
        added = tuple(self._add(field) for field in fields)
        moved = self._sort() if self._options.order else 0
        lines = tuple(unified_diff(self._file.text, self._text, path))
        if self._options.write and lines:
            self._write()
        return AnnotatedList(path, entries, added, moved, tuple(self._left), lines)

    def _document(self) -> Document:
        return Document(self._list, SourceText(self._text), self._known)

    def _add(self, field: Field) -> Added:
        """Add a field, and again as long as that shows how to add it to more entries."""
        done: list[Addition] = []
        forms: tuple[Form, ...] = ()
        while True:
            document = self._document()
            planned, text, read, kept, refused = self._best(document, field)
            if not kept or len(done) > _MOST_ROUNDS * len(self._list.entries):
                break
            self._text, self._list = text, read
            done += kept
            if any(not each.is_refresh for each in kept):
                forms = forms or planned.forms
            if not refused and all(not each.is_ours for each in planned.left):
                break
        self._leave(document, field, [*planned.left, *refused])
        refreshed = sum(each.is_refresh for each in done)
        return Added(field, len(done) - refreshed, refreshed, forms, planned.without)

    def _best(self, document: Document, field: Field) -> tuple[Plan, str, ReadingList, list[Addition], list[Left]]:
        """A plan and what comes of it; where no entry shows how, in the plain form that is read best."""
        refresh = self._options.refresh
        planned = plan(document, self._wanted, field, refresh=refresh)
        first = planned, *self._verified(planned, field)
        if not first[-1] or all(form.example for form in planned.forms):
            return first
        planned = plan(document, self._wanted, field, refresh=refresh, below=True)
        second = planned, *self._verified(planned, field)
        return second if len(second[-2]) > len(first[-2]) else first

    def _leave(self, document: Document, what: str, left: Iterable[Left]) -> None:
        for each in sorted(left, key=lambda left: left.index):
            line = document.subjects[each.index].entry.line
            self._left.append(LeftOut(self._file.path, line, what, each.why, each.is_unasked))

    def _verified(self, planned: Plan, field: Field) -> tuple[str, ReadingList, list[Addition], list[Left]]:
        """The text with those additions that are read as they are meant, and those that are not."""
        kept, gone = list[Addition](), list[Left]()
        for each in planned.additions:
            if self._file.can_hold(each.edit.text):
                kept.append(each)
            else:
                gone.append(Left(each.index, _UNWRITABLE))
        if not kept:
            return self._text, self._list, [], gone
        refused: list[Addition] = []
        text, after = self._tried(kept)
        if kept and not self._is_sound(after):
            kept, refused = self._halves(kept, field)
            text, after = self._tried(kept)
        elif after is not None and (wrong := _wrong(self._list, after, kept, field)):
            refused = [each for each in kept if each.index in wrong]
            kept = [each for each in kept if each.index not in wrong]
            text, after = self._tried(kept)
            if not self._fits(after, kept, field):
                kept, more = self._halves(kept, field)
                refused += more
                text, after = self._tried(kept)
        return text, after or self._list, kept, [*gone, *(Left(each.index, _MISREAD) for each in refused)]

    def _halves(self, additions: list[Addition], field: Field) -> tuple[list[Addition], list[Addition]]:
        """Those after which the list is read as it is meant, found by halves, and the others."""
        kept: list[Addition] = []
        refused: list[Addition] = []
        parts = [additions]
        while parts:
            part = parts.pop(0)
            if self._fits(self._tried([*kept, *part])[1], [*kept, *part], field):
                kept += part
            elif len(part) == 1:
                refused += part
            else:
                parts[:0] = [part[: len(part) // 2], part[len(part) // 2 :]]
        return kept, refused

    def _is_sound(self, after: ReadingList | None) -> bool:
        """Whether a list has as many entries as this one, under the same topics."""
        return after is not None and len(after.entries) == len(self._list.entries) and _same_topics(self._list, after)

    def _fits(self, after: ReadingList | None, additions: Sequence[Addition], field: Field) -> bool:
        return after is not None and self._is_sound(after) and not _wrong(self._list, after, additions, field)

    def _tried(self, additions: Sequence[Addition]) -> tuple[str, ReadingList | None]:
        text = apply(self._text, [Fix("", (each.edit,)) for each in additions])
        try:
            return text, self._read(text)
        except InputError:
            return text, None

    def _read(self, text: str) -> ReadingList:
        return read_list(self._file.encoded(text), self._file.path, self._list.format)

    def _sort(self) -> int:
        """Bring the entries into order; gives how many stand elsewhere."""
        order = self._options.order
        if order is None:
            return 0
        document = self._document()
        dates = [wanted.values.date if wanted.values else "" for wanted in self._wanted]
        blocks: list[Sorting] = []
        for block in sorting(document, order, dates, reverse=self._options.reverse):
            if isinstance(block, Left):
                self._leave(document, "sort", [block])
            else:
                blocks.append(block)
        kept: list[Sorting] = []
        parts = [blocks]
        while parts:
            part = parts.pop(0)
            if not part or self._read_sorted([*kept, *part]) is not None:
                kept += part
            elif len(part) == 1:
                self._leave(document, "sort", [Left(part[0].indices[0], _MISSORTED)])
            else:
                parts[:0] = [part[: len(part) // 2], part[len(part) // 2 :]]
        done = self._read_sorted(kept) if kept else None
        if done is None:
            return 0
        self._text, self._list, places = done
        self._known = [self._known[place] for place in places]
        self._wanted = [self._wanted[place] for place in places]
        return sum(block.moved for block in kept)

    def _read_sorted(self, blocks: Sequence[Sorting]) -> tuple[str, ReadingList, list[int]] | None:
        """The text with some blocks sorted, and where each entry came from; ``None`` where one is read otherwise."""
        text = apply(self._text, [Fix("", block.edits) for block in blocks])
        places = list(range(len(self._list.entries)))
        for block in blocks:
            block.sort(places)
        try:
            after = self._read(text)
        except InputError:
            return None
        if not self._is_sound(after):
            return None
        for place, entry in zip(places, after.entries, strict=True):
            if replace(self._list.entries[place], line=0) != replace(entry, line=0):
                return None
        return text, after, places

    def _write(self) -> None:
        path = self._file.path
        if path == STANDARD_INPUT or "://" in path:
            raise InputError(path, "is no file that can be written.", tip="Name a file, or leave out --write.")
        self._file.write(self._file.encoded(self._text))


def _wanted(document: Document, subject: Subject) -> Wanted:
    known, record = subject.known, subject.record
    if record is None:
        if known.unasked:
            return Wanted(why=f"its record is not known: {known.unasked}", is_unasked=True)
        if known.unknown:
            return Wanted(why="arXiv does not know its identifier")
        named = "it has no record" if known.resolution.work else "it is not known which paper it is"
        return Wanted(why=named)
    if is_wrong_paper(document, subject):
        return Wanted(why="its title is not that of the paper that it links to; paperdex check tells more")
    codes = (code_link(each) for each in (record, *known.other_records))
    return Wanted(values_of(record, venue_of(record), next((code for code in codes if code), "")))


def _format_reason(format: str) -> str:
    if format == "bibtex":
        return "a .bib file is not annotated; paperdex export --update FILE keeps its fields in step with the records"
    return f"a list in the format {format} can't be annotated; Markdown can"


def _same_topics(before: ReadingList, after: ReadingList) -> bool:
    return before.topics == after.topics and before.title == after.title and before.outside == after.outside


def _wrong(before: ReadingList, after: ReadingList, additions: Sequence[Addition], field: Field) -> set[int]:
    """The entries that are not read as they are meant."""
    added = {each.index: each for each in additions}
    wrong = set()
    for index, (old, new) in enumerate(zip(before.entries, after.entries, strict=True)):
        addition = added.get(index)
        if addition is None:
            fits = replace(old, line=0) == replace(new, line=0)
        else:
            fits = reads_as(field, new, addition.expected) and _else_same(old, new, field)
        if not fits:
            wrong.add(index)
    return wrong


def _else_same(old: ListEntry, new: ListEntry, field: Field) -> bool:
    """Whether an entry that got a field is the same in everything else."""
    changed = {
        "date": ("date",),
        "venue": ("venue",),
        "authors": ("authors",),
        "abstract": ("abstract", "mentions", "links", "note"),
        "code": ("links",),
        "doi": ("identifiers", "links"),
    }[field]
    blank = {name: getattr(new, name) for name in changed}
    same = replace(old, line=0, **blank) == replace(new, line=0)
    if not same or field not in ("code", "doi", "abstract"):
        return same
    is_kept = [link for link in new.links if link in old.links] == list(old.links)
    is_noted = field != "abstract" or not old.note or old.note in (new.note or "")
    return is_kept and is_noted and set(old.identifiers) <= set(new.identifiers)
