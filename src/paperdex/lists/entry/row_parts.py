"""Several papers in one row of a table: a row for each, with those of the other cells that are its own.

A cell names several papers where it links several titles, ``[A Title](...) (ICML), [Another](...)``, where links called
"paper" or "DOI" lead to several works of one scheme, each behind words of its own, or where it is nothing but such
links. A cell that has as many lines as there are papers gives each its own; the others hold for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperdex.core.identifiers import Identifier, MalformedIdentifier
from paperdex.lists.entry.columns import NAMING, TITLES
from paperdex.lists.entry.pieces import Unit, bare_identifiers
from paperdex.lists.entry.rows import title_cell
from paperdex.lists.outline import BREAK, Inline, Span, split_lines
from paperdex.lists.words.gather import says_more
from paperdex.lists.words.links import identifier_of, is_other_label, is_paper_label, is_paper_link, says_nothing
from paperdex.lists.words.titles import has_words

_BRACKETS = ("[", "【", "(", "（")
_MOST_RUNS = 64
_LONGEST_SHARED = 1000
"""A longer cell is no part of several papers: the copies would grow with the square of the row."""


def parts_of(unit: Unit) -> Iterator[Unit]:
    """The papers of a row: one, or one for each that a cell names. Cells with as many lines are shared out."""
    position, parts = _parted_cell(unit)
    if len(parts) < 2:
        yield unit
        return
    lines = [list(split_lines(cell)) for _, cell in unit.columns]
    shared = [cell if len(cell) <= _MOST_RUNS and _is_short(cell) else () for _, cell in unit.columns]
    for number, part in enumerate(parts):
        columns = tuple(
            (role, part if n == position else lines[n][number] if len(lines[n]) == len(parts) else shared[n])
            for n, (role, _) in enumerate(unit.columns)
        )
        line = next((span.line for span in part if span.line), unit.line)
        yield Unit(line, unit.topic, tuple(span for _, cell in columns for span in cell), columns=columns)


def _is_short(cell: Inline) -> bool:
    return sum([len(span.text) for span in cell]) <= _LONGEST_SHARED


def _parted_cell(unit: Unit) -> tuple[int, list[Inline]]:
    """The cell that names several papers, and its parts; no parts where the row is one paper."""
    if not any(
        sum(span.url is not None for span in cell) > 1 or len(bare_identifiers(cell)) > 1 for _, cell in unit.columns
    ):
        return 0, []
    title = title_cell(list(unit.columns))
    order = [] if title is None else [title]
    order += [n for role in (*TITLES, "", *NAMING) for n, (r, _) in enumerate(unit.columns) if r == role and n != title]
    for number in order:
        cell = unit.columns[number][1]
        works = works_of(cell)
        if not works:
            continue
        if len(works) == 1:
            break
        parts = _part_cell(cell)
        if number == title or title is None or len(list(split_lines(unit.columns[title][1]))) == len(parts):
            return number, parts
        return number, parts if _only_labels(cell) or bare_identifiers(cell) else []
    return 0, []


def _only_labels(cell: Inline) -> bool:
    """Whether a cell is nothing but links called "pdf", "2" or the like."""
    return all(is_label_of_link(span.text) if span.url else not says_more(span.text) for span in cell)


def is_label_of_link(text: str) -> bool:
    """Whether the label of a link says what it leads to, and no title."""
    return is_paper_label(text) or is_other_label(text) or says_nothing(text)


def works_of(cell: Inline) -> set[str]:
    """The papers that a cell names, by their identifiers or addresses."""
    works = {work for span in cell if (work := _work(span))}
    return works or {span.text for span in bare_identifiers(cell)}


def _work(span: Span) -> str:
    """What the link of a paper names: its identifier or its address; empty for another link, and for text."""
    if not span.url or span.mark == "image" or not is_paper_link(span):
        return ""
    named = identifier_of(span.url)
    if isinstance(named, MalformedIdentifier):
        return named.raw
    return named.work if isinstance(named, Identifier) else f"url:{span.url}"


def _part_cell(cell: Inline) -> list[Inline]:
    """The papers in one cell. One begins at a link that is a title, behind another paper and nothing but facts; or
    with the words in front of a link that is called "paper", where that names another work of the same scheme."""
    bare = bare_identifiers(cell)
    if len(bare) > 1:
        return [(span,) for span in bare]
    parts: list[list[Span]] = []
    between: list[Span] = []
    works: set[str] = set()
    only_labels = True
    for span in cell:
        work = _work(span)
        if not work:
            between.append(span)
            continue
        titled = not (is_label_of_link(span.text) or span.text.strip()[:1] in _BRACKETS)
        if not parts:
            parts.append([*between, span])
        elif work not in works and _begins_another(work, works, between, titled=titled, only_labels=only_labels):
            before, after = _cut(between, titled=titled)
            parts[-1] += before
            parts.append([*after, span])
            works, only_labels = set(), True
        else:
            parts[-1] += [*between, span]
        works.add(work)
        only_labels = only_labels and not titled
        between = []
    if parts:
        parts[-1] += between
    return [tuple(_trimmed(part)) for part in parts]


def _begins_another(work: str, works: set[str], between: Sequence[Span], *, titled: bool, only_labels: bool) -> bool:
    words = "".join([span.text for span in between if not span.url])
    if titled:
        return any(span.text == BREAK for span in between) or not says_more(words) or ";" in words
    scheme = work.partition(":")[0] if ":" in work else "arxiv"
    same = scheme != "url" and any((w.partition(":")[0] if ":" in w else "arxiv") == scheme for w in works)
    return same and (only_labels or says_more(words))


def _cut(between: Sequence[Span], *, titled: bool) -> tuple[Sequence[Span], Sequence[Span]]:
    """What stands between two papers: what belongs to the first, and what to the second."""
    breaks = [number for number, span in enumerate(between) if span.text == BREAK]
    if not titled and breaks:
        worded = [n for n in breaks if any(has_words(span.text) for span in between[n:] if not span.url)]
        cut = worded[-1] if worded else breaks[0]
        return between[:cut], between[cut + 1 :]
    if titled:
        cut = breaks[-1] if breaks else len(between)
        return between[:cut], between[cut + 1 :]
    return (), between


def _trimmed(part: list[Span]) -> list[Span]:
    while part and not part[-1].url and not any(character.isalnum() for character in part[-1].text.strip("and")):
        if any(character in ")]）】」』》" for character in part[-1].text):
            break
        part.pop()
    while part and part[0].text == BREAK:
        part.pop(0)
    return part
