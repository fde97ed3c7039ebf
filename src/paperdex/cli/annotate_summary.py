"""What is said of an annotation beside its diff: what was added, in which form, and what was left undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from paperdex.core.text import printable
from paperdex.workflows.checking.annotating import Added, AnnotatedList, AnnotateReport

_WORDS = {
    "venue": ("venue", "venues"),
    "date": ("date", "dates"),
    "authors": ("entry's authors", "entries' authors"),
    "abstract": ("abstract", "abstracts"),
    "code": ("link to code", "links to code"),
    "doi": ("DOI", "DOIs"),
}
_NAMES = {"code": "link to the code", "doi": "DOI"}
_SHOWN = 40
"""Characters that are shown of what is added."""
_LINES = 8
"""Lines that are named of entries that were left, unless more is wished for."""


def annotate_summary(report: AnnotateReport, *, write: bool, verbosity: int) -> Iterator[str]:
    """Lines for stderr."""
    yield from (f"Warning: {warning}" for warning in report.warnings)
    for each in report.lists:
        if verbosity >= 0:
            yield from _done(each, write=write)
        yield from _left(each, most=_LINES if verbosity < 1 else None)
    if verbosity < 0:
        return
    changed = sum(each.is_changed for each in report.lists)
    if changed and not write:
        yield f"Nothing was written. --write changes {'this list' if changed == 1 else f'these {changed} lists'}."
    elif not changed and not report.left and report.lists:
        yield "There is nothing to do."


def _done(each: AnnotatedList, *, write: bool) -> Iterator[str]:
    path = printable(each.path)
    for added in each.added:
        if added.count:
            yield f"{path}: {'added' if write else 'would add'} {_count(added.count, added)}{_form(added)}."
        if added.refreshed:
            yield f"{path}: {'replaced' if write else 'would replace'} {_count(added.refreshed, added)}."
        if added.without:
            entries = "1 entry" if added.without == 1 else f"{added.without:,} entries"
            yield f"{path}: no record tells the {_NAMES.get(added.field, added.field)} of {entries}."
    if each.moved:
        entries = "1 entry" if each.moved == 1 else f"{each.moved:,} entries"
        yield f"{path}: {'moved' if write else 'would move'} {entries}."


def _count(number: int, added: Added) -> str:
    return f"{number:,} {_WORDS[added.field][number != 1]}"


def _form(added: Added) -> str:
    told = []
    for form in added.forms:
        text = repr(printable(form.text if len(form.text) <= _SHOWN else f"{form.text[: _SHOWN - 1]}…"))
        if form.example and form.of == 1:
            told.append(f"as line {form.example} has it")
        elif form.example:
            all_of = "all" if form.like == form.of else f"{form.like:,} of"
            told.append(f"as {all_of} {form.of:,} that have it, such as line {form.example}")
        elif form.of:
            told.append(f"behind the title, such as {text}, where what it stands beside in others is lacking")
        else:
            told.append(f"plainly, such as {text}, since no entry shows how")
    return f", {'; '.join(told)}" if told else ""


def _left(each: AnnotatedList, *, most: int | None) -> Iterator[str]:
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for left in each.left:
        groups[left.what, left.why].append(left.line)
    alike: defaultdict[tuple[str, tuple[int, ...]], list[str]] = defaultdict(list)
    for (what, why), lines in groups.items():
        alike[why, tuple(lines)].append(what)
    path = printable(each.path)
    for (why, numbers), fields in alike.items():
        if fields == [""]:
            yield f"{path}: left undone: {printable(why)}."
            continue
        what = ", ".join(fields)
        named = ", ".join(map(str, numbers[:most]))
        more = f" and {len(numbers) - most} more" if most is not None and len(numbers) > most else ""
        where = f"line{'s' if len(numbers) > 1 else ''} {named}{more}"
        yield f"{path}: left undone: {what}, {where}: {printable(why)}."
