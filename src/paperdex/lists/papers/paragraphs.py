"""Papers that are paragraphs: which of a document's paragraphs are papers, and what belongs to each.

A paragraph is a paper where it has a title of its own beside the link to it: the link itself is the title, or it is set
in bold or in quotes, stands behind a number or behind the names of its authors, in brackets, on a line of its own above
the link, or is nothing but a title in front of a link called "paper"::

    [2018] [An Invented Paper on Teapots](https://arxiv.org/abs/1801.00001)

    **[1]** Ada Invented. "An Invented Paper on Kettles." 2018. [[pdf]](https://arxiv.org/pdf/1801.00002)

    论文：An Invented Paper on Cups
    论文链接：https://arxiv.org/abs/1801.00003

Such a paragraph never belongs to the heading above it, which is its topic. A sentence with a link in it is prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from paperdex.lists.entry.pieces import FIELD_NAMES, names_identifier
from paperdex.lists.outline import (
    BREAK,
    Block,
    Heading,
    Inline,
    ItemList,
    Paragraph,
    Span,
    Table,
    has_link,
    plain_text,
    split_lines,
)
from paperdex.lists.papers.belonging import end_of_bold, end_of_paper, is_link_of, is_titled
from paperdex.lists.papers.headed import LABEL, end_of_links, is_bold, is_labelled
from paperdex.lists.papers.linked_references import is_reference
from paperdex.lists.words.fields import find_authors, is_venue
from paperdex.lists.words.links import (
    is_address,
    is_other_label,
    is_paper_label,
    is_paper_link,
    label_links,
    says_nothing,
)
from paperdex.lists.words.plain_citations import part_title
from paperdex.lists.words.wording import (
    SHORTCODE,
    are_names,
    capitals,
    may_be_title,
    opens_sentence,
    says_words,
    words_of,
)

_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\s*\[\d{1,3}\]\s*\S")
LIST_NUMBER = re.compile(r"\s*\d{1,3}\s*[.)、．:：]\s*\S")
BRACKETED = re.compile(r"[\[【]\s*([^\[\]【】]{8,300}?)\s*[\]】][\s.:：]*\Z")
_QUOTED = re.compile(
    r'"[^"]{8,300}"|“[^“”]{8,300}["”]|«[^«»]{8,300}»|《[^《》]{4,300}》|「[^「」]{4,300}」|『[^『』]{4,300}』'
    r"|(?<![\w'])'(?=[^\W\d_a-z])[^']{8,300}'(?=[,.;)]|\s|\Z)"
)
_IN_BRACKETS = re.compile(r"\([^()]{0,300}\)|（[^（）]{0,300}）|\[[^\[\]]{0,300}\]|【[^【】]{0,300}】")
_PAPERS = re.compile(
    r"\bpapers?\b|\breading list\b|\bpublications?\b|\bbibliograph|\barticles?\b"
    r"|论文|論文|문헌|논문|文献|стат[ье]|литератур",
    re.IGNORECASE,
)
_BEHIND_A_TITLE = frozenset({"by", "from", "in", "at", "and", "with", "via", "on", "for", "par", "de", "от"})
"""Words with which a line goes on behind a title; with another one a short link begins a sentence."""
_LEAST_WORDS = 3
_LEAST_BOLD_WORDS = 2
_TITLE_WORDS = 5
_LONGEST_REFERENCE = 900
_LONGEST_PLAIN = 300
_FIRST_SPANS = 16
_LIKE_A_TITLE = 0.6
_LEAST_TITLES = 4

NOTHING, ALIKE, LIKELY, SURE = range(4)
"""How sure it is that a paragraph is a paper: not; where others like it are; unless the heading above is; surely."""


class Judgement(NamedTuple):
    """What a paragraph looks like: how sure it is that it is a paper, and in what way it would be one."""

    strength: int = NOTHING
    way: str = ""


_PROSE = Judgement()
OWN = "own"
"""The way of the paper that is the list's own, and no entry of it."""


class PaperParagraphs(NamedTuple):
    """The paragraphs of a document that are papers."""

    papers: dict[int, tuple[Judgement, int]]
    """By position: what it looks like, and where the blocks that belong to it end."""
    topic_levels: frozenset[int]
    """Levels of the headings that have several papers below them, and so are topics."""


def find_papers(blocks: Sequence[Block], title: str | None) -> PaperParagraphs:
    """The papers among the paragraphs of a document with that title; each paragraph is judged once."""
    seen = {
        position: _judge(block.inline, blocks, position)
        for position, block in enumerate(blocks)
        if isinstance(block, Paragraph)
    }
    if title and _PAPERS.search(title):
        seen |= _titles_alone(blocks, seen)
    for position in _own_paper(blocks, seen):
        seen[position] = Judgement(SURE, OWN)
    sure = Counter(each.way for each in seen.values() if each.strength > ALIKE)
    alike = Counter(each.way for each in seen.values() if each.strength == ALIKE)
    likely = {position for position, each in seen.items() if each.strength}
    papers: dict[int, tuple[Judgement, int]] = {}
    per_heading: Counter[int] = Counter()
    levels: dict[int, int] = {}
    for start, end in _bodies(blocks):
        plain = sum(seen[p].way == "plain" for p in range(start, end) if p in seen)
        for position in range(start, end):
            judged = seen.get(position, _PROSE)
            if judged.strength == ALIKE:
                known = plain > 1 if judged.way == "plain" else 0 < alike[judged.way] <= 4 * sure[judged.way]
                judged = Judgement(LIKELY, judged.way) if known else _PROSE
            if judged.strength:
                papers[position] = judged, end_of_paper(blocks, position, judged.way, likely)
                per_heading[start] += judged.way != OWN
        if start and isinstance(heading := blocks[start - 1], Heading):
            levels[start] = heading.level
    topics = frozenset(level for start, level in levels.items() if per_heading[start] > 1)
    return PaperParagraphs(papers, topics)


def _bodies(blocks: Sequence[Block]) -> Iterable[tuple[int, int]]:
    """Where the blocks below each heading begin and end, those in front of the first heading too."""
    start = 0
    for position, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield start, position
            start = position + 1
    yield start, len(blocks)


def _own_paper(blocks: Sequence[Block], seen: dict[int, Judgement]) -> list[int]:
    """The one paper in a document's header, in front of parts that have papers: it is the list's own."""
    headings = [position for position, block in enumerate(blocks) if isinstance(block, Heading)]
    is_first = bool(headings) and not headings[0]
    end = headings[1] if is_first and len(headings) > 1 else len(blocks) if is_first or not headings else headings[0]
    header = [position for position in range(is_first, end) if position in seen and seen[position].strength > ALIKE]
    if len(header) != 1 or any(isinstance(block, ItemList | Table) for block in blocks[header[0] : end]):
        return []
    has_more = any(position > end and each.strength > ALIKE for position, each in seen.items())
    return header if has_more or any(_links_paper(block) for block in blocks[end:]) else []


def _links_paper(block: Block) -> bool:
    if isinstance(block, ItemList):
        return any(
            any(is_paper_link(span) for span in item.inline) or any(_links_paper(below) for below in item.blocks)
            for item in block.items
        )
    if isinstance(block, Table):
        return any(is_paper_link(span) for row in block.rows for cell in row.cells for span in cell)
    return isinstance(block, Heading) and any(is_paper_link(span) for span in block.inline)


# -- one paragraph ---------------------------------------------------------------------------------------------------


def _judge(inline: Inline, blocks: Sequence[Block], position: int) -> Judgement:
    inline = label_links(inline)
    links = [span for span in inline if span.url and span.mark != "image" and span.url != "#"]
    text = plain_text(inline)
    if not inline:
        return _PROSE
    if links and is_reference(inline, text):
        return Judgement(SURE, "reference")
    papers = [span for span in links if is_paper_link(span)]
    if papers or (_DIGIT.search(text) and names_identifier(inline)):
        return _judge_named(inline, papers, text)
    if links and not all(is_other_label(span.text) for span in links):
        return Judgement(ALIKE, "bold") if _is_bold_title(inline) else _PROSE
    return _judge_unnamed(inline, text, blocks, position)


def _judge_named(inline: Inline, papers: list[Span], text: str) -> Judgement:
    """A paragraph with a link to a paper, or with an identifier in its text."""
    first = inline.index(papers[0]) if papers else len(inline)
    front = plain_text(inline[:first])
    if papers and is_titled(papers[0]):
        if (label := LABEL.fullmatch(front.rstrip())) and says_words(front):
            is_paper = is_paper_label(label["label"]) or FIELD_NAMES.get(label["label"].casefold()) == "title"
            return Judgement(SURE, "label") if is_paper else Judgement(ALIKE, "plain")
        if not says_words(front):
            leads = any(
                span.url and is_paper_link(span) and _leads_a_sentence(span.text, plain_text(behind))
                for span, *behind in zip(inline, (*inline[1:], Span("")), strict=True)
            )
            return _PROSE if leads else Judgement(SURE, "link")
    elif papers and not says_words(front) and is_labelled(inline):
        return _PROSE  # the links of what stands above
    if len(text) > _LONGEST_REFERENCE:
        return _PROSE
    if _NUMBERED.match(text):
        return Judgement(SURE, "number")
    if _field_title(next(split_lines(inline), ())):
        return Judgement(SURE, "field")
    links_apart = not papers or any(_stands_apart(inline, span) for span in papers[:_FIRST_SPANS])
    if links_apart and (way := _dress_of(inline, first)):
        is_short = way in {"bold", "word"} and len(words_of(_bold_text(inline))) < _TITLE_WORDS
        return Judgement(LIKELY if is_short else SURE, way)
    if not links_apart or _goes_on(inline):
        return _PROSE
    if opens_sentence(front) or _is_about_title(inline[:first]):
        return _PROSE
    title, authors, _ = part_title(" ".join((front or text).split()))
    if authors:
        return Judgement(LIKELY, "names") if says_words(title) else _PROSE
    if not papers or len(front) > _LONGEST_PLAIN or not may_be_title(front):
        return _PROSE
    is_lead_in = front.rstrip().endswith((":", "："))
    if (is_lead_in and capitals(front) < _LIKE_A_TITLE) or any(mark in front for mark in "，。！"):
        return _PROSE
    is_above = plain_text(inline[first - 1 : first]) == BREAK and not (is_lead_in or front.rstrip().endswith("."))
    return Judgement(LIKELY if is_above or capitals(front) >= _LIKE_A_TITLE else ALIKE, "plain")


def _judge_unnamed(inline: Inline, text: str, blocks: Sequence[Block], position: int) -> Judgement:
    """A paragraph without any identifier: a paper where what follows names it, or where others like it are papers."""
    if len(text) > _LONGEST_REFERENCE:
        return _PROSE
    lines = list(split_lines(inline))
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    if lines and is_bold(lines[0]) and not any(span.url and span.mark != "image" for span in inline):
        bold = plain_text(lines[0]).strip()
        is_short = len(words_of(bold)) < _LEAST_WORDS and not LIST_NUMBER.match(bold)
        if bold.endswith((":", "：")) or is_short:
            return _PROSE
        if len(lines) > 1 or not isinstance(following, ItemList):
            if end_of_bold(blocks, position) > position + 1:
                return Judgement(SURE, "bold")
            return Judgement(ALIKE, "bold") if LIST_NUMBER.match(bold) else _PROSE
        return _PROSE
    if _heads_links(inline, blocks, position):
        return Judgement(SURE, "bold")
    if _NUMBERED.match(text):
        return Judgement(ALIKE, "number") if len(words_of(text)) > _TITLE_WORDS else _PROSE
    if lines and _field_title(lines[0]):
        return Judgement(ALIKE, "field")
    if _dress_of(inline, len(inline)) == "names":
        return Judgement(ALIKE, "names")
    is_title = len(lines) == 1 and len(text) <= _LONGEST_PLAIN and not find_authors(text) and may_be_title(text)
    if is_title and isinstance(following, Paragraph) and capitals(text) >= _LIKE_A_TITLE and is_link_of(following):
        return Judgement(LIKELY, "above")
    return _PROSE


def _heads_links(inline: Inline, blocks: Sequence[Block], position: int) -> bool:
    """Whether a bold title stands above the links of its paper, its authors behind it: ``**A Title**. Invented``."""
    bold = _bold_text(inline)
    if len(words_of(bold)) < _LEAST_BOLD_WORDS or has_link(inline) or find_authors(bold):
        return False
    return end_of_links(blocks, position + 1) > position + 1


def _titles_alone(blocks: Sequence[Block], seen: dict[int, Judgement]) -> dict[int, Judgement]:
    """The paragraphs of a list of papers that are nothing but titles, none of them with a link."""
    if any(each.strength > ALIKE for each in seen.values()):
        return {}
    titles: dict[int, Judgement] = {}
    for start, end in _bodies(blocks):
        body = [position for position in range(start, end) if position in seen]
        alone = [position for position in body if start and _is_cased_title(blocks[position])]
        if 2 * len(alone) > len(body):
            titles |= dict.fromkeys(alone, Judgement(SURE, "title"))
    return titles if len(titles) >= _LEAST_TITLES else {}


def _is_cased_title(block: Block) -> bool:
    if not isinstance(block, Paragraph) or any(span.url or span.mark for span in block.inline):
        return False
    text = plain_text(block.inline)
    is_short = len(text) <= _LONGEST_PLAIN and not text.rstrip().endswith((".", ":", "：", "。"))
    return is_short and may_be_title(text) and capitals(text) >= _LIKE_A_TITLE


# -- where the title stands ------------------------------------------------------------------------------------------


def _dress_of(inline: Inline, end: int) -> str:
    """How a title in front of the links is set off: ``bold``, ``names`` (behind authors), ``brackets``, or not."""
    front = inline[:end]
    text = plain_text(front)
    if bold := _bold_text(inline):
        if find_authors(bold) or not says_words(bold):
            return ""
        return "bold" if len(words_of(bold)) > 1 else "" if says_words(text.partition(bold)[2]) else "word"
    if (match := BRACKETED.search(text[-320:])) and len(words_of(match[1])) > 1:
        return "" if says_words(text[: len(text) - len(match[0])]) else "brackets"
    if (quoted := _QUOTED.search(text)) and len(words_of(quoted[0])) >= _LEAST_WORDS:
        return "names" if are_names(text[: quoted.start()]) else ""
    for number, span in enumerate(front[:_FIRST_SPANS]):
        if span.mark in {"strong", "emphasis"} and len(words_of(span.text)) >= _LEAST_WORDS:
            before = plain_text(front[:number])
            return "names" if any(c.isalnum() for c in before) and are_names(before) else ""
    return ""


def _is_about_title(front: Inline) -> bool:
    """Whether a title in a dress of its own goes on with a sentence: ``The code of **An Invented Paper** [pdf]``."""
    for number in range(1, min(len(front), _FIRST_SPANS)):
        if front[number].mark in {"strong", "emphasis"} and len(words_of(front[number].text)) > 1:
            before = plain_text(front[:number]).rstrip(" \"“'(").rpartition(" ")[2]
            return before.isalpha() and before.islower()
    return False


def _is_bold_title(inline: Inline) -> bool:
    """Whether a paragraph is a bold title above some other lines."""
    lines = list(split_lines(inline))
    return len(lines) > 1 and is_bold(lines[0]) and len(words_of(plain_text(lines[0]))) >= _LEAST_WORDS


def _bold_text(inline: Inline) -> str:
    """The bold words that a paragraph begins with, if they are no label, ``Note:``."""
    first = next((number for number, span in enumerate(inline) if any(c.isalpha() for c in span.text)), None)
    if first is None or inline[first].mark != "strong" or inline[first].url:
        return ""
    end = first
    while end < len(inline) and (inline[end].mark == "strong" or not inline[end].text.strip(" .")):
        end += 1
    text = plain_text(inline[first:end]).strip()
    return "" if text.endswith((":", "：")) else text


def _field_title(line: Inline) -> str:
    """The title that a line gives as one: ``论文：An Invented Paper``, ``Paper: An Invented Paper``."""
    text = plain_text(line)
    match = LABEL.match(text)
    if not match or has_link(line):
        return ""
    if not (is_paper_label(match["label"]) or FIELD_NAMES.get(match["label"].casefold()) == "title"):
        return ""
    title = text[match.end() :].strip()
    return title if len(title) <= _LONGEST_PLAIN and len(words_of(title)) >= _LEAST_WORDS else ""


def _leads_a_sentence(title: str, behind: str) -> bool:
    """Whether a short link goes on as a sentence: ``[TeaPot](...) is created by applying tricks to kettles.``"""
    if len(words_of(title)) >= _LEAST_WORDS or behind[:1] != " ":
        return False
    word = behind.split(maxsplit=1)[0] if behind.strip() else ""
    return word.isalpha() and word.islower() and word not in _BEHIND_A_TITLE


def _stands_apart(inline: Inline, span: Span) -> bool:
    """Whether a link is no word of a sentence: in brackets, on a line of its own, or behind a full stop or a colon."""
    at = inline.index(span)
    before = plain_text(inline[:at])[-40:] if at else ""
    if not at or inline[at - 1].url or inline[at - 1].text == "\n" or is_address(span.text):
        return True
    if not (is_paper_label(span.text) or says_nothing(span.text) or is_venue(span.text) or span.text[:1] == "["):
        return before.rstrip(" ")[-1:] in ("\n", "•", "|", "·", "[", "(", "")
    is_behind_bold = 1 < at <= _LEAST_WORDS and inline[at - 1].text == " " and inline[at - 2].mark == "strong"
    if is_behind_bold and not _goes_on(inline):
        return True  # **An Invented Paper** [pdf](...)
    is_preprint = bool(find_authors("")) or any(c.isdigit() for c in span.text)
    last = before.rstrip()[-1:]
    return span.text[:1] in "[【(" or is_preprint or not (last.islower() or last == ",") or inline[at - 1].mark != ""


def _goes_on(inline: Inline) -> bool:
    """Whether words go on behind the last link, remarks in brackets apart, as they do in prose."""
    last = max((number for number, span in enumerate(inline) if span.url), default=0)
    behind = plain_text(inline[last + 1 :])
    return any(c.isalpha() for c in SHORTCODE.sub("", _IN_BRACKETS.sub("", behind))) and says_words(behind)
