r"""BibTeX and BibLaTeX to an outline: every entry is a record.

bibtexparser's splitter parts the file: it keeps lines, knows braces, quotes and both kinds of brackets, and a broken
entry ends where the next begins. Values are read here, as BibTeX reads them: ``{...}``, ``"..."``, numbers and macros
(``@string``, months), joined by ``#``. TeX becomes Unicode and the braces that protect capitals go.

The topics of an entry are, the first of these that there is:

* a comment that stands above it, until the next: ``% Topic: A / B``, ``%% Name`` or ``% --- Name ---``
  (``% Reading list: X`` ends a topic, and the first names the list: this is how paperdex's own export is written);
* JabRef's ``groups``, or ``mendeley-groups``, below the groups that its ``grouping`` comment puts them in;
* the first of the ``keywords``, where these group the entries.

An entry in several groups is a record under each, as in any other list. Of an entry that can't be parsed the lines that
can be read are kept. Not read: ``@preamble``, ``@set``, ``@xdata``, and BibTeX-controlling entries.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from paperdex.core.entries import ListEntry
from paperdex.core.names import parse_name
from paperdex.core.text import clean_text, decode_tex
from paperdex.lists.entry.records import read_record
from paperdex.lists.outline import Block, Cut, Outline, Record
from paperdex.lists.packed import Blocks, unpacked
from paperdex.lists.syntax.bib_spans import quiet_splitter
from paperdex.lists.syntax.bibtex_mending import with_commas
from paperdex.lists.syntax.references import (
    LONGEST_VALUE,
    arxiv_number,
    cut_value,
    first_keyword,
    iso_date,
    keywords_group,
    own_note,
    paper_names,
    topic_path,
    venue,
)

if TYPE_CHECKING:
    from bibtexparser.model import Block as Part
    from bibtexparser.model import Entry

Topic = tuple[str, ...]
Fields = dict[str, str]
"""Values by the name of their field in small letters; still TeX, without what delimits them."""

_NO_PAPERS = frozenset({"set", "xdata", "control", "ieeetranbstctl"})
_DEEPEST = 50
_VALUE_SIGN = re.compile(r"[{}\"#]|\\.", re.DOTALL)
_LONGEST_JOINED = 10 * LONGEST_VALUE
_LONGEST_MACRO = 1000
_CUT_FIELDS = frozenset(
    {
        *("title", "subtitle", "author", "editor", "journal", "journaltitle", "booktitle", "eventtitle", "school"),
        *("institution", "note", "annote", "annotation", "abstract", "keywords", "keyword", "groups"),
        "mendeley-groups",
    }
)
"""The fields whose words are read, of which very long ones are read in part."""
_AND = re.compile(r"[{}]|\\.| and(?= )", re.IGNORECASE)

_LIST = re.compile(r"%+\s*Reading list:\s*(.*)\Z")
_TOPIC = re.compile(r"%+\s*Topic:\s*(.*)\Z", re.IGNORECASE)
_SECTION = re.compile(r"%%+\s*([^\s%].*)\Z|%+\s*[-=*#~_]{2,}\s*([^\s=*#~_-].*?)\s*[-=*#~_]{2,}[%\s]*\Z")
_FILE_TALK = re.compile(r"://|\.\s*\Z|^(?:Created for|Saved with|This |Encoding|Local Variables|mode:|End:)", re.I)
_LONGEST_SECTION = 100
_JABREF_GROUP = re.compile(r"\s*([0-9]{1,2})\s+[A-Za-z]+Group:((?:[^;\\]|\\\\[^;]|\\[^;\\])*)")

_BROKEN_ENTRY = re.compile(r"@([A-Za-z]+)[ \t]*[{(][ \t]*([^\s,{}()=]*)[ \t]*,")
_BROKEN_FIELD = re.compile(
    r"(?:^|,)[ \t]*([A-Za-z][\w-]*)[ \t]*=[ \t]*(\S[^\n]*?)[ \t]*(?=,[ \t]*[A-Za-z][\w-]*[ \t]*=|,?[ \t]*$)",
    re.MULTILINE,
)
_BLOCK_START = re.compile(r"\n(?=[ \t]*+@\w*+[ \t]*+[{(])")
_PART = 64 * 1024
"""A part of a file that is split at once has at least so many characters."""
_CROSSREF = re.compile("crossref", re.IGNORECASE)
_URL_MACRO = re.compile(r"\\(?:url|path|nolinkurl|href)[ \t]*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([%&#_~{}])|\{?\\textasciitilde(?:\{\}|\})?")


def read(text: str) -> Outline:
    """The outline of a BibTeX or BibLaTeX file; never raises. Time is linear in its size."""
    reader = _Reader()
    blocks = Blocks(len(text))
    entries: Iterable[_Entry] = reader.read(text)
    parents: dict[str, Fields] = {}
    used: set[str] = set()
    if _CROSSREF.search(text):  # else no entry needs another, and each is let go once it is a draft
        entries = list(entries)
        parents = {entry.key.casefold(): entry.fields for entry in entries if entry.key}
        used = {parent for entry in entries if (parent := _parent(entry))}
    drafts = deque(
        (blocks.kept(reader.record(entry, parents.get(_parent(entry), {}))), _Grouping.of(entry))
        for entry in entries
        if entry.key.casefold() not in used or "proceedings" not in entry.kind
    )
    blocks.extend(reader.under_topics(drafts))
    return Outline(tuple(blocks), reader.title, tuple(reader.cuts))


def _parent(entry: _Entry) -> str:
    """The key of the entry that this one takes from what it lacks; ``""`` for most."""
    return entry.fields.get("crossref", "").casefold()


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    kind: str
    key: str
    fields: Fields
    topic: Topic


class _Grouping(NamedTuple):
    """What tells the topics of an entry, once all of the file is known."""

    topic: Topic
    keywords: str
    groups: str

    @classmethod
    def of(cls, entry: _Entry) -> _Grouping:
        """What an entry says of its topics."""
        keywords = _text(entry.fields, "keywords") or _text(entry.fields, "keyword") or ""
        groups = _text(entry.fields, "groups") or (_text(entry.fields, "mendeley-groups") or "").replace("/", " / ")
        return cls(entry.topic, keywords, groups)


@dataclass(slots=True)
class _Reader:
    """What stands between the entries: macros, the topic of the moment, and the tree of groups."""

    title: str | None = None
    macros: Fields = field(default_factory=dict)
    topic: Topic = ()
    topics: dict[str, Topic] = field(default_factory=dict)
    """The topics of ``% Topic:`` comments, by the keyword that the export writes for each."""
    groups: dict[str, Topic] = field(default_factory=dict)
    by_keyword: bool = False
    """Whether the first keywords of the entries are their topics."""
    cuts: list[Cut] = field(default_factory=list)

    def read(self, text: str) -> Iterator[_Entry]:
        """The entries in the order of the file."""
        from bibtexparser import model

        for first_line, block in _blocks(text):
            line = first_line + (block.start_line or 0)
            if isinstance(block, model.ParsingFailedBlock) and isinstance(
                block.ignore_error_block, model.Entry | model.String
            ):
                block = block.ignore_error_block
            if isinstance(block, model.Entry):
                if block.entry_type not in _NO_PAPERS:
                    yield self._entry(line, block)
            elif isinstance(block, model.String):
                value = self._value(block.value)
                self.macros[block.key.casefold()] = value[:_LONGEST_MACRO]
                if len(value) > _LONGEST_MACRO:
                    self.cuts.append(cut_value(line, block.key, _LONGEST_MACRO))
            elif isinstance(block, model.ExplicitComment):
                self._read_grouping(block.comment)
            elif isinstance(block, model.ImplicitComment):
                for comment in block.comment.splitlines():
                    self._read_comment(comment.strip())
            elif isinstance(block, model.ParsingFailedBlock):
                yield from self._broken(line, block.raw or "")

    def _entry(self, line: int, entry: Entry) -> _Entry:
        fields: Fields = {}
        for each in entry.fields:
            fields.setdefault(each.key.casefold(), self._value(str(each.value)))
        self._tell_cuts(line, fields)
        return _Entry(line, entry.entry_type, entry.key, fields, self.topic)

    def _broken(self, line: int, raw: str) -> Iterator[_Entry]:
        """What can be read of a block that is none: the fields that begin a line, of each entry in it."""
        starts = [*_BROKEN_ENTRY.finditer(raw)]
        ends = [*(start.start() for start in starts[1:]), len(raw)] if starts else []
        counted = 0
        for start, end in zip(starts, ends, strict=True):
            line += raw.count("\n", counted, start.start())
            counted = start.start()
            fields: Fields = {}
            for found in _BROKEN_FIELD.finditer(raw, start.end() - 1, end):
                fields.setdefault(found[1].casefold(), self._value(found[2].rstrip(" \t,")))
            if fields and start[1].casefold() not in _NO_PAPERS | {"string", "comment", "preamble"}:
                self._tell_cuts(line, fields)
                yield _Entry(line, start[1].casefold(), start[2], fields, self.topic)

    def _tell_cuts(self, line: int, fields: Fields) -> None:
        for name in _CUT_FIELDS & fields.keys():
            most = 2 * LONGEST_VALUE if name in {"author", "editor"} else LONGEST_VALUE
            if len(fields[name]) > most:
                self.cuts.append(cut_value(line, name, most))

    def _value(self, source: str) -> str:
        """A value without what delimits it, its parts joined and its macros put in; an unknown macro is its name."""
        if "#" not in source:
            return self._part(source)
        parts: list[str] = []
        start = depth = 0
        quoted = False
        for sign in _VALUE_SIGN.finditer(source, 0, _LONGEST_JOINED):
            if sign[0] == '"':
                quoted ^= not depth
            elif sign[0] == "#":
                if not depth and not quoted:
                    parts.append(source[start : sign.start()])
                    start = sign.end()
            elif sign[0] in "{}":
                depth = max(0, depth + (1 if sign[0] == "{" else -1))
        parts.append(source[start:])
        joined = "".join(self._part(part.strip()) for part in parts)
        # Macros may be made of macros, each twice as long as the last.
        return joined[: len(source) + _LONGEST_MACRO]

    def _part(self, part: str) -> str:
        if part[:1] in ("{", '"'):
            return part[1:].removesuffix("}" if part[0] == "{" else '"')
        return self.macros.get(part.casefold(), part)

    def _read_comment(self, comment: str) -> None:
        if found := _LIST.match(comment):
            self.title = self.title or clean_text(found[1]) or None
            self.topic = ()
        elif found := _TOPIC.match(comment):
            self.topic = topic_path(found[1])
            self.topics.setdefault(_as_keyword(self.topic), self.topic)
        elif found := _SECTION.match(comment[: 2 * _LONGEST_SECTION]):
            name = clean_text(found[1] or found[2]).strip(" %=-*#~_")
            if name and len(name) <= _LONGEST_SECTION and not _FILE_TALK.search(name):
                self.topic = (name,)

    def _read_grouping(self, comment: str) -> None:
        """JabRef's tree of groups: a line a group, its depth before it."""
        if not comment.startswith("jabref-meta: grouping:"):
            return
        path: list[str] = []
        for line in comment.splitlines()[1:]:
            if (found := _JABREF_GROUP.match(line)) and (depth := int(found[1])):
                name = clean_text(found[2].replace("\\", ""))
                path[depth - 1 :] = [name]
                self.groups.setdefault(name, tuple(path))

    def _topics(self, grouping: _Grouping) -> tuple[Topic, ...]:
        """The topics of an entry: that of the comment above it, else its groups, else its first keyword."""
        above, keywords, groups = grouping
        if above:
            # paperdex writes a work of several topics once, and names all of them in its keywords.
            named = (self.topics.get(_as_keyword((word,))) for word in keywords.split(","))
            others = [topic for topic in named if topic] if self.topics.get(_as_keyword(above)) else []
            return tuple(dict.fromkeys([above, *others]))
        names = [name for part in re.split("[,;]", groups) if (name := part.strip())]
        if names:
            return tuple(dict.fromkeys(self.groups.get(name) or topic_path(name) for name in names))
        return (first_keyword(keywords) if self.by_keyword else (),)

    def under_topics(self, drafts: deque[tuple[Block, _Grouping]]) -> Iterator[Record]:
        """The records in order, each under all of its topics; the drafts are used up."""
        lone = (first_keyword(each.keywords) for _, each in drafts if not (each.topic or each.groups))
        self.by_keyword = keywords_group(lone)
        while drafts:
            draft, grouping = drafts.popleft()
            record = unpacked(draft)
            if isinstance(record, Record) and (record.title or record.names):
                yield from (replace(record, topic=topic) for topic in self._topics(grouping))

    @staticmethod
    def record(entry: _Entry, parent: Fields) -> Record:
        """The entry as a record, still without a topic; what it lacks is that of its ``crossref``."""
        fields = entry.fields
        return Record(
            line=entry.line,
            title=_title(fields),
            names=_names(entry),
            authors=_authors(fields.get("author") or fields.get("editor") or ""),
            date=_date(fields) or _date(parent),
            venue=venue(
                *(_text(fields, name) for name in ("journal", "journaltitle", "booktitle", "eventtitle")),
                *(_text(parent, name) for name in ("booktitle", "title")),
                *(_text(fields, name) for name in ("school", "institution")),
            ),
            note=_note(fields),
            abstract=_text(fields, "abstract"),
            links=_links(fields),
        )


def read_keyed(text: str) -> Iterator[tuple[str, ListEntry]]:
    """The key of each entry of a file, and the entry as one of a list."""
    reader = _Reader()
    for entry in reader.read(text):
        yield entry.key, read_record(reader.record(entry, {}), ())


def read_authors(value: str) -> tuple[str, ...]:
    """The names of an ``author`` field, without what delimits it, in their natural order."""
    return _authors(value)


def _blocks(text: str) -> Iterator[tuple[int, Part]]:
    """The blocks of a file in order, each with the line that its own first line is counted from."""
    for line, part in _parts(text):
        # A line that ends with a backslash isn't counted; to TeX a blank behind that is the same.
        yield from ((line, block) for block in quiet_splitter(with_commas(part).replace("\\\n", "\\ \n")))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts that hold whole blocks, each with its first line.

    The splitter ends whatever is open where a line begins with ``@name{``, so that a file can be cut there. It keeps
    all that it has read, several times the size of the text: of a part that is little.
    """
    line, start = 1, 0
    while start < len(text):
        found = _BLOCK_START.search(text, start + _PART)
        end = found.end() if found else len(text)
        yield line, text[start:end]
        line += text.count("\n", start, end)
        start = end


def _text(fields: Fields, name: str) -> str | None:
    """A field as plain Unicode text; ``None`` where it is missing or empty."""
    value = fields.get(name, "")[:LONGEST_VALUE]
    if not value:
        return None
    value = value.replace(r"\textbraceleft", r"\{").replace(r"\textbraceright", r"\}")
    return (decode_tex(value) if _depth(value) <= _DEEPEST else clean_text(re.sub(r"[{}]", "", value))) or None


def _depth(value: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _verbatim(fields: Fields, name: str) -> str:
    """A field that is an identifier or address: as written, without TeX's escapes and wrapping."""
    if not fields.get(name):
        return ""
    value = _URL_MACRO.sub(r"\1", fields.get(name, "")[:LONGEST_VALUE])
    return clean_text(_ESCAPED.sub(lambda sign: sign[1] or "~", value)).strip("{} ")


def _title(fields: Fields) -> str:
    parts = (_text(fields, "title"), _text(fields, "subtitle"))
    return ": ".join(part for part in parts if part)


def _names(entry: _Entry) -> tuple[str, ...]:
    """Every place where an identifier of the paper may stand, the surest first."""
    get: Callable[[str], str] = lambda name: _verbatim(entry.fields, name)  # noqa: E731
    archive = get("archiveprefix") or get("eprinttype")
    eprint = arxiv_number(get("eprint"), archive, get("primaryclass") or get("eprintclass"))
    numbers = [eprint, *(arxiv_number(get(name), "arXiv") for name in ("arxiv", "arxivid", "arxiv_id"))]
    journal = " ".join(get(name) for name in ("journal", "journaltitle", "volume", "number"))
    places = [journal, *(get(name) for name in ("number", "eid", "pages", "series", "howpublished", "publisher"))]
    return paper_names(
        numbers=[number for number in numbers if number],
        dois=[doi for doi in [get("doi")] if doi],
        places=places,
        urls=[*_urls(entry.fields.get("url", "")), *_urls(entry.fields.get("howpublished", ""))],
        notes=[get(name) for name in ("note", "annote", "annotation", "addendum", "comment", *_RECORD_PAGES)],
        key=entry.key,
    )


_RECORD_PAGES = ("biburl", "bibsource", "adsurl", "timestamp")
"""Fields of pages about the record, which may still carry the paper's number."""
_NO_LINKS = frozenset({"doi", "eprint", *_RECORD_PAGES})


def _urls(value: str) -> list[str]:
    """The address that a value is, or that it wraps in a macro."""
    url = _verbatim({"": value}, "")
    return [url] if re.match(r"https?://\S+\Z", url) else []


def _links(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Every address that is the whole of a field, called as the field is."""
    found = ((url, name) for name, value in fields.items() if name not in _NO_LINKS for url in _urls(value))
    return tuple((name, url) for url, name in dict(reversed([*found])).items())[::-1]


def _date(fields: Fields) -> str | None:
    if whole := iso_date(_verbatim(fields, "date")):
        return whole
    month = _verbatim(fields, "month")
    day = re.search(r"[0-9]+", month) if re.search(r"[a-z]", month, re.IGNORECASE) else None
    name = re.search(r"[A-Za-z]+", month)
    return iso_date(_verbatim(fields, "year"), name[0] if name else month, day[0] if day else _verbatim(fields, "day"))


def _note(fields: Fields) -> str | None:
    notes = (own_note(_text(fields, name)) for name in ("note", "annote", "annotation"))
    return "; ".join(dict.fromkeys(note for note in notes if note)) or None


def _authors(value: str) -> tuple[str, ...]:
    """The names in their natural order; they are parted by ``and`` outside braces, and ``others`` is none."""
    names: list[str] = []
    depth = start = 0
    value = " ".join(value[: 2 * LONGEST_VALUE].split())
    for found in _AND.finditer(value):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif not depth and found[0][0] != "\\":
            names.append(value[start : found.start()])
            start = found.end()
    return tuple(name for raw in (*names, value[start:]) if (name := _name(raw.strip())))


def _name(raw: str) -> str | None:
    text = _text({"": raw}, "") or ""
    if text.casefold() in {"", "others", "et al.", "et al"}:
        return None
    return text if raw[:1] == "{" and raw[-1:] == "}" and raw.count("{") == 1 else parse_name(text).name


def _as_keyword(topic: Topic) -> str:
    """How paperdex's export writes a topic among keywords, which commas part; case and blanks don't count."""
    return " ".join(" / ".join(topic).replace(",", " ").split()).casefold()
