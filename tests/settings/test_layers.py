"""Which value of a setting holds, and which can't be used."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from paperdex.errors import UsageError
from paperdex.settings import ARXIV_API, DATACITE, Settings
from paperdex.settings.files import SettingsFile
from paperdex.settings.layers import Found, Layers
from paperdex.settings.model import without_password
from paperdex.settings.table import SETTINGS

HERE = Path("/project/paperdex.toml")
USERS = Path("/config/paperdex.toml")


def layers(project: dict[str, object] | None = None, users: dict[str, object] | None = None, **environ: str) -> Layers:
    files = [SettingsFile(HERE, project, is_project=True), SettingsFile(USERS, users)]
    return Layers({f"PAPERDEX_{name}": value for name, value in environ.items()}, files)


def test_a_row_a_field() -> None:
    """The table and the dataclass have the same settings, with the same defaults where those are constants."""
    assert list(SETTINGS) == [field.name for field in fields(Settings)]
    here = layers().settings()
    for field in fields(Settings):
        if field.name not in {"mirror", "cache"}:
            assert getattr(here, field.name) == field.default


def test_the_stronger_layer_wins() -> None:
    """Option, environment, project, user, default."""
    project, users = {"contact": "project"}, {"contact": "user", "pace": 5}
    assert layers(project, users, CONTACT="environment").find("contact") == Found(
        "environment", "environment", "PAPERDEX_CONTACT"
    )
    assert layers(project, users).find("contact") == Found("project", "file", str(HERE), is_project=True)
    assert layers(None, users).find("contact") == Found("user", "file", str(USERS))
    assert layers(project, users).find("pace").value == 5
    assert layers(project).find("pace") == Found(3.0)
    assert Layers({"PAPERDEX_DB": "a"}, options={"db": ("--db", Path("b"))}).find("db") == Found(
        Path("b"), "option", "--db"
    )


def test_an_empty_variable() -> None:
    """It says "none" where that is a value, and nothing where it is not."""
    file: dict[str, object] = {
        "contact": "a",
        "arxiv_api": "http://a.invalid",
        "pace": 4,
        "db": "x.db",
        "proxy": "http://p",
    }
    found = layers(file, CONTACT="", ARXIV_API="", PACE="", DB=" ", PROXY="").settings()
    assert (found.contact, found.arxiv_api, found.proxy) == ("", "", "")
    assert (found.pace, found.db) == (4, Path("/project/x.db"))


def test_the_project_does_not_move_the_cache_nor_send_requests_away_unsaid() -> None:
    """The pause between requests holds for all projects of a machine; who is asked instead of arXiv is told."""
    project: dict[str, object] = {
        "cache": "x",
        "datacite": "http://ada:secret@elsewhere.invalid/",
        "arxiv_api": "http://127.0.0.1:9/",
        "openalex": "",
        "arxiv_oai": "",
        "proxy": "http://proxy.invalid:1",
    }
    found = layers(project, {"cache": "/mine"})
    assert found.settings().cache == Path("/mine")
    cache, datacite, proxy = found.warnings()
    assert "cache is left out" in cache
    assert datacite == f"{HERE} has requests for datacite go to http://***@elsewhere.invalid/."
    assert proxy == f"{HERE} has requests go through http://proxy.invalid:1."
    assert layers(None, project).warnings() == ()
    assert layers({"arxiv_api": ARXIV_API, "datacite": DATACITE}).warnings() == ()
    assert len(layers(project, DATACITE="", PROXY="").warnings()) == 1


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("sources", "arxiv, datacite,,arxiv", ("arxiv", "datacite")),
        ("sources", ["arxiv", " datacite"], ("arxiv", "datacite")),
        ("sources", [], ()),
        ("pace", 4, 4.0),
        ("db", "a/b.db", Path("/project/a/b.db")),
        ("db", "/a/b.db", Path("/a/b.db")),
        ("mirror", "~/m.db", Path("~/m.db").expanduser()),
        ("proxy", "socks5://host:1080", "socks5://host:1080"),
    ],
)
def test_values_of_a_file(name: str, given: object, value: object) -> None:
    """A list may be a text; a path starts from the file's folder."""
    assert layers({name: given}).find(name).value == value


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("pace", value) for value in ("4", True, -1, 1e17, float("inf"), float("nan"), 10**400, [3])),
        *(("sources", value) for value in (3, ["arxiv", 1], {"arxiv": 1})),
        *(
            ("arxiv_api", value)
            for value in ("arxiv.org", "ftp://a.invalid", "http://", "http://a.invalid:x", 1, ["a"])
        ),
        *(("proxy", value) for value in ("proxy:3128", "http://", False)),
        *(("db", value) for value in ("", " ", "a\0b", 1)),
        ("contact", 1),
    ],
)
def test_what_can_not_be_used_is_named(name: str, given: object) -> None:
    """The error names file and key, and tells what to write."""
    with pytest.raises(UsageError) as caught:
        layers({name: given}).find(name)
    assert caught.value.message.startswith(f"{HERE}: {name} is ")
    assert caught.value.tip


def test_a_variable_that_can_not_be_used_is_named() -> None:
    """As before there were files."""
    with pytest.raises(UsageError, match=r"^PAPERDEX_PACE is 'fast', which is not a number of seconds up to 86,400\.$"):
        layers(PACE="fast").settings()


def test_no_password_is_shown() -> None:
    """Nor the name that goes with it."""
    assert without_password("http://ada:secret@host:1/a?b") == "http://***@host:1/a?b"
    assert without_password("http://host/a@b") == "http://host/a@b"
