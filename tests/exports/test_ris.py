"""RIS: expected file, and read back by rispy and the programs that users have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import UnknownName
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.ris import write
from paperdex.lists import read_list

HERE = Path(__file__).parent


def written(groups: Iterable[TopicGroup], **options: Any) -> str:
    return "".join(write(groups, ExportOptions(**options)))


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte."""
    assert written(teapots) == (HERE / "teapots.ris").read_text(encoding="utf-8")


def test_rispy_reads_it(teapots: tuple[TopicGroup, ...]) -> None:
    """rispy, which refuses what it does not know, finds every work with its authors and topics."""
    rispy = pytest.importorskip("rispy")
    rows = {row["id"]: row for row in rispy.loads(written(teapots))}
    assert len(rows) == 7
    row = rows["invented2017accurate"]
    assert row["title"] == "Accurate, Large TeapotNet:Brewing in 1 Hour & a 50% Discount"
    assert row["authors"][:2] == ["Invented, Ada", "van der Verzonnen, Jan, Jr."]
    assert row["keywords"] == ["Brewing", "Brewing / Kettles Big & Small"]
    assert rows["zmyslona2018cdm"]["authors"] == ["The Teapot Collaboration,", "Zmyślona, Łucja", "others"]


def test_it_reads_back_as_a_list(teapots: tuple[TopicGroup, ...]) -> None:
    """As a reading list it has the same papers, each under its first topic."""
    entries = read_list(written(teapots).encode(), "tea.ris").entries
    assert [(entry.arxiv and entry.arxiv.work, entry.topic) for entry in entries][:3] == [
        ("1706.90001", ("Brewing",)),
        ("hep-th/9901999", ("Brewing",)),
        ("1903.90002", ("Brewing", "Kettles Big & Small")),
    ]


def test_a_published_paper(group: Callable[..., TopicGroup]) -> None:
    """A journal reference that is surely parted makes an article, unless the preprint is wanted; any other is told."""
    losses: list[Loss] = []
    published = {"journal_ref": "J. Inv. Tea 12 (2019) 34-56; Erratum 13, 1", "doi": "10.5555/tea"}
    groups = [group(published | {"submitted": "2017-06-08"}, {"journal_ref": "In Proc. of Tea, p. 3"})]
    first, second = "".join(write(groups, ExportOptions(tell=losses.append))).split("\n\n")
    for line in (
        "TY  - JOUR",
        "T2  - J. Inv. Tea",
        "VL  - 12",
        "SP  - 34",
        "EP  - 56",
        "PY  - 2019",
        "DO  - 10.5555/tea",
    ):
        assert f"{line}\n" in first
    assert "N1  - Erratum 13, 1\n" in first
    assert "AN  - arXiv:1706.90001\n" in first
    assert "N1  - In Proc. of Tea, p. 3\n" in second
    assert [(loss.work, loss.field) for loss in losses] == [("1706.90002", "journal_ref")]
    preprint = written(groups, prefer="preprint")
    for line in ("TY  - UNPB", "DO  - 10.48550/arXiv.1706.90001", "N1  - J. Inv. Tea 12 (2019) 34-56; Erratum 13, 1"):
        assert f"{line}\n" in preprint
    assert "N1  - doi:10.5555/tea\n" in preprint


def test_options(group: Callable[..., TopicGroup]) -> None:
    """Authors are cut, abstracts written and notes left out on request only; a type that RIS has not is refused."""
    groups = [group({"authors": (Author("Ada Invented"), Author("Eva Feigned")), "abstract": "On\n tea.\nER  - "})]
    assert "AB  - " not in written(groups)
    assert "AU  - Feigned, Eva\n" in written(groups)
    text = written(groups, abstract=True, max_authors=1, entry_type="report")
    assert text.startswith("TY  - RPRT\n")
    assert "AU  - Invented, Ada\nAU  - others\n" in text
    assert "AB  - On tea. ER -\nN" not in text
    assert text.count("\nER  - ") == 1
    item = BibliographyItem("a", groups[0].items[0].record, note="Fine")
    assert "N1  - Fine\n" in written([TopicGroup("A", (), (item,))])
    assert "N1" not in written([TopicGroup("A", (), (item,))], notes=False)
    with pytest.raises(UnknownName):
        written(groups, entry_type="tea")


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from([*"\n\r\x0b\x0c\x1b\x85\u2028\u2029\u202e,;a -", "\nER  - ", "TY  - JOUR", "\r\nAU  - Eve"])
    ).map("".join),
)


@given(title=_HOSTILE, name=_HOSTILE, note=_HOSTILE, work=_HOSTILE, key=_HOSTILE)
def test_a_value_is_one_line(title: str, name: str, note: str, work: str, key: str) -> None:
    """Any text at all begins no line of its own and steers no terminal."""
    record = BibliographicRecord(
        f"url:{work}", title, "list", "2026-11-20", (Author(name), Author(title, name, note)), note, journal_ref=note
    )
    item = BibliographyItem(key, record, note=note, topics=((title, note),))
    text = written([TopicGroup(title, (), (item,))], abstract=True)
    assert [line for line in text.splitlines() if not re.match("(TY|ID|TI|AU|UR|KW|AB|N1)  - .|ER  - $", line)] == []
    assert text.count("TY  - ELEC\n") == text.count("ER  - \n") == 1
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_bibutils_reads_it(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """ris2xml finds every work and has nothing to say."""
    (tmp_path / "tea.ris").write_text(written(teapots), encoding="utf-8")
    done = run(["ris2xml", "tea.ris"], tmp_path)
    assert done.stdout.count("<mods ") == 7
    assert done.stderr.strip() == "ris2xml: Processed 7 references."


def test_pandoc_reads_it(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """pandoc finds every work, and a collaboration in one piece."""
    (tmp_path / "tea.ris").write_text(written(teapots), encoding="utf-8")
    done = run(["pandoc", "-f", "ris", "-t", "csljson", "tea.ris"], tmp_path)
    if "Unknown input format" in done.stderr:
        pytest.skip("this pandoc reads no RIS yet")
    assert done.stderr == ""
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert len(rows) == 7
    assert rows["zmyslona2018cdm"]["author"][0] == {"family": "The Teapot Collaboration"}
    assert rows["zmyslona2018cdm"]["author"][-1] == {"literal": "others"}
