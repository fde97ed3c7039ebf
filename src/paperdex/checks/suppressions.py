"""Findings that the keeper of a list does not want to hear: ``<!-- paperdex: ignore PD107 -->``.

At the end of a line the remark is about that line. On a line of its own it is about the next one, and about the whole
entry where one begins there. Several codes or names are parted by commas or blanks; without any, all are meant. The
words count, whatever mark of a comment the format has around them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from paperdex.checks import selected
from paperdex.checks.base import Finding, Rule
from paperdex.checks.document import Document
from paperdex.errors import UnknownName

_REMARK = re.compile(
    r"paperdex:[ \t]*ignore\b[ \t:]*(?P<names>[A-Za-z0-9-]+(?:[ \t]*[, \t][ \t]*[A-Za-z][A-Za-z0-9-]*)*)?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s<>!/*%#.;{}()-]*")
_COMMENT_END = re.compile(r"-+$")


class Suppressions:
    """What is not to be told of a document."""

    def __init__(self, document: Document) -> None:
        self.unknown: list[tuple[int, UnknownName]] = []
        """Lines of remarks that name a rule which there is not, with what is wrong."""
        self._rules: defaultdict[int, set[Rule]] = defaultdict(set)
        source = document.source
        extents = {subject.entry.line: subject.end for subject in document.subjects}
        for match in _REMARK.finditer(document.text):
            line = source.line_of(match.start())
            rules = self._named(line, match["names"] or "")
            rest = source.line(line).replace(match[0], "", 1)
            if not _MARKS.fullmatch(rest):
                self._rules[line] |= rules
                continue
            last = source.line_of(extents[line + 1] - 1) if line + 1 in extents else line + 1
            for each in range(line + 1, last + 1):
                self._rules[each] |= rules

    def _named(self, line: int, names: str) -> set[Rule]:
        words = [_COMMENT_END.sub("", word) for word in re.split(r"[,\s]+", names)]
        rules: set[Rule] = set()
        for word in filter(None, words):
            try:
                rules.update(selected([word]))
            except UnknownName as error:
                self.unknown.append((line, error))
        return rules if any(words) else set(selected())

    def hides(self, rule: Rule, lines: Iterable[int]) -> bool:
        """Whether a finding of a rule that stands in these lines is not to be told."""
        return any(rule in self._rules[line] for line in lines if line in self._rules)


def lines_of(document: Document, finding: Finding) -> range:
    """The lines that a finding stands in."""
    first = document.source.line_of(finding.start)
    return range(first, document.source.line_of(max(finding.end - 1, finding.start)) + 1)
