"""What an entry says beside its title: dates, venues, authors, ratings, numbering and labels, in short pieces of text.

Regular expressions stand here and in ``dates``, ``venues`` and ``names``, and only for what no parser knows: the habits
of people who keep lists.
"""

from __future__ import annotations

import re
import unicodedata

from paperdex.lists.memory import remembered
from paperdex.lists.words.dates import ANY_MONTH, find_date
from paperdex.lists.words.names import find_authors
from paperdex.lists.words.venues import find_venue, is_venue, leads_with_venue, without_venue

__all__ = [
    "find_authors",
    "find_date",
    "find_rating",
    "find_venue",
    "is_numbering",
    "is_venue",
    "leads_with_venue",
    "parse_rating",
    "strip_decoration",
    "strip_numbering",
    "without_venue",
]

_STAR = r"(?:[⭐★🌟●•]|\\bullet(?![a-zA-Z])|\\star(?![a-zA-Z])|:star:)"
_STARS = re.compile(_STAR)
_RATING = re.compile(rf"\A[\s$]*(?:{_STAR}\ufe0f?[\s$]*){{1,10}}[☆\s$]*\Z")
# Stars in front of a number count those who like a repository.
_STAR_RUN = re.compile(r"(?:(?:[⭐★🌟]|:star:)\ufe0f?[ ]?){1,10}☆{0,9}(?![⭐★🌟☆:\ufe0f]|\s*\d)")

_SHORTCODES = re.compile(r"\A\s*(?::[a-z][a-z0-9_+-]*:\s*)+|(?:\s:[a-z][a-z0-9_+-]*:){1,9}\s*\Z")
_NUMBERING = re.compile(
    r"\A\s*(?:"
    r"(?:\d{1,3}\.)+\d{1,3}[.)、．：]?(?=\s|[^\x00-\x7f])\s*"  # 2.1.4  3.1、
    r"|\d{1,3}\s*[.)、．:：](?!\d)\s*"  # 1.  1)  1、
    r"|\(\d{1,3}\)\s*|（\d{1,3}）\s*|\[\d{1,3}\]\s*|#\d{1,3}\s+"  # (1) [1] #1
    rf"|\d{{1,2}}\s+(?=\S)(?!(?i:{ANY_MONTH})\b)"  # 1 Overview, but not 16 May 2016
    r"|(?=[IVXL])(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})[.)]\s+"  # IV.
    r"|\([a-z]\)\s+|[A-Za-z][)]\s+"  # (a)
    r"|第[一二三四五六七八九十百\d]+[章节節部分讲講]\s*[:：、]?\s*|[一二三四五六七八九十]{1,3}\s*[、.．]\s*"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]\s*|제\s?\d{1,3}\s?[장절부편](?!\w)[.:]?\s*"  # （二） 제4장
    r"|(?i:chapter|section|глава|раздел|chapitre|kapitel|capítulo)\s\d{1,3}\s?[.:：–—-]\s*"
    r"|[①-⑳]\s*|[0-9]\ufe0f?\u20e3\s*|[Ⅰ-Ⅻ]\s?[.、．)]?\s*"
    r")"
)


@remembered
def parse_rating(text: str) -> int | None:
    """How many stars or dots a text is made of, when it is made of nothing else."""
    return len(_STARS.findall(text)) if _RATING.match(text) else None


@remembered
def find_rating(text: str) -> tuple[int, tuple[int, int]] | None:
    """The first run of stars in a text, how many they are, and where it stands."""
    match = _STAR_RUN.search(text)
    return (len(_STARS.findall(match[0])), match.span()) if match else None


@remembered
def is_numbering(text: str) -> bool:
    """Whether a text is a number in front of a title, and nothing else: ``3)``, ``[12]``, ``2.1.``."""
    return bool(text.strip()) and not _NUMBERING.sub("", text.strip() + " ", count=1).strip()


@remembered
def strip_numbering(text: str) -> str:
    """A heading or title without its number (``2.1.4``, ``3)``, ``IV.``, ``第三章``), unless nothing would be left."""
    rest = _NUMBERING.sub("", text, count=1).strip()
    return rest or text.strip()


@remembered
def strip_decoration(text: str) -> str:
    """A name without the emoji, hashes and dashes around it."""
    text = _SHORTCODES.sub("", text) or text
    start, end = 0, len(text)
    while start < end and _is_decoration(text[start]):
        start += 1
    while end > start and _is_decoration(text[end - 1]):
        end -= 1
    return text[start:end] or text.strip()


def _is_decoration(character: str) -> bool:
    return (
        character.isspace() or character in "\ufe0f\u200d#:：" or unicodedata.category(character) in {"So", "Sk", "Cf"}
    )
