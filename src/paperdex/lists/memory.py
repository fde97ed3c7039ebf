"""Memory while a document is read: judgements of texts are remembered, and nothing searches for garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_MOST = 256

_forgetters: list[Callable[[], None]] = []


def remembered(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The same pure function, which keeps its last results while a document is read."""
    return remembered_few(_MOST)(function)


def remembered_few(most: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """The same for large results, of which so many are kept."""

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        known = lru_cache(maxsize=most)(function)
        _forgetters.append(known.cache_clear)
        return known  # type: ignore[return-value]  # the cache takes what the function takes

    return decorate


@contextmanager
def reading() -> Iterator[None]:
    """Around the reading of one document.

    Hundreds of thousands of small objects without any circle are made, so Python's search for circles, which costs a
    fifth of the time, pauses. Afterwards all that was remembered is let go, so that nothing of the document stays.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        for forget in _forgetters:
            forget()
        if was_enabled:
            gc.enable()
