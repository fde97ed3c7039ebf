"""Real replies of arXiv's query API, through the whole main job: everything that they say is stored."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cli.running import Desk
from loopback_arxiv import LoopbackArxiv

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded" / "atom"
REPLIES = sorted(path.name for path in RECORDED.glob("*.xml")) or ["none recorded"]


def line(entry: ET.Element, name: str) -> str | None:
    """The text of an element on one line, as plain ElementTree reads it."""
    found = entry.find(name)
    return " ".join((found.text or "").split()) or None if found is not None else None


@pytest.mark.parametrize("name", REPLIES)
def test_a_recorded_reply_is_stored_in_full(desk: Desk, arxiv: LoopbackArxiv, recorded: Path, name: str) -> None:
    """Titles, authors, abstracts, dates, categories, comments, references and DOIs are those of the reply."""
    body = (recorded / "atom" / name).read_bytes()
    entries = [
        entry for entry in ET.fromstring(body).iter(f"{ATOM}entry") if "/abs/" in entry.findtext(f"{ATOM}id", "")
    ]
    if not entries:
        pytest.skip("this reply holds no paper")
    ids = [entry.findtext(f"{ATOM}id", "").partition("/abs/")[2].rpartition("v")[0] for entry in entries]
    arxiv.respond_next(200, body)
    desk.run("fetch", *ids)
    rows = {row["id"]: row for row in map(json.loads, desk.run("list", "--format", "jsonl").lines)}
    assert len(rows) == len(entries)
    for entry in entries:
        number, _, version = entry.findtext(f"{ATOM}id", "").partition("/abs/")[2].rpartition("v")
        row = rows[number]
        assert row["version"] == int(version)
        assert row["title"] == line(entry, f"{ATOM}title")
        assert row["authors"] == [line(author, f"{ATOM}name") for author in entry.iter(f"{ATOM}author")]
        assert " ".join(row["abstract"].split()) == line(entry, f"{ATOM}summary")
        assert (row["submitted"], row["updated"]) == (line(entry, f"{ATOM}published"), line(entry, f"{ATOM}updated"))
        primary = entry.find(f"{ARXIV}primary_category")
        assert primary is not None
        assert row["primary_category"] == primary.get("term")
        assert set(row["categories"]) == {category.get("term") for category in entry.iter(f"{ATOM}category")}
        assert (row["comment"], row["journal_ref"]) == (
            line(entry, f"{ARXIV}comment"),
            line(entry, f"{ARXIV}journal_ref"),
        )
        assert row["doi"] == ((line(entry, f"{ARXIV}doi") or "").split(" ")[0] or None)
