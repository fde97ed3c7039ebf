"""CSL-JSON, for Zotero, pandoc and every citation processor: a JSON array of items.

A preprint is an ``article`` with ``genre`` preprint, ``publisher`` arXiv and arXiv's number, as Zotero has it; a paper
whose journal reference is surely parted is an ``article-journal``. Titles are plain Unicode text, indices and powers
between ``<sub>`` and ``<sup>``, which the format allows; what looks like such markup in a title itself gets a blank
(``< b>``), so that it stays text. Names are parted, small particles apart from the family name; a collaboration, a
single word, and a name in Chinese, Japanese or Korean script is ``literal``. ``keyword`` has the topics; ``note`` says
that a paper is withdrawn, and has a journal reference that is not surely understood, or the list's venue, and of a
published paper arXiv's number; ``annote`` has the list keeper's notes, which no common style prints.

What this format loses: comment, categories, licence, affiliations, version, and of the dates all but that of version 1,
of a published paper that one too; abstracts, unless they are wished for. Authors are all written, unless fewer are
wished for: then the last one is called ``others``, which pandoc prints as "et al.".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.names import has_particle, parse_name
from paperdex.core.records import Author
from paperdex.core.text import decode_tex
from paperdex.exports.facts import facts_of
from paperdex.exports.journal import Publication
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.unicode_math import mark_title, spell_title
from paperdex.exports.works import (
    distinct_works,
    doi_of,
    keywords,
    one_line,
    preprint_type,
    publication_of,
    remarks,
    verbatim,
)

TYPES = {"article": "article", "report": "report", "unpublished": "manuscript", "online": "webpage", "misc": "document"}
"""What a preprint may be called, the usual one first."""

CslItem = dict[str, Any]


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the bibliography as CSL-JSON, an item at a time, a line a field.

    A work of several topics is written once. Raises UnknownName for an entry type that is none of ``TYPES``.
    """
    before = "["
    for key, item in distinct_works(bibliography):
        fields = csl_item(key, item, options).items()
        lines = (f'    "{name}": {json.dumps(value, ensure_ascii=options.ascii)}' for name, value in fields)
        yield before + "\n  {\n" + ",\n".join(lines) + "\n  }"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def csl_item(
    key: str, item: BibliographyItem, options: ExportOptions, *, spell: Callable[[str], str] = mark_title
) -> CslItem:
    """A work as a CSL item: fields of the schema only, none of them empty. ``spell`` makes what titles hold."""
    record = item.record
    facts = facts_of(item, options)
    publication = publication_of(item, options)
    elsewhere = "webpage" if record.work.startswith("url:") else "document"
    number = f"arXiv:{verbatim(facts.arxiv)}" if facts.arxiv else ""
    names = [name for name in map(_name, facts.authors) if name]
    fields: CslItem = {
        "id": key,
        "type": preprint_type(options, TYPES) if facts.arxiv else elsewhere,
        "title": one_line(spell(record.title)),
        "author": [*names, {"literal": "others"}] if names and facts.others else names,
        "issued": {"date-parts": [list(facts.date)]} if facts.date else None,
    }
    notes = remarks(item, facts, options, publication)
    if publication:
        fields |= _published(publication)
        notes = [number, *notes]
    elif facts.arxiv:
        fields |= {"genre": "preprint", "publisher": "arXiv", "number": number}
    fields |= {
        "DOI": doi_of(facts, options),
        "URL": verbatim(facts.url),
        "keyword": ", ".join(keywords(item.topics)),
        "note": ". ".join(note for note in notes if note),
        "annote": one_line(spell_title(item.note or "")) if options.notes is not False else "",
        "abstract": one_line(spell(record.abstract or "")) if options.abstract else "",
    }
    return {name: value for name, value in fields.items() if value}


def _published(publication: Publication) -> CslItem:
    return {
        "type": "article-journal",
        "issued": {"date-parts": [[int(publication.year)]]} if publication.year else None,
        "container-title": publication.journal,
        "volume": publication.volume,
        "issue": publication.number,
        "page": publication.pages,
    }


def _name(author: Author) -> dict[str, str]:
    if not author.family:
        author = parse_name(author.name)
    family, given, suffix = (one_line(decode_tex(part)) for part in (author.family, author.given, author.suffix))
    if not given or not family:
        whole = " ".join(part for part in (given, family, suffix) if part)
        return {"literal": whole} if whole else {}
    particles: list[str] = []
    while has_particle(family):
        particle, _, family = family.partition(" ")
        particles.append(particle)
    parts = {"family": family, "given": given, "suffix": suffix, "non-dropping-particle": " ".join(particles)}
    return {name: part for name, part in parts.items() if part}
