"""What a user types into a search, as conditions that SQLite can answer; no text is a syntax error.

::

    teapot kettle       both words
    "boiling water"     the words in this order
    boil*               words that begin so
    茶壺                 anywhere: scripts without blanks between words have no words that FTS5 could find

Words are looked up in the FTS5 indexes; other terms are looked for as a substring, which reads every row.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from paperdex.storage.values import fold

_TERM = re.compile(r'"([^"]*)"(\*)?|([^\s"]+)')
# Thai to Khmer, CJK with kana and Hangul, and the planes above.
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)

_RECORD_TEXT = " || char(10) || ".join(
    f"coalesce(r.{name}, '')" for name in ("title", "abstract", "authors", "comment")
)
_ENTRY_TEXT = " || char(10) || ".join(f"coalesce(e.{name}, '')" for name in ("title", "abstract", "authors", "note"))


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for."""

    text: str
    prefix: bool = False

    @property
    def indexed(self) -> bool:
        """Whether FTS5 splits the text into words as a reader does; else it is looked for as a substring."""
        return _WITHOUT_BLANKS.search(self.text) is None and any(unicodedata.category(c)[0] in "LN" for c in self.text)

    @property
    def fts(self) -> str:
        """The term in FTS5's syntax (https://www.sqlite.org/fts5.html#fts5_strings)."""
        escaped = self.text.replace("\0", " ").replace('"', '""')
        return f'"{escaped}"{"*" if self.prefix else ""}'


def terms(text: str) -> tuple[Term, ...]:
    """Return what the text asks for; nothing for blank text."""
    found = []
    for match in _TERM.finditer(text):
        quoted, star, word = match.groups()
        if quoted is None and len(word) > 1 and word.endswith("*"):
            word, star = word[:-1], "*"
        term = word if quoted is None else quoted
        if term.strip():
            found.append(Term(term, prefix=bool(star)))
    return tuple(found)


def matching(term: Term) -> tuple[str, list[str]]:
    """Return SQL, over entries ``e`` and their records ``r``, that holds where either has the term."""
    if not term.indexed:
        return f"(instr(fold({_RECORD_TEXT}), ?) OR instr(fold({_ENTRY_TEXT}), ?))", [fold(term.text)] * 2
    return (
        "(r.id IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?)"
        " OR e.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ?))"
    ), [term.fts] * 2


def by_author(name: str) -> tuple[str, list[str]]:
    """Return SQL that holds where one author has all words of the name; a single letter stands for a given name."""
    words = [Term(word, prefix=len(word) == 1) for word in re.findall(r"\w+", name)]
    if not words or not all(word.indexed for word in words):
        return "instr(fold(coalesce(nullif(r.authors, ''), e.authors)), ?)", [fold(name)]
    query = "authors : (" + " AND ".join(word.fts for word in words) + ")"
    # The index finds the papers; only theirs are looked at author by author.
    return (
        "((r.id IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?) AND EXISTS"
        " (SELECT 1 FROM record_authors a WHERE a.record_id = r.id AND is_named(a.name, ?)))"
        " OR (coalesce(r.authors, '') = '' AND e.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ?)"
        " AND EXISTS (SELECT 1 FROM entry_authors a WHERE a.entry_id = e.id AND is_named(a.name, ?))))"
    ), [query, name, query, name]


def is_named(name: str, asked: str) -> bool:
    """Whether the name has every word that was asked for, accents aside."""
    words = _words(name)
    return all(
        word in words or (len(word) == 1 and any(other.startswith(word) for other in words)) for word in _words(asked)
    )


def _words(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", fold(name))
    return re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c)))
