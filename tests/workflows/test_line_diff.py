"""Differences between two texts: those that difflib shows, and in no more time than the texts are long."""

from __future__ import annotations

import difflib
import time

from hypothesis import given
from hypothesis import strategies as st

from paperdex.workflows.line_diff import unified_diff

_TEXT = st.builds(
    str.__add__,
    st.lists(st.sampled_from(["a\n", "b\n", "c\n", "year = 2021\n", "\n", "\x0b\u2028\n"]), max_size=14).map("".join),
    st.sampled_from(["", "end"]),
)


def patched(old: str, diff: list[str]) -> str:
    """The old text with its changes."""
    lines = old.split("\n")
    out: list[str] = []
    place = 0
    for line in diff[2:]:
        if line.startswith("@@"):
            start, _, length = line.split()[1][1:].partition(",")
            begin = int(start) - (length != "0")
            out += lines[place:begin]
            place = begin
        elif line[0] in " -":
            assert lines[place] == line[1:]
            place += 1
        if line[0] in " +":
            out.append(line[1:])
    return "\n".join(out + lines[place:])


@given(_TEXT, _TEXT)
def test_a_diff_is_a_patch(old: str, new: str) -> None:
    """The new text comes of it, whatever changed."""
    diff = list(unified_diff(old + "\n", new + "\n", "tea.bib"))
    assert (patched(old + "\n", diff) if diff else old + "\n") == new + "\n"


def test_it_looks_as_difflib_has_it() -> None:
    """Headers, ranges, three lines around a change, and a last line without an end."""
    old = "".join(f"{n}\n" for n in range(20)) + "last"
    new = old.replace("5\n", "five\n", 1).replace("last", "last\n")
    wanted = difflib.unified_diff(old.splitlines(True), new.splitlines(True), "tea", "tea")
    lines = [
        line
        for text in wanted
        for line in (text + ("" if text.endswith("\n") else "\n\\ No newline at end of file\n")).splitlines()
    ]
    assert list(unified_diff(old, new, "tea")) == lines
    assert list(unified_diff(old, old, "tea")) == []
    assert list(unified_diff("", "a\n", "tea"))[2:] == ["@@ -0,0 +1 @@", "+a"]


def test_a_bibliography_of_thousands_of_entries() -> None:
    """A change in each of them takes no minutes."""
    entry = (
        "@misc{{key{0},\n  title = {{Tea {0}}},\n  author = {{{1}}},\n  year = {{2021}},\n  eprint = {{{0}}},\n}}\n\n"
    )
    old, new = ("".join(entry.format(n, name) for n in range(3000)) for name in ("Ada", "Bo"))
    start = time.process_time()
    diff = list(unified_diff(old, new, "tea.bib"))
    assert time.process_time() - start < 5
    assert sum(line.startswith("+ ") for line in diff) == 3000
