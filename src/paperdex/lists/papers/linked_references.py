"""References in running text whose title is the link: ``Ada Invented, Bo Made. [A Title](a.pdf). *Tea*. 2018.``"""

from __future__ import annotations

import re

from paperdex.lists.outline import Inline, plain_text
from paperdex.lists.papers.belonging import is_titled
from paperdex.lists.words.bylines import people
from paperdex.lists.words.wording import words_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR_LAST = re.compile(r"[\s(\[,]*(?:19|20)\d\d[a-z]?[)\]]?\Z")
_ENDS = (".", ",", ":")
_LEAST_WORDS = 3
_LONGEST = 900
_LONGEST_NAMES = 400


def is_reference(inline: Inline, text: str) -> bool:
    """Whether a paragraph is names, a linked title behind them, and a year.

    The link may lead anywhere, since the shape says what it is. The names end with a full stop, a comma, a colon or
    the year, as they do in no sentence: ``Ada Invented wrote [An Invented Paper](a.pdf) in 2018.`` is prose.
    """
    if len(text) > _LONGEST or not _YEAR.search(text):
        return False
    at = next((number for number, span in enumerate(inline) if span.url and span.mark != "image"), 0)
    if not at or not is_titled(inline[at]) or len(words_of(inline[at].text)) < _LEAST_WORDS:
        return False
    front = plain_text(inline[:at])
    if len(front) > _LONGEST_NAMES:
        return False
    front = " ".join(front.split())
    names = _YEAR_LAST.sub("", front.rstrip(" .,:"))
    ends = front.endswith(_ENDS) or len(names) < len(front)
    return ends and bool(people(names.rstrip(" .,:")))
