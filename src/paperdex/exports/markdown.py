r"""Markdown: a reading list again, for a README, a wiki or notes, and for ``paperdex`` itself.

Topics are headings, nested as in the list; of several lists, each has a heading of its own above them. An entry is an
item: the title, which links to the work, the year, links to the published version and to what your list links to, your
note, the authors, and where it appeared. ``paperdex scan`` reads it back with the same identifiers, titles and topics;
``Title:`` is written where the link alone would not tell which text is the title. Simple math is in Unicode, other math
in the form that GitHub shows. Nothing in a title, name or note becomes Markdown or HTML; only of mail addresses GitHub
makes links by itself.

A template of your own says how an item looks; see [Publish a reading list](pages.md#a-template-of-your-own). It needs
``pip install 'paperdex[templates]'``.

What this format loses: comment, licence, affiliations, version, cite keys, and of the dates all but the year; headings
below the sixth level are of the sixth; links that are no addresses of the web. Of more than 10 authors the first 10 are
written. Abstracts are written when they are wished for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.math_form import in_letters
from paperdex.core.text import Run, decode_runs, printable
from paperdex.exports.latex_math import encode_math
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.shown import own_words, shown
from paperdex.exports.spooled import spool

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$]|&(?=#?\w+;))")
# An address within text is no link: GitHub would make it one.
_ADDRESS = re.compile(r"(?i):(?=//)|(?<=www)\.")
# What would begin a block at the start of a line.
_BLOCK = re.compile(r"(?m)^(\d{0,9})(?=[-+=:.)])")
# A title that a reader of lists takes as it stands, whatever it is linked to: some plain words.
_PLAIN_TITLE = re.compile(r"(?=(?:\S+ ){2})[^\W\d_](?:[^()\[\]{}|/\\\"“”;.—–$]|\.(?=\w))*")


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the list, in UTF-8 with ``\\n`` line ends.

    Raises UsageError, with the line, for a template that is wrong, and where Jinja2 is not installed.
    """
    item_text = _templated(options) if options.template is not None else _item
    silent = options.silent()
    for whole in spool(
        bibliography, options.heading, lambda item, first: item_text(item, options if first else silent)
    ):
        blank = ""
        if whole.title:
            yield f"# {_heading(whole.title)}\n"
            blank = "\n"
        for section in whole.sections:
            for heading in section.headings:
                yield f"{blank}{'#' * min(heading.level + bool(whole.title), 6)} {_heading(heading.name)}\n"
                blank = "\n"
            yield blank
            yield from section.texts
            blank = "\n"


def escape(text: str) -> str:
    """Plain text as Markdown that shows just this text, on one line, nothing of it live."""
    return _escape(" ".join(text.split()))


def inline(runs: Iterable[Run]) -> str:
    """Text and math as Markdown, the math in Unicode or as GitHub shows it."""
    return " ".join("".join(_math(run.text) if run.math else _escape(run.text) for run in runs).split())


def _escape(text: str) -> str:
    return _ADDRESS.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", printable(text)))


def _math(source: str) -> str:
    spelled = in_letters(source)
    if not spelled.startswith("$"):
        return escape(spelled)
    # Only commands that GitHub's MathJax knows, too: it shows an error for any other.
    latex = encode_math(source)
    return f"$`{latex}`$" if latex is not None and "`" not in latex else _escape(spelled)


def link(text: str, url: str) -> str:
    """A link, given Markdown for its text; without an address the text alone, at the start of a line."""
    if not url:
        return _BLOCK.sub(r"\1\\", text)
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    return f"[{text}](<{url}>)" if re.search(r"[()*_]", url) else f"[{text}]({url})"


def _heading(name: str) -> str:
    return inline(own_words(name)) or "(no name)"


def _item(item: BibliographyItem, options: ExportOptions) -> str:
    record = item.record
    seen = shown(item, options)
    title = _title(item)
    year = f"({seen.year})" if seen.year else ""
    links = [f"[{link(inline(own_words(each.label)), each.url)}]" for each in seen.links]
    lines = [f"- {' '.join(part for part in (link(title, seen.url), year, *links) if part)}"]
    if item.note and options.notes is not False:
        lines += _note(item.note)
    if not _is_told_by_its_link(item, title):
        lines.append(f"  - Title: {title}")
    if seen.names:
        lines.append(f"  - Authors: {', '.join(map(escape, seen.names))}{' et al.' if seen.others else ''}")
    if seen.venue:
        lines.append(f"  - Venue: {inline(decode_runs(seen.venue))}")
    if seen.remark:
        lines.append(f"  - {escape(seen.remark)}")
    if record.abstract and options.abstract:
        lines.append(f"  - Abstract: {inline(decode_runs(record.abstract))}")
    return "".join(f"{line}\n" for line in lines)


def _title(item: BibliographyItem) -> str:
    return inline(decode_runs(item.record.title)) or "(no title)"


def _is_told_by_its_link(item: BibliographyItem, title: str) -> bool:
    return not item.record.work.startswith("url:") and _PLAIN_TITLE.fullmatch(title) is not None


def _note(note: str) -> list[str]:
    """The lines of a note, which stay its own."""
    lines = [inline(own_words(line)) for line in note.splitlines()]
    text = "\\\n".join(line for line in lines if line)
    return [f"  {line}" for line in _BLOCK.sub(r"\1\\", text).splitlines()] if text else []


def _templated(options: ExportOptions) -> Callable[[BibliographyItem, ExportOptions], str]:
    from paperdex.exports.templates import compile_template

    render = compile_template(options.template or "", options.template_name)
    return lambda item, options: render(_variables(item, options), item.record.work)


def _variables(item: BibliographyItem, options: ExportOptions) -> dict[str, object]:
    """What a template may name; every text is Markdown already, so that filters need no care."""
    record = item.record
    seen = shown(item, options)
    title = _title(item)
    return {
        "title": title,
        "link": link(title, seen.url),
        "url": seen.url,
        "authors": [escape(name) for name in seen.names],
        "others": seen.others,
        "year": seen.year,
        "venue": inline(decode_runs(seen.venue)),
        "note": inline(own_words(item.note or "")) if options.notes is not False else "",
        "links": [{"label": inline(own_words(each.label)), "url": each.url} for each in seen.links],
        "abstract": inline(decode_runs(record.abstract or "")) if options.abstract is not False else "",
        "remark": escape(seen.remark),
        "id": escape(record.work),
        "key": escape(item.cite_key),
        "doi": escape(seen.doi),
        "categories": [escape(category) for category in record.categories],
        "topics": [inline(own_words(" / ".join(topic))) for topic in item.topics if topic],
    }
