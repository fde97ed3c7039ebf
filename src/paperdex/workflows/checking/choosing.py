"""Which rules a check asks: what the command line says, on top of what the settings say."""

from __future__ import annotations

from collections.abc import Sequence

from paperdex.checks import Rule, selected
from paperdex.errors import UnknownName
from paperdex.settings import Settings


def chosen_rules(settings: Settings, select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of a check; ``select`` takes the place of what the settings select, ``ignore`` comes to what they do.

    Each may be several names with commas between them. Raises UnknownName, which says whether a setting is wrong.
    """
    wanted = _all_of(select, "--select") if select else _all_of(settings.check_select, "check_select")
    left_out = _all_of(settings.check_ignore, "check_ignore") | _all_of(ignore, "--ignore")
    chosen = wanted or frozenset(selected())
    return tuple(rule for rule in selected() if rule in chosen and rule not in left_out)


def ignored_in(settings: Settings) -> tuple[tuple[str, frozenset[Rule]], ...]:
    """Patterns of paths, each with rules that are left out there; raises UnknownName."""
    pairs = (each.rpartition(":") for each in settings.check_per_file_ignores)
    return tuple((pattern, _all_of([name], "check_per_file_ignores")) for pattern, _, name in pairs)


def _all_of(names: Sequence[str], where: str) -> frozenset[Rule]:
    words = [word for name in names for word in name.split(",") if word.strip()]
    rules: set[Rule] = set()
    for word in words:
        try:
            rules.update(selected([word]))
        except UnknownName as error:
            raise UnknownName("rule", word.strip(), error.near, where=where, tip=_TIP) from error
    return frozenset(rules)


_TIP = "paperdex rule shows them all."
