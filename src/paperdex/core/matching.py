"""Which record answers a title: taken only when it is sure, a suggestion with its score otherwise.

A match is sure when the normalised titles are equal and the authors, where the list gives any, don't contradict it; or
when they are equal but for a dropped subtitle, an author or the year fits, and there is no rival. British spelling is
equal to American spelling where no title is equal to the letter. Titles are no keys (of 740,861 arXiv papers 2,698
share theirs with another), so two papers with the title of one entry are both suggestions unless an author or the year
decides between them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from paperdex.core.entries import ListEntry
from paperdex.core.names import parse_name, surname_key
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Resolution, Suggestion
from paperdex.core.spelling import american
from paperdex.core.text import main_title, normalise_title

SUGGESTION_SCORE = 0.8
"""A title less alike than this is not even suggested (1 is equal; a dropped subtitle counts as 0.9)."""
SPELLING_SCORE = 0.99
"""Titles that are equal but for British spelling in one of them."""
SUBTITLE_SCORE = 0.9
MOST_SUGGESTIONS = 5
LONGEST_SPELT = 1000
"""Characters of a title whose spelling is looked at; a longer one is none."""
YEARS_APART = 1
"""A list often gives the year of the conference, the year after the preprint's."""
OTHER_YEARS = 5
"""So many years apart, and no author to tell, it is another paper that has the same title."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    record: BibliographicRecord
    score: float
    authors_fit: bool | None
    years_apart: int | None

    @property
    def is_equal(self) -> bool:
        """Whether the titles are the same, be it in another spelling."""
        return self.score >= SPELLING_SCORE

    @property
    def contradicts(self) -> bool:
        """The authors are others, or, where nobody names them, the years are far apart."""
        if self.authors_fit is None:
            return self.years_apart is not None and self.years_apart > OTHER_YEARS
        return not self.authors_fit

    @property
    def fits(self) -> bool:
        """An author or the year speaks for it, and nothing against it."""
        is_of_the_year = self.years_apart is not None and self.years_apart <= YEARS_APART
        return not self.contradicts and bool(self.authors_fit or is_of_the_year)


def title_keys(title: str) -> tuple[str, ...]:
    """The normalised titles that a record could answer for: the whole title, and the part before its subtitle."""
    main = main_title(title)
    keys = (normalise_title(title), normalise_title(main) if main else "")
    return tuple(dict.fromkeys(key for key in keys if key))


def match_title(entry: ListEntry, records: Iterable[BibliographicRecord]) -> Resolution | None:
    """What these records make of an entry: resolved, suggested, or ``None`` when none of them comes near."""
    candidates = [_judge(entry, record) for record in {record.work: record for record in records}.values()]
    candidates = sorted(
        (c for c in candidates if c.score >= SUGGESTION_SCORE), key=lambda c: (-c.score, not c.fits, c.record.work)
    )
    if not candidates:
        return None
    sure = _sure(candidates)
    if sure is not None:
        return Resolution("resolved", work=sure.record.work)
    suggestions = tuple(Suggestion(c.record.work, c.record.title, round(c.score, 2)) for c in candidates)
    return Resolution("suggested", reason=_doubt(candidates), suggestions=suggestions[:MOST_SUGGESTIONS])


def _sure(candidates: list[_Candidate]) -> _Candidate | None:
    equal = [c for c in candidates if c.is_equal and not c.contradicts]
    if any(c.score == 1.0 for c in equal):
        equal = [c for c in equal if c.score == 1.0]
    if len(equal) == 1:
        return equal[0]
    pool = equal or [c for c in candidates if c.score >= SUBTITLE_SCORE and not c.contradicts]
    fitting = [c for c in pool if c.fits]
    if equal:
        return fitting[0] if len(fitting) == 1 else None
    return fitting[0] if len(pool) == 1 and fitting else None


def _doubt(candidates: list[_Candidate]) -> str:
    best = candidates[0]
    if best.is_equal and best.contradicts:
        return f"the title is that of a paper {'of another time' if best.authors_fit is None else 'by other authors'}"
    if sum(c.is_equal for c in candidates) > 1:
        return "several papers have this title"
    if best.score >= SUBTITLE_SCORE:
        return "the title is that of a paper without its subtitle"
    return "the title is only like that of a paper"


def _judge(entry: ListEntry, record: BibliographicRecord) -> _Candidate:
    return _Candidate(
        record, likeness(entry.title, record.title), _authors_fit(entry, record), _years_apart(entry, record)
    )


def likeness(ours: str, theirs: str) -> float:
    """How near two titles are, from 0 to 1, which is equal; SUBTITLE_SCORE says that one lacks its subtitle."""
    our_keys, their_keys = title_keys(ours), title_keys(theirs)
    if not our_keys or not their_keys:
        return 0.0
    if our_keys[0] == their_keys[0]:
        return 1.0
    if _differ_by_subtitle(our_keys, their_keys):
        return SUBTITLE_SCORE
    from rapidfuzz import fuzz

    alike: float = fuzz.ratio(our_keys[0], their_keys[0]) / 100
    our_keys, their_keys = _american_keys(ours), _american_keys(theirs)
    if our_keys[0] == their_keys[0]:
        return SPELLING_SCORE
    if _differ_by_subtitle(our_keys, their_keys):
        return SUBTITLE_SCORE
    # Likeness alone is never equality, however close: stay below what a dropped subtitle counts.
    return min(alike, SUBTITLE_SCORE - 0.01)


def _differ_by_subtitle(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return ours[0] in theirs[1:] or theirs[0] in ours[1:]


@functools.lru_cache(maxsize=1024)
def _american_keys(title: str) -> tuple[str, ...]:
    return title_keys(american(title) if len(title) <= LONGEST_SPELT else title)


def _authors_fit(entry: ListEntry, record: BibliographicRecord) -> bool | None:
    """Whether the list's authors are among the record's; ``None`` where one of the two names nobody."""
    ours = {surname_key(name) for name in entry.authors} - {""}
    theirs = {surname_key(author.family or parse_name(author.name).family) for author in record.authors} - {""}
    if not ours or not theirs:
        return None
    return bool(ours & theirs)


def _years_apart(entry: ListEntry, record: BibliographicRecord) -> int | None:
    if not entry.date or not record.submitted:
        return None
    return abs(int(entry.date[:4]) - int(record.submitted[:4]))
