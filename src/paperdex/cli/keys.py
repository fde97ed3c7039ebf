"""``paperdex keys``."""

from __future__ import annotations

from pathlib import Path

import click

from paperdex.cli import Command, Group, console


@click.group("keys", cls=Group, invoke_without_command=True)
@click.option(
    "--format",
    "output",
    type=click.Choice(("plain", "jsonl")),
    default="plain",
    show_default=True,
    help="How to print the keys.",
)
@click.pass_context
def command(ctx: click.Context, output: str) -> None:
    """Print the cite keys; rename, forget or import some.

    A work gets its key with the first export.
    """
    if ctx.invoked_subcommand:
        return
    from dataclasses import asdict

    from paperdex.cli.rows import to_json
    from paperdex.core.text import printable
    from paperdex.workflows.keys import cite_keys

    count = 0
    for row in cite_keys(ctx.obj.library):
        count += 1
        line = to_json(asdict(row)) if output == "jsonl" else f"{row.key}\t{row.work}\t{printable(row.title)}"
        console.result(line)
    if not count and ctx.obj.verbosity >= 0:
        console.error("No work has a cite key yet: paperdex export gives them.")


@command.command("rename", cls=Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.pass_context
def rename(ctx: click.Context, old: str, new: str) -> None:
    """Give the work that is called OLD another cite key.

    OLD may be the work's identifier, too. A key that another work has is refused; capitals don't count.
    """
    from paperdex.workflows.keys import rename_key

    work = rename_key(ctx.obj.library, old, new)
    if ctx.obj.verbosity >= 0:
        console.error(f"{work} is called {new} from now on.")


@command.command("forget", cls=Command)
@click.argument("works", nargs=-1, required=True, metavar="KEY...")
@click.pass_context
def forget(ctx: click.Context, works: tuple[str, ...]) -> None:
    """Take the cite keys from works, so that the next export makes new ones, of what is known by then.

    KEY may be the work's identifier, too. What cites the old key has to be mended by hand.
    """
    from paperdex.workflows.keys import forget_keys

    forgotten = forget_keys(ctx.obj.library, works)
    if ctx.obj.verbosity >= 0:
        console.error(f"{forgotten} {'key' if forgotten == 1 else 'keys'} forgotten.")


@command.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.bib")
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Take the cite keys of a .bib file, so that a paper in progress keeps its citations.

    An entry is a work of the library by its arXiv number or DOI, else by title and author where that is sure. What is
    not matched, and a key that another work has, is told.
    """
    from paperdex.cli.losses import some
    from paperdex.workflows.keys import import_keys

    outcome = import_keys(ctx.obj.library, file)
    if ctx.obj.verbosity >= 0:
        console.error(f"{file}: {outcome.taken} keys taken, {outcome.same} as they were.")
    for kind, lines in (("Refused", outcome.refused), ("Not matched", outcome.unmatched)):
        for line in some(kind, [f"{file}: {line}" for line in lines], ctx.obj.verbosity):
            console.error(line)
    ctx.exit(0 if outcome.is_complete else 1)
