"""What is told while a command works, in words: waits, requests, batches, and how long it will take."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import unquote_plus, urlsplit

from paperdex.core.text import printable
from paperdex.sources.base import Request, Wait
from paperdex.workflows.estimate import Estimate

LONGEST_VALUE = 40
"""Characters of one parameter of an address that are shown."""


def counted(number: int, one: str, many: str) -> str:
    """``1 work``, ``1,842 works``."""
    return f"{number:,} {one if number == 1 else many}"


def wait_text(wait: Wait) -> str:
    """What is waited for, and until when if that is known."""
    if wait.seconds is None:
        return f"for {wait.what}"
    until = datetime.now() + timedelta(seconds=wait.seconds)
    return f"until {until:%H:%M:%S} for {wait.what}"


def wait_line(wait: Wait) -> str:
    """The line that tells of a wait, with what went wrong."""
    return f"{printable(wait.reason)} Waiting {wait_text(wait)}.".strip()


def request_line(request: Request, *, whole: bool = False) -> str:
    """A request that has ended: what was asked, and what came; ``whole`` shortens nothing."""
    parts = [
        "no answer" if request.status is None else str(request.status),
        "" if request.size is None else size_text(request.size),
        "" if request.seconds is None else f"{request.seconds:.1f} s",
        f"try {request.tries}" if request.tries > 1 else "",
    ]
    address = request.url if whole else short_address(request.url)
    return printable(f"{request.method} {address}: {', '.join(part for part in parts if part)}")


def short_address(url: str) -> str:
    """An address for a person to read: its parameters plain, long ones cut, empty ones left out."""
    parts = urlsplit(url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    shown = [f"{name}={_cut(unquote_plus(value))}" for name, _, value in pairs if value]
    return parts._replace(query="", fragment="").geturl() + (f"?{'&'.join(shown)}" if shown else "")


def _cut(value: str) -> str:
    if len(value) <= LONGEST_VALUE:
        return value
    start = value[: LONGEST_VALUE - 3]
    whole, comma, _ = start.rpartition(",")  # a list of identifiers ends with a whole one
    return f"{whole if comma else start}{comma}..."


def size_text(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return counted(size, "byte", "bytes")
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def batch_line(who: str, done: int, total: int, things: str, seconds: float) -> str:
    """Where a stage stands: ``arXiv: 100 of 300 records, 3 s``."""
    return printable(f"{who}: {done:,} of {total:,} {things}, {duration(seconds)}")


def estimate_line(estimate: Estimate) -> str:
    """``1,842 works to fetch: 19 requests, about 1 min at arXiv's pace.``

    Where another one is asked instead, what to do when that takes too long.
    """
    works = f"{counted(estimate.works, 'work', 'works')} to fetch" if estimate.works else ""
    titles = f"{counted(estimate.titles, 'title', 'titles')} to look up" if estimate.titles else ""
    histories = f"{counted(estimate.histories, 'history', 'histories')} to ask for" if estimate.histories else ""
    what = " and ".join(part for part in (works, histories, titles) if part)
    time = ""
    if estimate.seconds >= 1:
        pace = " at arXiv's pace" if estimate.is_arxivs_pace else ""
        time = f", about {duration(estimate.seconds)}{pace}"
    line = f"{what}: {counted(estimate.requests, 'request', 'requests')}{time}."
    if not estimate.instead:
        return line
    return f"{estimate.instead} is asked instead, one by one. {line} Ctrl-C ends it; what has come is kept."


def time_left(done: float, total: float | None, seconds: float | None) -> float | None:
    """Seconds that the rest will take at the speed so far; ``None`` where it can't be told, or is none to speak of."""
    if not done or not total or not seconds:
        return None
    left = seconds * (total - done) / done
    return left if left >= 1 else None


def duration(seconds: float) -> str:
    """``9 s``, ``2 min``, ``3 h 20 min``."""
    if round(seconds) < 50:
        return f"{seconds:.0f} s"
    minutes = max(round(seconds / 60), 1)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
