"""Every rule by its own examples: it finds the fault in the bad one, nothing in the good one, and mends it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from checks.making import find, make_document, mended
from paperdex.checks import RULES, get_rule, selected
from paperdex.checks.base import Rule
from paperdex.checks.run import diagnose
from paperdex.errors import UnknownName

ALL = list(RULES.values())


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_finds_its_bad_example_and_not_its_good_one(rule: Rule) -> None:
    unknown = ("1501.99999",)
    bad = find(rule.code, rule.bad, rule.records, unknown=unknown)
    assert bad
    assert all(rule.bad[each.start : each.end].strip() for each in bad)
    assert find(rule.code, rule.good, rule.records, unknown=unknown) == []
    if rule.fixes:
        assert mended(rule.bad, bad) == rule.good
    assert bool(rule.fixes) == any(each.fix for each in bad)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_good_example_is_good_for_every_rule(rule: Rule) -> None:
    """No rule asks for what another forbids."""
    found, _ = diagnose(make_document(rule.good, rule.records), ALL)
    assert [each.rule.name for each in found if each.rule.name != "published-version"] == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_explains_itself(rule: Rule) -> None:
    assert re.fullmatch(r"PD[123]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert len(rule.explanation.splitlines()) > 2
    assert "``" not in rule.explanation  # Markdown, as people read it
    assert not rule.summary.endswith(".")
    assert rule.module.rpartition(".")[2] == rule.name.replace("-", "_")


def test_rules_are_chosen_by_code_name_group_or_the_beginning_of_a_code() -> None:
    assert get_rule("pd107") is get_rule("Pinned-Version")
    assert [rule.code for rule in selected(["PD3"], ["order", "PD301"])] == [
        "PD302",
        "PD303",
        "PD304",
        "PD305",
        "PD307",
    ]
    assert {rule.group for rule in selected(["records"])} == {"records"}
    assert selected() == selected(["all"]) == tuple(ALL)
    with pytest.raises(UnknownName) as unknown:
        selected(["pined-version"])
    assert "pinned-version" in unknown.value.tip
    assert not [name for name, count in Counter(rule.name for rule in ALL).items() if count > 1]
