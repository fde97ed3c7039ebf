"""What is said of a check beside its findings: how many there are of each rule, and what was mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from paperdex.workflows.checking.run import CheckReport, Mode


def check_summary(report: CheckReport, *, mode: Mode, verbosity: int) -> Iterator[str]:
    """Lines for stderr."""
    yield from (f"Warning: {warning}" for warning in report.warnings)
    if verbosity < 0:
        return
    mended = sum(count for each in report.lists for _, count in each.mended)
    files = sum(bool(each.mended) for each in report.lists)
    if mended:
        would = "Mended" if mode == "fix" else "Would mend"
        yield f"{would} {_count(mended, 'finding')} in {_count(files, 'list')}."
    found = [shown for shown in report.found if shown.checked]
    rules = Counter(shown.rule for shown in found)
    for rule, count in sorted(rules.items(), key=lambda each: (-each[1], each[0].code)):
        fixable = sum(shown.is_applicable for shown in found if shown.rule is rule)
        can = f", {fixable} can be mended by --fix" if fixable else ""
        yield f"{count:5}  {rule.code}  {rule.name}: {rule.summary}{can}"
    entries = sum(each.entries for each in report.lists)
    of = f"{_count(entries, 'entry', 'entries')} of {_count(len(report.lists), 'list')}"
    left = " left" if mended and mode == "fix" else ""
    yield (
        f"{_count(len(found), 'finding')}{left} in {of}."
        if found
        else f"Nothing is wrong{left and ' any more'} in {of}."
    )
    unchecked = len(report.found) - len(found)
    if unchecked:
        yield (
            f"{_count(unchecked, 'entry', 'entries')} could not be checked against "
            f"{'its record' if unchecked == 1 else 'their records'}; run it again later for these."
        )
    if found and mode == "tell":
        fixable = sum(shown.is_applicable for shown in found)
        likely = sum(shown.fix is not None and not shown.is_applicable for shown in found)
        if fixable:
            more = f", and --unsafe-fixes {likely} more" if likely else ""
            yield f"--fix mends {fixable} of them{more}; --diff shows what it would change."
        elif likely:
            yield f"--fix --unsafe-fixes mends {likely} of them, which are likely but not sure."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
