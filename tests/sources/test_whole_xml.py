"""XML that counts only whole, whoever sends it."""

from __future__ import annotations

import pytest

from paperdex.errors import SourceRefused
from paperdex.sources.transport import Reply
from paperdex.sources.whole_xml import parse_whole


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!---->" * 146 + b"<x", "XML that is cut off"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>Café</a>".encode(), "XML that says it is in ISO-8859-1"),
        ("<a>Café</a>".encode("utf-16"), "XML that is not in UTF-8"),
        (b"<b/>", "an XML document named 'b'"),
        (b"<!-- a --> <!-- b --><html>", "a web page"),
    ],
    ids=["comments", "declared", "utf-16", "root", "page"],
)
def test_what_came_instead_is_told(body, words):
    """In time that does not grow with a power of its comments, and never in another encoding than arXiv's."""
    with pytest.raises(SourceRefused, match=f"answered with {words}.* instead of a record") as caught:
        parse_whole("invented", Reply(200, "http://invented.example", "text/xml", body), root="a", wanted="a record")
    assert caught.value.passing


def test_an_error_status_is_told_and_does_not_pass():
    """What is refused for good is not asked for again."""
    with pytest.raises(SourceRefused, match="with status 400 with a web page") as caught:
        parse_whole("invented", Reply(400, "http://invented.example", "", b"<html>"), root="a", wanted="a record")
    assert not caught.value.passing
