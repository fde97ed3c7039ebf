"""Templates of cite keys and their presets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.citekeys import ascii_word
from paperdex.core.key_templates import PRESETS, VARIABLES, key_maker
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import UsageError


def record(title: str, *authors: str, work: str = "1706.90001", **fields: str) -> BibliographicRecord:
    people = tuple(Author(name) for name in authors)
    return BibliographicRecord(work, title, "arxiv", "2026-11-20T00:00:00Z", people, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("scholar", "vanderverzonnen2017invented"),
        ("ARXIV", "vanderverzonnen2019inventedmobiustheorytea"),
        ("bbt", "vanderverzonnenInventedMobiusTheory2017"),
        ("{auth}:{shortyear}", "vanderVerzonnen:17"),
        ("{auth:upper}_{veryshorttitle}", "VANDERVERZONNEN_Invented"),
        ("{year}", "x2017"),
        ("{title:lower}", "inventedmobiustheorytea"),
        ("p-{id}", "p-arxiv170690001"),
    ],
)
def test_templates(template: str, key: str) -> None:
    """Presets by name, variables in braces with modifiers, a letter first."""
    paper = record(
        "The Invented Möbius Theory of Tea", "Jan van der Verzonnen", submitted="2017-06-08", updated="2019-01-01"
    )
    assert key_maker(template)(paper, "2016") == key


def test_an_unnameable_author_leaves_the_identifier() -> None:
    """A template with {auth} is of no use where no author has a Latin letter."""
    assert key_maker("bbt")(record("Tea", "架空 太郎"), None) == "arxiv170690001"
    assert key_maker("arxiv")(record("Tea", "架空 太郎"), None) == "arxiv170690001"


@pytest.mark.parametrize(
    "template", ["", "scholr", "{autho}", "{auth:small}", "{auth}{", "{auth} {year}", "{auth}é", "{}"]
)
def test_unusable_templates_are_refused(template: str) -> None:
    """The message names what there is."""
    with pytest.raises(UsageError) as refused:
        key_maker(template)
    assert "{auth}" in refused.value.tip
    assert "bbt" in refused.value.tip


@given(st.sampled_from([*PRESETS, *(f"{{{name}}}" for name in VARIABLES), "{title:upper}/{id}"]), st.text(), st.text())
def test_keys_are_safe(template: str, title: str, author: str) -> None:
    """Whatever the record holds, every program takes the key."""
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9:_.+/-]*", key_maker(template)(record(title, author), None))


def test_arxiv_keys_are_those_of_its_own_site(recorded: Path) -> None:
    """All 1,131 computed by arXiv's own code, but for letters that are not ASCII."""
    make_key = key_maker("arxiv")
    lines = (
        (recorded / "snapshot" / "arxiv_code_expected_bibtex_authors.jsonl").read_text(encoding="utf-8").splitlines()
    )
    differing = []
    for row in map(json.loads, lines):
        year = re.search(r"year=\{(\d+)\}", row["bibtex"])
        people = tuple(Author(f"{name[1]} {name[0]}", *name[:3]) for name in row["authors_parsed_utf8"])
        paper = BibliographicRecord(
            row["id"], row["title_tex"], "arxiv", "2026-11-20T00:00:00Z", people, updated=year[1] if year else None
        )
        key = re.match(r"@misc\{([^,]*),", row["bibtex"])
        if key and make_key(paper, None) != ascii_word(key[1]):
            differing.append(row["id"])
    assert len(lines) > 1000
    assert differing == []
