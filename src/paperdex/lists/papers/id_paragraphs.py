"""Paragraphs whose lines are papers of their own: several of them are nothing but numbers of arXiv."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.entry.pieces import Unit, bare_identifiers, names_paper
from paperdex.lists.outline import Inline, Paragraph, plain_text, split_lines

_NUMBER = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?", re.IGNORECASE)

_SIGN = re.compile(r"\d{4}\.\d{4,5}|/\d{7}")
"""What every number has, found in linear time."""


def lines_of_identifiers(block: Paragraph) -> Sequence[tuple[int, Inline]]:
    """The papers of such a paragraph, each with its line; none where not two lines at least are such numbers."""
    if not _SIGN.search(plain_text(block.inline)):
        return ()
    lines = list(split_lines(block.inline))
    bare = [bare_identifiers(line) for line in lines]
    numbers = {span.text for spans in bare for span in spans if not span.url and _NUMBER.fullmatch(span.text)}
    if len(numbers) < 2:
        return ()
    found: list[tuple[int, Inline]] = []
    for line, spans in zip(lines, bare, strict=True):
        if spans:
            found += ((span.line or block.line, (span,)) for span in spans)
        elif names_paper(Unit(block.line, (), line)):
            found.append((line[0].line or block.line, line))
    return found
