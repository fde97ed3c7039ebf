"""The topic has no paper: its heading stands alone.

Nothing stands between it and the next heading of its level, or a higher one, but blank lines and comments. A heading
with text or links below it says something, and one with topics below it is judged by those. Parts about the list
itself, such as Introduction, Contents or License, are no topics. Write what belongs there, or take the heading out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.headings import headings
from paperdex.checks.part_names import is_about_list
from paperdex.checks.titles import find_title
from paperdex.core.entries import Topic

BAD = """\
## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Saucers

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""
GOOD = """\
## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_HELP = "Write its papers below it, or take the heading out."
_FORMATS = frozenset({"markdown", "html", "org", "asciidoc", "latex", "rst"})
"""Formats whose headings can be seen by the line."""
_NOTHING = re.compile(
    r"<!--.*?-->"
    r"|^[ \t]*\|[^\r\n]*\|[ \t]*\r?\n[ \t]*\|[ \t:|-]+\|[ \t]*$"  # a table without a row
    r"|</?(?:p|div|span|br|hr|details|center|a|ul|ol|dl|li|section|article|main|body|html|font|b|sup|sub)\b[^<>]*>"
    r"|\[[^\[\]]*(?:\b(?:back|top|up|return|contents)\b|[↑⬆🔝⤴]|返回|顶部|目录|トップ|맨 위|наверх)[^\[\]]*\]"
    r"\(\s*#[^()]*\)"  # back into the page
    r"|^[ \t]*\{:?[^{}\n]*\}[ \t]*\r?$|^[ \t]*\\newpage[ \t]*\r?$"
    r"|^[ \t]*\[/{2,}\]:?[^\r\n]*\r?$|^[ \t]*\[comment\]:[^\r\n]*\r?$",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_LONGEST = 4000
"""So much text says something."""
_RULES = re.compile(r"[\s*_=~^`'\"#+.|:>-]*")
_COMMENTS = {
    "latex": re.compile(r"%.*|\\(?:label|end|begin|newpage|clearpage|bigskip|medskip)\b(?:\{[^{}]*\})*"),
    "org": re.compile(r"^[ \t]*(?:#.*|:\w+:.*)$", re.MULTILINE),
    "asciidoc": re.compile(r"^//.*$", re.MULTILINE),
    "rst": re.compile(r"^\.\.(?:[ \t].*)?$|^\.\. _[^:]*:[ \t]*$", re.MULTILINE),
}


def check(document: Document) -> Iterator[Finding]:
    """Each topic with neither papers nor anything else below its heading."""
    form = document.list.format
    if form not in _FORMATS or not document.list.entries:
        return
    used = {topic[:depth] for topic in {e.topic for e in document.list.entries} for depth in range(1, len(topic) + 1)}
    parents = {topic[:-1] for topic in document.list.topics}
    entries = {entry.line for entry in document.list.entries}
    lines = sorted({*document.list.topic_lines, *entries, *(heading.line for heading in headings(document))})
    by_line = {heading.line: heading for heading in headings(document)}
    titles = Counter(by_line[line].level for line in entries if line in by_line)
    names = Counter(by_line[line].level for line in document.list.topic_lines if line in by_line)
    for topic, line in zip(document.list.topics, document.list.topic_lines, strict=True):
        if topic in used or topic in parents or line in entries or is_about_list(topic[-1]):
            continue
        heading = by_line.get(line)
        if heading and titles[heading.level] > names[heading.level]:
            continue  # headings of this level are papers
        place = bisect_right(lines, line)
        following = lines[place] if place < len(lines) else document.source.line_count + 1
        below = by_line.get(following)
        if heading and below and below.level > heading.level:
            continue  # its parts are not topics, and say something
        start = max(heading.end if heading else 0, document.source.end(line))
        if not _is_blank(document.text[start : document.source.start(following)], form):
            continue
        yield Finding(*_place(document, topic, line), f"the topic {topic[-1]!r} has no papers", help=_HELP)


def _is_blank(text: str, form: str) -> bool:
    if not text or text.isspace():
        return True
    if len(text) > _LONGEST:
        return False
    comments = _COMMENTS.get(form)
    if comments:
        text = comments.sub("", text)
    return _RULES.fullmatch(_NOTHING.sub("", text)) is not None


def _place(document: Document, topic: Topic, line: int) -> tuple[int, int]:
    start, end = document.line_span(line)
    return find_title(document.text, start, end, topic[-1]) or (start, end)
