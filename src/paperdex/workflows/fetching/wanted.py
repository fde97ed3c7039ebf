"""What a fetch has to ask for: works, histories and titles, each of which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paperdex.core.entries import ListEntry
from paperdex.core.matching import title_keys
from paperdex.core.records import BibliographicRecord, trust
from paperdex.sources.base import Source
from paperdex.workflows.estimate import estimate
from paperdex.workflows.fetching.run import TITLES_LAST, WITH_VERSIONS, Run
from paperdex.workflows.fetching.wholeness import is_overtaken, is_sure, is_whole, lacks_versions, may_better
from paperdex.workflows.reports import called
from paperdex.workflows.resolving import needs_title


def wanted(run: Run, among: Sequence[str] | None = None) -> list[str]:
    """arXiv works of these lists that have no record, or one that is partial or too old, or is to be made new.

    One that arXiv does not know is asked for again with ``refresh``, or when that answer is too old. ``among`` are the
    works that come into question; without them all that the lists name.
    """
    works = run.named_works() if among is None else among
    records = run.library.records(works)
    unknown = run.library.gaps(works, since=run.too_old or "")
    return [
        work for work in works if work in run.again or (work not in unknown and can_be_better(run, records.get(work)))
    ]


def wanted_of(run: Run, source: Source, among: Sequence[str]) -> list[str]:
    """The works that a source has to be asked for; one on the network, only for what no better one has given."""
    works = wanted(run, [work for work in among if work not in run.asked[source.name]])
    if source in run.reach.local:
        return works
    records = run.library.records(works)
    return [
        work
        for work in works
        if not run.is_final(work)
        and may_better(source.name, record := records.get(work))
        and (work in run.again or _is_news(run, source.name, record))
    ]


def can_be_better(run: Run, record: BibliographicRecord | None) -> bool:
    """Whether a record is missing, older than was wished for, or not whole while a source can be asked for more."""
    if record is None or _is_too_old(run, record) or is_overtaken(record):
        return True
    sources = run.reach.network
    return not is_whole(record) and (not sources or any(_is_better(each.name, record) for each in sources))


def _is_news(run: Run, source: str, record: BibliographicRecord | None) -> bool:
    """Whether a source may have more to say than what it said itself, where that is the record."""
    return record is None or _is_better(source, record) or _is_too_old(run, record) or is_overtaken(record)


def _is_too_old(run: Run, record: BibliographicRecord) -> bool:
    return run.too_old is not None and record.retrieved < run.too_old


def _is_better(source: str, record: BibliographicRecord) -> bool:
    return trust(source) < trust(record.source)


def histories_of(run: Run, source: Source, among: Sequence[str]) -> list[str]:
    """The works whose versions a source has to be asked for."""
    records = run.library.records(among)
    waiting = {row.key for row in run.library.queued("history", among)}
    return [
        work
        for work in among
        if work not in run.asked[source.name]
        and not run.is_final(work)
        and (work in waiting or run.options.refresh or lacks_versions(records.get(work)))
    ]


def titles_to_search(run: Run) -> int:
    """How many titles network sources would have to be asked for."""
    return len(unsearched(run)) if run.options.title_search else 0


def unsearched(run: Run) -> dict[str, ListEntry]:
    """Entries whose titles have still to be looked up, one for each key of a title."""
    return {
        title_keys(entry.title)[0]: entry
        for each in run.lists
        for entry, resolution in each.pairs()
        if needs_title(entry) and not is_sure(resolution) and not is_searched(run, entry.title)
    }


def is_searched(run: Run, title: str) -> bool:
    """Whether a title has been looked up lately; arXiv's answers change once a day."""
    if run.options.refresh or run.library.queued("title", title_keys(title)[:1]):
        return False
    return run.resolver.is_searched(title, since=run.too_old or run.time(TITLES_LAST))


def expect(run: Run, source: Source, works: int) -> None:
    """Before the first request, tell what is ahead, where that takes long; and where works are asked for one by one."""
    if source in run.reach.local:
        return
    if run.estimate is not None and works and source.batch == 1:
        one_by_one = replace(estimate(works, 0, [source], run.reach.paces), instead=called(source.name))
        if one_by_one.is_long:
            run.progress.expect(one_by_one)
    if run.estimate is None:
        of_versions = [each for each in run.reach.network if each.name in WITH_VERSIONS and run.options.history]
        run.estimate = estimate(
            works,
            titles_to_search(run),
            run.reach.network,
            run.reach.paces,
            histories=len(histories_of(run, of_versions[0], run.named_works())) if of_versions else 0,
        )
        if run.estimate.is_long:
            run.progress.expect(run.estimate)
