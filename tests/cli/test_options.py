"""Options that several commands share."""

from __future__ import annotations

from cli.running import Desk


def test_an_option_that_counts_once_is_not_given_twice(desk: Desk) -> None:
    """It would be dropped in silence; --topic counts each time."""
    outcome = desk.run("list", "--author", "Ada", "--author", "Bo", code=2)
    assert outcome.err == "Error: --author is given twice, and only one can count. Leave one out.\n"
    assert "--output is given twice" in desk.run("export", "-o", "a.bib", "-o", "b.bib", code=2).err
    topics = ("Pots", "Cups", "Trays")
    desk.write("tea.md", "\n".join(f"## {topic}\n\n- arXiv:2101.9000{n}\n" for n, topic in enumerate(topics)))
    desk.run("fetch", "--offline", "tea.md", code=1)
    outcome = desk.run("list", "--topic", "pots", "--topic", "trays", "--format", "ids")
    assert outcome.lines == ["2101.90000", "2101.90002"]
