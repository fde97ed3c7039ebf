"""HTML cut into tags and text, with line numbers, in time linear in its size.

This follows the WHATWG rules for tokens: comments, ``<script>`` and the like hold no tags, a quote counts only behind
``=``, and a ``<`` that begins no tag is text. No parser that was weighed could be used: libxml2 (lxml) stops its line
numbers at 65535 and leaves out, without a word, what is nested deeper than 256; lexbor (selectolax) gives no positions;
html5lib had its last release in 2020 and gives none either; Python's own ``html.parser`` is quadratic on ``<!--`` and
``</`` before the security fixes of 2025.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG_NAME = re.compile(r"<(/?)([A-Za-z][^\s/><]*+)")
_TEXT_AND_TAG = re.compile(r"""([^<]*+)(?:<(/?)([A-Za-z][^\s/><]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>)?+""")
"""A text and the tag behind it, which is missing at the end, before what is no tag, and where a quote has no end."""
_TEXT_AND_TAG_WITHOUT_QUOTES = re.compile(r"([^<]*+)(?:<(/?)([A-Za-z][^\s/><]*+)([^>]*+)>)?+")
_ATTRIBUTE = re.compile(r"""([^\s/>="']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?+""")
_BARE_REFERENCE = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]*+(?!;))")
"""In an attribute a name without its semicolon is none: ``?id=1&noteId=2``."""
_RAW = {
    name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
"""Elements whose text holds no tags, and what ends each."""


class Token(NamedTuple):
    """A piece of HTML: a run of text, or a tag with what stands in it behind its name."""

    line: int
    """From 1; of a text the line of its first character that is not blank."""
    tag: str = ""
    """Small; ``""`` for text."""
    closes: bool = False
    text: str = ""
    """Text with its entities replaced; of a tag its attributes as written."""


def read_tokens(text: str, first_line: int = 1) -> Iterator[Token]:
    """The tags and texts of an HTML text in order; every text has some, what is no tag is text."""
    position = counted = 0
    line = first_line
    pattern = _TEXT_AND_TAG
    while match := pattern.match(text, position):
        raw, closes, name, given = match.groups()
        start = position + len(raw)
        if raw:
            begin = start - len(raw.lstrip())
            if lines := text.count("\n", counted, begin):  # else the same number serves again
                line += lines
            counted = begin
            yield Token(line, text=unescape(raw))
        if start == len(text):
            return
        if lines := text.count("\n", counted, start):
            line += lines
        counted = start
        position = match.end()
        if name is None:
            if not (found := _TAG_NAME.match(text, start)):
                position = _end_of_other(text, start)
                if position == start:  # a lone "<"
                    yield Token(line, text="<")
                    position = start + 1
                continue
            # A quote without its end: from here on a tag ends at the first ">".
            pattern = _TEXT_AND_TAG_WITHOUT_QUOTES
            closes, name = found.groups()
            position = text.find(">", found.end()) + 1 or len(text)
            given = text[found.end() : position - 1]
        tag = name.lower()
        yield Token(line, tag, bool(closes), given)
        if not closes and tag in _RAW:
            closing = _RAW[tag].search(text, position)
            end = closing.start() if closing else len(text)
            if end > position:
                line, counted = line + text.count("\n", counted, position), position
                yield Token(line, text=unescape(text[position:end]))
                position = end


def _end_of_other(text: str, start: int) -> int:
    """Where a comment, a declaration or a closing tag without a name ends; ``start`` for a ``<`` that begins none."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 2)
        return len(text) if end < 0 else end + 3
    if text[start + 1 : start + 2] in {"!", "?", "/"} and start + 2 < len(text):
        return text.find(">", start) + 1 or len(text)
    return start


def attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names small; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        if "&" in value:
            value = unescape(_BARE_REFERENCE.sub("&amp;", value))
        found.setdefault(match[1].lower(), value)
    return found


def unescape(text: str) -> str:
    """A text with its character references replaced."""
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except ValueError:  # a number of more digits than Python reads
        return text
