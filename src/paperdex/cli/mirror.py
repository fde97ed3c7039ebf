"""``paperdex mirror``."""

from __future__ import annotations

from pathlib import Path

import click

from paperdex.cli import Command, Group, console
from paperdex.cli.options import settings


@click.group("mirror", cls=Group)
def command() -> None:
    """Keep arXiv records on this machine, asked before arXiv itself."""


@command.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Import a file of JSON lines, the public arXiv metadata snapshot.

    Importing again is harmless: what is there already is left as it is.
    """
    from paperdex.cli.progress import StderrProgress
    from paperdex.workflows.mirroring import import_snapshot

    quiet = ctx.obj.verbosity < 0
    mirror = settings().mirror
    with StderrProgress(quiet=quiet) as progress:
        report = import_snapshot(file, mirror, progress=progress)
    counts = report.counts
    for reason in report.reasons:
        console.error(f"Left out: {reason}")
    if report.broken > len(report.reasons):
        console.error(f"Left out: {report.broken - len(report.reasons)} more lines that can't be read.")
    if not quiet:
        console.error(f"{mirror}: {counts.new} new, {counts.changed} changed, {counts.same} unchanged.")
    ctx.exit(report.exit_code)


@command.command("status", cls=Command)
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def status(output: str) -> None:
    """Print what the mirror holds."""
    from dataclasses import asdict

    from paperdex.cli.rows import to_json
    from paperdex.core.text import printable
    from paperdex.workflows import mirroring

    found = mirroring.status(settings().mirror)
    if output == "json":
        console.result(to_json(asdict(found) | {"path": str(found.path)}))
        return
    last = found.last_import
    lines = {
        "mirror": str(found.path),
        "papers": f"{found.papers:,}",
        "submitted": f"{(found.oldest or '-')[:10]} to {(found.newest or '-')[:10]}",
        "size": f"{found.size / 2**20:,.1f} MB",
        "last import": f"{last.origin}, {last.at}{'' if last.finished else ', not finished'}" if last else "-",
    }
    console.results(f"{name:<12} {printable(value)}\n" for name, value in lines.items())
