"""Lists of authors in short pieces of text: which texts are one, and the names in them, given names first."""

from __future__ import annotations

import re

from paperdex.lists.memory import remembered

_PARTICLES = frozenset(
    {
        "van",
        "der",
        "den",
        "de",
        "la",
        "von",
        "del",
        "della",
        "da",
        "di",
        "dos",
        "du",
        "le",
        "ter",
        "zu",
        "bin",
        "el",
        "al",
    }
)
_AND = re.compile(r"\s*[,，;；、&]\s*(?:and\s|&\s*)?|\s(?:and|und|et|и|y|e)\s(?!al\b)")
_ONLY_AND = re.compile(r",?\s+(?:and|und|et|&)\s+(?!al\b)|\s*;\s*(?:and\s)?")
_ONE_NAME = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_]\.?)?")
_ET_AL = re.compile(
    r"[\s,，]*(?:(?<![a-zà-ɏ])(?:and\s|&\s?)?et\.?\s?al\b\.?|\band others|u\.\s?a\.|等人?|и др\.?)[\s.]*\Z",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,4}")
_INITIALS_BEHIND = re.compile(r"(?P<family>[^\W\d_][\w'’-]+) (?P<given>(?:[^\W\d_]\.[\s-]?){1,3})\Z")
_WORD_OF_NAME = re.compile(r"[^\W\d_]+(?:[.'’-]+[^\W\d_]+)*\.?")
_SURNAME = re.compile(
    r"(?:(?:van|von|de|der|den|di|da|del|la|le)\s){0,2}[^\W\d_a-z][\w'’-]*[^\W\d_](?:\s[^\W\d_a-z][\w'’-]+)?"
)
# What refers to an affiliation or a remark behind a name: Invented1, Madeup*, Fictive¹,².
_REFERENCES = re.compile(
    r"(?<=[^\W\d_.])\s?(?:[*∗†‡§¶♯⋆✉]|\^?\d{1,2}(?:,\d{1,2})*(?!\w)\^?|[¹²³⁴⁵⁶⁷⁸⁹⁰]++(?:,[¹²³⁴⁵⁶⁷⁸⁹⁰]++)*+)+(?=[\s,，;；、&.]|\Z)"
)
_HAS_REFERENCE = re.compile(r"[\d*∗†‡§¶♯⋆✉¹²³⁴⁵⁶⁷⁸⁹⁰]")
ELIDED = re.compile(r"(?:d|l|dell|dall)['’](?=[^\W\d_a-z])")
"""A particle that is one with the name behind it: ``d'Inventé``."""
_SUFFIXES = frozenset({"jr.", "sr.", "st.", "yu.", "ya.", "ch.", "th.", "sh."})
_LONGEST_AUTHORS = 2000
_MANY = 3
"""So many names make a list of authors even where one of them is no proper name."""


@remembered
def find_authors(text: str) -> tuple[str, ...]:
    """The authors that a text names, when it does nothing else: ``Ada Invented, B. Madeup et al.``; empty otherwise.

    One name alone counts only with an initial or et al., since two words with capitals may be anything; a surname
    alone only with et al. Among many names one may be odd (``bo madeup``, ``OpenAI``).
    """
    text = text.strip(" \t,，;；:：-–—|()（）*_")
    if not text or len(text) > _LONGEST_AUTHORS:
        return ()
    if _HAS_REFERENCE.search(text):
        text = _REFERENCES.sub("", text)
    listed = _ET_AL.sub("", text)
    names = [_without_stop(name) for part in _AND.split(listed) if (name := part.strip())]
    turned = [_turned(part) for part in _ONLY_AND.split(listed)]
    if len(turned) > 1 and all(turned):  # Invented, Ada and Madeup, Bo
        return tuple(name for name in turned if name)
    if len(names) > 1 and all(_ONE_NAME.fullmatch(name) for name in names[:2]):  # only the first is turned
        names[:2] = [f"{names[1]} {names[0]}"]
        return tuple(names) if all(_is_name(name) for name in names) and (len(names) > 1 or listed != text) else ()
    if len(names) == 1 and listed != text and _SURNAME.fullmatch(names[0]):  # Invented et al.
        return tuple(names)
    inverted = names[1::2]
    if len(names) > 1 and len(names) % 2 == 0 and all(_INITIALS.fullmatch(name) for name in inverted):
        names = [f"{given} {family}" for family, given in zip(names[::2], inverted, strict=True)]
    surely = len(names) > 1 or listed != text or any(_INITIALS.match(name) for name in names)
    names = [_given_first(name) for name in names]
    odd = [name for name in names if not _is_name(name)]
    few = not odd or (len(names) > _MANY * len(odd) and all(_may_be_name(name) for name in odd))
    return tuple(names) if surely and few else ()


def _turned(name: str) -> str | None:
    """``Invented, Ada B`` as Ada B Invented; ``None`` for what is no name with its family's first."""
    family, comma, given = (part.strip() for part in name.partition(","))
    joined = f"{given} {family}"
    is_family = " " not in family or family.split()[0] in _PARTICLES
    return joined if comma and given and family and "," not in given and _is_name(joined) and is_family else None


def _given_first(name: str) -> str:
    """``Invented A. B.`` as A. B. Invented, as references in Russian have it; any other name as it is."""
    match = _INITIALS_BEHIND.match(name) if "." in name else None
    return f"{match['given'].strip()} {match['family']}" if match else name


def _without_stop(name: str) -> str:
    """A name without the full stop of the sentence, but with that of an initial or a suffix."""
    last = name.rpartition(" ")[2]
    is_short = len(last) <= len("A.") or last.lower() in _SUFFIXES or "." in last[:-1]
    return name if is_short else name.removesuffix(".")


def _is_name(text: str) -> bool:
    words = [ELIDED.sub("", word) for word in text.split()]
    return (
        2 <= len(words) <= 5
        and words[-1][0].isupper()
        and all(word in _PARTICLES or (word[0].isupper() and _WORD_OF_NAME.fullmatch(word)) for word in words)
    )


def _may_be_name(text: str) -> bool:
    """Whether a text among names is one that is oddly written: ``bo madeup``, ``OpenAI``, ``Jean d'Inventé``."""
    words = text.split()
    is_one = len(words) == 1 and text[0].isupper()
    return (is_one or 2 <= len(words) <= 4) and all(_WORD_OF_NAME.fullmatch(word) for word in words)
