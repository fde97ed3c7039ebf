"""Reading lists from the web: which address holds the text of a page, and its bytes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from paperdex.errors import InputError, SourceError
from paperdex.sources.transport import Transport

_GITHUB_FILE = re.compile(r"\A/([^/]+)/([^/]+)/(?:blob|raw)/(.+)\Z")
_GITHUB_FOLDER = re.compile(r"\A/([^/]+)/([^/]+?)(?:\.git)?(?:/tree/([^/]+)(/.+?)?)?/?\Z")
_GIST = re.compile(r"\A/([^/]+)/([0-9a-f]+)/?\Z")
ACCEPT = "text/markdown, text/plain, */*;q=0.5"


def raw_address(url: str) -> str:
    """The address of the text behind a page: the raw file of a GitHub, GitLab or gist page, any other as it is.

    A page of a repository or of one of its folders is read as the README there.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "github.com":
        if match := _GITHUB_FILE.match(parts.path):
            return f"https://raw.githubusercontent.com/{match[1]}/{match[2]}/{match[3]}"
        if match := _GITHUB_FOLDER.match(parts.path):
            folder = match[4] or ""
            return f"https://raw.githubusercontent.com/{match[1]}/{match[2]}/{match[3] or 'HEAD'}{folder}/README.md"
    if host == "gist.github.com" and (match := _GIST.match(parts.path)):
        return f"https://gist.githubusercontent.com/{match[1]}/{match[2]}/raw"
    if "/-/blob/" in parts.path:  # GitLab, on any host
        return parts._replace(path=parts.path.replace("/-/blob/", "/-/raw/", 1), fragment="").geturl()
    return url


def is_arxiv(url: str) -> bool:
    """Whether an address is arXiv's own, which is asked at its pace only, and never for web pages."""
    host = urlsplit(url).hostname or ""
    return host == "arxiv.org" or host.endswith(".arxiv.org")


def get_document(url: str, contact: str = "") -> bytes:
    """The bytes of the reading list at an address.

    Raises SourceUnreachable when there is no answer, InputError when the answer is that there is no such page.
    """
    if is_arxiv(url):
        raise InputError(
            url,
            "a page of arXiv is no reading list.",
            tip="Fetch a paper by its number: paperdex fetch 1706.02677.",
        )
    with Transport(urlsplit(url).netloc, contact=contact) as transport:
        try:
            return transport.get(raw_address(url), accept=ACCEPT).body
        except SourceError as error:
            if error.status in {401, 403, 404, 410}:
                raise InputError(
                    url, f"there is no page for us: status {error.status}.", tip="Open the address in a browser."
                ) from error
            raise
