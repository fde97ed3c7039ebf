"""``paperdex export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paperdex.cli import Command, console
from paperdex.cli.export_options import format_options
from paperdex.cli.options import filters
from paperdex.exports import FORMATS

if TYPE_CHECKING:
    from paperdex.exports.options import ExportOptions
    from paperdex.storage.filters import Filters


@click.command("export", cls=Command)
@click.argument("works", nargs=-1, metavar="[WORK]...")
@filters
@click.option("-f", "--format", "name", metavar="FORMAT", help=f"One of: {', '.join(FORMATS)}.  [default: bibtex]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write to a file; its suffix tells the format.  [default: -, which is stdout]",
)
@click.option(
    "--update",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep a .bib file in step: refresh the entries that the library knows, add the new ones, leave all else.",
)
@click.option("--force", is_flag=True, help="Write over a file that paperdex did not write, or that was changed since.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, and end with 1 if anything would.")
@click.option("--check", is_flag=True, help="Read it back with another parser, and write nothing if anything differs.")
@click.option(
    "--group-by",
    type=click.Choice(("topic", "year", "category", "none")),
    default="topic",
    show_default=True,
    help="What the headings are.",
)
@click.option(
    "--key-template",
    metavar="T",
    help="How works without a cite key are called: scholar, arxiv, bbt, or a template: {auth:lower}{year}{title}."
    "  [default: the setting key_template, else scholar]",
)
@format_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    works: tuple[str, ...],
    filters: Filters,
    options: ExportOptions,
    name: str | None,
    output: Path | None,
    update: Path | None,
    force: bool,
    diff: bool,
    check: bool,
    **how: Any,
) -> None:
    """Write a bibliography, grouped by topic.

    Of the whole library, of what the filters let through, or of each WORK: an identifier in any spelling or a cite key.

    A work keeps its cite key from the first export on. A file that paperdex did not write is not written over; what
    could not be written of a work as it is, is told.
    """
    from paperdex.cli.export_summary import export_summary
    from paperdex.cli.losses import Losses
    from paperdex.cli.progress import StderrProgress
    from paperdex.core.text import printable
    from paperdex.workflows.export_run import Export, Wish

    losses = Losses(ctx.obj.verbosity)
    usual_template = how["key_template"] or ctx.obj.layers.find("key_template").value
    wish = Wish(
        filters=filters, works=works, options=losses.told(options), format=name, output=output, update=update,
        force=force, check=check, usual_template=usual_template, **how,
    )  # fmt: skip
    changes: list[str] = []
    # Above what is printed on the same terminal a live line would be in the way.
    quiet = ctx.obj.verbosity < 0 or wish.is_for_stdout
    with StderrProgress(quiet=quiet) as progress, Export.of(ctx.obj.library, wish, progress) as export:
        if diff:
            changes = [*export.diff()]
            console.results(f"{printable(line)}\n" for line in changes)
        elif wish.is_for_stdout:
            console.results(export.pieces())
        else:
            export.write()
    losses.tell()
    verbosity = ctx.obj.verbosity
    for line in export_summary(export, wrote=not diff, verbosity=verbosity) if verbosity >= 0 else ():
        console.error(line)
    ctx.exit(1 if changes or export.is_incomplete else 0)
