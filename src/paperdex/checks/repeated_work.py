"""The same work stands under two topics of the list.

That may be meant, since a paper can belong to both; then one place should point to the other, so that its notes are
kept up in one place. Works are told apart as by ``duplicate-entry``, which is about one topic.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.same_work import repeats
from paperdex.checks.titles import title_place

BAD = """\
## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
"""
GOOD = """\
## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_HELP = "Keep one of them, or point from one to the other."


def check(document: Document) -> Iterator[Finding]:
    """Each entry of a work that another topic has above it."""
    for repeat in repeats(document)[1]:
        start, end = title_place(document, repeat.later) or document.line_span(repeat.later.entry.line)
        topic = repeat.first.entry.topic
        under = f" under {topic[-1]!r}" if topic else ", above the first topic"
        message = f"the same work stands in line {repeat.first.entry.line}{under} (both have {repeat.how})"
        yield Finding(start, end, message, sure=False, work=repeat.later.work, help=_HELP)
