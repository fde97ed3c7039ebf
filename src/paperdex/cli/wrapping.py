"""Lines that fit a width, in any script: rich moves a Chinese title to the next line as if it were one word."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

# A run without blanks of narrow letters is a word; a wide letter is one by itself, with the marks that may not begin a
# line after it and the brackets that may not end one before it.
_CLOSING = "、。，．：；！？）」』】》〉〕］｝ー…々っッゃャゅュょョ"
_OPENING = "（「『【《〈〔［｛"
_WIDE = "\u2e80-\u2fff\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_WORD = re.compile(f"[{_OPENING}]*[{_WIDE}][{_CLOSING}]*\\s*|[^\\s{_WIDE}]+[{_CLOSING}]*\\s*|\\s+")


def wrap(text: Text, width: int, indent: int) -> Text:
    """The text on lines of at most ``width`` columns, the second and later ones indented; a longer word is cut."""
    if cell_len(text.plain) <= width or width <= indent + 8:
        return text
    offsets: list[int] = []
    used, line_width = 0, width
    for match in _WORD.finditer(text.plain):
        for piece_start, piece in _pieces(match[0], match.start(), width - indent):
            needs = cell_len(piece.rstrip())
            if used and used + needs > line_width:
                offsets.append(piece_start)
                used, line_width = 0, width - indent
            used += cell_len(piece)
    lines = text.divide(offsets)
    for line in lines:
        line.rstrip()
    return Text("\n" + " " * indent).join(lines)


def _pieces(word: str, start: int, width: int) -> list[tuple[int, str]]:
    """A word, cut where it is wider than a line: an address, say."""
    if cell_len(word.rstrip()) <= width:
        return [(start, word)]
    step = max(width // 2, 1) if not word.isascii() else width
    return [(start + i, word[i : i + step]) for i in range(0, len(word), step)]
