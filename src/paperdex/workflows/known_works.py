"""Which work of a library an entry of a .bib file is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperdex.core.entries import ListEntry
from paperdex.core.matching import match_title, title_keys
from paperdex.storage.queries import LibraryReader


class KnownWorks:
    """Knows the works of a library by arXiv number and DOI, else by title and author where that is sure."""

    def __init__(self, library: LibraryReader, entries: Iterable[ListEntry]) -> None:
        """``entries`` are all that will be asked about."""
        self._library = library
        dois = (i.value for entry in entries for i in entry.well_formed if i.scheme == "doi")
        self._published = library.works_of_dois(dois)

    def of(self, entry: ListEntry) -> str | None:
        """The work that an entry surely is."""
        for identifier in entry.well_formed:
            if self._library.has_work(identifier.work):
                return identifier.work
            if identifier.scheme == "doi" and identifier.value in self._published:
                return self._published[identifier.value]
        if any(identifier.scheme == "arxiv" for identifier in entry.well_formed):
            return None  # it says which paper it is, and the library has not that one
        found = match_title(entry, self._library.find_titles(title_keys(re.sub(r"[{}]", "", entry.title))))
        return found.work if found and found.status == "resolved" else None
