"""Documents made to hurt: each is read in time linear in its size, or refused with a reason.

``test_registry.py`` repeats small pieces in every format; here stand whole documents that are bad for one format.
"""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from paperdex.errors import InputError
from paperdex.lists import read_list
from paperdex.lists.html import read

ENOUGH_SECONDS = 0.05
"""A base that takes less is made larger, so that noise can't fail a test."""
LARGEST = 400_000
"""Characters that a base is not made larger than."""
MOST = 12
"""Four times as much may take so many times as long: sixteen would be quadratic."""
PAPER = "An Invented Paper on Teapots"
URL = "https://arxiv.org/abs/1807.00001"
NO_CELLS = '{"cells": [], "x": '


def nested(opening: str, closing: str = "", inner: str = URL) -> Callable[[int], str]:
    """``n`` openings, and as many closings."""
    return lambda n: opening * n + inner + closing * n


def rows(row: Callable[[int], str], before: str = "", after: str = "") -> Callable[[int], str]:
    """``n`` rows between a beginning and an end."""
    return lambda n: before + "".join(map(row, range(n))) + after


def wide(cell: str, between: str, *rows: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """A table of ``n`` columns: in each row the same cell, then the rows' own (made wide, too)."""
    return lambda n: before + "\n".join(between.join([each] * n) for each in (cell, *rows)) + after


DOCUMENTS: dict[str, tuple[str, Callable[[int], str]]] = {
    # brackets and braces within one another
    "brackets": ("markdown", nested("[", "]")),
    "links": ("markdown", nested("[", f"]({URL})")),
    "pictures": ("markdown", nested("[![", f"](a)]({URL})")),
    "round brackets": ("markdown", lambda n: f"[{PAPER}](" + "(" * n + URL + ")" * n),
    "Org links": ("org", nested("[[", "]]")),
    "AsciiDoc macros": ("asciidoc", nested(f"{URL}[", "]")),
    "roles": ("rst", nested("`", "`_")),
    "LaTeX groups": ("latex", lambda n: "\\section{" + "{" * n + "a" + "}" * n + "}\n\\bibitem{a} " + URL),
    "LaTeX arguments": ("latex", nested("\\textbf{", "}")),
    "LaTeX environments": ("latex", nested("\\begin{itemize}\\item ", "\\end{itemize}")),
    "BibTeX braces": ("bibtex", lambda n: "@article{k, title = {" + "{" * n + PAPER + "}" * n + "}}"),
    "BibTeX braces without an end": ("bibtex", rows(lambda n: f"@article{{k{n}, title = {{{{{PAPER},\n")),
    # blocks within one another
    "quotes": ("markdown", nested("> ")),
    "items": ("markdown", nested("- ")),
    "folds": ("markdown", nested("<details><summary>a</summary>\n\n", "\n</details>")),
    "HTML lists": ("html", nested("<ul><li>a ", "</li></ul>")),
    "HTML tables": ("html", nested("<table><tr><td>", "</td></tr></table>")),
    "HTML blocks": ("html", nested("<div>", "</div>")),
    "HTML quotes": ("html", nested("<blockquote>a", "</blockquote>")),
    "HTML definitions": ("html", nested("<dl><dt>a<dd>b ", "</dl>")),
    "HTML folds": ("html", nested("<details><summary>a</summary>", "</details>")),
    "HTML dress": ("html", nested("<b><i><a href='b'>", "</a></i></b>")),
    "rst blocks": ("rst", lambda n: "\n".join(" " * k + "* a\n" for k in range(int((2 * n) ** 0.5)))),
    "Org headings": ("org", lambda n: "\n".join("*" * k + " a" for k in range(1, int((2 * n) ** 0.5)))),
    "AsciiDoc items": ("asciidoc", lambda n: "\n".join("*" * k + " a" for k in range(1, int((2 * n) ** 0.5)))),
    "JSON arrays": ("csl-json", nested("[", "]", "")),
    "JSON arrays in an item": ("csl-json", lambda n: '[{"title": "a", "x": ' + "[" * n + "]" * n + "}]"),
    "JSON objects": ("csl-json", nested('{"items": ', "}", "[]")),
    "arrays in a notebook": ("notebook", lambda n: NO_CELLS + "[" * n + "]" * n + "}"),
    # many headings
    **{
        f"{format} headings": (format, rows(row))
        for format, row in {
            "markdown": lambda n: f"{'#' * (1 + n % 6)} h{n}\n",
            "html": lambda n: f"<h{1 + n % 6}>h{n}</h{1 + n % 6}>\n",
            "rst": lambda n: f"h{n}\n{'=-~^'[n % 4] * 9}\n\n",
            "org": lambda n: f"{'*' * (1 + n % 6)} h{n}\n",
            "asciidoc": lambda n: f"{'=' * (1 + n % 5)} h{n}\n\n",
            "latex": lambda n: f"\\{'sub' * (n % 3)}section{{h{n}}}\n",
            "bibtex": lambda n: f"% Topic: a / h{n}\n",
            "plain": lambda n: f"h{n}\n-----\n\n",
        }.items()
    },
    "headings that are papers": ("markdown", rows(lambda n: f"### {PAPER} {n}\n[paper]({URL})\n\n")),
    # many columns
    "Markdown columns": ("markdown", wide("|a", "", "|-", "|b", "|" + URL)),
    "HTML columns": ("html", wide("<td>a", "", "<tr><td>" + URL, before="<table><tr>")),
    "CSV columns": ("csv", wide("title", ",", PAPER, URL)),
    "TSV columns": ("tsv", wide("title", "\t", PAPER, URL)),
    "rst columns": ("rst", wide("=== ", "", "a   ", "=== ", "b   ", "=== ")),
    "Org columns": ("org", wide("|a", "", "|-", "|" + URL)),
    "AsciiDoc columns": ("asciidoc", wide("|a", " ", "|" + URL, before="|===\n", after="\n|===\n")),
    "LaTeX columns": ("latex", wide("a", " & ", URL, before="\\begin{tabular}{l}\n", after="\\\\\\end{tabular}")),
    # many definitions
    "reference definitions": ("markdown", rows(lambda n: f"[r{n}]: {URL}\n")),
    "the same reference": ("markdown", lambda n: f"[r]: {URL}\n\n" + "- [r]\n" * n),
    "footnotes": ("markdown", rows(lambda n: f"a[^{n}]\n\n[^{n}]: {PAPER} {URL}\n\n")),
    "rst targets": ("rst", rows(lambda n: f".. _r{n}: {URL}\n")),
    "rst references": ("rst", rows(lambda n: f"* r{n}_\n\n.. _r{n}: {URL}\n\n")),
    "AsciiDoc attributes": ("asciidoc", rows(lambda n: f":a{n}: {{a{n - 1}}}{{a{n - 1}}}\n", after="{a9}\n")),
    "Org macros": ("org", rows(lambda n: f"#+macro: a{n} {{{{{{a{n - 1}}}}}}}\n", after="{{{a9}}}\n")),
    "LaTeX macros": ("latex", rows(lambda n: f"\\newcommand{{\\a{n}}}{{\\b\\b}}\n", after="\\a9")),
    "BibTeX macros": ("bibtex", rows(lambda n: f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n", after="@a{k, title = a9}")),
    "BibTeX parents": ("bibtex", rows(lambda n: f"@inproceedings{{k{n}, title = {{a}}, crossref = {{k{n + 1}}}}}\n")),
    "groups": ("bibtex", rows(lambda n: f"{n % 99} StaticGroup:a{n};\n", "@comment{jabref-meta: grouping:\n", "}")),
    # what is never closed
    "fences": ("markdown", rows(lambda n: f"{'`' * (3 + n % 50)}\n- {PAPER}\n")),
    "comments": ("markdown", rows(lambda n: f"<!-- {n}\n\n- {PAPER} {URL}\n\n")),
    "details": ("markdown", rows(lambda n: f"<details>\n<summary>{n}</summary>\n\n- {PAPER} {URL}\n\n")),
    "HTML comments": ("html", rows(lambda n: f"<p>{n}<!-")),
    "attributes": ("html", rows(lambda n: f"<a href='{URL}>{n}\n")),
    "Org blocks": ("org", rows(lambda n: f"#+begin_quote\n- {PAPER} {URL}\n#+begin_src\n")),
    "drawers": ("org", rows(lambda n: f"* h{n}\n:PROPERTIES:\n:URL: {URL}\n")),
    "AsciiDoc blocks": ("asciidoc", rows(lambda n: f"{'-=*_'[n % 4] * 4}\n* {PAPER} {URL}\n\n|===\n")),
    "rst directives": ("rst", rows(lambda n: f".. note:: {n}\n   * {PAPER} {URL}\n")),
    "environments": ("latex", rows(lambda n: f"\\begin{{a{n}}}\n\\item {PAPER} {URL} $\n")),
    "entries": ("bibtex", rows(lambda n: f'@article{{k{n}, title = "{PAPER}\n')),
    "CSV quotes": ("csv", rows(lambda n: f'"{PAPER},{URL}\n', "title,url\n")),
    "references": ("ris", rows(lambda n: f"TY  - JOUR\nTI  - {PAPER}\n{n}\n")),
    # what would grow if it were put in
    "entities": ("html", rows(lambda n: f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">\n', after="<p>&a9;")),
    "aliases": ("markdown", rows(lambda n: f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n", "---\ntitle: &a-1 b\n", "---\n")),
    "strings": ("notebook", lambda n: '{"cells": [{"cell_type": "markdown", "source": ["a' + '", "b' * n + '"]}]}'),
    "notebook cells": ("notebook", rows(lambda n: '{"cell_type": "raw", "source": "a"},', '{"cells": [', "{}]}")),
    "RIS values": ("ris", rows(lambda n: f"AU  - a, b{n}\n", "TY  - JOUR\nTI  - a\n")),
}  # fmt: skip


def seconds(text: str, format: str) -> float:
    """How long the processor takes to read a text, or to refuse it."""
    data = text.encode()
    start = time.process_time()
    with suppress(InputError):
        read_list(data, "list", format)
    return time.process_time() - start


@pytest.mark.parametrize("name", DOCUMENTS)
def test_time_is_linear(name: str) -> None:
    """Four times as large a document takes about four times as long, or is refused; measured again where in doubt."""
    format, make = DOCUMENTS[name]
    n = 500
    while (base := seconds(make(n), format)) < ENOUGH_SECONDS and len(make(n)) < LARGEST:
        n *= 2
    large = make(4 * n)
    for _ in range(3):
        if seconds(large, format) < MOST * max(base, ENOUGH_SECONDS):
            return
        base = seconds(make(n), format)
    pytest.fail(f"{name!r} of {len(large):,} characters takes more than {MOST} times as long as a quarter of it")


# --- what is refused --------------------------------------------------------------------------------------------------


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", data)
    return file.getvalue()


@pytest.mark.parametrize("pack", [zipped, gzip.compress])
def test_a_packed_notebook_is_refused(pack: Callable[[bytes], bytes]) -> None:
    """Nothing is unpacked: a few bytes of archive can't become much."""
    with pytest.raises(InputError, match=r"list\.ipynb: is not text"):
        read_list(pack(b" " * 10_000_000), "list.ipynb")


@pytest.mark.parametrize(
    ("format", "text", "reason"),
    [
        ("notebook", NO_CELLS + "[" * 100_000, "nested too deep"),
        ("csl-json", "[" * 100_000, "nested too deep"),
        ("csl-json", '{"a":' * 100_000, "nested too deep"),
        ("csl-json", "[" + "9" * 100_000 + "]", "too long"),
        ("notebook", '{"cells": [' + "9" * 100_000 + "]}", "digits"),
        ("csl-json", '[{"title": "a"}, {"title":', "line 1"),
        ("notebook", '{"cells": [{"source": "a', "line 1"),
    ],
)
def test_what_cannot_be_read_is_refused(format: str, text: str, reason: str) -> None:
    """A refusal says why, and what to do."""
    with pytest.raises(InputError, match=reason) as caught:
        read_list(text.encode(), "list", format)
    assert caught.value.tip


# --- what is read all the same ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("markdown", "[" * 100_000 + f"\n\n- [{PAPER}]({URL})\n"),
        ("markdown", "# a\n\n" * 100_000 + f"- [{PAPER}]({URL})\n"),
        ("markdown", "".join(f"[r{n}]: https://a.b/{n}\n" for n in range(100_000)) + f"\n- [{PAPER}]({URL})\n"),
        ("markdown", "tea " * 500_000 + f"\n\n- [{PAPER}]({URL})\n"),
        ("html", "<div>" * 100_000 + f"<p><a href='{URL}'>{PAPER}</a>"),
        ("html", "<table><tr>" + "<td>a" * 100_000 + f"</table><ul><li><a href='{URL}'>{PAPER}</a></ul>"),
        ("html", "<p>" + "tea " * 500_000 + f"<ul><li><a href='{URL}'>{PAPER}</a></ul>"),
        ("org", "[[" * 100_000 + f"\n\n- [[{URL}][{PAPER}]]\n"),
        ("asciidoc", "[" * 100_000 + f"\n\n* {URL}[{PAPER}]\n"),
        ("rst", "`" * 100_000 + f"\n\n* `{PAPER} <{URL}>`__\n"),
        ("bibtex", "@a{" + "{" * 100_000 + f"\n@article{{k, title={{{PAPER}}}, url={{{URL}}}}}\n"),
        ("ris", "tea\n" * 100_000 + f"TY  - JOUR\nTI  - {PAPER}\nUR  - {URL}\n"),
        ("csv", "title,url" + ",a" * 100_000 + f"\n{PAPER},{URL}\n"),
        ("csv", "title" + ",a" * 100_000 + f",url\n{PAPER}" + "," * 100_001 + f"{URL}\n"),
        ("csl-json", '[{"x": "' + "[" * 100_000 + f'"}}, {{"title": "{PAPER}", "URL": "{URL}"}}]'),
    ],
)  # fmt: skip
def test_the_paper_beside_it_is_found(format: str, text: str) -> None:
    """What is behind a hostile piece is read as if it weren't there: nothing is cut off in silence."""
    found = read_list(text.encode(), "list", format)
    assert (PAPER, "1807.00001") in {(entry.title, entry.arxiv.work if entry.arxiv else "") for entry in found.entries}


def test_deep_folds_stand_beside_one_another() -> None:
    """A topic is no deeper than forty levels, and the paper in the innermost fold is found."""
    text = "".join(f"<details><summary>Tea {n}</summary>" for n in range(1000)) + f"<ul><li><a href='{URL}'>{PAPER}</a>"
    (entry,) = read_list(text.encode(), "page.html").entries
    assert len(entry.topic) <= 40
    assert entry.topic[-1] == "Tea 999"


@pytest.mark.parametrize("piece", ["An invented paper on teapots, ", "tea\n", "tea  "])
def test_a_long_line_takes_little_memory(piece: str) -> None:
    """A text of one paragraph is not cut into words to tidy its blanks."""
    text = "<p>" + piece * (2_000_000 // len(piece))
    tracemalloc.start()
    try:
        read(text)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(text)
    finally:
        tracemalloc.stop()
