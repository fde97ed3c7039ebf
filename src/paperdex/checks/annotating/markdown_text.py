"""Plain text put into Markdown, so that it shows just this text."""

from __future__ import annotations

import re
from urllib.parse import quote

from paperdex.core.text import clean_text, decode_runs, printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$]|&(?=#?\w+;)|(?<!\w)#(?=\w))")
_WORD_INSIDE = re.compile(r"(?<=[^\W_])\\_(?=[^\W_])")
_BLOCK = re.compile(r"^(\d{0,9})(?=[-+=:.)#])")
_MATH_SAFE = re.compile(r"[^`\n|]+")


def escape(text: str) -> str:
    """A text on one line of which nothing is live; an underscore within a word needs no escape."""
    return _escaped(clean_text(text))


def paragraph(text: str) -> str:
    """A text with TeX in it, such as an abstract, on one line; math stays math."""
    runs = decode_runs(text)
    pieces = (f"${run.text}$" if run.math and _MATH_SAFE.fullmatch(run.text) else _escaped(run.text) for run in runs)
    return _BLOCK.sub(r"\1\\", " ".join("".join(pieces).split()))


def _escaped(text: str) -> str:
    return _WORD_INSIDE.sub("_", _SPECIAL.sub(r"\\\1", printable(text)))


def target(url: str) -> str:
    """An address as the target of a link."""
    url = quote(url, safe="%/:=&?~#+!$,;'@()*[]._-")
    return f"<{url}>" if re.search(r"[()]", url) else url
