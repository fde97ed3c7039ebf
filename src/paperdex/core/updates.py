"""What changed in a paper from one record of it to the next."""

from __future__ import annotations

from dataclasses import dataclass

from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

FIELDS = ("version", "title", "authors", "comment", "journal_ref", "doi", "withdrawn")
"""What is watched, in the order in which it is told."""

_FROM_ARXIV = frozenset({"arxiv", "arxiv-oai", "mirror"})
"""Sources that hold arXiv's own data; others are no witness of a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is other than before."""

    field: str
    """One of ``FIELDS``."""
    old: str | None
    """``None`` where there was none; of ``withdrawn``, ``withdrawn`` or ``perhaps withdrawn``."""
    new: str | None


def changes_between(old: BibliographicRecord, new: BibliographicRecord) -> tuple[Change, ...]:
    """The fields of a paper that are other than before, in the order of ``FIELDS``.

    Two records tell of a change only where both come from arXiv's data and the new one is no older version. Where they
    came on different ways, spelling is no change, and what one of them lacks is none either.
    """
    if not {old.source, new.source} <= _FROM_ARXIV or (new.version or 0) < (old.version or 0):
        return ()
    told = {field: (_told(old, field), _told(new, field)) for field in FIELDS}
    return tuple(
        Change(field, before, after)
        for field, (before, after) in told.items()
        if before != after and (old.source == new.source or _differs(old, new, field, before, after))
    )


def _told(record: BibliographicRecord, field: str) -> str | None:
    if field == "authors":
        return ", ".join(author.name for author in record.authors) or None
    if field == "withdrawn":
        return None if record.withdrawal is None else str(record.withdrawal)
    value = getattr(record, field)
    return None if value is None else str(value)


def _differs(
    old: BibliographicRecord, new: BibliographicRecord, field: str, before: str | None, after: str | None
) -> bool:
    """Whether a field of two records that came on different ways is really another one."""
    if field == "withdrawn":
        return bool(new.withdrawal and new.withdrawal.sure) or (old.withdrawn is True and new.withdrawn is False)
    if not before or not after:
        return field in {"doi", "journal_ref"} and bool(after)
    if field == "authors":
        return len(old.authors) != len(new.authors)
    return _plain(before) != _plain(after)


def _plain(text: str) -> str:
    """A text without what differs by the way on which it came: TeX, case, punctuation; numbers stay."""
    return normalise_title(text) or text
