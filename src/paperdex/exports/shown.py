"""What people are shown of a work in a document: names, year, where it appeared, links that are safe to follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from paperdex.core.bibliography import BibliographyItem
from paperdex.core.dois import first_doi
from paperdex.core.entries import Link
from paperdex.core.identifiers import Identifier, parse_url
from paperdex.core.text import Run, clean_text, decode_tex, split_math
from paperdex.exports.facts import Facts, facts_of
from paperdex.exports.options import ExportOptions, Loss

MAX_AUTHORS = 10
"""Authors shown of one work, unless another number is wished for."""

_SAYS_NOTHING = re.compile(r"(?:this )?(?:https? )?(?:url|link|here)|https?://.*|\W*", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# Besides blanks and what no address holds unescaped: control characters, and marks that are not seen.
_UNSAFE = re.compile(
    r"""[\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff<>"\\^`{|}]"""
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A work as people see it; titles, notes and abstracts are taken from the item itself."""

    url: str
    """Page of the work; empty where it is no address of the web."""
    names: tuple[str, ...]
    """Authors in their natural order, as plain text."""
    others: bool
    """Whether there are more."""
    year: str
    venue: str
    """Journal reference, else what the list calls the venue; as it came."""
    doi: str
    """Of the published version; empty if none is known."""
    links: tuple[Link, ...]
    """The published version, and where else the list links to; addresses of the web only."""
    remark: str
    """That it is withdrawn; mostly empty."""


def shown(item: BibliographyItem, options: ExportOptions) -> Shown:
    """What is shown of a work; links that can't be, and authors cut, are told."""
    record = item.record
    facts = facts_of(item, options, most_authors=MAX_AUTHORS)
    names = (decode_tex(author.name or " ".join((author.given, author.family)).strip()) for author in facts.authors)
    remark = str(record.withdrawal or "")
    return Shown(
        url=web_address(facts.url if facts.arxiv or not facts.doi else doi_address(facts.doi)),
        names=tuple(name for name in names if name),
        others=facts.others,
        year=f"{facts.date[0]:04}" if facts.date else "",
        venue=record.journal_ref or item.venue or "",
        doi="" if facts.doi.startswith("10.48550/arXiv.") else facts.doi,
        links=_links(item, facts, options),
        remark=remark[:1].upper() + remark[1:],
    )


def web_address(url: str) -> str:
    """An address of the web, with what would end it percent-encoded; empty for any other, such as ``javascript:``."""
    url = url.strip()
    return _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), url) if _WEB.match(url) else ""


def own_words(text: str) -> tuple[Run, ...]:
    """A topic, a list's title or a note, parted like a record's title: of its TeX only the math is meant as TeX."""
    return tuple(run if run.math else Run(False, run.text.replace("\\$", "$")) for run in split_math(clean_text(text)))


def doi_address(doi: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(doi, safe='/:;()')}"


def _links(item: BibliographyItem, facts: Facts, options: ExportOptions) -> tuple[Link, ...]:
    record = item.record
    published = first_doi(record.doi) if facts.arxiv else ""
    found = {published.casefold(): Link(f"doi:{published}", doi_address(published))} if published else {}
    lost = 0
    for link in item.links:
        url = web_address(link.url)
        named = parse_url(link.url)
        if isinstance(named, Identifier):
            if named.work == record.work or f"url:{link.url}" == record.work:
                continue
            key = named.value.casefold()
        else:
            key = url
        if not url:
            lost += 1
        elif url != facts.url:
            found.setdefault(key, Link(_label(link.label, url), url))
    if lost:
        links = "1 of its links leads" if lost == 1 else f"{lost} of its links lead"
        what = f"{links} to no address of the web: left out"
        options.tell(Loss(record.work, item.cite_key, "links", what))
    return tuple(found.values())


def _label(label: str, url: str) -> str:
    """What a link is called: as in the list, or the site that it leads to where that says nothing."""
    label = clean_text(label)
    return re.sub(r"^https?://(?:www\.)?", "", url).split("/")[0] if _SAYS_NOTHING.fullmatch(label) else label
