"""The rows that ``paperdex scan`` and ``paperdex list`` print as JSON, read back as records."""

from __future__ import annotations

from typing import Any

from paperdex.lists.outline import Record

_MARKS = frozenset({"list", "line", "topic", "title", "id"})


def is_own_row(item: dict[str, Any]) -> bool:
    """Whether an object is a row of ours, by the fields that both commands print."""
    return item.keys() >= _MARKS


def own_record(line: int, item: dict[str, Any]) -> Record:
    """The record of a row; what isn't of its kind, as we would have printed it, is left out."""
    rating = item.get("rating")
    number = _text(item, "id")
    version = item.get("version")
    doi = _text(item, "doi")
    names = [
        f"{number}v{version}" if number and isinstance(version, int) else number,
        f"doi:{doi}" if doi else "",
        *_texts(item, "identifiers"),
    ]
    links = item.get("links")
    pairs = [(_text(each, "label"), _text(each, "url")) for each in _list(links) if isinstance(each, dict)]
    if not any(names):  # a malformed one is no field of a row
        names = [url for _, url in pairs if "arxiv.org/" in url]
    return Record(
        line,
        _text(item, "title") or _text(item, "title_in_list"),
        tuple(filter(None, names)),
        authors=tuple(_texts(item, "authors")),
        date=_text(item, "date") or _text(item, "submitted")[:10] or None,
        venue=_text(item, "venue") or None,
        note=_text(item, "note") or None,
        abstract=_text(item, "abstract") or None,
        links=tuple(pair for pair in pairs if pair[1]),
        topic=tuple(filter(None, _texts(item, "topic"))),
        rating=rating if isinstance(rating, int) and not isinstance(rating, bool) else None,
    )


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _texts(item: dict[str, Any], name: str) -> list[str]:
    return [value for value in _list(item.get(name)) if isinstance(value, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
