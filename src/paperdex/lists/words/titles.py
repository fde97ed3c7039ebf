"""Which words of a line are the title of the paper, and which are its authors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.memory import remembered
from paperdex.lists.outline import Span, plain_text
from paperdex.lists.words.bylines import people, surely_people
from paperdex.lists.words.dates import ANY_MONTH
from paperdex.lists.words.fields import (
    find_authors,
    find_venue,
    is_numbering,
    is_venue,
    strip_decoration,
    strip_numbering,
    without_venue,
)
from paperdex.lists.words.links import is_address, is_other_label, is_paper_label, is_paper_link, says_nothing

SEPARATORS = " \\\t\u00a0\u3000-–—|/·,，;；:：.。()（）[]【】<>*_~`'\"“”"
"""What may stand between the facts of an entry, without a meaning of its own."""

QUOTES = {
    '"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’",
    "「": "」", "『": "』", "《": "》", "〈": "〉",
}  # fmt: skip
_CLOSING = '"”“»«›」』》〉'
_QUOTED = re.compile("|".join(f"{begin}[^{begin}{end}]{{3,300}}[{end}]" for begin, end in QUOTES.items()))
_BRACES = re.compile(r"\{([^\W_][\w+-]*)\}")
_NAMES_ANOTHER = re.compile(
    r"\W*(?:(?:doi|arxiv|ads|pmid|pmcid|hal|isbn|bibcode)\s*[:：]?\s*\S*\d\S*|[12]\d{3}[A-Za-z&.]{3,9}[\w.&]{5,12}"
    r"|[\w-]+(?:\.[\w-]+){0,4}\.(?:org|com|gov|net|edu|io|info|press|cc|cn|ru|de|fr|uk|eu|jp|kr)(?:/\S*)?)\W*",
    re.IGNORECASE,
)
"""A label that is another name of the paper: ``DOI: 10.9999/x``, a bibcode of ADS, an address without its scheme."""
_LONGEST_NAME = 120
_YEAR_LAST = re.compile(r"[\s,(]*(?:19|20)\d\d[a-z]?[).\s]*\Z")
_FACTS = re.compile(r"[(\[]?(?:19|20)\d\d[a-z]?[)\]]?|\[\d{1,3}\]")
_VOLUME = re.compile(r"[,.]?\s*\d{1,3}(?!\d)")
_GOES_ON = re.compile(r":\s+[^\W_]\S*\s+\S")
_GOES_ON_SMALL = re.compile(r"\s+(?!by\b)(?!(?:in|at)\s+[^\W\d_a-z])[a-z]")
_GOES_ON_OF = re.compile(r"\s+(?:of|for|with|via|from|to)\s+[^\W\d_]")
"""How a title goes on behind its first word, which is set in bold: ``**Trays** of Tea``."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_READ = re.compile(
    r"\A(?:read\s+(?=[^\W\d_a-z])|(?:TODO|To-?[Rr]ead|Read|DONE|Optional|Required|Recommended|Suggested)\s*[:：]\s*(?=[^\W\d_a-z]))"
)
"""What a list of things to do says in front of a title."""
_CITE_KEY = re.compile(r"\s*\b(?:(?:paren|auto|foot)?cite[pt]?|citeauthor):[\w:,.-]+")
"""A reference of Org to a bibliography, behind a title."""
_OF_ARXIV = re.compile(
    r"(?:\s[-|–—]\s(?:arxiv(?:\.org)?(?: e-?Print archive)?|alphaxiv)|\s?\(arxiv\.org\))\Z", re.IGNORECASE
)
"""How a browser names arXiv's pages: ``[1801.00001] A Title - arXiv.org``."""
_LONGEST_OF_ARXIV = 40
_CALLED = re.compile(
    r"\A(?:Papers?(?:\s?#?\d{1,3})?|Title|Article|Preprint|论文(?:标题|题目|名称)?|標題|标题|論文|논문|제목|Статья)\s?[:：]\s*"
    r"(?=\S+\s\S|[^\x00-\x7f]{4})"
)
"""The label in front of a title: ``Paper: An Invented Paper``."""
_REMARK = re.compile(r"(?P<blank>\s*)[(（](?P<remark>[^()（）]{1,80})[)）]\s*\Z")
_FROM = re.compile(r"(?:from|by) (?!Scratch\b)[^\W\d_a-z][^,]{1,60}")
"""Who published it: ``A Title (from Teahouse)``."""
_OF_READER = re.compile(
    r"(?:(?:phd |master'?s? |msc )?thesis|(?:low|high|medium|top) (?:importance|priority)|important|optional"
    r"|must[- ]read|recommended|already read\b[^()]*|cited [a-z ]+|skim(?:med)?|to[- ]read|re-?read|printed|read|unread"
    rf"|in progress|(?:{ANY_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?)",
    re.IGNORECASE,
)
"""What the keeper of a list says of a paper: ``A Title (low importance)``."""
_COINED = re.compile(r"[^\W_]*[^\W\d_a-z][^\W_]*[^\W\d_a-z][\w+-]*")
_BEFORE = " \t-–—|:：,，;；)]}）】"
_AFTER = " \t-–—|:：,，;；([{（【"
_MOST_VENUE_WORDS = 4
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
            is_first = not has_words(without_venue(before)) or _only_authors(before)
            if link is None and bold is None and is_first and not _names_what_follows(spans, position):
                link = position
        elif (
            bold is None and not span.url and span.mark == "strong" and has_words(span.text) and not _in_brackets(span)
        ):
            before = plain_text(spans[: min(position, FIRST_SPANS)])
            is_inside = before.count("[") != before.count("]") or before.count("(") > before.count(")")
            is_inside = is_inside or _stands_behind(spans[:position]) or bool(surely_people(span.text.rstrip(" .:")))
            bold = position if not is_inside and _is_whole(spans, position, before) else None
    if bold is None or link is None:
        title = bold if link is None else link
        return _emphasised(spans) if title is None else title
    is_short_name = bold < link and len(spans[bold].text.split()) > len(spans[link].text.split())
    return bold if is_short_name or not is_paper_link(spans[link]) else link


def _names_what_follows(spans: Sequence[Span], position: int) -> bool:
    """Whether a link in front of a title leads to notes on it: ``[TeaNet](notes/tea.md) A Title [[pdf]](...)``."""
    behind = spans[position + 1 : position + FIRST_SPANS]
    if len(behind) < _LEAST_SPANS or len(spans[position].text.split()) > _MOST_NAME_WORDS:
        return False
    title = behind[0]
    titled = not title.url and not title.mark and len(title.text.split()) > _MOST_VENUE_WORDS
    is_linked = titled and title.text[:1].isspace() and any(is_paper_link(span) for span in behind[1:])
    return is_linked and not find_authors(title.text)


def _stands_behind(front: Sequence[Span]) -> bool:
    """Whether a run stands behind a title and its link, as tags do: ``A Title of Tea [pdf](...) **Brewing**``."""
    link = next((number for number, span in enumerate(front) if span.url), None)
    words = plain_text(front[:link]).split() if link is not None else ()
    return len(words) > _MOST_VENUE_WORDS


def _is_whole(spans: Sequence[Span], bold: int, before: str) -> bool:
    """Whether a bold run is a title, and not some words within one: ``CVPR 2018, **TeaNet**: A Title``."""
    behind = plain_text(spans[bold + 1 : bold + 2]) if bold + 1 < len(spans) and not spans[bold + 1].url else ""
    if not has_words(before):
        return " " in spans[bold].text.strip() or _GOES_ON_OF.match(behind) is None
    if _GOES_ON.match(behind.lstrip()) and find_venue(before) is not None:
        return False
    return not (before.rstrip()[-1].isalpha() and _GOES_ON_SMALL.match(behind))


def _emphasised(spans: Sequence[Span]) -> int | None:
    """Where the title stands that is set in italics, with nothing but authors and numbers in front of it."""
    if len(spans) == 1:
        return None
    before = ""
    for position, span in enumerate(spans[:FIRST_SPANS]):
        text = span.text
        if span.mark == "emphasis" and not span.url and text.strip():
            is_first = not before.strip()
            behind = plain_text(spans[position + 1 : position + 2])
            is_title = len(text.split()) > _MOST_NAME_WORDS or (not is_first and len(text) > _MOST_NAME_WORDS)
            if not is_title or find_authors(text) or "et al" in text or find_venue(text) or is_venue(text):
                return None
            ends = text.rstrip()[-1] in ".,?!" or _ends_there(behind)
            return position if is_first or (ends and _only_authors(before)) else None
        if span.mark not in {"image", "badge"}:
            before += "" if span.url and not _may_be_title(text) else text
    return None


def _only_authors(text: str) -> bool:
    """Whether what stands in front of a run in italics is nothing but authors, a year, numbers and dashes."""
    if text.rstrip()[-1:] in ("–", "—"):
        return True
    text = _FACTS.sub(" ", text).strip(SEPARATORS)
    return not has_words(text) or bool(people(text))


def _ends_there(behind: str) -> bool:
    return not behind.lstrip()[:1].isalnum() and not _VOLUME.match(behind)


@remembered
def is_byline(label: str) -> bool:
    """Whether a link's label gives authors and year and no title: ``Invented et al., 2018``."""
    year = _YEAR_LAST.search(label) if len(label) <= _LONGEST_NAME else None
    front = label[: year.start()] if year else ""
    return bool(front) and bool(surely_people(front) or ("," in front and people(front)))


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
    if len(label) <= _LONGEST_NAME and (_NAMES_ANOTHER.fullmatch(label) or is_byline(label)):
        return False
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
    if "{" in text and "$" not in text and "\\" not in text:
        text = _BRACES.sub(r"\1", text)  # BibTeX keeps the case of {OS} with them
    text = strip_numbering(text) if numbered else text
    text = _CITE_KEY.sub("", text) if "cite" in text else text
    text = _OF_ARXIV.sub("", text, count=1) if "xiv" in text[-_LONGEST_OF_ARXIV:].lower() else text
    text = _READ.sub("", _CALLED.sub("", text, count=1), count=1)
    hash_word = "# " if text[:2] == "# " and not numbered else ""  # a title may begin so; a heading's hash does not
    text = hash_word + strip_decoration(text).rstrip(_AFTER).lstrip(_BEFORE)
    if text[:1] == "[" and text[-1:] == "]" and "]" not in text.strip("[]"):  # [A Title] (https://...)
        text = text.strip("[] ").rstrip(_AFTER)
    closing = QUOTES.get(text[:1])
    if closing and len(text) > 1 and text[-1] == "." and text[-2] in _CLOSING:  # "A Title".
        text = text[:-1]
    if closing and text[-1] in _CLOSING:
        inside = text[0] + closing if text[-1] in closing else _CLOSING
        if not any(mark in text[1:-1] for mark in inside):
            text = text[1:-1].strip(" ,.")
    if len(text) > 2 and text[0] == text[-1] == "'" and "'" not in text[1:-1]:
        text = text[1:-1].strip(" ,.")
    return "" if is_address(text) else text


@remembered
def part_remark(title: str) -> tuple[str, str]:
    """A title without the remark or translation in brackets behind it: ``A Title（茶壶）``, ``A Title(TeaNet)``.

    A remark is in another script than the title, or a coined name that the bracket is glued to.
    """
    match = _REMARK.search(title[-100:]) if title[-1:] in (")", "）") else None
    if not match:
        return title, ""
    if _FROM.fullmatch(match["remark"]) or _OF_READER.fullmatch(match["remark"]):
        return title[: len(title) - len(match[0])], match["remark"]
    front = title[: len(title) - len(match[0])]
    foreign = _CJK.search(match["remark"]) and not _CJK.search(front)
    glued = not match["blank"] and len(front.split()) > _MOST_VENUE_WORDS and _COINED.fullmatch(match["remark"])
    return (front, match["remark"]) if has_words(front) and (foreign or glued) else (title, "")
