"""The findings of a check written to files beside what is printed, for the programs that come next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from paperdex.cli.check_rows import FORMATS
from paperdex.errors import InputError, UnknownName
from paperdex.workflows.checking.run import CheckReport
from paperdex.workflows.writing import write


class _Kind(NamedTuple):
    format: str
    beginnings: tuple[str, ...]
    """How a file of this kind begins that a check wrote."""


KINDS = {
    ".json": _Kind("json", ('[\n{"file": ', "[]\n")),
    ".sarif": _Kind("sarif", ('{\n  "$schema": "https://json.schemastore.org/sarif-',)),
    ".md": _Kind("markdown", ("# paperdex check\n",)),
}
"""What a file for findings may end in."""


def check_names(paths: Iterable[str]) -> None:
    """Raise UnknownName for a file whose suffix names no format."""
    for path in paths:
        if Path(path).suffix.lower() not in KINDS:
            tip = f"The suffix says what is written: {', '.join(KINDS)}."
            raise UnknownName("format for the report", path, (), where="--report", tip=tip)


def write_reports(report: CheckReport, paths: Iterable[str]) -> None:
    """Write the findings to each file; raises InputError where it holds anything but a report."""
    for path in paths:
        kind = KINDS[Path(path).suffix.lower()]
        _refuse_strangers(path, kind)
        write(FORMATS[kind.format](report), Path(path))


def _refuse_strangers(path: str, kind: _Kind) -> None:
    """A list named by mistake must not be written over."""
    try:
        with Path(path).open("rb") as file:
            begin = file.read(200).decode(errors="replace")
    except OSError:
        return  # there is none, or writing will tell
    if begin and not begin.startswith(kind.beginnings):
        raise InputError(path, "holds something else than a report, and is left alone.", tip="Name another file.")
