"""The settings files: which ones there are, and what stands in them.

A project's file is ``paperdex.toml``, or ``pyproject.toml`` where that has a table ``[tool.paperdex]``, in the current
folder or the nearest folder above it that has one. The search ends with the folder that is the root of a repository,
or the user's home. A folder like /tmp, where everybody may put files, is passed over.

The user's own file is ``paperdex.toml`` in the folder of their configuration.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paperdex.errors import InputError, UnknownName
from paperdex.settings.table import SETTINGS

NAME = "paperdex.toml"
PYPROJECT = "pyproject.toml"
_ROOTS = (".git", ".hg", ".jj")
"""What the root of a repository holds."""
_EVERYBODYS = stat.S_ISVTX | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file that settings may stand in."""

    path: Path
    table: Mapping[str, object] | None
    """What it sets, by key; ``None`` where there is no such file."""
    is_project: bool = False
    """Whether it belongs to a project, and not to the user."""

    def place_of(self, key: str) -> str:
        """File and line of a key; the file alone where the line can't be found, as in a table within a line."""
        line = _line_of(self.path, key)
        return f"{self.path}:{line}" if line else str(self.path)


def settings_files() -> tuple[SettingsFile, ...]:
    """The project's file, where there is one, and the user's; the stronger one first.

    Raises InputError for a file that can't be read, UnknownName for a key that is no setting.
    """
    from platformdirs import user_config_path

    try:
        start: Path | None = Path.cwd()
    except OSError:  # the current folder is gone
        start = None
    project = project_file(start) if start else None
    users = user_config_path("paperdex") / NAME
    table = _own_table(users) if os.path.isfile(users) else None  # noqa: PTH113
    return (*([project] if project else []), SettingsFile(users, table))


def project_file(start: Path) -> SettingsFile | None:
    """The settings file of the project that the folder ``start`` belongs to."""
    # os.path and not pathlib: what stands in a folder that is closed to us is not there for us, and no error.
    home = _home()
    for folder in (start, *start.parents):
        if not _is_everybodys(folder):
            for name, read in ((NAME, _own_table), (PYPROJECT, _table_of_pyproject)):
                path = folder / name
                table = read(path) if os.path.isfile(path) else None  # noqa: PTH113
                if table is not None:
                    return SettingsFile(path, table, is_project=True)
        if folder == home or any(os.path.exists(folder / mark) for mark in _ROOTS):  # noqa: PTH110
            break
    return None


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (RuntimeError, OSError):
        return None


def _is_everybodys(folder: Path) -> bool:
    """Whether it is like /tmp: all may write there, and nobody can take away what is another's."""
    try:
        return folder.stat().st_mode & _EVERYBODYS == _EVERYBODYS
    except OSError:
        return False


def _own_table(path: Path) -> Mapping[str, object]:
    return _checked(_parse(path, _bytes(path)), path)


def _table_of_pyproject(path: Path) -> Mapping[str, object] | None:
    data = _bytes(path)
    if b"paperdex" not in data:  # most have nothing for us, and need not be parsed
        return None
    tools = _parse(path, data).get("tool")
    table = tools.get("paperdex") if isinstance(tools, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise InputError(str(path), "tool.paperdex is not a table.", tip="Write [tool.paperdex], and a setting a line.")
    return _checked(table, path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            str(path), f"can't be read: {error.strerror or error}.", tip="Make it readable, or move it away."
        ) from error


def _parse(path: Path, data: bytes) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8.", tip="Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(str(path), f"is not TOML: {error}.", tip="Correct it, or move it away.") from error


def _line_of(path: Path, key: str) -> int:
    """The line that sets a key, from 1; 0 where there is none. To be asked only where something is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return 0
    is_ours = path.name != PYPROJECT
    table = f"[{key}]" if is_ours else f"[tool.paperdex.{key}]"
    for number, line in enumerate(lines, start=1):
        if line.strip().startswith(table):
            return number
        if line.lstrip().startswith("["):
            is_ours = line.strip().startswith("[tool.paperdex]")
        elif is_ours and line.partition("=")[0].strip(" \t\"'") == key:
            return number
    return 0


def _checked(table: Mapping[str, object], path: Path) -> Mapping[str, object]:
    for key in table:
        if key not in SETTINGS:
            where = SettingsFile(path, table).place_of(key)
            raise UnknownName("setting", key, SETTINGS, where=where, tip=f"Settings are {', '.join(SETTINGS)}.")
    return table
