"""A reading list at an address: what comes back, and what is said when it can't be read. A server on this machine."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

import httpx
import pytest

from loopback_arxiv import LoopbackArxiv
from paperdex.errors import InputError, SourceRefused, SourceUnreachable
from paperdex.sources.transport import Transport
from paperdex.sources.web import get_page

LIST = "- [Théière](https://arxiv.org/abs/2101.90001)\n"


def address(server: LoopbackArxiv, path: str = "/list.md") -> str:
    return f"http://{urlsplit(server.url).netloc}{path}"


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/plain; charset=GB2312", "GB2312"),
        ('text/html;charset="iso-8859-1"', "iso-8859-1"),
        ("text/html; boundary=x; Charset=utf-8", "utf-8"),
        ("text/markdown", None),
        ("", None),
    ],
)
def test_the_charset_of_the_reply_is_told(server: LoopbackArxiv, content_type: str, charset: str | None) -> None:
    """The bytes are left as they are, for the reader to decode."""
    server.respond_next(200, LIST.encode("latin-1"), {"Content-Type": content_type})
    page = get_page(address(server))
    assert (page.body, page.charset, page.address) == (LIST.encode("latin-1"), charset, address(server))


def test_redirects_are_followed_and_told(server: LoopbackArxiv) -> None:
    """The page knows where it came from in the end."""
    server.respond_next(302, b"", {"Location": "/moved/list.bib"})
    server.respond_next(200, b"here")
    assert get_page(address(server)).address == address(server, "/moved/list.bib")


def test_a_gitlab_page_is_asked_for_its_raw_file(server: LoopbackArxiv) -> None:
    """On any host: the path of GitLab's pages is like no other."""
    server.respond_next(200, b"here")
    assert get_page(address(server, "/ada/pots/-/blob/main/a.md")).body == b"here"
    assert [request.path for request in server.requests] == ["/ada/pots/-/raw/main/a.md"]


def test_a_folder_is_asked_for_each_readme(server: LoopbackArxiv) -> None:
    """The first that is there is read; nothing more is asked then."""
    server.respond_next(404, times=2)
    server.respond_next(200, b"here")
    assert get_page(address(server, "/ada/pots/-/tree/main")).body == b"here"
    asked = [request.path.rpartition("/")[2] for request in server.requests]
    assert asked == ["README.md", "readme.md", "README.rst"]


def test_a_folder_without_readme_is_read_as_its_page() -> None:
    """GitHub's, through a made transport: when no README is there the page itself is asked for."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, text="page") if request.url.host == "github.com" else httpx.Response(404)

    page = get_page("https://github.com/ada/pots", transport=partial(Transport, backend=httpx.MockTransport(handler)))
    assert (page.body, asked[0]) == (b"page", "https://raw.githubusercontent.com/ada/pots/HEAD/README.md")
    assert asked[-1] == "https://github.com/ada/pots"


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "doesn't let us read it"),
        (403, "doesn't let us read it"),
        (404, "knows no such page"),
        (410, "it is gone"),
    ],
)
def test_a_refusal_is_told_in_plain_words(server: LoopbackArxiv, status: int, says: str) -> None:
    """The address that was given is named, with the status, and what to do."""
    server.respond_next(status)
    with pytest.raises(InputError, match=rf"{says}.*status {status}") as caught:
        get_page(address(server))
    assert caught.value.path == address(server)
    assert caught.value.tip


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_may_be_asked_later(server: LoopbackArxiv, status: int) -> None:
    """That is no fault of the address."""
    server.respond_next(status)
    with pytest.raises(SourceRefused, match=str(status)) as caught:
        get_page(address(server))
    assert "again later" in caught.value.tip
    assert caught.value.__cause__ is not caught.value


def test_a_readme_behind_trouble_is_not_passed_by(server: LoopbackArxiv) -> None:
    """Only what is not there is passed by: a server in trouble may have it."""
    server.respond_next(503)
    with pytest.raises(SourceRefused, match="503"):
        get_page(address(server, "/ada/pots/-/tree/main"))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("kind", "what"), [("application/pdf", "a PDF"), ("image/png", "an image"), ("application/zip", "a zip archive")]
)
def test_a_reply_that_is_no_text_is_refused(server: LoopbackArxiv, kind: str, what: str) -> None:
    """By what the reply says that it is."""
    server.respond_next(200, b"x", {"Content-Type": kind})
    with pytest.raises(InputError, match=rf"is {what}.*\({kind}\)"):
        get_page(address(server))


def test_a_page_to_sign_in_is_told(server: LoopbackArxiv) -> None:
    """GitLab answers so for what is private."""
    server.respond_next(302, b"", {"Location": "/users/sign_in"})
    server.respond_next(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})
    with pytest.raises(InputError, match="only after signing in"):
        get_page(address(server, "/ada/pots/-/blob/main/a.md"))


def test_a_redirect_without_end_is_told_without_hope(server: LoopbackArxiv) -> None:
    """Trying again later would not help."""
    server.respond_next(302, b"", {"Location": "/list.md"}, times=9)
    with pytest.raises(SourceRefused, match="redirects without end") as caught:
        get_page(address(server))
    assert "browser" in caught.value.tip


def test_nobody_listens() -> None:
    """A closed port is unreachable, not an input that is wrong."""
    with LoopbackArxiv() as server:
        closed = address(server)
    with pytest.raises(SourceUnreachable, match="can't be reached"):
        get_page(closed)


def test_arxiv_is_not_read_as_a_list() -> None:
    """Its pages are asked for by identifier, at its own pace."""
    with pytest.raises(InputError, match="no reading list"):
        get_page("https://arxiv.org/list/cs.LG/new")
