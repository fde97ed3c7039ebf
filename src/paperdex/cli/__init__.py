"""The command line: the only part that prints, exits, or imports click and rich. It holds no logic of its own.

One row a command in :data:`COMMANDS`; a command's module is loaded when the command is called, so that
``paperdex --version`` and ``--help`` start as fast as click does.
"""

from __future__ import annotations

import os
import shlex
import sys
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from paperdex import __version__

if TYPE_CHECKING:
    from paperdex.settings.files import SettingsFile
    from paperdex.settings.layers import Layers


class CommandRow(NamedTuple):
    """A command: the module that holds it as ``command``, and its line in ``--help``."""

    module: str
    summary: str


COMMANDS = {
    "scan": CommandRow("paperdex.cli.scan", "Show what reading lists contain; asks nobody and stores nothing."),
    "fetch": CommandRow("paperdex.cli.fetch", "Read lists, resolve their papers, fetch the records, store it all."),
    "list": CommandRow("paperdex.cli.list", "Print the library by topic."),
    "topics": CommandRow("paperdex.cli.topics", "Print the topics with their counts, as a tree."),
    "show": CommandRow("paperdex.cli.show", "Print everything known about one work."),
    "search": CommandRow("paperdex.cli.search", "Search titles, abstracts, authors and notes; best first."),
    "updates": CommandRow("paperdex.cli.updates", "Print what changed in papers since a day."),
    "forget": CommandRow("paperdex.cli.forget", "Take lists out of the library, with what only they name."),
    "export": CommandRow("paperdex.cli.export", "Write a bibliography, grouped by topic."),
    "keys": CommandRow("paperdex.cli.keys", "Print the cite keys; rename, forget or import some."),
    "check": CommandRow("paperdex.cli.check", "Say what is wrong in reading lists, line by line, and mend it."),
    "rule": CommandRow("paperdex.cli.rule", "Explain a rule that lists are checked by, or name them all."),
    "annotate": CommandRow("paperdex.cli.annotate", "Add dates, venues, authors and more, as each list has them."),
    "mirror": CommandRow("paperdex.cli.mirror", "Keep arXiv records on this machine, asked before arXiv itself."),
    "config": CommandRow("paperdex.cli.config", "Print the settings, and where each comes from."),
}
"""Every command, in the order of ``--help``. To add one: one module with ``command``, and one row here."""

DEFAULT_LIBRARY = "paperdex.db"


class Group(click.Group):
    """Commands that are called by name; an unknown one is refused with the near ones."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            from paperdex.errors import UnknownName

            alone = f" Alone it is one, too: {ctx.command_path}" if self.invoke_without_command else ""
            error = UnknownName("command", name, known, tip=f"{ctx.command_path} --help shows them all.{alone}")
            ctx.fail(f"{error.message} {error.tip}")
        return super().resolve_command(ctx, args)


class Root(Group):
    """The root command: its commands are loaded by name, and its errors end in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the table."""
        return [*COMMANDS]  # `list` is a module here

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now."""
        row = COMMANDS.get(cmd_name)
        command: click.Command | None = import_module(row.module).command if row else None
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands, without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.summary) for name, row in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command inside the error boundary."""
        from paperdex.cli.boundary import boundary

        with boundary(ctx):
            return super().invoke(ctx)


class Command(click.Command):
    """A command that takes an option of which one counts only once: the first of two would be dropped in silence."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises UsageError for an option that is given twice."""
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args([*args])
            options = [p for p in order if isinstance(p, click.Option) and not (p.multiple or p.is_flag or p.count)]
            twice = next((option for place, option in enumerate(options) if option in options[:place]), None)
            if twice is not None:
                from paperdex.errors import UsageError

                raise UsageError(f"{twice.opts[-1]} is given twice, and only one can count.", tip="Leave one out.")
        return super().parse_args(ctx, args)


KEPT = "What was stored is kept; run the same command again to go on."


class Session:
    """What the options before the command say, and the settings, which are read when a command first needs them."""

    def __init__(self, db: Path | None, verbosity: int) -> None:
        self._db = db
        """What ``--db`` says."""
        self.verbosity = verbosity
        """-1 quiet, 0 as usual, 1 or more with causes."""
        self.kept = KEPT
        """What is said behind "Interrupted."; a command that stores nothing says what holds for it."""

    @property
    def call(self) -> str:
        """How this paperdex is called for the same library, for an advice of what to run next."""
        return f"paperdex --db {shlex.quote(str(self._db))}" if self._db else "paperdex"

    @cached_property
    def files(self) -> tuple[SettingsFile, ...]:
        """The settings files, the stronger one first."""
        from paperdex.settings.files import settings_files

        return settings_files()

    @cached_property
    def layers(self) -> Layers:
        """Where settings come from."""
        from paperdex.settings.layers import Layers

        return Layers(os.environ, self.files, {"db": ("--db", self._db)} if self._db else {})

    @cached_property
    def library(self) -> Path:
        """The library; raises UsageError where a settings file names none that can be used."""
        from paperdex.cli import console
        from paperdex.settings.layers import Layers

        layers = Layers(os.environ, options={"db": ("--db", self._db)} if self._db else {})
        found = layers.find("db")
        if found.kind == "default":  # only now the files have to be looked for
            layers = self.layers
            found = layers.find("db")
        # A command that heeds them ends with an error; to any other they are worth a word.
        for error in layers.unusable():
            console.error(f"Warning: {error.message} {error.tip}".rstrip())
        path: Path = found.value
        return path


@click.command(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    envvar="PAPERDEX_DB",
    default=DEFAULT_LIBRARY,
    show_default=True,
    show_envvar=True,
    metavar="FILE",
    help="The library, an SQLite file.",
)
@click.option(
    "-v", "--verbose", count=True, help="Say more: each request, the causes of errors. Twice: shorten nothing."
)
@click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, db: Path, verbose: int, quiet: bool) -> None:
    """Turn the reading lists you already keep into a library you can cite from.

    \b
    paperdex scan notes.md              what is in the list
    paperdex fetch notes.md             read it, fetch the records, store them
    paperdex list --topic optimization  the library, by topic
    paperdex export -o notes.bib        a bibliography to cite from
    """
    is_given = ctx.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    ctx.obj = Session(db if is_given else None, -1 if quiet else verbose)


def main() -> None:
    """Run ``paperdex`` with the arguments of this process."""
    from paperdex.cli import streams

    streams.prepare()
    try:
        cli(prog_name="paperdex")
    except KeyboardInterrupt:  # before or after the command's own boundary
        sys.exit(130)
    finally:
        streams.tell_lost()
