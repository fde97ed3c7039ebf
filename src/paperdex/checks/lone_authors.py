"""Authors that stand alone beside a title, where the reader of a list can't tell a name from a remark."""

from __future__ import annotations

import re
from dataclasses import replace

from paperdex.checks.document import Document, Subject
from paperdex.checks.people import authors_fit
from paperdex.checks.title_likeness import title_words

_INITIAL = r"[^\W\d_a-z]\.(?: ?-?[^\W\d_a-z]\.)*"
_WORD = r"[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)*"
_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ter)"
_NAME = re.compile(rf"(?:{_INITIAL}|{_WORD})(?: (?:{_INITIAL}|{_WORD}|{_PARTICLE})){{0,3}} ?{_WORD}")
_IN_FRONT = re.compile(r"\A\s*(?:\[?\d{1,3}[\].)]\s*)?(?:by\s)?", re.IGNORECASE)
_LEAST = 3
_LONGEST = 60


def lone_authors(document: Document) -> dict[int, str]:
    """The names that stand alone beside titles, by the place of the entry, in a list that plainly gives authors there.

    It does where most of its entries that have a record name an author of it, three at least, single names included.
    """
    told = [subject for subject in document.subjects if subject.record and subject.record.authors]
    alone = ((subject.index, _name_alone(subject)) for subject in told if not subject.entry.authors)
    names = {index: name for index, name in alone if name}
    if not names:
        return {}
    fitting = sum(_fits(subject, names.get(subject.index)) for subject in told)
    return names if fitting >= _LEAST and 2 * fitting > len(told) else {}


def _fits(subject: Subject, name: str | None) -> bool:
    """Whether an entry names an author of its record, by the name that stands alone beside it if there is one."""
    entry = replace(subject.entry, authors=(name,)) if name else subject.entry
    return subject.record is not None and bool(entry.authors) and authors_fit(entry, subject.record) is True


def _name_alone(subject: Subject) -> str | None:
    """The remark of an entry where it is shaped like the name of a person and has no word of the title."""
    note = subject.entry.note or ""
    if not note or len(note) > _LONGEST:
        return None
    name = _IN_FRONT.sub("", note).strip(" .,;:-–—*_()")
    if not _NAME.fullmatch(name) or not set(title_words(name)).isdisjoint(title_words(subject.entry.title)):
        return None
    return name
