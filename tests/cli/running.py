"""A desk to run paperdex at: folders of its own, settings of its own, and no network but this machine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from loopback_arxiv import Paper
from paperdex.cli import cli
from paperdex.settings.table import SETTINGS as TABLE

SETTINGS = tuple(row.variable for row in TABLE.values())


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines of the result."""
        return self.out.splitlines()


class Desk:
    """A folder with a library, a mirror and a cache, and paperdex running in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library.db"
        self.environment = {
            "PAPERDEX_DB": str(self.library),
            "PAPERDEX_ARXIV_API": "",
            "PAPERDEX_PACE": "0",
            "PAPERDEX_CACHE": str(folder / "cache"),
            "PAPERDEX_MIRROR": str(folder / "mirror.db"),
            "HOME": str(folder / "home"),
            "XDG_CONFIG_HOME": str(folder / "home" / ".config"),
        }

    def ask(self, address: str) -> None:
        """Have arXiv asked at this address."""
        self.environment["PAPERDEX_ARXIV_API"] = address

    def write(self, name: str, content: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *arguments: object, code: int | None = 0, stdin: bytes | None = None) -> Outcome:
        """Run a command in this process and check its exit code (``None``: any)."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner(env=dict.fromkeys(SETTINGS) | self.environment).invoke(
                cli,
                [str(argument) for argument in arguments],
                prog_name="paperdex",
                input=stdin,
                catch_exceptions=False,
            )
        finally:
            os.chdir(before)
        outcome = Outcome(result.exit_code, result.stdout, result.stderr)
        assert code is None or outcome.code == code, outcome
        assert "Traceback" not in outcome.err
        return outcome

    def start(
        self, *arguments: object, program: tuple[str, ...] = ("-m", "paperdex"), **options: Any
    ) -> subprocess.Popen[bytes]:
        """Start a command in a process of its own, with pipes to stdout and stderr."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERDEX_")}
        settings = {
            "cwd": self.folder,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
        }
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            env=environment | self.environment,
            **(settings | options),
        )

    def call(self, *arguments: object, **options: Any) -> Outcome:
        """Run a command in a process of its own to its end."""
        with self.start(*arguments, **options) as process:
            out, err = process.communicate(timeout=60)
        return Outcome(process.returncode, (out or b"").decode(), (err or b"").decode())

    def files(self) -> set[str]:
        """Paths of all files in the folder."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, without the times of this run and the numbering of rows."""
        with closing(sqlite3.connect(self.library)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            return {table: sorted(connection.execute(sql), key=repr) for table, sql in _CONTENT.items()}

    def bytes_of_tables(self) -> str:
        """Everything that the library holds, as SQL, but for the queue, which counts tries: equal only when nothing
        at all has changed."""
        with closing(sqlite3.connect(self.library)) as connection:
            return "\n".join(line for line in connection.iterdump() if not line.startswith('INSERT INTO "queue"'))

    def waiting(self) -> dict[str, tuple[int, str | None]]:
        """What is waiting in the library to be fetched, with the number of tries and the reason of the last."""
        with closing(sqlite3.connect(self.library)) as connection:
            return {key: (tries, why) for key, tries, why in connection.execute("SELECT key, tries, reason FROM queue")}


_CONTENT = {
    "lists": "SELECT location, path, title, format, sha256 FROM lists",
    "topics": "SELECT l.location, t.position, t.path FROM topics t JOIN lists l ON l.id = t.list_id",
    "works": "SELECT id, cite_key, record_id IS NOT NULL FROM works",
    "entries": """SELECT l.location, e.position, e.line, t.path, e.title, e.authors, e.date, e.venue, e.rating, e.note,
        e.abstract, e.status, e.reason, e.work_id
        FROM entries e JOIN lists l ON l.id = e.list_id LEFT JOIN topics t ON t.id = e.topic_id""",
    "entry_identifiers": """SELECT l.location, e.position, i.position, i.scheme, i.value, i.version
        FROM entry_identifiers i JOIN entries e ON e.id = i.entry_id JOIN lists l ON l.id = e.list_id""",
    "records": """SELECT work_id, source, title, authors, abstract, submitted, updated, version, comment, journal_ref,
        doi FROM records""",
    "record_authors": """SELECT r.work_id, r.source, a.position, a.name, a.family, a.given, a.suffix, a.affiliations
        FROM record_authors a JOIN records r ON r.id = a.record_id""",
    "record_categories": """SELECT r.work_id, r.source, c.position, c.category
        FROM record_categories c JOIN records r ON r.id = c.record_id""",
    "gaps": "SELECT work_id, reason, source FROM gaps",
    "title_searches": "SELECT title_key, source FROM title_searches",
    "title_candidates": "SELECT title_key, source, position, work, title FROM title_candidates",
    "suggestions": """SELECT l.location, e.position, s.position, s.work_id, s.score, s.title
        FROM entry_suggestions s JOIN entries e ON e.id = s.entry_id JOIN lists l ON l.id = e.list_id""",
}


def paper(number: int, title: str = "", **fields: Any) -> Paper:
    """An invented paper, ``2101.9000N``."""
    whole: dict[str, Any] = {
        "id": f"2101.{90000 + number}",
        "title": title or f"An Invented Paper on Teapot {number}",
        "authors": (("Ada Invented", None), ("Bo Imaginary", None)),
        "abstract": f"We boil water in teapot {number}.",
        "categories": ("cs.LG", "stat.ML"),
        "versions": ("2021-01-05T10:00:00Z", "2021-03-04T05:06:07Z"),
    }
    return Paper(**(whole | fields))


def list_of(papers: Iterable[Paper], *, topic: str = "Teapots", title: str = "Invented reading") -> str:
    """A reading list that links to these papers."""
    items = "".join(f"- [{each.title}](https://arxiv.org/abs/{each.id})\n" for each in papers)
    return f"# {title}\n\n## {topic}\n\n{items}"


def titles(*entries: str, **fields: str) -> str:
    """A reading list of titles without links, each with the same fields below it (``Year``, ``Author``)."""
    below = "".join(f"    * {name}: {value}\n" for name, value in fields.items())
    return "# Invented titles\n\n" + "".join(f"* {entry}\n    * Title: {entry}\n{below}" for entry in entries)
