"""Entries that are handed over from one process to another."""

from __future__ import annotations

from paperdex.core.entries import Link, ListEntry
from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.lists import packed_entries
from paperdex.lists.compact import in_one, one_by_one

FULL = ListEntry(
    line=3,
    title="An Invented Paper \U0001f525 \ud800",
    topic=("Tea", "Cups"),
    identifiers=(Identifier("arxiv", "1801.00001", 2), MalformedIdentifier("1234.5678", "no such month")),
    date="2018-01",
    authors=("Ada Invented",),
    venue="NIPS",
    rating=3,
    note="one\ntwo",
    abstract="Words.",
    links=(Link("code", "https://example.org"),),
    mentions=("1801.00002",),
)


def test_entries_come_back() -> None:
    """Whatever they say, in their order, however many they are."""
    entries = [FULL, *(ListEntry(n, f"An Invented Paper {n}") for n in range(1000))]
    batches = list(one_by_one(in_one(packed_entries.packed(entries))))
    assert len(batches) > 1
    assert [entry for batch in batches for entry in packed_entries.unpacked(batch)] == entries
    assert list(one_by_one(b"")) == []
