"""``paperdex list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperdex.cli import Command, console
from paperdex.cli.options import filters

if TYPE_CHECKING:
    from paperdex.storage.filters import Filters

FORMATS = ("tree", "table", "plain", "jsonl", "json", "csv", "markdown", "ids")


@click.command("list", cls=Command)
@filters
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    help="How to print the entries.  [default: tree on a terminal, plain otherwise]",
)
@click.pass_context
def command(ctx: click.Context, filters: Filters, output: str | None) -> None:
    """Print the library by topic."""
    from paperdex.cli.output import print_entries
    from paperdex.workflows.browse import entries

    default = "tree" if console.is_terminal() else "plain"
    printed = print_entries(entries(ctx.obj.library, filters), output or default, library=ctx.obj.library)
    if not printed:
        console.error("Nothing in the library fits." if filters != type(filters)() else "The library is empty.")
