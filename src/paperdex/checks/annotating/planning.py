"""What the entries of a list get of one field: learned from those that have it, in their form and at their place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from paperdex.checks import date_styles as dates
from paperdex.checks.annotating.anatomy import ITEM, Anatomy, dissect, header_cells
from paperdex.checks.annotating.links import LinkStyle
from paperdex.checks.annotating.names import spellings
from paperdex.checks.annotating.slots import Slot, is_clean, labels, landmarks, line_key, own_line, put, slot_of
from paperdex.checks.annotating.spelling import Sample, find, free, is_outdated, settled, value_of, write
from paperdex.checks.annotating.values import FIELDS, Field, Values, Wanted
from paperdex.checks.base import Edit
from paperdex.checks.document import Document
from paperdex.core.entries import Topic
from paperdex.core.text import normalise_title

FORMATS = frozenset({"markdown"})
"""Formats of lists that can be written into."""

_HEADS: dict[Field, frozenset[str]] = {
    "date": frozenset({"date", "year", "published", "time", "submitted", "日期", "年份", "时间"}),
    "venue": frozenset({"venue", "conference", "journal", "publication", "published in", "会议", "期刊"}),
    "authors": frozenset({"author", "authors", "author(s)", "作者"}),
    "abstract": frozenset({"abstract", "摘要"}),
    "code": frozenset({"code", "github", "implementation", "repo", "repository", "official code", "代码"}),
    "doi": frozenset({"doi"}),
}
_LABELS: dict[Field, str] = {
    "date": "Date", "venue": "Venue", "authors": "Authors", "abstract": "Abstract", "code": "Code", "doi": "DOI"
}  # fmt: skip
_PIPE = re.compile(r"(?<!\\)\|")
_BEGINNING = 80
_STANDS = "it seems to stand there already, in a way that is not read"
_SEVERAL = 5
"""Where more than one entry in so many seems to have a value that is not read, it is added to none in a plain form."""
_UNREAD = "other entries seem to have it in a way that is not read"
_BLANKS = re.compile(r"[ \t]*$")


@dataclass(frozen=True, slots=True)
class Addition:
    """A value that an entry gets."""

    index: int
    """Of the entry."""
    edit: Edit
    text: str
    expected: Any
    """What is read of it afterwards."""
    is_refresh: bool = False
    """Whether it takes the place of another value."""


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that does not get what was asked for, and why."""

    index: int
    why: str
    is_unasked: bool = False
    """Whether a source could not be asked."""
    is_ours: bool = True
    """Whether there is a value for it, which could not be put in."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form in which a field was added."""

    example: int
    """The line of an entry that has it so; 0 where none does."""
    like: int = 0
    """How many entries have it so."""
    of: int = 0
    """Of how many that have it."""
    text: str = ""
    """What was written of it in the first entry that got it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about one field of a list."""

    additions: tuple[Addition, ...] = ()
    left: tuple[Left, ...] = ()
    forms: tuple[Form, ...] = ()
    without: int = 0
    """How many entries lack it, and their records too."""


def in_order(document: Document, wanted: Sequence[Wanted], fields: Sequence[Field]) -> list[Field]:
    """Fields in an order in which one comes after another that it mostly stands beside."""
    if len(fields) < 2:
        return list(fields)
    beside = {each: _Planning(document, wanted, each, refresh=False, below=False).beside for each in fields}
    ordered: list[Field] = []
    left = list(fields)
    while left:
        free_ones = [each for each in left if beside[each] not in left]
        ordered.append((free_ones or left)[0])
        left.remove(ordered[-1])
    return ordered


@dataclass
class _Group:
    """Entries of one kind: items, the rows of one table, papers as headings, paragraphs."""

    anatomies: list[Anatomy] = field(default_factory=list)
    slots: list[tuple[Anatomy, Slot]] = field(default_factory=list)
    styles: list[Any] = field(default_factory=list)

    @cached_property
    def order(self) -> list[Slot]:
        """The places, the most common one first; to be read once all entries are known."""
        after: defaultdict[Slot, Counter[tuple[str, str] | None]] = defaultdict(Counter)
        for _, slot in self.slots:
            after[slot][slot.after] += 1
        ordered = [slot for slot, _ in Counter(slot for _, slot in self.slots).most_common()]
        return [replace(slot, after=after[slot].most_common(1)[0][0]) for slot in ordered]

    @cached_property
    def _of_topics(self) -> dict[Topic, Slot]:
        """The place of most entries of a topic, where several have it."""
        counts: defaultdict[Topic, Counter[Slot]] = defaultdict(Counter)
        for anatomy, slot in self.slots:
            counts[anatomy.subject.entry.topic][slot] += 1
        most = {topic: told.most_common(1)[0] for topic, told in counts.items()}
        return {topic: slot for topic, (slot, count) in most.items() if count > 1 and count * 2 > counts[topic].total()}

    def order_in(self, topic: Topic) -> list[Slot]:
        """The places, that of most entries of a topic first."""
        own = self._of_topics.get(topic)
        return sorted(self.order, key=lambda slot: slot != own)

    def examples(self, slot: Slot) -> list[Anatomy]:
        """The entries that have the field at a place."""
        return [anatomy for anatomy, each in self.slots if each == slot]


def plan(
    document: Document, wanted: Sequence[Wanted], field: Field, *, refresh: bool = False, below: bool = False
) -> Plan:
    """What the entries of a document get of a field; ``wanted`` is for each of them, in their order.

    ``below``: where no entry shows how, the field gets a line of its own, and does not stand behind the title.
    """
    return _Planning(document, wanted, field, refresh=refresh, below=below).plan()


class _Planning:
    def __init__(
        self, document: Document, wanted: Sequence[Wanted], field: Field, *, refresh: bool, below: bool
    ) -> None:
        self._document = document
        self._wanted = wanted
        self._field = field
        self._refresh = refresh
        self._below = below
        self._samples: dict[int, dict[Field, Sample]] = {}
        self._of_line = Counter(subject.entry.line for subject in document.subjects)
        self._anatomies = {s.index: a for s in document.subjects if (a := dissect(document, s)) is not None}
        self._groups: defaultdict[tuple[str, int], _Group] = defaultdict(_Group)
        self._forms: dict[Slot, Form] = {}
        self._learned: dict[tuple[int, Slot], tuple[frozenset[str], str]] = {}
        self._styles: dict[int, Any] = {}
        self._styles_at: dict[tuple[int, Slot], Any] = {}
        for index, anatomy in self._anatomies.items():
            group = self._groups[(anatomy.kind, anatomy.table)]
            group.anatomies.append(anatomy)
            if self._of_line[anatomy.subject.entry.line] > 1:
                continue
            samples = self._samples_of(index)
            if field in samples:
                group.styles.append(samples[field].style)
                slot = slot_of(anatomy, samples, field)
                if slot:
                    group.slots.append((anatomy, slot))

    def _samples_of(self, index: int) -> dict[Field, Sample]:
        if index not in self._samples:
            anatomy, values = self._anatomies[index], self._wanted[index].values
            found = ((each, find(each, anatomy, values)) for each in FIELDS)
            self._samples[index] = {each: sample for each, sample in found if sample is not None}
        return self._samples[index]

    @property
    def beside(self) -> str:
        """What the field mostly stands beside."""
        counts = Counter(slot.where for group in self._groups.values() for _, slot in group.slots if slot.how != "cell")
        return counts.most_common(1)[0][0] if counts else ""

    def plan(self) -> Plan:
        additions, left = [], []
        without = 0
        for subject, wanted in zip(self._document.subjects, self._wanted, strict=True):
            has = bool(value_of(subject.entry, self._field)) or self._field in (
                self._samples_of(subject.index) if subject.index in self._anatomies else ()
            )
            if has and not self._refresh:
                continue
            if wanted.values is None:
                if not has:
                    left.append(Left(subject.index, wanted.why, wanted.is_unasked, is_ours=False))
                continue
            if not wanted.values.has(self._field):
                without += not has
                continue
            done = self._refreshed(subject.index) if has else self._added(subject.index)
            if isinstance(done, Addition):
                additions.append(done)
            elif done:
                left.append(Left(subject.index, done))
        forms = tuple(self._forms.values())
        standing = sum(each.why == _STANDS for each in left)
        if standing * _SEVERAL >= max(len(additions), 1) and not any(form.example for form in forms):
            left += [Left(each.index, _UNREAD) for each in additions if not each.is_refresh]
            additions = [each for each in additions if each.is_refresh]
        return Plan(tuple(additions), tuple(left), forms, without)

    def _refreshed(self, index: int) -> Addition | str | None:
        """Another value in the place of one; ``None`` where it is the record's already."""
        values, entry = self._wanted[index].values, self._document.subjects[index].entry
        anatomy = self._anatomies.get(index)
        group = self._groups[(anatomy.kind, anatomy.table)] if anatomy else _Group()
        style = self._style(group)
        if values is None or self._field == "code" or not is_outdated(self._field, entry, values, style):
            return None
        sample = self._samples_of(index).get(self._field) if anatomy else None
        if sample is None:
            return "its value does not stand there in one piece"
        is_like = self._field in ("authors", "venue") or (self._field == "date" and style.shape == sample.style.shape)
        own = style if is_like else settled(self._field, [sample.style])
        written = write(self._field, own, values)
        if isinstance(written, str):
            return written
        if written.text == self._document.text[sample.start : sample.end]:
            return None
        return Addition(index, Edit(sample.start, sample.end, written.text), written.text, written.expected, True)

    def _added(self, index: int) -> Addition | str:
        anatomy, values = self._anatomies.get(index), self._wanted[index].values
        if anatomy is None or values is None:
            return "its form is not known"
        if self._of_line[anatomy.subject.entry.line] > 1:
            return "it shares its line with another entry"
        group = self._groups[(anatomy.kind, anatomy.table)]
        marks = landmarks(anatomy, self._samples_of(index))
        why = ""
        for slot, style in self._ways(anatomy, group):
            written = write(self._field, style, values)
            if isinstance(written, str):
                return written
            if self._stands_there(anatomy, values, written.text):
                return _STANDS
            text = _PIPE.sub(r"\\|", written.text) if anatomy.kind == "row" else written.text
            above, tail = self._lines(group, slot)
            edit = put(anatomy, marks, slot, text, above=above, tail=tail, line_end=self.line_end)
            if edit == "" and slot.how == "before" and not slot.in_head and anatomy.kind != "row":
                edit = own_line(anatomy, slot, text, tail=tail, line_end=self.line_end)
            if isinstance(edit, Edit):
                self._note(group, slot, edit)
                return Addition(index, edit, written.text, written.expected)
            why = why or edit
        if anatomy.kind == "row":
            return why or "the table has no column for it"
        return why or "no entry of its kind shows where it would stand"

    def _stands_there(self, anatomy: Anatomy, values: Values, text: str) -> bool:
        """Whether a value stands in an entry already, though it is not read as one."""
        if self._field == "abstract":
            whole = anatomy.text[anatomy.regions[0].start : anatomy.regions[-1].end]
            return normalise_title(values.abstract)[:_BEGINNING] in normalise_title(whole)
        head = anatomy.regions[anatomy.head]
        if self._field == "authors":
            line = anatomy.text[head.start : head.end]
            return any(spelt[0] in line for spelt in spellings(values.authors))
        if self._field not in ("date", "venue"):
            return False
        words = (text, values.date[:4]) if self._field == "date" else (text,)
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?!\w)")
        taken = self._samples_of(anatomy.subject.index).values()
        return any(
            head.start <= match.start() < head.end
            and not any(sample.start < match.end() and match.start() < sample.end for sample in taken)
            for start, end in free(anatomy)
            for match in pattern.finditer(anatomy.text, start, end)
        )

    def _ways(self, anatomy: Anatomy, group: _Group) -> Iterator[tuple[Slot, Any]]:
        """The places to try, each with a style, the most common one first and the plainest ones last."""
        order = group.order_in(anatomy.subject.entry.topic)
        for slot in order:
            yield slot, self._style_at(group, slot)
        if order and anatomy.kind != "row":
            first = order[0]
            style = self._style_at(group, first)
            if first.how in ("behind", "before", "end") and first.in_head:
                glue = first.glue if first.how != "before" else " "
                yield Slot("behind", "title", glue, first.opening, first.closing), style
        elif anatomy.kind == "row":
            yield from self._column(anatomy, group)
        elif anatomy.kind != "heading":
            yield from self._plain(anatomy)
        elif self._field in ("doi", "code"):
            for slot in self._beside_links(anatomy):
                yield slot, self._style_anywhere

    def _column(self, anatomy: Anatomy, group: _Group) -> Iterator[tuple[Slot, Any]]:
        """The column whose head names the field."""
        others = [style for each in self._groups.values() for style in each.styles]
        for number, head in enumerate(header_cells(self._document, anatomy.table)):
            words = head.strip("*_` :").casefold()
            if words in _HEADS[self._field]:
                style = settled(self._field, group.styles or others)
                if self._field == "date" and not (group.styles or others) and words in ("year", "年份"):
                    style = dates.YEAR
                yield Slot("cell", str(number), in_head=False), style

    def _plain(self, anatomy: Anatomy) -> Iterator[tuple[Slot, Any]]:
        """The plainest form: a field below, in a list that has such, else behind the title."""
        style = self._style_anywhere
        name = _LABELS[self._field]
        if self._field in ("doi", "code") and not self._below:
            for slot in self._beside_links(anatomy):
                yield slot, style
        if self._field in ("doi", "code") and style.label == self._field:
            style_below: Any = LinkStyle()  # its label says what it is
        else:
            style_below = style
        if self._fields is not None:
            lead, indent = self._fields
            yield Slot("line", name.casefold(), lead.replace("\0", name), in_head=False, indent=indent), style_below
        if self._below or self._field == "abstract" or (anatomy.kind == "item" and self._fields is not None):
            match = ITEM.match(self._document.source.line(anatomy.subject.entry.line))
            if match:
                marker = match["marker"] if match["marker"] in "-*+" else "-"
                indent = " " * len(match["marker"] + (match["gap"] or " "))
                yield Slot("line", name.casefold(), f"{marker} {name}: ", in_head=False, indent=indent), style_below
            return
        yield Slot("behind", "title", " " if self._field in ("doi", "code") else ", "), style

    def _beside_links(self, anatomy: Anatomy) -> Iterator[Slot]:
        """Behind the last of an entry's other links, as links stand beside each other in this list."""
        marks = landmarks(anatomy, self._samples_of(anatomy.subject.index))
        links = [mark for mark in marks if mark.kind.startswith("link:") or mark.kind in ("doi", "code")]
        if not links or not anatomy.text.startswith("[", links[-1].inner_start):
            return
        last, text = links[-1], anatomy.text
        yield Slot(
            "behind", last.kind, self._link_glue, text[last.start : last.inner_start], text[last.inner_end : last.end],
            last.region == anatomy.head,
        )  # fmt: skip

    @cached_property
    def _link_glue(self) -> str:
        """What stands between two links."""
        told: Counter[str] = Counter()
        for index, anatomy in self._anatomies.items():
            links = [mark for mark in landmarks(anatomy, self._samples_of(index)) if mark.kind.startswith("link:")]
            for left, right in pairwise(links):
                between = anatomy.text[left.end : right.start]
                if left.region == right.region and is_clean(between):
                    told[between] += 1
        return told.most_common(1)[0][0] if told else " "

    @cached_property
    def _style_anywhere(self) -> Any:
        return settled(self._field, [style for group in self._groups.values() for style in group.styles])

    @cached_property
    def _fields(self) -> tuple[str, str] | None:
        """How the fields below entries begin, NUL for the label, and their indent; ``None`` in a list without."""
        told: Counter[tuple[str, str]] = Counter()
        items = [anatomy for anatomy in self._anatomies.values() if anatomy.kind == "item"]
        having = 0
        for anatomy in items:
            found = [(lead, label, indent) for label, lead, indent in labels(anatomy) if ITEM.match(lead)]
            having += bool(found)
            for lead, label, indent in found:
                place = lead.casefold().find(label)
                told[(f"{lead[:place]}\0{lead[place + len(label) :]}", indent)] += 1
        return told.most_common(1)[0][0] if told and having * 2 > len(items) else None

    def _style(self, group: _Group) -> Any:
        """How most entries of a group write the field."""
        if id(group) not in self._styles:
            self._styles[id(group)] = settled(self._field, group.styles)
        return self._styles[id(group)]

    def _style_at(self, group: _Group, slot: Slot) -> Any:
        """How most entries that have the field at a place write it."""
        key = id(group), slot
        if key not in self._styles_at:
            samples = (self._samples_of(anatomy.subject.index) for anatomy in group.examples(slot))
            self._styles_at[key] = settled(self._field, [sample[self._field].style for sample in samples])
        return self._styles_at[key]

    def _lines(self, group: _Group, slot: Slot) -> tuple[frozenset[str], str]:
        """The lines above a line of its own, and the blanks behind it."""
        key = id(group), slot
        if key not in self._learned:
            self._learned[key] = self._above(group, slot), self._tail(group, slot)
        return self._learned[key]

    def _above(self, group: _Group, slot: Slot) -> frozenset[str]:
        """The lines that stand above a line of its own in most entries that have both."""
        if slot.how != "line":
            return frozenset()
        above: Counter[str] = Counter()
        below: Counter[str] = Counter()
        for anatomy in group.examples(slot):
            samples = self._samples_of(anatomy.subject.index)
            marks = landmarks(anatomy, samples)
            own = anatomy.region_of(samples[self._field].start)
            for index in range(anatomy.head + 1, len(anatomy.regions)):
                if index != own:
                    (above if index < own else below)[line_key(anatomy, marks, index)] += 1
        if not group.examples(slot):  # below all the others
            every = {f"label:{label}" for anatomy in group.anatomies for label, _, _ in labels(anatomy)}
            return frozenset(every)
        return frozenset(key for key, count in above.items() if count > below[key] and key != "text")

    def _tail(self, group: _Group, slot: Slot) -> str:
        """The blanks behind a line of its own, as most have them."""
        told: Counter[str] = Counter()
        for anatomy in group.examples(slot):
            sample = self._samples_of(anatomy.subject.index)[self._field]
            region = anatomy.regions[anatomy.region_of(sample.end - 1)]
            match = _BLANKS.search(anatomy.text[region.line_start : region.stop])
            told[match[0] if match else ""] += 1
        return told.most_common(1)[0][0] if told else ""

    @cached_property
    def line_end(self) -> str:
        """The line end that most lines of the document have."""
        found = Counter(re.findall(r"\r\n|\r|\n", self._document.text))
        return found.most_common(1)[0][0] if found else "\n"

    def _note(self, group: _Group, slot: Slot, edit: Edit) -> None:
        if slot in self._forms:
            return
        examples = group.examples(slot)
        style = self._style_at(group, slot)
        of_style = [a for a in examples if self._samples_of(a.subject.index)[self._field].style == style]
        line = (of_style or examples)[0].subject.entry.line if examples else 0
        self._forms[slot] = Form(line, len(examples), len(group.slots), edit.text.strip())
