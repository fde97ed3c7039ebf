"""BibTeX that programs other than BibTeX take: an entry without a comma behind its key, or without a key at all."""

from __future__ import annotations

import re

_START = re.compile(
    r"(?P<begin>@(?P<kind>[A-Za-z]{3,20})[ \t]{0,4}[{(])(?:[ \t]{0,9}(?P<key>[^\s,{}()=\"#%]{1,200}))??"
    r"(?P<space>[ \t]{0,9}\n?[ \t]{0,99})(?=[A-Za-z][\w-]{0,40}[ \t]{0,20}=)"
)
_NO_ENTRIES = frozenset({"string", "comment", "preamble"})


def with_commas(text: str) -> str:
    """The text with each comma that is missing in front of the first field of an entry; lines stay as they are."""
    return _START.sub(_with_comma, text)


def _with_comma(start: re.Match[str]) -> str:
    if start["kind"].casefold() in _NO_ENTRIES or (start["key"] and not start["space"]):
        return start[0]
    return f"{start['begin']}{start['key'] or ''},{start['space']}"
