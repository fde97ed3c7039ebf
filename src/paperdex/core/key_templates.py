"""Templates of cite keys: ``{auth:lower}{year}{veryshorttitle:lower}``.

A template is literal characters and variables in braces; behind a colon a variable may be written ``lower`` or
``upper``. A work for which ``{auth}`` has nothing is called by its identifier; a key that would begin with a digit or a
sign gets an ``x`` in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from paperdex.core.arxiv_keys import arxiv_key
from paperdex.core.citekeys import cite_key, identifier_key, surname, title_words, year_digits
from paperdex.core.records import BibliographicRecord
from paperdex.errors import UsageError

MakeKey: TypeAlias = Callable[[BibliographicRecord, str | None], str]
"""Makes the key that a work wishes for, of its record and the date that a list gives; two works may wish for one."""

_MOST = 100
"""Characters of a key."""
_PIECE = re.compile(
    r"\{(?P<name>[^{}:]*)(?::(?P<modifier>[^{}]*))?\}|(?P<literal>[A-Za-z0-9:_.+/-]+)|(?P<other>.)", re.S
)
_MODIFIERS: dict[str | None, Callable[[str], str]] = {None: str, "lower": str.lower, "upper": str.upper}


def _year(record: BibliographicRecord, date: str | None) -> str:
    return year_digits(record.submitted or date)


def _words(record: BibliographicRecord, most: int | None) -> str:
    return "".join(word[:1].upper() + word[1:] for word in islice(title_words(record.title), most))


VARIABLES: dict[str, tuple[MakeKey, str]] = {
    "auth": (lambda record, _: surname(record), "family name of the first author, in one word: `vanderVerzonnen`"),
    "year": (_year, "year of version 1, else the list's: `2017`"),
    "shortyear": (lambda record, date: _year(record, date)[2:], "its last two digits: `17`"),
    "title": (
        lambda record, _: _words(record, None),
        "all words of the title that say something: `InventedTeaAndItsPot`",
    ),
    "shorttitle": (lambda record, _: _words(record, 3), "the first three of them"),
    "veryshorttitle": (lambda record, _: _words(record, 1), "the first of them"),
    "id": (lambda record, _: identifier_key(record.work), "the identifier in letters and digits: `arxiv170690001`"),
}
"""What may stand in braces, with its meaning."""


def _scholar(record: BibliographicRecord, date: str | None) -> str:
    return cite_key(record, _year(record, date) or None)


PRESETS: dict[str, str | MakeKey] = {
    "scholar": _scholar,
    "arxiv": arxiv_key,
    "bbt": "{auth:lower}{shorttitle}{year}",
}
"""Templates that have a name."""


def key_maker(template: str) -> MakeKey:
    """Return what makes keys by a template or by a preset's name; raises UsageError for one that can't be read."""
    found = PRESETS.get(template.casefold(), template)
    if not isinstance(found, str):
        return found
    pieces = list(_pieces(found))
    needs_author = any(make is VARIABLES["auth"][0] for make, _ in pieces)

    def make_key(record: BibliographicRecord, date: str | None) -> str:
        if needs_author and not surname(record):
            return identifier_key(record.work)
        key = "".join(change(make(record, date)) for make, change in pieces)[:_MOST]
        return key if re.match("[A-Za-z]", key) else f"x{key}" if key else identifier_key(record.work)

    return make_key


def _pieces(template: str) -> Iterator[tuple[MakeKey, Callable[[str], str]]]:
    if "{" not in template:
        raise _unusable(template, "has no variable and is no preset")
    for piece in _PIECE.finditer(template):
        name, modifier = piece["name"], piece["modifier"]
        if piece["other"] is not None:
            raise _unusable(template, f"holds {piece['other']!r}, which no cite key may have")
        if piece["literal"] is not None:
            yield _literal(piece["literal"]), str
        elif name not in VARIABLES:
            raise _unusable(template, f"has an unknown variable {{{name}}}")
        elif modifier not in _MODIFIERS:
            raise _unusable(template, f"has an unknown modifier {modifier!r}")
        else:
            yield VARIABLES[name][0], _MODIFIERS[modifier]


def _literal(text: str) -> MakeKey:
    return lambda _record, _date: text


def _unusable(template: str, why: str) -> UsageError:
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    return UsageError(
        f"the key template {template!r} {why}.",
        tip=f"Variables: {known}; behind a colon lower or upper, as in {{auth:lower}}. Presets: {', '.join(PRESETS)}.",
    )
