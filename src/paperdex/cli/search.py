"""``paperdex search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperdex.cli import Command, console
from paperdex.cli.list import FORMATS
from paperdex.cli.options import filters

if TYPE_CHECKING:
    from paperdex.storage.filters import Filters


@click.command("search", cls=Command)
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@filters
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    help="How to print the works.  [default: table on a terminal, plain otherwise]",
)
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], filters: Filters, output: str | None) -> None:
    """Search titles, abstracts, authors and notes; best first.

    Every word must be there. Words in "double quotes" must stand together.
    """
    from paperdex.cli.output import print_entries
    from paperdex.workflows.browse import search

    found = search(ctx.obj.library, " ".join(words), filters)
    default = "table" if console.is_terminal() else "plain"
    if not print_entries(found, output or default, library=ctx.obj.library):
        console.error(
            f"Nothing in the library has {' '.join(words)!r}. The beginning of a word will do, with a *: kern*"
        )
