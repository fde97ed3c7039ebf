"""Judgements of short texts are remembered: a line is looked at several times, and lists repeat their words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_R = TypeVar("_R")
MOST = 8192
LONGEST = 300
"""Longer texts are judged anew each time, so that nothing large is kept."""


def remembered(function: Callable[[str], _R]) -> Callable[[str], _R]:
    """The same pure function of a text, which keeps its last results for short texts."""
    known = lru_cache(maxsize=MOST)(function)

    @wraps(function)
    def judge(text: str) -> _R:
        return known(text) if len(text) <= LONGEST else function(text)

    return judge
