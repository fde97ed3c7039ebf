"""Links to PDFs: what says so is meant, and the rest is not."""

from __future__ import annotations

import pytest

from checks.making import find

LIDS = "".join(f"- [Lids of Pot {number}](https://arxiv.org/abs/1501.0000{number})\n" for number in range(3))
PDF = "https://arxiv.org/pdf/1501.00011"


@pytest.mark.parametrize(
    ("item", "count"),
    [
        ("- [Cups in Practice]({})", 1),
        ("- **Cups in Practice** ([Paper link]({}.pdf))", 1),
        ("- Cups in Practice {}.pdf", 1),
        ("- Cups in Practice [[pdf]]({})", 0),
        ("- Cups in Practice [PDF](<{}.pdf>)", 0),
        ("- Cups in Practice [pdf][cups]\n\n[cups]: {}", 0),
        ("- Cups in Practice, PDF: {}", 0),
        ("- Cups in Practice <a href='{}'><b>PDF</b></a>", 0),
        ("- Cups in Practice [![pdf](https://badges.example/pdf.svg)]({})", 0),
    ],
)
def test_a_link_that_says_pdf_is_left_alone(item: str, count: int) -> None:
    assert len(find("pdf-link", f"{LIDS}{item.format(PDF)}\n")) == count


def test_a_list_that_calls_abstracts_pdf_says_nothing_by_it() -> None:
    text = "".join(f"- Lids of Pot {number} [[pdf]](https://arxiv.org/abs/1501.0000{number})\n" for number in range(3))
    assert len(find("pdf-link", f"{text}- Cups in Practice [[pdf]]({PDF})\n")) == 1
