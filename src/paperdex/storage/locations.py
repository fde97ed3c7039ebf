"""What a list is known by in a library."""

from __future__ import annotations

import os
from pathlib import Path

STANDARD_INPUT = "//standard input"
"""Location of the list that came by standard input."""
COMMAND_LINE = "//command line"
"""Location of the identifiers that were given directly. No file's path begins so: two slashes become one."""


def list_location(path: str, library: Path) -> str:
    """Return a list's identity: its path relative to the library's folder when beneath it, else absolute, or its URL.

    So a library may move together with its lists. A URL is taken without its fragment.
    """
    if path == "-":
        return STANDARD_INPUT
    if "://" in path:
        return path.partition("#")[0]
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve follows links
    folder = Path(os.path.abspath(library)).parent  # noqa: PTH100
    return absolute.relative_to(folder).as_posix() if absolute.is_relative_to(folder) else str(absolute)
