"""Which headings the links within a page lead to: by the slug of a heading, or by an ``id`` or ``name`` in the text.

GitHub makes the slug: small letters, marks left out, a hyphen for each blank, ``-1`` behind one that was there before.
Other sites leave out what stands in front of the first letter, or bring hyphens together; a link that works on one of
them is taken as right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Literal, NamedTuple
from urllib.parse import unquote

from paperdex.checks.document import Document
from paperdex.checks.headings import Heading, headings

Match = Literal["exact", "case", "near", "none"]

_ID = re.compile(r"<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_BRACED_ID = re.compile(r"\{:?\s*#([\w:.-]+)[^{}\n]*\}")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f]")
_EVERYWHERE = re.compile(r"(?:top|readme|start-of-content|l\d+(?:c\d+)?(?:-l\d+(?:c\d+)?)?|fn(?:ref)?[:-]?\w+)?")
_ABOVE_HEADING = 4
"""Lines that may stand between an ``id`` and the heading that it is for."""


class Target(NamedTuple):
    """What a link within the page leads to."""

    match: Match
    heading: Heading | None = None
    """The heading there, if there is one."""
    anchor: str = ""
    """The anchor as it should be written."""


def slug(text: str) -> str:
    """GitHub's slug of a heading's text."""
    kept = (c for c in text.lower() if c in " -_" or c.isalnum() or unicodedata.category(c)[0] == "M")
    return "".join(kept).replace(" ", "-")


class Anchors:
    """Every place of a document that a link within it can lead to."""

    def __init__(self, document: Document) -> None:
        self.slugs: dict[int, str] = {}
        """The anchor of each heading by its line: its slug; in HTML, where nobody makes one, the id that it has."""
        self._exact: dict[str, Heading | None] = {}
        self._folded: dict[str, str] = {}
        self._near: dict[str, Heading] = {}
        all_headings = headings(document)
        seen: Counter[str] = Counter()
        for heading in all_headings:
            base = slug(heading.text)
            name = f"{base}-{seen[base]}" if seen[base] else base
            seen[base] += 1
            self.slugs[heading.line] = name
            self._exact.setdefault(name, heading)
            self._folded.setdefault(name.casefold(), name)
            for style in _styles(heading.text):
                self._near.setdefault(style, heading)
        if document.list.format == "html":
            self.slugs.clear()
        for name, heading_of in reversed(_written(document, all_headings)):
            if document.list.format == "html" and heading_of:
                self.slugs[heading_of.line] = name
            self._exact[name] = heading_of  # a browser goes to the first that has it
            self._folded[name.casefold()] = name

    def find(self, anchor: str) -> Target:
        """What an anchor leads to, as it is written behind the ``#``."""
        name = unquote(anchor).removeprefix("user-content-")
        if _EVERYWHERE.fullmatch(name.casefold()):
            return Target("exact")
        for each in (name, unicodedata.normalize("NFC", name)):
            if each in self._exact:
                return Target("exact", self._exact[each], each)
            if each.casefold() in self._folded:
                written = self._folded[each.casefold()]
                return Target("case", self._exact[written], written)
        for key in (_key(name), _key(slug(name))):
            if heading := self._near.get(key):
                return Target("near", heading, self.slugs.get(heading.line, ""))
        return Target("none")


def _written(document: Document, all_headings: tuple[Heading, ...]) -> list[tuple[str, Heading | None]]:
    """The ids that stand in the text, each with the heading that it stands at."""
    found = [(m.start(), next(filter(None, m.groups()), "")) for m in _ID.finditer(document.text)]
    found += [(m.start(), m[1]) for m in _BRACED_ID.finditer(document.text)]
    found.sort()
    pairs: list[tuple[str, Heading | None]] = []
    position = 0
    for start, name in found:
        line = document.source.line_of(start)
        while position < len(all_headings) and all_headings[position].line < line:
            position += 1
        heading = all_headings[position] if position < len(all_headings) else None
        if heading and heading.line - line > _ABOVE_HEADING:
            heading = None
        above = all_headings[position - 1] if position else None
        if above and above.line == line - 1 and (heading is None or heading.line != line):
            heading = above
        pairs.append((unquote(name), heading))
    return pairs


def _styles(text: str) -> set[str]:
    """The keys by which a heading is found, one for each way to make an anchor of it."""
    small = text.casefold()
    ascii_only = re.sub(r"[^a-z0-9 _-]", "", small)
    styles = {_key(slug(text)), _key(re.sub(r"[\W_]+", "-", small)), _key(re.sub(r"[^\w .-]", "", small))}
    styles |= {_key(re.sub(r"^[\W\d_]+", "", style)) for style in (*styles, ascii_only)}
    return styles - {""}


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", "-", _INVISIBLE.sub("", unicodedata.normalize("NFC", name.casefold()))).strip("-")
