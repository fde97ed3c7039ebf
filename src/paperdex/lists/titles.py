"""Which words of a line are the title of the paper, and which are its authors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.fields import (
    find_authors,
    find_venue,
    is_numbering,
    is_venue,
    strip_decoration,
    strip_numbering,
    without_venue,
)
from paperdex.lists.links import is_address, is_other_label, is_paper_label, is_paper_link, says_nothing
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Span, plain_text

SEPARATORS = " \t\u00a0\u3000-–—|/·,，;；:：.。()（）[]【】<>*_~`'\"“”"
"""What may stand between the facts of an entry, without a meaning of its own."""

_QUOTES = {
    '"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’",
    "「": "」", "『": "』", "《": "》", "〈": "〉",
}  # fmt: skip
_QUOTED = re.compile("|".join(f"{begin}[^{begin}{end}]{{3,300}}[{end}]" for begin, end in _QUOTES.items()))
_LIST_NUMBER = re.compile(r"\A\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)、])\s+(?=\S)")
_SHORT_NAME = re.compile(r"\s*[\[【]([^\W_][^\]】]{0,40})[\]】]\s*(?=[^\W_])")
_TAGS_BEHIND = re.compile(r"[\s.]*[\[【][^\[\]【】]{1,40}[\]】][\s.]*\Z")
_SEGMENT = re.compile(r"\s+[|–—-]+\s+")
_COMMA = re.compile(r"[,，]\s*")
_BY = re.compile(r"\s+by\s+(?=[^\W\d_a-z])")
_SENTENCE_END = re.compile(r"(?<=\w\w)\.\s+|\s\.\s+")
_BEFORE = " \t-–—|:：,，;；)]}）】"
_AFTER = " \t-–—|:：,，;；([{（【"
_MOST_VENUE_WORDS = 4
_MOST_SEPARATORS = 12
_LEAST_QUOTED_WORDS = 2
_LEAST_SPANS = 2
_MOST_NAME_WORDS = 2
FIRST_SPANS = 16
"""A title stands within the first runs of its line, if one does; further ones are not compared with all before them."""


def title_position(spans: Sequence[Span]) -> int | None:
    """Where the title stands in a line: which link or bold run it is; ``None`` where it is neither.

    A link to the paper goes before another link, and before a bold run that has more words than it (a bold
    word in front of the title is a short name). Another link counts only where no words stand in front of it.
    """
    bold = link = None
    for position, span in enumerate(spans):
        if span.url and span.mark != "badge" and not span.url.startswith("#") and _may_be_title(span.text):
            if is_paper_link(span):
                link = position
                break
            before = plain_text(spans[: min(position, FIRST_SPANS)])
            if link is None and bold is None and not has_words(without_venue(before)):
                link = position
        elif (
            bold is None and not span.url and span.mark == "strong" and has_words(span.text) and not _in_brackets(span)
        ):
            before = plain_text(spans[: min(position, FIRST_SPANS)])
            bold = position if before.count("[") == before.count("]") else None
    if bold is None or link is None:
        title = bold if link is None else link
        return _emphasised(spans) if title is None else title
    is_short_name = bold < link and len(spans[bold].text.split()) > len(spans[link].text.split())
    return bold if is_short_name or not is_paper_link(spans[link]) else link


def _emphasised(spans: Sequence[Span]) -> int | None:
    """Where the title stands that is set in italics at the start of a line; authors in italics are none."""
    first = next((number for number, span in enumerate(spans) if span.text.strip()), None)
    if first is None or spans[first].mark != "emphasis" or len(spans) == 1:
        return None
    text = spans[first].text
    is_title = len(text.split()) > _MOST_NAME_WORDS and not find_authors(text) and "et al" not in text
    return first if is_title and find_venue(text) is None else None


def short_name(spans: Sequence[Span]) -> str | None:
    """The short name in a dress of its own that a colon parts from the title: ``**TeaNet**: A Title [pdf]``."""
    worded = [span for span in spans if span.text.strip()]
    if len(worded) < _LEAST_SPANS or worded[0].url or worded[0].mark not in {"strong", "emphasis"}:
        return None
    name, behind = worded[0].text.strip(), worded[1]
    is_named = len(name.split()) <= _MOST_NAME_WORDS and has_words(name)
    ends = name.endswith(":") or (not behind.url and behind.text.lstrip().startswith(":"))
    titled = len(behind.text.split()) > _MOST_NAME_WORDS and not behind.mark and not is_address(behind.text)
    return name.rstrip(":") if is_named and ends and titled else None


def quotes_title(spans: Sequence[Span], bold: int) -> bool:
    """Whether a line gives the title in quotes in front of its links, beside a bold run: ``**TeaNet**: "A Title"``."""
    first_link = next((i for i, span in enumerate(spans) if span.url), len(spans))
    quoted = _QUOTED.search(plain_text(spans[:first_link]))
    is_title = quoted is not None and len(quoted[0].split()) >= _LEAST_QUOTED_WORDS
    return is_title and quoted is not None and spans[bold].text not in quoted[0]


def _in_brackets(span: Span) -> bool:
    """Whether a bold run is a short name or a remark, as lists write them: ``**[TeaNet]** A Title **(new)**``."""
    text = span.text.strip()
    return text[0] in "[【(（" and text[-1] in "]】)）"


@remembered
def _may_be_title(label: str) -> bool:
    if says_nothing(label) or is_paper_label(label) or is_other_label(label):
        return False
    if len(label.split()) > _MOST_VENUE_WORDS:
        return True
    if is_venue(label):
        return False
    venue = find_venue(label)
    return venue is None or has_words(label[: venue[1][0]] + label[venue[1][1] :])


@remembered
def has_words(text: str) -> bool:
    """Whether a text says more than a number."""
    return not is_numbering(text) and any(character.isalpha() for character in text)


def tidy_title(text: str, *, numbered: bool = False) -> str:
    """A title without the numbering (if ``numbered``), emoji, quotes and loose brackets around it."""
    text = " ".join(text.split())
    text = strip_numbering(text) if numbered else text
    text = strip_decoration(text).rstrip(_AFTER).lstrip(_BEFORE)
    closing = _QUOTES.get(text[:1])
    if closing and text[-1] in closing and not any(mark in text[1:-1] for mark in text[0] + closing):
        text = text[1:-1].strip(" ,.")
    return "" if is_address(text) else text


def part_title(text: str) -> tuple[str, tuple[str, ...], str]:
    """Title, authors and the rest of a text that holds them all, such as a reference in a bibliography.

    The title is what stands in quotes, or the first sentence that is no list of authors.
    """
    text = _LIST_NUMBER.sub("", text, count=1)
    if short_name := _SHORT_NAME.match(text):
        title, authors, rest = part_title(text[short_name.end() :])
        return title, authors, " ".join(part for part in (short_name[1], rest) if part)
    quoted = _QUOTED.search(text)
    if quoted:
        before, after = text[: quoted.start()].strip(), text[quoted.end() :].strip()
        if (not before or before[-1] in ".,;:-–—)]") and (quoted[0][-2] in ".,?!" or not after[:1].isalnum()):
            authors = find_authors(before) or find_authors(after)
            if not authors and "," in before:
                authors = find_authors(before.rstrip(" .,;") + " et al.")
                before = "" if authors else before
            around = [part.strip(SEPARATORS) for part in (before, after) if not authors or not find_authors(part)]
            return quoted[0], authors, " ".join(part for part in around if part)
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip(SEPARATORS)]
    for position, sentence in enumerate(sentences):
        if authors := find_authors(sentence):
            if position:
                return ". ".join(sentences[:position]), authors, ". ".join(sentences[position + 1 :])
            if len(sentences) > 1:
                return sentences[1], authors, ". ".join(sentences[2:])
    return _part_authors_behind(text)


def _part_authors_behind(text: str) -> tuple[str, tuple[str, ...], str]:
    """Title, authors and the rest where the authors stand behind a dash, a bar, "by" or a comma."""
    tags = ""
    if match := _TAGS_BEHIND.search(text[-60:]):
        cut = len(text) - len(match[0])
        if text[:cut].strip(SEPARATORS):
            text, tags = text[:cut], match[0].strip(" .[]【】")
    for pattern in (_SEGMENT, _BY, _COMMA):
        for separator in list(pattern.finditer(text))[:_MOST_SEPARATORS]:
            behind = text[separator.end() :]
            end = None if pattern is _COMMA else pattern.search(behind)
            authors = find_authors(behind[: end.start()] if end else behind)
            if len(authors) > (pattern is _COMMA and "al" not in behind[-5:]):
                rest = behind[end.end() :] if end else ""
                return text[: separator.start()], authors, " ".join(part for part in (rest, tags) if part)
    return text, (), tags
