"""Values are put into entries in the form, and at the place, that the other entries of the list show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.making import make_document
from paperdex.checks.annotating.planning import Plan, in_order, plan
from paperdex.checks.annotating.sorting import Sorting, sorting
from paperdex.checks.annotating.values import FIELDS, Field, Venue, Wanted, code_link, values_of
from paperdex.checks.base import Fix
from paperdex.checks.mending import apply
from paperdex.core.records import Author, BibliographicRecord

VENUES = (Venue("KDD", "2015"), Venue("NIPS", "2015"), Venue("ICML", "2016"), Venue("CVPR", "2016"))


def _record(number: int, title: str, day: str, names: str, abstract: str) -> BibliographicRecord:
    return BibliographicRecord(
        f"1501.0000{number}",
        title,
        "arxiv",
        "2026-01-01T00:00:00Z",
        authors=tuple(Author(name) for name in names.split(", ")),
        submitted=f"{day}T00:00:00Z",
        doi=f"10.5555/inv_{number}",
        abstract=abstract,
        comment=f"9 pages. Code at https://github.com/tea/pot{number}.",
    )


RECORDS = (
    _record(
        1,
        "Invented Teapots and Their Lids",
        "2015-01-03",
        "Ada Invented, Bob B. Imaginary",
        "We invent. They have lids.",
    ),
    _record(
        2,
        "On the Imaginary Saucers of Kettles",
        "2015-02-14",
        "Cy Madeup, Ada Invented, Di Pretend",
        "We imagine saucers. Kettles need none.",
    ),
    _record(3, "Do Invented Spoons Dream", "2015-05-23", "Eve Fiction, Cy Madeup", "Spoons dream of $x_i$ *soup*."),
    _record(4, "Biscuits Without Crumbs", "2015-11-09", "Flo Feigned, Gus Notreal", "No crumbs at all remain of them."),
)
MONTHS = {"01": ("Jan", "January"), "02": ("Feb", "February"), "05": ("May", "May"), "11": ("Nov", "November")}


def words(number: int) -> dict[str, str]:
    """What the templates below name of a paper."""
    record = RECORDS[number]
    year, month, day = (record.submitted or "")[:10].split("-")
    names = [author.name for author in record.authors]
    venue = VENUES[number]
    return {
        "t": record.title,
        "u": f"https://arxiv.org/abs/{record.work}",
        "n": str(number + 1),
        "date": f"{year}-{month}-{day}",
        "year": year,
        "month": f"{year}.{month}",
        "day": day,
        "d": str(int(day)),
        "mon": MONTHS[month][0],
        "name": MONTHS[month][1],
        "v": venue.name,
        "vy": venue.year,
        "short": venue.year[2:],
        "all": ", ".join(names),
        "first": names[0],
        "and": f"{', '.join(names[:-1])} and {names[-1]}",
        "initials": ", ".join(f"{' '.join(w[0] + '.' for w in n.split()[:-1])} {n.split()[-1]}" for n in names),
        "doi": record.doi or "",
        "code": f"https://github.com/tea/pot{number + 1}",
        "abstract": record.abstract or "",
    }


# What stands in ⟦...⟧ is taken out of some entries, and has to come back to the byte.
FORMS: list[tuple[Field, str]] = [
    ("date", "- [{t}]({u})⟦ ({year})⟧\n"),
    ("date", "- [{t}]({u})⟦, {date}⟧ [code]({code})\n"),
    ("date", "- ⟦[{date}] ⟧[{t}]({u})\n"),
    ("date", "- ⟦**{month}** ⟧[{t}]({u})\n"),
    ("date", "* **{t}** [[pdf]]({u})⟦ ({mon} {d}, {year})⟧\n"),
    ("date", "* **{t}** [[pdf]]({u})⟦ ({d} {name} {year})⟧\n"),
    ("date", "1. [{t}]({u})   \n⟦*{date}* ⟧[paper]({u}) | [pytorch]({code})     \n\n"),
    ("date", "1. [{t}]({u})   \n{v} {vy} ⟦*{date}* ⟧[paper]({u})   \n\n"),
    ("date", "* [{t}]({u})\n⟦    * Year: {day} {mon} `{year}`\n⟧    * Author: {first}\n"),
    (
        "date",
        "- **[{t}]({u})**\n  - Authors: {all}\n⟦  - **Date:** {mon} {day}, {year}\n⟧  - A note of some words on {n}.\n",
    ),
    ("date", "- [{t}]({u}) ({first}⟦, {year}⟧)\n"),
    ("date", '- {first}, "{t}," {v}⟦, {year}⟧. [pdf]({u})\n'),
    ("date", "1. {first} et al. ⟦({year}). ⟧[{t}]({u}). *{v}*.\n"),
    ("venue", "- **[{t}]({u})**<br>*{all}*<br>⟦{v} {vy}. ⟧[[Code]({code})]\n"),
    ("venue", "- [{t}]({u})⟦ ({v} {vy})⟧\n"),
    ("venue", "- ⟦[{v}'{short}] ⟧[{t}]({u})\n"),
    ("venue", "- ⟦`{v}{vy}` ⟧[{t}]({u}) [[code]({code})]\n"),
    ("venue", "1. [{t}]({u}).⟦ *{v} {vy}*.⟧\n"),
    ("venue", "- [{t}]({u}), {all}⟦, {v} {vy}⟧\n"),
    ("venue", "### {n}. {t}⟦ ({v} {vy})⟧\n\n[paper]({u})\n\nSome words on tea {n}, which go on.\n\n"),
    ("authors", "- [{t}]({u})  \n⟦  *{all}*  \n⟧"),
    ("authors", "- [{t}]({u})\n⟦  - {all}\n⟧  - {v} {vy}\n"),
    ("authors", "- [{t}]({u})⟦, {first} et al.⟧, {year}\n"),
    ("authors", "- [{t}]({u})\n⟦    * Author: {first}\n⟧"),
    ("authors", "- ⟦{initials}. ⟧[{t}]({u}). {v} {vy}.\n"),
    ("authors", "- [{t}]({u})⟦ by {and}⟧ ({year})\n"),
    ("authors", "### {t}\n\n⟦*{all}*\n\n⟧[paper]({u})\n\nSome words on tea {n}, which go on.\n\n"),
    ("doi", "- [{t}]({u})⟦ [doi](https://doi.org/{doi})⟧\n"),
    ("doi", "- {t}. [[arXiv]({u})]⟦ [[DOI](https://doi.org/{doi})]⟧ [[code]({code})]\n"),
    ("doi", "- [{t}]({u})⟦, doi:{doi}⟧\n"),
    ("code", "1. [{t}]({u})   \n*{date}* [paper]({u})⟦ | [code]({code})⟧   \n\n"),
    ("code", "- [{t}]({u})⟦ [:octocat:]({code})⟧\n"),
    ("code", "- {t}, [[paper]]({u})⟦ [[code]]({code})⟧\n"),
    ("abstract", "- [{t}]({u})\n⟦    * Abstract: {abstract}\n⟧"),
    ("abstract", "- [{t}]({u})\n⟦  > {abstract}\n⟧"),
]
CUT = re.compile("⟦.*?⟧", re.DOTALL)


def filled(template: str, number: int, *, cut: bool) -> str:
    template = CUT.sub("", template) if cut else template.replace("⟦", "").replace("⟧", "")
    return template.format_map(words(number))


def made(template: str, lacking: Sequence[int] = (), end: str = "\n") -> str:
    """A list of four papers, some of which lack what the template marks."""
    entries = (filled(template, number, cut=number in lacking) for number in range(4))
    return f"# Tea\n\n{''.join(entries)}\nA last word about tea.\n".replace("\n", end)


def planned(text: str, field: Field, *, refresh: bool = False) -> Plan:
    document = make_document(text, RECORDS)
    venues = {record.work: venue for record, venue in zip(RECORDS, VENUES, strict=True)}
    wanted = [
        Wanted(values_of(s.record, venues[s.record.work])) if s.record else Wanted(why="nothing is known of it")
        for s in document.subjects
    ]
    return plan(document, wanted, field, refresh=refresh)


def annotated(text: str, field: Field, *, refresh: bool = False) -> str:
    additions = planned(text, field, refresh=refresh).additions
    return apply(text, [Fix("", (each.edit,)) for each in additions])


@pytest.mark.parametrize(("field", "template"), FORMS, ids=[f"{field}: {form[:60]!r}" for field, form in FORMS])
def test_a_value_comes_back_in_the_form_of_the_others(field: Field, template: str) -> None:
    full = made(template)
    number = 1 if field == "abstract" or "first" in template else 2
    assert annotated(made(template, [number]), field) == full
    assert annotated(full, field) == full


@settings(max_examples=30)
@given(
    st.sampled_from([(field, form) for field, form in FORMS if field != "abstract"]),
    st.sampled_from([[1], [2], [1, 2]]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_only_the_places_told_are_changed(form: tuple[Field, str], lacking: list[int], end: str) -> None:
    """Whatever entries lack a value: it is put in, nothing is taken away, and the second time nothing is done."""
    field, template = form
    text = made(template, lacking, end)
    additions = planned(text, field).additions
    assert all(each.edit.start == each.edit.end for each in additions)
    new = apply(text, [Fix("", (each.edit,)) for each in additions])
    assert end == "\n" or "\n" not in new.replace(end, "")
    assert annotated(new, field) == new
    assert new == made(template, (), end)


def test_a_table_keeps_its_columns() -> None:
    head = "| Year | Title | Authors | Venue | Code |\n| --- | --- | --- | --- | --- |\n"

    def row(number: int, *, cut: Field | None = None) -> str:
        w = words(number)
        cells = {
            "date": w["year"],
            "authors": w["all"],
            "venue": f"{w['v']}'{w['short']}",
            "code": f"[code]({w['code']})",
        }
        if cut:
            cells[cut] = ""
        title = f"[{w['t']}]({w['u']})"
        rest = f"{cells['authors']:40} | {cells['venue']:9} | {cells['code']:40}"
        return f"| {cells['date']:4} | {title} | {rest} |\n"

    full = head + "".join(map(row, range(4)))
    for field in ("date", "authors", "venue", "code"):
        cut = head + "".join(row(number, cut=field if number == 2 else None) for number in range(4))  # type: ignore[arg-type]
        assert annotated(cut, field) == full  # type: ignore[arg-type]
    without = "| Title | Note |\n|---|---|\n" + "".join(
        f"| [{words(n)['t']}]({words(n)['u']}) | good |\n" for n in range(3)
    )
    assert {each.why for each in planned(without, "date").left} == {"the table has no column for it"}
    headed = "| Title | Year |\n|---|---|\n" + "".join(
        f"| [{words(n)['t']}]({words(n)['u']}) | - |\n" for n in range(2)
    )
    assert "(https://arxiv.org/abs/1501.00002) | 2015 |" in annotated(headed, "date")


@pytest.mark.parametrize(
    ("field", "added"),
    [
        ("date", "- [{t}]({u}), 2015-05-23\n"),
        ("venue", "- [{t}]({u}), ICML 2016\n"),
        ("authors", "- [{t}]({u}), Eve Fiction, Cy Madeup\n"),
        ("abstract", "- [{t}]({u})\n  - Abstract: Spoons dream of $x_i$ \\*soup\\*.\n"),
        ("code", "- [{t}]({u}) [code](https://github.com/tea/pot3)\n"),
        ("doi", "- [{t}]({u}) [doi](https://doi.org/10.5555/inv_3)\n"),
    ],
)
def test_without_an_example_the_plainest_form_is_taken(field: Field, added: str) -> None:
    text = filled("- [{t}]({u})\n", 2, cut=False)
    assert annotated(text, field) == added.format_map(words(2))
    assert [form.example for form in planned(text, field).forms] == [0]


def test_a_topic_with_a_form_of_its_own_keeps_it() -> None:
    """The spelling goes with the place, too."""
    front, back = "- ⟦[{date}] ⟧[{t}]({u})\n", "- [{t}]({u})⟦ ({year})⟧\n"

    def made_of(lacking: Sequence[int]) -> str:
        first = "".join(filled(front, number, cut=number in lacking) for number in range(3))
        return f"# One\n\n{first}\n# Two\n\n" + "".join(filled(back, n, cut=n in lacking) for n in (3, 2, 1, 0))

    assert annotated(made_of([2]), "date") == made_of([])


def test_a_field_is_added_after_the_one_that_it_stands_beside() -> None:
    template = "- **{t}**⟦ - {all}, {year}.⟧ [[arXiv]({u})]\n"
    document = make_document(made(template, [1]), RECORDS)
    wanted = [Wanted(values_of(s.record)) for s in document.subjects if s.record]
    assert in_order(document, wanted, ["date", "authors"]) == ["authors", "date"]
    assert annotated(annotated(made(template, [1]), "authors"), "date") == made(template)


def test_a_list_with_fields_gets_a_field() -> None:
    text = "".join(filled("- [{t}]({u})\n    + **Note**: read it {n}\n", number, cut=False) for number in range(2))
    assert "    + **Note**: read it 2\n    + **Date**: 2015-02-14\n" in annotated(text, "date")
    assert "    + **DOI**: 10.5555/inv_2\n" in annotated(text, "doi")


def test_a_value_stays_unless_it_is_to_be_refreshed() -> None:
    text = made("- [{t}]({u}), {all} ({date})\n").replace("(2015-05-23)", "(2015-05-24)").replace(", Gus Notreal", "")
    assert annotated(text, "date") == text
    assert annotated(text, "date", refresh=True) == text.replace("(2015-05-24)", "(2015-05-23)")
    assert annotated(text, "authors", refresh=True) == text.replace("Flo Feigned", "Flo Feigned, Gus Notreal")
    assert annotated(made("- [{t}]({u}), {first} et al.\n"), "authors", refresh=True).count("et al.") == 4
    quoted = made("- [{t}]({u})\n  > {abstract}\n")
    assert annotated(quoted, "abstract", refresh=True) == quoted
    fields = made("- [{t}]({u})\n  - Abstract: {abstract}\n")
    changed = fields.replace("Kettles need none.", "Kettles need them.")
    assert annotated(changed, "abstract", refresh=True) == fields


def test_what_cannot_be_done_is_told() -> None:
    text = "- [A Paper That Nobody Knows](https://example.org/x.pdf)\n- {t} {u}\n".format_map(words(0))
    assert [each.why for each in planned(text, "date").left] == ["nothing is known of it"]
    heading = "### {t}\n\n[paper]({u})\n\nSome words on tea, which go on.\n".format_map(words(0))
    assert [each.why for each in planned(heading, "date").left] == ["no entry of its kind shows where it would stand"]
    bare = BibliographicRecord("1501.00001", "Invented Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z")
    document = make_document(text, [bare])
    wanted = [Wanted(why="no"), Wanted(values_of(bare))]
    assert [plan(document, wanted, field).without for field in FIELDS] == [1] * len(FIELDS)


def test_of_a_collaboration_the_first_authors_are_named() -> None:
    many = replace(
        RECORDS[0], authors=tuple(Author(f"Ada Invented{'abcdefghij'[n % 10] * (n // 10 + 1)}") for n in range(40))
    )
    document = make_document("- [{t}]({u})\n".format_map(words(0)), [many])
    (added,) = plan(document, [Wanted(values_of(many))], "authors").additions
    assert added.text.endswith(", Ada Inventedj et al.")


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("Code at https://github.com/tea/pot.", "https://github.com/tea/pot"),
        ("9 pages; the source is available: https://github.com/tea/pot.git", "https://github.com/tea/pot"),
        ("We compare with https://github.com/other/pot", ""),
        ("Code: https://github.com/tea/pot and https://github.com/tea/cup", ""),
        ("Project page: https://example.org/tea", ""),
    ],
)
def test_code_is_never_guessed(comment: str, found: str) -> None:
    record = BibliographicRecord("1501.00001", "Invented Teapots", "arxiv", "2026-01-01T00:00:00Z", comment=comment)
    assert code_link(record) == found


def _sorted(text: str, order: str, *, reverse: bool = False) -> str:
    document = make_document(text, RECORDS)
    dates = [(s.record.submitted or "")[:10] if s.record else "" for s in document.subjects]
    blocks = list(sorting(document, order, dates, reverse=reverse))  # type: ignore[arg-type]
    return apply(text, [Fix("", block.edits) for block in blocks if isinstance(block, Sorting)])


def test_entries_are_sorted_whole_among_their_neighbours() -> None:
    """Numbers stay where they stand, what is nested moves along, and nothing moves over a paragraph or a topic."""
    a, b, c, d = ("[{t}]({u})".format_map(words(number)) for number in range(4))
    text = f"# Tea\n\n1. {b}\n   - nested\n2. {a}\n\n   more\n\nA paragraph.\n\n* {d}\n*   {c}  \r\n\n## Cups\n\n* {a}"
    assert _sorted(text, "date") == (
        f"# Tea\n\n1. {a}\n\n   more\n2. {b}\n   - nested\n\nA paragraph.\n\n*   {c}  \n* {d}\r\n\n## Cups\n\n* {a}"
    )
    assert _sorted(text, "date", reverse=True) == text
    assert _sorted(_sorted(text, "title"), "title") == _sorted(text, "title")
    remark = f"* {b}\n* {a}\n<!-- paperdex: ignore PD107 -->\n* {b}\n* {d}\n* {c}\n"  # about the entry below it
    assert _sorted(remark, "title") == remark.replace(f"{b}\n* {a}", f"{a}\n* {b}", 1)
    table = f"| T | N |\n|---|---|\n| {b} | 1 |\n| {d} | 2 |\n| {a} | 3 |\n"
    assert _sorted(table, "title") == f"| T | N |\n|---|---|\n| {d} | 2 |\n| {a} | 3 |\n| {b} | 1 |\n"
