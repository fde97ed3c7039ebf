"""One value of a setting, read from a variable of the environment (a text) or from a file (what TOML gives)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from paperdex.errors import UsageError

LONGEST_PAUSE = 86_400.0
"""Seconds of a day, the longest pause between two requests."""
_PROXIES = frozenset({"http", "https", "socks5", "socks5h"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands."""

    label: str
    """How an error names it: ``PAPERDEX_PACE``, or the file and the key."""
    folder: Path | None = None
    """The folder of the file, which a relative path starts from; ``None`` for the environment."""


Reader: TypeAlias = Callable[[object, Place], object]
"""Gives the value of a setting; raises UsageError for one that can't be used."""


def address(value: object, place: Place) -> str:
    """An http(s) address, or an empty text."""
    text = _text(value, place, "an address")
    if text and not _is_address(text, {"http", "https"}):
        raise _unusable(
            value, place, "an address", "Give one that begins with https://, or an empty one to turn the service off."
        )
    return text


def proxy(value: object, place: Place) -> str:
    """The address of a proxy, or an empty text."""
    text = _text(value, place, "the address of a proxy")
    if text and not _is_address(text, _PROXIES):
        tip = "Give one such as http://proxy.example.org:3128, or an empty one for no proxy."
        raise _unusable(value, place, "the address of a proxy", tip)
    return text


def line(value: object, place: Place) -> str:
    """A text."""
    return _text(value, place, "a text")


def names(value: object, place: Place) -> tuple[str, ...]:
    """The names of a list, or of a text with commas between them, each once."""
    return _names(value, place, "arxiv", "datacite")


def rules(value: object, place: Place) -> tuple[str, ...]:
    """The same of rules."""
    return _names(value, place, "PD207", "order")


def _names(value: object, place: Place, *examples: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        one, other = examples
        raise _unusable(value, place, "a list of names", f'Write ["{one}", "{other}"], or "{one}, {other}".')
    return tuple(dict.fromkeys(name for part in parts if (name := part.strip())))


def ignores(value: object, place: Place) -> tuple[str, ...]:
    """Patterns of paths, each with a name behind a colon; in a file also a table of patterns with lists of names."""
    if isinstance(value, dict):
        pairs = [(pattern, name) for pattern, found in value.items() for name in rules(found, place)]
        return tuple(f"{pattern}:{name}" for pattern, name in pairs)
    if not isinstance(value, str | list):
        raise _unusable(value, place, "a table of patterns with rules", 'Write "drafts/*.md" = ["PD304", "order"].')
    found = rules(value, place)
    if not all(pattern and name for pattern, _, name in (each.rpartition(":") for each in found)):
        raise _unusable(value, place, "a list of patterns with names", 'Write "drafts/*.md:PD304, old.md:order".')
    return found


def key_template(value: object, place: Place) -> str:
    """A template of cite keys."""
    text = _text(value, place, "a key template")
    from paperdex.core.key_templates import key_maker  # only few set it

    try:
        key_maker(text)
    except UsageError as error:
        raise UsageError(f"{place.label}: {error}", tip=error.tip) from error
    return text


def path(value: object, place: Place) -> Path:
    """A path; in a file, a relative one starts from the file's folder."""
    text = _text(value, place, "a path")
    if not text or "\0" in text:
        raise _unusable(value, place, "a path", "Give the path in full.")
    try:
        found = Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{place.label} is {value!r}: {error}", tip="Give the path in full.") from error
    return place.folder / found if place.folder else found


def seconds(value: object, place: Place) -> float:
    """A number of seconds, from none to a day; in a file, a number without quotes."""
    number = -1.0
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value) if 0 <= value <= LONGEST_PAUSE else -1.0
    elif isinstance(value, str) and place.folder is None:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
    if not 0 <= number <= LONGEST_PAUSE:
        tip = "Write a number without quotes, 3 or more." if place.folder else "Set it to 3 or more."
        raise _unusable(value, place, f"a number of seconds up to {LONGEST_PAUSE:,.0f}", tip)
    return number


def _text(value: object, place: Place, what: str) -> str:
    if not isinstance(value, str):
        raise _unusable(value, place, what, "Write it between quotes.")
    return value.strip()


def _is_address(text: str, schemes: frozenset[str] | set[str]) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError for one that is no number
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname)


def _unusable(value: object, place: Place, what: str, tip: str) -> UsageError:
    return UsageError(f"{place.label} is {value!r}, which is not {what}.", tip=tip)
