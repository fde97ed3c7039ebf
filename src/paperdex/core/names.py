"""Names of authors: given name, family name and suffix of a printed name.

What arXiv's own author parser knows is known here: ``Family, Given``, the particles and suffixes below, and
"... collaboration", "... group", "... team". What its lists hold by accident (a lone ``:``, ``et al.``) is told apart.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace

from paperdex.core.records import Author
from paperdex.core.text import decode_tex, fold

# arXiv takes these whether written small or with a capital ...
_ARXIV_PARTICLES = frozenset({"van", "der", "de", "la", "von", "del", "della", "da", "mac", "ter", "dem", "di"})
# ... and these are particles only when written small.
_SMALL_PARTICLES = _ARXIV_PARTICLES | frozenset(
    {"af", "al", "av", "beim", "bin", "dal", "dalla", "das", "degli", "dei", "den", "des", "do", "dos", "du", "el"}
    | {"ibn", "las", "le", "los", "op", "ten", "'t", "vom", "zu", "zum", "zur"}
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{1,3}|IV|V", re.IGNORECASE)
_SURE_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_LONGEST_SUFFIX = 6
# Words that no surname is; of groups, teams and projects only at the end.
_BODIES = (
    "collaborations?|consortium|observatory|laborator(?:y|ies)|institute|university|committee|network|initiative"
    "|foundation|association|experiment|organi[sz]ation|task force"
)
_CORPORATE = re.compile(rf"\b(?:{_BODIES})\b|\b(?:groups?|teams?|project|inc\.|ltd\.?|gmbh|llc)$", re.IGNORECASE)
_INVERTED_CORPORATE = re.compile(rf"((?:{_BODIES}|(?:group|team|project)s?))\s*,\s*([^,]+)", re.IGNORECASE)
_WHOLE_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")
_ET_AL = re.compile(r"(?:^|\s|,)(?:et\.?\s+al\.?|and others)\s*$|^others$|^al\.?,.*\bet$", re.IGNORECASE)
_CLOSE_INITIALS = re.compile(r"(?<=\b\w\.)(?=\w)")
# arXiv puts a blank behind every stop: "J. -P.".
_PARTED_HYPHEN = re.compile(r"(?<=\w\.) (?=-\w)")


def parse_name(name: str) -> Author:
    r"""Part a printed name; ``Author.name`` is the whole name, decoded and in its natural order.

    ``Johannes van der Waals Jr.``, ``van der Waals, Johannes`` and ``van der Waals, Jr., Johannes`` are understood, TeX
    accents and ties too. Initials are set apart (``R.V.E.`` becomes ``R. V. E.``). A collaboration, group, team or
    consortium, a single word, and a name in Chinese, Japanese or Korean script is a family name as a whole.
    """
    text = decode_tex(name.replace("~", " ")).strip(" ,;:")
    inverted = _INVERTED_CORPORATE.fullmatch(text)
    if inverted:
        text = f"{inverted[2]} {inverted[1]}"
    if inverted or _CORPORATE.search(text) or _WHOLE_SCRIPT.search(text):
        return Author(text, family=text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 3 or (len(parts) == 3 and not any(_SUFFIX.fullmatch(part) for part in parts[1:])):
        return Author(text, family=text)
    if len(parts) == 3:
        family, given, suffix = (parts[0], parts[2], parts[1]) if _SUFFIX.fullmatch(parts[1]) else parts
    elif len(parts) == 2 and not _SURE_SUFFIX.fullmatch(parts[1]):
        family, words = parts[0], parts[1].split()
        suffix = words.pop() if len(words) > 1 and _SURE_SUFFIX.fullmatch(words[-1]) else ""
        given, family = _with_particles(words, family)
    else:
        family, given, suffix = _part_words(" ".join(parts).split())
    given = _spaced(given)
    return Author(" ".join(part for part in (given, family, suffix) if part), family, given, suffix)


def _with_particles(words: list[str], family: str) -> tuple[str, str]:
    """Given names and family, with the particles that stood behind the given names: ``Waals, Johannes van der``."""
    while len(words) > 1 and (words[-1] in _SMALL_PARTICLES or _is_und(words, family)):
        family = f"{words.pop()} {family}"
    return " ".join(words), family


def _spaced(given: str) -> str:
    """Given names with their initials apart, but for those that a hyphen joins."""
    return _PARTED_HYPHEN.sub("", " ".join(_CLOSE_INITIALS.sub(" ", given).split()))


def _part_words(words: list[str]) -> tuple[str, str, str]:
    """Family, given and suffix of a name in its natural order."""
    suffix = ""
    # "Ada V" has an initial, "Ada B. Invented V" is the fifth of her name.
    if (len(words) > 2 and _SUFFIX.fullmatch(words[-1])) or (len(words) == 2 and _SURE_SUFFIX.fullmatch(words[-1])):
        suffix = words.pop()
    if len(words) < 2:
        return " ".join(words), "", suffix
    *given, family = _CLOSE_INITIALS.sub(" ", " ".join(words)).split()
    # As arXiv's parser does: particles count directly before the last word, so that both of its channels agree.
    while given and (
        given[-1] in _SMALL_PARTICLES or _is_und(given, family) or (given[1:] and _is_arxiv_particle(given[-1]))
    ):
        family = f"{given.pop()} {family}"
    return family, " ".join(given), suffix


def _is_und(given: list[str], family: str) -> bool:
    """Whether the last of the given names is that of ``von und zu``."""
    return given[-1] == "und" and family.startswith("zu ")


def _is_arxiv_particle(word: str) -> bool:
    """Whether a word is a particle of arXiv's, however it is written."""
    return word.lower() in _ARXIV_PARTICLES


def has_particle(family: str) -> bool:
    """Whether a family name begins with a particle written small (``van der Waals``)."""
    first, _, rest = family.partition(" ")
    return bool(rest) and first in _SMALL_PARTICLES


def surname_key(name: str) -> str:
    """Return the key by which surnames are compared: small, without accents, blanks and leading particles.

    Takes a whole name in either order, or a surname alone. "The Belle Collaboration" and "Belle Collaboration" agree.
    """
    words = [
        word for word in re.split(r"[\W_]+", fold(parse_name(name).family.replace("'", "").replace("’", ""))) if word
    ]
    while len(words) > 1 and words[0] in _SMALL_PARTICLES | {"the", "for"}:
        del words[0]
    return "".join(words)


def tidy_authors(authors: Iterable[Author]) -> tuple[tuple[Author, ...], bool]:
    """Return the authors without the artefacts of arXiv's lists, and whether the list says that there are others.

    A row without a letter (``:`` after a collaboration) and ``et al.`` are no authors; a name that its source did not
    part is parted; a row ``Collaboration``, ``Belle`` becomes "Belle Collaboration". Initials stand apart, and names
    in Chinese, Japanese or Korean script are whole, however their source has them. arXiv parts names at commas, so
    that a row ``Jr.`` is the suffix of the author before, and knows few particles: those that it left with the given
    name are the family's.
    """
    tidy: list[Author] = []
    others = False
    for author in authors:
        if len(author.name) <= _LONGEST_SUFFIX and tidy and tidy[-1].given and not tidy[-1].suffix:
            suffix = author.name.strip(" ,")
            if _SURE_SUFFIX.fullmatch(suffix):
                tidy[-1] = replace(tidy[-1], name=f"{tidy[-1].name} {suffix}", suffix=suffix)
                continue
        kept, more = _tidy(author)
        others = others or more
        tidy += [kept] if kept else []
    return tuple(tidy), others


@functools.lru_cache(maxsize=8192)
def _tidy(author: Author) -> tuple[Author | None, bool]:
    others = False
    printed = author.name or " ".join(part for part in (author.given, author.family, author.suffix) if part)
    inverted = f"{author.family}, {author.given}" if author.family else printed
    if _ET_AL.search(printed) or _ET_AL.search(inverted):
        others = True
        printed = _ET_AL.sub("", printed)
        author = Author(printed)
    if not any(c.isalpha() for c in printed):
        return None, others
    parted = author.family and not (author.given and _INVERTED_CORPORATE.fullmatch(inverted))
    if not parted:
        return parse_name(inverted if author.family else printed), others
    if author.given and (_WHOLE_SCRIPT.search(printed) or _SURE_SUFFIX.fullmatch(author.family)):
        return parse_name(printed), others  # parted by its blank, as if the family came last
    # arXiv leaves the comma before a suffix: ["Invented,", "Ada", "Jr."].
    family, given, suffix = (part.strip(" ,;") for part in (author.family, _spaced(author.given), author.suffix))
    given, family = _with_particles(given.split(), family)
    if (family, given, suffix) == (author.family, author.given, author.suffix):
        name = _PARTED_HYPHEN.sub("", author.name)
        return (author if name == author.name else replace(author, name=name)), others
    name = " ".join(part for part in (given, family, suffix) if part)
    return replace(author, name=name, family=family, given=given, suffix=suffix), others
