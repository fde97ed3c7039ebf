"""Text that was UTF-8, was taken for Latin-1 or Windows-1252, and encoded once more: ``MÃ¶bius`` for ``Möbius``.

It occurs in arXiv's data, in single fields, and whatever stands between a server and us may do it to a whole answer.
What can't be told from two letters that somebody meant is left: ``CAFÉ”`` is no such text, although it could be.
"""

from __future__ import annotations

import re

_HIGH = "\x80-\xbfŒœŠšŽžŸƒˆ˜€†‡‰™"
_MARKS = "‘’‚“”„–—…‹›•"
_TWICE = re.compile(f"[Â-ÖØ-ß](?![«»])[{_HIGH}]|Ã[«»]|[à-ï][{_HIGH}{_MARKS}]{{2}}|ð[{_HIGH}{_MARKS}]{{3}}")
_RUN = re.compile(f"[\x80-\xff{_HIGH}{_MARKS}]+")
REPLACEMENT = "\ufffd"
"""What stands for letters that somebody could not read."""
_DAMAGED = re.compile(f"[{REPLACEMENT}\x80-\x84\x86-\x9f]")
"""It, and the control characters that Latin-1 makes of Windows-1252; ``\\x85`` is a line break."""
_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_MOST_TIMES = 3
"""Times that a text is set right, one by one: a dash in a comment of 2016 was encoded four times."""
_MAYBE = re.compile(rb"\xc3[\x82-\x9f\xa0-\xb0][\xc2\xc5\xc6\xcb\xe2]")
"""The first bytes of the same in UTF-8; quick, and it finds a few texts too many."""


def may_be_garbled(body: bytes) -> bool:
    """Whether it is worth while to look closer."""
    return bool(_MAYBE.search(body))


def may_be_damaged(body: bytes) -> bool:
    """Whether it is worth while to look closer for letters that are lost; also quick, and it finds too much."""
    # To look for one byte first takes a hundredth of the time.
    if (b"\xef" in body and b"\xef\xbf\xbd" in body) or (b"#" in body and b"&#" in body):
        return True
    return bool(_CONTROL.search(body))


def is_damaged(text: str | None) -> bool:
    """Whether letters of a title or a name are lost, and something that nobody writes stands in their place."""
    return bool(text and not text.isascii() and _DAMAGED.search(text))


def holds_others(text: str) -> bool:
    """Whether a text has letters beyond ASCII that are as they should be, so that it was not garbled on its way."""
    return not _TWICE.sub("", text).isascii()


def is_garbled(text: str | None) -> bool:
    """Whether a text holds what was encoded twice; to be asked of a text as it came, with its white space."""
    return bool(text and not text.isascii() and _TWICE.search(text))


def mended(text: str | None) -> str | None:
    """The text with what was encoded twice, or more often, as it was meant."""
    for _ in range(_MOST_TIMES):
        if not text or not is_garbled(text):
            break
        text = _RUN.sub(_as_meant, text)
    return text


def _as_meant(run: re.Match[str]) -> str:
    """All of a run of such letters, else the parts of it that can't be anything else."""
    try:
        return _decoded(run[0])
    except UnicodeError:
        return _TWICE.sub(_part_as_meant, run[0])


def _part_as_meant(part: re.Match[str]) -> str:
    try:
        return _decoded(part[0])
    except UnicodeError:
        return part[0]


def _decoded(text: str) -> str:
    return b"".join(bytes((ord(c),)) if ord(c) < 256 else c.encode("cp1252") for c in text).decode("utf-8")
