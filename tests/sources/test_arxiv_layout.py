"""The quick way to read a feed gives what a parser gives, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hostile import ATOM, FAULTS, Sent
from invented import invented_papers
from loopback_arxiv import error_feed, feed
from paperdex.core.identifiers import Identifier, parse_url
from paperdex.errors import SourceRefused
from paperdex.sources.arxiv_entries import ROOT, Feed, feed_of
from paperdex.sources.arxiv_feed import _USUAL_ID, Page, _named, read_page
from paperdex.sources.arxiv_layout import cut as cut_up
from paperdex.sources.transport import Reply
from paperdex.sources.whole_xml import parse_whole

PAPERS = invented_papers(60)
BODY = feed(PAPERS[:4])
ODD = (
    *("<", ">", "&", '"', "'", "]]>", "&amp;", "&lt;", "&#65;", "&#x1;", "&ouml;", "&amp;lt;", "\r", "\t", "\n", "  "),
    *("\x00", "\x1f", "\x7f", "\x85", "\xa0", "\u2028", "\ufffd", "\ufffe", "\uffff", "\U0001f9ea", "é", "<b/>"),
    *("<!-- -->", "<![CDATA[x]]>", "<?x?>", "<!DOCTYPE feed>", ' rel="x"', "</entry>", "<entry>", "/", "\ufeff", "="),
    *("<title>x</title>", "<author><name>x</name></author>", ' xmlns="x"', '<category term="x" scheme="y"/>'),
)


def cut(body: bytes) -> Feed | None:
    """What the quick way makes of it, as far as a parser tells it too."""
    found = cut_up(body)
    if found is None:
        return None
    assert found.beyond_ascii == bytes(byte for byte in body if byte >= 0x80)
    assert all(byte >= 0x20 or byte == 0x0A for byte in body)
    assert 0x7F not in body
    return found._replace(beyond_ascii=None)


def parsed(body: bytes) -> Feed | None:
    """What the parser makes of it."""
    try:
        return feed_of(parse_whole("arxiv", Reply(200, "", "", body), root=ROOT, wanted="a feed"))
    except SourceRefused:
        return None


def test_the_usual_answer_is_read_without_a_parser():
    """Of papers of all kinds, and of none."""
    for papers in (PAPERS, ()):
        found = cut(feed(papers))
        assert found is not None
        assert found == parsed(feed(papers))


def test_recorded_answers_are_read_without_a_parser(recorded: Path):
    """All of the present server's that are no errors."""
    for path in sorted((recorded / "atom").glob("*2026*[0-9r].xml")):
        if "http400" not in path.name:
            found = cut(path.read_bytes())
            assert found is not None, path
            assert found == parsed(path.read_bytes())


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS.values() if ATOM in fault.of], ids=lambda fault: fault.name
)
def test_a_spoilt_answer_is_read_as_the_parser_reads_it(fault):
    """Or left to it."""
    body = fault.change(Sent(200, {}, BODY)).body
    assert cut(body) in (None, parsed(body))


def test_an_error_is_read_as_the_parser_reads_it():
    """Or left to it."""
    body = error_feed("incorrect id format for abc")
    assert cut(body) in (None, parsed(body))


@given(st.lists(st.tuples(st.integers(0, len(BODY)), st.integers(0, 3), st.sampled_from(ODD)), min_size=1, max_size=3))
@example([(BODY.index(b"</title>"), 0, "\ufffe")])
@example([(BODY.index(b"</feed>") + 7, 0, "\xa0")])
def test_whatever_is_changed_the_parser_has_the_last_word(changes):
    """What the parser refuses is never taken, and what is taken is the same."""
    body = BODY
    for place, length, text in changes:
        body = body[:place] + text.encode() + body[place + length :]
    assert cut(body) in (None, parsed(body))


@given(st.lists(st.tuples(st.integers(0, len(BODY)), st.sampled_from(ODD)), min_size=1, max_size=3))
@example([(BODY.index(b"</name>"), "\u00a0")])
@example([(BODY.index(b"</title>"), "Ã©")])
def test_records_are_the_same_either_way(changes):
    """A comment sends an answer to the parser."""
    body = BODY
    for place, text in changes:
        body = body[:place] + text.encode() + body[place:]
    found, expected = (page_of(each) for each in (body, body.replace(b"<feed", b"<!-- slow --><feed", 1)))
    assert found == expected


def page_of(body: bytes) -> Page | None:
    """The checked answer; none where it is refused."""
    try:
        return read_page("arxiv", Reply(200, "", "", body), retrieved="2026-11-29T00:00:00Z")
    except SourceRefused:
        return None


@given(st.integers(0, len(BODY) - 1), st.integers(0, 255))
def test_no_byte_escapes_the_quick_way(place, byte):
    """Also one that is no UTF-8, and one in what is passed over."""
    body = BODY[:place] + bytes((byte,)) + BODY[place + 1 :]
    assert cut(body) in (None, parsed(body))


@given(
    st.from_regex(r"\A([0-9]{4}\.[0-9]{4,5}|(hep-th|math|stat|cmp-lg|q-bio)/[0-9]{7})v[0-9]{1,4}\Z")
    | st.from_regex(_USUAL_ID, fullmatch=True).map(lambda url: url.removeprefix("http://arxiv.org/abs/"))
)
def test_identifiers_are_read_as_everywhere(text):
    """The quick way knows no identifier that is none."""
    read = parse_url(f"http://arxiv.org/abs/{text}")
    expected = (read.value, read.version) if isinstance(read, Identifier) else ("", None)
    assert _named(f"http://arxiv.org/abs/{text}") == expected
