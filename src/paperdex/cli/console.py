"""Writing to the terminal: results to stdout, everything else to stderr, and nothing that could steer it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

from paperdex.core.text import printable
from paperdex.errors import PaperdexError

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 100_000
"""Columns of a stdout that is no terminal: a line there is never wrapped."""


def is_terminal() -> bool:
    """Whether stdout is a terminal, for a person to read."""
    return sys.stdout.isatty()


def columns() -> int:
    """How many columns a line of stdout may have."""
    if not is_terminal():
        return WIDE
    from rich.console import Console

    return Console().width


def folded(text: str, indent: str = "") -> str:
    """A text for stdout; on a terminal broken between words, what goes on below its first line set in."""
    if not is_terminal():
        return text
    import textwrap

    return textwrap.fill(
        text,
        max(columns() - 1, 20),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def result(text: str) -> None:
    """Write a line of the result; the text must already be safe (see ``printable``) or be for a machine to read."""
    results((text, "\n"))


def results(pieces: Iterable[str]) -> None:
    """Write pieces of a result as they come."""
    for piece in pieces:
        with _writing():
            sys.stdout.write(piece)


def differences(lines: Iterable[str]) -> None:
    """Write the lines of a diff: as they are for a program to read, and on a terminal so that they can't steer it."""
    shown = printable if is_terminal() else str
    results(f"{shown(line)}\n" for line in lines)


def flush() -> None:
    """Have everything written; raises BrokenPipeError or PaperdexError when it can't be."""
    with _writing():
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _drop_the_rest()
        raise
    except OSError as error:
        _drop_the_rest()
        raise PaperdexError(
            f"standard output can't be written: {error.strerror or error}.", tip="Write to another place."
        ) from error


def _drop_the_rest() -> None:
    """Keep Python from trying, and complaining, again when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def error(text: str) -> None:
    """Write a line to stderr; control characters are shown as text."""
    for line in text.split("\n"):
        sys.stderr.write(wrapped(printable(line)) + "\n")
    sys.stderr.flush()


def wrapped(line: str) -> str:
    """A line of stderr; on a terminal broken between words, what goes on below it set in."""
    if not sys.stderr.isatty():
        return line
    import shutil
    import textwrap

    width = max(shutil.get_terminal_size().columns - 1, 20)
    indent = len(line) - len(line.lstrip())
    if not line.isascii():  # a letter may take two columns, and Chinese words have no blanks between them
        from rich.text import Text

        from paperdex.cli.wrapping import wrap

        return wrap(Text(line), width, indent + 2).plain
    return textwrap.fill(
        line.lstrip(),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def show(renderable: RenderableType) -> None:
    """Write a tree or table to stdout: with colour on a terminal, as plain lines of any length otherwise."""
    from rich.console import Console

    if is_terminal():
        with _writing():
            Console(markup=False, emoji=False, highlight=False).print(renderable)
        return
    drawn = StringIO()
    # Said in full: rich takes FORCE_COLOR and its like from the environment.
    plain = Console(
        file=drawn, markup=False, emoji=False, highlight=False, width=WIDE, color_system=None, force_terminal=False
    )
    plain.print(renderable)
    results(line.rstrip() + "\n" for line in drawn.getvalue().splitlines())
