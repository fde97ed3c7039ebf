"""A long run against an arXiv that fails by chance, with a paperdex that is killed by chance.

    python benchmarks/soak.py --ids 5000 --faults 0.2 --kills 10 --seed 1

``paperdex fetch`` is started, killed at a random instant, and started again, until the kills are used up and a run
ends by itself with nothing left to do, while another paperdex beside it fetches the same list into a library of its own
and takes turns with it. Then everything is compared with what the server knows: each record is right,
each identifier has one or a reason, nothing is there twice, the library is whole, and the server's log shows that the
pace was kept, over all processes. It ends by itself, with 1 where something of this does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hostile import ATOM, FAULTS, PORTAL, ROUND, Scenario  # noqa: E402
from invented import invented_papers  # noqa: E402
from loopback_arxiv import LoopbackArxiv, Paper, Request  # noqa: E402

MOST_RUNS = 100
"""Runs after which it gives up, beside those that were killed."""
LONGEST = 600.0
"""Seconds for one run."""
LATE = 0.01
"""Seconds that the server may be late in noticing that a client has hung up."""
WAYS = ("{id}", "arXiv:{id}", "{id}v{version}", "https://arxiv.org/abs/{id}")
"""Ways to write an identifier, in turn."""


@dataclass(slots=True)
class Soak:
    """One soak: what it is about, and what came of it so far."""

    papers: Sequence[Paper]
    folder: Path
    server: LoopbackArxiv
    pace: float
    chance: random.Random
    kills: list[float] = field(default_factory=list)
    """When a process was killed, by ``time.monotonic()``."""
    codes: Counter[int] = field(default_factory=Counter)
    """Exit codes of the runs that ended by themselves."""
    wrong: list[str] = field(default_factory=list)
    """What does not hold."""

    @property
    def library(self) -> Path:
        """The library file."""
        return self.folder / "library.db"

    def run(self, kills: int) -> None:
        """Start and kill until nothing is left."""
        lines = (
            WAYS[n % len(WAYS)].format(id=paper.id, version=len(paper.versions)) for n, paper in enumerate(self.papers)
        )
        (self.folder / "ids.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with self._process(self.folder / "beside.db", subprocess.DEVNULL) as beside:
            self._run(kills)
            beside.kill()
        self.kills.append(time.monotonic())

    def _run(self, kills: int) -> None:
        same, before = 0, -1
        for _ in range(MOST_RUNS + kills):
            is_killed = len(self.kills) < kills and self._start_and_kill()
            if is_killed:
                continue
            code, report = self._start()
            self.codes[code] += 1
            came = self._account(report)
            say(f"exit code {code}, {came} of {len(self.papers)} records, {len(self.server.requests)} requests")
            same = same + 1 if came == before else 0
            before = came
            # A paper that the server has said twice that it does not know is not asked for again.
            if (code == 0 or (code == 1 and same >= 2)) and len(self.kills) >= kills:
                return
            if code == 0:
                say(f"all there after {len(self.kills)} kills")
                return
        self.wrong.append(f"not done after {MOST_RUNS} runs")

    def _process(self, library: Path | None = None, output: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        settings = {
            "PAPERDEX_ARXIV_API": self.server.url,
            "PAPERDEX_PACE": str(self.pace),
            "PAPERDEX_DB": str(library or self.library),
            "PAPERDEX_CACHE": str(self.folder / "cache"),
            "PAPERDEX_MIRROR": str(self.folder / "mirror.db"),
            "HOME": str(self.folder),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERDEX_")}
        command = [sys.executable, "-m", "paperdex", "fetch", "--format", "json", "ids.txt"]
        return subprocess.Popen(command, cwd=self.folder, env=kept | settings, stdout=output, stderr=output)

    def _start_and_kill(self) -> bool:
        """Whether the process had to be killed."""
        with self._process() as process:
            try:
                process.communicate(timeout=self.chance.uniform(0.2, 2.0))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self.kills.append(time.monotonic())
                say(f"killed, {len(self.server.requests)} requests so far")
                return True
            return False

    def _start(self) -> tuple[int, dict[str, Any]]:
        with self._process() as process:
            try:
                out, errors = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                self.wrong.append(f"a run took more than {LONGEST:g} seconds")
                return -1, {"missing": [], "unresolved": []}
        if b"Traceback" in errors:
            self.wrong.append(f"a traceback: {errors[-500:].decode(errors='replace')}")
        return process.returncode, json.loads(out)

    def _account(self, report: dict[str, Any]) -> int:
        """How many records there are; with those that the report names, each paper has to be there."""
        with closing(sqlite3.connect(self.library)) as connection:
            (came,) = connection.execute("SELECT count(DISTINCT work_id) FROM records").fetchone()
        told = len(report["missing"]) + len(report["unresolved"])
        if came + told != len(self.papers):
            self.wrong.append(f"{len(self.papers)} papers asked for, {came} came, and {told} were told")
        return int(came)

    def check(self) -> None:
        """Compare the library with the server's papers, and the server's log with the pace."""
        truth = {paper.id: as_stored(paper) for paper in self.papers}
        with closing(sqlite3.connect(self.library)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                self.wrong.append("the library is damaged")
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                self.wrong.append("the library's references are damaged")
            found = records(connection)
            (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        if entries != len(self.papers):
            self.wrong.append(f"{entries} entries for {len(self.papers)} lines")
        for work, each in found.items():
            if len(each) > 1:
                self.wrong.append(f"{work} is there {len(each)} times")
            if each[0] != truth.get(work):
                self.wrong.append(f"{work} is wrong: {each[0]} instead of {truth.get(work)}")
        gaps = self.gaps()
        if gaps and min(gaps) < self.pace - LATE:
            self.wrong.append(f"two requests {min(gaps):.4f} seconds apart, with a pace of {self.pace:g}")

    def gaps(self) -> list[float]:
        """Seconds from the end of each request, with its redirects, to the start of the next."""
        turns: list[tuple[float, float]] = []
        for request in self.server.requests:
            end = self._end(request)
            if request.path in {ROUND, PORTAL} and turns:
                turns[-1] = (turns[-1][0], end)
            else:
                turns.append((request.started, end))
        return [after[0] - before[1] for before, after in pairwise(turns)]

    def _end(self, request: Request) -> float:
        """When a request ended: with its answer, or with the process that made it."""
        ends = [kill for kill in self.kills if kill >= request.started]
        return min([request.ended or float("inf"), *ends])


def as_stored(paper: Paper) -> tuple[Any, ...]:
    """What a library has to say of a paper."""
    return (
        " ".join(paper.title.split()),
        tuple(name for name, _ in paper.authors),
        " ".join(paper.abstract.split()),
        paper.versions[0],
        paper.versions[-1],
        paper.categories,
        paper.comment,
        paper.journal_ref,
        paper.doi,
    )


def records(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What a library says, by work."""
    lists: dict[str, dict[int, list[str]]] = {}
    for table, column in (("record_authors", "name"), ("record_categories", "category")):
        lists[table] = defaultdict(list)
        rows = connection.execute(f"SELECT record_id, {column} FROM {table} ORDER BY record_id, position")
        for record, value in rows:
            lists[table][record].append(value)
    found = defaultdict(list)
    for record, work, title, abstract, *rest in connection.execute(
        "SELECT id, work_id, title, abstract, submitted, updated, comment, journal_ref, doi FROM records"
    ):
        authors, categories = tuple(lists["record_authors"][record]), tuple(lists["record_categories"][record])
        text = " ".join((abstract or "").split())
        found[work].append((title, authors, text, *rest[:2], categories, *rest[2:]))
    return found


def say(line: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{line}\n")


def main() -> None:
    """Soak, check, and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--ids", type=int, default=5000, help="papers (5000)")
    parser.add_argument("--faults", type=float, default=0.2, metavar="SHARE", help="share of spoilt answers (0.2)")
    parser.add_argument("--kills", type=int, default=10, help="how often paperdex is killed (10)")
    parser.add_argument("--pace", type=float, default=0.2, help="seconds between requests (0.2)")
    parser.add_argument("--seed", type=int, default=1, help="of papers, faults and kills (1)")
    options = parser.parse_args()
    papers = invented_papers(options.ids, options.seed)
    names = tuple(name for name, fault in FAULTS.items() if ATOM in fault.of and not fault.harmless)
    scenario = Scenario(names, times=None, rate=options.faults, seed=options.seed)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, LoopbackArxiv(papers, scenario=scenario) as server:
        soak = Soak(papers, Path(folder), server, options.pace, random.Random(options.seed))
        soak.run(options.kills)
        soak.check()
        size = soak.library.stat().st_size
    spoilt = Counter(request.fault for request in server.requests if request.fault)
    print(f"papers         {len(papers)}")
    print(f"seconds        {time.monotonic() - started:.0f}")
    print(f"kills          {len(soak.kills) - 1}")
    print(f"other runs     {', '.join(f'{n} with exit code {code}' for code, n in sorted(soak.codes.items()))}")
    print(f"requests       {len(server.requests)}")
    print(f"spoilt         {spoilt.total()}: {', '.join(f'{name} {n}' for name, n in sorted(spoilt.items()))}")
    print(f"least pause    {min(soak.gaps()):.3f} s, asked for {options.pace:g}")
    print(f"library        {size:,} bytes")
    print("wrong          " + ("\n               ".join(soak.wrong[:20]) or "nothing"))
    sys.exit(1 if soak.wrong else 0)


if __name__ == "__main__":
    main()
