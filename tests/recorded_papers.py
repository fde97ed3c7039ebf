"""Real arXiv papers out of the recorded data, as the loopback server serves them; for tests and benchmarks.

Titles, authors and dates come from six harvests (see the README beside the data). The query API gives accents and the
Greek letters of TeX in Unicode, so do these papers. A paper has the title of its latest recorded version; the titles
that it had before are told apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from loopback_arxiv import Paper
from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.core.text import GREEK, clean_text, decode_tex

_FROM_NAME = {name: letter for letter, name in GREEK.items()}
_GREEK_COMMAND = re.compile(rf"\\({'|'.join(sorted(_FROM_NAME, key=len, reverse=True))})(?![A-Za-z])")


@dataclass(frozen=True)
class Recorded:
    """A paper, and the titles of its earlier versions where they are others."""

    paper: Paper
    earlier_titles: tuple[str, ...] = ()


def recorded_papers(folder: Path) -> dict[str, Recorded]:
    """Every paper of the recorded bulk data by identifier, in a fixed order."""
    papers: dict[str, Recorded] = {}
    for each in _all(folder):
        # One harvest has kept some identifiers as numbers: 1909.0744399999999.
        if not isinstance(parse_identifier(each.id), Identifier):
            continue
        known = papers.setdefault(each.id, Recorded(each))
        if not known.paper.authors and each.authors:
            papers[each.id] = replace(known, paper=replace(known.paper, authors=each.authors))
    for paper_id, titles in _titles_of_versions(folder).items():
        earlier = tuple(dict.fromkeys(title for title in titles if title != titles[-1]))
        known = papers[paper_id]
        papers[paper_id] = Recorded(replace(known.paper, title=titles[-1]), earlier)
    return papers


def papers_of_a_day(folder: Path) -> list[Paper]:
    """Some 260 papers: those that one day's harvest brought."""
    rows = _lines(folder / "oai" / "hh2017_oai_dc_day_2014-03-07.jsonl")
    return [_of_oai_dc(paper_id, fields) for paper_id, fields in rows]


def as_served(title: str) -> str:
    """A title as the query API gives it."""
    return decode_tex(_GREEK_COMMAND.sub(lambda command: _FROM_NAME[command[1]], clean_text(title)))


def _all(folder: Path) -> Iterator[Paper]:
    for paper_id, fields in _oai_dc(folder):
        if fields["title"] and fields["date"]:
            yield _of_oai_dc(paper_id, fields)
    for row in _lines(folder / "snapshot" / "arxiv_oaipmh_testdb_versions.jsonl"):
        yield _paper(row["paper_id"], row["title"], _split(row["authors"]), row["created"])
    for row in _lines(folder / "snapshot" / "staeiou_arxiv_archive_sample.jsonl"):
        yield _paper(row["arxiv_id"], row["title"], _split(row["author_text"]), row["created"])
    for row in _lines(folder / "snapshot" / "kaggle_snapshot_slice_wanng-ide.jsonl"):
        names = (f"{first} {last}" for last, first, *_ in row["authors_parsed"])
        yield _paper(row["id"], row["title"], names, f"20{row['id'][:2]}-{row['id'][2:4]}-01")
    dates = {row["id"]: row["text"] for row in _lines(folder / "snapshot" / "arxiv_browse_abs_files.jsonl")}
    for row in _lines(folder / "snapshot" / "arxiv_code_expected_bibtex_authors.jsonl"):
        year = re.search(r"^Date:[^\n]*?\b((?:19|20)\d\d)\b", dates.get(row["id"], ""), re.MULTILINE)
        if year:
            names = (f"{first} {last}" for last, first, *_ in row["authors_parsed_utf8"])
            yield _paper(row["id"], row["title_tex"], names, f"{year[1]}-01-01")
    for path in sorted((folder / "oai").glob("reduced_*.xml")):
        for record in ElementTree.parse(path).iter("record"):
            found = {element.tag: element.text or "" for element in record.iter()}
            yield _paper(found["identifier"].removeprefix("oai:arXiv.org:"), found["title"], (), found["date"])


def _oai_dc(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in _lines(folder / "oai" / "hh2017_oai_dc_sample.jsonl"):
        yield row["id"], row["oai_dc"]
    yield from _lines(folder / "oai" / "hh2017_oai_dc_day_2014-03-07.jsonl")


def _of_oai_dc(paper_id: str, fields: dict[str, Any]) -> Paper:
    names = (" ".join(reversed(name.split(", ", 1))) for name in fields["creator"])
    return _paper(paper_id, fields["title"][0], names, fields["date"][0])


def _titles_of_versions(folder: Path) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    rows = _lines(folder / "snapshot" / "arxiv_oaipmh_testdb_versions.jsonl")
    for row in sorted(rows, key=lambda row: int(row["version"])):
        titles.setdefault(row["paper_id"], []).append(as_served(row["title"]))
    return titles


def _paper(paper_id: str, title: str, names: Iterable[str], date: str) -> Paper:
    authors = tuple((decode_tex(name), None) for name in names if name.strip(" :"))
    day = date[:10]
    return Paper(paper_id, as_served(title), authors, "", ("cs.DL",), (f"{day}T00:00:00Z",))


def _split(authors: str) -> list[str]:
    without = re.sub(r"\([^()]*\)", "", clean_text(authors))
    return [name.strip() for name in re.split(r",|\band\b|;", without) if name.strip()]


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
