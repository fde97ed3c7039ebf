"""``scan`` of a list at an address: its encoding, its raw file, and what is said when it can't be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from cli.running import Desk
from loopback_arxiv import LoopbackArxiv

ITEM = "- [急須の発明](https://arxiv.org/abs/2101.90001)\n"


@pytest.fixture
def web() -> Iterator[LoopbackArxiv]:
    """A web server on this machine, which gives what a test plants."""
    with LoopbackArxiv() as server:
        yield server


def at(server: LoopbackArxiv, path: str) -> str:
    return f"http://{urlsplit(server.url).netloc}{path}"


def test_the_charset_of_the_reply_is_used(desk: Desk, web: LoopbackArxiv) -> None:
    """A title in Japanese, from a server that says Shift JIS."""
    web.respond_next(200, ITEM.encode("shift_jis"), {"Content-Type": "text/plain; charset=Shift_JIS"})
    outcome = desk.run("scan", "--format", "jsonl", at(web, "/list.md"))
    assert json.loads(outcome.out)["title"] == "急須の発明"
    assert "Warning" not in outcome.err


def test_the_row_names_the_address_as_given(desk: Desk, web: LoopbackArxiv) -> None:
    """Not the raw file that was read in its place."""
    web.respond_next(200, ITEM.encode())
    page = at(web, "/ada/pots/-/blob/main/list.md")
    assert json.loads(desk.run("scan", "--format", "jsonl", page).out)["list"] == page
    assert web.requests[0].path == "/ada/pots/-/raw/main/list.md"


def test_the_suffix_of_the_raw_file_tells_the_format(desk: Desk, web: LoopbackArxiv) -> None:
    """A README in reStructuredText, behind the page of a folder that says nothing of it."""
    web.respond_next(404, times=2)
    web.respond_next(200, b"Teapots\n=======\n\n* Tea, arXiv:2101.90001\n")
    outcome = desk.run("scan", "--format", "jsonl", at(web, "/ada/pots/-/tree/main/docs"))
    assert json.loads(outcome.out)["id"] == "2101.90001"
    web.respond_next(404, times=2)
    web.respond_next(200, b"Nothing here.\n")
    assert "read as rst" in desk.run("scan", at(web, "/ada/pots/-/tree/main/docs"), code=2).err


@pytest.mark.parametrize(
    ("status", "body", "headers", "says", "code"),
    [
        (404, b"", {}, "knows no such page (status 404)", 2),
        (403, b"", {}, "doesn't let us read it (status 403)", 2),
        (500, b"", {}, "status 500", 3),
        (200, b"%PDF-1.5\n", {"Content-Type": "application/octet-stream"}, "is not text, but a PDF document", 2),
        (200, b"x", {"Content-Type": "application/pdf"}, "is a PDF document (application/pdf)", 2),
        (200, b"", {}, "is empty", 2),
        (
            200,
            b"<html><p>Sign in</p></html>",
            {"Content-Type": "text/html"},
            "no papers were found in it, read as html",
            2,
        ),
    ],
)
def test_what_can_not_be_read_is_told(
    desk: Desk, web: LoopbackArxiv, status: int, body: bytes, headers: dict[str, str], says: str, code: int
) -> None:
    """In plain words with the address, and the exit code that fits."""
    web.respond_next(status, body, headers, times=4)
    outcome = desk.run("scan", at(web, "/list.md"), code=code)
    assert outcome.out == ""
    assert says in outcome.err
    assert urlsplit(web.url).netloc in outcome.err


def test_causes_of_a_failed_page_end(desk: Desk, web: LoopbackArxiv) -> None:
    """With ``-v`` every cause is told once."""
    web.respond_next(500, times=4)
    err = desk.run("-v", "scan", at(web, "/list.md"), code=3).err
    assert err.count("SourceRefused") == 1


def test_a_page_that_can_not_be_had_at_once_is_asked_for_again(desk: Desk, web: LoopbackArxiv) -> None:
    """What passes; each wait is told, but with --quiet."""
    for name in ("fetch", "scan"):
        web.respond_next(503)
        web.respond_next(200, ITEM.encode())
        assert "status 503" in desk.run(name, at(web, "/list.md"), code=None).err
    assert len(web.requests) == 4


def test_the_scheme_of_an_address_may_be_in_capitals(desk: Desk, web: LoopbackArxiv) -> None:
    """As the standard has it."""
    web.respond_next(200, ITEM.encode())
    assert desk.run("scan", "--format", "ids", at(web, "/list.md").replace("http", "HTTP", 1)).lines == ["2101.90001"]


def test_servers_that_fail_are_told_beside_lists_that_can_be_read(desk: Desk, web: LoopbackArxiv) -> None:
    """Each by its address; 3 when nothing but servers failed, 2 when there is something to mend."""
    desk.write("tea.md", "- [A](https://arxiv.org/abs/2101.90002)\n")
    web.respond_next(503, times=12)
    addresses = at(web, "/one.md"), at(web, "/two.md")
    outcome = desk.run("scan", "--format", "ids", *addresses, "tea.md", code=3)
    assert outcome.out == "2101.90002\n"
    told = [line.split(": ")[:2] for line in outcome.err.splitlines() if line.startswith("Error: ")]
    assert told == [["Error", each] for each in addresses]
    desk.run("scan", addresses[0], "nowhere.md", code=2)
