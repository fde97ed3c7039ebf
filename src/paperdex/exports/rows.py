"""A work as a row of a table or a JSON object: what csv and jsonl share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.text import clean_text
from paperdex.exports.facts import facts_of
from paperdex.exports.options import ExportOptions
from paperdex.exports.unicode_math import spell_title
from paperdex.exports.works import distinct_works, one_line, printed_name, verbatim

KEYS = (
    *("cite_key", "id", "title", "authors", "more_authors", "date", "submitted", "updated", "version"),
    *("primary_category", "categories", "topics", "venue", "journal_ref", "comment", "withdrawn", "doi", "url", "note"),
)
"""What is written of a work, in order; ``abstract`` comes last, unless it is not wished for."""


def keys(options: ExportOptions) -> tuple[str, ...]:
    """The keys that these options ask for."""
    left_out = {"note"} if options.notes is False else set()
    return (*(key for key in KEYS if key not in left_out), *(() if options.abstract is False else ("abstract",)))


def rows(bibliography: Iterable[TopicGroup], options: ExportOptions) -> Iterator[dict[str, Any]]:
    """A row for each work, with every key; ``None`` for what is not known, and texts on one line."""
    wanted = keys(options)
    for cite_key, item in distinct_works(bibliography):
        row = _row(cite_key, item, options)
        yield {key: row[key] for key in wanted}


def _row(cite_key: str, item: BibliographyItem, options: ExportOptions) -> dict[str, Any]:
    record = item.record
    facts = facts_of(item, options)
    return {
        "cite_key": cite_key,
        "id": verbatim(record.work),
        "title": _text(record.title),
        "authors": [printed_name(author) for author in facts.authors],
        "more_authors": facts.others,
        "date": "-".join(f"{part:02}" for part in facts.date) or None,
        "submitted": _text(record.submitted),
        "updated": _text(record.updated),
        "version": record.version,
        "primary_category": _text(record.primary_category),
        "categories": [clean_text(category) for category in record.categories],
        "topics": [[clean_text(name) for name in topic] for topic in item.topics if topic],
        "venue": _text(item.venue),
        "journal_ref": _text(record.journal_ref),
        "comment": _text(record.comment),
        "withdrawn": _text(str(record.withdrawal or "")),
        "doi": verbatim(facts.doi) or None,
        "url": verbatim(facts.url),
        "note": _text(item.note),
        "abstract": _text(record.abstract),
    }


def _text(text: str | None) -> str | None:
    return one_line(spell_title(text or "")) or None
