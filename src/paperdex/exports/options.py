"""How a bibliography is to be written; every format takes these, and heeds those that it has a place for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a work that a format could not write as it is: changed, cut or left out."""

    work: str
    cite_key: str
    field: str
    """As in a record: ``title``, ``authors``, ``journal_ref`` ..."""
    what: str
    """What became of it, as the second half of a sentence: ``its 3,000 authors are cut to 100``."""
    is_changed: bool = True
    """Whether it is written otherwise; else it is as it was, and there is something to know about it."""


Tell: TypeAlias = Callable[[Loss], None]


def _tell_nobody(loss: Loss) -> None:
    """Let it pass."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a user may choose; ``None`` leaves it to the format."""

    ascii: bool = False
    """Nothing but ASCII, where the format has another spelling for the rest."""
    max_authors: int | None = None
    """Authors written of one work, ``et al.`` for the others."""
    abstract: bool | None = None
    """Whether abstracts are written."""
    notes: bool | None = None
    """Whether the list keeper's notes are written."""
    entry_type: str | None = None
    """The type of a preprint's entry, where fields are disputed: ``misc``, ``online``, ``article`` ..."""
    prefer: Literal["published", "preprint"] = "published"
    """Which one is cited of a paper that is both."""
    eprint_in: Literal["howpublished", "note"] | None = None
    """A field that repeats the arXiv identifier, for styles that print no ``eprint``."""
    style: str | None = None
    """Citation style of formatted references: a name, or what the user calls the file that ``style_text`` is from."""
    style_text: str | None = None
    """Text of a CSL file, instead of the style of that name."""
    template: str | None = None
    """Text of the user's own template."""
    template_name: str = "template"
    """What the user calls it."""
    heading: str | None = None
    """What a document is called."""
    tell: Tell = _tell_nobody
    """Told each loss, while it is written."""

    def silent(self) -> ExportOptions:
        """The same, with nobody told: for a work that was written before."""
        return replace(self, tell=_tell_nobody)


USUAL = ExportOptions()
"""What is written without a choice."""

FLAGS = {
    "ascii": "--ascii",
    "max_authors": "--max-authors",
    "abstract": "--abstract",
    "notes": "--notes",
    "entry_type": "--type",
    "prefer": "--prefer",
    "eprint_in": "--eprint-in",
    "style": "--style",
    "template": "--template",
    "heading": "--heading",
}
"""What a format may heed, and how a user asks for it."""


def chosen(options: ExportOptions) -> tuple[str, ...]:
    """Names of the options that are other than usual."""
    names = (field.name for field in fields(options) if field.name in FLAGS)
    return tuple(name for name in names if getattr(options, name) != getattr(USUAL, name))
