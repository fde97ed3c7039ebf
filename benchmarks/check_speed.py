"""How long ``paperdex check`` takes on a long list whose records are at hand, as a multiple of ``paperdex scan``.

``python benchmarks/check_speed.py [--entries N] [--runs N] [--inner] [--check]``. The list is Markdown, of invented
papers by topic with authors and dates; every tenth entry has a fault. The records lie in a mirror. Both commands run as
a user runs them, and take turns. ``--inner`` measures within one process, where starting Python does not count;
``--profile`` prints where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from invented import invented_papers
from loopback_arxiv import Paper
from paperdex.core.names import parse_name
from paperdex.core.records import BibliographicRecord
from paperdex.storage.mirror import Mirror

LIMIT = 3.0
"""Times as long as a scan that a check may take."""
PER_TOPIC = 40


def list_of(papers: Iterable[Paper], rng: random.Random) -> str:
    """A list by topic; every tenth entry has an http link, another version, another date or another title."""
    lines = ["# Invented reading\n"]
    for number, paper in enumerate(papers):
        if number % PER_TOPIC == 0:
            lines.append(f"\n## Invented topic {number // PER_TOPIC}\n")
        title, link, date = paper.title.replace("$", ""), f"https://arxiv.org/abs/{paper.id}", paper.versions[0][:10]
        if number % 10 == 3:
            title, link, date = rng.choice(
                (
                    (title, link.replace("https", "http"), date),
                    (title, f"{link}v1", date),
                    (title, link, "1993-01-01"),
                    (title.replace("Invented", "Invnted"), link, date),
                )
            )
        authors = ", ".join(name for name, _ in paper.authors[:3])
        lines.append(f"- [{title}]({link}), {authors}, {date}")
    return "\n".join(lines) + "\n"


def records_of(papers: Iterable[Paper]) -> Iterator[BibliographicRecord]:
    """What a mirror has of these papers."""
    for paper in papers:
        yield BibliographicRecord(
            paper.id,
            paper.title,
            "mirror",
            "2026-01-01T00:00:00Z",
            authors=tuple(parse_name(name) for name, _ in paper.authors),
            abstract=paper.abstract,
            submitted=paper.versions[0],
            updated=paper.versions[-1],
            version=len(paper.versions),
            categories=paper.categories,
            comment=paper.comment,
        )


class Desk:
    """A folder with a list, a mirror, and the two commands to run."""

    def __init__(self, folder: Path, entries: int) -> None:
        papers = invented_papers(entries)
        self.folder = folder
        (folder / "list.md").write_text(list_of(papers, random.Random(1)), encoding="utf-8")
        with Mirror.open(folder / "mirror.db") as mirror:
            mirror.import_records(records_of(papers), origin="invented", at="2026-01-01T00:00:00Z")
        self.environment = {
            "PAPERDEX_DB": str(folder / "none.db"),
            "PAPERDEX_MIRROR": str(folder / "mirror.db"),
            "PAPERDEX_CACHE": str(folder / "cache"),
            "PAPERDEX_ARXIV_API": "",
        }

    def in_process_of_its_own(self, *arguments: str) -> None:
        """Run a command as a user does."""
        command = [sys.executable, "-m", "paperdex", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=os.environ | self.environment, capture_output=True, check=False
        )
        if done.returncode not in (0, 1):
            sys.exit(done.stderr.decode())

    def here(self, *arguments: str) -> None:
        """Run a command in this process."""
        from click.testing import CliRunner

        from paperdex.cli import cli

        os.chdir(self.folder)
        done = CliRunner(env=self.environment).invoke(cli, arguments, catch_exceptions=False)
        if done.exit_code not in (0, 1):
            sys.exit(done.stderr)


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Print the medians and their ratio; with ``--check``, 1 when a check takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5, help="of each (default: 5)")
    parser.add_argument("--inner", action="store_true", help="measure within one process")
    parser.add_argument("--profile", action="store_true", help="print where the time of a check goes")
    parser.add_argument("--check", action="store_true", help=f"fail at more than {LIMIT} times")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="paperdex-") as folder:
        desk = Desk(Path(folder), options.entries)
        run = desk.here if options.inner or options.profile else desk.in_process_of_its_own
        commands = {"scan": ("scan", "--format", "jsonl", "list.md"), "check": ("check", "--format", "json", "list.md")}
        if options.profile:
            run(*commands["check"])
            with cProfile.Profile() as profile:
                run(*commands["check"])
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
            return 0
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.runs + 1):
            for name, command in commands.items():
                times[name].append(seconds(lambda command=command: run(*command)))  # type: ignore[misc]
        # The first of each fills caches of the machine.
        scan, check = (median(taken[1:]) for taken in times.values())
    print(f"{options.entries} entries: scan {scan:.2f} s, check {check:.2f} s, ratio {check / scan:.2f}")
    if options.check and check / scan > LIMIT:
        print(f"A check takes {check / scan:.2f} times as long as a scan; {LIMIT} is allowed.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
