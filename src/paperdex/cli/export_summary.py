"""The lines at the end of an export: what was written, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.cli.losses import some
from paperdex.workflows.export_run import Export
from paperdex.workflows.exporting import LeftOut

_FEW = 5


def export_summary(export: Export, *, wrote: bool = True, verbosity: int = 0) -> Iterator[str]:
    """The lines, in order; ``wrote`` is false when only the changes were shown."""
    if export.updated is not None:
        yield from _updated_lines(export, wrote=wrote, verbosity=verbosity)
    elif export.wish.output is not None and wrote:
        yield f"Wrote {_works(export.found.works)} to {export.wish.output}."
        if not export.is_noted:
            yield "Warning: the library can't be written to, and won't know the file again; --force will be needed."
    if export.other_suffix:
        yield f"Warning: {export.wish.output} is {export.format.name}, though its name says {export.other_suffix}."
    if export.found.is_empty:
        yield "There is no work to write: paperdex list with the same filters shows what they let through."
    if kept := export.found.kept_keys:
        keep = "it keeps its key" if kept == 1 else "they keep their keys"
        yield f"--key-template would call {_works(kept)} otherwise; {keep}. New ones: paperdex keys forget KEY..."
    for work, key in export.called_otherwise.items():
        yield f"Warning: another paperdex called {work} {key or 'otherwise'} meanwhile; export again."
    for what, keys in export.lacking.items():
        shown = keys if verbosity > 0 or len(keys) <= _FEW + 1 else keys[:_FEW]
        more = f" and {len(keys) - len(shown):,} more" if len(keys) > len(shown) else ""
        yield f"Without {what}: {', '.join(shown)}{more}."
    left_out = [_left_out_line(each) for each in export.found.left_out]
    yield from some("Left out", left_out, verbosity)


def _left_out_line(each: LeftOut) -> str:
    return f"{each.place}: {f'{each.title!r}: ' if each.title else ''}{each.why}"


def _updated_lines(export: Export, *, wrote: bool, verbosity: int) -> Iterator[str]:
    updated = export.updated
    if updated is None:
        return
    done = "" if wrote else " Nothing was written."
    yield (
        f"{export.wish.update}: {'a new file, ' if export.is_new else ''}{_works(updated.added)} added, "
        f"{updated.refreshed} changed, {updated.same} in step.{done}"
    )
    if updated.other_keys:
        yield (
            f"{_works(updated.other_keys)} called otherwise there than in the library; the file's keys were kept."
            f" The library takes them too: paperdex keys import {export.wish.update}"
        )
    path = export.wish.update
    doubles = [f"{path}: {each}. Both were brought into step; remove one." for each in updated.doubles]
    broken = [f"{path}: {each}: a value in it is none for BibTeX. Mend it there." for each in updated.left_alone]
    taken = [
        f"{each}. Give ours another key: paperdex keys rename {each.partition(':')[0]} NEW"
        for each in updated.not_added
    ]
    yield from some("Twice", doubles, verbosity)
    yield from some("Left as it is", broken, verbosity)
    yield from some("Not added", taken, verbosity)


def _works(number: int) -> str:
    return f"{number} {'work' if number == 1 else 'works'}"
