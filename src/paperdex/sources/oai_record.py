"""Answers of arXiv's OAI-PMH to ``GetRecord``, read strictly: the whole document, and the record that was asked for.

Layout: https://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm#GetRecord around
https://oaipmh.arxiv.org/OAI/arXivRaw.xsd. Errors of the protocol come with HTTP status 200.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from paperdex.core.records import DELETED_AT_ARXIV, UNKNOWN_TO_ARXIV, BibliographicRecord, Version
from paperdex.core.text import printable
from paperdex.errors import SourceRefused
from paperdex.sources.fields import is_visible, one_line
from paperdex.sources.garbled import is_damaged, is_garbled, mended
from paperdex.sources.snapshot import record_of, versions_of
from paperdex.sources.transport import ODD_TRIES, Reply
from paperdex.sources.whole import instead
from paperdex.sources.whole_xml import parse_whole

WITHDRAWN = "I"
"""The letter in the source type of a version that was withdrawn."""
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_WANTED = "a record of OAI-PMH"
# acm-class is left out for good: it repeats the msc-class.
_TEXTS = ("id", "authors", "title", "comments", "journal-ref", "doi", "categories", "license", "abstract")

_ONE_ONLY = {f"{_RAW}{name}" for name in _TEXTS}


def read_record(source: str, reply: Reply, *, work: str, retrieved: str) -> BibliographicRecord | str:
    """The record of ``work`` in a reply, or the reason why it has none; ``retrieved`` is when it was asked for.

    Raises SourceRefused for a reply that is no whole answer or one about another paper, which may pass, and for an
    error of the protocol, in arXiv's own words, which is worth one more try.
    """
    root = parse_whole(source, reply, root=f"{_OAI}OAI-PMH", wanted=_WANTED)
    error = root.find(f"{_OAI}error")
    if error is not None:
        return _reason_of(source, reply, error)
    records = root.findall(f"{_OAI}GetRecord/{_OAI}record")
    if len(records) != 1:
        raise instead(source, reply, f"{len(records)} records" if records else "no record", "one record")
    header = records[0].find(f"{_OAI}header")
    named = "" if header is None else _text(header, f"{_OAI}identifier")
    if header is None or named != f"oai:arXiv.org:{work}":
        raise instead(source, reply, f"the record of {printable(named)[:60]!r}", f"that of {work}")
    if header.get("status") == "deleted":
        return DELETED_AT_ARXIV
    raw = records[0].find(f"{_OAI}metadata/{_RAW}arXivRaw")
    if raw is None:
        raise instead(source, reply, "a record without its fields", _WANTED)
    if _text(raw, f"{_RAW}id") != work:
        raise instead(source, reply, f"the fields of {printable(_text(raw, f'{_RAW}id'))[:60]!r}", f"those of {work}")
    return _record(raw, source, retrieved)


def _reason_of(source: str, reply: Reply, error: etree._Element) -> str:
    code, words = error.get("code", ""), one_line(error.text) or "without a word"
    if code == "idDoesNotExist":
        return UNKNOWN_TO_ARXIV
    message = f"refused the request: {printable(f'{code}: {words}')[:300].rstrip('.')}."
    raise SourceRefused(source, reply.url, message, status=reply.status, passing=True, most_tries=ODD_TRIES)


def _record(raw: etree._Element, source: str, retrieved: str) -> BibliographicRecord | str:
    """The record of the fields, or what is wrong with them."""
    tags = [field.tag for field in raw if field.tag in _ONE_ONLY]
    if len(tags) > len(set(tags)) or any(len(field) for field in raw if field.tag in _ONE_ONLY):
        return "arXiv's record of it has a field twice, or markup in it"
    fields: dict[str, Any] = {name: raw.findtext(f"{_RAW}{name}") for name in _TEXTS}
    for name in ("title", "authors"):
        if (bad := is_garbled(fields[name])) or is_damaged(fields[name]):
            is_or_are = "are" if name == "authors" else "is"
            return f"the {name} in arXiv's record {is_or_are} {'garbled' if bad else 'damaged'}"
    fields |= {name: mended(fields[name]) for name in ("comments", "journal-ref", "abstract")}
    versions = raw.findall(f"{_RAW}version")
    fields["versions"] = [
        {"version": version.get("version"), "created": version.findtext(f"{_RAW}date")} for version in versions
    ]
    try:
        record = record_of(fields, source, retrieved)
    except ValueError as error:
        return f"arXiv's record of it can't be read: {error}"
    if not is_visible(record.title):
        return "arXiv's record of it has no title"
    if not record.authors:
        return "arXiv's record of it has no author"
    if not record.submitted or not record.updated:
        return "arXiv's record of it lacks a date"
    types = {version.get("version"): _text(version, f"{_RAW}source_type") for version in versions}
    told = tuple(
        Version(number, created, WITHDRAWN in types[f"v{number}"] if types.get(f"v{number}") else None)
        for number, created in versions_of(fields)
        if number is not None and created is not None
    )
    withdrawn = told[-1].withdrawn if told and told[-1].number == record.version else None
    return replace(record, withdrawn=withdrawn, versions=told)


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
