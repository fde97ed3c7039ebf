"""Which words of a line are the title of the paper, and which are its authors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.fields import find_authors, find_venue, is_numbering, strip_decoration, strip_numbering
from paperdex.lists.links import is_address, is_other_label, is_paper_label, is_paper_link, says_nothing
from paperdex.lists.outline import Span, plain_text

SEPARATORS = " \t\u00a0\u3000-–—|/·,，;；:：.。()（）[]【】<>*_~`'\"“”"
"""What may stand between the facts of an entry, without a meaning of its own."""

_QUOTES = {
    '"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’",
    "「": "」", "『": "』", "《": "》", "〈": "〉",
}  # fmt: skip
_QUOTED = re.compile("|".join(f"{begin}[^{begin}{end}]{{3,300}}[{end}]" for begin, end in _QUOTES.items()))
_LIST_NUMBER = re.compile(r"\A\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)、])\s+(?=\S)")
_SHORT_NAME = re.compile(r"\s*[\[【]([^\W\d_][^\s\]】]{0,30})[\]】]\s*(?=[^\W\d_])")
_SENTENCE_END = re.compile(r"(?<=\w\w)\.\s+|\s\.\s+")
_BEFORE = " \t-–—|:：,，;；)]}）】"
_AFTER = " \t-–—|:：,，;；([{（【"
_MOST_VENUE_WORDS = 4


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
            if link is None and bold is None and not has_words(plain_text(spans[:position])):
                link = position
        elif (
            bold is None and not span.url and span.mark == "strong" and has_words(span.text) and not _in_brackets(span)
        ):
            bold = position
    if bold is None or link is None:
        return bold if link is None else link
    is_short_name = bold < link and len(spans[bold].text.split()) > len(spans[link].text.split())
    return bold if is_short_name or not is_paper_link(spans[link]) else link


def _in_brackets(span: Span) -> bool:
    """Whether a bold run is a short name in front of the title, as lists write it: ``**[TeaNet]** A Title``."""
    text = span.text.strip()
    return text[0] in "[【" and text[-1] in "]】"


def _may_be_title(label: str) -> bool:
    if says_nothing(label) or is_paper_label(label) or is_other_label(label):
        return False
    if len(label.split()) > _MOST_VENUE_WORDS:
        return True
    venue = find_venue(label)
    return venue is None or has_words(label[: venue[1][0]] + label[venue[1][1] :])


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
            around = [part.strip(SEPARATORS) for part in (before, after) if not authors or not find_authors(part)]
            return quoted[0], authors, " ".join(part for part in around if part)
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip(SEPARATORS)]
    for position, sentence in enumerate(sentences):
        if authors := find_authors(sentence):
            if position:
                return ". ".join(sentences[:position]), authors, ". ".join(sentences[position + 1 :])
            if len(sentences) > 1:
                return sentences[1], authors, ". ".join(sentences[2:])
    return text, (), ""
