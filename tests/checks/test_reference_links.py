"""Links whose targets stand at the end of the document are looked at as those of their entries."""

from __future__ import annotations

import pytest

from checks.making import make_document
from paperdex.checks import RULES
from paperdex.checks.pinned_version import RECORDS
from paperdex.checks.run import diagnose

LABELLED = (
    "- [Teapots and Their Lids][1]\n- [Cups][c]\n- [Teapots and Their Lids][1]\n\n[1]: {}\n[c]: https://x.example/c\n"
)
BY_TITLE = "- [Teapots and Their Lids]\n- [Cups][]\n\n[teapots and their lids]: <{}> 'x'\n[cups]: https://x.example/c\n"
IN_RST = "A\n=\n\n- `Teapots and Their Lids`_\n- Cups\n\n.. _Teapots and Their Lids: {}\n"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://arxiv.org/abs/1501.00001v1", "pinned-version"),
        ("https://arxiv.org/abs/1501.00001?s=03", "dirty-link"),
        ("http://arxiv.org/abs/1501.00001", "http-link"),
        ("http://cn.arxiv.org/abs/1501.00001", "retired-host"),
    ],
)
@pytest.mark.parametrize(("text", "format"), [(LABELLED, "markdown"), (BY_TITLE, "markdown"), (IN_RST, "rst")])
def test_a_fault_of_the_target_is_told_once_where_it_stands(url: str, name: str, text: str, format: str) -> None:
    document = make_document(text.format(url), RECORDS, format=format)
    found, _ = diagnose(document, [rule for rule in RULES.values() if rule.group == "identifiers"])
    assert [(each.rule.name, document.source.text[each.finding.start : each.finding.end]) for each in found] == [
        (name, url)
    ]


def test_very_many_entries_of_one_line_each_have_their_own_links() -> None:
    """So many are not each looked for in all of the line."""
    line = " ".join(f"[Kettle {n} of an Invented Kitchen](http://arxiv.org/abs/1501.{n:05})" for n in range(1, 81))
    document = make_document(f"# Tea\n\n{line}\n")
    assert [[place.identifier for place in subject.own_places] for subject in document.subjects] == [
        [subject.entry.arxiv] for subject in document.subjects
    ]
    assert max(len(subject.places) for subject in document.subjects) == 1
