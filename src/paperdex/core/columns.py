"""Columns of a terminal."""

from __future__ import annotations

import unicodedata


def columns_of(text: str) -> int:
    """Columns that a text takes: letters of East Asia take two, combining marks none."""
    if text.isascii():
        return len(text)
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
    return len(text) + wide - sum(1 for c in text if unicodedata.category(c) in {"Mn", "Me", "Cf"})
