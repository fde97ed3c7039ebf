"""Findings that the keeper of a list does not want to hear: ``<!-- paperdex: ignore PD107 -->``.

At the end of a line the remark is about that line. On a line of its own it is about the next one, and about the whole
entry where one begins there. Several codes or names are parted by commas or blanks; without any, all are meant. Why may
stand behind them, best behind a colon, ``--`` or ``because``. The words count, whatever mark of a comment the format
has around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from paperdex.checks import selected
from paperdex.checks.base import Finding, Rule
from paperdex.checks.document import Document
from paperdex.errors import UnknownName

_REMARK = re.compile(
    r"paperdex:[ \t]*ignore\b[ \t:]*(?P<names>[A-Za-z0-9-]+(?:[ \t]*[, \t][ \t]*[A-Za-z][A-Za-z0-9-]*)*)?",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"[\s<>!/*%#.;{}()|-]*(?:\[(?:/{0,3}|comment|_|\^_\^)\]:[ \t]*(?:#|<>|/)[ \t]*[(\"']?[ \t]*)?", re.IGNORECASE
)
"""What stands in front of a remark that has a line of its own: the beginning of a comment."""
_BEHIND = re.compile(r"(?:(?!-->)[^\r\n])*(?:-->[\s<>!/*%#.;{}()-]*)?")
"""What may stand behind it: why, and the end of the comment."""
_WHY = re.compile(r"(?:^|(?<=[\s,]))(?:--|because\b)", re.IGNORECASE)
"""What a reason begins with; a colon ends the names by itself."""
_COMMENT_END = re.compile(r"-+$")
_CODE = re.compile(r"pd\d|.*-", re.IGNORECASE)
_MOST_BLANK = 2
"""Blank lines that may stand between a remark and what it is about."""
_BY_RECORD = frozenset({"ris"})
"""Formats without comments, in which a remark is a field of the record that it is about."""


class Suppressions:
    """What is not to be told of a document."""

    def __init__(self, document: Document) -> None:
        self.unknown: list[tuple[int, UnknownName]] = []
        """Lines of remarks that name a rule which there is not, with what is wrong."""
        self._rules: defaultdict[int, set[Rule]] = defaultdict(set)
        self._document = document
        source = document.source
        extents = {subject.entry.line: subject.end for subject in document.subjects}
        for match in _REMARK.finditer(document.text):
            line = source.line_of(match.start())
            rules = self._named(line, match["names"] or "")
            for each in self._lines(line, match, extents):
                self._rules[each] |= rules

    def _lines(self, line: int, remark: re.Match[str], extents: Mapping[int, int]) -> range:
        """The lines that a remark is about."""
        document, source = self._document, self._document.source
        if document.list.format in _BY_RECORD:
            starts = [subject.start for subject in document.subjects]
            place = bisect_right(starts, remark.start()) - 1
            if place < 0:
                return range(line, line + 1)
            subject = document.subjects[place]
            return range(subject.entry.line, source.line_of(subject.end - 1) + 1)
        if not (
            _FRONT.fullmatch(document.text, source.start(line), remark.start())
            and _BEHIND.fullmatch(document.text, remark.end(), source.end(line))
        ):
            return range(line, line + 1)
        first = line + 1
        while first - line <= _MOST_BLANK and first < source.line_count and not source.line(first).strip():
            first += 1
        last = source.line_of(extents[first] - 1) if first in extents else first
        return range(first, last + 1)

    def _named(self, line: int, names: str) -> set[Rule]:
        """The rules that a remark names; what else stands behind them says why."""
        rules: set[Rule] = set()
        is_first = True
        for part in _WHY.split(names, maxsplit=1)[0].split(","):
            for place, written in enumerate(part.split()):
                word = _COMMENT_END.sub("", written)
                if not word:
                    continue
                try:
                    rules.update(selected([word]))
                except UnknownName as error:
                    if not is_first and place and not _CODE.match(word):
                        return rules
                    self.unknown.append((line, error))
                is_first = False
        return set(selected()) if is_first else rules

    def hides(self, rule: Rule, lines: Iterable[int]) -> bool:
        """Whether a finding of a rule that stands in these lines is not to be told."""
        return any(rule in self._rules[line] for line in lines if line in self._rules)


def lines_of(document: Document, finding: Finding) -> range:
    """The lines that a finding stands in."""
    first = document.source.line_of(finding.start)
    return range(first, document.source.line_of(max(finding.end - 1, finding.start)) + 1)
