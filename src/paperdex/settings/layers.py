"""Settings on top of each other: an option wins over the environment, that over the project's file, that over the
user's, and that over the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from paperdex.errors import UsageError
from paperdex.settings.files import SettingsFile
from paperdex.settings.model import Settings, is_loopback, without_password
from paperdex.settings.table import SETTINGS, Setting
from paperdex.settings.values import Place

Kind = Literal["default", "file", "environment", "option"]


@dataclass(frozen=True, slots=True)
class Found:
    """The value of a setting, and where it comes from."""

    value: Any
    kind: Kind = "default"
    where: str = ""
    """The file, the variable, or the option; empty for a default."""
    is_project: bool = False
    """Whether the file of a project says so."""


def _read(row: Setting, file: SettingsFile) -> object:
    """The value in a file; where it can't be used, the error names the line."""
    value, folder = (file.table or {})[row.name], file.path.parent
    try:
        return row.read(value, Place(f"{file.path}: {row.name}", folder))
    except UsageError:
        return row.read(value, Place(f"{file.place_of(row.name)}: {row.name}", folder))


class Layers:
    """All that is said of the settings; ``files`` are in the order of their strength."""

    def __init__(
        self,
        environ: Mapping[str, str],
        files: Sequence[SettingsFile] = (),
        options: Mapping[str, tuple[str, object]] | None = None,
    ) -> None:
        self._environ = environ
        self._files = files
        self._options = options or {}
        """Value and name of the option, by the name of the setting."""

    def find(self, name: str) -> Found:
        """The strongest value of a setting; raises UsageError where it can't be used."""
        row = SETTINGS[name]
        if name in self._options:
            option, value = self._options[name]
            return Found(value, "option", option)
        text = self._environ.get(row.variable)
        if text is not None and (row.may_be_empty or text.strip()):
            return Found(row.read(text, Place(row.variable)), "environment", row.variable)
        for file in self._files:
            if file.table and name in file.table and not (row.of_machine and file.is_project):
                return Found(_read(row, file), "file", str(file.path), file.is_project)
        return Found(row.default(lambda other: self.find(other).value))

    def place_of(self, name: str) -> Place:
        """Where the value of a setting stands; its folder is that of the project's file, if it stands there."""
        found = self.find(name)
        if found.kind != "file":
            return Place(found.where)
        file = next(file for file in self._files if str(file.path) == found.where)
        return Place(f"{file.place_of(name)}: {name}", file.path.parent if found.is_project else None)

    def unusable(self) -> Iterator[UsageError]:
        """What is wrong with values that can't be used, each once, with its place."""
        told: set[str] = set()  # a default may follow from another setting
        for name in SETTINGS:
            try:
                self.find(name)
            except UsageError as error:
                if error.message not in told:
                    yield error
                told.add(error.message)

    def settings(self) -> Settings:
        """Everything; raises UsageError for the first value that can't be used."""
        return Settings(**{field.name: self.find(field.name).value for field in fields(Settings)})

    def warnings(self) -> tuple[str, ...]:
        """What the user should know of what a project's file says: it came along with the project."""
        return tuple(
            warning
            for file in self._files
            if file.is_project
            for name in file.table or ()
            for warning in self._warnings_of(SETTINGS[name], file.path)
        )

    def _warnings_of(self, row: Setting, path: Path) -> Iterator[str]:
        if row.of_machine:
            yield f"{path}: {row.name} is left out: it belongs to the machine. Put it into your own settings file."
        found = self.find(row.name)
        is_usual = found.value == row.default(lambda other: self.find(other).value)
        if row.asks and found.is_project and found.value and not is_usual and not is_loopback(found.value):
            goal = "go through" if row.name == "proxy" else f"for {row.name} go to"
            yield f"{path} has requests {goal} {without_password(found.value)}."
