"""CSL-JSON: expected file, only what the schema has, and read by pandoc."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import UnknownName
from paperdex.exports.csl_json import TYPES, write
from paperdex.exports.options import ExportOptions

HERE = Path(__file__).parent
# Out of schemas/input/csl-data.json of citation-style-language/schema.
FIELDS = {
    *("id", "type", "title", "author", "issued", "genre", "publisher", "number", "DOI", "URL", "keyword", "note"),
    *("annote", "abstract", "container-title", "volume", "issue", "page"),
}
NAME_PARTS = {"family", "given", "suffix", "non-dropping-particle", "literal"}


def written(groups: Iterable[TopicGroup], **options: Any) -> str:
    return "".join(write(groups, ExportOptions(**options)))


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte; without works it is an empty array."""
    assert written(teapots) == (HERE / "teapots.csl.json").read_text(encoding="utf-8")
    assert written([]) == "[]\n"


def test_only_what_the_schema_has(teapots: tuple[TopicGroup, ...]) -> None:
    """Fields, parts of names and types are those of the schema, dates are numbers, ids differ."""
    rows = json.loads(written(teapots, abstract=True))
    assert len({row["id"] for row in rows}) == len(rows) == 7
    for row in rows:
        assert set(row) <= FIELDS
        assert row["type"] in {*TYPES.values(), "article-journal"}
        assert all(set(name) <= NAME_PARTS for name in row.get("author", ()))
        assert all(isinstance(part, int) for part in row["issued"]["date-parts"][0])


def test_names(group: Callable[..., TopicGroup]) -> None:
    """A name is parted where that is sure; collaborations, single words and other scripts are whole."""
    names = ["Jan van der Verzonnen Jr.", "Teapot Collaboration", "Mononym", "架空 太郎", "M. de la Fictive", "et al."]
    (row,) = json.loads(written([group({"authors": tuple(map(Author, names))})]))
    assert row["author"] == [
        {"family": "Verzonnen", "given": "Jan", "suffix": "Jr.", "non-dropping-particle": "van der"},
        *({"literal": name} for name in names[1:4]),
        {"family": "Fictive", "given": "M.", "non-dropping-particle": "de la"},
        {"literal": "others"},
    ]


def test_options(group: Callable[..., TopicGroup]) -> None:
    """Abstract, ASCII, type and number of authors are as wished for."""
    groups = [group({"title": "Thé", "abstract": "H$_2$O", "authors": (Author("Ada Invented"), Author("Eva Feigned"))})]
    (row,) = json.loads(written(groups))
    assert "abstract" not in row
    assert len(row["author"]) == 2
    text = written(groups, abstract=True, ascii=True, entry_type="report", max_authors=1)
    assert text.isascii()
    (row,) = json.loads(text)
    assert (row["title"], row["abstract"], row["type"]) == ("Thé", "H<sub>2</sub>O", "report")
    assert row["author"][1:] == [{"literal": "others"}]
    with pytest.raises(UnknownName):
        written(groups, entry_type="tea")


def test_a_published_paper(group: Callable[..., TopicGroup]) -> None:
    """A journal reference that is surely parted makes an article, unless the preprint is wanted."""
    groups = [group({"journal_ref": "J. Inv. Tea 12 (2019), no. 3, 34-56", "doi": "10.5555/tea"})]
    (row,) = json.loads(written(groups))
    assert {
        name: row[name] for name in ("type", "container-title", "volume", "issue", "page", "issued", "DOI", "note")
    } == {
        "type": "article-journal",
        "container-title": "J. Inv. Tea",
        "volume": "12",
        "issue": "3",
        "page": "34-56",
        "issued": {"date-parts": [[2019]]},
        "DOI": "10.5555/tea",
        "note": "arXiv:1706.90001",
    }
    (row,) = json.loads(written(groups, prefer="preprint"))
    assert (row["type"], row["DOI"]) == ("article", "10.48550/arXiv.1706.90001")
    assert row["note"] == "J. Inv. Tea 12 (2019), no. 3, 34-56. doi:10.5555/tea"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_json(title: str, name: str) -> None:
    """Any text at all is JSON that steers no terminal."""
    record = BibliographicRecord(f"url:{name}", title, "list", "", (Author(name), Author(title, name, title)))
    text = written([TopicGroup(title, (), (BibliographyItem(name, record, note=title, topics=((name,),)),))])
    assert len(json.loads(text)) == 1
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) is None


def test_pandoc_reads_it(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """pandoc reads every item without a word, and gives it back as it was."""
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    (tmp_path / "tea.json").write_text(written(teapots), encoding="utf-8")
    command = ["pandoc", "-f", "csljson", "-t", "csljson", "tea.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    before = {row["id"]: row for row in json.loads(written(teapots))}
    after = {row["id"]: row for row in json.loads(done.stdout)}
    before["urlhttpsteaexamplepots"]["author"][0]["family"] = "O’Fiction"  # pandoc sets an apostrophe
    assert after == before
