"""What an entry says beside its title: dates, venues, ratings, numbering and labels, found in short pieces of text.

Regular expressions stand here, and only for what no parser knows: the habits of people who keep lists.
"""

from __future__ import annotations

import re
import unicodedata

from paperdex.lists.memory import remembered

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_ANY_MONTH})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_DATES = (
    re.compile(rf"(?<![\d./-]){_YEAR}(?P<sep>[-./])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}))?(?![\d/-]|\.\d)"),
    re.compile(rf"{_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월](?:\s*(?P<day>\d{{1,2}})\s*[日일])?"),
    re.compile(rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,]+{_MONTH}[ ,]+{_YEAR}(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_MONTH}[ ]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,]+{_YEAR}(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_MONTH}[ ,]*{_YEAR}(?!\w)", re.IGNORECASE),
)
_LONE_YEAR = re.compile(rf"\A[\s(\[*`]*{_YEAR}[\s)\]*`.]*\Z")
_MARKED_YEAR = re.compile(
    r"[(\[（【]\s*(?:19|20)\d\d\s*[)\]）】]|(?<=[,|])\s*(?:19|20)\d\d(?=[\s.,;]*(?:\Z|[(（]))|\A\s*(?:19|20)\d\d(?=\s*[,-]\s)"
)

_VENUES = (
    "NIPS NeurIPS ICML ICLR CVPR ICCV ECCV WACV BMVC ACCV MICCAI MIDL ACL EMNLP NAACL EACL COLING CoNLL TACL "
    "INTERSPEECH ICASSP AAAI IJCAI UAI AISTATS COLT ALT CoRL RSS ICRA IROS KDD WSDM WWW SIGIR CIKM RecSys ICDM SDM "
    "ECIR SIGGRAPH MLSys OSDI SOSP NSDI ASPLOS ISCA MICRO HPCA VLDB SIGMOD PODS ICDE STOC FOCS SODA CHI UIST LREC TMLR "
    "JMLR TPAMI PAMI IJCV TIP TNNLS PNAS Nature Science CVPRW ICCVW ECCVW GECCO PLDI POPL ICSE FSE CCS NDSS "
    "ICPR ICIP 3DV ACMMM RA-L IJCNN CIDR TOG TVCG arXiv"
)
_VENUE_NAME = "(?:" + "|".join(sorted(_VENUES.split(), key=len, reverse=True)) + ")"
_VENUE_NOTE = r"(?:[ ,]+(?:Oral|Poster|Spotlight|Highlight|Workshops?|Best Paper|Findings|Demo))?"
_HAS_NUMBER = re.compile(r"\d\d")
_LONGEST_VENUE = 40
_VENUE = re.compile(
    r"(?:(?:accepted|published|presented|appeared|to appear) (?:at|by|in|to) )?"
    rf"(?<![\w/-])(?P<venue>{_VENUE_NAME}(?:[ ]?['’]?[ ]?(?:(?:19|20)\d\d|\d\d)){_VENUE_NOTE})(?![\w/-])",
    re.IGNORECASE,
)
_BRACKETED_VENUE = re.compile(
    rf"[(\[（【]\s*(?P<venue>{_VENUE_NAME}(?:[ ,]?['’]?[ ]?(?:(?:19|20)\d\d|\d\d))?{_VENUE_NOTE})\s*[)\]）】]",
    re.IGNORECASE,
)
_VENUE_THEN_YEAR = re.compile(rf"(?<=[,.]\s)(?:[Ii]n )?(?P<venue>{_VENUE_NAME}W?)(?=, ?(?:19|20)\d\d(?!\d))")
_LEADING_VENUE = re.compile(
    rf"\A\s*[\[【]\s*(?P<venue>{_VENUE_NAME}(?![a-z])[^\[\]【】]{{0,30}}?)\s*[\]】]\s*(?=\S|\Z)", re.IGNORECASE
)
_WHOLE_VENUE = re.compile(
    rf"[\[\s(]*{_VENUE_NAME}(?:[ ,]?['’]?[ ]?(?:(?:19|20)\d\d|\d\d))?{_VENUE_NOTE}[\]\s)]*", re.IGNORECASE
)

_STAR = r"(?:[⭐★🌟●•]|\\bullet(?![a-zA-Z])|\\star(?![a-zA-Z])|:star:)"
_STARS = re.compile(_STAR)
_RATING = re.compile(rf"\A[\s$]*(?:{_STAR}\ufe0f?[\s$]*){{1,10}}[☆\s$]*\Z")
# Stars in front of a number count those who like a repository.
_STAR_RUN = re.compile(r"(?:(?:[⭐★🌟]|:star:)\ufe0f?[ ]?){1,10}☆{0,9}(?![⭐★🌟☆:\ufe0f]|\s*\d)")

_SHORTCODES = re.compile(r"\A\s*(?::[a-z][a-z0-9_+-]*:\s*)+|(?:\s:[a-z][a-z0-9_+-]*:){1,9}\s*\Z")
_NUMBERING = re.compile(
    r"\A\s*(?:"
    r"(?:\d{1,3}\.)+\d{1,3}[.)]?(?=\s|[^\x00-\x7f])\s*"  # 2.1.4
    r"|\d{1,3}\s*[.)、．:：](?!\d)\s*"  # 1.  1)  1、
    r"|\(\d{1,3}\)\s*|（\d{1,3}）\s*|\[\d{1,3}\]\s*|#\d{1,3}\s+"  # (1) [1] #1
    rf"|\d{{1,2}}\s+(?=\S)(?!(?i:{_ANY_MONTH})\b)"  # 1 Overview, but not 16 May 2016
    r"|(?=[IVXL])(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})[.)]\s+"  # IV.
    r"|\([a-z]\)\s+|[A-Za-z][)]\s+"  # (a)
    r"|第[一二三四五六七八九十百\d]+[章节節部分讲講]\s*[:：、]?\s*|[一二三四五六七八九十]{1,3}\s*[、.．]\s*"
    r")"
)


def find_date(text: str, *, year_alone: bool = False) -> tuple[str, tuple[int, int]] | None:
    """The first date in a text as ISO 8601 to the precision that it has, and where it stands; ``None`` without one.

    A year without a month counts in brackets and after the last comma; with ``year_alone``, where it is the whole text.
    """
    return _find_lone_year(text) if year_alone else _find_date(text)


@remembered
def _find_lone_year(text: str) -> tuple[str, tuple[int, int]] | None:
    return _find_date_by(text, _LONE_YEAR)


@remembered
def _find_date(text: str) -> tuple[str, tuple[int, int]] | None:
    return _find_date_by(text, _MARKED_YEAR)


def _find_date_by(text: str, year: re.Pattern[str]) -> tuple[str, tuple[int, int]] | None:
    if not _HAS_YEAR.search(text):
        return None
    for pattern in _DATES:
        for match in pattern.finditer(text):
            date = _iso_date(match)
            if date:
                return date, match.span()
    lone = year.search(text)
    return (lone[0].strip(" \t\n.,*`()[]（）【】"), lone.span()) if lone else None


def _iso_date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdecimal() else _MONTHS[parts["month"].lower()]
    day = int(parts["day"]) if parts.get("day") else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{parts['year']}-{month:02}" + (f"-{day:02}" if day is not None else "")


@remembered
def find_venue(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first venue in a text as written, ``CVPR 2020 Oral``, and where it stands with its brackets."""
    if not (has_number := _HAS_NUMBER.search(text)) and not any(bracket in text for bracket in "([（【"):
        return None
    match = _LEADING_VENUE.match(text) or _BRACKETED_VENUE.search(text)
    if not match and has_number:
        match = _VENUE_THEN_YEAR.search(text) or _VENUE.search(text)
    return (match["venue"].strip(), match.span()) if match else None


@remembered
def leads_with_venue(text: str) -> bool:
    """Whether a text begins with a venue in square brackets, as ``[CVPR 2019] A Title`` does."""
    return text.lstrip()[:1] in ("[", "【") and _LEADING_VENUE.match(text) is not None


def without_venue(text: str) -> str:
    """A text without the venue in square brackets that it begins with."""
    match = _LEADING_VENUE.match(text) if "]" in text or "】" in text else None
    return text[match.end() :] if match else text


@remembered
def is_venue(text: str) -> bool:
    """Whether a text is a venue and nothing else, with a year or without: ``[CVPR]``, ``ICML'23``."""
    return len(text) <= _LONGEST_VENUE and _WHOLE_VENUE.fullmatch(text) is not None


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


_PARTICLES = frozenset(
    {"van", "der", "den", "de", "la", "von", "del", "della", "da", "di", "dos", "du", "le", "ter", "zu", "bin"}
)
_AND = re.compile(r"\s*[,，;；、&]\s*(?:and\s|&\s*)?|\s(?:and|und|et|и|y)\s")
_ONLY_AND = re.compile(r"\s+and\s+")
_ONE_NAME = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_]\.?)?")
_ET_AL = re.compile(r"[\s,，]*(?:et\.?\s?al\b\.?|and others|等人?)[\s.]*\Z", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}")
_WORD_OF_NAME = re.compile(r"[^\W\d_]+(?:[.'’-]+[^\W\d_]+)*\.?")
_LONGEST_AUTHORS = 2000


@remembered
def find_authors(text: str) -> tuple[str, ...]:
    """The authors that a text names, when it does nothing else: ``Ada Invented, B. Madeup et al.``; empty otherwise.

    One name alone counts only with an initial or et al., since two words with capitals may be anything.
    """
    text = text.strip(" \t,，;；:：-–—|()（）*_")
    if not text or len(text) > _LONGEST_AUTHORS:
        return ()
    listed = _ET_AL.sub("", text)
    names = [_without_stop(name) for part in _AND.split(listed) if (name := part.strip())]
    turned = [_turned(part) for part in _ONLY_AND.split(listed)]
    if len(turned) > 1 and all(turned):  # Invented, Ada and Madeup, Bo
        return tuple(name for name in turned if name)
    if len(names) > 1 and all(_ONE_NAME.fullmatch(name) for name in names[:2]):  # only the first is turned
        names[:2] = [f"{names[1]} {names[0]}"]
        return tuple(names) if all(_is_name(name) for name in names) and (len(names) > 1 or listed != text) else ()
    inverted = names[1::2]
    if len(names) > 1 and len(names) % 2 == 0 and all(_INITIALS.fullmatch(name) for name in inverted):
        names = [f"{given} {family}" for family, given in zip(names[::2], inverted, strict=True)]
    surely = len(names) > 1 or listed != text or any(_INITIALS.match(name) for name in names)
    return tuple(names) if surely and all(_is_name(name) for name in names) else ()


def _turned(name: str) -> str | None:
    """``Invented, Ada B`` as Ada B Invented; ``None`` for what is no name with its family's first."""
    family, comma, given = (part.strip() for part in name.partition(","))
    joined = f"{given} {family}"
    return joined if comma and given and family and _is_name(joined) and " " not in family else None


def _without_stop(name: str) -> str:
    """A name without the full stop of the sentence, but with that of an initial or a suffix."""
    return name.removesuffix(".") if len(name.rpartition(" ")[2]) > 3 else name


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 5
        and words[-1][0].isupper()
        and all(word in _PARTICLES or (word[0].isupper() and _WORD_OF_NAME.fullmatch(word)) for word in words)
    )
