"""``paperdex check``."""

from __future__ import annotations

import click

from paperdex.cli import console
from paperdex.cli.options import raise_any, read_stdin, settings

KEPT = "The lists are as they were; run the same command again."
KEPT_FIXED = "Each list is as it was, or mended in full; run the same command again."
OUTPUTS = ("text", "concise", "json", "github", "sarif", "markdown")


@click.command("check")
@click.argument("lists", nargs=-1, required=True, metavar="LIST...")
@click.option("--fix", is_flag=True, help="Mend what can be mended for sure, in the files; tell what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="Have --fix and --diff take likely fixes too.")
@click.option(
    "--select", multiple=True, metavar="RULE", help="Check by these rules only: codes, names or groups. Repeatable."
)
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave these rules out. Repeatable.")
@click.option(
    "--format",
    "output",
    type=click.Choice(OUTPUTS),
    default="text",
    show_default=True,
    help="How to print the findings: github for annotations in a workflow, markdown for a report to paste.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help="Write the findings to a file too, in the format of its suffix: .json, .sarif or .md. Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("any", "sure")),
    default="any",
    show_default=True,
    help="Which findings end it with 1: any, or only those that are faults for sure.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever is found.")
@click.option(
    "--hook",
    is_flag=True,
    help="For hooks, which name whatever files were changed: a file without papers is a warning, and what could not "
    "be checked leaves the exit code at 0.",
)
@click.option("--offline", is_flag=True, help="Use the library and the mirror only.")
@click.option("--refresh", is_flag=True, help="Ask again for every record.")
@click.option("--max-age", type=click.IntRange(0, 36500), metavar="DAYS", help="Ask again for records that are older.")
@click.option("--no-title-search", is_flag=True, help="Do not look titles up at arXiv.")
@click.option(
    "--from", "list_format", metavar="FORMAT", help="Read lists as this format.  [default: by name and content]"
)
@click.pass_context
def command(
    ctx: click.Context,
    lists: tuple[str, ...],
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    output: str,
    reports: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    hook: bool,
    offline: bool,
    refresh: bool,
    max_age: int | None,
    no_title_search: bool,
    list_format: str | None,
) -> None:
    """Say what is wrong in reading lists, line by line, and mend it.

    A LIST is a file, a folder (its lists, recursively), an address, or - for standard input. Each entry is compared
    with its record, which the library, the mirror or arXiv give; what nobody could be asked is told as not checked.
    A remark <!-- paperdex: ignore PD107 --> on the line or above it hides findings. Ends with 0 when nothing is found,
    1 when something is (with --fail-on sure: for sure), 3 when something could not be checked.
    """
    if fix and diff:
        raise click.UsageError("--fix changes the files, --diff only shows what would change: name one of them.")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if offline and (refresh or max_age is not None):
        raise click.UsageError("--refresh and --max-age ask arXiv; they do not go with --offline.")
    from paperdex.cli.check_report import check_names, write_reports
    from paperdex.cli.check_rows import FORMATS
    from paperdex.cli.check_summary import check_summary
    from paperdex.cli.progress import StderrProgress
    from paperdex.workflows.checking.choosing import chosen_rules, ignored_in
    from paperdex.workflows.checking.knowledge import Wishes
    from paperdex.workflows.checking.run import CheckOptions, check
    from paperdex.workflows.documents import read_what_can_be
    from paperdex.workflows.reaching import address_reader, reach

    ctx.obj.kept = KEPT_FIXED if fix else KEPT
    check_names(reports)
    current = settings(asks=True)
    options = CheckOptions(
        rules=chosen_rules(current, ctx.obj.layers.place_of, select, ignore),
        ignored_in=ignored_in(current, ctx.obj.layers.place_of),
        mode="fix" if fix else "diff" if diff else "tell",
        unsafe=unsafe_fixes,
        wishes=Wishes(refresh=refresh, max_age=max_age, title_search=not no_title_search),
    )
    progress = StderrProgress(quiet=ctx.obj.verbosity < 0, verbosity=ctx.obj.verbosity)
    read = read_what_can_be(
        lists,
        read_stdin=read_stdin,
        read_address=address_reader(current, offline=offline, on_wait=progress.waiting, on_request=progress.request),
        format=list_format,
        may_lack_papers=hook,
    )
    with (
        progress,
        reach(current, offline=offline, on_wait=progress.waiting, on_request=progress.request) as sources,
    ):
        report = check(read, ctx.obj.library, current.cache, sources, options, progress=progress)
    if diff:
        console.differences(line for each in report.lists for line in each.diff)
    else:
        console.results(FORMATS[output](report))
    console.flush()
    write_reports(report, reports)
    marks = output in ("text", "concise")
    for line in check_summary(report, mode=options.mode, verbosity=ctx.obj.verbosity, marks=marks):
        console.error(line)
    raise_any(report.errors)
    ctx.exit(0 if exit_zero else report.exit_code_of(options.mode, only_sure=fail_on == "sure", is_hook=hook))
