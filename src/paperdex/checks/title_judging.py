"""Whether the title of an entry is that of its record, was it once or nearly, or is another paper's."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, NamedTuple

from paperdex.checks.document import Document, Subject, once
from paperdex.checks.own_words import stands_alone
from paperdex.checks.people import authors_fit, misfit
from paperdex.checks.record_dates import dates_of, fits
from paperdex.checks.title_likeness import has_other_word, overlap, title_words
from paperdex.checks.titles import find_title, title_place
from paperdex.core.matching import SPELLING_SCORE, SUBTITLE_SCORE, likeness
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

Kind = Literal["same", "drift", "wrong", "unclear"]


class Judgement(NamedTuple):
    """What a title is to a record."""

    kind: Kind
    sure: bool = True
    why: str = ""
    """What is different, in a few words."""
    is_short: bool = False
    """Whether it is the beginning or the name alone of the record's title, which may be the list's own way."""


_SAME = Judgement("same")
_UNCLEAR = Judgement("unclear", sure=False)
_SHORT_NAME = Judgement("unclear", sure=False, is_short=True)

_NEAR = 0.85
"""Likeness of letters above which one title is the other with a slip in it."""
_SHARES = 0.45
"""Titles of one paper that was renamed share more of their words (measured on arXiv's versions), those of two less."""
_HARDLY = 0.3
_WITH_FITTING_AUTHORS = 0.35
_CONTAINED = 0.8
_CLEARLY = 0.7
_SLIP = 2
_FEW = 2
"""A title of so few words is a short name, which nobody can judge."""
_ADDED = 4

_EDITION = re.compile(
    r"\s*[(\[](?:(?:the )?(?:extended|full|long|short|technical|preliminary|working|revised|complete|arxiv"
    r"|preprint)\b[^()\[\]]*|(?:extended )?abstract|technical report|tech report|draft|survey"
    r"|invited[^()\[\]]*|work in progress)[)\]]\s*$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*[(\[【（][^()\[\]（）【】]*[)\]】）]\s*$")
_OPEN_REMARK = re.compile(r"\s*[(\[【（][^()\[\]（）【】]*[)\]】）]?\s*$")
"""A remark that the reader may have cut."""
_NAMES = re.compile(
    r"(?:[^\W\d_][\w.'’-]*[\s,&]+){1,8}(?:et\.?\s+al\b\.?|and\s+others)[\s,(\[]*(?:(?:19|20)\d\d[a-z]?)?[\s)\].,:]*",
    re.IGNORECASE,
)
"""Authors in the place of a title: ``Invented et al., 2015``."""
_FRONT = re.compile(r"^(?P<front>[^:：–—-]{1,60}?)\s*(?:[:：]|\s[-–—]{1,2}\s|—)\s*(?=\S)")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""Letters of a translation that stands beside a title."""
_SUBTITLE = re.compile(r"\s?:\s+[^\W\d_]+(?:\s+[^\s()\[\]]+){1,12}\s*\Z")
"""What a title goes on with: a colon and two words or more."""
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_NUMBER = re.compile(r"\b(?:\d+|[IVX]+)\b")
_AND = re.compile(r"\s*\\?&(?:amp;)?\s*")
_ENGLISH_WORDS = "the of and for in with to on by from via using learning network networks"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_WORDS = """
    der die das und für mit von zur zum eine einer ein über de la le les des du et une un pour dans sur avec el los las
    y en para con una il lo gli di della dei per nel da do dos uma em
"""
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_ENDS_IN_WORD = re.compile(r"\w[ \t]*\Z")
_WORD_BEHIND = re.compile(r"[ \t]*\w")
_HALF = 0.5
_TELLING = 15
"""A title with fewer letters may stand anywhere."""
_LONGEST_ENTRY = 4000
_YEARS_TO_PUBLISH = 2
_DAYS_TO_ANNOUNCE = 90
"""A day that is given is hardly that of a printed issue, and rather that of the paper or of a talk soon after it."""


@functools.lru_cache(maxsize=16384)
def _key(title: str) -> str:
    return normalise_title(_spelt_out(title))


def _spelt_out(text: str) -> str:
    """A text with ``and`` in the place of its sign."""
    return _AND.sub(" and ", text) if "&" in text else text


def judge(document: Document, subject: Subject) -> Judgement:
    """What the title of an entry is to the record of the paper that its identifier names; looked at once."""
    return once(subject, "title_judgement", lambda: _judge(document, subject))


def _judge(document: Document, subject: Subject) -> Judgement:
    record, title = subject.record, subject.entry.title
    if record is None or not _key(title) or not _key(record.title):
        return _UNCLEAR
    if is_same_title(title, record.title):
        return _SAME
    if _stands_in_full(document, subject, record):
        return _SAME
    for other in subject.known.other_records:
        if other.title and is_same_title(title, other.title):
            return Judgement("drift", True, "the paper has another title now")
    title = part_to_mend(title, record.title)
    near = _judge_near(subject, title, record)
    if subject.known.namesakes:
        return _judge_namesakes(subject, record, near)
    if near:
        return near
    if _is_foreign(title, record.title):
        return _judge_short(subject, title, record) or _UNCLEAR
    title = _short_note(title, record.title)
    if len(title_words(title)) <= _FEW or _word_count(title) <= _FEW or _NAMES.fullmatch(title):
        return _judge_short(subject, title, record) or _SHORT_NAME
    judgement = _judge_words(subject, title, record)
    return _UNCLEAR if judgement.kind == "wrong" and _is_misread(subject, record) else judgement


def _stands_in_full(document: Document, subject: Subject, record: BibliographicRecord) -> bool:
    """Whether the entry has the title of the record, of which its reader took only a part for the title."""
    key, text = _key(record.title), document.text
    if len(key) < _TELLING:
        return False
    end = min(subject.end, subject.start + _LONGEST_ENTRY)
    # A letter more may be that of the next word: Teapot. S. Invented
    is_letter_more = 0 < len(key.removeprefix(_key(subject.entry.title))) <= _SLIP
    if key not in _key(subject.entry.title) and not is_letter_more:
        return key in normalise_title(_spelt_out(text[subject.start : end]))
    place = find_title(text, subject.start, end, record.title, any_case=True)
    if place is None or _has_subtitle(document, subject, *place):
        return False
    return not (_ENDS_IN_WORD.search(text[max(0, place[0] - 2) : place[0]]) or _WORD_BEHIND.match(text, place[1]))


def _has_subtitle(document: Document, subject: Subject, start: int, end: int) -> bool:
    """Whether the entry's title stands by itself, and goes on behind the record's with a colon and some words."""
    whole = title_place(document, subject)
    if whole is None or not whole[0] <= start < end < whole[1] or not _SUBTITLE.match(document.text, end, whole[1]):
        return False
    return start - whole[0] <= 1 and stands_alone(document, *whole)


def _short_note(title: str, theirs: str) -> str:
    """A title without the remark behind it, where all words that are left are those of the record's title."""
    bare = _OPEN_REMARK.sub("", title)
    return bare if bare != title and overlap(bare, theirs).of_first == 1 else title


def _is_misread(subject: Subject, record: BibliographicRecord) -> bool:
    """Whether authors or the journal were read as the title, which is a link's label or the heading above."""
    people = {word for author in record.authors for word in title_words(author.name)}
    if people and people.issuperset(title_words(subject.entry.title)):
        return True
    topic = subject.entry.topic
    if topic and is_same_title(topic[-1], record.title):
        return True
    if record.journal_ref and _key(subject.entry.title) in _key(record.journal_ref):
        return True
    return any(_likeness(link.label, record.title) >= _NEAR for link in subject.entry.links if _key(link.label))


def is_wrong_paper(document: Document, subject: Subject) -> bool:
    """Whether the identifier of an entry plainly is another paper's, so that its record says nothing of the entry."""
    return judge(document, subject).kind == "wrong"


def may_be_another(document: Document, subject: Subject) -> bool:
    """Whether the title of an entry has other words than its record, and nothing bears out that it is its paper."""
    judgement, record = judge(document, subject), subject.record
    if record is None or judgement.kind != "drift" or judgement.sure or judgement.is_short:
        return False
    ours, theirs = _key(subject.entry.title), _key(record.title)
    return ours not in theirs and theirs not in ours


def is_drifted(title: str, record: BibliographicRecord) -> bool:
    """Whether a title by itself is the record's with a slip in it, and not the record's."""
    return not is_same_title(title, record.title) and likeness(title, record.title) >= _NEAR


def part_to_mend(ours: str, theirs: str) -> str:
    """The part of a title that is to be the record's: without a name in front or a remark behind that the list adds."""
    rest = _without_front(ours)
    parts = [rest] if rest else []
    bare = [_REMARK.sub("", part) for part in (ours, *parts)]
    near = [part for part in (*parts, *bare) if _key(part) and part != ours and _letters_alike(part, theirs) >= _NEAR]
    best = max(near, key=lambda part: _letters_alike(part, theirs), default=ours)
    return best if _letters_alike(best, theirs) > _letters_alike(ours, theirs) else ours


def is_same_title(ours: str, theirs: str) -> bool:
    """Whether two titles are equal but for marks, case, remarks behind them and a name that the list puts in front."""
    if _key(ours) == _key(theirs):
        return True
    ours_plain, theirs_plain = _EDITION.sub("", ours), _EDITION.sub("", theirs)
    keys = {_key(theirs), _key(theirs_plain)} - {""}
    bare = _REMARK.sub("", ours)
    if _key(ours_plain) in keys or _key(bare) in keys:
        return True
    if _OTHER_SCRIPT.search(ours) and not _OTHER_SCRIPT.search(theirs) and _key(_OTHER_SCRIPT.sub(" ", ours)) in keys:
        return True
    rest = _without_front(ours)
    return rest is not None and not {_key(rest), _key(_REMARK.sub("", rest))}.isdisjoint(keys)


def _without_front(title: str) -> str | None:
    """A title without the name that the list puts in front of it: ``LidNet: Teapots and Their Lids``."""
    front = _FRONT.match(title)
    return title[front.end() :] if front and _word_count(front["front"]) <= _ADDED else None


def _judge_near(subject: Subject, title: str, record: BibliographicRecord) -> Judgement | None:
    """What can be told of titles that are alike letter by letter, or where one is a part of the other."""
    for other in subject.known.other_records:
        score = 0.0 if is_same_title(other.title, record.title) else _likeness(title, other.title)
        if score >= _NEAR and not _numbers_differ(title, other.title):
            return Judgement("drift", True, "the paper has another title now")
    score = _likeness(title, record.title)
    if score >= SPELLING_SCORE:
        return Judgement("drift", True, "a word is spelt otherwise")
    if score == SUBTITLE_SCORE:
        has_more = len(_key(title)) > len(_key(record.title))
        what = "the record has no such subtitle" if has_more else "the subtitle is left out"
        return Judgement("drift", False, what, not has_more)
    if score >= _NEAR or _letters_alike(title, record.title) >= _NEAR:
        if _numbers_differ(title, record.title):
            return Judgement("wrong", False, "the number in the title is another one")
        fits = authors_fit(subject.entry, record)
        if fits is False and overlap(title, record.title).shared < _CONTAINED:
            return Judgement("wrong", False, "the authors are others")
        is_slip = _is_slip(title, record.title) or not has_other_word(title, record.title)
        sure = is_slip or _same_day(subject, record)
        return Judgement("drift", sure, "the words are not quite the same")
    ours, theirs = _key(title), _key(record.title)
    if theirs.startswith(ours) and len(title_words(title)) < len(title_words(record.title)):
        return Judgement("drift", False, "it is cut short", is_short=True)
    return None


def _judge_namesakes(subject: Subject, record: BibliographicRecord, near: Judgement | None) -> Judgement:
    """Another paper has this very title: it is meant, unless the record's is as good as the same."""
    namesake = subject.known.namesakes[0]
    why = f"it is that of {namesake.work}"
    fits = authors_fit(subject.entry, record)
    if near and near.kind == "drift":
        if fits and not authors_fit(subject.entry, namesake):
            return near
        return Judgement("wrong", fits is False, why)
    return Judgement("wrong", True, why)


def _judge_short(subject: Subject, title: str, record: BibliographicRecord) -> Judgement | None:
    """What can be told of a few words, or foreign ones: another paper's, where its date or most authors are others."""
    found = misfit(subject.entry, record)
    if _word_count(title) < _FEW or overlap(title, record.title).count:
        return None
    if 2 * len(found.strangers) > found.compared:
        return Judgement("wrong", False, "neither its words nor most of the authors are the record's")
    if not found.compared and _is_of_another_time(subject, record):
        return Judgement("wrong", False, "neither its words nor its date are the record's")
    return None


def _judge_words(subject: Subject, title: str, record: BibliographicRecord) -> Judgement:
    best = max(
        (overlap(title, other.title) for other in (record, *subject.known.other_records) if other.title),
        key=lambda each: each.shared,
    )
    fits = authors_fit(subject.entry, record)
    strangers = misfit(subject.entry, record).strangers
    is_part = best.of_shorter >= _CONTAINED and best.count > 1
    if fits is False and best.shared < _CLEARLY:
        return Judgement("wrong", best.shared < _SHARES, "neither its words nor the authors are the record's")
    is_undated = _is_of_another_time(subject, record)
    if fits is False and is_undated:
        return Judgement("wrong", False, "neither the authors nor the date are the record's")
    if _parts_differ(title, record.title):
        return Judgement("wrong", False, "it is another part of a series")
    if strangers and best.shared < _CLEARLY and not is_part:
        return Judgement("wrong", False, "neither all its words nor all the authors are the record's")
    if is_undated and best.shared < _CLEARLY:
        return Judgement("wrong", False, "neither all its words nor its date are the record's")
    if (
        best.shared >= _SHARES
        or is_part
        or (fits and _all_fit(subject, record) and best.shared >= _WITH_FITTING_AUTHORS)
    ):
        if _numbers_differ(title, record.title) and not fits and best.shared >= _CONTAINED:
            return Judgement("wrong", False, "the number in the title is another one")
        return Judgement("drift", _is_surely_drift(subject, title, record, best.shared), "the words are others in part")
    if fits and not strangers and _same_day(subject, record):
        return Judgement("drift", False, "the words are others, and the authors and the day are the record's")
    is_sure = best.shared < _HARDLY and not fits and not _same_day(subject, record)
    return Judgement("wrong", is_sure, "they share hardly a word")


def _is_surely_drift(subject: Subject, title: str, record: BibliographicRecord, shared: float) -> bool:
    """Whether the day or the authors bear out that a title with other words is that of the paper."""
    fits = authors_fit(subject.entry, record)
    if fits is False or len(title_words(record.title)) <= _FEW:
        return False
    if _same_day(subject, record):
        return shared >= _SHARES
    return not has_other_word(title, record.title) and shared >= (_CLEARLY if fits else _NEAR)


def _all_fit(subject: Subject, record: BibliographicRecord) -> bool:
    """Whether every author that the list names, two at least, is one of the record."""
    found = misfit(subject.entry, record)
    return not found.strangers and found.compared > 1


def _likeness(ours: str, theirs: str) -> float:
    """How near two titles are, without a look at the spelling of those that share neither letters nor beginning."""
    first, second = _key(ours), _key(theirs)
    if first.startswith(second) or second.startswith(first) or _letters_alike(ours, theirs):
        return likeness(ours, theirs)
    return 0.0


def _letters_alike(ours: str, theirs: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(_key(ours), _key(theirs), score_cutoff=100 * _NEAR) / 100


def _is_slip(ours: str, theirs: str) -> bool:
    """Whether a letter or two are all that differs, and no digit."""
    from rapidfuzz.distance import OSA

    first, second = _key(ours), _key(theirs)
    digits = [[sign for sign in key if sign.isdigit()] for key in (first, second)]
    return digits[0] == digits[1] and OSA.distance(first, second, score_cutoff=_SLIP) <= _SLIP


def _numbers_differ(ours: str, theirs: str) -> bool:
    """Whether both have numbers, and each one that the other has not: two parts of one series."""
    first, second = _numbers(ours), _numbers(theirs)
    return bool(first - second and second - first)


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(_REMARK.sub("", text))) - {"I"} | _part_one(text)


def _parts_differ(ours: str, theirs: str) -> bool:
    """Whether both are parts of a series, by Roman numbers, and not the same one."""
    first, second = ({each for each in _numbers(text) if not each.isdecimal()} for text in (ours, theirs))
    return bool(first and second) and first.isdisjoint(second)


def _part_one(text: str) -> set[str]:
    """``I`` where it is a number: at the end or in front of a mark."""
    return {"I"} if re.search(r"\bI(?=[.:,]|\s*$)", text) else set()


def _same_day(subject: Subject, record: BibliographicRecord) -> bool:
    """Whether the list gives the very day on which the paper came out."""
    return bool(subject.entry.date and record.submitted and subject.entry.date == record.submitted[:10])


def _is_of_another_time(subject: Subject, record: BibliographicRecord) -> bool:
    """Whether the list gives a date before the paper came out, or too long after it for that of its publication."""
    given = subject.entry.date
    dates = dates_of((record, *subject.known.other_records)) if given else None
    if not given or dates is None or fits(given, dates):
        return False
    is_before, latest = given < dates.first.isoformat()[: len(given)], max(dates.known)
    is_a_day = len(given) == len("2015-01-02") and not dates.is_published
    last = (
        latest + timedelta(days=_DAYS_TO_ANNOUNCE)
        if is_a_day
        else latest.replace(year=latest.year + _YEARS_TO_PUBLISH, month=12, day=31)
    )
    return is_before or given > last.isoformat()


def _word_count(title: str) -> int:
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", title))


def _is_foreign(ours: str, theirs: str) -> bool:
    """Whether two titles are in different languages, as far as that shows."""
    letters, others = _letters(ours), _letters(theirs)
    if not letters or not others:
        return True
    if abs(letters[0] / letters[1] - others[0] / others[1]) > _HALF:
        return True
    first, second = set(_lower_words(ours)), set(_lower_words(theirs))
    return any(
        len(a & (_FOREIGN - _ENGLISH)) > 1 and not a & _ENGLISH and not b & _FOREIGN - _ENGLISH
        for a, b in ((first, second), (second, first))
    )


def _lower_words(text: str) -> Iterator[str]:
    return (word.casefold() for word in re.findall(r"[^\W\d_]+", text))


def _letters(text: str) -> tuple[int, int] | None:
    """How many letters are Latin, and how many there are."""
    every = len(_LETTER.findall(text))
    return (len(_LATIN.findall(text)), every) if every else None
