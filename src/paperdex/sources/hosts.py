"""Where the text behind a page lies: raw files of the places where people keep reading lists.

One row a kind of place in :data:`HOSTS`: which hosts it is, and the addresses to try for a page, best first. A page of
a repository or of a folder is read as the README there; which name that has, only asking tells, and where none answers
the page itself is read. ``HEAD`` is the default branch, as in git.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

README = ("README.md", "readme.md", "README.rst", "README.org", "README.adoc", "README.txt", "README")
"""Names of a README, the usual one first."""

_REF = r"(?:refs/(?:heads|tags)/)?[^/]+"


def raw_addresses(url: str) -> tuple[str, ...]:
    """The addresses to try for the text behind a page, best first; just the address itself where nothing is known."""
    page = urlsplit(url)
    host = (page.hostname or "").lower().removeprefix("www.")
    for row in HOSTS:
        if row.is_host(host, page.path):
            return tuple(dict.fromkeys(row.raw(page))) or (url,)
    return (url,)


def _at(page: SplitResult, path: str, host: str = "") -> str:
    """An address on a page's own host, or on another one; what follows the path is left out."""
    return page._replace(netloc=host or page.netloc, path=path, query="", fragment="").geturl()


def _readmes(page: SplitResult, folder: str, host: str = "") -> Iterator[str]:
    """Every README that a folder may have, then the page itself."""
    for name in README:
        yield _at(page, f"{folder.rstrip('/')}/{name}", host)
    yield page.geturl()


_RAW_GITHUB = "raw.githubusercontent.com"
_GITHUB_FILE = re.compile(rf"/([^/]+)/([^/]+)/(?:blob|raw|edit|blame)/({_REF}/.+)")
_GITHUB_FOLDER = re.compile(rf"/([^/]+)/([^/]+?)(?:\.git)?(?:/tree/({_REF})((?:/[^/]+)*))?/?")
_GITHUB_OWN = frozenset({"collections", "login", "marketplace", "orgs", "search", "sponsors", "stars", "topics"})
_GITHUB_WIKI = re.compile(r"/([^/]+)/([^/]+)/wiki(?:/([^/]+))?/?")


def _github(page: SplitResult) -> Iterator[str]:
    if match := _GITHUB_FILE.fullmatch(page.path):
        yield _at(page, f"/{match[1]}/{match[2]}/{match[3]}", _RAW_GITHUB)
    elif match := _GITHUB_WIKI.fullmatch(page.path):
        yield _at(page, f"/wiki/{match[1]}/{match[2]}/{match[3] or 'Home'}.md", _RAW_GITHUB)
        yield page.geturl()
    elif (match := _GITHUB_FOLDER.fullmatch(page.path)) and match[1] not in _GITHUB_OWN:
        ref, folder = match[3] or "HEAD", match[4] or ""
        yield from _readmes(page, f"/{match[1]}/{match[2]}/{ref}{folder}", _RAW_GITHUB)


_GIST = re.compile(r"(/(?:[^/]+/)?[0-9a-f]{20,})(?:/raw)?(/[0-9a-f]{40})?/?")


def _gist(page: SplitResult) -> Iterator[str]:
    match = _GIST.fullmatch(page.path)
    if not match:
        return
    raw = f"{match[1]}/raw{match[2] or ''}"
    if page.fragment.startswith("file-"):
        # A file's anchor is its name with hyphens for dots: the last one is taken for the suffix's.
        yield _at(page, f"{raw}/{'.'.join(page.fragment.removeprefix('file-').rsplit('-', 1))}")
    yield _at(page, raw)


_GITLAB_PROJECT = re.compile(r"((?:/[^/]+){2,}?)(?:\.git)?(?:/-/tree/([^/]+)((?:/[^/]+)*))?/?")
_GITLAB_SNIPPET = re.compile(r"((?:/.+)?/snippets/\d+)/?")


def _gitlab(page: SplitResult) -> Iterator[str]:
    if "/-/blob/" in page.path:
        yield _at(page, page.path.replace("/-/blob/", "/-/raw/", 1))
    elif match := _GITLAB_SNIPPET.fullmatch(page.path):
        yield _at(page, f"{match[1]}/raw")
    elif "/-/" in page.path.replace("/-/tree/", "/"):
        return
    elif match := _GITLAB_PROJECT.fullmatch(page.path):
        yield from _readmes(page, f"{match[1]}/-/raw/{match[2] or 'HEAD'}{match[3] or ''}")


_BITBUCKET = re.compile(r"(/[^/]+/[^/]+?)(?:\.git)?(?:/(?:src|raw)/([^/]+)((?:/[^/]+)*))?/?")


def _bitbucket(page: SplitResult) -> Iterator[str]:
    if match := _BITBUCKET.fullmatch(page.path):
        inside = f"{match[1]}/raw/{match[2] or 'HEAD'}{match[3] or ''}"
        yield from _file_or_readmes(page, inside, match[3])


_GITEA_INSIDE = re.compile(r"(/[^/]+/[^/]+)/src/((?:branch|tag|commit)/[^/]+)((?:/[^/]+)*)/?")
_GITEA_ROOT = re.compile(r"(/[^/]+/[^/]+?)(?:\.git)?/?")


def _gitea(page: SplitResult) -> Iterator[str]:
    if match := _GITEA_INSIDE.fullmatch(page.path):
        yield from _file_or_readmes(page, f"{match[1]}/raw/{match[2]}{match[3]}", match[3])
    elif match := _GITEA_ROOT.fullmatch(page.path):
        # Its web addresses need a branch by name; its API takes the default one.
        yield from _readmes(page, f"/api/v1/repos{match[1]}/raw")


_FACE_FILE = re.compile(rf"((?:/(?:datasets|spaces))?/[^/]+/[^/]+)/(?:blob|resolve|raw)/({_REF}/.+)")
_FACE_ROOT = re.compile(rf"((?:/(?:datasets|spaces))?/[^/]+/[^/]+?)(?:/tree/({_REF})((?:/[^/]+)*))?/?")
_FACE_OTHER = re.compile(r"/(?:papers|collections|blog|docs|posts|learn|tasks|models|api|organizations)(?:/.*)?")


def _hugging_face(page: SplitResult) -> Iterator[str]:
    if _FACE_OTHER.fullmatch(page.path) or re.fullmatch(r"/(?:datasets|spaces)/[^/]+/?", page.path):
        return
    if match := _FACE_FILE.fullmatch(page.path):
        yield _at(page, f"{match[1]}/raw/{match[2]}")
    elif match := _FACE_ROOT.fullmatch(page.path):
        yield _at(page, f"{match[1]}/raw/{match[2] or 'main'}{match[3] or ''}/README.md")
        yield page.geturl()


def _file_or_readmes(page: SplitResult, path: str, inside: str | None) -> Iterator[str]:
    """Where an address doesn't tell a file from a folder: a name with a dot in it is a file's."""
    if inside and "." in inside.rpartition("/")[2]:
        yield _at(page, path)
    else:
        yield from _readmes(page, path)


class Host(NamedTuple):
    """A kind of place: its name, whether an address is there (by host and path), and where its texts lie."""

    name: str
    is_host: Callable[[str, str], bool]
    raw: Callable[[SplitResult], Iterator[str]]


def _one_of(*names: str) -> Callable[[str, str], bool]:
    return lambda host, path: host in names


HOSTS = (
    Host("GitHub", _one_of("github.com"), _github),
    Host("GitHub gists", _one_of("gist.github.com"), _gist),
    Host("Bitbucket", _one_of("bitbucket.org"), _bitbucket),
    Host("Codeberg", _one_of("codeberg.org", "gitea.com"), _gitea),
    Host("Hugging Face", _one_of("huggingface.co"), _hugging_face),
    # Anybody's own server: its paths have a mark that no other service has.
    Host(
        "GitLab",
        lambda host, path: host.startswith("gitlab.") or bool(re.search("/-/(?:blob|tree|snippets)/", path)),
        _gitlab,
    ),
)
"""Every kind of place, each with the hosts it is told by. To add one: a function and a row."""
