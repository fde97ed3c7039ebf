"""The live line on a terminal, drawn by rich; imported only where there is one to draw."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

from paperdex.cli.console import wrapped
from paperdex.cli.telling import duration, time_left, wait_text
from paperdex.core.text import printable
from paperdex.sources.base import Wait
from paperdex.workflows.progress import Asked

ROOMY = 110
"""Columns of a terminal that has room for a bar besides all that is said."""


class _Doing(ProgressColumn):
    """What is being done at this moment; drawn anew several times a second."""

    def __init__(self, *, is_roomy: bool) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis"))
        self._is_roomy = is_roomy
        self._since = time.monotonic()
        self.batch = 0
        self._wait: Wait | None = None
        self._wait_text = ""
        self._until: float | None = None

    def waiting(self, wait: Wait) -> None:
        self._wait_text = f"waiting {wait_text(wait)}"
        self._until = None if wait.seconds is None else time.monotonic() + wait.seconds
        self._wait = wait

    def asking(self) -> None:
        self._wait = None
        self._since = time.monotonic()

    def render(self, task: Task) -> Text:
        is_waiting = self._wait is not None and (self._until is None or time.monotonic() < self._until)
        batch = f"next {self.batch:,}: " if self.batch and self._is_roomy else ""
        if is_waiting:
            return Text(f"{batch}{self._wait_text}", style="dim")
        return Text(f"{batch}asking since {time.monotonic() - self._since:.0f} s", style="dim")


class _Left(ProgressColumn):
    """How long the rest will take, at the speed so far."""

    def __init__(self) -> None:
        super().__init__(Column(no_wrap=True))

    def render(self, task: Task) -> Text:
        left = time_left(task.completed, task.total, task.elapsed)
        return Text(f"{duration(left)} left" if left else "")


class LiveLine:
    """One stage: who is asked or what is done, how much of it is done, and what happens now."""

    def __init__(self, what: str, total: int | None, asked: Asked | None) -> None:
        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        # Room for the ^C that a terminal echoes: a line that it pushed over the edge could not be taken away.
        console.width = max(console.width - 3, 1)
        is_roomy = console.width >= ROOMY
        self._doing = _Doing(is_roomy=is_roomy)
        columns: list[ProgressColumn] = [TextColumn("{task.description}", markup=False)]
        if asked is None:
            columns += [BarColumn(), TaskProgressColumn(), TimeElapsedColumn()]
        else:
            things = f" {printable(asked.things)}" if is_roomy else ""
            columns += [BarColumn(bar_width=20), TimeElapsedColumn()] if is_roomy else []
            of = " of " if is_roomy else "/"
            count = TextColumn(f"{{task.completed:,.0f}}{of}{{task.total:,.0f}}{things}", markup=False)
            count.get_table_column().no_wrap = True
            columns += [count, _Left(), self._doing]
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task(printable(f"{asked.who}:" if asked else what), total=total)
        self._bar.start()

    def batch(self, size: int) -> None:
        """So many steps are now taken together."""
        self._doing.batch = size

    def advance(self, steps: int) -> None:
        """So many more steps are done."""
        self._bar.update(self._task, advance=steps)

    def waiting(self, wait: Wait) -> None:
        """Nothing happens for a while."""
        self._doing.waiting(wait)

    def asking(self) -> None:
        """The wait is over."""
        self._doing.asking()

    def above(self, text: str) -> None:
        """A line that stays."""
        self._bar.console.print(wrapped(text), markup=False, highlight=False, soft_wrap=True)

    def stop(self) -> None:
        """The line goes."""
        self._bar.stop()
