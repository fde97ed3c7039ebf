"""``paperdex config``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from paperdex.cli import Command, console
from paperdex.core.text import printable

if TYPE_CHECKING:
    from paperdex.settings.files import SettingsFile
    from paperdex.workflows.configuring import ConfigReport, SettingReport


@click.command("config", cls=Command)
@click.option("--path", "paths", is_flag=True, help="Print the settings files that are looked for, the stronger first.")
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
@click.pass_context
def command(ctx: click.Context, paths: bool, output: str) -> None:
    """Print the settings, and where each comes from.

    An option wins over the environment, that over the settings file of the project (paperdex.toml, or [tool.paperdex]
    in pyproject.toml, here or in a folder above), and that over your own paperdex.toml.
    """
    from paperdex.workflows.configuring import configuration

    if paths:
        _show_files(ctx.obj.files, output)
        return
    report = configuration(ctx.obj.layers, ctx.obj.files, tuple(os.environ))
    if output == "json":
        from paperdex.cli.rows import to_json

        console.result(to_json(report.to_json()))
    elif console.is_terminal():
        _show_table(report)
    else:
        console.results(f"{each.name} = {_value(each)}  # {_origin(each)}\n" for each in report.settings)
    console.flush()
    for warning in report.warnings:
        console.error(f"Warning: {warning}")


def _show_files(files: tuple[SettingsFile, ...], output: str) -> None:
    if output == "json":
        from paperdex.cli.rows import to_json
        from paperdex.workflows.configuring import files_to_json

        console.result(to_json(files_to_json(files)))
        return
    console.results(_file_lines(files))


def _file_lines(files: tuple[SettingsFile, ...]) -> Iterator[str]:
    for file in files:
        yield f"{printable(str(file.path))}{'' if file.table is not None else '  (not there)'}\n"


def _show_table(report: ConfigReport) -> None:
    from rich.table import Table

    from paperdex.cli.render import text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("setting", style="cyan", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("from", overflow="fold")
    for each in report.settings:
        origin = text(_origin(each), "dim" if each.kind == "default" else "")
        table.add_row(each.name, text(_value(each)), origin)
    console.show(table)


def _value(each: SettingReport) -> str:
    """The value as it is written in a settings file."""
    from paperdex.cli.rows import to_json

    if each.value is None:
        return "-"
    if isinstance(each.value, float):
        return f"{each.value:g}"
    return printable(to_json(each.value))


def _origin(each: SettingReport) -> str:
    return printable(f"{each.kind}: {each.note}" if each.note else each.where or each.kind)
