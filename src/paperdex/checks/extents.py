"""Where an entry stands whole, so that it can be taken out and the document stays well-formed.

An entry reaches to the next one, and the last one of a topic may be followed by what is not its own: a rule, prose, the
end of a fold. So the lines of an item, a row, a heading with its body or a record are counted by its own marks.
``None`` wherever that is not plain.
"""

from __future__ import annotations

import re

from paperdex.checks.document import Document, Subject

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•]|\d{1,9}[.)]|#\.|\.)[ \t]+")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|\w)")
_BORDER = re.compile(r"[ \t]*(?:#{1,6}[ \t]|\.\.[ \t]|</?[A-Za-z!]|(?:[-*_=][ \t]*){3,}$|```|~~~|\|)")
_FIELD = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+[*_]{0,3}[^\W\d][\w ]{0,24}[*_]{0,3}[:：]")
_ROW = re.compile(r"[ \t]*\|.*\||[^|]*\|[^|]*\|")
_BY_LINES = frozenset({"markdown", "org", "asciidoc", "rst", "plain"})


def whole_lines(document: Document, subject: Subject) -> tuple[int, int] | None:
    """Where the lines of an entry begin and end, line end and needless blank lines taken along."""
    form = document.list.format
    first, last = subject.entry.line, _last_line(document, subject)
    subjects = document.subjects
    neighbours = [subjects[i] for i in (subject.index - 1, subject.index + 1) if 0 <= i < len(subjects)]
    if any(each.entry.line == first for each in neighbours):
        return None
    if form in ("csv", "tsv"):
        end = _end_of_row(document, first, last)
    elif form in ("bibtex", "ris"):
        end = _end_of_record(document, first, last, form)
    elif form in _BY_LINES:
        end = _end_of_entry(document, subject, first, last)
    else:
        return None
    if end is None:
        return None
    return _with_blanks(document, subject, first, end)


def _last_line(document: Document, subject: Subject) -> int:
    """The last line that is not blank before the next entry or topic."""
    source = document.source
    last = source.line_of(max(subject.end - 1, subject.start))
    while last > subject.entry.line and not source.line(last).strip():
        last -= 1
    return last


def _with_blanks(document: Document, subject: Subject, first: int, last: int) -> tuple[int, int]:
    """The lines, and the blank ones of one side where both sides have them, so that one gap is left."""
    source = document.source
    following = last + 1
    while following <= source.line_count and not source.line(following).strip():
        following += 1
    is_loose = following > last + 1 and (first == 1 or not source.line(first - 1).strip())
    if is_loose and (_is_followed_by_entry(document, subject) or first == 1):
        last = following - 1
    elif is_loose:
        while first > 1 and not source.line(first - 1).strip():
            first -= 1
    return source.start(first), source.start(last + 1)


def _is_followed_by_entry(document: Document, subject: Subject) -> bool:
    following = document.subjects[subject.index + 1 : subject.index + 2]
    return bool(following) and following[0].start == subject.end and following[0].entry.topic == subject.entry.topic


def _end_of_row(document: Document, first: int, last: int) -> int | None:
    """The line in which a row ends: where its quotes are closed."""
    quotes = 0
    for line in range(first, last + 1):
        quotes += document.source.line(line).count('"')
        if quotes % 2 == 0:
            return line
    return None


def _end_of_record(document: Document, first: int, last: int, form: str) -> int | None:
    """The line in which a record ends, with nothing else behind it."""
    depth = 0
    for line in range(first, last + 1):
        text = document.source.line(line)
        if form == "ris":
            if text.startswith("ER"):
                return line
            continue
        if line == first and not text.lstrip().startswith("@"):
            return None
        depth += text.count("{") - text.count("}")
        if depth <= 0:
            return line if "{" in document.source.line(first) and text.rstrip().endswith(("}", "},")) else None
    return None


def _end_of_entry(document: Document, subject: Subject, first: int, last: int) -> int | None:
    source = document.source
    text = source.line(first)
    if document.list.format == "rst" and text.lstrip()[:1] in ("|", "+", "="):
        return None  # a row of its tables may go on in the next lines
    if _ROW.match(text) and any(_ROW.match(source.line(line)) for line in (first - 1, first + 1) if line > 0):
        below = source.line(first + 1) if first < last else ""
        return first if not below.strip() or below.lstrip().startswith("|") else None  # else it is cut
    item = _ITEM.match(text)
    if item and _has_entries_below(document, subject, len(item["indent"])):
        return None
    end = _end_of_item(document, first, last, len(item["indent"])) if item else _end_of_block(document, first, last)
    if text.lstrip().startswith("<"):
        return None
    rest = next((line for line in range(end + 1, last + 1) if source.line(line).strip()), None)
    if rest is None:
        return end
    below = source.line(rest)
    if item and _ITEM.match(below) and not _FIELD.match(below):
        return end  # what follows is an item of its own, and no entry
    if any(_BORDER.match(source.line(line)) for line in range(rest, last + 1)):
        return end if item and _BORDER.match(below) else None
    return last if _is_followed_by_entry(document, subject) or _HEADING.match(text) else None


def _has_entries_below(document: Document, subject: Subject, indent: int) -> bool:
    """Whether the next entry stands within the item of this one."""
    following = document.subjects[subject.index + 1 : subject.index + 2]
    if not following or following[0].start != subject.end:
        return False
    text = document.source.line(following[0].entry.line)
    return len(text) - len(text.lstrip()) > indent


def _end_of_item(document: Document, first: int, last: int, indent: int) -> int:
    """The last line of an item: what is further in, and what goes on without a blank line."""
    source = document.source
    end = first
    for line in range(first + 1, last + 1):
        text = source.line(line)
        if not text.strip():
            continue
        is_inside = len(text) - len(text.lstrip()) > indent
        if not is_inside and (line > end + 1 or _ITEM.match(text) or _BORDER.match(text)):
            break
        end = line
    return end


def _end_of_block(document: Document, first: int, last: int) -> int:
    """The last line before a blank one."""
    end = first
    while end < last and document.source.line(end + 1).strip():
        end += 1
    return end
