"""Which format a text is in, by its content: for standard input, and where a file's suffix doesn't tell or lies.

A suffix of a known format is believed unless the text begins as no text of that format does (``sure``: a notebook named
``.json``, BibTeX named ``.md``). ``.txt``, ``.json``, unknown suffixes and none at all tell little: there every sign
counts, in the order of :data:`SIGNS`. What nothing fits is what its suffix says, else Markdown; without any of
Markdown's marks it is plain text, as in a file named ``.txt``. Only the first 64 KB
are looked at, with regular expressions that take linear time; no reader is loaded for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from paperdex.lists.entry.columns import role_of

_SAMPLE = 64 * 1024
_VAGUE_SUFFIXES = frozenset({"", ".txt", ".text", ".json", ".xml"})
_FALLBACK = "markdown"

LooksLike = Callable[[str], bool]


class Sign(NamedTuple):
    """How a format is told by its content."""

    format: str
    looks_like: LooksLike
    sure: bool = False
    """Whether a text that looks so can be nothing else, whatever its suffix says."""


def _pattern(pattern: str, *, times: int = 1) -> LooksLike:
    """Whether a pattern is found in a text at least so many times."""
    compiled = re.compile(pattern, re.IGNORECASE | re.MULTILINE)

    def looks_like(text: str) -> bool:
        return sum(1 for _, _ in zip(range(times), compiled.finditer(text), strict=False)) == times

    return looks_like


def _all(*tests: LooksLike) -> LooksLike:
    return lambda text: all(test(text) for test in tests)


def _any(*tests: LooksLike) -> LooksLike:
    return lambda text: any(test(text) for test in tests)


def _no(test: LooksLike) -> LooksLike:
    return lambda text: not test(text)


_COMMENTS = r"\A(?:\s*+%.*+\n)*+\s*+"
_MARKDOWN_HEADING = r"^#{1,6}[ \t]+\S"
_MARKDOWN_LINK = r"\]\((?:https?:/|<http)"
_COMMENT_LINES = r"^#(?:[ \t].*+)?+\n(?:#(?:[ \t].*+)?+\n){2}"
"""Three lines or more of one ``#`` each: comments, since nobody writes so many headings of the first level."""
_IDENTIFIER = r"(?:https?://[^\s,;|\t]+|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,9}/[^\s,;|\t]+)"
_WHOLE_IDENTIFIER = re.compile(f'"?{_IDENTIFIER}"?', re.IGNORECASE)
_NUMBER = re.compile(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
_FIRST_LINES = 8
_FIRST_ROWS = 3
_FEWEST_LINES = 4
_WIDEST_TITLE = 200
_MARKED_UP = re.compile(
    r"^(?:[ ]{0,3}(?:#{1,6}[ \t]|>|\d{1,3}[.)][ \t]|```|~~~|\||<|=+[ \t]*$|-+[ \t]*$)|[ \t]*[-*+][ \t])"
    r"|\]\(|\*\*|__|`|\]:[ \t]|</",
    re.MULTILINE,
)


def _is_table(delimiters: str) -> LooksLike:
    """Whether the first line names columns, or the first lines have as many columns, one of them of identifiers."""

    def looks_like(text: str) -> bool:
        lines = [line for line in text[:4096].split("\n")[: 2 * _FIRST_LINES] if line.strip()][:_FIRST_LINES]
        is_drawn = any(line.lstrip().startswith("|") for line in lines)
        return not is_drawn and any(delimiter in text[:4096] and _parts(lines, delimiter) for delimiter in delimiters)

    return looks_like


def _parts(lines: list[str], delimiter: str) -> bool:
    rows = [[cell.strip() for cell in line.split(delimiter)] for line in lines]
    for names, below in pairwise(rows[:_FIRST_ROWS]):  # a row with the list's name may stand above the columns'
        if sum(bool(role_of(cell.strip('"'))[0]) for cell in names) >= 2:
            return len(below) > 1
    same_width = len(rows) > 2 and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    if not same_width or all(_NUMBER.fullmatch(cell) for row in rows for cell in row):
        return False  # nothing but numbers are several papers a line
    return any(all(map(_WHOLE_IDENTIFIER.fullmatch, column)) for column in zip(*rows, strict=True))


_MARKED_DOWN = re.compile(
    r"^[ ]{0,3}(?:#{1,6}[ \t]+\S|```|~~~|>|\||<[a-z!/]|={3,}[ \t]*$|-{3,}[ \t]*$)|\]\(|\*\*\S|\b_\S|`\S|\]:[ \t]|</",
    re.MULTILINE | re.IGNORECASE,
)
"""What Markdown alone marks; bullets and numbers stand in plain text as well."""


def _is_unmarked(text: str) -> bool:
    """Whether a text of several lines has nothing that Markdown marks, so that its lines stand as they are written."""
    return text.strip().count("\n") >= _FEWEST_LINES - 1 and not _MARKED_DOWN.search(text)


def _is_lines(text: str) -> bool:
    """Whether a text is lines that stand by themselves, a title or a name each, without any mark of Markdown."""
    lines = [line for line in text[:16_384].split("\n")[:200] if line.strip()]
    if len(lines) < _FEWEST_LINES or _MARKED_UP.search(text):
        return False
    apart = sum(line[0].isupper() or line[0].isdigit() or line[0] > "\u2fff" for line in lines)
    in_prose = sum(line.rstrip()[-1] in ".,;:!。，；：" or len(line) > _WIDEST_TITLE for line in lines)
    return 5 * apart >= 4 * len(lines) and 5 * in_prose <= len(lines)


SIGNS = (
    Sign("notebook", _all(_pattern(r"\A\s*+\{"), _pattern(r'"(?:cells|worksheets|nbformat)"\s*:')), sure=True),
    Sign("csl-json", _all(_pattern(r'\A\s*+(?:\[\s*+)?\{\s*+"'), _pattern(r'"(?:title|doi|issued)"\s*:')), sure=True),
    Sign("html", _pattern(r"\A\s*+(?:<\?xml[^>]*>\s*+)?(?:<!doctype\s+(?:html|netscape)|<html[\s>])"), sure=True),
    Sign("bibtex", _pattern(_COMMENTS + r"@[a-z]{3,20}+(?:\s*+\{|\()\s*+[^\s,{}()]*+\s*+[,=]"), sure=True),
    Sign("ris", _pattern(r"\A\s*+TY {1,2}- ?\w"), sure=True),
    Sign("latex", _pattern(_COMMENTS + r"\\(?:documentclass|documentstyle|begin\{thebibliography\})"), sure=True),
    Sign("ris", _all(_pattern(r"^TY  - \w"), _pattern(r"^ER  -"))),
    Sign(
        "bibtex", _all(_pattern(r"^@[a-z]{3,20}\s?\{[^\s,{}]+,", times=2), _no(_pattern(_MARKDOWN_HEADING + "|^```")))
    ),
    Sign("html", _all(_pattern(r"\A\s*+<(?:!--|[a-z])"), _pattern(r"</(?:p|div|li|td|h\d|a|dt)>", times=5))),
    Sign(
        "latex",
        _pattern(
            r"^[ \t]*\\(?:(?:sub)*section\*?\{|bibitem[\[{]|usepackage[\[{]|begin\{document\}|refsection\{|datalist\[)"
        ),
    ),
    Sign("org", _pattern(r"\A(?:\s*#.*\n)*?#\+(?:title|author|date|options|startup|filetags|todo|email)\s*:")),
    Sign("org", _pattern(r"^\*+ (?-i:TODO|DONE) \S|^\*+ .*\n[ \t]*:PROPERTIES:[ \t]*$")),
    Sign("org", _all(_pattern(r"^\* \S"), _pattern(r"^\*{2,4} \S", times=2), _no(_pattern(_MARKDOWN_LINK)))),
    Sign("org", _all(_pattern(r"^\*+ \S"), _pattern(r"\[\[https?://[^\]\s]{1,500}\](?:\[[^\]\n]{1,500}\])?\]"))),
    Sign(
        "asciidoc",
        _all(_pattern(r"^={1,6} \S"), _pattern(r"(?:https?://|link:)[^\s\[\]]{1,500}\[[^\]\n]{0,500}\]|^={2,6} \S")),
    ),
    Sign("plain", _all(_pattern(_COMMENT_LINES), _no(_pattern(_MARKDOWN_LINK)))),
    Sign("markdown", _any(_pattern(_MARKDOWN_LINK), _pattern(_MARKDOWN_HEADING, times=2))),
    Sign("rst", _pattern(r"^\.\. (?:_[^:\n]+:|[\w-]+::|\[[\w#*]+\] )|`[^`<\n]+\s<https?://[^>\s]+>`__?")),
    Sign("tsv", _is_table("\t")),
    Sign("csv", _any(_pattern(r"\Asep=[,;|\t]$"), _is_table(",;|"))),
    Sign("plain", _is_lines),
    Sign("plain", _is_unmarked),
)
"""The signs in order; the first one that fits tells."""


def detect(text: str, suffix: str) -> str:
    """Name of the format, always one of the registry: by suffix (``.md``, ``""`` for none) and by content."""
    from paperdex.lists import FORMATS, SUFFIXES

    sample = text[:_SAMPLE].removeprefix("\ufeff")
    suffix = suffix.lower()
    known = SUFFIXES.get(suffix)
    is_vague = known is None or suffix in _VAGUE_SUFFIXES
    for sign in SIGNS:
        if sign.format in FORMATS and (sign.sure or is_vague) and sign.looks_like(sample):
            return sign.format
    return known.name if known else _FALLBACK
