"""What people write and Markdown reads otherwise: put right in the text before it is parsed, line for line.

``1. A Title`` with ``  - https://...`` below it: CommonMark wants the bullet three columns in to stand below the
number, and ends the numbered list otherwise. Nobody means that, so such bullets are moved below their number.
A table of HTML with empty lines in it, which would end there, is one. A heading in HTML right above a list, which would
be raw text, is one of Markdown. ``(A Title)[https://...]`` is a link whose brackets were taken for each other. No line
is added or taken away.
"""

from __future__ import annotations

import re

_NEARLY_NESTED = re.compile(
    r"^(?P<item>(?P<indent> {0,3})\d{1,9}[.)][ \t]{1,4}\S.*\n)(?P<bullet>(?P<in> {1,5})[-*+][ \t]+\S)", re.MULTILINE
)
_NUMBER = re.compile(r" {0,3}\d{1,9}[.)][ \t]{1,4}")
_BELOW = re.compile(r" {1,12}(?=\S)")
_FILE = re.compile(r"\]\((?P<url>[^()<>\n\"]{1,400})\)")
_FILE_WITH_BLANKS = re.compile(r"\.{0,2}/?[^\s:'/]\S*\s.*\.(?:md|ipynb|pdf|html)")
_SWAPPED = re.compile(
    r"(?<![\]\w])\((?P<label>[^()\[\]\n]{1,300})\)\[(?P<url>https?://[^\s\[\]()]{1,2000})\](?![(\[:])"
)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_HEADING_ABOVE_LIST = re.compile(
    r"^ {0,3}<h(?P<level>[1-6])(?:\s[^>\n]{0,200})?>(?P<name>[^\n]{1,300}?)</h(?P=level)>[ \t]*$"
    r"(?=\n[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S)",
    re.MULTILINE | re.IGNORECASE,
)


def raise_headings(text: str) -> str:
    """The text with the headings that are HTML right above a list as those of Markdown."""
    if "</h" not in text and "</H" not in text:
        return text
    return _HEADING_ABOVE_LIST.sub(lambda match: f"{'#' * int(match['level'])} {match['name'].strip()}", text)


def keep_tables(text: str) -> str:
    """The text with a comment for each empty line within a table of HTML that holds no link of Markdown's: there the
    piece of HTML would end, in the middle of a row."""
    small = text.lower() if "<table" in text or "<TABLE" in text else ""
    start = small.find("<table")
    if start < 0 or len(small) != len(text):
        return text
    pieces: list[str] = []
    done = 0
    while start >= 0 and (end := small.find("</table", start)) >= 0:
        table = text[start:end]
        if "](" not in table and _EMPTY_LINES.search(table):
            pieces += (text[done:start], _EMPTY_LINES.sub(_commented, table))
            done = end
        start = small.find("<table", end)
    return "".join((*pieces, text[done:])) if pieces else text


def _commented(lines: re.Match[str]) -> str:
    return "\n" + "<!-- -->\n" * (lines[0].count("\n") - 1)


def turn_brackets(text: str) -> str:
    """The text with the brackets of links in their places, and around targets with blanks in them."""
    if ".md)" in text or ".pdf)" in text or ".html)" in text or ".ipynb)" in text:
        text = _FILE.sub(_within_brackets, text)
    return _SWAPPED.sub(r"[\g<label>](\g<url>)", text) if ")[http" in text else text


def _within_brackets(link: re.Match[str]) -> str:
    """The target of a link with the brackets that one with blanks needs."""
    return f"](<{link['url']}>)" if _FILE_WITH_BLANKS.fullmatch(link["url"]) else link[0]


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


def mended(text: str) -> str:
    """The text with all of that put right."""
    return nest_bullets(keep_tables(raise_headings(turn_brackets(text))))
