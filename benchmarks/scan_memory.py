"""How much memory reading a list takes in each format, as a multiple of the list's size.

Run by hand or in CI: ``python benchmarks/scan_memory.py [--megabytes M] [--check] [FORMAT...]``. A list of that size is
made up for each format and read in a process of its own; counted is how far the peak of that process lies above the
peak of one that reads a list with one paper. The file's bytes and the rows that come back are part of it. Every list
has one character outside the Basic Multilingual Plane, as most do (an emoji in a heading): Python then keeps each
character of a text in four bytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from paperdex.lists import FORMATS, SUFFIXES, read_list

LIMIT = 10.0
"""Reading must take less than so many times the size of the list."""
TOPIC_SIZE = 20
UNIT = 1024 if sys.platform == "linux" else 1
"""Bytes in which the system counts a peak."""

Piece = Callable[[int], str]


def title(n: int) -> str:
    """An invented title."""
    return f"An Invented Paper on Teapots and the {n}th Handle"


def arxiv(n: int) -> str:
    """An identifier of the form of arXiv's."""
    return f"{15 + n // 1_200_000 % 9}{1 + n // 100_000 % 12:02}.{n % 100_000:05}"


def url(n: int) -> str:
    """An address of the form of arXiv's."""
    return f"https://arxiv.org/abs/{arxiv(n)}"


def markdown_item(n: int) -> str:
    """An item as most lists write it."""
    return (
        f"- **{title(n)}**, Ada Invented, Bo Madeup, NIPS 2018 [[paper]({url(n)})] [[code](https://example.org/{n})]\n"
    )


def cell(text: str) -> str:
    """A Markdown cell of a notebook."""
    whole = {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}
    return json.dumps(whole, indent=1, ensure_ascii=False)


def row(n: int, delimiter: str) -> str:
    """A row of a table."""
    return delimiter.join((f"Topic {n // TOPIC_SIZE}", title(n), "Ada Invented; Bo Madeup", "2018", url(n))) + "\n"


def csl_item(n: int) -> str:
    """An item as Zotero exports it."""
    names = [{"family": "Invented", "given": "Ada"}, {"family": "Madeup", "given": "Bo"}]
    item = {"id": f"k{n}", "type": "article", "title": title(n), "URL": url(n), "author": names, "number": arxiv(n)}
    return json.dumps({**item, "issued": {"date-parts": [[2018, 1]]}}, indent=1)


PIECES: dict[str, tuple[str, Piece, Piece, str]] = {
    "markdown": ("# Papers \U0001f525\n", lambda n: f"\n## Topic {n}\n\n", markdown_item, ""),
    "plain": ("Papers \U0001f525\n\n", lambda n: f"\nTopic {n}\n\n", lambda n: f"{title(n)} {url(n)}\n", ""),
    "html": (
        "<html><body><main><h1>Papers \U0001f525</h1>\n",
        lambda n: f"<h2 id='t{n}'>Topic {n}</h2>\n",
        lambda n: (
            f"<li class='paper'><b>{title(n)}</b>, <i>Ada Invented, Bo Madeup</i>, NIPS 2018"
            f" <a href='{url(n)}'>[paper]</a> <a href='https://example.org/{n}'>[code]</a></li>\n"
        ),
        "</main></body></html>",
    ),
    "rst": (
        "Papers \U0001f525\n=======\n",
        lambda n: f"\nTopic {n:09}\n---------------\n\n",
        lambda n: f"* {title(n)}, Ada Invented, `paper <{url(n)}>`__\n",
        "",
    ),
    "org": (
        "#+title: Papers \U0001f525\n",
        lambda n: f"* Topic {n}\n",
        lambda n: f"- [[{url(n)}][{title(n)}]], Ada Invented, NIPS 2018\n",
        "",
    ),
    "asciidoc": (
        "= Papers \U0001f525\n\n",
        lambda n: f"\n== Topic {n}\n\n",
        lambda n: f"* {url(n)}[{title(n)}], Ada Invented, NIPS 2018\n",
        "",
    ),
    "latex": (
        "\\documentclass{article}\n\\begin{document}\n\\section{\U0001f525}\n",
        lambda n: f"\\section{{Topic {n}}}\n",
        lambda n: f"\\bibitem{{k{n}}} A. Invented, B. Madeup. \\emph{{{title(n)}}}. arXiv:{arxiv(n)}, 2018.\n\n",
        "",
    ),
    "bibtex": (
        "% \U0001f525\n",
        lambda n: f"\n% Topic: Topic {n}\n\n",
        lambda n: (
            f"@article{{k{n},\n  title = {{{title(n)}}},\n  author = {{Ada Invented and Bo Madeup}},\n"
            f"  year = {{2018}},\n  eprint = {{{arxiv(n)}}},\n  archiveprefix = {{arXiv}},\n}}\n"
        ),
        "",
    ),
    "ris": (
        "\U0001f525\n\n",
        lambda n: "",
        lambda n: (
            f"TY  - JOUR\nTI  - {title(n)}\nAU  - Invented, Ada\nAU  - Madeup, Bo\nPY  - 2018\nUR  - {url(n)}\n"
            f"KW  - Topic {n // TOPIC_SIZE}\nER  - \n\n"
        ),
        "",
    ),
    "csl-json": ('[{"title": "\U0001f525"}', lambda n: "", lambda n: f",\n{csl_item(n)}", "]"),
    "csv": ("Topic,Title,Authors,Year,URL\n\U0001f525,,,,\n", lambda n: "", lambda n: row(n, ","), ""),
    "tsv": ("Topic\tTitle\tAuthors\tYear\tURL\n\U0001f525\t\t\t\t\n", lambda n: "", lambda n: row(n, "\t"), ""),
    "notebook": (
        '{"nbformat": 4, "cells": [' + cell("# Papers \U0001f525"),
        lambda n: f",\n{cell(f'## Topic {n}')}",
        lambda n: f",\n{cell(markdown_item(n))}",
        "]}",
    ),
}
"""Of each format what a list begins with, a topic, a paper, and what it ends with."""


def write(path: Path, format: str, size: int) -> None:
    """Write a list of at least ``size`` characters, and of one paper at least.

    Piece by piece, for Linux counts what this process ever took among the peak of those that it starts.
    """
    begin, topic, paper, end = PIECES[format]

    def pieces() -> Iterator[str]:
        n = length = 0
        while length < size or not n:
            piece = (topic(n) if n % TOPIC_SIZE == 0 else "") + paper(n)
            length += len(piece)
            n += 1
            yield piece

    with path.open("w", encoding="utf-8") as file:
        file.writelines(chain((begin,), pieces(), (end,)))


def measure(path: Path) -> tuple[int, float, int]:
    """Peak in bytes, seconds and entries of a process that reads one list."""
    command = [sys.executable, __file__, "--child", str(path)]
    peak, seconds, entries = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return peak, seconds, entries


def child(path: Path) -> None:
    """Read one list and tell what it took."""
    start = time.perf_counter()
    found = read_list(path.read_bytes(), str(path))
    seconds = time.perf_counter() - start
    print(json.dumps((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT, seconds, len(found.entries))))


def main() -> int:
    """Print the multiples; with ``--check``, 1 when one of them is too large."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="formats to measure (default: all)")
    parser.add_argument("--megabytes", type=float, default=5, help="how large each list is (default: 5)")
    parser.add_argument("--check", action="store_true", help=f"fail when one takes {LIMIT:.0f} times its size or more")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child)
        return 0
    suffixes = {row.name: suffix for suffix, row in reversed(SUFFIXES.items())}
    too_large = []
    print(f"{'format':<10} {'ratio':>6} {'MB/s':>6} {'entries':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for format in options.formats or FORMATS:
            path = Path(folder, f"list{suffixes[format]}")
            write(path, format, 0)
            base = measure(path)[0]
            write(path, format, int(options.megabytes * 1e6))
            peak, seconds, entries = measure(path)
            size = path.stat().st_size
            ratio = (peak - base) / size
            too_large += [format] if ratio >= LIMIT else []
            print(f"{format:<10} {ratio:6.1f} {size / seconds / 1e6:6.2f} {entries:8}", flush=True)
    if options.check and too_large:
        print(f"Too much memory is taken for {', '.join(too_large)}; the limit is {LIMIT:.0f}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
