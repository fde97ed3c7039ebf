"""One look-up of many identifiers at arXiv's query API: nothing lost, and each gap with a reason.

Rules of the API that make this necessary: an answer's order is not the request's, what arXiv does not know is left out
without a word, one identifier that it calls malformed has the whole request refused, and under load it gives pages
that are short or empty. So what was asked is compared with what came:

* the identifier that a refusal names is taken out, and the others asked for again;
* where an answer stays unusable however often it is asked for, the request is halved, and each half asked for, until
  what spoils it stands alone;
* a page that arXiv itself calls short is followed by the rest of it, and one with nothing of what was asked for is
  asked for once more;
* what still has not come is asked for once more by itself. Only then it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from paperdex.core.records import UNKNOWN_TO_ARXIV, BibliographicRecord
from paperdex.core.text import printable
from paperdex.errors import SourceError, SourceRefused

if TYPE_CHECKING:
    from paperdex.sources.arxiv_feed import Page

MALFORMED = "malformed, says arXiv"
CONTRADICTING = "arXiv's entries for it contradict each other"
OTHER_PAPER = "arXiv answered with another paper"
SHORT = "left out of arXiv's answer, which counts more papers"
_MOST_PAGES = 4
"""Pages that one short answer may need; after that its papers are asked for one by one."""
_MOST_FAILURES = 8
"""Unusable answers in a row after which the service is broken, and not a paper: more than halvings of 100."""


@dataclass(slots=True)
class Found:
    """What came of a look-up so far."""

    records: dict[str, BibliographicRecord] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    """Identifier that has no record, with the reason."""
    failure: SourceError | None = None
    """Why the rest could not be asked for."""


class AskPage(Protocol):
    """Asks for up to 100 identifiers in one request; its SourceErrors are those of the transport.

    Not ``patient``: after a failure, when it is to be found out whose fault it is, few tries are enough.
    """

    def __call__(self, ids: Sequence[str], *, patient: bool) -> Page:
        """The page that answers."""
        ...


class Lookup:
    """Asks for pages until each identifier has a record or a reason."""

    def __init__(self, page: AskPage) -> None:
        self._page = page
        self._found = Found()
        self._failures = 0
        self._spoilt: SourceRefused | None = None
        """The last answer that was none, for which a paper was left out."""

    def of(self, asked: Sequence[str]) -> Found:
        """Records, and a reason for each identifier without one.

        Raises SourceError when the service is down; where something came before that, it is returned with the failure.
        """
        try:
            if asked:
                self._ask(asked)
            for key in self._missing(asked):
                self._ask_again(key)
            if self._spoilt and not self._found.records:
                raise self._spoilt  # where nothing at all came, it is the service's fault, and no paper's
        except SourceError as error:
            if not self._found.records and (self._spoilt or not self._found.reasons):
                raise
            self._found.failure = error
        return self._found

    def _missing(self, asked: Sequence[str]) -> list[str]:
        return [key for key in asked if key not in self._found.records and key not in self._found.reasons]

    def _ask(self, asked: Sequence[str]) -> None:
        """Ask for all of them together, or in ever smaller pieces."""
        try:
            self._ask_together(asked)
        except SourceRefused as error:
            self._failures += 1
            if not self._may_be_one_paper(error):
                raise
            left = self._missing(asked)
            if len(left) == 1:
                self._blame(left[0], error)
                return
            middle = len(left) // 2
            for half in (left[:middle], left[middle:]):
                self._ask(half)

    def _ask_together(self, asked: Sequence[str]) -> None:
        left = list(asked)
        was_in_vain = False
        for _ in range(_MOST_PAGES):
            page = self._page(left, patient=not self._failures)
            self._failures = 0
            if page.refused is not None:
                left = self._without_refused(left, page.refused)
                if not left:
                    return
                continue
            self._keep(page, asked)
            rest = self._missing(left)
            is_in_vain = len(rest) == len(left)
            if not rest or (is_in_vain and (was_in_vain or len(left) == 1)):
                return
            if not is_in_vain and page.total <= page.count:
                return
            left, was_in_vain = rest, is_in_vain

    def _without_refused(self, asked: list[str], refused: str) -> list[str]:
        """Those that can be asked for again when arXiv called one of them malformed."""
        if refused in asked:
            self._found.reasons[refused] = MALFORMED
            return [key for key in asked if key != refused]
        if len(asked) == 1:
            self._found.reasons[asked[0]] = _refusal(refused)
            return []
        middle = len(asked) // 2
        self._ask(asked[:middle])
        return asked[middle:]

    def _may_be_one_paper(self, error: SourceRefused) -> bool:
        """Whether an answer that is none may be the fault of one paper; a status is said by the service of itself."""
        return error.passing and error.status in {None, 200} and self._failures < _MOST_FAILURES

    def _blame(self, key: str, error: SourceRefused) -> None:
        """Leave out a paper that spoils its answer."""
        self._spoilt = error
        self._found.reasons[key] = f"arXiv {error.reason}"

    def _keep(self, page: Page, asked: Sequence[str]) -> None:
        """Take what was asked for, by its identifier: the latest version, and none where two entries contradict."""
        wanted = set(asked)
        latest: dict[str, BibliographicRecord] = {}
        doubtful: set[str] = set()
        for record in page.records:
            held = latest.get(record.work)
            if held is None or (record.version or 0) > (held.version or 0):
                latest[record.work] = record
                doubtful.discard(record.work)
            elif record.version == held.version and record != held:
                doubtful.add(record.work)
        self._found.records |= {work: r for work, r in latest.items() if work in wanted and work not in doubtful}

    def _ask_again(self, key: str) -> None:
        """Ask by itself for one that did not come with the others; what does not come now has a reason."""
        try:
            page = self._page([key], patient=not self._failures)
        except SourceRefused as error:
            self._failures += 1
            if not self._may_be_one_paper(error):
                raise
            self._blame(key, error)
            return
        self._failures = 0
        self._keep(page, [key])
        if key not in self._found.records:
            self._found.reasons[key] = _why_missing(key, page)


def _refusal(refused: str) -> str:
    return f"arXiv refused the request for it: incorrect id format for {printable(refused)[:80]}"


def _why_missing(key: str, page: Page) -> str:
    """Why an answer to one identifier holds no record of it."""
    if page.refused is not None:
        return MALFORMED if page.refused == key else _refusal(page.refused)
    if key in page.unreadable:
        return page.unreadable[key]
    if any(record.work == key for record in page.records):
        return CONTRADICTING
    if page.records or page.unreadable:
        return OTHER_PAPER
    return SHORT if page.total else UNKNOWN_TO_ARXIV
