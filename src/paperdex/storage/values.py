"""Values on their way into SQLite and out of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

_MOST = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: Any) -> Any:
    r"""Return the value as SQLite can hold it.

    SQLite's text is UTF-8, which has no lone surrogates (a file name that is not UTF-8 brings them): each becomes its
    escape, ``\udce9``, so that different texts stay different. An integer beyond 64 bits is no rating and no version
    of anything, and becomes ``None``.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, int) and not -_MOST <= value < _MOST:
        return None
    return value


def storable_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with every value as SQLite can hold it."""
    return {column: storable(value) for column, value in row.items()}


def to_json(value: Any) -> str:
    """Return compact JSON, with letters of every script as they are, so that a person can read the column."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Two backslashes: read back, a lone surrogate is its escape, as everywhere else.
    return _SURROGATE.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text)


def fold(text: str | None) -> str:
    """Return the text for comparisons that ignore case, width (NFKC) and the amount of white space."""
    if not text:
        return ""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def topic_key(path: Iterable[str]) -> str:
    """Return a heading path as ``/outer/inner/``, folded, so that one ``instr`` finds whole consecutive parts of it."""
    return "/" + fold("/".join(path)).replace(" /", "/").replace("/ ", "/") + "/"
