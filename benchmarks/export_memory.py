"""How much memory and time an export takes, and how both grow with the library.

Run by hand or in CI: ``python benchmarks/export_memory.py [--works N] [--check] [FORMAT...]``. A library of N invented
works (100,000) and one of a tenth of that are made; each is exported to a file in a process of its own, twice: the
first export also gives the cite keys. Counted is the peak of the process. Were it constant, the larger library would
take no more; what grows is a number for each work that was written, and what a format itself keeps of each.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from paperdex.core.entries import ListEntry, ReadingList
from paperdex.core.identifiers import Identifier
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.resolution import Resolution
from paperdex.exports import FORMATS, get_format
from paperdex.storage.filters import Filters
from paperdex.storage.library import Library
from paperdex.workflows.exporting import bibliography, keep_keys
from paperdex.workflows.writing import write

UNIT = 1024 if sys.platform == "linux" else 1
"""Bytes in which the system counts a peak."""
LIMIT = 1000
"""Bytes that each further work may take; a record alone is several times as large."""
TOPIC_SIZE = 50
AT = "2026-11-20T00:00:00Z"


def work(n: int) -> str:
    """An identifier of the form of arXiv's, where it has no papers."""
    return f"{15 + n // 120_000:02}{1 + n // 10_000 % 12:02}.9{n % 10_000:04}"


def records(count: int) -> Iterator[BibliographicRecord]:
    """Invented records as large as real ones."""
    abstract = "We boil water in an invented teapot, and measure the steam with $\\alpha < \\beta$. " * 14
    for n in range(count):
        authors = (Author(f"Ada Invented{n % 977}"), Author("Bo Imaginary"), Author("Jan van der Verzonnen"))
        yield BibliographicRecord(
            work(n), f"An Invented Paper on Teapot {n} and its {n % 313}th Handle", "arxiv", AT, authors, abstract,
            submitted="2021-01-05T10:00:00Z", updated="2021-03-04T05:06:07Z", version=2,
            categories=("cs.LG", "stat.ML"),
        )  # fmt: skip


def make_library(path: Path, count: int) -> None:
    """A library of one list, in topics of fifty; each tenth work stands under a second topic too."""
    places = [(n, n // TOPIC_SIZE) for n in range(count)] + [(n, n // TOPIC_SIZE + 1) for n in range(0, count, 10)]
    entries = tuple(
        ListEntry(line, f"Teapot {n}", ("Teapots", f"Topic {topic}"), (Identifier("arxiv", work(n)),))
        for line, (n, topic) in enumerate(sorted(places, key=lambda place: place[1]), 1)
    )
    topics = tuple(dict.fromkeys(entry.topic for entry in entries))
    resolutions = [Resolution("resolved", work=entry.well_formed[0].value) for entry in entries]
    with Library.open(path) as library:
        library.replace_list(
            ReadingList("teapots.md", "markdown", "Teapots", entries, topics),
            location="teapots.md", sha256="", read_at=AT, resolutions=resolutions,
        )  # fmt: skip
        batch: list[BibliographicRecord] = []
        for record in records(count):
            batch.append(record)
            if len(batch) == 1000:
                library.save_records(batch)
                batch = []
        library.save_records(batch)


def measure(library: Path, format: str) -> tuple[int, float, int]:
    """Peak in bytes, seconds of the processor, and works of a process that exports a library."""
    command = [sys.executable, __file__, "--child", str(library), format]
    peak, seconds, works = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return peak, seconds, works


def child(library: Path, format: str) -> None:
    """Export a library and tell what it took."""
    start = time.process_time()
    with bibliography(library, Filters()) as found:
        write(get_format(format).write(found.groups), library.with_suffix(".out"))
        keep_keys(library, found.new_keys)
    seconds = time.process_time() - start
    print(json.dumps((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT, seconds, found.works)))


def main() -> int:
    """Print the figures; with ``--check``, 1 when a format takes too much for each further work."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="formats to measure (default: all)")
    parser.add_argument("--works", type=int, default=100_000, help="works of the larger library (default: 100,000)")
    parser.add_argument("--check", action="store_true", help=f"fail when a further work takes {LIMIT} bytes or more")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_library(options.make, options.works)
        return 0
    if options.child:
        child(options.child, options.formats[0])
        return 0
    too_much = []
    with tempfile.TemporaryDirectory() as folder:
        sizes = (options.works // 10, options.works)
        libraries = [Path(folder, f"{size}.db") for size in sizes]
        for path, size in zip(libraries, sizes, strict=True):
            # In a process of its own: what this one has taken at its peak would count for its children.
            subprocess.run([sys.executable, __file__, "--make", str(path), "--works", str(size)], check=True)
            peak, seconds, works = measure(path, "bibtex")
            print(f"{works:7} works, first export: {seconds:6.1f} s, peak {peak / 1e6:5.0f} MB", flush=True)
        print(f"{'format':<10} {'s':>6} {'works/s':>8} {'peak MB':>8} {'bytes for a further work':>25}")
        for format in options.formats or FORMATS:
            small, large = (measure(path, format) for path in libraries)
            growth = (large[0] - small[0]) / (sizes[1] - sizes[0])
            too_much += [format] if growth >= LIMIT else []
            print(
                f"{format:<10} {large[1]:6.1f} {large[2] / large[1]:8.0f} {large[0] / 1e6:8.0f} {growth:25.0f}",
                flush=True,
            )
    if options.check and too_much:
        print(f"Too much memory is taken by {', '.join(too_much)}; the limit is {LIMIT} bytes.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
