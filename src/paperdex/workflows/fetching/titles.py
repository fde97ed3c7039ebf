"""The third step of a fetch: what only a title names is looked up."""

from __future__ import annotations

from paperdex.core.entries import ListEntry
from paperdex.core.matching import title_keys
from paperdex.errors import SourceError
from paperdex.sources.base import TitleSource
from paperdex.workflows.fetching.run import BY_TITLE, Run
from paperdex.workflows.fetching.wanted import expect, is_searched, unsearched
from paperdex.workflows.progress import Asked
from paperdex.workflows.reports import called


def search_titles(run: Run) -> bool:
    """Look titles up; returns whether an entry is resolved otherwise than before."""
    entries = unsearched(run) if run.options.title_search else {}
    run.library.queue.add("title", entries, at=run.start)
    sources = [source for source in run.reach.network if source.name in BY_TITLE]
    if not entries or not sources:
        return False
    for source in sources:
        if isinstance(source, TitleSource) and source.name not in run.down:
            expect(run, source, 0)
            _search(run, source, entries)
        if source.name in run.down:
            # Also where it was down before: what it puts off is put off for titles too.
            error = run.down[source.name]
            reason = f"{called(source.name)} {error.reason}"
            run.note_failures("title", dict.fromkeys(unsearched(run), reason), error.retry_after)
    before = [each.resolutions for each in run.lists]
    for each in run.lists:
        run.resolve_again(each)
    return before != [each.resolutions for each in run.lists]


def _search(run: Run, source: TitleSource, entries: dict[str, ListEntry]) -> None:
    what = f"{len(entries)} {'title' if len(entries) == 1 else 'titles'}"
    run.progress.begin(
        f"Looking up {what} at {called(source.name)}", len(entries), Asked(called(source.name), "titles")
    )
    try:
        asked = [entry.title for entry in entries.values()]
        for answer in source.search_titles(asked, still=lambda titles: [t for t in titles if not is_searched(run, t)]):
            key = title_keys(answer.title)[0]
            if answer.failure is not None:
                # It stays to be looked up.
                run.unanswered[key] = f"{called(source.name)} {answer.failure.reason}"
                continue
            with run.library.transaction():
                run.library.save_title_search(key, source.name, run.time(), answer.records)
                # The answer holds the whole record: it need not be asked for by its identifier.
                work = run.resolver.resolve(entries[key]).work
                run.keep(record for record in answer.records if record.work == work)
            run.asked[source.name].update(record.work for record in answer.records if record.work == work)
            run.progress.advance()
    except SourceError as error:
        run.down[source.name] = error
    finally:
        run.progress.end()
