"""Check lists by the rules, show what would mend them, or mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from paperdex.checks import RULES, Rule
from paperdex.checks.document import Document
from paperdex.checks.mending import can_apply
from paperdex.checks.run import Diagnostic, diagnose
from paperdex.checks.source_text import Position, SourceText
from paperdex.core.entries import ReadingList
from paperdex.core.text import printable
from paperdex.errors import InputError, PaperdexError
from paperdex.lists import read_list
from paperdex.workflows.checking.choosing import FileIgnore
from paperdex.workflows.checking.files import ListFile
from paperdex.workflows.checking.knowledge import Knowledge, Wishes
from paperdex.workflows.checking.mending import Mended, Seen, mend
from paperdex.workflows.documents import STANDARD_INPUT, Inputs
from paperdex.workflows.fetch import Reach
from paperdex.workflows.line_diff import unified_diff
from paperdex.workflows.progress import Progress, Silent

__all__ = ["CheckOptions", "CheckReport", "CheckedList", "Mode", "Shown", "check"]

Mode = Literal["tell", "diff", "fix"]


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which rules are asked, and what may be done."""

    rules: tuple[Rule, ...] = tuple(RULES.values())
    ignored_in: tuple[FileIgnore, ...] = ()
    """Files in which some rules are not asked."""
    mode: Mode = "tell"
    unsafe: bool = False
    """Whether likely fixes are applied too."""
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is shown: its place as editors count, and the text that it is about."""

    path: str
    rule: Rule
    start: Position
    end: Position
    message: str
    help: str
    sure: bool
    checked: bool
    work: str | None
    fix: str | None
    """What its fix does."""
    edits: tuple[tuple[Position, Position, str], ...]
    is_applicable: bool
    """Whether ``--fix`` applies it."""
    line: str
    """The first line of its place, as it stands there."""

    def to_json(self) -> dict[str, Any]:
        """The finding as ``check --format json`` prints it; the keys and their order are part of the contract."""
        edits = [
            {
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "text": text,
            }
            for start, end, text in self.edits
        ]
        return {
            "file": self.path,
            "line": self.start.line,
            "column": self.start.column,
            "end_line": self.end.line,
            "end_column": self.end.column,
            "code": self.rule.code,
            "name": self.rule.name,
            "message": self.message,
            "sure": self.sure,
            "checked": self.checked,
            "id": self.work,
            "fix": {"message": self.fix, "edits": edits} if self.fix is not None else None,
        }


@dataclass(frozen=True, slots=True)
class CheckedList:
    """One list: what is found in it, and what was mended or would be."""

    path: str
    entries: int
    found: tuple[Shown, ...]
    """After mending, what is left."""
    mended: tuple[tuple[Rule, int], ...] = ()
    """How many findings of each rule were mended, or would be."""
    diff: tuple[str, ...] = ()
    """Lines of a unified diff from the list to the mended one."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that was found."""

    lists: tuple[CheckedList, ...] = ()
    warnings: tuple[str, ...] = ()
    errors: tuple[PaperdexError, ...] = ()
    """What is wrong with each input that can't be used or mended."""

    @property
    def found(self) -> tuple[Shown, ...]:
        """The findings of all lists."""
        return tuple(shown for each in self.lists for shown in each.found)

    def exit_code_of(self, mode: Mode, *, only_sure: bool = False, is_hook: bool = False) -> int:
        """0 nothing found, 1 something is wrong or would be mended, 3 something could not be checked; 0 for a hook.

        ``only_sure``: what is likely but not sure is no reason for 1.
        """
        is_wrong = any(shown.checked and (shown.sure or not only_sure) for shown in self.found)
        if is_wrong or (mode == "diff" and any(each.diff for each in self.lists)):
            return 1
        return 3 if any(not shown.checked for shown in self.found) and not is_hook else 0


def check(
    inputs: Inputs,
    library: Path,
    cache: Path,
    reach: Reach,
    options: CheckOptions,
    *,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> CheckReport:
    """Check the lists that were read, and mend them where the options say so.

    Raises StorageError when a library can't be used. What a source could not answer is a finding that is not checked.
    """
    lists = [(each, data) for each, data in inputs.lists if each.entries]
    knowledge = Knowledge(library, cache, reach, options.wishes, progress or Silent(), now)
    if any(rule.asks for rule in options.rules):
        knowledge.fetch([each for each, _ in lists])
    warnings, errors = [*inputs.warnings, *knowledge.warnings], list(inputs.errors)
    checked = []
    for reading_list, data in lists:
        of_list = _rules_for(reading_list.path, options)
        one = _Checking(reading_list, data, knowledge, of_list, options)
        checked.append(one.checked())
        warnings += one.warnings
        errors += one.errors
    return CheckReport(tuple(checked), tuple(warnings), tuple(errors))


def _rules_for(path: str, options: CheckOptions) -> tuple[Rule, ...]:
    """The rules without those that are ignored in a file."""
    left_out = frozenset[Rule]().union(*(each.rules for each in options.ignored_in if each.matches(path)))
    return tuple(rule for rule in options.rules if rule not in left_out)


class _Checking:
    """One list being checked."""

    def __init__(
        self,
        reading_list: ReadingList,
        data: bytes,
        knowledge: Knowledge,
        rules: Sequence[Rule],
        options: CheckOptions,
    ) -> None:
        self.warnings: list[str] = []
        self.errors: list[InputError] = []
        """Why the list was not mended."""
        self._list = reading_list
        self._file = ListFile.of(reading_list.path, data)
        self._knowledge = knowledge
        self._rules = rules
        self._options = options

    def checked(self) -> CheckedList:
        """What is found in the list; it is mended where that was asked for, and can be done."""
        path, text = self._list.path, self._file.text
        document = Document(self._list, SourceText(text), self._knowledge.known(self._list.entries))
        found, suppressions = diagnose(document, self._rules)
        self.warnings += [f"{path}:{line}: {error.message} {error.tip}" for line, error in suppressions.unknown]
        entries = len(self._list.entries)
        as_it_is = CheckedList(path, entries, self._shown(document.source, found))
        if self._options.mode == "tell" or not any(map(self._may_mend, found)):
            return as_it_is
        try:
            self._file.check_encoding()
            seen = Seen(found, self._list.entries, len(self._list.topics))
            mended = mend(text, seen, self._look, unsafe=self._options.unsafe)
            if self._options.mode == "fix" and mended.applied:
                self._write(mended)
        except InputError as error:
            self.errors.append(error)
            return as_it_is
        counts = {rule: sum(each.rule is rule for each in mended.applied) for rule in self._rules}
        return CheckedList(
            path,
            entries,
            self._shown(SourceText(mended.text), mended.left),
            tuple((rule, count) for rule, count in counts.items() if count),
            tuple(unified_diff(text, mended.text, printable(path))),
        )

    def _may_mend(self, found: Diagnostic) -> bool:
        return can_apply(found, unsafe=self._options.unsafe)

    def _look(self, text: str) -> Seen:
        reading_list = read_list(self._file.encoded(text), self._list.path, self._list.format)
        known = self._knowledge.known(reading_list.entries)
        found, _ = diagnose(Document(reading_list, SourceText(text), known), self._rules)
        return Seen(found, reading_list.entries, len(reading_list.topics))

    def _write(self, mended: Mended) -> None:
        path = self._list.path
        if path == STANDARD_INPUT or "://" in path:
            raise InputError(path, "is no file that can be mended.", tip="Name a file, or leave out --fix for --diff.")
        self._file.write(self._file.encoded(mended.text))

    def _shown(self, source: SourceText, found: Iterable[Diagnostic]) -> tuple[Shown, ...]:
        return tuple(_shown(self._list.path, source, each, is_applicable=self._may_mend(each)) for each in found)


def _shown(path: str, source: SourceText, diagnostic: Diagnostic, *, is_applicable: bool) -> Shown:
    rule, finding = diagnostic
    fix = finding.fix
    start = source.position(finding.start)
    return Shown(
        path,
        rule,
        start,
        source.position(finding.end),
        finding.message,
        finding.help or (f"{fix.message}." if fix else ""),
        finding.sure,
        finding.checked,
        finding.work,
        fix.message if fix else None,
        tuple((source.position(e.start), source.position(e.end), e.text) for e in fix.edits) if fix else (),
        is_applicable,
        source.line(start.line),
    )
