"""The second step of a fetch: records by identifier, batch by batch, from one source after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from paperdex.core.identifiers import Identifier
from paperdex.core.records import UNKNOWN_TO_ARXIV, Answer, BibliographicRecord
from paperdex.errors import SourceError
from paperdex.sources.base import Source, Still
from paperdex.storage.rows import QueueKind
from paperdex.workflows.fetching.run import WITH_VERSIONS, Run
from paperdex.workflows.fetching.wanted import can_be_better, expect, histories_of, wanted, wanted_of
from paperdex.workflows.fetching.wholeness import is_overtaken, is_whole
from paperdex.workflows.progress import Asked
from paperdex.workflows.reports import called
from paperdex.workflows.resolving import facts_of_list


def fetch_records(run: Run) -> None:
    """Ask each source in turn for what those before it could not give, and resolve the lists anew with what came."""
    has_asked = False
    works = wanted(run)
    records, gaps = run.library.records(works), run.library.gaps(works)
    # What the library has an answer to, be it that there is none, no later run would ask for of itself.
    again = [work for work in works if work in run.again or work in gaps or is_whole(records.get(work))]
    # Before anything is asked: whatever happens from here on, a later run knows what this one wanted.
    with run.library.transaction():
        run.library.queue.add("work", works, at=run.start)
        run.library.queue.add("work", again, at=run.start, again=True)
    for source in run.reach.all if works else ():
        # What is whole stays so: no other work can become wanted meanwhile.
        of_source = wanted_of(run, source, works)
        if of_source and source.name not in run.down:
            expect(run, source, len(of_source))
            _ask(run, source, of_source, partial(wanted_of, run, source))
            has_asked = True
    # What has just come may answer for a title; without it the entries are as they were a moment ago.
    for each in run.lists if has_asked else ():
        run.resolve_again(each)


def fetch_histories(run: Run, among: Sequence[str]) -> bool:
    """Ask for the versions of works; returns whether one of them has a later version than its record.

    Sources that tell versions tell them with the record: they are asked for what has none yet, or an older one.
    """
    for source in run.reach.network:
        works = histories_of(run, source, among) if source.name in WITH_VERSIONS else []
        run.library.queue.add("history", works, at=run.start)
        if source.name in run.down:
            error = run.down[source.name]
            run.note_failures(
                "history", dict.fromkeys(works, f"{called(source.name)} {error.reason}"), error.retry_after
            )
        elif works:
            expect(run, source, 0)
            _ask(run, source, works, partial(histories_of, run, source), "history")
    return any(is_overtaken(record) for record in run.library.records(run.named_works()).values())


def _ask(run: Run, source: Source, works: Sequence[str], still: Still, kind: QueueKind = "work") -> None:
    """Ask a source for works, batch by batch; another paperdex may have brought some when it is their turn."""
    what = f"{len(works)} {'record' if len(works) == 1 else 'records'}"
    asked = None if source in run.reach.local else Asked(called(source.name), "records")
    run.progress.begin(f"Asking {called(source.name)} for {what}", len(works), asked)
    try:
        for start in range(0, len(works), source.batch):
            batch = works[start : start + source.batch]
            run.progress.batch(len(batch))
            left = len(batch)
            # What a reply brings is stored before the next request, however many requests a batch comes to.
            for answer in source.lookup([Identifier("arxiv", work) for work in batch], still=still):
                _take(run, source, answer, kind)
                run.progress.advance(count := len(answer.records) + len(answer.unknown))
                left -= count
            if left:
                run.progress.advance(left)
    except SourceError as error:
        run.down[source.name] = error
        owed = set(works) - run.asked[source.name]
        run.owed[source.name] = owed
        run.note_failures(kind, dict.fromkeys(owed, f"{called(source.name)} {error.reason}"), error.retry_after)
    finally:
        run.progress.end()


def _take(run: Run, source: Source, answer: Answer, kind: QueueKind) -> None:
    """Store an answer, and take out of the queue what it settles: both, or neither."""
    answered = {record.work for record in answer.records} | answer.unknown.keys()
    run.asked[source.name].update(answered)
    if source not in run.reach.local:
        run.given.update(record.work for record in answer.records)
    run.reasons[source.name] |= answer.unknown
    unknown = {work: reason for work, reason in answer.unknown.items() if reason == UNKNOWN_TO_ARXIV}
    with run.library.transaction():
        run.keep(answer.records)
        run.library.save_gaps(unknown, source.name, run.time())
        records = run.library.records(answered)
        run.library.queue.remove("work", [w for w in answered if _is_settled(run, w, records.get(w))])
        if source.name in WITH_VERSIONS:
            told = {record.work for record in answer.records if record.versions}
            run.library.queue.remove("history", [w for w in answered if w in told or run.is_final(w)])
    if source not in run.reach.local:
        run.note_failures(kind, {w: why for w, why in answer.unknown.items() if not run.is_final(w)})


def _is_settled(run: Run, work: str, record: BibliographicRecord | None) -> bool:
    """Whether nothing is left to be asked for a work: its record is whole, or arXiv says that there is none."""
    if run.is_final(work):
        return True
    return not can_be_better(run, record) and (work in run.given or work not in run.again)


def keep_facts_of_lists(run: Run) -> None:
    """Works that no source has a record of get one with what their list says."""
    works = {work for each in run.lists for work in each.works}
    told = run.library.told_by_sources(works)
    facts: dict[str, BibliographicRecord] = {}
    for each in run.lists:
        for entry, resolution in each.pairs():
            work = resolution.work
            if work and work not in facts and work not in told:
                record = facts_of_list(entry, work, run.start)
                if record:
                    facts[work] = record
    run.keep(facts.values())
