"""Rules for the text of arXiv's fields, the same for every channel that gives them.

Source of the rules: https://info.arxiv.org/help/prep.html and recorded answers of arXiv's services.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from paperdex.core import dois
from paperdex.core.text import decode_tex

_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that no title or abstract holds on purpose, those that turn the writing round among them; a lone surrogate
can't even be stored."""
_LONG = 100
_PRINTABLE = bytes(range(0x20, 0x7F))
_PARAGRAPH = re.compile(r"\n(?=[ \t]|\s*\n)")
_BRACES = (("\\{", "\ue000"), ("\\}", "\ue001"))
"""Escaped braces, and what stands for them while a text is decoded."""
_DATE = re.compile(r"(?!0)[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def one_line(text: str | None, *, is_clean: bool = False) -> str | None:
    """The text with each run of white space as one blank; ``None`` where nothing is left.

    ``is_clean`` says that all of it is known to be printable but for line feeds, so that nothing else is looked for.
    """
    if not text:
        return None
    line = text.strip()
    # Most fields come on one line, and to see that costs a tenth of making one: no white space but the blank is
    # printable, and nothing that is unwanted.
    if "  " in line or ("\n" in line if is_clean else not _is_printable(line)):
        line = " ".join(_UNWANTED.sub("", line).split())
    return line or None


def _is_printable(line: str) -> bool:
    """As ``str.isprintable``, which takes ten times as long for an abstract in ASCII."""
    if len(line) < _LONG or not line.isascii():
        return line.isprintable()
    return not line.encode().translate(None, _PRINTABLE)


def is_visible(line: str) -> bool:
    """Whether there is something to see in a text on one line."""
    return line.isascii() or any(letter.isprintable() and not letter.isspace() for letter in line)


def plain_line(text: str | None) -> str | None:
    """The text on one line, and as Unicode but for its math; ``None`` where nothing is left.

    The decoder is slow and asked only where there is something to decode. Escaped braces stay escaped, as the query API
    has them: a bare one would be TeX's to whoever decodes the text next.
    """
    line = one_line(text)
    if not line or "\\" not in line:
        return line
    for escaped, mark in _BRACES:
        line = line.replace(escaped, mark)
    line = decode_tex(line)
    for escaped, mark in _BRACES:
        line = line.replace(mark, escaped)
    return one_line(line)


def date_or_time(text: str) -> str | None:
    """A time as ``2007-04-02T19:18:42Z``, in UTC, or a bare date as it is; ``None`` for anything else.

    A month or a year is no date.
    """
    text = text.strip()
    if not _DATE.match(text):
        return None
    try:
        found = datetime.fromisoformat(text)
        if len(text) == len("2007-04-02"):
            return text
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def paragraphs(text: str | None, *, is_clean: bool = False) -> str | None:
    r"""An abstract with its paragraphs parted by an empty line and no other line break.

    arXiv wraps lines at will, and a line that starts with blanks (or follows an empty one) starts a paragraph:
    ``"  One\ntwo\n  Three\n"`` gives ``"One two\n\nThree"``. The current query API leaves out the wrapping and keeps
    the marks. ``is_clean`` is :func:`one_line`'s.
    """
    if not text:
        return None
    if "\n" not in text:
        return one_line(text, is_clean=is_clean)
    return "\n\n".join(line for piece in _PARAGRAPH.split(text) if (line := one_line(piece))) or None


def first_doi(text: str | None) -> str | None:
    """The first DOI of a field that may hold several (parted by blanks), bare and written as it was.

    ``None`` where the field holds no DOI at all: about one in ten thousand is broken (``(2009)``, ``|``).
    """
    return (dois.first_doi(text) or None) if text else None
