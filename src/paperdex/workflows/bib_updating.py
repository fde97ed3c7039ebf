"""Keeping a hand-kept ``.bib`` file in step with the library: a pure function from two texts to one.

The second text is what the export would write. An entry of the file that is one of its works, as
:mod:`paperdex.workflows.bib_matching` has it, gets the values that differ in meaning, each in its own place; works that
the file does not have are added at its end. Every other character of the file stays.

Changed are only fields that the entry has, and those it can't be cited without: title, author, a date and the eprint
fields. A field that was deleted otherwise stays away. Never changed are

* ``note``, ``annote``, ``addendum``, ``abstract``, ``howpublished`` and any field that paperdex does not write; of
  ``keywords`` none is taken away, and missing topics are added;
* a type other than ``misc``, ``online`` and their like; these become the type of a paper that came out;
* ``and others`` behind the names that the library has: it may have them from a list that names no more;
* a value made of the file's own macros (``journal = jmlr``, ``"a" # b``);
* a DOI that isn't arXiv's, by arXiv's; a link to another site; a number in another archive;
* date, journal and pages of an entry that was turned into another type than paperdex writes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from paperdex.core.identifiers import Identifier, parse_identifier
from paperdex.core.names import parse_name
from paperdex.core.text import clean_text, decode_runs, decode_tex
from paperdex.exports.unicode_math import spell_title
from paperdex.lists.bibtex import read_authors
from paperdex.lists.syntax.bib_spans import EntrySpan, find_entries
from paperdex.lists.syntax.references import arxiv_number
from paperdex.workflows.bib_matching import Known, Works, know_none

_YOURS = frozenset({"note", "annote", "annotation", "addendum", "abstract", "howpublished", "key", "file"})
"""Fields in which people write themselves."""
_ALIASES = (
    {"year", "date"},
    {"journal", "journaltitle"},
    {"archiveprefix", "eprinttype"},
    {"primaryclass", "eprintclass"},
)
"""Fields that BibTeX and biblatex call otherwise; an entry that has one has no need of the other."""
_NEEDED = frozenset({"title", "author", "year", "date", "eprint", "archiveprefix", "eprinttype"})
_EPRINT = frozenset({"eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass"})
_PUBLISHED = frozenset({"journal", "journaltitle", "booktitle", "volume", "number", "pages", "publisher", "series"})
_DATES = frozenset({"year", "month", "day", "date"})
_PREPRINTS = frozenset({"misc", "online", "unpublished", "techreport", "report"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Updated:
    """What became of a file."""

    text: str = ""
    broken: tuple[int, str] | None = None
    """Line and reason of what can't be read; the text is as it was then."""
    refreshed: int = 0
    """Entries of which a value changed."""
    same: int = 0
    """Entries of the library's works that were in step."""
    added: int = 0
    keys: set[str] = field(default_factory=set)
    """The export's keys of works that are called so in the file now."""
    written: set[str] = field(default_factory=set)
    """The export's keys of works of which something was written."""
    other_keys: int = 0
    """Works that the file calls by another key than the library."""
    doubles: list[str] = field(default_factory=list)
    """Entries of a work that another entry of the file is too."""
    left_alone: list[str] = field(default_factory=list)
    """Entries of the library's works with a field that BibTeX does not read, each with its line."""
    not_added: list[str] = field(default_factory=list)
    """Works whose key another entry of the file has, each with its reason."""


def update_bib(old: str, fresh: str, known: Known = know_none) -> Updated:
    """Return the file brought into step; to do it twice is to do it once.

    ``known`` says which works entries are that have neither arXiv number nor DOI of one.
    """
    theirs = find_entries(old)
    if not theirs.entries and not theirs.broken:
        theirs = replace(theirs, broken=_other_text(old))
    if theirs.broken:
        return Updated(old, broken=theirs.broken)
    updated = Updated()
    works = Works(fresh, find_entries(fresh).entries, old, known)
    edits: list[tuple[int, int, str]] = []
    found: dict[int, EntrySpan] = {}
    for entry in theirs.entries:
        ours = works.of(entry)
        if ours is None:
            continue
        if (first := found.setdefault(ours.start, entry)) is not entry:
            updated.doubles.append(f"line {entry.line}: {entry.key} is the work of {first.key}, line {first.line}")
        if not entry.is_sound:
            updated.left_alone.append(f"line {entry.line}: {entry.key}")
            continue
        changes = list(_changes(old, entry, ours))
        edits += changes
        updated.refreshed += bool(changes)
        updated.same += not changes
        updated.written |= {ours.key} if changes else set()
        if entry.key.casefold() == ours.key.casefold():
            updated.keys.add(ours.key)
        else:
            updated.other_keys += 1
    keys = {entry.key.casefold(): entry for entry in theirs.entries}
    if not old.strip():
        whole = {entry.key for entry in works.entries}
        return Updated(fresh.replace("\n", _line_end(old)), added=len(whole), keys=whole, written=whole)
    new = _New(fresh)
    for ours in works.entries:
        if ours.start in found:
            new.skip(ours)
        elif ours.key.casefold() in keys:
            other = keys[ours.key.casefold()]
            title = works.title_of(other)
            updated.not_added.append(
                f"{ours.key}: line {other.line} has another work by this key" + (f", {title!r}" if title else "")
            )
            new.skip(ours)
        else:
            new.add(ours)
            updated.added += 1
            updated.keys.add(ours.key)
            updated.written.add(ours.key)
    updated.text = _with(old, edits, new.text)
    return updated


def _other_text(text: str) -> tuple[int, str] | None:
    """Where a text without entries shows that it is no BibTeX: it has neither comments nor macros only."""
    if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        return None
    found = re.search(r"^\s*[^%\s\ufeff]", text, re.MULTILINE)
    return (text.count("\n", 0, found.end()) + 1, "this is no BibTeX") if found else None


def _line_end(text: str) -> str:
    """What most lines end in."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def _with(old: str, edits: list[tuple[int, int, str]], added: str) -> str:
    line_end = _line_end(old)
    pieces = []
    place = 0
    for start, end, text in sorted(edits):
        pieces += [old[place:start], text.replace("\n", line_end)]
        place = end
    pieces.append(old[place:])
    if added:
        ending = "" if not old.strip() else "\n" if old.endswith("\n") else "\n\n"
        pieces.append(f"{ending}{added.rstrip()}\n".replace("\n", line_end))
    return "".join(pieces)


@dataclass(slots=True)
class _New:
    """The entries to be added, each below the comments that tell its list and topic."""

    fresh: str
    text: str = ""
    _place: int = 0
    _headings: dict[str, str] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    def skip(self, entry: EntrySpan) -> None:
        """Pass an entry by; what stands above it counts for the next."""
        for line in self.fresh[self._place : entry.start].splitlines():
            name, colon, _ = line.partition(":")
            if name == "% Reading list":
                self._headings = {}
            if colon and name.startswith("%"):
                self._headings[name] = line
        self._place = entry.end

    def add(self, entry: EntrySpan) -> None:
        """Take an entry, and the comments above it where they are others than those above the last."""
        self.skip(entry)
        changed = self._headings != self._written
        lists = "% Reading list"
        new_list = self._headings.get(lists) != self._written.get(lists)
        for name, line in self._headings.items() if changed else ():
            if name != lists or new_list:
                self.text += f"{line}\n\n"
        self._written = dict(self._headings)
        self.text += f"{self.fresh[entry.start : entry.end]}\n\n"


def _changes(text: str, entry: EntrySpan, ours: EntrySpan) -> Iterator[tuple[int, int, str]]:
    """What is to be put in place of what in the file."""
    is_published = ours.kind not in _PREPRINTS
    is_yours = entry.kind != ours.kind and entry.kind not in _PREPRINTS
    turned = entry.kind in _PREPRINTS and is_published
    if turned:
        yield entry.kind_start, entry.kind_start + len(entry.kind), ours.kind
        for before, state in itertools.pairwise(entry.fields):
            is_stale = state.name == "pubstate" and _plain(state.value) == "prepublished" and not ours.get("pubstate")
            if is_stale and re.fullmatch(r"\s*,\s*", text[before.end : state.begin]):
                yield before.end, state.end, ""
    missing = []
    archive = entry.get("archiveprefix") or entry.get("eprinttype")
    is_elsewhere = archive is not None and _is_foreign(archive.value)
    for fresh in ours.fields:
        if is_elsewhere and fresh.name in _EPRINT:
            continue
        if is_yours and fresh.name in _DATES | _PUBLISHED:
            continue
        stored = entry.get(fresh.name)
        if stored is None:
            alias = next((names for names in _ALIASES if fresh.name in names), {fresh.name})
            wanted = fresh.name in _NEEDED or (turned and fresh.name in _PUBLISHED)
            if wanted and not any(entry.get(name) for name in alias):
                missing.append(f"{fresh.written} = {fresh.value}")
        elif fresh.name == "keywords":
            if joined := _joined_keywords(stored.value, fresh.value):
                yield stored.start, stored.end, joined
        elif fresh.name not in _YOURS and _is_plain(stored.value) and _differs(fresh.name, stored.value, fresh.value):
            yield stored.start, stored.end, fresh.value
    if missing:
        yield _insertion(text, entry, missing)


def _insertion(text: str, entry: EntrySpan, fields: list[str]) -> tuple[int, int, str]:
    """Fields behind the last one of an entry, indented as that is."""
    if not entry.fields:
        head = re.compile(r"@\w*\s*[{(]\s*").match(text, entry.start)
        place = (head.end() if head else entry.start) + len(entry.key)
        comma = re.compile(r"\s*,").match(text, place)
        place = comma.end() if comma else place
        return place, place, ("" if comma else ",") + "".join(f"\n  {each}," for each in fields)
    last = entry.fields[-1]
    line = text.rfind("\n", 0, last.start) + 1
    indent = re.compile(r"[ \t]*").match(text, line)
    blank = f"\n{indent[0] if indent else '  '}" if line > entry.start else " "
    return last.end, last.end, "".join(f",{blank}{each}" for each in fields)


def _is_plain(value: str) -> bool:
    """Whether a value is one text, a number or a month, and none of the file's own macros is in it."""
    if value[:1] == "{":
        return _whole_group(value)
    if value[:1] == '"':
        return value.count('"') == 2 and value[-1] == '"'
    return not value or value.isdigit() or value.casefold() in _MONTHS


def _whole_group(value: str) -> bool:
    depth = 0
    for sign in re.finditer(r"[{}]", value):
        depth += 1 if sign[0] == "{" else -1
        if not depth:
            return sign.end() == len(value)
    return False


def _verbatim(value: str) -> str:
    return clean_text(re.sub(r"\\([%&#_~])", r"\1", _inner(value))).strip("{} ")


def _inner(value: str) -> str:
    return value[1:-1] if value[:1] in {"{", '"'} else value


def _differs(name: str, theirs: str, ours: str) -> bool:
    """Whether two values mean something else; spelling, capitals, braces and line breaks don't count."""
    if theirs == ours:
        return False
    if name == "doi":
        return _doi(theirs) != _doi(ours) and (not _is_foreign(theirs) or not _is_arxiv(ours))
    if name == "url":
        return _address(theirs) != _address(ours) and not _is_foreign(theirs)
    if name == "eprint":
        return not _same_number(_verbatim(theirs), _verbatim(ours))
    if name == "month":
        return _month(theirs) != _month(ours)
    if name in {"author", "editor"}:
        (their_names, has_others), (our_names, have_others) = _people(theirs), _people(ours)
        return their_names != our_names or (have_others and not has_others)
    if name == "pages":
        return re.findall(r"\w+", _inner(theirs)) != re.findall(r"\w+", _inner(ours))
    if name == "title" and "$" in theirs + ours:
        return _spelled(theirs) != _spelled(ours)
    return _plain(theirs).casefold() != _plain(ours).casefold()


_SIGNS = str.maketrans("“”‘’–—ϕϵ", "\"\"''--φε")


def _plain(value: str) -> str:
    return decode_tex(_inner(value)).translate(_SIGNS)


def _spelled(title: str) -> str:
    """A title with its math in characters, in whatever commands it is written and with whatever blanks."""
    runs = ((run, spell_title(f"${run.text}$") if run.math else run.text) for run in decode_runs(_inner(title)))
    return "".join("".join(text.split()) if run.math else text for run, text in runs).translate(_SIGNS).casefold()


def _is_foreign(value: str) -> bool:
    return bool(_verbatim(value)) and not _is_arxiv(value)


def _is_arxiv(value: str) -> bool:
    return "arxiv" in value.casefold()


def _doi(value: str) -> str:
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", _verbatim(value).casefold())


def _address(value: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", _verbatim(value)).rstrip("/")


def _same_number(theirs: str, ours: str) -> bool:
    found, wanted = (parse_identifier(arxiv_number(each, "arXiv")) for each in (theirs, ours))
    return theirs == ours or (
        isinstance(found, Identifier) and isinstance(wanted, Identifier) and found.work == wanted.work
    )


def _month(value: str) -> str:
    text = _plain(value).strip().casefold()
    number = int(text) if text.isdigit() else 0
    return _MONTHS[number - 1] if 1 <= number <= 12 else text[:3]


def _people(value: str) -> tuple[list[str], bool]:
    names = [parse_name(name) for name in read_authors(_inner(value))]
    return [name.name for name in names], bool(re.search(r"\sand\s+others\s*\Z", _inner(value)))


def _joined_keywords(theirs: str, ours: str) -> str:
    """The keywords of an entry with the topics that are not among them yet; ``""`` when none is missing."""
    if not _is_plain(theirs):
        return ""
    known = {_plain(f"{{{word}}}").casefold() for word in re.split("[,;]", _inner(theirs))}
    missing = [
        word.strip()
        for word in _inner(ours).split(",")
        if _plain(f"{{{word}}}").casefold() not in known and word.strip()
    ]
    if not missing:
        return ""
    kept = _inner(theirs).rstrip().rstrip(",;")
    comma = "; " if ";" in kept and "," not in kept else ", "
    joined = comma.join([*([kept] if kept.strip() else []), *missing])
    return f"{theirs[:1] or '{'}{joined}{theirs[-1:] or '}'}" if theirs[:1] in {"{", '"'} else f"{{{joined}}}"
