"""Writes what the docs say of the code out of the code itself, so that the two can't drift apart.

A page holds regions that begin with a line ``<!-- generated: NAME -->`` and end with ``<!-- end -->``; ``REGIONS`` says
what goes into each. ``IMAGES`` are files of their own. Words that the code does not hold, such as what a column means,
stand in ``descriptions.toml``; a missing or left-over one is an error.

    python docs/generate.py            writes every page and image anew
    python docs/generate.py --check    changes nothing; ends with 1 when something would change, and says what
"""

from __future__ import annotations

import argparse
import inspect
import io
import re
import shutil
import sqlite3
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir
from dataclasses import asdict
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from paperdex import exports, lists, sources
from paperdex.checks import RULES, Rule
from paperdex.checks.source_text import Position
from paperdex.cli import COMMANDS, cli, rows
from paperdex.cli.list import FORMATS as ENTRY_FORMATS
from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.key_templates import VARIABLES
from paperdex.core.updates import Change
from paperdex.exports.options import FLAGS
from paperdex.settings.table import SETTINGS
from paperdex.storage.migrations import LIBRARY, MIRROR, Schema, apply_steps
from paperdex.storage.rows import MirrorStatus, UpdateRow, WorkRow
from paperdex.workflows import browse, reports, scan
from paperdex.workflows.checking.run import Shown

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent

_REGION = re.compile(r"(?P<head><!-- generated: (?P<name>[a-z-]+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)


# -- pages and images ------------------------------------------------------------------------------------------------


def pages() -> list[Path]:
    """Every page of the docs, the README first."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def fresh() -> dict[Path, str]:
    """What each page and image should hold; raises KeyError for a region that nobody knows."""
    texts = {page: _REGION.sub(_filled, page.read_text(encoding="utf-8")) for page in pages()}
    return texts | {DOCS / "images" / name: draw() for name, draw in IMAGES.items()}


def stale() -> dict[Path, str]:
    """The pages and images that do not hold what they should, each with what it should hold."""
    return {
        path: text for path, text in fresh().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def _filled(region: re.Match[str]) -> str:
    return f"{region['head']}\n{REGIONS[region['name']]().strip()}\n\n{region['tail']}"


@cache
def descriptions() -> dict[str, Any]:
    """What the code has no words for; see descriptions.toml."""
    return tomllib.loads((DOCS / "descriptions.toml").read_text(encoding="utf-8"))


def _described(names: Iterable[str], words: Mapping[str, str], what: str) -> dict[str, str]:
    """A description for each name; raises ValueError where one is missing, or stands for nothing."""
    names = list(names)
    missing = [name for name in names if name not in words]
    over = [name for name in words if name not in names]
    if missing or over:
        raise ValueError(f"docs/descriptions.toml, {what}: write {missing or 'nothing'}, remove {over or 'nothing'}")
    return {name: words[name] for name in names}


def _table(head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# -- commands --------------------------------------------------------------------------------------------------------


def walk_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, the root first and a group before its commands."""
    context = click.Context(cli, info_name="paperdex")
    yield "paperdex", cli
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command is None:
            raise KeyError(name)
        yield f"paperdex {name}", command
        if isinstance(command, click.Group):
            yield from ((f"paperdex {name} {inner}", each) for inner, each in command.commands.items())


def _commands() -> str:
    return "\n\n".join(_command(name, command) for name, command in walk_commands())


def _command(name: str, command: click.Command) -> str:
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    options = [param for param in command.params if isinstance(param, click.Option)]
    usage = " ".join(
        [
            name,
            *(["[OPTIONS]"] if options else []),
            *(argument.metavar or argument.name or "" for argument in arguments),
            *(["COMMAND"] if isinstance(command, click.Group) else []),
        ]
    )
    parts = [f"## {name}", f"```text\n{usage}\n```", *_paragraphs(command.help or "")]
    if isinstance(command, click.Group) and name != "paperdex":
        parts.append("\n".join(f"- [`{name} {inner}`](#{_anchor(f'{name} {inner}')})" for inner in command.commands))
    if options:
        parts.append("\n".join(f"- {_option(option)}" for option in options))
    return "\n\n".join(parts)


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, a sentence a line; one behind click's ``\\b`` is shown as it stands."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b\n"):
            yield "```text\n" + paragraph.removeprefix("\b\n") + "\n```"
        else:
            yield re.sub(r"(?<=\.) (?=[A-Z]|arXiv)", "\n", " ".join(paragraph.split()))


def _option(option: click.Option) -> str:
    choices = "|".join(str(choice) for choice in option.type.choices) if isinstance(option.type, click.Choice) else ""
    value = "" if option.is_flag or option.count else f" {option.metavar or choices or option.type.name.upper()}"
    text = " ".join((option.help or "").split())
    text = re.sub(r" ?\[default: (.*)\]", r" Default: \1.", text)
    if option.show_default:
        text += f" Default: `{option.default}`."
    if option.envvar:
        text += f" Also set by `{option.envvar}`."
    names = [f"`{', '.join(option.opts)}{value}`", *(f"`{name}`" for name in option.secondary_opts)]
    return f"{', '.join(names)}: {text.strip()}"


# -- formats, sources and rows ---------------------------------------------------------------------------------------


def _list_formats() -> str:
    return _table(
        ("name", "suffixes", "what it is"),
        ((f"`{row.name}`", _code(row.suffixes), row.summary) for row in lists.FORMATS.values()),
    )


def _entry_formats() -> str:
    drawn = descriptions()["entry_formats"]
    texts = {name: row.summary for name, row in rows.FORMATS.items()}
    known = _described(ENTRY_FORMATS, drawn | texts, "entry_formats")
    return _table(("name", "what it is"), ((f"`{name}`", text) for name, text in known.items()))


def _export_formats() -> str:
    table = _table(
        ("name", "suffixes", "what it is"),
        ((f"`{row.name}`", _code(row.suffixes), row.summary) for row in exports.FORMATS.values()),
    )
    return "\n\n".join([table, *(_export_format(row) for row in exports.FORMATS.values())])


def _export_format(row: exports.Format) -> str:
    """What the format's own module says of it."""
    doc = inspect.cleandoc(import_module(row.module).__doc__ or "").replace("``", "`")
    heeded = f"Options that it heeds: {_code(FLAGS[name] for name in row.heeds)}." if row.heeds else ""
    return "\n\n".join([f"### {row.name}", *_paragraphs(doc), *([heeded] if heeded else [])])


def _key_variables() -> str:
    return _table(
        ("variable", "what it stands for"), ((f"`{{{name}}}`", text) for name, (_, text) in VARIABLES.items())
    )


def _settings() -> str:
    return _table(
        ("in a file", "variable", "default", "meaning"),
        ((f"`{row.name}`", f"`{row.variable}`", row.default_text, row.about) for row in SETTINGS.values()),
    )


def _rules() -> str:
    table = _table(
        ("code", "name", "what is wrong", "is it sure?", "fix"),
        (
            (f"[{rule.code}](#{_anchor(f'{rule.code} {rule.name}')})", f"`{rule.name}`", rule.summary, rule.sureness,
             rule.fixes or "none")
            for rule in RULES.values()
        ),
    )  # fmt: skip
    return "\n\n".join([table, *(_rule(rule) for rule in RULES.values())])


def _rule(rule: Rule) -> str:
    """What the rule's own module says of it, with its examples."""
    asks = "It needs the record of the paper. " if rule.needs_record else ""
    asks += "It looks titles up. " if rule.needs_title_search else ""
    fix = {
        "": "It has no fix.",
        "sure": "`--fix` mends it.",
        "likely": "`--fix --unsafe-fixes` mends it.",
        "sure or likely": "`--fix` mends it where the fix is sure, `--fix --unsafe-fixes` also where it is likely.",
    }[rule.fixes]
    return "\n\n".join(
        (
            f"### {rule.code} {rule.name}",
            *_paragraphs(inspect.cleandoc(rule.explanation)),
            f"A finding is {rule.sureness.replace('or likely', 'or only likely')}.\n{asks}{fix}",
            f"Bad:\n\n{_fenced(rule.bad)}",
            f"Good:\n\n{_fenced(rule.good)}",
        )
    )


def _fenced(text: str) -> str:
    return f"```markdown\n{text.rstrip()}\n```"


def _sources() -> str:
    mirror = [("`mirror`", "The mirror on this machine; asked first, costs no request")]
    return _table(("name", "what it is"), [*mirror, *((f"`{row.name}`", row.summary) for row in sources.SOURCES)])


def _keys(what: str, keys: Iterable[str]) -> str:
    known = _described(keys, descriptions()[what], what)
    return _table(("key", "value"), ((f"`{key}`", text) for key, text in known.items()))


def _scan_row() -> str:
    return _keys("scan_row", scan.entry_row(ReadingList("a.md", "markdown"), ListEntry(1, "")))


def _list_row() -> str:
    return _keys("list_row", browse.ROW_KEYS)


def _finding() -> str:
    finding = Shown("", next(iter(RULES.values())), Position(1, 1), Position(1, 1), "", "", True, True, None, None, (),
                    False, "")  # fmt: skip
    return _keys("finding", finding.to_json())


def _fetch_report() -> str:
    return _keys("fetch_report", reports.FetchReport().to_json())


def _show_row() -> str:
    return _keys("show_row", browse.work_to_json(WorkRow("1", None, None, {}, (), (), None, (), ())))


def _update_row() -> str:
    return _keys("update_row", browse.update_to_json(UpdateRow("1", "", "", "", Change("title", None, None))))


def _mirror_status() -> str:
    return _keys("mirror_status", asdict(MirrorStatus(Path(), 0, None, None, 0, None)))


# -- tables and views ------------------------------------------------------------------------------------------------


def tables(schema: Schema) -> dict[str, list[tuple[str, str, str]]]:
    """Tables and views that a new file has, each with its columns: name, type, and what the schema says of it.

    What SQLite, FTS5 and sqlite-utils keep for themselves is left out.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        apply_steps(connection, schema)
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid")
        named = {name: sql for name, sql in found if not name.startswith(("sqlite_", "_sqlite_"))}
        indexes = [name for name, sql in named.items() if sql.startswith("CREATE VIRTUAL TABLE")]
        own = [name for name in named if not any(name.startswith(f"{index}_") for index in indexes)]
        return {name: list(_columns(connection, name)) for name in own}
    finally:
        connection.close()


def _columns(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str, str]]:
    references = {
        row[3]: f"`{row[2]}.{row[4] or 'id'}`"
        for row in connection.execute("SELECT * FROM pragma_foreign_key_list(?)", (table,))
    }
    for _, name, kind, not_null, _, key in connection.execute("SELECT * FROM pragma_table_info(?)", (table,)):
        facts = [
            "key" if key else "",
            "never null" if not_null and not key else "",
            f"names {references[name]}" if name in references else "",
        ]
        yield name, kind, ", ".join(fact for fact in facts if fact)


def _tables(schema: Schema) -> str:
    words = descriptions()[schema.kind]
    found = tables(schema)
    if set(found) != set(words):
        raise ValueError(f"docs/descriptions.toml, {schema.kind}: tables differ: {sorted(set(found) ^ set(words))}")
    return "\n\n".join(_one_table(name, columns, words[name]) for name, columns in found.items())


def _one_table(name: str, columns: list[tuple[str, str, str]], words: Mapping[str, str]) -> str:
    meanings = _described(
        (column for column, _, _ in columns), {key: text for key, text in words.items() if key != "ABOUT"}, name
    )
    body = ((f"`{column}`", kind.lower(), facts, meanings[column]) for column, kind, facts in columns)
    return f"### {name}\n\n{words['ABOUT']}\n\n{_table(('column', 'type', '', 'meaning'), body)}"


# -- the picture -----------------------------------------------------------------------------------------------------

_PICTURE_LIST = "training-methodologies.md"
_PICTURE_WIDTH = 112


def _picture() -> str:
    """What ``paperdex list`` draws on a terminal of one list of the demo's library."""
    from rich.console import Console
    from rich.text import Text

    from paperdex.cli.render import entry_trees
    from paperdex.storage.filters import Filters

    console = Console(
        record=True, file=io.StringIO(), width=_PICTURE_WIDTH, force_terminal=True, color_system="truecolor",
        markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip
    console.print(Text(f"$ paperdex list --from-list {_PICTURE_LIST}", style="bold"))
    with tempfile.TemporaryDirectory(prefix="paperdex-docs-") as folder, chdir(folder):
        library = _demo_library(Path(folder))
        found = browse.entries(library, Filters(from_list=_PICTURE_LIST))
        for tree in entry_trees(found, browse.list_titles(library)):
            console.print(tree)
    drawn = console.export_svg(title="paperdex", unique_id="paperdex")
    # The picture must need no font from the network.
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


def _demo_library(folder: Path) -> Path:
    """The library of ``make demo``, made by the commands themselves in ``folder``, which is the current one."""
    from click.testing import CliRunner

    shutil.copytree(ROOT / "data", folder / "data")
    library = folder / "library.db"
    environment = {"PAPERDEX_ARXIV_API": "", "PAPERDEX_CACHE": "cache", "PAPERDEX_MIRROR": "mirror.db"}
    for arguments in (["mirror", "import", "data/records.jsonl"], ["fetch", "data/lists"]):
        run = CliRunner().invoke(cli, ["--db", str(library), *arguments], env=environment)
        # 1: offline, the records stay partial.
        if run.exit_code not in {0, 1}:
            raise RuntimeError(f"paperdex {' '.join(arguments)}: {run.output}")
    return library


# -- all together ----------------------------------------------------------------------------------------------------

REGIONS: dict[str, Callable[[], str]] = {
    "commands": _commands,
    "list-formats": _list_formats,
    "entry-formats": _entry_formats,
    "export-formats": _export_formats,
    "key-variables": _key_variables,
    "settings": _settings,
    "sources": _sources,
    "rules": _rules,
    "finding": _finding,
    "scan-row": _scan_row,
    "list-row": _list_row,
    "fetch-report": _fetch_report,
    "show-row": _show_row,
    "update-row": _update_row,
    "mirror-status": _mirror_status,
    "library": lambda: _tables(LIBRARY),
    "mirror": lambda: _tables(MIRROR),
}
"""What stands in each generated region, by its name."""

IMAGES: dict[str, Callable[[], str]] = {"list.svg": _picture}
"""What stands in each file of ``docs/images``."""


def main(arguments: list[str] | None = None) -> int:
    """Write or check the docs; returns the exit code."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the docs anew.")
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 when something would change")
    check: bool = parser.parse_args(arguments).check
    changed = stale()
    for path, text in changed.items():
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)} {'is out of date' if check else 'written'}\n")
    if check and changed:
        sys.stdout.write("Run: make docs\n")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
