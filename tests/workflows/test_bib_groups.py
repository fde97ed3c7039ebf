"""JabRef's tree in a file that paperdex wrote."""

from __future__ import annotations

import pytest

from paperdex.workflows.bib_groups import with_groups


def tree(*groups: str) -> str:
    """An entry, and the tree of these groups, each given with its depth."""
    lines = "".join(f"{group}\n" for group in ("0 AllEntriesGroup:;", *groups))
    return f"@misc{{tea,\n}}\n\n@Comment{{jabref-meta: grouping:\n{lines}}}\n"


@pytest.mark.parametrize(
    ("old", "fresh", "joined"),
    [
        (["1 A", "2 a", "1 B"], ["1 A", "2 b", "3 c", "1 C"], ["1 A", "2 a", "2 b", "3 c", "1 B", "1 C"]),
        (["1 A", "2 a", "1 B", "2 a"], ["1 B", "2 a", "2 x"], ["1 A", "2 a", "1 B", "2 a", "2 x"]),
        (["1 B", "1 A"], ["1 A", "1 B"], ["1 B", "1 A"]),
    ],
)
def test_groups_are_added_in_their_place(old: list[str], fresh: list[str], joined: list[str]) -> None:
    """New groups come behind the others of their parent; none goes, none moves, and twice is once."""
    assert with_groups(tree(*old), tree(*fresh)) == tree(*joined)
    assert with_groups(tree(*joined), tree(*fresh)) == tree(*joined)


def test_a_file_without_a_tree() -> None:
    """It gets one where the export has one."""
    entry, _, groups = tree("1 A").partition("\n\n")
    assert with_groups(f"{entry}\n", tree("1 A")) == tree("1 A") == f"{entry}\n\n{groups}"
    assert with_groups(tree("1 A"), entry) == tree("1 A")
