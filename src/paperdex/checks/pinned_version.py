"""The link names a version of the paper, and there is a later one.

A link without a version always shows the latest. Where the latest version is not known, a pinned link is told in a list
whose other links are not pinned. A version later than any that is known is likely a slip; it may also be newer than the
record, which ``--refresh`` settles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.checks.base import Edit, Finding, Fix
from paperdex.checks.document import Document, Place, Subject
from paperdex.core.identifiers import Identifier
from paperdex.core.records import BibliographicRecord, Version

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001v1)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001",
        "Teapots and Their Lids",
        "arxiv",
        "2026-01-01T00:00:00Z",
        version=2,
        versions=(Version(1, "2015-01-01T00:00:00Z"), Version(2, "2015-02-01T00:00:00Z")),
    ),
)

_VERSION = re.compile(r"v(?P<number>[0-9]+)", re.IGNORECASE)


def check(document: Document) -> Iterator[Finding]:
    """Each identifier with an old version that names an entry's paper."""
    own = [(subject, place) for subject in document.subjects for place in subject.own_places if _is_arxiv(place)]
    pinned = sum(1 for _, place in own if _version(place))
    is_rare = pinned * 2 < len(own)
    for subject, place in own:
        version = _version(place)
        if version is None:
            continue
        latest = latest_version(subject)
        is_known = latest is None or version <= latest
        if latest is None and is_rare:
            message = f"the link is pinned to version {version}, and most links of the list are not pinned"
        elif latest is not None and version < latest:
            message = f"the link is pinned to version {version}, and the latest is {latest}"
        elif not is_known:
            message = f"the link is pinned to version {version}, and the latest that is known is {latest}"
        else:
            continue
        work = place.identifier.work if isinstance(place.identifier, Identifier) else None
        fix = _unpinned(place, version, sure=is_known)
        help = "" if is_known else "Correct the version; check --refresh asks whether there is such a one by now."
        yield Finding(place.start, place.end, message, is_known, work=work, fix=fix, help=help)


def latest_version(subject: Subject) -> int | None:
    """The number of the latest version of an entry's paper, where a record tells it."""
    records = [record for record in (subject.record, *subject.known.other_records) if record]
    told = [record.version for record in records if record.version]
    told += [version.number for record in records for version in record.versions]
    return max(told, default=None)


def _is_arxiv(place: Place) -> bool:
    return isinstance(place.identifier, Identifier) and place.identifier.scheme == "arxiv"


def _version(place: Place) -> int | None:
    return place.identifier.version if isinstance(place.identifier, Identifier) else None


def _unpinned(place: Place, version: int, *, sure: bool) -> Fix | None:
    """Take the version off; the last thing like it is the one behind the number."""
    found = [match for match in _VERSION.finditer(place.text) if int(match["number"]) == version]
    if not found:
        return None
    start = place.start + found[-1].start()
    return Fix("Link the latest version", (Edit(start, place.start + found[-1].end(), ""),), sure)
