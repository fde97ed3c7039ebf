"""Which sources a fetch can ask, and who reads a list at an address, from the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from paperdex.errors import UnknownName, UsageError
from paperdex.settings import Settings
from paperdex.sources import SOURCES, SourceRow, open_source
from paperdex.sources.base import Access, OnRequest, OnWait
from paperdex.sources.patience import Patience
from paperdex.sources.web import STEPS, Page, get_page
from paperdex.storage.connect import exists
from paperdex.storage.mirror import Mirror
from paperdex.workflows.fetching.run import Reach


@contextmanager
def reach(
    settings: Settings,
    *,
    offline: bool = False,
    on_wait: OnWait | None = None,
    on_request: OnRequest | None = None,
) -> Iterator[Reach]:
    """The mirror, where there is one, and the network sources that the settings don't turn off, in their order.

    Raises UnknownName for a source in the settings that there is not.
    """
    rows = rows_in_order(settings.sources)
    with ExitStack() as stack:
        local = [stack.enter_context(Mirror.open_to_read(settings.mirror))] if exists(settings.mirror) else []
        network = []
        paces: dict[str, float] = {}
        for row in rows:
            address = settings.address(row.name)
            if address and not offline:
                access = Access(
                    address,
                    paces.setdefault(row.name, settings.pace_of(row.name)),
                    settings.cache,
                    contact=settings.contact,
                    on_wait=on_wait,
                    proxy=settings.proxy,
                    on_request=on_request,
                )
                network.append(stack.enter_context(open_source(row.name, access)))
        yield Reach(local, network, paces)


def rows_in_order(names: Sequence[str]) -> Sequence[SourceRow]:
    """The rows of these names, all where there is none; raises UnknownName."""
    rows = {row.name: row for row in SOURCES}
    for name in names:
        if name not in rows:
            known = ", ".join(rows)
            raise UnknownName(
                "source", name, rows, tip=f"The setting sources (PAPERDEX_SOURCES) names some of {known}, in any order."
            )
    return [rows[name] for name in names] if names else SOURCES


def address_reader(
    settings: Settings,
    *,
    offline: bool = False,
    on_wait: OnWait | None = None,
    on_request: OnRequest | None = None,
) -> Callable[[str], Page]:
    """Who reads the list at an address; offline, that raises UsageError."""

    def read(address: str) -> Page:
        if offline:
            raise UsageError(
                f"{address}: a list at an address can't be read without the network.",
                tip="Save it to a file, or leave out --offline and --dry-run.",
            )
        patience = Patience.at(settings.pace_at(address), steps=STEPS, on_wait=on_wait)
        return get_page(address, settings.contact, proxy=settings.proxy, on_request=on_request, patience=patience)

    return read
