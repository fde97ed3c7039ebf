r"""Math as the programs that read .bib files know it, and as LaTeX sets it all the same.

Better BibTeX's parser tells every command that it has no character for, and leaves it in the title; citation-js and
bibutils leave it, or take its first letters for an accent (``\log`` becomes "łog"). So a function is its upright name
with the thin blanks that LaTeX puts around it, and a command that a reader lacks is another of the same look. Of
``\mathbb``, ``\mathcal``, ``\mathfrak``, ``\mathbf``, ``\hat`` and the other accents but ``\bar`` and ``\vec`` no
spelling is known to all: tried were arguments with and without braces, ``\ensuremath``, ``\mbox``, old font commands
and brace protection around, inside and between.
"""

from __future__ import annotations

import functools
import re

from paperdex.core.math_form import FUNCTIONS

_OTHERS = {"liminf", "limsup", "mod"}
"""Functions of two words, and one whose blanks are others: they keep their commands."""
_FUNCTION = re.compile(
    rf"(?P<before>[A-Za-z0-9)\]}}]?)\ ?\\(?P<name>{'|'.join(sorted(FUNCTIONS - _OTHERS))})(?![A-Za-z])"
    r"(?P<scripts>(?:[_^](?:[A-Za-z0-9]|\{[^{}]*\}))*)\ ?(?P<after>(?=[A-Za-z0-9{]|\\(?!right|,)[A-Za-z]))?"
)
_NAMES = {"bmod": "mod"}
_OPEN_COMMAND = re.compile(r"\\[A-Za-z]+\Z")
_SAME = (
    # Behind I and 1 it makes one blackboard letter of two: `I\!\!P`, `1\!\!1`.
    (re.compile(r"(?<![I1!])(?:\\!)+"), ""),
    (re.compile(r"\\colon\ ?"), ":"),
    (re.compile(r"\\\|"), r"\\Vert"),
    (re.compile(r"\\smallsetminus(?![A-Za-z])"), r"\\setminus"),
    (re.compile(r"\\text\{"), r"\\textrm{"),
    (re.compile(r"\\mathtt\{(?=[A-Za-z0-9]+\})"), r"\\texttt{"),
    (re.compile(r"\\mathring\{\\mathrm\{([Aa])\}\}"), r"\\textrm{\\\1\1}"),
    (re.compile(r"\\mathit\{([A-Za-z])\}"), r"\1"),
)


@functools.lru_cache(maxsize=4096)
def for_readers(math: str) -> str:
    """Return math that LaTeX can set with commands that more readers know; it looks the same."""
    if "\\" not in math:
        return math
    math = _FUNCTION.sub(_upright, math)
    for command, other in _SAME:
        math = command.sub(functools.partial(_instead, other), math)
    return math


def _instead(other: str, found: re.Match[str]) -> str:
    """What stands for a command; a blank parts it from letters that would make another command of it."""
    text = found.expand(other)
    before, after = found.string[: found.start()], found.string[found.end() :]
    parts_before = _OPEN_COMMAND.search(before) and re.match("[A-Za-z]", text or after)
    parts_after = _OPEN_COMMAND.search(text) and re.match("[A-Za-z]", after)
    return f"{' ' if parts_before else ''}{text}{' ' if parts_after else ''}"


def _upright(found: re.Match[str]) -> str:
    blank = "\\," if found["before"] else ""
    name = _NAMES.get(found["name"], found["name"])
    after = "\\," if found["after"] is not None else ""
    return f"{found['before']}{blank}\\mathrm{{{name}}}{found['scripts']}{after}"
