"""``paperdex forget``."""

from __future__ import annotations

import sys

import click

from paperdex.cli import console


@click.command("forget")
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option("--dry-run", is_flag=True, help="Say what would go; change nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def command(ctx: click.Context, lists: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Take lists out of the library, with what only they name.

    A list is named by its path, its address or its file name, and its file is left alone. A work that no other list
    names goes with its record, its cite key and its history; fetching the list again brings the record back.
    """
    from paperdex.cli.summary import forget_line
    from paperdex.errors import UsageError
    from paperdex.workflows.forgetting import forget, forgettable

    if dry_run or not yes:
        found = forgettable(ctx.obj.library, lists)
        if dry_run:
            console.error(forget_line(found, "would go. Dry run: nothing was changed"))
            return
        console.error(forget_line(found, "will go"))
        if not sys.stdin.isatty():
            raise UsageError("nobody can be asked here.", tip="Give --yes, or --dry-run to change nothing.")
        click.confirm("Go on?", abort=True, err=True)
    found = forget(ctx.obj.library, lists)
    if ctx.obj.verbosity >= 0:
        console.error(forget_line(found, "went"))
