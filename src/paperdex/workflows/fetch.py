"""The main job: read lists, resolve their entries, fetch what the library lacks, and store it batch by batch.

The order keeps a killed run harmless. First the lists, with everything that identifiers and records at hand resolve;
then records by identifier, the mirror first, and of the network sources each for what those before it could not give;
then titles, several to a request. Each step is stored before the next begins, so running again goes on from there and
asks for nothing twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from paperdex.errors import UsageError
from paperdex.storage.connect import exists
from paperdex.storage.library import Library
from paperdex.storage.queries import LibraryReader
from paperdex.workflows.documents import Inputs
from paperdex.workflows.estimate import estimate
from paperdex.workflows.fetching.lists import store_lists, take_all, take_up
from paperdex.workflows.fetching.outcome import report
from paperdex.workflows.fetching.records import fetch_histories, fetch_records, keep_facts_of_lists
from paperdex.workflows.fetching.run import WITH_VERSIONS, FetchOptions, Now, Reach, Run
from paperdex.workflows.fetching.titles import search_titles
from paperdex.workflows.fetching.wanted import titles_to_search, wanted
from paperdex.workflows.progress import Progress, Silent
from paperdex.workflows.reports import FetchReport
from paperdex.workflows.waiting import Waiting

__all__ = ["FetchOptions", "Reach", "fetch", "plan", "renew", "retry"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def fetch(
    inputs: Inputs,
    library: Path,
    reach: Reach,
    options: FetchOptions,
    *,
    now: Now = _utc_now,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch lists and identifiers into a library.

    Raises StorageError when the library can't be used, UsageError for a history that no source can tell. What a source
    could not answer is in the report, never raised.
    """
    _check(reach, options)
    with Library.open(library) as opened:
        run = Run(opened, library, reach, options, now, progress or Silent())
        store_lists(run, inputs)
        _fetch_all(run)
        return report(run, inputs.warnings)


def renew(
    library: Path, reach: Reach, options: FetchOptions, *, now: Now = _utc_now, progress: Progress | None = None
) -> FetchReport:
    """Fetch what every list of a library names, as it was read last; reads no list anew.

    Raises as :func:`fetch` does, also when there is no library.
    """
    _check(reach, options)
    LibraryReader.open(library).close()
    with Library.open(library) as opened:
        run = Run(opened, library, reach, options, now, progress or Silent())
        take_all(run)
        _fetch_all(run)
        return replace(report(run, ()), stored=True)


def retry(
    library: Path, reach: Reach, options: FetchOptions, *, now: Now = _utc_now, progress: Progress | None = None
) -> FetchReport:
    """Fetch what is waiting in a library from earlier runs and is due, and nothing else; reads no list anew.

    Raises StorageError when the library can't be used, also when there is none.
    """
    LibraryReader.open(library).close()
    with Library.open(library) as opened:
        run = Run(opened, library, reach, options, now, progress or Silent())
        take_up(run)
        _fetch_all(run)
        return replace(report(run, ()), retried=True)


def plan(
    inputs: Inputs | None, library: Path, reach: Reach, options: FetchOptions, *, now: Now = _utc_now
) -> FetchReport:
    """What a fetch would ask of the network and change in the library, told without doing either.

    It is about every list of the library where there are no ``inputs``. The fetch is done on a copy of the library,
    without the network, and the copy thrown away.
    """
    if inputs is None:
        LibraryReader.open(library).close()
    with TemporaryDirectory(prefix="paperdex-") as folder:
        copy = Path(folder) / "library.db"
        if exists(library):
            with LibraryReader.open(library) as original:
                original.copy_to(copy)
        with Library.open(copy) as opened:
            run = Run(opened, library, Reach(local=reach.local), options, now, Silent())
            if inputs is None:
                take_all(run)
            else:
                store_lists(run, inputs)
            _fetch_all(run)
            works, titles = wanted(run), titles_to_search(run)
            found = report(run, inputs.warnings if inputs else ())
            return replace(
                found,
                stored=inputs is None,
                fetched=tuple((source, count) for source, count in found.fetched if source != "list"),
                missing=(),
                waiting=Waiting(),
                planned=tuple(works),
                searches=titles,
                estimate=estimate(len(works), titles, reach.network, reach.paces),
            )


def _check(reach: Reach, options: FetchOptions) -> None:
    if options.history and not any(source.name in WITH_VERSIONS for source in reach.network):
        raise UsageError(
            "nobody can be asked for the versions of papers: arXiv's OAI-PMH is turned off.",
            tip="Set PAPERDEX_ARXIV_OAI to its address, and have PAPERDEX_SOURCES name it.",
        )


def _fetch_all(run: Run) -> None:
    """The steps after the lists."""
    works = run.named_works()
    if run.options.refresh:
        run.again.update(works)
    run.again.update(row.key for row in run.library.queued("work", works) if row.again)
    fetch_records(run)
    # Without --history, those that were cut off or asked for in vain.
    histories = works if run.options.history else [row.key for row in run.library.queued("history", works)]
    if histories and fetch_histories(run, histories):
        fetch_records(run)
    if search_titles(run):
        fetch_records(run)
    keep_facts_of_lists(run)
    run.library.queue.remove_unnamed()
