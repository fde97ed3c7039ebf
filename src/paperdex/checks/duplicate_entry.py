"""The same work stands twice under one topic.

Entries are compared by arXiv identifier, whatever the version, by DOI (arXiv's own too, and the DOI that a record
tells), by the work that a title was resolved to, and by the title where no identifier says otherwise. An entry that has
a wrong identifier is not compared before that is mended. The later entry is taken out. That is sure where it says
nothing that the first one does not say; where only the first one says nothing of its own, that one goes instead; else a
person has to bring the two together.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document, Subject
from paperdex.checks.extents import whole_lines
from paperdex.checks.same_work import Repeat, repeats
from paperdex.checks.titles import title_place
from paperdex.core.identifiers import Identifier
from paperdex.core.text import fold

BAD = """\
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
"""
GOOD = """\
- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)
- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_HELP = "Keep one of them, with what both say."
_HELP_IN_DOUBT = "The titles are not alike: look whether both links are right, and keep both entries if not."
_WORD = re.compile(r"\w+|[^\w\s]")
_NUMBER = re.compile(r"[ \t]*(?:\d{1,9}[.)]|\[\d{1,9}\]|\|?[ \t]*\d{1,9}[ \t]*\|)")
_NEUTRAL = frozenset({"paper", "pdf", "arxiv", "link", "abs", "html", "http", "https", "doi"})
"""Words that say no more than that there is a link."""


def check(document: Document) -> Iterator[Finding]:
    """Each entry of a work that its topic already has."""
    for repeat in repeats(document)[0]:
        start, end = title_place(document, repeat.later) or document.line_span(repeat.later.entry.line)
        line = repeat.first.entry.line
        where = "in this line" if line == repeat.later.entry.line else f"in line {line}"
        message = f"the same work stands {where} (both have {repeat.how})"
        fix = _fix(document, repeat)
        help = _HELP if repeat.certain else _HELP_IN_DOUBT
        yield Finding(start, end, message, repeat.sure, work=repeat.later.work, fix=fix, help=help)


def _fix(document: Document, repeat: Repeat) -> Fix | None:
    later = whole_lines(document, repeat.later)
    if later is None or not repeat.certain:
        return None
    first = whole_lines(document, repeat.first)
    says_later = _says(document, repeat.later, later)
    says_first = _says(document, repeat.first, first or (repeat.first.start, repeat.first.end))
    if first and not says_later <= says_first and says_first <= says_later:
        message = f"Take out the entry in line {repeat.first.entry.line}, which says less"
        return Fix(message, (Edit(*first, ""),), repeat.sure)
    is_sure = repeat.sure and says_later <= says_first
    return Fix(f"Take out the entry in line {repeat.later.entry.line}", (Edit(*later, ""),), is_sure)


def _says(document: Document, subject: Subject, extent: tuple[int, int]) -> frozenset[str]:
    """Everything that an entry says: words, numbers, stars, works; not how it is set."""
    start, end = extent
    number = _NUMBER.match(document.text, subject.start, end)
    position = number.end() if number and subject.start >= start else start
    said: set[str] = set()
    places = document.places
    for place in places[bisect_left(places, position, key=lambda each: each.start) :]:
        if place.end > end:
            break
        said |= _words(document.text[position : place.start])
        identifier = place.identifier
        if isinstance(identifier, Identifier):
            said.add(f"{identifier.work} {identifier.version or ''}")
        else:
            said.add(identifier.raw)
        position = place.end
    return frozenset((said | _words(document.text[position:end])) - _NEUTRAL)


def _words(text: str) -> set[str]:
    words = _WORD.findall(fold(text))
    return {word for word in words if word[0].isalnum() or unicodedata.category(word[0]) in ("So", "Sm", "Sc")}
