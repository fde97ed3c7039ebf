"""The entry names its paper by its title alone, or links a copy elsewhere, and the paper is known.

With the identifier the paper can be found for sure, now and later, when the copy is gone. Where the title is that of
one paper, it is sure, and the link is put around the title, or behind the link that is there; nothing is taken away.
Where the title is only near to one, the paper is proposed, and its title is written with the link. An entry with a DOI
of its own is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from paperdex.checks.base import Finding, Fix
from paperdex.checks.document import Document, Subject
from paperdex.checks.entry_places import entry_span
from paperdex.checks.link_writing import linked
from paperdex.checks.title_judging import is_same_title
from paperdex.checks.writing import written
from paperdex.core.identifiers import Identifier, abs_url, parse_identifier
from paperdex.core.records import BibliographicRecord
from paperdex.core.resolution import Suggestion

BAD = """\
- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)
- **Teapots and Their Lids**
"""
GOOD = """\
- [Saucers, Revisited](https://arxiv.org/abs/1501.00003)
- **[Teapots and Their Lids](https://arxiv.org/abs/1501.00001)**
"""
RECORDS = (
    BibliographicRecord("1501.00001", "Teapots and Their Lids", "arxiv", "2026-01-01T00:00:00Z"),
    BibliographicRecord("1501.00003", "Saucers, Revisited", "arxiv", "2026-01-01T00:00:00Z"),
)

_LABELS = {"arxiv": "arXiv", "doi": "DOI"}
_EQUAL = 0.99
"""A suggestion that is as good as equal is no better than its rivals, or is contradicted by the authors or the year."""


def check(document: Document) -> Iterator[Finding]:
    """Each entry without an identifier whose paper is known, for sure or perhaps."""
    for subject in document.subjects:
        entry, resolution = subject.entry, subject.known.resolution
        if not entry.title or entry.malformed or any(i.scheme in _LABELS for i in entry.well_formed):
            continue
        start, end = entry_span(document, subject)
        if resolution.status == "resolved" and resolution.work:
            identifier = _identifier(resolution.work)
            if identifier:
                fix = _fix(document, subject, identifier, None, sure=True)
                message = f"no identifier, and the title is that of {identifier.work}"
                yield Finding(start, end, message, work=identifier.work, fix=fix, help=f"Link {abs_url(identifier)}.")
        elif resolution.status == "suggested" and resolution.suggestions:
            best = resolution.suggestions[0]
            identifier = _identifier(best.work)
            if identifier:
                message = f"no identifier; perhaps {identifier.work} is meant: {best.title!r}"
                message += f" ({resolution.reason})" if resolution.reason else ""
                fix = _suggested_fix(document, subject, identifier, resolution.suggestions)
                yield Finding(start, end, message, sure=False, work=None, fix=fix, help=f"See {abs_url(identifier)}.")


def _identifier(work: str) -> Identifier | None:
    identifier = parse_identifier(work)
    return identifier if isinstance(identifier, Identifier) and identifier.scheme in _LABELS else None


def _suggested_fix(
    document: Document, subject: Subject, identifier: Identifier, suggestions: tuple[Suggestion, ...]
) -> Fix | None:
    best, *rivals = suggestions
    if best.score >= _EQUAL or any(rival.score >= best.score for rival in rivals):
        return None
    if is_same_title(subject.entry.title, best.title):
        return _fix(document, subject, identifier, None, sure=False)
    title = written(document, subject.start, best.title)
    return _fix(document, subject, identifier, title, sure=False) if title else None


def _fix(document: Document, subject: Subject, identifier: Identifier, title: str | None, *, sure: bool) -> Fix | None:
    url = abs_url(identifier)
    edits = linked(document, subject, url, _LABELS[identifier.scheme], title) if url else ()
    if not edits:
        return None
    return Fix(f"Link {url}" + (", and write its title" if title else ""), edits, sure)
