"""Delimited text to rows: which character parts the columns, and rows with the line on which each begins.

RFC 4180, read leniently: commas, semicolons, tabs or bars; quoted fields may hold line breaks; a quote that is never
closed is a character like any other. The csv module isn't used: it refuses fields above a limit that is global to the
process, swallows the rest of a file behind a stray quote, and its Sniffer guesses wrong on titles full of commas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from paperdex.lists.compact import dumped, loaded

DELIMITERS = "\t,;|"
_DECLARED = re.compile(r"\A\ufeff?\"?sep=([,;|\t])\"?[ \t]*(?:\n|\Z)", re.IGNORECASE)
_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 50

Row = tuple[int, list[str]]
"""The line on which a row begins, from 1, and its cells."""


class Rows:
    """The rows of a table, kept as bytes: as lists of texts they take three times the space."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._packed = [dumped(row) for row in rows]

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Row]:
        return map(loaded, self._packed)


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a text that are not empty; ``""`` for a table of one column. Linear in the text."""
    start = _declared(text)[1]
    line = 1 + text.count("\n", 0, start)
    open_text = rf"[^{re.escape(delimiter)}\n]*+"
    field = re.compile(rf'[ ]*+"(?P<quoted>(?:[^"]++|"")*+)"(?P<rest>{open_text})|(?P<plain>{open_text})')
    while start < len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        first, raw = line, text[start:end]
        if '"' in raw:
            cells, start = _quoted_row(text, start, field)
            line += text.count("\n", end, start)
        else:
            cells, start = raw.split(delimiter) if delimiter else [raw], end + 1
            line += 1
        if any(cell and not cell.isspace() for cell in cells):
            yield first, cells


def _quoted_row(text: str, start: int, field: re.Pattern[str]) -> tuple[list[str], int]:
    """The cells of the row that begins at ``start``, and where the next one begins."""
    # A quote without an end is searched for to the end of the text once only: all quotes behind it come in pairs, and
    # a field that begins with a pair is closed at once.
    cells: list[str] = []
    while match := field.match(text, start):
        quoted = match["quoted"]
        cells.append(match["plain"] if quoted is None else quoted.replace('""', '"') + match["rest"])
        start = match.end() + 1
        if text[match.end() : start] in {"\n", ""}:
            break
    return cells, start


def find_delimiter(text: str, is_header: Callable[[Sequence[str]], bool]) -> str:
    """The character that parts the columns, judged by the first rows; ``""`` where there is one column only.

    It is the one that makes a header of the first row, and else the one that gives the most rows the same width.
    """
    declared, start = _declared(text)
    if declared:
        return declared
    sample = text[start : start + _SAMPLE]
    if len(sample) == _SAMPLE and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    best = ""
    best_score = (False, 0.5)
    for delimiter in DELIMITERS:
        rows = [cells for _, cells in islice(rows_of(sample, delimiter), _SAMPLE_ROWS)] if delimiter in sample else []
        if not rows:
            continue
        widths = Counter(len(cells) for cells in rows)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        header = next((cells for cells in rows[:10] if len(cells) > 1 and is_header(cells)), None)
        score = (header is not None, count / len(rows) if width > 1 else 0.0)
        if score > best_score:
            best, best_score = delimiter, score
    lone_header = best and not best_score[0] and is_header([sample.partition("\n")[0]])
    return "" if lone_header else best


def _declared(text: str) -> tuple[str, int]:
    """The delimiter that the first line names for a spreadsheet (``sep=;``), and where the rows begin."""
    match = _DECLARED.match(text)
    return (match[1], match.end()) if match else ("", 1 if text[:1] == "\ufeff" else 0)
