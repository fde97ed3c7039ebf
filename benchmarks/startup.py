"""How long paperdex takes to start, against the least that a click program can take.

Run by hand or in CI: ``python benchmarks/startup.py [--runs N] [--check]``. The commands take turns (A B C D, A B C D,
...), so that a machine that is busy for a while slows all of them, and the medians are compared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

LIMIT = 1.5
"""How many times as long as ``import click`` ``paperdex --version`` may take."""
BASE = "import click"
COMMANDS = {
    BASE: ["-c", "import click"],
    "paperdex --version": ["-m", "paperdex", "--version"],
    "paperdex --help": ["-m", "paperdex", "--help"],
    "paperdex list": ["-m", "paperdex", "list"],
}
"""What is measured, as arguments to Python; stdout is no terminal."""
LIST = "# Tea\n\n" + "".join(f"- [Invented {n}](https://arxiv.org/abs/2101.{90000 + n})\n" for n in range(20))


def seconds(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """How long one process takes from start to end; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(runs: int, environment: Mapping[str, str]) -> dict[str, list[float]]:
    """Seconds of each run of each command, in turns, after one round that warms the caches."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken = seconds(arguments, environment)
            if number:
                times[name].append(taken)
    return times


def small_library(folder: Path) -> dict[str, str]:
    """An environment in which ``paperdex list`` has twenty entries to print, and nothing is asked on the network."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERDEX_")}
    environment |= {
        "PAPERDEX_DB": str(folder / "library.db"),
        "PAPERDEX_MIRROR": str(folder / "mirror.db"),
        "PAPERDEX_CACHE": str(folder / "cache"),
        "PAPERDEX_ARXIV_API": "",
    }
    (folder / "tea.md").write_text(LIST, encoding="utf-8")
    command = [sys.executable, "-m", "paperdex", "-q", "fetch", str(folder / "tea.md")]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode != 1:  # no record was fetched: that is something left undone
        sys.exit(f"the small library can't be made: {done.stderr}")
    return environment


def main() -> int:
    """Print the medians and their ratios; with ``--check``, 1 when ``--version`` takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=21, help="of each command (default: 21)")
    parser.add_argument("--check", action="store_true", help=f"fail when --version takes more than {LIMIT} times")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        times = measure(options.runs, small_library(Path(folder)))
    base = median(times[BASE])
    for name, taken in times.items():
        print(f"{name:<20} {median(taken) * 1000:7.1f} ms  {median(taken) / base:5.2f} x")
    ratio = median(times["paperdex --version"]) / base
    if options.check and ratio > LIMIT:
        print(f"paperdex --version takes {ratio:.2f} times as long; {LIMIT} is allowed.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
