"""The title is that of the paper, but not, or no longer, letter for letter.

A paper got another title with a later version, a word was dropped or misspelt, the subtitle is missing. Whoever looks
for the title does not find the paper. Case, punctuation, quotes, and TeX in the place of a sign are no difference;
neither are a name or a remark that the list puts around the title. A table of contents that repeats the title is
looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.contents_titles import contents_titles
from paperdex.checks.document import Document, Subject
from paperdex.checks.heading_anchors import renamed_anchors
from paperdex.checks.title_judging import judge, part_to_mend
from paperdex.checks.titles import cuts_math, find_title, title_place
from paperdex.checks.writing import is_whole, written
from paperdex.core.records import BibliographicRecord

BAD = "- [Teapots and Thier Lids](https://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
RECORDS = (BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),)

_MARKS = ".,;:"
_FIELD = "title:"
_BEFORE = 16


def check(document: Document) -> Iterator[Finding]:
    """Each title of an entry that is not quite that of its record, and each of them in a table of contents."""
    for subject in document.subjects:
        record = subject.record
        if record is None:
            continue
        judgement = judge(document, subject)
        if judgement.kind != "drift":
            continue
        part = part_to_mend(subject.entry.title, record.title)
        place = find_title(document.text, subject.start, subject.end, part)
        start, end = place or title_place(document, subject) or document.line_span(subject.entry.line)
        yield Finding(
            start,
            end,
            f"the title of {record.work} is {record.title!r}: {judgement.why}",
            judgement.sure,
            work=record.work,
            fix=_fix(document, record, _all_places(document, subject, *place), judgement.sure) if place else None,
        )
    for start, end, record in contents_titles(document):
        message = f"the contents have another title of {record.work} than its record: {record.title!r}"
        yield Finding(start, end, message, work=record.work, fix=_fix(document, record, [(start, end)], sure=True))


def _fix(document: Document, record: BibliographicRecord, places: list[tuple[int, int]], sure: bool) -> Fix | None:
    edits: list[Edit] = []
    for start, end in places:
        text = written(document, start, record.title)
        if text is None or not is_whole(document.text[start:end]) or cuts_math(document.text, start, end):
            return None
        last = document.text[end - 1]
        kept = end - 1 if last in _MARKS and not text.endswith(last) else end
        edits.append(Edit(start, kept, text))
    message = f"Write the title of the record: {record.title}"
    return Fix(message, (*edits, *renamed_anchors(document, edits)), sure)


def _all_places(document: Document, subject: Subject, start: int, end: int) -> list[tuple[int, int]]:
    """The place of a title, and those where it stands in the same words as a label or behind ``Title:``."""
    places = [(start, end)]
    title, text = document.text[start:end], document.text
    while (start := text.find(title, end, subject.end)) >= 0:
        end = start + len(title)
        is_label = text[start - 1] == "[" and text.startswith("](", end)
        front = text[max(0, start - _BEFORE) : start].rstrip(" *_`\"'").casefold()
        if is_label or front.endswith((_FIELD, "title**:")):
            places.append((start, end))
    return places
