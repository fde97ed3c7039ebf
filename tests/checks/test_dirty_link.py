"""What may stand around the identifier in a link, and what may not."""

from __future__ import annotations

import pytest

from checks.making import find, mended

ABS, PDF = "https://arxiv.org/abs/1501.00001", "https://arxiv.org/pdf/1501.00001"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"{ABS}#", ABS),
        (f"{ABS}/", ABS),
        (f"{ABS}#abstract", ABS),
        (f"{ABS}?context=cs.LG", ABS),
        (f"{PDF}?utm_source=tea", PDF),
        (f"https://arxiv.org/abs/{ABS}", ABS),
        (f"{PDF}#page=3", f"{PDF}#page=3"),
        ("https://arxiv.org/html/1501.00001v2#S1", "https://arxiv.org/html/1501.00001v2#S1"),
    ],
)
def test_a_link_is_left_with_its_identifier_and_a_place_in_the_paper(url: str, clean: str) -> None:
    text = f"- [Teapots and Their Lids]({url})\n"
    found = find("dirty-link", text)
    assert len(found) == (url != clean)
    assert mended(text, found) == text.replace(url, clean)


@pytest.mark.parametrize("cell", [f"{ABS}.", f'"{ABS},"', f'"{ABS}]"'])
def test_a_mark_at_the_end_of_a_cell_is_no_part_of_its_link(cell: str) -> None:
    text = (
        f"title,url,year\nTeapots and Their Lids,{cell},2015\nCups in Practice,https://arxiv.org/abs/1501.00002,2015\n"
    )
    found = find("dirty-link", text, format="csv")
    assert mended(text, found) == text.replace(cell, cell.replace(cell.strip('"'), ABS))
