"""Rules over a document: what they find, in the order of the text, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperdex.checks.base import Finding, Rule
from paperdex.checks.document import Document
from paperdex.checks.suppressions import Suppressions, lines_of


class Diagnostic(NamedTuple):
    """A finding with the rule that made it."""

    rule: Rule
    finding: Finding


def diagnose(document: Document, rules: Sequence[Rule]) -> tuple[list[Diagnostic], Suppressions]:
    """Everything that the rules find and nobody wishes hidden, in the order of the text; and what is hidden."""
    suppressions = Suppressions(document)
    found = [Diagnostic(rule, finding) for rule in rules for finding in rule.check(document)]
    found += _unchecked(document, rules)
    kept = [each for each in found if not suppressions.hides(each.rule, lines_of(document, each.finding))]
    kept = list(dict.fromkeys(kept))  # two entries may share the target of a link
    kept.sort(key=lambda each: (each.finding.start, each.finding.end, each.rule.code))
    return kept, suppressions


def _unchecked(document: Document, rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Entries that nobody could be asked about: told once each, by the first of the rules that would have looked."""
    of_records = next((rule for rule in rules if rule.needs_record), None)
    of_titles = next((rule for rule in rules if rule.needs_title_search), None)
    for subject in document.subjects:
        known = subject.known
        if not known.unasked or known.record is not None:
            continue
        is_named = subject.entry.arxiv is not None
        rule = of_records if is_named else of_titles
        if rule is None or (not is_named and known.resolution.status == "suggested"):
            continue  # what is at hand has said something of the title
        places = subject.own_places
        start, end = places[0][:2] if places else document.line_span(subject.entry.line)
        what = "this entry could not be compared with its record" if is_named else "its title could not be looked up"
        message = f"not checked: {what}: {known.unasked}"
        yield Diagnostic(rule, Finding(start, end, message, sure=False, checked=False, work=subject.work))
