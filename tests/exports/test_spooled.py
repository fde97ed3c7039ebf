"""Documents whose headings depend on all of the bibliography."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paperdex.core.bibliography import TopicGroup
from paperdex.exports.spooled import spool

Make = Callable[..., TopicGroup]


def outline(groups: list[TopicGroup], heading: str | None = None) -> dict[str, Any]:
    (whole,) = (
        {
            "title": whole.title,
            "works": whole.works,
            "headings": list(whole.headings),
            "sections": [([(h.level, h.name) for h in s.headings], "".join(s.texts)) for s in whole.sections],
        }
        for whole in spool(groups, heading, lambda item, first: item.record.work[-1] + ("" if first else "*"))
    )
    return whole


def test_one_list(group: Make) -> None:
    """The list names the document; counts hold the topics below; what has no topic comes first; a work counts once."""
    groups = [
        group({}, {}, topic=("Tea", "Green")),
        group({}, topic=("Tea",)),
        group({}, topic=()),
        group(*[{}] * 3, topic=("Pots",)),
    ]
    assert outline(groups) == {
        "title": "A list",
        "works": 3,
        "headings": [(1, "Tea", 2), (2, "Green", 2), (1, "Tea", 1), (1, "Pots", 3)],
        "sections": [
            ([], "1*"),
            ([(1, "Tea"), (2, "Green")], "12"),
            ([(1, "Tea")], "1*"),
            ([(1, "Pots")], "1*2*3"),
        ],
    }
    assert outline(groups, "Mine")["title"] == "Mine"


def test_several_lists_and_none(group: Make) -> None:
    """Each of several lists has a heading of its own above its topics; no list and no works make a document, too."""
    first, second = group({}, topic=("Tea",)), group({}, topic=())
    found = outline([first, TopicGroup("Ünother", second.topic, second.items), TopicGroup("Third", ("Tea",), ())])
    assert found["title"] == ""
    assert found["headings"] == [(1, "A list", 1), (2, "Tea", 1), (1, "Ünother", 1), (1, "Third", 0), (2, "Tea", 0)]
    assert outline([]) == {"title": "", "works": 0, "headings": [], "sections": []}


def test_long_texts_are_whole(group: Make) -> None:
    """Characters of several bytes are not cut where a chunk ends."""
    text = "a" + "架ü😀" * 30_000
    sections = [list(s.texts) for whole in spool([group({})] * 2, None, lambda *_: text) for s in whole.sections]
    assert ["".join(texts) for texts in sections] == [text, text]
