"""Forgetting lists: what only they name goes, everything else stays."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing

import pytest

from cli.running import Desk, list_of, paper, titles
from loopback_arxiv import LoopbackArxiv, Papers

PAPERS = tuple(paper(number) for number in range(1, 6))


@pytest.fixture
def two(desk: Desk, arxiv: LoopbackArxiv) -> Desk:
    """Two lists that share a paper, with cite keys; of each another one is still to be fetched."""
    arxiv.papers = Papers(PAPERS[:3])
    desk.write("tea.md", list_of(PAPERS[:2]))
    desk.write("cups.md", list_of(PAPERS[1:3], topic="Cups"))
    desk.run("fetch", "tea.md", "cups.md")
    desk.run("export", "-o", "all.bib")
    arxiv.respond_next(503, times=1000)
    desk.write("tea.md", list_of([*PAPERS[:2], PAPERS[3]]) + titles("Saucers, Imagined Fully").partition("\n")[2])
    desk.write("cups.md", list_of([*PAPERS[1:3], PAPERS[4]], topic="Cups"))
    desk.run("fetch", "tea.md", "cups.md", code=3)
    return desk


def test_what_only_they_name_goes(two: Desk) -> None:
    """Entries, works, records, keys, what waits for them; the library is as if it had never been."""
    two.run("forget", "--yes", "tea.md")
    assert sorted(two.run("list", "--format", "ids").lines) == sorted(each.id for each in (*PAPERS[1:3], PAPERS[4]))
    assert set(two.waiting()) == {PAPERS[4].id}
    held = two.dump()
    assert {row[0] for row in held["records"]} == {each.id for each in (*PAPERS[1:3], PAPERS[4])}
    assert [row[0] for row in held["lists"]] == ["cups.md"]
    with closing(sqlite3.connect(two.library)) as library:
        for table in ("records_fts", "entries_fts"):
            library.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
    assert (two.folder / "tea.md").exists()
    two.run("forget", "-y", "cups.md")
    assert two.dump() == {table: [] for table in held}


def test_it_is_told_before_and_asked(two: Desk) -> None:
    """A dry run changes nothing; where nobody can be asked, --yes has to be given."""
    before = two.bytes_of_tables()
    told = "tea.md: 4 entries and 2 works that no other list names, 1 of them with a cite key, "
    assert two.run("forget", "--dry-run", "tea.md").err == f"{told}would go. Dry run: nothing was changed.\n"
    outcome = two.run("forget", "tea.md", code=2)
    assert outcome.err.splitlines()[0] == f"{told}will go."
    assert "--yes" in outcome.err
    assert two.bytes_of_tables() == before
    assert two.run("forget", "--yes", "tea.md").err == f"{told}went.\n"
    assert "no list 'tea.md'" in two.run("forget", "--yes", "cups.md", "tea.md", code=2).err
    assert [json.loads(line)["list"] for line in two.run("list", "--format", "jsonl").lines] == ["cups.md"] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_a_person_is_asked(two: Desk, answer: bytes, code: int) -> None:
    """No is the answer to no word."""
    import pty

    ours, theirs = pty.openpty()
    with two.start("forget", "tea.md", stdin=theirs) as process:
        os.write(ours, answer)
        _, err = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == code, err
    assert b"Go on? [y/N]" in err
    assert ("tea.md" in two.run("list", "--format", "csv").out) == bool(code)


def test_a_name_of_several_lists_is_refused(desk: Desk) -> None:
    """They are told; the path of one of them is one."""
    for name in ("a/tea.md", "b/tea.md"):
        desk.write(name, list_of(PAPERS[:1]))
    desk.run("fetch", "--offline", "a", "b", code=1)
    assert "'tea.md' is the name of several lists: a/tea.md, b/tea.md." in desk.run("forget", "tea.md", code=2).err
    desk.run("forget", "--yes", "a/tea.md")
    assert len(desk.run("list", "--format", "ids").lines) == 1
    assert "no library" in Desk(desk.folder / "a").run("forget", "--yes", "x", code=2).err
