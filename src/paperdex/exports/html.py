r"""One web page by topic, whole in itself: to open from a disk, to send, or to put on any server.

Topics are headings with a table of contents, an entry has its title, which links to the work, authors, year, where it
appeared, links to the published version and to what your list links to, your note, the abstract to fold out, and the
cite key. The page loads nothing from elsewhere, runs no script and forbids both, so that nothing in a title or note can
become live; it is light or dark as the reader's screen is, fits narrow and wide ones, prints, and needs no mouse. Math
is MathML, which screen readers read.

What this format loses: comment, categories, licence, affiliations, version, and of the dates all but the year; links
that are no addresses of the web. Of more than 10 authors the first 10 are written, unless another number is wished for.
Abstracts are written unless they are not wished for: they are most of the page's size.
"""

from __future__ import annotations

import functools
import hashlib
import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from paperdex.core.bibliography import BibliographyItem, TopicGroup
from paperdex.core.text import Run, clean_text, decode_runs, fold, printable
from paperdex.exports.mathml import math_html
from paperdex.exports.options import USUAL, ExportOptions
from paperdex.exports.shown import Shown, own_words, shown
from paperdex.exports.spooled import Heading, spool

_SCRIPTS = (("ko", "\uac00-\ud7a3"), ("ja", "\u3041-\u30ff"), ("zh", "\u3400-\u9fff"), ("", "\u0370-\uffff"))
_LANGUAGES = [(language, re.compile(f"[{letters}]")) for language, letters in _SCRIPTS]
_LATIN = re.compile("[A-Za-z]")


def write(bibliography: Iterable[TopicGroup], options: ExportOptions = USUAL) -> Iterator[str]:
    """Yield the page, in UTF-8 with ``\\n`` line ends."""
    silent = options.silent()
    for whole in spool(
        bibliography,
        options.heading,
        lambda item, first: _item(item, options if first else silent, first=first),
    ):
        title = whole.title or "Reading list"
        identifiers = _identifiers(whole.headings)
        yield _head(title, whole.works)
        yield "".join(_contents(whole.headings, identifiers))
        yield '<main id="main">\n'
        place = 0
        for section in whole.sections:
            headings = section.headings
            label = f' aria-labelledby="{identifiers[place + len(headings) - 1]}"' if headings else ""
            yield f"<section{label}>\n"
            for heading in headings:
                yield _heading(heading, identifiers[place])
                place += 1
            # Some screen readers forget that a list without marks is one.
            yield '<ul role="list">\n'
            yield from section.texts
            yield "</ul>\n</section>\n"
        yield '</main>\n<footer>Made with <a href="https://github.com/paperdex/paperdex">paperdex</a></footer>\n'
        yield "</div>\n</body>\n</html>\n"


@functools.cache
def _style() -> tuple[str, str]:
    """The style sheet, and the source that the page's policy allows."""
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return style, f"sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def _head(title: str, works: int) -> str:
    style, source = _style()
    policy = f"default-src 'none'; style-src '{source}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{_plain(title)}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the papers</a>
<div class="page">
<header>
<h1{_language(own_words(title))}>{_inline(own_words(title))}</h1>
<p class="count">{works:,} {"work" if works == 1 else "works"}</p>
</header>
"""


def _contents(headings: Sequence[Heading], identifiers: Sequence[str]) -> Iterator[str]:
    """The table of contents, its lists nested as the headings are."""
    if not headings:
        return
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Topics</h2>\n'
    levels: list[int] = []
    for heading, identifier in zip(headings, identifiers, strict=True):
        if not levels or heading.level > levels[-1]:
            levels.append(heading.level)
            yield "<ul>\n"
        else:
            yield "</li>\n"
            while len(levels) > 1 and heading.level < levels[-1]:
                levels.pop()
                yield "</ul>\n</li>\n"
        words = own_words(heading.name)
        name = f"<span{_language(words)}>{_inline(words) or '(no name)'}</span>"
        yield f'<li><a href="#{identifier}">{name} <span>{heading.works:,}</span></a>\n'
    yield "</li>\n</ul>\n" * len(levels)
    yield "</nav>\n"


def _identifiers(headings: Iterable[Heading]) -> list[str]:
    """A fragment for each heading, by its name, so that links into the page outlast other headings."""
    taken: dict[str, int] = {}
    found = []
    for heading in headings:
        name = re.sub(r"\W+", "-", fold(clean_text(heading.name))).strip("-")
        slug = f"topic-{name}"
        taken[slug] = count = taken.get(slug, 0) + 1
        # Two signs, which no name leaves: "Tea 2" and the second "Tea" stay apart.
        found.append(html.escape(slug if count == 1 else f"{slug}--{count}"))
    return found


def _heading(heading: Heading, identifier: str) -> str:
    tag = f"h{min(heading.level + 1, 6)}"
    name = own_words(heading.name)
    return f'<{tag} id="{identifier}"{_language(name)}>{_inline(name) or "(no name)"}</{tag}>\n'


def _item(item: BibliographyItem, options: ExportOptions, *, first: bool) -> str:
    record = item.record
    seen = shown(item, options)
    key = re.sub(r"[^A-Za-z0-9:_.+/-]", "", item.cite_key)
    title = _inline(decode_runs(record.title)) or "(no title)"
    names = ", ".join(_plain(name) for name in seen.names) + (" et al." if seen.names and seen.others else "")
    parts = [
        f'<li id="key-{key}">' if first and key else "<li>",
        f'<p class="title"{_language(decode_runs(record.title))}>{_link(title, seen.url)}</p>',
        f'<p class="by" dir="auto">{names}</p>' if names else "",
        _where(seen, key),
        f'<p class="warn">{_plain(seen.remark)}</p>' if seen.remark else "",
    ]
    if item.note and options.notes is not False:
        lines = "\n".join(_inline(own_words(line)) for line in item.note.splitlines())
        parts.append(f'<p class="note"{_language(own_words(item.note))}>{lines}</p>')
    if record.abstract and options.abstract is not False:
        abstract = f"<p{_language(decode_runs(record.abstract))}>{_inline(decode_runs(record.abstract))}</p>"
        parts.append(f"<details><summary>Abstract</summary>{abstract}</details>")
    return "\n".join(part for part in parts if part) + "</li>\n"


def _where(seen: Shown, key: str) -> str:
    parts = [f"<span>{seen.year}</span>" if seen.year else ""]
    parts.append(f"<cite>{_inline(decode_runs(seen.venue))}</cite>" if seen.venue else "")
    parts += [_link(_inline(own_words(each.label)), each.url) for each in seen.links]
    parts.append(f"<code>{html.escape(key)}</code>" if key else "")
    return f'<p class="at">{" ".join(part for part in parts if part)}</p>' if any(parts) else ""


def _link(text: str, url: str) -> str:
    return f'<a href="{html.escape(url)}">{text}</a>' if url else text


def _inline(runs: Iterable[Run]) -> str:
    """Text and math as HTML that shows just this."""
    return "".join(math_html(run.text) if run.math else _plain(run.text) for run in runs)


def _plain(text: str) -> str:
    return html.escape(printable(text))


def _language(runs: Iterable[Run]) -> str:
    """Attributes for a text of a script other than Latin: its language, as far as the script tells it, else none."""
    text = "".join(run.text for run in runs if not run.math)
    if text.isascii():
        return ""
    for language, letters in _LANGUAGES:
        count = len(letters.findall(text))
        if count and 2 * count >= len(_LATIN.findall(text)):
            return f' lang="{language}" dir="auto"'
    return ' dir="auto"'
