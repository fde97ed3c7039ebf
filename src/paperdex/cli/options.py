"""Options that several commands share, written once."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import click

from paperdex.cli import Session, console
from paperdex.errors import BadInputs, PaperdexError, UsageError
from paperdex.settings import Settings

_YEARS = re.compile(r"(?P<first>\d{4})?(?P<dots>\.\.)?(?P<last>\d{4})?")
_AGO = re.compile(r"(?P<number>\d{1,9})\s*(?P<unit>[dw])")
SORTS = ("list", "title", "year", "author", "added")


def settings(*, asks: bool = False) -> Settings:
    """The settings of this process; raises UsageError for one that can't be used.

    ``asks``: requests may follow, so that the user is told where a project's file has them go.
    """
    session: Session = click.get_current_context().obj
    found: Settings = session.layers.settings()
    for warning in session.layers.warnings() if asks else ():
        console.error(f"Warning: {warning}")
    return found


def raise_any(errors: Sequence[PaperdexError]) -> None:
    """Raise what is wrong with inputs, one error or all together, where nothing was to be stored of the others."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        error = BadInputs(errors)
        error.tip = ""
        error.exit_code = min(each.exit_code for each in errors)  # 3 when all are a server's fault
        raise error


def read_stdin() -> bytes:
    """Standard input, to its end."""
    if sys.stdin.isatty():
        click.echo("Reading a list from standard input; end it with Ctrl-D.", err=True)
    return sys.stdin.buffer.read()


def parse_years(text: str) -> tuple[int | None, int | None]:
    """``2017`` or ``2015..2019``, either end open, as the first and the last year; raises UsageError."""
    match = _YEARS.fullmatch(text.strip())
    if not match or not (match["first"] or match["last"]) or (not match["dots"] and match["last"]):
        raise UsageError(f"{text!r} is not a year.", tip="Write 2017, 2015..2019, 2015.. or ..2019.")
    first = int(match["first"]) if match["first"] else None
    last = int(match["last"]) if match["last"] else None
    if first and last and first > last:
        raise UsageError(f"{text!r} ends before it begins.", tip=f"Write {last}..{first}.")
    return first, (last if match["dots"] else first)


def parse_since(text: str, *, today: date | None = None) -> str:
    """``2026-11-01``, or ``7d``, ``2w`` before today, as an ISO date (UTC); raises UsageError."""
    ago = _AGO.fullmatch(text.strip())
    try:
        if ago:
            days = int(ago["number"]) * (7 if ago["unit"] == "w" else 1)
            return ((today or datetime.now(UTC).date()) - timedelta(days=days)).isoformat()
        return date.fromisoformat(text.strip()).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is not a day.", tip="Write 2026-11-01, 7d or 2w.") from None


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters that list, search and export share; it gets them as ``filters``."""

    @click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="T",
        help="A heading or part of it, or A/B for a path; takes sub-topics along. Given again: that one, too.",
    )
    @click.option("--author", metavar="NAME", help="Words of one author's name.")
    @click.option("--year", metavar="Y", help="Year of version 1: 2017, 2015..2019, 2015.. or ..2019.")
    @click.option("--category", metavar="C", help="arXiv category (cs.LG) or archive (cs).")
    @click.option("--from-list", metavar="L", help="Entries of one list, by its path or file name.")
    @click.option("--match", metavar="WORDS", help="Words in titles, abstracts, authors or notes.")
    @click.option(
        "--sort",
        type=click.Choice(SORTS),
        default="list",
        show_default=True,
        help="Order; year and added begin with the newest.",
    )
    @click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N.")
    @functools.wraps(command)
    def wrapper(
        *args: Any,
        topics: tuple[str, ...],
        author: str | None,
        year: str | None,
        category: str | None,
        from_list: str | None,
        match: str | None,
        sort: Any,
        limit: int | None,
        **kwargs: Any,
    ) -> Any:
        from paperdex.storage.filters import Filters

        years = parse_years(year) if year is not None else None
        chosen = Filters(
            topics=topics,
            author=author,
            years=years,
            category=category,
            from_list=from_list,
            match=match,
            sort=sort,
            limit=limit,
        )
        return command(*args, filters=chosen, **kwargs)

    return wrapper
