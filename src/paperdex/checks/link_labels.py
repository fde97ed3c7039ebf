"""What the label of a link is, in each format that has labels."""

from __future__ import annotations

import re

from paperdex.checks.document import Document, Place, Subject

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


_KEY = re.compile(r"\[(?P<key>[^\[\]\r\n]{1,200})\]:[ \t]*<?\Z")
_FULL = re.compile(r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\Z")


def reference_label(document: Document, subject: Subject, link: Place) -> tuple[int, int] | None:
    """Where the label of a link stands in an entry whose target stands elsewhere: ``[label][key]``, in Markdown."""
    key = _KEY.search(document.text, max(0, link.start - _WINDOW), link.start)
    if key is None or document.list.format != "markdown":
        return None
    text = document.text[subject.start : subject.end]
    at = text.casefold().find(f"][{key['key'].casefold()}]")
    match = _FULL.search(text, max(0, at - _WINDOW), at + 1) if at >= 0 and len(text) == len(text.casefold()) else None
    return (subject.start + match.start("label"), subject.start + match.end("label")) if match else None


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
