"""Half of the work on a large document is done by a copy of the process, which changes nothing but the time.

Tests may run beside other threads, where nothing is copied, so each script here has a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="processes are copied on Linux alone")

BEGIN = """
import os, signal, sys, time
from paperdex.lists import beside as module
from paperdex.lists.beside import beside
os.sched_getaffinity = lambda _: {0, 1}
"""

DOCUMENTS = """
import paperdex.lists.markdown, paperdex.lists.packed, paperdex.lists.syntax.markdown_parts
from paperdex.lists import markdown, packed, read_list
from paperdex.lists.syntax import markdown_parts

packed.LARGE = markdown.LARGE = markdown_parts._ENOUGH = 2000
ITEM = "- [An Invented Paper on Teapots](https://arxiv.org/abs/1801.%05d) *Ada Invented* [code][c]\\n"
part = lambda n: f"## Teapots {n}\\n\\n{ITEM % n * 3}\\n### Handles\\n\\n{ITEM % (n + 1000)}\\nWords on tea.\\n\\n"
body = "".join(map(part, range(60)))
documents = {
    "titled": "# Tea\\n\\n" + body + "[c]: https://example.org\\n",
    "parts": "# Tea\\n\\n" + body + "# Cups\\n\\n" + body,
    "fold": "# Tea\\n\\n<details><summary>Cups</summary>\\n\\n" + body * 2 + "</details>\\n\\n" + body,
    "contents": "# Tea\\n\\n## Contents\\n\\n### Teapots\\n\\n" + body.replace("## ", "### "),
    "one heading": "# Tea\\n\\n" + ITEM % 1 * 300,
    "a paper": body[:9000] + "## An Invented Paper on Cups\\n\\n[pdf](https://arxiv.org/abs/1801.00009)\\n\\n" + body,
    "cut": "# Tea\\n\\n" + body + "<table>" + "<tr>" + "<td>x</td>" * 300 + "</tr></table>\\n\\n" + body,
}
copies = []
fork = os.fork
os.fork = lambda: copies.append(1) or fork()
for name, text in documents.items():
    shared = read_list(text.encode(), "list.md")
    assert len(copies) == (1 if name == "one heading" else 2), (name, len(copies))
    copies.clear()
    os.sched_getaffinity = lambda _: {0}
    assert shared == read_list(text.encode(), "list.md") and len(shared.entries) > 100, name
    assert not copies
    os.sched_getaffinity = lambda _: {0, 1}
"""

FAULTS = """
def failing():
    raise ValueError("told by nobody")

def ended():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)

with beside(lambda: b"done") as result:
    assert result() == b"done"
for work in (failing, ended, lambda: sys.exit(3), lambda: "no bytes"):
    with beside(work) as result:
        assert result() is None, work
start = time.monotonic()
try:
    with beside(lambda: time.sleep(60)) as result:
        raise KeyboardInterrupt
except KeyboardInterrupt:
    assert time.monotonic() - start < 30
try:
    os.waitpid(-1, 0)
    raise AssertionError("a copy is left")
except ChildProcessError:
    pass

def nested():
    with beside(lambda: b"done") as inner:
        return b"left to it" if inner() is None else b""

with beside(nested) as result:
    assert result() == b"left to it"

def no_more():
    raise BlockingIOError

os.fork = no_more
with beside(lambda: b"done") as result:
    assert result() is None
print("said once", end="")
"""


def run(script: str) -> str:
    """What a script says, which has no error."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_document_is_read_alike() -> None:
    """Whatever stands in its middle; where the second half could not be judged by itself, it is read again."""
    run(DOCUMENTS)


def test_a_copy_that_fails_leaves_the_work() -> None:
    """Nothing is said twice, nothing is left running."""
    assert run(FAULTS) == "said once"
