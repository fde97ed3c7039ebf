"""All that a source answered to one look-up, put together."""

from __future__ import annotations

from collections.abc import Iterable

from paperdex.core.records import Answer


def all_of(answers: Iterable[Answer]) -> Answer:
    """The answers as one; an error that ends them is raised."""
    together = Answer()
    for answer in answers:
        together = Answer(together.records + answer.records, together.unknown | answer.unknown)
    return together
