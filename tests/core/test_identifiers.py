"""Identifiers: every spelling that is accepted, everything that only looks like one, and what is malformed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperdex.core.archives import LATER_ARCHIVES, OLD_STYLE_ARCHIVES, SITES
from paperdex.core.identifiers import (
    Found,
    Identifier,
    MalformedIdentifier,
    abs_url,
    find_identifiers,
    parse_arxiv,
    parse_doi,
    parse_identifier,
    parse_url,
)


def arxiv(value: str, version: int | None = None) -> Identifier:
    return Identifier("arxiv", value, version)


def doi(value: str) -> Identifier:
    return Identifier("doi", value)


# --- numbers ----------------------------------------------------------------------------------------------------------

SPELLINGS = {
    # bare
    "1706.02677": arxiv("1706.02677"),
    "1706.02677v2": arxiv("1706.02677", 2),
    "1706.02677V12": arxiv("1706.02677", 12),
    "0704.0001": arxiv("0704.0001"),
    "1412.6980v9": arxiv("1412.6980", 9),
    "1501.00001": arxiv("1501.00001"),
    " 1706.02677 \n": arxiv("1706.02677"),
    "hep-th/9711200": arxiv("hep-th/9711200"),
    "hep-th/9711200v3": arxiv("hep-th/9711200", 3),
    "hep-th/9108001": arxiv("hep-th/9108001"),
    "cs/0703001": arxiv("cs/0703001"),
    "math/9201001": arxiv("math/9201001"),
    # the subject class is dropped, and hyphens and case are arXiv's
    "math.GT/0309136": arxiv("math/0309136"),
    "cond-mat.mes-hall/0306001v1": arxiv("cond-mat/0306001", 1),
    "physics.acc-ph/0306001": arxiv("physics/0306001"),
    "HEP-TH/9711200": arxiv("hep-th/9711200"),
    "hepth/9711200": arxiv("hep-th/9711200"),
    "hep-th//9711200": arxiv("hep-th/9711200"),
    "hep--th/9711200": arxiv("hep-th/9711200"),
    # prefixes
    "arXiv:1706.02677": arxiv("1706.02677"),
    "ARXIV:1706.02677v1": arxiv("1706.02677", 1),
    "arxiv: 1706.02677": arxiv("1706.02677"),
    "arXiv：1706.02677": arxiv("1706.02677"),
    "arXiv 1706.02677": arxiv("1706.02677"),
    "arxiv.1706.02677": arxiv("1706.02677"),
    "arxiv_1810.04805": arxiv("1810.04805"),
    "arXiv-1810.04805": arxiv("1810.04805"),
    "[arXiv:1706.02677]": arxiv("1706.02677"),
    "arXiv:[1706.02677]": arxiv("1706.02677"),
    "**arXiv:** 1706.02677": arxiv("1706.02677"),
    "arXiv:hep-th/9711200": arxiv("hep-th/9711200"),
    "arXiv:math.GT/0309136v1": arxiv("math/0309136", 1),
    "arXiv:1607.06450v1 [stat.ML]": arxiv("1607.06450", 1),
    "arXiv preprint arXiv:1607.06450v1 [stat.ML]": arxiv("1607.06450", 1),
    "preprintarXiv:1412.6980": arxiv("1412.6980"),
    "arXiv preprint 1412.6980": arxiv("1412.6980"),
    "arXiv e-prints, arXiv:1412.6980": arxiv("1412.6980"),
    "arXiv id: 1412.6980": arxiv("1412.6980"),
    "CoRR abs/1512.03385": arxiv("1512.03385"),
    "CoRR, abs/1512.03385, 2015": arxiv("1512.03385"),
    "CoRR, vol. abs/1512.03385": arxiv("1512.03385"),
    "abs/1512.03385": arxiv("1512.03385"),
    "A. Invented. An Invented Paper on Teapots. arXiv:1706.02677, 2017.": arxiv("1706.02677"),
    "hep-th9711200": arxiv("hep-th/9711200"),
    # files and punctuation
    "1706.02677.pdf": arxiv("1706.02677"),
    "1706.02677v2.pdf": arxiv("1706.02677", 2),
    "hep-th9711200.ps.gz": arxiv("hep-th/9711200"),
    "hep-th/9711200v1.ps": arxiv("hep-th/9711200", 1),
    "/1706.02677": arxiv("1706.02677"),
    "<1706.02677>": arxiv("1706.02677"),
    "1706.02677.": arxiv("1706.02677"),
    "1706.02677。": arxiv("1706.02677"),
    "（1706.02677）": arxiv("1706.02677"),
    # DOIs and links
    "10.48550/arXiv.1706.02677": arxiv("1706.02677"),
    "doi:10.48550/ARXIV.1706.02677": arxiv("1706.02677"),
    "https://doi.org/10.48550/arxiv.hep-th/9901001": arxiv("hep-th/9901001"),
    "https://doi.org/10.48550%2FarXiv.1706.02677": arxiv("1706.02677"),
    "https://arxiv.org/abs/1706.02677v1": arxiv("1706.02677", 1),
    "arxiv.org/abs/1706.02677": arxiv("1706.02677"),
}


@pytest.mark.parametrize(("text", "expected"), SPELLINGS.items())
def test_arxiv_spellings(text: str, expected: Identifier) -> None:
    """One arXiv identifier is read in every spelling that people and tools write."""
    assert parse_arxiv(text) == expected


@pytest.mark.parametrize("text", [text for text in SPELLINGS if text not in ("hep-th9711200", "hep-th9711200.ps.gz")])
def test_what_parses_is_never_malformed_when_typed(text: str) -> None:
    """What a person types is the same identifier, or is left alone (a whole reference, a path), never refused."""
    assert parse_identifier(text) in (SPELLINGS[text], None)


REASONS = {
    "1713.02677": "month 13",
    "arXiv:1700.02677": "month 00",
    "0000.0000": "month 00",
    "2019.0506": "month 19",
    "2019.12345": "month 19",
    "1234.56789": "month 34",
    "0808.05394": "5 digits in 2008, where numbers have 4",
    "1412.06980": "5 digits in 2014, where numbers have 4",
    "1501.1234": "4 digits in 2015, where numbers have 5",
    "2107.558": "3 digits in 2021, where numbers have 5",
    "1706.026777": "6 digits in 2017, where numbers have 5",
    "612.0324": "3 digits before the dot, where YYMM has 4",
    "0703.0001": "0703 is before 0704, when numbers had the form archive/YYMMNNN",
    "9711.0200": "9711 is before 0704, when numbers had the form archive/YYMMNNN",
    "0704.0000": "number 0, where numbers begin with 1",
    "arXiv:1706.00000": "number 0, where numbers begin with 1",
    "1706.02677v0": "version '0', where versions are v1, v2 ...",
    "1706.02677v01": "version '01', where versions are v1, v2 ...",
    "arXiv:1706.02677v": "version '', where versions are v1, v2 ...",
    "1706.02677v12345": "version '12345', where versions are v1, v2 ...",
    "arXiv:1706.02677abc": "'abc' stands directly after the number",
    "arXiv:1706.02677.5": "'.5' stands directly after the number",
    "hep-th/99": "2 digits without a dot, where archive/YYMMNNN has 7",
    "hep-th/97112000": "8 digits without a dot, where archive/YYMMNNN has 7",
    "hep-th/9713200": "month 13",
    "hep-th/9711000": "number 000, where numbers begin with 001",
    "hep-th/0704001": "0704 is after 0703, the last month of hep-th/YYMMNNN",
    "cmp-lg/9810001": "9810 is after 9809, the last month of cmp-lg/YYMMNNN",
    "hep-th/9107001": "9107 is before arXiv's first month",
    "gr-qc/9106001": "9106 is before arXiv's first month",
    "stat/0701001": "stat began after numbers of the form archive/YYMMNNN had ended",
    "arXiv:teapots/0301001": "there is no archive teapots",
    "arXiv:0309136": "0309136 without its archive, where the form is archive/YYMMNNN",
    "arXiv:": "no identifier after arXiv",
    "": "empty",
    "An Invented Paper on Teapots": "not an arXiv identifier",
    "10.48550/arXiv.1713.02677": "month 13",
    "10.48550/1706.02677": "arXiv's DOIs have the form 10.48550/arXiv.ID",
    "https://arxiv.org/abs/1706.0267": "4 digits in 2017, where numbers have 5",
    "１７０６.０２６７７": "not an arXiv identifier",
}


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_malformed_has_a_reason(text: str, reason: str) -> None:
    """An impossible identifier is kept as written, with the reason; nothing is guessed, padded or cut."""
    assert parse_arxiv(text) == MalformedIdentifier(text, reason)


@pytest.mark.parametrize("archive", OLD_STYLE_ARCHIVES)
def test_every_old_archive(archive: str) -> None:
    """Each of the 34 archives reads, in links too, up to its last month and not after it."""
    last = OLD_STYLE_ARCHIVES[archive] or "0703"
    number = f"{archive}/{last}001"
    assert parse_arxiv(number) == arxiv(number)
    assert parse_url(f"http://arxiv.org/pdf/{archive}.XX/{last}001v2.pdf") == arxiv(number, 2)
    assert [f.identifier for f in find_identifiers(f"see {number}, and", bare=True)] == [arxiv(number)]
    beyond = f"{archive}/{int(last[:2]):02}{int(last[2:]) + 1:02}001"
    assert isinstance(parse_arxiv(beyond), MalformedIdentifier)


def test_there_are_34_old_archives() -> None:
    """The table is complete (arXiv's archives with old-style numbers)."""
    assert len(OLD_STYLE_ARCHIVES) == 34
    assert not LATER_ARCHIVES & OLD_STYLE_ARCHIVES.keys()


def test_old_archives_agree_with_the_recorded_taxonomy(recorded: Path) -> None:
    """Every archive that began before numbers changed is there, with the month in which it was closed."""
    rows = [line.split("\t") for line in (recorded.parent / "arxiv-taxonomy-extra.tsv").read_text().splitlines()]
    archives = {row[0]: row[6][2:4] + row[6][5:7] for row in rows if row[1] == "archive" and row[5] < "2007-04"}
    assert {name: last or "" for name, last in OLD_STYLE_ARCHIVES.items()} == archives


# --- links ------------------------------------------------------------------------------------------------------------

HOSTS = [
    "https://arxiv.org",
    "http://arxiv.org",
    "http://www.arxiv.org",
    "https://export.arxiv.org",
    "https://browse.arxiv.org",
    "https://beta.arxiv.org",
    "https://web3.arxiv.org",
    "http://cn.arxiv.org",
    "http://de.arxiv.org",
    "http://jp.arxiv.org",
    "http://lanl.arxiv.org",
    "http://xxx.lanl.gov",
    "http://xxx.soton.ac.uk",
    "HTTPS://ArXiv.Org",
    "https://arxiv.org:443",
    "//arxiv.org",
    "arxiv.org",
    "www.arxiv.org",
    "https://ar5iv.org",
    "https://ar5iv.labs.arxiv.org",
    "https://ar5iv.arxiv.org",
    "https://www.alphaxiv.org",
    "https://arcxiv.org",
]
PATHS = {
    "/abs/{}": "",
    "/abs/{}?fmt=txt": "",
    "/abs/{}?s=03": "",
    "/abs/{}#comments": "",
    "/abs/{}/": "",
    "/abs/{})": "",
    "/abs//{}": "",
    "//abs/{}": "",
    "/abs/%20{}": "",
    "/abs/arXiv:{}": "",
    "/abs/{}&source=feed": "",
    "/abs/{}。": "",
    "/abs/{},": "",
    "/pdf/{}": "",
    "/pdf/{}.pdf": "",
    "/pdf/{}.pdf&embed": "",
    "/pdf/{}.pdf%20(http://example.org": "",
    "/pdf/{}.pdf#page=3": "",
    "/PDF/{}.PDF": "",
    "/format/{}": "",
    "/html/{}": "",
    "/html/{}#S2.F1": "",
    "/ps/{}.ps.gz": "",
    "/dvi/{}": "",
    "/src/{}": "",
    "/src/{}/anc/table.csv": "",
    "/e-print/{}": "",
    "/tb/{}": "",
    "/trackback/{}": "",
    "/refs/{}": "",
    "/cits/{}": "",
    "/bibtex/{}": "",
    "/audio/{}": "",
    "/show-email/{}": "",
    "/show-email/1a2b3c4d/{}": "",
    "/overview/{}": "",
}
NUMBERS = {
    "1706.02677": arxiv("1706.02677"),
    "1706.02677v3": arxiv("1706.02677", 3),
    "0704.0001": arxiv("0704.0001"),
    "hep-th/9711200v1": arxiv("hep-th/9711200", 1),
    "hep-th%2F9711200": arxiv("hep-th/9711200"),
    "hep-th%252F9711200": arxiv("hep-th/9711200"),
    "math.GT/0309136": arxiv("math/0309136"),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_every_mirror(host: str, path: str) -> None:
    """A page that shows one paper names it, on arXiv, on its mirrors and on sites built alike."""
    for number, expected in NUMBERS.items():
        assert parse_url(host + path.format(number)) == expected


OTHER_LINKS = {
    "https://arxiv.org/ftp/hep-th/papers/9711/9711200.pdf": arxiv("hep-th/9711200"),
    "https://arxiv.org/ftp/arxiv/papers/1706/1706.02677.pdf": arxiv("1706.02677"),
    "http://arxiv.org/PS_cache/hep-th/pdf/9711/9711200v2.pdf": arxiv("hep-th/9711200", 2),
    "http://arxiv.org/PS_cache/arxiv/pdf/0704/0704.0001v1.pdf": arxiv("0704.0001", 1),
    "https://arxiv.org/1706.02677": arxiv("1706.02677"),
    "ftp://arxiv.org/abs/1706.02677": arxiv("1706.02677"),
    "arXiv:1706.02677": arxiv("1706.02677"),
    "https://huggingface.co/papers/1706.02677": arxiv("1706.02677"),
    "https://hf.co/papers/1706.02677": arxiv("1706.02677"),
    "https://www.arxiv-vanity.com/papers/1706.02677/": arxiv("1706.02677"),
    "https://www.emergentmind.com/papers/1706.02677": arxiv("1706.02677"),
    "https://www.emergentmind.com/articles/1706.02677": arxiv("1706.02677"),
    "https://www.catalyzex.com/paper/arxiv:1706.02677": arxiv("1706.02677"),
    "https://scirate.com/arxiv/1706.02677": arxiv("1706.02677"),
    "https://scirate.com/arxiv/hep-th/9711200": arxiv("hep-th/9711200"),
    "https://researchtrend.ai/papers/1706.02677v2": arxiv("1706.02677", 2),
    "https://scholarfeed.org/paper/1706.02677v1": arxiv("1706.02677", 1),
    "https://tomesphere.com/paper/1706.02677.md": arxiv("1706.02677"),
    "https://www.sciencestack.ai/paper/1706.02677": arxiv("1706.02677"),
    "https://bohrium.dp.tech/paper/arxiv/1706.02677": arxiv("1706.02677"),
    "https://scifaro.com/en/abs/an-invented-paper-2-on-teapots-1706.02677": arxiv("1706.02677"),
    "https://www.semanticscholar.org/arxiv/1706.02677": arxiv("1706.02677"),
    "https://api.semanticscholar.org/arXiv:1706.02677": arxiv("1706.02677"),
    "https://inspirehep.net/api/arxiv/1706.02677": arxiv("1706.02677"),
    "https://papers.cool/arxiv/1706.02677": arxiv("1706.02677"),
    "https://ui.adsabs.harvard.edu/abs/arXiv:1706.02677": arxiv("1706.02677"),
    "https://ui.adsabs.harvard.edu/abs/2017arXiv170602677G/abstract": arxiv("1706.02677"),
    "https://ui.adsabs.harvard.edu/abs/2009arXiv0901.0512A": arxiv("0901.0512"),
    "https://dblp.org/rec/journals/corr/abs-1706-02677.html": arxiv("1706.02677"),
    "https://dblp.uni-trier.de/rec/bibtex/journals/corr/abs-1706-02677": arxiv("1706.02677"),
    "https://dblp.org/rec/journals/corr/abs-cs-0412098": arxiv("cs/0412098"),
    "https://dblp.org/rec/journals/corr/cs-CC-9911001": arxiv("cs/9911001"),
    "https://doi.org/10.48550/arXiv.1706.02677": arxiv("1706.02677"),
    "http://dx.doi.org/10.48550/ARXIV.1706.02677": arxiv("1706.02677"),
    "https://api.datacite.org/dois/10.48550/arXiv.1706.02677": arxiv("1706.02677"),
    # a link within a link
    "https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1706.02677": arxiv("1706.02677"),
    "https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fpdf%2F1706.02677.pdf&sa=D": arxiv("1706.02677"),
    "https://web.archive.org/web/2018/https://arxiv.org/abs/1706.02677v1": arxiv("1706.02677", 1),
    # other DOIs
    "https://doi.org/10.1109/5.771073": doi("10.1109/5.771073"),
    "http://dx.doi.org/10.1109%2F5.771073?ref=x#y": doi("10.1109/5.771073"),
    "doi:10.1109/5.771073": doi("10.1109/5.771073"),
    "https://dl.acm.org/doi/10.1145/3292500.3330701": doi("10.1145/3292500.3330701"),
    "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true": doi("10.1145/3292500.3330701"),
    "https://onlinelibrary.wiley.com/doi/full/10.1002/ABC.123": doi("10.1002/abc.123"),
    "https://link.springer.com/article/10.1007/s11263-015-0816-y": doi("10.1007/s11263-015-0816-y"),
    "https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf": doi("10.1007/s11263-015-0816-y"),
    "https://www.frontiersin.org/articles/10.3389/fnins.2018.00774/full": doi("10.3389/fnins.2018.00774"),
    "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102": doi("10.1103/physrevlett.116.061102"),
}


@pytest.mark.parametrize(("url", "expected"), OTHER_LINKS.items())
def test_other_sites(url: str, expected: Identifier) -> None:
    """The sites that carry an arXiv number or a DOI are read, also within a redirector's link."""
    assert parse_url(url) == expected


def test_every_site_of_the_table_has_a_case() -> None:
    """A site added to the table needs a link here."""
    assert [host for host in SITES if not any(host in url for url in OTHER_LINKS)] == []


MALFORMED_LINKS = {
    "https://arxiv.org/abs/": "no identifier after /abs/",
    "https://arxiv.org/abs": "no identifier after /abs/",
    "https://arxiv.org/pdf/?x=1": "no identifier after /pdf/",
    "https://arxiv.org/abs/quant-ph": "'quant-ph' instead of an identifier after /abs/",
    "https://arxiv.org/abs/2107.558": "3 digits in 2021, where numbers have 5",
    "https://arxiv.org/pdf/1713.02677.pdf": "month 13",
    "https://arxiv.org/pdf/1706.02677pdf": "'pdf' stands directly after the number",
    "http://arxiv.org/abs/0309136": "0309136 without its archive, where the form is archive/YYMMNNN",
    "https://arxiv.org/abs/teapots/0301001": "there is no archive teapots",
    "https://doi.org/10.48550/arXiv.0808.05394": "5 digits in 2008, where numbers have 4",
    "https://huggingface.co/papers/2107.558": "3 digits in 2021, where numbers have 5",
}


@pytest.mark.parametrize(("url", "reason"), MALFORMED_LINKS.items())
def test_paper_links_that_name_none(url: str, reason: str) -> None:
    """A link that is plainly to one arXiv paper, with an impossible number or none, says why."""
    read = parse_url(url)
    assert isinstance(read, MalformedIdentifier)
    assert read.reason == reason


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#anchor",
        "README.md",
        "papers/1706.02677.pdf",
        "mailto:ada@arxiv.org",
        "https://arxiv.org",
        "https://arxiv.org/",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/list/hep-th/9711",
        "https://arxiv.org/list/hep-th/9711200",
        "https://arxiv.org/search/?query=1706.02677",
        "https://arxiv.org/a/invented_a_1",
        "https://arxiv.org/oai2?verb=Identify",
        "https://arxiv.org/tb/recent",
        "https://arxiv.org/help/arxiv_identifier",
        "https://arxiv.org/year/hep-th/97",
        "https://export.arxiv.org/api/query?id_list=1706.02677",
        "https://notarxiv.org/abs/1706.02677",
        "https://arxiv.org.example.com/abs/1706.02677",
        "https://example.org/1706.02677",
        "https://example.org/abs/1706.02677",
        "https://github.com/invented/1706.02677",
        "https://huggingface.co/papers",
        "https://huggingface.co/papers/date/2024-01-01",
        "https://huggingface.co/invented/model",
        "https://twitter.com/invented/status/1706026771234567890",
        "https://openreview.net/forum?id=Invented123",
        "https://doi.org/",
        "https://doi.org/not-a-doi",
        "https://example.org/doi/abc",
        "https://[::1",
        "https://arxiv.org/abs/1706.02677" + "/" * 5000,
    ],
)
def test_links_that_name_no_paper(url: str) -> None:
    """Lists, searches, home pages and everything else name no paper, and a look-alike in them is none."""
    assert parse_url(url) is None


# --- DOIs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1109/5.771073", doi("10.1109/5.771073")),
        ("10.1016/S0370-2693(96)01409-8", doi("10.1016/s0370-2693(96)01409-8")),
        ("see 10.1109/5.771073", None),
        ("10.1109/5.771073).", doi("10.1109/5.771073")),
        ("doi: 10.1109/5.771073.", doi("10.1109/5.771073")),
        ("DOI:10.1103/PhysRevD.76.013009;", doi("10.1103/physrevd.76.013009")),
        ("10.1109/5.771073。", doi("10.1109/5.771073")),
        ("10.1109/5.771073，后面", doi("10.1109/5.771073")),
        ("10.1109%2F5.771073", doi("10.1109/5.771073")),
        ("https://doi.org/10.1109%2F5.771073", doi("10.1109/5.771073")),
        ("<https://doi.org/10.1109/5.771073>", doi("10.1109/5.771073")),
        ("doi.org/10.1109/5.771073", doi("10.1109/5.771073")),
        ("https://doi.org/doi:10.1109/5.771073", doi("10.1109/5.771073")),
        ("10.1000.10/123", doi("10.1000.10/123")),
        ("10.1103/1706.02677", doi("10.1103/1706.02677")),
        ("10.1002/(SICI)1097(19980815/30)17:15/16<1661::AID-1>3.0.CO;2-2", doi("10.1002/(sici)1097(19980815/30)17:15/16<1661::aid-1>3.0.co;2-2")),  # noqa: E501
        ("10.1109/5.1 10.1109/5.2", doi("10.1109/5.1")),
        ("10.48550/arXiv.1706.02677", arxiv("1706.02677")),
        ("10.48550/arxiv.math/0309136", arxiv("math/0309136")),
        ("0.1103/PhysRevD.76.013009", None),
        ("10.12/5", None),
        ("10.1109/", None),
        ("10.1109", None),
        ("(2009)", None),
        ("", None),
        ("10.1109/" + "a" * 5000, None),
    ],
)  # fmt: skip
def test_doi(text: str, expected: Identifier | None) -> None:
    """A DOI is lower-cased, percent-decoded and rid of punctuation; arXiv's own becomes the arXiv identifier."""
    assert parse_doi(text) == expected


# --- running text -----------------------------------------------------------------------------------------------------


def found(text: str, *, bare: bool = False) -> list[tuple[str, str]]:
    """What is found: the text at the place, and the work or the reason."""
    return [
        (text[f.start : f.end], f.identifier.work if isinstance(f.identifier, Identifier) else f.identifier.reason)
        for f in find_identifiers(text, bare=bare)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](https://arxiv.org/abs/1706.02677)", [("https://arxiv.org/abs/1706.02677", "1706.02677")]),
        (
            "[a](http://cn.arxiv.org/abs/1906.03516)[b](https://arxiv.org/abs/1906.03516).",
            [
                ("http://cn.arxiv.org/abs/1906.03516", "1906.03516"),
                ("https://arxiv.org/abs/1906.03516", "1906.03516"),
            ],
        ),
        ('<a href="https://arxiv.org/pdf/1706.02677.pdf">', [("https://arxiv.org/pdf/1706.02677.pdf", "1706.02677")]),
        ("&quot;https://doi.org/10.1109/5.77&quot;", [("https://doi.org/10.1109/5.77", "doi:10.1109/5.77")]),
        ("https://arxiv.org/abs/1706.02677论文", [("https://arxiv.org/abs/1706.02677", "1706.02677")]),
        ("（https://arxiv.org/abs/1706.02677）。", [("https://arxiv.org/abs/1706.02677", "1706.02677")]),
        ("see www.arxiv.org/abs/1706.02677, and", [("www.arxiv.org/abs/1706.02677", "1706.02677")]),
        ("**https://arxiv.org/abs/1706.02677**", [("https://arxiv.org/abs/1706.02677", "1706.02677")]),
        (
            "https://doi.org/10.1016/S0370-2693(96)01409-8).",
            [("https://doi.org/10.1016/S0370-2693(96)01409-8", "doi:10.1016/s0370-2693(96)01409-8")],
        ),
        ("arXiv preprint arXiv:1607.06450v1 [stat.ML]", [("arXiv:1607.06450v1", "1607.06450")]),
        ("arXiv: 1706.02677。", [("arXiv: 1706.02677", "1706.02677")]),
        ("preprintarXiv:1412.6980.", [("arXiv:1412.6980", "1412.6980")]),
        ("In CoRR, abs/1512.03385, 2015", [("CoRR, abs/1512.03385", "1512.03385")]),
        ("CoRR abs/hep-th/9711200.", [("CoRR abs/hep-th/9711200", "hep-th/9711200")]),
        ("doi:10.48550/arXiv.1706.02677.", [("10.48550/arXiv.1706.02677", "1706.02677")]),
        ("doi.org/10.48550/arXiv.1706.02677", [("10.48550/arXiv.1706.02677", "1706.02677")]),
        ("arXiv:1713.02677", [("arXiv:1713.02677", "month 13")]),
        ("[x](https://arxiv.org/abs/)", [("https://arxiv.org/abs/", "no identifier after /abs/")]),
        ("arXiv:1706.02677v1[cs.CV]8Jun2017", [("arXiv:1706.02677v1", "1706.02677")]),
        ("arxivId = {1706.02677},", [("arxivId = {1706.02677", "1706.02677")]),
        ("arXiv:1706.02677,arXiv:1810.04805", [
            ("arXiv:1706.02677", "1706.02677"), ("arXiv:1810.04805", "1810.04805")]),
        ("https://huggingface.co/papers/1706.02677", [("https://huggingface.co/papers/1706.02677", "1706.02677")]),
        ("10.48550/arXiv.1706.02677 10.48550/arXiv.1713.02677", [
            ("10.48550/arXiv.1706.02677", "1706.02677"), ("10.48550/arXiv.1713.02677", "month 13")]),
    ],
)  # fmt: skip
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    """Links, prefixed numbers, arXiv's DOIs and CoRR's form are found, each at its place without punctuation."""
    assert found(text) == expected
    assert found(text, bare=True) == expected


@pytest.mark.parametrize("url", [url for url in (*OTHER_LINKS, *MALFORMED_LINKS) if url.startswith("http")])
def test_find_finds_every_link(url: str) -> None:
    """What ``parse_url`` reads is found in text, HTML and Markdown too, with the same outcome."""
    read = parse_url(url)
    assert read
    for text in (f"see {url}, and", f'<a href="{url}">x</a>', f"[x]({url})。", f"<{url}>"):
        assert list(find_identifiers(text)) == [Found(text.index(url), text.index(url) + len(url), read)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.02677", ["1706.02677"]),
        ("1706.02677v2, 1810.04805;hep-th/9711200v2", ["1706.02677", "1810.04805", "hep-th/9711200"]),
        ("id,title\n1706.02677,A\n1810.04805,B\n", ["1706.02677", "1810.04805"]),
        ("论文1706.02677提出", ["1706.02677"]),
        ("<td>1706.02677</td>", ["1706.02677"]),
        ("{1706.02677}", ["1706.02677"]),
        ("1706.02677.pdf", ["1706.02677"]),
        ("1706.02677.", ["1706.02677"]),
        ("(math.GT/0309136)", ["math/0309136"]),
        ("1706.02677v0", []),
        ("2107.558 1713.02677 0808.05394 1501.1234", []),
    ],
)  # fmt: skip
def test_find_bare(text: str, expected: list[str]) -> None:
    """Numbers that stand alone are found only on demand, and only valid ones."""
    assert [work for _, work in found(text, bare=True)] == expected
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "10.1103/1706.02677",
        "10.1103/PhysRevD.arXiv:1706.02677",
        "10.5555/hep-th/9711200",
        "https://example.org/1706.02677",
        "https://example.org/?x=hep-th/9711200",
        "papers/1706.02677.pdf",
        "a/hep-th/9711200",
        "11706.02677",
        "1706.026771",
        "1706.02677.1",
        "1.1706.02677",
        "v1706.02677",
        "x1706.02677",
        "1706.02677x",
        "$1706.02677",
        "€ 1706.02677",
        "1706.02677€",
        "1706.02677 %",
        "-1706.02677",
        "1706.02677-1",
        "1706.02677 MB",
        "1706.5 MB",
        "2019.0506",
        "2019.12345",
        "1234.5678",
        "2017-06-02677",
        "1706026771234567890",
        "arXiv: 3.5 million papers",
        "arXiv 2017.06",
        "arXiv, 2017",
        "on arXiv (2017)",
        "read 9711200 of hep-th",
        "teapots/9711200",
        "PsyArXiv 10.31234",
    ],
)  # fmt: skip
def test_look_alikes_are_not_found(text: str) -> None:
    """Pieces of DOIs, links and numbers, prices, dates, sizes and versions are no identifiers."""
    assert found(text) == []
    assert found(text, bare=True) == []


# --- what a person types ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.02677", arxiv("1706.02677")),
        ("arxiv:hep-th/9901001", arxiv("hep-th/9901001")),
        ("hep-th/9711200v2", arxiv("hep-th/9711200", 2)),
        ("1706.02677v2.pdf", arxiv("1706.02677", 2)),
        ("doi:10.1109/5.771073", doi("10.1109/5.771073")),
        ("10.1109/5.771073", doi("10.1109/5.771073")),
        ("url:https://example.org/A%20b", Identifier("url", "https://example.org/A%20b")),
        ("url:https://arxiv.org/abs/1706.02677", Identifier("url", "https://arxiv.org/abs/1706.02677")),
        ("https://arxiv.org/abs/1706.02677", arxiv("1706.02677")),
        ("https://example.org/list.md", None),
        ("url:", None),
        ("url:teapot", None),
        ("", None),
        ("   ", None),
        ("reading-list.md", None),
        ("arxiv-papers.md", None),
        ("arxiv.bib", None),
        ("notes/2019", None),
        ("papers/1706.02677.pdf", None),
        ("cs231n", None),
        ("3.14", None),
        ("2017", None),
        ("An Invented Paper on Teapots", None),
        ("-", None),
    ],
)  # fmt: skip
def test_typed(text: str, expected: Identifier | None) -> None:
    """What a person types is an identifier, or nothing like one (a file, a list's link, a title)."""
    assert parse_identifier(text) == expected


@pytest.mark.parametrize(
    "text", ["2107.558", "1234.56789", "612.0324", "hep-th/99", "arXiv:abc", "arxiv:2107.558", "https://arxiv.org/abs/"]
)
def test_typed_malformed(text: str) -> None:
    """What plainly tries to be an arXiv identifier is malformed, with a reason, never a file name."""
    read = parse_identifier(text)
    assert isinstance(read, MalformedIdentifier)
    assert read.raw == text
    assert read.reason


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        (arxiv("1706.02677"), "https://arxiv.org/abs/1706.02677"),
        (arxiv("hep-th/9711200", 3), "https://arxiv.org/abs/hep-th/9711200v3"),
        (doi("10.1016/s0370-2693(96)01409-8"), "https://doi.org/10.1016/s0370-2693(96)01409-8"),
        (doi("10.1002/a<b>#c"), "https://doi.org/10.1002/a%3Cb%3E%23c"),
        (Identifier("url", "https://example.org/"), "https://example.org/"),
        (Identifier("isbn", "0"), None),
    ],
)
def test_abs_url(identifier: Identifier, url: str | None) -> None:
    """A work's page is arXiv's abstract, doi.org, or the link itself."""
    assert abs_url(identifier) == url


def test_print() -> None:
    """Scheme and value print; the version is no part of the work."""
    assert str(arxiv("1706.02677", 3)) == "arxiv:1706.02677"
    assert arxiv("1706.02677", 3).work == "1706.02677"
    assert doi("10.1109/5.771073").work == "doi:10.1109/5.771073"


# --- what holds always ------------------------------------------------------------------------------------------------


@st.composite
def new_style(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(2007, 2090)), draw(st.integers(1, 12))
    if year == 2007:
        month = max(month, 4)
    width = 4 if year < 2015 else 5
    return f"{year % 100:02}{month:02}.{draw(st.integers(1, 10**width - 1)):0{width}}"


@st.composite
def old_style(draw: st.DrawFn) -> str:
    archive = draw(st.sampled_from(sorted(OLD_STYLE_ARCHIVES)))
    last = OLD_STYLE_ARCHIVES[archive] or "0703"
    first_month = 1991 * 12 + (7 if archive == "hep-th" else 6)
    last_month = (int(last[:2]) + (1900 if last > "91" else 2000)) * 12 + int(last[2:]) - 1
    month = draw(st.integers(first_month, last_month))
    return f"{archive}/{month // 12 % 100:02}{month % 12 + 1:02}{draw(st.integers(1, 999)):03}"


arxiv_ids = st.builds(arxiv, new_style() | old_style(), st.none() | st.integers(1, 9999))


def printed(identifier: Identifier) -> str:
    return identifier.value + (f"v{identifier.version}" if identifier.version else "")


@given(arxiv_ids)
def test_print_and_parse_are_inverse(identifier: Identifier) -> None:
    """Every valid identifier reads back from each form in which it is printed."""
    text = printed(identifier)
    assert parse_arxiv(text) == parse_arxiv(f"arXiv:{text}") == identifier
    assert parse_identifier(text) == parse_identifier(f"arxiv:{text}") == identifier
    assert parse_url(abs_url(identifier) or "") == identifier
    assert parse_doi(f"10.48550/arXiv.{text}") == identifier
    assert parse_identifier(identifier.work) == parse_identifier(str(identifier)) == arxiv(identifier.value)


prose = st.text(alphabet="abc XYZ,;()[]\n\"'«论文。é-", max_size=30)


@given(arxiv_ids, prose, prose)
def test_find_finds_what_is_embedded(identifier: Identifier, before: str, after: str) -> None:
    """An identifier within prose is found whole, at its place."""
    for form in (f"arXiv:{printed(identifier)}", abs_url(identifier) or ""):
        text = f"{before} {form} {after}"
        assert list(find_identifiers(text)) == [Found(len(before) + 1, len(before) + 1 + len(form), identifier)]
    bare = f"{before}\n{printed(identifier)}\n{after}"
    assert [f.identifier for f in find_identifiers(bare, bare=True)] == [identifier]


fragments = st.sampled_from([
    "arxiv", "arXiv:", "http://", "arxiv.org/", "abs/", "pdf/", "10.48550/", "10.1109/", "doi:", "%25", "%2F", "v1",
    "(", ")", "1706.02677", "hep-th/9711200", "1713", ".", "/", "CoRR ", "url:", "https://doi.org/",
    "huggingface.co/papers/", "İ", "ſ", "<", ">", " ",
])  # fmt: skip
anything = st.text() | st.binary().map(lambda b: b.decode("utf-8", "replace")) | st.lists(fragments).map("".join)


@given(anything)
@example("1" * 5000)
@example("arXiv:1706.02677v" + "1" * 5000)
@example("\ud800 arXiv:\x00")
def test_nothing_crashes(text: str) -> None:
    """Any text gives a value; what is found lies in order, without overlap, and reads as valid or has a reason."""
    for parse in (parse_arxiv, parse_doi, parse_url, parse_identifier):
        read = parse(text)
        if isinstance(read, MalformedIdentifier):
            assert read.reason
        elif read and read.scheme == "arxiv":
            assert parse_arxiv(printed(read)) == read
        elif read:
            assert parse_identifier(str(read)) == read
    for bare in (False, True):
        end = 0
        for item in find_identifiers(text, bare=bare):
            assert end <= item.start < item.end <= len(text)
            end = item.end


def test_recorded_identifiers_parse_to_themselves(recorded: Path) -> None:
    """Every identifier in the recorded data is valid and canonical."""
    paths = [recorded / "seed-papers.jsonl", recorded / "oai" / "hh2017_oai_dc_sample.jsonl"]
    paths += [path for path in sorted((recorded / "snapshot").glob("*.jsonl")) if path.name != DAMAGED]
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    ids = sorted({row.get("id") or row.get("paper_id") for row in rows} - {None})  # one .abs file is broken on purpose
    assert len(ids) > 5000
    wrong = {i: parse_arxiv(i) for i in ids if parse_arxiv(i) != arxiv(i) or parse_identifier(i) != arxiv(i)}
    assert wrong == {}
    assert [f.identifier for f in find_identifiers("\n".join(ids), bare=True)] == [arxiv(i) for i in ids]


DAMAGED = "staeiou_arxiv_archive_sample.jsonl"


def test_damaged_identifiers_are_not_mended(recorded: Path) -> None:
    """A file whose numbers went through floating point (704.2123, 1904.0333): what lost digits is malformed."""
    lines = (recorded / "snapshot" / DAMAGED).read_text(encoding="utf-8").splitlines()
    ids = {json.loads(line)["arxiv_id"] for line in lines}
    read = {i: parse_arxiv(i) for i in ids}
    assert {i for i, r in read.items() if r != arxiv(i)} == {
        i for i, r in read.items() if isinstance(r, MalformedIdentifier)
    }
    assert sum(isinstance(r, MalformedIdentifier) for r in read.values()) > 500


# --- time -------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "arxiv:", "arXiv ", "arxiv.org/", "1", "12.", "1234.", "9711200/", "/", "%", "%25", "(", ")", "[", " ", "a", "-",
    "a-", "a.", "http://", "http://arxiv.org/abs/", "http://arxiv.org/abs/ ", "http://x(", "http://x(y)", "10.48550/",
    "10.48550/ ", "10.1109/a(", "doi:", "abs/", "CoRR ", "hep-th/", "arXiv:1706.02677 ", "arXiv:1706.02677", "&quot;",
    "http://&quot;", "。", "@",
]  # fmt: skip


def drain(text: str) -> None:
    for bare in (False, True):
        for _ in find_identifiers(text, bare=bare):
            pass


def parse_all(text: str) -> None:
    for parse in (parse_arxiv, parse_doi, parse_url, parse_identifier):
        parse(text)


def seconds(work: Callable[[str], None], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("work", [drain, parse_all])
def test_time_is_linear(unit: str, work: Callable[[str], None]) -> None:
    """Four times the text takes about four times as long, whatever it repeats, so 10 MB can't hang a reader."""
    one, four = (unit * (size // len(unit)) for size in (250_000, 1_000_000))
    assert seconds(work, four) < 10 * seconds(work, one) + 0.1


@pytest.mark.parametrize("unit", HOSTILE)
def test_ten_megabytes(unit: str) -> None:
    """Ten megabytes of anything are parsed in bounded work: longer than any link or reference, they name nothing."""
    text = unit * (10_000_000 // len(unit))
    assert isinstance(parse_arxiv(text), MalformedIdentifier)
    assert parse_url(text) is parse_doi(text) is parse_identifier(text) is None
    assert seconds(parse_all, text) < 2
