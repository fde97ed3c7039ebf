"""What an export had to change or leave out, told on stderr: some of each kind, all with ``-v``, none with ``-q``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from paperdex.cli import console

if TYPE_CHECKING:
    from paperdex.exports.options import ExportOptions, Loss

MOST = 10
"""Lines of one kind."""


def some(kind: str, lines: Sequence[str], verbosity: int) -> Iterator[str]:
    """A line for each of a kind, or for the first of very many and how many more there are."""
    shown = lines if verbosity > 0 or len(lines) <= MOST + 1 else lines[:MOST]
    yield from (f"{kind}: {line}" for line in shown)
    if more := len(lines) - len(shown):
        yield f"{kind}: {more:,} more; -v tells all."


class Losses:
    """Takes the losses as they come; those that are told are kept, the others counted."""

    def __init__(self, verbosity: int) -> None:
        self._verbosity = verbosity
        self._kept: dict[str, list[Loss]] = {}
        self._counts: dict[str, int] = {}

    def told(self, options: ExportOptions) -> ExportOptions:
        """The options, with every loss told here."""
        return replace(options, tell=self.add)

    def add(self, loss: Loss) -> None:
        """Take a loss."""
        count = self._counts[loss.field] = self._counts.get(loss.field, 0) + 1
        if self._verbosity > 0 or (self._verbosity == 0 and count <= MOST):
            self._kept.setdefault(loss.field, []).append(loss)

    def tell(self) -> None:
        """Write the lines."""
        for field, losses in self._kept.items():
            for loss in losses:
                kind = "Changed" if loss.is_changed else "Warning"
                console.error(f"{kind}: {loss.cite_key} ({loss.work}), {loss.field}: {loss.what}.")
            if more := self._counts[field] - len(losses):
                console.error(f"{kind}: {field} of {more:,} more {'work' if more == 1 else 'works'}; -v tells all.")
