"""Groups that are made while they are read."""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.core.bibliography import runs

PAIRS = [("a", 1), ("a", 2), ("b", 3), ("a", 4)]


def test_runs_hold_one_pair_at_a_time() -> None:
    """A reader that takes values as they come is one pair ahead of nothing."""
    drawn = []

    def source() -> Iterator[tuple[str, int]]:
        for pair in PAIRS:
            drawn.append(pair[1])
            yield pair

    for _, values in runs(source()):
        for value in values:
            assert drawn[-1] == value


def test_a_run_that_was_passed_by_loses_nothing() -> None:
    """A reader may first take all groups, as for a table of contents."""
    assert [(key, list(values)) for key, values in list(runs(PAIRS))] == [("a", [1, 2]), ("b", [3]), ("a", [4])]
    groups = runs(PAIRS)
    _, first = next(groups)
    assert next(first) == 1
    next(groups)
    assert list(first) == [2]
