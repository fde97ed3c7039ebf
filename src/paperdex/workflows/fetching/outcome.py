"""The end of a fetch: what was done, and what is left undone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from paperdex.core.entries import ListEntry
from paperdex.core.matching import title_keys
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution
from paperdex.workflows.fetching.run import BY_TITLE, WITH_VERSIONS, Run
from paperdex.workflows.fetching.wanted import can_be_better, titles_to_search
from paperdex.workflows.fetching.wholeness import is_arxiv, is_partial
from paperdex.workflows.reports import EntryReport, FetchReport, ListReport, WorkReport, called
from paperdex.workflows.waiting import waiting_in


def report(run: Run, warnings: Iterable[str]) -> FetchReport:
    """Everything that was done and left undone, with the ``warnings`` of reading the lists."""
    works = list(dict.fromkeys(work for each in run.lists for work in each.works))
    records = run.library.records(works)
    harmless = {name: told for name in run.down if (told := _made_up_for(run, name))}
    left = [
        EntryReport(each.reading_list.path, entry, _told(run, entry, resolution))
        for each in run.lists
        for entry, resolution in each.pairs()
        if resolution.status != "resolved" or resolution.suggestions
    ]
    return FetchReport(
        lists=tuple(
            ListReport(
                each.reading_list.path,
                each.reading_list.title,
                sum(1 for _ in each.pairs()),
                len(each.works),
                each.changes,
                len(each.reading_list.outside),
            )
            for each in run.lists
        ),
        works=len(works),
        known=sum(_was_known(run, work, records.get(work)) for work in works),
        fetched=tuple(sorted(Counter(run.fetched.values()).items())),
        unchanged=len(run.same - run.fetched.keys()),
        suggested=tuple(report for report in left if report.resolution.status == "suggested"),
        unresolved=tuple(report for report in left if report.resolution.status == "unresolved"),
        beside=tuple(report for report in left if report.resolution.status == "resolved"),
        partial=tuple(_partial(run, works, records)),
        missing=tuple(_missing(run, works, records)),
        stale=tuple(_stale(run, works, records)),
        errors=tuple(error for name, error in run.down.items() if name not in harmless),
        warnings=(*warnings, *harmless.values()),
        changed=tuple(
            WorkReport(work, records[work].title, changes=changes)
            for work, changes in run.updates.items()
            if work in records
        ),
        withdrawn=tuple(
            WorkReport(work, record.title, reason=f"{record.withdrawal}: {record.withdrawal.grounds}")
            for work in works
            if (record := records.get(work)) and record.withdrawal
        ),
        histories=sum(bool(record.versions) for record in records.values()) if run.options.history else 0,
        waiting=waiting_in(run.library),
        offline=not run.reach.network,
    )


def _told(run: Run, entry: ListEntry, resolution: Resolution) -> Resolution:
    """The resolution of an entry, with what came instead of an answer to its title."""
    why = next((run.unanswered[key] for key in title_keys(entry.title)[:1] if key in run.unanswered), None)
    if why is None or resolution.status != "unresolved":
        return resolution
    return replace(resolution, reason=f"{resolution.reason}: {why}")


def _was_known(run: Run, work: str, record: BibliographicRecord | None) -> bool:
    """Whether the library had a whole record without this run's doing; another process may have brought it."""
    touched = work in run.fetched or work in run.same
    return is_arxiv(work) and record is not None and not touched and not can_be_better(run, record)


def _partial(run: Run, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
    for work in works:
        record = records.get(work)
        if record is not None and record.source != "list" and is_partial(record):
            yield WorkReport(work, record.title, missing=record.missing)


def _missing(run: Run, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
    for work in works:
        record = records.get(work)
        if record is None or (record.source == "list" and not work.startswith("url:")):
            yield WorkReport(work, record.title if record else "", reason=_why_missing(run, work))


def _stale(run: Run, works: Iterable[str], records: dict[str, BibliographicRecord]) -> Iterator[WorkReport]:
    """Works with a record that was to be made new, for which the source gave a reason and no record."""
    for work in works:
        record = records.get(work)
        touched = work in run.fetched or work in run.same
        reason = "; ".join(dict.fromkeys(why[work] for why in run.reasons.values() if work in why))
        if record is not None and record.source != "list" and reason and not touched:
            yield WorkReport(work, record.title, reason=reason)


def _why_missing(run: Run, work: str) -> str:
    if work.startswith("doi:"):
        return "there is no source for DOIs yet; give it an arXiv link too, if it has one"
    if work.startswith("url:"):
        return "the list gives no title"
    reasons = [
        run.reasons[source.name].get(work)
        or (f"{called(source.name)} could not be asked" if source.name in run.down else "")
        for source in run.reach.network
    ]
    return "; ".join(dict.fromkeys(filter(None, reasons))) or "arXiv was not asked"


def _made_up_for(run: Run, name: str) -> str:
    """What to tell of a source that is down where other ones gave all that it did not; else empty."""
    owed = run.owed.get(name, set())
    if name in WITH_VERSIONS and any(kind == "history" for kind, _ in run.tried):
        return ""
    titles_left = name in BY_TITLE and titles_to_search(run)
    records = run.library.records(owed)
    if not owed or titles_left or not all(_is_done(run, work, records.get(work)) for work in owed):
        return ""
    givers = [called(source) for source in dict.fromkeys(record.source for record in records.values())]
    instead = f"{' and '.join(givers)} gave what was wanted of it." if givers else "Another source answered for it."
    return f"{called(name)} {run.down[name].reason} {instead}"


def _is_done(run: Run, work: str, record: BibliographicRecord | None) -> bool:
    """Whether a network source has answered for a work in this run, and nothing of its record is missing."""
    if run.is_final(work):
        return True
    return work in run.given and record is not None and not is_partial(record)
