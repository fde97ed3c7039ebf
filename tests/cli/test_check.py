"""``check``: what is wrong in lists, how it is shown, which rules are asked, and lists mended where they stand."""

from __future__ import annotations

import json
import os
import re
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from cli.running import Desk, list_of, paper
from loopback_arxiv import LoopbackArxiv, Papers
from paperdex.cli import console

LINKS = ("--select", "PD104,PD105,PD108")
"""Rules that need no record."""
LIST = """\
# Invented reading

## Teapots

- [One](http://arxiv.org/abs/2101.90001)
- [Two](https://arxiv.org/abs/2101.90002)
- [Three](http://cn.arxiv.org/abs/2101.90003)
"""
MENDED = """\
# Invented reading

## Teapots

- [One](https://arxiv.org/abs/2101.90001)
- [Two](https://arxiv.org/abs/2101.90002)
- [Three](https://arxiv.org/abs/2101.90003)
"""


def test_findings_for_people_are_told_with_the_line_and_what_to_do(desk: Desk) -> None:
    """Place, code and message; the text underlined; a help line; a summary by rule on stderr."""
    desk.write("teapots.md", LIST.replace("http://cn.arxiv.org", "https://arxiv.org"))
    outcome = desk.run("check", *LINKS, "teapots.md", code=1)
    assert outcome.out == (
        "teapots.md:5:9 PD105 the link begins with http [*]\n"
        "5 | - [One](http://arxiv.org/abs/2101.90001)\n"
        "  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  = help: Write https.\n"
        "\n"
    )
    assert outcome.err.splitlines() == [
        "    1  PD105  http-link: A link to arXiv that begins with http, 1 can be mended by --fix",
        "1 finding in 3 entries of 1 list.",
        "--fix mends 1 of them, marked [*]; --diff shows what it would change.",
    ]
    quiet = desk.run("-q", "check", *LINKS, "teapots.md", code=1)
    assert (quiet.out, quiet.err) == (outcome.out, "")


@pytest.mark.parametrize(
    "before",
    ["茶壶的研究：一个 ", "\tTea\t", "Té\u0301e ", "\x1b[2J\x07\u202e ", "x" * 300, "茶" * 120],
    ids=["wide", "tabs", "combining", "steering", "long", "long-and-wide"],
)
def test_on_a_terminal_the_marks_stand_below_the_text(desk: Desk, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    """Whatever the characters in front take in columns; the line is cut around the place where it is too long."""
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    link = "http://arxiv.org/abs/2101.90001"
    desk.write("list.md", f"# Teapots\n\n- A teapot {before}[Kettles]({link}) {'y' * 300}\n")
    outcome = desk.run("check", *LINKS, "list.md", code=1)
    assert "\x1b[1;31mPD105\x1b[0m" in outcome.out
    plain = outcome.out
    for code in ("0", "1", "2", "1;31", "1;33"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert "\x1b" not in plain
    assert "\x07" not in plain
    assert "\u202e" not in plain
    _, line, marks, *_ = plain.splitlines()
    assert cell_len(line) <= 110
    assert marks.strip(" |") == "^" * len(link)
    assert cell_len(line[: line.index(link)]) == marks.index("^")


def test_a_line_a_finding_and_nothing_else(desk: Desk) -> None:
    """``concise`` is what editors and grep read."""
    desk.write("a.md", LIST)
    assert desk.run("check", *LINKS, "--format", "concise", "a.md", code=1).lines == [
        "a.md:5:9 PD105 the link begins with http [*]",
        "a.md:7:11 PD104 cn.arxiv.org is not arXiv's address any more [*]",
    ]


def test_json_has_the_keys_of_the_contract(desk: Desk) -> None:
    """Columns count characters, as editors do, not bytes or columns of a terminal; the end is behind the last one."""
    desk.write("a.md", "# T\n\n- [茶\U0001f375壶](http://arxiv.org/abs/2101.90001)\r\n".encode())
    (found,) = json.loads(desk.run("check", *LINKS, "--format", "json", "a.md", code=1).out)
    assert list(found.items()) == [
        ("file", "a.md"),
        ("line", 3),
        ("column", 9),
        ("end_line", 3),
        ("end_column", 40),
        ("code", "PD105"),
        ("name", "http-link"),
        ("message", "the link begins with http"),
        ("sure", True),
        ("checked", True),
        ("id", "2101.90001"),
        (
            "fix",
            {
                "message": "Write https",
                "edits": [{"line": 3, "column": 9, "end_line": 3, "end_column": 13, "text": "https"}],
            },
        ),
    ]
    desk.write("a.md", MENDED)
    assert json.loads(desk.run("check", *LINKS, "--format", "json", "a.md").out) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_another_program_can_make_the_edits_and_gets_what_fix_writes(desk: Desk, encoding: str) -> None:
    """Lines end as in editors, and a column is a character; the edits of findings do not overlap here."""
    text = (
        "# T\r\n\r\n| 🍵 | Títle\t| Link |\r\n|---|---|---|\r\n"
        "| 🍵‍👵 | Á  茶| http://cn.arxiv.org/abs/2101.90001?s=03 |  \r\n"
        "| x | B | https://arxiv.org/abs//2101.90002 and [pdf](http://arxiv.org/pdf/2101.90002) |\r"
        "| y | C | http://www.arxiv.org/abs/2101.90003 |\n"
    )
    desk.write("a.md", text.encode(encoding))
    found = json.loads(desk.run("check", *LINKS, "--format", "json", "a.md", code=1).out)
    edits = [edit for each in found for edit in each["fix"]["edits"]]
    assert len(edits) == 4
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [0, *accumulate(map(len, lines))]
    for edit in sorted(edits, key=lambda each: (each["line"], each["column"]), reverse=True):
        start = starts[edit["line"] - 1] + edit["column"] - 1
        end = starts[edit["end_line"] - 1] + edit["end_column"] - 1
        text = text[:start] + edit["text"] + text[end:]
    desk.run("check", *LINKS, "--fix", "a.md")
    assert (desk.folder / "a.md").read_bytes() == text.encode(encoding)


def test_names_of_files_steer_nothing(desk: Desk) -> None:
    """Neither the log of a workflow nor what reads a diff."""
    desk.write("a\n::error::[2J.md", LIST)
    for option in ("--format=github", "--diff", "--format=concise", "--format=markdown"):
        lines = desk.run("check", *LINKS, option, "a\n::error::[2J.md", code=1).out.splitlines()
        assert not any("" in line or line.startswith("::error::") for line in lines)


def test_annotations_for_github_are_escaped(desk: Desk) -> None:
    """A name of a file with a comma, a colon or a percent sign can't end a property."""
    desk.write("a,b%.md", LIST)
    one, _ = desk.run("check", *LINKS, "--format", "github", "a,b%.md", code=1).lines
    assert one == (
        "::error file=a%2Cb%25.md,line=5,endLine=5,col=9,endColumn=40,title=PD105 http-link"
        "::the link begins with http. Write https."
    )


def test_sarif_names_rules_places_and_fixes(desk: Desk) -> None:
    """As code scanning takes it; a path is an address there."""
    desk.write("my lists/a.md", LIST)
    log = json.loads(desk.run("check", *LINKS, "--format", "sarif", "my lists/a.md", code=1).out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "PD105"
    place = first["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "my%20lists/a.md"},
        "region": {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 40},
    }
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 13},
            "insertedContent": {"text": "https"},
        }
    ]


def test_a_report_in_markdown_can_be_pasted(desk: Desk) -> None:
    """A table of rules, and a box to tick for each finding."""
    desk.write("a.md", LIST)
    assert desk.run("check", *LINKS, "--format", "markdown", "a.md", code=1).lines == [
        "# paperdex check",
        "",
        "2 findings in 3 entries of 1 list.",
        "",
        "| rule | findings |",
        "| --- | ---: |",
        "| PD104 retired-host: A link to a mirror or site that is gone or odd | 1 |",
        "| PD105 http-link: A link to arXiv that begins with http | 1 |",
        "",
        "## `a.md`",
        "",
        "- [ ] line 5: PD105 the link begins with http",
        "- [ ] line 7: PD104 cn.arxiv.org is not arXiv's address any more",
    ]


def test_findings_are_written_to_files_too(desk: Desk) -> None:
    """As the same format prints them; over an older report, and over nothing else."""
    desk.write("a.md", LIST)
    files = ("out.json", "out.sarif", "out.md")
    reports = [part for name in files for part in ("--report", name)]
    for _ in range(2):
        assert desk.run("check", *LINKS, *reports, "--format", "concise", "a.md", code=1).lines
        for name, output in zip(files, ("json", "sarif", "markdown"), strict=True):
            printed = desk.run("check", *LINKS, "--format", output, "a.md", code=1).out
            assert (desk.folder / name).read_text() == printed
    outcome = desk.run("check", *LINKS, "--report", "a.md", "a.md", code=2)
    assert "a.md: holds something else than a report" in outcome.err
    assert (desk.folder / "a.md").read_text() == LIST
    assert ".sarif" in desk.run("check", "--report", "out.txt", "a.md", code=2).err


# -- which rules, and how it ends ------------------------------------------------------------------------------------


def codes(desk: Desk, *arguments: object, code: int | None = None) -> list[str]:
    """Line and code of each finding."""
    found = json.loads(desk.run("check", "--format", "json", *arguments, code=code).out)
    return [f"{each['line']} {each['code']}" for each in found]


def test_rules_are_chosen_on_the_command_line_and_in_the_settings(desk: Desk) -> None:
    """--select takes the place of the setting, --ignore comes to it; a pattern leaves rules out in some files."""
    desk.write("a.md", LIST)
    desk.write("drafts/b.md", LIST)
    assert codes(desk, "--select", "http-link", "a.md", code=1) == ["5 PD105"]
    assert codes(desk, "--select", "pd105", "--select", "PD104", "--ignore", "PD105", "a.md", code=1) == ["7 PD104"]
    desk.write("paperdex.toml", 'check_select = ["PD104", "PD105"]\ncheck_ignore = ["PD105"]\n')
    assert codes(desk, "a.md") == ["7 PD104"]
    assert codes(desk, "--select", "PD105,PD104", "a.md") == ["7 PD104"]
    desk.write(
        "paperdex.toml",
        'check_select = ["PD104", "PD105"]\n[check_per_file_ignores]\n"drafts/*.md" = ["retired-host"]\n',
    )
    assert codes(desk, "a.md", "drafts/b.md") == ["5 PD105", "7 PD104", "5 PD105"]
    assert codes(desk, desk.folder / "drafts" / "b.md") == ["5 PD105"]
    wrong = desk.run("check", "--select", "htp-link", "a.md", code=2)
    assert "htp-link" in wrong.err
    assert "http-link" in wrong.err


def test_patterns_start_from_the_folder_of_the_settings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the command is run, and however a list is named; ``**/`` stands for no folder, too."""
    ignores = '[tool.paperdex.check_per_file_ignores]\n"{}" = ["PD104", "PD105"]\n'
    for name in ("a.md", "archive/b.md", "archive/deep/c.md"):
        desk.write(name, LIST)
    for pattern, left in {
        "archive/*": {"a.md"},
        "./archive/*.md": {"a.md"},
        "**/*.md": set(),
        "archive/**/*.md": {"a.md"},
        "**/deep/*": {"a.md", "archive/b.md"},
    }.items():
        desk.write("pyproject.toml", ignores.format(pattern))
        for start in (".", "archive"):
            there = Desk(desk.folder / start)
            for name in ("a.md", "archive/b.md", "archive/deep/c.md"):
                named = os.path.relpath(desk.folder / name, there.folder)
                for path in (named, desk.folder / name):
                    there.run("check", *LINKS, path, code=int(name in left))
    desk.run("check", *LINKS, "archive", code=1)


def test_a_wrong_rule_in_the_settings_is_told_with_its_line(desk: Desk) -> None:
    """And a value of another kind with what to write."""
    desk.write("a.md", LIST)
    path = desk.folder / "paperdex.toml"
    for text, told in {
        'pace = 3\ncheck_ignore = ["nonsense"]\n': f"Error: {path}:2: check_ignore: there is no rule 'nonsense'.",
        '\n[check_per_file_ignores]\n"a.md" = ["htp-link"]\n': f"Error: {path}:2: check_per_file_ignores: there is no",
        "check_ignore = 5\n": 'Write ["PD207", "order"], or "PD207, order".',
        "check_per_file_ignores = 5\n": '"drafts/*.md" = ["PD304", "order"]',
    }.items():
        desk.write("paperdex.toml", text)
        assert told in desk.run("check", "a.md", code=2).err


def test_a_check_by_no_rule_is_misuse(desk: Desk) -> None:
    """Nothing was asked then, so nothing can be said to be right."""
    desk.write("a.md", LIST)
    for choice in (("--ignore", "PD"), ("--select", "PD1", "--ignore", "PD1")):
        outcome = desk.run("check", *choice, "a.md", code=2)
        assert "no rule is left to check by: all that are selected are ignored by --ignore." in outcome.err
    desk.write("paperdex.toml", 'check_ignore = ["PD105"]\n')
    assert "paperdex.toml:1: check_ignore" in desk.run("check", "--select", "PD105", "a.md", code=2).err


def test_a_remark_hides_findings(desk: Desk) -> None:
    """On the line, or on a line of its own above; by code or name, or all; an unknown name is a warning."""
    link = "http://cn.arxiv.org/abs/2101.9000"
    desk.write(
        "a.md",
        f"# T\n\n- [A]({link}1) <!-- paperdex: ignore PD104 -->\n"
        f"<!-- paperdex: ignore retired-host, PD105 -->\n- [B]({link}2)\n  {link}2\n"
        f"- [C]({link}3) <!-- paperdex: ignore -->\n"
        f"- [D]({link}4) <!-- paperdex: ignore PD108 -->\n"
        f"- [E]({link}5) <!-- paperdex: ignore no-such-rule -->\n",
    )
    assert codes(desk, *LINKS, "a.md", code=1) == ["8 PD104", "9 PD104"]
    err = desk.run("check", *LINKS, "a.md", code=1).err
    assert "Warning: a.md:9: " in err
    assert "no-such-rule" in err


def test_how_it_ends(desk: Desk) -> None:
    """0 clean, 1 findings, 2 what is no list; --exit-zero ends with 0 whatever is found."""
    desk.write("bad.md", LIST)
    desk.write("good.md", MENDED)
    desk.write("notes.md", "# Notes\n\nNothing here.\n")
    assert "Nothing is wrong in 3 entries of 1 list." in desk.run("check", *LINKS, "good.md").err
    assert desk.run("check", *LINKS, "--exit-zero", "bad.md").lines
    outcome = desk.run("check", *LINKS, "bad.md", "notes.md", "missing.md", code=2)
    assert "bad.md:5:9" in outcome.out
    assert "notes.md: no papers were found" in outcome.err
    assert "missing.md: there is no such file" in outcome.err
    for wrong in (("--fix", "--diff"), ("--unsafe-fixes",), ("--offline", "--refresh")):
        desk.run("check", *wrong, "bad.md", code=2)


def test_what_is_only_likely_need_not_fail(desk: Desk) -> None:
    """It is told all the same; what is sure still counts, and so does what could not be checked."""
    item = "- [One](https://arxiv.org/abs/2101.90001)\n"
    desk.write("a.md", f"# T\n\n## Teapots\n\n{item}\n## Kettles\n\n{item}")
    rules = ("--select", "PD302,PD105", "--format", "concise")
    (line,) = desk.run("check", *rules, "a.md", code=1).lines
    assert line.endswith(" (likely)")
    assert desk.run("check", *rules, "--fail-on", "sure", "a.md").lines == [line]
    desk.write("b.md", LIST)
    desk.run("check", *rules, "--fail-on", "sure", "a.md", "b.md", code=1)
    desk.run("check", "--select", "PD102", "--fail-on", "sure", "--offline", "b.md", code=3)


@pytest.mark.parametrize(("options", "told"), [((), "The lists are as they were"), (("--fix",), "or mended in full")])
def test_when_it_is_interrupted_the_lists_are_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], told: str
) -> None:
    """Also right behind the moment in which the new file is made."""
    desk.write("a.md", LIST)
    opened = os.open

    def interrupted(path: str, *rest: Any, **more: Any) -> int:
        handle = opened(path, *rest, **more)
        if str(path).endswith(".new"):
            os.close(handle)
            raise KeyboardInterrupt
        return handle

    monkeypatch.setattr(os, "open", interrupted)
    if not options:

        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("paperdex.workflows.checking.run.diagnose", stopped)
    outcome = desk.run("check", *LINKS, *options, "a.md", code=130)
    assert outcome.err.startswith("Interrupted. ")
    assert told in outcome.err
    assert desk.files() == {"a.md"}
    assert (desk.folder / "a.md").read_text() == LIST


def test_a_hook_may_name_whatever_was_changed(desk: Desk) -> None:
    """A file without papers is a warning, and so is what could not be checked; findings still count."""
    desk.write("notes.md", "# Notes\n\nNothing here.\n")
    desk.write("empty.md", "")
    desk.write("page.html", "<p>Nothing</p>")
    desk.write("good.md", MENDED)
    files = ("notes.md", "empty.md", "page.html", "good.md")
    outcome = desk.run("check", "--hook", "--select", "PD102,PD105", *files)
    assert [line for line in outcome.err.splitlines() if line.startswith("Warning: ")] == [
        f"Warning: {name}: no papers were found in it." for name in files[:3]
    ]
    assert "not checked" in outcome.out
    desk.write("bad.md", LIST)
    desk.run("check", "--hook", *LINKS, "notes.md", "bad.md", code=1)
    desk.run("check", "--hook", *LINKS, "missing.md", code=2)


# -- fixes -----------------------------------------------------------------------------------------------------------


def test_a_diff_changes_nothing_and_a_fix_is_that_diff(desk: Desk) -> None:
    """Fixing twice is fixing once; what was mended is told."""
    path = desk.write("a.md", LIST)
    shown = desk.run("check", *LINKS, "--diff", "a.md", code=1)
    assert path.read_text() == LIST
    assert [line for line in shown.lines if line[:1] in "+-" and line[:3] not in ("---", "+++")] == [
        "-- [One](http://arxiv.org/abs/2101.90001)",
        "+- [One](https://arxiv.org/abs/2101.90001)",
        "-- [Three](http://cn.arxiv.org/abs/2101.90003)",
        "+- [Three](https://arxiv.org/abs/2101.90003)",
    ]
    assert "Would mend 2 findings in 1 list." in shown.err
    mended = desk.run("check", *LINKS, "--fix", "a.md")
    assert mended.out == ""
    assert "Mended 2 findings in 1 list." in mended.err
    assert path.read_text() == MENDED
    desk.run("check", *LINKS, "--fix", "a.md")
    assert path.read_text() == MENDED
    assert desk.run("check", *LINKS, "--diff", "a.md").out == ""


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("latin-1", b""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_fix_keeps_every_other_byte(desk: Desk, codec: str, mark: bytes, end: str) -> None:
    """Line ends, the mark in front, the encoding, blanks at the ends of lines, no line end behind the last line."""

    def encoded(link: str) -> bytes:
        lines = ("# Thé à l'été  ", "", f"- [Café crème]({link}) \t", "", "* * *", "Über alles  ")
        return mark + end.join(lines).encode(codec)

    path = desk.write("a.md", encoded("http://www.arxiv.org/abs/2101.90001"))
    desk.run("check", "--select", "PD105", "--fix", "a.md")
    assert path.read_bytes() == encoded("https://www.arxiv.org/abs/2101.90001")


def test_a_file_that_must_not_be_written_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read-only, standard input, an address that is none: told, and nothing else is lost."""
    path = desk.write("a.md", LIST)
    other = desk.write("b.md", LIST)
    path.chmod(0o444)
    access = os.access
    # The tests may be run by root, who may write anything.
    monkeypatch.setattr(os, "access", lambda name, mode: access(name, mode) and Path(name).name != "a.md")
    outcome = desk.run("check", *LINKS, "--fix", "a.md", "b.md", code=2)
    assert "a.md: is read-only" in outcome.err
    assert "a.md:5:9 PD105 " in outcome.out
    assert (path.read_text(), other.read_text()) == (LIST, MENDED)
    outcome = desk.run("check", *LINKS, "--fix", "-", code=2, stdin=LIST.encode())
    assert "is no file that can be mended" in outcome.err
    outcome = desk.run("check", *LINKS, "--diff", "-", code=1, stdin=LIST.encode())
    assert "+- [Three](https://arxiv.org/abs/2101.90003)" in outcome.lines


def test_a_fix_writes_through_a_link_and_keeps_the_mode(desk: Desk) -> None:
    """The file behind a symbolic link is mended; the link stays one, the permissions what they were."""
    path = desk.write("real/a.md", LIST)
    path.chmod(0o640)
    (desk.folder / "link.md").symlink_to(path)
    desk.run("check", *LINKS, "--fix", "link.md")
    assert path.read_text() == MENDED
    assert (desk.folder / "link.md").is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert desk.files() == {"real/a.md", "link.md"}


def test_a_folder_and_standard_input_are_checked(desk: Desk) -> None:
    """The lists of a folder, recursively; ``-`` is named so."""
    desk.write("lists/a.md", LIST)
    desk.write("lists/deeper/b.md", LIST)
    assert len(desk.run("check", *LINKS, "--format", "concise", "lists", code=1).lines) == 4
    outcome = desk.run("check", *LINKS, "--format", "concise", "-", code=1, stdin=LIST.encode())
    assert outcome.lines[0].startswith("-:5:9 PD105 ")


# -- records ---------------------------------------------------------------------------------------------------------

KNOWN = ("--select", "PD102")


def test_records_are_fetched_once_and_kept_outside_the_library(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """A list that is only checked is no list of the library."""
    papers = [paper(1), paper(2)]
    arxiv.papers = Papers(papers)
    desk.write("a.md", list_of([*papers, paper(3)]))
    assert codes(desk, *KNOWN, "a.md", code=1) == ["7 PD102"]
    asked = len(arxiv.requests)
    assert asked
    assert codes(desk, *KNOWN, "a.md", code=1) == ["7 PD102"]
    assert len(arxiv.requests) == asked
    assert not desk.library.exists()
    assert "cache/checked.db" in desk.files()
    desk.run("check", *KNOWN, "--refresh", "a.md", code=1)
    assert len(arxiv.requests) > asked


def test_what_nobody_could_be_asked_is_not_checked(desk: Desk, no_arxiv: str) -> None:
    """Never wrong, never silent: told, and it ends with 3; with 1 where something else is found."""
    desk.write("a.md", list_of([paper(1), paper(2)]))
    outcome = desk.run("check", *KNOWN, "--format", "json", "a.md", code=3)
    found = json.loads(outcome.out)
    assert [(each["line"], each["checked"], each["sure"]) for each in found] == [(5, False, False), (6, False, False)]
    assert all(each["message"].startswith("not checked: ") for each in found)
    assert "2 entries could not be checked against their records" in outcome.err
    assert "Nothing is wrong" not in outcome.err
    offline = desk.run("check", *KNOWN, "--offline", "--format", "github", "a.md", code=3)
    assert all(line.startswith("::notice ") for line in offline.lines)
    desk.write("a.md", LIST)
    desk.run("check", *KNOWN, "--select", "PD105", "--offline", "a.md", code=1)


def test_a_cache_that_can_not_be_written_is_told(desk: Desk, arxiv: LoopbackArxiv) -> None:
    """What to do is said, and nobody is asked."""
    desk.write("a.md", list_of([paper(1)]))
    desk.environment["PAPERDEX_CACHE"] = str(desk.write("file", "") / "cache")
    assert "PAPERDEX_CACHE" in desk.run("check", "a.md", code=2).err
    assert arxiv.requests == []


def test_many_entries_that_could_not_be_checked_take_one_line(desk: Desk) -> None:
    """For people, for editors and in the log of a workflow; the other formats have each of them."""
    for name in ("a.md", "b.md"):
        desk.write(name, list_of([paper(number) for number in range(1, 6)]))
    for rules in (KNOWN, ("--select", "PD")):
        for output in ("text", "concise"):
            lines = desk.run("check", *rules, "--format", output, "a.md", "b.md", code=3).lines
            assert [line[:5] for line in lines] == ["a.md:", "b.md:"]
            for line in lines:
                assert " PD102 not checked: " in line
                assert line.endswith("arXiv was not asked (and 4 more entries)")
        one, two = desk.run("check", *rules, "--format", "github", "a.md", "b.md", code=3).lines
        assert one.startswith("::notice file=a.md,")
        assert two.endswith("arXiv was not asked (and 4 more entries).")
        assert len(json.loads(desk.run("check", *rules, "--format", "json", "a.md", code=3).out)) == 5
    lines = desk.run("check", *KNOWN, "--format", "markdown", "a.md", code=3).lines
    assert sum("not checked" in line for line in lines) == 5
    assert not any(line.count("not checked") > 1 for line in lines)


def test_an_input_that_can_not_be_used_is_no_good_news(desk: Desk) -> None:
    """Nothing was looked at, so nothing is right; the page and the log of a workflow tell it too."""
    outcome = desk.run("check", "--format", "github", "--report", "out.md", "missing.md", code=2)
    assert "Nothing is wrong" not in outcome.err
    (line,) = outcome.lines
    assert line.startswith("::error title=paperdex::missing.md: there is no such file.")
    assert "- missing.md: there is no such file." in (desk.folder / "out.md").read_text()
    desk.write("good.md", MENDED)
    err = desk.run("check", *LINKS, "good.md", "missing.md", code=2).err
    assert "Nothing was found in 3 entries of 1 list; 1 input could not be used." in err
    desk.write("notes.md", "# Notes\n\nNothing here.\n")
    assert "No list was checked." in desk.run("check", "--hook", "notes.md").err


@pytest.mark.parametrize("columns", [30, 80])
@pytest.mark.parametrize("before", ["", "茶" * 50, "y…" * 60])
@pytest.mark.parametrize("behind", ["", "…", " …" * 60, "z" * 90])
def test_an_excerpt_fits_the_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: int, before: str, behind: str
) -> None:
    """Marks stand below what they are about, no line is wrapped, and what is cut is marked once."""
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    monkeypatch.setattr(console, "columns", lambda: columns)
    link = "http://arxiv.org/abs/2101.90001"
    desk.write("a.md", f"# Teapots\n\n- A teapot {before} [Kettles]({link}) {behind}\n")
    out = re.sub(r"\x1b\[[0-9;]*m", "", desk.run("check", *LINKS, "a.md", code=1).out)
    line, marks = next(pair for pair in pairwise(out.splitlines()) if "^" in pair[1])
    assert max(cell_len(line), cell_len(marks)) < columns
    assert cell_len(line[: line.index("http")]) == marks.index("^")
    assert marks.count("^") == cell_len(re.findall(r"http[^)… ]*…?", line)[0])
    assert "……" not in line
    help_lines = out.splitlines()[out.splitlines().index(marks) + 1 :]
    assert all(cell_len(each) < columns for each in help_lines)


def test_the_sample_lists(desk: Desk, root: Path) -> None:
    """With the records of ``data/``: what is wrong is found and mended, and nothing else is touched."""
    desk.run("mirror", "import", root / "data" / "records.jsonl")
    before = {path.name: path.read_text() for path in (root / "data" / "lists").glob("*.md")}
    for name, text in before.items():
        desk.write(f"lists/{name}", text)
    found = json.loads(desk.run("check", "--offline", "--format", "json", "lists", code=1).out)
    told = {(Path(each["file"]).name, each["line"], each["code"]) for each in found if each["checked"]}
    chinese, reviews, methods = "dl-foundation.zh.md", "paper-reviews.md", "training-methodologies.md"
    assert {
        *((chinese, line, "PD104") for line, text in enumerate(before[chinese].splitlines(), 1) if "cn.arxiv" in text),
        (chinese, 89, "PD301"),
        (chinese, 101, "PD202"),
        (reviews, 7, "PD202"),
        (reviews, 23, "PD202"),
        (reviews, 24, "PD106"),
        (reviews, 34, "PD208"),
        (reviews, 63, "PD107"),
        (methods, 5, "PD303"),
        (methods, 19, "PD208"),
    } <= told
    assert not {code for _, _, code in told} & {"PD101", "PD102", "PD103", "PD201", "PD203", "PD204", "PD205", "PD206"}
    assert not [each for each in told if each[0] == methods and each[1] not in (5, 19)]
    desk.run("check", "--offline", "--fix", "lists", code=1)
    after = {name: (desk.folder / "lists" / name).read_text() for name in before}
    for name, text in before.items():
        edits = [
            edit for each in found if each["file"].endswith(name) for edit in (each["fix"] or {"edits": ()})["edits"]
        ]
        touched = {line for edit in edits for line in range(edit["line"], edit["end_line"] + 1)}
        left = after[name].split("\n")
        for number, line in enumerate(text.split("\n"), 1):
            if number not in touched:
                del left[: left.index(line) + 1]
    assert "cn.arxiv.org" not in after[chinese]
    assert after[chinese].count("1905.07457") == 2
    assert "https://arxiv.org/abs/1706.02677" in after[reviews]
    assert "count: 11" in after[methods]
    desk.run("check", "--offline", "--fix", "lists", code=1)
    assert {name: (desk.folder / "lists" / name).read_text() for name in before} == after
