"""Keeping a .bib file in step: what is refreshed, what is added, and that all else stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperdex.core.entries import ListEntry
from paperdex.lists.syntax.bib_spans import find_entries
from paperdex.workflows.bib_updating import update_bib

FRESH = """% Reading list: Invented reading

% Topic: Pots

@misc{invented2021tea,
  title = {Tea for {Two} Teapots},
  author = {Invented, Ada and Imaginary, Bo},
  year = {2021},
  month = jan,
  eprint = {2101.90001},
  archivePrefix = {arXiv},
  primaryClass = {cs.LG},
  doi = {10.5555/tea},
  url = {https://arxiv.org/abs/2101.90001},
  keywords = {Pots},
  note = {J. Invented Tea 1},
}

% Topic: Kettles

@misc{imaginary2021kettle,
  title = {A Kettle},
  author = {Imaginary, Bo},
  year = {2021},
  eprint = {2101.90002},
  archivePrefix = {arXiv},
}
"""


def only(entry: str) -> str:
    """What becomes of a file with one entry; the other work is in it too."""
    known = "@misc{imaginary2021kettle, title={A Kettle}, author={Bo Imaginary}, year=2021, eprint={2101.90002},"
    rest = f"\n\n{known} archivePrefix={{arXiv}}}}\n"
    updated = update_bib(entry + rest, FRESH)
    assert updated.text.endswith(rest)
    assert update_bib(updated.text, FRESH).text == updated.text
    return updated.text.removesuffix(rest)


def whole(*fields: str, kind: str = "misc", key: str = "mine") -> str:
    """An entry of the first work, in step but for these fields."""
    own = ["eprint={2101.90001}", "archivePrefix={arXiv}", "title={Tea for Two Teapots}", "year=2021"]
    own.append('author="Ada Invented and Bo Imaginary"')
    names = {field.partition("=")[0].strip().lower() for field in fields}
    kept = [field for field in own if field.partition("=")[0].lower() not in names]
    return f"@{kind}{{{key}, {', '.join([*kept, *fields])}}}"


@pytest.mark.parametrize(
    "field",
    [
        "title = {Tea for\n    {T}wo {Teapots}}",
        "title = {tea for two teapots}",
        "author = {Ada Invented and\n Imaginary, Bo}",
        "month = {1}",
        "month = jan",
        "doi = {https://doi.org/10.5555/TEA}",
        "eprint = {arXiv:2101.90001v3}",
        "url = {https://tea.example/my/copy.pdf}",
        "note = {read this \\& that}",
        "abstract = {mine}",
        "keywords = {pots, own}",
        "title = tea # {: }",
        "file = {/home/me/tea.pdf}",
        "journal = {J. Mine}",
    ],
)
def test_what_means_the_same_or_is_yours_stays(field: str) -> None:
    """Spelling, braces and line breaks are the keeper's; so are notes, macros and foreign fields."""
    assert only(whole(field)) == whole(field)


@pytest.mark.parametrize(
    ("field", "refreshed"),
    [
        ("title = {Te for Two Teapots}", "title = {Tea for {Two} Teapots}"),
        ('AUTHOR = "Ada Invented"', "AUTHOR = {Invented, Ada and Imaginary, Bo}"),
        ("doi={10.48550/arXiv.2101.90001}", "doi={10.5555/tea}"),
        ("doi = {10.5555/other}", "doi = {10.5555/tea}"),
        ("month = {feb}", "month = jan"),
        ("keywords = {own; words}", "keywords = {own; words; Pots}"),
        ("keywords = {}", "keywords = {Pots}"),
        ("primaryclass = {cs.CV}", "primaryclass = {cs.LG}"),
        ("url = {http://arxiv.org/abs/2101.90001v1}", "url = {https://arxiv.org/abs/2101.90001}"),
        ("year = {2020}", "year = {2021}"),
    ],
)
def test_a_value_that_differs_is_refreshed_in_place(field: str, refreshed: str) -> None:
    """The name, its place and everything around it stay."""
    assert only(whole(field)) == whole(field).replace(field, refreshed)


def test_and_others_is_not_struck_out() -> None:
    """The library may have the same names from a list that names no more; other names are written in full."""
    mine = whole("author = {Invented, Ada and Imaginary, Bo and others}")
    assert only(mine) == mine
    assert "and others" not in only(whole("author = {Invented, Ada and others}"))


@pytest.mark.parametrize(
    ("ours", "mine", "is_same"),
    [
        (r"{Bounds {$O(n\,\mathrm{log}\,n)$}}", r"{Bounds $O(n \log n)$}", True),
        (r"{The {$M_{\mathrm{tea}}$} of {$\varphi$}-{Tea}}", r'"The $M_{\rm tea}$ of φ-Tea"', True),
        (r"{Tea in {$x_2$}}", r"{Tea in $x^2$}", False),
    ],
)
def test_math_is_compared_by_what_it_says(ours: str, mine: str, is_same: bool) -> None:
    """Commands and blanks are spelling in math, too."""
    fresh = FRESH.replace("{Tea for {Two} Teapots}", ours)
    entry = whole(f"title={mine}")
    assert (update_bib(entry, fresh).text.startswith(entry)) is is_same


def test_an_entry_of_another_type_keeps_its_publication() -> None:
    """Who turned a preprint into an article said when and where it came out."""
    entry = whole("year = {2023}", "journal = {J. Mine}", "month = dec", kind="article")
    assert only(entry) == entry


def test_a_deleted_field_stays_away_and_a_needed_one_comes_back() -> None:
    """Title, author, a date and the eprint are needed; a date may be biblatex's."""
    entry = "@misc{mine,\n    eprint = {2101.90001},\n    archivePrefix = {arXiv},\n    date = {2021-01}\n}"
    added = ",\n    title = {Tea for {Two} Teapots},\n    author = {Invented, Ada and Imaginary, Bo}\n}"
    assert only(entry) == entry.replace("\n}", added)


def test_a_preprint_that_came_out_is_turned() -> None:
    """The type is the export's, and what it needs is added."""
    fresh = FRESH.replace("@misc{invented2021tea,", "@article{invented2021tea,\n  journal = {J. Invented Tea},")
    updated = update_bib(whole("own = {x}, pubstate = {prepublished}", kind="online"), fresh)
    assert updated.text.startswith("@article{mine, ")
    assert "own = {x}, journal = {J. Invented Tea}}" in updated.text
    assert "pubstate" not in updated.text
    assert update_bib(updated.text, fresh).text == updated.text


def test_new_works_come_last_under_their_topic() -> None:
    """With the comments that stand above them in an export."""
    old = "@misc{invented2021tea, title={Tea for Two Teapot}}"
    updated = update_bib(old, FRESH)
    assert (updated.refreshed, updated.added, updated.other_keys) == (1, 1, 0)
    heading = "\n\n% Reading list: Invented reading\n\n% Topic: Kettles\n\n@misc{imaginary2021kettle,"
    assert heading in updated.text
    assert "Topic: Pots" not in updated.text
    assert update_bib("", FRESH).text == FRESH


def test_a_key_of_another_work_is_not_taken_twice() -> None:
    """BibTeX would leave one of the two out."""
    old = "\n@book{Imaginary2021Kettle, title={Own}, eprint={2101.90009}}\n" + whole()
    updated = update_bib(old, FRESH)
    assert updated.text == old
    assert updated.not_added == ["imaginary2021kettle: line 2 has another work by this key, 'Own'"]


@pytest.mark.parametrize(
    "fields",
    [
        "title = {Tea for Two Teapots}, author = {Ada Invented}, journal = {arXiv preprint arXiv:2101.90009}",
        "title = {Tea for Two Teapots}, author = {Ada Invented}, doi = {10.5555/other}",
        "title = {Teas of the world}, author = {Invented, Zoe and Imaginary, Bo}, journal = {J. Tea}",
        "title = {Teas of the world}",
        "title = {Tea for Two Teapots}, author = {Somebody Else}",
    ],
)
def test_an_entry_that_only_shares_a_key_is_left_alone(fields: str) -> None:
    """Another identifier, another title by others, the title by nobody of ours: it is told, and nothing is added."""
    old = f"@article{{invented2021tea, {fields}}}\n"
    updated = update_bib(old, FRESH)
    assert updated.text.startswith(old)
    assert "2101.90001" not in updated.text
    assert len(updated.not_added) == 1
    assert "line 1 has another work by this key" in updated.not_added[0]


@pytest.mark.parametrize(
    "fields",
    [
        "journal = {arXiv preprint arXiv:2101.90001}",
        "journal = {CoRR}, volume = {abs/2101.90001}",
        "doi = {https://doi.org/10.48550/arXiv.2101.90001}",
        "note = {arXiv:2101.90001v2}",
    ],
)
def test_an_entry_is_known_wherever_its_number_stands(fields: str) -> None:
    """As Google Scholar, DBLP and others write it; the work is not added a second time."""
    updated = update_bib(f"@article{{mine, title = {{Tea for two teapots}}, {fields}}}", FRESH)
    assert updated.text.count("@article") + updated.text.count("@misc") == 2
    assert "@article{mine, title = {Tea for two teapots}" in updated.text
    assert updated.other_keys == 1


def test_a_number_of_another_archive_stays() -> None:
    """The paper is the same, by its DOI."""
    entry = "@misc{mine, doi={10.5555/tea}, eprint={123456}, eprinttype={pubmed}}"
    updated = update_bib(entry, FRESH)
    assert updated.text.startswith("@misc{mine, doi={10.5555/tea}, eprint={123456}, eprinttype={pubmed}, title = ")
    assert "2101.90001" not in updated.text


@pytest.mark.parametrize("other", ["@set{invented2021tea, entryset = {a,b}}", "@xdata{invented2021tea, year = 2020}"])
def test_what_is_no_paper_is_no_work(other: str) -> None:
    """Though it has the key of one."""
    assert update_bib(f"{other}\n", FRESH).text.startswith(f"{other}\n")


def test_a_title_is_known_through_macros_and_windows_line_ends() -> None:
    """The entries that are asked about are those of the file, line by line."""
    asked: list[str] = []

    def known(entries: Sequence[ListEntry]) -> list[str | None]:
        asked.extend(f"{entry.line}: {entry.title}" for entry in entries)
        return ["", "invented2021tea"]

    old = "@string{t = {Tea for}}\r\n\r\n@book{own,\r\n title = {Own}}\r\n@misc{mine,\r\n title = t # { Two}}\r\n"
    updated = update_bib(old, FRESH, known)
    assert asked == ["3: Own", "5: Tea for Two"]
    assert (updated.refreshed, updated.added, updated.other_keys) == (1, 1, 1)


def test_a_work_that_stands_twice_is_told() -> None:
    """Both entries are brought into step."""
    assert update_bib(f"{whole()}\n{whole(key='too')}", FRESH).doubles == ["line 2: too is the work of mine, line 1"]


@pytest.mark.parametrize("value", ["", "{a \\{ b}", "{x} y", "{x}\\\f", '"a" #', "a\\b", '"{"'])
def test_an_entry_that_bibtex_does_not_read_is_left_alone(value: str) -> None:
    """It is told with its line."""
    old = whole(f"own = {value}", "title = {Wrong}") + "\n"
    updated = update_bib(old, FRESH)
    assert updated.broken or updated.left_alone == ["line 1: mine"]
    assert updated.text.startswith(old)


@pytest.mark.parametrize("text", ['[{"id": "tea"}]\n', "% Mine\n\n# Reading\n\n- Tea\n", "TY  - UNPB\nER  - \n"])
def test_what_is_no_bibtex_is_refused(text: str) -> None:
    """Though it is called so; comments, macros and nothing at all are a file to begin with."""
    assert update_bib(text, FRESH).broken == (text.count("\n", 0, text.find("#") + 1) + 1, "this is no BibTeX")
    assert update_bib("% Mine\n\n@string{t = {Tea}}\n", FRESH).added == 2


@pytest.mark.parametrize("broken", ["@misc{a, title={x\n\n@misc{b, title={y}}\n", "@misc{a title={x}}"])
def test_a_broken_file_is_refused(broken: str) -> None:
    """Nothing is guessed about where its entries end."""
    updated = update_bib(f"@misc{{ok, title={{x}}}}\n{broken}", FRESH)
    assert updated.broken
    assert updated.text == f"@misc{{ok, title={{x}}}}\n{broken}"
    assert updated.broken[0] >= 2


@pytest.mark.parametrize("line", ["% @misc{x", f"  %{whole()}", "% mail ada@tea.example{"])
def test_a_comment_stays_a_comment(line: str) -> None:
    """An entry in a line of comment is none; a percent sign within a value begins no comment."""
    entry = whole("own = {x\n % @y{z}}", "title = {Old}")
    updated = update_bib(f"{line}\n{entry}\n", FRESH)
    assert updated.text.startswith(f"{line}\n{entry.replace('{Old}', '{Tea for {Two} Teapots}')}\n")
    assert (updated.refreshed, updated.added) == (1, 1)


_VALUE = st.text(
    st.characters(codec="utf-8", exclude_characters='{}"@\\\r', exclude_categories=["Cc", "Cs"]), max_size=20
)
_FIELD = st.builds(
    "{}{} = {}".format,
    st.sampled_from(["", " ", "\n\t", "\n    "]),
    st.sampled_from(["note", "Title", "journal", "doi", "keywords", "x-own", "AUTHOR", "year"]),
    st.one_of(_VALUE.map("{{{}}}".format), _VALUE.map('"{}"'.format), st.just("jmlr"), st.just('"a" # {b} # jmlr')),
)
_FIELDS = st.lists(_FIELD, min_size=1, max_size=5).map(",".join)
_OTHER = st.one_of(
    st.builds("@{}{{own{},{}\n}}".format, st.sampled_from(["misc", "BOOK", "article"]), st.integers(0, 99), _FIELDS),
    st.sampled_from(
        ["% a comment", "@string{jmlr = {J. Tea}}", '@preamble{"\\newcommand{\\x}{y}"}', "@comment{x {y} z}", ""]
    ),
)
_KNOWN = st.builds(
    "@{}{{{}, eprint = {{2101.9000{}}}{},{}}}".format,
    st.sampled_from(["misc", "Online", "article"]),
    st.sampled_from(["mine", "invented2021tea", "a:b"]),
    st.sampled_from("12"),
    st.sampled_from(["", ", archivePrefix={arXiv}"]),
    _FIELDS,
)
_FILE = st.lists(st.one_of(_OTHER, _KNOWN), max_size=6)
_GAP = st.sampled_from(["\n", "\n\n", "\n \n"])


@settings(max_examples=60)
@given(_FILE, _GAP)
def test_all_else_stays_and_twice_is_once(pieces: list[str], gap: str) -> None:
    """Blocks that are none of the works come back byte for byte and in their order, CRLF too."""
    old = gap.join(pieces)
    updated = update_bib(old, FRESH)
    if updated.broken:
        assert updated.text == old
        return
    place = 0
    for piece in pieces:
        if "2101.9000" not in piece:
            place = updated.text.index(piece, place) + len(piece)
    again = update_bib(updated.text, FRESH)
    assert again.text == updated.text
    assert (again.refreshed, again.added) == (0, 0)
    assert update_bib(old.replace("\n", "\r\n"), FRESH).text == updated.text.replace("\n", "\r\n") or "\n" not in old
    assert find_entries(updated.text).broken is None
    numbers = {number for number in ("2101.90001", "2101.90002") if number in updated.text}
    assert len(numbers) + len(updated.not_added) >= 2
