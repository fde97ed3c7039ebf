"""The full title behind the linked or bold short name of a paper: ``[TeaNet](...) - Pouring Tea with Attention``.

The name is coined (capitals or digits within) or a dash or a colon parts it from what follows, and that is worded as a
title is, with capitals. A description, ``- the first net that pours``, stays a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from paperdex.lists.outline import Span, plain_text
from paperdex.lists.words.bylines import people, surely_people
from paperdex.lists.words.fields import is_venue
from paperdex.lists.words.gather import Gathered
from paperdex.lists.words.links import is_paper_link
from paperdex.lists.words.plain_citations import part_title
from paperdex.lists.words.wording import capitals, may_be_title, words_of

_NAME = re.compile(r"[^\W_][\w+.*/-]{1,20}(?: [\w.+-]{1,8})?")
_COINED = re.compile(r"[^\W_].*[^\W_a-z]")
_BEHIND = re.compile(r"\s*(?:[:：]|\s[–—-])\s+")
_IN_BRACKETS = re.compile(r"\s*[(（](?P<title>[^()（）]{8,200})[)）][\s.]*")
_LIKE_A_TITLE = 0.6
_SURELY = 0.8
"""What ends with a full stop, or stands behind a plain word or without a dash, has more capitals."""
_LEAST_WORDS = 4
_LONGEST = 300


def full_title(spans: Sequence[Span], position: int) -> tuple[str, tuple[str, ...], str] | None:
    """Title, authors and the rest of the text behind a linked short name, where that is the paper's full title."""
    name = spans[position].text.strip()
    if not _NAME.fullmatch(name) or is_venue(name):
        return None
    if not is_paper_link(spans[position]) and (spans[position].url or not any(map(is_paper_link, spans[position:]))):
        return None
    is_coined = _COINED.match(name) is not None
    if not spans[position].url and not is_coined:
        return None
    end = next((n for n in range(position + 1, len(spans)) if spans[n].url), len(spans))
    behind = plain_text(spans[position + 1 : end])
    if len(behind) > _LONGEST:
        return None
    if (whole := _IN_BRACKETS.fullmatch(behind)) and _abbreviates(name, whole["title"]):
        return whole["title"], (), ""
    match = _BEHIND.match(behind)
    parted = match is not None and is_coined
    title, authors, rest = part_title(Gathered().take_text(behind[match.end() if match else 0 :]))
    is_plain = parted and not behind.rstrip().endswith(".")
    if not (match or is_coined) or not may_be_title(title) or surely_people(title) or ("," in title and people(title)):
        return None
    is_title = capitals(title) >= (_LIKE_A_TITLE if is_plain else _SURELY)
    return (title, authors, rest) if is_title and len(words_of(title)) >= _LEAST_WORDS else None


def _abbreviates(name: str, text: str) -> bool:
    """Whether the capitals of a name are the first letters of words of a text, in order."""
    firsts = iter(word[0].casefold() for word in words_of(text))
    wanted = [character.casefold() for character, _ in groupby(name) if character.isupper()]
    return len(wanted) > 1 and all(any(first == character for first in firsts) for character in wanted)
