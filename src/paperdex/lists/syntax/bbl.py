r"""The entries of bibliographies that programs write: ``\bibitem`` of BibTeX's styles, and the ``.bbl`` of biber.

A style of the plain family parts a reference by ``\newblock``: authors, title, then where it was published. REVTeX's
styles name the parts, ``\bibinfo {title} {...}``. A reference written by hand has neither and is read as an item.
biber writes fields by name, ``\field{title}{...}``; what it writes is the only description of its format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperdex.core.entries import ListEntry
from paperdex.core.identifiers import MalformedIdentifier, find_identifiers
from paperdex.lists.entry.pieces import Unit
from paperdex.lists.entry.units import read_entry
from paperdex.lists.outline import Inline, Record, Span, plain_text, split_lines
from paperdex.lists.syntax.references import venue as first_venue
from paperdex.lists.syntax.tex import brace_partners, to_spans, to_text, to_url
from paperdex.lists.words.fields import find_authors, find_date
from paperdex.lists.words.titles import tidy_title

_INFO = re.compile(r"\\bibinfo\s*\{\s*(title|journal|year|booktitle)\s*\}\s*(?=\{)")
_PERSON = re.compile(r"\\bibinfo\s*\{\s*author\s*\}\s*(?=\{)")
_AND = re.compile(r",?\s+(?:and|et)\s+|[,;]\s+|\s*&\s*")
_ET_AL = re.compile(r"[,\s]*(?:et\s*al\.?|and others)\s*\Z", re.IGNORECASE)
_YEAR_BEHIND = re.compile(r",\s*(?:[A-Z][a-z]{2,8}\.?\s)?(?:19|20)\d\d[a-z]?\.?\Z")
_BEHIND_VENUE = re.compile(
    r"(?:\A|,?\s)(?:volume|vol\.|pages?|pp?\.|number|no\.|issue)\s?\d|,\s*\d+\s?[(:,]|,?\s*(?:[A-Z][a-z]{2,8}\s)?\(?(?:19|20)\d\d[a-z]?\)?"
    r"(?:[.,]|\Z)"
)
_PREPRINT = re.compile(r"arxiv|\bcorr\b|preprint", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(r",\s(1[0-2]|0?[1-9])\s((?:19|20)\d\d)\b")
_REVTEX = re.compile(
    r"\\bib(?:info|field)\s*\{[^{}\n]{0,40}\}|\\(?:bibnamefont|bibfnamefont|natexlab|Bibitem(?:Open|Shut)|NoStop)\b\s*%?"
)


def bibitem(line: int, text: str) -> Record:
    r"""The reference that stands behind ``\bibitem{key}`` on that line, still in TeX."""
    info = _info(text) if "\\bibinfo" in text else {}
    spans = to_spans(_REVTEX.sub("", text))
    entry = read_entry(Unit(line, (), tuple(Span(" ") if span.text == "\n" else span for span in spans)))
    title, authors = entry.title, entry.authors
    venue = entry.venue or _emphasised(spans, title) or None
    if info:
        title, venue = info.get("title", ""), info.get("journal") or info.get("booktitle") or venue
        authors = tuple(_people(text)) or authors
    elif "\\newblock" in text:
        blocks = [_block(block) for block in split_lines(spans)]
        if len(blocks) > 1:
            authors, title = part_authors(blocks[0]), _YEAR_BEHIND.sub("", blocks[1])
            published = list(split_lines(spans))[2] if len(blocks) > 2 else ()
            place = _emphasised(published, title) or _venue(blocks[2] if published else "")
            venue = None if any(True for _ in find_identifiers(place)) else first_venue(place)
    date = find_date(info.get("year", ""), year_alone=True) or _last_year(plain_text(spans))
    return Record(
        line,
        tidy_title(title).removesuffix("."),
        _names(entry, spans),
        authors,
        entry.date or (date[0] if date else None),
        venue or None,
        links=tuple((link.label, link.url) for link in entry.links),
    )


def part_authors(text: str) -> tuple[str, ...]:
    """The authors of a reference, ``A. Invented, B. Madeup, and C. Other``; those that "et al." hides are not there."""
    if known := find_authors(text):
        return known
    names = [name.strip(" ,;") for name in _AND.split(_ET_AL.sub("", text.strip().removesuffix(".")))]
    return tuple(name for name in names if name and not name.isdigit())


def _block(spans: Inline) -> str:
    return " ".join(plain_text(spans).split())


def _venue(text: str) -> str:
    """The name in front of volume, pages, publisher and year of what a reference says of its place."""
    return _BEHIND_VENUE.split(re.sub(r"\AIn:?\s+", "", text.strip(" .,"), count=1), maxsplit=1)[0].strip(" .,")


def _emphasised(spans: Inline, title: str) -> str:
    """The first run in italics that is no title and no "et al.": the journal or the proceedings."""
    for span in spans:
        words = " ".join(span.text.split()).strip(" .,")
        if span.mark == "emphasis" and words and _ET_AL.sub("", words) and tidy_title(words) != tidy_title(title):
            known = any(True for _ in find_identifiers(words))
            return "" if known or _PREPRINT.search(words) else words
    return ""


def _last_year(text: str) -> tuple[str, object] | None:
    if month := _NUMBERED_MONTH.search(text[-200:]):  # IEEEtran: "pp. 1--2, 11 2018"
        return f"{month[2]}-{int(month[1]):02}", None
    years = re.findall(r"(?<![\d.:/-])(?:19|20)\d\d(?![\d./-]\d)(?!\d)", text[-2000:])
    return (years[-1], None) if years else None


def _names(entry: ListEntry, spans: Inline) -> tuple[str, ...]:
    """What names the paper: the identifiers that were read; a number without ``arXiv:`` counts in a reference."""
    bare = () if entry.arxiv else (found.identifier for found in find_identifiers(plain_text(spans), bare=True))
    return tuple(
        i.raw if isinstance(i, MalformedIdentifier) else _spelt(i.scheme, str(i), i.version)
        for i in (*bare, *entry.identifiers)
    )


def _spelt(scheme: str, name: str, version: int | None) -> str:
    return name.removeprefix("url:") if scheme == "url" else f"{name}v{version}" if version else name


def _info(text: str) -> dict[str, str]:
    partners = brace_partners(text)
    found: dict[str, str] = {}
    for match in _INFO.finditer(text):
        stop = partners.get(match.end())
        if stop is not None:
            found.setdefault(match[1], to_text(text[match.end() + 1 : stop]))
    return found


def _people(text: str) -> Iterator[str]:
    partners = brace_partners(text)
    for match in _PERSON.finditer(text):
        stop = partners.get(match.end())
        if stop is not None:
            yield to_text(_REVTEX.sub("", text[match.end() + 1 : stop]).replace("~", " ")).strip(" ,")


# -- biber -----------------------------------------------------------------------------------------------------------

_ENTRY = re.compile(r"^[ \t]*\\entry\{([^{}\n]*)\}\{([^{}\n]*)\}", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*\\(?:field|strng)\{(\w+)\}(?=\{)", re.MULTILINE)
_VERB = re.compile(r"^[ \t]*\\verb\{(\w+)\}\s*\n[ \t]*\\verb[ \t]+([^\n]*)", re.MULTILINE)
_NEXT_FIELD = re.compile(r"^[ \t]*\\(?:list|field|strng|name)\{", re.MULTILINE)
_GIVEN = re.compile(r"\b(family|given|prefix|suffix)=(?=\{)")
_OLD_NAME = re.compile(r"\{\{[^{}\n]*\}(?=\{)")


def is_biber(text: str) -> bool:
    """Whether a text is what biber writes."""
    return bool(_ENTRY.search(text))


def biber_records(text: str) -> Iterator[Record]:
    """The entries of a ``.bbl`` of biber, each once, in order."""
    found = list(_ENTRY.finditer(text))
    seen: set[str] = set()
    line, end = 1, 0
    for number, match in enumerate(found):
        line += text.count("\n", end, match.end())
        end = match.end()
        if match[1] in seen:
            continue
        seen.add(match[1])
        stop = found[number + 1].start() if number + 1 < len(found) else len(text)
        yield _record(line, text[match.end() : stop])


def _record(line: int, text: str) -> Record:
    partners = brace_partners(text)
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(text):
        stop = partners.get(match.end())
        if stop is not None:
            fields.setdefault(match[1], text[match.end() + 1 : stop])
    verbs = {match[1]: to_url(match[2]) for match in _VERB.finditer(text)}
    words = {name: to_text(value) for name, value in fields.items() if name in _WORDS}
    title = ": ".join(part for part in (words.get("title", ""), words.get("subtitle", "")) if part)
    return Record(
        line,
        title,
        tuple(dict.fromkeys(_biber_names(verbs, fields))),
        tuple(_biber_authors(text, partners)),
        _date(words),
        words.get("journaltitle") or words.get("booktitle") or words.get("eventtitle"),
        words.get("note") or words.get("annotation"),
        words.get("abstract"),
        (("url", verbs["url"]),) if "url" in verbs else (),
    )


_WORDS = frozenset(
    {"title", "subtitle", "journaltitle", "booktitle", "eventtitle", "note", "annotation", "abstract"}
    | {"year", "month", "day"}
)


def _biber_names(verbs: dict[str, str], fields: dict[str, str]) -> Iterator[str]:
    kind = fields.get("eprinttype", "arxiv").casefold()
    eprint = verbs.get("eprint") or fields.get("eprint")
    if eprint and kind == "arxiv":
        yield eprint if eprint.casefold().startswith(("arxiv", "http")) else f"arXiv:{eprint}"
    for name in ("journaltitle", "howpublished", "note", "number", "volume", "series"):
        for found in find_identifiers(fields.get(name, "")):
            yield fields[name][found.start : found.end]
    doi = verbs.get("doi") or fields.get("doi")
    if doi:
        yield doi if doi.startswith("http") else f"doi:{doi.removeprefix('doi:')}"
    if "url" in verbs:
        yield verbs["url"]


def _biber_authors(text: str, partners: dict[int, int]) -> Iterator[str]:
    start = text.find("\\name{author}")
    start = start if start >= 0 else text.find("\\name{editor}")
    if start < 0:
        return
    following = _NEXT_FIELD.search(text, start + 1)
    stop = following.start() if following else len(text)
    person: dict[str, str] = {}
    for match in _GIVEN.finditer(text, start, stop):
        closed = partners.get(match.end())
        if closed is None:
            continue
        if match[1] in person:
            yield _person(person)
            person = {}
        person[match[1]] = to_text(text[match.end() + 1 : closed])
    if person:
        yield _person(person)
        return
    for match in _OLD_NAME.finditer(text, start, stop):
        parts = re.findall(r"\{((?:[^{}]|\{[^{}]*\})*)\}", text[match.end() : min(match.end() + 500, stop)])
        if len(parts) > 2:
            yield _person({"family": to_text(parts[0]), "given": to_text(parts[2])})


def _person(person: dict[str, str]) -> str:
    return " ".join(person[part] for part in ("given", "prefix", "family", "suffix") if person.get(part))


def _date(words: dict[str, str]) -> str | None:
    year, month, day = (words.get(part, "") for part in ("year", "month", "day"))
    if not re.fullmatch(r"\d{4}", year):
        return None
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        return year
    date = f"{year}-{int(month):02}"
    return f"{date}-{int(day):02}" if day.isdecimal() and 1 <= int(day) <= 31 else date
