"""``rule``: a rule explained, or all of them named."""

from __future__ import annotations

import json

from cli.running import Desk
from paperdex.checks import RULES


def test_rules_are_named_and_explained(desk: Desk) -> None:
    """All of them without a name; one by its code or name, in any case, with an example."""
    assert [line.split()[:2] for line in desk.run("rule").lines] == [[r.code, r.name] for r in RULES.values()]
    told = desk.run("rule", "http-link").out
    assert told == desk.run("rule", "pd105").out
    assert told.startswith("PD105 http-link\n\n")
    assert "Bad:\n\n    - [Teapots and Their Lids](http://arxiv.org/" in told
    assert told.endswith("Findings are sure. Its fix is sure.\n")
    assert "http-link" in desk.run("rule", "htp-link", code=2).err


def test_what_select_takes_is_named(desk: Desk) -> None:
    """A group, or the beginning of codes; both name the same rules."""
    codes = [rule.code for rule in RULES.values() if rule.code.startswith("PD2")]
    for name in ("PD2", "pd2", "records"):
        assert [line.split()[0] for line in desk.run("rule", name).lines] == codes
    assert [row["code"] for row in json.loads(desk.run("rule", "PD2", "--format", "json").out)] == codes
    assert "PD9" in desk.run("rule", "PD9", code=2).err


def test_rules_for_programs(desk: Desk) -> None:
    """The same in JSON."""
    rows = json.loads(desk.run("rule", "--format", "json").out)
    assert [row["code"] for row in rows] == list(RULES)
    one = json.loads(desk.run("rule", "PD105", "--format", "json").out)
    assert (one["name"], one["sureness"], one["fixes"]) == ("http-link", "sure", "sure")
    assert one["bad"] != one["good"]
