"""BibTeX: what the cases beside it don't show: the export read back, hostile files, and that all of it is quiet."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex
from paperdex.exports import get_format
from paperdex.lists import read_list
from paperdex.lists.bibtex import read
from paperdex.lists.outline import Outline, Record
from paperdex.lists.packed import unpacked

GOOD = "@misc{good, title = {A Good Neighbour}, eprint = {1801.00001}}\n"
PIECES = [
    "@misc{a,",
    "@string{",
    "@comment{",
    "title = ",
    "eprint={1801.00001}",
    "{",
    "}",
    '"',
    "(",
    ")",
    ",",
    "#",
    "\n",
]
PIECES += ["\\", "% Topic: A / B\n", "%% A\n", " and ", "groups={a,b}", "é", "@", "=", "author={", "crossref={a}"]


def records(outline: Outline) -> list[Record]:
    return [block for block in map(unpacked, outline.blocks) if isinstance(block, Record)]


def record(fields: str) -> Record:
    (found,) = records(read(f"@misc{{key, {fields}}}"))
    return found


def item(number: int, title: str, *topics: tuple[str, ...]) -> BibliographyItem:
    made = BibliographicRecord(f"1801.{number:05}", title, "arxiv", "2026-11-20T00:00:00Z", (Author("Ada Invented"),))
    return BibliographyItem(f"invented{number}", made, topics=topics)


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_the_export_reads_back(name: str) -> None:
    """What paperdex exports has the same list, topics, titles and identifiers when it is read."""
    brewing, pots = ("Brewing",), ("Brewing", "Pots, Pans & Kettles")
    both = item(1, "An Invented Paper on {\\'E}meraude Teapots and $x^2$", brewing, pots)
    groups = [
        TopicGroup("Tea", brewing, (both, item(2, "A Second Paper: 50% More & BERT", brewing))),
        TopicGroup("Tea", pots, (both, item(3, "Third {Paper", pots))),
        TopicGroup("Other list", (), (item(4, "Fourth"),)),
    ]
    found = read_list("".join(get_format(name).write(groups)).encode(), "tea.bib")
    assert found.title == "Tea"
    assert found.topics == (brewing, pots)
    occurrences = [(group.topic, each) for group in groups for each in group.items]
    expected = {(topic, each.record.work, decode_tex(each.record.title)) for topic, each in occurrences}
    assert {(e.topic, e.arxiv.work if e.arxiv else None, e.title) for e in found.entries} == expected
    assert len(found.entries) == len(occurrences)
    assert all(entry.authors == ("Ada Invented",) for entry in found.entries)


def test_the_expected_export_reads_back(root: Path) -> None:
    """Every work of the exported example is there, under every topic that it has there."""
    folder = root / "tests" / "exports"
    content: dict[str, Any] = json.loads((folder / "teapots.json").read_text(encoding="utf-8"))
    found = read_list((folder / "teapots.bib").read_bytes(), "teapots.bib")
    works = {row["cite_key"]: row["record"]["work"] for row in content["items"]}
    # An @ or a brace can't stand between entries: there the export writes others.
    written = str.maketrans({"@": "(at)", "{": "(", "}": ")"})
    expected = {
        (tuple(name.translate(written) for name in group["topic"]), works[key])
        for group in content["groups"]
        for key in group["items"]
    }
    identified = {(entry.topic, entry.well_formed[0].work) for entry in found.entries}
    # The address of a page is percent-encoded where BibTeX needs it.
    assert identified >= {(topic, work) for topic, work in expected if not work.startswith("url:")}


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title = {{All in Braces}}", "All in Braces"),
        ('title = "Quoted {\\"U}ber"', "Quoted Über"),
        ("title = {On {BERT} and $x_1$}", "On BERT and $x_1$"),
        ("title = {Main}, subtitle = {Sub}", "Main: Sub"),
        ("title = {On\n    two lines}", "On two lines"),
        ("title = {A} # { B} # c", "A Bc"),
        ("title = {\\textbraceleft}", "{"),
        ("TITLE = {Capital}", "Capital"),
    ],
)
def test_titles(fields: str, title: str) -> None:
    """A title is its text: braces, quotes, TeX and line ends are gone, math stays."""
    assert record(fields).title == title


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Invented, Ada and Jan van der Made", ("Ada Invented", "Jan van der Made")),
        ("{Pots and Pans Group} and others", ("Pots and Pans Group",)),
        ("Made, Jr., Jan AND {\\'E}mile Fictif", ("Jan Made Jr.", "Émile Fictif")),
        ("Ada\n  Invented\n  and\n  Bob Madeup", ("Ada Invented", "Bob Madeup")),
        ("{Invented, Inc.}", ("Invented, Inc.",)),
        ("Sandy Andover", ("Sandy Andover",)),
    ],
)
def test_authors(authors: str, names: tuple[str, ...]) -> None:
    """Names are parted at the word "and" outside braces and stand in their natural order."""
    assert record(f"title = {{Tea}}, author = {{{authors}}}").authors == names


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2018", "2018"),
        ("year = {2018}, month = jun", "2018-06"),
        ("year = {2018}, month = {June}", "2018-06"),
        ("year = {2018}, month = {06}, day = {3}", "2018-06-03"),
        ('year = {2018}, month = "3~" # jun', "2018-06-03"),
        ("date = {2018-06-03/2019}", "2018-06-03"),
        ("year = {2018}, month = {13}", "2018"),
        ("year = {in press}", None),
    ],
)
def test_dates(fields: str, date: str | None) -> None:
    """A date is as precise as it is given, and none is made up."""
    assert record(f"title = {{Tea}}, {fields}").date == date


def test_links_keep_the_names_of_their_fields() -> None:
    """Every address that is a whole field is a link called as the field; one that stands twice is one link."""
    url = "https://tea.example/a\\_b"
    found = record(
        f"title = {{Tea}}, url = {{{url}}}, howpublished = {{\\url{{{url}}}}}, code = {{https://code.example/x}}"
    )
    assert found.links == (("url", "https://tea.example/a_b"), ("code", "https://code.example/x"))


def test_a_child_takes_what_it_lacks_from_its_crossref() -> None:
    """A paper of a volume has the volume's venue and year; the volume itself is no paper."""
    text = (
        "@inproceedings{a, title = {Tea}, crossref = {V}}\n@proceedings{v, title = {Proceedings of Tea}, year = 2018}"
    )
    (found,) = records(read(text))
    assert (found.title, found.venue, found.date) == ("Tea", "Proceedings of Tea", "2018")


@pytest.mark.parametrize(
    "broken",
    [
        "@misc{a, title = {open",
        '@misc{a, title = "open',
        "@misc{a title = {x}}",
        "@misc{",
        "@misc{a, = , }",
        "@string{x",
    ],
)
def test_neighbours_of_what_is_broken_survive(broken: str) -> None:
    """The entries above and below one that can't be parsed are read, on their lines."""
    found = [each for each in records(read(f"{GOOD}{broken}\n{GOOD}")) if each.title == "A Good Neighbour"]
    assert [each.line for each in found] == [1, 3]


def test_a_broken_entry_is_logged_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed of what can't be parsed, whatever logging is set to."""
    read("@misc{a, title = {open\n" + GOOD)
    assert capsys.readouterr() == ("", "")
    assert logging.getLogger("bibtexparser").handlers


@pytest.mark.parametrize(
    "text",
    [
        "@" * 50_000,
        "@a{" * 5_000,
        "@a{b,t=" + "{" * 50_000,
        "@a{b,title={" + "{" * 20_000 + "}" * 20_000 + "}}",
        "@string{a0={tea tea}}" + "".join(f"@string{{a{n + 1}=a{n}#a{n}}}" for n in range(2000)) + "@a{k,title=a2000}",
        "@a{k,author={" + "A and " * 20_000 + "}}",
        "@a{k,author={" + " " * 100_000 + "x}}",
        "@a{k,groups={" + "a / " * 10_000 + "}}",
        "@a{k,title={" + "\\begin{a}" * 1000 + "}}",
        "%% " + "- " * 50_000,
    ],
    ids=["at", "starts", "open", "deep", "macros", "authors", "blanks", "levels", "tex", "comment"],
)
def test_hostile_files_stay_small(text: str) -> None:
    """What is made of a hostile file is no larger than the file."""
    made = sum(len(each.title) + sum(map(len, (*each.authors, *each.topic))) for each in records(read(text)))
    assert made <= len(text)


def test_a_line_that_ends_with_a_backslash_is_counted() -> None:
    """What stands behind it is on its own line."""
    (found,) = records(read("@misc{a, note = {tea\\\nand pots}}\n@misc{b, title = {T}}\n"))
    assert found.line == 3


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(0, 60))
def test_parts_of_a_file_are_read_as_the_whole(text: str, size: int) -> None:
    """Where a file is cut for the splitter changes nothing: not in what is broken, and topics may be told later."""
    whole = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("paperdex.lists.bibtex._PART", size)
        assert read(text) == whole


@pytest.mark.parametrize(
    "piece", ["@a{k,t=1}\n", "@a{b,\n", "@a{k,t={ @a{", "@a(b,t={x})", "@a{k,author={A and ", "% -- a\n"]
)
def test_time_is_linear(piece: str) -> None:
    """Four times as much takes about four times as long; measured again where in doubt."""

    def seconds(size: int) -> float:
        start = time.perf_counter()
        read(piece * (size // len(piece)))
        return time.perf_counter() - start

    for _ in range(3):
        base = max(seconds(30_000), 0.02)
        if seconds(120_000) < 9 * base:
            return
    pytest.fail(f"120 KB of {piece!r} take more than 9 times as long as 30 KB")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_is_read(text: str) -> None:
    """No text raises; records stand in order, on lines of the text, and say something."""
    found = records(read(text))
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert all(1 <= each.line <= text.count("\n") + 1 and (each.title or each.names) for each in found)


@pytest.mark.parametrize(
    "start", ["@article{key title", "@article{key\n  title", "@misc{ title", "@misc{title", "@article{key, title"]
)
def test_a_comma_that_is_missing(start: str) -> None:
    """An entry without a comma behind its key, or without a key, is read like its neighbours."""
    text = f"@misc{{a, title={{Milk}}}}\n{start} = {{Kettles and Cups}},\n year = 2018}}\n@misc{{b, title={{Sugar}}}}\n"
    assert [(e.title, e.date) for e in read_list(text.encode(), "x.bib").entries] == [
        ("Milk", None),
        ("Kettles and Cups", "2018"),
        ("Sugar", None),
    ]


def test_keywords_that_group_nothing() -> None:
    """Keywords that are another one in each entry are no topics; groups are, Mendeley's as well."""
    text = "".join(f"@misc{{{word}, title={{Tea}}, keywords={{{word}}}}}\n" for word in "abcd")
    text += "@misc{e, title={Milk}, keywords={e}, mendeley-groups={Cups/Small}}\n"
    assert [e.topic for e in read_list(text.encode(), "x.bib").entries] == [(), (), (), (), ("Cups", "Small")]
