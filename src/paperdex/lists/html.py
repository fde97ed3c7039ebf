"""HTML (a saved page, or a block of it in Markdown) to an outline, with line numbers.

Read is the main content: ``.markdown-body`` or ``#readme``, else ``<main>``, else every ``<article>``, else what is
called ``content`` or ``post``, else the body; the first of these that has a link in it. Of several articles the
headings around them are read too, for they may be the topics of cards. Where papers are linked beside it, the whole
page is read, lest one be lost. Navigation, side columns, the page's own header and footer, comments, what is hidden,
scripts and ``<pre>`` are left out. ``<summary>`` is a heading below the open ones until its ``</details>``.
Relative links are made whole by ``<base>`` or the canonical link. The tokens come from
:mod:`paperdex.lists.syntax.html_tokens`, where it stands why no HTML parser is used;
:mod:`paperdex.lists.syntax.html_builder` makes blocks of them with a stack, so that nothing is nested too deep.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperdex.core.identifiers import Identifier
from paperdex.lists.outline import Block, Cut, Heading, Outline
from paperdex.lists.packed import Blocks
from paperdex.lists.syntax.html_blocks import bulleted, inlines, joined_lists
from paperdex.lists.syntax.html_builder import Builder
from paperdex.lists.syntax.html_elements import WHOLE_PAGE
from paperdex.lists.syntax.html_tokens import read_tokens
from paperdex.lists.words.links import identifier_of


def read(text: str) -> Outline:
    """The outline of a saved page; never fails, since every text is HTML."""
    blocks = Blocks(len(text))
    builder = Builder(kept=blocks.kept)
    tokens = read_tokens(text)
    del text
    builder.feed(tokens)
    blocks.extend(joined_lists(bulleted(_main_content(builder))))
    headings = [block for block in blocks if isinstance(block, Heading) and block.inline]
    top = [heading for heading in headings if heading.level == 1]
    declares_itself = len(top) == 1 and headings[0] is top[0]
    title = None if declares_itself else " ".join(builder.title.split()) or None
    return Outline(tuple(blocks), title, tuple(builder.cuts))


def blocks_of(
    fragment: str, first_line: int, levels: list[int] | None = None, cuts: list[Cut] | None = None
) -> tuple[Block, ...]:
    """The blocks of a piece of HTML that begins at ``first_line`` of its document.

    ``levels`` holds the level of the heading above, then that of each open ``<details>``; of one without a summary so
    far the level above it, below zero. It is kept up to date, for a fold may open in one piece and end in another. The
    end of a fold is a heading without a name, above a rule. What is not read to its end is added to ``cuts``.
    """
    builder = Builder(levels)
    builder.feed(read_tokens(fragment, first_line))
    if cuts is not None:
        cuts += builder.cuts
    return joined_lists(builder.blocks)


def _main_content(builder: Builder) -> list[Block]:
    """The blocks of the region that is most surely the main content, unless papers are linked beside it."""
    for rank in range(WHOLE_PAGE):
        if rank in builder.linked:
            regions = builder.regions[rank]
            inside: list[Block] = []
            beside: list[Block] = []
            end = 0
            for start, stop in regions:
                beside += builder.blocks[end:start]
                if len(regions) > 1:  # a card each, below the headings of the page
                    inside += (block for block in builder.blocks[end:start] if isinstance(block, Heading))
                inside += builder.blocks[start:stop]
                end = stop
            beside += builder.blocks[end:]
            if not rank or not (named := _works(beside)) or not (named - _works(inside)):
                return inside
    return builder.blocks


def _works(blocks: Sequence[Block]) -> set[str]:
    """The papers of arXiv that are linked."""
    urls = {span.url for inline in inlines(blocks) for span in inline if span.url and "arxiv" in span.url}
    named = map(identifier_of, urls)
    return {identifier.work for identifier in named if isinstance(identifier, Identifier)}
