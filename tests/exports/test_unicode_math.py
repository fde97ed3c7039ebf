"""Math of titles in characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperdex.exports.unicode_math import mark_title, spell_title


@pytest.mark.parametrize(
    ("title", "plain", "marked"),
    [
        (r"Limits on $\Lambda$CDM", "Limits on ΛCDM", "Limits on ΛCDM"),
        ("H$_2$O at $10^{-3}$ bar", "H₂O at 10⁻³ bar", "H<sub>2</sub>O at 10<sup>-3</sup> bar"),
        (r"$\sqrt{s}=13$ and $\sqrt{s_{NN}}$", "√s=13 and √s_NN", "√s=13 and √s<sub>NN</sub>"),
        (r"$\mathcal{N}=4$, ${\cal N}=2$, $\mathbb{R}^n$", "𝒩=4, 𝒩=2, ℝⁿ", "𝒩=4, 𝒩=2, ℝ<sup>n</sup>"),
        (r"$\bar{B}^0 \to D^{*+}$", "B̄⁰ → D*⁺", "B̄<sup>0</sup> → D<sup>*+</sup>"),
        (r"$\Lambda_b$ in $SU(3)_{\rm c}$", "Λ_b in SU(3)_c", "Λ<sub>b</sub> in SU(3)<sub>c</sub>"),
        (r"$x_{t+1,q}$", "x_(t+1,q)", "x<sub>t+1,q</sub>"),
        (r"$f'(x)$ at $90^\circ$, $\frac{1}{2}$, $\log n$", "f′(x) at 90°, 1/2, log n", "f′(x) at 90°, 1/2, log n"),
        (r"$\epsilon$, $\mypot{\phi}$, $C^\dag$", r"ε, $\mypot\phi$, C†", r"ε, $\mypot\phi$, C†"),
        (r"$\deg f$ at $\langle$x$\rangle$", "deg f at ⟨x⟩", "deg f at ⟨x⟩"),
        (r"$ν - K^0$, $\gamma \gamma \to p$", "ν - K⁰, γγ → p", "ν - K<sup>0</sup>, γγ → p"),
        (r"5$°$ C, $ð f$, $\S^1$", "5° C, ðf, §¹", "5° C, ðf, §<sup>1</sup>"),
        (r"90\deg{} or $90°$", "90° or 90°", "90° or 90°"),
        (r"$\mathrm{NP}$-hard $k$-Means", "NP-hard k-Means", "NP-hard k-Means"),
        (r"$\mypot{3}$ and $a}{b$", r"$\mypot{3}$ and $a}{b$", r"$\mypot{3}$ and $a}{b$"),
        (r"$x^{y^z}$ & $\mathrm{$", r"$x^{y^z}$ & $\mathrm{$", r"$x^{y^z}$ & $\mathrm{$"),
        ("A $5 pot, caf\\'e", "A $5 pot, café", "A $5 pot, café"),
        ("<b>Tea</b> $p<b>q$, a<b", "<b>Tea</b> p<b>q, a<b", "< b>Tea< /b> p< b>q, a<b"),
    ],
)
def test_titles(title: str, plain: str, marked: str) -> None:
    """Symbols, indices and fonts come as characters; what has none keeps its TeX."""
    assert spell_title(title) == plain
    assert mark_title(title) == marked


@given(st.lists(st.sampled_from([*"$_^{}\\ ax2'~", "\\alpha", "\\sqrt", "\\cal ", "\\bar", "\\frac"])).map("".join))
def test_any_text(title: str) -> None:
    """Nothing raises, whatever stands between dollars."""
    assert "\n" not in spell_title(title) + mark_title(title)
