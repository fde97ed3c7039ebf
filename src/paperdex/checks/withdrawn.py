"""The paper was withdrawn.

Its authors or arXiv took it back, often because of a fault. The page is still there, so no link checker sees it. arXiv
says it for sure by a latest version without a text; where only the authors' words are known, it is likely.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding
from paperdex.checks.document import Document
from paperdex.checks.entry_places import entry_span
from paperdex.checks.title_judging import is_wrong_paper
from paperdex.core.records import BibliographicRecord

BAD = "- [Kettles That Boil Cold](https://arxiv.org/abs/1501.00004)\n"
GOOD = "- [Teapots and Their Lids](https://arxiv.org/abs/1501.00001)\n"
RECORDS = (
    BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),
    BibliographicRecord("1501.00004", "Kettles That Boil Cold", "arxiv", "2026-01-01T00:00:00Z", withdrawn=True),
)

_HELP = "Take the entry out, or say in it that the paper was withdrawn."


def check(document: Document) -> Iterator[Finding]:
    """Each entry of a paper that was withdrawn, and that does not say so."""
    for subject in document.subjects:
        record = subject.record
        withdrawal = record.withdrawal if record else None
        if record is None or withdrawal is None or is_wrong_paper(document, subject):
            continue
        if "withdrawn" in document.text[subject.start : subject.end].casefold():
            continue
        start, end = entry_span(document, subject)
        message = f"{record.work} is {withdrawal}: {withdrawal.grounds}"
        yield Finding(start, end, message, withdrawal.sure, work=record.work, help=_HELP)
