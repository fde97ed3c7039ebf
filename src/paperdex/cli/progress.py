"""A progress bar on stderr, for what takes long; nothing where stderr is no terminal."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from paperdex.core.text import printable
from paperdex.sources.base import Wait

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class StderrProgress:
    """Listens to a workflow and draws a bar a stage, when there is a terminal to draw on."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._silent = quiet
        self._quiet = quiet or not sys.stderr.isatty()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end()

    def begin(self, what: str, total: int | None) -> None:
        """A stage begins."""
        if self._quiet:
            return
        self.end()
        self._bar = _make_bar()
        self._task = self._bar.add_task(printable(what), total=total, note="")
        self._bar.start()

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=steps)

    def waiting(self, wait: Wait) -> None:
        """Say what is waited for, beside the bar; what went wrong is a line of its own, on a terminal or not."""
        until = "" if wait.seconds is None else f" until {_clock_time(wait.seconds)}"
        if wait.reason and not self._silent:
            line = f"{printable(wait.reason)} Waiting{until} for {wait.what}."
            if self._bar is not None:
                self._bar.console.print(line, markup=False, highlight=False)
            else:
                sys.stderr.write(f"{line}\n")
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, note=f"waiting for {wait.what}{until if wait.reason else ''}")

    def end(self) -> None:
        """The stage is over; its bar goes."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _clock_time(seconds: float) -> str:
    """The local time in so many seconds."""
    return (datetime.now() + timedelta(seconds=seconds)).strftime("%H:%M:%S")


def _make_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    # Room for the ^C that a terminal echoes: a line that it pushed over the edge could not be taken away.
    console.width = max(console.width - 3, 1)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}", markup=False, style="dim"),
        console=console,
        transient=True,
    )
