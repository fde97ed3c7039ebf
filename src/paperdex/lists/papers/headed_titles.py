"""Headings that are titles of papers without any link, in a document of notes on papers.

``#### An Invented Paper on Kettles`` above a paragraph of notes, heading after heading, where the document is called
``Reading list`` or ``论文笔记``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperdex.lists.outline import Block, Heading, ItemList, Paragraph, Table, plain_text
from paperdex.lists.papers.bare_links import lists_others
from paperdex.lists.words.evidence import SURE, is_capitalised, said_of, wording, words_of_title
from paperdex.lists.words.links import is_paper_link

_OF_PAPERS = re.compile(r"\b(?:papers?|readings?|literature)\b|论文|論文|文献|논문|문헌|стат[ье]", re.IGNORECASE)
"""What a document of notes on papers is called; references and articles may be anything."""
_LEAST = 3
_LEAST_WORDS = 4
_MOSTLY = 0.8
_REFERENCES = SURE | {"by", "cited"}


def title_level(blocks: Sequence[Block], title: str | None) -> int:
    """The level of the headings that are titles of papers; 0 where none is."""
    if not title or said_of(title) != "papers" or not _OF_PAPERS.search(title):
        return 0
    headings = [block for block in blocks if isinstance(block, Heading)]
    level = max((heading.level for heading in headings), default=0)
    own = [heading for heading in headings if heading.level == level]
    titles = sum(map(is_title, own))
    if len(own) < _LEAST or titles < _MOSTLY * len(own) or any(_links_papers(block) for block in blocks):
        return 0
    return level


def is_title(heading: Heading) -> bool:
    """Whether a heading reads like a title, some words with capitals, or like a reference."""
    text = plain_text(heading.inline).strip()
    is_reference = wording(text) in _REFERENCES
    return is_reference or (words_of_title(text) >= _LEAST_WORDS and (is_capitalised(text) or text[:1].isupper()))


def _links_papers(block: Block) -> bool:
    if isinstance(block, Paragraph | Heading):
        return any(span.url and is_paper_link(span) for span in block.inline)
    return isinstance(block, Table) or (isinstance(block, ItemList) and lists_others(block))
