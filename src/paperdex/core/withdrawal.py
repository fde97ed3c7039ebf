"""Whether a paper is withdrawn, and how that is known.

At arXiv a paper is withdrawn by a new version without a text (https://info.arxiv.org/help/withdraw.html). Only the
list of its versions says so for sure; the query API and most copies have nothing but the authors' words, which mislead
both ways. Of words alone no more than a guess is made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_THING = r"(?:paper|article|manuscript|submission|preprint|e-?print|letter|work|note|report|identifier|version)"
_IS = r"(?:(?:has|have)\s+(?:now\s+)?been|(?:was|is)(?:\s+(?:now|hereby|therefore))?(?:\s+being)?|being)"
_SAID = re.compile(
    rf"^\W*(?:temporarily\s+)?withdrawn\b|\b{_THING}\s+(?:{_IS}\s+)?\s*(?:temporarily\s+)?withdrawn\b"
    rf"|\b(?:it|this)\s+{_IS}\s+withdrawn\s+(?:because|due|by|since)\b"
    r"|(?:[.;,]\s+|\s-\s+|\bpages?\s+)withdrawn\s+(?:by|because|due|for|after|until|pending|with)\b",
    re.IGNORECASE,
)
_BEGINNING = 120
"""Letters of an abstract in which its withdrawal is said; further on, the word is about the matter."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a paper is withdrawn, or seems to be."""

    sure: bool
    grounds: str
    """How it is known, as the second half of a sentence."""

    def __str__(self) -> str:
        return f"{'' if self.sure else 'perhaps '}withdrawn"


def withdrawal(withdrawn: bool | None, comment: str | None, abstract: str | None) -> Withdrawal | None:
    """Whether a paper is withdrawn, from what a source knows (``None``: nothing), else from the authors' words."""
    if withdrawn is not None:
        return Withdrawal(True, "arXiv has no text of its latest version") if withdrawn else None
    if comment and _SAID.search(comment):
        return Withdrawal(False, "the authors' comment says so")
    if abstract and _SAID.search(abstract[:_BEGINNING]):
        return Withdrawal(False, "the abstract says so")
    return None
