"""``paperdex scan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from paperdex.cli import console
from paperdex.cli.options import read_stdin, settings
from paperdex.lists import FORMATS

if TYPE_CHECKING:
    from paperdex.core.entries import ReadingList


@click.command("scan")
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option(
    "--format",
    "output",
    type=click.Choice(("table", "jsonl", "ids")),
    default="table",
    show_default=True,
    help="How to print the entries.",
)
@click.option(
    "--from", "list_format", metavar="FORMAT", help=f"Read as: {', '.join(FORMATS)}.  [default: by name and content]"
)
@click.pass_context
def command(ctx: click.Context, lists: tuple[str, ...], output: str, list_format: str | None) -> None:
    """Show what reading lists contain; asks nobody and stores nothing.

    A LIST is a file, a folder (its lists, recursively), an address, or - for standard input.
    """
    from paperdex.cli.rows import to_json
    from paperdex.workflows.reaching import address_reader
    from paperdex.workflows.scan import entry_row, scan

    found = scan(lists, read_stdin=read_stdin, read_address=address_reader(settings()), format=list_format)
    documents = [reading_list for reading_list, _ in found.lists]
    if output == "jsonl":
        console.results(to_json(entry_row(each, entry)) + "\n" for each in documents for entry in each.entries)
    elif output == "ids":
        works = dict.fromkeys(e.arxiv.value for each in documents for e in each.entries if e.arxiv)
        console.results(f"{work}\n" for work in works)
    else:
        from paperdex.cli.render import scan_table

        console.show(scan_table(documents))
    for warning in found.warnings:
        console.error(f"Warning: {warning}")
    if ctx.obj.verbosity >= 0:
        for each in documents:
            if each.entries:
                console.error(_summary(each))


def _summary(reading_list: ReadingList) -> str:
    entries = reading_list.entries
    works = {entry.arxiv.value for entry in entries if entry.arxiv}
    other = sum(1 for entry in entries if not entry.arxiv and entry.well_formed)
    parts = [
        f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}",
        f"{len(works)} arXiv {'paper' if len(works) == 1 else 'papers'}",
        f"{other} by another link",
        f"{sum(1 for e in entries if not e.identifiers)} by title only",
        f"{sum(len(e.mentions) for e in entries)} mentioned",
        f"{sum(1 for e in entries if e.malformed)} malformed",
        f"{len(reading_list.outside)} named outside of entries",
    ]
    return f"{reading_list.path}: {', '.join(part for part in parts if not part.startswith('0 '))}"
