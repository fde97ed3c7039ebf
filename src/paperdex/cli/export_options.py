"""Options that say how a format writes a bibliography; the format's row tells which of them it heeds."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of formats; it gets them as ``options``."""

    @click.option("--max-authors", type=click.IntRange(min=1), metavar="N", help="Write at most N authors of a work.")
    @click.option("--abstract/--no-abstract", default=None, help="Whether abstracts are written.")
    @click.option("--notes/--no-notes", default=None, help="Whether your notes are written.")
    @click.option(
        "--type", "entry_type", metavar="TYPE", help="Type of a preprint's entry, such as misc or unpublished."
    )
    @click.option(
        "--prefer",
        type=click.Choice(("published", "preprint")),
        default="published",
        show_default=True,
        help="Which is cited of a paper that is both.",
    )
    @click.option(
        "--eprint-in",
        type=click.Choice(("howpublished", "note")),
        help="Repeat the arXiv identifier there, for styles that print no eprint.",
    )
    @click.option("--ascii", is_flag=True, help="Write ASCII only, where the format has another spelling for the rest.")
    @click.option("--style", metavar="NAME|FILE.csl", help="Citation style of formatted references.")
    @click.option(
        "--template",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="A template of your own for each work.",
    )
    @click.option("--heading", metavar="TEXT", help="What the document is called.")
    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        from paperdex.exports.options import ExportOptions

        options = ExportOptions(**{name: kwargs.pop(name) for name in _NAMES})
        return command(*args, options=options, **kwargs)

    return wrapper


_NAMES = ("ascii", "max_authors", "abstract", "notes", "entry_type", "prefer", "eprint_in", "style", "heading")
