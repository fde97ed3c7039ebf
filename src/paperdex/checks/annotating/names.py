"""How the authors of papers are written in a list, and others written in the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from paperdex.checks.annotating.markdown_text import escape
from paperdex.core.names import parse_name, surname_key
from paperdex.core.records import Author
from paperdex.core.text import decode_tex

Form = Literal["full", "initials", "close initials", "family", "inverted", "inverted initials"]
_FORMS: tuple[Form, ...] = ("full", "initials", "close initials", "inverted", "inverted initials", "family")
_ET_AL = re.compile(r"(?P<others>,?\s*(?:\*|_)?(?:et\.?\s+al\b\.?|and others|等人?)(?:\*|_)?)", re.IGNORECASE)
_INITIAL = re.compile(r"[^\W\d_]\.")
_MARK = re.compile(r"[\s\\*_`\[\]{}]+")


@dataclass(frozen=True, slots=True)
class NamesStyle:
    """How authors are written."""

    form: Form | None = None
    between: str | None = None
    """What stands between two names."""
    last: str | None = None
    """What stands in front of the last one."""
    most: int | None = None
    """How many are named at most; 0 for all of them, ``None`` where it is not plain."""
    others: str = ""
    """What stands for those that are not named; empty where nothing does."""

    def written(self, authors: Sequence[Author], *, more: bool = False) -> str:
        """Authors in this style; ``more`` when there are others that nobody names."""
        shown = [_written(author, self.form or "full") for author in authors]
        cut = bool(self.most) and len(shown) > (self.most or 0)
        shown = shown[: self.most] if cut else shown
        inverted = self.form in ("inverted", "inverted initials")
        between = self.between if self.between is not None else "; " if inverted else ", "
        behind = (self.others if cut else " et al.") if cut or more else ""
        if len(shown) > 1 and not behind:
            last = self.last if self.last is not None else between
            return between.join(map(escape, shown[:-1])) + last + escape(shown[-1])
        return between.join(map(escape, shown)) + behind


def keys_of(authors: Iterable[Author]) -> tuple[str, ...]:
    """The keys of the surnames."""
    return tuple(surname_key(author.family or author.name) for author in authors)


def find_names(
    text: str, start: int, end: int, names: Sequence[str], authors: Sequence[Author]
) -> tuple[int, int, NamesStyle] | None:
    """Where the authors of an entry stand, and how they are written, beside those of its record (may be none)."""
    places: list[tuple[int, int]] = []
    place = start
    for name in names:
        pattern = r"[\s\\*_`\[\]{}]+".join(map(re.escape, re.split(r"\s+", name)))
        found = re.compile(pattern).search(text, place, end) if name else None
        if not found:
            return None
        places.append(found.span())
        place = found.end()
    if not places:
        return None
    gaps = [text[before[1] : after[0]] for before, after in pairwise(places)]
    if any(len(gap) > len(", and ") + 2 or "\n" in gap for gap in gaps):
        return None
    others = _ET_AL.match(text, place, end)
    stop = others.end() if others else place
    if others:
        most: int | None = len(names)
    elif len(authors) > len(names):
        most = len(names) if len(names) == 1 else None
    elif len(authors) == 1 or not authors:
        most = None if len(names) == 1 else 0
    else:
        most = 0
    style = NamesStyle(
        _form(names, authors),
        gaps[0] if len(gaps) > 1 else gaps[0] if gaps and _is_plain(gaps[0]) else None,
        gaps[-1] if gaps and not others else None,
        most,
        others["others"] if others else "",
    )
    return places[0][0], stop, style


def spellings(authors: Sequence[Author]) -> Iterator[tuple[str, ...]]:
    """How the authors of a record may be written: all of them, then the first one alone."""
    for most in dict.fromkeys((len(authors), 1)):
        for form in _FORMS if authors else ():
            if form != "family":
                yield tuple(_written(author, form) for author in authors[:most])


def _is_plain(gap: str) -> bool:
    return not any(c.isalpha() or c == "&" for c in gap)


def _form(names: Sequence[str], authors: Sequence[Author]) -> Form | None:
    for author, name in zip(authors, names, strict=False):
        for form in _FORMS:
            if _written(author, form) == name and _written(author, "full") != _written(author, form):
                return form
        if _written(author, "full") == name:
            return "full"
    name = names[0]
    if "," in name:
        return "inverted initials" if _INITIAL.search(name.partition(",")[2]) else "inverted"
    if _INITIAL.match(name):
        return "close initials" if re.match(r"[^\W\d_]\.[^\W\d_]", name) else "initials"
    return "full" if " " in name else "family"


def _written(author: Author, form: Form) -> str:
    if not author.family:
        author = parse_name(author.name)
    family, given = decode_tex(author.family), decode_tex(author.given)
    whole = decode_tex(author.name) or " ".join(part for part in (given, family, author.suffix) if part)
    if form == "full" or not given:
        return whole
    initials = [f"{word[0]}." for word in re.split(r"[\s.]+", given) if word]
    if form == "family":
        return family
    if form == "inverted":
        return f"{family}, {given}"
    if form == "inverted initials":
        return f"{family}, {' '.join(initials)}"
    return f"{(' ' if form == 'initials' else '').join(initials)} {family}"


def settled(styles: Iterable[NamesStyle]) -> NamesStyle:
    """The style of most of these, part by part."""
    styles = list(styles)

    def most(values: Iterable[object]) -> object:
        told = Counter(value for value in values if value is not None)
        return told.most_common(1)[0][0] if told else None

    limit = most(style.most for style in styles)
    others = [style.others for style in styles if style.most == limit and style.most]
    return NamesStyle(
        most(style.form for style in styles),  # type: ignore[arg-type]
        most(style.between for style in styles),  # type: ignore[arg-type]
        most(style.last for style in styles),  # type: ignore[arg-type]
        limit if isinstance(limit, int) else 0,
        str(most(others) or ""),
    )
