"""Venues in short pieces of text: conferences and journals as the keepers of lists name them, with a year or without.

A venue is given as it stands there, with its year: ``CVPR 2020 Oral``, ``ICCV'17``. The names below are known in any
place that stands apart; a name that nobody listed is one where its shape and place say so: capitals and a year in
brackets (``[DLRS 2016]``), or behind a full stop, a comma or "In" (``In ITA 2018.``).
"""

from __future__ import annotations

import re
from typing import Final

from paperdex.core.journals import find_journal
from paperdex.lists.memory import remembered

_VENUES: Final = (
    "NIPS NeurIPS ICML ICLR CVPR ICCV ECCV WACV BMVC ACCV MICCAI MIDL ACL EMNLP NAACL EACL COLING CoNLL TACL "
    "INTERSPEECH ICASSP AAAI IJCAI UAI AISTATS COLT ALT CoRL RSS ICRA IROS KDD WSDM WWW SIGIR CIKM RecSys ICDM SDM "
    "ECIR SIGGRAPH MLSys OSDI SOSP NSDI ASPLOS ISCA MICRO HPCA VLDB SIGMOD PODS ICDE STOC FOCS SODA CHI UIST LREC TMLR "
    "JMLR TPAMI PAMI IJCV TIP TNNLS PNAS Nature Science CVPRW ICCVW ECCVW GECCO PLDI POPL ICSE FSE CCS NDSS "
    "ICPR ICIP 3DV ACMMM RA-L IJCNN CIDR TOG TVCG arXiv "
    "SIGKDD PKDD ECML ECML-PKDD PAKDD DASFAA EDBT TKDE TOIS TKDD ICWSM AAMAS ICAPS ECAI IJCNLP AACL SemEval TREC "
    "IWSLT WMT ISMIR ASRU TASLP TSP TMI ISBI IPMI MedIA TMM TCSVT TITS TIFS TNN T-RO IJRR HRI L4DC WAFR ISMAR EuroSys "
    "SIGCOMM INFOCOM MobiCom SoCC USENIX PVLDB JAIR CRYPTO EUROCRYPT ASIACRYPT CoNEXT ICDAR ICME ICMR ICMLA CVIU LoG "
    "UbiComp CSCW PMLR CoRR BioRxiv MedRxiv TOCHI PPoPP OOPSLA ISSTA ICDCS "
    "PRL PRA PRB PRC PRD PRX RMP JHEP JCAP MNRAS ApJ ApJL ApJS EPL NJP CQG EPJC NPB PLB"
)
_PHRASES: Final = (
    "Nature Communications", "Nature Machine Intelligence", "Nature Methods", "Nature Neuroscience",
    "Science Robotics", "Science Advances", "Scientific Reports", "Neural Computation", "ACM MM", "ACM Multimedia",
    "USENIX Security", "IEEE S&P", "IEEE Access", "SIGGRAPH Asia", "Machine Learning Journal", "The Web Conference",
)  # fmt: skip
_KNOWN = frozenset(re.split("[- ]", name, maxsplit=1)[0].casefold() for name in (*_VENUES.split(), *_PHRASES))
"""The first words of the names, small."""
_NAME = "(?:" + "|".join(re.escape(v) for v in sorted((*_VENUES.split(), *_PHRASES), key=len, reverse=True)) + ")"
_NUMBER = r"(?:(?:19|20)\d\d|\d\d)"
_YEAR = rf"(?:[ ,]?[ ]?['’‘`-]?[ ]?{_NUMBER})"
_NOTE = (
    r"(?:[ ,]*[(\[]?[ ]?(?:Orals?|Submissions?|Under Review|Posters?|Spotlights?|Highlights?|Workshops?|Findings"
    r"|Demo|Tutorial"
    r"|(?:Outstanding|Best)(?:[ ](?:Student Paper|Paper|Student|Demo))?(?:[ ]Award)?"
    r"(?:[ ](?:Finalist|Nominee|Nomination|Candidate|Runner[- ]Up|Honou?rable Mention))?)[ ]?[)\]]?)?"
    rf"(?:[ ][(\[](?:&|and|\+)[ ]{_NAME}{_YEAR}[)\]])?"
)
_WORD = re.compile(r"3?[A-Za-z][A-Za-z&]*(?:-[A-Za-z]+)*")
_HAS_NUMBER = re.compile(r"\d\d")
_LONGEST_VENUE = 40
_WITH_YEAR = re.compile(rf"{_NAME}(?:[ ]?['’‘`-]?[ ]?{_NUMBER}){_NOTE}(?![\w/-])", re.IGNORECASE)
_WITH_NOTE = re.compile(rf"{_NAME}[ ][(\[](?:Oral|Poster|Spotlight|Highlight|Findings)[)\]]", re.IGNORECASE)
_VOLUME = re.compile(r" \d\d\Z")
_THEN_YEAR = re.compile(rf"{_NAME}W?(?=, ?(?:19|20)\d\d(?!\d)| (?:19|20)\d\d[.-]\d)")
_IN_FRONT = re.compile(
    r"(?:\b(?:accepted|published|presented|appeared|appears|to appear) (?:at|by|in|to) |(?<!\w)in )\Z", re.IGNORECASE
)
_FRONT = 24
_BRACKETED = re.compile(
    rf"[(\[（【]\s*(?:in )?(?P<venue>(?:(?:19|20)\d\d,? )?{_NAME}{_YEAR}?{_NOTE})(?:_\w{{1,12}})?\s*[)\]）】]",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"(?<!\w)(?P<venue>['’‘`]?\d\d-{_NAME})(?![\w-])")
_LEADING = re.compile(
    rf"\A\s*[\[【]\s*(?P<venue>{_NAME}(?![a-z])[^\[\]【】]{{0,30}}?)\s*[\]】]\s*(?=\S|\Z)", re.IGNORECASE
)
_WHOLE = re.compile(rf"[\[\s(]*(?:in )?{_NAME}{_YEAR}?{_NOTE}[\]\s).,]*", re.IGNORECASE)
# A name that nobody listed: two capitals side by side, no digit, and a year.
_UNKNOWN = r"[A-Za-z]{0,3}[A-Z][A-Za-z&]{0,9}(?:[-/ ](?=[A-Z])[A-Za-z&]{2,12}){0,2}"
_SPELT = re.compile(r"[A-Z]{2}")
_UNKNOWN_IN_BRACKETS = re.compile(
    rf"[(\[（【]\s?(?P<venue>(?P<name>{_UNKNOWN})(?:[ ]?['’‘`]?(?:19|20)\d\d|[ ]?['’‘`][ ]?\d\d){_NOTE})\s?[)\]）】]"
)
_UNKNOWN_BEHIND = re.compile(
    rf"[.,;?!]\s(?P<whole>(?:In\s)?(?P<venue>(?P<name>{_UNKNOWN})[ ](?:['’‘`]\d\d|(?:19|20)\d\d){_NOTE}))"
    r"(?=\s*[.,;)]|\s*\Z)"
)
_IN_FRONT_OF_TITLE = re.compile(
    rf"\s*(?:(?P<venue>['’‘]?(?:(?:19|20)\d\d|\d\d)[-_](?P<name>{_NAME}|[A-Z][A-Za-z&]{{1,11}}))[-_:]\s?"
    r"|(?P<dashed>[A-Z][\w&]{2,14}(?: [A-Z][\w&]{2,14}){0,3},?['’‘]? ?['’‘]?(?:(?:19|20)\d\d|\d\d))\s+(?:--|[–—])\s+)"
    r"(?=[^\W_a-z])"
)
_APOSTROPHES = frozenset("'’‘")
_UNLISTED = re.compile(rf"(?P<name>{_UNKNOWN})[ ]?(?:['’‘`][ ]?\d\d|(?:19|20)\d\d){_NOTE}")


@remembered
def find_venue(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first venue in a text as written, ``CVPR 2020 Oral``, and where it stands with its brackets."""
    has_number = _HAS_NUMBER.search(text)
    if not has_number and not any(bracket in text for bracket in "([（【"):
        return None
    if match := _LEADING.match(text) or _BRACKETED.search(text):
        return match["venue"].strip(), match.span()
    if known := _find_known(text):
        return known
    if "-" in text and (match := _YEAR_FIRST.search(text)):
        return match["venue"], match.span()
    if has_number and (journal := find_journal(text)):
        return text[journal.start : journal.end], (journal.start, journal.end)
    return _find_unknown(text) if has_number else None


def _find_unknown(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first venue whose name nobody listed: in brackets, behind a stop or a comma, or after "In" at the start."""
    if (match := _UNKNOWN_IN_BRACKETS.search(text)) and _SPELT.search(match["name"]):
        return match["venue"], match.span()
    shift = 2 if text.startswith("In ") else 0
    match = _UNKNOWN_BEHIND.search(". " + text if shift else text)
    if not match or not _SPELT.search(match["name"]):
        return None
    start, end = match.span("whole")
    return match["venue"], (start - shift, end - shift)


def _find_known(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first venue with a known name that has a year or a remark behind it, outside of brackets."""
    for word in _WORD.finditer(text):
        start = word.start()
        if word[0].casefold().partition("-")[0] not in _KNOWN or (start and _is_joined(text[start - 1])):
            continue
        before = text[max(0, start - _FRONT) : start]
        front = _IN_FRONT.search(before)
        apart = not before.strip() or bool(front) or before.rstrip()[-1] in ",."
        match = (apart and _THEN_YEAR.match(text, start)) or _WITH_YEAR.match(text, start)
        if match and _VOLUME.search(match[0]) and not _SPELT.search(match[0]):
            continue
        if match := match or _WITH_NOTE.match(text, start):
            return match[0].strip(), (start - len(front[0]) if front else start, match.end())
    return None


def _is_joined(character: str) -> bool:
    return character.isalnum() or character in "_/-"


@remembered
def unlisted_venue(text: str) -> str | None:
    """A text beside a title that is a name in capitals and a year, ``TEACON 2018``; ``None`` for another."""
    text = text.strip(" \t.,;:()[]*_").removeprefix("In ")
    match = _UNLISTED.fullmatch(text) if len(text) <= _LONGEST_VENUE else None
    return text if match and _SPELT.search(match["name"]) else None


@remembered
def leads_with_venue(text: str) -> bool:
    """Whether a text begins with a venue in square brackets, as ``[CVPR 2019] A Title`` does."""
    return text.lstrip()[:1] in ("[", "【") and _leading(text) is not None


@remembered
def venue_in_front(text: str) -> tuple[str, int] | None:
    """The venue with its year that a title is glued to, ``18-TEACON-A Title``, ``TeaCon '18 -- A Title``; its end."""
    match = _IN_FRONT_OF_TITLE.match(text) if "-" in text or "–" in text or "—" in text or "_" in text else None
    if not match:
        return None
    venue, name = match["venue"] or match["dashed"], match["name"] or match["dashed"].split()[0]
    is_known = _SPELT.search(name) or name.casefold() in _KNOWN or not _APOSTROPHES.isdisjoint(venue)
    return (venue, match.end()) if is_known else None


def without_venue(text: str) -> str:
    """A text without the venue in square brackets that it begins with."""
    match = _leading(text) if "]" in text or "】" in text else None
    return text[match.end() :] if match else text


def _leading(text: str) -> re.Match[str] | None:
    if match := _LEADING.match(text):
        return match
    stripped = text.lstrip()
    match = _UNKNOWN_IN_BRACKETS.match(text, len(text) - len(stripped)) if stripped[:1] in ("[", "【") else None
    return match if match and _SPELT.search(match["name"]) else None


@remembered
def is_venue(text: str) -> bool:
    """Whether a text is a venue and nothing else, with a year or without: ``[CVPR]``, ``ICML'23``."""
    return len(text) <= _LONGEST_VENUE and _WHOLE.fullmatch(text) is not None
