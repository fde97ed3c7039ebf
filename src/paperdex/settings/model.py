"""What the settings are in the end: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ARXIV_API = "https://export.arxiv.org/api/query"
"""arXiv's query API (https://info.arxiv.org/help/api/user-manual.html)."""
ARXIV_OAI = "https://oaipmh.arxiv.org/oai"
"""arXiv's OAI-PMH (https://info.arxiv.org/help/oa/index.html)."""
DATACITE = "https://api.datacite.org"
"""DataCite's REST API (https://support.datacite.org/docs/api)."""
OPENALEX = "https://api.openalex.org"
"""OpenAlex's API (https://docs.openalex.org)."""
ARXIV_PACE = 3.0
"""Seconds from the end of one arXiv request to the start of the next (https://info.arxiv.org/help/api/tou.html)."""
LIBRARY = "paperdex.db"
"""Name of the library where nobody gives another one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where services are asked, how fast, and where files lie. An empty address turns a service off."""

    db: Path = Path(LIBRARY)
    mirror: Path = Path()
    cache: Path = Path()
    contact: str = ""
    """Mail address for the User-Agent; empty for none."""
    sources: tuple[str, ...] = ()
    """Names of the sources on the network that are asked, in this order; none for all in the usual order."""
    arxiv_api: str = ARXIV_API
    arxiv_oai: str = ARXIV_OAI
    datacite: str = DATACITE
    openalex: str = OPENALEX
    pace: float = ARXIV_PACE
    """Seconds between arXiv requests, as they are wished for; see ``pace_of``."""
    proxy: str | None = None
    """Address of the proxy that all requests go through; empty for none, ``None`` for what the environment says."""
    check_select: tuple[str, ...] = ()
    """Rules that lists are checked by, by code, name or group; none for all."""
    check_ignore: tuple[str, ...] = ()
    check_per_file_ignores: tuple[str, ...] = ()
    """Patterns of paths, each with a rule that is left out there: ``drafts/*.md:PD304``."""

    def address(self, source: str) -> str:
        """Where a source is asked; empty when it is turned off."""
        addresses = {
            "arxiv": self.arxiv_api,
            "arxiv-oai": self.arxiv_oai,
            "datacite": self.datacite,
            "openalex": self.openalex,
        }
        return addresses[source]

    def pace_of(self, source: str) -> float:
        """Seconds between requests to a source; less than three only where it is asked at a loopback address."""
        return self.pace_at(self.address(source))

    def pace_at(self, address: str) -> float:
        """The same for a server that is asked at an address."""
        return self.pace if is_loopback(address) else max(self.pace, ARXIV_PACE)


def is_loopback(address: str) -> bool:
    """Whether an address with a scheme is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def without_password(address: str) -> str:
    """An address that can be shown: a user's name and password in it are not."""
    parts = urlsplit(address)
    before, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"***@{host}").geturl() if at and before else address
