"""Where a value stands in an entry, in words that hold for other entries too, and a value put at that place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from paperdex.checks.annotating.anatomy import ITEM, Anatomy
from paperdex.checks.annotating.spelling import Sample
from paperdex.checks.annotating.values import Field
from paperdex.checks.base import Edit

How = Literal["behind", "before", "end", "line", "cell"]

_BREAK = re.compile(r"</?br\s*/?>|&nbsp;|&emsp;", re.IGNORECASE)
_WORD = re.compile(r"\w")
_LABELLED = re.compile(
    r"\W{0,8}(?:[^\W\d_][\w ]{0,15}[:：]\s?"
    r"|(?:(?:published|accepted|presented|appeared|written) )?(?:by|in|at|from|on|von|par|de|di|por)\s)?"
    r"(?:\*\*|\*|__|_|`)?\s?",
    re.IGNORECASE,
)
_LONGEST = 16
_NOTHING = re.compile(r"[-–—?/]*|n/?a|tbd|none|todo", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{", "】": "【", "）": "（"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an entry."""

    how: How
    where: str = ""
    """The landmark that it stands beside: ``title``, ``link:paper``, a field; of a cell, its number."""
    glue: str = ""
    """What stands between them; of a line of its own, what it begins with."""
    opening: str = ""
    closing: str = ""
    in_head: bool = True
    """Whether it is in the line, or the cell, of the title."""
    trail: str = ""
    """What a line of its own, or a cell, ends with."""
    indent: str = ""
    """Of a line of its own, beyond that of the entry."""
    apart: bool = False
    """Whether a blank line stands above it."""
    inside: str = ""
    """The closing bracket that it shares with the landmark in front of it: ``(Ada Invented, 2017)``."""
    after: tuple[str, str] | None = field(default=None, compare=False)
    """Of a place behind a landmark, the next one, and what stands between the value and that."""


class Landmark(NamedTuple):
    """A thing in an entry that others stand beside."""

    kind: str
    start: int
    end: int
    region: int
    inner_start: int
    """Where it begins without the marks around it."""
    inner_end: int


def landmarks(anatomy: Anatomy, samples: Mapping[Field, Sample], but: Field | None = None) -> list[Landmark]:
    """The landmarks of an entry in their order: its title, its fields, its other links."""
    found: list[Landmark] = []
    if anatomy.title:
        found.append(Landmark("title", *anatomy.title, anatomy.head, *anatomy.title))
    for name, sample in samples.items():
        start, end = anatomy.wrapped(sample.start, sample.end)
        if name != but:
            found.append(Landmark(name, start, end, anatomy.region_of(start), sample.start, sample.end))
        else:
            found = [each for each in found if not (each.start < end and start < each.end)]
    own = samples.get(but) if but else None
    for link in anatomy.links:
        start, end = anatomy.wrapped(link.start, link.end)
        is_own = own is not None and own.start < end and start < own.end
        if not is_own and not any(each.start < end and start < each.end for each in found):
            label = "" if anatomy.text[link.start] != "[" else link.label.strip("*_` ").casefold()
            found.append(Landmark(f"link:{label}", start, end, anatomy.region_of(start), link.start, link.end))
    return sorted(found, key=lambda each: each.start)


def slot_of(anatomy: Anatomy, samples: Mapping[Field, Sample], field: Field) -> Slot | None:
    """The place of a field in an entry; ``None`` where it can't be told in general."""
    sample, text = samples[field], anatomy.text
    start, end = anatomy.wrapped(sample.start, sample.end)
    opening, closing = text[start : sample.start], text[sample.end : end]
    index = anatomy.region_of(start)
    region, last = anatomy.regions[index], anatomy.regions[anatomy.region_of(end - 1)]
    lead, trail = text[region.start : start], text[end : last.end]
    in_head = index == anatomy.head
    if anatomy.kind == "row" and not in_head:
        if is_clean(lead) and is_clean(trail):
            return Slot("cell", str(index), lead, opening, closing, in_head=False, trail=trail)
        return None
    marks = [mark for mark in landmarks(anatomy, samples, field) if mark.region == index]
    left = max((mark for mark in marks if mark.end <= start), key=lambda mark: mark.end, default=None)
    right = min((mark for mark in marks if mark.start >= end), key=lambda mark: mark.start, default=None)
    if not in_head and left is None and right is None and anatomy.kind != "row":
        label = anatomy.label(index)
        is_led = is_clean(lead, label_too=True) or (label is not None and label[1] >= start - 2)
        if not _has_word(trail) and (not _has_word(lead) or is_led):
            return Slot(
                "line", label[0] if label else "", lead, opening, closing, in_head=False, trail=trail,
                indent=_indent(anatomy, index), apart=_is_blank(anatomy, index - 1),
            )  # fmt: skip
    before = text[left.end : start] if left else lead
    after = text[end : right.start] if right else trail
    if left and is_clean(before, label_too=True):
        shared = text[end : end + 1] if _is_shared(text, left, end) else ""
        next_one = (right.kind, after) if right and is_clean(after) else None
        return Slot("behind", left.kind, before, opening, closing, in_head, inside=shared, after=next_one)
    if right and is_clean(after) and (left is not None or is_clean(lead)):
        return Slot(
            "before", right.kind, after, opening, closing, in_head, indent="" if in_head else _indent(anatomy, index)
        )
    if not _has_word(trail):
        glue = re.search(r"\W*$", before)
        # Blanks alone say nothing: the word in front of them may belong to the value.
        if glue and is_clean(glue[0]) and (opening or glue[0].strip()):
            return Slot("end", "", glue[0], opening, closing, in_head)
    return None


def _is_shared(text: str, left: Landmark, end: int) -> bool:
    """Whether a bracket is closed behind a value that was opened in front of the landmark in front of it."""
    opening = _CLOSING.get(text[end : end + 1])
    return opening is not None and text[: left.start].endswith(opening)


def is_clean(text: str, *, label_too: bool = False) -> bool:
    """Whether a text is only marks, few, and no bracket without its partner; ``label_too``: or marks and a label."""
    bare = _BREAK.sub("", text)
    if len(bare) > _LONGEST + 8 * label_too:
        return False
    opened: list[str] = []
    for sign in bare:
        if sign in _CLOSING.values():
            opened.append(sign)
        elif sign in _CLOSING and (not opened or opened.pop() != _CLOSING[sign]):
            return False
    is_plain = not _has_word(bare) or (label_too and _LABELLED.fullmatch(bare) is not None)
    return not opened and bare.count("**") % 2 == 0 and bare.count("`") % 2 == 0 and is_plain


def _has_word(text: str) -> bool:
    return _WORD.search(_BREAK.sub("", text).replace("_", "")) is not None


def _is_blank(anatomy: Anatomy, index: int) -> bool:
    return index > 0 and anatomy.regions[index].start == anatomy.regions[index].end


def _indent(anatomy: Anatomy, index: int) -> str:
    region = anatomy.regions[index]
    line = anatomy.text[region.line_start : region.start]
    blanks = line[: len(line) - len(line.lstrip())]
    return blanks.removeprefix(anatomy.indent) if blanks.startswith(anatomy.indent) else ""


def line_key(anatomy: Anatomy, marks: list[Landmark], index: int) -> str:
    """What a line of an entry is."""
    if index <= anatomy.head:
        return "title"
    if label := anatomy.label(index):
        return f"label:{label[0]}"
    of_line = [mark for mark in marks if mark.region == index]
    if of_line and not anatomy.text[anatomy.regions[index].start : of_line[0].start].strip("-*+_ ([`"):
        return "links" if of_line[0].kind.startswith("link:") else of_line[0].kind
    return "text"


def put(
    anatomy: Anatomy, marks: list[Landmark], slot: Slot, text: str, *, above: frozenset[str], tail: str, line_end: str
) -> Edit | str:
    """The edit that puts a text into an entry; a text says why there is none, and is empty where a landmark lacks.

    ``above`` are the lines that stand above a line of its own, ``tail`` the blanks behind one.
    """
    inner = f"{slot.opening}{text}{slot.closing}"
    if slot.how == "cell":
        return _fill(anatomy, int(slot.where), f"{slot.glue}{inner}{slot.trail}")
    if slot.how == "line":
        return _line(anatomy, marks, slot, inner, above=above, tail=tail, line_end=line_end)
    if slot.how == "end":
        index = anatomy.head if slot.in_head else min(anatomy.head + 1, len(anatomy.regions) - 1)
        if not slot.in_head and index == anatomy.head:
            return ""
        place = anatomy.regions[index].end
        return Edit(place, place, slot.glue + inner)
    mark = _mark(anatomy, marks, slot)
    if mark is None:
        return ""
    if slot.how == "behind" and slot.inside:
        if not anatomy.text.startswith(slot.inside, mark.inner_end) or mark.inner_end == mark.end:
            return ""
        return Edit(mark.inner_end, mark.inner_end, slot.glue + inner)
    if slot.how == "behind":
        return _between(anatomy, marks, mark, slot, inner) or Edit(mark.end, mark.end, slot.glue + inner)
    return Edit(mark.start, mark.start, inner + slot.glue)


def _between(anatomy: Anatomy, marks: list[Landmark], left: Landmark, slot: Slot, inner: str) -> Edit | None:
    """The edit that makes the text between two landmarks what it is in other entries, where that takes no text away."""
    if slot.after is None:
        return None
    right = min((mark for mark in marks if mark.start >= left.end), key=lambda mark: mark.start, default=None)
    if right is None or right.kind != slot.after[0] or right.region != left.region:
        return None
    gap = anatomy.text[left.end : right.start]
    for place in range(len(gap), -1, -1):
        if slot.glue.startswith(gap[:place]) and slot.after[1].endswith(gap[place:]):
            text = slot.glue[place:] + inner + slot.after[1].removesuffix(gap[place:])
            return Edit(left.end + place, left.end + place, text)
    return None


def _mark(anatomy: Anatomy, marks: list[Landmark], slot: Slot) -> Landmark | None:
    """The landmark of a slot in another entry; another link stands for one that the entry lacks in a line of links."""
    there = [mark for mark in marks if (mark.region == anatomy.head) is slot.in_head]
    found = next((mark for mark in there if mark.kind == slot.where), None)
    if found is None and slot.where.startswith("link:") and not slot.in_head:
        links = [mark for mark in there if mark.kind.startswith("link:")]
        first = links[0].region if links else 0
        links = [mark for mark in links if mark.region == first]
        starts = links and not anatomy.text[anatomy.regions[first].start : links[0].start].strip("([")
        if starts:
            found = links[-1] if slot.how == "behind" else links[0]
    return found


def own_line(anatomy: Anatomy, slot: Slot, text: str, *, tail: str, line_end: str) -> Edit:
    """The edit that gives what stands in front of a line of links a line of its own, where there is no such line."""
    inner = f"{slot.opening}{text}{slot.closing}"
    return _below(anatomy, anatomy.head, f"{anatomy.indent}{slot.indent}{inner}{tail}", line_end)


def _line(
    anatomy: Anatomy, marks: list[Landmark], slot: Slot, inner: str, *, above: frozenset[str], tail: str, line_end: str
) -> Edit:
    index = anatomy.head
    for number in range(anatomy.head + 1, len(anatomy.regions)):
        if line_key(anatomy, marks, number) in above:
            index = number
    # A field goes on over the lines below it that are no item and have no label.
    while index > anatomy.head and index + 1 < len(anatomy.regions) and _goes_on(anatomy, marks, index + 1):
        index += 1
    line = f"{anatomy.indent}{slot.indent}{slot.glue}{inner}{slot.trail}{tail}"
    if slot.apart:
        line = line_end + line
        after = index + 1
        if after < len(anatomy.regions) and anatomy.regions[after].start < anatomy.regions[after].end:
            line += line_end
    return _below(anatomy, index, line, line_end)


def _goes_on(anatomy: Anatomy, marks: list[Landmark], index: int) -> bool:
    region = anatomy.regions[index]
    line = anatomy.text[region.line_start : region.stop]
    return bool(line.strip()) and not ITEM.match(line) and line_key(anatomy, marks, index) == "text"


def _below(anatomy: Anatomy, index: int, line: str, line_end: str) -> Edit:
    region = anatomy.regions[index]
    if region.next == region.stop:  # the last line of a file without a line end
        return Edit(region.stop, region.stop, line_end + line)
    return Edit(region.next, region.next, line + line_end)


def _fill(anatomy: Anatomy, index: int, text: str) -> Edit | str:
    """Fill a cell that is empty; it stays as wide as it is where it can."""
    if index >= len(anatomy.regions):
        return "its row has no such cell"
    region = anatomy.regions[index]
    if not _NOTHING.fullmatch(anatomy.text[region.start : region.end].strip()):
        return "its cell holds something else"
    width = region.stop - region.line_start
    filled = f" {text}"
    is_last = region.stop == region.next or region.stop >= len(anatomy.text) or anatomy.text[region.stop] != "|"
    padded = filled if is_last else filled.ljust(max(width, len(filled) + 1))
    return Edit(region.line_start, region.stop, padded)


def labels(anatomy: Anatomy) -> Iterator[tuple[str, str, str]]:
    """The labels of an entry's lines, each with what the line begins with and its indent."""
    for index in range(anatomy.head + 1, len(anatomy.regions)):
        label = anatomy.label(index)
        if label:
            yield label[0], anatomy.text[anatomy.regions[index].start : label[1]], _indent(anatomy, index)
