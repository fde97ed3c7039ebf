"""How well reading lists are read: identifiers, titles and topics against expected rows.

``python benchmarks/list_scores.py [FOLDER]``: a folder of documents, each ``NAME.SUFFIX`` with its rows in
``NAME.jsonl``, as in ``tests/lists/cases`` (the default). A row is an entry: ``title``, ``topic``, and its identifiers
as ``identifiers`` (``arxiv:1706.02677v1``) or ``id``. The first row may describe the document and has no ``line``.

An identifier is found when an entry has it and right when the rows have it; what is only mentioned and taken for an
entry counts as wrong. Titles and topics are compared for each expected entry with the entry that answers it: the one
with its identifier, else the one on its line. Scores are computed for each file and averaged over files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from paperdex.core.entries import ListEntry
from paperdex.core.text import clean_text
from paperdex.errors import InputError
from paperdex.lists import read_list

CASES = Path(__file__).resolve().parent.parent / "tests" / "lists" / "cases"


@dataclass(frozen=True)
class Score:
    """Rates from 0 to 1 of one document; ``None`` where there is nothing to rate."""

    precision: float | None
    recall: float | None
    titles: float | None
    topics: float | None
    title_only: float | None
    """Of the entries without any identifier, how many were found by their title."""


def expected_id(row: dict[str, Any]) -> str | None:
    """The arXiv identifier of a row, without its version."""
    if row.get("id"):
        return str(row["id"])
    for identifier in row.get("identifiers", ()):
        scheme, _, value = str(identifier).partition(":")
        if scheme == "arxiv":
            return value.rpartition("v")[0] or value if "v" in value.rpartition("/")[2] else value
    return None


def score(rows: Sequence[dict[str, Any]], entries: Sequence[ListEntry]) -> Score:
    """The rates of one document."""
    wanted = {found for row in rows if (found := expected_id(row))}
    got = {entry.arxiv.value for entry in entries if entry.arxiv}
    answers = [(row, _answer(row, entries)) for row in rows]
    alone = [row for row in rows if not expected_id(row) and not row.get("identifiers")]
    titles = {clean_text(entry.title).casefold() for entry in entries}
    return Score(
        precision=_rate([found in wanted for found in got]),
        recall=_rate([found in got for found in wanted]),
        titles=_rate([e is not None and _same_title(row, e) for row, e in answers if row.get("title")]),
        topics=_rate([e is not None and list(e.topic) == list(row.get("topic", [])) for row, e in answers]),
        title_only=_rate([clean_text(row["title"]).casefold() in titles for row in alone if row.get("title")]),
    )


def _answer(row: dict[str, Any], entries: Iterable[ListEntry]) -> ListEntry | None:
    wanted = expected_id(row)
    by_line = [entry for entry in entries if entry.line == row.get("line")]
    by_id = [entry for entry in entries if wanted and entry.arxiv and entry.arxiv.value == wanted]
    both = [entry for entry in by_id if entry in by_line]
    return next(iter([*both, *by_id, *by_line]), None)


def _same_title(row: dict[str, Any], entry: ListEntry) -> bool:
    return clean_text(str(row["title"])) == clean_text(entry.title)


def _rate(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def score_folder(folder: Path) -> dict[str, Score]:
    """The score of each document of a folder that has rows beside it."""
    scores = {}
    for path in sorted(folder.iterdir()):
        beside = path.with_suffix(".jsonl")
        if path.suffix == ".jsonl" or not beside.is_file():
            continue
        rows = [json.loads(line) for line in beside.read_text(encoding="utf-8").splitlines() if line.strip()]
        try:
            entries: Sequence[ListEntry] = read_list(path.read_bytes(), path.name).entries
        except InputError:
            entries = ()
        scores[path.name] = score([row for row in rows if "line" in row], entries)
    return scores


def _mean(scores: Iterable[Score], part: Callable[[Score], float | None]) -> str:
    values = [value for each in scores if (value := part(each)) is not None]
    return f"{mean(values):9.3f}" if values else "        -"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CASES)
    parser.add_argument("--all", action="store_true", help="print the perfect documents too")
    arguments = parser.parse_args()
    scores = score_folder(arguments.folder)
    parts = ("precision", "recall", "titles", "topics", "title_only")
    print(f"{'document':40}" + "".join(f"{part:>11}" for part in parts))
    for name, each in scores.items():
        values = [getattr(each, part) for part in parts]
        if arguments.all or any(value is not None and value < 1 for value in values):
            print(f"{name[:39]:40}" + "".join("          -" if value is None else f"{value:11.3f}" for value in values))
    means = (_mean(scores.values(), lambda each, part=part: getattr(each, part)) for part in parts)  # type: ignore[misc]
    print(f"{f'mean of {len(scores)}':40}" + "".join(f"  {value}" for value in means))


if __name__ == "__main__":
    main()
