"""Findings for programs and for other pages, a format a function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from paperdex import __version__
from paperdex.checks import RULES
from paperdex.cli.check_text import and_more, concise, grouped, text
from paperdex.cli.rows import to_json
from paperdex.cli.telling import counted
from paperdex.core.text import printable
from paperdex.workflows.checking.run import CheckReport, Shown

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://github.com/paperdex/paperdex"


def json_list(report: CheckReport) -> Iterator[str]:
    """One JSON array, an object a finding."""
    separator = "["
    for shown in report.found:
        yield f"{separator}\n{to_json(shown.to_json())}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def github(report: CheckReport) -> Iterator[str]:
    """Commands that GitHub Actions shows as annotations.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions

    What could not be checked is told once a list and reason, and an input that can't be used is an error, too.
    """
    for shown, more in grouped(report.found):
        level = "notice" if not shown.checked else "error" if shown.sure else "warning"
        # An annotation over several lines has no columns.
        is_one = shown.start.line == shown.end.line
        properties = {
            "file": shown.path,
            "line": shown.start.line,
            "endLine": shown.end.line,
            **({"col": shown.start.column, "endColumn": shown.end.column} if is_one else {}),
            "title": f"{shown.rule.code} {shown.rule.name}",
        }
        told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        what = f"{printable(shown.message)}{and_more(more)}."
        message = " ".join(part for part in (what, printable(shown.help)) if part)
        yield f"::{level} {told}::{_escaped(message)}\n"
    for error in report.errors:
        yield f"::error title=paperdex::{_escaped(printable(f'{error.message} {error.tip}'.rstrip()))}\n"


def _property(text: str) -> str:
    return _escaped(printable(text)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sarif(report: CheckReport) -> Iterator[str]:
    """SARIF 2.1.0 (OASIS), as code scanning takes it."""
    rules = [
        {
            "id": rule.code,
            "name": "".join(word.capitalize() for word in rule.name.split("-")),
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.explanation.partition("\n\n")[0].replace("\n", " ")},
            "help": {"text": rule.explanation},
            "helpUri": f"{_HOME}/blob/main/docs/rules.md#{rule.code.lower()}-{rule.name}",
        }
        for rule in RULES.values()
    ]
    run = {
        "tool": {"driver": {"name": "paperdex", "version": __version__, "informationUri": _HOME, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(shown) for shown in report.found],
    }
    yield to_json({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(shown: Shown) -> dict[str, Any]:
    location = {"uri": quote(shown.path)}
    result: dict[str, Any] = {
        "ruleId": shown.rule.code,
        "ruleIndex": list(RULES).index(shown.rule.code),
        "level": "note" if not shown.checked else "error" if shown.sure else "warning",
        "message": {"text": " ".join(part for part in (f"{shown.message}.", shown.help) if part)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": _region(shown.start, shown.end)}}],
        "properties": {"sure": shown.sure, "checked": shown.checked, "id": shown.work},
    }
    if shown.fix is not None:
        replacements = [
            {"deletedRegion": _region(start, end), "insertedContent": {"text": new}} for start, end, new in shown.edits
        ]
        changes = [{"artifactLocation": location, "replacements": replacements}]
        result["fixes"] = [{"description": {"text": shown.fix}, "artifactChanges": changes}]
    return result


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def markdown(report: CheckReport) -> Iterator[str]:
    """A report to paste into an issue: a heading a list, an item a finding."""
    found = Counter(shown.rule for shown in report.found if shown.checked)
    yield "# paperdex check\n\n"
    entries = sum(each.entries for each in report.lists)
    told = counted(sum(found.values()), "finding", "findings")
    lists = counted(len(report.lists), "list", "lists")
    yield f"{told} in {counted(entries, 'entry', 'entries')} of {lists}.\n"
    if report.errors:
        yield "\nNot all could be used:\n\n"
    for error in report.errors:
        yield f"- {_markdown(error.message)}\n"
    if found:
        yield "\n| rule | findings |\n| --- | ---: |\n"
    for rule, count in sorted(found.items(), key=lambda each: (-each[1], each[0].code)):
        yield f"| {rule.code} {rule.name}: {rule.summary} | {count} |\n"
    for each in report.lists:
        if each.found:
            yield f"\n## {_code(each.path)}\n\n"
        for shown in each.found:
            sure = "" if shown.sure or not shown.checked else " (likely)"
            box = "[ ] " if shown.checked else ""  # what was not checked says so itself
            yield f"- {box}line {shown.start.line}: {shown.rule.code} {_markdown(shown.message)}{sure}\n"


def _markdown(text: str) -> str:
    """Text that is text in Markdown, in HTML too."""
    text = printable(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\`*_[]|~#" else c for c in text)


def _code(text: str) -> str:
    text = printable(text)
    return f"`` {text} ``" if "`" in text else f"`{text}`"


FORMATS: dict[str, Callable[[CheckReport], Iterator[str]]] = {
    "text": text,
    "concise": concise,
    "json": json_list,
    "github": github,
    "sarif": sarif,
    "markdown": markdown,
}
"""What ``check --format`` takes. To add one: one function, and one row here."""
