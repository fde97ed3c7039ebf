"""Whatever a list looks like, annotating it changes what it was asked to, for the entries that it tells of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.test_annotating import RECORDS
from paperdex.checks.annotating.values import FIELDS, Field
from paperdex.core.entries import ListEntry
from paperdex.core.records import BibliographicRecord
from paperdex.errors import InputError
from paperdex.lists import read_list
from paperdex.storage.library import Library
from paperdex.workflows.checking.annotating import AnnotateOptions, annotate
from paperdex.workflows.checking.venues import venue_of
from paperdex.workflows.documents import Inputs
from paperdex.workflows.fetch import Reach

AT = "2026-01-01T00:00:00Z"
T = [f"[{record.title}](https://arxiv.org/abs/{record.work})" for record in RECORDS]
LINES = [
    *(f"- {title}" for title in T),
    *(f"1. **{title}** (2015)  " for title in T[:2]),
    *(f"| {title} | 2015 | |" for title in T[1:3]),
    f"- {RECORDS[2].title} https://arxiv.org/abs/{RECORDS[2].work}, Eve Fiction",
    f'- Ada Invented. "{RECORDS[0].title}." NIPS 2016. [[pdf](https://arxiv.org/pdf/1501.00001v2)] [[code](https://x.org)]',
    f"### {RECORDS[3].title}",
    "[paper](https://arxiv.org/abs/1501.00004)",
    "| Title | Year | Authors |",
    "|---|---|---|",
    "  - Date: 3 Jan 2015",
    "    * Authors: Ada Invented",
    "*2015-01-03* [paper](https://arxiv.org/abs/1501.00002)",
    "  > a quote",
    "## Tea",
    "",
    "Some words.",
    "```",
    "<li>" + T[0] + "</li>",
    "* * *",
    "\t\x0b",
    "- [ ] é\u2028",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the records of the papers."""
    path = tmp_path_factory.mktemp("annotating") / "library.db"
    with Library.open(path) as opened:
        opened.save_records(RECORDS)
    return path


def _without(entry: ListEntry, field: Field) -> ListEntry:
    links = {"code": {"links": ()}, "doi": {"links": (), "identifiers": ()}}
    notes = {"abstract": None, "note": None, "links": (), "mentions": ()}
    changed = notes if field == "abstract" else links.get(field, {field: None})
    return replace(entry, line=0, **changed)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(LINES), min_size=2, max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(FIELDS),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
)
def test_only_what_was_asked_for_is_read_otherwise(
    library: Path, lines: list[str], end: str, field: Field, refresh: bool, codec: str
) -> None:
    """Every other entry and field is read as before; the second time there is nothing left to do."""
    path = library.parent / "list.md"
    path.write_bytes((end.join(lines) + end).encode(codec, "replace"))

    def run() -> list[ListEntry]:
        data = path.read_bytes()
        try:
            read = read_list(data, str(path))
        except InputError:
            return []
        options = AnnotateOptions(fields=(field,), refresh=refresh, write=True)
        report = annotate(Inputs(((read, data),)), library, library.parent, Reach(), options)
        assert not report.errors
        return list(read.entries)

    before = run()
    first = path.read_bytes()
    after = run()
    assert path.read_bytes() == first
    assert [_without(entry, field) for entry in after] == [_without(entry, field) for entry in before]


@settings(max_examples=20)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=12), st.booleans())
def test_sorting_moves_whole_entries(library: Path, lines: list[str], reverse: bool) -> None:
    """Not a line is lost, no entry is read otherwise, and the second time nothing moves."""
    path = library.parent / "sorted.md"
    lines = ["# Tea", *lines]
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    options = AnnotateOptions(order="title", reverse=reverse, write=True)
    entries = []
    for _ in range(2):
        data = path.read_bytes()
        read = read_list(data, str(path))
        entries.append(sorted(map(repr, (replace(entry, line=0) for entry in read.entries))))
        moved = sum(each.moved for each in annotate(Inputs(((read, data),)), library, path, Reach(), options).lists)
    assert moved == 0
    assert entries[0] == entries[1]
    assert sorted(path.read_text(encoding="utf-8").split("\n")) == sorted("\n".join(lines).split("\n"))


@pytest.mark.parametrize(
    ("comment", "journal", "venue"),
    [
        ("Published as a conference paper at ICLR 2017", None, "ICLR 2017"),
        ("8 pages, CVPR 2018 (oral)", None, "CVPR 2018"),
        ("Accepted by AAAI'19", None, "AAAI 2019"),
        (None, "Phys. Rev. D 75, 124011 (2017)", "Phys. Rev. D 2017"),
        ("Submitted to ICLR 2018", None, None),
        ("Accepted to a NIPS 2017 workshop", None, None),
        ("An extended version of our CVPR 2017 paper", None, None),
        ("NIPS 2003", None, None),
        (None, "Proceedings of Tea, PMLR 70, 2017", None),
    ],
)
def test_a_venue_is_taken_only_where_the_record_tells_it(
    comment: str | None, journal: str | None, venue: str | None
) -> None:
    record = BibliographicRecord("1", "Tea", "arxiv", AT, submitted="2017-01-01", comment=comment, journal_ref=journal)
    found = venue_of(record)
    assert (f"{found.name} {found.year}" if found else None) == venue
