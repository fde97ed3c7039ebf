"""What every format writes of a work, worked out once: who, when, where, under which identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperdex.core.bibliography import BibliographyItem
from paperdex.core.dois import first_doi
from paperdex.core.names import tidy_authors
from paperdex.core.records import Author
from paperdex.exports.options import ExportOptions, Loss

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Facts:
    """A work as formats see it; text is as it came, and each format spells it in its own way."""

    authors: tuple[Author, ...]
    """Without the artefacts of arXiv's lists, parted, at most as many as are wished for."""
    others: bool
    """Whether there are more authors than these."""
    date: tuple[int, ...]
    """Year, month and day of version 1, as far as they are known; else of the list's date; empty for none."""
    arxiv: str | None
    """Bare identifier of the preprint, without version."""
    doi: str
    """The published version's, else arXiv's own; bare; empty for none."""
    url: str
    """Page of the work."""


def facts_of(item: BibliographyItem, options: ExportOptions, *, most_authors: int | None = None) -> Facts:
    """The facts of a work. ``most_authors`` is the format's own limit; what is cut by it is told."""
    record = item.record
    authors, others = tidy_authors(record.authors)
    most = options.max_authors if options.max_authors is not None else most_authors
    if most is not None and len(authors) > most:
        if options.max_authors is None:
            what = f"its {len(authors):,} authors are cut to the first {most:,}"
            options.tell(Loss(record.work, item.cite_key, "authors", what))
        authors, others = authors[:most], True
    found = _DATE.match(record.submitted or "") or _DATE.match(item.date or "")
    scheme, _, value = record.work.partition(":")
    arxiv = None if scheme in {"doi", "url"} else record.work
    doi = first_doi(record.doi) or (f"10.48550/arXiv.{arxiv}" if arxiv else first_doi(value) if scheme == "doi" else "")
    return Facts(
        authors=authors,
        others=others,
        date=tuple(int(part) for part in found.groups() if part) if found else (),
        arxiv=arxiv,
        doi=doi,
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else value if scheme == "url" else f"https://doi.org/{doi}",
    )
