"""Which rules a check asks: what the command line says, on top of what the settings say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePath

from paperdex.checks import Rule, selected
from paperdex.errors import UnknownName, UsageError
from paperdex.settings import Settings
from paperdex.settings.values import Place
from paperdex.workflows.documents import STANDARD_INPUT

PlaceOf = Callable[[str], Place]
"""Gives where the value of a setting stands."""


def chosen_rules(
    settings: Settings, place_of: PlaceOf, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """The rules of a check; ``select`` takes the place of what the settings select, ``ignore`` comes to what they do.

    Each may be several names with commas between them. Raises UnknownName, which says where a setting is wrong, and
    UsageError where no rule is left.
    """
    if select:
        wanted = _all_of(select, lambda: "--select")
    else:
        wanted = _all_of(settings.check_select, lambda: place_of("check_select").label)
    left_out = _all_of(settings.check_ignore, lambda: place_of("check_ignore").label)
    left_out |= _all_of(ignore, lambda: "--ignore")
    chosen = wanted or frozenset(selected())
    rules = tuple(rule for rule in selected() if rule in chosen and rule not in left_out)
    if not rules:
        where = [
            *(["--ignore"] if ignore else []),
            *([place_of("check_ignore").label] if settings.check_ignore else []),
        ]
        raise UsageError(
            f"no rule is left to check by: all that are selected are ignored by {' and '.join(where)}.",
            tip="Select more, or ignore less; paperdex rule shows all rules.",
        )
    return rules


@dataclass(frozen=True, slots=True)
class FileIgnore:
    """Rules that are left out in the files of a pattern."""

    pattern: str
    rules: frozenset[Rule]
    folder: Path | None = None
    """Where the pattern starts from; ``None`` for the current folder."""

    def matches(self, path: str) -> bool:
        """Whether a pattern matches the path of a list, the end of it, or its name."""
        names = tuple(_names(path, self.folder))
        return any(fnmatch(name, pattern) for pattern in _variants(self.pattern) for name in names)


def ignored_in(settings: Settings, place_of: PlaceOf) -> tuple[FileIgnore, ...]:
    """The rules that are left out in some files; raises UnknownName."""
    if not settings.check_per_file_ignores:
        return ()
    place = place_of("check_per_file_ignores")
    pairs = (each.rpartition(":") for each in settings.check_per_file_ignores)
    return tuple(FileIgnore(pattern, _all_of([name], lambda: place.label), place.folder) for pattern, _, name in pairs)


def _names(path: str, folder: Path | None) -> Iterator[str]:
    """What a path is called: as it was given, in full, from the folder on, and each end of that."""
    yield path
    pure = PurePath(path)
    if "://" not in path and path != STANDARD_INPUT:
        here = Path.cwd()
        full = PurePath(os.path.normpath(here / path))  # a link is what it is called
        yield full.as_posix()
        start = folder or here
        pure = full.relative_to(start) if full.is_relative_to(start) else full
    yield from ("/".join(pure.parts[place:]) for place in range(len(pure.parts)))


def _variants(pattern: str) -> Iterator[str]:
    """A pattern, and what it is where ``**/`` stands for no folder at all."""
    yield (pattern := pattern.removeprefix("./"))
    while "**/" in pattern:
        yield (pattern := pattern.replace("**/", "", 1))


def _all_of(names: Sequence[str], where: Callable[[], str]) -> frozenset[Rule]:
    words = [word for name in names for word in name.split(",") if word.strip()]
    rules: set[Rule] = set()
    for word in words:
        try:
            rules.update(selected([word]))
        except UnknownName as error:
            raise UnknownName("rule", word.strip(), error.near, where=where(), tip=_TIP) from error
    return frozenset(rules)


_TIP = "paperdex rule shows them all."
