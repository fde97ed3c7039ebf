"""What a rule is and what it says: findings with their place, and the edits that mend them.

Places are offsets into the text of the document as it stands in the file, line ends and all, from 0; the end is behind
the last character. Lines and columns are worked out from them where a finding is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from paperdex.core.records import BibliographicRecord

if TYPE_CHECKING:
    from paperdex.checks.document import Document

Group = Literal["identifiers", "records", "list"]
"""What a rule looks at: identifiers as they are written, entries beside their records, or the list as a whole."""
Sureness = Literal["sure", "likely", "sure or likely"]
Fixes = Literal["", "sure", "likely", "sure or likely"]


class Edit(NamedTuple):
    """Put ``text`` in the place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The smallest edits that mend a finding, all of them or none."""

    message: str
    """What the edits do, as an order: ``Link https://arxiv.org/abs/1706.02677``."""
    edits: tuple[Edit, ...]
    sure: bool = True
    """Whether it can be applied without being looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at one place of a document."""

    start: int
    end: int
    message: str
    sure: bool = True
    """Whether it is a fault for sure; else a person has to judge."""
    checked: bool = True
    """Whether it could be looked at; else the source that knows could not be asked, and nothing is said to be wrong."""
    work: str | None = None
    """Key of the work that the finding is about."""
    fix: Fix | None = None
    help: str = ""
    """What to do, where there is no fix; a sentence."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: one module with ``check(document)``, and one row in ``RULES``.

    The module's docstring explains it to the keeper of a list, first in one sentence and then in full; ``BAD`` and
    ``GOOD`` are examples in Markdown, ``RECORDS`` the records of the papers in them.
    """

    code: str
    """``PD`` and three digits, the first of which stands for its group."""
    name: str
    module: str
    summary: str
    """What is wrong, in a few words."""
    group: Group
    sureness: Sureness = "sure"
    fixes: Fixes = ""
    needs_record: bool = False
    """Whether it compares entries with their records, and says nothing of an entry that has none."""
    needs_title_search: bool = False
    """Whether it looks up what entries without an identifier are."""

    @property
    def asks(self) -> bool:
        """Whether sources are asked for it."""
        return self.needs_record or self.needs_title_search

    @property
    def check(self) -> Callable[[Document], Iterable[Finding]]:
        """What finds the faults of a document, in any order."""
        return cast("Callable[[Document], Iterable[Finding]]", import_module(self.module).check)

    @property
    def explanation(self) -> str:
        """What the rule is about and why, in paragraphs; Markdown."""
        return (import_module(self.module).__doc__ or "").strip().replace("``", "`")

    @property
    def bad(self) -> str:
        """A list with the fault, in Markdown."""
        return cast("str", import_module(self.module).BAD)

    @property
    def good(self) -> str:
        """The same list without it."""
        return cast("str", import_module(self.module).GOOD)

    @property
    def records(self) -> tuple[BibliographicRecord, ...]:
        """The records of the papers in the examples; invented."""
        return cast("tuple[BibliographicRecord, ...]", getattr(import_module(self.module), "RECORDS", ()))
