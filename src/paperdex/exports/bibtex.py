r"""BibTeX for the classic styles.

A preprint is ``@misc``: it has no journal, and plain.bst warns of an ``@article`` without one. A paper that has a
journal reference at arXiv is ``@article``, with journal, volume, number, pages and year, where the reference has one of
the usual forms; else the reference stands in ``note`` as it is. The fields ``eprint``, ``archivePrefix`` and
``primaryClass`` are those that arXiv's help asks for, and stay in both. A preprint has year and month of version 1. The
published DOI is given where arXiv knows one, else arXiv's own. Accents are macros, since classic BibTeX cuts names byte
by byte. Topics are ``keywords``, and groups in JabRef.

What this format loses: comment (biber knows no such field), licence, affiliations, version, and of the dates all but
year and month of version 1, of a published paper that month too. The abstract is written on request only. Of more than
100 authors the first 100 are written, and ``and others``: longer lists overflow BibTeX's buffers. Letters that pdfLaTeX
can't set (Chinese, Cyrillic, Arabic) are written as they are, or in ASCII transliterated; which, is told, but for notes
and abstracts in UTF-8, which no style prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.exports.bibfile import Fields, Values, entry_type, write_file
from paperdex.exports.facts import facts_of
from paperdex.exports.journal import Publication
from paperdex.exports.latex import Spelling, encode_url
from paperdex.exports.options import USUAL, ExportOptions

MAX_AUTHORS = 100
"""Authors written of one work; a BibTeX with small buffers cuts names off silently at three times as many."""
ENTRY_TYPES = ("misc", "article", "techreport", "unpublished")
"""Types that a preprint's entry may have, the usual one first."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the bibliography as BibTeX, in UTF-8 with ``\\n`` line ends, an entry or a comment at a time.

    A work of several topics is written once, under the first of them; its ``keywords`` name them all. No key is written
    twice, whatever the items say, and the bad text of one record never reaches its neighbours. Raises UnknownName for
    an entry type that is none of ``ENTRY_TYPES``.
    """
    preprint = entry_type(options, ENTRY_TYPES)
    spelling = Spelling.ASCII if options.ascii else Spelling.CLASSIC

    def entry(key: str, item: BibliographyItem) -> tuple[str, Fields]:
        values = Values(item, facts_of(item, options, most_authors=MAX_AUTHORS), options, spelling)
        publication = values.publication()
        if publication:
            return "article", _fields(key, values, publication, "article")
        # A journal and an institution are known of what arXiv has.
        kind = preprint if values.facts.arxiv or preprint == "unpublished" else "misc"
        return kind, _fields(key, values, None, kind)

    return write_file(bibliography, entry, spelling, groups=True)


def _fields(key: str, values: Values, publication: Publication | None, kind: str) -> Iterator[tuple[str, str]]:
    record, facts, options = values.item.record, values.facts, values.options
    yield "title", f"{{{values.title()}}}"
    authors = values.authors()
    yield "author", f"{{{authors}}}"
    # The classic styles sort by it what has no author, warn where it is missing, and natbib's print it as the author.
    yield "key", "" if authors else f"{{{encode_url(_name_of(values), values.spelling)}}}"
    arxiv = f"arXiv:{values.verbatim(facts.arxiv)}" if facts.arxiv else ""
    if publication:
        yield "journal", f"{{{values.text('journal_ref', publication.journal)}}}"
        yield "volume", f"{{{publication.volume}}}"
        yield "number", f"{{{publication.number}}}"
        yield "pages", f"{{{publication.pages.replace('-', '--')}}}"
        yield "year", f"{{{publication.year}}}"
    else:
        yield "journal", f"{{arXiv preprint {arxiv}}}" if kind == "article" else ""
        yield "institution", "{arXiv}" if kind == "techreport" else ""
        yield "number", f"{{{arxiv}}}" if kind == "techreport" else ""
        if facts.date:
            yield "year", f"{{{facts.date[0]:04}}}"
            yield "month", _MONTHS[facts.date[1] - 1] if len(facts.date) > 1 else ""
    if facts.arxiv:
        yield "eprint", f"{{{values.verbatim(facts.arxiv)}}}"
        yield "archivePrefix", "{arXiv}"
        yield "primaryClass", f"{{{values.verbatim(record.primary_category)}}}"
    yield "doi", f"{{{values.doi()}}}"
    remarks = values.remarks(publication)
    is_repeated = options.eprint_in is not None or kind == "unpublished"
    repeated = values.eprint() if is_repeated else ""
    if is_repeated and record.work.startswith("url:"):  # there is nothing else to find the work by
        repeated = encode_url(values.verbatim(facts.url), values.spelling)
    if options.eprint_in == "howpublished" and kind == "misc":
        yield "howpublished", f"{{{repeated}}}"
    elif repeated and (options.eprint_in or (kind == "unpublished" and not remarks)):
        remarks.append(repeated)
    yield "url", f"{{{values.verbatim(facts.url)}}}"
    yield "keywords", f"{{{values.keywords()}}}"
    yield "note", f"{{{'. '.join(remarks) or ('Unpublished' if kind == 'unpublished' else '')}}}"
    # Styles leave these out.
    yield "abstract", f"{{{values.abstract()}}}"
    yield "annote", f"{{{values.note()}}}"


def _name_of(values: Values) -> str:
    """What a work without authors is called by: its number, its DOI, or the site that it is at."""
    facts = values.facts
    if facts.arxiv:
        return f"arXiv:{values.verbatim(facts.arxiv)}"
    return f"doi:{values.doi()}" if facts.doi else urlsplit(values.verbatim(facts.url)).netloc.removeprefix("www.")
