"""How fast paperdex reads a Markdown list, against markdown-it-py that only parses the same text.

Run by hand or in CI: ``python benchmarks/scan_speed.py [--runs N] [--megabytes M] [--fresh] [LIST...] [--check]``. The
lists (those in ``data/lists`` if none is given) are put behind one another until the text is large enough. Both take
turns, so that a machine that is busy for a while slows both, and the medians are compared. ``--fresh`` makes every
copy's words and identifiers its own, so that nothing that is remembered helps.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from paperdex.lists import read_list

LIMIT = 3.0
"""How many times as fast as markdown-it-py a whole reading must be."""
LISTS = Path(__file__).parent.parent / "data" / "lists"
WORD = re.compile(r"(?<![\w/.:#-])[a-z]{5,}(?![\w/.:-])")


def large_text(paths: Sequence[Path], size: int, *, fresh: bool) -> str:
    """At least ``size`` bytes of the lists behind one another; ``fresh`` makes the words of each copy its own."""
    source = "\n\n".join(path.read_text(encoding="utf-8") for path in paths)
    copies = size // len(source.encode()) + 1
    own = (WORD.sub(rf"\g<0>{n}x", source) for n in range(copies)) if fresh else iter([source] * copies)
    return "\n\n".join(own)


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Print the medians and their ratio; with ``--check``, 1 when reading is not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lists", nargs="*", type=Path, help="Markdown lists (default: those in data/lists)")
    parser.add_argument("--runs", type=int, default=5, help="of each (default: 5)")
    parser.add_argument("--megabytes", type=float, default=5, help="how large the text is (default: 5)")
    parser.add_argument("--fresh", action="store_true", help="make the words of each copy its own")
    parser.add_argument("--check", action="store_true", help=f"fail when it is less than {LIMIT} times as fast")
    options = parser.parse_args()
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        sys.exit("markdown-it-py is not installed: pip install markdown-it-py")
    text = large_text(options.lists or sorted(LISTS.glob("*.md")), int(options.megabytes * 1e6), fresh=options.fresh)
    data = text.encode()
    works: dict[str, Callable[[], object]] = {
        "markdown-it-py parses": lambda: MarkdownIt("commonmark").enable("table").parse(text),
        "paperdex reads": lambda: read_list(data, "lists.md"),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(options.runs):
        for name, work in works.items():
            times[name].append(seconds(work))
    base, own = (median(taken) for taken in times.values())
    for name, taken in times.items():
        print(f"{name:<22} {median(taken):6.2f} s  {len(data) / median(taken) / 1e6:6.2f} MB/s")
    print(f"{'ratio':<22} {base / own:6.2f}")
    if options.check and base / own < LIMIT:
        print(f"Reading is {base / own:.2f} times as fast; {LIMIT} is asked for.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
