"""What tells that words without a link are papers: the heading above them, and how an item is worded.

A heading says "papers" (``Reading list``, ``参考文献``) or something else (``Tools``, ``Books on tea``) in many
languages. An item is worded as a reference by a year or a venue in brackets (``A Title (CVPR 2019)``), by quotes
(``"A Title" by Ada Invented (2018)``), by "et al.", or by the slashes of a Russian reference
(``A Title / A. Invented // Journal. — 2018``). Such wording is sure where only papers have it, and a hint where books
and films may have it too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperdex.lists.memory import remembered
from paperdex.lists.words.fields import find_authors, find_venue, is_numbering, strip_numbering
from paperdex.lists.words.venues import venue_in_front

_PAPER_WORDS_TEXT = """
    paper papers preprint preprints publication publications reference references bibliography literature articles
    literatur literaturverzeichnis literaturliste quellen veröffentlichungen publikationen aufsätze artikel referenzen
    références bibliographie papiers artículos artigos articoli publicaciones publicações pubblicazioni referencias
    referências riferimenti bibliografía bibliografia статьи статей статья литература литературы публикации публикаций
    источники источников источник библиография
"""
_PAPER_WORDS = frozenset(_PAPER_WORDS_TEXT.split())
_PAPER_PHRASES = re.compile(r"\breading[ -](?:list|group|club)\b|\breadings\b|\bjournal club\b")
_PAPER_SIGNS = ("论文", "文献", "論文", "논문", "문헌")
_OTHER_WORDS_TEXT = """
    book books textbook textbooks course courses lecture lectures tutorial tutorials tool tools toolkit toolkits
    toolbox toolboxes software library libraries framework frameworks package packages code implementation
    implementations repository repositories repo repos project projects video videos talk talks slides presentation
    presentations podcast podcasts blog blogs post posts website websites site sites link links people researcher
    researchers author authors contributor contributors maintainer maintainers member members conference conferences
    workshop workshops event events journal journals competition competitions dataset datasets film films movie movies
    music faq tips rules news requirements installation usage features roadmap todo companies startups jobs newsletter
    newsletters community forum forums prerequisites schedule
"""
_OTHER_WORDS = frozenset(_OTHER_WORDS_TEXT.split())
_OTHER_FIRST_WORDS_TEXT = """
    livres cours outils logiciels vidéos conférences journaux sites bücher kurse werkzeuge vorträge konferenzen filme
    zeitschriften libros cursos herramientas conferencias revistas livros ferramentas conferências libri corsi strumenti
    книги книга курсы инструменты видео презентации лекции конференции журналы сайты ссылки программы
    how what where why when who como cómo dónde donde comment où wie wo wer как где что come dove onde
"""
_OTHER_FIRST_WORDS = frozenset(_OTHER_FIRST_WORDS_TEXT.split())
_OTHER_SIGNS = (
    *("书", "书籍", "教程", "课程", "工具", "视频", "博客", "代码", "数据集", "网站", "会议", "期刊", "規則", "规则"),
    *("書籍", "ツール", "動画", "サイト", "コード", "講義", "책", "도서", "강의", "도구", "영상", "사이트"),
    *("사이트들", "규칙", "순서", "코드"),
)
_HOW = ("如何", "怎么", "怎样", "어떻게", "読み方", "書き方")
_FILES = re.compile(
    r"slides?\b|\bpresentations?\b|\btalks?\b|\blectures?\b|books?\b|\bпрезентаци|\bлекци|\bкниг|\blivres?\b|\bbücher\b"
    r"|\blibros?\b|\blivros?\b|\blibri\b|书籍|课件|スライド|書籍|강의|도서"
)
_OTHER_LISTS = re.compile(
    r"\b(?:external|other|more|further|similar|related|additional)\b.{0,30}\b(?:reading|paper|literature)s?[ -]lists?\b"
)
_PREPOSITIONS = frozenset({"on", "about", "for", "of", "in", "by", "to", "and", "with", "from"})
_NO_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_INSIDE = r"[^()\[\]（）【】]{0,60}"
_BRACKETED_YEAR = re.compile(
    rf"[(\[（【]{_INSIDE}(?:(?:19|20)\d\d|['’]\d\d|[A-Z]{{2}}\w{{0,9}} ?\d\d)(?!\d){_INSIDE}[)\]）】]"
)
_LAST_BRACKETS = re.compile(r"[(（](?P<inner>[^()（）]{2,60})[)）][\s.*]*\Z")
_LABELS = r"[\[(](?:pdf|paper|arxiv|code|link|doi|html|slides?|video|bib)[\])]"
_LABELS_BEHIND = re.compile(rf"(?<!\s)(?:\s?{_LABELS}){{1,4}}\s*\Z", re.IGNORECASE)
_BOX = re.compile(r"\A\s*\[[ xX]?\]\s*")
_OPENING = '"“„«‹「『《〈'
_QUOTED = re.compile(r"[\"“„«‹「『《〈][^\"“”„«»‹›「」『』《》〈〉]{3,250}[\"“”»›」』》〉]")
_BEHIND_QUOTE = re.compile(r"[\s,.，。、；*]*(?:by\b|von\b|par\b|de\b|por\b|di\b|[(（\[,.–—\d-]|\Z)")
_ET_AL = re.compile(r"\bet\.? al\b|\bи др\.|等人?[.,，。]|\bu\. ?a\.")
_SLASHES = re.compile(r"\s//|//\s")
_LONGEST_REFERENCE = 1500
_LEAST_TITLE, _MOST_TITLE = 3, 30
_SMALL_WORD = 4
_NAME = 6
_MOSTLY = 0.7

SURE = frozenset({"venue", "et al", "slashes"})
"""Wordings that only papers have."""


class Opinion(NamedTuple):
    """What the headings above a list say of it."""

    heading: str
    """Of the innermost heading that says something: ``papers``, ``other``, or nothing."""
    title: str
    """The same of the document's title."""


@remembered
def said_of(heading: str) -> str:
    """``papers`` or ``other`` as a heading says what stands below it; the empty text where it says neither or both."""
    text = heading.casefold()
    words = _WORD.findall(text)
    if any(sign in text for sign in _HOW):
        return "other"
    papers = any(word in _PAPER_WORDS for word in words) or any(sign in text for sign in _PAPER_SIGNS)
    papers = papers or _PAPER_PHRASES.search(text) is not None
    if not words:
        return ""
    if words[0] in _OTHER_FIRST_WORDS:
        return "other"
    is_plural = words[-1].endswith("s") or words[-1] in {"software", "code", "people", "music"} or len(words) == 1
    leads = words[0] in _OTHER_WORDS and (len(words) == 1 or words[1] in _PREPOSITIONS)
    other = (words[-1] in _OTHER_WORDS and is_plural) or leads or all(word in _OTHER_WORDS for word in words)
    other = other or text.rstrip(" ：:").endswith(_OTHER_SIGNS)
    if papers and not other and any(word in _OTHER_WORDS for word in words):
        return ""
    if papers and other:
        return ""
    return "papers" if papers else "other" if other else ""


def opinion(headings: Sequence[str], title: str | None, lead: str) -> Opinion:
    """What the ``lead`` (the line right above a list), the open headings and the document's title say of it."""
    said = next((word for name in (lead, *reversed(headings)) if name and (word := said_of(name))), "")
    return Opinion(said, said_of(title) if title else "")


@remembered
def is_of_files(heading: str) -> bool:
    """Whether a heading says that files below it are slides, books or lists of others: a ``.pdf`` is no paper there."""
    if "list" in (small := heading.casefold()) and _OTHER_LISTS.search(small):
        return True
    return _FILES.search(small) is not None and said_of(heading) == "other"


@remembered
def wording(text: str) -> str:
    """How a text is worded as a reference; the empty text where it is none.

    ``venue``, ``et al`` and ``slashes`` are sure; ``by`` (quotes and a year), ``quoted``, ``cited`` (authors and a
    year) and ``year`` (in brackets) are hints.
    """
    if len(text) > _LONGEST_REFERENCE:
        return ""
    text = _LABELS_BEHIND.sub("", strip_numbering(_BOX.sub("", text.strip())))
    if venue_in_front(text):
        return "venue"
    quoted = _QUOTED.match(text) if text[:1] in _OPENING else None
    if quoted and not (_has_several_words(quoted[0]) and _BEHIND_QUOTE.match(text, quoted.end())):
        quoted = None
    dated = _YEAR.search(text)
    if not dated:
        last = _LAST_BRACKETS.search(text[-80:])
        if last and find_venue(last[0]):
            return "venue"
        return "quoted" if quoted else ""
    if _SLASHES.search(text) and "://" not in text:
        return "slashes"
    bracketed = _BRACKETED_YEAR.search(text)
    if bracketed and find_venue(bracketed[0]) and _stands_at_an_edge(text, bracketed):
        return "venue"
    if _ET_AL.search(text):
        return "et al"
    if quoted:
        return "by"
    if bracketed and bracketed.start() and _ends_title(text, bracketed.end()):
        return "year"
    return "cited" if "," in text and _begins_with_authors(text) else ""


def _has_several_words(quoted: str) -> bool:
    """Whether quotes hold more than a word; Chinese and Japanese are written without blanks."""
    return len(quoted.split()) > 1 or (not quoted[1:-1].isascii() and quoted[0] in "「『《〈“" and len(quoted) > _NAME)


def _stands_at_an_edge(text: str, match: re.Match[str]) -> bool:
    return not text[match.end() :].strip(" .*_") or not text[: match.start()].strip(" *_")


def _ends_title(text: str, end: int) -> bool:
    """Whether behind a year in brackets stands nothing, or the authors."""
    behind = text[end:].strip(" .,:;*_")
    return not behind or bool(find_authors(behind))


def _begins_with_authors(text: str) -> bool:
    for end in ". ", ": ", " (", '"', "“", ", ":
        front, _, behind = text.partition(end)
        if behind and len(front) > 4 and find_authors(front):
            return True
    return False


@remembered
def words_of_title(text: str) -> int:
    """How many words a text has that reads like a title; 0 for a sentence, a name with its explanation, a note."""
    text = _LABELS_BEHIND.sub("", strip_numbering(text.strip()))
    words = text.split()
    if not _LEAST_TITLE <= len(words) <= _MOST_TITLE or is_numbering(text):
        return 0
    first = next((character for character in text if character.isalnum()), "")
    if not first or first.islower() or text.endswith((".", "。", "!", "！", ":", "：", ";", "；", ",", "，")):
        return 0
    return len(words)


def letters(text: str) -> str:
    """The letters and digits of a text, small, to compare names by."""
    return _NO_LETTERS.sub("", text.casefold())


@remembered
def is_capitalised(text: str) -> bool:
    """Whether most longer words of a text begin with capitals, as those of an English title do."""
    words = [word for word in text.split() if len(word) >= _SMALL_WORD and word[0].isalpha()]
    return bool(words) and sum(not word[0].islower() for word in words) >= _MOSTLY * len(words)
