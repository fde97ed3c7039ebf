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


def test_rules_for_programs(desk: Desk) -> None:
    """The same in JSON."""
    rows = json.loads(desk.run("rule", "--format", "json").out)
    assert [row["code"] for row in rows] == list(RULES)
    one = json.loads(desk.run("rule", "PD105", "--format", "json").out)
    assert (one["name"], one["sureness"], one["fixes"]) == ("http-link", "sure", "sure")
    assert one["bad"] != one["good"]
