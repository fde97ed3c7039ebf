"""Anchors of headings in Markdown, as GitHub makes them, for links of a table of contents."""

from __future__ import annotations

import re

from paperdex.checks.base import Edit
from paperdex.checks.document import Document

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*\Z")
_LINK = re.compile(r"!?\[(?P<label>[^\[\]]*)\]\([^()]*\)")
_DROPPED = re.compile(r"[^\w\- ]")


def anchor(heading: str) -> str:
    """The anchor of a heading: small, without marks, blanks as hyphens."""
    return _DROPPED.sub("", _LINK.sub(lambda link: link["label"], heading).casefold()).replace(" ", "-")


def renamed_anchors(document: Document, edits: list[Edit]) -> list[Edit]:
    """What the links to a heading need when these edits change it."""
    if document.list.format != "markdown":
        return []
    renamed: list[Edit] = []
    for edit in edits:
        line = document.source.line_of(edit.start)
        begin = document.source.start(line)
        text = document.source.line(line)
        new = text[: edit.start - begin] + edit.text + text[edit.end - begin :]
        before, after = _HEADING.match(text), _HEADING.match(new)
        if before is None or after is None:
            continue
        old, name = f"(#{anchor(before['text'])})", f"(#{anchor(after['text'])})"
        if old == name:
            continue
        renamed += [Edit(match.start(), match.end(), name) for match in re.finditer(re.escape(old), document.text)]
    return renamed
