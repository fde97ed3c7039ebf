"""Math of titles: known commands only, balanced, or none at all."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.exports.bib_math import for_readers
from paperdex.exports.latex_math import SYMBOLS, encode_math, known_symbols


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\Phi", r"\Phi"),
        ("GL_n", "GL_n"),
        (r"\frac12", r"\frac{1}{2}"),
        ("x''_a", r"x^{\prime\prime}_a"),
        ("x'^2", r"x^{\prime{2}}"),
        (r"\{a\}", r"\lbrace a\rbrace"),
        (r"{\rm SU}(2)_L", r"{\mathrm{SU}}(2)_L"),
        (r"\cal N = 4", r"\mathcal{N = 4}"),
        (r"a \over b", r"\frac{a}{b}"),
        (r"\left\{ x \right.", r"\left\lbrace x \right."),
        (r"\Bbb Q", r"\mathbb{Q}"),
        (r"10\kpc", r"10\mathrm{kpc}"),
        (r"\mathbfθ", r"\mathbf{\theta}"),
        ("t^{-β}≤2°", r"t^{-\beta}\leq2^{\circ}"),
        (r"\toππ", r"\to\pi\pi"),
        (r"x_\text{for all}", r"x_{\mathrm{for~all}}"),
        (r"\textbf{a b}\mbox{x-y}", r"\mathbf{a~b}\text{x-y}"),
        (r"\operatorname{tr} \rho\operatorname*{Re}(x)", r"\mathrm{tr}\,\rho\mathrm{Re}(x)"),
        (r"\lvert x\rVert\land\tfrac12", r"| x\|\wedge\frac{1}{2}"),
        (r"\widehat\sl", r"\widehat{\mathrm{sl}}"),
        ("a%b&c#d", r"a\%b\&c\#d"),
        (r"\big( x \big)", "( x )"),
        (r"\sqrt[3]{x}", r"\sqrt[{3}]{x}"),
        (r"\input{/etc/passwd}", r"\mathrm{input}{/etc/passwd}"),
        (r"\write18{ls}", r"\mathrm{write}18{ls}"),
        (r"\def\x{y}", r"\mathrm{def}\mathrm{x}{y}"),
    ],
)
def test_rewrites(source: str, expected: str) -> None:
    """Authors' math comes as LaTeX with amsmath and amssymb sets it."""
    assert encode_math(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "{",
        "}{",
        r"\frac{1}",
        "x^2^3",
        "x^2'",
        "x_",
        r"\left( x",
        r"x \right)",
        r"\begin{matrix}x\end{matrix}",
        "é",
        r"\'e",
        "\\",
        r"\mbox{a_b}",
        r"a \over b \over c",
        "{" * 5000,
        r"\hat",
        r"\left x\right)",
    ],
)
def test_refuses(source: str) -> None:
    """What LaTeX could not set is no math."""
    assert encode_math(source) is None


_MATHISH = st.lists(
    st.sampled_from(
        [
            *"ax2 {}^_'&%#~|[]βé≤",
            r"\alpha",
            r"\frac",
            r"\left(",
            r"\right)",
            r"\rm",
            r"\over",
            r"\kpc",
            r"\{",
            r"\}",
            r"\text{a}",
            r"\sqrt",
            r"\\",
            r"\hat",
            r"\not",
            r"\,",
            r"\input",
            "$",
            r"\choose",
            r"\limits",
            r"\sum",
        ]
    ),
    max_size=25,
).map("".join)


@given(_MATHISH)
def test_answers_are_safe(source: str) -> None:
    """Braces balance as BibTeX counts them, nothing but known commands and ASCII is left, and twice is once."""
    math = encode_math(source)
    if math is None:
        return
    depth = 0
    for brace in re.findall(r"[{}]", math):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert math.isascii()
    assert not {"input", "kpc", "over", "rm", "choose"} & set(re.findall(r"\\([A-Za-z]+)", math))
    assert not re.search(r"(?<!\\)[%#&$]", math)
    assert encode_math(math) is not None


def set_with_pdflatex(lines: list[str], folder: Path) -> list[str]:
    """The errors of pdfLaTeX over the lines, each a paragraph."""
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{amsmath,amssymb}"
    document = "\n\n".join([head + r"\begin{document}", *lines, r"\end{document}"])
    (folder / "t.tex").write_text(document + "\n", encoding="utf-8")
    command = ["pdflatex", "-draftmode", "-no-shell-escape", "-interaction=nonstopmode", "t.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = run.stdout.decode(errors="replace")
    if "article.cls' not found" in log or "amssymb.sty' not found" in log:
        pytest.skip("this LaTeX lacks article or amssymb")
    assert "Output written" in log or "No pages of output" in log or run.returncode in {0, 1}
    return re.findall(r"^! .*(?:\n.*){0,8}", log, re.MULTILINE)


def test_pdflatex_sets_every_symbol(tmp_path: Path) -> None:
    """Every command of the table, and every character that is written as one, is known to LaTeX."""
    assert len(known_symbols()) > 480
    lines = [f"$a\\{name} b$ ${for_readers(f'a{chr(92)}{name} b')}$" for name in sorted(known_symbols())] + [
        f"{{${latex}$}}" for latex in SYMBOLS.values()
    ]
    lines.append(r"$\textrm{a, b}\texttt{V}\Vert x\Vert\,\mathrm{log}_2\,n$")
    assert set_with_pdflatex(lines, tmp_path) == []


def test_pdflatex_sets_what_comes_out(tmp_path: Path) -> None:
    """Of random math, whatever is not refused is set without an error."""
    import random

    chance = random.Random(7)
    parts = [
        *"ax2 {}^_'&[]β",
        r"\alpha",
        r"\frac",
        r"\left(",
        r"\right)",
        r"\rm ",
        r"\over ",
        r"\kpc",
        r"\{",
        r"\text{a}",
    ]
    parts += [r"\sqrt", r"\hat", r"\not", r"\sum", r"\limits", "{x}", "_i", "^2", r"\choose ", r"\mathbb", r"\big"]
    sources = {"".join(chance.choices(parts, k=chance.randrange(1, 8))) for _ in range(4000)}
    lines = [f"${math}$" for source in sorted(sources) if (math := encode_math(source))]
    lines += [f"${for_readers(line[1:-1])}$" for line in lines[:300]]
    assert len(lines) > 500
    assert set_with_pdflatex(lines, tmp_path) == []
