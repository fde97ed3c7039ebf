"""The table of contents and the headings say different things.

A link of it leads nowhere, since no heading has that name (any more); its text is not that of the heading; or a heading
of a kind that it lists is missing from it. Anchors are compared as GitHub makes them, and an anchor that works on other
sites is right too; ``id`` and ``name`` count. A list without links that repeats headings or titles above the first
paper is a table of contents as well. Where the heading that is meant is plain, the link and its text are put right.
Lists in Markdown and HTML are looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from paperdex.checks.anchors import Anchors, Target, slug
from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.contents import Item, bare_contents, linked_contents, name_key
from paperdex.checks.document import Document
from paperdex.checks.headings import Heading, headings
from paperdex.checks.part_names import is_about_list, is_contents
from paperdex.checks.titles import find_title, title_place

BAD = """\
## Contents

- [Teapots](#teapots)
- [Cups and Saucers](#cups-and-sorcers)

## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups and Saucers

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""
GOOD = """\
## Contents

- [Teapots](#teapots)
- [Cups and Saucers](#cups-and-saucers)

## Teapots

- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)

## Cups and Saucers

- [Cups in Practice](https://arxiv.org/abs/1501.00002)
"""

_SLIP = 2
"""Letters by which a name may differ that is only misspelt."""
_SHORTEST_SLIP, _SHORTEST_WORD = 7, 4
_WORD = re.compile(r"\w+")
_MOST_OF_LEVEL = 4
"""Headings of one level, all but one of which a table of contents lists."""
_ALIKE = 80
_MOST_COMPARED = 200
_MARKUP = re.compile(r"[*_`\[\]<>!\\]")
_ASIDE = re.compile(r"(?<=\w)\s*(?:[(（\[].*[)）\]]|[:：|]\s.*|\s[-–—]\s.*)\s*$")
_HELP_LINK = "Link a heading that there is, or take the line out."
_HELP_MISSING = "Add it to the table of contents."


class _Name(NamedTuple):
    """What an item of contents may stand for: a heading, or the title of an entry."""

    text: str
    line: int
    start: int
    end: int


def check(document: Document) -> Iterator[Finding]:
    """Each difference between a table of contents and what it is of."""
    if document.list.format not in ("markdown", "html") or not document.list.entries:
        return
    tables = linked_contents(document)
    if tables:
        yield from _of_links(document, tables)
    if not any(len(table) > 2 for table in tables):
        yield from _of_names(document)


def _of_links(document: Document, tables: Sequence[Sequence[Item]]) -> Iterator[Finding]:
    anchors = Anchors(document)
    first = min((entry.line for entry in document.list.entries), default=0)
    listed: dict[int, Heading] = {}
    leading: list[Item] = []
    lost: list[Item] = []
    places: list[tuple[int, int]] = []
    for table in tables:
        pairs = [(item, anchors.find(item.anchor)) for item in table]
        broken = [item for item, target in pairs if target.match == "none"]
        if len(broken) > 2 and len(broken) * 2 > len(table):
            return  # its anchors are made by rules that nobody here knows
        places += [(item.start, target.heading.line) for item, target in pairs if target.heading]
        listed |= {target.heading.line: target.heading for _, target in pairs if target.heading}
        if table[-1].line < first or not first:
            leading += table
        yield from _case(pairs)
        yield from _texts(document, pairs)
        lost += broken
    unlisted = [heading for heading in headings(document) if heading.line not in listed]
    slugs = {place: slug(heading.text) for place, heading in enumerate(unlisted)} if lost else {}
    guesses = [(item, _guess(item, unlisted, slugs)) for item in lost[:_MOST_COMPARED]]
    guessed = {heading.line: heading for _, heading in guesses if heading}
    missing = _missing(document, leading, listed | guessed) if leading else []
    for item, guess in guesses:
        heading = guess
        if heading is None and len(missing) == 1 and _stands_between(item, missing[0], places):
            heading = missing.pop()
        yield _broken(document, item, heading, anchors)
    for heading in missing:
        yield Finding(
            heading.start,
            heading.end,
            f"the heading {heading.text!r} is missing from the table of contents",
            sure=False,
            help=_HELP_MISSING,
        )


def _case(pairs: Sequence[tuple[Item, Target]]) -> Iterator[Finding]:
    """Anchors that differ by case, where nearly all of the table are right to the letter."""
    exact = sum(target.match == "exact" for _, target in pairs)
    differing = [(item, target) for item, target in pairs if target.match == "case"]
    if exact < 3 or len(differing) > max(1, 0.2 * len(pairs)):
        return
    for item, target in differing:
        start, end = item.anchor_start, item.anchor_start + len(item.anchor)
        fix = Fix(f"Link #{target.anchor}", (Edit(start, end, target.anchor),))
        yield Finding(start, end, f"the anchor is #{target.anchor}, in these letters", fix=fix)


def _texts(document: Document, pairs: Sequence[tuple[Item, Target]]) -> Iterator[Finding]:
    """Items whose text is not that of the heading which they link, where the others repeat theirs."""
    known = [(item, target.heading) for item, target in pairs if target.heading and item.text]
    equal = [item.text for item, heading in known if name_key(item.text) == name_key(heading.text)]
    letters = [item for item, heading in known if item.text == heading.text]
    is_exact = len(letters) >= 5 and len(letters) == len(known) - 1
    is_kept = len(equal) >= 3 and len(known) - len(equal) <= max(1, 0.2 * len(known))
    for item, heading in known:
        one, two = name_key(item.text), name_key(heading.text)
        if one == two:
            if is_exact and item.text != heading.text and item.text.casefold() == heading.text.casefold():
                yield _other_text(document, item, heading, is_slip=True)
            continue
        if name_key(_ASIDE.sub("", item.text)) == name_key(_ASIDE.sub("", heading.text)):
            continue  # only what is said beside the name differs
        is_slip = _is_slip(item.text, heading.text)
        if not is_slip and (one in two or two in one or item.text.isupper()):
            continue  # a short form of the name
        if (is_slip or is_kept) and not (is_about_list(heading.text) or is_about_list(item.text)):
            yield _other_text(document, item, heading, is_slip=is_slip)


def _is_slip(one: str, two: str) -> bool:
    """Whether two texts differ by a slip in one word, and by no number."""
    words = [["".join(_WORD.findall(word)) for word in text.casefold().split()] for text in (one, two)]
    if len(words[0]) != len(words[1]):
        return False
    differing = [(a, b) for a, b in zip(*words, strict=True) if a != b]
    if len(differing) != 1 or not all(map(str.isalpha, differing[0])):
        return False
    a, b = differing[0]
    most = _SLIP if min(len(a), len(b)) >= _SHORTEST_SLIP else 1
    is_long = min(len(a), len(b)) >= _SHORTEST_WORD and a.rstrip("s") != b.rstrip("s")
    return is_long and OSA.distance(a, b, score_cutoff=most) <= most


def _other_text(document: Document, item: Item, name: Heading | _Name, *, is_slip: bool) -> Finding:
    message = f"the contents say {item.text!r}, and line {name.line} says {name.text!r}"
    edit = _text_edit(document, item, name.text)
    fix = Fix(f"Write {name.text!r}", (edit,), sure=is_slip) if edit else None
    return Finding(item.start, item.end, message, is_slip, fix=fix, help="" if fix else "Write both in the same way.")


def _text_edit(document: Document, item: Item, text: str) -> Edit | None:
    """The other text in the place of an item's, where neither has markup."""
    if _MARKUP.search(document.text[item.start : item.end]) or _MARKUP.search(text):
        return None
    return Edit(item.start, item.end, text)


def _guess(item: Item, unlisted: Sequence[Heading], slugs: dict[int, str]) -> Heading | None:
    """The heading that a broken link is meant for: of its text, or nearly of its anchor."""
    key = name_key(item.text)
    for heading in unlisted:
        if key and name_key(heading.text) == key:
            return heading
    for wanted in (item.anchor.casefold(), slug(item.text)):
        found = process.extractOne(wanted, slugs, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found:
            return unlisted[found[2]]
    return None


def _broken(document: Document, item: Item, heading: Heading | None, anchors: Anchors) -> Finding:
    start, end = item.anchor_start, item.anchor_start + len(item.anchor)
    message = f"no heading has the anchor #{item.anchor}"
    anchor = anchors.slugs.get(heading.line) if heading else None
    if heading is None or anchor is None:
        return Finding(start, max(end, start), message, help=_HELP_LINK)
    edits = [Edit(start, end, anchor)]
    is_same = name_key(item.text) == name_key(heading.text)
    if not is_same and (edit := _text_edit(document, item, heading.text)):
        edits.append(edit)
    is_sure = is_same and OSA.distance(item.anchor.casefold(), anchor) <= _SLIP
    message += f"; the heading in line {heading.line} has #{anchor}"
    return Finding(start, end, message, fix=Fix(f"Link #{anchor}", tuple(sorted(edits)), is_sure))


def _stands_between(item: Item, heading: Heading, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a heading stands where an item says, between those that the items around it link."""
    before = max((place for place in places if place[0] < item.start), default=(0, 0))[1]
    behind = min((place for place in places if place[0] > item.start), default=(0, 0))[1]
    return before < heading.line and (not behind or heading.line < behind)


def _missing(document: Document, items: Sequence[Item], listed: dict[int, Heading]) -> list[Heading]:
    """The headings that a table of contents leaves out, of the levels that it lists all else of."""
    entries = {entry.line for entry in document.list.entries}
    lists_entries = any(line in entries for line in listed)
    last = max(item.line for item in items)
    every = [heading for heading in headings(document) if heading.line > last and heading.text]
    lines = [heading.line for heading in listed.values() if heading.line > last]
    if len(lines) < 2:
        return []
    used = _lines_with_papers(document)
    parents = _parents(every)
    siblings: defaultdict[tuple[int, int], list[Heading]] = defaultdict(list)
    levels: defaultdict[int, list[Heading]] = defaultdict(list)
    for heading in every:
        if is_about_list(heading.text) or is_contents(heading.text):
            continue
        if heading.line in entries and not lists_entries:
            continue
        siblings[parents[heading.line], heading.level].append(heading)
        levels[heading.level].append(heading)
    top = min((heading.level for heading in listed.values() if heading.line > last), default=1)
    missing: dict[int, Heading] = {}
    for level, of_level in levels.items():
        share = sum(heading.line in listed for heading in of_level) / len(of_level)
        if level < top or share < 0.5:
            continue
        is_lone = sum(heading.line not in listed for heading in of_level) == 1 and len(of_level) >= _MOST_OF_LEVEL
        groups = [group for key, group in siblings.items() if key[1] == level]
        if level == top or share >= 0.8:
            groups.append(of_level)
        for group in groups:
            found = [heading for heading in group if heading.line in listed]
            left = [heading for heading in group if heading.line not in listed]
            least = 1 if is_lone else 2 if level == top else 3
            if len(found) < least or len(left) > max(1, 0.2 * len(group)):
                continue
            for heading in left:
                if heading.line in used or (len(found) > 3 and heading.line > found[0].line):
                    missing[heading.line] = heading
    return [missing[line] for line in sorted(missing)]


def _lines_with_papers(document: Document) -> set[int]:
    """The lines of headings that have papers below them, or are one."""
    used = {topic[:depth] for topic in {e.topic for e in document.list.entries} for depth in range(1, len(topic) + 1)}
    lines = zip(document.list.topics, document.list.topic_lines, strict=True)
    return {line for topic, line in lines if topic in used} | {entry.line for entry in document.list.entries}


def _parents(every: Sequence[Heading]) -> dict[int, int]:
    """The line of the heading above each; 0 where there is none."""
    parents: dict[int, int] = {}
    open_headings: list[Heading] = []
    for heading in every:
        while open_headings and open_headings[-1].level >= heading.level:
            open_headings.pop()
        parents[heading.line] = open_headings[-1].line if open_headings else 0
        open_headings.append(heading)
    return parents


def _of_names(document: Document) -> Iterator[Finding]:
    """A list without links above the first paper, which repeats headings or titles."""
    names = _names(document)
    items = bare_contents(document, list(names))
    if not items:
        return
    keys = [name_key(item.text) for item in items]
    listed = set(keys) & names.keys()
    left = {key: name for key, name in names.items() if key not in listed}
    unknown = [(item, key) for item, key in zip(items, keys, strict=True) if key and key not in names]
    for item, key in unknown[:_MOST_COMPARED]:
        near = _near(key, left)
        if near is not None:
            name = left.pop(near)
            yield _other_text(document, item, name, is_slip=_is_slip(item.text, name.text))
        elif len(listed) >= 0.7 * len(items):
            message = f"the contents say {item.text!r}, and nothing in the list has that name"
            yield Finding(item.start, item.end, message, sure=False, help="Take the line out, or add what it names.")
    yield from _unlisted_headings(document, names, left.keys())
    titles = {name_key(entry.title) for entry in document.list.entries} - {""}
    unlisted = titles & left.keys()
    if len(titles & listed) >= 3 and len(unlisted) <= max(1, 0.2 * len(titles)):
        for key in sorted(unlisted, key=lambda key: left[key].line):
            name = left[key]
            message = f"{name.text!r} is missing from the table of contents"
            yield Finding(name.start, name.end, message, sure=False, help=_HELP_MISSING)


def _unlisted_headings(document: Document, names: dict[str, _Name], left: Collection[str]) -> Iterator[Finding]:
    """The few headings with papers that contents of names leave out, of the one level that they list."""
    entries = {entry.line for entry in document.list.entries}
    by_line = {name.line: key for key, name in names.items() if name.line not in entries}
    of_names = [heading for heading in headings(document) if heading.line in by_line]
    levels = {heading.level for heading in of_names if by_line[heading.line] not in left}
    if len(levels) != 1:
        return
    of_level = [heading for heading in of_names if heading.level in levels]
    unlisted = [h for h in of_level if by_line[h.line] in left and not is_about_list(h.text)]
    if len(of_level) - len(unlisted) >= 3 and len(unlisted) <= max(1, 0.2 * len(of_level)):
        for heading in unlisted:
            message = f"the heading {heading.text!r} is missing from the table of contents"
            yield Finding(heading.start, heading.end, message, sure=False, help=_HELP_MISSING)


def _near(key: str, left: dict[str, _Name]) -> str | None:
    """The name that is meant: nearly the same, or the same with something around it."""
    found = process.extractOne(key, left.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if found:
        return str(found[0])
    return next((each for each in left if len(each) >= 12 and len(key) >= 12 and (each in key or key in each)), None)


def _names(document: Document) -> dict[str, _Name]:
    """The headings with papers, and the titles of the papers, by their keys."""
    names: dict[str, _Name] = {}
    used = _lines_with_papers(document)
    first = min(used, default=0)
    entries = {entry.line for entry in document.list.entries}
    for heading in headings(document):
        if heading.line >= first and heading.line in used and heading.line not in entries:
            names.setdefault(name_key(heading.text), _Name(heading.text, heading.line, heading.start, heading.end))
    for subject in document.subjects:
        title = subject.entry.title
        heading_place = find_title(document.text, subject.start, document.source.end(subject.entry.line), title)
        start, end = heading_place or title_place(document, subject) or document.line_span(subject.entry.line)
        names.setdefault(name_key(title), _Name(title, subject.entry.line, start, end))
    names.pop("", None)
    return names
