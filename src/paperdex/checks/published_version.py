"""The paper was published, in a journal or at a conference, and the list does not mention it.

A reader who wants to cite the paper needs to know. The record names a journal or has the DOI of the published version;
the entry gives neither a venue, nor a DOI, nor a link to where it was published. In a list that does so for none of its
entries the finding is only likely, since such a list may not mean to. No fix is made, since lists write venues in ways
of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document, Subject
from paperdex.checks.entry_places import entry_span
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.core.records import BibliographicRecord
from paperdex.core.text import normalise_title

BAD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001), J. Inv. Tea 3 (2016)\n"
RECORDS = (
    BibliographicRecord(
        "1501.00001",
        "Teapots and Their Lids",
        "arxiv",
        "2026-01-01T00:00:00Z",
        journal_ref="J. Inv. Tea 3 (2016) 14-15",
    ),
)

_HELP = "Name where it was published, or link its DOI."
_PUBLISHERS = re.compile(
    r"//(?:[\w-]+\.)*(?:proceedings\.mlr\.press|jmlr\.org|openreview\.net|aclweb\.org|aclanthology\.org|nips\.cc|neurips\.cc"
    r"|thecvf\.com|ecva\.net|aaai\.org|ijcai\.org|ieee\.org|acm\.org|springer\.com|sciencedirect\.com|nature\.com"
    r"|science\.org|sciencemag\.org|aps\.org|iop\.org|wiley\.com|usenix\.org|isca-speech\.org|pnas\.org|mitpressjournals\.org"
    r"|mit\.edu/direct|direct\.mit\.edu|oup\.com|siam\.org|projecteuclid\.org|jair\.org|cell\.com|frontiersin\.org"
    r"|mdpi\.com|tandfonline\.com|cambridge\.org|jstor\.org|plos\.org|elifesciences\.org|royalsocietypublishing\.org"
    r"|sagepub\.com|worldscientific\.com|degruyter\.com|aip\.org|acs\.org|rsc\.org|annualreviews\.org|hindawi\.com"
    r"|biomedcentral\.com|spiedigitallibrary\.org|optica\.org|osapublishing\.org|vldb\.org|mlsys\.org|bmva\.org"
    r"|roboticsproceedings\.org|scitepress\.org|copernicus\.org)/",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?<![\d.])10\.(?!48550/)\d{4,9}/\S")
"""A DOI, but not one of arXiv's own."""
_NO_JOURNAL = re.compile(r"\W*(?:(?:arxiv|corr|(?:e-?|pre)prints?|biorxiv)(?![^\W\d_])|$)", re.IGNORECASE)
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")


def check(document: Document) -> Iterator[Finding]:
    """Each entry without a word of the published version that its record names."""
    names_venues: bool | None = None
    for subject in document.subjects:
        record = subject.record
        where = _where(record) if record else ""
        if record is None or not where or is_wrong_paper(document, subject):
            continue
        if _mentions_it(document, subject, record):
            continue
        if names_venues is None:
            names_venues = any(_names_any(document, each) for each in document.subjects)
        start, end = entry_span(document, subject)
        message = f"{record.work} was published: {where}"
        yield Finding(start, end, message, names_venues, work=record.work, help=_HELP)


def _where(record: BibliographicRecord) -> str:
    """Where a paper was published; empty where its record names nothing but arXiv itself."""
    if record.journal_ref and not _NO_JOURNAL.match(record.journal_ref):
        return record.journal_ref
    return f"https://doi.org/{record.doi}" if record.doi and _DOI.match(record.doi) else ""


def _mentions_it(document: Document, subject: Subject, record: BibliographicRecord) -> bool:
    if _names_any(document, subject):
        return True
    text = document.text[subject.start : subject.end].casefold()
    return _names_journal(text, record.journal_ref) if record.journal_ref else False


def _names_any(document: Document, subject: Subject) -> bool:
    """Whether an entry names a venue, a DOI or the page of a publisher."""
    entry = subject.entry
    has_venue = entry.venue is not None and not _NO_JOURNAL.match(entry.venue)
    if has_venue or any(identifier.scheme == "doi" for identifier in entry.well_formed):
        return True
    text = document.text[subject.start : subject.end].casefold()
    return _PUBLISHERS.search(text) is not None or _DOI.search(text) is not None


def _names_journal(text: str, journal_ref: str) -> bool:
    """Whether a text has the journal reference, or the words of its name, as far as a number, in their order."""
    whole = normalise_title(journal_ref)
    if len(whole) > _SHORTEST and whole in normalise_title(text):
        return True
    name = re.split(r"\d|,", journal_ref, maxsplit=1)[0]
    words = [re.escape(word) for word in _WORD.findall(name.casefold())]
    if len("".join(words)) < _SHORTEST:
        return False
    # A volume may stand right behind the name: Phys.Rev.D74.
    return re.search(r"(?<!\w)" + r"\W{1,3}".join(words) + r"(?![^\W\d_])", text) is not None
