"""``paperdex updates``."""

from __future__ import annotations

import click

from paperdex.cli import Command, console
from paperdex.cli.options import parse_since


@click.command("updates", cls=Command)
@click.option("--since", metavar="WHEN", help="Changes of a day or later: 2026-11-01, or 7d for the last seven days.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N changes.")
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json", "jsonl")),
    default="text",
    show_default=True,
    help="How to print the changes.",
)
@click.pass_context
def command(ctx: click.Context, since: str | None, limit: int | None, output: str) -> None:
    """Print what changed in papers since a day.

    These are the changes that fetch saw when it asked again, with --refresh or --max-age; the latest come first. A new
    version, another title, other authors, another comment, a DOI, a journal reference, a withdrawal, a return.
    """
    from paperdex.cli.rows import to_json
    from paperdex.cli.work import change_text
    from paperdex.core.text import printable
    from paperdex.workflows.browse import update_to_json, updates

    found = updates(ctx.obj.library, parse_since(since) if since is not None else "")[:limit]
    if output == "json":
        console.result(to_json([update_to_json(update) for update in found]))
    elif output == "jsonl":
        console.results(to_json(update_to_json(update)) + "\n" for update in found)
    else:
        before = None
        for update in found:
            if (update.at, update.work) != before:
                console.result(f"{update.at[:10]}  {update.work}  {printable(update.title)}")
            before = update.at, update.work
            console.result(f"  {printable(change_text(update.change))}")
        if not found and ctx.obj.verbosity >= 0:
            console.error("Nothing changed. paperdex fetch --refresh asks anew, for one list where you name it.")
