"""One item of a list: whether it may be a paper that has no link, and whether the papers that it links are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.core.identifiers import Identifier
from paperdex.lists.entry.pieces import FIELD, Unit, is_title_alone, names_paper
from paperdex.lists.outline import Inline, Item, ItemList, Span, plain_text
from paperdex.lists.papers.likeness import says_nothing_yet, tells_of_meeting
from paperdex.lists.words.evidence import wording, words_of_title
from paperdex.lists.words.fields import is_venue
from paperdex.lists.words.links import (
    identifier_of,
    is_note,
    is_other_label,
    is_paper_label,
    is_paper_link,
    says_nothing,
)
from paperdex.lists.words.titles import SEPARATORS

_LONGEST_REFERENCE = 1200
_LEAST_WORDS = 4
_NO_TARGETS = frozenset({"", "?", "#", "-", "todo", "tbd", "url", "link", "xxx", "..."})
_MENTION = re.compile(
    r"(?:an?|the|this|that|these|their|our|his|her|another|some|recent|previous)\b.{0,60}"
    r"\b(?:papers?|works?|articles?|stud(?:y|ies)|surveys?|reviews?|preprints?)",
    re.IGNORECASE,
)
_VENUE_PAGE = re.compile(r"\s*(?P<venue>\S.{0,30}?\d{4})(?: (?:submissions?|papers?|proceedings))?\s*", re.IGNORECASE)
_SEGMENTS = re.compile(r"\s[|–—-]\s")
_OTHER_HOSTS = re.compile(
    r"://(?:[\w-]+\.)*(?:youtube|youtu|github|gitlab|bitbucket|medium|wikipedia|twitter|x|zhihu|csdn|udacity|coursera"
    r"|edx|kaggle|amazon|slideshare|stackoverflow|stackexchange|reddit|quora|huggingface|substack|facebook|linkedin"
    r"|bilibili|jianshu|qiita|towardsdatascience|google|paperswithcode|bit|habr|vimeo)\.[a-z]{2,4}(?:\.[a-z]{2})?/",
    re.IGNORECASE,
)
_PROJECT_PAGE = re.compile(
    r"https?://(?:[\w-]+\.github\.io(?:/[\w.-]{1,40})?|sites\.google\.com/view/[\w.-]{1,60}(?:/home)?)/?\s*\Z",
    re.IGNORECASE,
)
"""A site of its own, or its first page: ``https://teapots.github.io/kettles``; no post in somebody's blog."""


def item_names_paper(item: Item) -> bool:
    """Whether an item names a paper of its own."""
    return names_paper(Unit(item.line, (), item.inline, item.blocks)) and not only_mentions(item.inline)


def words_of(unit: Unit) -> str:
    """The words of an item without the links behind them; the label where it is linked to a note."""
    return "".join(
        [
            span.text
            for span in unit.head
            if span.mark not in {"image", "badge"} and (not span.url or _is_dead(span) or is_note_link(span))
        ]
    ).strip()


def is_lone(unit: Unit) -> bool:
    """Whether an item is nothing but words, as a paper without a link would be.

    It may link what belongs to a paper (its code) behind them, or the keeper's own notes, or nothing at all
    (``[A Title](?)``); below it may stand notes.
    """
    words = words_of(unit)
    if not words or len(words) > _LONGEST_REFERENCE or not any(character.isalpha() for character in words):
        return False
    if any(span.mark == "image" for span in unit.head) or says_nothing_yet(words) or tells_of_meeting(words):
        return False
    links = [span for span in unit.head if span.url is not None]
    if links and not all(_is_dead(span) or is_note_link(span) or _belongs_to_paper(span) for span in links):
        return False
    if links and any(_belongs_to_paper(span) for span in links):
        few = len(words.split()) < _LEAST_WORDS and not wording(words)
        if few or not plain_text(unit.head[: unit.head.index(links[0])]).strip(SEPARATORS):
            return False
    elif not is_title_alone(Unit(0, (), (Span(words),))) and not wording(words):
        return False
    nested = [item for block in unit.blocks if isinstance(block, ItemList) for item in block.items]
    return not nested or (
        (bool(wording(words)) or all(_is_field(item) for item in nested) or _are_remarks(nested))
        and len(words.split()) > 1
        and not any(item_names_paper(item) for item in nested)
    )


def _is_field(item: Item) -> bool:
    return FIELD.match(plain_text(item.inline)) is not None and not item.blocks


def _are_remarks(items: Sequence[Item]) -> bool:
    """Whether nested items are a few words about what stands above them: ``will reread``."""
    texts = [plain_text(item.inline).strip() for item in items]
    return all(text[:1].islower() and not item.blocks for text, item in zip(texts, items, strict=True))


def may_stand_for_paper(unit: Unit) -> bool:
    """Whether an item reads like a title; ``**Name**: what it is`` explains a word."""
    words = words_of(unit)
    first = next((span for span in unit.head if span.text.strip()), None)
    explains = first is not None and first.mark == "strong" and not first.url and len(words) > len(first.text) + 3
    return not explains and bool(words_of_title(words))


def is_sentence(unit: Unit) -> bool:
    """Whether an item ends as a sentence does."""
    return plain_text(unit.head).rstrip().endswith((".", "。", "!", "！", ":", "："))


def _is_dead(span: Span) -> bool:
    """Whether a link leads nowhere: ``[A Title](?)``, ``[A Title]()``."""
    return span.url is not None and span.url.strip().casefold() in _NO_TARGETS


def is_note_link(span: Span) -> bool:
    """Whether a link with words leads to the keeper's own notes."""
    is_worded = bool(span.url) and span.mark not in {"image", "badge"} and not says_nothing(span.text)
    return is_worded and is_note(span.url or "")


def _belongs_to_paper(span: Span) -> bool:
    """Whether a link is one of those that stand behind a paper: ``[code]``, ``[source code](https://github.com/...)``."""
    is_short = len(span.text.split()) < _LEAST_WORDS and not says_nothing(span.text)
    on_other_host = is_short and not is_note_link(span) and _OTHER_HOSTS.search(span.url or "") is not None
    return is_other_label(span.text) or on_other_host


def links_file(unit: Unit) -> bool:
    """Whether an item links nothing but files by their titles, and no paper that has an identifier."""
    links = [span for span in unit.head if span.url and span.mark != "image"]
    return bool(links) and not any(identifier_of(span.url or "") or is_paper_label(span.text) for span in links)


def links_title(unit: Unit) -> bool:
    """Whether an item begins with a title that is linked to a page which may tell of the paper."""
    first = next((span for span in unit.head if span.text.strip(SEPARATORS)), None)
    return (
        first is not None
        and bool(first.url)
        and first.mark not in {"image", "badge"}
        and (first.url or "").startswith(("http://", "https://"))
        and words_of_title(first.text) > _LEAST_WORDS
        and not _SEGMENTS.search(first.text)
        and (not _OTHER_HOSTS.search(first.url or "") or links_project(unit))
    )


def links_project(unit: Unit) -> bool:
    """Whether an item begins with words that are linked to a project's own site: ``https://teapots.github.io``."""
    first = next((span for span in unit.head if span.text.strip(SEPARATORS)), None)
    return first is not None and _PROJECT_PAGE.match(first.url or "") is not None


def only_mentions(head: Inline) -> bool:
    """Whether the papers that a piece names are only mentioned in a sentence, or are a venue's pages.

    ``There is [an older paper](...) that disagrees.``, ``[ICCV 2018](https://.../ICCV2018)``
    """
    links = [span for span in head if span.url and span.mark != "image"]
    if not links:
        return False
    words = plain_text(span for span in head if not span.url).strip(SEPARATORS)
    if not words:
        page = _VENUE_PAGE.fullmatch(links[0].text) if len(links) == 1 else None
        return (
            page is not None
            and is_venue(page["venue"])
            and not isinstance(identifier_of(links[0].url or ""), Identifier)
        )
    papers = [number for number, span in enumerate(head) if span.url and is_paper_link(span)]
    return bool(papers) and all(_is_mentioned(head, number) for number in papers)


def _is_mentioned(head: Inline, number: int) -> bool:
    label = head[number].text.strip()
    if is_paper_label(label) or says_nothing(label) or not _MENTION.fullmatch(label):
        return False
    before = plain_text(head[:number]).strip()
    behind = plain_text(head[number + 1 :]).strip()
    return bool(before) and before[-1].isalnum() and behind[:1].islower()
