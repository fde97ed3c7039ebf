"""The docs say what is so: generated parts are current, nothing is left undescribed, links resolve, examples run."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import click
import pytest

from paperdex import __version__, errors, exports, lists, sources
from paperdex.cli import DEFAULT_LIBRARY
from paperdex.cli.boundary import INTERRUPTED
from paperdex.settings.model import LIBRARY as LIBRARY_NAME
from paperdex.settings.table import SETTINGS
from paperdex.storage.migrations import LIBRARY, MIRROR

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [README, *sorted(DOCS.rglob("*.md"))]
LINKED = [*PAGES, ROOT / "CHANGELOG.md"]


def _load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("paperdex_docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _load_generator()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """The page without its fenced blocks, where links and headings are only shown."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


# -- what is generated -----------------------------------------------------------------------------------------------


def test_generated_parts_and_pictures_are_current() -> None:
    """Whoever changes a command, a format or a table runs `make docs`."""
    assert [name_of(path) for path in generate.stale()] == []


def test_every_region_stands_in_a_page_once() -> None:
    """A region that no page shows, or that two show, is a mistake."""
    shown = re.findall(r"<!-- generated: (\S+) -->", "".join(p.read_text(encoding="utf-8") for p in PAGES))
    assert sorted(shown) == sorted([*generate.REGIONS, "..."])


def test_the_generator_sees_drift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--check ends with 1 and changes nothing when a page is out of date; without it the page is written."""
    stray = tmp_path / "page.md"
    stray.write_text("# A\n<!-- generated: sources -->\nold\n<!-- end -->\nkept\n", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "IMAGES", {})
    monkeypatch.setattr(generate, "pages", lambda: [stray])
    assert generate.main(["--check"]) == 1
    assert "old" in stray.read_text(encoding="utf-8")
    assert generate.main([]) == 0
    written = stray.read_text(encoding="utf-8")
    assert "old" not in written
    assert "`arxiv`" in written
    assert written.endswith("<!-- end -->\nkept\n")
    assert generate.main(["--check"]) == 0


# -- nothing is left undescribed -------------------------------------------------------------------------------------


def test_every_command_and_option_is_documented() -> None:
    """Each command has a section, and each of its options a line with some help."""
    sections = dict(re.findall(r"^## (paperdex.*?)\n(.*?)(?=^## |\Z)", page("commands.md"), re.DOTALL | re.MULTILINE))
    commands = dict(generate.walk_commands())
    assert set(sections) == set(commands)
    for name, command in commands.items():
        assert command.help, name
        for option in (param for param in command.params if isinstance(param, click.Option)):
            line = re.search(rf"^- `{re.escape(', '.join(option.opts))}[ `].*", sections[name], re.MULTILINE)
            assert line, f"{name} {option.opts}"
            assert option.help, f"{name} {option.opts} has no help"


@pytest.mark.parametrize("name", list(lists.FORMATS))
def test_every_list_format_is_documented(name: str) -> None:
    """Each list format has a row and a section that says what is read."""
    assert f"| `{name}` |" in page("formats.md")
    assert re.search(rf"^### {name}\n\n\w", page("formats.md"), re.MULTILINE)


@pytest.mark.parametrize("name", list(exports.FORMATS))
def test_every_export_format_says_what_it_loses(name: str) -> None:
    """Each export format has a row, and a section out of its module's docstring with what gets lost."""
    assert f"| `{name}` |" in page("formats.md")
    of_exports = page("formats.md").partition("<!-- generated: export-formats -->")[2]
    section = re.search(rf"^### {name}\n(.*?)(?=^###|^<!-- end)", of_exports, re.DOTALL | re.MULTILINE)
    assert section
    assert re.search(r"\bloses?\b", section[1]), f"the docstring of exports/{name} does not say what it loses"


def test_every_source_is_documented() -> None:
    """Each source of records has a row."""
    for row in sources.SOURCES:
        assert f"| `{row.name}` |" in page("formats.md")


def test_every_variable_is_a_setting() -> None:
    """The variables that messages and code name are those of the table, from which the page is made."""
    named = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= set(re.findall(r"\bPAPERDEX_[A-Z_]*[A-Z]", node.value))
    variables = {row.variable for row in SETTINGS.values()}
    assert named
    assert named <= variables
    assert set(re.findall(r"^\| `[a-z_]+` \| `(PAPERDEX_[A-Z_]+)`", page("settings.md"), re.MULTILINE)) == variables


def test_the_default_library_is_told_right() -> None:
    """The command line has its own copy of the name, so that help pages need not load the settings."""
    assert DEFAULT_LIBRARY == LIBRARY_NAME


@pytest.mark.parametrize("schema", [LIBRARY, MIRROR], ids=lambda schema: schema.kind)
def test_every_table_view_and_column_is_documented(schema: object) -> None:
    """Each table and view has a section, and each of its columns a row with its meaning."""
    text = page("library.md")
    for table, columns in generate.tables(schema).items():
        section = re.search(rf"^### {table}\n(.*?)(?=^##|^<!-- end)", text, re.DOTALL | re.MULTILINE)
        assert section, table
        for column, _, _ in columns:
            assert re.search(rf"^\| `{column}` \|.*\| \S.* \|$", section[1], re.MULTILINE), f"{table}.{column}"


def test_every_dependency_has_its_reason() -> None:
    """The packages in pyproject.toml are the packages in dependencies.md, and each has a reason."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in asked} - {"paperdex"}
    rows = dict(re.findall(r"^\| ([\w.-]+) \| (.*?) \|", page("dependencies.md"), re.MULTILINE))
    rows.pop("package", None)
    rows.pop("---", None)
    assert set(rows) == names
    assert all(len(reason.split()) >= 2 for reason in rows.values())


def test_every_exit_code_is_documented() -> None:
    """The codes of the errors, and those of success and interruption, are the codes of the page."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    codes = {0, INTERRUPTED, *(kind.exit_code for kind in kinds)}
    assert set(re.findall(r"^\| (\d+) \|", page("exit-codes.md"), re.MULTILINE)) == {str(code) for code in codes}


def test_the_changelog_has_an_entry_for_this_version() -> None:
    """What changed in the current version is told, in a section with something in it."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(rf"^## \[{re.escape(__version__)}\] - \S+\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert section
    assert re.search(r"^- \w*", section[1], re.MULTILINE)


def test_the_readme_has_what_a_newcomer_needs() -> None:
    """The two commands, a picture, the five commands, and arXiv's sentence, word for word."""
    text = README.read_text(encoding="utf-8")
    for needed in (
        "make demo",
        "make test",
        "pip install",
        "docs/images/list.svg",
        "PAPERDEX_CONTACT",
        "https://github.com/paperdex/paperdex",
        "Thank you to arXiv for use of its open access interoperability.",
    ):
        assert needed in text
    assert re.findall(r"^\*\*`(\w+)`\*\*", text, re.MULTILINE) == ["scan", "fetch", "list", "search", "export"]


# -- links -----------------------------------------------------------------------------------------------------------

_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


def links(path: Path) -> list[tuple[Path, str]]:
    """The files that a page links to, each with the fragment or an empty text."""
    targets = [match["target"] for match in _LINK.finditer(prose(path.read_text(encoding="utf-8")))]
    parts = [target.partition("#") for target in targets if "://" not in target and not target.startswith("mailto:")]
    return [((path.parent / file).resolve() if file else path, fragment) for file, _, fragment in parts]


def anchors(path: Path) -> set[str]:
    """The fragments that a page's headings answer to, by GitHub's rule."""
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", LINKED, ids=name_of)
def test_every_relative_link_resolves(path: Path) -> None:
    """A link leads to a file of the checkout, and its fragment to a heading there."""
    for target, fragment in links(path):
        assert target.exists(), f"{name_of(path)} links to {target}"
        assert target.is_relative_to(ROOT)
        if fragment:
            assert fragment in anchors(target), f"{name_of(path)}: no heading #{fragment} in {name_of(target)}"


def test_no_page_is_an_orphan() -> None:
    """Every page can be reached from index.md, and index.md from the README."""
    reached: set[Path] = set()
    ahead = [DOCS / "index.md"]
    while ahead:
        current = ahead.pop()
        if current not in reached and current.suffix == ".md":
            reached.add(current)
            ahead += [target for target, _ in links(current)]
    assert [name_of(path) for path in PAGES if path not in reached] == []
    assert DOCS / "index.md" in {target for target, _ in links(README)}


# -- examples --------------------------------------------------------------------------------------------------------

FROM_NOTHING = {README, DOCS / "tutorial.md"}
"""Pages whose examples begin with no library; the others begin with that of `make demo`."""
_MARK = "=== the end of an example ==="
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ELLIPSIS = "..."


@dataclass(frozen=True)
class Example:
    """A command as shown, and the lines that are shown below it."""

    command: str
    shown: tuple[str, ...]


def examples(text: str) -> list[Example]:
    """The examples of a page, in order."""
    found: list[Example] = []
    for block in _BLOCK.findall(text):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = piece.removesuffix("\n").split("\n")
            found.append(Example(command, tuple(shown)))
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether the lines printed are those shown, where ``...`` stands for lines, or within a line for any text."""
    pattern = ""
    for line in shown.splitlines():
        if line == _ELLIPSIS:
            pattern += r"(?:.*\n)*"
        else:
            pattern += "[^\n]*".join(re.escape(part) for part in line.split(_ELLIPSIS)) + "\n"
    return re.fullmatch(pattern, printed) is not None


def environment(folder: Path) -> dict[str, str]:
    """No network, nothing of the user's, and the commands of this environment by their names."""
    commands = folder / "bin"
    commands.mkdir()
    for name, module in (("paperdex", "paperdex"), ("sqlite-utils", "sqlite_utils")):
        (commands / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m {module} "$@"\n')
        (commands / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERDEX_")}
    return kept | {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PAPERDEX_ARXIV_API": "",
        "PAPERDEX_CACHE": str(folder / "cache"),
        "PAPERDEX_MIRROR": str(folder / "mirror.db"),
        # Both streams as they come, as on a terminal.
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def run_all(found: list[Example], folder: Path, *, demo: bool) -> list[str]:
    """What each example prints, stdout and stderr together, run one after the other in one shell."""
    work = folder / "work"
    work.mkdir()
    shutil.copytree(ROOT / "data", work / "data")
    script = ""
    if demo:
        script += "paperdex -q mirror import data/records.jsonl\npaperdex -q fetch data/lists >/dev/null 2>&1\n"
        script += f"echo {shlex.quote(_MARK)}\n"
    for example in found:
        script += f"{example.command}\nstatus=$?\necho {shlex.quote(_MARK)}\n(exit $status)\n"
    file = folder / "examples.sh"
    file.write_text(script, encoding="utf-8")
    run = subprocess.run(
        ["sh", file], cwd=work, env=environment(folder), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    printed = run.stdout.split(f"{_MARK}\n")
    return printed[1 if demo else 0 : -1]


WITH_EXAMPLES = [path for path in PAGES if _BLOCK.search(path.read_text(encoding="utf-8"))]


@pytest.mark.skipif(shutil.which("sh") is None, reason="the examples are written for a POSIX shell")
@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=name_of)
def test_examples_print_what_the_page_shows(path: Path, tmp_path: Path) -> None:
    """Each `console` block is run, offline and in a fresh folder, and prints what stands below its commands."""
    found = examples(path.read_text(encoding="utf-8"))
    printed = run_all(found, tmp_path, demo=path not in FROM_NOTHING)
    assert len(printed) == len(found)
    for example, output in zip(found, printed, strict=True):
        shown = "\n".join(example.shown)
        assert matches(shown, output), (
            f"{name_of(path)}: $ {example.command}\n--- shown\n{shown}\n--- printed\n{output}"
        )


def test_the_first_pages_have_examples() -> None:
    """README and tutorial show real output; a block under another name would go unchecked."""
    assert set(WITH_EXAMPLES) >= FROM_NOTHING
    for path in PAGES:
        for block in re.findall(r"^```(?!console|text)\w*\n(.*?)^```$", path.read_text(encoding="utf-8"), re.S | re.M):
            assert not block.startswith("$ "), f"{name_of(path)}: an example that is not run: {block}"


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb\n", False),
        ("a\n...", "a\nb\nc\n", True),
        ("...\nc", "a\nb\nc\n", True),
        ("a\n...\nc", "a\nc\n", True),
        ("a ... c", "a b c\n", True),
        ("a ...", "b c\n", False),
        ("", "", True),
        ("", "a\n", False),
        ("a.c", "abc\n", False),
    ],
)
def test_the_comparison_of_examples_can_fail(shown: str, printed: str, fits: bool) -> None:
    """An ellipsis stands for lines or for a part of one line, and for nothing else."""
    assert matches(shown, printed) is fits
