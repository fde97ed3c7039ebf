r"""Org, for Emacs and what else reads it: a heading a topic, an item a work.

The title of an item links to the work; authors, year, and a link to the published version follow, then the list
keeper's note. A work of several topics stands under each. Text is plain Unicode, math in characters where there are
some, else a LaTeX fragment of commands that every LaTeX has. What Org would read as markup is escaped as its manual
says, by a zero-width space, or is an entity such as ``\dollar{}``.

What this format loses: brackets in titles, which are parentheses, since no reader agrees on brackets in links; cite
keys, comment, categories, licence, affiliations, version, and of the dates all but the year; abstracts, unless they are
wished for. Of more than 10 authors the first 10 are written, unless another number is wished for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.text import clean_text, decode_runs, printable
from paperdex.exports.facts import facts_of
from paperdex.exports.latex_math import encode_math
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.spooled import spool
from paperdex.exports.unicode_math import spell_title
from paperdex.exports.works import printed_name, verbatim

MAX_AUTHORS = 10

_ZWSP = "\u200b"
_ACTIVE = re.compile(
    r"""((?:(?<=[\s({'"-])|(?<=\A))[*/=~+_](?=\S)     # emphasis
       | (?<=\bcall)_ | (?<=\bsrc)_)                 # code, which Emacs finds with a space behind it all the same
      | [_^](?=[\w{(*+-])                            # an index
      | \[(?=\[|fn:|cite[:/]|\d)                     # a link, a footnote, a citation, a date
      | <(?=<|\d{4}-|%%|\w[\w+-]*:)                  # a target, a date, a link
      | \{(?=\{\{)                                   # a macro
      | @(?=@)                                       # what an exporter takes as it is
      | :(?=:)                                       # a term in a list
      | (?<=[\s(])(?:elisp|shell|help|info|docview|attachment|id|file(?:\+\w+)?):(?=\S)""",
    re.VERBOSE,
)
_KEYWORD = re.compile(r"[A-Z]{3,}\b|\[#")
_WEB = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the document, in UTF-8 with ``\\n`` line ends, a heading or an item at a time."""
    silent = options.silent()
    for whole in spool(bibliography, options.heading, lambda item, first: _item(item, options if first else silent)):
        blank = ""
        if whole.title:
            yield f"#+title: {_escape(whole.title)}\n"
            blank = "\n"
        for section in whole.sections:
            for heading in section.headings:
                yield f"{blank}{'*' * heading.level} {_heading(heading.name)}\n"
                blank = ""
            yield blank
            yield from section.texts
            blank = "\n"


def _item(item: BibliographyItem, options: ExportOptions) -> str:
    record = item.record
    facts = facts_of(item, options, most_authors=MAX_AUTHORS)
    names = [_inline(printed_name(author)) for author in facts.authors]
    names += ["et al."] if names and facts.others else []
    about = ", ".join([*names, *([f"{facts.date[0]:04}"] if facts.date else [])])
    published = facts.doi if facts.doi and not facts.doi.startswith("10.48550/arXiv.") else ""
    parts = [
        _link(facts.url, record.title),
        f" — {about}" if about else "",
        f". {_inline(record.journal_ref or item.venue or '')}" if record.journal_ref or item.venue else "",
        f". {_link(f'https://doi.org/{published}', f'doi:{published}')}" if published and facts.arxiv else "",
        f". /{str(record.withdrawal).capitalize()}/" if record.withdrawal else "",
    ]
    lines = [f"- {''.join(parts)}"]
    if item.note and options.notes is not False:
        lines.append(f"  Note: {_inline(item.note)}")
    if record.abstract and options.abstract:
        lines.append(f"\n  Abstract: {_inline(record.abstract)}\n")
    return "".join(f"{line}\n" for line in lines)


def _link(url: str, text: str) -> str:
    """A link where the address is one of the web; its text has no brackets, on which readers disagree."""
    label = _inline(text.translate(str.maketrans("[]", "()"))) or "(no title)"
    if not _WEB.match(url):
        return label
    address = re.sub(r"[\[\]<>]", lambda found: f"%{ord(found[0]):02X}", verbatim(url))
    return f"[[{address}][{label}]]"


def _heading(name: str) -> str:
    """A heading's name, that is neither a state nor a priority nor tags."""
    text = _escape(clean_text(name)) or "(no name)"
    text = f"{_ZWSP}{text}" if _KEYWORD.match(text) else text
    return f"{text}{_ZWSP}" if text.endswith(":") else text


def _inline(text: str) -> str:
    """A text as it came, as Org's own, with nothing in it that Org would act on."""
    pieces: list[str] = []
    for run in decode_runs(text):
        spelled = spell_title(f"${run.text}$") if run.math else run.text
        if run.math and spelled.startswith("$"):
            latex = encode_math(run.text)
            pieces.append(f"\\({latex}\\)" if latex is not None else _escape(spelled))
        else:
            pieces.append(_escape(spelled))
    return "".join(pieces)


def _escape(text: str) -> str:
    text = printable(text).replace("\\", r"\backslash{}")
    if text.count("$") > 1:
        text = text.replace("$", r"\dollar{}")
    # Older pandocs know the space only before an emphasis.
    return _ACTIVE.sub(lambda found: f"{_ZWSP if found[1] else ''}{found[0]}{_ZWSP}", text)
