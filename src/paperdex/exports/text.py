"""References as they are printed, in any citation style: APA, IEEE, Nature, or one of thousands of others.

They are formatted by citeproc-py from the same items as csl-json, with headings by topic, in the order of the lists;
numbered styles number them as they come, and a work that comes again has its number again. A style is one of the
official repository by its name (``apa``, ``ieee``, ``chicago-author-date``), or a file; the usual one is
``harvard-cite-them-right``. Needs ``pip install 'paperdex[styles]'``.

What this format loses: italics and bold, since the text is plain; what a style does not print; letters that tell apart
two works of one author and year (2017a, 2017b); the order that a style would sort by.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.text import clean_text
from paperdex.errors import UsageError
from paperdex.exports.csl_json import CslItem, csl_item
from paperdex.exports.options import USUAL, ExportOptions, Loss
from paperdex.exports.sections import document
from paperdex.exports.styles import INSTALL, USUAL_STYLE, style_of
from paperdex.exports.unicode_math import spell_title
from paperdex.exports.works import one_line

_UNDERLINES = "=-~"
_SAMPLE: CslItem = {
    "id": "work",
    "type": "article",
    "title": "A sample",
    "author": [{"family": "Sample", "given": "A."}],
    "issued": {"date-parts": [[2000, 1, 1]]},
    "URL": "https://arxiv.org/abs/0001.0001",
}
"""A style that can't format this is none that can be used."""


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the references, in UTF-8 with ``\\n`` line ends, a heading or a reference at a time, parted by blank lines.

    Raises UsageError where the packages for it are not installed, UnknownName for a style that there is not, and
    InputError for a file that is no style.
    """
    if importlib.util.find_spec("citeproc") is None:
        raise UsageError("the format text needs the package citeproc-py, which is not installed.", tip=f"{INSTALL}.")
    format_reference = _formatter(options)
    whole = document(bibliography, options.heading)
    references: dict[str, str] = {}
    blank = ""
    if whole.title:
        yield _heading(whole.title, 0)
        blank = "\n"
    for section in whole.sections:
        for level, name in section.headings:
            yield f"{blank}{_heading(name, level)}"
            blank = "\n"
        for item in section.items:
            work = item.record.work
            if work not in references:
                references[work] = format_reference(item, len(references) + 1)
            yield f"{blank}{references[work]}\n"
            blank = "\n"


def _heading(name: str, level: int) -> str:
    text = clean_text(name) or "(no name)"
    return f"{text}\n{_UNDERLINES[min(level, len(_UNDERLINES) - 1)] * len(text)}\n"


def _formatter(options: ExportOptions) -> Callable[[BibliographyItem, int], str]:
    """What formats a work, given its number in the bibliography."""
    from citeproc import CitationStylesBibliography, formatter  # type: ignore[import-untyped]
    from citeproc.source import Citation  # type: ignore[import-untyped]
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    from paperdex.exports.csl_elements import Cite, Style

    name = options.style or USUAL_STYLE
    root = style_of(name, options.style_text)
    # What a preprint is called has no place in a reference.
    options = replace(options, entry_type=None)

    def render(style: Style, fields: CslItem, number: int) -> str:
        style.begin()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            works = CiteProcJSON([fields])
            bibliography = CitationStylesBibliography(style, works, formatter.plain)
            cite = Cite("work")
            cite.place, cite.work = number, works["work"]
            bibliography.register(Citation([cite]))
            rendered = bibliography.bibliography()
        return one_line(style.finish(str(rendered[0]))) if rendered else ""

    try:
        style = Style(root)
        render(style, _for_processor(_SAMPLE), 1)
    except Exception as error:  # whatever the library stumbles over, it is the style that it can't read
        raise UsageError(
            f"the style {name!r} can't be used: {type(error).__name__} {error}".rstrip() + ".",
            tip="Choose another style, or write csl-json and format it with another program.",
        ) from error

    def format_reference(item: BibliographyItem, number: int) -> str:
        fields = csl_item("work", item, options, spell=spell_title)
        try:
            text = render(style, _for_processor(fields), number)
        except Exception:  # one work must not spoil the others
            text = ""
        if not text:
            what = "its reference can't be formatted in this style, and has title and address only"
            options.tell(Loss(item.record.work, item.cite_key, "title", what))
        return text or one_line(f"{fields.get('title', '')}. {fields.get('URL', '')}")

    return format_reference


def _for_processor(fields: CslItem) -> CslItem:
    """The item with what no style may write in another case marked so, and without what is no citation."""
    kept = {name: value for name, value in fields.items() if name not in {"keyword", "annote", "abstract"}}
    for name in ("publisher", "number"):
        if name in kept:
            kept[name] = f'<span class="nocase">{kept[name]}</span>'
    kept["title"] = _printed(kept.get("title", ""))
    kept["author"] = [{part: _printed(text) for part, text in name.items()} for name in kept.get("author", ())]
    return {name: value for name, value in kept.items() if value}


def _printed(text: str) -> str:
    """A text with quotes and apostrophes as they are printed."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", re.sub(r'(?<!\w)"(?=\S)([^"]*)(?<=\S)"(?!\w)', r"“\1”", text))
