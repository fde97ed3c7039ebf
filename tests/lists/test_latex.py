"""The LaTeX reader: what of a document is text at all, and how its commands become links and marks."""

from __future__ import annotations

import pytest

from paperdex.core.entries import ListEntry
from paperdex.lists import read_list
from paperdex.lists.latex import read
from paperdex.lists.outline import Heading, ItemList, Span
from paperdex.lists.syntax.tex import to_spans, to_text, to_url, without_comments

LINK = r"\item \href{https://arxiv.org/abs/1801.00001}{An Invented Paper on Teapots}"


def entries(text: str, path: str = "list.tex") -> tuple[ListEntry, ...]:
    return read_list(text.encode(), path).entries


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a % b\nc", "a %\nc"),
        (r"100\% of tea", r"100\% of tea"),
        (r"line\\% comment", r"line\\%"),
        (r"\url{https://tea.example.org/a%20b} x", r"\url{https://tea.example.org/a%20b} x"),
        ("\\begin{verbatim}\nx\n\\end{verbatim}y", "%\n%\ny"),
        ("\\begin{verbatim}\nx", "\\begin{verbatim}\nx"),
        ("a\\iffalse b\nc\\fi d", "a%\n% d"),
    ],
)
def test_comments_are_off(text: str, left: str) -> None:
    """Comments and verbatim text go, every line keeps its number, and a percent sign that is meant stays."""
    assert "".join(without_comments(text)) == left


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Bal\'azs and S{\o}ren", "Balázs and Søren"),
        (r"\emph{Tea \textbf{and} milk}", "Tea and milk"),
        (r"Tea~\cite{a} here", "Tea here"),
        (r"{\em so} it is", "so it is"),
        (r"{\small a \textbf{b} c}", "a b c"),
        (r"$O(n)$ of \& tea", "$O(n)$ of & tea"),
        ("", ""),
    ],
)
def test_text_of_tex(tex: str, text: str) -> None:
    """Accents, marks and citations become plain text."""
    assert to_text(tex) == text


def test_links_and_marks() -> None:
    """Links keep label and target, marks their run, and each its line."""
    spans = to_spans(
        "a\n\\href{https://tea.example.org/a\\_b\\#c}{The \\emph{tea}}\n\\textbf{b} \\url{https://x.example}"
    )
    assert Span("The tea", "https://tea.example.org/a_b#c", "", 1) in spans
    assert Span("b", None, "strong", 2) in spans
    assert Span("https://x.example", "https://x.example", "", 2) in spans
    assert to_url("https://tea.example.org/\\%7Ea\\_{}b") == "https://tea.example.org/%7Ea_b"


def test_the_preamble_is_no_list() -> None:
    """What stands before the document, or below it, gives no entries; the title is found there."""
    inside = f"\\begin{{document}}\n\\begin{{itemize}}\n{LINK}\n\\end{{itemize}}\n\\end{{document}}"
    text = f"\\title[Short]{{Tea}}\n{LINK}\n{inside}\n{LINK}"
    reading_list = read_list(text.encode(), "list.tex")
    assert reading_list.title == "Tea"
    assert [entry.line for entry in reading_list.entries] == [5]


def test_levels_of_headings() -> None:
    """Sections nest as LaTeX nests them; a lone section is a topic and no title."""
    blocks = read("\\section{A}\n\\subsubsection*{B}\n\\paragraph{C} text").blocks
    assert [(b.level, b.line) for b in blocks if isinstance(b, Heading)] == [(4, 1), (6, 2), (7, 3)]
    assert [e.topic for e in entries(f"\\section{{A}}\n\\begin{{itemize}}\n{LINK}\n\\end{{itemize}}")] == [("A",)]


def test_references_below_a_section_of_their_own() -> None:
    """References right below a heading stand under it; elsewhere they are under no topic."""
    bibliography = (
        "\\begin{thebibliography}{9}\n\\bibitem{a} A. Invented. Tea. arXiv:1801.00001.\n\\end{thebibliography}"
    )
    assert [e.topic for e in entries(f"\\section{{Tea}}\n{bibliography}")] == [("Tea",)]
    assert [e.topic for e in entries(f"\\section{{Tea}}\nText.\n{bibliography}")] == [()]


def test_items_outside_of_a_list() -> None:
    """Items without an environment, and environments that are never closed, are read."""
    assert [e.title for e in entries(f"{LINK}\n{LINK}")] == ["An Invented Paper on Teapots"] * 2
    deep = read("\\begin{itemize}\\item a " * 3000).blocks
    assert isinstance(deep[0], ItemList)


def test_a_wrong_identifier_of_biber_is_kept() -> None:
    """A reference with an identifier that can't be one stays an entry, with the reason."""
    text = "\\entry{a}{misc}{}\n\\field{title}{Tea}\n\\verb{eprint}\n\\verb 612.0324\n\\endverb\n"
    (entry,) = entries(text, "list.bbl")
    assert (entry.title, entry.line, entry.arxiv) == ("Tea", 1, None)
    assert [identifier.raw for identifier in entry.malformed] == ["arXiv:612.0324"]
