"""How fast an answer of arXiv is read, against the arxiv package's parser and feedparser where it is installed.

Run by hand: ``python benchmarks/feed_speed.py [--runs N] [--papers N] [FEED] [--check]``. The feed is a recorded answer
if one is given, else one of invented papers as the tests' loopback server writes it. All take turns, and the least
time that each has the processor for is compared: whatever else the machine does only adds to it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from arxiv import _feed  # type: ignore[import-untyped]

from paperdex.sources.arxiv_feed import read_page
from paperdex.sources.transport import Reply

LIMIT = 3.5
"""How many times as fast as the arxiv package's parser."""


def invented_feed(papers: int) -> bytes:
    """An answer with so many invented papers."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from invented import invented_papers
    from loopback_arxiv import feed

    return feed(invented_papers(papers, seed=0))


def main() -> int:
    """Print records per second and ratios; with ``--check``, 1 when reading is not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("feed", nargs="?", type=Path, help="a recorded answer (default: invented papers)")
    parser.add_argument("--papers", type=int, default=100, help="how many invented papers (default: 100)")
    parser.add_argument("--runs", type=int, default=41, help="of each (default: 41)")
    parser.add_argument("--check", action="store_true", help=f"fail below {LIMIT} times the arxiv package's speed")
    options = parser.parse_args()
    body = options.feed.read_bytes() if options.feed else invented_feed(options.papers)
    reply = Reply(200, "", "application/atom+xml", body)
    works: dict[str, Callable[[], object]] = {
        "paperdex": lambda: read_page("arxiv", reply, retrieved="2026-11-20T21:30:00Z"),
        "arxiv": lambda: _feed.parse(body),
    }
    try:
        import feedparser  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        print("feedparser is not installed: it is left out.", file=sys.stderr)
    else:
        works["feedparser"] = lambda: feedparser.parse(body)
    count = len(read_page("arxiv", reply, retrieved="2026-11-20T21:30:00Z").records)
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(options.runs):
        for name, work in works.items():
            start = time.process_time()
            work()
            times[name].append(time.process_time() - start)
    own = min(times["paperdex"])
    for name, taken in times.items():
        print(f"{name:<12} {count / min(taken):10,.0f} records/s  {min(taken) / own:6.2f} times paperdex's time")
    ratio = min(times["arxiv"]) / own
    if options.check and ratio < LIMIT:
        print(f"Reading is {ratio:.2f} times as fast as the arxiv package's; {LIMIT} is asked for.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
