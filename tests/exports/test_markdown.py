"""Markdown: as expected, read back by paperdex's own reader, nothing of it live, and templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.entries import Link
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import clean_text, decode_tex
from paperdex.errors import UsageError
from paperdex.exports.markdown import write
from paperdex.exports.options import USUAL, ExportOptions, Loss
from paperdex.lists import read_list

HERE = Path(__file__).parent


def written(groups: Iterable[TopicGroup], options: ExportOptions = USUAL) -> str:
    return "".join(write(groups, options))


def item(work: str = "1706.90001", title: str = "A Study of Tea", **fields: Any) -> BibliographyItem:
    of_record = {name: fields.pop(name) for name in ("authors", "submitted", "doi", "journal_ref") if name in fields}
    record = BibliographicRecord(work, title, "arxiv", "2026-11-20T00:00:00Z", **of_record)
    return BibliographyItem("key", record, **fields)


def one(item: BibliographyItem, options: ExportOptions = USUAL) -> str:
    """The item alone, below its heading."""
    return written([TopicGroup("Teas", ("Tea",), (item,))], options).removeprefix("# Teas\n\n## Tea\n\n")


def test_expected_file(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte."""
    assert written(teapots) == (HERE / "teapots.md").read_text(encoding="utf-8")


def test_an_item() -> None:
    """What an item shows, and what is told as left out."""
    told: list[Loss] = []
    links = (
        Link("Paper", "https://arxiv.org/pdf/1706.90001v2"),
        Link("code [x]", "https://github.com/tea/(pot)"),
        Link("", "https://www.tea.example/a?b=1&copy;c"),
        Link("evil", "javascript:alert(1)"),
    )
    found = one(
        item(
            title="Why $5 & $x_{1}$? [Tea](http://tea.example)",
            authors=(Author("Jan *van der* Verzonnen"), Author("Ada Invented"), Author("Élise de Fictive")),
            submitted="2017-06-08", journal_ref="J. Tea_1 12", doi="10.9999/tea", links=links,
            note="- First\n1. see www.tea.example <b>",
        ),
        ExportOptions(max_authors=2, tell=told.append),
    )  # fmt: skip
    assert found == (
        r"- [Why \$5 & $`x_{1}`$? \[Tea\](http\://tea.example)](https://arxiv.org/abs/1706.90001) (2017) "
        r"[[doi:10.9999/tea](https://doi.org/10.9999/tea)] [[code \[x\]](<https://github.com/tea/(pot)>)] "
        r"[[tea.example](https://www.tea.example/a?b=1&amp;copy;c)]"
        "\n"
        "  \\- First\\\n"
        "  1\\. see www\\.tea.example \\<b\\>\n"
        r"  - Title: Why \$5 & $`x_{1}`$? \[Tea\](http\://tea.example)"
        "\n"
        "  - Authors: Jan \\*van der\\* Verzonnen, Ada Invented et al.\n"
        "  - Venue: J. Tea\\_1 12\n"
    )
    assert [(loss.field, loss.what) for loss in told] == [
        ("links", "1 of its links leads to no address of the web: left out")
    ]
    assert "First" not in one(item(note="First"), ExportOptions(notes=False))


_ODD_WORDS = ("Möbius", "2017", "C#", "A&B", "<b>", "R*", "x_1", "$5", "[v2]", "(2nd)", "é")
_WORDS = st.sampled_from(["Teapots", "kettles", "in", "the", "a", "of", "with", *_ODD_WORDS])
_TITLE = st.lists(_WORDS, min_size=2, max_size=7).map(" ".join).map(lambda words: f"Invented {words} tea")
_NAME = st.sampled_from(["Ada Invented", "Łucja Zmyślona", "Jan van der Verzonnen", "架空 太郎", "Siobhán O'Fiction"])
_TOPIC = st.sampled_from(["Brewing", "Kettles & Pots", "Spoons_2", "架空", "Tea <b>", "C# *teas*", "Pots | pans"])
_WORK = st.one_of(
    st.integers(1, 99999).map(lambda n: f"1706.{n:05}"),
    st.integers(901, 999).map(lambda n: f"hep-th/9901{n}"),
    st.integers(1, 99).map(lambda n: f"doi:10.9999/tea({n})_x"),
    st.integers(1, 99).map(lambda n: f"url:https://tea.example/pots_{n}?a=(b)&c=d"),
)
_ITEM = st.builds(
    item,
    work=_WORK,
    title=_TITLE,
    authors=st.lists(_NAME, min_size=1, max_size=3, unique=True).map(lambda names: tuple(map(Author, names))),
    submitted=st.one_of(st.none(), st.just("2017-06-08")),
    note=st.one_of(st.none(), st.sampled_from(["Read this first!", "- So\n# it is <br>", "架空的笔记，"])),
    venue=st.one_of(st.none(), st.just("TEACONF 2018")),
    links=st.sampled_from([(), (Link("code", "https://github.com/tea/pots"),)]),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.lists(_TOPIC, min_size=1, max_size=3, unique=True).map(tuple),
            st.lists(_ITEM, min_size=1, max_size=4, unique_by=lambda item: item.record.work),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda group: group[0],
    )
)
def test_reads_back(content: list[tuple[tuple[str, ...], list[BibliographyItem]]]) -> None:
    """Identifiers, titles, topics and authors of an export are those of the bibliography, in its order."""
    groups = [TopicGroup("Invented teas", topic, tuple(items)) for topic, items in content]
    read = read_list(written(groups).encode(), "teas.md")
    assert read.title == "Invented teas"
    expected = [(each.record, group.topic) for group in groups for each in group.items]
    found = [(entry.well_formed[0].work, decode_tex(entry.title), entry.topic) for entry in read.entries]
    assert found == [(record.work, record.title, topic) for record, topic in expected]
    assert [entry.authors for entry in read.entries] == [tuple(a.name for a in r.authors) for r, _ in expected]
    assert [entry.date for entry in read.entries] == [r.submitted and r.submitted[:4] for r, _ in expected]


_MARKS = [
    *"\\`*_{}[]()<>#|~$&!-+=:.1@\"'\n\r\t é架",
    "<script>",
    "](javascript:x)",
    "http://",
    "www.",
    "```",
    "- ",
    "&lt;",
]
_HOSTILE = st.lists(st.sampled_from(_MARKS), max_size=14).map("".join)


@settings(max_examples=150)
@given(title=_HOSTILE, name=_HOSTILE, note=_HOSTILE, topic=_HOSTILE, label=_HOSTILE)
def test_nothing_is_live(title: str, name: str, note: str, topic: str, label: str) -> None:
    """Whatever the texts hold, a page made of it has our own headings, items and links, and no other element."""
    pyromark = pytest.importorskip("pyromark")
    links = (Link(label, "https://tea.example/x"), Link(label, label))
    hostile = item(title=title, authors=(Author(name), Author("Ada")), venue=name, note=note, links=links)
    text = written([TopicGroup(topic, (topic, "Tea"), (hostile, item()))])
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
    page = pyromark.html(text, options=options)
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"h1", "h2", "h3", "ul", "li", "a", "p", "br", "code"}
    hrefs = re.findall(r'href="([^"]*)"', page)
    assert set(hrefs) - {"https://arxiv.org/abs/1706.90001", "https://tea.example/x"} <= {
        href for href in hrefs if label.strip().lower().startswith("http://") and href.startswith("http://")
    }
    assert len(re.findall("<h", page)) == 2 + bool(clean_text(topic))


# -- templates --------------------------------------------------------------------------------------------------------


def test_template() -> None:
    """A template of the user's own says how an item looks; what it prints is escaped."""
    template = (
        '* {{ link }} ({{ year }}) {{ authors | join("; ") }}{% if note %}: {{ note }}{% endif %} {{ key | upper }}\n'
    )
    found = one(
        item(title="A_b", note="*so*", authors=(Author("A <b>"), Author("C D"))), ExportOptions(template=template)
    )
    assert found == "* [A\\_b](https://arxiv.org/abs/1706.90001) () A \\<b\\>; C D: \\*so\\* KEY\n"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (" \n", "template: it is empty"),
        ("a\n{{ title", "template, line 2: unexpected end of template"),
        ("a\n\n{{ titel }}", "template, line 3, with 1706.90001: 'titel' is undefined."),
        ("{% include 'x' %}", "template, line 1, with 1706.90001: "),
        ("{{ title.__class__.__mro__ }}", "template, line 1, with 1706.90001: access to attribute '__class__'"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "template, line 1, with 1706.90001: maximum recursion"),
        ("{{ 1 / 0 }}", "template, line 1, with 1706.90001: division by zero."),
    ],
)
def test_template_that_is_wrong(template: str, told: str) -> None:
    """An error names the line, and the work where it is met; a template can't reach out of its sandbox."""
    with pytest.raises(UsageError) as refused:
        one(item(), ExportOptions(template=template))
    assert refused.value.message.startswith(told)
    assert refused.value.tip


def test_template_without_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Jinja2 a template is refused with what to install; the usual output does not need it."""
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    assert one(item()).startswith("- [A Study of Tea]")
    with pytest.raises(UsageError, match="Jinja2") as refused:
        one(item(), ExportOptions(template="x"))
    assert "paperdex[templates]" in refused.value.tip
