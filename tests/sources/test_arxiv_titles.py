"""Titles looked up at arXiv: what is asked, how few requests it takes, and that no title costs another its answer."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import invented_papers
from loopback_arxiv import Group, Papers, Term, error_feed, feed, read_search
from paperdex.errors import SourceRefused
from paperdex.sources.arxiv_titles import HITS, LONGEST_QUERY, MOST_HITS, TOGETHER, any_of, as_phrase, as_words

PAPERS = invented_papers(60, seed=7)
NOWHERE = "A Title Nobody Gave to Anything"


def queries(server) -> list[str]:
    return [request.params["search_query"] for request in server.requests]


def of_titles(*titles: str, first: int = 0):
    """Papers that have these titles."""
    return [replace(PAPERS[0], id=f"2101.{90001 + first + n}", title=title) for n, title in enumerate(titles)]


def works(answers) -> dict[str, list[str]]:
    """Each title with the works of its answer."""
    return {answer.title: [record.work for record in answer.records] for answer in answers}


# -- what is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("An Invented Paper on Teapots", 'ti:"An Invented Paper on Teapots"'),
        ("Teapots: An Invented State-of-the-Art", 'ti:"Teapots An Invented State of the Art"'),
        ('Why "Imaginary" Teapots Aren’t {Big}?', 'ti:"Why Imaginary Teapots Aren\'t Big"'),
        ("Invented Möbius Teapots", 'ti:"Invented" AND ti:"Teapots"'),
        ("Teapots in $O(n)$ Time", 'ti:"Teapots in" AND ti:"Time"'),
        ("Invented $n$ of the $m$ Teapots", 'ti:"Invented" AND ti:"Teapots"'),
        ("The", 'ti:"The"'),
        (r"On \emph{Imaginary Tea} and \alpha Cups", 'ti:"On Imaginary Tea and" AND ti:"Cups"'),
        ("Tea–Pot “2.0”", 'ti:"Tea Pot 2.0"'),
        ("Ｔｅａｐｏｔｓ", 'ti:"Teapots"'),
        ('x" OR all:"y', 'ti:"x or all y"'),
        ("TEA AND NOT COFFEE", 'ti:"TEA and not COFFEE"'),
        ("Teapots\n  wrapped", 'ti:"Teapots wrapped"'),
        ("Tea\u00adpots &amp; Cups", 'ti:"Teapots Cups"'),
        ("*? Teapots (1)", 'ti:"Teapots 1"'),
    ],
)
def test_a_title_as_a_phrase(title, query):
    """Plain words in quotes; what can't be asked for parts the phrases, and no title can add an operator."""
    assert as_phrase(title) == [query]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        (
            "On the Imaginary Teapots of Invented Kettles",
            [
                "ti:invented AND ti:kettles AND ti:teapots",
                "ti:imaginary AND ti:kettles AND ti:teapots",
                "ti:imaginary AND ti:invented AND ti:teapots",
                "ti:imaginary AND ti:invented AND ti:kettles",
            ],
        ),
        (
            "With and Without Invented Kettles",
            ["ti:kettles AND ti:without", "ti:invented AND ti:without", "ti:invented AND ti:kettles"],
        ),
        ("Teapot Colours", ['ti:"teapot colors"']),
        (
            "Of Invented Pots: Lids",
            ["ti:lids AND ti:pots", "ti:invented AND ti:pots", "ti:invented AND ti:lids", 'ti:"of invented pots"'],
        ),
        ("Pots: Colors", []),
        ("Teapot Normalization", []),
        ("Teapots", []),
        ("x" * 900, []),
    ],
)
def test_a_title_as_words(title, asked):
    """All but one of the longest words, none that every title has; British spelling in American, too."""
    assert as_words(title) == asked


def test_words_with_two_spellings_come_last():
    """arXiv may have the other one; the American form of all is asked for beside the other words."""
    *by_words, by_phrase = as_words("Neighbourhood Characterization of Teapots in Round Cups Poured")
    assert not any("eighbo" in query or "haracteri" in query for query in by_words)
    assert by_phrase == 'ti:"neighborhood characterization of teapots in round cups poured"'


def test_and_stands_in_brackets_beside_or():
    """arXiv reads operators from left to right, so one title's words must not mix with another's."""
    assert any_of(['ti:"a" AND ti:"b"', 'ti:"c"']) == '(ti:"a" AND ti:"b") OR ti:"c"'
    assert any_of(['ti:"a" AND ti:"b"']) == 'ti:"a" AND ti:"b"'


@given(st.lists(st.text(alphabet="abcXYZ 0.'\"():*?$\\\\{}é-", max_size=30), min_size=1, max_size=4))
def test_any_titles_make_a_query_for_titles(titles):
    """Nothing in a title is an operator, a prefix, a bracket or a wildcard of the query."""
    for queries_of in (as_phrase, as_words):
        queries = [query for title in titles for query in queries_of(f"{title} AND or all:")]
        terms = [read_search(any_of(queries))]
        for group in terms:
            terms += [part for _, part in group.parts if isinstance(part, Group)]
            found = [part for _, part in group.parts if isinstance(part, Term)]
            assert {term.prefix for term in found} <= {"ti"}
            assert not {"*", "?", "\\"} & set("".join(term.value for term in found))


@pytest.mark.parametrize("title", ["x" * 1_000_000, "é" * 1_000_000, "$" * 1_000_000, "{\\'e}" * 200_000])
def test_a_title_without_end_takes_no_time(title):
    """A line of a list that is no title at all is cut before it is looked at."""
    began = time.perf_counter()
    assert len("".join(as_phrase(title) + as_words(title))) < 1100
    assert time.perf_counter() - began < 1


# -- one title -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS[:20], ids=lambda paper: paper.id)
def test_a_title_finds_its_paper(server, api, paper):
    """With math, accents, quotes, colons and hyphens in it; one request."""
    assert paper.id in [record.work for record in api.search_title(paper.title)]
    (request,) = server.requests
    assert request.params["max_results"] == str(HITS)


def test_a_title_that_nobody_has_finds_nothing(server, api):
    """No paper is an answer; only then there is a second look."""
    assert api.search_title(NOWHERE) == ()
    assert queries(server) == [any_of(as_phrase(NOWHERE)), any_of(as_words(NOWHERE))]


@pytest.mark.parametrize("title", ["", "  ", "$x$", "架空", "\\alpha", ":", "—"])
def test_a_title_without_words_costs_no_request(server, api, title):
    """There is nothing to ask for."""
    assert api.search_title(title) == ()
    assert server.requests == []


@pytest.mark.parametrize(
    "title",
    [
        "An Invented Studdy of Porcelain Teapots",
        "An Invented Study of PorcelainTeapots",
        "Invented Study on Porcelain Teapots",
        "An Invented Study of Porcelain Teapots: With Lids of a List's Own",
        "Porcelain Teapots: an Invented Study",
    ],
)
def test_the_second_look_finds_what_the_phrase_did_not(server, api, title):
    """A typo, words run together, a little word changed, a subtitle; words in another order are no likeness."""
    server.papers = Papers(of_titles("An Invented Study of Porcelain Teapots", "Porcelain Kettles"))
    found = [record.work for record in api.search_title(title)]
    assert found == ([] if title.startswith("Porcelain") else ["2101.90001"])
    assert len(server.requests) == 2


def test_a_title_in_more_papers_than_an_answer_holds(server, api):
    """It gets a longer answer, which is whole."""
    server.papers = Papers(of_titles(*(f"Teapots Number {n}" for n in range(HITS)), "Teapots", "Teapots: A Survey"))
    assert set(works(api.search_titles(["Teapots"]))["Teapots"]) == {f"2101.{90001 + HITS}", f"2101.{90002 + HITS}"}
    assert [request.params["max_results"] for request in server.requests] == [str(HITS), str(MOST_HITS)]


def test_where_papers_are_left_out_no_subtitle_counts(server, api):
    """A rival may be among those that no answer holds; the paper of just this title comes first."""
    server.papers = Papers(
        of_titles(*(f"Teapots Number {n}" for n in range(MOST_HITS)), "Teapots", "Teapots: A Survey")
    )
    assert works(api.search_titles(["Teapots"])) == {"Teapots": [f"2101.{90001 + MOST_HITS}"]}


# -- several titles --------------------------------------------------------------------------------------------------


def test_titles_share_requests(server, api):
    """Each gets the papers that could answer for it, and no other title's; each once."""
    papers = [paper for paper in PAPERS if paper.id not in {PAPERS[49].id, PAPERS[20].id}][:TOGETHER]
    titles = [paper.title for paper in papers]
    found = works(api.search_titles([*titles, titles[0]]))
    assert list(found) == titles
    assert all(paper.id in found[paper.title] for paper in papers)
    assert len(server.requests) == 1


def test_no_address_is_too_long(server, api):
    """Titles are parted by the length of their queries, also those that are looked for by words."""
    titles = [f"A Title Numbered {n} {'Nobody Gave to Anything Anywhere ' * 5}" for n in range(30)]
    assert not any(works(api.search_titles(titles)).values())
    assert max(len(quote_plus(query)) for query in queries(server)) <= LONGEST_QUERY
    assert len(server.requests) < len(titles)


def test_a_crowded_title_costs_the_others_nothing(server, api):
    """The titles are halved until it stands alone, and all are found."""
    common = "Imaginary Teapots and Cups"
    server.papers = Papers(
        [*of_titles(*(f"{common} {n}" for n in range(HITS))), *of_titles("On Invented Kettles", common, first=HITS)]
    )
    found = works(api.search_titles(["On Invented Kettles", common]))
    assert found["On Invented Kettles"] == [f"2101.{90001 + HITS}"]
    assert f"2101.{90002 + HITS}" in found[common]


def test_a_short_title_is_asked_for_alone(server, api):
    """Its words are in so many titles that there would be no room for others."""
    list(api.search_titles(["Teapots", "An Imaginary Teapot Title", "Two Teapots", "Another Imaginary Title"]))
    assert queries(server)[:3] == [
        'ti:"Teapots"',
        'ti:"An Imaginary Teapot Title"',
        'ti:"Two Teapots"',
    ]


# -- faults ----------------------------------------------------------------------------------------------------------


def test_one_title_that_spoils_the_answer_costs_the_others_nothing(server, api, monkeypatch):
    """It has its reason; the others their papers."""
    bad = "A Title That Breaks Invented Servers"
    respond = server.respond

    def broken(request, **options):
        if "Breaks" in request.params["search_query"]:
            server.respond_next(400, error_feed("this can't be asked"))
        return respond(request, **options)

    monkeypatch.setattr(server, "respond", broken)
    answers = {answer.title: answer for answer in api.search_titles([PAPERS[0].title, bad, PAPERS[1].title])}
    assert PAPERS[0].id in [record.work for record in answers[PAPERS[0].title].records]
    assert PAPERS[1].id in [record.work for record in answers[PAPERS[1].title].records]
    failure = answers[bad].failure
    assert failure is not None
    assert "this can't be asked" in str(failure)


def test_three_titles_in_a_row_are_an_outage(server, api):
    """What came before stands."""
    answers = api.search_titles([PAPERS[0].title, *(f"{NOWHERE} Number {n}" for n in range(20))])
    first = next(answers)
    assert first.title == PAPERS[0].title
    server.respond_next(200, b"<html>Please wait</html>", times=100)
    with pytest.raises(SourceRefused, match="web page"):
        list(answers)
    assert len(server.requests) < 20


def test_shedding_load_is_nobodys_fault(server, api):
    """No title is asked for by itself then."""
    server.respond_next(503, times=9)
    with pytest.raises(SourceRefused, match="too much to do"):
        list(api.search_titles([paper.title for paper in PAPERS[:4]]))
    assert len(server.requests) == 1


def test_hits_that_are_not_all_there_are_no_answer(server, api):
    """They are never kept as "not found": a page that is short, a hit whose title is damaged."""
    whole = feed(PAPERS[:1])
    damaged = whole.replace(b"    <title>", "    <title>\ufffd".encode())
    for body in (feed(PAPERS[5:6], total=10), damaged):
        server.respond_next(200, body)
        with pytest.raises(SourceRefused, match="papers that can be read"):
            api.search_title("An Invented Paper")


def test_an_empty_answer_has_a_second_chance(server, api):
    """arXiv at times finds nothing for a while; the words are asked for, and find it."""
    server.respond_next(200, feed([]))
    assert PAPERS[2].id in [record.work for record in api.search_title(PAPERS[2].title)]
