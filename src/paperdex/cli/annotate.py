"""``paperdex annotate``."""

from __future__ import annotations

import click

from paperdex.cli import console
from paperdex.cli.options import raise_any, read_stdin, settings

ORDERS = ("date", "title")


@click.command("annotate")
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option(
    "--add",
    multiple=True,
    metavar="FIELDS",
    help="Add these: venue, date, authors, abstract, code, doi, with commas between them. Repeatable.",
)
@click.option("--refresh", is_flag=True, help="Replace a date, authors or other values that are not the record's too.")
@click.option("--sort", "order", type=click.Choice(ORDERS), help="Sort the entries of each topic.")
@click.option("--reverse", is_flag=True, help="Sort the other way round.")
@click.option("--write", is_flag=True, help="Write the files; otherwise it is only shown what would change.")
@click.option("--offline", is_flag=True, help="Use the library and the mirror only.")
@click.option("--max-age", type=click.IntRange(0, 36500), metavar="DAYS", help="Ask again for records that are older.")
@click.option("--no-title-search", is_flag=True, help="Do not look titles up at arXiv.")
@click.option(
    "--from", "list_format", metavar="FORMAT", help="Read lists as this format.  [default: by name and content]"
)
@click.pass_context
def command(
    ctx: click.Context,
    lists: tuple[str, ...],
    add: tuple[str, ...],
    refresh: bool,
    order: str | None,
    reverse: bool,
    write: bool,
    offline: bool,
    max_age: int | None,
    no_title_search: bool,
    list_format: str | None,
) -> None:
    """Add dates, venues, authors and more, as each list has them.

    The form and the place are learned from the entries of a list that have a value; a value that an entry has stays,
    unless --refresh is given. Everything comes from records, and nothing is guessed. --sort brings the entries of each
    topic into order. Without --write the changes are only shown, as a diff. Markdown lists can be annotated. Ends with
    0 when there is nothing to do any more, 1 when something would change or was left undone, 3 when a source could not
    be asked.
    """
    if not add and not order:
        raise click.UsageError("Say what is to be done: --add FIELDS, --sort ORDER, or both.")
    if reverse and not order:
        raise click.UsageError("--reverse goes with --sort.")
    if refresh and not add:
        raise click.UsageError("--refresh goes with --add.")
    if offline and max_age is not None:
        raise click.UsageError("--max-age asks arXiv; it does not go with --offline.")
    from paperdex.cli.annotate_summary import annotate_summary
    from paperdex.cli.progress import StderrProgress
    from paperdex.workflows.checking.annotating import AnnotateOptions, annotate, fields_of
    from paperdex.workflows.checking.knowledge import Wishes
    from paperdex.workflows.documents import read_what_can_be
    from paperdex.workflows.reaching import address_reader, reach

    current = settings(asks=True)
    options = AnnotateOptions(
        fields=fields_of(add),
        refresh=refresh,
        order="date" if order == "date" else "title" if order else None,
        reverse=reverse,
        write=write,
        wishes=Wishes(max_age=max_age, title_search=not no_title_search),
    )
    progress = StderrProgress(quiet=ctx.obj.verbosity < 0, verbosity=ctx.obj.verbosity)
    read = read_what_can_be(
        lists,
        read_stdin=read_stdin,
        read_address=address_reader(current, offline=offline, on_wait=progress.waiting, on_request=progress.request),
        format=list_format,
    )
    with (
        progress,
        reach(current, offline=offline, on_wait=progress.waiting, on_request=progress.request) as sources,
    ):
        report = annotate(read, ctx.obj.library, current.cache, sources, options, progress=progress)
    if not write:
        console.differences(line for each in report.lists for line in each.diff)
        console.flush()
    for line in annotate_summary(report, write=write, verbosity=ctx.obj.verbosity):
        console.error(line)
    raise_any(report.errors)
    ctx.exit(report.exit_code_of(write=write))
