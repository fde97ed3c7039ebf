"""One work under two topics."""

from __future__ import annotations

from checks.making import find

LIDS = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"


def test_a_work_under_another_topic_is_told_once_where_it_comes_again() -> None:
    text = f"# Tea\n\n## Pots\n{LIDS}\n## Cups\n{LIDS}{LIDS}\n### Lids of Cups\n{LIDS.replace('00001)', '00001v2)')}"
    found = find("repeated-work", text)
    assert [text.count("\n", 0, each.start) + 1 for each in found] == [7, 11]
    assert {each.message for each in found} == {
        "the same work stands in line 4 under 'Pots' (both have arXiv 1501.00001)"
    }
    assert not any(each.sure for each in found)


def test_one_record_in_two_groups_is_one_entry() -> None:
    text = "@article{a,\n title={Teapots},\n eprint={1501.00001},\n groups={Pots, Cups}\n}\n"
    assert find("repeated-work", text, format="bibtex") == []
