"""Math as readers of .bib files know it."""

from __future__ import annotations

import pytest

from paperdex.exports.bib_math import for_readers


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        (r"O(n\log n)", r"O(n\,\mathrm{log}\,n)"),
        (r"\log\log_2 n", r"\mathrm{log}\,\mathrm{log}_2\,n"),
        (r"-\max_{x\in X}\left(f\right)", r"-\mathrm{max}_{x\in X}\,\left(f\right)"),
        (r"2\sin^2\theta", r"2\,\mathrm{sin}^2\,\theta"),
        (r"\left|a\bmod n\right|", r"\left|a\,\mathrm{mod}\,n\right|"),
        (r"\liminf x\logic", r"\liminf x\logic"),
        (r"\|\alpha\|x", r"\Vert\alpha\Vert x"),
        (r"\alpha\!\!x\mathit{y}\beta\mathit{z}", r"\alpha xy\beta z"),
        (r"I\!\!P^3 1\!\!1", r"I\!\!P^3 1\!\!1"),
        (r"f\colon X_{\text{a, b}}\to\mathtt{V}", r"f:X_{\textrm{a, b}}\to\texttt{V}"),
        (r"\mathbb{R}^n\mathit{SU}", r"\mathbb{R}^n\mathit{SU}"),
    ],
)
def test_commands_that_more_readers_know(math: str, expected: str) -> None:
    """Functions and rare commands give way to others of the same look, and nothing runs together."""
    assert for_readers(math) == expected
