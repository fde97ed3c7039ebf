"""Which conferences and journals a text names, with the years beside them, whatever name of theirs it uses."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from paperdex.core.journals import is_same_journal, journal_words
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

Kind = Literal["conference", "journal"]

_CONFERENCES = {
    "NeurIPS": r"NeurIPS|NIPS|Neural Information Processing Systems",
    "ICML": r"ICML|International Conference on Machine Learning(?! and)",
    "ICLR": r"ICLR|International Conference on Learning Representations",
    "CVPR": r"CVPR|Computer Vision and Pattern Recognition",
    "ICCV": r"ICCV|International Conference on Computer Vision(?! and| Theory)",
    "ECCV": r"ECCV|European Conference on Computer Vision",
    "ACCV": r"ACCV|Asian Conference on Computer Vision",
    "WACV": r"WACV|Winter Conference on Applications of Computer Vision",
    "BMVC": r"BMVC|British Machine Vision Conference",
    "MICCAI": r"MICCAI|Medical Image Computing and Computer[ -]Assisted Intervention",
    "EMNLP": r"EMNLP|Empirical Methods in Natural Language Processing",
    "NAACL": r"NAACL(?:-HLT)?|North American Chapter of the Association for Computational Linguistics",
    "EACL": r"EACL|European Chapter of the Association for Computational Linguistics",
    "ACL": r"ACL|Annual Meeting of the Association for Computational Linguistics",
    "COLING": r"COLING|International Conference on Computational Linguistics",
    "AAAI": r"AAAI",
    "IJCAI": r"IJCAI|International Joint Conferences? on Artificial Intelligence",
    "UAI": r"UAI|Uncertainty in Artificial Intelligence",
    "AISTATS": r"AISTATS|Artificial Intelligence and Statistics",
    "COLT": r"COLT|Conference on Learning Theory",
    "KDD": r"(?:SIG)?KDD|Knowledge Discovery (?:and|&) Data Mining",
    "WWW": r"WWW|World Wide Web Conference|The Web Conference|TheWebConf",
    "SIGIR": r"SIGIR",
    "WSDM": r"WSDM|Web Search and Data Mining",
    "CIKM": r"CIKM|Information and Knowledge Management",
    "INTERSPEECH": r"Interspeech|INTERSPEECH",
    "ICASSP": r"ICASSP|Acoustics,? Speech,? (?:and|&) Signal Processing(?! Magazine)",
    "ICRA": r"ICRA|International Conference on Robotics and Automation",
    "IROS": r"IROS|Intelligent Robots and Systems",
    "CoRL": r"CoRL|Conference on Robot Learning",
    "RSS": r"RSS|Robotics:? Science and Systems",
}
_APART = r"(?:(?<!\w\s)|(?<=\bin\s)|(?<=\bto\s)|(?<=\bby\s))"
"""In front of a name that is a common word too."""
_JOURNALS = {
    "TPAMI": r"T?PAMI|(?:Transactions|Trans\.) on Pattern Analysis and Machine Intelligence",
    "JMLR": r"JMLR|Journal of Machine Learning Research|J\. Mach\. Learn\. Res",
    "TMLR": r"TMLR|Transactions on Machine Learning Research",
    "TACL": r"TACL|Transactions of the Association for Computational Linguistics",
    "IJCV": r"IJCV|International Journal of Computer Vision",
    "RA-L": r"RA-L|Robotics (?:and|&) Automation Letters",
    "TNNLS": r"TNNLS|Transactions on Neural Networks and Learning Systems",
    "Neural Computation": r"Neural Computation(?! and)",
    "Nature": rf"{_APART}Nature(?!\s\w)",
    "Science": rf"{_APART}Science(?!\s\w)",
    "PNAS": r"PNAS|Proceedings of the National Academy of Sciences",
}
_SPELT_OUT = {
    "TPAMI": ("trans", "pattern", "anal", "mach", "intell"), "JMLR": ("j", "mach", "learn", "res"),
    "TMLR": ("trans", "mach", "learn", "res"), "IJCV": ("int", "j", "comput", "vis"),
    "PNAS": ("proc", "natl", "acad", "sci"), "Nature": ("nature",), "Science": ("science",),
}  # fmt: skip
"""Journals of ours by the words of their names, in which others write them."""
_COMPUTING = ("cs.", "stat.", "eess.", "cmp-lg", "q-bio.", "math.OC", "math.ST", "physics.data-an", "physics.comp-ph")
"""Categories whose papers are at conferences of computing."""
_KINDS: dict[str, Kind] = {**dict.fromkeys(_CONFERENCES, "conference"), **dict.fromkeys(_JOURNALS, "journal")}
_YEAR = r"(?:19|20)\d\d"
_KNOWN = tuple(
    (
        name,
        re.compile(
            rf"(?<![\w-])(?:{spellings})(?P<workshop>W)?(?=$|[^A-Za-z-]|-\d)", re.IGNORECASE if " " in spellings else 0
        ),
    )
    for name, spellings in (*_CONFERENCES.items(), *_JOURNALS.items())
)
_UNLISTED = re.compile(
    rf"(?<![\w-])(?P<name>[A-Z][A-Za-z&]{{0,8}}[A-Z][A-Za-z]{{0,3}})[ -]?(?P<year>['’`]\d\d|{_YEAR})(?!\d)"
)
_NO_VENUES = "IEEE ACM CVF SPIE IFIP LNCS USA UK EU APS AMS AIP IOP MIT CERN PHD VERSION ARXIV CORR ISSN EISSN ISBN"
_NAMES_OF_NONE = frozenset(_NO_VENUES.split())
_NO_VENUE = re.compile(
    r"\b(?:submi\w+|under (?:review|submission|revision)|workshops?|arxiv|preprint|corr|withdrawn|challenge|tutorial"
    r"|demo)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;\n]|\.(?=\s+[A-Z])|,\s+(?=(?:accepted|submitted|presented|extended|code|source)\b)", re.IGNORECASE
)
_ANY_YEAR = re.compile(rf"(?<!\d)(?P<full>{_YEAR})(?!\d)|['’`](?P<short>\d\d)(?!\d)")
_LINK = re.compile(r"\w{2,6}://\S+|\bwww\.\S+")
_CENTURY, _BEFORE = 2000, 1900
_LAST_SHORT_YEAR = 60


_YEARS_IN_PRINT = 1
"""A journal has a year online and perhaps the next one in print."""


class Venue(NamedTuple):
    """A conference or journal that a text names."""

    name: str
    """Ours; of a journal that none of ours is, the words of its name."""
    kind: Kind
    years: frozenset[int]
    """Beside it; empty where there is none."""


@functools.lru_cache(maxsize=4096)
def venues_of(text: str) -> tuple[Venue, ...]:
    """The venues that a text names as the place of a paper, not where it was only submitted to, and no workshop."""
    found: list[Venue] = []
    for clause in _CLAUSE.split(_LINK.sub(" ", text)):
        if clause and not _NO_VENUE.search(clause):
            found += _of_clause(clause)
    return tuple(found) or _journal_of(text)


def _journal_of(text: str) -> tuple[Venue, ...]:
    """The journal whose name a text begins with, whatever its abbreviation: ``Phys.Rev.D76:013009,2007``."""
    words = journal_words(text)
    return (Venue(" ".join(words), "journal", _years(text)),) if words and not _NO_VENUE.search(text) else ()


def venues_named(venue: str) -> tuple[Venue, ...]:
    """The same of a text that is a venue, in whatever letters: ``Icml 2019``."""
    return venues_of(venue) or (() if "." in venue else venues_of(venue.upper()))


def _whole_year(short: str) -> int:
    return int(short) + (_CENTURY if int(short) <= _LAST_SHORT_YEAR else _BEFORE)


def _years(text: str) -> frozenset[int]:
    return frozenset(int(m["full"] or 0) or _whole_year(m["short"]) for m in _ANY_YEAR.finditer(text))


def _of_clause(clause: str) -> list[Venue]:
    years = _years(clause)
    found = []
    for name, pattern in _KNOWN:
        match = pattern.search(clause)
        if match and not match["workshop"]:
            found.append(Venue(name, _KINDS[name], years))
    for match in _UNLISTED.finditer(clause):
        name = match["name"]
        is_known = any(pattern.fullmatch(name) for _, pattern in _KNOWN)
        if words := journal_words(name):
            found.append(Venue(" ".join(words), "journal", years))
        elif not is_known and name.upper() not in _NAMES_OF_NONE and not name.endswith("W"):
            found.append(Venue(name.upper(), "conference", years))
    return found


def contradicts(venue: str, record: BibliographicRecord) -> bool:
    """Whether a record plainly names another venue than this one, or another year of it."""
    told = [text for text in (record.journal_ref, record.comment) if text]
    if any(normalise_title(venue) in normalise_title(text) for text in told):
        return False
    ours = venues_named(venue)
    theirs = [named for text in told for named in venues_of(text)]
    if not ours or _agree(ours, theirs):
        return bool(ours and theirs) and _is_out_of_place(ours, theirs, record)
    return True


def _is_out_of_place(ours: Sequence[Venue], theirs: Sequence[Venue], record: BibliographicRecord) -> bool:
    """Whether a conference of computing is given for a paper in a journal, and arXiv has it in no such category."""
    if any(category.startswith(_COMPUTING) for category in record.categories) or not record.categories:
        return False
    return all(venue.name in _CONFERENCES for venue in ours) and all(venue.kind == "journal" for venue in theirs)


def _agree(ours: Sequence[Venue], theirs: Sequence[Venue]) -> bool:
    """Whether some venue is the same in the same year, or none can be compared."""
    comparable = [(a, b) for a in ours for b in theirs if a.kind == b.kind]
    return not comparable or any(_is_one(a, b) and _years_agree(a, b) for a, b in comparable)


def _is_one(ours: Venue, theirs: Venue) -> bool:
    if ours.name == theirs.name or ours.kind == "conference":
        return ours.name == theirs.name
    return is_same_journal(_words_of(ours.name), _words_of(theirs.name))


def _words_of(name: str) -> tuple[str, ...]:
    return _SPELT_OUT.get(name) or tuple(name.split())


def _years_agree(ours: Venue, theirs: Venue) -> bool:
    if not ours.years or not theirs.years:
        return True
    apart = _YEARS_IN_PRINT if ours.kind == "journal" else 0
    return any(abs(a - b) <= apart for a in ours.years for b in theirs.years)
