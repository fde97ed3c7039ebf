"""A link and its text that name different papers, and which of the two is changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.making import find, mended
from paperdex.checks.link_text_mismatch import RECORDS

RIGHT, WRONG = "https://arxiv.org/abs/1501.00001", "https://arxiv.org/abs/1501.00011"
TITLE = "Teapots and Their Lids"
SAUCERS = (RECORDS[0], replace(RECORDS[1], title="Saucers, Seen Again"))


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        (f"[1501.00001v2]({WRONG})", f"[1501.00001v2]({RIGHT})", True),
        (f"[arXiv:1501.00011v1 [cs.CV]]({RIGHT})", f"[arXiv:1501.00001 [cs.CV]]({RIGHT})", True),
        (f"[{WRONG}]({RIGHT})", f"[{RIGHT}]({RIGHT})", True),
        (f'<a href="{WRONG}">arXiv:1501.00001</a>', f'<a href="{RIGHT}">arXiv:1501.00001</a>', True),
        (f"arXiv:1501.00001 [[pdf]({WRONG})]", f"arXiv:1501.00001 [[pdf]({RIGHT})]", False),
        (f"[arXiv:1501.00001][x]\n\n[x]: {WRONG}", f"[arXiv:1501.00001][x]\n\n[x]: {RIGHT}", True),
        (
            f"[![arXiv](https://img.shields.io/badge/arXiv-1501.00011-b31b1b.svg)]({RIGHT})",
            f"[![arXiv](https://img.shields.io/badge/arXiv-1501.00001-b31b1b.svg)]({RIGHT})",
            True,
        ),
        (
            "[arXiv:1501.00001](https://doi.org/10.48550/arXiv.1501.00011)",
            "[arXiv:1501.00001](https://doi.org/10.48550/arXiv.1501.00001)",
            True,
        ),
        (f"[pdf]({RIGHT}) (arXiv:1501.00011)", f"[pdf]({RIGHT}) (arXiv:1501.00001)", False),
    ],
)
def test_the_one_that_does_not_have_the_title_of_the_entry_is_changed(before: str, after: str, sure: bool) -> None:
    text = f"- **{TITLE}** {before}\n"
    found = find("link-text-mismatch", text, RECORDS)
    assert [(each.sure, each.fix is not None and each.fix.sure) for each in found] == [(sure, sure)]
    assert mended(text, found) == f"- **{TITLE}** {after}\n"
    assert find("link-text-mismatch", mended(text, found), RECORDS) == []


def test_where_the_title_is_that_of_neither_there_is_no_fix() -> None:
    found = find("link-text-mismatch", f"- **Kettles and Coals** [arXiv:1501.00001]({WRONG})\n", RECORDS)
    assert [(each.sure, each.fix) for each in found] == [(True, None)]


@pytest.mark.parametrize(
    "text",
    [
        f"- [{TITLE}]({RIGHT}) [arXiv:1501.00001]({RIGHT}v3)\n",
        f"- [{TITLE}]({RIGHT}), which builds on arXiv:1501.00011 and others\n",
        f"- [{TITLE}]({RIGHT})\n- [Saucers, Revisited]({WRONG}) arXiv:1501.00011\n",
        f"- [A comment on arXiv:1501.00001 and arXiv:1501.00009]({WRONG})\n",
        f"- [Reply to a comment [arXiv:1501.00001]]({WRONG})\n",
    ],
)
def test_what_names_another_paper_on_purpose_is_left_alone(text: str) -> None:
    assert find("link-text-mismatch", text, RECORDS) == []


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("org", f"* Tea\n- {TITLE} [[{WRONG}][arXiv:1501.00001]]\n"),
        ("rst", f"Tea\n===\n\n- {TITLE} `arXiv:1501.00001 <{WRONG}>`_\n"),
        ("html", f'<ul><li>{TITLE} <a href="{WRONG}">arXiv:1501.00001</a></li></ul>'),
    ],
)
def test_labels_are_read_in_other_formats_too(format: str, text: str) -> None:
    found = find("link-text-mismatch", text, RECORDS, format=format)
    assert [text[each.start : each.end] for each in found] == ["arXiv:1501.00001"]
    assert mended(text, found) == text.replace(WRONG, RIGHT)


def test_a_field_of_bibtex_that_names_another_paper_than_the_link() -> None:
    """``eprint`` and ``url`` are text and link there; any order of them will do."""
    entry = f"@misc{{{{k,\n  title = {{{{{TITLE}}}}},\n  url = {{{{{RIGHT}}}}},\n  eprint = {{{{{{}}}}}},\n}}}}\n"
    assert find("link-text-mismatch", entry.format("1501.00001v2"), format="bibtex") == []
    (found,) = find("link-text-mismatch", entry.format("1501.00011"), format="bibtex")
    assert found.sure
    assert "1501.00011" in found.message


def test_a_wrong_number_behind_the_title_in_a_link_is_all_that_is_told() -> None:
    """The title and the link agree, so that the entry is no other paper."""
    text = f"- [{TITLE} (arXiv:1501.00011)]({RIGHT})\n- [Saucers, Revisited]({WRONG})\n"
    found = find("link-text-mismatch", text, RECORDS)
    assert [(each.sure, each.fix is not None and each.fix.sure) for each in found] == [(True, True)]
    assert mended(text, found) == text.replace("arXiv:1501.00011", "arXiv:1501.00001")
    assert find("wrong-paper", text, RECORDS) == []
    other = f"- [Kettles on Many Imaginary Fires (arXiv:1501.00011)]({RIGHT})\n- [{TITLE}]({RIGHT})\n"
    assert [each.sure for each in find("wrong-paper", other, RECORDS)] == [True]


def test_an_entry_that_would_become_a_copy_is_left_to_a_person() -> None:
    """Else it would be taken out next, and what the other number stands for be lost."""
    text = f"- [{TITLE} (arXiv:1501.00001)]({WRONG})\n- [{TITLE}]({RIGHT})\n"
    (found,) = find("link-text-mismatch", text, RECORDS)
    assert found.fix is None
    assert found.help.endswith("Line 2 has 1501.00001 already.")
    (wrong,) = find("wrong-paper", f"- [Saucers, Seen Again]({RIGHT})\n- [Saucers, Seen Again]({WRONG})\n", SAUCERS)
    assert (wrong.sure, wrong.fix) == (True, None)
