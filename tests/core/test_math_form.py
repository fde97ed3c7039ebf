"""Math of both of arXiv's channels."""

from __future__ import annotations

import pytest

from paperdex.core.math_form import in_letters, one_form


@pytest.mark.parametrize(
    ("bulk", "api", "form"),
    [
        (r"\varphi+\phi_0", "φ+ϕ_0", r"\varphi+\phi_0"),
        (r"\omega t, \mu\nu, \pi{}r", "ωt, μν, πr", r"\omega t, \mu\nu, \pi r"),
        (r"x_{\mu}^{\mathrm{\beta}}", r"x_μ^{\mathrmβ}", r"x_\mu^{\mathrm\beta}"),
        (r"M_{{\rm pot}}", r"M_{\rm pot}", r"M_{\rm pot}"),
        (r"90\deg, \deg f", "90°, °f", r"90^{\circ}, \deg f"),
        (r"C^\dag, \L^2, \S x", "C^†, Ł^2, §x", r"C^\dag, \L^2, \S x"),
        (r"\etale{\rhoo} \epsilon \upsilon", r"\etale{\rhoo} ε\upsilon", r"\etale{\rhoo} \epsilon\upsilon"),
    ],
)
def test_both_channels_agree(bulk: str, api: str, form: str) -> None:
    """What the query API makes of math, and the math itself, are one."""
    assert one_form(bulk) == one_form(api) == one_form(form) == form


def test_letters_are_those_that_arxiv_has() -> None:
    r"""Such as ε for ``\epsilon``, and ð for ``\eth``."""
    assert in_letters("ε") == in_letters(r"\epsilon") == in_letters(r"\varepsilon") == "ε"
    assert [in_letters(sign) for sign in (r"\eth", "ø", "°")] == ["ð", "ø", "°"]
    assert in_letters("x_ε^2") == r"$x_\epsilon^2$"
