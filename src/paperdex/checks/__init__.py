"""What can be wrong in a reading list: one row a rule in :data:`RULES`; each module is loaded when it is used."""

from __future__ import annotations

from collections.abc import Iterable

from paperdex.checks.base import Rule
from paperdex.errors import UnknownName

__all__ = ["RULES", "Rule", "get_rule", "selected"]

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "PD101",
            "malformed-identifier",
            "paperdex.checks.malformed_identifier",
            "An identifier that arXiv can't have given",
            "identifiers",
        ),
        Rule(
            "PD102",
            "unknown-identifier",
            "paperdex.checks.unknown_identifier",
            "An identifier that arXiv does not know",
            "identifiers",
            needs_record=True,
        ),
        Rule(
            "PD103",
            "link-text-mismatch",
            "paperdex.checks.link_text_mismatch",
            "A link to another paper than its text names",
            "identifiers",
            "sure or likely",
            "sure or likely",
        ),
        Rule(
            "PD104",
            "retired-host",
            "paperdex.checks.retired_host",
            "A link to a mirror or site that is gone or odd",
            "identifiers",
            fixes="sure",
        ),
        Rule(
            "PD105",
            "http-link",
            "paperdex.checks.http_link",
            "A link to arXiv that begins with http",
            "identifiers",
            fixes="sure",
        ),
        Rule(
            "PD106",
            "pdf-link",
            "paperdex.checks.pdf_link",
            "A PDF link in a list that links abstracts",
            "identifiers",
            fixes="sure",
        ),
        Rule(
            "PD107",
            "pinned-version",
            "paperdex.checks.pinned_version",
            "A link to a version that is not the latest",
            "identifiers",
            "sure or likely",
            "sure or likely",
        ),
        Rule(
            "PD108",
            "dirty-link",
            "paperdex.checks.dirty_link",
            "A link with something around its identifier",
            "identifiers",
            fixes="sure",
        ),
        Rule(
            "PD201",
            "wrong-paper",
            "paperdex.checks.wrong_paper",
            "A title that is not that of the linked paper",
            "records",
            "sure or likely",
            "likely",
            needs_record=True,
        ),
        Rule(
            "PD202",
            "title-drift",
            "paperdex.checks.title_drift",
            "A title that is no longer, or not quite, the paper's",
            "records",
            "sure or likely",
            "sure or likely",
            needs_record=True,
        ),
        Rule(
            "PD203",
            "date-mismatch",
            "paperdex.checks.date_mismatch",
            "A date that is not that of any version",
            "records",
            "sure or likely",
            "likely",
            needs_record=True,
        ),
        Rule(
            "PD204",
            "author-mismatch",
            "paperdex.checks.author_mismatch",
            "An author that the record does not have",
            "records",
            "sure or likely",
            needs_record=True,
        ),
        Rule(
            "PD205",
            "venue-mismatch",
            "paperdex.checks.venue_mismatch",
            "Another venue than the record names",
            "records",
            "likely",
            needs_record=True,
        ),
        Rule(
            "PD206",
            "withdrawn",
            "paperdex.checks.withdrawn",
            "A paper that was withdrawn",
            "records",
            "sure or likely",
            needs_record=True,
        ),
        Rule(
            "PD207",
            "published-version",
            "paperdex.checks.published_version",
            "A published version that the list does not mention",
            "records",
            "sure or likely",
            needs_record=True,
        ),
        Rule(
            "PD208",
            "missing-identifier",
            "paperdex.checks.missing_identifier",
            "An entry without an identifier, which is known",
            "records",
            "sure or likely",
            "sure or likely",
            needs_title_search=True,
        ),
        Rule(
            "PD301",
            "duplicate-entry",
            "paperdex.checks.duplicate_entry",
            "The same work twice under one topic",
            "list",
            "sure or likely",
            "sure or likely",
        ),
        Rule(
            "PD302",
            "repeated-work",
            "paperdex.checks.repeated_work",
            "The same work under two topics",
            "list",
            "likely",
        ),
        Rule(
            "PD303",
            "wrong-count",
            "paperdex.checks.wrong_count",
            "A number of papers that is not theirs",
            "list",
            "sure or likely",
            "sure or likely",
        ),
        Rule(
            "PD304",
            "empty-topic",
            "paperdex.checks.empty_topic",
            "A topic without a paper",
            "list",
        ),
        Rule(
            "PD305",
            "contents-mismatch",
            "paperdex.checks.contents_mismatch",
            "A table of contents that is not that of the list",
            "list",
            "sure or likely",
            "sure or likely",
        ),
        Rule(
            "PD306",
            "order",
            "paperdex.checks.order",
            "An entry out of the order that the list keeps",
            "list",
            "likely",
        ),
        Rule(
            "PD307",
            "similar-topics",
            "paperdex.checks.similar_topics",
            "Two topics that differ by case or a typo",
            "list",
            "likely",
        ),
    )
}
"""Every rule by its code, in the order of the codes. To add one: one module with ``check``, and one row here."""


def get_rule(name: str) -> Rule:
    """The rule of that code or name, in any case; raises UnknownName, which tells the near ones."""
    folded = name.strip().casefold()
    for rule in RULES.values():
        if folded in (rule.code.casefold(), rule.name):
            return rule
    known = [word for rule in RULES.values() for word in (rule.name, rule.code)]
    raise UnknownName("rule", name, known, tip="paperdex rule shows them all.")


def selected(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that are asked for, by code, name, group or the beginning of a code; all where none is named.

    Raises UnknownName.
    """
    chosen = {rule for name in select for rule in _named(name)} or set(RULES.values())
    left_out = {rule for name in ignore for rule in _named(name)}
    return tuple(rule for rule in RULES.values() if rule in chosen and rule not in left_out)


def _named(name: str) -> tuple[Rule, ...]:
    folded = name.strip().casefold()
    if folded == "all":
        return tuple(RULES.values())
    found = tuple(
        rule
        for rule in RULES.values()
        if rule.group == folded or (folded.startswith("pd") and rule.code.casefold().startswith(folded))
    )
    return found or (get_rule(name),)
