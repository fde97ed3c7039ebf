"""What ``paperdex config`` tells: each setting, its value, where that comes from, and what is not honoured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paperdex.errors import UnknownName
from paperdex.settings import ARXIV_PACE, Settings
from paperdex.settings.files import SettingsFile
from paperdex.settings.layers import Found, Layers
from paperdex.settings.model import without_password
from paperdex.settings.table import SETTINGS
from paperdex.sources import SOURCES
from paperdex.workflows.reaching import rows_in_order

PREFIX = "PAPERDEX_"


@dataclass(frozen=True, slots=True)
class SettingReport:
    """One setting, ready to be shown: no password is in its value."""

    name: str
    value: Any
    """A text, a number, a list of texts, or ``None`` for what the environment says."""
    kind: str
    """``default``, ``file``, ``environment`` or ``option``."""
    where: str
    """The file, the variable or the option."""
    variable: str
    note: str = ""
    """What else is to be said of a default."""


@dataclass(frozen=True, slots=True)
class ConfigReport:
    """All settings, the files that were looked for, and what the user should know."""

    settings: tuple[SettingReport, ...]
    files: tuple[SettingsFile, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as plain values, for ``config --format json``."""
        return {
            "settings": {
                each.name: {"value": each.value, "from": each.kind, "where": each.where, "variable": each.variable}
                for each in self.settings
            },
            "files": files_to_json(self.files),
            "warnings": list(self.warnings),
        }


def files_to_json(files: Sequence[SettingsFile]) -> list[dict[str, Any]]:
    """The files that were looked for, as plain values."""
    return [{"path": str(file.path), "project": file.is_project, "exists": file.table is not None} for file in files]


def configuration(layers: Layers, files: Sequence[SettingsFile], variables: Sequence[str]) -> ConfigReport:
    """What holds; ``variables`` are the names of the environment. Raises UsageError for a value that can't be used."""
    found = {name: layers.find(name) for name in SETTINGS}
    reports = tuple(
        SettingReport(name, _shown(each.value), each.kind, each.where, SETTINGS[name].variable, _note(name, each))
        for name, each in found.items()
    )
    warnings = (*layers.warnings(), *_unknown(variables), *_not_honoured(layers.settings(), found))
    return ConfigReport(reports, tuple(files), warnings)


def _shown(value: object) -> Any:
    match value:
        case Path():
            return str(value)
        case str():
            return without_password(value)
        case tuple():
            return list(value)
        case _:
            return value


def _note(name: str, found: Found) -> str:
    if found.kind != "default":
        return ""
    if found.value == "" and SETTINGS[name].asks:
        return "off, as arxiv_api is off or on this machine"
    return "what HTTPS_PROXY and its like say" if found.value is None else ""


def _unknown(variables: Sequence[str]) -> Iterator[str]:
    known = {row.variable for row in SETTINGS.values()}
    for name in sorted(variables):
        if name.startswith(PREFIX) and name not in known:
            error = UnknownName("setting", name, known)
            yield f"{error.message} {error.tip}".rstrip()


def _not_honoured(settings: Settings, found: dict[str, Found]) -> Iterator[str]:
    try:
        rows_in_order(settings.sources)
    except UnknownName as error:
        yield f"{found['sources'].where}: {error.message} {error.tip}"
    slower = [row.title for row in SOURCES if row.is_arxivs and settings.address(row.name)
              and settings.pace_of(row.name) > settings.pace]  # fmt: skip
    if slower:
        yield (
            f"the pace of {settings.pace:g} s ({found['pace'].where}) is not honoured for {' and '.join(slower)}: "
            f"arXiv allows one request in {ARXIV_PACE:g} seconds, and only an address on this machine is asked faster."
        )
