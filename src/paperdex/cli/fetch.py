"""``paperdex fetch``."""

from __future__ import annotations

import sys

import click

from paperdex.cli import Command, console
from paperdex.cli.options import read_stdin, settings


@click.command("fetch", cls=Command)
@click.argument("inputs", nargs=-1, metavar="LIST|URL|ID...")
@click.option("--retry", "again", is_flag=True, help="Fetch only what is waiting from earlier runs; names no list.")
@click.option("--refresh", is_flag=True, help="Ask again for all that is named; without a list, in the library.")
@click.option("--max-age", type=click.IntRange(0, 36500), metavar="DAYS", help="Ask again for records that are older.")
@click.option("--history", is_flag=True, help="Ask for the dates of all versions too, one request a paper.")
@click.option("--offline", is_flag=True, help="Use the library and the mirror only.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; store nothing, ask nobody.")
@click.option("--no-title-search", is_flag=True, help="Do not look titles up at arXiv.")
@click.option(
    "--from", "list_format", metavar="FORMAT", help="Read lists as this format.  [default: by name and content]"
)
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print the summary: text on stderr, JSON on stdout.",
)
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    again: bool,
    refresh: bool,
    max_age: int | None,
    history: bool,
    offline: bool,
    dry_run: bool,
    no_title_search: bool,
    list_format: str | None,
    output: str,
) -> None:
    """Read lists, resolve their papers, fetch the records, store it all.

    An input is a list (a file, a folder, an address, or - for standard input) or an identifier, such as 1706.02677 or
    hep-th/9901001. What the library has is not asked for again. arXiv is asked at most once in three seconds.
    What could not be fetched waits in the library for the next run, or for --retry. Without an input, --refresh,
    --max-age and --history are about all lists of the library, as they were read last.
    """
    is_renewal = not inputs and not again and (refresh or history or max_age is not None)
    if again == bool(inputs) and not is_renewal:
        tip = (
            "Name a list, an address or an identifier; --refresh, --max-age and --history go without, for the library."
        )
        raise click.UsageError("--retry names no list." if again else tip)
    if list_format and not inputs:
        raise click.UsageError("--from says how lists are read; name one.")
    if again and (refresh or max_age is not None):
        raise click.UsageError("--retry asks for what is waiting as it was wished; leave out --refresh and --max-age.")
    if history and (offline or dry_run):
        raise click.UsageError("--history asks arXiv; it does not go with --offline and --dry-run.")
    from paperdex.cli.progress import StderrProgress
    from paperdex.cli.summary import fetch_summary, waiting_line, waiting_lines
    from paperdex.workflows.documents import read_inputs
    from paperdex.workflows.fetch import FetchOptions, fetch, plan, renew, retry
    from paperdex.workflows.reaching import address_reader, reach
    from paperdex.workflows.waiting import waiting

    current = settings(asks=True)
    options = FetchOptions(refresh=refresh, max_age=max_age, title_search=not no_title_search, history=history)
    quiet = ctx.obj.verbosity < 0
    progress = StderrProgress(quiet=quiet, verbosity=ctx.obj.verbosity)
    read = read_inputs(
        inputs,
        read_stdin=read_stdin,
        read_address=address_reader(
            current, offline=offline or dry_run, on_wait=progress.waiting, on_request=progress.request
        ),
        format=list_format,
        identifiers_too=True,
    )
    with (
        progress,
        reach(current, offline=offline, on_wait=progress.waiting, on_request=progress.request) as sources,
    ):
        left = waiting(ctx.obj.library)
        if left and sources.network and not quiet and not dry_run:
            console.error(waiting_line(left, call="" if again else ctx.obj.call))
        if again and dry_run:
            for line in waiting_lines(left):
                console.result(line)
            return
        if dry_run:
            report = plan(None if is_renewal else read, ctx.obj.library, sources, options)
        elif again:
            report = retry(ctx.obj.library, sources, options, progress=progress)
        elif is_renewal:
            report = renew(ctx.obj.library, sources, options, progress=progress)
        else:
            report = fetch(read, ctx.obj.library, sources, options, progress=progress)
    if output == "json":
        from paperdex.cli.rows import to_json

        console.result(to_json(report.to_json()))
    if output == "text":
        # A log is read by nobody who could ask for more.
        whole = ctx.obj.verbosity > 0 or not sys.stderr.isatty()
        for line in fetch_summary(report, brief=quiet, whole=whole, call=ctx.obj.call):
            console.error(line)
    ctx.exit(report.exit_code)
