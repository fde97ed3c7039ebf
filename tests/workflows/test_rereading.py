"""Reading an export back: what is hard to write is no fault, and a fault is found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from exports.torture import bibliography, in_api, in_snapshot
from paperdex.exports import get_format
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.workflows.rereading import READERS, Meant, NotAsMeant, checker

OPTIONS = [(name, options) for name in READERS for options in (USUAL, ExportOptions(ascii=True)) if not (
    options.ascii and "ascii" not in get_format(name).heeds)]  # fmt: skip


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_a_good_export_is_good(name: str, options: ExportOptions, tmp_path: Path) -> None:
    """Braces, math, transliterated letters and long lists read back as they were meant, in each format."""
    if name == "ris" and importlib.util.find_spec("rispy") is None:
        pytest.skip("rispy is not installed")
    for records in (in_snapshot(), in_api()):
        meant = Meant()
        path = tmp_path / "tea"
        text = "".join(get_format(name).write(meant.watch(bibliography(records)), options))
        path.write_text(text, encoding="utf-8")
        checker(get_format(name), meant)(path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Brewing Is All", "Brewing Was All", "another title, 'Brewing Was All"),
        ("{Fermat's}", "{Fermi's}", "another title"),
        (r"$\Phi$}-mesons", r"$\Phi$}-masons", "another title"),
        ("author = {Invented, Ada}", "author = {Invented, Ada and Bo}", "2 authors instead of 1"),
        ("@misc{invented2005brewing", "@misc{invented2005brew", "the key 'invented2005brew' instead of"),
    ],
)
def test_a_fault_is_found(old: str, new: str, fault: str, tmp_path: Path) -> None:
    """A word, an author or a key that is another."""
    meant = Meant()
    text = "".join(get_format("bibtex").write(meant.watch(bibliography(in_snapshot()))))
    assert old in text
    (tmp_path / "tea").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NotAsMeant, match=fault):
        checker(get_format("bibtex"), meant)(tmp_path / "tea")
