"""Bibliographic records: what one source said of a work at one time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from paperdex.core.quick import made_quickly
from paperdex.core.withdrawal import Withdrawal, withdrawal

UNKNOWN_TO_ARXIV = "unknown to arXiv"
"""The reason that an :class:`Answer` gives for an identifier that arXiv says it does not have."""


DELETED_AT_ARXIV = "deleted, says arXiv"
"""The reason for an identifier that arXiv once had and has no more."""

TRUST = ("arxiv", "arxiv-oai", "mirror", "datacite", "openalex")
"""Sources by how far their records are trusted, the most first: arXiv itself, copies of its data, other services.

A work is shown with the record of the most trusted source. One that is not named here comes after them, and
``list``, the reading list itself, comes last.
"""


def trust(source: str) -> int:
    """The place of a source among all in the order of trust, from 0, the most trusted."""
    if source in TRUST:
        return TRUST.index(source)
    return len(TRUST) + (source == "list")


@made_quickly
@dataclass(frozen=True, slots=True)
class Author:
    """One author, in the order of the paper; a collaboration is an author too."""

    name: str
    """The whole name as it is printed: ``Johannes van der Waals Jr.``, ``Belle Collaboration``."""
    family: str = ""
    """Family name with its particles (``van der Waals``); empty where the source doesn't part the name."""
    given: str = ""
    suffix: str = ""
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper at arXiv."""

    number: int
    """From 1."""
    created: str
    """When it was submitted, UTC, ISO 8601."""
    withdrawn: bool | None = None
    """Whether it is one without a text, by which the paper was withdrawn; ``None`` where the source can't tell."""


@made_quickly
@dataclass(frozen=True, slots=True)
class BibliographicRecord:
    """What one source said of one work. What the source did not say is ``None`` or empty, never made up."""

    work: str
    """Key of the work: ``1706.02677``, ``hep-th/9901001``, else ``doi:...``, else ``url:...``."""
    title: str
    source: str
    """Who said it: one of ``TRUST``, or ``list`` (the reading list itself)."""
    retrieved: str
    """When the source was asked, UTC, ISO 8601 to the second (``2026-11-20T21:30:00Z``)."""
    authors: tuple[Author, ...] = ()
    abstract: str | None = None
    submitted: str | None = None
    """Date of version 1, UTC, ISO 8601; a bare date where the source gives no time."""
    updated: str | None = None
    """Date of the version that the record describes (the latest, unless another was asked for)."""
    version: int | None = None
    categories: tuple[str, ...] = ()
    """arXiv categories, the primary one first."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    """DOI of the published version, as arXiv gives it: bare, lower case kept as written, the first if several."""
    license: str | None = None
    withdrawn: bool | None = None
    """Whether the version described is withdrawn; ``None`` where the source can't tell."""
    versions: tuple[Version, ...] = ()
    """Every version in order, where the source tells them."""

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Whether the paper is withdrawn, for sure or by a guess from its words, and on what grounds."""
        return withdrawal(self.withdrawn, self.comment, self.abstract)

    @property
    def primary_category(self) -> str | None:
        """The first category, which arXiv calls the primary one."""
        return self.categories[0] if self.categories else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields that every arXiv paper has and this record lacks; empty for a complete record."""
        needed = {
            "authors": self.authors,
            "abstract": self.abstract,
            "submitted": self.submitted,
            "categories": self.categories,
        }
        return tuple(name for name, value in needed.items() if not value)


def is_older_version(record: BibliographicRecord, other: BibliographicRecord) -> bool:
    """Whether a record describes an older version of a paper than another one does."""
    return record.version is not None and other.version is not None and record.version < other.version


def combined(records: Sequence[BibliographicRecord]) -> tuple[BibliographicRecord, dict[str, str]]:
    """The first record, the best one, with what its source never tells and another one's does; and who told that.

    Only the licence, the list of versions, and, of the same version or a later one, whether it is withdrawn: anything
    else that an arXiv record lacks, arXiv does not have. The second value has a source for each field that is not the
    first's.
    """
    best, *others = records
    sources: dict[str, str] = {}
    for name in ("license", "versions", "withdrawn"):
        for other in others:
            value = getattr(other, name)
            is_about_it = name != "withdrawn" or not is_older_version(other, best)
            if getattr(best, name) in {None, ()} and value not in {None, ()} and is_about_it:
                best = replace(best, **{name: value})
                sources[name] = other.source
    return best, sources


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered, or a part of it: records, and a reason for each key that it has none for."""

    records: tuple[BibliographicRecord, ...] = ()
    unknown: dict[str, str] = field(default_factory=dict)
    """Key of a work that the source has no record of, with the reason."""
