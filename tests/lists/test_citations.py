"""References taken apart, style by style; every paper, person and place here is invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.lists import read_list
from paperdex.lists.words.bylines import leading_names, people, surely_people
from paperdex.lists.words.citations import read_citation
from paperdex.lists.words.link_texts import read_label
from paperdex.lists.words.plain_citations import part_title
from paperdex.lists.words.standards import without_access

AB = ("Ada Invented", "Bo Madeup")
T = "A Title of Tea"


@pytest.mark.parametrize(
    ("style", "text", "authors"),
    [
        ("MLA", f'Invented, Ada, and Bo Madeup. "{T}." Journal of Tea 2 (2018): 1-9.', AB),
        ("Chicago", f"Invented, Ada, and Bo Madeup. 2018. “{T}.” Journal of Tea 1 (2): 3–4.", AB),
        ("IEEE", f"A. Invented and B. Madeup, “{T},” in Proc. TEA, 2018, pp. 1–9.", ("A. Invented", "B. Madeup")),
        ("APA", f"Invented, A., & Madeup, B. (2018). {T}. Journal of Tea, 2(1), 1-9.", ("A. Invented", "B. Madeup")),
        ("Harvard", f"Invented, A. and Madeup, B. 2018. {T}. Journal of Tea 2:1-9.", ("A. Invented", "B. Madeup")),
        ("DBLP", f"Ada Invented, Bo Madeup: {T}. TEACON 2018: 1-9", AB),
        ("GOST", f"Invented, A.B. {T} [Текст] / A.B. Invented // Journal of Tea. — 2018.", ("A.B. Invented",)),
        ("GOST", "Инвентова А.Б., Чаев И.И. Применение чайников // Вестник. 2018", ("А.Б. Инвентова", "И.И. Чаев")),
        ("GOST online", f"Ada Invented. {T}. [Электронный ресурс] – Режим доступа:", ("Ada Invented",)),
        ("GB/T 7714", "李四，王五. 茶壶与茶杯[J]. 茶学报, 2018, 1(2): 1-9.", ("李四", "王五")),
        ("year in front", f"2018: Invented: {T}", ("Invented",)),
        ("surnames and year", f"Invented, Madeup (2018). {T}", ("Invented", "Madeup")),
        ("et al. and year", f"Invented et al (2018). {T}", ("Invented",)),
        ("In", f"{T}. In TEACON 2018", ()),
        ("authors and In", f"Ada Invented, Bo Madeup. {T}? In Proceedings of Tea, 2018", AB),
        ("by", f'"{T}" by Ada Invented (2018). This article describes teapots.', ("Ada Invented",)),
        ("French", f"Ada Invented, Bo Madeup. « {T} », Revue du thé, 2018", AB),
        ("German", f"Ada Invented, Bo Madeup: „{T}“. Zeitschrift für Tee, 2018", AB),
        ("mixed quotes", f'Ada Invented, Bo Madeup. “{T}." TEACON 2018.', AB),
    ],
)
def test_marked_styles(style: str, text: str, authors: tuple[str, ...]) -> None:
    """Each style that marks its title gives the title and the authors."""
    found = read_citation(text)
    assert found is not None, style
    title = found.title.strip('“”„«»" .,?')
    assert title == {"GB/T 7714": "茶壶与茶杯"}.get(style, T if T in text else "Применение чайников")
    assert found.authors == authors


@pytest.mark.parametrize(
    ("text", "title", "authors"),
    [
        (f"Ada Invented, Bo Madeup. {T}. Tea Press", T, AB),
        (f"{T}. Ada Invented, Bo Madeup. Tea Press", T, AB),
        (f"{T} - Ada Invented, Bo Madeup", T, AB),
        (f"{T} | Ada Invented, Bo Madeup | Tea Press", T, AB),
        ("Fast Tea | Ada Invented", "Fast Tea", ("Ada Invented",)),
        (f"{T} by Ada Invented and Bo Madeup", T, AB),
        (f"{T}, Ada Invented, Bo Madeup", T, AB),
        (f"{T}, Invented et al.", T, ("Invented",)),
        ("Ada Invented, Bo Madeup, A title of tea", "A title of tea", AB),
        ("Ada Invented, Bo Madeup. Tea vs. Coffee at Home. Tea Press", "Tea vs. Coffee at Home", AB),
        ("A Title of Tea and Cups. Tea Press 12", "A Title of Tea and Cups", ()),
        ("The Sky of Tea. II. The Cups", "The Sky of Tea. II. The Cups", ()),
        ("Pots, Kettles, and Cups", "Pots, Kettles, and Cups", ()),
        ("Image Tokenization by Vector Quantization", "Image Tokenization by Vector Quantization", ()),
        ("Pot Retrieval - An Empirical Odyssey", "Pot Retrieval - An Empirical Odyssey", ()),
    ],
)
def test_unmarked_styles(text: str, title: str, authors: tuple[str, ...]) -> None:
    """What marks nothing is parted at names that can be nothing else; a title with commas stays whole."""
    assert part_title(text)[:2] == (title, authors)


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        (f"Ada Invented (2018). {T}", T, "2018"),
        (f"{T}, Invented et al 2018", T, "2018"),
        (f"{T} - Invented et al, 2018", T, "2018"),
        (f"Ada Invented, Bo Madeup: {T} (2018)", T, "2018"),
        (f"2018 {T}", T, "2018"),
    ],
)
def test_references_within_links(text: str, title: str, date: str) -> None:
    """A link's text that is a whole reference is read as one."""
    found = read_label(text)
    assert found is not None
    assert (found.title, found.date) == (title, date)


@pytest.mark.parametrize(
    "text",
    [
        "Is Tea Dead? In Search of Cups",
        "Deep Teapots: A Survey of 2018",
        "Tea Coding, Cup Sorting and Pot Making",
        "Pot Pruning, Trained Quantization and Huffman Coding",
        '"Why Should Tea Trust You?": Explaining the Cups',
        '"Why Should Tea Trust You?" Explaining the Cups',
        "Tea 2.0. The Return of the Pot",
        "2018 Teapot Challenge Report",
        "Bag of Leaves (BoL)",
        "A Teapot at CVPR 2018",
        "On the Noise of Kettles (2018 edition)",
    ],
)
def test_titles_that_look_like_references(text: str) -> None:
    """A title with commas, quotes, numbers or a question in it stays whole."""
    found = read_label(text)
    assert found is None or found.title == text


def test_people() -> None:
    """Names count by their place; only some are sure in any place; words of titles are none."""
    assert people("Invented, Madeup & O’ Fake") == ("Invented", "Madeup", "O’ Fake")
    assert people("Invented, A. B., and von Madeup, C.") == ("A. B. Invented", "C. von Madeup")
    assert people("Deep Learning") == people("Image Tokenization") == people("the tea") == ()
    assert surely_people("Invented et al.") == ("Invented",)
    assert surely_people("Earl Grey") == ()
    assert leading_names("Invented, A.B., Чаев И.И. A Title") == (("A.B. Invented", "И.И. Чаев"), 25)


def test_what_says_where_it_was_read() -> None:
    """Phrases about access go, in several languages; a text without them stays."""
    assert without_access("TEACON. – Режим доступа: (дата обращения: 19.04.2023).") == "TEACON"
    assert without_access("Tea: a note.") == "Tea: a note."


@pytest.mark.parametrize(
    "line",
    ["A, " * 30000, "A. " * 30000, "Invented, A., " * 8000, "« " * 40000, "in. " * 30000, "(Tea 2018) " * 300],
)
def test_time_is_linear(line: str) -> None:
    """A line of many names, sentences, quotes or years ends soon."""
    start = time.perf_counter()
    read_list(f"- {line}[pdf](https://arxiv.org/abs/1801.00001)\n".encode(), "x.md")
    assert time.perf_counter() - start < 5


@given(st.text(alphabet='Aa.,:; /"“”(2018)[]|-é茶', max_size=80))
def test_any_text(text: str) -> None:
    """No text upsets the readers."""
    read_citation(text)
    read_label(text)
    part_title(text)
