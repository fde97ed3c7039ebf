"""What formats of references share: each work once, under a key of its own; what is cited of it; its keywords."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys
from paperdex.core.dois import first_doi
from paperdex.core.entries import Topic
from paperdex.core.records import Author
from paperdex.core.text import clean_text, decode_tex, printable
from paperdex.errors import UnknownName
from paperdex.exports.facts import Facts
from paperdex.exports.journal import Publication, parse_journal
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.unicode_math import spell_title


class Once:
    """Lets each work pass once, under a key of its own; nothing is kept but the names of works and keys."""

    def __init__(self) -> None:
        self._written: set[str] = set()
        self._keys: set[str] = set()
        self._distinct_key = DistinctKeys()

    def key_of(self, item: BibliographyItem) -> str | None:
        """The key of a work: safe, and distinct ignoring case, whatever the items say; ``None`` if it came before."""
        if item.record.work in self._written:
            return None
        self._written.add(item.record.work)
        key = re.sub(r"[^A-Za-z0-9:_.+/-]", "", item.cite_key) or "work"
        if key.casefold() in self._keys:
            key = self._distinct_key(key, self._keys)
        self._keys.add(key.casefold())
        return key


def distinct_works(bibliography: Iterable[TopicGroup]) -> Iterator[tuple[str, BibliographyItem]]:
    """Each work where it stands first, with its key."""
    once = Once()
    for group in bibliography:
        for item in group.items:
            key = once.key_of(item)
            if key is not None:
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
    """The DOI of what is cited, on one line."""
    return verbatim(cited_doi(facts, options))


def cited_doi(facts: Facts, options: ExportOptions) -> str:
    """The DOI of what is cited: arXiv's own where the preprint is wanted of a paper that is published too."""
    return f"10.48550/arXiv.{facts.arxiv}" if facts.arxiv and options.prefer == "preprint" else facts.doi


def remarks(
    item: BibliographyItem,
    facts: Facts,
    options: ExportOptions,
    publication: Publication | None,
    *,
    spell: Callable[[str], str] | None = None,
    spell_doi: Callable[[str], str] | None = None,
) -> list[str]:
    """What a note has to say: a withdrawal, and where the work appeared as far as no other field says so.

    Both are spelled as plain text, unless a format spells them otherwise.
    """
    record = item.record
    where = publication.rest if publication else record.journal_ref or item.venue or ""
    published = first_doi(record.doi) if facts.arxiv and options.prefer == "preprint" else ""
    parts = (
        str(record.withdrawal or "").capitalize(),
        (spell or _plain)(where) if where else "",
        f"doi:{(spell_doi or verbatim)(published)}" if published else "",
    )
    return [part for part in parts if part]


def _plain(text: str) -> str:
    return one_line(spell_title(text))


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
