"""The summary at the end of a scan or a fetch: what was found, fetched and known, what is left, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from paperdex.cli.telling import estimate_line
from paperdex.cli.work import change_text
from paperdex.core.text import printable
from paperdex.storage.rows import Forgettable
from paperdex.workflows.reports import EntryReport, FetchReport, ListReport, WorkReport, called
from paperdex.workflows.scan import Counts, Scan, count_entries, malformed
from paperdex.workflows.waiting import Waiting

_Thing = TypeVar("_Thing")

MOST_LINES = 10
"""Lines of one kind of trouble that are told in full."""
_FEW = 5
_FORBIDDEN = 403


def scan_summary(found: Scan, *, verbosity: int = 0) -> Iterator[str]:
    """The lines of the summary: a line a list, a total of several, each malformed identifier, what was passed over.

    Less than 0 leaves all but warnings out; more than 0 shortens nothing.
    """
    for warning in found.warnings:
        yield f"Warning: {warning}"
    if verbosity < 0:
        return
    lists = [each.list for each in found.lists]
    for each in lists:
        yield f"{each.path}: {_counts_line(count_entries([each]))}"
    if len(lists) > 1:
        yield f"{len(lists)} lists: {_counts_line(count_entries(lists))}"
    broken = [
        f"{each.path}:{line}: {identifier.raw!r} is no arXiv id: {identifier.reason}"
        for each in lists
        for line, identifier in malformed(each)
    ]
    tells = "paperdex -v scan tells them all"
    yield from _section("Malformed", broken, str, most=len(broken) if verbosity else MOST_LINES, tells=tells)
    if found.passed_over:
        files = _count(len(found.passed_over), "file is no reading list", "files are no reading lists")
        yield f"Passed over: {files}" + (f" ({tells.replace('tells them all', 'says why')})" if not verbosity else "")
        if verbosity:
            yield from (f"  {each.path}: {each.reason}" for each in found.passed_over)


def _counts_line(counts: Counts) -> str:
    papers = f" ({_count(counts.papers, 'paper', 'papers')})" if counts.papers != counts.arxiv else ""
    kinds = (
        f"{counts.arxiv} with an arXiv id{papers}",
        f"{counts.other} by another identifier",
        f"{counts.title_only} by title only",
        f"{counts.broken} by a malformed id only",
    )
    beside = (
        f"{counts.malformed} malformed",
        f"{counts.mentions} mentioned",
        f"{counts.outside} named outside of entries",
    )
    parts = (", ".join(part for part in each if not part.startswith("0 ")) for each in (kinds, beside))
    return f"{_count(counts.entries, 'entry', 'entries')}: {'; '.join(part for part in parts if part)}"


def fetch_summary(
    report: FetchReport, *, brief: bool = False, whole: bool = False, call: str = "paperdex"
) -> Iterator[str]:
    """The lines of the summary; ``brief`` leaves out everything that went well.

    ``whole`` names each work and entry that was left undone, however many they are. ``call`` is how paperdex is called
    for this library.
    """
    for warning in report.warnings:
        yield f"Warning: {warning}"
    if not brief:
        yield from (_list_line(each, retried=report.retried, stored=report.stored) for each in report.lists)
        if report.retried and not report.lists:
            yield _nothing_due(report.waiting) if report.waiting else "Nothing is waiting."
            return
    if report.planned is not None:
        yield from _plan_lines(report)
        return
    if not brief:
        yield _works_line(report)
    for error in report.errors:
        yield f"{called(error.source)} {error.reason} {error.tip}".rstrip()
    if report.offline and (report.partial or report.missing):
        yield "arXiv was not asked: --offline was given, or the setting arxiv_api is empty."
    if report.histories and not brief:
        yield f"Versions: known of {_count(report.histories, 'work', 'works')}; paperdex show tells them."
    if not brief:
        yield from _section("Changed", report.changed, _changed_line, tells="paperdex updates tells them all")
        yield from _section("Withdrawn", report.withdrawn, _missing_line)
    yield from _section("Suggested, not taken", report.suggested, _suggested_line)
    most = max(MOST_LINES, len(report.unresolved)) if whole else MOST_LINES
    yield from _section("Not resolved", report.unresolved, _unresolved_line, most=most)
    if not brief:
        yield from _partial_lines(report.partial, whole=whole)
    yield from _by_reason("No record", report.missing, whole=whole)
    yield from _by_reason("Not made new, kept as they were", report.stale, whole=whole)
    if not brief and report.beside:
        yield from _section("Kept as pages of their own, perhaps the same as", report.beside, _beside_line)
    if not brief:
        yield from _next_steps(report, call)


def forget_line(found: Forgettable, what: str) -> str:
    """What goes with lists, and whether it does: ``tea.md: 4 entries and 3 works, 1 of them with a cite key, went.``"""
    keys = f", {found.cite_keys} of them with a cite key," if found.cite_keys else ""
    works = f"{_count(len(found.works), 'work', 'works')} that no other list names{keys}"
    return f"{', '.join(map(printable, found.lists))}: {_count(found.entries, 'entry', 'entries')} and {works} {what}."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def waiting_line(waiting: Waiting, *, call: str = "") -> str:
    """What is waiting in the library, why, and, with ``call``, who would ask for it."""
    parts = [
        _count(waiting.works, "work", "works") if waiting.works else "",
        _count(waiting.histories, "history", "histories") if waiting.histories else "",
        _count(waiting.titles, "title to be looked up", "titles to be looked up") if waiting.titles else "",
    ]
    why = f" ({printable(waiting.reason).rstrip('.')})" if waiting.reason else ""
    tip = f" {call} fetch --retry asks for what is waiting, and for nothing else." if call else ""
    return f"Waiting in the library: {' and '.join(filter(None, parts))}{why}.{tip}"


def waiting_lines(waiting: Waiting) -> Iterator[str]:
    """All of what is waiting, a line each, parted by tabs: what, since when, tries, when it is due, the last reason."""
    for row in waiting.rows:
        cells = (row.kind, row.key, row.since, str(row.tries), row.due, row.reason or "not tried yet")
        yield "\t".join(printable(cell) for cell in cells)


def _nothing_due(waiting: Waiting) -> str:
    """When the first of what is waiting may be tried, and what there is."""
    when = f" before {waiting.due[:10]} {waiting.due[11:16]} UTC" if waiting.due else ""
    return f"Nothing is due{when}. {waiting_line(waiting)}"


def _list_line(each: ListReport, *, retried: bool, stored: bool) -> str:
    line = f"{each.path}: {_count(each.entries, 'entry', 'entries')}, {_count(each.works, 'work', 'works')}"
    if retried:
        return f"{line} that were waiting"
    if stored:
        return f"{line}, as it was read last"
    parts = [
        f"{len(titles)} {what}"
        for what, titles in (
            ("added", each.changes.added),
            ("moved", each.changes.moved),
            ("removed", each.changes.removed),
        )
        if titles
    ]
    outside = f"; {each.outside} more named outside of entries" if each.outside else ""
    return f"{line} ({', '.join(parts) if parts else 'unchanged'}){outside}"


def _works_line(report: FetchReport) -> str:
    parts = [
        f"{count} as the list gives {'it' if count == 1 else 'them'}"
        if source == "list"
        else f"{count} fetched from {'the mirror' if source == 'mirror' else called(source)}"
        for source, count in report.fetched
    ]
    if report.unchanged:
        parts.append(f"{report.unchanged} unchanged")
    if report.known:
        parts.append(f"{report.known} already known")
    return f"{_count(report.works, 'work', 'works')}: {', '.join(parts) if parts else 'nothing fetched'}."


def _plan_lines(report: FetchReport) -> Iterator[str]:
    planned = report.planned or ()
    for source, count in report.fetched:
        if source != "list":
            yield f"{_count(count, 'record', 'records')} would come from the {source}."
    yield f"Dry run: nothing was stored. arXiv would be asked for {_count(len(planned), 'record', 'records')}" + (
        f" and {_count(report.searches, 'title', 'titles')}." if report.searches else "."
    )
    if report.estimate and report.estimate.requests:
        yield estimate_line(report.estimate)


def _section(
    heading: str,
    things: Sequence[_Thing],
    line: Callable[[_Thing], str],
    *,
    most: int = MOST_LINES,
    tells: str = "--format json tells them all",
) -> Iterator[str]:
    if not things:
        return
    yield f"{heading}: {len(things)}"
    for thing in things[:most]:
        yield f"  {line(thing)}"
    if len(things) > most:
        yield f"  and {len(things) - most} more: {tells}"


def _by_reason(heading: str, works: Sequence[WorkReport], *, whole: bool) -> Iterator[str]:
    """A line a work; one for many where they have the same reason and nothing else to tell."""
    named: dict[str, list[str]] = {}
    for each in works:
        named.setdefault(each.reason, []).append(each.work)
    lines: list[str] = []
    for each in works:
        same = named.get(each.reason, [])
        if len(same) <= _FEW:
            lines.append(_missing_line(each))
        elif each.work == same[0]:
            lines.append(f"{_named(same, whole=whole)}: {each.reason}")
    if works:
        yield f"{heading}: {len(works)}"
        yield from (f"  {line}" for line in (lines if whole else lines[:MOST_LINES]))
        if len(lines) > MOST_LINES and not whole:
            yield f"  and {len(lines) - MOST_LINES} lines more: --format json tells them all"


def _named(works: Sequence[str], *, whole: bool) -> str:
    more = f" and {len(works) - _FEW} more" if len(works) > _FEW and not whole else ""
    return f"{', '.join(works if whole else works[:_FEW])}{more}"


def _suggested_line(each: EntryReport) -> str:
    best = each.resolution.suggestions[0]
    alike = [s for s in each.resolution.suggestions if s.score == best.score][:_FEW]
    where = f"{each.path}:{each.entry.line}"
    perhaps = " or ".join(f"{s.work} {s.title!r}" for s in alike)
    return f"{where}: {each.entry.title!r}: perhaps {perhaps} ({best.score:.2f}): {each.resolution.reason}"


def _beside_line(each: EntryReport) -> str:
    best = each.resolution.suggestions[0]
    return f"{each.path}:{each.entry.line}: {each.entry.title!r}: perhaps {best.work} {best.title!r} ({best.score:.2f})"


def _unresolved_line(each: EntryReport) -> str:
    ids = ", ".join(str(identifier) for identifier in each.entry.well_formed)
    name = f"{each.entry.title!r}{f' ({ids})' if ids else ''}" if each.entry.title else repr(ids) if ids else ""
    return f"{each.path}:{each.entry.line}: {f'{name}: ' if name else ''}{each.resolution.reason}"


def _missing_line(each: WorkReport) -> str:
    return f"{each.work}{f' {each.title!r}' if each.title else ''}: {each.reason}"


def _changed_line(each: WorkReport) -> str:
    return f"{each.work} {printable(each.title)!r}: {'; '.join(change_text(change) for change in each.changes)}"


def _partial_lines(partial: Sequence[WorkReport], *, whole: bool) -> Iterator[str]:
    if not partial:
        return
    by_missing: dict[tuple[str, ...], list[str]] = {}
    for each in partial:
        by_missing.setdefault(each.missing, []).append(each.work)
    yield f"Partial, kept as they are: {_count(len(partial), 'record', 'records')}"
    for missing, works in sorted(by_missing.items(), key=lambda item: -len(item[1])):
        yield f"  {len(works)} without {', '.join(missing)}" + (f": {', '.join(works)}" if whole else "")


def _next_steps(report: FetchReport, call: str) -> Iterator[str]:
    if any(error.status == _FORBIDDEN for error in report.errors):
        yield (
            "Next: arXiv refuses to answer you (status 403): stop for a day, and set PAPERDEX_CONTACT to your address."
        )
    elif report.errors or (report.waiting and not report.offline):
        asks = f"{call} fetch --retry" if report.waiting else "the same command again"
        yield f"Next: run {asks} later; only what is missing will be asked for."
    elif report.offline and (report.partial or report.missing):
        online = "where arXiv may be asked (no --offline, no empty arxiv_api)"
        yield f"Next: run it again {online}; only what is missing will be asked for."
    if report.suggested:
        yield "Next: where a suggestion is right, write its identifier into the list; then fetch the list again."
    if any(each.entry.well_formed for each in report.unresolved):
        yield "Next: look whether the identifiers that are unknown are written right in the list; then fetch it again."
    if any(not each.entry.well_formed for each in report.unresolved):
        yield "Next: give the entries that are not resolved a link or an identifier in the list; then fetch it again."
