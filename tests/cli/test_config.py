"""``paperdex config``, and the files behind it."""

from __future__ import annotations

import json

from cli.running import Desk, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers


def test_each_setting_is_a_line_with_its_origin(desk: Desk) -> None:
    """As in a settings file, with where it comes from behind it; what is not honoured is a warning."""
    file = desk.write("paperdex.toml", 'pace = 1\ncontact = "ada@nowhere.invalid"\narxiv_api = "http://a.invalid/"\n')
    desk.environment |= {"PAPERDEX_PACE": "2", "PAPERDEX_PASE": "2", "PAPERDEX_PROXY": "http://ada:secret@p.invalid:1"}
    del desk.environment["PAPERDEX_ARXIV_API"]
    outcome = desk.run("--db", "other.db", "config")
    assert outcome.lines[0] == 'db = "other.db"  # --db'
    assert f'contact = "ada@nowhere.invalid"  # {file}' in outcome.lines
    assert "pace = 2  # PAPERDEX_PACE" in outcome.lines
    assert 'proxy = "http://***@p.invalid:1"  # PAPERDEX_PROXY' in outcome.lines
    assert "sources = []  # default" in outcome.lines
    assert "secret" not in outcome.out + outcome.err
    away, unknown, pace = outcome.err.splitlines()
    assert away == f"Warning: {file} has requests for arxiv_api go to http://a.invalid/."
    assert unknown.startswith("Warning: there is no setting 'PAPERDEX_PASE'. Did you mean 'PAPERDEX_PACE'")
    assert pace.startswith("Warning: the pace of 2 s (PAPERDEX_PACE) is not honoured for arXiv and arXiv's OAI-PMH: ")


def test_json_and_paths(desk: Desk) -> None:
    """Programs get the same; the files are told also where they are not there."""
    file = desk.write("paperdex.toml", "pace = 4")
    del desk.environment["PAPERDEX_PACE"]
    found = json.loads(desk.run("config", "--format", "json").out)
    assert found["settings"]["pace"] == {"value": 4.0, "from": "file", "where": str(file), "variable": "PAPERDEX_PACE"}
    assert found["warnings"] == []
    project, users = desk.run("config", "--path").lines
    assert project == str(file)
    assert users.endswith("paperdex.toml  (not there)")
    assert json.loads(desk.run("config", "--path", "--format", "json").out) == found["files"]


def test_commands_obey_the_file(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """Address, contact and library, from a folder below the project's."""
    one = paper(1)
    arxiv.papers = Papers([one])
    address = desk.environment.pop("PAPERDEX_ARXIV_API")
    del desk.environment["PAPERDEX_DB"]
    desk.write("paperdex.toml", f'arxiv_api = "{address}"\ncontact = "ada@nowhere.invalid"\ndb = "kept/here.db"\n')
    desk.write("below/tea.md", list_of([one]))
    (desk.folder / "kept").mkdir()
    above, desk.folder = desk.folder, desk.folder / "below"
    desk.run("fetch", "tea.md")
    assert "ada@nowhere.invalid" in arxiv.requests[0].headers["User-Agent"]
    assert one.title in desk.run("list", "--format", "plain").out
    desk.folder = above
    assert {"kept/here.db", "below/tea.md"} <= desk.files()
    assert "paperdex.db" not in "".join(desk.files())
    desk.write("paperdex.toml", "bd = 'x'")
    assert desk.run("list", code=2).err.startswith(
        f"Error: {above / 'paperdex.toml'}:1: there is no setting 'bd'. Settings are db, "
    )


def test_where_a_project_sends_requests_is_told(desk: Desk) -> None:
    """Before anything is asked."""
    desk.write("paperdex.toml", 'datacite = "http://elsewhere.invalid/"\n')
    desk.write("tea.md", list_of([paper(1)]))
    line = f"Warning: {desk.folder / 'paperdex.toml'} has requests for datacite go to http://elsewhere.invalid/.\n"
    assert line in desk.run("scan", "tea.md").err
    assert line in desk.run("-q", "fetch", "--offline", "tea.md", code=1).err
    assert line not in desk.run("list").err


def test_requests_go_through_the_proxy(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """The one of a settings file, for an address that only it can reach."""
    one = paper(1)
    arxiv.papers = Papers([one])
    desk.environment |= {"PAPERDEX_ARXIV_API": "http://arxiv.invalid/api/query"}
    desk.environment |= {f"PAPERDEX_{name}": "" for name in ("ARXIV_OAI", "DATACITE", "OPENALEX")}
    desk.write("paperdex.toml", f'proxy = "{arxiv.url}"\n')
    assert desk.run("fetch", one.id).err.endswith("1 work: 1 fetched from arXiv.\n")
    assert arxiv.requests[0].headers["Host"] == "arxiv.invalid"


def test_a_bad_value_is_told_by_commands_that_do_not_heed_it(desk: Desk) -> None:
    """Each once, with file and line or the variable; a command that heeds it is refused."""
    desk.run("fetch", "--offline", "2101.90001", code=1)
    del desk.environment["PAPERDEX_DB"]
    (desk.folder / "library.db").rename(desk.folder / "paperdex.db")
    desk.environment["PAPERDEX_ARXIV_API"] = "nonsense"
    del desk.environment["PAPERDEX_PACE"]
    desk.write("pyproject.toml", '[project]\npace = 1\n\n[tool.paperdex]\n"pace" = "fast"\n')
    path = desk.folder / "pyproject.toml"
    for command in (["list"], ["topics"], ["export"]):
        told = [line for line in desk.run(*command).err.splitlines() if line.startswith("Warning: ")]
        assert [line.partition(", which")[0] for line in told] == [
            "Warning: PAPERDEX_ARXIV_API is 'nonsense'",
            f"Warning: {path}:5: pace is 'fast'",
        ]
    del desk.environment["PAPERDEX_ARXIV_API"]
    assert desk.run("fetch", "--refresh", code=2).err.startswith(f"Error: {path}:5: pace is 'fast'")
    desk.write("pyproject.toml", "[tool.paperdex]\npace = 3\npac = 3\n")
    assert desk.run("list", code=2).err.startswith(f"Error: {path}:3: there is no setting 'pac'.")
