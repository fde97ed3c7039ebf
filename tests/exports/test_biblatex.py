"""BibLaTeX: expected file, and valid in biblatex's data model whatever is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exports.readers import Absent, read_biber
from paperdex.core.bibliography import TopicGroup
from paperdex.core.records import Author
from paperdex.errors import UnknownName
from paperdex.exports.biblatex import ENTRY_TYPES, write
from paperdex.exports.options import ExportOptions

HERE = Path(__file__).parent


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte."""
    assert "".join(write(teapots)) == (HERE / "teapots.biblatex.bib").read_text(encoding="utf-8")


def fields_of(group: Callable[..., TopicGroup], record: dict[str, Any], **options: Any) -> dict[str, str]:
    """The fields of the only entry, its type as ``@``."""
    text = "".join(write([group(record)], ExportOptions(**options)))
    return {"@": re.findall(r"^@(\w+)", text, re.MULTILINE)[0]} | dict(
        re.findall(r"^  (\w+) = \{(.*)\},$", text, re.MULTILINE)
    )


RECORD = {
    "work": "1706.90001",
    "submitted": "2017-06-08T17:00:00Z",
    "version": 3,
    "categories": ("cs.TP",),
    "authors": (Author("Łucja Zmyślona"), Author("Ева Выдуманная"), Author("架空 太郎")),
}


def test_preprint(group: Callable[..., TopicGroup]) -> None:
    """A preprint is @online with the whole date, its version, and names in UTF-8."""
    fields = fields_of(group, RECORD)
    names = ("@", "date", "version", "eprint", "eprinttype", "eprintclass", "pubstate")
    values = ["online", "2017-06-08", "3", "1706.90001", "arXiv", "cs.TP", "prepublished"]
    assert [fields[name] for name in names] == values
    assert fields["author"] == "Zmyślona, Łucja and Выдуманная, Ева and {架空 太郎}"


def test_published(group: Callable[..., TopicGroup]) -> None:
    """A published paper is @article, without the version and the date of the preprint; prefer says otherwise."""
    record = RECORD | {"journal_ref": "J. Inv. Tea 12 (2019) 34-56", "doi": "10.9999/tea"}
    fields = fields_of(group, record)
    assert (fields["@"], fields["journaltitle"], fields["date"]) == ("article", "J. Inv. Tea", "2019")
    assert not {"version", "pubstate", "note"} & set(fields)
    fields = fields_of(group, record, prefer="preprint")
    assert (fields["@"], fields["pubstate"], fields["doi"]) == ("online", "prepublished", "10.48550/arXiv.1706.90001")
    assert fields["note"] == "J. Inv. Tea 12 (2019) 34-56. doi:10.9999/tea"
    fields = fields_of(group, record | {"journal_ref": "Talk at Teacon"})
    assert (fields["@"], fields["note"]) == ("online", "Talk at Teacon")
    assert "pubstate" not in fields


def test_unknown_type(group: Callable[..., TopicGroup]) -> None:
    """A type that biblatex would not take is refused."""
    with pytest.raises(UnknownName, match="'techreport'"):
        fields_of(group, RECORD, entry_type="techreport")


def test_biber_has_nothing_to_say(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """biber finds every work, and checks it against its data model without an error or a warning, whatever the type."""
    usual = "".join(write(teapots))
    chosen = [
        re.sub(
            r"(?m)^(@\w+\{)", rf"\g<1>{name}:", "".join(write(teapots, ExportOptions(entry_type=name, abstract=True)))
        )
        for name in ENTRY_TYPES[1:]
    ]
    (tmp_path / "tea.bib").write_text("\n".join([usual, *chosen]), encoding="utf-8")
    try:
        reading = read_biber(tmp_path / "tea.bib", tmp_path)
    except Absent as absent:
        pytest.skip(str(absent))
    assert reading.said == []
    assert len(reading.entries) == 7 * len(ENTRY_TYPES)
