"""An export format for tests: it writes the template that it is given, and tells LOSSES."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paperdex.core.bibliography import TopicGroup
from paperdex.exports.options import USUAL, ExportOptions, Loss

LOSSES: list[Loss] = []


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """The template, and what is to be told."""
    for loss in LOSSES:
        options.tell(loss)
    yield f"{options.template}\n"
