r"""Numbers of papers that a list declares: where they stand, and what they count.

Declared are ``count: 12`` and ``Total: 12 papers`` on a line of their own or in the front matter, ``12 papers`` as a
line, ``This list has 12 papers`` above the first entry, ``## Pruning (12)`` and ``（12篇）`` in headings and in the
table of contents, and badges. What is not meant to be exact (``100+ papers``, ``over 50``, ``top 10``) declares
nothing, nor does anything within an entry.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from paperdex.checks.anchors import Anchors
from paperdex.checks.document import Document
from paperdex.checks.headings import Heading, front_matter, headings, text_lines
from paperdex.core.entries import Topic

Kind = Literal["label", "line", "sentence", "heading", "badge"]


class Declared(NamedTuple):
    """A number that says how many papers there are."""

    start: int
    end: int
    value: int
    topics: tuple[Topic, ...]
    """What it may count, the likeliest first; the empty topic is the whole list."""
    kind: Kind
    is_of_papers: bool = True
    """Whether a word says that papers are counted; else it is a bare number."""


_N = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d.,]*\d)"
_UNIT = (
    r"(?:papers?|articles?|entr(?:y|ies)|items?|publications?|works?|references?|preprints?|documents?"
    r"|篇(?:论文|文章|文献)?|[本件](?:の論文)?|편(?:의\s?논문)?|개(?:의\s?논문)?|стат(?:ья|ьи|ей)|работ[аы]?"
    r"|artikel|arbeiten|art[ií]culos?|artigos?|articol[io]|trabajos?|trabalhos?)"
)
_PAPERS = (
    r"(?:papers?|articles?|entries|items|publications|references|preprints"
    r"|artikel|arbeiten|art[ií]culos|artigos|articoli)"
)
_LABEL = (
    rf"(?:(?:(?:current|total|overall)\s+)?(?:(?:#|number|no\.?|num)\s*(?:of\s+)?)?{_PAPERS}"
    r"(?:\s+(?:count|total|listed|included|collected|so far))?"
    r"|(?:(?:current|total)\s+)?(?:(?:paper|entry|item|article)s?[ _-]?)?count"
    rf"|total(?:\s+(?:count|number))?(?:\s+(?:of\s+)?{_PAPERS})?|(?:num|n|total|number_of)_papers"
    r"|(?:论文|文章|文献)?(?:总?数量?|总计|合计|共计|总共|总?篇数)|论文|收录论文数?|(?:収録)?論文数|件数|合計|総数"
    r"|(?:총\s?)?논문\s?(?:개)?수|합계|총계|총|всего(?:\s+(?:статей|работ))?|итого|количество(?:\s+(?:статей|работ))?"
    r"|(?:gesamt)?anzahl(?:\s+(?:der\s+)?(?:artikel|arbeiten|papers?))?|gesamt|insgesamt"
    r"|nombre\s+(?:total\s+)?d(?:['’]articles|e\s+papiers)|n[úu]mero\s+(?:total\s+)?de\s+(?:art[ií]culos|artigos|papers)"
    r"|total\s+d(?:e\s+art[ií]culos|e\s+artigos|['’]articles)|numero\s+(?:totale\s+)?di\s+articoli|totale)"
)
_FRONT_OF_LINE = r"^(?:<[a-z/][^<>]{0,200}>|[^\w<]|<(?![a-z/])|_)*"
_TAGS = r"(?:</?[a-z][^<>]{0,200}>\s*)"
_TAIL = rf"(?:{_TAGS}{{0,9}}[\W_]*|\s*[|·•,，;；(（—–].*)$"
_LABELLED = re.compile(
    rf"{_FRONT_OF_LINE}{_LABEL}(?:</?[a-z][^<>]{{0,200}}>|[^\w<]|_)*?[:：=](?:\s*{_TAGS})?[\s*_`\"']*{_N}\s*(?P<unit>{_UNIT})?{_TAIL}",
    re.IGNORECASE,
)
_LINE = re.compile(
    rf"{_FRONT_OF_LINE}(?:(?:a\s+)?(?:total(?:\s+of)?|in\s+total|currently|共(?:有|计|收录)?|总共|总计|合计|全部?|計|총|всего|insgesamt"
    rf"|au\s+total|en\s+total|in\s+totale)[\W_]*)?{_N}\s*{_UNIT}(?:\s+(?:in\s+total|total|so\s+far|listed|included))?{_TAIL}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:\b(?:contains?|includes?|has|have|lists?|collects?|collected|covers?|comprises?|(?:collection|list|total)\s+of"
    r"|there\s+are|currently|enthält|umfasst|contient|recense|contiene|reúne|contém|содержит|собрано)"
    r"|共?收录了?|共有|包含了?|共|收集了?|整理了?|収録)"
    rf"[\s*_`]*{_N}[\s*_`]*(?:[^\W\d]+[\s-]+){{0,3}}?{_UNIT}(?![^\W_])",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"(?:over|than|about|around|nearly|almost|approximately|roughly|up\s+to|top|first|last|latest|least|other|another|more"
    r"|超过|大约|至少|约|近|前|约有|~|≈|≥|≤|(?<=[^\s>])\s+[<>]|(?<=[^\s>\w\"'/])[<>]|[+-]|\d\s*(?:of|/|out\s+of))[\s*_`]*$",
    re.IGNORECASE,
)
_IN_HEADING = re.compile(
    rf"(?:(?P<open>[(（\[【])\s*(?:共\s*)?{_N}\s*(?P<unit>{_UNIT})?\s*[)）\]】]"
    rf"|(?<=[\s:：–—|-])(?P<number2>\d{{1,6}})\s*(?P<unit2>{_UNIT}))[\s:：*_#]*(?:</?[a-z][^<>]*>\s*)*$",
    re.IGNORECASE,
)
_IN_CONTENTS = re.compile(
    rf"\[(?P<name>[^\[\]\n]{{1,200}}?)\s*(?:[(（]\s*{_N}\s*(?P<unit>{_UNIT})?\s*[)）])?\]\(#(?P<anchor>[^()\s]*)\)"
    rf"(?:\s*[(（\[]\s*(?P<number2>\d{{1,6}})\s*(?P<unit2>{_UNIT})?\s*[)）\]])?",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"(?:img\.shields\.io/badge/|badgen\.net/badge/)(?P<label>[^-/?#\s()]{1,60})[-/](?P<number>\d{1,6})(?=[-/])"
    r"|img\.shields\.io/static/v1\?label=(?P<label2>[^&\s()]{1,60})&message=(?P<number2>\d{1,6})(?=[&\s)\"'])",
    re.IGNORECASE,
)
_BADGE_LABEL = re.compile(rf"[\W_]*{_LABEL}[\W_]*", re.IGNORECASE)
_SERIES = re.compile(
    r"(?:part|lecture|week|day|chapter|session|volume|vol|no|phase|stage|level|step|unit|module|season|version|episode)"
    r"\W*$",
    re.IGNORECASE,
)
_KEY = re.compile(rf"^\s*['\"]?{_LABEL}['\"]?\s*[:=]\s*['\"]?{_N}['\"]?\s*(?:#.*)?$", re.IGNORECASE)
_FRONT = re.compile(r"^[\W\d_]+")
_BY_LINES = frozenset({"org", "asciidoc", "rst", "plain", "html", "latex", "bibtex"})
_LONGEST = 500


def declared_counts(document: Document) -> Iterator[Declared]:
    """Every number that a list declares, in no order."""
    form = document.list.format
    if form != "markdown" and form not in _BY_LINES:
        return
    places = _Places(document)
    if form == "markdown":
        for line in front_matter(document.source):
            if match := _KEY.match(document.source.line(line)):
                yield _declared(document, line, match, "number", ((),), "label")
        yield from _of_badges(document)
        yield from _of_contents(document, places)
    known = {heading.line: heading for heading in headings(document)}
    for line, text in _lines(document):
        if line in places.entries or len(text) > _LONGEST or not any(map(str.isdigit, text)):
            continue
        found = _of_heading(document, known[line], places) if line in known else None
        found = found or _of_line(document, line, text, places)
        if found:
            yield found


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    if document.list.format == "markdown":
        return text_lines(document.source)
    source = document.source
    return ((line, source.line(line)) for line in range(1, source.line_count + 1))


class _Places:
    """What stands at which line."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [subject.start for subject in document.subjects]
        self.first = document.list.entries[0].line if document.list.entries else 0
        self.used = {e.topic[:depth] for e in document.list.entries for depth in range(1, len(e.topic) + 1)}
        self._lines = sorted(zip(document.list.topic_lines, document.list.topics, strict=True))
        self.by_line = {line: topic for line, topic in self._lines if topic in self.used}
        self.entries = {entry.line for entry in document.list.entries}

    def topic(self, line: int) -> Topic:
        """The topic with papers that a line stands under; empty for the whole list."""
        place = bisect_right(self._lines, line, key=lambda pair: pair[0])
        topic = self._lines[place - 1][1] if place else ()
        return topic if topic in self.used else ()

    def is_in_entry(self, line: int) -> bool:
        """Whether a line may belong to an entry."""
        document = self._document
        start = document.source.start(line)
        place = bisect_right(self._starts, start) - 1
        if place < 0 or start >= document.subjects[place].end:
            return False
        text, above = document.source.line(line), document.source.line(line - 1)
        return line in self.entries or bool(above.strip()) or text[:1].isspace() or text[:2] in ("- ", "* ", "+ ")


def _declared(
    document: Document,
    line: int,
    match: re.Match[str],
    group: str,
    topics: tuple[Topic, ...],
    kind: Kind,
    *,
    base: int | None = None,
    is_of_papers: bool = True,
) -> Declared:
    base = document.source.start(line) if base is None else base
    start, end = match.span(group)
    return Declared(base + start, base + end, int(match[group].replace(",", "")), topics, kind, is_of_papers)


def _of_line(document: Document, line: int, text: str, places: _Places) -> Declared | None:
    if places.is_in_entry(line):
        return None
    topic = places.topic(line)
    topics: tuple[Topic, ...] = (topic, ()) if topic else ((),)
    if line > document.list.entries[-1].line:
        topics = ((), topic) if topic else ((),)
    for pattern, kind in ((_LABELLED, "label"), (_LINE, "line"), (_SENTENCE, "sentence")):
        match = pattern.search(text)
        if not match or (kind == "sentence" and (line > places.first or topic)):
            continue
        if not _APPROXIMATE.search(text, 0, match.start("number")) and text[match.end("number") :][:1] not in tuple(
            "+%％多余"
        ):
            return _declared(document, line, match, "number", topics, kind)  # type: ignore[arg-type]
    return None


def _of_heading(document: Document, heading: Heading, places: _Places) -> Declared | None:
    text = document.text[heading.start : heading.end]
    match = _IN_HEADING.search(text)
    topic = places.by_line.get(heading.line)
    if not match or heading.line in places.entries or (topic is None and heading.line > places.first):
        return None
    group = "number" if match["number"] else "number2"
    unit = match["unit"] or match["unit2"]
    if topic is None and not unit:
        return None
    if not unit and _SERIES.search(text, 0, match.start()):
        return None
    topics = (topic,) if topic else ((),)
    return _declared(
        document, heading.line, match, group, topics, "heading", base=heading.start, is_of_papers=bool(unit)
    )


def _of_contents(document: Document, places: _Places) -> Iterator[Declared]:
    """Numbers beside the links of the table of contents."""
    lines = [line for line in _lines_with(document, "](#") if len(document.source.line(line)) <= _LONGEST]
    matches = [(line, match) for line in lines for match in _IN_CONTENTS.finditer(document.source.line(line))]
    matches = [(line, match) for line, match in matches if match["number"] or match["number2"]]
    if not matches:
        return
    anchors = Anchors(document)
    for line, match in matches:
        heading = anchors.find(match["anchor"]).heading
        topic = places.by_line.get(heading.line) if heading else None
        if topic:
            group = "number" if match["number"] else "number2"
            unit = bool(match["unit"] or match["unit2"])
            yield _declared(document, line, match, group, (topic,), "heading", is_of_papers=unit)


def _lines_with(document: Document, mark: str) -> list[int]:
    """The lines in which a mark stands."""
    lines = []
    start = document.text.find(mark)
    while start >= 0:
        lines.append(document.source.line_of(start))
        start = document.text.find(mark, document.source.start(lines[-1] + 1))
    return lines


def _of_badges(document: Document) -> Iterator[Declared]:
    for match in _BADGE.finditer(document.text):
        label, group = (match["label"], "number") if match["label"] else (match["label2"], "number2")
        if _BADGE_LABEL.fullmatch(unquote(label).replace("_", " ")):
            yield _declared(document, 0, match, group, ((),), "badge", base=0)
