"""Tables of contents: where they stand, and their items.

One is a run of lines that link into the page and say little else, or, without links, a list above the first paper whose
items are headings or titles of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperdex.checks.document import Document
from paperdex.checks.headings import headings, plain, text_lines
from paperdex.checks.part_names import is_contents
from paperdex.core.text import normalise_title


class Item(NamedTuple):
    """A line of a table of contents, or one of several links in it."""

    line: int
    start: int
    """Where its text stands, without the markup around it."""
    end: int
    text: str
    """As it is shown."""
    anchor: str = ""
    anchor_start: int = -1
    """Where its anchor stands, behind the ``#``; -1 where it has no link."""


_IN_PAGE = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]"
    r"\(\s*<?#(?P<anchor>(?:[^()\s<>]|\([^()\s]*\))*)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
    r"|<a\s[^<>]*?href\s*=\s*[\"']?#(?P<anchor2>[^\"'\s>]*)[\"']?[^<>]*>(?P<text2>.*?)</a\s*>",
    re.IGNORECASE,
)
_MARKER = re.compile(r"[\s>]*(?:(?:[-*+•]|\d{1,3}[.)、])\s+)?(?:\[[ xX]\]\s+)?")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|\d{1,3}[.)、])[ \t]+")
_TRANSPARENT = re.compile(r"[\s|:*+>•-]*(?:(?:</?[A-Za-z][^<>]*>)[\s|]*)*")
_GENERIC = re.compile(
    r"[\W_]*(?:details?|link|links|here|go|jump|more|section|see|view|top|back|↩|详情|链接|更多|跳转)?[\W_]*",
    re.IGNORECASE,
)
_LINK = re.compile(r"\]\((?!#)|https?://")
_LEAST, _LEAST_NAMED = 3, 2
_LONGEST_REST = 30
"""Letters beside the links of a line that is one of contents."""
_LARGEST_GAP = 4
"""Lines without links within a table of contents."""
_LONGEST_NAME = 60
_LONGEST = 2000
_NUMBER = re.compile(
    r"^(?:(?:\d{1,3}\.)+\d{0,3}|\d{1,3}|[IVX]{1,5}[.)]|[A-Za-z][.)]|[(（]\d{1,3}[)）])[.)、:：]?\s+(?=\S)"
)
_COUNT = re.compile(r"\s*[(（\[]\s*(?!(?:19|20)\d\d\b)\d{1,5}\s*\w{0,8}\s*[)）\]]\s*$")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f]")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")


def name_key(text: str) -> str:
    """The key by which an item and a heading are compared: no numbers in front, counts behind, emoji and marks."""
    text = _INVISIBLE.sub("", text)
    bare = _COUNT.sub("", _NUMBER.sub("", _SHORTCODE.sub("", text).strip()))
    return normalise_title(bare) or normalise_title(text)


def linked_contents(document: Document) -> list[tuple[Item, ...]]:
    """The tables of contents whose items link into the page."""
    if "#" not in document.text or ("](#" not in document.text and "href" not in document.text.lower()):
        return []
    entries = {entry.line for entry in document.list.entries}
    first = min(entries, default=0)
    names = {heading.line: heading.text for heading in headings(document)}
    found: list[tuple[Item, ...]] = []
    group: list[Item] = []
    is_named = False
    gap = 0

    def close() -> None:
        count = len({item.anchor for item in group})
        if count >= _LEAST or (count >= _LEAST_NAMED and (is_named or group[-1].line < first)):
            found.append(tuple(group))
        group.clear()

    for line, text in text_lines(document.source):
        if line in names:
            close()
            is_named = is_contents(names[line])
            continue
        items = (
            list(_items(document, line, text)) if "#" in text and line not in entries and len(text) <= _LONGEST else []
        )
        if items:
            group += items
            gap = 0
        elif group and text.strip():
            gap += 1
            is_name = _ITEM.match(text) is not None and len(text) <= _LONGEST_NAME and not _LINK.search(text)
            if gap > _LARGEST_GAP or not (is_name or _TRANSPARENT.fullmatch(text)):
                close()
    close()
    return found


def _items(document: Document, line: int, text: str) -> Iterator[Item]:
    """The links of a line into the page, where it says little else."""
    matches = list(_IN_PAGE.finditer(text))
    if not matches:
        return
    rest = _IN_PAGE.sub(" ", text)
    letters = sum(map(str.isalnum, plain(rest)))
    shown = sum(len(match["text"] or match["text2"] or "") for match in matches)
    if letters > max(_LONGEST_REST, shown) or "](" in rest:
        return
    base = document.source.start(line)
    for match in matches:
        group, anchor = ("text", "anchor") if match["anchor"] is not None else ("text2", "anchor2")
        start, end = _trimmed(text, *match.span(group))
        shown_text = plain(match[group])
        if len(matches) == 1 and _GENERIC.fullmatch(shown_text):
            marker = _MARKER.match(text)
            start, end = _trimmed(text, marker.end() if marker else 0, match.start())
            shown_text = plain(text[start:end])
        yield Item(line, base + start, base + end, shown_text, match[anchor], base + match.start(anchor))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks and marks of emphasis at its ends."""
    while start < end and text[start] in " \t*_`":
        start += 1
    while end > start and text[end - 1] in " \t*_`":
        end -= 1
    return start, end


def bare_contents(document: Document, known: Sequence[str]) -> tuple[Item, ...]:
    """The list above the first paper whose items are mostly headings or titles, of which the keys are given."""
    keys = set(known)
    first = min((entry.line for entry in document.list.entries), default=0)
    run: list[Item] = []
    best: tuple[Item, ...] = ()
    names = {heading.line for heading in headings(document)}
    for line, text in text_lines(document.source):
        if line >= first:
            break
        marker = _ITEM.match(text) if len(text) <= _LONGEST else None
        if marker and line not in names and not _LINK.search(text):
            rest = _IN_PAGE.sub(
                lambda link: " " * len(link[0]) if _GENERIC.fullmatch(link["text"] or "") else link[0], text
            )
            start, end = _trimmed(rest, marker.end(), len(rest.rstrip()))
            base = document.source.start(line)
            if start < end:
                run.append(Item(line, base + start, base + end, plain(rest[start:end])))
        elif text.strip():
            best = max(best, _mostly_known(run, keys), key=len)
            run = []
    return max(best, _mostly_known(run, keys), key=len)


def _mostly_known(run: Sequence[Item], keys: set[str]) -> tuple[Item, ...]:
    known = sum(name_key(item.text) in keys for item in run)
    return tuple(run) if known >= _LEAST and known >= 0.6 * len(run) else ()
