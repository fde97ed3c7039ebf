"""What the programs that read .bib files see in an export, field by field, against what is in the records.

Run by hand: ``python benchmarks/consumers.py [--format NAME] [--recorded FOLDER] [--readers NAME,...] [--ascii]
[-v]``. The torture set of the tests is written and read; with ``--recorded`` the titles and author lists of recorded
answers of arXiv, too, a few thousand at a time. A program that is not installed is named and left out; the JavaScript
ones are looked for in ``PAPERDEX_NODE_MODULES``. Printed are the entries in which a reader agrees, of all.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.names import tidy_authors
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex
from paperdex.exports import get_format
from paperdex.exports.latex import Spelling, encode_name, encode_text
from paperdex.exports.options import ExportOptions

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from exports.readers import (
    READERS,
    Absent,
    Reading,
    Seen,
    agreement,
    read_bibtex,
    read_bibutils,
    read_pandoc,
)
from exports.torture import MOST, export

FIELDS = ("entry", "title", "families", "year", "eprint", "doi")
BATCH = 1000


def recorded(folder: Path) -> Iterator[tuple[str, tuple[Author, ...]]]:
    """Titles and authors of recorded rows, each title once."""
    seen: set[str] = set()
    for title, names in _rows(folder):
        if title not in seen:
            seen.add(title)
            yield title, names


def _rows(folder: Path) -> Iterator[tuple[str, tuple[Author, ...]]]:
    for name in ("oai/hh2017_oai_dc_sample.jsonl", "oai/hh2017_oai_dc_day_2014-03-07.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            fields = row[1] if isinstance(row, list) else row["oai_dc"]
            yield " ".join(fields["title"][0].split()), tuple(Author(name) for name in fields["creator"])
    for line in (folder / "snapshot/staeiou_arxiv_archive_sample.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["title"], _split(row["author_text"])
    path = folder / "snapshot/arxiv_code_expected_bibtex_authors.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        names = tuple(Author(" ".join(filter(None, (p[1], p[0], p[2]))), *p[:3]) for p in row["authors_parsed_utf8"])
        yield " ".join(row["title_tex"].split()), names
    path = folder / "snapshot/arxiv_oaipmh_testdb_versions.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield (
            " ".join(row["title"].split()),
            _split(row["authors"]),
        )


def _split(names: str) -> tuple[Author, ...]:
    return tuple(Author(name) for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", names) if name)


def written(
    rows: list[tuple[str, tuple[Author, ...]]], name: str, *, ascii: bool = False
) -> tuple[str, dict[str, Seen]]:
    """The rows in a format, and what a reader should see."""
    items: list[BibliographyItem] = []
    truth: dict[str, Seen] = {}
    most = min(MOST[name], 100)
    spelling = Spelling.CLASSIC if name == "bibtex" else Spelling.UNICODE
    for number, (title, names) in enumerate(rows):
        authors = tidy_authors(names)[0][:most]
        work = f"1706.{number:05}"
        record = BibliographicRecord(work, title, "arxiv", "", authors, submitted="2017-06-08")
        items.append(BibliographyItem(f"key{number}", record))
        families = [
            decode_tex(author.name if author.given and _is_whole(author, spelling) else author.family)
            for author in authors
        ]
        truth[f"key{number}"] = Seen(decode_tex(title), families, "2017", work, f"10.48550/arXiv.{work}")
    groups = [TopicGroup("Recorded", (), tuple(items))]
    return "".join(get_format(name).write(groups, ExportOptions(ascii=ascii))), truth


def _is_whole(author: Author, spelling: Spelling) -> bool:
    """Whether a name is written in braces as a whole."""
    latex = encode_name(author, spelling)
    depth = 0
    for place, character in enumerate(latex):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return place == len(latex) - 1
    return False


def _is_exact(title: str) -> bool:
    """Whether a title has no math, nor a symbol that is written as math, nor quotes."""
    return not re.search(r"\{\$(?![<>|])|\\\$|[`{}\"]|''", encode_text(title)) and "$" not in title


def readers(name: str) -> dict[str, Callable[[Path, Path], Reading]]:
    """The readers, in the dialect of the format."""
    if name == "bibtex":
        return READERS | {"BibTeX": read_bibtex}
    return READERS | {
        "pandoc": lambda path, folder: read_pandoc(path, folder, "biblatex"),
        "bibutils": lambda path, folder: read_bibutils(path, folder, "biblatex2xml"),
    }


def compare(label: str, batches: list[tuple[str, dict[str, Seen]]], options: argparse.Namespace) -> None:
    """Print a table with a row a reader."""
    count = sum(len(truth) for _, truth in batches)
    print(f"\n{label}, {options.format}: {count:,} entries")
    print(f"{'reader':<14} {'seconds':>8} {'said':>5} " + " ".join(f"{field:>9}" for field in FIELDS))
    for reader, read in readers(options.format).items():
        if options.readers and reader not in options.readers.split(","):
            continue
        wrong: Counter[str] = Counter()
        said: list[str] = []
        start = time.perf_counter()
        try:
            for text, truth in batches:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "read.bib"
                    path.write_text(text, encoding="utf-8")
                    reading = read(path, Path(folder))
                said += reading.said
                exact = {key for key, seen in truth.items() if _is_exact(seen.title)}
                found = agreement(truth, reading, exact=exact.__contains__)
                if reader == "BibTeX":
                    found = {"entry": found["entry"]}
                wrong.update({field: len(keys) for field, keys in found.items()})
                if options.verbose:
                    for key in found.get("title", [])[: options.verbose * 10]:
                        print(f"   {truth[key].title!r}\n   {reading.entries[key].title!r}")
                    for key in found.get("families", [])[: options.verbose * 10]:
                        print(f"   {truth[key].families[:9]}\n   {reading.entries[key].families[:9]}")
        except Absent as absent:
            print(f"{reader:<14} {absent}")
            continue
        taken = time.perf_counter() - start
        told = " ".join(f"{count - wrong[field]:>9,}" for field in (FIELDS[:1] if reader == "BibTeX" else FIELDS))
        print(f"{reader:<14} {taken:8.1f} {len(said):5} {told}")
        for line, times in Counter(said).most_common(3):
            print(f"    {times} x {line[:100]}")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--format", choices=("bibtex", "biblatex"), default="bibtex", help="what is written")
    parser.add_argument("--recorded", type=Path, metavar="FOLDER", help="recorded answers of arXiv")
    parser.add_argument("--limit", type=int, default=100_000, help="recorded rows that are taken")
    parser.add_argument("--ascii", action="store_true", help="recorded rows in ASCII; other scripts are transliterated")
    parser.add_argument("--readers", default="", metavar="NAME,...", help="only these")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="print what differs")
    options = parser.parse_args()
    made = export(options.format)
    compare("Torture set", [(made.text, made.truth)], options)
    if options.recorded:
        rows = list(recorded(options.recorded))[: options.limit]
        batches = [
            written(rows[start : start + BATCH], options.format, ascii=options.ascii)
            for start in range(0, len(rows), BATCH)
        ]
        compare("Recorded titles and authors", batches, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
