"""Judgements of short texts are remembered while a document is read: a line is looked at several times."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_MOST = 8192

_forgetters: list[Callable[[], None]] = []


def remembered(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The same pure function, which keeps its last results until :func:`forget`."""
    known = lru_cache(maxsize=_MOST)(function)
    _forgetters.append(known.cache_clear)
    return known  # type: ignore[return-value]  # the cache takes what the function takes


def forget() -> None:
    """Let go of what is remembered, so that nothing of a document stays in memory once it is read."""
    for each in _forgetters:
        each()
