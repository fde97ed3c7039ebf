"""``paperdex scan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperdex.cli import Command, console
from paperdex.cli.options import raise_any, read_stdin, settings
from paperdex.lists import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperdex.workflows.scan import Scanned

OUTPUTS = ("tree", "table", "plain", "jsonl", "json", "csv", "ids")


@click.command("scan", cls=Command)
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option(
    "--format",
    "output",
    type=click.Choice(OUTPUTS),
    help="How to print the entries.  [default: tree on a terminal, table otherwise]",
)
@click.option(
    "--from", "list_format", metavar="FORMAT", help=f"Read as: {', '.join(FORMATS)}.  [default: by name and content]"
)
@click.pass_context
def command(ctx: click.Context, lists: tuple[str, ...], output: str | None, list_format: str | None) -> None:
    """Show what reading lists contain; asks nobody and stores nothing.

    A LIST is a file, a folder (its lists, recursively), an address, or - for standard input.
    """
    from paperdex.cli.progress import StderrProgress
    from paperdex.cli.summary import scan_summary
    from paperdex.workflows.reaching import address_reader
    from paperdex.workflows.scan import scan

    progress = StderrProgress(verbosity=ctx.obj.verbosity)
    read_address = address_reader(settings(asks=True), on_wait=progress.waiting, on_request=progress.request)
    found = scan(lists, read_stdin=read_stdin, read_address=read_address, format=list_format)
    if found.lists:
        _show(found.lists, output or ("tree" if console.is_terminal() else "table"))
        # What is said of a result comes after it, also where both go to one place.
        console.flush()
    for line in scan_summary(found, verbosity=ctx.obj.verbosity):
        console.error(line)
    raise_any(found.errors)


def _show(lists: Sequence[Scanned], output: str) -> None:
    """Print what was found in a format: as text, unless it is drawn for a person."""
    if output == "tree" or (output == "table" and console.is_terminal()):
        from paperdex.cli.render import scan_table, scan_trees

        if output == "table":
            console.show(scan_table(lists))
            return
        for number, tree in enumerate(scan_trees(lists)):
            if number:
                console.result("")
            console.show(tree)
        return
    from paperdex.cli.scan_rows import FORMATS as TEXTS

    console.results(TEXTS[output].write(lists))
