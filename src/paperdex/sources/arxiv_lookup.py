"""One look-up of many identifiers at arXiv's query API: nothing lost, and each gap with a reason.

Rules of the API that make this necessary: an answer's order is not the request's, what arXiv does not know is left out
without a word, one identifier that it calls malformed has the whole request refused, and under load it gives pages
that are short or empty. So what was asked is compared with what came:

* the identifier that a refusal names is taken out, and the others asked for again; only where it is refused by itself,
  too, is it malformed, and where one after another is refused, the service is broken: what is asked for is well-formed;
* where an answer stays unusable however often it is asked for, or a refusal names nobody, the request is halved, and
  each half asked for, until what spoils it stands alone;
* an entry that lacks what every paper has, or that another entry contradicts, has not come; what is lacking in one that
  was asked for twice is left out by whoever answers, in others, too, and is no fault;
* a page that arXiv itself calls short is followed by the rest of it, and one with nothing, or with many things less
  than what was asked for, is asked for once more;
* what still has not come is asked for once more by itself. Only then it is unknown. Where nothing usable comes so,
  ten are asked for, and not each of a hundred;
* where not one of many is known, papers that arXiv surely has are asked for: if they come, the others are unknown.

Each answer is handed on as it comes, so that whoever stores it loses no more than the request that runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from paperdex.core.records import UNKNOWN_TO_ARXIV, Answer, BibliographicRecord
from paperdex.core.text import printable
from paperdex.errors import SourceError, SourceRefused
from paperdex.sources.base import NoLongerWanted, Still
from paperdex.sources.garbled import REPLACEMENT

if TYPE_CHECKING:
    from paperdex.sources.arxiv_feed import Page

MALFORMED = "malformed, says arXiv"
CONTRADICTING = "arXiv's entries for it contradict each other"
OTHER_PAPER = "arXiv answered with another paper"
NOTHING = "arXiv answered with no paper at all to this and all that was asked with it"
IN_VAIN = "not asked for by itself, since arXiv's answers to those before it could not be used"
SHORT = "left out of arXiv's answer, which counts more papers"
_MOST_PAGES = 4
"""Pages that one short answer may need; after that its papers are asked for one by one."""
_MOST_BLAMED = 4
"""Papers in a row that spoil their answers, after which it is the service that is broken."""
_KNOWN = ("0704.0001", "1706.03762", "hep-th/9711200")
"""Papers that arXiv surely has."""
_MANY = 10
"""So many identifiers together of which arXiv knows not one are no answer."""
_LOST_LETTERS, _ERROR_TITLE = "letters", "error"
_ITS_OWN = {_LOST_LETTERS, _ERROR_TITLE}
"""Doubts about one entry, which say nothing of others."""
_OF_ONE_PAPER = frozenset({None, 200, 400, 414, 500})
"""Statuses of an unusable answer that may be the fault of one paper; the others speak of the service."""


class AskPage(Protocol):
    """Asks for up to 100 identifiers in one request; its SourceErrors are those of the transport.

    Not ``patient``: after a failure, when it is to be found out whose fault it is, few tries are enough. Raises
    NoLongerWanted where the request is not ``still`` wanted at its turn.
    """

    def __call__(self, ids: Sequence[str], *, patient: bool, still: Callable[[], bool]) -> Page:
        """The page that answers."""
        ...


class Lookup:
    """Asks for pages until each identifier has a record or a reason, and gives what each page brings at once.

    What is not ``still`` wanted when it is its turn is not asked for. ``unsaid`` is what whoever answers leaves out, as
    far as it is known; it grows, and is for the next look-up, too.
    """

    def __init__(self, page: AskPage, still: Still | None = None, *, unsaid: set[str] | None = None) -> None:
        self._page = page
        self._unsaid = set() if unsaid is None else unsaid
        self._doubted: set[str] = set()
        """Identifiers whose entries lacked something when they were looked at first."""
        self._still = still or (lambda asked: asked)
        self._settled: set[str] = set()
        """Identifiers that have a record or a reason, or are wanted no more."""
        self._has_records = False
        self._is_believed = False
        """Whether arXiv has given a record, be it of a paper that was asked for only to see whether it answers."""
        self._held: dict[str, str] = {}
        """Reasons that wait: where arXiv gives no record at all, it is at fault, and not the papers."""
        self._has_failed = False
        """Whether the last request had no usable answer."""
        self._blamed = 0
        """Papers in a row that were left out because they spoil their answers."""
        self._spoilt: SourceRefused | None = None
        """The last answer that was none, for which a paper was left out."""

    def of(self, asked: Sequence[str]) -> Iterator[Answer]:
        """Records, and a reason for each identifier without one, as they come.

        Raises SourceError when the service is down; what was given before that stands.
        """
        try:
            if asked:
                yield from self._ask(asked)
            if not self._is_believed and len(self._missing(asked)) >= _MANY:
                self._is_believed = self._answers()
            yield from self._ask_each(asked)
        except SourceError:
            if self._held and not self._spoilt and len(asked) < _MANY:
                yield Answer(unknown=self._held)
            raise
        if self._spoilt and not self._has_records:
            raise self._spoilt  # where nothing at all came, it is the service's fault, and no paper's
        if not self._is_believed and len(asked) >= _MANY and set(self._held.values()) - {IN_VAIN} == {UNKNOWN_TO_ARXIV}:
            self._held = dict.fromkeys(self._held, NOTHING)
        if self._held:
            yield Answer(unknown=self._held)

    def _ask_each(self, asked: Sequence[str]) -> Iterator[Answer]:
        """Ask once more for each that has not come, until many in a row have had no usable answer."""
        in_vain = 0
        for key in self._missing(asked):
            if in_vain >= _MANY:
                yield from self._give(unknown={key: IN_VAIN})
                continue
            is_answered = False
            for answer in self._ask_again(key):
                is_answered = answer.unknown.get(key) in {None, MALFORMED, UNKNOWN_TO_ARXIV}
                yield answer
            # Where arXiv has given nothing at all, it can't be believed that it knows none of them.
            in_vain = 0 if is_answered and self._is_believed else in_vain + 1

    def _answers(self) -> bool:
        """Whether arXiv knows a paper that it surely has."""
        try:
            page = self._page(_KNOWN, patient=not self._has_failed, still=lambda: True)
        except SourceRefused as error:
            if not _may_be_one_papers(error):
                raise
            return False
        return bool(_usable(page, _KNOWN))

    def _missing(self, asked: Sequence[str]) -> list[str]:
        return [key for key in asked if key not in self._settled]

    def _ask(self, asked: Sequence[str]) -> Iterator[Answer]:
        """Ask for all of them together, or in ever smaller pieces."""
        try:
            yield from self._ask_together(asked)
        except SourceRefused as error:
            if not _may_be_one_papers(error):
                raise
            left = self._missing(asked)
            if len(left) == 1:
                yield from self._blame(left[0], error)
                return
            middle = len(left) // 2
            for half in (left[:middle], left[middle:]):
                yield from self._ask(half)

    def _ask_together(self, asked: Sequence[str]) -> Iterator[Answer]:
        left = list(asked)
        was_in_vain = was_holey = False
        pages = refusals = 0
        while left and pages < _MOST_PAGES:
            try:
                page = self._answer(left)
            except NoLongerWanted:
                self._settled.update(set(left) - set(self._still(left)))
                left = self._missing(left)
                continue
            if page.refused is not None:
                left.remove(page.refused)
                refusals += 1
                if refusals >= _MANY:
                    raise _refused(page.refused, most_tries=1)
                continue
            pages += 1
            yield from self._give(self._whole(_usable(page, left)))
            rest = self._missing(left)
            is_in_vain = len(rest) == len(left)
            if is_in_vain and (was_in_vain or was_holey or len(left) == 1):
                return
            if not is_in_vain and page.total <= page.count:
                if was_holey or (len(rest) < _MANY and not self._doubted.issuperset(rest)):
                    return
                was_holey = True
            left, was_in_vain = rest, is_in_vain

    def _ask_again(self, key: str) -> Iterator[Answer]:
        """Ask by itself for one that did not come with the others; what does not come now has a reason."""
        try:
            page = self._answer([key])
        except SourceRefused as error:
            if not _may_be_one_papers(error):
                raise
            yield from self._blame(key, error)
            return
        except NoLongerWanted:
            self._settled.add(key)
            return
        if page.refused is not None:
            yield self._malformed(key)
        elif records := _usable(page, [key]):
            self._doubted.add(key)
            yield from self._give(self._whole(records))
        else:
            yield from self._give(unknown={key: _why_missing(key, page)})

    def _whole(self, records: Sequence[BibliographicRecord]) -> list[BibliographicRecord]:
        """Those that lack nothing, or only what they, or others, lacked on a second look, too."""
        doubts = {record.work: _doubts_of(record) for record in records}
        again = {work for work, found in doubts.items() if not found <= self._unsaid} - self._doubted
        for work in self._doubted & doubts.keys():
            self._unsaid |= doubts[work] - _ITS_OWN
        self._doubted |= again
        return [record for record in records if record.work not in again]

    def _answer(self, asked: Sequence[str]) -> Page:
        """One page; raises SourceRefused also where arXiv refuses an identifier that it was not asked for."""
        patient = not self._has_failed
        self._has_failed = True
        try:
            page = self._page(asked, patient=patient, still=lambda: len(self._still(asked)) == len(asked))
        except NoLongerWanted:
            self._has_failed = not patient
            raise
        if page.refused is not None and page.refused not in asked:
            raise _refused(page.refused)
        self._has_failed = False
        self._blamed = 0
        return page

    def _blame(self, key: str, error: SourceRefused) -> Iterator[Answer]:
        """Leave out a paper that spoils its answer; raise the error where papers in a row do."""
        self._spoilt = error
        self._blamed += 1
        if self._blamed >= _MOST_BLAMED:
            raise error
        yield from self._give(unknown={key: f"arXiv {error.reason}"})

    def _malformed(self, key: str) -> Answer:
        self._settled.add(key)
        return Answer(unknown={key: MALFORMED})

    def _give(
        self, records: Sequence[BibliographicRecord] = (), unknown: Mapping[str, str] | None = None
    ) -> Iterator[Answer]:
        """Give what has come; reasons wait until arXiv has given a record."""
        self._held |= unknown or {}
        self._settled.update(unknown or (), (record.work for record in records))
        self._has_records = self._has_records or bool(records)
        self._is_believed = self._is_believed or self._has_records
        if self._is_believed and (records or self._held):
            held, self._held = self._held, {}
            yield Answer(tuple(records), held)


def _usable(page: Page, asked: Sequence[str]) -> list[BibliographicRecord]:
    """What was asked for, in that order: the latest version, and none where two entries contradict."""
    wanted = set(asked)
    latest: dict[str, BibliographicRecord] = {}
    doubtful: set[str] = set()
    for record in page.records:
        if record.work not in wanted:
            continue
        held = latest.get(record.work)
        if held is None or (record.version or 0) > (held.version or 0):
            latest[record.work] = record
            doubtful.discard(record.work)
        elif record.version == held.version and replace(record, retrieved=held.retrieved) != held:
            doubtful.add(record.work)
    return [latest[key] for key in asked if key in latest and key not in doubtful]


def _doubts_of(record: BibliographicRecord) -> set[str]:
    """What a record lacks that every paper has; lost letters and the title that errors have count, too."""
    doubts = set(record.missing)
    if record.version is None:
        doubts.add("version")
    if not record.updated:
        doubts.add("updated")
    if any(text and REPLACEMENT in text for text in (record.abstract, record.comment, record.journal_ref)):
        doubts.add(_LOST_LETTERS)
    if record.title == "Error":
        doubts.add(_ERROR_TITLE)
    return doubts


def _refused(named: str, *, most_tries: int | None = None) -> SourceRefused:
    message = f"refused the request: incorrect id format for {printable(named)[:80]}."
    return SourceRefused("arxiv", "", message, status=400, most_tries=most_tries)


def _may_be_one_papers(error: SourceRefused) -> bool:
    """Whether one paper may be why an answer is none; what no paper can cause is worth few tries, and no halving."""
    return error.status in _OF_ONE_PAPER and error.most_tries is None


def _why_missing(key: str, page: Page) -> str:
    """Why an answer to one identifier holds no record of it."""
    if key in page.unreadable:
        return page.unreadable[key]
    if any(record.work == key for record in page.records):
        return CONTRADICTING
    if page.records or page.unreadable:
        return OTHER_PAPER
    return SHORT if page.total else UNKNOWN_TO_ARXIV
