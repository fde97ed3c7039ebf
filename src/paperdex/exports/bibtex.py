r"""BibTeX for the classic styles.

An entry is ``@misc``: a preprint has no journal, and plain.bst warns of an ``@article`` without one. The fields are
those that arXiv's help asks for (``eprint``, ``archivePrefix``, ``primaryClass``), with the date of version 1. The
published DOI is given where arXiv knows one, else arXiv's own; the journal reference stands in ``note`` as arXiv has
it. Accents are macros, since classic BibTeX cuts names byte by byte.

What this format loses: abstract, comment (biber knows no such field), licence, affiliations, version, and of the dates
all but year and month of version 1. Of more than 100 authors the first 100 are written, and ``and others``: longer
lists overflow BibTeX's buffers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.citekeys import DistinctKeys
from paperdex.core.entries import Topic
from paperdex.core.text import clean_text
from paperdex.exports.facts import Facts, facts_of
from paperdex.exports.latex import encode_name, encode_text, encode_url, protect_case
from paperdex.exports.options import USUAL, ExportOptions

MAX_AUTHORS = 100
"""Authors written of one work; a BibTeX with small buffers cuts names off silently at three times as many."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the bibliography as BibTeX, in UTF-8 with ``\\n`` line ends, an entry or a comment at a time.

    A work of several topics is written once, under the first of them; its ``keywords`` name them all. No key is written
    twice, whatever the items say, and the bad text of one record never reaches its neighbours.
    """
    written: set[str] = set()
    keys: set[str] = set()
    distinct_key = DistinctKeys()
    list_title = None
    lead = ""
    for group in bibliography:
        if group.list_title is not None and group.list_title != list_title:
            list_title = group.list_title
            yield f"{lead}% Reading list: {_comment(list_title)}\n"
            lead = "\n"
        if group.topic:
            yield f"{lead}% Topic: {_comment(_path(group.topic))}\n"
            lead = "\n"
        for item in group.items:
            if item.record.work not in written:
                written.add(item.record.work)
                key = distinct_key(re.sub(r"[^A-Za-z0-9:_.+/-]", "", item.cite_key) or "work", keys)
                keys.add(key.casefold())
                yield f"{lead}{_entry(key, item, options)}"
                lead = "\n"


def _entry(key: str, item: BibliographyItem, options: ExportOptions) -> str:
    written = _fields(key, item, facts_of(item, options, most_authors=MAX_AUTHORS))
    fields = "".join(f"  {name} = {value},\n" for name, value in written if value not in {"", "{}"})
    return f"@misc{{{key},\n{fields}}}\n"


def _fields(key: str, item: BibliographyItem, facts: Facts) -> Iterator[tuple[str, str]]:
    """The fields in their order; each value is braced, or a bare number or macro."""
    record = item.record
    yield "title", f"{{{protect_case(record.title)}}}"
    authors = _authors(facts)
    yield "author", f"{{{authors}}}"
    # The classic styles sort by it what has no author, and warn where it is missing.
    yield "key", "" if authors else f"{{{key}}}"
    if facts.date:
        yield "year", f"{{{facts.date[0]:04}}}"
        yield "month", _MONTHS[facts.date[1] - 1] if len(facts.date) > 1 else ""
    if facts.arxiv:
        yield "eprint", f"{{{_verbatim(facts.arxiv)}}}"
        yield "archivePrefix", "{arXiv}"
        yield "primaryClass", f"{{{_verbatim(record.primary_category or '')}}}"
    yield "doi", f"{{{_verbatim(facts.doi)}}}"
    if record.work.startswith("url:"):
        # The classic styles print no url, and there is nothing else to find the work by.
        yield "howpublished", f"{{{encode_url(_verbatim(facts.url))}}}"
    yield "url", f"{{{_verbatim(facts.url)}}}"
    yield "keywords", f"{{{_keywords(item.topics)}}}"
    yield "note", f"{{{_note(item)}}}"
    # Styles leave it out; the list keeper's own words are no part of a citation.
    yield "annote", f"{{{encode_text(item.note or '')}}}"


def _authors(facts: Facts) -> str:
    names = [encode_name(author) for author in facts.authors]
    return " and ".join([*names, "others"] if names and facts.others else names)


def _note(item: BibliographyItem) -> str:
    parts = [str(item.record.withdrawal or "").capitalize(), item.record.journal_ref or item.venue or ""]
    return ". ".join(encode_text(part) for part in parts if part)


def _keywords(topics: Iterable[Topic]) -> str:
    # A comma parts keywords, in every reader.
    return ", ".join(dict.fromkeys(encode_text(_path(topic).replace(",", " ")) for topic in topics if topic))


def _path(topic: Topic) -> str:
    return " / ".join(topic)


def _comment(text: str) -> str:
    """Text between entries, where an @ would begin one and a brace may not stand alone."""
    return clean_text(text).replace("@", "(at)").translate(str.maketrans("{}", "()"))


def _verbatim(text: str) -> str:
    """An identifier or address as it is, but for what ends a field or a line: that is percent-encoded."""
    text = clean_text(text)
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    unsafe = r"[\s\\{}]" if depth else r"[\s\\]"
    return re.sub(unsafe, lambda found: quote(found[0]), text)
