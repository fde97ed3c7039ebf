"""Settings from the environment, read once at the edge and passed in; nothing deeper reads the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from paperdex.errors import UsageError

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


@dataclass(frozen=True, slots=True)
class Settings:
    """Where services are asked, how fast, and where files lie. An empty address turns a service off."""

    arxiv_api: str = ARXIV_API
    arxiv_oai: str = ARXIV_OAI
    datacite: str = DATACITE
    openalex: str = OPENALEX
    sources: tuple[str, ...] = ()
    """Names of the sources on the network that are asked, in this order; none for all in the usual order."""
    pace: float = ARXIV_PACE
    """Seconds between arXiv requests, as they are wished for; see ``pace_of``."""
    contact: str = ""
    """Mail address for the User-Agent; empty for none."""
    cache: Path = Path()
    mirror: Path = Path()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read the ``PAPERDEX_*`` variables; raises UsageError for a value that can't be used."""
        from platformdirs import user_cache_path, user_data_path

        arxiv_api = _address(environ, "PAPERDEX_ARXIV_API", ARXIV_API)
        return cls(
            arxiv_api=arxiv_api,
            arxiv_oai=_address(environ, "PAPERDEX_ARXIV_OAI", _stand_in(ARXIV_OAI, arxiv_api)),
            datacite=_address(environ, "PAPERDEX_DATACITE", _stand_in(DATACITE, arxiv_api)),
            openalex=_address(environ, "PAPERDEX_OPENALEX", _stand_in(OPENALEX, arxiv_api)),
            sources=_names(environ.get("PAPERDEX_SOURCES", "")),
            pace=_pace(environ.get("PAPERDEX_PACE", "")),
            contact=environ.get("PAPERDEX_CONTACT", ""),
            cache=_path(environ, "PAPERDEX_CACHE") or user_cache_path("paperdex"),
            mirror=_path(environ, "PAPERDEX_MIRROR") or user_data_path("paperdex") / "mirror.db",
        )

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
        return self.pace if is_loopback(self.address(source)) else max(self.pace, ARXIV_PACE)


def _stand_in(default: str, arxiv_api: str) -> str:
    """Where what stands in for the query API is asked unless a setting says so.

    Nowhere, when the query API is turned off or is on this machine: then nobody expects the network to be asked.
    """
    return default if arxiv_api and not is_loopback(arxiv_api) else ""


def _names(text: str) -> tuple[str, ...]:
    """The names of a comma list, each once."""
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name, "").strip()
    try:
        return Path(value).expanduser() if value else None
    except RuntimeError as error:
        raise UsageError(f"{name} is {value!r}: {error}", tip="Give the path in full.") from error


def _address(environ: Mapping[str, str], name: str, default: str) -> str:
    """An http(s) address, or nothing."""
    value = environ.get(name, default).strip()
    try:
        usable = not value or (urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname))
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(
            f"{name} is {value!r}, which is not an address.",
            tip="Give one that begins with https://, or an empty one to turn the service off.",
        )
    return value


def _pace(text: str) -> float:
    if not text:
        return ARXIV_PACE
    try:
        pace = float(text)
    except ValueError:
        pace = -1.0
    if not 0 <= pace < float("inf"):
        raise UsageError(f"PAPERDEX_PACE is {text!r}, which is not a number of seconds.", tip="Set it to 3 or more.")
    return pace


def is_loopback(address: str) -> bool:
    """Whether an http(s) address is on this machine."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
