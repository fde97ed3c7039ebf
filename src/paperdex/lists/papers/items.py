"""Which items of a list are papers, judged by what they link, by their neighbours, and by the whole document.

What names a paper is one. What is nothing but words is one among such items; where no item of a list names a paper, the
way its items are worded (:mod:`paperdex.lists.words.evidence`), the headings above it and the items of the other lists
of the document tell; a document of nothing but titles is one of papers. Books, tools, people and sentences stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from paperdex.lists.entry.pieces import Unit, names_paper
from paperdex.lists.outline import (
    Block,
    Heading,
    Inline,
    Item,
    ItemList,
    Paragraph,
    Quote,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.papers.likeness import alike, is_field
from paperdex.lists.papers.one_item import (
    is_lone,
    is_note_link,
    is_sentence,
    item_names_paper,
    links_file,
    links_project,
    links_title,
    may_stand_for_paper,
    only_mentions,
    words_of,
)
from paperdex.lists.words.evidence import (
    SURE,
    Opinion,
    is_capitalised,
    is_of_files,
    letters,
    opinion,
    wording,
    words_of_title,
)
from paperdex.lists.words.fields import strip_numbering

_LONGEST_NAME = 300
_MOST_SURVEYED = 3000
"""Items of a document that are looked at to learn how its papers are worded."""
_ENOUGH = 3
"""Items with a paper's link that make their wording that of papers in this document."""
_MOST_PER_PAPER = 4
_LEAST_WORDS = 4
_LEAST_WORDS_BY_TITLE = 5
_LEAST_WORDS_ALONE = 4.5
"""On average, where nothing but the titles tells that they are some."""
_MOSTLY = 0.7
_HALF = 0.5
_SOME_LINKED = 0.3
_OTHERS = frozenset(
    {"book", "books", "novels", "movies", "films", "games", "songs", "albums", "recipes", "courses", "podcasts"}
    | {"features", "tasks", "talks", "videos", "blogs", "tools"}
)
_LINKING = frozenset(
    {"for", "with", "via", "of", "in", "by", "from", "using", "on", "through", "without", "as", "to"}
    | {
        "is",
        "are",
        "and",
        "beyond",
        "towards",
        "under",
        "at",
        "against",
        "über",
        "von",
        "für",
        "de",
        "pour",
        "для",
        "в",
        "и",
    }
)
_CODE = re.compile(r"[;=|{}<>#\\_\[\]*]|\(\)")
"""What a line of code or of data has, and no title."""
_TO_DO = frozenset(
    {
        "add",
        "fix",
        "implement",
        "update",
        "create",
        "refactor",
        "remove",
        "support",
        "supports",
        "write",
        "build",
        "use",
    }
    | {
        "uses",
        "works",
        "provides",
        "allows",
        "includes",
        "enables",
        "make",
        "improve",
        "test",
        "buy",
        "call",
        "install",
    }
)


class Neighbours:
    """Tells which items of the lists of one document are papers."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._items = list(islice(_items_of(blocks), _MOST_SURVEYED))
        self._told = list(islice((b for b in blocks if isinstance(b, Heading | Paragraph)), _MOST_SURVEYED))
        self._wordings: Counter[str] | None = None
        self._names: frozenset[str] | None = None
        self._of_titles: dict[float, bool] = {}

    def papers(self, units: Sequence[Unit], headings: Sequence[str], title: str | None, lead: str) -> Iterator[Unit]:
        """Those of one list's items that are papers.

        ``headings`` are the open ones, the innermost last; ``lead`` is the line right above the list.
        """
        named = [names_paper(unit) and not only_mentions(unit.head) for unit in units]
        if any(named) and (is_of_files(lead) or (headings and is_of_files(headings[-1]))):
            named = [is_paper and not links_file(unit) for unit, is_paper in zip(units, named, strict=True)]
            yield from (unit for unit, is_paper in zip(units, named, strict=True) if is_paper)
            return
        if all(named):
            yield from units
        elif any(named):
            yield from _among_papers(units, named, of_titles=self._is_of_titles(_SOME_LINKED))
        else:
            lone = [unit for unit in units if is_lone(unit)]
            if lone:
                yield from self._by_wording(units, lone, opinion(headings, title, lead))

    def _by_wording(self, units: Sequence[Unit], lone: Sequence[Unit], said: Opinion) -> Iterator[Unit]:
        """The papers of a list that links none: all of its items that are only words, if they are worded so."""
        if said.heading == "other" or 2 * len(lone) < len(units):
            return
        worded = [wording(words_of(unit)) for unit in lone]
        kinds = Counter(kind for kind in worded if kind)
        sure = sum(kinds[kind] for kind in SURE)
        for_papers = "papers" in said or (bool(kinds) and self._is_usual(kinds.most_common(1)[0][0]))
        if 2 * sum(kinds.values()) >= len(lone) and (for_papers or (2 * sure >= len(lone) and sure > 1)):
            yield from (
                unit for unit, kind in zip(lone, worded, strict=True) if kind or not (is_sentence(unit) or unit.blocks)
            )
            return
        if 2 * sum(is_field(words_of(unit)) for unit in lone) > len(lone) > 1:
            return  # "Summary: ...", "Strengths: ..." are parts of a review
        linked = all(any(is_note_link(span) for span in unit.head) for unit in lone)
        titles = [unit for unit in lone if may_stand_for_paper(unit)]
        repeated = sum(letters(words_of(unit)) in self._named_elsewhere() for unit in titles)
        if 3 * repeated > len(titles):
            return  # the contents
        if len(titles) >= _MOSTLY * len(units) and self._are_titles(titles, said, linked):
            yield from lone if linked else (unit for unit in lone if unit in titles or _ends_with_stop(unit))

    def _are_titles(self, titles: Sequence[Unit], said: Opinion, linked: bool) -> bool:
        """Whether words without any sign are titles: in a part called "papers", or of a document called so.

        They may be ``linked`` to the keeper's notes.
        """
        lengths = [words_of_title(words_of(unit)) for unit in titles]
        mean = sum(lengths) / len(lengths)
        capitalised = sum(is_capitalised(words_of(unit)) for unit in titles) >= _MOSTLY * len(titles)
        if said.heading == "papers":
            return mean >= _LEAST_WORDS and (capitalised or linked or len(titles) > _ENOUGH)
        if said.title != "papers" and not linked and capitalised and mean >= _LEAST_WORDS_ALONE:
            return not said.title and self._is_of_titles(0)
        if said.title != "papers" or not (capitalised or linked):
            return False
        return mean >= (_LEAST_WORDS if linked else _LEAST_WORDS_BY_TITLE)

    def _is_of_titles(self, linked: float) -> bool:
        """Whether the document is plainly a list of titles: little else, no sentences, and few links.

        ``linked`` is how many of its items may link something; where none does, most titles have capitals.
        """
        if linked not in self._of_titles:
            told = [block.inline for block in self._told if isinstance(block, Paragraph)]
            items = [item.inline for item in self._items]
            texts = ("".join(span.text for span in inline if not span.url).strip(" ()[]") for inline in items)
            titles = [text for text in texts if words_of_title(text) and not _CODE.search(text)]
            mean = sum(map(words_of_title, titles)) / len(titles) if titles else 0
            self._of_titles[linked] = (
                not any(_tells_of_others(plain_text(inline)) for inline in told)
                and sum(has_link(inline) for inline in items) <= linked * len(items)
                and not any(span.url for inline in told for span in inline)
                and len(titles) >= max(_ENOUGH, _MOSTLY * len(items))
                and _MOST_PER_PAPER * len(told) <= len(titles) + _MOST_PER_PAPER
                and mean >= _LEAST_WORDS_ALONE
                and sum(map(is_capitalised, titles)) >= (_HALF if linked else _MOSTLY) * len(titles)
                and (linked > 0 or sum(map(_links_words, titles)) >= _HALF * len(titles))
            )
        return self._of_titles[linked]

    def _is_usual(self, kind: str) -> bool:
        """Whether papers with a link are worded so in this document."""
        if self._wordings is None:
            worded = ((wording(plain_text(item.inline).strip()), item) for item in self._items)
            self._wordings = Counter(kind for kind, item in worded if kind and item_names_paper(item))
        return self._wordings[kind] >= _ENOUGH

    def _named_elsewhere(self) -> frozenset[str]:
        """The headings, the first lines of paragraphs and the labels of links in lists, their letters only."""
        if self._names is None:
            lines = (next(split_lines(block.inline), ()) for block in self._told)
            firsts = (plain_text(line) for line in lines if not _is_note_line(line))
            labels = (span.text for item in self._items for span in item.inline if span.url and not is_note_link(span))
            names = {letters(strip_numbering(text)) for text in (*firsts, *labels) if len(text) <= _LONGEST_NAME}
            self._names = frozenset(names)
        return self._names


def _tells_of_others(text: str) -> bool:
    """Whether a text says that something else than papers is listed: books, films."""
    return not _OTHERS.isdisjoint(text.casefold().replace("!", " ").split())


def _links_words(title: str) -> bool:
    """Whether a title links its words as titles do, ``A for B``, and asks for nothing to be done."""
    first, *others = title.split()
    return first.casefold() not in _TO_DO and (
        first.endswith(":") or not _LINKING.isdisjoint(map(str.casefold, others))
    )


def _among_papers(units: Sequence[Unit], named: Sequence[bool], *, of_titles: bool) -> Iterator[Unit]:
    """The papers of a list that links some.

    What is nothing but words is a paper where at least one in five of its neighbours has a link or the document is a
    list ``of_titles``, and where they end as it does: a sentence among titles is none. A title that links another page
    is one where nearly all are papers, and where it is worded as they are.
    """
    lone = [not paper and is_lone(unit) for unit, paper in zip(units, named, strict=True)]
    count = sum(named)
    among_papers = of_titles or sum(lone) <= _MOST_PER_PAPER * count
    nearly_all = count >= _MOST_PER_PAPER and 4 * count >= 3 * len(units)
    most = count >= _ENOUGH and 2 * count > len(units)
    like_papers = alike(units, named)
    sentences = sum(is_sentence(unit) for unit, paper in zip(units, named, strict=True) if paper)
    for unit, paper, alone, is_like in zip(units, named, lone, like_papers, strict=True):
        worded = wording(words_of(unit)) if alone else ""
        ends_alike = 2 * sentences >= count or bool(worded) or not is_sentence(unit)
        is_title = alone and ((among_papers and ends_alike) or worded in SURE)
        is_linked = not alone and links_title(unit) and (nearly_all or (most and links_project(unit)))
        is_linked = is_linked or (of_titles and not alone and words_of_title(words_of(unit).strip(" ()[]")) > 0)
        if paper or is_title or is_linked or (is_like and not alone):
            yield unit


def _ends_with_stop(unit: Unit) -> bool:
    """Whether an item would be a title without the full stop behind it."""
    words = words_of(unit)
    return words.endswith(".") and not unit.blocks and is_capitalised(words) and words_of_title(words[:-1]) > 0


def _items_of(blocks: Iterable[Block]) -> Iterator[Item]:
    for block in blocks:
        if isinstance(block, ItemList):
            for item in block.items:
                yield item
                yield from _items_of(item.blocks)
        elif isinstance(block, Quote):
            yield from _items_of(block.blocks)


def as_items(blocks: Sequence[Block], start: int) -> tuple[ItemList, int] | None:
    """The paragraphs from ``start`` on as a list, and where they end, if each line is a title linked to a note.

    ``[An Invented Paper on Kettles](./2018/kettles.md)``, a line or a paragraph each.
    """
    items: list[Item] = []
    end = start
    while end < len(blocks) and isinstance(block := blocks[end], Paragraph):
        lines = list(split_lines(block.inline))
        if not all(_is_note_line(line) for line in lines):
            break
        items += (Item(line[0].line or block.line, line) for line in lines)
        end += 1
    return (ItemList(items[0].line, tuple(items)), end) if items else None


def _is_note_line(line: Inline) -> bool:
    worded = [span for span in line if span.text.strip() or span.url]
    return len(worded) == 1 and is_note_link(worded[0])
