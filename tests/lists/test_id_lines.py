"""Files of identifiers: every line is accounted for, and nothing takes an identifier with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperdex.lists import read_list

NUMBERS = [
    "12345",
    "3.14",
    "1801",
    "1801.001",
    "801.9500",
    "0801.950",
    "0801.95",
    "9999.12345",
    "0801.9500.1",
    "0801,9500",
]
WORDS = ["NA", "hello", "TODO: look", "n/a", "arxiv_id", "???x", "teapot kettle", "see the kettle.", "Teapot:x"]
TITLES = ["An Invented Paper on Kettles", "Some Notes on Invented Cups and Lids"]
RULES = ["---", "===", "***", ""]
NAMES = ["ids.txt", "ids.md", "ids.csv", "ids", "-"]

valid = st.one_of(
    st.builds("{:02d}{:02d}.{:04d}".format, st.integers(8, 14), st.integers(1, 12), st.integers(1, 9999)),
    st.builds("{:02d}{:02d}.{:05d}".format, st.integers(15, 24), st.integers(1, 12), st.integers(1, 99999)),
    st.builds("hep-th/{:02d}{:02d}{:03d}".format, st.integers(92, 99), st.integers(1, 12), st.integers(1, 999)),
)
junk = st.sampled_from([*NUMBERS, *WORDS, *TITLES, *RULES])


def ids_of(text: str, name: str = "ids.txt") -> list[str]:
    """The identifiers of the entries, in order."""
    return [entry.arxiv.value for entry in read_list(text.encode(), name).entries if entry.arxiv]


@given(st.lists(st.one_of(valid, valid, junk), min_size=1, max_size=14), valid, st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_every_identifier_is_an_entry(lines: list[str], last: str, name: str) -> None:
    """Whatever stands between them, each line that is an identifier gives the entry of it."""
    lines = [*lines, last]
    wanted = [line for line in lines if line not in {*NUMBERS, *WORDS, *TITLES, *RULES}]
    assert ids_of("\n".join(lines), name) == wanted


@given(st.lists(st.tuples(valid, valid, st.sampled_from([*NUMBERS, *WORDS])), min_size=1, max_size=5), st.data())
@settings(max_examples=50, deadline=None)
def test_every_line_is_accounted_for(groups: list[tuple[str, str, str]], data: st.DataObject) -> None:
    """In a file of identifiers, the lines are as many as entries and warnings together."""
    lines = [groups[0][0], *data.draw(st.permutations([line for group in groups for line in group]))]
    for name in ("ids.txt", "ids.md"):
        found = read_list("\n".join(lines).encode(), name)
        assert len(found.entries) + len(found.warnings) == len(lines)
        assert sum(len(entry.malformed) for entry in found.entries) == sum(line in NUMBERS for line in lines)


@pytest.mark.parametrize("name", ["ids.txt", "ids.md", "ids.csv", "-"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_broken_number_is_told(number: str, name: str) -> None:
    """A number that is no identifier is an entry with a malformed one, as written, and its neighbours stay."""
    found = read_list(f"0801.9500\n{number}\n0801.9502\n".encode(), name)
    assert [entry.line for entry in found.entries] == [1, 2, 3]
    assert [each.raw for entry in found.entries for each in entry.malformed] == [number]


@pytest.mark.parametrize("name", ["ids.txt", "ids.md", "-"])
@pytest.mark.parametrize("word", ["NA", "hello", "TODO: look"])
def test_a_word_is_passed_over(word: str, name: str) -> None:
    """A word between identifiers is told, and is no title of the identifier below it."""
    found = read_list(f"0801.9500\n{word}\n0801.9502\n".encode(), name)
    assert [(entry.line, entry.title, entry.note) for entry in found.entries] == [(1, "", None), (3, "", None)]
    assert found.warnings == (f"{name}:2: {word!r} was passed over, being neither an identifier nor a title.",)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0801.95\n0801.9503, 0801.9504\n", [(1, "", None), (2, "", "0801.9503"), (2, "", "0801.9504")]),
        ("0801.9500\n---\n0801.9502\n", [(1, "", "0801.9500"), (3, "", "0801.9502")]),
        (
            "0801.9501\nAn Invented Paper on Kettles\n0801.9502\n0801.9503 0801.9504\n",
            [(1, "", "0801.9501"), (2, "An Invented Paper on Kettles", "0801.9502"),
             (4, "", "0801.9503"), (4, "", "0801.9504")],
        ),
        ("- 0801.9500\n- 801.9501\n- 0801.9502\n", [(1, "", "0801.9500"), (2, "", None), (3, "", "0801.9502")]),
        ("0801.9500\n0801.9501 An Invented Paper\n0801.9502\n",
         [(1, "", "0801.9500"), (2, "An Invented Paper", "0801.9501"), (3, "", "0801.9502")]),
        ("Mine\n1\t2101.00001\n2\thep-th/9901001v2\n3 arXiv:0704.0001\n4 cs.AI/0610173\n",
         [(2, "", "2101.00001"), (3, "", "hep-th/9901001"), (4, "", "0704.0001"), (5, "", "cs/0610173")]),
    ],
)  # fmt: skip
def test_lines_of_identifiers(text: str, rows: list[tuple[int, str, str | None]]) -> None:
    """Several in a line, a rule below one, a title above one."""
    for name in ("ids.txt", "ids.md", "-"):
        entries = read_list(text.encode(), name).entries
        assert [(entry.line, entry.title, entry.arxiv.value if entry.arxiv else None) for entry in entries] == rows


def test_headings_are_topics() -> None:
    """Words above several identifiers are their topic where a blank line, a colon or a mark says so."""
    text = "Kettles\n0801.9500\n0801.9501\n\nCups\n----\n0801.9502\nLids:\n0801.9503\n"
    for name in ("ids.txt", "ids.md"):
        assert [entry.topic[-1] for entry in read_list(text.encode(), name).entries] == [
            *("Kettles", "Kettles", "Cups", "Lids"),
        ]
    found = read_list(b"# Pots\n\n## Kettles\n0801.9500\n0801.95\n## Cups\n0801.9501\n", "ids.md")
    assert found.title == "Pots"
    assert [entry.topic for entry in found.entries] == [("Kettles",), ("Kettles",), ("Cups",)]


def test_a_column_of_identifiers() -> None:
    """A table of one named column is a file of identifiers; its name is no line of it."""
    found = read_list(b"id\n801.9500\n12345\n0801.9501\nNA\n0801.9502\n", "ids.csv")
    assert [entry.line for entry in found.entries] == [2, 3, 4, 6]
    assert len(found.warnings) == 1


def test_what_is_no_paper_counts_for_nothing() -> None:
    """A year that begins a paragraph is a topic; a file of nothing but broken numbers is told number by number."""
    found = read_list(b"2018\n0801.9500\n0801.95\n\n2019\n0801.9502\n", "ids.txt")
    assert [(entry.line, entry.topic) for entry in found.entries] == [(2, ("2018",)), (3, ("2018",)), (6, ("2019",))]
    assert len(read_list(b"801.9500\n801.9501\n", "ids.txt").entries) == 2


def test_numbers_among_titles() -> None:
    """In a list of titles, a broken number beside an identifier is told, too, and takes no identifier with it."""
    text = "An Invented Kettle\n0801.9500\n0801.95\nSome Invented Cups\n0801.9502\nLids for Invented Pots\n0801.9503\n"
    entries = read_list(text.encode(), "x.txt").entries
    assert [entry.line for entry in entries] == [1, 3, 4, 6]
    assert [bool(entry.malformed) for entry in entries] == [False, True, False, False]
