"""The title is that of the paper, but not, or no longer, letter for letter.

A paper got another title with a later version, a word was dropped or misspelt, the subtitle is missing. Whoever looks
for the title does not find the paper. Case, punctuation, quotes, ``&`` for ``and``, and TeX in the place of a sign are
no difference; neither are a name or a remark that the list puts around the title. A table of contents that repeats the
title is looked at as well. A title that goes on with words of the list's own is mended as far as it is the paper's, or
not at all; and where most entries, three at least, give a short name or the title without its subtitle, that is the
list's way.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.contents_titles import contents_titles
from paperdex.checks.document import Document, Subject
from paperdex.checks.heading_anchors import renamed_anchors
from paperdex.checks.own_words import stands_alone, without_own_words
from paperdex.checks.title_judging import is_drifted, judge, may_be_another, part_to_mend
from paperdex.checks.titles import cuts_math, find_title, title_place
from paperdex.checks.writing import is_whole, written
from paperdex.core.records import BibliographicRecord

BAD = "- [Teapots and Thier Lids](https://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
RECORDS = (BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),)

_HELP = "Write the title that the record has; words of your own may stand beside it."
_HELP_BESIDE = "Line {} has the paper with this title: look whether the link here is right."
_LEAST_SHORT = 3
_MARKS = ".,;:"
_FIELD = "title:"
_BEFORE = 16


def check(document: Document) -> Iterator[Finding]:
    """Each title of an entry that is not quite that of its record, and each of them in a table of contents."""
    judged = [(each, judge(document, each)) for each in document.subjects if each.record and each.entry.title]
    short = sum(judgement.is_short for _, judgement in judged)
    is_the_way = short >= _LEAST_SHORT and short * 2 > len(judged)
    owners = {each.work: each for each, judgement in reversed(judged) if judgement.kind == "same"}
    for subject, judgement in judged:
        record = subject.record
        if record is None or judgement.kind != "drift" or (judgement.is_short and is_the_way):
            continue
        part = part_to_mend(subject.entry.title, record.title)
        place = find_title(document.text, subject.start, subject.end, part)
        start, end = place or title_place(document, subject) or document.line_span(subject.entry.line)
        owner = owners.get(subject.work) if may_be_another(document, subject) else None
        yield Finding(
            start,
            end,
            f"the title of {record.work} is {record.title!r}: {judgement.why}",
            judgement.sure,
            work=record.work,
            fix=_fix_of_entry(document, subject, record, part, place, sure=judgement.sure)
            if place and not owner
            else None,
            help=_HELP_BESIDE.format(owner.entry.line) if owner else _HELP,
        )
    for start, end, record in contents_titles(document):
        message = f"the contents have another title of {record.work} than its record: {record.title!r}"
        yield Finding(start, end, message, work=record.work, fix=_fix(document, record, [(start, end)], sure=True))


def _fix_of_entry(
    document: Document, subject: Subject, record: BibliographicRecord, part: str, place: tuple[int, int], *, sure: bool
) -> Fix | None:
    """The title of the record in the place of this part of the entry's, without the words that are the list's own."""
    other_titles = [other.title for other in subject.known.other_records]
    bare = without_own_words(part, [record.title, *other_titles])
    if bare != part and not (sure and stands_alone(document, *place)):
        inner = find_title(document.text, *place, bare) if is_drifted(bare, record) else None
        if inner is None:
            return None
        place = inner
    return _fix(document, record, _all_places(document, subject, *place), sure)


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
