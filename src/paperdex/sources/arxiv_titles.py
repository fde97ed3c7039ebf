r"""Titles looked up at arXiv's query API: several in one request, each with an answer of its own.

First the title as a phrase, ``ti:"words as they stand"``. Where no paper comes near, all but one of its longest words,
in any order: one may be misspelt, spelt otherwise, written as two, or replaced; and the title without its subtitle.

Titles share a request as long as its answer holds all that arXiv found for them. Where it finds more than one answer
holds, or the answer stays unusable, the titles are halved, and each half asked for, until a title stands alone: one
title with many papers, or one that spoils the answer, costs the others nothing. A title alone that has more papers
than an answer holds gets a longer one. Where that is too short as well, papers with a subtitle behind the title don't
count, since rivals may be among those left out; papers of just this title are not, for arXiv puts them first (the fewer
other words in a title, the better it fits).

What arXiv's server makes of a query: https://github.com/arXiv/arxiv-search. It splits titles into words as they stand
in their TeX, without folding accents, so only plain ASCII words are asked for. Words outside quotes are stemmed, and
find nothing when they are among the commonest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote_plus

from paperdex.core.matching import SUBTITLE_SCORE, SUGGESTION_SCORE, likeness
from paperdex.core.records import BibliographicRecord
from paperdex.core.spelling import american, has_two_spellings
from paperdex.core.text import clean_text, main_title
from paperdex.errors import SourceRefused
from paperdex.sources.base import NoLongerWanted, Still, TitleAnswer

if TYPE_CHECKING:
    from paperdex.sources.arxiv_feed import Page

HITS = 200
"""Papers that one answer may hold."""
MOST_HITS = 900
"""Papers that the answer to one title may hold; arXiv advises less than a thousand."""
TOGETHER = 8
"""Titles of one request: most have a phrase that is in no other title."""
TOGETHER_AGAIN = 4
"""Titles of one request for words in any order, for which arXiv finds a few dozen papers each."""
LONGEST_QUERY = 1700
"""Characters of a query as it stands in the address, which stays below 2 KB."""
LONGEST_TITLE = 1000
"""Characters of a title that are asked for; the longest of arXiv has fewer than 400."""
_MOST_FAILED = 3
"""Titles in a row without a usable answer, after which it is the service that is broken."""
_OF_ONE_TITLE = frozenset({None, 200, 400, 414, 500})
"""Statuses of an unusable answer that may be the fault of one title; the others speak of the service."""
_FEW_WORDS = 3
"""A phrase of fewer words is in so many titles that it is asked for alone."""
_LONGEST_WORDS = 4
_LONGEST_WORD = 40


class AskHits(Protocol):
    """Asks for the papers that answer a query, in one request; its SourceErrors are those of the transport.

    Not ``patient``: after a failure, when it is to be found out whose fault it is, few tries are enough. Raises
    NoLongerWanted where the request is not ``still`` wanted at its turn.
    """

    def __call__(self, query: str, most: int, *, patient: bool, still: Callable[[], bool]) -> Page:
        """Up to ``most`` papers, all of them readable."""
        ...


class TitleSearch:
    """Looks titles up, with as few requests as will do; with none those not ``still`` wanted then."""

    def __init__(self, hits: AskHits, still: Still | None = None) -> None:
        self._hits = hits
        self._still = still or (lambda titles: titles)
        self._has_failed = False
        """Whether the last request had no usable answer."""
        self._failed = 0
        """Titles in a row without a usable answer."""

    def of(self, titles: Sequence[str]) -> Iterator[TitleAnswer]:
        """An answer for each title, each as soon as it is known; raises SourceError when the service is down.

        A title without a word that can be asked for has no papers, and costs no request.
        """
        titles = list(dict.fromkeys(titles))
        yield from (TitleAnswer(title) for title in titles if not as_phrase(title))
        again: list[str] = []
        for batch in _batches([title for title in titles if as_phrase(title)], as_phrase, TOGETHER):
            for answer in self._ask(batch, as_phrase):
                if answer.records or answer.failure or not as_words(answer.title):
                    yield answer
                else:
                    again.append(answer.title)
            *full, again = _batches(again, as_words, TOGETHER_AGAIN) or [[]]
            for batch_again in full:
                yield from self._ask(batch_again, as_words)
        if again:
            yield from self._ask(again, as_words)

    def _ask(self, titles: Sequence[str], queries_of: Queries) -> Iterator[TitleAnswer]:
        """Ask for all of them together, or in ever smaller pieces."""
        try:
            page = self._answer(titles, queries_of, HITS)
            if page.total > HITS and len(titles) == 1:
                page = self._answer(titles, queries_of, MOST_HITS)
        except NoLongerWanted:
            if left := self._still(titles):
                yield from self._ask(left, queries_of)
            return
        except SourceRefused as error:
            if error.status not in _OF_ONE_TITLE or error.most_tries is not None:
                raise
            if len(titles) > 1:
                yield from self._ask_halves(titles, queries_of)
                return
            self._failed += 1
            if self._failed >= _MOST_FAILED:
                raise
            yield TitleAnswer(titles[0], failure=error)
            return
        self._failed = 0
        if page.total > HITS and len(titles) > 1:
            yield from self._ask_halves(titles, queries_of)
            return
        is_whole = page.total <= page.count
        yield from (TitleAnswer(title, tuple(_near(title, page.records, is_whole=is_whole))) for title in titles)

    def _ask_halves(self, titles: Sequence[str], queries_of: Queries) -> Iterator[TitleAnswer]:
        middle = len(titles) // 2
        for half in (titles[:middle], titles[middle:]):
            yield from self._ask(half, queries_of)

    def _answer(self, titles: Sequence[str], queries_of: Queries, most: int) -> Page:
        patient = not self._has_failed
        self._has_failed = True
        query = any_of([query for title in titles for query in queries_of(title)])
        try:
            page = self._hits(query, most, patient=patient, still=lambda: len(self._still(titles)) == len(titles))
        except NoLongerWanted:
            self._has_failed = not patient
            raise
        self._has_failed = False
        return page


def _near(title: str, records: Sequence[BibliographicRecord], *, is_whole: bool) -> Iterator[BibliographicRecord]:
    """The records that could answer for a title, one for each work."""
    for record in {record.work: record for record in records}.values():
        score = likeness(title, record.title)
        if score >= SUGGESTION_SCORE and (is_whole or score != SUBTITLE_SCORE):
            yield record


# -- queries ---------------------------------------------------------------------------------------------------------

Queries = Callable[[str], list[str]]
"""Each finds papers for a title; none where there is no word to ask for."""


def as_phrase(title: str) -> list[str]:
    r"""The query for a title's words as they stand: ``ti:"words as they stand"``.

    TeX, math and words with other letters than ASCII's are left out. Since what is left out stands between the others
    in the title, the words before and after it are phrases of their own.
    """
    phrases = [phrase for phrase in _phrases(title) if phrase]
    # A phrase of nothing but common words may find nothing, and then the others with it.
    telling = [phrase for phrase in phrases if not _COMMON.issuperset(map(str.lower, phrase))] or phrases
    query = " AND ".join(f'ti:"{" ".join(map(_no_operator, phrase))}"' for phrase in telling)
    return [query] if query else []


def as_words(title: str) -> list[str]:
    """The queries for titles like this one: those that have all but one of its longest words, in any order.

    Words with another spelling across the ocean come last. Beside them stand the title in American spelling, where it
    is British, and its part before the subtitle, which may be a list's own; not where that is too short to tell. A
    title of two words has no other queries than these.
    """
    title = title[:LONGEST_TITLE]
    words = [word for word in dict.fromkeys(map(str.lower, _words(title))) if _is_telling(word)]
    words = sorted(words, key=lambda word: (has_two_spellings(word), -len(word), word))[:_LONGEST_WORDS]
    groups = [[f"ti:{word}" for word in words if word != left_out] for left_out in words]
    queries = [" AND ".join(group) for group in groups if len(group) > 1]
    others = [american(title)]
    if (main := main_title(title)) and len(_words(main)) >= _FEW_WORDS:
        others.append(main)
    phrases = [query for other in others for query in as_phrase(other.casefold())]
    return queries + [query for query in dict.fromkeys(phrases) if query not in as_phrase(title.casefold())]


def any_of(queries: Sequence[str]) -> str:
    """The query that finds what any of these finds; AND and OR are only mixed with brackets."""
    if len(queries) == 1:
        return queries[0]
    return " OR ".join(f"({query})" if " AND " in query else query for query in queries)


def _batches(titles: Sequence[str], queries_of: Queries, most: int) -> list[list[str]]:
    """The titles in their order, parted so that those of each part can share a request."""
    batches: list[list[str]] = []
    room = 0
    for title in titles:
        length = len(quote_plus(f" OR ({any_of(queries_of(title))})"))
        is_crowded = queries_of is as_phrase and len(_words(title)) < _FEW_WORDS
        if is_crowded or length > room or len(batches[-1]) == most:
            batches.append([])
            room = LONGEST_QUERY
        batches[-1].append(title)
        room = 0 if is_crowded else room - length
    return batches


def _phrases(title: str) -> list[list[str]]:
    text = unicodedata.normalize("NFKC", clean_text(title[:LONGEST_TITLE])).translate(_PLAIN)
    text = _FORMATTING.sub("", text).replace("{", "").replace("}", "")
    return [_WORD.findall(piece) for piece in _NOT_ASKABLE.split(text)]


def _words(title: str) -> list[str]:
    return [word for phrase in _phrases(title) for word in phrase]


def _no_operator(word: str) -> str:
    return word.lower() if word in _OPERATORS else word


def _is_telling(word: str) -> bool:
    return 2 < len(word) <= _LONGEST_WORD and word.isalnum() and word not in _COMMON


_OPERATORS = frozenset({"AND", "ANDNOT", "NOT", "OR", "TO"})
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by for if in into is it no not of on or such that the their then there these they "
        "this to was will with",
    )
)
"""The words that an index of English leaves out, as Lucene has them."""
_PLAIN = str.maketrans("‘’‐‑‒–—−“”", "''------\"\"")
_FORMATTING = re.compile(r"\\(?:emph|text[a-z]*)\s*(?=\{)")
_NOT_ASKABLE = re.compile(r"\$[^$]*\$|\S*[^\x00-\x7f]\S*|\S*\\\S*")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['.][A-Za-z0-9]+)*")
