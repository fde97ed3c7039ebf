"""Where an entry as a whole is shown to be at fault."""

from __future__ import annotations

from paperdex.checks.document import Document, Subject
from paperdex.checks.titles import title_place


def entry_span(document: Document, subject: Subject) -> tuple[int, int]:
    """Its title, else the first identifier that names it, else its first line."""
    place = title_place(document, subject)
    if place is None and subject.own_places:
        place = subject.own_places[0][:2]
    return place or document.line_span(subject.entry.line)
