"""What formats without headings share: each work once, under a key of its own, with its topics as keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys
from paperdex.core.entries import Topic
from paperdex.core.records import Author
from paperdex.core.text import clean_text, decode_tex, printable
from paperdex.errors import UnknownName
from paperdex.exports.facts import Facts, first_doi
from paperdex.exports.journal import Publication, parse_journal
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.unicode_math import spell_title


def distinct_works(bibliography: Iterable[TopicGroup]) -> Iterator[tuple[str, BibliographyItem]]:
    """Each work where it stands first, with its key: safe, and distinct ignoring case, whatever the items say."""
    written: set[str] = set()
    keys: set[str] = set()
    distinct_key = DistinctKeys()
    for group in bibliography:
        for item in group.items:
            if item.record.work not in written:
                written.add(item.record.work)
                key = distinct_key(re.sub(r"[^A-Za-z0-9:_.+/-]", "", item.cite_key) or "work", keys)
                keys.add(key.casefold())
                yield key, item


def publication_of(item: BibliographyItem, options: ExportOptions) -> Publication | None:
    """Where a work was published, if that is wanted and surely known; what is not surely known is told."""
    reference = item.record.journal_ref
    if not reference or options.prefer != "published":
        return None
    publication = parse_journal(reference)
    if publication is None:
        what = "its journal reference has no form that is surely understood, and stands in a note"
        options.tell(Loss(item.record.work, item.cite_key, "journal_ref", what))
    return publication


def doi_of(facts: Facts, options: ExportOptions) -> str:
    """The DOI of what is cited: arXiv's own where the preprint is wanted of a paper that is published too."""
    wanted = facts.arxiv and options.prefer == "preprint"
    return verbatim(f"10.48550/arXiv.{facts.arxiv}" if wanted else facts.doi)


def remarks(item: BibliographyItem, options: ExportOptions, publication: Publication | None) -> list[str]:
    """What a note has to say: a withdrawal, and where the work appeared as far as no other field says so."""
    record = item.record
    where = publication.rest if publication else record.journal_ref or item.venue or ""
    published = verbatim(first_doi(record.doi)) if options.prefer == "preprint" else ""
    parts = [str(record.withdrawal or "").capitalize(), one_line(spell_title(where))]
    return [part for part in (*parts, f"doi:{published}" if published else "") if part]


def preprint_type(options: ExportOptions, known: Mapping[str, str]) -> str:
    """What a format calls a preprint: one of those known, by BibTeX's names, the first if none is asked for."""
    wanted = (options.entry_type or next(iter(known))).casefold()
    types = dict(known) | {name.casefold(): name for name in known.values()}
    if wanted not in types:
        raise UnknownName("entry type", wanted, types, tip=f"Known: {', '.join(known)}.")
    return types[wanted]


def topic_text(topic: Topic) -> str:
    """A topic as people read it: ``Outer / Inner``."""
    return clean_text(" / ".join(topic))


def keywords(topics: Iterable[Topic]) -> tuple[str, ...]:
    """The topics, each as one keyword: without commas and semicolons, at which readers part them."""
    found = (topic_text(tuple(re.sub("[,;]", " ", part) for part in topic)) for topic in topics)
    return tuple(dict.fromkeys(keyword for keyword in found if keyword))


def printed_name(author: Author) -> str:
    """A name in its natural order, decoded."""
    name = author.name or " ".join(part for part in (author.given, author.family, author.suffix) if part)
    return one_line(decode_tex(name))


def one_line(text: str) -> str:
    """A text that is spelled already, on one line, with nothing in it that steers a terminal."""
    return printable(" ".join(text.split()))


def verbatim(text: str) -> str:
    """An identifier or address as it is, but for blanks and backslashes, which are percent-encoded."""
    return re.sub(r"[\s\\]", lambda found: quote(found[0]), clean_text(text))
