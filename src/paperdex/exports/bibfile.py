"""What both formats of ``.bib`` files share: the walk over a bibliography, and values that are told about when changed.

A topic is a comment above its works and a keyword of each. In BibTeX it is a group in JabRef's tree, too, which stands
at the end. The groups are made of the keywords, whatever the headings are: a field ``groups`` would make biber warn of
a field that it does not know. BibLaTeX has no such tree, since biblatex2xml of bibutils takes the comment for a
reference (all measured).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.entries import Topic
from paperdex.core.text import clean_text, decode_tex
from paperdex.errors import UnknownName
from paperdex.exports.facts import Facts
from paperdex.exports.journal import Publication
from paperdex.exports.latex import (
    Spelling,
    encode_name,
    encode_text,
    encode_url,
    protect_case,
    transliterated,
    unsettable,
    without_spelling,
)
from paperdex.exports.options import ExportOptions, Loss
from paperdex.exports.works import Once, cited_doi, publication_of, remarks

Fields = Iterable[tuple[str, str]]
"""Names and values of an entry's fields in their order; each value is braced, or a bare macro."""

_UNPRINTED = frozenset({"note", "abstract"})
"""Fields that no classic style prints: what pdfLaTeX can't set does no harm there, and it is written as it is."""
_SHOWN = 24
"""Characters that are shown of what can't be set."""


def write_file(
    bibliography: Iterable[TopicGroup],
    entry: Callable[[str, BibliographyItem], tuple[str, Fields]],
    spelling: Spelling,
    *,
    groups: bool,
) -> Iterator[str]:
    """Yield the file, an entry or a comment at a time.

    ``entry`` gives the type and the fields for a key and an item; ``groups`` says whether JabRef's tree is written. A
    work of several topics is written once, under the first of them. No key is written twice, whatever the items say.
    Nothing is kept but the names of works, keys and topics.
    """
    once = Once()
    topics: dict[Topic, None] = {}
    list_title = None
    topic: Topic = ()
    lead = ""
    for group in bibliography:
        if group.topic and group.list_title is not None:
            topics[group.topic] = None
        is_begun = False
        for item in group.items:
            key = once.key_of(item)
            if key is None:
                continue
            if not is_begun:  # a topic whose works all stand above has no comment
                is_begun = True
                # What has no topic would be taken to stand under the topic above it.
                if group.list_title is not None and (group.list_title != list_title or (topic and not group.topic)):
                    list_title = group.list_title
                    yield f"{lead}% Reading list: {comment(list_title, spelling)}\n"
                    lead = "\n"
                topic = group.topic
                if topic:
                    yield f"{lead}% Topic: {comment(_path(topic), spelling)}\n"
                    lead = "\n"
            if group.list_title is None:
                topics.update(dict.fromkeys(filter(None, item.topics)))
            kind, fields = entry(key, item)
            lines = "".join([f"  {name} = {value},\n" for name, value in fields if value not in {"", "{}"}])
            yield f"{lead}@{kind}{{{key},\n{lines}}}\n"
            lead = "\n"
    if topics and groups:
        yield f"{lead}{_jabref_groups(topics, spelling)}"


@functools.lru_cache(maxsize=1024)
def comment(text: str, spelling: Spelling) -> str:
    """Text between entries, where an @ would begin one and a brace may not stand alone."""
    text = clean_text(text)
    if spelling.is_ascii:
        text = transliterated(text)
    return text.replace("@", "(at)").translate(str.maketrans("{}", "()"))


def _path(topic: Topic) -> str:
    return " / ".join(topic)


@functools.lru_cache(maxsize=4096)
def _keyword(topic: Topic, spelling: Spelling) -> str:
    # A comma parts keywords, in every reader.
    return encode_text(_path(topic).replace(",", " "), spelling)


@functools.lru_cache(maxsize=4096)
def keywords(topics: tuple[Topic, ...], spelling: Spelling) -> str:
    """The topics of a work as keywords."""
    return ", ".join(dict.fromkeys(_keyword(topic, spelling) for topic in topics if topic))


def _jabref_groups(topics: Iterable[Topic], spelling: Spelling) -> str:
    """The topics as JabRef's tree of groups: each holds the entries with its keyword, and those of the groups below.

    A topic with an @ is in no group.
    """
    lines = ["0 AllEntriesGroup:;"]
    known: set[Topic] = set()
    for topic in _tree(topics):
        for depth in range(1, len(topic) + 1):
            part = topic[:depth]
            keyword = _keyword(part, spelling)
            # BibTeX takes what stands behind an @ for an entry, in comments too.
            if part not in known and "@" not in keyword:
                known.add(part)
                name = comment(part[-1], spelling)
                group = ";".join([_quoted(name), "2", "keywords", _quoted(keyword), "1", "0", "1", "", "", "", ""])
                lines.append(f"{depth} KeywordGroup:{_quoted(group)};")
    return "@Comment{jabref-meta: grouping:\n" + "\n".join(lines) + "\n}\n"


def _tree(topics: Iterable[Topic]) -> list[Topic]:
    """The topics with every sub-topic behind its topic, else in the order in which they came."""
    places: dict[Topic, int] = {}
    for topic in topics:
        for depth in range(1, len(topic) + 1):
            places.setdefault(topic[:depth], len(places))
    return sorted(places, key=lambda topic: [places[topic[: depth + 1]] for depth in range(len(topic))])


def _quoted(text: str) -> str:
    return re.sub(r"([\\;])", r"\\\1", text)


_PLAIN = re.compile(r"[\w./:()<>;?=&%#~$^+,'|@!*\[\]-]*", re.ASCII)


def verbatim(text: str, *, ascii: bool = False) -> str:
    """An identifier or address as it is, but for what ends a field or a line: that is percent-encoded."""
    if _PLAIN.fullmatch(text):
        return text
    text = clean_text(text)
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    unsafe = r"\s\\" + ("{}" if depth else "") + ("\x80-\U0010ffff" if ascii else "")
    return re.sub(f"[{unsafe}]", lambda found: quote(found[0]), text)


def entry_type(options: ExportOptions, known: tuple[str, ...]) -> str:
    """The type of a preprint's entry, the first of those known if none is asked for; raises UnknownName."""
    wanted = (options.entry_type or known[0]).casefold().removeprefix("@")
    if wanted not in known:
        raise UnknownName("entry type", wanted, known, tip=f"Known: {', '.join(known)}.")
    return wanted


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one work's fields, in a spelling; what can't be written as it is, is told."""

    item: BibliographyItem
    facts: Facts
    options: ExportOptions
    spelling: Spelling

    def title(self) -> str:
        """The title, with the capitals that must stay."""
        return self._told("title", self.item.record.title, protect_case)

    def text(self, field: str, text: str | None) -> str:
        """Any other text."""
        return self._told(field, text, encode_text) if text else ""

    def authors(self) -> str:
        """The names, and ``others`` where there are more."""
        spelling = self.spelling
        names = [encode_name(author, spelling) for author in self.facts.authors]
        if spelling is not Spelling.UNICODE:
            if spelling.is_ascii:
                odd = "".join(without_spelling(each.name, spelling) for each in self.facts.authors)
            else:
                odd = unsettable("".join(names))
            name = next((each.name for each in self.facts.authors if set(odd) & set(each.name)), "")
            self._tell_of("authors", name, odd)
        return " and ".join([*names, "others"] if names and self.facts.others else names)

    def publication(self) -> Publication | None:
        """Where it was published, if that is wanted and surely known."""
        return publication_of(self.item, self.options)

    def is_preprint(self) -> bool:
        """Whether the preprint is cited of a paper that is published too."""
        return self.facts.arxiv is not None and self.options.prefer == "preprint"

    def verbatim(self, text: str | None) -> str:
        """An identifier or address."""
        return verbatim(text or "", ascii=self.spelling.is_ascii)

    def doi(self) -> str:
        """The DOI of what is cited."""
        return self.verbatim(cited_doi(self.facts, self.options))

    def eprint(self) -> str:
        """``arXiv:1706.02677 [cs.CV]``; empty for what arXiv has not."""
        if not self.facts.arxiv:
            return ""
        category = self.item.record.primary_category
        return encode_url(f"arXiv:{self.facts.arxiv}" + (f" [{category}]" if category else ""), self.spelling)

    def remarks(self, publication: Publication | None) -> list[str]:
        """What a note has to say."""
        return remarks(
            self.item,
            self.facts,
            self.options,
            publication,
            spell=lambda where: self.text("journal_ref", where),
            spell_doi=lambda doi: encode_url(doi, self.spelling),
        )

    def keywords(self) -> str:
        """The topics."""
        if self.spelling.is_ascii:
            self._tell_of("topics", *self._odd_topic())
        return keywords(self.item.topics, self.spelling)

    def _odd_topic(self) -> tuple[str, str]:
        topics = (_path(topic) for topic in self.item.topics)
        return next(((text, odd) for text in topics if (odd := without_spelling(text, self.spelling))), ("", ""))

    def note(self) -> str:
        """The list keeper's own words, which are no part of a citation."""
        return self.text("note", self.item.note) if self.options.notes is not False else ""

    def abstract(self) -> str:
        """The abstract, where it is wished for."""
        return self.text("abstract", self.item.record.abstract) if self.options.abstract else ""

    def tell(self, field: str, what: str, *, is_changed: bool = True) -> None:
        """Tell a loss."""
        self.options.tell(Loss(self.item.record.work, self.item.cite_key, field, what, is_changed))

    def _told(self, field: str, text: str, encode: Callable[[str, Spelling], str]) -> str:
        latex = encode(text, self.spelling)
        if self.spelling is Spelling.CLASSIC and field not in _UNPRINTED:
            self._tell_of(field, text, unsettable(latex))
        elif self.spelling.is_ascii and not text.isascii():
            self._tell_of(field, text, without_spelling(decode_tex(text), self.spelling))
        return latex

    def _tell_of(self, field: str, text: str, odd: str) -> None:
        if not odd:
            return
        text = " ".join(text.split())
        start = next((place for place, letter in enumerate(text) if letter in odd), None)
        text = odd if start is None else text[start:]
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
        name = {"journal_ref": "journal reference", "authors": "list of authors", "topics": "topic"}.get(field, field)
        if self.spelling.is_ascii:
            where = " that biber keeps" if self.spelling is Spelling.BIBER_ASCII else ""
            self.tell(field, f"its {name} is transliterated, since {shown!r} has no spelling in ASCII{where}")
        else:
            what = f"its {name} has {shown!r}, which pdfLaTeX can't set; LuaLaTeX and XeLaTeX can"
            self.tell(field, what, is_changed=False)
