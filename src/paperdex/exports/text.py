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
from paperdex.core.columns import columns_of
from paperdex.core.text import clean_text
from paperdex.errors import UsageError
from paperdex.exports.csl_json import CslItem, csl_item
from paperdex.exports.options import USUAL, ExportOptions, Loss
from paperdex.exports.spooled import spool
from paperdex.exports.styles import INSTALL, USUAL_STYLE, style_of
from paperdex.exports.unicode_math import spell_title
from paperdex.exports.works import one_line

_UNDERLINES = "=-~"
_SHORTEST = 3
"""A shorter line below a name is no heading to those that read plain text."""
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
    from paperdex.exports.csl_elements import NUMBER

    format_reference = _formatter(options)
    places: dict[str, int] = {}
    silent = options.silent()

    def line(item: BibliographyItem, first: bool) -> str:
        place = places.setdefault(item.record.work, len(places))
        return f"{place} {format_reference(item, options if first else silent)}\n"

    # Works are formatted as they come; which number each has is known when they stand in their order.
    numbers: dict[str, str] = {}
    for whole in spool(bibliography, options.heading, line):
        blank = ""
        if whole.title:
            yield _heading(whole.title, 0)
            blank = "\n"
        for section in whole.sections:
            for heading in section.headings:
                yield f"{blank}{_heading(heading.name, heading.level)}"
                blank = "\n"
            for place, _, reference in (each.partition(" ") for each in _lines(section.texts)):
                number = numbers.setdefault(place, str(len(numbers) + 1))
                yield f"{blank}{reference.replace(NUMBER, number)}\n"
                blank = "\n"


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """The whole lines of a text in pieces."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        yield from lines


def _heading(name: str, level: int) -> str:
    text = clean_text(name) or "(no name)"
    return f"{text}\n{_UNDERLINES[min(level, len(_UNDERLINES) - 1)] * max(columns_of(text), _SHORTEST)}\n"


def _formatter(options: ExportOptions) -> Callable[[BibliographyItem, ExportOptions], str]:
    """What formats a work; ``NUMBER`` stands for its number in the bibliography."""
    from citeproc import CitationStylesBibliography, formatter  # type: ignore[import-untyped]
    from citeproc.source import Citation  # type: ignore[import-untyped]
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    from paperdex.exports.csl_elements import Cite, Style

    name = options.style or USUAL_STYLE
    root = style_of(name, options.style_text)

    def render(style: Style, fields: CslItem) -> str:
        style.begin()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            works = CiteProcJSON([fields])
            bibliography = CitationStylesBibliography(style, works, formatter.plain)
            cite = Cite("work")
            cite.work = works["work"]
            bibliography.register(Citation([cite]))
            rendered = bibliography.bibliography()
        return one_line(style.finish(str(rendered[0]))) if rendered else ""

    try:
        style = Style(root)
        render(style, _for_processor(_SAMPLE))
    except Exception as error:  # whatever the library stumbles over, it is the style that it can't read
        raise UsageError(
            f"the style {name!r} can't be used: {type(error).__name__} {error}".rstrip() + ".",
            tip="Choose another style, or write csl-json and format it with another program.",
        ) from error

    def format_reference(item: BibliographyItem, options: ExportOptions) -> str:
        # What a preprint is called has no place in a reference.
        fields = csl_item("work", item, replace(options, entry_type=None), spell=spell_title)
        try:
            text = render(style, _for_processor(fields))
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
