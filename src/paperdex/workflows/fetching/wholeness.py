"""What is whole, and what a source could still add to a record or an entry; pure."""

from __future__ import annotations

from paperdex.core.records import BibliographicRecord, trust
from paperdex.core.resolution import Resolution


def is_partial(record: BibliographicRecord) -> bool:
    """Whether something is missing; what arXiv itself leaves out is not to be had anywhere."""
    return bool(record.missing) and record.source != "arxiv"


def is_whole(record: BibliographicRecord | None) -> bool:
    """Whether there is a record in which nothing is missing that could be had."""
    return record is not None and not is_partial(record) and not is_overtaken(record)


def is_overtaken(record: BibliographicRecord) -> bool:
    """Whether the list of versions, which another source gave, knows a later one than the record describes."""
    return bool(record.versions) and record.versions[-1].number > (record.version or 0)


def lacks_versions(record: BibliographicRecord | None) -> bool:
    """Whether the list of versions is missing, or does not reach the one that the record describes."""
    return record is None or not record.versions or record.versions[-1].number < (record.version or 0)


def may_better(source: str, record: BibliographicRecord | None) -> bool:
    """Whether a source's record would be shown in the place of this one."""
    return record is None or trust(source) <= trust(record.source)


def is_arxiv(work: str) -> bool:
    """Whether a key of a work is an arXiv identifier."""
    return ":" not in work


def is_sure(resolution: Resolution) -> bool:
    """Whether an entry's work is a paper that a source knows, and not just a page."""
    return resolution.status == "resolved" and not (resolution.work or "").startswith("url:")
