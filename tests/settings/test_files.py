"""Which settings files are found, and what in them is an error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from paperdex.errors import InputError, UnknownName
from paperdex.settings.files import project_file, settings_files


def write(path: Path, text: str | bytes = "pace = 4\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def found(start: Path) -> Path | None:
    start.mkdir(parents=True, exist_ok=True)
    file = project_file(start)
    return file.path if file else None


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    """A pyproject.toml counts only with a table for us, and paperdex.toml before it."""
    far = write(tmp_path / "paperdex.toml")
    write(tmp_path / "a/pyproject.toml", "[tool.ruff]\nline-length = 1  # not paperdex\n")
    assert found(tmp_path / "a/b") == far
    near = write(tmp_path / "a/pyproject.toml", "[tool.paperdex]\npace = 4\n")
    assert found(tmp_path / "a/b") == near
    nearest = write(tmp_path / "a/paperdex.toml", "")
    assert found(tmp_path / "a/b") == nearest


def test_the_search_ends_at_a_repository_and_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their own files are read, those above are not."""
    write(tmp_path / "paperdex.toml")
    (tmp_path / "repository/.git").mkdir(parents=True)
    assert found(tmp_path / "repository/a") is None
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert found(tmp_path / "home/a") is None
    mine = write(tmp_path / "home/paperdex.toml")
    assert found(tmp_path / "home/a") == mine


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_what_everybody_can_put_there_is_passed_over(tmp_path: Path) -> None:
    """In /tmp anybody may have left a settings file."""
    mine = write(tmp_path / "paperdex.toml")
    write(tmp_path / "everybodys/paperdex.toml")
    (tmp_path / "everybodys").chmod(0o1777)
    assert found(tmp_path / "everybodys/a") == mine


def test_the_users_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told also where it is not there; the project's comes first."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda name: tmp_path / "config" / name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (none,) = settings_files()
    assert (none.path, none.table) == (tmp_path / "config/paperdex/paperdex.toml", None)
    write(none.path, b"\xef\xbb\xbfpace = 5\r\n")
    write(tmp_path / "paperdex.toml", "contact = 'a'")
    assert [(file.is_project, file.table) for file in settings_files()] == [
        (True, {"contact": "a"}),
        (False, {"pace": 5}),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pace = x\n", "is not TOML: Invalid value (at "),
        (b"contact = '\xff'", "is not UTF-8"),
        ("a = " + "[" * 5000, "is not TOML: "),
    ],
)
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, text: str | bytes, says: str) -> None:
    """With the place in it."""
    path = write(tmp_path / "paperdex.toml", text)
    with pytest.raises(InputError) as caught:
        project_file(tmp_path)
    assert caught.value.message.startswith(f"{path}: {says}")


@pytest.mark.parametrize("name", ["paperdex.toml", "pyproject.toml"])
def test_an_unknown_key_is_named_with_the_near_ones(tmp_path: Path, name: str) -> None:
    """A mistyped key must not be a setting that silently does nothing."""
    path = write(tmp_path / name, "[tool.paperdex]\narxiv-api = ''" if name == "pyproject.toml" else "arxiv-api = ''")
    with pytest.raises(UnknownName) as caught:
        project_file(tmp_path)
    line = 2 if name == "pyproject.toml" else 1
    assert caught.value.message == f"{path}:{line}: there is no setting 'arxiv-api'."
    assert "Did you mean 'arxiv_api'" in caught.value.tip


def test_a_tool_that_is_no_table(tmp_path: Path) -> None:
    """``tool.paperdex = 1`` is an error, and ``tool = "paperdex"`` is not about us."""
    write(tmp_path / "pyproject.toml", "tool = 'paperdex'")
    assert project_file(tmp_path) is None or project_file(tmp_path).path.parent != tmp_path  # type: ignore[union-attr]
    write(tmp_path / "pyproject.toml", "[tool]\npaperdex = 1")
    with pytest.raises(InputError, match="not a table"):
        project_file(tmp_path)
