"""What is worded as the papers beside it are, whatever its link is; what is a note's field, and what says nothing yet.

``[An Invented Paper on Kettles](https://kettles.example.org), ICRA 2021.`` among papers that have a venue behind them
is one; ``Strengths: It boils.`` is a part of a review, ``TeaNet: Pouring Without Spills`` a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.entry.pieces import FIELD, FIELD_NAMES, Unit
from paperdex.lists.memory import remembered
from paperdex.lists.outline import Inline, Span, plain_text
from paperdex.lists.words.evidence import is_capitalised, wording, words_of_title
from paperdex.lists.words.fields import find_venue
from paperdex.lists.words.titles import SEPARATORS

_REVIEW_TEXT = """
    summary abstract tldr strength strengths weakness weaknesses pros cons contribution contributions method methods
    methodology approach result results finding findings problem problems motivation idea ideas conclusion conclusions
    limitation limitations question questions comment comments note notes task tasks dataset datasets data code model
    models experiment experiments evaluation goal goals objective background discussion takeaway takeaways keyword
    keywords author authors title year venue date link links paper input output loss training inference architecture
    摘要 贡献 方法 结论 问题 结果 优点 缺点 动机 思路 概要 手法 結果 결과 방법 요약
"""
_REVIEW = frozenset(_REVIEW_TEXT.split())
_OCCASION_TEXT = """
    presenter presenters speaker speakers presentation presented discussant discussants discussion leader lead leads
    moderator host organizer organizers scribe time location room place zoom when where recording feedback
    报告人 主讲人 主讲 分享人 時間 场地 発表者 担当 担当者 발표자 докладчик présentateur referent vortragende
"""
_OCCASION = frozenset(_OCCASION_TEXT.split())
_MEETING_SMALL = frozenset({"by", "paper", "leader", "leaders", "of", "date", "and", "the", "link", "s"})
"""What a line beside a paper tells of a meeting: ``Presenter: Ada Invented``."""
_SMALL = frozenset({"key", "main", "of", "the", "and", "future", "work", "related", "my", "our", "open"})
_YEAR_BEHIND = re.compile(r"\s?[(（\[](?:19|20)\d\d[)）\]]")
_PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:to|will) be (?:updated|added|continued|announced|completed|determined|done|filled)|coming soon"
    r"|tb[acdu]|todo|wip|work in progress|under construction|more to come|stay tuned"
    r"|待更新|待补充|待添加|持续更新|更新中|敬请期待|準備中"
    r"|작성 중|추가 예정|будет дополнено|скоро)(?: soon| later| here)?[\W_]*",
    re.IGNORECASE,
)
_TASK = re.compile(r"\s*(?:TODO|To[ -]?do|FIXME|XXX)\s*(?:[:：-]\s*|(?<=[OEX])\s+)", re.IGNORECASE)
"""A thing to do; a title may stand behind it."""
_CHORE_TEXT = "Add Fix Write Update Finish Clean Remove Check Sort Improve Translate Reorganize Rewrite Include Create"
_CHORES = frozenset(_CHORE_TEXT.split())
_GLOSSARY = re.compile(r"\s*[^\W\d_][\w.+/-]{1,11}\s?=\s?[^\W\d_]")
_NAME_AND_YEAR = re.compile(r"[^\W\d_a-z][^,;.:!?\d]{5,60} (?:19|20)\d\d")
_NO_PAPER_HOST = re.compile(
    r"://(?:[\w-]+\.)*(?:youtube|youtu|vimeo|bilibili|wikipedia|amazon|slideshare|medium|towardsdatascience|reddit|quora"
    r"|coursera|udacity|edx|stackoverflow|stackexchange|twitter|facebook|linkedin|zhihu|csdn|jianshu|qiita|substack|habr)"
    r"\.[a-z]{2,4}(?:\.[a-z]{2})?(?:/|\Z)",
    re.IGNORECASE,
)
_CODE_HOST = re.compile(
    r"://(?:[\w-]+\.)*(?:github|gitlab|bitbucket|kaggle|huggingface)\.[a-z]{2,4}(?:/|\Z)", re.IGNORECASE
)
_LONGEST = 60
_LEAST_WORDS = 3
_LEAST_ALIKE = 2


@remembered
def is_field(text: str) -> bool:
    """Whether a text is a field of a note or review, ``Strengths: ...``: by its name, or by a sentence behind it."""
    match = FIELD.match(text)
    if not match:
        return False
    name = match["name"].strip()
    words = name.casefold().split()
    if name.casefold() in FIELD_NAMES or (
        any(word in _REVIEW for word in words) and all(word in _REVIEW or word in _SMALL for word in words)
    ):
        return True
    if len(words) == 1 and any(c.isupper() or c.isdigit() for c in name[1:]) and text[match.end() :][:1].isupper():
        return False  # TeaNet: ..., KETTLE-2: ...
    return not (words_of_title(text) and is_capitalised(text[match.end() :]))


def _is_chore(text: str) -> bool:
    """Whether a text tells what to do to the list: ``fix the links``, ``Add more papers on cups``."""
    first, _, rest = text.partition(" ")
    return first.capitalize() in _CHORES and not is_capitalised(rest)


@remembered
def tells_of_meeting(text: str) -> bool:
    """Whether a text is a line of a meeting's programme that names no paper: ``Presenter: ...``, ``Room: ...``."""
    match = FIELD.match(text)
    words = match["name"].casefold().split() if match else []
    return bool(words) and all(word in _OCCASION or word in _MEETING_SMALL for word in words) and words[0] in _OCCASION


@remembered
def says_nothing_yet(text: str) -> bool:
    """Whether a text only holds a place, ``to be updated``, or explains a short form, ``TEA = Tea and its Effects``."""
    if task := _TASK.match(text):
        rest = text[task.end() :]
        return not (words_of_title(rest) and is_capitalised(rest)) or rest.partition(" ")[0] in _CHORES
    return _PLACEHOLDER.fullmatch(text) is not None or _GLOSSARY.match(text) is not None or _is_chore(text)


def shape(head: Inline) -> str:
    """How an item with a linked title tells of the paper: ``venue``, ``cited`` (authors, year), ``year``, or nothing.

    A venue behind or before the title, ``Invented, A. (2018). [A Title](...)``, or ``[A Title](...) (2018)``.
    """
    at = _titled(head)
    if at is None:
        return ""
    before = "".join(span.text for span in head[:at] if not span.url)
    behind = plain_text(span for span in head[at + 1 :] if not span.url)
    worded = wording(before + head[at].text + behind) if before.strip(SEPARATORS) else ""
    if worded == "cited":
        return worded
    for text in (behind[:_LONGEST], before[-_LONGEST:]):
        text = text.strip(" .,;:-–—*_")
        if text and any(c.isdigit() for c in text) and (find_venue(text) or _is_named_venue(text)):
            return "venue"
    return "year" if _YEAR_BEHIND.match(behind) and not _CODE_HOST.search(head[at].url or "") else ""


def _is_named_venue(text: str) -> bool:
    """Whether a text is a name in capitals and a year: ``Distributed Teapot Systems 2013``."""
    return _NAME_AND_YEAR.fullmatch(text) is not None and is_capitalised(text)


def _titled(head: Inline) -> int | None:
    """Where the only titled link stands, or the first of them."""
    for number, span in enumerate(head):
        if span.url and span.mark not in {"image", "badge"} and _is_title(span):
            return number
    return None


def _is_title(span: Span) -> bool:
    on_the_web = (span.url or "").startswith(("http://", "https://", "ftp://"))
    return (
        on_the_web
        and not _NO_PAPER_HOST.search(span.url or "")
        and words_of_title(span.text.strip(" .")) >= _LEAST_WORDS
    )


def alike(units: Sequence[Unit], named: Sequence[bool]) -> list[bool]:
    """For each item whether it is worded as most of those that name a paper are."""
    if all(named):
        return list(named)
    shapes = [shape(unit.head) for unit in units]
    count = sum(named)
    usual = [kind for kind, is_paper in zip(shapes, named, strict=True) if is_paper]
    common = {kind for kind in set(usual) if kind and 2 * usual.count(kind) >= count}
    if usual.count("year") < _LEAST_ALIKE:
        common.discard("year")
    return [kind in common for kind in shapes]
