"""What people write and Markdown reads otherwise: put right in the text before it is parsed, line for line.

``1. A Title`` with ``  - https://...`` below it: CommonMark wants the bullet three columns in to stand below the
number, and ends the numbered list otherwise. Nobody means that, so such bullets are moved below their number.
A table of HTML with empty lines in it, which would end there, is one. A heading in HTML right above a list, which would
be raw text, is one of Markdown. ``(A Title)[https://...]`` is a link whose brackets were taken for each other. Below a
line of identifiers stands a rule and no underline; such a line right below an item is one of its own, or says which
paper that is. No line is added or taken away.
"""

from __future__ import annotations

import re

from paperdex.lists.syntax.id_lines import valid_names_in

_NEARLY_NESTED = re.compile(
    r"^(?P<item>(?P<indent> {0,3})\d{1,9}[.)][ \t]{1,4}\S.*\n)(?P<bullet>(?P<in> {1,5})[-*+][ \t]+\S)", re.MULTILINE
)
_NUMBER = re.compile(r" {0,3}\d{1,9}[.)][ \t]{1,4}")
_BELOW = re.compile(r" {1,12}(?=\S)")
_FILE = re.compile(r"\]\((?P<url>[^\s()<>\"]{1,400}[^\S\n][^()<>\n\"]{0,399})\)")
_LONGEST_FILE = 400
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

_UNDERLINE = re.compile(r" {0,3}(?:-+|=+)[ \t]*")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}(?=\S)")
_IDENTIFIER = re.compile(r"\d{4}\.\d{4,5}|[a-z]/\d{7}")
_NAMES_FIRST = re.compile(
    r"^ {0,3}(?:https?://|10\.\d|(?:arxiv:\s?)?(?:\d{4}\.\d{4,5}|[a-z.-]{2,20}/\d{7}))", re.IGNORECASE | re.MULTILINE
)
_BARE = re.compile(r"\d{4}\.|[a-z.-]+/\d{7}", re.IGNORECASE)
_TITLE_WORDS = 3


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
    is_file = len(link["url"]) <= _LONGEST_FILE and _FILE_WITH_BLANKS.fullmatch(link["url"])
    return f"](<{link['url']}>)" if is_file else link[0]


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


def mark_identifiers(text: str) -> str:
    """The text with a mark for each line of identifiers right below an item, unless the item is their title.

    Where there is such a line in a paragraph, a rule stands below it and no underline.
    """
    if not _NAMES_FIRST.search(text):
        return text
    lines = text.split("\n")
    mark = ""
    names = is_code = False
    for position, line in enumerate(lines):
        is_code ^= line.lstrip().startswith(("```", "~~~"))
        if not line.strip() or is_code:
            mark, names = "", False
        elif names and _UNDERLINE.fullmatch(line):
            lines[position] = "***"
            mark, names = "", False
        elif item := _ITEM.match(line):
            mark, names = item[0], False
        elif _NAMES_FIRST.match(line) and (named := valid_names_in(line)):
            names = True
            if mark and not line[0].isspace():
                lines[position] = _marked(mark, lines, position, len(named))
        elif line[0].isspace():
            mark = ""
    return "\n".join(lines)


def _marked(mark: str, lines: list[str], position: int, count: int) -> str:
    """A line of identifiers below an item: with the item's mark, or as the identifier of the title above it."""
    line, above = lines[position], lines[position - 1]
    below = lines[position + 1] if position + 1 < len(lines) else ""
    is_titled = _ITEM.match(above) and len(above.split()) > _TITLE_WORDS and not _IDENTIFIER.search(above)
    if count > 1 or not is_titled or valid_names_in(below):
        return mark + line
    return f"arXiv:{line}" if _BARE.match(line) else line


def mended(text: str) -> str:
    """The text with all of that put right."""
    return nest_bullets(mark_identifiers(keep_tables(raise_headings(turn_brackets(text)))))
