"""Fault by fault, what paperdex and others make of an arXiv that fails: measured, and written into docs/robustness.md.

    python benchmarks/fault_table.py --peers /path/to/venv/bin/python --write
    python benchmarks/fault_table.py --only 429 hang --limit 30

Each run is a process of its own with a hard time limit, against a loopback server that fails in one way, once (its
first answer) or for good. What came is compared with the truth. ``--peers`` is the Python that has the others (arxiv,
arxiv2bib, papis, manubot); those it has not are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hostile import ATOM, FAULTS, Fault, Scenario, lasting, once  # noqa: E402
from invented import invented_papers  # noqa: E402
from loopback_arxiv import LoopbackArxiv  # noqa: E402
from paperdex import __version__  # noqa: E402

PAGE = ROOT / "docs" / "robustness.md"
START, END = "<!-- measured by benchmarks/fault_table.py -->", "<!-- end of the measurement -->"
PAPERS = tuple(invented_papers(24, seed=5))
HOW = {"once": once, "for good": lasting}
FINE, BAD = ("recovered", "reported"), ("lost", "wrong", "crashed", "hung")


@dataclass(frozen=True, slots=True)
class Record:
    """What one of them said of a paper."""

    identifier: str
    """As it came, with or without version."""
    title: str
    authors: int


@dataclass(frozen=True, slots=True)
class Run:
    """What one run left."""

    records: tuple[Record, ...]
    code: int | None
    """``None`` where the time limit ended it."""
    errors: str
    """What was printed for people."""
    accounted: frozenset[str] = frozenset()
    """Papers without a record that a report names."""


def outcome(run: Run) -> str:
    """One word for a run, the worst that holds, and how many papers came right where not all did."""
    truth = {paper.id: (" ".join(paper.title.split()), len(paper.authors)) for paper in PAPERS}
    given: dict[str, list[tuple[str, int]]] = {}
    for record in run.records:
        work = re.sub(r"v\d+\Z", "", record.identifier)
        given.setdefault(work, []).append((" ".join(record.title.split()), record.authors))
    right = {work for work, all_given in given.items() if work in truth and set(all_given) == {truth[work]}}
    wrong = given.keys() - right
    missing = truth.keys() - right
    is_named = all(work in run.errors or work in run.accounted for work in missing)
    told = is_named or (run.code != 0 and bool(run.errors.strip()))
    if run.code is None:
        word = "hung"
    elif wrong:
        word = "wrong"
    elif "Traceback (most recent call last)" in run.errors:
        word = "crashed"
    elif not missing:
        word = "recovered" if run.code == 0 else "reported"
    else:
        word = "reported" if told else "lost"
    return word if not missing else f"{word} ({len(right)} of {len(truth)})"


def run_paperdex(address: str, folder: Path, limit: float) -> Run:
    """``paperdex fetch ids.txt``, and the library that it leaves."""
    (folder / "ids.txt").write_text("".join(f"{paper.id}\n" for paper in PAPERS), encoding="utf-8")
    library = folder / "library.db"
    settings = {
        "PAPERDEX_ARXIV_API": address,
        "PAPERDEX_PACE": "0.05",
        "PAPERDEX_DB": str(library),
        "PAPERDEX_CACHE": str(folder / "cache"),
        "PAPERDEX_MIRROR": str(folder / "mirror.db"),
    }
    command = [sys.executable, "-m", "paperdex", "fetch", "--format", "json", "ids.txt"]
    code, out, errors = ended(command, folder, limit, settings)
    records: list[Record] = []
    if library.exists():
        with closing(sqlite3.connect(library)) as connection:
            rows = connection.execute(
                """SELECT work_id, title, (SELECT count(*) FROM record_authors a WHERE a.record_id = r.id)
                FROM records r"""
            )
            records = [Record(*row) for row in rows]
    report = json.loads(out) if out.startswith("{") else {"missing": []}
    return Run(tuple(records), code, errors, frozenset(row["work"] for row in report["missing"]))


def run_peer(name: str, python: str, address: str, folder: Path, limit: float) -> Run:
    """One of the others, by benchmarks/peers.py."""
    identifiers = [f"{paper.id}v{len(paper.versions)}" for paper in PAPERS]
    script = str(ROOT / "benchmarks" / "peers.py")
    code, out, errors = ended([python, script, name, address, *identifiers], folder, limit, {})
    rows = [json.loads(line) for line in out.splitlines() if line.startswith('{"id"')]
    return Run(
        tuple(Record(row["id"], row["title"] or "", len([a for a in row["authors"] if a])) for row in rows),
        code,
        errors,
    )


def ended(command: list[str], folder: Path, limit: float, settings: dict[str, str]) -> tuple[int | None, str, str]:
    """Exit code, output and errors of a process; a code of ``None`` where the limit ended it."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PAPERDEX", "HTTP"))}
    environment = kept | {"HOME": str(folder), "NO_PROXY": "*"} | settings
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as late:
        return None, _text(late.stdout), _text(late.stderr)
    return done.returncode, done.stdout, done.stderr


def _text(data: bytes | str | None) -> str:
    return data.decode(errors="replace") if isinstance(data, bytes) else data or ""


def one(name: str, python: str, scenario: Scenario, limit: float) -> str:
    """The outcome of one run."""
    with tempfile.TemporaryDirectory() as folder, LoopbackArxiv(PAPERS, scenario=scenario) as server:
        if name == "paperdex":
            return outcome(run_paperdex(server.url, Path(folder), limit))
        return outcome(run_peer(name, python, server.url, Path(folder), limit))


def peers_of(python: str) -> dict[str, str]:
    """The others that this Python has, with their versions."""
    script = str(ROOT / "benchmarks" / "peers.py")
    done = subprocess.run([python, script, "versions"], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def table(faults: Iterable[Fault], names: dict[str, str], outcomes: dict[tuple[str, str, str], str]) -> str:
    """The table in Markdown, a row for each fault and way."""
    lines = [
        f"| what arXiv does | how long | {' | '.join(f'{name} {version}' for name, version in names.items())} |",
        f"|---|---|{'---|' * len(names)}",
    ]
    for fault in faults:
        for way in HOW:
            cells = [outcomes[fault.name, way, name] for name in names]
            bold = [f"**{cell}**" if cell.startswith(BAD) else cell for cell in cells]
            right = " (and it is right)" if fault.harmless else ""
            lines.append(f"| {fault.words}{right} | {way} | {' | '.join(bold)} |")
    return "\n".join(lines)


def counts(names: dict[str, str], outcomes: dict[tuple[str, str, str], str]) -> str:
    """How often each outcome came, in Markdown."""
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for word in (*FINE, *BAD):
        cells = [
            str(sum(found.startswith(word) for (_, _, who), found in outcomes.items() if who == name)) for name in names
        ]
        lines.append(f"| {word} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and with ``--write`` put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="the Python that has the others")
    parser.add_argument("--only", nargs="+", choices=FAULTS, metavar="FAULT", help="these faults only")
    parser.add_argument("--limit", type=float, default=100.0, help="seconds for one run (100)")
    parser.add_argument("--jobs", type=int, default=4, help="runs side by side (4)")
    parser.add_argument("--write", action="store_true", help=f"write into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args()
    names = {"paperdex": __version__} | peers_of(options.peers)
    faults = [fault for fault in FAULTS.values() if ATOM in fault.of and fault.name in (options.only or FAULTS)]
    jobs = [(fault.name, way, name) for fault in faults for way in HOW for name in names]
    outcomes: dict[tuple[str, str, str], str] = {}

    def measure(job: tuple[str, str, str]) -> None:
        fault, way, name = job
        outcomes[job] = one(name, options.peers, HOW[way](fault), options.limit)
        sys.stderr.write(f"{len(outcomes)}/{len(jobs)} {fault}, {way}: {name} {outcomes[job]}\n")

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(measure, jobs))
    said = f"""\
Measured on {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()}, {len(PAPERS)} invented papers, and a \
limit of {options.limit:g} seconds for a run.

{counts(names, outcomes)}

{table(faults, names, outcomes)}"""
    print(said)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(f"{before}{START}\n{said}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    if any(found.startswith(BAD) for (_, _, name), found in outcomes.items() if name == "paperdex"):
        sys.exit("paperdex did not hold what it promises.")


if __name__ == "__main__":
    main()
