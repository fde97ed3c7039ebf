"""``mirror import`` and ``mirror status``."""

from __future__ import annotations

import json

import pytest

from cli.running import Desk

LINES = [
    {"id": f"2101.9000{number}", "title": f"An Invented Paper on Teapot {number}", "abstract": "Water."}
    for number in range(1, 5)
]
SNAPSHOT = "".join(json.dumps(line) + "\n" for line in LINES)


def test_importing_again_changes_nothing(desk: Desk) -> None:
    """The counts say so."""
    desk.write("snapshot.json", SNAPSHOT)
    assert "4 new, 0 changed, 0 unchanged." in desk.run("mirror", "import", "snapshot.json").err
    assert "0 new, 0 changed, 4 unchanged." in desk.run("mirror", "import", "snapshot.json").err
    desk.write("snapshot.json", SNAPSHOT.replace("Teapot 4", "Kettle 4"))
    assert "0 new, 1 changed, 3 unchanged." in desk.run("mirror", "import", "snapshot.json").err
    assert desk.run("-q", "mirror", "import", "snapshot.json").err == ""


def test_broken_lines_are_left_out_and_told(desk: Desk) -> None:
    """With their line and a reason, five of them at most; their neighbours are imported; exit code 1."""
    desk.write("snapshot.json", SNAPSHOT + "{broken\n" * 7 + "\n" + json.dumps(LINES[0] | {"id": "2101.90009"}) + "\n")
    outcome = desk.run("mirror", "import", "snapshot.json", code=1)
    assert outcome.err.count("Left out: snapshot.json:") == 5
    assert "snapshot.json:5:" in outcome.err
    assert "5 new" in outcome.err
    assert json.loads(desk.run("mirror", "status", "--format", "json").out)["papers"] == 5


@pytest.mark.parametrize("content", ["", "\n\n", "not json\n", "[1, 2]\n"])
def test_what_is_no_snapshot_makes_no_mirror(desk: Desk, content: str) -> None:
    """Exit code 2, and no file."""
    desk.write("snapshot.json", content)
    outcome = desk.run("mirror", "import", "snapshot.json", code=2)
    assert outcome.err.startswith("Error: snapshot.json: ")
    assert desk.files() == {"snapshot.json"}


def test_the_status(desk: Desk) -> None:
    """Papers, dates, size and the last import, for people and for programs."""
    desk.write("snapshot.json", SNAPSHOT)
    desk.run("mirror", "import", "snapshot.json")
    lines = dict(line.split(maxsplit=1) for line in desk.run("mirror", "status").lines)
    assert lines["papers"] == "4"
    status = json.loads(desk.run("mirror", "status", "--format", "json").out)
    assert (status["papers"], status["last_import"]["finished"]) == (4, True)
    assert status["path"] == str(desk.folder / "mirror.db")


def test_the_mirror_s_folder_is_made(desk: Desk) -> None:
    """The default one does not exist on a new machine."""
    desk.environment["PAPERDEX_MIRROR"] = str(desk.folder / "new" / "folder" / "mirror.db")
    desk.write("snapshot.json", SNAPSHOT)
    desk.run("mirror", "import", "snapshot.json")
    assert "new/folder/mirror.db" in desk.files()


def test_a_mirror_that_is_none_stops_a_fetch(desk: Desk) -> None:
    """Another program's file is not passed over in silence."""
    desk.write("mirror.db", "not a database\n" * 100)
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90001)\n")
    outcome = desk.run("fetch", "tea.md", code=2)
    assert "mirror.db: this file is not an SQLite database" in outcome.err
    assert "library.db" not in desk.files()
