"""``paperdex export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperdex.cli import console
from paperdex.cli.options import filters
from paperdex.exports import FORMATS

if TYPE_CHECKING:
    from paperdex.storage.filters import Filters
    from paperdex.storage.rows import EntryRow


@click.command("export")
@filters
@click.option("-f", "--format", "name", metavar="FORMAT", help=f"One of: {', '.join(FORMATS)}.  [default: bibtex]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file; its suffix tells the format.  [default: stdout]",
)
@click.pass_context
def command(ctx: click.Context, filters: Filters, name: str | None, output: Path | None) -> None:
    """Write a bibliography, grouped by topic.

    A work keeps its cite key from the first export on.
    """
    from paperdex.errors import UsageError
    from paperdex.exports import format_for_path, get_format
    from paperdex.workflows.exporting import bibliography, text_of, write

    if name is not None:
        chosen = get_format(name)
    elif output is not None:
        by_suffix = format_for_path(output)
        if by_suffix is None:
            written = ", ".join(dict.fromkeys(suffix for row in FORMATS.values() for suffix in row.suffixes))
            raise UsageError(
                f"{output}: paperdex writes no format with this suffix; it writes {written}.",
                tip=f"Name the file so, or say with -f which format it is to have: {', '.join(FORMATS)}.",
            )
        chosen = by_suffix
    else:
        chosen = get_format("bibtex")
    found = bibliography(ctx.obj.library, filters)
    pieces = text_of(found, chosen)
    if output is None:
        console.results(pieces)
    else:
        write(pieces, output)
    if ctx.obj.verbosity >= 0:
        if output is not None:
            console.error(f"Wrote {found.works} {'work' if found.works == 1 else 'works'} to {output}.")
        for row in found.left_out:
            console.error(f"Left out: {row.list}:{row.line}: {row.title_in_list or row.id!r}: {_why(row)}")


def _why(row: EntryRow) -> str:
    if row.suggestions:
        return f"only a suggestion, {row.suggestions[0].work}, which is not taken"
    return row.reason or "there is no record of it"
