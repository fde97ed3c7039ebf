"""The encodings of stdout and stderr: a letter that one lacks stops nothing, and is not lost in silence."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path
from typing import TextIO

_REPLACED = "paperdex-replaced"


class _Lost:
    """Letters that stdout could not take."""

    letters = 0


def prepare() -> None:
    """Make the streams ready to be written to.

    What a program or a file reads is UTF-8 whatever the locale says, as the files are that an export writes, unless
    ``PYTHONIOENCODING`` asks for another encoding. A terminal is written to in its own.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller: paperdex list >&-
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    codecs.register_error(_REPLACED, _replace)
    prepare_stdout(sys.stdout, is_chosen=bool(os.environ.get("PYTHONIOENCODING")))
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="replace")


def prepare_stdout(stream: TextIO, *, is_chosen: bool) -> None:
    """Make stdout ready; ``is_chosen`` says that its encoding was asked for."""
    if hasattr(stream, "reconfigure"):
        if not is_chosen and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors=_REPLACED)


def tell_lost() -> None:
    """Say on stderr how many letters stdout could not take."""
    if _Lost.letters:
        what = "1 character was" if _Lost.letters == 1 else f"{_Lost.letters:,} characters were"
        sys.stderr.write(
            f"Warning: {what} written as ?: standard output is in {sys.stdout.encoding}, which lacks them."
            " Set PYTHONIOENCODING=utf-8, or write to a file with -o.\n"
        )
        _Lost.letters = 0


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    _Lost.letters += error.end - error.start
    return "?" * (error.end - error.start), error.end
