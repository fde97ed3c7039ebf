"""What people write and Markdown reads otherwise: put right in the text before it is parsed, line for line.

``1. A Title`` with ``  - https://...`` below it: CommonMark wants the bullet three columns in to stand below the
number, and ends the numbered list otherwise. Nobody means that, so such bullets are moved below their number. No line
is added or taken away.
"""

from __future__ import annotations

import re

_NEARLY_NESTED = re.compile(
    r"^(?P<item>(?P<indent> {0,3})\d{1,9}[.)][ \t]{1,4}\S.*\n)(?P<bullet>(?P<in> {1,5})[-*+][ \t]+\S)", re.MULTILINE
)
_NUMBER = re.compile(r" {0,3}\d{1,9}[.)][ \t]{1,4}")
_BELOW = re.compile(r" {1,12}(?=\S)")


def nest_bullets(text: str) -> str:
    """The text with the bullets below a number moved as far in as the number's text."""
    if not _NEARLY_NESTED.search(text):
        return text
    lines = text.split("\n")
    width = surplus = 0
    for position, line in enumerate(lines):
        if number := _NUMBER.match(line):
            width, surplus = number.end(), 0
            mark = len(line) - len(line.lstrip(" "))
            below = _BELOW.match(lines[position + 1]) if position + 1 < len(lines) else None
            if below and mark < below.end() < width and lines[position + 1][below.end()] in "-*+":
                surplus = width - below.end()
        elif surplus and _BELOW.match(line):
            lines[position] = " " * surplus + line
        elif line.strip():
            surplus = 0
    return "\n".join(lines)
