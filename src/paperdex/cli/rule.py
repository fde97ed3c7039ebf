"""``paperdex rule``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from paperdex.cli import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperdex.checks import Rule


@click.command("rule")
@click.argument("name", required=False, metavar="[CODE|NAME|GROUP]")
@click.option(
    "--format",
    "output",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(name: str | None, output: str) -> None:
    """Explain a rule that lists are checked by, or name them all.

    A group (identifiers, records, list) or the beginning of codes, such as PD2, names its rules.
    """
    from paperdex.checks import selected
    from paperdex.cli.rows import to_json

    rules = selected([name] if name is not None else [])
    if len(rules) > 1 and output == "json":
        console.result(to_json([_row(rule) for rule in rules]))
    elif len(rules) > 1:
        width = max(len(rule.name) for rule in rules)
        console.results(f"{rule.code}  {rule.name:{width}}  {rule.summary}\n" for rule in rules)
    elif output == "json":
        (rule,) = rules
        console.result(to_json(_row(rule) | {"explanation": rule.explanation, "bad": rule.bad, "good": rule.good}))
    else:
        console.results(_explained(*rules))


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "group": rule.group,
        "sureness": rule.sureness,
        "fixes": rule.fixes or None,
    }


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}\n\n{rule.summary}.\n\n"
    for paragraph in rule.explanation.split("\n\n"):
        yield console.folded(" ".join(paragraph.split())) + "\n\n"
    for head, example in (("Bad:", rule.bad), ("Good:", rule.good)):
        yield f"{head}\n\n" + "".join(f"    {line}\n" if line else "\n" for line in example.splitlines()) + "\n"
    yield f"Findings are {rule.sureness}. "
    yield f"Its fix is {rule.fixes}.\n" if rule.fixes else "It has no fix.\n"
