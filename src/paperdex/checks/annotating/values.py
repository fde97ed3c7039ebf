"""What a record tells of a paper that can be written into a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from paperdex.core.names import tidy_authors
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex

Field = Literal["venue", "date", "authors", "abstract", "code", "doi"]
FIELDS: tuple[Field, ...] = get_args(Field)
"""What can be added, in the order in which it is."""

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DOI = re.compile(r"10\.\d{4,9}/[^\s;]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^a-z])")
_URL = re.compile(r"https?://[^\s<>()\[\]{}\"'`\\]+", re.IGNORECASE)
_CODE_HOST = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]+/[\w.-]+", re.IGNORECASE
)
_IS_OURS = re.compile(
    r"\b(?:codes?|implementations?|source|software|toolbox|package|library|repository|released?|available|open-?source[ds]?"
    r"|project page)\b",
    re.IGNORECASE,
)


class Venue(NamedTuple):
    """Where a paper appeared, in short."""

    name: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What is known of one paper; what is not is empty."""

    date: str = ""
    """Of version 1: ``2017-06-08``, ``2017-06`` or ``2017``."""
    authors: tuple[Author, ...] = ()
    others: bool = False
    """Whether there are more authors than these."""
    abstract: str = ""
    venue: Venue | None = None
    doi: str = ""
    """Of the published version."""
    code: str = ""
    """Address of the code, where the authors name it."""

    def has(self, field: Field) -> bool:
        """Whether a field is known."""
        return bool(getattr(self, field))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry's values, or why there are none."""

    values: Values | None = None
    why: str = ""
    is_unasked: bool = field(default=False)
    """Whether a source could not be asked for them."""


def values_of(record: BibliographicRecord, venue: Venue | None = None, code: str = "") -> Values:
    """What a record tells; the venue, which needs more than the record, and a link to code that is known otherwise."""
    authors, others = tidy_authors(record.authors)
    date = _DATE.match(record.submitted or "")
    doi = _DOI.search(record.doi or "")
    return Values(
        date[0] if date else "",
        authors,
        others,
        record.abstract or "",
        venue,
        doi[0].rstrip(".,") if doi else "",
        code or code_link(record),
    )


def code_link(record: BibliographicRecord) -> str:
    """The address of the code that the authors name in their comment, else in their abstract; else empty.

    A sentence counts that says so: ``Code at https://github.com/...``. Of several, none is taken.
    """
    for text in (record.comment or "", record.abstract or ""):
        sentences = _SENTENCE.split(decode_tex(text))
        found = {
            match[0].rstrip(".,;:").removesuffix(".git")
            for sentence in sentences
            if _IS_OURS.search(_URL.sub(" ", sentence))
            for match in _CODE_HOST.finditer(sentence)
        }
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""
