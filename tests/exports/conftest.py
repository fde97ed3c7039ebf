"""A small invented bibliography, and how to read BibTeX back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord

HERE = Path(__file__).parent


def _item(row: dict[str, Any]) -> BibliographyItem:
    record = row["record"] | {"source": "arxiv", "retrieved": "2026-11-20T00:00:00Z"}
    record["authors"] = tuple(Author(name) for name in record.get("authors", ()))
    record["categories"] = tuple(record.get("categories", ()))
    topics = tuple(tuple(topic) for topic in row["topics"])
    return BibliographyItem(**(row | {"record": BibliographicRecord(**record), "topics": topics}))


@pytest.fixture(scope="session")
def teapots() -> tuple[TopicGroup, ...]:
    """The bibliography of teapots.json: by topic, with every oddity of real ones in a small space."""
    content = json.loads((HERE / "teapots.json").read_text(encoding="utf-8"))
    items = {row["cite_key"]: _item(row) for row in content["items"]}
    return tuple(
        TopicGroup(group["list_title"], tuple(group["topic"]), tuple(items[key] for key in group["items"]))
        for group in content["groups"]
    )


@pytest.fixture(scope="session")
def group() -> Callable[..., TopicGroup]:
    """Makes a group of records, each given by its fields."""

    def make(*records: dict[str, Any], topic: tuple[str, ...] = ("Tea",)) -> TopicGroup:
        items = []
        for number, fields in enumerate(records, 1):
            defaults = {
                "work": f"1706.9{number:04}",
                "title": "Tea",
                "source": "arxiv",
                "retrieved": "2026-11-20T00:00:00Z",
            }
            record = BibliographicRecord(**(defaults | fields))
            items.append(BibliographyItem(f"key{number}", record, topics=(topic,)))
        return TopicGroup("A list", topic, tuple(items))

    return make
