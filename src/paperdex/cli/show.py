"""``paperdex show``."""

from __future__ import annotations

import click

from paperdex.cli import Command, console


@click.command("show", cls=Command)
@click.argument("work", metavar="WORK")
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print the work.",
)
@click.pass_context
def command(ctx: click.Context, work: str, output: str) -> None:
    """Print everything known about one work.

    WORK is an identifier in any spelling (1706.02677, an address, a DOI), or a cite key.
    """
    from paperdex.cli.rows import to_json
    from paperdex.workflows.browse import show, work_to_json

    found = show(ctx.obj.library, work)
    if output == "json":
        console.result(to_json(work_to_json(found)))
        return
    from paperdex.cli.work import work_lines

    for line in work_lines(found):
        console.result(line)
