"""Remarks that hide findings, in the comments of each format."""

from __future__ import annotations

import pytest

from checks.making import make_document
from paperdex.checks import get_rule
from paperdex.checks.run import diagnose
from paperdex.checks.suppressions import Suppressions

URL = "http://arxiv.org/abs/1501.00001"
ITEM = f"- [Teapots and Their Lids]({URL})\n"


def hides(text: str, format: str = "markdown") -> bool:
    """Whether the one fault of a text is hidden."""
    document = make_document(text, format=format)
    assert len(document.list.entries) == 1
    return not diagnose(document, [get_rule("http-link")])[0]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("markdown", f"[//]: # (paperdex: ignore PD105)\n{ITEM}"),
        ("markdown", f"[comment]: <> (paperdex: ignore PD105)\n\n{ITEM}"),
        ("markdown", f"<!-- paperdex: ignore PD105: it is a mirror of ours -->\r\n{ITEM}"),
        ("markdown", f"<!-- paperdex: ignore PD105 -- on purpose -->\n{ITEM}"),
        ("rst", f"A\n=\n\n.. paperdex: ignore PD105\n\n- `Teapots <{URL}>`_\n"),
        ("rst", f"A\n=\n\n..\n   paperdex: ignore PD105\n\n- `Teapots <{URL}>`_\n"),
        ("bibtex", f"% paperdex: ignore PD105\n@misc{{a,\n title={{Teapots}},\n url={{{URL}}}\n}}\n"),
        ("latex", f"\\begin{{itemize}}\n% paperdex: ignore\n\\item \\href{{{URL}}}{{Teapots}}\n\\end{{itemize}}\n"),
        ("ris", f"TY  - JOUR\nTI  - Teapots\nUR  - {URL}\nN1  - paperdex: ignore PD105\nER  - \n"),
    ],
)
def test_a_remark_hides_what_it_stands_at_whatever_comment_it_is_in(format: str, text: str) -> None:
    assert hides(text, format)


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- paperdex: ignore PD105 -->\n\n\n\n{ITEM}",
        f"Write paperdex: ignore PD105 in a comment.\n{ITEM}",
        f"<!-- paperdex: ignore PD104 because of PD105 -->\n{ITEM}",
    ],
)
def test_a_remark_hides_nothing_else(text: str) -> None:
    assert not hides(text)


def test_words_behind_the_names_say_why_and_a_name_that_is_none_is_told() -> None:
    """After a comma, in the first place, or with the look of a code, a word is meant as a name."""
    text = "<!-- paperdex: ignore PD105 as we like it -->\n<!-- paperdex: ignore PD105, PD9, lids PD1O5 -->\n"
    unknown = Suppressions(make_document(text + ITEM)).unknown
    assert [(line, error.message) for line, error in unknown] == [
        (2, "there is no rule 'PD9'."),
        (2, "there is no rule 'lids'."),
        (2, "there is no rule 'PD1O5'."),
    ]


@pytest.mark.parametrize(
    "why",
    [
        "PD105: our firewall, the old-style one, blocks https",
        "PD105 because our firewall, the old-style one, blocks https",
        "PD105 -- our firewall, the old-style one",
        "PD104, PD105 because of it",
        "PD105 our firewall, the old one, blocks https",
        "-- our firewall, the old one",
        "because our firewall is old",
    ],
)
def test_a_reason_is_no_name(why: str) -> None:
    document = make_document(f"<!-- paperdex: ignore {why} -->\n{ITEM}")
    found, suppressions = diagnose(document, [get_rule("http-link")])
    assert (found, suppressions.unknown) == ([], [])
