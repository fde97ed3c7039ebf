"""``paperdex topics``."""

from __future__ import annotations

import click

from paperdex.cli import Command, console


@click.command("topics", cls=Command)
@click.option("--from-list", metavar="L", help="Topics of one list, by its path or file name.")
@click.option(
    "--format",
    "output",
    type=click.Choice(("tree", "plain", "jsonl")),
    default="tree",
    show_default=True,
    help="How to print the topics.",
)
@click.pass_context
def command(ctx: click.Context, from_list: str | None, output: str) -> None:
    """Print the topics with their counts, as a tree.

    A count takes in the entries of the sub-topics.
    """
    from paperdex.cli.rows import to_json, topic_text
    from paperdex.core.text import printable
    from paperdex.workflows.browse import list_titles, topics

    found = topics(ctx.obj.library, from_list)
    if output == "plain":
        console.results(f"{row.total}\t{printable(topic_text(row.topic))}\t{printable(row.list)}\n" for row in found)
    elif output == "jsonl":
        console.results(
            to_json({"list": row.list, "topic": list(row.topic), "own": row.own, "total": row.total}) + "\n"
            for row in found
        )
    else:
        from paperdex.cli.render import topic_trees

        for number, tree in enumerate(topic_trees(found, list_titles(ctx.obj.library))):
            if number:
                console.result("")
            console.show(tree)
