"""New text in a document, written as its format needs it; ``None`` where that cannot be done safely."""

from __future__ import annotations

import html
import re

from paperdex.checks.document import Document
from paperdex.core.text import split_math

_TEX_SIGNS = re.compile(r"[&%#_]")
_NO_TEX = re.compile(r"[\\{}~^\"<>]")
_NO_MATH = re.compile(r"[\\_*{}<`|]")
_MARKDOWN = re.compile(r"[*\[\]<]|(?<!\w)_|_(?!\w)")
_NO_MARKDOWN = re.compile(r"[\\`]|&\w+;")
_MARKUP = re.compile(r"[\\`*_|{}<>\[\]^+~=]")
_MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|~~")
_OPENING_TAG, _CLOSING_TAG = re.compile(r"<\w"), re.compile(r"</\w")
_TABLE = re.compile(r"[,;\t\"]")


def is_whole(text: str) -> bool:
    """Whether a stretch of a document can be replaced: no brace, tag or mark of emphasis has its other half outside."""
    marks = _MARKS.findall(text)
    return (
        text.count("{") == text.count("}")
        and text.count("<") == text.count(">")
        and len(_OPENING_TAG.findall(text)) == len(_CLOSING_TAG.findall(text))
        and not any(marks.count(mark) % 2 for mark in marks)
    )


def written(document: Document, start: int, text: str) -> str | None:
    """A plain text for the place that begins at ``start``."""
    kind = document.list.format
    if kind == "markdown":
        return _markdown(text, in_table="|" in document.source.line(document.source.line_of(start)))
    if kind == "html":
        return html.escape(text, quote=False)
    if kind in ("bibtex", "latex"):
        return _tex(text)
    if kind in ("csv", "tsv"):
        return None if _TABLE.search(text) else text
    if kind in ("csl-json", "notebook"):
        return None if re.search(r"[\"\\*_`\[\]<|]", text) else text
    if kind in ("plain", "ris"):
        return text
    return None if _MARKUP.search(text) else text


def _markdown(text: str, *, in_table: bool) -> str | None:
    if _NO_MARKDOWN.search(text) or any(run.math and _NO_MATH.search(run.text) for run in split_math(text)):
        return None
    escaped = _MARKDOWN.sub(lambda sign: "\\" + sign[0], text)
    return escaped.replace("|", "\\|") if in_table else escaped


def _tex(text: str) -> str | None:
    parts = []
    for run in split_math(text):
        if not run.math and _NO_TEX.search(run.text):
            return None
        parts.append(f"${run.text}$" if run.math else _TEX_SIGNS.sub(lambda sign: "\\" + sign[0], run.text))
    written = "".join(parts)
    return written if written.count("{") == written.count("}") else None
