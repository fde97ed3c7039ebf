"""Lines of the public arXiv metadata snapshot."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest

from paperdex.core.names import parse_name
from paperdex.core.records import Author, BibliographicRecord
from paperdex.core.text import decode_tex
from paperdex.sources.snapshot import parse_line

RETRIEVED = "2026-11-20T21:30:00Z"

LINE = {
    "id": "1501.90001",
    "submitter": "Ada Invented",
    "authors": "Ada Invented (Nowhere), Jos\\'e Sample, Jr.",
    "title": "An Invented\n  Paper on Teapots",
    "comments": "4 pages,\n  no figures",
    "journal-ref": "J. Invented Tea 1 (2016)\n  1-9",
    "doi": "10.5555/Invented.1 10.5555/Invented.2",
    "report-no": "TEA-1",
    "categories": "math.CO cs.CG",
    "license": "http://invented.example/licence",
    "abstract": "  We invent\nteapots.\n  And cups.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 5 Jan 2015 19:18:42 GMT"},
        {"version": "v2", "created": "Wed, 21 Nov 2018"},
    ],
    "update_date": "2019-01-01",
    "authors_parsed": [["Invented", "Ada", "", "Nowhere"], ["Sample", "José", "Jr."]],
}


def parse(**changes: object) -> BibliographicRecord:
    return parse_line(json.dumps(LINE | changes), RETRIEVED)


def without(*keys: str) -> BibliographicRecord:
    return parse_line(json.dumps({key: value for key, value in LINE.items() if key not in keys}), RETRIEVED)


def test_a_whole_line():
    """Every field finds its place, in our form."""
    assert parse() == BibliographicRecord(
        work="1501.90001",
        title="An Invented Paper on Teapots",
        source="mirror",
        retrieved=RETRIEVED,
        authors=(
            Author("Ada Invented", "Invented", "Ada", "", ("Nowhere",)),
            Author("José Sample Jr.", "Sample", "José", "Jr."),
        ),
        abstract="We invent teapots.\n\nAnd cups.",
        submitted="2015-01-05T19:18:42Z",
        updated="2018-11-21",
        version=2,
        categories=("math.CO", "cs.CG"),
        comment="4 pages, no figures",
        journal_ref="J. Invented Tea 1 (2016) 1-9",
        doi="10.5555/Invented.1",
        license="http://invented.example/licence",
        withdrawn=None,
    )


def test_bytes_and_text_are_the_same():
    """A line may come undecoded, with its line break."""
    assert parse_line(json.dumps(LINE).encode() + b"\n", RETRIEVED) == parse()
    assert parse_line(json.dumps(LINE, ensure_ascii=False).encode(), RETRIEVED) == parse()


@pytest.mark.parametrize("how", ["absent", "null"])
def test_an_id_and_a_title_are_enough(how):
    """What the line does not say is None or empty, never made up."""
    rest = [key for key in LINE if key not in ("id", "title")]
    record = without(*rest) if how == "absent" else parse(**dict.fromkeys(rest))
    assert record == BibliographicRecord("1501.90001", "An Invented Paper on Teapots", "mirror", RETRIEVED)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "not JSON"),
        (b'{"id": "1501.90001", "title": "Cut o', "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "a list, not a JSON object"),
        (b"null", "a NoneType, not a JSON object"),
        (b"{}", "no id"),
        (b'{"id": " ", "title": "x"}', "no id"),
        (b'{"id": 1501.90001, "title": "x"}', "id is not a text"),
        (b'{"id": "teapot", "title": "x"}', "id 'teapot': not an arXiv identifier"),
        (b'{"id": "see 1501.90001", "title": "x"}', "id 'see 1501.90001': not"),
        (b'{"id": "1501.1234", "title": "x"}', "id '1501.1234': .*digits"),
        (b'{"id": "1513.00001", "title": "x"}', "id '1513.00001': .*month"),
        (b'{"id": "1501.90001"}', "no title"),
        (b'{"id": "1501.90001", "title": null}', "no title"),
        (b'{"id": "1501.90001", "title": " \\n"}', "no title"),
        (b'{"id": "1501.90001", "title": ["x"]}', "title is not a text"),
        (b'{"id": "1501.90001", "title": "x", "doi": 10.5}', "doi is not a text"),
        (b'{"id": "1501.90001", "title": "x", "versions": "v1"}', "versions is not"),
        (b'{"id": "1501.90001", "title": "x", "versions": ["v1"]}', "versions is not"),
        (b'{"id": "1501.90001", "title": "x", "versions": [{"version": 1}]}', "version is not a text"),
        (b'{"id": "1501.90001", "title": "x", "authors_parsed": "Ada"}', "authors_parsed is not"),
        (b'{"id": "1501.90001", "title": "x", "authors_parsed": ["Ada"]}', "authors_parsed is not"),
        (b'{"id": "1501.90001", "title": "x", "authors_parsed": [[1]]}', "authors_parsed is not"),
        (b'{"id": "1501.90001", "title": "x", "authors_parsed": [[]]}', "authors_parsed is not"),
    ],
)
def test_a_broken_line_says_why(line, reason):
    """A line that can't be read is a ValueError with its reason, never another error."""
    with pytest.raises(ValueError, match=reason):
        parse_line(line, RETRIEVED)


@pytest.mark.parametrize(
    ("written", "work"),
    [("hep-th/9901001", "hep-th/9901001"), ("math.GT/0309136", "math/0309136"), (" 0704.0001 ", "0704.0001")],
)
def test_the_key_of_the_work_is_canonical(written, work):
    """The subject class of an old identifier is dropped."""
    assert parse(id=written).work == work


@pytest.mark.parametrize(
    ("versions", "submitted", "updated", "version"),
    [
        ([("v1", "Mon, 2 Apr 2007 19:18:42 GMT")], "2007-04-02T19:18:42Z", "2007-04-02T19:18:42Z", 1),
        ([("v1", "Wed, 21 Nov 2012")], "2012-11-21", "2012-11-21", 1),
        ([("v1", "21 Nov 2012")], "2012-11-21", "2012-11-21", 1),
        ([("v2", "Wed, 21 Nov 2012"), ("v1", "Tue, 20 Nov 2012")], "2012-11-20", "2012-11-21", 2),
        ([("v9", "Wed, 21 Nov 2012"), ("v10", "Thu, 22 Nov 2012")], None, "2012-11-22", 10),
        ([("v1", "Tue, 20 Nov 2012"), (None, "Wed, 21 Nov 2012")], "2012-11-20", "2012-11-21", None),
        ([(None, "Tue, 20 Nov 2012"), ("v2", "Wed, 21 Nov 2012")], None, "2012-11-21", None),
        ([("v1", "Tue, 20 Nov 2012"), ("", ""), ("v3", "Wed, 21 Nov 2012")], "2012-11-20", "2012-11-21", None),
        ([("v0", "Tue, 20 Nov 2012")], None, "2012-11-20", None),
        ([("v1", "yesterday")], None, None, 1),
        ([("v1", "Mon, 31 Feb 2007 19:18:42 GMT")], None, None, 1),
        ([("v1", "Mon, 2 Apr 2007 25:18:42 GMT")], None, None, 1),
        ([("v1", "Mon, 2 Apr 0000 19:18:42 GMT")], None, None, 1),
        ([("v1", "Mon, 2 Abc 2007")], None, None, 1),
        ([("v1", None)], None, None, 1),
        ([("v1", "Mon, 2 Apr 2007 19:18:42 -0500")], "2007-04-03T00:18:42Z", "2007-04-03T00:18:42Z", 1),
        ([], None, None, None),
    ],
)
def test_versions_give_number_and_dates(versions, submitted, updated, version):
    """v1 is the submission, the last one the update; a missing label leaves no number, a missing date no date."""
    record = parse(versions=[{"version": label, "created": created} for label, created in versions])
    assert (record.submitted, record.updated, record.version) == (submitted, updated, version)


@pytest.mark.parametrize(
    ("title", "decoded"),
    [
        (r"Gr\"obner Teapots", "Gröbner Teapots"),
        (r"Teapots over $\Q(\sqrt{5})$ by Koll\'ar", r"Teapots over $\Q(\sqrt{5})$ by Kollár"),
        ("A plain {title} of 100% tea", "A plain {title} of 100% tea"),
        ("A lone \ud800 surrogate", "A lone surrogate"),
    ],
)
def test_titles_are_unicode_but_for_their_math(title, decoded):
    """Raw TeX is decoded as the query API does it; what was never TeX stays."""
    assert parse(title=title).title == decoded


@pytest.mark.parametrize(
    ("row", "author"),
    [
        (["van der Tea", "Floris", ""], Author("Floris van der Tea", "van der Tea", "Floris")),
        (["Tea", "F. X.", "III"], Author("F. X. Tea III", "Tea", "F. X.", "III")),
        (["Mononym", "", ""], Author("Mononym", "Mononym")),
        (["Mononym"], Author("Mononym", "Mononym")),
        (["Tea", None, None], Author("Tea", "Tea")),
        (["The TEAPOT Collaboration", "", ""], Author("The TEAPOT Collaboration", "The TEAPOT Collaboration")),
        (["Collaboration", "TEAPOT", ""], Author("TEAPOT Collaboration", "TEAPOT Collaboration")),
        (["Tea", "A", "", "One,\n  Street", " ", "Two"], Author("A Tea", "Tea", "A", "", ("One, Street", "Two"))),
    ],
)
def test_parsed_authors(row, author):
    """Parts as arXiv gives them; a collaboration is one name, affiliations follow from the fourth place."""
    assert parse(authors_parsed=[row]).authors == (author,)


def test_the_colon_after_a_collaboration_is_no_author():
    """arXiv's parser leaves such rows."""
    record = parse(authors_parsed=[["Collaboration", "TEAPOT", ""], [":", "", ""], ["Tea", "A.", ""]])
    assert [author.name for author in record.authors] == ["TEAPOT Collaboration", "A. Tea"]


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Ada Invented", ["Ada Invented"]),
        ("A. Invented, B. Sample and C. Example", ["A. Invented", "B. Sample", "C. Example"]),
        ("A. Invented, B. Sample, and C. Example", ["A. Invented", "B. Sample", "C. Example"]),
        ("A. Invented (Nowhere (1), Inc.), B. Sample\n  (2)", ["A. Invented", "B. Sample"]),
        ("Jos\\'e Sample, Jr., B. Sample", ["José Sample Jr.", "B. Sample"]),
        ("TEAPOT Collaboration: A. Invented, B. Sample", ["TEAPOT Collaboration", "A. Invented", "B. Sample"]),
        ("Andy Andersand", ["Andy Andersand"]),
        (" , ", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("parsed", [None, []])
def test_raw_authors_where_they_are_not_parsed(raw, names, parsed):
    """Commas, "and" and a collaboration's colon part them; affiliations in brackets are left out."""
    assert [author.name for author in parse(authors=raw, authors_parsed=parsed).authors] == names


def test_raw_authors_are_ignored_where_they_are_parsed():
    """arXiv's own parsing knows better."""
    assert parse(authors="Somebody Else").authors == parse().authors


def test_recorded_lines(recorded):
    """All true lines are read, and say what a plain reading of the JSON says."""
    paths = sorted((recorded / "snapshot").glob("kaggle*.jsonl"))
    lines = [line for path in paths for line in path.read_bytes().splitlines()]
    assert len(lines) > 200
    for line in lines:
        row, record = json.loads(line), parse_line(line, RETRIEVED)
        assert record.work == row["id"]
        plain = " ".join(row["title"].split())
        assert record.title == (decode_tex(plain) if "\\" in plain else plain)
        assert (record.abstract or "").split() == row["abstract"].split()
        assert "\n" not in (record.abstract or "").replace("\n\n", "")
        assert list(record.categories) == row["categories"].split()
        assert record.version == len(row["versions"])
        dates = [parsedate_to_datetime(version["created"]) for version in row["versions"]]
        assert datetime.fromisoformat(record.submitted or "") == dates[0]
        assert datetime.fromisoformat(record.updated or "") == dates[-1]
        assert [(author.family, author.given, author.suffix) for author in record.authors] == [
            tuple(parts[:3]) for parts in row["authors_parsed"]
        ]
        assert [len(author.affiliations) for author in record.authors] == [len(p) - 3 for p in row["authors_parsed"]]
        for author in record.authors:
            parts = parse_name(author.name)
            given = author.given.replace(". -", ".-")
            assert (parts.family, parts.given, parts.suffix) == (author.family, given, author.suffix)
        assert record.comment == (" ".join(row["comments"].split()) if row["comments"] else None)
        assert record.journal_ref == (" ".join(row["journal-ref"].split()) if row["journal-ref"] else None)
        assert record.doi == (row["doi"].split()[0] if row["doi"] else None)
        assert record.license == row["license"]
        assert record.missing == ()
