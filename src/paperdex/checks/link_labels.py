"""What the label of a link is, in each format that has labels."""

from __future__ import annotations

import re

from paperdex.checks.document import Document, Place

_WINDOW = 400
_BEFORE = {
    "markdown": re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\([ \t]*<?\Z"),
    "rst": re.compile(r"`(?P<label>[^`<>]+)<\Z"),
}
"""Labels that stand in front of the target; what ends there is the beginning of the target."""
_BEHIND = {
    "html": re.compile(r"[\"'][^<>]*>(?P<label>[^<>]*)</a", re.IGNORECASE),
    "org": re.compile(r"\]\[(?P<label>[^\[\]]*)\]\]"),
    "asciidoc": re.compile(r"\[(?P<label>[^\[\]]*)\]"),
    "latex": re.compile(r"\}[ \t]*\{(?P<label>[^{}]*)\}"),
}


def label_span(document: Document, link: Place) -> tuple[int, int] | None:
    """Where the label of a link stands; ``None`` where it has none."""
    kind = document.list.format
    for name in (kind, *(("html",) if kind == "markdown" else ())):
        if before := _BEFORE.get(name):
            start = max(0, link.start - _WINDOW)
            opening = document.text.rfind("`" if name == "rst" else "](", start, link.start)
            match = before.search(document.text, start, link.start) if opening >= 0 else None
            if match:
                return match.span("label")
        if behind := _BEHIND.get(name):
            match = behind.match(document.text, link.end, link.end + _WINDOW)
            if match:
                return match.span("label")
    return None
