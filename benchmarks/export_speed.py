"""How fast bibliographies are written, against bibtexparser's writer with its LaTeX encoder.

Run by hand: ``python benchmarks/export_speed.py [--papers N] [--runs N] [--format NAME] [--memory N] [--check]``. Both
write the same invented papers; they take turns, so that a busy moment of the machine slows both alike, and the medians
are compared. With ``--memory`` so many papers are streamed through the writer, and the peak of memory is printed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bibtexparser import middlewares
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys, cite_key
from paperdex.core.records import Author, BibliographicRecord
from paperdex.exports import FORMATS, get_format

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from invented import invented_papers

LIMIT = 5.0
"""How many times as fast as bibtexparser's writer."""


def invented(papers: int) -> Iterator[BibliographyItem]:
    """So many invented works, each with its own key."""
    distinct, taken = DistinctKeys(), set[str]()
    for paper in invented_papers(papers, seed=0):
        record = BibliographicRecord(
            work=paper.id,
            title=paper.title,
            source="arxiv",
            retrieved="",
            authors=tuple(Author(name) for name, _ in paper.authors),
            submitted=paper.versions[0],
            version=len(paper.versions),
            categories=paper.categories,
            journal_ref=paper.journal_ref,
            doi=paper.doi,
        )
        key = distinct(cite_key(record, paper.versions[0][:4]), taken)
        taken.add(key.casefold())
        yield BibliographyItem(key, record, topics=(("Tea", f"Pot {len(taken) % 50}"),))


def groups(items: list[BibliographyItem]) -> list[TopicGroup]:
    """The works under one topic."""
    return [TopicGroup("Invented", ("Tea",), tuple(items))]


def bibtexparser_text(items: list[BibliographyItem]) -> str:
    """The same works as bibtexparser writes them, out of Unicode."""
    library = Library(
        [
            Entry(
                "misc",
                item.cite_key,
                [
                    Field("title", item.record.title),
                    Field("author", " and ".join(author.name for author in item.record.authors)),
                    Field("year", (item.record.submitted or "")[:4]),
                    Field("eprint", item.record.work),
                    Field("archivePrefix", "arXiv"),
                    Field("primaryClass", item.record.primary_category or ""),
                    Field("doi", item.record.doi or f"10.48550/arXiv.{item.record.work}"),
                    Field("keywords", ", ".join(" / ".join(topic) for topic in item.topics)),
                    Field("note", item.record.journal_ref or ""),
                ],
            )
            for item in items
        ]
    )
    enclosing = middlewares.AddEnclosingMiddleware(
        reuse_previous_enclosing=False, enclose_integers=False, default_enclosing="{"
    )
    return write_string(library, unparse_stack=[middlewares.LatexEncodingMiddleware(), enclosing])


def peak_of(papers: int, name: str) -> tuple[int, int]:
    """Peak of memory in bytes while so many works go through the writer one at a time, and the bytes written."""
    paper = next(invented(1))
    write = get_format(name).write

    def stream() -> Iterator[TopicGroup]:
        for number in range(papers):
            record = BibliographicRecord(
                f"1501.{number:06}", f"Invented Pots {number}", "arxiv", "", (Author(f"Ada Invented{number}"),)
            )
            item = BibliographyItem(f"key{number}", record, topics=paper.topics)
            yield TopicGroup("Invented", ("Tea", f"{number // 1000}"), (item,))

    tracemalloc.start()
    size = sum(map(len, write(stream())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, size


def main() -> int:
    """Print entries per second and the ratio; with ``--check``, 1 when writing is not fast enough."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--papers", type=int, default=1000, help="how many invented papers (default: 1000)")
    parser.add_argument("--runs", type=int, default=5, help="of each (default: 5)")
    parser.add_argument("--format", default="bibtex", choices=list(FORMATS), help="what is written (default: bibtex)")
    parser.add_argument("--memory", type=int, default=0, metavar="N", help="stream N papers, print the peak of memory")
    parser.add_argument("--check", action="store_true", help=f"fail below {LIMIT} times bibtexparser's speed")
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # it says each character that it has no macro for
    if options.memory:
        peak, size = peak_of(options.memory, options.format)
        print(f"{options.memory:,} entries, {size / 1e6:.1f} MB written, {peak / 1e6:.1f} MB of memory at most")
        return 0
    items = list(invented(options.papers))
    write = get_format(options.format).write
    works: dict[str, Callable[[], object]] = {
        "paperdex": lambda: "".join(write(groups(items))),
        "bibtexparser": lambda: bibtexparser_text(items),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(options.runs):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    own = median(times["paperdex"])
    for name, taken in times.items():
        speed = options.papers / median(taken)
        print(f"{name:<14} {speed:8,.0f} entries/s  {median(taken) / own:6.2f} times paperdex's time")
    ratio = median(times["bibtexparser"]) / own
    if options.check and ratio < LIMIT:
        print(f"Writing is {ratio:.2f} times as fast as bibtexparser's; {LIMIT} is asked for.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
