"""The web page: as expected, well made, whole in itself, and nothing of a record or a list is live in it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.entries import Link
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import clean_text
from paperdex.exports.html import write
from paperdex.exports.options import USUAL, ExportOptions

HERE = Path(__file__).parent
Make = Callable[..., TopicGroup]


def written(groups: Iterable[TopicGroup], options: ExportOptions = USUAL) -> str:
    return "".join(write(groups, options))


def page(groups: Iterable[TopicGroup], options: ExportOptions = USUAL) -> HtmlElement:
    return html.document_fromstring(written(groups, options))


def test_expected_page(teapots: tuple[TopicGroup, ...]) -> None:
    """The invented bibliography comes out as the file beside it, byte by byte; its head has a test of its own."""
    found = re.sub(r"(?s)^.*?(?=<body>)", "", written(teapots))
    assert found == (HERE / "teapots.body.html").read_text(encoding="utf-8")


def test_nothing_is_loaded_and_nothing_can_run(teapots: tuple[TopicGroup, ...]) -> None:
    """The policy comes before all else and allows the one style sheet, by its hash; there is nothing else to load."""
    text = written(teapots)
    root = html.document_fromstring(text)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert not re.search(r"url\(|@import", style[1])
    assert root.xpath("//script | //link | //img | //iframe | //object | //form | //base | //@style | //@src") == []


def test_the_page_is_well_made(teapots: tuple[TopicGroup, ...], group: Make) -> None:
    """Landmarks, one main heading, no level left out, identifiers once, every link within the page leads somewhere."""
    for groups in (teapots, [group({}, topic=("Tea", "Green")), group({}, topic=("Pots", "tea")), group({})], []):
        root = page(groups)
        assert root.get("lang") == "en"
        assert [len(root.xpath(f"//{name}")) for name in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
        levels = [int(heading.tag[1]) for heading in root.xpath("//main//*[self::h2 or self::h3 or self::h4]")]
        assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))
        identifiers = root.xpath("//@id")
        assert len(set(identifiers)) == len(identifiers)
        assert {href[1:] for href in root.xpath("//a/@href") if href[0] == "#"} <= set(identifiers)
        assert set(root.xpath("//section/@aria-labelledby")) <= set(identifiers)
        headings = root.xpath("//main//*[self::h2 or self::h3 or self::h4]/@id")
        assert root.xpath("//nav//a/@href") == [f"#{identifier}" for identifier in headings]


def test_contents_and_options(group: Make) -> None:
    """The contents have counts; a title, notes and abstracts are as wished; a work of two topics is a target once."""
    item = BibliographyItem(
        "tea2017", BibliographicRecord("1706.90001", "Tea $x_1^2$", "arxiv", "", abstract="Brews $O(n)$."), note="Mine"
    )
    groups = [TopicGroup("Teas", ("A", "架空"), (item,)), TopicGroup("Teas", ("B",), (item,))]
    root = page(groups, ExportOptions(heading="My teas"))
    assert root.xpath("//nav//a/span/text()") == ["A", "1", "架空", "1", "B", "1"]
    assert root.findtext(".//title") == root.xpath("//h1")[0].text_content() == "My teas"
    assert root.xpath("//*[@class='count']/text()") == ["1 work"]
    assert root.xpath("//li/@id") == ["key-tea2017"]
    assert root.xpath("//h3/@lang") == ["zh"]
    assert root.xpath("//p[@class='title']//msubsup/*/text()") == ["x", "1", "2"] * 2
    assert root.xpath("//details/p")[0].text_content() == "Brews O(n)."
    assert root.xpath("//*[@class='note']/text()") == ["Mine"] * 2
    plain = page(groups, ExportOptions(abstract=False, notes=False))
    assert plain.xpath("//h1/text()") == ["Teas"]
    assert plain.xpath("//details | //*[@class='note']") == []


_HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "JaVa\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\x1b[31mred\x1b]8;;https://evil.example\x07 \u202egnp.exe\u2066",
    "&amp;lt;script&amp;gt; &lt;b&gt; &#60;i&#62; &#x202e;",
    "]]><!-- --><svg/onload=alert(1)>",
    "</style></title></textarea></details></ul><base href=//evil.example>",
    r"$\href{javascript:alert(1)}{x}$ $<img/src=x>$ $\text{</math><script>}$ $x^{<b>}$",
    "https://tea.example/\"onmouseover='alert(1)'<b>",
    "{{ 7*7 }} ' `x` \\",
)
_TAGS = frozenset(
    """html head meta title style body a div header h1 h2 h3 p main section ul li code cite span details summary nav
    footer math mrow mi mo mn msup msub mtext mstyle mspace""".split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """lang charset http-equiv content name class href id aria-labelledby dir mathvariant stretchy form fence accent
    movablelimits width role""".split()  # noqa: SIM905
)
_TEXT = st.one_of(st.sampled_from(_HOSTILE), st.text(max_size=30))


@settings(max_examples=60)
@given(title=_TEXT, name=_TEXT, note=_TEXT, topic=_TEXT, url=_TEXT, key=_TEXT)
@example(*_HOSTILE[:6])
@example(*_HOSTILE[6:12])
@example(*reversed(_HOSTILE[:6]))
@example(*reversed(_HOSTILE[6:12]))
def test_nothing_is_live(title: str, name: str, note: str, topic: str, url: str, key: str) -> None:
    """Whatever the texts hold: only our own elements and attributes, links to the web only, and the text is there."""
    record = BibliographicRecord(
        f"url:{url}", title, "arxiv", "", (Author(name), Author("Ada")), note, doi=url, journal_ref=name, comment=note
    )
    item = BibliographyItem(key, record, date=title, venue=topic, note=note, links=(Link(title, url), Link(name, note)))
    text = written([TopicGroup(title, (topic, note), (item,))], ExportOptions(heading=name))
    root = html.document_fromstring(text)
    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= _TAGS
    assert not list(root.iter(html.etree.Comment))
    assert {attribute for element in root.iter() for attribute in element.attrib} <= _ATTRIBUTES
    assert all(re.match(r"https?://|#", href) for href in root.xpath("//@href"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    if "$" not in note and "\\(" not in note:
        shown = root.xpath("//*[@class='note']")
        assert clean_text(shown[0].text_content() if shown else "") in {clean_text(note), clean_text(clean_text(note))}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tea", None),
        ("茶と急須のこと", "ja"),
        ("深度学习 SGD", "zh"),
        ("찻주전자", "ko"),
        ("Чай", ""),
        ("Möbius", None),
    ],
)
def test_language_of_a_title(text: str, language: str | None, group: Make) -> None:
    """The script of a title tells its language as far as it can; where it can't, none is claimed."""
    assert page([group({"title": text})]).xpath("//*[@class='title']")[0].get("lang") == language


@pytest.mark.parametrize(("tex", "utf8"), [(r"Caf\'e $\alpha$-tea", "Café $α$-tea"), (r"$\beta$ tea", "$β$ tea")])
def test_both_forms_of_a_text_make_one_page(tex: str, utf8: str, group: Make) -> None:
    """What TeX spells counts for the characters that it stands for, in titles and abstracts."""
    pages = {written([group({"title": text, "abstract": text})]) for text in (tex, utf8)}
    assert len(pages) == 1
