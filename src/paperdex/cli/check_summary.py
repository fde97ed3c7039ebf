"""What is said of a check beside its findings: how many there are of each rule, and what was mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from paperdex.cli.telling import counted
from paperdex.workflows.checking.run import CheckReport, Mode


def check_summary(report: CheckReport, *, mode: Mode, verbosity: int, marks: bool = True) -> Iterator[str]:
    """Lines for stderr; ``marks`` says whether findings that can be mended are marked where they are printed."""
    yield from (f"Warning: {warning}" for warning in report.warnings)
    if verbosity < 0:
        return
    mended = sum(count for each in report.lists for _, count in each.mended)
    files = sum(bool(each.mended) for each in report.lists)
    if mended:
        would = "Mended" if mode == "fix" else "Would mend"
        yield f"{would} {counted(mended, 'finding', 'findings')} in {counted(files, 'list', 'lists')}."
    found = [shown for shown in report.found if shown.checked]
    rules = Counter(shown.rule for shown in found)
    for rule, count in sorted(rules.items(), key=lambda each: (-each[1], each[0].code)):
        fixable = sum(shown.is_applicable for shown in found if shown.rule is rule)
        can = f", {fixable} can be mended by --fix" if fixable else ""
        yield f"{count:5}  {rule.code}  {rule.name}: {rule.summary}{can}"
    entries = sum(each.entries for each in report.lists)
    of = f"{counted(entries, 'entry', 'entries')} of {counted(len(report.lists), 'list', 'lists')}"
    left = "" if not mended else " left" if mode == "fix" else " would be left"
    unchecked = len(report.found) - len(found)
    if found or unchecked:
        yield f"{counted(len(found), 'finding', 'findings')}{left} in {of}."
    elif mended:
        yield f"Nothing {'is' if mode == 'fix' else 'would be'} wrong any more in {of}."
    elif not report.lists:
        if not report.errors:
            yield "No list was checked."
    elif report.errors:
        yield f"Nothing was found in {of}; {counted(len(report.errors), 'input', 'inputs')} could not be used."
    else:
        yield f"Nothing is wrong in {of}."
    if unchecked:
        whose, these = ("its record", "it") if unchecked == 1 else ("their records", "these")
        yield (
            f"{counted(unchecked, 'entry', 'entries')} could not be checked against {whose}; "
            f"run it again, online, for {these}."
        )
    if report.unsearched:
        titles = counted(report.unsearched, "title", "titles")
        yield f"{titles} of entries without an identifier {'was' if report.unsearched == 1 else 'were'} not looked up."
    if found and mode == "tell":
        fixable = sum(shown.is_applicable for shown in found)
        likely = sum(shown.fix is not None and not shown.is_applicable for shown in found)
        if fixable:
            more = f", and --unsafe-fixes {likely} more" if likely else ""
            marked = ", marked [*]" if marks else ""
            yield f"--fix mends {fixable} of them{marked}{more}; --diff shows what it would change."
        elif likely:
            are = "is" if likely == 1 else "are"
            yield f"--fix --unsafe-fixes mends {likely} of them, which {are} likely but not sure."
