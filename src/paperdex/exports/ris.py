"""RIS, for Zotero, EndNote, Mendeley and their like.

A preprint is ``UNPB``, the type that every reader knows for what is unpublished; a paper whose journal reference is
surely parted is ``JOUR``. A value is one line of plain Unicode text, math in characters where there are some. ``AU`` is
``Family, Given, Suffix``; a collaboration ends in a comma, so that nobody parts it. ``AN`` has arXiv's number, ``DO``
the published DOI, else arXiv's own, and there is a ``KW`` for each topic. ``N1`` says that a paper is withdrawn, then
has a journal reference that is not surely understood, or the list's venue, and the list keeper's notes.

What this format loses: comment, categories, licence, affiliations, version, and of the dates all but that of version
1, of a published paper that one too; abstracts, unless they are wished for. Authors are all written, unless fewer are
wished for: then the last one is called ``others``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.names import parse_name
from paperdex.core.records import Author
from paperdex.core.text import decode_tex
from paperdex.exports.facts import Facts, facts_of
from paperdex.exports.journal import Publication
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.unicode_math import spell_title
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

TYPES = {"unpublished": "UNPB", "article": "JOUR", "report": "RPRT", "misc": "GEN", "online": "ELEC"}
"""What a preprint may be called, the usual one first; PREP and MANSCPT are unknown to some readers."""


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the bibliography as RIS, in UTF-8 with ``\\n`` line ends, a reference at a time.

    A work of several topics is written once. Raises UnknownName for an entry type that is none of ``TYPES``.
    """
    preprint = preprint_type(options, TYPES)
    blank = ""
    for key, item in distinct_works(bibliography):
        tags = ((tag, one_line(text)) for tag, text in _tags(key, item, preprint, options))
        lines = (f"{tag}  - {value}\n" for tag, value in tags if value)
        yield f"{blank}{''.join(lines)}ER  - \n"
        blank = "\n"


def _tags(key: str, item: BibliographyItem, preprint: str, options: ExportOptions) -> Iterator[tuple[str, str]]:
    """Tags and their values in order; those without a value are left out."""
    record = item.record
    facts = facts_of(item, options)
    publication = publication_of(item, options)
    kind = "JOUR" if publication else preprint if facts.arxiv else _type_of(record.work)
    yield "TY", kind
    yield "ID", key
    yield "TI", spell_title(record.title)
    for name in _names(facts):
        yield "AU", name
    if publication:
        yield from _published(publication)
    else:
        if facts.date:
            yield "PY", f"{facts.date[0]:04}"
            yield "DA", "/".join(f"{part:02}" for part in facts.date)
        # A journal article without a journal is none for some readers.
        yield "T2", f"arXiv preprint arXiv:{verbatim(facts.arxiv)}" if facts.arxiv and kind == "JOUR" else ""
        yield "PB", "arXiv" if facts.arxiv else ""
    yield "DO", doi_of(facts, options)
    yield "UR", verbatim(facts.url)
    yield "AN", f"arXiv:{verbatim(facts.arxiv)}" if facts.arxiv else ""
    for keyword in keywords(item.topics):
        yield "KW", keyword
    yield "AB", spell_title(record.abstract or "") if options.abstract else ""
    for remark in remarks(item, facts, options, publication):
        yield "N1", remark
    yield "N1", spell_title(item.note or "") if options.notes is not False else ""


def _published(publication: Publication) -> Iterator[tuple[str, str]]:
    first, _, last = publication.pages.partition("-")
    yield "PY", publication.year
    yield "DA", publication.year
    yield "T2", publication.journal
    yield "VL", publication.volume
    yield "IS", publication.number
    yield "SP", first
    yield "EP", last


def _type_of(work: str) -> str:
    """Of a work that is not at arXiv nothing is known but where it is."""
    return "ELEC" if work.startswith("url:") else "GEN"


def _names(facts: Facts) -> Iterator[str]:
    for author in facts.authors:
        yield _name(author)
    if facts.authors and facts.others:
        yield "others"


def _name(author: Author) -> str:
    if not author.family:
        author = parse_name(author.name)
    # A comma within a part would begin the next one.
    parts = [decode_tex(part).replace(",", " ").strip() for part in (author.family, author.given, author.suffix)]
    family, given, suffix = parts
    if not given:
        return f"{' '.join(part for part in (family, suffix) if part)},"
    return ", ".join(part for part in (family, given, suffix) if part)
