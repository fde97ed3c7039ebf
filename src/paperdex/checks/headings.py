r"""Headings of a document as they stand in its text, to the character.

The list keeps the topics, and no heading that is none; the rules about a document's parts need all of them. Only lines
are looked at, since a place in the text is wanted and no tree: ``## A``, ``##A``, ``A`` over ``===``, ``<h2>A</h2>`` in
Markdown; ``* A`` in Org, ``== A`` in AsciiDoc, a line over a rule in reStructuredText, ``\section{A}`` in LaTeX.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from paperdex.checks.document import Document
from paperdex.checks.source_text import SourceText


class Heading(NamedTuple):
    """A heading with its place."""

    line: int
    level: int
    start: int
    """Where its text begins, marks left out."""
    end: int
    text: str
    """Without markup."""


_FENCE = re.compile(r"[ >\t]*(?P<fence>`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->")
_ATX = re.compile(r"[ ]{0,3}(?:>[ ]?)*(?P<marks>#{1,6})(?:[ \t]+|(?=[^\s#]))(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_TIGHT = re.compile(r"[ ]{0,3}(?:##+|#(?=[\dA-Z\u3400-\u9fff]))")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-{2,})[ \t]*$")
_NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#]|\d{1,9}[.)][ \t]|<|$)|.*\|")
_HTML = re.compile(r"<h(?P<level>[1-6])\b[^>]{0,300}>(?P<text>.{0,600}?)</h(?P=level)\s*>", re.IGNORECASE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\ufeff?(?:---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_FRONT_MATTER_END = re.compile(r"(?:---|\.\.\.|\+\+\+)[ \t]*$")
_KEY = re.compile(r"['\"]?\w[\w.-]*['\"]?[ \t]*[:=]")
_LONGEST_FRONT_MATTER = 200
_ORG = re.compile(r"(?P<marks>\*+)[ \t]+(?P<text>.*?)[ \t]*$")
_ASCIIDOC = re.compile(r"(?P<marks>={1,6})[ \t]+(?P<text>.*?)[ \t]*$")
_LATEX = re.compile(r"\s*\\(?P<marks>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*\{(?P<text>[^{}]*)")
_RST_RULE = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}[ \t]*$")

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_STRONG = re.compile(r"\*\*|__(?!\w+__\w)|~~|`")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")


def plain(markup: str) -> str:
    """A line of Markdown as it is shown, on one line."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", markup))
    text = _ATTRIBUTES.sub("", _TAG.sub("", text))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub("", text))
    return " ".join(html.unescape(_ESCAPE.sub(r"\1", text)).split())


def headings(document: Document) -> tuple[Heading, ...]:
    """Every heading of a document in order; empty for a format that has none that can be seen by the line."""
    return _headings(document.source, document.list.format)


@functools.lru_cache(maxsize=1)
def _headings(source: SourceText, form: str) -> tuple[Heading, ...]:
    if form == "markdown":
        return tuple(sorted(_markdown(source)))
    if form == "html":
        return tuple(_html(source))
    pattern = {"org": _ORG, "asciidoc": _ASCIIDOC, "latex": _LATEX}.get(form)
    if pattern:
        return tuple(_marked(source, pattern))
    return tuple(_underlined(source)) if form == "rst" else ()


def text_lines(source: SourceText) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown document with their numbers, without front matter, code blocks and comments."""
    fence = ""
    is_comment = False
    for line in range(_end_of_front_matter(source) + 1, source.line_count + 1):
        text = source.line(line)
        if is_comment:
            is_comment = "-->" not in text
            continue
        found = _FENCE.match(text) if "```" in text or "~~~" in text else None
        if fence:
            if found and found["fence"].startswith(fence) and not text[found.end() :].strip():
                fence = ""
            continue
        if found and "`" not in text[found.end() :]:
            fence = found["fence"]
            continue
        if "<!--" in text:
            text = _COMMENT.sub(lambda comment: " " * len(comment[0]), text)
            if "<!--" in text:
                is_comment = True
                text = text[: text.find("<!--")]
        yield line, text


def _end_of_front_matter(source: SourceText) -> int:
    """The last line of the front matter; 0 where there is none."""
    if not _FRONT_MATTER.match(source.text):
        return 0
    last = min(source.line_count, _LONGEST_FRONT_MATTER)
    if not any(_KEY.match(source.line(line)) for line in range(2, min(last, 6) + 1)):
        return 0
    return next((line for line in range(2, last + 1) if _FRONT_MATTER_END.match(source.line(line))), 0)


def front_matter(source: SourceText) -> range:
    """The lines of the front matter, its borders left out."""
    return range(2, _end_of_front_matter(source))


def _markdown(source: SourceText) -> Iterator[Heading]:
    seen = set()
    previous, above = "", ""
    for line, text in text_lines(source):
        seen.add(line)
        if "#" in text and (match := _ATX.match(text)) and _is_spaced(text, match):
            yield _heading(source, line, len(match["marks"]), match.span("text"), text)
            previous, above = "", ""
            continue
        mark = _UNDERLINE.match(text)
        if mark and previous.strip() and not above.strip() and not _NO_PARAGRAPH.match(previous):
            span = (0, len(previous.rstrip()))
            yield _heading(source, line - 1, 1 if mark["mark"][0] == "=" else 2, span, previous)
            previous, above = "", ""
            continue
        previous, above = text, previous
    for each in _html(source):
        if each.line in seen:
            yield each


def _is_spaced(text: str, match: re.Match[str]) -> bool:
    """Whether a blank stands behind the marks, or the heading is one without it that people write."""
    behind = text[match.end("marks") : match.end("marks") + 1]
    return not behind or behind in " \t" or _TIGHT.match(text) is not None


def _heading(source: SourceText, line: int, level: int, span: tuple[int, int], text: str) -> Heading:
    start = source.start(line)
    return Heading(line, level, start + span[0], start + span[1], plain(text[span[0] : span[1]]))


def _html(source: SourceText) -> Iterator[Heading]:
    if "</h" not in source.text and "</H" not in source.text:
        return
    for match in _HTML.finditer(source.text):
        line = source.line_of(match.start())
        yield Heading(line, int(match["level"]), *match.span("text"), plain(match["text"]))


def _marked(source: SourceText, pattern: re.Pattern[str]) -> Iterator[Heading]:
    levels = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
    for line in range(1, source.line_count + 1):
        text = source.line(line)
        if match := pattern.match(text):
            level = levels.get(match["marks"], 7) if pattern is _LATEX else len(match["marks"])
            yield _heading(source, line, level, match.span("text"), text)


def _underlined(source: SourceText) -> Iterator[Heading]:
    """Titles over a rule; the level is the place of the rule's mark among those met."""
    marks: list[str] = []
    for line in range(2, source.line_count + 1):
        text, title = source.line(line), source.line(line - 1)
        if not _RST_RULE.match(text) or not title.strip() or _RST_RULE.match(title):
            continue
        if text[0] not in marks:
            marks.append(text[0])
        yield _heading(
            source, line - 1, marks.index(text[0]) + 1, (len(title) - len(title.lstrip()), len(title)), title
        )
