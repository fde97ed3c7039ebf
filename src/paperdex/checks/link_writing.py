"""A new link in an entry, in Markdown or HTML: around its title, or behind a link that it has."""

from __future__ import annotations

import re

from paperdex.checks.base import Edit
from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place
from paperdex.checks.writing import is_whole

_AFTER_TARGET = re.compile(r">?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\)")
_AFTER_HREF = re.compile(r"[\"'][^<>]*>[^<>]*(?:<(?!a\b|/a\b)[^<>]*>[^<>]*)*</a\s*>", re.IGNORECASE)
_INLINE = re.compile(r"!?\[[^\[\]]*\]\([^()]*\)")
_OPENING = "([（【"
_CLOSING = ")]）】"


def linked(document: Document, subject: Subject, url: str, label: str, title: str | None) -> tuple[Edit, ...]:
    """The edits that put a link into an entry, with another title if one is given; none where that is not plain.

    It is not plain where several entries share a line, and where lines that are nothing but links follow each other.
    """
    if document.list.format not in ("markdown", "html") or shares_line(document, subject):
        return ()
    place = title_place(document, subject)
    insert = _behind(document, subject, url, label) if subject.entry.links else None
    if insert is None:
        return _around(document, place, url, title) if place else ()
    if document.source.line(subject.entry.line).lstrip().startswith("[") or (title is not None and place is None):
        return ()
    return (Edit(*place, title), insert) if title is not None and place is not None else (insert,)


def shares_line(document: Document, subject: Subject) -> bool:
    """Whether another entry begins in the line of this one."""
    near = document.subjects[max(0, subject.index - 1) : subject.index + 2]
    return any(other.index != subject.index and other.entry.line == subject.entry.line for other in near)


def _around(document: Document, place: tuple[int, int], url: str, title: str | None) -> tuple[Edit, ...]:
    start, end = place
    text = document.text[start:end]
    if "\n" in text or "\r" in text:
        return ()
    if document.list.format == "html":
        opening, closing, spoils = f'<a href="{url}">', "</a>", re.search("[<>]", text) is not None
    else:
        opening, closing, spoils = "[", f"]({url})", _spoils_label(document, start, end)
    if spoils:
        return ()
    if title is not None:
        return (Edit(start, end, f"{opening}{title}{closing}"),)
    return (Edit(start, start, opening), Edit(end, end, closing))


def _spoils_label(document: Document, start: int, end: int) -> bool:
    """Whether brackets, or marks of which half stand outside, make a text no label of a link."""
    text = document.text[start:end]
    line = document.source.line(document.source.line_of(start))
    if (
        document.text[max(0, start - 2) : start].rstrip("*_").endswith("[")
        or document.text[end : end + 4].lstrip("*_")[:1] == "]"
    ):
        return True
    in_code = line[: start - document.source.start(document.source.line_of(start))].count("`") % 2 == 1
    return in_code or "[" in text or "]" in text or not is_whole(text)


def _behind(document: Document, subject: Subject, url: str, label: str) -> Edit | None:
    """The link right behind the one that names the entry, else behind its first."""
    text, is_html = document.text, document.list.format == "html"
    named = {identifier.value for identifier in subject.entry.well_formed}
    for link in sorted(subject.entry.links, key=lambda each: each.url not in named):
        found = text.find(link.url, subject.start, subject.end) if link.url else -1
        while found >= 0:
            after = found + len(link.url)
            if is_html:
                match = _AFTER_HREF.match(text, after, subject.end) if text[found - 1] in "\"'" else None
            else:
                is_target = text.startswith(("](", "(<"), found - 2)
                match = _AFTER_TARGET.match(text, after, subject.end) if is_target else None
            if match:
                mark = ", " if _is_bracketed(document, found) else " "
                new = f'<a href="{url}">{label}</a>' if is_html else f"[{label}]({url})"
                return Edit(match.end(), match.end(), f"{mark}{new}")
            found = text.find(link.url, after, subject.end)
    return None


def _is_bracketed(document: Document, target: int) -> bool:
    """Whether a link stands within brackets that other words of its line stand in."""
    line = document.source.line_of(target)
    front = document.text[document.source.start(line) : target]
    if document.list.format == "html":
        front = re.sub(r"<[^<>]*>|<[^<>]*\Z", "", front)
    else:
        front = _INLINE.sub("", front)
        front = front[: front.rfind("[")]
    return any(front.count(a) > front.count(b) for a, b in zip(_OPENING, _CLOSING, strict=True))
