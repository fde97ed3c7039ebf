"""BibTeX: expected file, and read back by pybtex, bibtexparser and the programs that users run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import cite_key, distinct_key
from paperdex.core.records import Author, BibliographicRecord
from paperdex.errors import UnknownName
from paperdex.exports.bibtex import MAX_AUTHORS, write
from paperdex.exports.options import ExportOptions, Loss

HERE = Path(__file__).parent


def written(groups: Iterable[TopicGroup]) -> str:
    return "".join(write(groups))


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte."""
    assert written(teapots) == (HERE / "teapots.bib").read_text(encoding="utf-8")


def test_readers_agree(teapots: tuple[TopicGroup, ...]) -> None:
    """pybtex and bibtexparser find every work once, in the order of the list."""
    text = written(teapots)
    keys = list(dict.fromkeys(item.cite_key for group in teapots for item in group.items))
    assert list(parse_string(text, "bibtex").entries) == keys
    library = bibtexparser.parse_string(text)
    assert [entry.key for entry in library.entries] == keys
    assert library.failed_blocks == []


def test_empty_fields_are_left_out(group: Callable[..., TopicGroup]) -> None:
    """What the record does not say is no field."""
    text = written([group({"title": "Tea", "work": "1706.90001"})])
    fields = re.findall(r"^  (\w+) = ", text, re.MULTILINE)
    assert fields == ["title", "key", "eprint", "archivePrefix", "doi", "url", "keywords"]


def test_many_authors(group: Callable[..., TopicGroup]) -> None:
    """Past the limit "and others" is written, at the limit it is not."""
    few, many = (tuple(Author(f"A. Invented{n}") for n in range(count)) for count in (MAX_AUTHORS, MAX_AUTHORS + 1))
    first, second = parse_string(written([group({"authors": few}, {"authors": many})]), "bibtex").entries.values()
    assert len(first.persons["author"]) == MAX_AUTHORS
    assert len(second.persons["author"]) == MAX_AUTHORS + 1
    assert str(second.persons["author"][-1]) == "others"


def test_keys_are_written_once(group: Callable[..., TopicGroup]) -> None:
    """A work of two groups is one entry; two works with one key, or a bad key, are two entries all the same."""
    record = BibliographicRecord("1706.90001", "Tea", "arxiv", "2026-11-20T00:00:00Z")
    other = BibliographicRecord("1706.90002", "Pots", "arxiv", "2026-11-20T00:00:00Z")
    items = (BibliographyItem("Tea", record), BibliographyItem("tea", other), BibliographyItem("{,@", record))
    text = written([TopicGroup("A", ("B",), items), TopicGroup("A", ("C",), items)])
    assert list(parse_string(text, "bibtex").entries) == ["Tea", "teaa"]
    # A topic whose works all stand above has no comment, but a group; what has no topic is not under the one above.
    assert re.findall(r"^%.*", text, re.MULTILINE) == ["% Reading list: A", "% Topic: B"]
    assert "1 KeywordGroup:C" in text
    text = written([TopicGroup("A", ("B",), items[:1]), TopicGroup("A", ("C",), items[:1]), TopicGroup("A", (), items)])
    assert re.findall(r"^%.*", text, re.MULTILINE) == ["% Reading list: A", "% Topic: B", "% Reading list: A"]


PUBLISHED = {
    "work": "1706.90001",
    "submitted": "2017-06-08",
    "journal_ref": "J. Inv. Tea 12 (2019) 34-56; Erratum-ibid. 13, 1 (2020)",
    "doi": "10.9999/tea_1",
    "categories": ("cs.TP",),
    "abstract": "Tea  & pots.",
    "authors": (Author("Ada Invented"), Author("Bob Imaginary")),
}


def fields_of(group: Callable[..., TopicGroup], record: dict[str, Any], **options: Any) -> dict[str, str]:
    """The fields of the only entry, its type as ``@``."""
    text = "".join(write([group(record)], ExportOptions(**options)))
    kind = re.findall(r"^@(misc|[a-z]+)\{key", text, re.MULTILINE)[0]
    return {"@": kind} | dict(re.findall(r"^  (\w+) = \{?(.*?)\}?,$", text, re.MULTILINE))


def test_published(group: Callable[..., TopicGroup]) -> None:
    """A paper whose journal is surely known is an article, and its arXiv identifier stays."""
    fields = fields_of(group, PUBLISHED)
    assert fields["@"] == "article"
    assert [fields[name] for name in ("journal", "volume", "pages", "year", "doi", "eprint", "note")] == [
        "J. Inv. Tea", "12", "34--56", "2019", "10.9999/tea_1", "1706.90001", "Erratum-ibid. 13, 1 (2020)",
    ]  # fmt: skip
    assert "month" not in fields
    assert "abstract" not in fields


def test_not_surely_published(group: Callable[..., TopicGroup]) -> None:
    """A reference that is not understood is kept in a note as it is, and told."""
    told: list[Loss] = []
    fields = fields_of(group, PUBLISHED | {"journal_ref": "Talk at Teacon & more"}, tell=told.append)
    assert (fields["@"], fields["year"], fields["note"]) == ("misc", "2017", r"Talk at Teacon \& more")
    assert [(loss.work, loss.field) for loss in told] == [("1706.90001", "journal_ref")]


def test_what_is_not_printed_need_not_be_set(group: Callable[..., TopicGroup]) -> None:
    """Letters that pdfLaTeX can't set are told of a title, not of an abstract; transliterated ones of both."""
    record = {"title": "架空", "abstract": "架空の茶"}
    for ascii, fields in ((False, ["title"]), (True, ["title", "abstract"])):
        told: list[Loss] = []
        fields_of(group, record, abstract=True, ascii=ascii, tell=told.append)
        assert [loss.field for loss in told] == fields


def test_choices(group: Callable[..., TopicGroup]) -> None:
    """What is cited, as what, where the identifier is repeated, how many authors, and the abstract."""
    fields = fields_of(group, PUBLISHED, prefer="preprint", eprint_in="howpublished", max_authors=1, abstract=True)
    assert fields["@"] == "misc"
    assert fields["doi"] == "10.48550/arXiv.1706.90001"
    assert fields["howpublished"] == "arXiv:1706.90001 [cs.TP]"
    assert fields["note"].endswith(r"doi:10.9999/tea\_1")
    assert fields["author"] == "Invented, Ada and others"
    assert fields["abstract"] == r"Tea \& pots."
    assert fields_of(group, PUBLISHED, eprint_in="note")["note"].endswith("arXiv:1706.90001 [cs.TP]")
    plain = {"work": "1706.90001", "submitted": "2017"}
    assert fields_of(group, plain, entry_type="article")["journal"] == "arXiv preprint arXiv:1706.90001"
    assert fields_of(group, plain, entry_type="techreport")["institution"] == "arXiv"
    assert fields_of(group, plain, entry_type="Unpublished")["note"] == "arXiv:1706.90001"
    with pytest.raises(UnknownName, match="'booklet'"):
        fields_of(group, plain, entry_type="booklet")


def test_groups_of_jabref(teapots: tuple[TopicGroup, ...]) -> None:
    """The topics are a tree of groups at the end, each made of its keyword; none has an @."""
    assert written(teapots).endswith(
        "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n"
        "1 KeywordGroup:Brewing\\;2\\;keywords\\;Brewing\\;1\\;0\\;1\\;\\;\\;\\;;\n"
        "2 KeywordGroup:Kettles, Big & Small\\;2\\;keywords\\;Brewing / Kettles Big \\\\\\\\& Small"
        "\\;1\\;0\\;1\\;\\;\\;\\;;\n}\n"
    )


def test_groups_under_other_headings(group: Callable[..., TopicGroup]) -> None:
    """JabRef's groups are those of the keywords that entries have, also where headings are years."""
    text = written([replace(group({}, topic=("Pots",)), list_title=None, topic=("2017",))])
    assert "% Topic: 2017\n" in text
    assert "1 KeywordGroup:Pots\\;2\\;keywords\\;Pots" in text
    assert "KeywordGroup:2017" not in text


def test_what_can_not_be_set_is_told_with_its_text(group: Callable[..., TopicGroup]) -> None:
    """Of what a style prints, as a warning; a note is told where it is written otherwise, and so is a topic."""
    told: list[Loss] = []
    made = group({"title": "On 架空の 茶碗", "authors": (Author("Ada Invented"), Author("茶 茶"))}, topic=("茶壺",))
    made = replace(made, items=[replace(item, note="架空") for item in made.items])
    "".join(write([made], ExportOptions(tell=told.append)))
    assert [(loss.field, loss.is_changed) for loss in told] == [("title", False), ("authors", False)]
    assert told[0].what.startswith("its title has '架空の 茶碗', which pdfLaTeX can't set;")
    assert told[1].what.startswith("its list of authors has '茶 茶', which")
    told.clear()
    "".join(write([made], ExportOptions(ascii=True, tell=told.append)))
    assert {loss.field for loss in told if loss.is_changed} == {"title", "authors", "note", "topics"}


def test_what_has_no_topic_stands_under_none(group: Callable[..., TopicGroup]) -> None:
    """Also behind another list of the same name."""
    text = written([group({"work": "1706.90009"}), group({}, topic=())])
    assert text.count("% Reading list: A list\n\n@") == 1


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.9999/Tea.1 10.9999/tea.2", "10.9999/Tea.1"),
        ("https://doi.org/10.9999/tea", "10.9999/tea"),
        ("0.9999/tea", "10.48550/arXiv.1706.90001"),
        ("|", "10.48550/arXiv.1706.90001"),
        (None, "10.48550/arXiv.1706.90001"),
        ("10.9999/te{a_%", "10.9999/te%7Ba_%"),
    ],
)
def test_doi(doi: str | None, expected: str, group: Callable[..., TopicGroup]) -> None:
    """The published DOI, bare and first only; arXiv's own where there is none or no true one."""
    text = written([group({"doi": doi, "work": "1706.90001"})])
    assert f"  doi = {{{expected}}},\n" in text


_HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*'{}@%"#=,\\\n\r$&aé架', "@misc{x,", "\\'", " and ", "}}\n\n@comment{"]), max_size=12
    ).map("".join),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=_HOSTILE,
    name=_HOSTILE,
    note=_HOSTILE,
    topic=_HOSTILE,
    list_title=_HOSTILE,
    doi=_HOSTILE,
    work=_HOSTILE,
    key=_HOSTILE,
)
def test_a_bad_record_spoils_no_neighbour(
    title: str, name: str, note: str, topic: str, list_title: str, doi: str, work: str, key: str
) -> None:
    """Between two good entries, any text at all is one entry, for both readers."""
    when = "2026-11-20T00:00:00Z"
    good = [BibliographicRecord(f"1706.9000{n}", "Tea", "arxiv", when, (Author("Ada Invented"),)) for n in (1, 2)]
    bad = BibliographicRecord(
        f"url:{work}",
        title,
        "list",
        when,
        (Author(name), Author(title, name)),
        journal_ref=note,
        doi=doi,
        categories=(doi,),
    )
    items = [BibliographyItem(f"good{n}", record, topics=((topic,),)) for n, record in enumerate(good)]
    items.insert(1, BibliographyItem(f"bad{key}", bad, note=note, venue=note, topics=((topic, title),)))
    text = written([TopicGroup(list_title, (topic, title), tuple(items))])
    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 3
    assert "good0" in entries
    assert "good1" in entries
    library = bibtexparser.parse_string(text)
    assert len(library.entries) == 3
    assert library.failed_blocks == []


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300, check=False
    )


@pytest.mark.parametrize("style", ["plain", "alpha", "abbrv"])
def test_bibtex_has_nothing_to_say(style: str, teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """BibTeX reads the export with the classic styles, without an error or a warning, and finds every work."""
    (tmp_path / "tea.bib").write_text(written(teapots), encoding="utf-8")
    (tmp_path / "tea.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{tea}}\n")
    done = run(["bibtex", "tea"], tmp_path)
    if "couldn't open style file" in done.stdout:
        pytest.skip(f"{style}.bst is not installed")
    assert done.returncode == 0, done.stdout
    assert "arning" not in done.stdout, done.stdout
    assert (tmp_path / "tea.bbl").read_bytes().count(b"\\bibitem") == 7


def test_pdflatex_sets_what_bibtex_made(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """pdfLaTeX stops at nothing but the scripts that it has no letters for, styles that abbreviate names included."""
    (tmp_path / "tea.bib").write_text(written(teapots), encoding="utf-8")
    (tmp_path / "tea.tex").write_text(
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{amsmath,amssymb}"
        r"\begin{document}\nocite{*}\bibliographystyle{abbrv}\bibliography{tea}\end{document}"
    )
    latex = ["pdflatex", "-draftmode", "-no-shell-escape", "-interaction=nonstopmode", "tea.tex"]
    run(latex, tmp_path)
    run(["bibtex", "tea"], tmp_path)
    log = run(latex, tmp_path).stdout
    if "not found" in log:
        pytest.skip("this LaTeX lacks a class, package or font")
    errors = re.findall(r"^! (.*)", log, re.MULTILINE)
    assert [error for error in errors if not re.search("Unicode character [架空太郎]", error)] == []


def test_biber_has_nothing_to_say(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """biber reads the export and checks it against its data model without an error or a warning."""
    (tmp_path / "tea.bib").write_text(written(teapots), encoding="utf-8")
    done = run(["biber", "--tool", "--validate-datamodel", "--output-file=out.bib", "tea.bib"], tmp_path)
    assert done.returncode == 0, done.stdout
    assert not re.search(r"^(WARN|ERROR)", done.stdout, re.MULTILINE), done.stdout
    assert (tmp_path / "out.bib").read_text(encoding="utf-8").count("@MISC") == 7


def test_pandoc_reads_the_titles(teapots: tuple[TopicGroup, ...], tmp_path: Path) -> None:
    """pandoc gets the names and the specials back as they were."""
    (tmp_path / "tea.bib").write_text(written(teapots), encoding="utf-8")
    done = run(["pandoc", "-f", "bibtex", "-t", "csljson", "tea.bib"], tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert len(rows) == 7
    assert rows["invented2017accurate"]["title"].casefold().endswith("teapotnet:brewing in 1 hour & a 50% discount")
    assert {"family": "Zmyślona", "given": "Łucja"} in rows["invented2017accurate"]["author"]
    assert rows["zmyslona2018cdm"]["author"][0] == {"literal": "The Teapot Collaboration"}


def recorded_records(folder: Path) -> list[BibliographicRecord]:
    """Titles, names and journal references of every recorded harvest row and native record."""
    rows: list[tuple[str, list[str], str | None, str | None]] = []
    for name in ("oai/hh2017_oai_dc_sample.jsonl", "snapshot/arxiv_oaipmh_testdb_versions.jsonl"):
        if not (folder / name).is_file():
            pytest.skip(f"{name} is not here")
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            if "oai_dc" in row:
                rows += [(title, row["oai_dc"]["creator"][:120], None, None) for title in row["oai_dc"]["title"]]
            else:
                rows.append((row["title"], row["authors"].split(", "), row["journal_ref"], row["comments"]))
    for line in (folder / "snapshot/staeiou_arxiv_archive_sample.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.append((row["title"], row["author_text"].split(", ")[:120], row["comments"], row["doi"]))
    return [
        BibliographicRecord(
            f"1706.{n:05}", title, "arxiv", "2026-11-20", tuple(map(Author, names)), journal_ref=journal, doi=doi
        )
        for n, (title, names, journal, doi) in enumerate(rows, 1)
    ]


def test_recorded_records(recorded: Path, tmp_path: Path) -> None:
    """Every recorded record is written in balanced braces, and a tenth of them read back by pybtex and BibTeX."""
    taken: set[str] = set()
    items = []
    for record in recorded_records(recorded):
        key = distinct_key(cite_key(record, "2017"), taken)
        taken.add(key.casefold())
        items.append(BibliographyItem(key, record))
    assert len(items) > 8000
    for entry in write([TopicGroup("All", (), tuple(items))]):
        assert entry.count("{") == entry.count("}")
    sample = items[::10]
    text = written([TopicGroup("All", (), tuple(sample))])
    assert len(parse_string(text, "bibtex").entries) == len(sample)
    (tmp_path / "tea.bib").write_text(text, encoding="utf-8")
    (tmp_path / "tea.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{tea}\n")
    done = run(["bibtex", "tea"], tmp_path)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "arning" not in done.stdout, done.stdout[-2000:]
