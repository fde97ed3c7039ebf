r"""BibLaTeX for biber, valid in the data model of biblatex.

A preprint is ``@online`` with the whole date of version 1, ``eprinttype``, ``eprintclass`` and the version that the
record describes; ``pubstate`` is ``prepublished`` where arXiv knows of no published version. A paper that has a journal
reference at arXiv is ``@article``, with journal, volume, number, pages and year, where the reference has one of the
usual forms; else the reference stands in ``note`` as it is. Latin letters are written in UTF-8, specials and math as in
``bibtex``. Topics are ``keywords``; there are no groups of JabRef's, whose comment biblatex2xml takes for a reference.

What this format loses: comment, licence, affiliations, and of the dates all but the one of version 1, of a published
paper that one too. The abstract is written on request only. Of more than 500 authors the first 500 are written, and
``and others``: biber's time grows with the square of their number. pdfLaTeX can't set letters other than Latin and
Greek ones, nor most letters with two accents; LuaLaTeX and XeLaTeX can. In ASCII a letter keeps the accents that biber
reads and pdfLaTeX sets, so that Nguyễn becomes Nguyên; which letters lost any, is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.exports.bibfile import Fields, Values, entry_type, write_file
from paperdex.exports.facts import facts_of
from paperdex.exports.journal import Publication
from paperdex.exports.latex import Spelling
from paperdex.exports.options import USUAL, ExportOptions

MAX_AUTHORS = 500
"""Authors written of one work, for biber's sake."""
ENTRY_TYPES = ("online", "article", "misc", "report", "unpublished")
"""Types that a preprint's entry may have, the usual one first."""


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the bibliography as BibLaTeX, in UTF-8 with ``\\n`` line ends, an entry or a comment at a time.

    As :func:`paperdex.exports.bibtex.write` does, with biblatex's types and fields.
    """
    preprint = entry_type(options, ENTRY_TYPES)
    spelling = Spelling.BIBER_ASCII if options.ascii else Spelling.UNICODE

    def entry(key: str, item: BibliographyItem) -> tuple[str, Fields]:
        values = Values(item, facts_of(item, options, most_authors=MAX_AUTHORS), options, spelling)
        if not values.facts.authors:
            # The data model asks all other types for an author.
            return "misc" if preprint == "misc" else "online", _fields(key, values, None, "online")
        publication = values.publication()
        if publication:
            return "article", _fields(key, values, publication, "article")
        kind = preprint if values.facts.arxiv or preprint not in {"article", "report"} else "online"
        return kind, _fields(key, values, None, kind)

    return write_file(bibliography, entry, spelling, groups=False)


def _fields(key: str, values: Values, publication: Publication | None, kind: str) -> Iterator[tuple[str, str]]:
    record, facts = values.item.record, values.facts
    yield "title", f"{{{values.title()}}}"
    authors = values.authors()
    yield "author", f"{{{authors}}}"
    # Sorts what has no author, and stands for it in labels.
    yield "label", "" if authors else f"{{{key}}}"
    arxiv = f"arXiv:{values.verbatim(facts.arxiv)}" if facts.arxiv else ""
    if publication:
        yield "journaltitle", f"{{{values.text('journal_ref', publication.journal)}}}"
        yield "volume", f"{{{publication.volume}}}"
        yield "number", f"{{{publication.number}}}"
        yield "pages", f"{{{publication.pages.replace('-', '--')}}}"
        yield "date", f"{{{publication.year}}}"
    else:
        yield "journaltitle", f"{{arXiv preprint {arxiv}}}" if kind == "article" else ""
        if kind == "report":
            yield "type", "{Preprint}"
            yield "institution", "{arXiv}"
            yield "number", f"{{{arxiv}}}"
        yield "date", f"{{{'-'.join(f'{part:02}' for part in facts.date).zfill(4)}}}" if facts.date else ""
        if facts.arxiv and kind in {"online", "misc", "report"}:
            yield "version", f"{{{record.version or ''}}}"
    if facts.arxiv:
        yield "eprint", f"{{{values.verbatim(facts.arxiv)}}}"
        yield "eprinttype", "{arXiv}"
        yield "eprintclass", f"{{{values.verbatim(record.primary_category)}}}"
        published = publication or ((record.journal_ref or record.doi) and not values.is_preprint())
        yield "pubstate", "" if published else "{prepublished}"
    yield "doi", f"{{{values.doi()}}}"
    yield "url", f"{{{values.verbatim(facts.url)}}}"
    yield "keywords", f"{{{values.keywords()}}}"
    remarks = values.remarks(publication)
    if values.options.eprint_in == "note" and values.eprint():
        remarks.append(values.eprint())
    yield "note", f"{{{'. '.join(remarks)}}}"
    yield "abstract", f"{{{values.abstract()}}}"
    yield "annotation", f"{{{values.note()}}}"
