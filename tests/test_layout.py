"""The folders are the architecture: who imports whom, held by reading the source.

Direction: ``core`` <- ``lists``, ``sources``, ``storage``, ``exports``, ``checks`` <- ``workflows`` <- ``cli``; the
middle ones do not import each other. Every import counts, also one inside a function or under ``TYPE_CHECKING``, and
so does a string that names one of our modules, because the registries load theirs by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGE = "paperdex"
ROOT_NAMES = {"__version__"}
"""What the package's own ``__init__`` lends to its parts; anything more would be a way around the table below."""

MIDDLE = {"lists", "sources", "storage", "exports", "checks"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "core": {"errors"},
    "settings": {"core", "errors"},
    **{part: {"core", "errors"} for part in MIDDLE},
    "workflows": {"core", "errors", "settings", *MIDDLE},
    "cli": {"core", "errors", "settings", "workflows", *MIDDLE},
    "__main__": {"cli"},
    "__init__": {"core", "errors", "settings", "workflows", *MIDDLE},
}
"""Part -> the parts it may import besides itself. A new folder or top-level module needs a row."""

LISTS = ("words", "entry", "papers", "assemble")
"""The steps from texts to entries within ``lists``; each may import those in front of it."""

OWNERS: dict[str, str] = {
    "click": "cli/",
    "rich": "cli/",
    "sqlite3": "storage/",
    "sqlite_utils": "storage/",
    "arxiv": "sources/",
    "requests": "sources/",
    "httpx": "sources/transport.py",
}
"""Foreign package -> the only place that may import it."""

IMPURE = {
    *("asyncio", "fcntl", "filelock", "glob", "http", "importlib.resources", "io", "locale", "logging", "mmap"),
    *("multiprocessing", "os", "pathlib", "platformdirs", "random", "secrets", "select", "shutil", "signal", "socket"),
    *("ssl", "subprocess", "tempfile", "threading", "time", "urllib.request", "urllib3"),
}
"""Modules that reach for files, network, clock, chance or process; none of them belongs in ``core``."""

CLOCKS = {"now", "utcnow", "today"}


def layout_faults(package: Path) -> list[str]:
    """What in the package at ``package`` goes against the layout, as ``file:line: what``; empty when all is well."""
    faults = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        for check in (_directions, _steps, _owners, _purity, _exits):
            faults += [f"{name}:{line}: {what}" for line, what in check(tree, name, package)]
    return faults


def mirror_faults(tests: Path, package: Path) -> list[str]:
    """Folders with tests that no package folder answers to, and package folders without tests."""
    tested = {path.relative_to(tests).parts[0] for path in tests.glob("*/**/test_*.py")}
    parts = {path.parent.name for path in package.glob("*/__init__.py")}
    return [f"tests/{part}/ has no {PACKAGE}/{part}/" for part in sorted(tested - parts)] + [
        f"{PACKAGE}/{part}/ has no tests/{part}/" for part in sorted(parts - tested)
    ]


Fault = tuple[int, str]


def _directions(tree: ast.AST, name: str, package: Path) -> Iterator[Fault]:
    """Imports of our own parts that go sideways or up."""
    part = _part(name)
    if part not in MAY_IMPORT:
        yield 1, f"{part} is a part without a row in MAY_IMPORT"
        return
    for line, module in _imports(tree, name, package):
        if module.split(".")[0] != PACKAGE or module == PACKAGE:
            continue
        target = module.split(".")[1]
        if target not in {part, *MAY_IMPORT[part], *ROOT_NAMES}:
            yield line, f"{part} imports {module}"


def _steps(tree: ast.AST, name: str, package: Path) -> Iterator[Fault]:
    """Imports within ``lists`` that go up its steps, and of its readers by what they stand on."""
    folder, _, inner = name.partition("/")
    step = inner.split("/")[0].removesuffix(".py")
    if folder != "lists" or "/" not in inner:
        return
    for line, module in _imports(tree, name, package):
        target = module.removeprefix(f"{PACKAGE}.lists.").split(".")[0]
        below = {*LISTS[: LISTS.index(step) + 1]} if step in LISTS else {step, *LISTS[:-1]}
        if module.startswith(f"{PACKAGE}.lists.") and target not in below | {"outline", "memory", "compact", "packed"}:
            yield line, f"lists/{step} imports {module}"


def _owners(tree: ast.AST, name: str, package: Path) -> Iterator[Fault]:
    """Imports of a foreign package outside its one place."""
    for line, module in _imports(tree, name, package):
        owner = OWNERS.get(module.split(".")[0], "")
        if owner and not (name.startswith(owner) if owner.endswith("/") else name == owner):
            yield line, f"{module} is imported outside {owner}"


def _purity(tree: ast.AST, name: str, package: Path) -> Iterator[Fault]:
    """Files, network, clock and chance in ``core``."""
    if _part(name) != "core":
        return
    for line, module in _imports(tree, name, package):
        if any(module == impure or module.startswith(f"{impure}.") for impure in IMPURE):
            yield line, f"core imports {module}"
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="open")):
                yield node.lineno, "core opens a file"
            case ast.Call(func=ast.Attribute(attr=attr), args=[]) if attr in CLOCKS:
                yield node.lineno, f"core reads the clock with {attr}()"


def _exits(tree: ast.AST, name: str, _package: Path) -> Iterator[Fault]:
    """Printing and exiting outside ``cli``: the library returns values and raises its own errors."""
    if _part(name) == "cli":
        return
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="print" | "exit" | "quit" as called)):
                yield node.lineno, f"{called}() outside cli"
            case (
                ast.Attribute(value=ast.Name(id="sys"), attr="exit")
                | ast.Attribute(value=ast.Name(id="os"), attr="_exit")
            ):
                yield node.lineno, f"{node.attr}() outside cli"
            case ast.ImportFrom(module="sys", names=names) if any(alias.name == "exit" for alias in names):
                yield node.lineno, "exit() outside cli"
            case ast.Name(id="SystemExit"):
                yield node.lineno, "SystemExit outside cli"


def _part(name: str) -> str:
    """``core/topics.py`` -> ``core``; ``errors.py`` -> ``errors``."""
    return name.split("/")[0].removesuffix(".py")


def _imports(tree: ast.AST, name: str, package: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports, relative imports made absolute."""
    # For a package's __init__ the last part is dropped too, so one dot means the package itself, as Python has it.
    here = [PACKAGE, *name.removesuffix(".py").split("/")][:-1]
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield node.lineno, alias.name
            case ast.ImportFrom(module=module, names=names, level=level):
                base = ".".join([*(here[: len(here) - level + 1] if level else []), *([module] if module else [])])
                for alias in names:
                    yield node.lineno, f"{base}.{alias.name}"
            case ast.Constant(value=str(text)) if re.fullmatch(rf"{PACKAGE}(\.\w+)+", text):
                # A file name such as "paperdex.db" looks the same; only what exists here is a module.
                path = package.joinpath(*text.split(".")[1:])
                if path.is_dir() or path.with_suffix(".py").is_file():
                    yield node.lineno, text


def test_package_keeps_the_layout(root: Path) -> None:
    """No module of the package imports, prints or exits where it must not."""
    package = root / "src" / PACKAGE
    assert (package / "core" / "records.py").is_file(), "the checker looks at the wrong folder"
    assert layout_faults(package) == []


def test_tests_mirror_the_package(root: Path) -> None:
    """Each folder of tests belongs to one part of the package, and each part has its tests."""
    assert mirror_faults(root / "tests", root / "src" / PACKAGE) == []


Plant = Callable[[str, str], Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes one module into a small package that keeps the layout; gives back the package's folder."""
    package = tmp_path / PACKAGE
    well = {
        "__init__.py": '__version__ = "1"\n',
        "errors.py": "import difflib\n",
        "settings.py": f"from {PACKAGE}.errors import UsageError\nfrom pathlib import Path\n",
        "core/__init__.py": "",
        "core/records.py": f"from datetime import date\nfrom urllib.parse import quote\nimport {PACKAGE}.errors\n",
        "lists/__init__.py": f'READERS = {{"md": "{PACKAGE}.lists.markdown"}}\n',
        "lists/markdown.py": "from ..core.records import Record\nfrom . import outline\nimport io\n",
        "sources/__init__.py": "",
        "sources/arxiv_api.py": f"import arxiv\nfrom {PACKAGE} import __version__\nfrom .transport import ask\n",
        "sources/transport.py": "import httpx\n",
        "storage/library.py": "import sqlite3\n",
        "workflows/fetch.py": f"from {PACKAGE} import lists, sources, settings\n",
        "cli/fetch.py": f'import rich.table, click, sys, {PACKAGE}.workflows\nprint("{PACKAGE}.db")\nsys.exit(1)',
        "__main__.py": f"from {PACKAGE}.cli import main\n",
    }

    def write(name: str, source: str) -> Path:
        for each, text in {**well, name: source}.items():
            path = package / each
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return package

    return write


def test_checker_accepts_what_is_allowed(plant: Plant) -> None:
    """A package that keeps the layout has no faults, whichever way its imports are written."""
    assert layout_faults(plant("core/topics.py", "")) == []


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("core/topics.py", "from paperdex.lists import read", "1: core imports paperdex.lists.read"),
        ("core/topics.py", "import paperdex.settings", "1: core imports paperdex.settings"),
        ("core/topics.py", "from . import records\nfrom .. import storage", "2: core imports paperdex.storage"),
        ("core/topics.py", "from pathlib import Path", "1: core imports pathlib.Path"),
        ("core/topics.py", "import os.path", "1: core imports os.path"),
        ("core/topics.py", "from urllib import request", "1: core imports urllib.request"),
        ("core/topics.py", "text = open('x').read()", "1: core opens a file"),
        ("core/topics.py", "from datetime import date\nday = date.today()", "2: core reads the clock with today()"),
        ("core/__init__.py", "from ..workflows import fetch", "1: core imports paperdex.workflows.fetch"),
        ("lists/plain.py", "def f():\n    from paperdex.exports import x", "2: lists imports paperdex.exports.x"),
        ("lists/plain.py", "from ..sources import transport", "1: lists imports paperdex.sources.transport"),
        ("lists/plain.py", "READER = 'paperdex.storage.library'", "1: lists imports paperdex.storage.library"),
        ("lists/plain.py", "from paperdex import fetch", "1: lists imports paperdex.fetch"),
        (
            "storage/mirror.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import paperdex.workflows.fetch",
            "3: storage imports paperdex.workflows.fetch",
        ),
        ("lists/words/dates.py", "from ..papers import items", "1: lists/words imports paperdex.lists.papers.items"),
        (
            "lists/syntax/tex.py",
            "from paperdex.lists.assemble import assemble",
            "1: lists/syntax imports paperdex.lists.assemble.assemble",
        ),
        (
            "lists/syntax/tex.py",
            "import paperdex.lists.markdown",
            "1: lists/syntax imports paperdex.lists.markdown",
        ),
        ("workflows/check.py", "from paperdex.cli import main", "1: workflows imports paperdex.cli.main"),
        ("workflows/check.py", "import click", "1: click is imported outside cli/"),
        ("exports/bibtex.py", "from rich.text import Text", "1: rich.text.Text is imported outside cli/"),
        ("workflows/check.py", "from sqlite3 import Row", "1: sqlite3.Row is imported outside storage/"),
        ("cli/list.py", "import sqlite_utils", "1: sqlite_utils is imported outside storage/"),
        ("sources/openalex.py", "import httpx", "1: httpx is imported outside sources/transport.py"),
        ("core/topics.py", "import arxiv", "1: arxiv is imported outside sources/"),
        ("exports/bibtex.py", "print('done')", "1: print() outside cli"),
        ("exports/bibtex.py", "import sys\nsys.exit(2)", "2: exit() outside cli"),
        ("exports/bibtex.py", "raise SystemExit(2)", "1: SystemExit outside cli"),
        ("helpers.py", "", "1: helpers is a part without a row in MAY_IMPORT"),
    ],
)
def test_checker_finds_a_planted_fault(plant: Plant, name: str, source: str, fault: str) -> None:
    """Each way around the layout is found, with its file and line, and nothing else is."""
    assert layout_faults(plant(name, source)) == [f"{name}:{fault}"]


def test_checker_finds_tests_without_a_part(plant: Plant, tmp_path: Path) -> None:
    """A folder of tests without a part is a fault, and so is a part without tests; a folder of data is neither."""
    package = plant("core/topics.py", "")
    for name in ("core/test_topics.py", "lists/deep/test_markdown.py", "helpers/test_helpers.py", "data/one.md"):
        path = tmp_path / "tests" / name
        path.parent.mkdir(parents=True)
        path.touch()
    assert mirror_faults(tmp_path / "tests", package) == [
        "tests/helpers/ has no paperdex/helpers/",
        "paperdex/sources/ has no tests/sources/",
    ]
