"""Every command, read from the registry: its help, its row, its place in the group."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from cli.running import Desk
from paperdex import __version__
from paperdex.cli import COMMANDS, cli, rows
from paperdex.cli.list import FORMATS

DESIGNED = {
    "list": {"tree", "table", "plain", "jsonl", "json", "csv", "markdown", "ids"},
    "scan": {"tree", "table", "plain", "jsonl", "json", "csv", "ids"},
    "fetch": {"text", "json"},
}


def first_sentence(text: str) -> str:
    """The first paragraph of a help page after its usage, on one line."""
    return " ".join(text.split("\n\n")[1].split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_the_summary_of_the_row(desk: Desk, name: str) -> None:
    """What ``paperdex --help`` says of a command is what its own page begins with."""
    assert first_sentence(desk.run(name, "--help").out) == COMMANDS[name].summary


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_called_as_its_row(name: str) -> None:
    """The module's ``command`` has the name that the table gives."""
    command = import_module(COMMANDS[name].module).command
    assert isinstance(command, click.Command)
    assert command.name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_explained(name: str) -> None:
    """No option without a help text, down to the commands of a group."""
    command = import_module(COMMANDS[name].module).command
    todo = [command]
    while todo:
        each = todo.pop()
        todo += each.commands.values() if isinstance(each, click.Group) else []
        assert each.help
        assert [p.name for p in each.params if isinstance(p, click.Option) and not p.help] == []


def test_the_root_help_lists_every_command_in_order(desk: Desk) -> None:
    """Each with its summary, without loading any."""
    out = desk.run("--help").out
    listed = re.findall(r"^  (\w+) {2,}", out[out.index("Commands:") :], re.MULTILINE)
    assert listed == list(COMMANDS)
    assert desk.run("-h").out == out


@pytest.mark.parametrize(("name", "formats"), DESIGNED.items())
def test_the_formats_are_those_of_the_design(name: str, formats: set[str]) -> None:
    """The choices of ``--format``."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    (option,) = [p for p in command.params if "--format" in p.opts]
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == formats


def test_every_text_format_of_list_has_a_writer() -> None:
    """Those that are not drawn are rows of ``rows.FORMATS``."""
    assert set(FORMATS) == {"tree", "table", *rows.FORMATS}
    assert all(row.summary for row in rows.FORMATS.values())


def test_the_version_is_said_once(desk: Desk) -> None:
    """By the option, and by ``python -m paperdex`` the same."""
    assert desk.run("--version").out == f"paperdex {__version__}\n"
    assert desk.call("--version").out == f"paperdex {__version__}\n"


def test_the_script_is_installed_beside_the_interpreter() -> None:
    """The entry point of pyproject.toml runs ``main``."""
    script = Path(sys.executable).with_name("paperdex")
    if not script.exists():
        pytest.skip("paperdex is not installed beside this interpreter")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"paperdex {__version__}\n"


def test_a_misspelt_command_is_misuse(desk: Desk) -> None:
    """Exit code 2, nothing on stdout, and the near one is named."""
    outcome = desk.run("fetsch", code=2)
    assert outcome.out == ""
    assert "there is no command 'fetsch'. Did you mean 'fetch'?" in outcome.err


def test_an_option_of_paperdex_behind_the_command_is_told_its_place(desk: Desk) -> None:
    """``--db`` stands before the command."""
    outcome = desk.run("list", "--db", "tea.db", code=2)
    assert "--db" in outcome.err
    assert "before the command: paperdex --db" in outcome.err


def test_the_library_is_chosen_by_option_environment_or_folder(desk: Desk) -> None:
    """``--db`` over ``$PAPERDEX_DB`` over ``paperdex.db`` in the current folder."""
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    desk.run("--db", "other.db", "fetch", "--offline", "tea.md", code=1)
    assert "other.db" in desk.files()
    assert "library.db" not in desk.files()
    desk.run("fetch", "--offline", "tea.md", code=1)
    assert "library.db" in desk.files()
    del desk.environment["PAPERDEX_DB"]
    desk.run("fetch", "--offline", "tea.md", code=1)
    assert "paperdex.db" in desk.files()


def test_verbose_shows_causes_and_quiet_says_less(desk: Desk) -> None:
    """``-v`` adds the causes of an error; ``-q`` leaves out the summary and keeps errors."""
    error = desk.run("list", code=2).err
    verbose = desk.call("-v", "list")
    assert verbose.err.startswith(error)
    assert "StorageError" in verbose.err
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    quiet = desk.run("-q", "fetch", "--offline", "tea.md", code=1)
    assert "1 entry" not in quiet.err
    assert "No record: 1" in quiet.err
    assert desk.run("-q", "scan", "tea.md").err == ""
