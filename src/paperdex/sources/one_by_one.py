"""What sources have in common that are asked for one record a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from paperdex.core.identifiers import Identifier
from paperdex.core.records import Answer, BibliographicRecord
from paperdex.errors import SourceRefused
from paperdex.sources.base import NoLongerWanted, Still

Clock = Callable[[], datetime]
Ask = Callable[[str, Callable[[], bool] | None], BibliographicRecord | str]
"""Asks for a work where that is still wanted when it is its turn, as :meth:`Transport.read` does."""

MOST_FAILURES = 3
"""Papers in a row whose answers can't be used, after which the service is broken, and not the papers."""


def utc_now() -> datetime:
    """The time of a request."""
    return datetime.now(UTC)


def stamp(clock: Clock) -> str:
    """The time of a clock, UTC, ISO 8601 to the second."""
    return f"{clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class OneByOne:
    """Asks for one record at a time, and tells a paper that spoils its answer from a service that is broken.

    ``title`` is the source's name as people write it. ``ask`` gives the record of an arXiv identifier, or the reason
    why there is none; it raises SourceError, StorageError and UsageError, and so does ``lookup``.
    """

    batch = 1

    def __init__(self, name: str, title: str, ask: Ask) -> None:
        self.name = name
        self._title = title
        self._ask = ask
        self._has_answered = False
        self._failures = 0

    def lookup(self, identifiers: Sequence[Identifier], *, still: Still | None = None) -> Iterator[Answer]:
        """The record of one identifier, of its latest version, or the reason why there is none; one request.

        Where the service has given usable answers before, one paper that spoils its answer gets that as its reason
        and does not count as a failure of the service.
        """
        if len(identifiers) > self.batch:
            raise ValueError(f"{len(identifiers)} identifiers are more than one look-up may ask for ({self.batch})")
        for identifier in identifiers:
            if identifier.scheme != "arxiv":
                yield Answer(unknown={identifier.work: "not an arXiv identifier"})
                continue
            try:
                found = self._record_or_reason(identifier.value, still)
            except NoLongerWanted:
                continue
            if isinstance(found, BibliographicRecord):
                yield Answer((found,))
            else:
                yield Answer(unknown={identifier.work: found})

    def search_title(self, title: str) -> tuple[BibliographicRecord, ...]:
        """Nothing, and no request: the source is not asked for titles."""
        return ()

    def _record_or_reason(self, work: str, still: Still | None) -> BibliographicRecord | str:
        try:
            found = self._ask(work, (lambda: bool(still([work]))) if still else None)
        except SourceRefused as error:
            self._failures += 1
            # An error status is said by the service of itself.
            may_be_the_paper = error.status in {None, 200} and self._has_answered
            if not may_be_the_paper or self._failures >= MOST_FAILURES:
                raise
            return f"{self._title} {error.reason}".rstrip(".")
        self._has_answered, self._failures = True, 0
        return found
