"""Bare URLs in running text, which most parsers leave to others."""

from __future__ import annotations

import re

from paperdex.lists.outline import Inline, Span

_BARE_URL = re.compile(r"https?://[^\s<>\"'`|\\^{}\u3000-\u3003\uff0c\uff1b\uff08\uff09]+")


def autolink(text: str) -> Inline:
    """Text as spans, its bare URLs made links labelled with themselves."""
    if "://" not in text:
        return (Span(text),)
    spans: list[Span] = []
    end = 0
    for match in _BARE_URL.finditer(text):
        url = _trim(match[0])
        if match.start() > end:
            spans.append(Span(text[end : match.start()]))
        spans.append(Span(url, url=url))
        end = match.start() + len(url)
    if end < len(text):
        spans.append(Span(text[end:]))
    return tuple(spans)


def _trim(url: str) -> str:
    """A URL without the punctuation that follows it, and without closing brackets that nothing in it opens."""
    surplus = {close: url.count(close) - url.count(opening) for opening, close in ("()", "[]")}
    end = len(url)
    while end and (url[end - 1] in ".,;:!?*_~" or surplus.get(url[end - 1], 0) > 0):
        end -= 1
        if url[end] in surplus:
            surplus[url[end]] -= 1
    return url[:end]
