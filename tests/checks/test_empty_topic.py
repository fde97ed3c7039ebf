"""Headings with nothing below them, and those that only look so."""

from __future__ import annotations

import pytest

from checks.making import find, make_document

PAPER = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"


def names(text: str, format: str | None = None) -> list[str]:
    """What the findings underline."""
    text = make_document(text, format=format).text
    return [text[each.start : each.end] for each in find("empty-topic", text, format=format)]


def test_a_heading_alone_is_found_whatever_is_between_that_says_nothing() -> None:
    text = f"# Tea\n\n## 1. Pots\n{PAPER}\n## 2. Cups\n<!-- soon -->\n\n[back to top](#tea)\n\n---\n\n## 3. Trays\n\n"
    text += f"# Saucers\n\n### Deep\n\n### Old\n\n| Title | Link |\n|:--|---|\n\n### Flat\n{PAPER}"
    assert names(text) == ["Cups", "Trays", "Deep", "Old"]
    assert names(f"Tea\n===\n\nPots\n----\n{PAPER}\nCups\n----\n\nTrays\n-----\n{PAPER}") == ["Cups"]
    assert names(f"<h2>Pots</h2>\n\n{PAPER}\n<h2>Cups</h2>\n\n<h2>Trays</h2>\n\n{PAPER}") == ["Cups"]


@pytest.mark.parametrize(
    "below",
    [
        "Prose.\n",
        "- [A site](https://teapots.example)\n",
        "- [Cups](#cups)\n",
        "![A picture](pot.png)\n",
        "```\ncode\n```\n",
        "### Pots of clay\nProse.\n",
        "### Licence of clay\n\nProse.\n",
        "To be written.\n",
        f"### Pots of clay\n{PAPER}",
    ],
)
def test_a_heading_with_something_below_is_left_alone(below: str) -> None:
    assert names(f"# Tea\n\n## Cups\n{PAPER}\n## Pots\n\n{below}\n## Saucers\n{PAPER}") == []


def test_parts_about_the_list_and_papers_that_are_headings_are_left_alone() -> None:
    parts = "## Introduction\n\n## 贡献\n\n## License\n\n## Contents:\n"
    assert names(f"# Tea\n\n{parts}\n## Pots\n\n### [Lids](https://arxiv.org/abs/1501.00001)\n\n## References\n") == []
    assert names("# A document\n\n## Pots\n\n## Cups\n\nProse about cups.\n") == []


def test_other_formats_are_seen_by_their_own_marks() -> None:
    link = "https://arxiv.org/abs/1501.00001[Teapots and Their Lids]"
    assert names(f"= Tea\n\n== Pots\n\n* {link}\n\n== Cups\n// soon\n\n== Trays\n\n* {link}\n", "asciidoc") == ["Cups"]
    item = "- [[https://arxiv.org/abs/1501.00001][Teapots and Their Lids]]"
    assert names(f"* Pots\n{item}\n* Cups\n# soon\n* Trays\n{item}\n", "org") == ["Cups"]
    item = "- `Teapots and Their Lids <https://arxiv.org/abs/1501.00001>`_"
    assert names(f"Pots\n====\n\n{item}\n\nCups\n====\n\nTrays\n=====\n\n{item}\n", "rst") == ["Cups"]
