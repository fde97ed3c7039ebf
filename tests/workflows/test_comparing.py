"""A diff says how one text becomes the other, and takes no longer for many changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperdex.workflows.comparing import diff

TEXT = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "", "a\r"]), max_size=9).map("\n".join)


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@settings(max_examples=25)
@given(TEXT, TEXT, st.sampled_from(["", "\n"]))
def test_patch_makes_the_other_text_of_it(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str, end: str
) -> None:
    """Line ends, and their lack at the end, too."""
    folder = tmp_path_factory.mktemp("patched")
    Path(folder, "text").write_bytes(old.encode())
    lines = [*diff(old, new + end, "text")]
    assert bool(lines) == (old != new + end)
    patch = "".join(f"{line}\n" for line in lines).encode()
    if lines:
        subprocess.run(["patch", "--binary", "-s", "text"], input=patch, cwd=folder, check=True)
    found = Path(folder, "text")
    assert (found.read_bytes() if found.exists() else b"") == (new + end).encode()


def test_neighbours_of_a_change_are_shown_and_no_more() -> None:
    old = "".join(f"line {number}\n" for number in range(20_000))
    new = re.sub(r"line (\d*5)\n", r"line \1 changed\n", old)
    assert "\n".join(diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nx\n6\n", "n")) == (
        "--- n\n+++ n\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+x\n 6"
    )
    assert sum(line.startswith("+line") for line in diff(old, new, "n")) == 2_000
